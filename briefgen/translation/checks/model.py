"""Say what a check is given, a pair of texts, and what it gives: findings.

Nothing here checks anything: the checks are in a module for each thing that they look at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from briefgen.diagnostics import Severity
from briefgen.translation.checks.writing import Kind, Writing

Span = tuple[int, int]
"""Where a stretch of a text begins and ends, in characters."""


@dataclass(frozen=True, slots=True)
class Name:
    """A term or name in the two languages.

    ``source`` and ``target`` are all the ways in which it is said, each as the words'
    stems; ``said`` is the way that the target should have. ``forbidden`` are ways in which
    the target must not say it, with the words themselves.
    """

    source: tuple[tuple[str, ...], ...]
    target: tuple[tuple[str, ...], ...]
    said: str
    forbidden: tuple[tuple[tuple[str, ...], str], ...] = ()


Names = Mapping[str, tuple[Name, ...]]
"""Names by the word (Writing.starts) that one of their ways in the source language begins with."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the texts of one bitext are checked by.

    ``length`` is how long a target is against its source, at least and at most; None where
    nobody knows.
    """

    source: Writing
    target: Writing
    terms: Names = field(default_factory=dict)
    names: Names = field(default_factory=dict)
    forbidden: tuple[Name, ...] = ()
    length: tuple[float, float] | None = None


@dataclass(frozen=True)
class Pair:
    """A text and its translation."""

    source: str
    target: str
    context: Context

    @cached_property
    def source_stems(self) -> tuple[str, ...]:
        """Return the stems of the source's words."""
        return self.context.source.source_stems(self.source)

    @cached_property
    def source_kinds(self) -> frozenset[Kind]:
        """Return what the source's words may be part of."""
        return self.context.source.kinds(self.source)

    @cached_property
    def target_kinds(self) -> frozenset[Kind]:
        """Return what the target's words may be part of."""
        return self.context.target.kinds_of(self.target_words)

    @cached_property
    def source_starts(self) -> Sequence[str]:
        """Return of each of them what :meth:`Writing.starts` has of it."""
        return self.context.source.starts(self.source_stems)

    @cached_property
    def target_words(self) -> tuple[str, ...]:
        """Return the target's words."""
        return self.context.target.words(self.target)

    @cached_property
    def target_stems(self) -> tuple[str, ...]:
        """Return the stems of the target's words."""
        return self.context.target.stems(self.target_words)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a pair.

    ``source`` and ``target`` are the stretches that it is about, None for the whole text.
    ``fix`` is what to put in the place of the target's stretch, where that is safe. ``other`` is
    the name of another pair that the message quotes.
    """

    message: str
    target: Span | None = None
    source: Span | None = None
    hint: str | None = None
    fix: str | None = None
    other: str = ""


Find = Callable[[Pair], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """A check: the code of what it finds, how much that weighs, and the function."""

    code: str
    severity: Severity
    find: Find
