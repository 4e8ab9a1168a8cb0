"""Text that runs from right to left says so in paragraphs, runs and tables."""

from lxml import etree

from tests.writers.docx.word_document import W

FA = 'lang="fa" dir="rtl"'


def test_a_document_from_right_to_left_says_so_everywhere(word):
    document = word(
        "<h1>الف</h1><p>ب <strong>پ</strong> <span lang='en' dir='ltr'>UN</span></p>"
        "<table><tbody><tr><td>ت</td><td lang='en' dir='ltr'>A</td></tr></tbody></table>",
        html=FA,
    )
    assert document.xpath("count(//w:docDefaults//w:bidi)", "styles") == 1
    (language,) = document.xpath("//w:docDefaults//w:lang", "styles")
    assert sorted(language.values()) == ["fa-IR", "fa-IR"]
    assert "<bidi/>" in document.style("Normal")
    assert document.listing()[3] == "Table Text (en) | A"
    assert '<bidi val="0"/>' in document.style("Table Text (en)")
    assert not document.direct_formatting()
    texts = document.xpath("//w:r[not(w:rPr/w:rtl)]/w:t/text()")
    assert texts == ["UN", "A"]
    assert document.xpath("count(//w:bidiVisual)") == 1
    assert document.xpath("count(//w:sectPr/w:bidi)") == 1
    assert "<bCs/>" in document.style("Strong")


def test_a_cell_from_right_to_left_in_a_table_from_left_to_right(word):
    document = word(
        "<table><tbody><tr><td>A</td><td lang='fa' dir='rtl'>ب</td></tr></tbody></table>"
    )
    assert document.xpath("count(//w:bidiVisual)") == 0
    assert document.xpath("//w:tc[2]//w:lang/@w:bidi") == ["fa-IR"]
    assert document.listing() == ["Table Text | A", "Table Text (fa) | ب", "Spacing 1pt | "]
    assert "<bidi/>" in document.style("Table Text (fa)")
    assert '<jc val="left"/>' in document.style("Table Text (fa)"), "LibreOffice needs it again"
    assert not document.direct_formatting()


def test_a_look_of_another_language_is_named_after_it(word):
    document = word(
        "<p>A</p><p>B</p><p lang='fa' dir='rtl'>ب</p>", "[dir=rtl] { font-family: 'Amiri' }"
    )
    assert document.listing()[2] == "Body Text (fa) | ب"
    assert 'cs="Amiri"' in document.style("Body Text (fa)")


def test_text_that_runs_against_its_paragraph_is_a_run_of_its_own(word):
    """Word keeps digits and signs of a run in the run's direction."""
    document = word("<p>ا <span dir='ltr'>4.b</span> ب</p>", html=FA)
    assert document.xpath("//w:r[not(w:rPr/w:rtl)]/w:t/text()") == ["4.b"]
    assert document.listing() == ["Body Text | ا 4.b ب"]


def test_left_and_right_are_those_of_the_text(word):
    """Word's left is the edge that a line starts from."""
    css = "p { text-align: left; margin: 0 10pt 0 20pt } .b { text-align: right }"
    css += ".e { text-align: end }"
    document = word("<p>ا</p><p class='b'>ب</p><p class='e'>پ</p>", css, html=FA)
    assert '<jc val="right"/>' in document.style("Body Text")
    assert '<ind left="200" right="400"' in document.style("Body Text")
    assert '<jc val="left"/>' in document.style("B")
    assert "<jc" not in document.style("E"), "the end is the left, as the paragraph's own"


def test_lists_and_boxes_are_indented_from_the_right(word):
    css = "ul { padding: 0 14pt 0 0 } .x { border-right: 3pt solid #ff0000; padding: 0 8pt }"
    document = word(
        "<ul><li>ا</li><li><ul></ul></li></ul><aside class='x'><ul><li>ب</li></ul></aside>",
        css,
        html=FA,
    )
    assert '<ind left="280" right="0" hanging="180"/>' in document.style("List Bullet")
    assert '<left val="single" sz="24"' in document.style("X Table")


def test_a_picture_stands_at_the_start_of_the_line(word):
    document = word(
        '<figure><img src="a.svg" alt="x"/></figure>',
        "figure { margin: 0 30pt 0 0 }",
        html=FA,
        assets={"a.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>'},
    )
    assert '<ind left="600"/>' in document.style("Figure")


def test_margin_boxes_stand_on_the_page_s_own_sides(word):
    """Lines start from the right, and so do Word's tab stops."""
    css = "@page { @top-left { content: 'l' } @top-right { content: 'r' }"
    css += " @bottom-left { content: 'b' } }"
    document = word("<p>ا</p>", css, html=FA)
    assert [story.split(" | ")[1] for story in document.listing("header1")] == ["r→l"]
    assert [story.split(" | ")[1] for story in document.listing("footer1")] == ["→b"]


ARABIC = """
<p class="marking">للاستخدام الرسمي</p><h1>البيان المشترك</h1>
<p>نص فيه <strong>كلمات مهمة</strong> و<em>مائلة</em> و<span lang="en" dir="ltr">UN 2025</span><span
role="doc-footnote">حاشية مع <strong>خط عريض</strong></span>.</p>
<ul><li>بند<ul><li>بند فرعي</li></ul></li></ul><ol><li>أولا</li></ol>
<table><thead><tr><th>الدولة</th></tr></thead>
<tbody><tr><th>الكويت <span class="remark">الرئاسة</span>
</th></tr></tbody></table>
"""
LOOKS = """
html { font-family: 'Amiri' } [dir=ltr] { font-family: 'PT Serif' }
.marking { string-set: marking content() } .remark { font-weight: normal; color: #555555 }
@page { @top-right { content: string(marking); font: bold 8pt 'Amiri' } }
"""


def test_arabic_is_right_in_all_that_a_document_has(word):
    """Headings, bold, lists, tables, notes and the header: looked at in LibreOffice, too."""
    document = word(ARABIC, LOOKS, html='lang="ar" dir="rtl"')
    runs = [run for story in document.stories() for run in story.iter(W + "r")]
    said = {
        text: [etree.QName(element).localname for element in run.find(W + "rPr")]
        for run in runs
        if (text := "".join(run.itertext(W + "t")).strip(" ."))
    }
    assert said.pop("UN 2025") == ["rStyle", "lang"]
    assert all(properties[-2:] == ["rtl", "lang"] for properties in said.values()), said
    assert set(document.languages()) == {"ar-EG", "en-US"}
    assert not document.direct_formatting()
    assert document.xpath("count(//w:bidi)", "styles") == 2, "in the defaults and in Normal"
    assert document.xpath("count(//w:bidiVisual)") == 1
    for name in ("heading 1", "Strong", "header"):
        assert "<b/><bCs/>" in document.style(name)
    assert "<i/><iCs/>" in document.style("Emphasis")
    assert document.style("heading 1").count("szCs") == 1
    assert document.xpath("//w:style[@w:styleId='Normal']//w:rFonts/@w:cs", "styles") == ["Amiri"]
    assert document.listing("header1") == [
        'header | {STYLEREF "Marking" \\* CHARFORMAT}للاستخدام الرسمي'
    ]
    assert document.listing()[3:6] == [
        "List Bullet | بند",
        "List Bullet 2 | بند فرعي",
        "List Number | أولا",
    ]
    assert "Row Heading | [Strong:الكويت ][Remark:الرئاسة]" in document.listing()
