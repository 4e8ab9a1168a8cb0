"""Fit the looks of a table's cells into one table style (ISO/IEC 29500-1, 17.7.6).

A line belongs to the edge between two cells, not to a side of one: CSS's collapsed borders
meet there (CSS 2, 17.6.2), and Word draws it once, the wider of what both cells say. Left
and right mean start and end in this module, as they do in Word's tables. How rows become
XML is in briefgen/writers/docx/tables.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TypeVar

from briefgen.style.model import Border, Borders, Color
from briefgen.writers.docx.properties import (
    NO_BORDER,
    cell_borders,
    is_drawn,
    shading,
    table_borders,
)
from briefgen.writers.docx.xml import eighths, value

T = TypeVar("T")

WHOLE = "wholeTable"
_BODY = {"odd", "even"}
_ROWS = {"first": "firstRow", "last": "lastRow", "odd": "band1Horz", "even": "band2Horz"}
"""Kind of row → the conditional format that covers it."""

_COLUMNS = {
    "first": ("firstCol",),
    "middle": (),
    "last": ("lastCol",),
    "both": ("firstCol", "lastCol"),
}
"""Kind of cell by the columns that it reaches → the conditional formats that cover it."""

_CORNERS = {
    ("first", "first"): "nwCell",
    ("first", "last"): "neCell",
    ("last", "first"): "swCell",
    ("last", "last"): "seCell",
}

_SWITCHES = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstCol": 0x80,
    "lastCol": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}
"""What ``w:tblLook`` switches, with the bits of its old form (17.4.55)."""

_MANY = 3
"""Rows up to which bands and a last row together would say nothing but each row by itself."""

_WHITE = Color(255, 255, 255)
"""Takes a style's shading back: LibreOffice 7.4 doesn't see ``auto`` over a colour."""


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
class Grid:
    """A table's rows by the number of their shape, and the shapes; every row is complete.

    ``borders`` are the table's own, ``headed`` says whether its first row is a heading,
    ``spacing`` is the room between cells in points, None where their borders collapse.
    """

    rows: Sequence[int]
    shapes: Sequence[Row]
    columns: int
    borders: Borders
    headed: bool = False
    spacing: float | None = None


_At = tuple[int, str]
"""A row's shape and kind."""

_Pair = tuple[_At | None, _At | None]
"""Two rows, one above the other; None beyond the table."""

Lines = dict[tuple[str, str], Border]
"""The line of a part of the table on a side, ``insideH`` or ``insideV``."""


@dataclass(frozen=True, slots=True)
class _Fit:
    """What a style says, by the part of the table, and how much it leaves for cells to say."""

    rows: Sequence[_At]
    fills: Mapping[str, Color | None]
    verticals: Mapping[str, str]
    lines: Lines
    wrong: int


@dataclass(frozen=True, slots=True)
class _Counts:
    """How often each row stands in a table, and each pair of neighbours."""

    rows: Counter[_At]
    pairs: Counter[_Pair]

    def recounted(self, before: list[_At], after: list[_At]) -> _Counts:
        """Return the counts with the rows at the table's end called otherwise."""
        rows, pairs = self.rows.copy(), self.pairs.copy()
        rows.subtract(before)
        rows.update(after)
        pairs.subtract(pairwise([*before, None]))
        pairs.update(pairwise([*after, None]))
        return _Counts(+rows, +pairs)


