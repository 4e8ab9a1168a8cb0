"""Blocks come out as paragraphs and tables with named styles, apart as CSS has them."""

import pytest


def test_headings_and_paragraphs_have_the_styles_word_knows(word):
    document = word("<h1>A</h1><h2>B</h2><h3>C</h3><h4>D</h4><p>E</p>")
    assert document.listing() == [
        "heading 1 | A",
        "heading 2 | B",
        "heading 3 | C",
        "heading 4 | D",
        "Body Text | E",
    ]
    assert '<outlineLvl val="1"/>' in document.style("heading 2")
    assert '<next val="BodyText"/>' in document.style("heading 2")
    assert not document.problems


def test_a_class_is_a_style_of_its_name(word):
    document = word('<p class="key-message">A</p><p class="lead large">B</p>')
    assert document.listing() == ["Key Message | A", "Lead Large | B"]
    assert '<basedOn val="BodyText"/>' in document.style("Key Message")


def test_a_class_with_the_name_of_another_kind_of_style_gets_a_name_of_its_own(word):
    document = word('<p class="strong">A</p><p><strong>B</strong></p>')
    assert document.listing() == ["Strong (2) | A", "Body Text | [Strong:B]"]


def test_a_second_look_under_a_name_is_a_style_based_on_the_first(word):
    document = word(
        "<p>A</p><p>B</p><section class='small'><p>C</p></section>", ".small p { font-size: 8pt }"
    )
    assert document.listing() == ["Body Text | A", "Body Text | B", "Body Text in Small | C"]
    assert document.style("Body Text in Small") == (
        '<name val="Body Text in Small"/><basedOn val="BodyText"/>'
        '<uiPriority val="99"/><semiHidden/>'
        '<rPr><sz val="16"/><szCs val="16"/></rPr>'
    )


def test_the_look_used_most_has_the_plain_name(word):
    document = word(
        "<section class='a'><p>A</p></section><p>B</p><p>C</p>", ".a p { color: #ff0000 }"
    )
    assert document.listing()[0] == "Body Text in A | A"


def test_names_beyond_letters_of_english_still_have_ids(word):
    document = word('<p class="итог">A</p><p class="вывод">B</p>')
    assert document.listing() == ["Итог | A", "Вывод | B"]


def test_nothing_hidden_is_written(word):
    document = word(
        "<p>A <span class='no'>no</span></p><div class='no'><p>B</p></div><ul><li class='no'>C</li>"
        "<li>D</li></ul>",
        ".no { display: none }",
    )
    assert document.listing() == ["Body Text | A", "List Bullet | D"]


def test_margins_of_a_container_collapse_with_those_inside(word):
    document = word(
        "<p>A</p><section class='s'><p>B</p></section><p>C</p>",
        ".s { margin: 20pt 0 30pt 10pt } p { margin: 4pt 0 6pt }",
    )
    assert document.listing() == [
        "Body Text | A",
        "Body Text Last | B",
        "Body Text | C",
    ]
    second = document.listing()[1].split(" | ")[0]
    assert '<spacing before="400" after="600"' in document.style(second)
    assert '<ind left="200"/>' in document.style(second)


def test_padding_keeps_the_margins_of_a_container_and_its_content_apart(word):
    document = word(
        "<p>A</p><section class='s'><p>B</p></section>",
        ".s { margin: 20pt 0; padding: 5pt 0 } p { margin: 4pt 0 6pt }",
    )
    assert 'before="580"' in document.style(document.listing()[1].split(" | ")[0])


def test_paragraphs_in_a_box_share_one_border(word):
    document = word(
        "<aside class='note'><h2>A</h2><p>B</p><p>C</p></aside>",
        ".note { border-left: 3pt solid #cc0000; background: #fff4f4; padding: 4pt 10pt }",
    )
    assert [line.split(" | ")[0].split(" ")[0] for line in document.listing()] == [
        "heading",
        "Note",
        "Note",
    ]
    borders = {
        part
        for name in ("heading 2", "Note")
        for part in [document.style(name).split("<pBdr>")[1].split("</pBdr>")[0]]
    }
    assert len(borders) == 1
    (border,) = borders
    assert '<left val="single" sz="24" space="10" color="CC0000"/>' in border
    assert '<right val="single" sz="2" space="10" color="FFF4F4"/>' in border


