"""Turn a pair of texts into how the translation is built otherwise than its source."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from briefgen.translation.checks.model import Finding, Pair, Span

_LABEL = re.compile(
    r"(?:^|(?<=\s))\(?(?P<label>[^\W\d_]|\d{1,2}|[ivx]{2,4})\)(?=\s|$)"
    r"|^(?P<first>\d{1,2})\.(?=\s)"
)


def sub_numbers(pair: Pair) -> Iterator[Finding]:
    """Find sub-numbers, such as ``(a)`` and ``1.``, of which one text has more.

    Letters are each language's own: ``(c)`` may be ``в)``, so only their number is known.
    """
    source, target = _labels(pair.source), _labels(pair.target)
    if len(source) != len(target):
        message = f"{len(target)} sub-numbers here, {len(source)} in the source"
        ours = target[0][1] if target else None
        yield Finding(message, ours, source[0][1] if source else None)
        return
    for (there, source_span), (here, span) in zip(source, target, strict=True):
        if (there.isdigit() or here.isdigit()) and there != here:
            yield Finding(f"the sub-number {here} is {there} in the source", span, source_span)
            return


def _labels(text: str) -> list[tuple[str, Span]]:
    if ")" not in text and "." not in text[:5]:
        return []
    found = _LABEL.finditer(text)
    labels = [(match["label"] or match["first"], match.span()) for match in found]
    return [(str(int(label)) if label.isdigit() else label, span) for label, span in labels]


def square_brackets(pair: Pair) -> Iterator[Finding]:
    """Find square brackets, of text still negotiated, that only one of the texts has."""
    for bracket in "[]":
        ours, theirs = pair.target.count(bracket), pair.source.count(bracket)
        if ours != theirs:
            yield Finding(f"{ours} '{bracket}' here, {theirs} in the source")
            return


_STOP = re.compile(r"(?<=\w\w)[»”)\]]?[.!?…؟۔]+[»”)\]]?\s+[«„“(\[]?(?=\w)")


def sentence_count(pair: Pair) -> Iterator[Finding]:
    """Find a text of more or fewer sentences than its source."""
    ours, theirs = _sentences(pair.target), _sentences(pair.source)
    if ours != theirs:
        yield Finding(f"sentences: {ours} here, {theirs} in the source")


def _sentences(text: str) -> int:
    """Return how many sentences a text has; none begins with a small letter."""
    return 1 + sum(not text[stop.end()].islower() for stop in _STOP.finditer(text))


_LONG = 40
_SLACK = 1.25


def length_ratio(pair: Pair) -> Iterator[Finding]:
    """Find a text much longer or shorter than texts of its language are.

    The band holds nine texts of ten, so it is stretched by a quarter either way.
    """
    if pair.context.length is None or len(pair.source) < _LONG:
        return
    least, most = pair.context.length
    ratio = len(pair.target) / len(pair.source)
    if not least / _SLACK <= ratio <= most * _SLACK:
        message = f"{ratio:.2f} of the source's length; {least:.2f} to {most:.2f} is usual"
        yield Finding(message)


_WORDS = re.compile(r"[^\W\d_]{2,}")


def identical(pair: Pair) -> Iterator[Finding]:
    """Find a text of two words or more that is its source."""
    if pair.target == pair.source and len(_WORDS.findall(pair.target)) > 1:
        yield Finding("it is the same as the source", (0, len(pair.target)))


# --- what texts say of each other ------------------------------------------------------


def two_targets(pairs: Iterable[tuple[str, Pair]]) -> Iterator[tuple[str, Finding]]:
    """Find equal sources that are translated in different ways; each pair has its name."""
    message = "the same source is translated otherwise in {}"
    return _unlike(((name, p.source, p.target) for name, p in pairs), message)


def two_sources(pairs: Iterable[tuple[str, Pair]]) -> Iterator[tuple[str, Finding]]:
    """Find different sources that have one translation; each pair has its name."""
    message = "the same translation is of another source in {}"
    return _unlike(((name, p.target, p.source) for name, p in pairs), message)


def _unlike(texts: Iterable[tuple[str, str, str]], message: str) -> Iterator[tuple[str, Finding]]:
    """Yield a finding for each name but the first whose other text isn't the usual one."""
    groups: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, one, other in texts:
        groups[_folded(one)].append((name, _folded(other)))
    for group in groups.values():
        counts = Counter(other for _, other in group)
        if len(counts) > 1:
            usual = counts.most_common(1)[0][0]
            first = next(name for name, other in group if other == usual)
            for name, other in group:
                if other != usual:
                    yield name, Finding(message.format(first))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(".;,:")
