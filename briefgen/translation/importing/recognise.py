"""Turn what a line or paragraph looks like into what it may be, by tables of looks.

Only looks, in any language: where in the text it stands decides the rest (structure.py).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from briefgen.translation.importing.model import Kind, Line

ENDED = re.compile(r"[.!?:;,…۔؟؛،。][\"'»”’)\]*†‡¹²³⁰⁴-⁹]*\s*$")
"""A text that ends as a sentence or a part of one does, which headings don't."""

_LOOKS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("page matter", re.compile(r"[-–—\s\[]*\d{1,4}(\s*/\s*\d{1,4})?[-–—\s\]]*")),
    ("page matter", re.compile(r"\s*[^\W\d_]{1,8}\.?\s+\d{1,4}\s+[^\W\d_]{1,4}\s+\d{1,4}\s*")),
    ("page matter", re.compile(r"\s*\*[0-9A-Z-]{5,}\*\s*")),  # a barcode's text
    ("page matter", re.compile(r"\s*\d{2}-\d{4,6}\s*\([A-Z]\)[\s\d]*")),  # a job number
    ("page matter", re.compile(r"\s*[A-Z]{1,6}(/[A-Z0-9][\w.-]*(\([IVX]+\))?){2,}\s*")),  # a symbol
    ("page matter", re.compile(r"\s*([-=*~#–—•·]\s*){3,}")),  # a rule
    ("footnote", re.compile(r"\s*\*{2,3}\s*\w.*")),
    ("footnote", re.compile(r"\s*(\[\d{1,3}\]|[¹²³⁰⁴-⁹]+|[†‡])\s*\S.*")),
)
"""What a line is by itself, wherever it stands."""

_ASIDE = re.compile(
    r"(?!.*[«<])\s*(\(.*\)|.*(\s[|›»>•·](\s.*)?|[|›»>]\s.*)|([\w-]+\.)+[a-z]{2,})\s*"
)
"""A line in brackets, a menu or an address: "(1st draft)", "Map | Search", "Paper.com"."""
_AGENCY = re.compile(r"\s*([/=~#|<>]{2,}\s*\w|©)|https?://|www\.|\S@\S+\.\w")
_RULE = re.compile(r"[\s_.…–—-]*[_…–—-]{3,}[\s_.…–—-]*")
_YEAR = re.compile(r"(?<!\d)(1[89]|20|1[34])\d\d(?!\d)")
_DAY = re.compile(r"(?<![\d.])(0?[1-9]|[12]\d|3[01])(?!\d)")
_NUMERIC_DATE = re.compile(r"(\d{1,2}([./-]))\d{1,2}\2\d{4}|\d{4}([./-])\d{1,2}\3\d{1,2}")
_LONGEST_HEADING, _LONGEST_DATE = 250, 100
_REPEATS = 3


def page_matter(lines: Iterable[Line], numbered: frozenset[int]) -> dict[int, Kind]:
    """Return index → kind of the lines that aren't part of any text, and of footnotes.

    A short line is a page's header or footer if it comes again and again, whatever its
    digits. ``numbered`` are the indexes of lines that may be items, which don't count.
    """
    lines = list(lines)
    found: dict[int, Kind] = {}
    stars = [index for index, line in enumerate(lines) if _STAR.match(line.text)]
    starred = len(stars) == 1 and stars[0] >= len(lines) - _LAST
    alike: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if line.role != "body":
            found[index] = _BY_ROLE[line.role]
        elif kind := next((kind for kind, look in _LOOKS if look.fullmatch(line.text)), None):
            found[index] = kind
        elif starred and _STAR.match(line.text):
            found[index] = "footnote"
        elif _may_repeat(line) and index not in numbered:
            folded = re.sub(r"\d+", "#", line.text.strip())
            if re.search(r"\w", folded):
                alike.setdefault(folded, []).append(index)
    for indexes in alike.values():
        if len(indexes) >= _REPEATS:
            found.update(dict.fromkeys(indexes, "page matter"))
    return found


_LAST = 3
"""How many lines from the end one line alone with a star is a footnote."""

_STAR = re.compile(r"\s*\*\s*[^\s*]")
"""A footnote with a star."""


def _may_repeat(line: Line) -> bool:
    """Return whether a line may be a page's header: short, no sentence and no heading."""
    return not line.heading and len(line.text) <= 100 and not ENDED.search(line.text)


_BY_ROLE: dict[str, Kind] = {
    "footnote": "footnote", "page": "page matter", "hidden": "hidden text",
}  # fmt: skip


def looks_like_heading(text: str) -> bool:
    """Return whether a text is short and ends as no sentence does."""
    text = text.strip()
    starts = re.search(r"\w", text)
    if not starts or len(text) > _LONGEST_HEADING or ENDED.search(text):
        return False
    return unicodedata.category(starts[0]) != "Ll" and starts.start() <= 1


def looks_like_date(text: str) -> bool:
    """Return whether a text is short and has a day and a year in it."""
    text = text.strip()
    if len(text) > _LONGEST_DATE or text.endswith(":"):
        return False
    text = with_plain_digits(text)
    if not re.search(r"[^\W\d_]", text) and not _NUMERIC_DATE.fullmatch(text):
        return False
    if (year := _YEAR.search(text)) is None:
        return False
    return _DAY.search(text[: year.start()] + " " + text[year.end() :]) is not None


def with_plain_digits(text: str) -> str:
    """Return a text with the digits of any script as 0 to 9."""
    return re.sub(r"\d", lambda digit: str(int(digit[0])), text)


def looks_aside(text: str) -> bool:
    """Return whether a line among headings is none: a menu, an address, or in brackets."""
    return _ASIDE.fullmatch(text) is not None or looks_like_agency(text)


def looks_like_agency(text: str) -> bool:
    """Return whether a text names its publisher: marks, ©, an address in no sentence."""
    found = _AGENCY.search(text)
    return found is not None and (found[1] is not None or not ENDED.search(text))


def looks_like_signature(text: str) -> bool:
    """Return whether a text is a line to sign on, or short and no sentence."""
    return _RULE.fullmatch(text) is not None or looks_like_heading(text)
