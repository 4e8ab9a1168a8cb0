"""Turn what cells ask for on their sides into the lines of a table's style (CSS 2, 17.6.2).

A line belongs to the edge between two cells, not to a side of one: CSS's collapsed borders
meet there, and Word draws it once, the wider of what both cells say. Left and right mean start
and end, as they do in Word's tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise

from briefgen.style.model import Border
from briefgen.writers.docx.properties import NO_BORDER, is_drawn
from briefgen.writers.docx.table_parts import (
    BODY,
    COLUMNS,
    ROWS,
    WHOLE,
    At,
    Counts,
    LookGrid,
    Pair,
    Slot,
    column_kind,
    most,
)
from briefgen.writers.docx.xml import eighths

SIDES = ("top", "left", "bottom", "right")

Lines = dict[tuple[str, str], Border]
"""The line of a part of the table on a side, ``insideH`` or ``insideV``."""

_STYLES = ("inset", "groove", "outset", "ridge", "dotted", "dashed", "solid", "double")
"""Of lines as wide, the later one wins."""


def _winner(lines: Iterable[Border]) -> Border:
    """Return the border that wins, of equals the first (CSS 2, 17.6.2.1)."""
    found = list(lines)
    drawn = [line for line in found if is_drawn(line)]
    if not drawn or any(line.style == "hidden" for line in found):
        return NO_BORDER
    return max(drawn, key=lambda line: (line.width, _STYLES.index(line.style)))


def _drawn(one: Border | None, other: Border | None) -> Border | None:
    """Return the wider of two lines, None where it isn't sure which is drawn."""
    if one is None or other is None or one == other:
        return one if one == other else None
    widths = [eighths(line.width) if is_drawn(line) else 0 for line in (one, other)]
    if widths[0] == widths[1]:
        return None
    return one if widths[0] > widths[1] else other


def own_line(slot: Slot, side: str) -> Border | None:
    """Return the line that a cell itself has on a side, None where it draws none."""
    line: Border = getattr(slot.lines[0], side)
    return line if is_drawn(line) else None


def narrowest(wanted: Mapping[int, Border], slot: Slot) -> Border | None:
    """Return what a cell says of several edges: what its neighbours may add to."""
    found = [wanted[column] for column in slot.reach() if column in wanted]
    return min(found, key=lambda line: line.width) if found else None


