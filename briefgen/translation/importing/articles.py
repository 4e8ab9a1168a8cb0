"""Turn the articles of a charter or treaty into items: “Article 4” and what is counted under it.

Other texts, whose numbers go through, are counted in count.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from briefgen.content.sequence import read_letters
from briefgen.translation.importing.count import Item
from briefgen.translation.importing.markers import Marker, Numbering
from briefgen.translation.importing.model import Line
from briefgen.translation.importing.paragraphs import Paragraph, with_joint
from briefgen.translation.importing.recognise import looks_like_date, looks_like_heading

_ARTICLE = re.compile(r"\s*([^\W\d_]{4,})\s+(\d{1,3}|[IVXLC]{1,8})\s*(?:[.:–—-]\s*.{0,120})?\s*")
_FEWEST = 3
_STYLE = "article"


def find_articles(lines: Sequence[Line], markers: Mapping[int, Marker]) -> dict[int, int]:
    """Return index → number of the lines that head an article; empty where a text has none.

    One word is before all of their numbers, which begin with 1 and go up. Where the numbers of
    paragraphs go on past them they are chapters.
    """
    by_word: dict[str, dict[int, int]] = {}
    for index, line in enumerate(lines):
        found = _ARTICLE.fullmatch(line.text)
        if line.role != "body" or not found or looks_like_date(line.text):
            continue
        if looks_like_heading(line.text.rstrip(" .")):
            roman = read_letters(found[2].lower(), ()).get("roman", 0)
            number = int(found[2]) if found[2].isdecimal() else roman
            by_word.setdefault(found[1].casefold(), {})[index] = number
    most = max(by_word.values(), key=len, default={})
    if _are_passed(most, markers):
        return {}
    numbers = list(most.values())
    goes_up = numbers[:1] == [1] and sorted(set(numbers)) == numbers
    return most if goes_up and len(numbers) >= _FEWEST else {}


def _are_passed(heads: Mapping[int, int], markers: Mapping[int, Marker]) -> bool:
    """Return whether paragraphs count on, written alike, from one of these parts to the next."""
    last: dict[str, int] = {}
    is_first = False
    for index in sorted({*heads, *markers}):
        marker = markers.get(index)
        if marker is None or index in heads:
            is_first = True
        elif (number := marker.decimal) is not None:
            if is_first and number > 1 and last.get(marker.style) == number - 1:
                return True
            last[marker.style], is_first = number, False
    return False


def count_articles(
    body: Sequence[tuple[int, Line]], articles: Mapping[int, int], markers: Mapping[int, Marker]
) -> dict[int, Item]:
    """Return index → item: each article, and under it what counts anew."""
    items: dict[int, Item] = {}
    numbering: Numbering | None = None
    before = ""
    for index, line in body:
        if (number := articles.get(index)) is not None:
            numbering = Numbering.under(str(number))
            items[index] = Item(str(number), Marker({}, _STYLE, 0, 0), 0)
        elif numbering is not None and (marker := markers.get(index)) is not None:
            key = numbering.take(marker, opens=before.endswith(":"))
            if key is not None:
                items[index] = Item(key, marker, 0)
        before = line.text.rstrip()
    return items


def with_headings(paragraphs: list[Paragraph], articles: Mapping[int, int]) -> list[Paragraph]:
    """Return the paragraphs of a text with articles, each article's name as a heading.

    An article that begins with a number of its own has its name as its text.
    """
    if not articles:
        return paragraphs
    made: list[Paragraph] = []
    for paragraph in paragraphs:
        name = made[-1] if made else None
        item = name.item if name else None
        if not name or not item or item.marker.style != _STYLE or paragraph.item is not None:
            made.append(paragraph)
        elif paragraph.heads and len(name.pieces) == 1 and not looks_like_date(paragraph.text):
            name.pieces += with_joint(paragraph.pieces, "\n")
        else:
            made.append(replace(paragraph, item=replace(item, marker=_BARE)))
            name.item = None
    return made


_BARE = Marker({}, "", 0, 0)
