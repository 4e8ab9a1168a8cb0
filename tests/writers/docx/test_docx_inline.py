"""Text comes out as runs: character styles, links, notes, breaks, languages, white space."""

import pytest

from briefgen.pipeline.job import Pagination
from tests.writers.docx.word_document import W


def test_meaning_comes_out_as_character_styles(word):
    document = word(
        "<p><em>a</em> <strong>b</strong> <strong>c <em>d</em></strong></p>"
        "<p>x<sup>2</sup> H<sub>2</sub>O <code>e</code> <cite>f</cite></p>",
        "code { font-family: monospace } cite { font-style: italic }",
    )
    assert document.listing() == [
        "Body Text | [Emphasis:a] [Strong:b] [Strong:c ][Strong Emphasis:d]",
        "Body Text | x[Superscript:2] H[Subscript:2]O [Code:e] [Cited Title:f]",
    ]
    assert 'ascii="Courier New"' in document.style("Code")


def test_an_element_without_a_look_has_no_style(word):
    document = word('<p><span>a</span> <time datetime="2025">b</time> <abbr>c</abbr></p>')
    assert document.listing() == ["Body Text | a b c"]


def test_a_class_is_a_style_even_without_a_look(word):
    document = word('<p><span class="place">a</span></p>')
    assert document.listing() == ["Body Text | [Place:a]"]


def test_a_class_has_one_style_in_paragraphs_of_different_looks(word):
    document = word(
        '<p>A <span class="cite">1</span></p><p class="sans">B <span class="cite">2</span></p>',
        ".cite, .sans { font-family: 'PT Sans' } .cite { font-size: 8pt; color: #555555 }",
    )
    assert document.listing() == ["Body Text | A [Cite:1]", "Sans | B [Cite:2]"]


def test_a_class_of_two_sizes_has_two_styles(word):
    document = word(
        '<p>A <span class="cite">1</span></p><p class="big">B <span class="cite">2</span></p>',
        ".big { font-size: 20pt } .cite { font-size: 0.5em }",
    )
    assert document.listing() == ["Body Text | A [Cite:1]", "Big | B [Cite in Big:2]"]


def test_bold_in_bold_stays_bold(word):
    """Word switches off what both the paragraph's style and the character's switch on."""
    document = word("<h2>A <strong>b</strong></h2><p>C <strong>d</strong></p>")
    assert document.listing() == ["heading 2 | A b", "Body Text | C [Strong:d]"]


def test_a_class_that_is_bold_does_not_unbold_a_heading(word):
    document = word(
        '<h2>A <span class="number">1</span></h2><p>B <span class="number">2</span></p>'
        '<p class="x">C <span class="number">3</span></p>',
        ".number { font-weight: bold; color: #ff0000 } .x { color: #00ff00 }",
    )
    assert "<b/>" in document.style("Number")
    assert document.listing()[0] == "heading 2 | A [Number in Heading 2:1]"
    assert "<b/>" not in document.style("Number in Heading 2")


def test_plain_in_bold_makes_bold_the_other_text_s(word):
    """No style takes bold back in Word and LibreOffice alike, so the paragraph's isn't bold."""
    document = word(
        '<h2>A <span class="role">b</span></h2><h2>C</h2><h2><em>D</em></h2>'
        '<p class="x">E</p><p class="y">F <i/></p>'.replace("<i/>", '<span class="role">g</span>'),
        ".role { font-weight: normal; font-style: normal; font-variant-caps: normal;"
        " text-transform: none; color: #ff0000 }"
        ".x::after { content: 'x'; font-weight: normal } .x { font-weight: bold }"
        ".y { font-style: italic; text-transform: uppercase; font-variant-caps: small-caps }",
    )
    assert document.listing() == [
        "Heading 2 Mixed | [Strong:A ][Role:b]",
        "heading 2 | C",
        "heading 2 | [Emphasis:D]",
        "X | [Strong:E]x",
        "Y | [Text:F ][Role:g]",
    ]
    assert '<b val="0"/><bCs val="0"/>' in document.style("Heading 2 Mixed")
    assert "<rPr><i/><iCs/><caps/><smallCaps/></rPr>" in document.style("Text")
    assert "<b " not in document.style("Role")
    assert not document.direct_formatting()


def test_text_is_struck_through_to_its_innermost_element(word):
    document = word("<p>A <em>b</em></p>", "p { text-decoration: line-through }")
    assert document.listing() == ["Body Text | A [Emphasis:b]"]
    assert "<strike" in document.style("Body Text")
    assert "<strike" not in document.style("Emphasis")


def test_underlines_and_raised_text_reach_inner_elements(word):
    document = word(
        "<p><a href='https://example.org'>a <em>b</em></a> <sup>c <em>d</em></sup></p>",
        "a { text-decoration: underline }",
    )
    assert document.listing() == [
        "Body Text | [Hyperlink:a ][Hyperlink Emphasis:b] [Superscript:c ][Superscript Emphasis:d]"
    ]
    assert '<u val="single"/>' in document.style("Hyperlink Emphasis")
    assert '<vertAlign val="superscript"/>' in document.style("Superscript Emphasis")
    assert "<sz " not in document.style("Superscript"), "Word makes raised text smaller itself"


