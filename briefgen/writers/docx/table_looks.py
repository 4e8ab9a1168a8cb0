"""Turn the looks of a table's cells into one table style (ISO/IEC 29500-1, 17.7.6).

The style says what is usual in each part of the table: the first row where it is a heading,
the last where it is a footer, the first column, every other row, and the rest. A cell that
looks otherwise says so itself. Which lines stand between cells is told in
briefgen/writers/docx/table_lines.py, how rows become XML in tables.py.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Set
from operator import attrgetter
from typing import TypeVar

from briefgen.style.model import Border, Borders, Color, Style
from briefgen.writers.docx.properties import (
    NO_BORDER,
    NO_BORDERS,
    cell_borders,
    from_start,
    is_drawn,
    shading,
    table_borders,
)
from briefgen.writers.docx.table_grid import CellPlace, RowLook, TableGrid
from briefgen.writers.docx.table_lines import SIDES, Edge, Row, Slot, beside, between, wider
from briefgen.writers.docx.xml import value

T = TypeVar("T")

_WHOLE, _COLUMN, _HEAD, _FOOT = "wholeTable", "firstCol", "firstRow", "lastRow"
_BANDS = ("band1Horz", "band2Horz")
_CORNERS = {_HEAD: "nwCell", _FOOT: "swCell"}

_SOURCES: dict[str, tuple[bool, *tuple[str, ...]]] = {
    "band1Horz": (False, "band1Horz"),
    "band2Horz": (False, "band2Horz"),
    _COLUMN: (True, *_BANDS),
    _HEAD: (False, _HEAD),
    _FOOT: (False, _FOOT),
    "nwCell": (True, _HEAD),
    "swCell": (True, _FOOT),
}
"""Part of the table → whose usual look it gets: of first cells or others, in which rows."""

_UNSURE = {_FOOT: _BANDS, "nwCell": (_COLUMN,), "swCell": (_COLUMN,)}
"""Parts that say something wherever one of the others does: 17.7.6 leaves open whether the last row
counts as a band, and LibreOffice 7.4 lets the first row win over the first column."""

_SWITCHES = {
    _HEAD: 0x20,
    _FOOT: 0x40,
    _COLUMN: 0x80,
    "lastCol": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}
"""What ``w:tblLook`` switches, with the bits of its old form (17.4.55)."""

PLAIN = frozenset({"noHBand", "noVBand"})
"""The switches of a table that has one look all over."""

_INSIDE = {
    "top": "insideH",
    "bottom": "insideH",
    **dict.fromkeys(("left", "right", "insideV"), "insideV"),
}
"""Side of a cell → the border of the whole table that is there, but for the table's edges."""

_FEW = 3
"""Rows up to which the usual look of every other row may be that of one."""

_WHITE = Color(255, 255, 255)
"""Takes a style's shading back: LibreOffice 7.4 doesn't see ``auto`` over a colour."""

_VERTICAL = {"middle": "center", "bottom": "bottom"}
"""CSS's ``vertical-align`` → ``w:vAlign``; anything else is the top."""