def test_containers_in_a_box_do_not_break_it(word):
    css = ".box { border: 1pt solid #000000; padding: 4pt } .no { display: none }"
    markup = "<aside class='box'><p class='no'>A</p><div class='in'><p>B</p></div><p>C</p></aside>"
    assert word(markup, css).xpath("count(//w:tbl)") == 0
    assert word(markup, css + ".in { margin-left: 9pt }").xpath("count(//w:tbl)") == 1
    assert word(markup, css + "p { text-indent: 9pt }").xpath("count(//w:tbl)") == 1
    assert word("<aside class='box'></aside><p>A</p>", css).listing() == ["Body Text | A"]
    line = css + ".line { border-top: 1pt solid }"
    assert word("<hr class='no'/><div class='line'></div>", line).listing() == ["Body Text | "]


def test_three_looks_that_nothing_tells_apart_are_counted(word):
    css = "p:nth-child(1) { color: #ff0000 } p:nth-child(2) { color: #00ff00 }"
    assert word("<p>A</p><p>B</p><p>C</p><p>D</p>", css).listing() == [
        "Body Text (2) | A",
        "Body Text (3) | B",
        "Body Text | C",
        "Body Text | D",
    ]


def test_two_like_boxes_in_a_row_stay_two(word):
    css = ".qa { border: 1pt solid #000000; padding: 4pt; margin: 8pt 0 }"
    document = word("<div class='qa'><p>A</p></div><div class='qa'><p>B</p></div>", css)
    assert [line.split(" | ")[0] for line in document.listing()][1] == "Spacing 8pt"
    assert 'line="160" lineRule="exact"' in document.style("Spacing 8pt")


def test_a_box_with_a_list_is_a_table_of_one_cell(word):
    document = word(
        "<section class='lines'><h2>A</h2><ul><li>B</li></ul></section>",
        ".lines { background: #eeeeee; padding: 8pt; margin: 9pt 0; break-inside: avoid }",
    )
    assert document.names("table") == ["Normal Table", "Lines Table"]
    assert document.xpath("count(//w:tbl)") == 1
    assert '<tcPr><shd val="clear" color="auto" fill="EEEEEE"/></tcPr>' in document.style(
        "Lines Table"
    )
    assert document.xpath("count(//w:shd)") == 0
    assert document.xpath("count(//w:trPr/w:cantSplit)") == 1
    assert document.listing()[-1] == "Spacing 1pt | "


def test_an_empty_box_is_a_cell_with_a_paragraph(word):
    document = word(
        "<section class='box'><ul></ul></section>", ".box { border: 1pt solid #000000 }"
    )
    assert document.listing() == ["Box | ", "Spacing 1pt | "]


def test_lines_above_and_below_a_container_are_those_of_its_first_and_last_paragraph(word):
    css = ".cover { border: 0 solid #ff0000; border-width: 1pt 0 2pt; padding: 3pt 0 }"
    css += "h1 { margin: 0 }"
    document = word("<header class='cover'><h1>A</h1><p>B</p><p>C</p></header><p>D</p>", css)
    top = document.style("heading 1")
    assert '<pBdr><top val="single" sz="8" space="3" color="FF0000"/></pBdr>' in top
    last = document.style(document.listing()[2].split(" | ")[0])
    assert '<pBdr><bottom val="single" sz="16" space="9" color="FF0000"/></pBdr>' in last
    alone = word("<header class='cover'><p>A</p></header>", css)
    assert alone.listing() == ["Cover | A"]
    assert alone.style("Cover").count("<top") == alone.style("Cover").count("<bottom") == 1


def test_lines_around_a_table_leave_it_room(word):
    css = ".c { border-top: 1pt solid #000000; border-bottom: 1pt solid #000000; padding: 3pt 0 }"
    table = "<table><tbody><tr><td>A</td></tr></tbody></table>"
    document = word(f"<p>x</p><div class='c'>{table}</div><p>y</p>", css)
    assert document.listing() == ["Body Text | x", "Table Text | A", "Body Text First | y"]
    assert '<spacing before="60"/>' in document.style("Body Text First")


def test_a_rule_is_a_line_without_height(word):
    document = word("<hr/>", "hr { border: 0; border-top: 2pt dashed #999999; margin: 6pt 0 }")
    assert document.listing() == ["Horizontal Line | "]
    assert '<top val="dashed" sz="16" space="0" color="999999"/>' in document.style(
        "Horizontal Line"
    )


def test_a_quotation_and_definitions_have_styles_of_their_own(word):
    document = word(
        "<blockquote><p>A</p></blockquote><blockquote>B</blockquote>"
        "<dl><dt>C</dt><dd>D</dd><div><dt>E</dt><dd><p>F</p></dd></div></dl>",
        "dl { margin: 0 } blockquote, p { margin: 0 20pt 0 0 } blockquote > p, dd p { margin: 0 }",
    )
    assert document.listing() == [
        "Quote | A",
        "Quote | B",
        "Definition Term | C",
        "Definition | D",
        "Definition Term | E",
        "Definition | F",
    ]


