"""Turn rows of cells with spans into the cells of each row of a grid (HTML, 4.9.12.1).

What is wrong with a grid is told in briefgen/markup/tables.py; how its cells are drawn is for
the writers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar
from xml.etree.ElementTree import Element

T = TypeVar("T")


class GridCell(NamedTuple, Generic[T]):
    """A cell's part of one row: its first column, and how many columns it covers.

    ``above`` and ``below`` count the rows that it comes from and that it goes on into.
    """

    cell: T
    column: int
    columns: int
    above: int
    below: int

    @property
    def reach(self) -> range:
        """Return the columns that the cell covers."""
        return range(self.column, self.column + self.columns)


def spans(cell: Element) -> tuple[int, int]:
    """Return how many columns and rows a cell covers, one where it says no number."""
    return to_number(cell.get("colspan", "1")), to_number(cell.get("rowspan", "1"))


def to_number(value: str) -> int:
    """Return the number that an attribute has, one where it has none or too long a one."""
    return int(value) if value.isdecimal() and len(value) < 6 else 1


def lay_out(
    rows: Iterable[Iterable[T]], spans_of: Callable[[T], tuple[int, int]]
) -> Iterator[list[GridCell[T]]]:
    """Yield the cells of each row by their columns, with those that reach in from above.

    Cells flow into the columns that no cell from above takes.
    """
    from_above: list[GridCell[T]] = []
    for row in rows:
        cells = [c._replace(above=c.above + 1, below=c.below - 1) for c in from_above]
        taken = {column for cell in cells for column in cell.reach}
        column = 0
        for cell in row:
            while column in taken:
                column += 1
            columns, down = spans_of(cell)
            cells.append(GridCell(cell, column, columns, 0, down - 1))
            column += columns
        if taken:
            cells.sort(key=lambda cell: cell.column)
        yield cells
        from_above = [cell for cell in cells if cell.below > 0]
