"""Turn a text into what stands in it in every language alike: addresses and symbols."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from briefgen.translation.checks.model import Finding, Pair
from briefgen.translation.checks.writing import LINK, has_links

_AFTER = ".,;:!?)"
_MARKUP = re.compile(
    r"\{[^{}\s]*\}|%(?:\(\w+\))?[sd](?!\w)|</?[A-Za-z][^<>]*>|&(?:[A-Za-z]+|#\d+);|\*\*"
)
_MARKUP_HINTS = re.compile(r"[{%<&*]")


def links(pair: Pair) -> Iterator[Finding]:
    """Find addresses and symbols of documents that only one of the texts has."""
    if has_links(pair.source) or has_links(pair.target):
        yield from _differences(pair, LINK, "a link or symbol")


def placeholders(pair: Pair) -> Iterator[Finding]:
    """Find placeholders and markup that only one of the texts has."""
    if _MARKUP_HINTS.search(pair.source) or _MARKUP_HINTS.search(pair.target):
        yield from _differences(pair, _MARKUP, "a placeholder")


def _differences(pair: Pair, pattern: re.Pattern[str], what: str) -> Iterator[Finding]:
    sides = []
    for text in (pair.source, pair.target):
        found = [(m[0].rstrip(_AFTER), m.start()) for m in pattern.finditer(text)]
        sides.append([(words, (at, at + len(words))) for words, at in found])
    source, target = sides
    missing = Counter(words for words, _ in source) - Counter(words for words, _ in target)
    extra = Counter(words for words, _ in target) - Counter(words for words, _ in source)
    for words in missing:
        yield Finding(f"{what} is not in the translation: {words}", source=dict(source)[words])
    for words in extra:
        yield Finding(f"{what} is not in the source: {words}", dict(target)[words])