class TableLook:
    """A table style's look, and what each cell says that the style doesn't say in its place."""

    def __init__(self, grid: TableGrid, style: Style) -> None:
        self._columns = grid.columns
        self._style = style
        self._rtl = style.direction == "rtl"
        self._borders = from_start(style.border, rtl=self._rtl)
        self._spacing = None if style.border_collapse else style.border_spacing or None
        rows = list(self._read(grid))
        self._rows: tuple[Row | None, ...] = (None, *rows, None)
        counts = Counter(rows)
        self._fills = _usual(counts, attrgetter("fill"), None)
        self._verticals = _usual(counts, attrgetter("vertical"), "top")
        self._lines = self._usual_lines(counts)
        self._direct: dict[tuple[Row | None, ...], tuple[str, ...]] = {}

    def _read(self, grid: TableGrid) -> Iterator[Row]:
        """Yield the rows, one object for all that look alike in the same part of the table."""
        known: dict[tuple[object, ...], Row] = {}
        ends = {(0, "thead"): _HEAD, (len(grid.rows) - 1, "tfoot"): _FOOT}
        parts = [ends.get((number, row.look.tag)) for number, row in enumerate(grid.rows)]
        fills = [row.look.fill for row, part in zip(grid.rows, parts, strict=True) if part is None]
        bands = itertools.cycle(_BANDS if _are_striped(fills) else _BANDS[:1])
        for row, end in zip(grid.rows, parts, strict=True):
            part = end or next(bands)
            key = (part, id(row.look), *(id(cell.place) for cell in row.cells))
            if key not in known:
                slots = tuple(self._slot(cell.place, row.look) for cell in row.cells)
                known[key] = Row(part, slots)
            yield known[key]

    def _slot(self, place: CellPlace, row: RowLook) -> Slot:
        style = place.style
        lines = NO_BORDERS if style is None else from_start(style.border, rtl=self._rtl)
        own = None if style is None else style.background
        return Slot(
            place,
            place.column == 0 and self._columns > 1,
            own or row.fill or self._style.background,
            "top" if style is None else _VERTICAL.get(style.vertical_align, "top"),
            (lines, row.own, row.group),
        )

    def _usual_lines(self, counts: Counter[Row]) -> dict[tuple[str, str], Border]:
        """Return the line that each part of the table says on a side.

        Word draws the wider of two: a part says one at its edge only where that wins.
        """
        if self._spacing is not None:
            return {(_WHOLE, side): getattr(self._borders, side) for side in SIDES}
        votes: defaultdict[tuple[str, str], Counter[Border]] = defaultdict(Counter)
        for (upper, lower), number in Counter(itertools.pairwise(self._rows)).items():
            for edge in between(upper, lower, self._borders).values():
                votes[_part_and_side(edge)][edge.line] += number
        for row, number in counts.items():
            for column, edge in beside(row, self._borders).items():
                votes[_part_and_side(edge)][edge.line] += number
                if column == 1 and row.part in _BANDS:
                    votes[_COLUMN, "right"][edge.line] += number
        usual = {key: _most(found) for key, found in votes.items()}
        inner = {usual[band, "bottom"] for band in _BANDS if (band, "bottom") in usual}
        whole = {side: usual.get((_WHOLE, side), NO_BORDER) for side in (*SIDES, "insideV")}
        whole["insideH"] = inner.pop() if len(inner) == 1 else NO_BORDER
        lines = {(_WHOLE, side): line for side, line in whole.items()}
        for (part, side), line in usual.items():
            inside = whole[_INSIDE[side]]
            if line != inside and (side == "insideV" or wider(line, inside) == line):
                lines.setdefault((part, side), line)
        return lines

    # The style

    def style(self, margins: str) -> tuple[str, ...]:
        """Return the content of ``w:style``; ``margins`` is the ``w:tblCellMar``."""
        used = self._used()
        bands = '<w:tblStyleRowBandSize w:val="1"/>' if used & {*_BANDS} else ""
        spacing = ""
        if self._spacing:  # Word keeps half of it on either side of a cell
            spacing = f'<w:tblCellSpacing w:w="{round(self._spacing * 10)}" w:type="dxa"/>'
        return (
            f"<w:tblPr>{bands}{spacing}{table_borders(self._sides(_WHOLE))}{margins}</w:tblPr>",
            _cell_format("", self._fills[_WHOLE], self._verticals[_WHOLE].replace("top", "")),
            *(self._conditional(part) for part in _SOURCES if part in used),
        )

    def _conditional(self, part: str) -> str:
        """Return the ``w:tblStylePr`` of a part of the table."""
        fill = (self._fills[part] or _WHITE) if part in self._fills else None
        borders = cell_borders(self._sides(part), "tcBorders")
        content = _cell_format(borders, fill, self._verticals.get(part, ""))
        return f'<w:tblStylePr w:type="{part}">{content}</w:tblStylePr>'

    def _sides(self, part: str) -> dict[str, Border]:
        return {side: line for (name, side), line in self._lines.items() if name == part}

    def _used(self) -> set[str]:
        """Return the parts that the style says something of."""
        return {*self._fills, *self._verticals, *(part for part, _ in self._lines)} - {_WHOLE}

    def switches(self) -> str:
        """Return ``w:tblLook``, which switches on the parts that the table has."""
        used = self._used()
        ends = {row.part for row in self._rows if row is not None} - {*_BANDS}
        return look_switches((used | ends | PLAIN) - ({"noHBand"} if used & {*_BANDS} else set()))

    # The cells

    def direct(self, number: int) -> tuple[str, ...]:
        """Return what stands in ``w:tcPr`` of each cell of a row besides its place."""
        before, row, after = key = self._rows[number : number + 3]
        if key not in self._direct and row is not None:
            above, below = between(before, row, self._borders), between(row, after, self._borders)
            around = (self._wrong(above), self._wrong(below))
            aside = self._wrong(beside(row, self._borders))
            self._direct[key] = tuple(self._cell(row.part, s, *around, aside) for s in row.slots)
        return self._direct[key]

    def _cell(
        self,
        part: str,
        slot: Slot,
        above: Mapping[int, Border],
        below: Mapping[int, Border],
        aside: Mapping[int, Border],
    ) -> str:
        """Return what a cell says besides its place, with the lines around that must be said."""
        reach = slot.place.reach
        edges = {"top": (above, reach), "left": (aside, reach[:1]), "bottom": (below, reach)}
        edges["right"] = (aside, range(reach.stop, reach.stop + 1))
        found = {side: [lines[c] for c in at if c in lines] for side, (lines, at) in edges.items()}
        # Of several edges a cell says the narrowest line: its neighbours may add to it.
        said = {side: min(lines, key=attrgetter("width")) for side, lines in found.items() if lines}
        if self._spacing is not None:
            own = {side: getattr(slot.lines[0], side) for side in SIDES}
            said = {side: line for side, line in own.items() if is_drawn(line)}
        seen = _given(self._fills, part, leads=slot.leads) == slot.fill
        fill = None if seen else slot.fill or _WHITE
        vertical = ""
        if _given(self._verticals, part, leads=slot.leads) != slot.vertical:
            vertical = value("vAlign", slot.vertical)
        return cell_borders(said, "tcBorders") + shading(fill) + vertical

    def _wrong(self, edges: Mapping[int, Edge]) -> dict[int, Border]:
        """Return the lines that the style draws otherwise than wanted, by column.

        A cell that must speak does so on its whole side, and so must those that it meets.
        """
        if self._spacing is not None:
            return {}
        wrong = {column for column, edge in edges.items() if self._given_line(edge) != edge.line}
        while met := {n for c in wrong for n in edges[c].along if n in edges} - wrong:
            wrong |= met
        return {column: edges[column].line for column in wrong}

    def _given_line(self, edge: Edge) -> Border | None:
        """Return the line that the style draws at an edge, None where that isn't sure."""
        if len(edge.ends) == 1:
            return self._lines[_WHOLE, edge.ends[0].side]
        given: list[Border | None] = []
        for part, slot, side in edge.ends:
            inside = _INSIDE[side]
            keys = [(part, side), (part, inside), *[(_COLUMN, side)] * slot.leads]
            found = {self._lines[key] for key in keys if key in self._lines}
            found = found or {self._lines[_WHOLE, inside]}
            given.append(found.pop() if len(found) == 1 else None)
        return wider(*given)


