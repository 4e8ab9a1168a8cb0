"""Turn a PDF's tables into what is wrong with their cells, rows and headers."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator

from briefgen.conformance.pdf.model import Element, Pdf
from briefgen.conformance.pdf.objects import to_text

_SCOPES = frozenset(["Row", "Column", "Both"])
_IN_TABLES = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
}
_AROUND = {"TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"}}
_WIDEST = 10_000


def header_cells_have_a_scope(pdf: Pdf) -> Iterator[str]:
    """15-003, for every table: whether a header is that of its row or of its column."""
    for element in pdf.of_type("TH"):
        if to_text(element.attributes.get("Scope"))[1:] not in _SCOPES:
            yield f"a header cell has no Scope {pdf.at(element)}"


def tables_are_regular(pdf: Pdf) -> Iterator[str]:
    """09-004: rows are in tables and cells in rows, as many columns in each row."""
    for element in pdf.of_type(*_IN_TABLES):
        for child in pdf.children(element):
            if child.type not in _IN_TABLES[element.type]:
                yield f"{child.type} may not stand in {element.type} {pdf.at(child)}"
    for element in pdf.of_type(*_AROUND):
        above = next(pdf.ancestors(element), None)
        if above is None or above.type not in _AROUND[element.type]:
            yield f"{element.type} stands outside {'/'.join(sorted(_AROUND[element.type]))}"
    for table in pdf.of_type("Table"):
        yield from _uneven_rows(pdf, table)


def _uneven_rows(pdf: Pdf, table: Element) -> Iterator[str]:
    rows = _rows(pdf, table)
    widths = _widths(pdf, rows)
    if len(set(widths)) > 1:
        usual = Counter(widths).most_common(1)[0][0]
        number = next(n for n, width in enumerate(widths) if width != usual)
        width = widths[number]
        yield f"row {number + 1} has {width} columns, others {usual} {pdf.at(rows[number])}"


def _rows(pdf: Pdf, table: Element) -> list[Element]:
    rows: list[Element] = []
    for child in pdf.children(table):
        if child.type == "TR":
            rows.append(child)
        elif child.type in ("THead", "TBody", "TFoot"):
            rows += [each for each in pdf.children(child) if each.type == "TR"]
    return rows


def _widths(pdf: Pdf, rows: list[Element]) -> list[int]:
    """Return how many columns each row fills, with the cells that reach into it from above."""
    change: Counter[int] = Counter()  # of the columns that are filled from above, by row
    reaching = 0
    widths = []
    for number, row in enumerate(rows):
        reaching += change[number]
        width = reaching
        for cell in pdf.children(row):
            columns = _span(cell, "ColSpan")
            width += columns
            change[number + 1] += columns
            change[number + _span(cell, "RowSpan")] -= columns
        widths.append(width)
    return widths


def _span(cell: Element, name: str) -> int:
    value = cell.attributes.get(name, 1)
    return min(value, _WIDEST) if isinstance(value, int) and value > 0 else 1


def a_table_is_one(pdf: Pdf) -> Iterator[str]:
    """ISO 32000-1, 14.8.4.3.4: a table over several pages is one Table, its header read once."""
    tables = list(pdf.of_type("Table"))
    for before, table in itertools.pairwise(tables):
        header = _header(pdf, table)
        goes_on = before.parent == table.parent and before.end == table.number
        if goes_on and header and header == _header(pdf, before):
            yield f"a table begins with the header of the one before it {pdf.at(table)}"
    for table in tables:
        heads = [_header_text(pdf, row) for row in _header_rows(pdf, table)]
        if len(heads) > 1 and len(set(heads)) < len(heads):
            yield f"a table has the same header row more than once {pdf.at(table)}"


def _header(pdf: Pdf, table: Element) -> str:
    return "\n".join(_header_text(pdf, row) for row in _header_rows(pdf, table))


def _header_rows(pdf: Pdf, table: Element) -> list[Element]:
    return [
        row
        for row in _rows(pdf, table)
        if (cells := pdf.children(row)) and all(cell.type == "TH" for cell in cells)
    ]


def _header_text(pdf: Pdf, row: Element) -> str:
    return "|".join(" ".join(pdf.text(cell).split()) for cell in pdf.children(row))
