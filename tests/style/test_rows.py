"""Rows stay whole, but for those that would leave a fifth of a page blank."""

from random import Random
from xml.etree import ElementTree

import pytest

from briefgen.pipeline.job import Stylesheet
from briefgen.style.engine import AssetFetcher, Engine

CSS = """@page { size: 300px 400px; margin: 0 } body { margin: 0 } table { width: 100% }
table { table-layout: fixed; border-collapse: collapse } td, th { padding: 0; vertical-align: top }
html { font: 10px/20px 'PT Sans'; orphans: 3; widows: 3 } tr { break-inside: avoid }"""


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def lay_out(engine, rows, css=CSS, head=""):
    """Return the layout of a table: rows are their lines, in each column."""
    cells = ("".join(f"<td>{'<br/>'.join('x' * n)}</td>" for n in row) for row in rows)
    body = "".join(f'<tr id="r{n}">{row}</tr>' for n, row in enumerate(cells))
    text = f"<table>{head}<tbody>{body}</tbody></table>"
    root = ElementTree.fromstring(f'<html lang="en"><head/><body>{text}</body></html>')
    cascade, _ = engine.cascade(root, (Stylesheet("x.css", css.encode()),), AssetFetcher({}))
    return cascade.layout()


def count_lines(box) -> int:
    return sum(type(each).__name__ == "LineBox" for each in box.descendants())


def lines(document):
    """Return for each page the lines of each row on it, as those of its fullest cell."""
    found = []
    for page in document.pages:
        rows = [b for b in page._page_box.descendants() if type(b).__name__ == "TableRowBox"]
        found.append([max(map(count_lines, row.children)) for row in rows])
    return found


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(15,), (8,)], [[15, 5], [3]]),  # a fourth would be blank
        ([(16,), (8,)], [[16], [8]]),  # a fifth, no more
        ([(11, 2), (7, 10)], [[11, 7], [3]]),  # three lines stay for the next page
        ([(12, 1), (3, 9)], [[12, 6], [3]]),
        ([(30,)], [[20], [10]]),  # higher than a page
        ([(3,)] * 14, [[3] * 6, [3] * 6, [3] * 2]),
    ],
)
def test_a_row_breaks_only_where_a_fifth_of_a_page_would_be_blank(engine, rows, expected):
    assert lines(lay_out(engine, rows)) == expected


def test_what_is_kept_with_a_row_counts_as_blank(engine):
    css = CSS + "#r1 { break-after: avoid }"
    rows = [(15,), (1,), (10,)]
    assert lines(lay_out(engine, rows, css)) == [[15, 1, 4], [6]]
    assert lines(lay_out(engine, rows)) == [[15, 1], [10]]


def test_a_header_row_is_repeated_and_never_broken(engine):
    head = "<thead><tr><th scope='col'>h<br/>h</th></tr></thead>"
    assert lines(lay_out(engine, [(12,), (9,)], head=head)) == [[2, 12, 6], [2, 3]]


def test_no_page_of_any_table_has_a_fifth_blank(engine):
    random = Random(5)
    for _ in range(6):
        rows = [(random.randint(1, 14), random.randint(1, 14)) for _ in range(14)]
        pages = lines(lay_out(engine, rows))
        assert all(sum(page) >= 16 for page in pages[:-1]), (rows, pages)
        assert sum(map(sum, pages)) >= sum(map(max, rows))
