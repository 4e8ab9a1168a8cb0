"""Which Word styles the elements of a document got, read back from the document."""

from xml.etree import ElementTree

import pytest

from briefgen.pipeline.job import Stylesheet
from briefgen.style.cascade import compute_styles
from briefgen.style.engine import AssetFetcher
from briefgen.style.rules import Rules
from briefgen.writers.docx.trace import trace_styles

BODY = """<header class="cover"><h1 id="e0">T</h1><p class="kicker">K <em>e</em></p></header>
<section class="box"><p>A</p><ul><li>b</li></ul></section><section><p>C</p></section>
<ul class="marks"><li>x <strong>y</strong></li><li><p>z</p></li></ul>
<table class="facts"><caption>Cap</caption><colgroup><col/></colgroup>
<tbody><tr><th scope="row">h</th></tr><tr><td>d</td></tr><tr><td>d</td></tr></tbody></table>
<p>N<span role="doc-footnote">note</span> <a href="#e0">l</a></p>"""
CSS = """.box { border: 1pt solid #ff0000; padding: 3pt }
em { color: #ff0000 } strong { font-weight: bold } p.kicker::before { content: "x"; color: #00ff00 }
td { border: 1pt solid #ff0000 } [role="doc-footnote"] { float: footnote }
@page { @top-left { content: "L" } @bottom-left { content: "M" }
@bottom-right { content: "R"; color: #ff0000 } }"""


@pytest.fixture(scope="module")
def rules(engine):
    """Selector → names of the styles that come of it."""
    root = ElementTree.fromstring(
        f'<html lang="en"><head><title>t</title></head><body>{BODY}</body></html>'
    )
    before = ElementTree.tostring(root)
    selectors = "html, h1, header, p, .kicker, em, .box, ul, li, .marks li, strong, table, caption"
    selectors += ", col, tr, th, td, span, a, p.kicker::before, .nothing, title"
    css = CSS + "".join(f"\n{selector} {{ orphans: 2 }}" for selector in selectors.split(", "))
    css += "\n@page { margin: 2cm } @page wide { margin: 1cm }"
    sheets = (Stylesheet("s.css", css.encode()),)
    cascade, _ = engine.cascade(root, sheets, AssetFetcher({}))
    styles = compute_styles(cascade)
    traced = trace_styles(root, styles, {})
    assert ElementTree.tostring(root) == before
    found = {}
    for rule, met in Rules(sheets, root, styles).meeting():
        names = (named for subject, element in met for named in traced.of(subject, element))
        found[rule.selector] = [name for _, name in dict.fromkeys(names)]
    return found


@pytest.mark.parametrize(
    ("selector", "names"),
    [
        ("html", ["Normal"]),
        ("h1", ["heading 1"]),
        ("header", ["heading 1", "Kicker"]),
        (".kicker", ["Kicker"]),
        ("em", ["Emphasis"]),
        (".box", ["Box Table"]),
        ("strong", ["Strong"]),
        ("table", ["Facts Table"]),
        ("caption", ["caption"]),
        ("col", []),
        ("th", ["Row Heading"]),
        ("td", ["Table Text"]),
        ("tr", ["Row Heading", "Table Text"]),
        ("span", ["footnote reference", "footnote text"]),
        ("a", ["Hyperlink"]),
        ("p.kicker::before", ["Kicker Before"]),
        ("@page @bottom-left", ["footer"]),
        ("@page @bottom-right", ["footer", "Bottom Right"]),
        ("@page @top-left", ["header"]),
        ("@page", ["header", "footer"]),
    ],
)
def test_the_elements_of_a_rule_have_these_styles(rules, selector, names):
    assert rules[selector] == names


def test_the_paragraphs_inside_and_outside_of_a_box_are_told_apart(rules):
    assert set(rules["p"]) > {"Kicker", "Body Text", "Box"}
    assert "List Bullet" in rules["li"][1]
    assert rules["ul"] == rules["li"]


def test_rules_that_meet_nothing_are_not_listed(rules):
    assert not {".nothing", "title", "@page wide"} & rules.keys()
