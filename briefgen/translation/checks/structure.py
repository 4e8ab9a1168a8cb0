"""Turn a pair of texts into how the translation is built otherwise than its source."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from briefgen.translation.checks.model import Finding, Pair, Span

_LABEL = re.compile(r"(?:^|(?<=\s))\(?([^\W\d_]|\d{1,2}|[ivx]{2,4})\)$")
_LABEL_ENDS = re.compile(r"\)(?=\s|$)")
_FIRST = re.compile(r"(\d{1,2})\.(?=\s)")
_LONGEST = 8


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
    first = _FIRST.match(text)
    labels = [(first[1], first.span())] if first else []
    labels += [
        (found[1], found.span())
        for end in _LABEL_ENDS.finditer(text)
        if (found := _LABEL.search(text, max(0, end.end() - _LONGEST), end.end()))
    ]
    return [(str(int(label)) if label.isdigit() else label, span) for label, span in labels]


def square_brackets(pair: Pair) -> Iterator[Finding]:
    """Find square brackets, of text still negotiated, that only one of the texts has."""
    for bracket in "[]":
        ours, theirs = pair.target.count(bracket), pair.source.count(bracket)
        if ours != theirs:
            yield Finding(f"{ours} '{bracket}' here, {theirs} in the source")
            return


_STOP = re.compile(r"[.!?…؟۔]+[»”)\]]?\s+[«„“(\[]?(?=\w)")
_BEFORE_STOP = re.compile(r"\w\w[»”)\]]?$")


def sentence_count(pair: Pair) -> Iterator[Finding]:
    """Find a text of more or fewer sentences than its source."""
    ours, theirs = _sentences(pair.target), _sentences(pair.source)
    if ours != theirs:
        yield Finding(f"sentences: {ours} here, {theirs} in the source")


def _sentences(text: str) -> int:
    """Return how many sentences a text has; none begins with a small letter."""
    stops = (
        stop
        for stop in _STOP.finditer(text)
        if not text[stop.end()].islower()
        and _BEFORE_STOP.search(text, max(0, stop.start() - 3), stop.start())
    )
    return 1 + sum(1 for _ in stops)


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


Texts = Iterable[tuple[str, str, str]]
"""The name of each pair, its source and its target, both folded."""


def folded(text: str) -> str:
    """Return what a text has in common with those that say the same in other type."""
    return " ".join(text.split()).casefold().rstrip(".;,:")


def two_targets(texts: Texts) -> Iterator[tuple[str, Finding]]:
    """Find equal sources that are translated in different ways."""
    return _unlike(texts, "the same source is translated otherwise in {}")


def two_sources(texts: Texts) -> Iterator[tuple[str, Finding]]:
    """Find different sources that have one translation."""
    turned = ((name, target, source) for name, source, target in texts)
    return _unlike(turned, "the same translation is of another source in {}")


def _unlike(texts: Texts, message: str) -> Iterator[tuple[str, Finding]]:
    """Yield a finding for each name whose other text isn't the usual one."""
    groups: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, one, other in texts:
        groups[one].append((name, other))
    for group in groups.values():
        if len(group) > 1 and len(counts := Counter(other for _, other in group)) > 1:
            usual = counts.most_common(1)[0][0]
            first = next(name for name, other in group if other == usual)
            for name, other in group:
                if other != usual:
                    yield name, Finding(message.format(first))