def test_looks_of_all_kinds_reach_the_style(word):
    document = word(
        '<p><span class="x">a</span></p>',
        ".x { font-variant-caps: small-caps; text-transform: uppercase; letter-spacing: 1pt;"
        " text-decoration: line-through; background: #ffff00 }",
    )
    assert document.style("X").split("<rPr>")[1] == (
        '<caps/><smallCaps/><strike/><spacing val="20"/>'
        '<shd val="clear" color="auto" fill="FFFF00"/></rPr>'
    )


def test_links_lead_out_and_to_bookmarks(word):
    document = word(
        '<p><a href="https://example.org/?a=1&amp;b=2">out</a> <a href="#p-1">in</a></p>'
        '<p id="p-1">A</p><p>B <span id="1 б">C</span></p>'
    )
    (relation,) = document.xpath("//w:hyperlink/@r:id")
    relations = document.archive.read("word/_rels/document.xml.rels").decode()
    assert f'Id="{relation}"' in relations
    assert 'Target="https://example.org/?a=1&amp;b=2" TargetMode="External"' in relations
    assert document.xpath("//w:hyperlink/@w:anchor") == ["p_1"]
    assert document.xpath("//w:bookmarkStart/@w:name") == ["p_1", "a_1_б"]


def test_ids_that_would_be_one_bookmark_are_two(word):
    long = "x" * 50
    document = word(f'<p id="a-b">A</p><p id="a.b">B</p><p id="{long}1">C</p><p id="{long}2">D</p>')
    names = document.xpath("//w:bookmarkStart/@w:name")
    assert names == ["a_b", "a_b_2", "x" * 40, "x" * 38 + "_2"]


def test_a_bookmark_is_around_what_it_names(word):
    """So that a field can repeat it."""
    document = word(
        '<h2 id="a">A <em id="b">b</em></h2><section id="c"><p>C</p><p>D</p></section>'
        '<ul><li id="e">E</li></ul><table id="t"><tbody><tr id="r"><td id="f">F</td><td>G</td></tr>'
        '<tr id="s"><td id="h">H</td><td>I</td></tr></tbody></table>'
    )
    found = {}
    for start in document.xpath("//w:bookmarkStart"):
        number = start.get(W + "id")
        texts = document.xpath(
            f"//w:t[preceding::w:bookmarkStart[@w:id={number}]]"
            f"[following::w:bookmarkEnd[@w:id={number}]]/text()"
        )
        found[start.get(W + "name")] = "".join(texts)
    assert found == {
        "a": "A b",
        "b": "b",
        "c": "C",
        "e": "E",
        "t": "FGHI",
        "r": "F",
        "f": "F",
        "s": "H",
        "h": "H",
    }


def test_links_may_say_the_page_and_the_text_of_their_target(word):
    document = word(
        '<p><a href="#a">see</a> <a href="#b">see</a> <a href="https://example.org">out</a></p>'
        '<section id="a"><h2>A <em>b</em></h2><p>c</p></section><p>D <em id="b">e</em></p>',
        'a::after { content: " (" target-text(attr(href)) ", " target-counter(attr(href), page)'
        ' ")" }',
        pages=Pagination(9, {"a": 4}),
    )
    assert document.listing()[0] == (
        "Body Text | [Hyperlink:see] ({REF a \\h}A b, {PAGEREF a \\h}4) "
        "[Hyperlink:see] ({REF b \\h}e, ) [Hyperlink:out] (, )"
    )


def test_a_link_to_nothing_is_said_and_stays_text(word):
    document = word('<p><a href="#no">A</a></p>')
    (problem,) = document.problems
    assert (problem.diagnostic.code, problem.element) == ("W105", 5)
    assert document.xpath("count(//w:hyperlink)") == 0
    assert document.listing() == ["Body Text | [Hyperlink:A]"]


def test_a_link_says_that_it_is_not_underlined(word):
    """LibreOffice underlines links of several runs whose style is silent on it."""
    document = word('<p id="a"><a href="#a">A <em>b</em></a></p>')
    assert document.listing() == ["Body Text | [Hyperlink:A ][Hyperlink Emphasis:b]"]
    assert '<rPr><u val="none"/></rPr>' in document.style("Hyperlink")
    assert '<u val="none"/>' in document.style("Hyperlink Emphasis")


def test_white_space_collapses_across_elements_as_in_css(word):
    document = word("<p>\n  a  <em> b </em>\n <strong>c</strong>  <br/>\n  d\u00a0\u00a0e  </p>")
    assert document.listing() == ["Body Text | a [Emphasis:b ][Strong:c]↵d\u00a0\u00a0e"]


