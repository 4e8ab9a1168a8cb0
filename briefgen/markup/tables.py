"""Turn a table into the rows of it whose cells don't fill its columns.

Where cells stand is settled in briefgen/grid.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from briefgen.grid import GridCell, lay_out, spans, to_number
from briefgen.markup.attributes import Fault

_SECTIONS = ("thead", "tbody", "tfoot")


def find_uneven_rows(table: Element) -> Iterator[tuple[Element, Fault]]:
    """Return the rows with more or fewer columns than the table has, with what is wrong.

    The table has the columns of its ``colgroup``, or else of its first row.
    """
    columns = sum(to_number(col.get("span", "1")) for col in table.iterfind("colgroup/col")) or None
    for section in table:
        if section.tag not in _SECTIONS:
            continue
        rows = section.findall("tr")
        for number, (row, cells) in enumerate(zip(rows, lay_out(rows, spans), strict=True), 1):
            width = max((cell.reach.stop for cell in cells), default=0)
            fault = _fault(cells, width, len(rows) - number)
            columns = columns or width
            if fault is None and width != columns:
                message = f"this row fills {width} columns of {columns}"
                fault = Fault("M015", message, "see its colspan, and the rowspan of rows above")
            if fault is not None:
                yield row, fault


def _fault(cells: Sequence[GridCell[Element]], width: int, left: int) -> Fault | None:
    """Return what is wrong with the spans of a row that has ``left`` rows of its group below."""
    fault = None
    taken = {column for cell in cells if cell.above for column in cell.reach}
    for cell in cells:
        if cell.above:
            continue
        if cell.below > left:
            message = f"rowspan={cell.below + 1} reaches past the end of the rows"
            fault = Fault("M015", message, f"{left + 1} is the most it can be here")
        if not taken.isdisjoint(cell.reach):
            fault = Fault("M015", "cells overlap: one from above reaches in here", None)
        taken.update(cell.reach)
    if fault is None and len(taken) < width:
        fault = Fault("M015", "a column of this row has no cell", None)
    return fault
