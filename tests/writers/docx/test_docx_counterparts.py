"""Declarations that Word can't have are said with their rule and their place."""

from base64 import b64decode

import pytest
from weasyprint.css.properties import INITIAL_VALUES

from briefgen.diagnostics import Place, Severity
from briefgen.writers.docx.counterparts import UNSEEN, WORD

IMAGE = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
BODY = (
    '<h1>T</h1><aside class="box"><p>A <em>b</em></p></aside><ul><li>c</li></ul>'
    "<table><tbody><tr><td>d</td></tr></tbody></table>"
    '<p>e<span role="doc-footnote">f</span></p><nav role="doc-toc"></nav>'
    '<p><img src="a" alt=""/></p>'
)


def said(word, css):
    document = word(BODY, css, assets={"a": IMAGE})
    return [problem.diagnostic for problem in document.problems]


def test_every_listed_property_is_one_of_the_engine_and_listed_as_one_thing():
    seen, unseen = {name for names, *_ in WORD for name in names.split()}, {*UNSEEN.split()}
    assert seen | unseen <= {name.replace("_", "-") for name in INITIAL_VALUES}
    assert not seen & unseen


def test_a_declaration_is_named_with_its_rule_and_place(word):
    (found,) = said(word, "p { margin: 0 }\n.box {\n  color: red;\n  float: right;\n}\n")
    assert found.code == "W103"
    assert found.severity is Severity.WARNING
    assert found.message == "Word has no counterpart for ‘float: right’ (rule ‘.box’)"
    assert found.place == Place("own.css", 4, 3, len("float"))
    assert "where it comes in the markup" in found.hint


@pytest.mark.parametrize(
    "selector", ["p", "em", "li::marker", "p::before", "h1::after", "td::before", "aside::before"]
)
def test_empty_generated_content_shows_nothing_and_is_not_said(word, selector):
    assert said(word, f'{selector} {{ content: "" }}') == []


@pytest.mark.parametrize("box", ["top-center", "left-top"])
def test_an_empty_margin_box_can_be_read(word, box):
    assert said(word, f'@page {{ @{box} {{ content: "" }} }}') == []


def test_each_declaration_is_said_once_in_the_order_of_the_sheet(word):
    css = "li, .box { opacity: 0.5; transform: rotate(3deg) } em { word-spacing: 2pt }"
    assert [found.message.split("‘")[1].split(":")[0] for found in said(word, css)] == [
        "opacity",
        "transform",
        "word-spacing",
    ]


@pytest.mark.parametrize(
    "declaration",
    [
        "position: relative",
        "float: left",
        "display: flex",
        "display: grid",
        "display: inline-block",
        "text-transform: capitalize",
        "text-transform: lowercase",
        "text-decoration: overline",
        "text-decoration: underline wavy",
        "text-decoration-color: red",
        "text-align-last: center",
        "font-stretch: condensed",
        "font-variant-numeric: tabular-nums",
        "border-radius: 4pt",
        "box-shadow: 1pt 1pt red",
        "background-image: linear-gradient(red, blue)",
        "background: linear-gradient(red, blue)",
        "outline: 1pt solid red",
        "column-count: 2",
        "columns: 2",
        "width: 50%",
        "max-width: 40%",
        "min-height: 40pt",
        "overflow: hidden",
        "visibility: hidden",
        "opacity: 0",
        'hyphenate-character: "="',
        "break-before: right",
        "break-before: column",
        "counter-reset: page 4",
        "string-set: x counter(y)",
        "tab-size: 2",
    ],
)
def test_what_word_does_not_have_is_said(word, declaration):
    (found,) = said(word, f".box {{ {declaration} }}")
    assert f"‘{declaration}’" in found.message


@pytest.mark.parametrize(
    "declaration",
    [
        "float: none",
        "display: block",
        "position: static",
        "position: initial",
        "opacity: 1",
        "transform: none",
        "border-radius: 0",
        "border-radius: 0 0 / 0",
        "columns: auto",
        "background: #eeeeee",
        "background: none",
        "width: 100%",
        "overflow: visible",
        "counter-reset: x",
        "box-sizing: border-box",
        "image-rendering: crisp-edges",
        "top: 3pt",
        "flex-grow: 1",
        "cursor: pointer",
    ],
)
def test_what_looks_the_same_in_word_is_not_said(word, declaration):
    assert said(word, f".box {{ {declaration} }}") == []


