"""Turn texts into the dates in them, and a pair of texts into dates that differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from briefgen.translation.checks.model import Finding, Pair, Span
from briefgen.translation.checks.writing import DIGITS, REMEMBERED, Writing

_DAY_AFTER = re.compile(r"[\s-]{1,2}(\d{1,2})(?!\d)")
_YEAR_BEFORE = re.compile(r"\d{4}\D{0,12}$")
_YEAR_AFTER = re.compile(r"\D{0,10}\d{4}")
_NUMERIC = re.compile(
    r"\d(?<![\d.]\d)(?:\d?[./](?P<month>\d{1,2})[./]|(?P<iso>\d{3}-(\d{2})-(\d{2})))"
    r"(?:\d{4}|\d{2})?(?!\d)"
)
_NEAR = 16
_AROUND = 28


@dataclass(frozen=True, slots=True)
class Date:
    """A day or a month in a text: ``day`` is None for a month; ``span`` is without the year."""

    month: int
    day: int | None
    span: Span


@lru_cache(maxsize=REMEMBERED)
def dates_in(text: str, writing: Writing) -> list[Date]:
    """Return the dates of a text: months by name beside a day or year, and days in digits."""
    found = [date for match in _months(text, writing) if (date := _named(text, match, writing))]
    for match in _NUMERIC.finditer(text):
        if match["iso"]:
            month, day, span = int(match[3]), int(match[4]), (match.start() + 4, match.end())
        else:
            month, day = int(match["month"]), int(re.split("[./]", match[0])[0])
            span = match.start(), match.end("month")
        if 1 <= month <= 12 and 1 <= day <= 31:
            found.append(Date(month, day, span))
    return found


def _months(text: str, writing: Writing) -> Iterator[re.Match[str]]:
    """Yield the names of months near a digit; elsewhere they are no dates."""
    stretches: list[tuple[int, int]] = []
    for digits in DIGITS.finditer(text):
        start, end = max(0, digits.start() - _AROUND), digits.end() + _AROUND
        if stretches and start <= stretches[-1][1]:
            start, _ = stretches.pop()
        stretches.append((start, end))
    for start, end in stretches:
        yield from writing.months.finditer(text, start, end)


def _named(text: str, match: re.Match[str], writing: Writing) -> Date | None:
    """Return the date that a month's name is of, None where no number stands beside it."""
    month = int(str(match.lastgroup)[1:])
    start, end = match.span()
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    if day := writing.day_before.search(before):
        return Date(month, int(day[1]), (start - len(before) + day.start(1), end))
    if day := _DAY_AFTER.match(after):
        return Date(month, int(day[1]), (start, end + day.end(1)))
    if _YEAR_BEFORE.search(before) or _YEAR_AFTER.match(after):
        return Date(month, None, (start, end))
    return None


def days(dates: list[Date]) -> Counter[tuple[int, int | None]]:
    """Return how often each day or month is among the dates."""
    return Counter((date.month, date.day) for date in dates)


def date_differences(pair: Pair) -> Iterator[Finding]:
    """Find days and months that only one of the texts has; years are numbers."""
    if not DIGITS.search(pair.source) and not DIGITS.search(pair.target):
        return
    context = pair.context
    source = dates_in(pair.source, context.source)
    target = dates_in(pair.target, context.target)
    if not source and not target:
        return
    missing, extra = days(source) - days(target), days(target) - days(source)
    if not missing and not extra:
        return
    ours = next((d.span for d in target if (d.month, d.day) in extra), None)
    theirs = next((d.span for d in source if (d.month, d.day) in missing), None)
    parts = []
    if theirs:
        parts.append(f"'{pair.source[slice(*theirs)]}' is not in the translation")
    if ours:
        parts.append(f"'{pair.target[slice(*ours)]}' is not in the source")
    yield Finding(f"the dates differ: {', '.join(parts)}", ours, theirs)
