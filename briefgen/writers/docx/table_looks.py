"""Turn the looks of a table's cells into one table style (ISO/IEC 29500-1, 17.7.6).

What is said of the lines between cells is fitted in briefgen/writers/docx/table_lines.py. How
rows become XML is in briefgen/writers/docx/tables.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from briefgen.style.model import Borders, Color
from briefgen.writers.docx.properties import cell_borders, shading, table_borders
from briefgen.writers.docx.table_lines import SIDES, Edges, Lines, narrowest, own_line
from briefgen.writers.docx.table_parts import (
    BODY,
    COLUMNS,
    ROWS,
    WHOLE,
    At,
    Counts,
    LookGrid,
    column_kind,
    most,
)
from briefgen.writers.docx.xml import value

T = TypeVar("T")

_CORNERS = {
    ("first", "first"): "nwCell",
    ("first", "last"): "neCell",
    ("last", "first"): "swCell",
    ("last", "last"): "seCell",
}

_PARTS = (
    "firstRow",
    "lastRow",
    "firstCol",
    "lastCol",
    "band1Horz",
    "band2Horz",
    *_CORNERS.values(),
)
"""Parts of a table in the order in which a style has them."""

_SWITCHES = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstCol": 0x80,
    "lastCol": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}
"""What ``w:tblLook`` switches, with the bits of its old form (17.4.55)."""

PLAIN = frozenset({"noHBand", "noVBand"})
"""The switches of a table that has one look all over."""

_MANY = 3
"""Rows up to which bands and a last row together would say nothing but each row by itself."""

_WHITE = Color(255, 255, 255)
"""Takes a style's shading back: LibreOffice 7.4 doesn't see ``auto`` over a colour."""


@dataclass(frozen=True, slots=True)
class _Fit:
    """What a style says, by the part of the table, and how much it leaves for cells to say."""

    rows: Sequence[At]
    fills: Mapping[str, Color | None]
    verticals: Mapping[str, str]
    lines: Lines
    wrong: int


class TableLook:
    """A table style's look, and what each cell says that the style doesn't say in its place."""

    def __init__(self, grid: LookGrid) -> None:
        self._grid = grid
        self._edges = Edges(grid)
        self._fit = self._best_fit()
        self._direct: dict[tuple[object, ...], tuple[str, ...]] = {}

    def _best_fit(self) -> _Fit:
        """Return the fit that leaves the least: a last row or bands only where they help."""
        grid = self._grid
        body = len(grid.rows) - grid.headed
        kinds = ["first"] * grid.headed + (["odd", "even"] * (body // 2 + 1))[:body]
        rows = list(zip(grid.rows, kinds, strict=True))
        counts = Counts(Counter(rows), Counter(pairwise([None, *rows, None])))
        best = _fit(grid, self._edges, rows, counts, bands=False)
        if best.wrong and body > 1:
            totalled = [*rows[:-1], (grid.rows[-1], "last")]
            other = counts.recounted(rows[-2:], totalled[-2:])
            tries = [(totalled, other, False), (rows, counts, True), (totalled, other, True)]
            for lines, seen, bands in tries if body > _MANY else tries[:2]:
                if best.wrong:
                    found = _fit(grid, self._edges, lines, seen, bands=bands)
                    best = min(best, found, key=lambda fit: fit.wrong)
        return best

    def style(self, margins: str) -> tuple[str, ...]:
        """Return the content of ``w:style``; ``margins`` is the ``w:tblCellMar``."""
        fit, used = self._fit, self._used()
        bands = '<w:tblStyleRowBandSize w:val="1"/>' if used & {"band1Horz", "band2Horz"} else ""
        spacing = ""
        if self._grid.spacing:  # Word keeps half of it on either side of a cell
            spacing = f'<w:tblCellSpacing w:w="{round(self._grid.spacing * 10)}" w:type="dxa"/>'
        own = {side: line for (part, side), line in fit.lines.items() if part == WHOLE}
        return (
            f"<w:tblPr>{bands}{spacing}{table_borders(own)}{margins}</w:tblPr>",
            _cell_format("", fit.fills[WHOLE], fit.verticals[WHOLE].replace("top", "")),
            *(self._conditional(part) for part in _PARTS if part in used),
        )

    def _conditional(self, part: str) -> str:
        """Return the ``w:tblStylePr`` of a part of the table."""
        fit = self._fit
        sides = {side: line for (name, side), line in fit.lines.items() if name == part}
        fill = (fit.fills[part] or _WHITE) if part in fit.fills else None
        vertical = fit.verticals.get(part) or ""
        content = _cell_format(cell_borders(sides, "tcBorders"), fill, vertical)
        return f'<w:tblStylePr w:type="{part}">{content}</w:tblStylePr>'

    def _used(self) -> set[str]:
        fit = self._fit
        return {*fit.fills, *fit.verticals, *(part for part, _ in fit.lines)} - {WHOLE}

    def switches(self) -> str:
        """Return ``w:tblLook``, which switches on the parts that the style says something of."""
        used = self._used()
        bands = {"noHBand"} if used & {"band1Horz", "band2Horz"} else set()
        headed = {"firstRow"} if self._grid.headed else set()
        return look_switches((used | headed | PLAIN) - bands)

    def direct(self, number: int) -> tuple[str, ...]:
        """Return what stands in ``w:tcPr`` of each cell of a row besides its place."""
        rows = self._fit.rows
        before = rows[number - 1] if number else None
        after = rows[number + 1] if number + 1 < len(rows) else None
        key = (before, rows[number], after)
        if key not in self._direct:
            self._direct[key] = tuple(self._cells(*key))
        return self._direct[key]

    def _cells(self, before: At | None, at: At, after: At | None) -> Iterator[str]:
        fit, edges = self._fit, self._edges
        above, below = (edges.wrong(fit.lines, *pair) for pair in ((before, at), (at, after)))
        beside = edges.wrong_beside(fit.lines, at)
        for slot in self._grid.shapes[at[0]]:
            place = (at[1], column_kind(slot, self._grid.columns))
            sides = {
                "top": narrowest(above, slot),
                "left": beside.get(slot.column),
                "bottom": narrowest(below, slot),
                "right": beside.get(slot.column + slot.columns),
            }
            if self._grid.spacing is not None:
                sides = {side: own_line(slot, side) for side in sides}
            said = {side: line for side, line in sides.items() if line is not None}
            fill = None
            if _given(fit.fills, place) != {slot.fill}:
                fill = slot.fill or _WHITE
            vertical = ""
            if _given(fit.verticals, place) != {slot.vertical}:
                vertical = value("vAlign", slot.vertical)
            yield cell_borders(said, "tcBorders") + shading(fill) + vertical


def look_switches(on: Set[str]) -> str:
    """Return ``w:tblLook`` with these switches on."""
    bits = sum(bit for name, bit in _SWITCHES.items() if name in on)
    names = {"firstCol": "firstColumn", "lastCol": "lastColumn"}
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


# Which parts of a table say what


_Place = tuple[str, str]
"""The kind of a row and of a cell by its columns."""


def _given(said: Mapping[str, T], place: _Place) -> set[T]:
    """Return what a style gives to a cell; more than one value where readers differ.

    Rows come before columns in LibreOffice, after them in the standard (17.7.6), which
    doesn't say whether the last row counts as a band.
    """
    row, column = place
    if (corner := _CORNERS.get(place, "")) in said:
        return {said[corner]}
    edges = (ROWS[row],) if row not in BODY else ()
    found = {said[part] for part in (*edges, *COLUMNS[column]) if part in said}
    if not found and row == "last":
        return {said[part] for part in (WHOLE, "band1Horz", "band2Horz") if part in said}
    return found or {said.get(ROWS[row], said[WHOLE])}


def _fit_values(votes: Mapping[_Place, Counter[T]], *, bands: bool) -> tuple[dict[str, T], int]:
    """Return what parts of the table say of one property, and how many cells say otherwise."""
    body = {place: found for place, found in votes.items() if place[0] not in {"first", "last"}}
    said = {WHOLE: most(*(body or votes).values())}
    for part in ("band1Horz", "band2Horz") if bands else ():
        _say(said, part, {p: found for p, found in body.items() if ROWS[p[0]] == part})
    for part in ("firstRow", "lastRow"):
        _say(said, part, {p: found for p, found in votes.items() if ROWS[p[0]] == part})
    for part in ("firstCol", "lastCol"):
        _say(said, part, {p: found for p, found in body.items() if COLUMNS[p[1]] == (part,)})
    if said.keys() & {"firstCol", "lastCol"}:
        for place, corner in _CORNERS.items():
            if COLUMNS[place[1]][0] in said:
                _say(said, corner, {p: found for p, found in votes.items() if p == place})
    return said, _wrong(votes, said)


def _say(said: dict[str, T], part: str, votes: Mapping[_Place, Counter[T]]) -> None:
    """Let a part say what most of its cells ask for, if that at least halves what is left."""
    if not votes:
        return
    left = _wrong(votes, said)
    trial = {**said, part: most(*votes.values())}
    if left and 2 * _wrong(votes, trial) <= left:
        said[part] = trial[part]


def _wrong(votes: Mapping[_Place, Counter[T]], said: Mapping[str, T]) -> int:
    return sum(
        number
        for place, found in votes.items()
        for wanted, number in found.items()
        if _given(said, place) != {wanted}
    )


def _fit(grid: LookGrid, edges: Edges, rows: Sequence[At], counts: Counts, *, bands: bool) -> _Fit:
    """Return what a style says of the rows as they are called, with bands or without."""
    fills: dict[_Place, Counter[Color | None]] = {}
    verticals: dict[_Place, Counter[str]] = {}
    for (shape, row), number in counts.rows.items():
        for slot in grid.shapes[shape]:
            place = (row, column_kind(slot, grid.columns))
            fills.setdefault(place, Counter())[slot.fill] += number
            verticals.setdefault(place, Counter())[slot.vertical] += number
    fill, fills_left = _fit_values(fills, bands=bands)
    vertical, verticals_left = _fit_values(verticals, bands=bands)
    lines, lines_left = edges.fit(counts, bands=bands)
    return _Fit(rows, fill, vertical, lines, fills_left + verticals_left + lines_left)
