"""Turn a table's elements into its rows, each with a cell in every column.

Where cells stand is settled in briefgen/grid.py, what becomes of them in Word in
briefgen/writers/docx/tables.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple
from xml.etree.ElementTree import Element

from briefgen.grid import GridCell, lay_out, spans
from briefgen.style.model import Borders, Color, Style
from briefgen.writers.docx.flow import FORCED
from briefgen.writers.docx.properties import NO_BORDER, from_start
from briefgen.writers.docx.session import Session


@dataclass(frozen=True, slots=True)
class CellPlace:
    """What a cell is apart from its content; without a style it fills a row short of cells.

    ``above`` and ``below`` say whether it comes from the row above and goes on in the next.
    """

    style: Style | None
    column: int
    columns: int
    above: bool
    below: bool

    @property
    def reach(self) -> range:
        """Return the columns that the cell covers."""
        return range(self.column, self.column + self.columns)


class Cell(NamedTuple):
    """A cell's part of one row. There is one place for all that are alike, to key on."""

    element: Element
    place: CellPlace


@dataclass(frozen=True, slots=True)
class RowLook:
    """What a row gives to its cells: its borders, its group's, background, and its breaks.

    ``tag`` is the name of its group.
    """

    own: Borders
    group: Borders
    fill: Color | None
    tag: str
    keep_next: bool
    page_break: bool

    @property
    def header(self) -> bool:
        """Return whether it repeats on each page."""
        return self.tag == "thead"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with its looks and its cells, complete."""

    element: Element
    style: Style
    look: RowLook
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A table's rows, how many columns they have, and the places that cells take, each once."""

    rows: Sequence[TableRow]
    columns: int
    places: Sequence[CellPlace]


def read_grid(session: Session, table: Element) -> TableGrid:
    """Return the rows of a table that are shown."""
    reader = _Reader(session, session.style(table))
    rows = reader.read(table)
    places = reader.places.values()
    columns = max((place.column + place.columns for place in places), default=1)
    for row in rows:
        reader.fill(row, columns)
    return TableGrid(rows, columns, list(places))


class _Reader:
    """Reads a table's rows, with one place and one look for all that are alike."""

    def __init__(self, session: Session, style: Style) -> None:
        self._session = session
        self._style = style
        self._rtl = style.direction == "rtl"
        self.places: dict[tuple[object, ...], CellPlace] = {}
        self._looks: dict[tuple[object, ...], RowLook] = {}

    def read(self, table: Element) -> list[TableRow]:
        """Return the rows that are shown."""
        found = []
        for group in table:
            if group.tag not in {"thead", "tbody", "tfoot"}:
                continue
            rows = [row for row in group if self._session.style(row).display != "none"]
            group_style = self._session.style(group)
            styles = [self._session.style(row) for row in rows]
            for number, (row, cells) in enumerate(zip(rows, lay_out(rows, spans), strict=True)):
                style = styles[number]
                edges = (number == 0, number == len(rows) - 1)
                keep = group.tag == "thead" or self._is_kept(style, styles[number + 1 : number + 2])
                key = (id(style), id(group_style), *edges, group.tag, keep)
                look = self._looks.get(key)
                if look is None:
                    look = self._row_look(style, group_style, edges, group.tag, keep=keep)
                    self._looks[key] = look
                found.append(TableRow(row, style, look, self._cells(cells)))
        return found

    def _is_kept(self, style: Style, following: Sequence[Style]) -> bool:
        """Return whether a row stays with the next one of its group, if there is one."""
        if style.break_after.startswith("avoid"):
            return True
        return any(
            self._style.break_inside.startswith("avoid") or row.break_before.startswith("avoid")
            for row in following
        )

    def _cells(self, cells: Iterable[GridCell[Element]]) -> list[Cell]:
        """Return the cells of a row, with one place for all that are alike."""
        return [
            Cell(
                cell.cell,
                self._place(
                    self._session.style(cell.cell),
                    cell.column,
                    cell.columns,
                    above=cell.above > 0,
                    below=cell.below > 0,
                ),
            )
            for cell in cells
        ]

    def fill(self, row: TableRow, columns: int) -> None:
        """Fill the gaps between and after a row's cells."""
        cells = row.cells
        if sum(place.columns for _, place in cells) == columns:
            return
        end = columns
        for number in range(len(cells), -1, -1):
            before = cells[number - 1].place if number else None
            start = before.column + before.columns if before else 0
            if start < end:
                cells.insert(number, Cell(row.element, self._place(None, start, end - start)))
            end = before.column if before else 0

    def _place(
        self,
        style: Style | None,
        column: int,
        columns: int,
        *,
        above: bool = False,
        below: bool = False,
    ) -> CellPlace:
        key = (id(style), column, columns, above, below)
        place = self.places.get(key)
        if place is None:
            place = self.places[key] = CellPlace(style, column, columns, above, below)
        return place

    def _row_look(
        self, style: Style, group: Style, edges: tuple[bool, bool], tag: str, *, keep: bool
    ) -> RowLook:
        """Return what a row gives its cells; ``edges``: whether its group begins, ends there."""
        around = from_start(group.border, rtl=self._rtl)
        around = replace(
            around,
            top=around.top if edges[0] else NO_BORDER,
            bottom=around.bottom if edges[1] else NO_BORDER,
        )
        fill = style.background or group.background
        own = from_start(style.border, rtl=self._rtl)
        return RowLook(own, around, fill, tag, keep, style.break_before in FORCED)
