"""Say what a check is, and turn a table of them into diagnostics on a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from briefgen.diagnostics import Diagnostic, Place

MOST_OF_ONE_KIND = 10
"""So many findings of a check are told one by one; the rest are counted."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Check(Generic[T]):
    """One thing that is looked for: the code it is reported under, and what helps.

    ``find`` yields a sentence for each mistake in what a file was read into.
    """

    code: str
    find: Callable[[T], Iterator[str]]
    hint: str


def whole(file: str) -> Place:
    """Return the place of a file that has no lines."""
    return Place(file, 0, 0)


def run(checks: Iterable[Check[T]], subject: T, file: str) -> list[Diagnostic]:
    """Return what the checks find in what a file was read into."""
    return [found for check in checks for found in _run(check, subject, file)]


def _run(check: Check[T], subject: T, file: str) -> Iterator[Diagnostic]:
    messages = list(dict.fromkeys(check.find(subject)))
    told, rest = messages[:MOST_OF_ONE_KIND], len(messages) - MOST_OF_ONE_KIND
    if rest > 0:
        told[-1] += f"; and {rest} more of this kind"
    for message in told:
        yield Diagnostic(check.code, message, whole(file), check.hint)
