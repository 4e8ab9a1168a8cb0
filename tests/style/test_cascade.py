"""What computed CSS becomes as a Style: each property by its CSS name."""

from xml.etree import ElementTree

import pytest

from briefgen.pipeline.job import Stylesheet
from briefgen.style.cascade import compute_styles
from briefgen.style.engine import AssetFetcher, Engine
from briefgen.style.model import Border, Color, Sides, Styles, Token


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


@pytest.fixture
def styled(engine):
    def make(body: str, css: str) -> tuple[ElementTree.Element, Styles]:
        root = ElementTree.fromstring(f'<html lang="en"><head/><body>{body}</body></html>')
        cascade, found = engine.cascade(
            root, (Stylesheet("x.css", css.encode()),), AssetFetcher({})
        )
        assert found == []
        return root, compute_styles(cascade)

    return make


@pytest.mark.parametrize(
    ("css", "field", "value"),
    [
        ("font-size: 12pt", "font_size", 12.0),
        ("font: 10pt/1.5 'PT Sans', serif", "line_height", 15.0),
        ("font: 10pt/14pt serif", "line_height", 14.0),
        ("font: 10pt/150% serif", "line_height", 15.0),
        ("line-height: normal", "line_height", None),
        ("font-family: 'PT Sans', serif", "font_family", ("PT Sans", "serif")),
        ("font-weight: bold", "font_weight", 700),
        ("font-style: italic", "italic", True),
        ("font-variant-caps: small-caps", "small_caps", True),
        ("text-transform: uppercase", "uppercase", True),
        ("text-decoration: underline", "underline", True),
        ("text-decoration: line-through", "line_through", True),
        ("color: #123456", "color", Color(0x12, 0x34, 0x56)),
        ("color: rgb(0 0 0 / 0.5)", "color", Color(128, 128, 128)),
        ("color: hsl(120 100% 25%)", "color", Color(0, 128, 0)),
        ("color: lab(50% 0 0)", "color", Color(119, 119, 119)),
        ("color: lab(3% 0 0)", "color", Color(11, 11, 11)),
        ("color: oklch(62.8% 0.2577 29.23)", "color", Color(255, 0, 0)),
        ("color: color(xyz 0.4124 0.2126 0.0193)", "color", Color(255, 0, 0)),
        ("color: color(display-p3 1 0 none)", "color", Color(255, 0, 0)),
        ("color: device-cmyk(0 0.5 1 0.5)", "color", Color(128, 64, 0)),
        ("text-indent: calc(3pt + 4px)", "text_indent", 6.0),
        ("width: calc(50% - 3pt)", "width", None),
        ("max-width: calc(50% - 3pt)", "max_width", None),
        ("max-width: 30pt", "max_width", 30.0),
        ("background: white", "background", Color(255, 255, 255)),
        ("background: transparent", "background", None),
        ("letter-spacing: 2pt", "letter_spacing", 2.0),
        ("letter-spacing: normal", "letter_spacing", 0.0),
        ("vertical-align: super", "vertical_align", "super"),
        ("vertical-align: 3pt", "vertical_align", "super"),
        ("vertical-align: -3pt", "vertical_align", "sub"),
        ("vertical-align: text-top", "vertical_align", "top"),
        ("text-align: justify", "text_align", "justify"),
        ("text-indent: 9pt", "text_indent", 9.0),
        ("hyphens: auto", "hyphens", True),
        ("direction: rtl", "direction", "rtl"),
        ("margin: 1pt 2pt 3pt 4pt", "margin", Sides(1, 2, 3, 4)),
        ("margin: auto", "margin", Sides()),
        ("padding: 6pt", "padding", Sides(6, 6, 6, 6)),
        ("width: 30%", "width", ("%", 30.0)),
        ("width: 30pt", "width", 30.0),
        ("width: auto", "width", None),
        ("height: 30pt", "height", 30.0),
        ("height: 30%", "height", None),
        ("break-before: page", "break_before", "page"),
        ("break-after: avoid", "break_after", "avoid"),
        ("break-inside: avoid", "break_inside", "avoid"),
        ("page: wide", "page", "wide"),
        ("orphans: 3", "orphans", 3),
        ("list-style-type: lower-alpha", "list_style_type", "lower-alpha"),
        ("list-style-type: '–'", "list_style_type", "none"),
        ("display: list-item", "display", "list-item"),
        ("display: none", "display", "none"),
        ("display: inline-block", "display", "inline-flow-root"),
        ("display: table; table-layout: fixed", "table_layout", "fixed"),
        ("display: table", "display", "table"),
        ("display: table-cell", "display", "table-cell"),
        ("border-collapse: collapse", "border_collapse", True),
        ("border-spacing: 2pt", "border_spacing", 2.0),
        (
            "string-set: a content(), b 'x'",
            "string_set",
            (("a", (Token("content"),)), ("b", (Token("text", "x"),))),
        ),
    ],
)
def test_a_declaration_becomes_a_field(styled, css, field, value):
    root, styles = styled("<p>x</p>", f"p {{ {css} }}")
    assert getattr(styles.of(root.find(".//p"), None), field) == value


