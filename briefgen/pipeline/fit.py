"""Turn a tree that is too long for its pages into one that fits, by leaving whole items out.

The items of the lowest priority go first, and of one priority the last printed. Type is
never made smaller and nothing is cut. How long a layout is, is measured in
briefgen/style/extent.py; what goes with an item, in briefgen/pipeline/trim.py.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from xml.etree.ElementTree import Element

from briefgen.diagnostics import Diagnostic, Severity
from briefgen.pipeline.job import Fit, FitItem, Fitted, Problem
from briefgen.pipeline.trim import removed, without
from briefgen.style.engine import Cascade
from briefgen.style.extent import Extent, measure

SHORT = 0.7
"""Part of the pages that is filled, below which an author hears of it."""

RESERVE = 0.03
"""Part of the last page that stays free where items are left out anyway: Word breaks some lines
elsewhere, and is held to the same choice."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A tree with its styles and, where pages are wanted, its layout.

    ``indices`` are, for each element, its index in the job's markup; none where nothing was
    left out of it.
    """

    root: Element
    indices: Sequence[int]
    cascade: Cascade
    document: Any
    fitted: Fitted | None = None
    problems: tuple[Problem, ...] = ()


Layout = Callable[[Element, Sequence[int]], Laid]
"""Lay out a tree whose elements have these indices."""


def fit(name: str, root: Element, wanted: Fit, lay_out: Layout) -> Laid:
    """Return the layout of a document with as many items as its pages hold.

    It is laid out as seldom as it can be: the first layout says how much is over and how
    high each item is, so that the second is nearly always the last. Where the author
    wants no item left out, the whole tree comes back with an error that names those that
    would have to go; so it does where it would be too long without any.
    """
    search = _Search(root, wanted, lay_out)
    chosen = search.run()
    fits = not chosen.extent.over
    gone = search.queue[: chosen.count] if fits else []
    if fits and (wanted.drop or not gone):
        shown, left_out = chosen, tuple(item.elements[0] for item in gone)
        found = [_left_out(name, item) for item in gone] or _too_short(shown.extent, wanted)
    else:
        shown, left_out = search.whole, ()
        found = [_too_long(shown.extent, wanted, gone)]
    fitted = Fitted(wanted.pages, search.layouts, round(shown.extent.filled, 3), left_out)
    return replace(shown.laid, fitted=fitted, problems=(*shown.laid.problems, *found))


@dataclass(frozen=True, slots=True)
class _Try:
    """A layout without the first ``count`` of the items that may go."""

    count: int
    laid: Laid
    extent: Extent


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
        self._rooms: dict[int, float] = {}
        self.queue = sorted(wanted.items, key=lambda i: (-i.priority, -i.elements[0]))
        self.layouts = 0
        self.whole = self._try(0)

    def run(self) -> _Try:
        """Return the layout with the fewest items gone that fits, else that with all gone."""
        last, best, too_few = self.whole, None, -1
        while True:
            if last.extent.over:
                too_few = last.count
                count = self._enough(last)
            else:
                best = last
                count = last.count - self._may_hold_one_more(last)
            if best is not None and not too_few < count < best.count:
                return best
            if count > len(self.queue):
                return last
            last = self._try(count)

    def _try(self, count: int) -> _Try:
        """Return the layout without the first items of the queue."""
        self.layouts += 1
        root: Element = self._root
        indices: Sequence[int] = ()
        if count:
            numbers = [number for item in self.queue[:count] for number in item.elements]
            root, indices = without(root, numbers)
        laid = self._lay_out(root, indices)
        return _Try(count, laid, measure(laid.document, self._pages, self._reserve))

    def _enough(self, last: _Try) -> int:
        """Return how many items must go, as far as heights tell: more than in the last layout."""
        goal = self._room(last.count) + last.extent.over
        counts = range(last.count + 1, len(self.queue) + 1)
        found = bisect_left(counts, goal, key=self._room)
        return counts[found] if found < len(counts) else max(len(self.queue), last.count + 1)

    def _may_hold_one_more(self, last: _Try) -> bool:
        if not last.count:
            return False
        return last.extent.free >= self._room(last.count) - self._room(last.count - 1)

    def _room(self, count: int) -> float:
        """Return the height in points of what goes with the first items of the queue."""
        if count not in self._rooms:
            heights = self.whole.extent.heights
            gone = [self._elements[n] for item in self.queue[:count] for n in item.elements]
            taken = removed(self._root, gone)
            self._rooms[count] = sum(heights.get(element, 0.0) for element in taken)
        return self._rooms[count]


def _too_long(extent: Extent, wanted: Fit, gone: Sequence[FitItem]) -> Problem:
    """Say how long it is, and which items would have to go: none where that is no help."""
    lines = f"{extent.lines_over} line{'' if extent.lines_over == 1 else 's'}"
    pages = "1 page" if wanted.pages == 1 else f"{wanted.pages} pages"
    words = f"the document is {lines} longer than the {pages} of its kind"
    if gone:
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


def _too_short(extent: Extent, wanted: Fit) -> list[Problem]:
    if extent.filled >= SHORT:
        return []
    pages = "its page" if wanted.pages == 1 else f"its {wanted.pages} pages"
    words = f"the document fills {extent.filled:.0%} of {pages}"
    hint = "there is room for more items"
    if wanted.left_off:
        hint = f"its template leaves {wanted.left_off} off: it may print more of them"
    return [Problem(Diagnostic("P110", words, hint=hint, severity=Severity.INFO))]
