"""Pages come out as sections with headers and footers, contents as Word's own field."""

import pytest

from briefgen.diagnostics import Severity
from briefgen.pipeline.job import Pagination

PAGE = """
@page { size: A4; margin: 60pt 50pt 40pt; font: 8pt/10pt 'PT Sans';
  @top-left { content: string(title) } @top-right { content: "x" }
  @bottom-center { content: counter(page) " / " counter(pages) } }
h1 { string-set: title content() }
"""


def story(document, name):
    return document.listing(name)[0]


def test_margin_boxes_are_header_and_footer(word):
    document = word("<h1>Title  of it</h1><p>A</p>", PAGE, pages=Pagination(12, {}))
    assert (
        story(document, "header1") == 'header | {STYLEREF "Heading 1" \\* CHARFORMAT}Title of it→x'
    )
    assert story(document, "footer1") == "footer | →{PAGE}1 / {NUMPAGES}12"
    assert '<tab val="right" pos="9906"/>' in document.style("header")
    assert document.xpath("//w:pgSz/@w:w") == ["11906"]
    assert document.xpath("//w:pgMar/@w:top") == ["1200"]
    assert document.xpath("//w:pgMar/@w:header") == ["500"]
    assert not document.problems


def test_boxes_have_looks_of_their_own_and_places_by_their_alignment(word):
    document = word(
        "<p>A</p>",
        "@page { @top-left { content: 'a'; vertical-align: top }"
        " @top-right { content: 'b'; font-weight: bold; color: #ff0000 }"
        " @bottom-left { content: 'c'; vertical-align: bottom } }",
    )
    assert story(document, "header1") == "header | a→[Top Right:b]"
    assert document.xpath("//w:pgMar/@w:header") == ["0"]
    assert document.xpath("//w:pgMar/@w:footer") == ["0"]


def test_the_first_page_may_differ(word):
    document = word(
        "<h1>A</h1>",
        PAGE + "@page :first { margin-top: 30pt; @top-left { content: none }"
        " @top-right { content: none } }",
    )
    assert document.xpath("count(//w:titlePg)") == 1
    assert document.xpath("//w:headerReference/@w:type") == ["default", "first"]
    assert document.xpath("//w:pgMar/@w:top") == ["600"]
    assert 'after="500"' in document.style("header"), "a high header makes up for the margin"
    assert story(document, "header2") == "Header First | "


def test_a_named_string_that_changes_is_a_field(word):
    document = word(
        "<h2>A</h2><h2>B</h2><p><span class='s'>C</span></p>",
        "@page { @top-left { content: string(chapter) } @top-right { content: string(none) } }"
        "h2 { string-set: chapter content() } .s { string-set: s attr(class) }",
    )
    field = '{STYLEREF "Heading 2" \\* CHARFORMAT}A'
    assert story(document, "header1") == f"header | {field}→"
    assert not document.problems


def test_a_named_string_follows_a_character_style(word):
    """Text around content() is text around the field; ``last`` is the last of the page."""
    document = word(
        "<p><span class='kind'>Briefing</span> A</p><p class='kind'>B</p>",
        "@page { @top-left { content: string(kind) } @top-right { content: string(kind, last) } }"
        "span { string-set: kind 'Kind: ' content() ' (' attr(class) ')' }",
    )
    field = '{STYLEREF "Kind in Body Text" \\* CHARFORMAT}Briefing'
    last = field.replace(" \\*", " \\l \\*")
    assert story(document, "header1") == f"header | Kind: {field} (kind)→Kind: {last} (kind)"
    assert document.listing()[0] == "Body Text | [Kind in Body Text:Briefing] A"


@pytest.mark.parametrize(
    ("body", "css"),
    [
        (
            "<p><span class='s' id='t'>T</span> <span class='s'>U</span></p>",
            "#t { string-set: t content() }",
        ),
        (
            "<p class='s'>T <em>x</em></p>",
            ".s::before { content: '– ' } .s { string-set: t content() }",
        ),
        ("<p><span class='s'>T <em>x</em></span></p>", ".s { string-set: t content() }"),
        ("<p class='T'>A</p>", "p { string-set: t attr(class) }"),
        ("<div class='s'><p>T</p><p>A</p></div>", ".s { string-set: t 'T' }"),
    ],
)
def test_a_named_string_that_no_style_has_alone_is_text(word, body, css):
    document = word(body, "@page { @top-left { content: string(t) } }" + css)
    assert story(document, "header1").startswith("header | T")
    assert not document.problems


def test_a_named_string_that_changes_and_no_field_follows_is_said(word):
    document = word(
        "<h2>A</h2><h3>B</h3>",
        "@page { @top-left { content: string(t) } } h2, h3 { string-set: t content() }",
    )
    assert story(document, "header1") == "header | A"
    (problem,) = document.problems
    assert problem.diagnostic.code == "W103"
    assert "“t”" in problem.diagnostic.message


def test_named_pages_are_sections(word):
    document = word(
        "<p>A</p><section class='wide'><p>B</p><table><tbody><tr><td>C</td></tr></tbody></table>"
        "</section><p>D</p>",
        PAGE + "@page wide { size: A4 landscape } .wide { page: wide }",
    )
    assert document.xpath("//w:pgSz/@w:orient") == ["landscape"]
    assert document.xpath("count(//w:p/w:pPr/w:sectPr)") == 2
    assert document.xpath("count(/w:document/w:body/w:sectPr)") == 1
    assert [line.split(" | ")[1] for line in document.listing()] == ["A", "B", "C", "", "D"]
    (width,) = document.xpath("//w:tblW/@w:w")
    assert int(width) > 9906
    assert "Header Wide" in document.names("paragraph")