def _are_striped(fills: list[Color | None]) -> bool:
    """Return whether every other row may have a look of its own.

    Few rows must have backgrounds by turns, since of each kind there may be one alone.
    """
    return len(fills) > _FEW or (
        fills[:1] != fills[1:2] and all(f == fills[n % 2] for n, f in enumerate(fills))
    )


def _usual(counts: Mapping[Row, int], ask: Callable[[Slot], T], none: T) -> dict[str, T]:
    """Return what parts of the table say of one property of their cells.

    The whole table says ``none`` where the rows of one band do: nothing is drawn twice then.
    """
    votes: defaultdict[tuple[str, bool], Counter[T]] = defaultdict(Counter)
    for row, number in counts.items():
        for slot in row.slots:
            votes[row.part, slot.leads][ask(slot)] += number
    usual = {source: found.most_common(1)[0][0] for source, found in votes.items()}
    bands = [usual[band, False] for band in _BANDS if (band, False) in usual]
    said = {_WHOLE: none if none in bands else next(iter(bands or usual.values()))}
    for part, (leads, *rows) in _SOURCES.items():
        asked = {row: usual[row, leads] for row in rows if (row, leads) in usual}
        differs = any(_given(said, row, leads=leads) != look for row, look in asked.items())
        # Word has corners only where it has the first column.
        if asked and (
            said.keys() & _UNSURE.get(part, ()) or (differs and part not in _CORNERS.values())
        ):
            said[part] = next(iter(asked.values()))
    return said


def _given(said: Mapping[str, T], part: str, *, leads: bool) -> T:
    """Return what a style gives to a cell in a row of a part, in the first column or not."""
    first = (_CORNERS.get(part, ""), _COLUMN) if leads else ()
    return next(said[name] for name in (*first, part, _WHOLE) if name in said)


def _part_and_side(edge: Edge) -> tuple[str, str]:
    """Return which part of the table says the line at an edge, and on which of its sides."""
    if len(edge.ends) == 1:
        return _WHOLE, edge.ends[0].side
    (part, _, side), (next_part, _, _) = edge.ends
    if side == "right":
        return (_WHOLE if part in _BANDS else part), "insideV"
    if next_part == _FOOT and part != _HEAD:
        return _FOOT, "top"
    return part, "bottom"


def _most(votes: Mapping[Border, int]) -> Border:
    """Return the most frequent line, of equals the narrowest: wider ones can be added to it."""
    return max(votes, key=lambda line: (votes[line], -line.width))


def look_switches(on: Set[str]) -> str:
    """Return ``w:tblLook`` with these switches on."""
    bits = sum(bit for name, bit in _SWITCHES.items() if name in on)
    names = {_COLUMN: "firstColumn", "lastCol": "lastColumn"}
    flags = "".join(f' w:{names.get(name, name)}="{int(name in on)}"' for name in _SWITCHES)
    return f'<w:tblLook w:val="{bits:04X}"{flags}/>'


def box_look(borders: Borders, background: Color | None, margins: str) -> tuple[str, ...]:
    """Return the content of ``w:style`` of a table of one cell."""
    sides = {side: getattr(borders, side) for side in SIDES}
    return (
        f"<w:tblPr>{table_borders(sides)}{margins}</w:tblPr>",
        _cell_format("", background, ""),
    )


def _cell_format(borders: str, fill: Color | None, vertical: str) -> str:
    content = borders + shading(fill) + (value("vAlign", vertical) if vertical else "")
    return f"<w:tcPr>{content}</w:tcPr>" if content else ""
