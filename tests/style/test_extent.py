"""How long a layout is: measured on pages whose lines can be counted."""

from xml.etree import ElementTree

import pytest

from briefgen.pipeline.job import Stylesheet
from briefgen.style.engine import AssetFetcher, Engine
from briefgen.style.extent import measure

CSS = """
@page { size: 300pt 140pt; margin: 20pt; @top-left { content: "head"; font-size: 8pt } }
html { font: 8pt/10pt "PT Sans" } body, p, h1 { margin: 0; font-size: 8pt }
"""


@pytest.fixture(scope="module")
def engine():
    return Engine()


def measured(engine, body, css="", pages=1, reserve=0.0):
    root = ElementTree.fromstring(f'<html lang="en"><head/><body>{body}</body></html>')
    sheets = (Stylesheet("s.css", (CSS + css).encode()),)
    cascade, problems = engine.cascade(root, sheets, AssetFetcher({}))
    assert problems == []
    return root, measure(cascade.layout(), pages, reserve)


def lines(count):
    return "".join(f"<p>{number}</p>" for number in range(count))


@pytest.mark.parametrize(
    ("count", "pages", "over", "filled"),
    [(5, 1, 0, 0.5), (10, 1, 0, 1.0), (11, 1, 1, 1.0), (17, 1, 7, 1.0), (15, 2, 0, 0.75),
     (5, 2, 0, 0.25), (23, 2, 3, 1.0), (31, 1, 21, 1.0)],
)  # fmt: skip
def test_lines_that_have_no_room_are_counted(engine, count, pages, over, filled):
    _, extent = measured(engine, lines(count), pages=pages)
    assert (extent.lines_over, extent.over) == (over, pytest.approx(10 * over, abs=0.1))
    assert extent.filled == pytest.approx(filled, abs=0.001)
    assert extent.free == pytest.approx(100 * pages * (1 - filled), abs=0.1)


def test_markers_are_no_lines_of_their_own(engine):
    items = "".join(f"<li>{number}</li>" for number in range(12))
    _, extent = measured(engine, f"<ul>{items}</ul>", "ul, li { margin: 0; font-size: 8pt }")
    assert extent.lines_over == 2


def test_what_is_reserved_counts_as_full(engine):
    _, extent = measured(engine, lines(9), reserve=0.15)
    assert (extent.lines_over, extent.free) == (1, pytest.approx(-5, abs=0.1))
    assert measured(engine, lines(8), reserve=0.15)[1].over == 0


def test_what_runs_out_of_the_page_is_over_though_there_is_no_second_page(engine):
    _, extent = measured(engine, f"<div>{lines(12)}</div>", "div { display: inline-block }")
    assert (extent.pages, extent.lines_over) == (1, 1)
    assert extent.over == pytest.approx(20, abs=0.5)


def test_heights_take_in_margins_and_all_pages(engine):
    root, extent = measured(
        engine,
        f'<h1>t</h1><div class="b">{lines(14)}</div>',
        "h1 { margin-bottom: 5pt } .b { padding: 2pt 0 }",
    )
    heights = {element: round(height) for element, height in extent.heights.items()}
    assert heights[root.find(".//h1")] == 15
    assert heights[root.findall(".//p")[0]] == 10
    assert heights[root.find(".//div")] == pytest.approx(144, abs=6)


def test_a_part_of_a_line_has_its_share_of_the_height(engine):
    words = "word " * 60
    root, extent = measured(engine, f"<p><span>{words}</span><em>{words * 3}</em></p>")
    whole, first, second = (extent.heights[root.find(f".//{t}")] for t in ("p", "span", "em"))
    assert first + second == pytest.approx(whole, rel=0.1)
    assert second == pytest.approx(3 * first, rel=0.15)
