"""Turn a pair of texts into how the translation is built otherwise than its source."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefgen.content.sequence import read_letters
from briefgen.translation.checks.model import Finding, Pair, Span
from briefgen.translation.checks.writing import Writing

_LABEL = re.compile(r"(?:^|(?<=\s))\(?([^\W\d_]{1,5}|\d{1,2})\)$")
_LABEL_ENDS = re.compile(r"\)(?=\s|$)")
_FIRST = re.compile(r"(\d{1,2})\.(?=\s)")
_CITED = re.compile(r"(?<!\d)\d{1,2}\s?$")
"""What stands before a letter that belongs to the number before it: ``1 (c)`` cites a part."""

_LONGEST = 8


def sub_numbers(pair: Pair) -> Iterator[Finding]:
    """Find sub-numbers, such as ``(a)`` and ``1.``, that one text has more of or others.

    Letters are each language's own: ``(c)`` is ``в)``, which is third in one way of counting.
    """
    context = pair.context
    source, target = _labels(pair.source, context.source), _labels(pair.target, context.target)
    if len(source) != len(target):
        message = f"{len(target)} sub-numbers here, {len(source)} in the source"
        ours = target[0].span if target else None
        yield Finding(message, ours, source[0].span if source else None)
        return
    for there, here in zip(source, target, strict=True):
        if there.values and here.values and there.values.isdisjoint(here.values):
            message = f"the sub-number {here.text} stands where the source has {there.text}"
            yield Finding(message, here.span, there.span)
            return


@dataclass(frozen=True, slots=True)
class _SubNumber:
    """A sub-number, and what it may count; nothing for a letter of no known alphabet."""

    text: str
    values: frozenset[int]
    span: Span


def _labels(text: str, writing: Writing) -> list[_SubNumber]:
    found = [_FIRST.match(text)]
    found += (
        _LABEL.search(text, max(0, end.end() - _LONGEST), end.end())
        for end in _LABEL_ENDS.finditer(text)
    )
    return [
        label
        for match in found
        if match
        and not _CITED.search(text[max(0, match.start() - 4) : match.start()])
        and (label := _label(match, writing))
    ]


def _label(match: re.Match[str], writing: Writing) -> _SubNumber | None:
    """Return a sub-number, None for a word in brackets."""
    word = match[1]
    if word.isdigit():
        return _SubNumber(word, frozenset([int(word)]), match.span())
    values = frozenset(read_letters(word, writing.conventions.counting).values())
    return _SubNumber(word, values, match.span()) if values or len(word) == 1 else None


def square_brackets(pair: Pair) -> Iterator[Finding]:
    """Find square brackets, of text still negotiated, that only one of the texts has."""
    for bracket in "[]":
        ours, theirs = pair.target.count(bracket), pair.source.count(bracket)
        if ours != theirs:
            yield Finding(f"{ours} '{bracket}' here, {theirs} in the source")
            return


_STOP = re.compile(r"[.!?…؟۔]+[»”)\]]?(\s+)[«„“(\[]?(?=\w)")
_BEFORE_STOP = re.compile(r"\w\w[»”)\]]?$")


def sentence_count(pair: Pair) -> Iterator[Finding]:
    """Find a text of more or fewer sentences than its source."""
    context = pair.context
    ours = len(sentences_of(pair.target, context.target))
    theirs = len(sentences_of(pair.source, context.source))
    if ours != theirs:
        yield Finding(f"sentences: {ours} here, {theirs} in the source")


def sentences_of(text: str, writing: Writing) -> list[Span]:
    """Return where the sentences of a text are; none begins with a small letter.

    Nor does one where no line may begin: after "No." with a number, by the language's ``nobreak``.
    """
    ends = [
        stop.end()
        for stop in _STOP.finditer(text)
        if not text[stop.end()].islower()
        and _BEFORE_STOP.search(text, max(0, stop.start() - 3), stop.start())
        and not writing.is_unbroken(text, stop.span(1))
    ]
    return list(zip([0, *ends], [*ends, len(text)], strict=True))


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
                    yield name, Finding(message.format(first), other=first)
