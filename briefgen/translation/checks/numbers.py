"""Turn a pair of texts into numbers that differ, in digits or in words, and so do their units."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from briefgen.translation.checks.dates import dates_in, days
from briefgen.translation.checks.model import Finding, Pair, Span
from briefgen.translation.checks.writing import DIGITS, LINK, THOUSAND, Writing, has_links

_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"(?<!\w)(?=[IVXLC])(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?!\w)")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_JOINED = re.compile(r"\d\W\d")
_HUNDRED = 100
_CONNECTIVE = 3


@dataclass(frozen=True, slots=True)
class _Number:
    """A number in digits, of which ``runs`` are those on end.

    ``value`` is with its ``scale``, which is 1 where no word says it.
    """

    value: float
    span: Span
    scale: int
    runs: tuple[str, ...]


def number_differences(pair: Pair) -> Iterator[Finding]:
    """Find numbers that only one of the texts has, where the other doesn't write them out.

    Percent and currencies beside them belong to them.
    """
    sides = zip(_number_spans(pair), _unit_spans(pair), strict=True)
    theirs, ours = (sorted({*numbers, *units}) for numbers, units in sides)
    parts = []
    if theirs:
        parts.append(f"{_list(pair.source, theirs)} not in the translation")
    if ours:
        parts.append(f"{_list(pair.target, ours)} not in the source")
    if parts:
        message = f"the numbers differ: {', '.join(parts)}"
        yield Finding(message, ours[0] if ours else None, theirs[0] if theirs else None)


Spans = tuple[list[Span], list[Span]]
"""Stretches of a source that its target lacks, and the other way round."""


def _number_spans(pair: Pair) -> Spans:
    """Return the numbers that the texts lack of each other.

    Equal digits are enough, whatever stands between them: ``1,234.5`` and ``1 234,5``. But what
    they are worth is compared where a word such as "million" stands after them, or where both
    languages read one number in them: "1,250" is 1250 in one and 1.25 in another.
    """
    runs = _runs(pair.source)
    is_alike = runs == _runs(pair.target)
    if is_alike and (not runs or _has_plain_runs(pair)):
        return [], []
    source, target = _numbers(pair)
    missing, extra = _absent(source, target), _absent(target, source)
    if missing:
        missing -= _written(pair.target, pair.context.target)
    if extra:
        extra -= _written(pair.source, pair.context.source)
    theirs = [number for number in source if number.value in missing]
    ours = [number for number in target if number.value in extra]
    if is_alike:
        theirs = _misread(source, target) + _scaled(theirs, pair.context.target)
        ours = _misread(target, source) + _scaled(ours, pair.context.source)
    return [number.span for number in theirs], [number.span for number in ours]


def _has_plain_runs(pair: Pair) -> bool:
    """Return whether all digits on end are numbers by themselves, worth what they say."""
    if "magnitude" in pair.source_kinds | pair.target_kinds:
        return False
    return not (_JOINED.search(pair.source) or _JOINED.search(pair.target))


def _unit_spans(pair: Pair) -> Spans:
    """Return the percent and currencies beside a number that the texts lack of each other."""
    source, target = pair.context.source, pair.context.target
    known = source.conventions.units.keys() & target.conventions.units.keys()
    if not known:
        return [], []
    is_there = source.has_units(pair.source, pair.source_kinds)
    is_here = target.has_units(pair.target, pair.target_kinds)
    theirs = dict(source.measures(pair.source)) if is_there else {}
    ours = dict(target.measures(pair.target)) if is_here else {}
    missing = known & theirs.keys() - (target.units_in(pair.target) if theirs else set())
    extra = known & ours.keys() - (source.units_in(pair.source) if ours else set())
    return [theirs[unit] for unit in missing], [ours[unit] for unit in extra]


def _absent(numbers: list[_Number], others: list[_Number]) -> set[float]:
    """Return what some numbers are worth that others don't have so often.

    The first of two may leave its "million" to the second: "5 to 10 million".
    """
    there = Counter([number.value for number in others])
    absent = set(Counter([number.value for number in numbers]) - there)
    if not absent:
        return absent
    scales = {n.scale for n in numbers} & {n.scale for n in others}
    return {
        value
        for value in absent
        if not any(value * scale in there or value / scale in there for scale in scales - {1})
    }


def _scaled(numbers: list[_Number], other: Writing) -> list[_Number]:
    """Return the numbers with a word such as "million" that another language has a word for."""
    known = other.conventions.number_words
    return [number for number in numbers if number.scale > 1 and number.scale in known]


def _misread(numbers: list[_Number], others: list[_Number]) -> list[_Number]:
    """Return the numbers whose digits another language reads as one number too, worth another."""
    there = {other.runs: other.value / other.scale for other in others if len(other.runs) > 1}
    return [
        number
        for number in numbers
        if there.get(number.runs, number.value / number.scale) != number.value / number.scale
    ]


def _list(text: str, spans: list[Span]) -> str:
    """Return stretches of a text, in order; a number and its unit are one."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1] + 1:
            start, _ = joined.pop()  # noqa: PLW2901
        joined.append((start, end))
    return ", ".join(dict.fromkeys(text[slice(*span)] for span in joined))


def _runs(text: str) -> list[int]:
    return sorted(map(int, DIGITS.findall(text)))


def _numbers(pair: Pair) -> tuple[list[_Number], list[_Number]]:
    """Return the numbers of both texts, without links, and without dates where these agree."""
    context, texts = pair.context, []
    sides = ((pair.source, context.source), (pair.target, context.target))
    dates = [dates_in(text, writing) for text, writing in sides]
    agree = days(dates[0]) == days(dates[1])
    for (text, writing), found in zip(sides, dates, strict=True):
        spans = [date.span for date in found] if agree else []
        spans += [match.span() for match in LINK.finditer(text)] if has_links(text) else []
        for start, end in spans:
            text = text[:start] + " " * (end - start) + text[end:]  # noqa: PLW2901
        texts.append(list(_values(text, writing)))
    return texts[0], texts[1]


def _values(text: str, writing: Writing) -> Iterator[_Number]:
    """Yield the numbers in digits; words such as "million" after one multiply it."""
    for match in writing.number.finditer(text):
        value, end, scale = writing.value(match[0]), match.end(), 1
        while following := _WORD.match(text, end + 1):
            times = writing.number_word(following[0].casefold()) or 0
            if times < THOUSAND:
                break
            scale, end = scale * times, following.end()
        runs = tuple(DIGITS.findall(match[0]))
        yield _Number(value * scale, (match.start(), end), scale, runs)


def _written(text: str, writing: Writing) -> set[float]:
    """Return the numbers that a text has in words, alone and put together, or as Romans did."""
    values: set[float] = {_roman(match[0]) for match in _ROMAN.finditer(text)}
    total = current = 0
    gap = 0
    for word in _WORD.findall(text.casefold()):
        number = writing.number_word(word)
        if number is None:
            gap += 1 if len(word) <= _CONNECTIVE else 2
            if gap > 1:
                total = current = 0
            continue
        gap = 0
        if number >= THOUSAND:
            total, current = total + max(current, 1) * number, 0
        elif number == _HUNDRED:
            current = max(current, 1) * number
        else:
            current += number
        values |= {number, total + current}
    return values


def _roman(numeral: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))
