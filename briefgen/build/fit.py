"""Turn a tree that is too long for its pages into one that fits, by leaving whole items out.

The items of the lowest priority go first, and of one priority the last printed. Type is
never made smaller and nothing is cut. How long a layout is, is measured in
briefgen/style/extent.py; what goes with an item, in briefgen/build/trim.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from briefgen.build.job import Fit, FitItem, Fitted, Problem
from briefgen.build.trim import removed, without
from briefgen.diagnostics import Diagnostic, Severity
from briefgen.style.extent import Extent, measure

SHORT = 0.7
"""Part of the pages that is filled, below which an author hears of it."""

RESERVE = 0.03
"""Part of the last page that stays free where items are left out anyway: Word breaks some lines
elsewhere, and is held to the same choice."""

Layout = Callable[[Element], tuple[Any, Any]]
"""Lay a tree out: its cascade and its pages."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """A tree that fits, or the whole one where none does.

    ``indices`` are, for each element of ``root``, its index in the whole tree.
    """

    root: Element
    indices: Sequence[int]
    cascade: Any
    document: Any
    fitted: Fitted
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Try:
    """A layout without the first ``count`` of the items that may go."""

    count: int
    root: Element
    indices: Sequence[int]
    cascade: Any
    document: Any
    extent: Extent


def fit(name: str, root: Element, wanted: Fit, lay_out: Layout) -> Fitting:
    """Return the tree of a document with as many items as its pages hold.

    It is laid out as seldom as it can be: the first layout says how much is over and how
    high each item is, so that the second is nearly always the last. Where the author
    wants no item left out, the whole tree comes back with an error that names those that
    would have to go.
    """
    search = _Search(root, wanted, lay_out)
    whole = search.lay_out(0)
    chosen = search.run(whole)
    fits = chosen.extent.over == 0
    gone = search.queue[: chosen.count]
    shown = chosen if fits and (wanted.drop or not gone) else whole
    left_out = tuple(item.elements[0] for item in gone) if shown is chosen else ()
    fitted = Fitted(wanted.pages, search.layouts, round(shown.extent.filled, 3), left_out)
    problems: tuple[Problem, ...]
    if shown is whole and not (fits and not gone):
        problems = (_too_long(whole.extent, wanted, gone if fits else (), fits=fits),)
    else:
        problems = (*(_left_out(name, item) for item in gone), *_too_short(shown.extent, wanted))
    return Fitting(shown.root, shown.indices, shown.cascade, shown.document, fitted, problems)


class _Search:
    """The layouts of one tree with fewer and fewer items.

    ``queue`` is the items in the order in which they go.
    """

    def __init__(self, root: Element, wanted: Fit, lay_out: Layout) -> None:
        self._root = root
        self._elements = list(root.iter())
        self._pages = wanted.pages
        self._reserve = RESERVE if wanted.drop else 0.0
        self._lay_out = lay_out
        self.queue = sorted(wanted.items, key=lambda i: (-i.priority, -i.elements[0]))
        self.layouts = 0

    def lay_out(self, count: int) -> _Try:
        """Return the layout without the first items of the queue."""
        self.layouts += 1
        root = self._root
        indices: Sequence[int] = range(len(self._elements))
        if count:
            numbers = [number for item in self.queue[:count] for number in item.elements]
            root, indices = without(root, numbers)
        cascade, document = self._lay_out(root)
        extent = measure(document, self._pages, self._reserve)
        return _Try(count, root, indices, cascade, document, extent)

    def run(self, whole: _Try) -> _Try:
        """Return the layout with the fewest items gone that fits, else that with all gone."""
        freed = self._freed(whole)
        best: _Try | None = None
        last, too_few = whole, 0
        while True:
            if last.extent.over:
                too_few = last.count
                count = self._next(last, freed)
            else:
                best = last
                count = last.count - self._may_hold_one_more(last, freed)
            if best is not None and not too_few < count < best.count:
                return best
            if count > len(self.queue):
                return last
            last = self.lay_out(count)

    def _next(self, last: _Try, freed: Sequence[float]) -> int:
        """Return how many items must go, as far as heights tell."""
        goal = freed[last.count] + last.extent.over
        enough = next((n for n, room in enumerate(freed) if room >= goal), len(self.queue))
        return max(enough, last.count + 1)

    @staticmethod
    def _may_hold_one_more(held: _Try, freed: Sequence[float]) -> bool:
        back = freed[held.count] - freed[held.count - 1] if held.count else float("inf")
        return held.extent.free >= back

    def _freed(self, whole: _Try) -> list[float]:
        """Return the height in points that is free without the first 0, 1, 2 … of the queue."""
        heights, gone = whole.extent.heights, []
        freed = [0.0]
        for item in self.queue if whole.extent.over else ():
            gone += [self._elements[number] for number in item.elements]
            taken = removed(self._root, gone)
            freed.append(sum(heights.get(element, 0.0) for element in taken))
        return freed


def _too_long(extent: Extent, wanted: Fit, gone: Sequence[FitItem], *, fits: bool) -> Problem:
    lines = f"{extent.lines_over} line{'' if extent.lines_over == 1 else 's'}"
    pages = "1 page" if wanted.pages == 1 else f"{wanted.pages} pages"
    words = f"the document is {lines} longer than the {pages} of its kind"
    if fits and not wanted.drop:
        hint = (
            "shorten it, or give items a lower priority and write `fit: drop` in the pack, which"
            f" would leave out the {len(gone)} named here"
        )
    else:
        hint = "shorten it: even without all of its items it would be too long"
    related = tuple((f"priority {item.priority} would go", item.elements[0]) for item in gone)
    return Problem(Diagnostic("P108", words, hint=hint), related=related)


def _left_out(name: str, item: FitItem) -> Problem:
    words = f"left out of {name}, so that it fits its pages (priority {item.priority})"
    hint = "shorten what stands before it, or give it a higher priority (1 is kept longest)"
    diagnostic = Diagnostic("P109", words, hint=hint, severity=Severity.WARNING)
    return Problem(diagnostic, item.elements[0])


def _too_short(extent: Extent, wanted: Fit) -> tuple[Problem, ...]:
    if extent.filled >= SHORT:
        return ()
    pages = "its page" if wanted.pages == 1 else f"its {wanted.pages} pages"
    words = f"the document fills {extent.filled:.0%} of {pages}"
    hint = "there is room for more items"
    return (Problem(Diagnostic("P110", words, hint=hint, severity=Severity.INFO)),)