@pytest.mark.parametrize("value", ["pre", "pre-wrap", "pre-line"])
def test_text_has_no_breaks_to_be_kept_and_generated_text_has(word, value):
    css = f".x {{ white-space: {value} }} .x::before, p::before {{ content: '1\\A 2 ' }}"
    document = word("<p class='x'>a  b\nc</p><p>d</p>", css)
    space = "\u00a0" if value == "pre" else " "
    assert document.listing() == [f"X | 1↵2{space}a{space}b{space}c", "Body Text | 1 2 d"]


def test_text_on_one_line_has_spaces_and_hyphens_that_do_not_break(word):
    document = word(
        "<p>a b-c <span class='x'> d  e-<em>f g</em> </span> h</p>"
        "<table><tbody><tr><td class='x'>i j</td></tr><tr><td class='x'>k-l</td></tr></tbody>"
        "</table>",
        ".x { white-space: nowrap } em { font-style: normal } .x::before { content: '1 2' }"
        "@page { @top-left { content: 'm n-' string(none) 'o'; white-space: nowrap } }",
    )
    assert document.listing()[0] == (
        "Body Text | a b-c 1\u00a02[X in Body Text:\u00a0d\u00a0e‑]f\u00a0g[X in Body Text:\u00a0]h"
    )
    assert document.listing()[1:3] == [
        "X | 1\u00a02i\u00a0j",
        "X | 1\u00a02k‑l",
    ]
    assert document.listing("header1") == ["header | m\u00a0n‑o"]
    assert document.xpath("count(//w:noBreakHyphen)") == 2


def test_a_soft_hyphen_is_words_own(word):
    document = word("<p>co\u00adop</p>")
    assert document.xpath("count(//w:softHyphen)") == 1
    assert document.listing() == ["Body Text | coop"]


def test_quotation_marks_are_those_of_the_language(word):
    document = word("<p><q>a</q> <q lang='ru'>б</q> <q lang='xx'>c</q></p>")
    assert document.listing() == ["Body Text | “a” «б» “c”"]


def test_each_run_says_its_language(word):
    """So text keeps it where it is copied into a document of another."""
    document = word(
        '<p>a <span lang="ru">б</span><span role="doc-footnote" lang="tg">в</span></p>'
        '<p lang="kk">в <em>г</em></p><p lang="fa" dir="rtl">د</p>',
        "@page { @top-left { content: 'x' } @bottom-left { content: counter(page) } }",
    )
    body = ["en-US", "ru-RU", "kk-KZ", "kk-KZ", "fa-IR"]
    assert document.languages() == [*body, "en-US", "tg-TJ", "tg-TJ", "en-US"]
    (default,) = document.xpath("//w:docDefaults//w:lang", "styles")
    assert list(default.attrib.values()) == ["en-US"]


def test_a_language_with_a_region_is_left_alone(word):
    document = word("<p>a</p>", html='lang="en-GB"')
    assert document.xpath("//w:docDefaults//w:lang/@w:val", "styles") == ["en-GB"]
    assert word("<p>a</p>", html='lang="zxx"').xpath(
        "//w:docDefaults//w:lang/@w:val", "styles"
    ) == ["zxx"]


def test_a_footnote_is_words_own(word):
    document = word(
        '<p>A<span role="doc-footnote">The <em>note</em>, <a href="https://example.org">out</a>.'
        "</span>, b<span role='doc-footnote' lang='ru'>вторая</span>.</p>",
        "[role=doc-footnote] { font-size: 8pt }",
    )
    assert document.listing() == ["Body Text | A[footnote reference:†], b[footnote reference:†]."]
    assert not document.direct_formatting()
    assert document.xpath("//w:footnote/@w:type", "footnotes") == [
        "separator",
        "continuationSeparator",
    ]
    assert document.xpath("//w:footnote/@w:id", "footnotes") == ["-1", "0", "1", "2"]
    assert document.xpath("//w:footnotePr/w:footnote/@w:id", "settings") == ["-1", "0"]
    assert document.xpath("//w:footnoteReference/@w:id") == ["1", "2"]
    assert document.xpath("count(//w:hyperlink)", "footnotes") == 1
    assert "".join(document.xpath("//w:footnote[@w:id=1]//w:t/text()", "footnotes")) == (
        " The note, out."
    )
    assert '<sz val="16"/>' in document.style("footnote text")


def test_generated_text_is_written(word):
    document = word(
        '<p class="us">A</p><p class="t">B <em>c</em></p><p class="d" id="x">D</p>',
        '.us::before { content: "From us: "; font-weight: bold } em::after { content: "!" }'
        '.d::before { content: attr(id) ": " }',
    )
    assert document.listing() == [
        "Us | [Us Before:From us: ]A",
        "T | B [Emphasis:c][Emphasis After:!]",
        "D | x: D",
    ]


def test_generated_content_that_word_cannot_count_is_said(word):
    document = word("<p>A</p>", "p::before { content: counter(x) }")
    assert document.codes() == ["W103"]
    assert "counter(x)" in document.problems[0].diagnostic.message
