"""Say what a table is to its style: rows and cells of kinds, and what covers these in Word.

A style says something of parts of a table, such as its first row (ISO/IEC 29500-1, 17.7.6). What
it says is fitted in briefgen/writers/docx/table_looks.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from briefgen.style.model import Borders, Color

T = TypeVar("T")

WHOLE = "wholeTable"
BODY = {"odd", "even"}
"""The kinds of rows that are neither the first, as a heading, nor the last."""

ROWS = {"first": "firstRow", "last": "lastRow", "odd": "band1Horz", "even": "band2Horz"}
"""Kind of row → the conditional format that covers it."""

COLUMNS = {
    "first": ("firstCol",),
    "middle": (),
    "last": ("lastCol",),
    "both": ("firstCol", "lastCol"),
}
"""Kind of cell by the columns that it reaches → the conditional formats that cover it."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell's part of one row, and what it asks for.

    ``vertical`` is a value of ``w:vAlign``, ``lines`` are the borders of the cell, its row
    and its group, ``above`` and ``below`` whether it comes from the row above and goes on
    in the next.
    """

    column: int
    columns: int
    fill: Color | None
    vertical: str
    lines: tuple[Borders, ...]
    above: bool = False
    below: bool = False

    def reach(self) -> range:
        """Return the columns that the cell covers."""
        return range(self.column, self.column + self.columns)


Row = tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class LookGrid:
    """The looks of a table's cells: rows by the number of their shape, and the shapes.

    Every row is complete. ``borders`` are the table's own, ``headed`` says whether its first
    row is a heading, ``spacing`` is the room between cells in points, None where their borders
    collapse.
    """

    rows: Sequence[int]
    shapes: Sequence[Row]
    columns: int
    borders: Borders
    headed: bool = False
    spacing: float | None = None


At = tuple[int, str]
"""A row's shape and kind."""

Pair = tuple[At | None, At | None]
"""Two rows, one above the other; None beyond the table."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each row stands in a table, and each pair of neighbours."""

    rows: Counter[At]
    pairs: Counter[Pair]

    def recounted(self, before: list[At], after: list[At]) -> Counts:
        """Return the counts with the rows at the table's end called otherwise."""
        rows, pairs = self.rows.copy(), self.pairs.copy()
        rows.subtract(before)
        rows.update(after)
        pairs.subtract(pairwise([*before, None]))
        pairs.update(pairwise([*after, None]))
        return Counts(+rows, +pairs)


def column_kind(slot: Slot, columns: int) -> str:
    """Return the kind of a cell in a table of so many columns, a key of ``COLUMNS``."""
    first, last = slot.column == 0, slot.column + slot.columns == columns
    return "both" if first and last else "first" if first else "last" if last else "middle"


def most(*counts: Counter[T]) -> T:
    """Return what most ask for, the first of equals."""
    return sum(counts, Counter[T]()).most_common(1)[0][0]
