"""Turn the texts of one translation into names that it spells in two ways.

No glossary is asked: two spellings belong together where their sources have one name in common.
Where a script has no capital letters, or all nouns have them, names can't be told from other words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from briefgen.translation.checks.model import Finding, Pair, Span
from briefgen.translation.checks.writing import REMEMBERED

_CAPITALS = "".join(letter for letter in map(chr, range(0x3000)) if letter.isupper())
_NAME = re.compile(rf"[ \u00a0](?=[{_CAPITALS}])(?<=[\w,;)»”].)([^\W\d_]{{5,}})")
_ENDING = 3
"""How many last letters tell forms of a name from each other."""

_STEM, _TAIL, _MIDDLE = 5, 2, 2
"""Two spellings have so many letters at least, so many alike at their end, so many that differ."""

_MOST_UNITS = 30
"""A name in more texts than this is a common word with a capital."""

Words = dict[str, Span]


def name_spellings(pairs: Iterable[tuple[str, Pair]]) -> Iterator[tuple[str, Finding]]:
    """Find names that are spelt otherwise than where the same name is translated first."""
    texts = [
        (name, _names(pair.source), _names(pair.target))
        for name, pair in pairs
        if not pair.context.target.conventions.divide_capitals
    ]
    where: defaultdict[str, list[int]] = defaultdict(list)
    for index, (_, source, _) in enumerate(texts):
        for word in source:
            where[word].append(index)
    told = set()
    for said, indices in where.items():
        for later in indices[1:_MOST_UNITS]:
            for first in indices[: indices.index(later)]:
                usual, found = texts[first][2], texts[later][2]
                for word, span in found.items():
                    if (
                        word in usual
                        or (later, word) in told
                        or any(_is_form(word, other) for other in usual)
                    ):
                        continue
                    alike = (other for other in usual if _is_near(word, other))
                    other = next((o for o in alike if not any(_is_form(o, w) for w in found)), None)
                    if other is not None:
                        told.add((later, word))
                        message = f"'{word}' is '{other}' in {texts[first][0]}, both for '{said}'"
                        yield texts[later][0], Finding(message, span, other=texts[first][0])


@lru_cache(maxsize=REMEMBERED)
def _names(text: str) -> Words:
    """Return the words with a capital that don't begin a sentence."""
    return {match[1]: match.span(1) for match in _NAME.finditer(text) if match[1][1:].islower()}


@lru_cache(maxsize=1 << 16)
def _is_form(one: str, other: str) -> bool:
    """Return whether two words begin alike, but for an ending or the last quarter."""
    if one[0] != other[0]:
        return False
    alike = _prefix(one, other)
    is_most = 4 * alike >= 3 * min(len(one), len(other))
    return is_most or alike >= max(_STEM - 1, max(len(one), len(other)) - _ENDING)


def _prefix(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


@lru_cache(maxsize=1 << 16)
def _is_near(one: str, other: str) -> bool:
    """Return whether two words are the same but for a letter or two inside, whatever their ends."""
    if one[0] != other[0]:
        return False
    for first in (one[: len(one) - cut] for cut in range(_ENDING + 1)):
        for second in (other[: len(other) - cut] for cut in range(_ENDING + 1)):
            shorter = min(len(first), len(second))
            if shorter < _STEM:
                continue
            start = _prefix(first, second)
            tail = min(_prefix(first[::-1], second[::-1]), shorter - start)
            longest = max(len(first), len(second)) - start - tail
            if start and tail >= _TAIL and 0 < longest <= min(_MIDDLE, shorter - _STEM + 1):
                return True
    return False
