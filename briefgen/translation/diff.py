"""Turn two versions of a text into what was kept, inserted and deleted, and pair their parts.

Words are compared, not characters, in any script. Who may read which version is decided
before, in briefgen/audience/changes.py.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise
from typing import Literal

Change = Literal["kept", "inserted", "deleted"]

_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_JOINERS = "\u00ad\u200c\u200d\u2060"
_TOKEN = re.compile(
    r"\d+(?:[.,\u00a0\u202f\u066b\u066c]\d+)*"
    rf"|\w[\w{_MARKS}{_JOINERS}]*(?:['’]\w[\w{_MARKS}]*)*"
    r"|\S"
)
"""A number with its separators, a word with its marks and joiners, or one other character."""

_BREAKING = (" ", "\t", "\n", "\r", "\f")
"""Spaces that collapse (CSS Text 3, 4.1)."""

_LARGEST = 25_000_000
"""Pairs of tokens up to which texts are compared; longer ones count as rewritten."""

_SIMILAR = 0.5
"""Part of their words that two versions of one paragraph share."""

_NEAR = 8
"""Paragraphs that are looked at for the one that another was made from."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that is in both versions, or in one of them."""

    change: Change
    text: str


def fold(text: str) -> str:
    """Return a text as it is compared: in NFC, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


# --- words -----------------------------------------------------------------------------


def diff_words(before: str, after: str) -> tuple[Run, ...]:
    """Return the runs of two versions of a text, in order.

    Those kept and inserted are the text after, those kept and deleted the text before,
    apart from spaces of another kind or number. No run begins with a space that would
    collapse with the last one of the run before.
    """
    old, new = _tokens(before), _tokens(after)
    return tuple(_settle(_compare(old, new)))


@dataclass(frozen=True, slots=True)
class _Token:
    """A word in NFC, as it stands in the text, and the spaces after it."""

    word: str
    text: str
    space: str


def _tokens(text: str) -> list[_Token]:
    """Return the words of a text, the first after an empty one for the spaces before it."""
    found = list(_TOKEN.finditer(text))
    ends = [*(match.start() for match in found), len(text)]
    tokens = [_Token("", "", text[: ends[0]])]
    for match, end in zip(found, ends[1:], strict=True):
        word = unicodedata.normalize("NFC", match[0])
        tokens.append(_Token(word, match[0], text[match.end() : end]))
    return tokens


def _compare(old: list[_Token], new: list[_Token]) -> Iterator[Run]:
    """Yield runs of a token or some spaces each."""
    for tag, i, i_end, j, j_end in _opcodes([t.word for t in old], [t.word for t in new]):
        if tag == "equal":
            for mine, theirs in zip(old[i:i_end], new[j:j_end], strict=True):
                yield Run("kept", theirs.text)
                if bool(mine.space) == bool(theirs.space):
                    yield Run("kept", theirs.space)
                else:
                    yield Run("deleted", mine.space)
                    yield Run("inserted", theirs.space)
        else:
            yield Run("deleted", "".join(token.text + token.space for token in old[i:i_end]))
            yield Run("inserted", "".join(token.text + token.space for token in new[j:j_end]))


def _opcodes(old: list[str], new: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield difflib's opcodes; what both begin and end with isn't searched for."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    i_end, j_end = len(old) - end, len(new) - end
    yield "equal", 0, start, 0, start
    if (i_end - start) * (j_end - start) > _LARGEST:
        yield "replace", start, i_end, start, j_end
    else:
        matcher = SequenceMatcher(None, old[start:i_end], new[start:j_end], autojunk=False)
        for tag, *places in matcher.get_opcodes():
            i, i_stop, j, j_stop = (place + start for place in places)
            yield tag, i, i_stop, j, j_stop
    yield "equal", i_end, len(old), j_end, len(new)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many items two sequences begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _settle(runs: Iterable[Run]) -> Iterator[Run]:
    """Yield runs that are as long as can be, without a lone comma kept between two changes."""
    groups = [
        (changed, list(group))
        for changed, group in groupby(
            (run for run in runs if run.text), key=lambda run: run.change != "kept"
        )
    ]
    deleted = inserted = ""
    for number, (changed, group) in enumerate(groups):
        text = "".join(run.text for run in group)
        if changed:
            deleted += "".join(run.text for run in group if run.change == "deleted")
            inserted += "".join(run.text for run in group if run.change == "inserted")
        elif 0 < number < len(groups) - 1 and not re.search(r"\w", text):
            deleted, inserted = deleted + text, inserted + text
        else:
            yield from _stretch(deleted, inserted, text)
            deleted = inserted = ""
    yield from _stretch(deleted, inserted, "")


def _stretch(deleted: str, inserted: str, kept: str) -> Iterator[Run]:
    """Yield what was changed at a place, and what follows it.

    White space collapses across runs: two that meet in a space would lose it in one of the
    versions. So a space that both end with is kept, and what was inserted may stand first.
    """
    runs: list[Run] = [Run("deleted", deleted), Run("inserted", inserted)]
    if deleted.endswith(_BREAKING) and inserted.startswith(_BREAKING):
        if inserted.endswith(_BREAKING):
            end = inserted.rstrip("".join(_BREAKING))
            kept = inserted[len(end) :] + kept
            runs = [Run("deleted", deleted.rstrip("".join(_BREAKING))), Run("inserted", end)]
        else:
            runs.reverse()
    yield from (run for run in (*runs, Run("kept", kept)) if run.text)


# --- paragraphs ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph in both versions, by its places in them; None where it isn't.

    ``moved`` is whether others have gone past it.
    """

    before: int | None
    after: int | None
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph to be paired: its key and its words."""

    key: str
    text: str


def pair_parts(before: Sequence[Part], after: Sequence[Part]) -> list[Pair]:
    """Return the paragraphs of two versions in pairs, in the order of the version after.

    Keys are numbers, which one inserted paragraph changes from there on: so equal words
    count first, then similar ones between the same neighbours, then equal keys there.
    What isn't there any more stands behind what it stood behind.
    """
    partners = _equal(before, after)
    steady = _in_order(partners)
    anchors = [(-1, -1), *((partners[j], j) for j in steady), (len(before), len(after))]
    taken = set(partners.values())
    for (i, j), (i_end, j_end) in pairwise(anchors):
        old = [n for n in range(i + 1, i_end) if n not in taken]
        new = [n for n in range(j + 1, j_end) if n not in partners]
        if old and new:
            partners.update(_alike(before, after, old, new))
    return _in_reading_order(partners, len(before), len(after))


def _equal(before: Sequence[Part], after: Sequence[Part]) -> dict[int, int]:
    """Return place after → place before of equal words, under the same key where they can be."""
    places: dict[str, dict[str, int]] = {}
    for number, part in enumerate(before):
        places.setdefault(fold(part.text), {}).setdefault(part.key, number)
    texts = [fold(part.text) for part in after]
    partners: dict[int, int] = {}
    for same_key in (True, False):
        for number, (part, text) in enumerate(zip(after, texts, strict=True)):
            known = places.get(text)
            if number in partners or not known or (same_key and part.key not in known):
                continue
            partners[number] = known.pop(part.key if same_key else next(iter(known)))
    return partners


def _in_order(partners: dict[int, int]) -> list[int]:
    """Return the most places after whose partners stand in the same order."""
    ends: list[int] = []
    tails: list[int] = []
    previous: dict[int, int | None] = {}
    for place in sorted(partners):
        at = bisect_left(ends, partners[place])
        ends[at : at + 1], tails[at : at + 1] = [partners[place]], [place]
        previous[place] = tails[at - 1] if at else None
    chain = []
    last = tails[-1] if tails else None
    while last is not None:
        chain.append(last)
        last = previous[last]
    return chain[::-1]


def _alike(
    before: Sequence[Part], after: Sequence[Part], old: list[int], new: list[int]
) -> dict[int, int]:
    """Return place after → place before for what stands between the same neighbours."""
    words = {n: Counter(_words(before[n].text)) for n in old}
    by_key = {before[n].key: n for n in old}
    found: dict[int, int] = {}
    rules: tuple[Callable[[int, Counter[str]], int | None], ...] = (
        lambda n, own: _if_similar(by_key.get(after[n].key), own, words),
        lambda _n, own: _most_similar(own, words),
        lambda n, _own: by_key.get(after[n].key),
    )
    for rule in rules:
        for number in new:
            if number in found:
                continue
            match = rule(number, Counter(_words(after[number].text)))
            if match in words and match is not None:
                found[number] = match
                del words[match]
    return found


def _words(text: str) -> list[str]:
    return [token.casefold() for token in _TOKEN.findall(unicodedata.normalize("NFC", text))]


def _if_similar(place: int | None, own: Counter[str], words: dict[int, Counter[str]]) -> int | None:
    known = None if place is None else words.get(place)
    return place if known is not None and _similarity(known, own) >= _SIMILAR else None


def _most_similar(own: Counter[str], words: dict[int, Counter[str]]) -> int | None:
    """Return which of the first few is most like a text, None where none is."""
    near = [place for place, _ in zip(words, range(_NEAR), strict=False)]
    best = max(near, key=lambda place: _similarity(words[place], own), default=None)
    return _if_similar(best, own, words)


def _similarity(one: Counter[str], other: Counter[str]) -> float:
    """Return the part of their words that two texts share, 0 to 1 (Dice)."""
    return 2 * (one & other).total() / max(one.total() + other.total(), 1)


def _in_reading_order(partners: dict[int, int], before: int, after: int) -> list[Pair]:
    steady = set(_in_order(partners))
    followed = {partners[place]: place for place in steady}
    matched = set(partners.values())
    gone: dict[int, list[Pair]] = {}
    last = -1
    for place in range(before):
        if place not in matched:
            gone.setdefault(last, []).append(Pair(place, None))
        last = followed.get(place, last)
    pairs = gone.get(-1, [])
    for place in range(after):
        moved = place in partners and place not in steady
        pairs.append(Pair(partners.get(place), place, moved))
        pairs += gone.get(place, [])
    return pairs