class Edges:
    """The lines between the cells of a grid."""

    def __init__(self, grid: LookGrid) -> None:
        self._grid = grid
        self._slots = [
            {column: slot for slot in shape for column in slot.reach()} for shape in grid.shapes
        ]
        self._between = cache(self._meeting)

    def _meeting(self, upper: int | None, lower: int | None) -> dict[int, Border]:
        """Return the line between two rows in each column, none inside a cell."""
        above = self._slots[upper] if upper is not None else {}
        below = self._slots[lower] if lower is not None else {}
        lines = {}
        for column in range(self._grid.columns):
            pair = (above.get(column), below.get(column))
            if all(pair) and pair[0].below and pair[1].above:  # type: ignore[union-attr]
                continue
            found = [
                getattr(slot.lines[level], side)
                for level in range(3)
                for slot, side in zip(pair, ("bottom", "top"), strict=True)
                if slot is not None
            ]
            if upper is None:
                found.append(self._grid.borders.top)
            if lower is None:
                found.append(self._grid.borders.bottom)
            lines[column] = _winner(found)
        return lines

    def _beside(self, shape: int) -> dict[int, Border]:
        """Return the line at the start of each cell of a row, and at its end."""
        row, table = self._grid.shapes[shape], self._grid.borders
        lines = {
            right.column: _winner((left.lines[0].right, right.lines[0].left))
            for left, right in pairwise(row)
        }
        lines[0] = _winner((*(lines.left for lines in row[0].lines), table.left))
        end = row[-1].column + row[-1].columns
        lines[end] = _winner((*(lines.right for lines in row[-1].lines), table.right))
        return lines

    def fit(self, counts: Counts, *, bands: bool) -> tuple[Lines, int]:
        """Return the lines that a style says, and how many edges are drawn otherwise."""
        borders = self._grid.borders
        if self._grid.spacing is not None:
            return {(WHOLE, side): getattr(borders, side) for side in SIDES}, 0
        lines = {**self._fit_rows(counts.pairs, bands=bands), **self._fit_columns(counts.rows)}
        wrong = sum(len(self.wrong(lines, *pair)) * n for pair, n in counts.pairs.items())
        wrong += sum(len(self.wrong_beside(lines, row)) * n for row, n in counts.rows.items())
        return lines, wrong

    def _fit_rows(self, pairs: Counter[Pair], *, bands: bool) -> Lines:
        votes: dict[str, Counter[Border]] = {}
        for (upper, lower), number in pairs.items():
            kind = _line_kind(upper, lower)
            for line in self._between(upper and upper[0], lower and lower[0]).values():
                votes.setdefault(kind, Counter())[line] += number
        inside = [votes[kind] for kind in ("odd", "even") if kind in votes]
        lines: Lines = {(WHOLE, side): most(votes[side]) for side in ("top", "bottom")}
        lines[WHOLE, "insideH"] = _usual(sum(inside, Counter()))
        if bands and len(inside) == 2:
            odd, even = map(most, inside)
            if odd != even:
                lines[WHOLE, "insideH"] = NO_BORDER
                lines["band1Horz", "bottom"], lines["band2Horz", "bottom"] = odd, even
        for kind, side in (("first", "bottom"), ("last", "top")):
            _add_wider(lines, (ROWS[kind], side), votes.get(kind), lines[WHOLE, "insideH"])
        return lines

    def _fit_columns(self, shapes: Counter[At]) -> Lines:
        votes: dict[tuple[str, str], Counter[Border]] = {}
        columns = self._grid.columns
        names = {columns - 1: "end", 1: "start", 0: "left", columns: "right"}
        for (shape, row), number in shapes.items():
            for column, line in self._beside(shape).items():
                kind = ("body" if row in BODY else row, names.get(column, "middle"))
                votes.setdefault(kind, Counter())[line] += number

        def found(row: str, *kinds: str) -> Counter[Border]:
            return sum((votes.get((row, kind), Counter()) for kind in kinds), Counter())

        inner = ("start", "middle", "end")
        body = "body" if found("body", "left") else "first"
        lines: Lines = {(WHOLE, side): most(found(body, side)) for side in ("left", "right")}
        inside = found(body, *inner)
        lines[WHOLE, "insideV"] = line = _usual(inside)
        for row in ("first", "last"):
            other = found(row, *inner)
            if other and _usual(other) != line:
                lines[ROWS[row], "insideV"] = _usual(other)
        _add_wider(lines, ("firstCol", "right"), found(body, "start"), line)
        _add_wider(lines, ("lastCol", "left"), found(body, "end"), line)
        return lines

    def wrong(self, lines: Lines, upper: At | None, lower: At | None) -> dict[int, Border]:
        """Return the lines that a style draws otherwise than wanted, by column.

        A cell that must speak does so on its whole side, and so must those that it meets.
        """
        if self._grid.spacing is not None:
            return {}
        wanted = self._between(upper and upper[0], lower and lower[0])
        slots = [
            (self._slots[at[0]], side, at[1])
            for at, side in ((upper, "bottom"), (lower, "top"))
            if at is not None
        ]
        outer = len(slots) == 1
        wrong = set()
        for column, line in wanted.items():
            given = [self._side(lines, row, at[column], side, outer) for at, side, row in slots]
            if _drawn(given[0], given[-1]) != line:
                wrong.add(column)
        while wrong:
            met = {c for at, _, _ in slots for column in wrong for c in at[column].reach()}
            if met <= wrong:
                break
            wrong |= met
        return {column: line for column, line in wanted.items() if column in wrong}

    def wrong_beside(self, lines: Lines, at: At) -> dict[int, Border]:
        """Return the lines in a row that a style draws otherwise than wanted, by column."""
        if self._grid.spacing is not None:
            return {}
        shape, row = at
        columns, slots = self._grid.columns, self._slots[shape]
        wrong = {}
        for column, line in self._beside(shape).items():
            outer = column in {0, columns}
            given = [
                self._side(lines, row, slots[place], side, outer)
                for place, side in ((column - 1, "right"), (column, "left"))
                if place in slots
            ]
            if _drawn(given[0], given[-1]) != line:
                wrong[column] = line
        return wrong

    def _side(self, lines: Lines, row: str, slot: Slot, side: str, outer: bool) -> Border | None:
        """Return the line that a style gives to a cell's side, None where readers differ."""
        inside = "insideH" if side in {"top", "bottom"} else "insideV"
        own = side if outer or inside == "insideH" else inside
        parts = [(part, side) for part in COLUMNS[column_kind(slot, self._grid.columns)]]
        found = {lines[part] for part in ((ROWS[row], own), *parts) if part in lines}
        if len(found) > 1:
            return None
        return found.pop() if found else lines[WHOLE, side if outer else inside]


def _line_kind(upper: At | None, lower: At | None) -> str:
    """Return which votes a line between two rows belongs to."""
    if upper is None:
        return "top"
    if lower is None:
        return "bottom"
    return "last" if lower[1] == "last" and upper[1] != "first" else upper[1]


def _usual(votes: Counter[Border]) -> Border:
    """Return the most frequent line, of equals the narrowest: wider ones can be added to it."""
    return max(votes, key=lambda line: (votes[line], -line.width), default=NO_BORDER)


def _add_wider(
    lines: Lines, part: tuple[str, str], votes: Counter[Border] | None, inside: Border
) -> None:
    """Add a part's line where it is wider than the one that the neighbour brings along."""
    if votes and _drawn(line := most(votes), inside) == line != inside:
        lines[part] = line
