"""Lists nest, restart and carry their markers as Word's own numbering."""

import pytest

from briefgen.writers.docx.xml import NAMESPACES
from tests.writers.docx.word_document import W


def numbering(document):
    """Return (text, number, format, level text, start) of each paragraph in a list.

    The list is the paragraph's own, else that of its style or of one that it is based on.
    """
    found = []
    for paragraph in document.xpath("//w:p"):
        properties = paragraph.find("{*}pPr/{*}numPr")
        style = document.styles[paragraph.find("{*}pPr/{*}pStyle").get(W + "val")]
        while properties is None and style is not None:
            properties = style.find("{*}pPr/{*}numPr")
            base = style.find("{*}basedOn")
            style = None if base is None else document.styles[base.get(W + "val")]
        number = "0" if properties is None else properties.find("{*}numId").get(W + "val")
        if number != "0":
            text = "".join(paragraph.itertext(W + "t"))
            level = properties.find("{*}ilvl").get(W + "val")
            found.append((text, number, *definition(document, number, level)))
    return found


def definition(document, number, level):
    """Return number format, text and start (None for one that isn't said) of a list's level."""
    part = document.part("numbering")
    (instance,) = part.xpath(f"w:num[@w:numId={number}]", namespaces=NAMESPACES)
    abstract = instance.find("{*}abstractNumId").get(W + "val")
    (form,) = part.xpath(
        f"w:abstractNum[@w:abstractNumId={abstract}]/w:lvl[@w:ilvl={level}]", namespaces=NAMESPACES
    )
    start = instance.find(f"{{*}}lvlOverride[@{W}ilvl='{level}']/{{*}}startOverride")
    return (
        form.find("{*}numFmt").get(W + "val"),
        form.find("{*}lvlText").get(W + "val"),
        None if start is None else start.get(W + "val"),
    )


def test_every_list_that_counts_starts_anew(word):
    document = word(
        "<ol><li>A</li><li>B</li></ol><p>x</p><ol start='4'><li>C</li></ol><ul><li>D</li></ul>"
    )
    assert numbering(document) == [
        ("A", "2", "decimal", "%1.", "1"),
        ("B", "2", "decimal", "%1.", "1"),
        ("C", "3", "decimal", "%1.", "4"),
        ("D", "4", "bullet", "•", None),
    ]
    assert document.xpath("//w:body/w:p/w:pPr/w:numPr/w:numId/@w:val") == ["2", "2", "3"]


def test_a_style_makes_a_list_item_by_itself(word):
    """The style has the list's number, and the list's level has the style's name."""
    document = word(
        "<ul><li>A</li><li>A<ul><li>B</li></ul></li><li>A</li></ul><ol><li>C<ol><li>D</li></ol></li></ol>"
        '<ul class="x"><li>E</li><li class="y">F</li></ul>',
        ".x { padding-left: 50pt; color: #ff0000 } .y { list-style-type: square }",
    )
    linked = document.xpath("//w:lvl[w:pStyle]", "numbering")
    assert [
        (level.get(W + "ilvl"), document.name(level.find("{*}pStyle").get(W + "val")))
        for level in linked
    ] == [
        ("0", "List Bullet"),
        ("1", "List Bullet 2"),
        ("0", "List Number"),
        ("1", "List Number 2"),
        ("0", "Y"),
    ]
    for name in ("List Bullet", "List Bullet 2", "List Number", "List Number 2", "Y"):
        assert "<numPr>" in document.style(name)
    assert "<numPr>" not in document.style("List Bullet in X"), "that of List Bullet holds"
    assert [(text, mark) for text, _, _, mark, _ in numbering(document)] == [
        ("A", "•"),
        ("A", "•"),
        ("B", "◦"),
        ("A", "•"),
        ("C", "%1."),
        ("D", "%2."),
        ("E", "•"),
        ("F", "▪"),
    ]


def test_a_list_item_s_look_without_a_list_takes_the_number_back(word):
    document = word(
        '<ul><li class="a">A</li><li class="a">B</li></ul><p class="a">C</p>',
        "ul { margin: 0 } .a { margin: 0 }",
    )
    assert [text for text, *_ in numbering(document)] == ["A", "B"]
    assert document.listing()[2] == "A (2) | C"
    assert '<numPr><numId val="0"/></numPr>' in document.style("A (2)")


def test_lists_in_lists_are_levels(word):
    document = word(
        "<ul><li>A<ol><li>B<ul><li>C</li></ul></li></ol></li><li>D<ol><li>E</li></ol></li></ul>"
    )
    assert [line.split(" | ")[0].replace(" Keep", "") for line in document.listing()] == [
        "List Bullet",
        "List Number 2",
        "List Bullet 3",
        "List Bullet",
        "List Number 2",
    ]
    assert [(text, form, level) for text, _, form, level, _ in numbering(document)] == [
        ("A", "bullet", "•"),
        ("B", "decimal", "%2."),
        ("C", "bullet", "▪"),
        ("D", "bullet", "•"),
        ("E", "decimal", "%2."),
    ]
    assert document.xpath("count(//w:abstractNum)", "numbering") <= 2