@pytest.mark.parametrize(
    ("selector", "declaration"),
    [
        ("em", "border: 1pt solid red"),
        ("em", "margin: 0 3pt"),
        ("em", "margin: 3pt"),
        ("em", "margin-left: 3pt"),
        ("em", "margin-inline: 3pt"),
        ("em", "hyphens: auto"),
        ("img", "margin-right: 3pt"),
        ("em", "padding: 1pt"),
        ("em", "display: block"),
        ("em::before", "content: 'x'; float: left"),
        ("li", "display: inline"),
        ("td", "display: none"),
        ("html", "margin: 3pt"),
        ("img", "margin: 0 3pt"),
        ("img", "border: 1pt solid red"),
        ("em", "line-height: 3"),
        ("ul", "text-indent: 3pt"),
        ("li", "text-indent: 3pt"),
        ("li", "page: wide"),
        ("tbody", "break-before: page"),
        ("tbody", "break-inside: avoid"),
        ("tr", "break-after: page"),
        ("table", "display: block"),
        ("[role=doc-footnote]", "background: red"),
        ("nav", "background: red"),
        ("ul", "background: red"),
        ("body", "border: 1pt solid red"),
        ("tr", "height: 20pt"),
        ("p::first-letter", "font-size: 20pt"),
        ("li::marker", "font-size: 20pt"),
        ("ol, ul", "list-style: inside georgian"),
        ("ul", 'list-style-type: "-"'),
        ("p::before", "content: counter(x)"),
        ("h1::after", "content: string(x)"),
        ("h1::before", 'content: counter(x) ". "'),
        ("li::before", 'content: counter(x) ". "'),
        ("li::marker", 'content: counter(list-item) ") "'),
        ("td::before", 'content: "Cell " counter(x)'),
        (".box", "display: inline"),
        (".box", "inline-size: 40%"),
        (".box", "height: calc(3pt + 1%)"),
        (".box", "text-align: justify-all"),
        ("em", "vertical-align: top"),
    ],
)
def test_what_word_does_not_have_on_an_element_is_said(word, selector, declaration):
    (found,) = said(word, f"{selector} {{ {declaration} }}")
    assert f"‘{declaration.split('; ')[-1]}’ (rule ‘{selector}’)" in found.message


@pytest.mark.parametrize("element", ["h1", "li", "td"])
def test_a_number_that_word_does_not_have_leaves_no_full_stop(word, element):
    numbered, plain = (word(BODY, css, assets={"a": IMAGE}) for css in (
        f"{element} {{ counter-increment: x }} {element}::before {{ content: counter(x) '. ' }}", ""
    ))  # fmt: skip
    assert numbered.part("document").xpath("string()") == plain.part("document").xpath("string()")


@pytest.mark.parametrize(
    "css",
    [
        ".box { line-height: 3 } em { line-height: inherit }",
        "li { page: auto }",
        ".box { page: wide } .box p { page: auto }",
        "ul { border: 0 solid red }",
        "ul { border-style: none; border-width: 3pt }",
        "p { text-align: justify }",
        "p { font-variant: normal }",
        "em { padding: 0% }",
        "table { margin-inline: 3pt }",
        "body { background: white }",
        ".box { width: 50%; inline-size: auto }",
    ],
)
def test_what_is_computed_to_be_the_same_is_not_said(word, css):
    assert said(word, css) == []


def test_a_rule_without_an_element_is_not_said(word):
    assert said(word, ".other { float: right } .box h1 { float: right }") == []


def test_a_rule_for_the_screen_is_not_said(word):
    css = "@media screen { .box { float: right } } @media all, screen { p { opacity: 0.9 } }"
    (found,) = said(word, f"{css} @media screen {{ @media print {{ li {{ opacity: 0 }} }} }}")
    assert "opacity: 0.9" in found.message


def test_what_stands_in_something_that_is_not_displayed_is_not_said(word):
    assert said(word, ".box { display: none; position: fixed } .box p { float: left }") == []