def test_a_heading_is_in_the_section_of_the_table_that_it_is_kept_with(word):
    table = "<table class='wide'><caption>C</caption><tbody><tr><td>D</td></tr></tbody></table>"
    document = word(
        f"<p>A</p><h2>B</h2>{table}<p>E</p>",
        PAGE + "@page wide { size: A4 landscape } .wide { page: wide } h2 { break-after: avoid }",
    )
    sections = document.xpath("//w:p[w:pPr/w:sectPr]")
    assert [section.xpath("string(.)") for section in sections] == ["A", ""]
    assert document.xpath("//w:pgSz/@w:orient") == ["landscape"]


def test_margin_boxes_that_word_does_not_have_are_said(word):
    document = word(
        "<p>A</p>", "@page { @left-middle { content: 'x' } @top-left-corner { content: 'y' } }"
    )
    assert document.codes() == ["W103", "W103"]
    assert [problem.element for problem in document.problems] == [None, None]


def test_a_first_page_of_another_width_is_said(word):
    document = word("<p>A</p>", "@page :first { margin-left: 10pt }")
    assert document.codes() == ["W103"]
    assert ":first" in document.problems[0].diagnostic.message


def test_content_of_a_margin_box_that_word_does_not_have_is_said(word):
    document = word("<p>A</p>", "@page { @top-left { content: counter(chapter) } }")
    assert document.codes() == ["W103"]


CONTENTS = (
    '<nav role="doc-toc" class="contents"><h2>Contents</h2><ol><li><a href="#a">One</a><ol>'
    '<li><a href="#b">Two</a></li></ol></li></ol></nav><h2 id="a">One</h2><h3 id="b">Two</h3>'
)
LEADER = "nav a::after { content: leader('....') target-counter(attr(href), page) }"


def test_contents_are_a_field_with_its_entries_and_numbers(word):
    document = word(CONTENTS, LEADER, pages=Pagination(20, {"a": 2, "b": 13}))
    assert document.listing()[:3] == [
        "TOC Heading | Contents",
        'toc 2 | {TOC \\o "2-3" \\h \\z \\u}[Hyperlink:One]→{PAGEREF a \\h}2',
        "toc 3 | [Hyperlink:Two]→{PAGEREF b \\h}13",
    ]
    assert document.xpath("//w:docPartGallery/@w:val") == ["Table of Contents"]
    assert document.xpath("count(//w:sdtContent/w:p)") == 3
    assert '<tab val="right" leader="dot"' in document.style("toc 2")
    assert document.xpath("count(//w:updateFields)", "settings") == 0


def test_contents_stand_in_and_apart_as_their_style_says(word):
    css = "nav { margin: 50pt 40pt 60pt 30pt; padding-left: 5pt } nav ol { margin: 0; padding: 0 }"
    document = word(CONTENTS, css + LEADER, pages=Pagination(20, {"a": 2, "b": 13}))
    assert 'before="1000"' in document.style("TOC Heading")
    assert 'left="700" right="800"' in document.style("toc 2")
    assert 'after="1200"' in document.style("toc 3")
    assert f'pos="{round(20 * (595.276 - 144 - 40))}"' in document.style("toc 2")


def test_contents_are_built_anew_from_the_headings_that_they_lead_to(word):
    document = word(
        "<h1>T</h1><nav role='doc-toc'><ol><li><a href='#s'>A</a></li><li><a href='#none'>N</a>"
        "</li></ol></nav><section id='s'><h3>A</h3><h4>x</h4></section>"
    )
    assert document.listing()[1].startswith('toc 3 | {TOC \\o "3-3" \\h')
    document = word("<nav role='doc-toc'><ol><li>A</li></ol></nav>")
    assert document.listing()[0].startswith('toc 1 | {TOC \\o "1-3" \\h')


def test_contents_without_known_pages_are_links(word):
    document = word(CONTENTS.replace("<h2>Contents</h2>", ""), "")
    assert document.listing()[1] == "toc 3 | [Hyperlink:Two]"
    assert "<tabs>" not in document.style("toc 2")
    assert document.xpath("//w:hyperlink/@w:anchor") == ["a", "b"]
    assert word(CONTENTS, LEADER).listing()[2] == "toc 3 | [Hyperlink:Two]→"


def test_navigation_that_is_no_contents_is_a_container(word):
    assert word("<nav><p>A</p></nav>").listing() == ["Body Text | A"]
    assert word('<nav role="doc-toc"><p>A</p></nav>').listing() == ["Body Text | A"]


def test_page_numbers_have_own_digits_until_word_counts_them_and_that_is_said(word):
    document = word(
        "<p>x</p>",
        "@counter-style digits { system: extends persian }"
        "@page { @bottom-left { content: counter(page, digits) '/' counter(pages, digits) } }",
    )
    (problem,) = document.problems
    assert (problem.diagnostic.code, problem.diagnostic.severity) == ("W103", Severity.INFO)
    assert story(document, "footer1") == "footer | {PAGE}۱/{NUMPAGES}۱"
