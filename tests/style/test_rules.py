"""Stylesheets are read into rules with places, and matched with elements and pages."""

from xml.etree import ElementTree

import pytest

from briefgen.diagnostics import Place
from briefgen.pipeline.job import Stylesheet
from briefgen.style.cascade import compute_styles
from briefgen.style.engine import AssetFetcher, Engine
from briefgen.style.model import Subject
from briefgen.style.rules import Rules

BODY = '<main><p class="a" id="x">A</p><p role="note">B</p></main><aside><p>C</p></aside>'


@pytest.fixture(scope="module")
def engine():
    return Engine()


@pytest.fixture
def read(engine):
    def make(*sheets, body=BODY):
        root = ElementTree.fromstring(
            f'<html lang="en"><head><title>t</title></head><body>{body}</body></html>'
        )
        stylesheets = tuple(
            Stylesheet(f"{number}.css", css.encode()) for number, css in enumerate(sheets)
        )
        cascade, _ = engine.cascade(root, stylesheets, AssetFetcher({}))
        rules = Rules(stylesheets, root, compute_styles(cascade))
        rules.cascade = cascade
        return rules

    return make


def selectors(rules):
    return [rule.selector for rule, _ in rules.meeting()]


def judged(rules, name):
    """What is decided for a property: ``tag value`` of each declaration that counts."""
    return list(
        rules.judge(
            lambda _rule, found, about, *_values: (
                f"{about.tag} {found.value}" if found.name == name else None
            ),
            rules.cascade,
        )
    )


def test_rules_come_in_order_with_their_places(read):
    rules = [
        rule
        for rule, _ in read("p { color: red }\n\n  .a,\n p { }", "@page { size: A5 }").meeting()
    ]
    assert [(rule.selector, str(rule.place)) for rule in rules] == [
        ("p", "0.css:1:1"),
        (".a, p", "0.css:3:3"),
        ("@page", "1.css:1:1"),
    ]
    (declaration,) = rules[0].declarations
    assert str(declaration) == "color: red"
    assert declaration.place == Place("0.css", 1, 5, 5)


def test_a_rule_has_the_elements_that_it_meets_and_what_they_are(read):
    ((_, met),) = read("[role], aside p::before { color: red }").meeting()
    assert [(subject, element.text) for subject, element in met] == [
        (Subject("p", "note"), "B"),
        (Subject("p", "", "before"), "C"),
    ]


@pytest.mark.parametrize(
    ("media", "holds"),
    [
        ("print", True),
        ("all", True),
        ("", True),
        ("only print", True),
        ("screen, print", True),
        ("screen", False),
        ("print and (min-width: 1cm)", False),
    ],
)
def test_rules_for_print_are_read_as_the_engine_reads_them(read, media, holds):
    css = f"@media {media} {{ p {{ color: #010203 }} }}"
    rules = read(css)
    assert selectors(rules) == (["p"] if holds else [])
    (element,) = (e for e in rules._tree.etree_element.iter() if e.text == "C")
    assert (rules._styles.of(element, None).color.hex == "010203") == holds


def test_nested_rules_stand_after_those_they_are_in(read):
    css = "main { color: red; .a, & p { color: blue } @media print { p { color: red } } }"
    assert selectors(read(css)) == ["main", ".a, main p"]
    assert selectors(read("main { h1 { color: red } }")) == ["main"]


def test_what_is_no_selector_is_passed_over(read):
    assert selectors(read("p:::x { color: red } p::y( { color: red }\np { color: red }")) == []
    assert selectors(read("p:::x { color: red }\np { color: red }")) == ["p"]


def test_pages_count_that_the_document_has(read):
    css = "@page wide { size: A5 } @page wide:first, :first { size: A5; @top-left { color: red } }"
    assert selectors(read(css)) == ["@page :first", "@page :first @top-left"]
    assert selectors(read(css, "p { page: wide }"))[0] == "@page wide"


def test_a_declaration_counts_once_and_where_it_decides(read):
    assert judged(read("p, main { order: 1 }"), "order") == ["main 1"]
    assert judged(read("p { order: 1 } p { order: 2 }"), "order") == ["p 2"]
    assert judged(read(".a { order: 1 } p { order: 2 }"), "order") == ["p 1", "p 2"]
    assert judged(read("p { order: 1 !important } #x { order: 2 }"), "order") == ["p 1"]
    assert judged(read("aside { display: none } aside p { order: 1 }"), "order") == []


def test_custom_properties_are_those_that_the_element_has(read):
    css = "main { --n: 1 } aside { --n: var(--m, 2) } p { order: var(--n) }"
    assert judged(read(css), "order") == ["p 1"]
    assert judged(read(css.replace("p {", "aside p {")), "order") == ["p 2"]
    assert judged(read("p { --n: var(--n); order: var(--n) }"), "order") == ["p var(--n)"]
    assert judged(read("html { --n: 3 } @page { bleed: var(--n) }"), "bleed") == ["@page 3"]


def test_a_declaration_of_which_one_property_wins_counts_in_any_file(engine):
    root = ElementTree.fromstring('<html lang="en"><body><p>A</p><p>B</p></body></html>')
    css = "p { columns: 2 3pt } p { column-count: 4 }"
    sheets = (Stylesheet("my styles/стиль%20.css", css.encode()),)
    cascade, _ = engine.cascade(root, sheets, AssetFetcher({}))
    rules = Rules(sheets, cascade.tree, compute_styles(cascade))
    found = list(rules.judge(lambda _rule, declaration, *_about: declaration, cascade))
    assert [str(declaration) for declaration in found] == ["columns: 2 3pt", "column-count: 4"]
    assert found[0].place == Place("my styles/стиль%20.css", 1, 5, 7)