def test_a_subtitle_is_known_by_its_role(word):
    assert word('<p role="doc-subtitle">A</p>').listing() == ["Subtitle | A"]


def test_breaks_pass_from_a_container_to_its_paragraphs(word):
    document = word(
        "<p>A</p><section class='annex'><h2>B</h2><p>C</p></section><p>D</p>"
        "<div class='whole'><p>E</p><p>F</p></div><h3>G</h3><p>H</p>",
        ".annex { break-before: page; break-after: page } .whole { break-inside: avoid }"
        "h3 { break-before: avoid; break-after: avoid }",
    )
    broken = [
        line.split(" | ")[1]
        for line in document.listing()
        if "<pageBreakBefore/>" in document.style(line.split(" | ")[0])
    ]
    assert broken == ["B", "D"]
    kept = [
        line.split(" | ")[1]
        for line in document.listing()
        if "<keepNext/>" in document.style(line.split(" | ")[0])
    ]
    assert kept == ["B", "E", "F", "G"]


def test_the_first_page_of_a_document_is_no_page_of_its_own(word):
    document = word("<h1>A</h1>", "h1 { break-before: page }")
    assert "pageBreakBefore" not in document.style("heading 1")


def test_a_document_without_a_body_is_a_document(word):
    assert word("").listing() == ["Body Text | "]


def test_an_element_without_a_rule_is_said_and_not_dropped_in_silence(word):
    document = word("<p>A <b>bold</b></p><form><p>B</p></form>")
    assert [(p.diagnostic.code, p.element) for p in document.problems] == [("W101", 5), ("W101", 6)]
    assert "<b>" in document.problems[0].diagnostic.message


@pytest.mark.parametrize(
    ("markup", "css"),
    [
        ("<aside class='x'><p>A</p></aside>", ""),
        ("<aside class='x'><p>A</p></aside>", ".x { border: 1pt solid red; padding: 3pt }"),
        ("<aside class='x'><p>A</p></aside>", ".x { border-top: 1pt solid red }"),
        ("<div class='x'><ul><li>A</li></ul></div>", ".x { background: #eee }"),
        ("<section class='x'><p>A</p></section>", "section { padding: 3pt }"),
        ("<blockquote class='x'><p>A</p></blockquote>", ""),
        ("<ul><li class='x'><p>A</p></li></ul>", ""),
        ("<dl class='x'><dt>A</dt></dl>", ""),
        ("<table><tbody><tr><td class='x'><p>A</p></td></tr></tbody></table>", ""),
    ],
)
def test_generated_text_beside_blocks_has_paragraphs_of_its_own(word, markup, css):
    generated = ".x::before { content: 'Before'; color: red } .x::after { content: 'After' }"
    document = word(markup, css + generated)
    texts = [line.partition(" | ")[2] for line in document.listing() if not line.endswith("| ")]
    assert [text.rpartition(":")[2].strip("]") for text in texts] == ["Before", "A", "After"]
    assert texts[0].startswith("[")
    assert document.codes() == []


@pytest.mark.parametrize(
    "selector", ["ul", "ol", "table", "tbody", "tr", "hr", "html", "nav[role='doc-toc']"]
)
def test_generated_text_that_word_has_no_place_for_is_said(word, selector):
    document = word(
        "<hr/><ul><li>A</li></ul><ol><li>A</li></ol><table><tbody><tr><td>B</td></tr></tbody></table>"
        "<nav role='doc-toc'><ol><li>C</li></ol></nav>",
        f"{selector}::before {{ content: 'x'; color: red }}",
    )
    assert document.codes() == ["W103"]
    assert "write it into the template" in document.problems[0].diagnostic.hint


def test_generated_text_is_whole_or_not_there(word):
    document = word(
        "<h1>A</h1><p>B</p><ol><li>C</li></ol>",
        """h1::before { content: counter(part) ". " } p::after { content: " (" counter(x) ")" }
        li::marker { content: counter(list-item) ") " }
        @page { @top-center { content: "Volume " counter(part) } }""",
    )
    assert [line.partition(" | ")[2] for line in document.listing()] == ["A", "B", "C"]
    assert document.codes() == ["W103"] * 4
    parts = [document.archive.read(name) for name in document.archive.namelist()]
    assert not any(b"Volume" in part for part in parts)
    assert document.xpath("//w:lvl/w:lvlText/@w:val", "numbering")[0] == "%1."
