"""Cells of tables take the places that HTML's table model gives them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.grid import lay_out


def shown(*rows):
    """Return the rows as they are laid out; a cell is its name and spans, such as ``a2x3``."""

    def spans(cell):
        columns, _, down = cell[1:].partition("x")
        return int(columns or 1), int(down or 1)

    return [
        " ".join(
            f"{cell.cell[0]}:{cell.column}{'^' * bool(cell.above)}{'v' * bool(cell.below)}"
            for cell in cells
        )
        for cells in lay_out([row.split() for row in rows], spans)
    ]


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        (["a b", "c d"], ["a:0 b:1", "c:0 d:1"]),
        (["a2 b", "c d2"], ["a:0 b:2", "c:0 d:1"]),
        (["a1x3 b2", "c d1x2", "e"], ["a:0v b:1", "a:0^v c:1 d:2v", "a:0^ e:1 d:2^"]),
        (["a b1x2", "", "c d"], ["a:0 b:1v", "b:1^", "c:0 d:1"]),
        (["a b1x2", "c2"], ["a:0 b:1v", "c:0 b:1^"]),
    ],
)
def test_cells_flow_into_the_columns_that_none_from_above_takes(rows, places):
    assert shown(*rows) == places


CELLS = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 4)), max_size=4)


@given(st.lists(CELLS, max_size=6))
def test_each_cell_begins_once_and_goes_down_as_far_as_it_says(rows):
    seen = {}
    for number, cells in enumerate(lay_out(enumerate_cells(rows), lambda cell: cell[1])):
        assert [cell.column for cell in cells] == sorted(cell.column for cell in cells)
        for cell in cells:
            seen.setdefault(cell.cell, []).append((number, cell.above))
    for ((row, _), (_, down)), places in seen.items():
        assert places == [(n, n - row) for n in range(row, min(row + down, len(rows)))]
    assert len(seen) == sum(map(len, rows))


def enumerate_cells(rows):
    """Return rows of cells that know their place among the others, and their spans."""
    return [[((r, c), spans) for c, spans in enumerate(row)] for r, row in enumerate(rows)]
