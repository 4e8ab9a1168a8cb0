"""What the base stylesheet makes of the templates' documents, as computed styles."""

from xml.etree import ElementTree

import pytest

from briefgen.build.job import Stylesheet
from briefgen.markup.parse import serialize
from briefgen.style.cascade import compute_styles
from briefgen.style.engine import AssetFetcher, Engine
from tests.templates.meeting import SECTIONS, TEMPLATES, make, make_view

NASKH, OTHERS = 12.5, 10.5
"""Sizes in points of text in Arabic script, and in any other."""


@pytest.fixture(scope="module")
def engine():
    return Engine()


def looks(engine, view):
    """Return the elements of a View's document, each with its style."""
    root = ElementTree.fromstring(serialize(make(view)))
    names = ("base/style.css", f"kinds/{view.kind}.css")
    paths = [TEMPLATES / name for name in names if (TEMPLATES / name).exists()]
    sheets = tuple(Stylesheet(path.name, path.read_bytes()) for path in paths)
    cascade, _ = engine.cascade(root, sheets, AssetFetcher({}))
    styles = compute_styles(cascade)
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
