"""Turn what a table's cells ask for on their sides into the lines between them (CSS 2, 17.6.2).

A line belongs to the edge between two cells, not to a side of one: collapsed borders meet
there, and Word draws it once, the wider of what both cells say. Left and right mean start and
end, as they do in Word's tables. What is said of a line by whom is in table_looks.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from briefgen.style.model import Border, Borders, Color
from briefgen.writers.docx.properties import NO_BORDER, is_drawn
from briefgen.writers.docx.table_grid import CellPlace
from briefgen.writers.docx.xml import eighths

SIDES = ("top", "left", "bottom", "right")

_STYLES = ("inset", "groove", "outset", "ridge", "dotted", "dashed", "solid", "double")
"""Of lines as wide, the later one wins."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell's part of one row, and what it asks for.

    ``leads`` says whether it is in the first of several columns, ``vertical`` is a value of
    ``w:vAlign``, ``lines`` are the borders of the cell, its row and its group.
    """

    place: CellPlace
    leads: bool
    fill: Color | None
    vertical: str
    lines: tuple[Borders, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Rows that look alike: the part of the table that they are, and their cells."""

    part: str
    slots: tuple[Slot, ...]


class End(NamedTuple):
    """A cell's side, in a row of a part of the table."""

    part: str
    slot: Slot
    side: str


class Edge(NamedTuple):
    """Where two cells meet, or one ends with the table, and the line that is wanted there."""

    line: Border
    ends: tuple[End, ...]

    @property
    def along(self) -> set[int]:
        """Return the columns that the cells above and below reach, none beside each other."""
        rows = (end.slot.place.reach for end in self.ends if end.side in {"top", "bottom"})
        return {column for reach in rows for column in reach}


def between(upper: Row | None, lower: Row | None, table: Borders) -> dict[int, Edge]:
    """Return the edge between two rows in each column, none inside a cell."""
    ends: dict[int, list[End]] = {}
    for row, side in ((upper, "bottom"), (lower, "top")):
        if row is not None:
            for slot in row.slots:
                for column in slot.place.reach:
                    ends.setdefault(column, []).append(End(row.part, slot, side))
    edges = {}
    for column, met in ends.items():
        if not (len(met) == 2 and met[0].slot.place.below and met[1].slot.place.above):
            edges[column] = _edge(met, 3, table)
    return edges


def beside(row: Row, table: Borders) -> dict[int, Edge]:
    """Return the edge at the start of each cell of a row, and at its end."""
    part, slots = row.part, row.slots
    edges = {
        right.place.column: _edge([End(part, left, "right"), End(part, right, "left")], 1, table)
        for left, right in pairwise(slots)
    }
    edges[0] = _edge([End(part, slots[0], "left")], 3, table)
    edges[slots[-1].place.reach.stop] = _edge([End(part, slots[-1], "right")], 3, table)
    return edges


def _edge(ends: list[End], levels: int, table: Borders) -> Edge:
    """Return an edge of cells, whose rows and groups count where there are three levels.

    Of borders, a hidden one hides all, else the widest wins; of equals the first (17.6.2.1).
    """
    lines = [getattr(end.slot.lines[n], end.side) for n in range(levels) for end in ends]
    if len(ends) == 1:
        lines.append(getattr(table, ends[0].side))
    drawn = [line for line in lines if is_drawn(line)]
    if not drawn or any(line.style == "hidden" for line in lines):
        return Edge(NO_BORDER, tuple(ends))
    widest = max(drawn, key=lambda line: (line.width, _STYLES.index(line.style)))
    return Edge(widest, tuple(ends))


def wider(one: Border | None, other: Border | None) -> Border | None:
    """Return which of two lines Word draws, None where that isn't sure."""
    if one is None or other is None or one == other:
        return one if one == other else None
    widths = [eighths(line.width) if is_drawn(line) else 0 for line in (one, other)]
    if widths[0] == widths[1]:
        return None
    return one if widths[0] > widths[1] else other
