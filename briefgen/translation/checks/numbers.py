"""Turn a pair of texts into numbers that differ, in digits or in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from briefgen.translation.checks.dates import dates_in, days
from briefgen.translation.checks.model import Finding, Pair, Span
from briefgen.translation.checks.writing import DIGITS, LINK, Writing

_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"(?<!\w)(?=[IVXLC])(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?!\w)")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_HUNDRED, _THOUSAND = 100, 1000
_CONNECTIVE = 3

Number = tuple[float, Span]


def number_differences(pair: Pair) -> Iterator[Finding]:
    """Find numbers that only one of the texts has, where the other doesn't write them out.

    Equal digits are enough, whatever stands between them: ``1,234.5`` and ``1 234,5``.
    """
    if _runs(pair.source) == _runs(pair.target):
        return
    source, target = _numbers(pair)
    here, there = Counter(value for value, _ in target), Counter(value for value, _ in source)
    missing = set(there - here) - _written(pair.target, pair.context.target)
    extra = set(here - there) - _written(pair.source, pair.context.source)
    if not missing and not extra:
        return
    theirs = [span for value, span in source if value in missing]
    ours = [span for value, span in target if value in extra]
    parts = []
    if theirs:
        parts.append(f"{_list(pair.source, theirs)} not in the translation")
    if ours:
        parts.append(f"{_list(pair.target, ours)} not in the source")
    message = f"the numbers differ: {', '.join(parts)}"
    yield Finding(message, ours[0] if ours else None, theirs[0] if theirs else None)


def _list(text: str, spans: list[Span]) -> str:
    return ", ".join(dict.fromkeys(text[slice(*span)] for span in spans))


def _runs(text: str) -> list[int]:
    return sorted(map(int, DIGITS.findall(text)))


def _numbers(pair: Pair) -> tuple[list[Number], list[Number]]:
    """Return the numbers of both texts, without links, and without dates where these agree."""
    context, texts = pair.context, []
    sides = ((pair.source, context.source), (pair.target, context.target))
    dates = [dates_in(text, writing) for text, writing in sides]
    agree = days(dates[0]) == days(dates[1])
    for (text, writing), found in zip(sides, dates, strict=True):
        spans = [date.span for date in found] if agree else []
        spans += [match.span() for match in LINK.finditer(text)]
        for start, end in spans:
            text = text[:start] + " " * (end - start) + text[end:]  # noqa: PLW2901
        texts.append(list(_values(text, writing)))
    return texts[0], texts[1]


def _values(text: str, writing: Writing) -> Iterator[Number]:
    """Yield the numbers in digits; a word such as "million" after one multiplies it."""
    for match in writing.number.finditer(text):
        value, end = writing.value(match[0]), match.end()
        if following := _WORD.match(text, end + 1):
            scale = writing.number_word(following[0].casefold()) or 0
            if scale >= _THOUSAND:
                value, end = value * scale, following.end()
        yield value, (match.start(), end)


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
        if number >= _THOUSAND:
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
