"""Headings go to the pages of what they are kept with, and nothing else does."""

from xml.etree import ElementTree

import pytest

from briefgen.pipeline.job import Stylesheet
from briefgen.style.cascade import compute_styles
from briefgen.style.engine import AssetFetcher, Engine

CSS = """@page { size: 200pt 150pt; margin: 9pt } @page wide { size: 400pt 190pt }
h1, h2, h3 { break-after: avoid } .wide { page: wide } .with { break-before: avoid }
.odd { break-before: left }"""
TABLE = '<table class="wide"><caption>k</caption><tbody><tr><td>t</td></tr></tbody></table>'


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def cascade(engine, body, css=CSS):
    root = ElementTree.fromstring(f'<html lang="en"><head/><body>{body}</body></html>')
    return engine.cascade(root, (Stylesheet("x.css", css.encode()),), AssetFetcher({}))[0]


def words(cascade) -> str:
    """Return the words of each page, with a star where it lies."""
    found = []
    for page in cascade.layout().pages:
        boxes = page._page_box.descendants()
        text = " ".join(box.text for box in boxes if type(box).__name__ == "TextBox")
        found.append(text + ("*" if page.width > 2 * page.height else ""))
    return " / ".join(found)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<p>a</p><h2>b</h2>{TABLE}<p>c</p>", "a / b k t* / c"),
        (f"<p>a</p><h1>b</h1><h2>c <em>d</em></h2>{TABLE}<p>e</p>", "a / b c  d k t* / e"),
        (f"<section><h2>a</h2>{TABLE}</section><h2>b</h2><p>c</p>", "a k t* / b c"),
        (f"<p>a</p><h2>b</h2><div>{TABLE}<p>c</p></div>", "a / b k t* / c"),
        (f"<section><p>a</p><h2>b</h2></section>{TABLE}", "a / b k t*"),
        ("<p>a</p><p>b</p><p class='wide with'>c</p><p>d</p>", "a / b c* / d"),
        (f"<p>a</p><p>b</p>{TABLE}", "a b / k t*"),
        (f"<h2>a</h2><div class='odd'>{TABLE}</div>", "a / k t*"),
        (f"{TABLE}<p class='with'>a</p>", "k t* / a"),
        (f"<div class='with'>a <em>b</em></div>{TABLE}", "a  b / k t*"),
    ],
)
def test_a_heading_goes_to_the_page_of_what_it_is_kept_with(engine, body, expected):
    laid_out = cascade(engine, body)
    assert words(laid_out) == expected
    of = compute_styles(laid_out).of
    for element in laid_out.html.etree_element.find("body").iter():
        text = (element.text or "").strip()
        if text:
            page = next(page for page in expected.split(" / ") if text in page.strip("*").split())
            assert (of(element, None).page == "wide") == page.endswith("*")


def test_no_name_is_looked_for_where_no_stylesheet_names_a_page(engine, monkeypatch):
    monkeypatch.delattr("briefgen.style.engine.pulled_names")
    assert words(cascade(engine, "<h2>a</h2><p>b</p>", "h2 { break-after: avoid }")) == "a b"
