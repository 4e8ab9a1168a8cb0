"""Turn a structure tree into one whose headers and notes can be referred to.

Tables: ISO 32000-1, 14.8.5.7; notes: ISO 14289-1, 7.9.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from briefgen.grid import lay_out, spans
from briefgen.writers.pdf.structure import Node

_SCOPES = {"row": "Row", "rowgroup": "Row", "col": "Column", "colgroup": "Column"}
_PARTS = ("Caption", "THead", "TBody", "TFoot")
"""What a table has, in the order in which it is read, wherever it is drawn."""


@dataclass(frozen=True, slots=True)
class _Cell:
    node: Node
    columns: range
    rows: range


def identify(document: Node) -> None:
    """Give headers and notes identifiers, and the cells of tables spans, scopes and headers."""
    headers = notes = 0
    for node in document.walk():
        if node.type == "Table":
            headers += _relate(node, headers)
        elif node.type == "Note":
            node.texts["ID"] = f"note-{notes:06}"
            notes += 1


def _relate(table: Node, first: int) -> int:
    """Say of each cell what it spans and which headers are over and beside it.

    The identifiers of headers are counted from ``first``; return how many there are.
    """
    table.kids.sort(key=_rank)
    over: defaultdict[int, _Over] = defaultdict(_Over)
    beside: defaultdict[int, list[str]] = defaultdict(list)
    cells = list(_cells(table))
    headers = [cell for cell in cells if cell.node.type == "TH"]
    for number, cell in enumerate(headers, start=first):
        name = cell.node.texts["ID"] = f"header-{number:06}"
        for place in () if _scope(cell) == "Column" else cell.rows:
            beside[place].append(f"({name})")
    for cell in cells:
        says = [f"/ColSpan {len(cell.columns)}"] if len(cell.columns) > 1 else []
        if len(cell.rows) > 1:
            says.append(f"/RowSpan {len(cell.rows)}")
        if cell.node.type == "TH":
            says.append(f"/Scope/{_scope(cell)}")
            for place in cell.columns if _scope(cell) == "Column" else ():
                over[place].add(cell)
        elif names := [
            *(name for row in cell.rows for name in beside.get(row, ())),
            *(name for column in cell.columns for name in over[column].names),
        ]:
            says.append(f"/Headers[{''.join(dict.fromkeys(names))}]")
        if says:
            cell.node.attributes.append("/O/Table" + "".join(says))
    return len(headers)


class _Over:
    """The headers over a cell of one column: those of the table's head, and the last below it.

    A header among the rows stands for what follows it, as far as the next.
    """

    def __init__(self) -> None:
        self._head: list[str] = []
        self._last: list[str] = []
        self._row = 0

    @property
    def names(self) -> list[str]:
        """Return the headers' identifiers as PDF strings, from the top down."""
        return self._head + self._last

    def add(self, cell: _Cell) -> None:
        """Add the header that comes next from the top down."""
        part = cell.node.parent and cell.node.parent.parent
        if part and part.type == "THead":
            self._head.append(f"({cell.node.texts['ID']})")
            return
        if cell.rows.start != self._row:
            self._last.clear()
        self._row = cell.rows.stop
        self._last.append(f"({cell.node.texts['ID']})")


def _scope(cell: _Cell) -> str:
    element = cell.node.element
    return _SCOPES.get(element.get("scope", "") if element is not None else "", "Column")


def _rank(kid: Any) -> int:
    return _PARTS.index(kid.type) if isinstance(kid, Node) and kid.type in _PARTS else 0


def _cells(table: Node) -> Iterator[_Cell]:
    """Yield the cells with the places they take in the grid."""
    lines = (node.kids for node in table.walk() if node.type == "TR")
    rows = ([kid for kid in line if _is_cell(kid)] for line in lines)
    for row, cells in enumerate(lay_out(rows, _spans)):
        for cell in cells:
            if not cell.above:
                yield _Cell(cell.cell, cell.reach, range(row, row + 1 + cell.below))


def _is_cell(kid: Any) -> bool:
    """Return whether this is a cell, and not what a stylesheet puts beside the cells."""
    return isinstance(kid, Node) and kid.type in ("TH", "TD")


def _spans(node: Node) -> tuple[int, int]:
    return (1, 1) if node.element is None else spans(node.element)
