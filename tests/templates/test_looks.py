"""What the base stylesheet makes of the templates' documents, as computed styles."""

import dataclasses
from xml.etree import ElementTree

import pytest

from briefgen.markup.parse import serialize
from briefgen.pipeline.job import Stylesheet
from briefgen.style.cascade import compute_styles
from briefgen.style.engine import AssetFetcher, Engine
from tests.templates.meeting import SECTIONS, TEMPLATES, make, make_brief, make_view

NASKH, OTHERS = 12.5, 10.5
"""Sizes in points of text in Arabic script, and in any other."""


@pytest.fixture(scope="module")
def engine():
    return Engine()


def dress(engine, root, kind="briefing", css=""):
    """Return the cascade of a document with the stylesheets of its kind, and some rules more."""
    names = ("base/style.css", f"kinds/{kind}.css")
    paths = [TEMPLATES / name for name in names if (TEMPLATES / name).exists()]
    sheets = [Stylesheet(path.name, path.read_bytes()) for path in paths]
    return engine.cascade(root, (*sheets, Stylesheet("x", css.encode())), AssetFetcher({}))[0]


def looks(engine, view):
    """Return the elements of a View's document, each with its style."""
    root = ElementTree.fromstring(serialize(make(view)))
    styles = compute_styles(dress(engine, root, view.kind))
    return [(element, styles.of(element)) for element in root.find("body").iter()]


@pytest.mark.parametrize("kind", ["briefing", "bilingual-table", "review-table"])
def test_all_text_in_naskh_is_larger_by_the_same_part(engine, kind):
    sizes = {
        tag: {
            round(s.font_size, 4)
            for e, s in looks(engine, make_view(kind, tag))
            if "dir" not in e.attrib
        }
        for tag in ("en", "fa")
    }
    assert len(sizes["en"]) > 4
    assert sizes["fa"] == {round(size * NASKH / OTHERS, 4) for size in sizes["en"]}


@pytest.mark.parametrize("kind", SECTIONS)
@pytest.mark.parametrize("tag", ["en", "fa"])
def test_no_heading_is_smaller_than_the_text_under_it(engine, kind, tag):
    found = looks(engine, make_view(kind, tag))
    text = min(style.font_size for element, style in found if element.tag == "li")
    for element, style in found:
        if element.tag in {"h1", "h2", "h3"} and not element.get("class"):
            assert style.font_size >= 0.9 * text, element.text


@pytest.mark.parametrize(
    ("tags", "factor"), [(("en", "ru", "fa"), 1.2), (("fa", "fa", "en"), 0.84)]
)
def test_a_language_of_the_other_direction_looks_as_large_beside_the_first(engine, tags, factor):
    found = looks(engine, make_view("bilingual-table", *tags))
    cells = {e.get("lang"): style.font_size for e, style in found if e.tag == "td"}
    assert cells[tags[2]] / cells[tags[1]] == pytest.approx(factor)


@pytest.mark.parametrize(("tags", "align"), [(("en", "ru", "fa"), "end"), (("fa", "en"), "end")])
def test_the_heading_of_a_column_stands_where_its_lines_begin(engine, tags, align):
    found = looks(engine, make_view("bilingual-table", *tags))
    columns = (pair for pair in found if pair[0].get("scope") == "col" and not pair[0].get("lang"))
    heads = [style.text_align for _, style in columns]
    table = 1 + len(tags)
    assert heads[:table] == ["start"] * (table - 1) + [align]
    assert heads[table:] == heads[1:table]


def lines(box, kind="TextBox"):
    """Yield the boxes of text in a box, or those of another kind."""
    if type(box).__name__ == kind:
        yield box
    for child in getattr(box, "children", ()):
        yield from lines(child, kind)


def test_a_time_in_words_stays_in_its_cell(engine):
    brief = make_brief("слово")
    [*_, last] = brief.commitments
    when = "В течение срока действия плана (2025–2027\u00a0годы)"
    last = dataclasses.replace(last, when=when, cites=())
    view = make_view("briefing", "ru", sections=("commitments",))
    view = dataclasses.replace(view, brief=dataclasses.replace(brief, commitments=(last,)))
    laid = dress(engine, ElementTree.fromstring(serialize(make(view)))).layout()
    cells = list(lines(laid.pages[0]._page_box, "TableCellBox"))
    assert any("годы" in text.text for cell in cells for text in lines(cell))
    for cell in cells:
        edge = cell.content_box_x() + cell.width
        for text in lines(cell):
            assert text.position_x + text.width <= edge + 0.01, text.text


def test_no_entry_of_the_contents_is_alone_on_a_page(engine):
    numbers = range(36, 60)
    pages = []
    for number in numbers:
        entries = "".join(f'<li><a href="#a">Part {n}</a></li>' for n in range(number))
        root = ElementTree.fromstring(
            '<html lang="en" dir="ltr"><head/><body><nav class="contents" role="doc-toc">'
            f'<ol>{entries}</ol></nav><h2 id="a">Part</h2></body></html>'
        )
        laid = dress(engine, root, css="h2 { break-before: page }").layout()
        pages.append([sum("Part" in t.text for t in lines(p._page_box)) for p in laid.pages[:-1]])
    assert len({len(counts) for counts in pages}) == 2, "the contents end on one page and on two"
    assert all(count > 1 for counts in pages for count in counts)