def test_a_border_takes_the_text_colour_where_it_names_none(styled):
    root, styles = styled("<p>x</p>", "p { color: #010203; border-left: 2pt solid }")
    border = styles.of(root.find(".//p"), None).border
    assert (border.left, border.top.width) == (Border(2.0, "solid", Color(1, 2, 3)), 0.0)


def test_a_percentage_margin_is_taken_of_the_content_width(styled):
    root, styles = styled(
        "<p>x</p>", "@page { size: 300pt 200pt; margin: 50pt } p { margin-left: 10% }"
    )
    assert styles.of(root.find(".//p"), None).margin.left == 20.0


def test_a_sum_of_lengths_and_percentages_is_one_of_points(styled):
    css = "@page { size: 300pt; margin: calc(10% + 20pt) } p { margin: calc(10% + 1pt) 0 }"
    root, styles = styled("<p>x</p>", css)
    assert styles.page("", False).margin.left == 50.0
    assert styles.of(root.find(".//p"), None).margin == Sides(21.0, 0.0, 21.0, 0.0)


def test_equal_styles_are_one_object(styled):
    root, styles = styled("<p>x</p><div><p>y</p></div>", "p { color: red }")
    first, second = (styles.of(p, None) for p in root.iter("p"))
    assert first is second


def test_generated_content_comes_as_tokens(styled):
    root, styles = styled(
        '<p class="c"><a href="#t">x</a></p><p id="t">y</p>',
        "a::after { content: leader('....') target-counter(attr(href), page) }"
        "p::before { content: '§' attr(class) counter(page) counters(page, '.') string(s) }",
    )
    assert styles.of(root.find(".//a"), "after").content == (
        Token("leader", "...."),
        Token("target-counter", "page", "decimal"),
    )
    before = [styles.of(p, "before").content for p in root.iter("p")]
    page = Token("counter", "page", "decimal")
    rest = (page, page, Token("string", "s", "first"))
    assert before[0] == (Token("text", "§"), Token("attr", "c"), *rest)
    assert before[1] == (Token("text", "§"), Token("attr", ""), *rest)


@pytest.mark.parametrize(
    ("css", "marks"),
    [
        ("", ("«", "»")),
        ('q { quotes: "<" ">" "(" ")" }', ("<", ">")),
        ("q { quotes: none }", ("", "")),
        ("q::before { content: no-open-quote }", ("", "»")),
    ],
)
def test_a_quotation_mark_is_the_text_that_it_is(styled, css, marks):
    root, styles = styled('<p lang="ru"><q>x</q></p>', css)
    quotation = root.find(".//q")
    both = [styles.of(quotation, pseudo).content for pseudo in ("before", "after")]
    assert both == [(Token("text", mark),) if mark else () for mark in marks]


def test_a_pseudo_element_that_no_rule_makes_is_none(styled):
    root, styles = styled("<p>x</p>", "")
    assert styles.of(root.find(".//p"), "before") is None


def test_a_page_has_its_size_margins_and_margin_boxes(styled):
    _, styles = styled(
        "<p>x</p>",
        "@page { size: 400pt 300pt; margin: 10pt 20pt 30pt 40pt;"
        " @top-right { content: string(t) ' · ' counter(page) '/' counter(pages); color: red }"
        " @bottom-left { content: none } }"
        "@page :first { @top-right { content: none } }"
        "@page wide { size: 500pt 300pt }",
    )
    page = styles.page("", False)
    assert (page.width, page.height, page.margin) == (400, 300, Sides(10, 20, 30, 40))
    assert list(page.boxes) == ["top-right"]
    box = page.boxes["top-right"]
    assert box.content == (
        Token("string", "t", "first"),
        Token("text", " · "),
        Token("counter", "page", "decimal"),
        Token("text", "/"),
        Token("counter", "pages", "decimal"),
    )
    assert box.style.color == Color(255, 0, 0)
    assert not styles.page("", True).boxes
    assert styles.page("wide", False).width == 500


def test_a_colour_says_its_hexadecimal_digits():
    assert Color(31, 58, 95).hex == "1F3A5F"
