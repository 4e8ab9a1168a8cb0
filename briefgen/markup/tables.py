"""Turn a table into the rows of it whose cells don't fill its columns.

The rules are those of HTML's table model: cells flow into the columns that no cell of
a row above reaches into.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from briefgen.markup.attributes import Fault

_SECTIONS = ("thead", "tbody", "tfoot")


def find_uneven_rows(table: Element) -> Iterator[tuple[Element, Fault]]:
    """Return the rows with more or fewer columns than the table has, with what is wrong.

    The table has the columns of its ``colgroup``, or else of its first row.
    """
    columns = sum(_number(column, "span") for column in table.iterfind("colgroup/col")) or None
    for section in table:
        if section.tag not in _SECTIONS:
            continue
        reaching: dict[int, int] = {}
        rows = section.findall("tr")
        for left, row in zip(range(len(rows) - 1, -1, -1), rows, strict=True):
            width, fault = _fill(row, reaching, left)
            columns = columns or width
            if fault is None and width != columns:
                message = f"this row fills {width} columns of {columns}"
                fault = Fault("M015", message, "see its colspan, and the rowspan of rows above")
            if fault is not None:
                yield row, fault


def _fill(row: Element, reaching: dict[int, int], left: int) -> tuple[int, Fault | None]:
    """Return how many columns a row fills, and what is wrong with its spans.

    ``reaching`` says for each column how many more rows a cell from above reaches into;
    ``left`` is how many rows the section has after this one.
    """
    position, fault = 0, None
    taken = {column for column, rows in reaching.items() if rows}
    below: dict[int, int] = {column: rows - 1 for column, rows in reaching.items() if rows > 1}
    for cell in row:
        while position in taken:
            position += 1
        rowspan = _number(cell, "rowspan")
        if rowspan - 1 > left:
            message = f"rowspan={rowspan} reaches past the end of the rows"
            fault = Fault("M015", message, f"{left + 1} is the most it can be here")
        for column in range(position, position + _number(cell, "colspan")):
            if column in taken:
                fault = Fault("M015", "cells overlap: one from above reaches in here", None)
            taken.add(column)
            if rowspan > 1:
                below[column] = rowspan - 1
        position += _number(cell, "colspan")
    reaching.clear()
    reaching.update(below)
    width = max(taken, default=-1) + 1
    if fault is None and len(taken) < width:
        fault = Fault("M015", "a column of this row has no cell", None)
    return width, fault


def _number(element: Element, name: str) -> int:
    value = element.get(name, "1")
    return int(value) if value.isdecimal() and len(value) < 6 else 1