def test_lists_of_another_kind_at_a_level_have_a_definition_of_their_own(word):
    document = word("<ul><li>A<ol><li>B</li></ol></li><li>C<ul><li>D</li></ul></li></ul>")
    forms = [(text, form) for text, _, form, _, _ in numbering(document)]
    assert forms == [("A", "bullet"), ("B", "decimal"), ("C", "bullet"), ("D", "bullet")]


def test_text_after_the_first_paragraph_continues_the_item(word):
    document = word("<ol><li><p>A</p><p>B</p></li><li><h3>C</h3></li></ol>")
    assert document.listing() == ["List Number | A", "List Continue | B", "heading 3 | C"]
    assert [text for text, *_ in numbering(document)] == ["A", "C"]


def test_an_item_that_begins_with_a_table_or_a_list_has_a_line_for_its_marker(word):
    document = word(
        "<ul><li><table><tbody><tr><td>A</td></tr></tbody></table></li>"
        "<li><ul><li>B</li></ul></li><li></li></ul>"
    )
    assert [text for text, *_ in numbering(document)] == ["", "", "B", ""]


def test_a_list_without_markers_has_no_numbering(word):
    document = word("<ul><li>A</li></ul>", "ul { list-style: none; padding: 0 }")
    assert document.listing() == ["List Continue | A"]
    assert "word/numbering.xml" not in document.archive.namelist()


@pytest.mark.parametrize(
    ("css", "form", "text"),
    [
        ("lower-alpha", "lowerLetter", "%1."),
        ("upper-roman", "upperRoman", "%1."),
        ("square", "bullet", "▪"),
    ],
)
def test_css_counter_styles_are_number_formats(word, css, form, text):
    document = word("<ol><li>A</li></ol>", f"ol {{ list-style-type: {css} }}")
    assert numbering(document)[0][2:4] == (form, text)


def test_a_marker_has_its_own_text_and_look(word):
    document = word(
        "<ul><li>A</li></ul>",
        'li::marker { content: "– "; color: #ff0000; font-weight: bold }',
    )
    assert numbering(document)[0][3] == "–"
    (look,) = document.xpath("//w:lvl[@w:ilvl=0]/w:rPr", "numbering")
    assert [child.tag.split("}")[1] for child in look] == ["rFonts", "b", "bCs", "color"]


COUNTERS = """
@counter-style own { system: alphabetic; symbols: "الف" "ب" "پ"; prefix: "("; suffix: ") " }
@counter-style russian { system: alphabetic; symbols: а б в г д; suffix: ") " }
@counter-style abjad { system: fixed; symbols: أ ب ج د }
@counter-style plain { system: extends decimal; suffix: "– " }
"""


@pytest.mark.parametrize(
    ("css", "form", "text", "labels"),
    [
        ("persian", "decimal", "%1.", ["۳.", "۴."]),
        ("arabic-indic", "decimal", "%1.", ["٣.", "٤."]),
        ("georgian", "decimal", "%1.", ["გ.", "დ."]),
        ("own", "decimal", "(%1)", ["(پ)", "(الفالف)"]),
        ("thai", "thaiNumbers", "%1.", []),
        ("devanagari", "hindiNumbers", "%1.", []),
        ("russian", "russianLower", "%1)", []),
        ("abjad", "arabicAbjad", "%1.", []),
        ("plain", "decimal", "%1–", []),
        ("unknown", "decimal", "%1.", []),
    ],
)
def test_items_are_labelled_where_word_does_not_count_so(word, css, form, text, labels):
    document = word(
        '<ol start="3"><li>A</li><li>B</li></ol>', f"{COUNTERS} ol {{ list-style-type: {css} }}"
    )
    assert document.codes() == []
    assert numbering(document)[0][2:4] == (form, text)
    own = "//w:lvlOverride/w:lvl[w:numFmt/@w:val='none']/w:lvlText/@w:val"
    assert document.xpath(own, "numbering") == labels
    starts = document.xpath("//w:startOverride/@w:val", "numbering")
    assert starts == ([] if labels else ["3"])


def test_an_item_can_be_led_to(word):
    document = word('<p><a href="#i">x</a></p><ul><li id="i" lang="ru">A</li></ul>')
    assert document.xpath("//w:bookmarkStart/@w:name") == ["i"]


def test_the_indent_of_an_item_is_that_of_its_style_and_level(word):
    document = word("<ul><li>A</li></ul>", "ul { padding: 0 0 0 15pt }")
    assert '<ind left="300" right="0" hanging="180"/>' in document.style("List Bullet")
    (indent,) = document.xpath("//w:lvl[@w:ilvl=0]/w:pPr/w:ind", "numbering")
    assert list(indent.attrib.values()) == ["300", "180"]