class TableLook:
    """A table style's look, and what each cell says that the style doesn't say in its place."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._edges = _Edges(grid)
        self._fit = self._best_fit()
        self._direct: dict[tuple[object, ...], tuple[str, ...]] = {}

    def _best_fit(self) -> _Fit:
        """Return the fit that leaves the least: a last row or bands only where they help."""
        grid = self._grid
        body = len(grid.rows) - grid.headed
        kinds = ["first"] * grid.headed + (["odd", "even"] * (body // 2 + 1))[:body]
        rows = list(zip(grid.rows, kinds, strict=True))
        counts = _Counts(Counter(rows), Counter(pairwise([None, *rows, None])))
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

    def _cells(self, before: _At | None, at: _At, after: _At | None) -> Iterator[str]:
        fit, edges = self._fit, self._edges
        above, below = (edges.wrong(fit.lines, *pair) for pair in ((before, at), (at, after)))
        beside = edges.wrong_beside(fit.lines, at)
        for slot in self._grid.shapes[at[0]]:
            place = (at[1], _column_kind(slot, self._grid.columns))
            sides = {
                "top": _narrowest(above, slot),
                "left": beside.get(slot.column),
                "bottom": _narrowest(below, slot),
                "right": beside.get(slot.column + slot.columns),
            }
            if self._grid.spacing is not None:
                sides = {side: _own(slot, side) for side in sides}
            said = {side: line for side, line in sides.items() if line is not None}
            fill = None
            if _given(fit.fills, place) != {slot.fill}:
                fill = slot.fill or _WHITE
            vertical = ""
            if _given(fit.verticals, place) != {slot.vertical}:
                vertical = value("vAlign", slot.vertical)
            yield cell_borders(said, "tcBorders") + shading(fill) + vertical


_PARTS = (
    "firstRow",
    "lastRow",
    "firstCol",
    "lastCol",
    "band1Horz",
    "band2Horz",
    *_CORNERS.values(),
)


PLAIN = frozenset({"noHBand", "noVBand"})
"""The switches of a table that has one look all over."""


def look_switches(on: Set[str]) -> str:
    """Return ``w:tblLook`` with these switches on."""
    bits = sum(bit for name, bit in _SWITCHES.items() if name in on)
    names = {"firstCol": "firstColumn", "lastCol": "lastColumn"}
    flags = "".join(f' w:{names.get(name, name)}="{int(name in on)}"' for name in _SWITCHES)
    return f'<w:tblLook w:val="{bits:04X}"{flags}/>'


def box_look(borders: Borders, background: Color | None, margins: str) -> tuple[str, ...]:
    """Return the content of ``w:style`` of a table of one cell."""
    sides = {side: getattr(borders, side) for side in _SIDES}
    return (
        f"<w:tblPr>{table_borders(sides)}{margins}</w:tblPr>",
        _cell_format("", background, ""),
    )


_SIDES = ("top", "left", "bottom", "right")


def _cell_format(borders: str, fill: Color | None, vertical: str) -> str:
    content = borders + shading(fill) + (value("vAlign", vertical) if vertical else "")
    return f"<w:tcPr>{content}</w:tcPr>" if content else ""


# Which parts of a table say what


def _column_kind(slot: Slot, columns: int) -> str:
    first, last = slot.column == 0, slot.column + slot.columns == columns
    return "both" if first and last else "first" if first else "last" if last else "middle"


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
    edges = (_ROWS[row],) if row not in _BODY else ()
    found = {said[part] for part in (*edges, *_COLUMNS[column]) if part in said}
    if not found and row == "last":
        return {said[part] for part in (WHOLE, "band1Horz", "band2Horz") if part in said}
    return found or {said.get(_ROWS[row], said[WHOLE])}


def _fit_values(votes: Mapping[_Place, Counter[T]], *, bands: bool) -> tuple[dict[str, T], int]:
    """Return what parts of the table say of one property, and how many cells say otherwise."""
    body = {place: found for place, found in votes.items() if place[0] not in {"first", "last"}}
    said = {WHOLE: _most(*(body or votes).values())}
    for part in ("band1Horz", "band2Horz") if bands else ():
        _say(said, part, {p: found for p, found in body.items() if _ROWS[p[0]] == part})
    for part in ("firstRow", "lastRow"):
        _say(said, part, {p: found for p, found in votes.items() if _ROWS[p[0]] == part})
    for part in ("firstCol", "lastCol"):
        _say(said, part, {p: found for p, found in body.items() if _COLUMNS[p[1]] == (part,)})
    if said.keys() & {"firstCol", "lastCol"}:
        for place, corner in _CORNERS.items():
            if _COLUMNS[place[1]][0] in said:
                _say(said, corner, {p: found for p, found in votes.items() if p == place})
    return said, _wrong(votes, said)


def _say(said: dict[str, T], part: str, votes: Mapping[_Place, Counter[T]]) -> None:
    """Let a part say what most of its cells ask for, if that at least halves what is left."""
    if not votes:
        return
    left = _wrong(votes, said)
    trial = {**said, part: _most(*votes.values())}
    if left and 2 * _wrong(votes, trial) <= left:
        said[part] = trial[part]


def _wrong(votes: Mapping[_Place, Counter[T]], said: Mapping[str, T]) -> int:
    return sum(
        number
        for place, found in votes.items()
        for wanted, number in found.items()
        if _given(said, place) != {wanted}
    )


def _most(*counts: Counter[T]) -> T:
    """Return what most ask for, the first of equals."""
    return sum(counts, Counter[T]()).most_common(1)[0][0]


def _fit(grid: Grid, edges: _Edges, rows: Sequence[_At], counts: _Counts, *, bands: bool) -> _Fit:
    """Return what a style says of the rows as they are called, with bands or without."""
    fills: dict[_Place, Counter[Color | None]] = {}
    verticals: dict[_Place, Counter[str]] = {}
    for (shape, row), number in counts.rows.items():
        for slot in grid.shapes[shape]:
            place = (row, _column_kind(slot, grid.columns))
            fills.setdefault(place, Counter())[slot.fill] += number
            verticals.setdefault(place, Counter())[slot.vertical] += number
    fill, fills_left = _fit_values(fills, bands=bands)
    vertical, verticals_left = _fit_values(verticals, bands=bands)
    lines, lines_left = edges.fit(counts, bands=bands)
    return _Fit(rows, fill, vertical, lines, fills_left + verticals_left + lines_left)


# Lines

_STYLES = ("inset", "groove", "outset", "ridge", "dotted", "dashed", "solid", "double")


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


def _own(slot: Slot, side: str) -> Border | None:
    line: Border = getattr(slot.lines[0], side)
    return line if is_drawn(line) else None


def _narrowest(wanted: Mapping[int, Border], slot: Slot) -> Border | None:
    """Return what a cell says of several edges: what its neighbours may add to."""
    found = [wanted[column] for column in slot.reach() if column in wanted]
    return min(found, key=lambda line: line.width) if found else None


class _Edges:
    """The lines between the cells of a grid."""

    def __init__(self, grid: Grid) -> None:
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

    def fit(self, counts: _Counts, *, bands: bool) -> tuple[Lines, int]:
        """Return the lines that a style says, and how many edges are drawn otherwise."""
        borders = self._grid.borders
        if self._grid.spacing is not None:
            return {(WHOLE, side): getattr(borders, side) for side in _SIDES}, 0
        lines = {**self._fit_rows(counts.pairs, bands=bands), **self._fit_columns(counts.rows)}
        wrong = sum(len(self.wrong(lines, *pair)) * n for pair, n in counts.pairs.items())
        wrong += sum(len(self.wrong_beside(lines, row)) * n for row, n in counts.rows.items())
        return lines, wrong

    def _fit_rows(self, pairs: Counter[_Pair], *, bands: bool) -> Lines:
        votes: dict[str, Counter[Border]] = {}
        for (upper, lower), number in pairs.items():
            kind = _line_kind(upper, lower)
            for line in self._between(upper and upper[0], lower and lower[0]).values():
                votes.setdefault(kind, Counter())[line] += number
        inside = [votes[kind] for kind in ("odd", "even") if kind in votes]
        lines: Lines = {(WHOLE, side): _most(votes[side]) for side in ("top", "bottom")}
        lines[WHOLE, "insideH"] = _usual(sum(inside, Counter()))
        if bands and len(inside) == 2:
            odd, even = map(_most, inside)
            if odd != even:
                lines[WHOLE, "insideH"] = NO_BORDER
                lines["band1Horz", "bottom"], lines["band2Horz", "bottom"] = odd, even
        for kind, side in (("first", "bottom"), ("last", "top")):
            _add_wider(lines, (_ROWS[kind], side), votes.get(kind), lines[WHOLE, "insideH"])
        return lines

    def _fit_columns(self, shapes: Counter[_At]) -> Lines:
        votes: dict[tuple[str, str], Counter[Border]] = {}
        columns = self._grid.columns
        names = {columns - 1: "end", 1: "start", 0: "left", columns: "right"}
        for (shape, row), number in shapes.items():
            for column, line in self._beside(shape).items():
                kind = ("body" if row in _BODY else row, names.get(column, "middle"))
                votes.setdefault(kind, Counter())[line] += number

        def found(row: str, *kinds: str) -> Counter[Border]:
            return sum((votes.get((row, kind), Counter()) for kind in kinds), Counter())

        inner = ("start", "middle", "end")
        body = "body" if found("body", "left") else "first"
        lines: Lines = {(WHOLE, side): _most(found(body, side)) for side in ("left", "right")}
        inside = found(body, *inner)
        lines[WHOLE, "insideV"] = line = _usual(inside)
        for row in ("first", "last"):
            other = found(row, *inner)
            if other and _usual(other) != line:
                lines[_ROWS[row], "insideV"] = _usual(other)
        _add_wider(lines, ("firstCol", "right"), found(body, "start"), line)
        _add_wider(lines, ("lastCol", "left"), found(body, "end"), line)
        return lines

    def wrong(self, lines: Lines, upper: _At | None, lower: _At | None) -> dict[int, Border]:
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

    def wrong_beside(self, lines: Lines, at: _At) -> dict[int, Border]:
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
        parts = [(part, side) for part in _COLUMNS[_column_kind(slot, self._grid.columns)]]
        found = {lines[part] for part in ((_ROWS[row], own), *parts) if part in lines}
        if len(found) > 1:
            return None
        return found.pop() if found else lines[WHOLE, side if outer else inside]


def _line_kind(upper: _At | None, lower: _At | None) -> str:
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
    if votes and _drawn(line := _most(votes), inside) == line != inside:
        lines[part] = line