def test_a_declaration_that_another_overrides_is_not_said(word):
    assert said(word, ".box { float: right } aside.box { float: none }") == []
    assert said(word, ".box { float: none !important } aside.box { float: left }") == []
    gradient = "p { background-image: linear-gradient(red, blue) }"
    assert said(word, f"{gradient} p {{ background: red }}") == []
    assert len(said(word, "aside.box { float: right } .box { float: none }")) == 1


def test_a_value_is_what_its_custom_properties_make_it(word):
    css = "html { --side: none } .box { float: var(--side) } "
    assert said(word, css) == []
    (found,) = said(word, css + "aside { --side: right }")
    assert "float: right" in found.message
    assert said(word, css + "li { --side: right }") == []
    (found,) = said(word, ".box { float: var(--none, var(--nor, left)) }")
    assert "float: left" in found.message


def test_a_nested_rule_is_named_with_those_around_it(word):
    (found,) = said(word, ".box { color: red;\n  & p { float: left }\n  h1 { float: left } }")
    assert "(rule ‘.box p’)" in found.message
    assert found.place == Place("own.css", 2, 9, len("float"))


def test_a_rule_in_a_layer_is_read(word):
    assert len(said(word, "@layer a { .box { float: left } }")) == 1
    layers = "@layer b { .box { float: none } } @layer a { aside.box { float: left } }"
    assert said(word, f"@layer a, b; {layers}") == []
    assert len(said(word, f"@layer b, a; {layers}")) == 1


@pytest.mark.parametrize(
    ("css", "words"),
    [
        ("@page { @left-middle { content: 'x'; color: red } }", "(rule ‘@page @left-middle’)"),
        ("@page { @top-left-corner { content: 'x' } }", "@top-left-corner"),
        ("@page { @top-left { content: counter(chapter) } }", "counter(chapter)"),
        ("@page { @top-left { content: 'x'; background: red } }", "background: red"),
        ("@page { marks: crop }", "marks: crop"),
        ("@page { bleed: 3mm }", "bleed: 3mm"),
        ("@page { border: 1pt solid red }", "border: 1pt solid red"),
        ("@page :left { margin-left: 3cm }", "(rule ‘@page :left’)"),
        ("@page :right { @top-left { content: 'x' } }", "(rule ‘@page :right @top-left’)"),
        ("@page :nth(3) { margin-top: 3cm }", "@page :nth(3)"),
        ("@page :first { margin-left: 10pt }", "(rule ‘@page :first’)"),
        ("@page :first { size: A5 }", "(rule ‘@page :first’)"),
        ("@page wide { marks: crop } p { page: wide }", "(rule ‘@page wide’)"),
    ],
)
def test_what_word_does_not_have_on_pages_is_said(word, css, words):
    (found,) = said(word, css)
    assert words in found.message
    assert found.place.file == "own.css"


@pytest.mark.parametrize(
    "css",
    [
        "@page { @left-middle { content: none } }",
        "@page :first { margin: 20pt 72pt }",
        "@page wide { marks: crop }",
        "@page { @footnote { border-top: 1pt solid red } }",
        "@page { @top-right { content: string(x) ' ' counter(page) '/' counter(pages) } }",
        "@page { @left-top { content: 'x' } } @page { @left-top { content: none } }",
    ],
)
def test_what_pages_have_in_word_is_not_said(word, css):
    assert said(word, css) == []


def test_what_a_page_lacks_is_not_taken_for_what_is_on_pages_of_its_own(word):
    own, box = said(word, "@page { border: 1pt solid red } li { page: wide }")
    assert "as if this were not there" in own.hint
    assert "on the pages of what is around it" in box.hint


@pytest.mark.parametrize("pages", [":right", ":nth(3)", ":nth(2n)"])
def test_some_pages_do_not_change_all_pages(word, pages):
    plain, left = word("<p>A</p>"), word("<p>A</p>", f"@page {pages} {{ margin-top: 20pt }}")
    assert left.part("document").find(".//{*}pgMar").attrib == (
        plain.part("document").find(".//{*}pgMar").attrib
    )
