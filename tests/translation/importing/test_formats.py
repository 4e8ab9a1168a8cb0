"""The same text as Markdown, HTML and Word documents; what each format brings of its own."""

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.translation.importing.formats import read_outside
from tests.translation.importing.texts import keyed, read, shown, told
from tests.work import is_linear

PARTS = [
    "article: News",
    "title: Declaration of the Lake Meeting",
    "pre.1: The participants, meeting in Shore,",
    "# Water",
    "1: The parties set up a commission.",
    "2: They:",
    "2.a: publish data;",
    "2.b: count birds.",
    "# Trade",
    "3: Trade grows.",
    "end.1: Shore, 5 May 2030",
]

MARKDOWN = """\
---
layout: page
---
# News

## Declaration of the *Lake* Meeting

The participants,
meeting in **Shore**,

### Water

1. The parties set up
   a [commission](https://example.org/c "C").
2. They:
   (a) publish data;
   (b) count birds[^1].

### Trade ###

3\\. Trade grows.

<!-- a comment -->
Shore, 5 May 2030

[^1]: All birds.
"""

HTML = """\
<!doctype html><html><head><title>News</title><script>var a = "1. x";</script></head>
<body><nav><a href="/">Home</a></nav><h1>News</h1>
<h2>Declaration of the <em>Lake</em>
Meeting</h2>
<p>The participants, meeting in <b>Shore</b>,
<h3>Water</h3>
<ol><li>The parties set up a commission.<li>They:<ol type=a><li>publish data;<li>count birds.</ol>
</ol>
<h3>Trade</h3><ol start=3><li><p>Trade grows.</ol>
<p>Shore, 5 May 2030<footer>Contact</footer></body></html>
"""


def numbered(document, text, level, number=1):
    """Add a paragraph that Word numbers."""
    paragraph = document.add_paragraph(text)
    level_and_list = f'<w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
    properties = parse_xml(f"<w:numPr {nsdecls('w')}>{level_and_list}</w:numPr>")
    paragraph._p.get_or_add_pPr().append(properties)
    return paragraph


NUMBERING = (
    '<w:numbering {ns}><w:abstractNum w:abstractNumId="7">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>'
)


def word(fill) -> bytes:
    """Return a Word document that a function has filled, with the lists above."""
    document = docx.Document()
    part = document.part.numbering_part
    for child in list(part._element):
        part._element.remove(child)
    for child in parse_xml(NUMBERING.format(ns=nsdecls("w"))):
        part._element.append(child)
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def lists(document):
    document.add_heading("News", 1)
    document.add_heading("Declaration of the Lake Meeting", 2)
    document.add_paragraph("The participants, meeting in Shore,")
    document.add_heading("Water", 3)
    numbered(document, "The parties set up a commission.", 0)
    numbered(document, "They:", 0)
    numbered(document, "publish data;", 1)
    numbered(document, "count birds.", 1)
    document.add_heading("Trade", 3)
    numbered(document, "Trade grows.", 0)
    document.add_paragraph("Shore, 5 May 2030")


def typed(document):
    document.add_paragraph("News")
    document.add_paragraph("There was a meeting.")
    document.add_paragraph("Declaration of the Lake Meeting")
    document.add_paragraph("The participants, meeting in Shore,")
    document.add_paragraph("Water")
    document.add_paragraph("1.\tThe parties set up a commission.")
    document.add_paragraph("2. They:")
    document.add_paragraph("(a) publish data;")
    document.add_paragraph("(b) count birds.").add_run().add_break()
    document.paragraphs[-1].add_run("Trade")
    document.add_paragraph("3. Trade grows.")
    document.add_paragraph("Shore, 5 May 2030")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.md", MARKDOWN),
        ("a.html", HTML),
        ("lists.docx", word(lists)),
        ("typed.docx", word(typed)),
    ],
)
def test_all_formats_bring_the_same_parts(name, data):
    _, made = read(data, name)
    parts = [line for line in shown(made) if not line.startswith(("page", "hidden", "footnote"))]
    assert [line for line in parts if line != "article: There was a meeting."] == PARTS


def test_a_file_without_a_suffix_is_known_by_its_first_bytes():
    _, made = read(HTML, "page")
    assert keyed(made)["2.b"] == "count birds."
    _, made = read(word(lists), "file")
    assert keyed(made)["2.b"] == "count birds."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_in_utf_8_and_in_utf_16_with_its_mark(encoding):
    reading, made = read("Декларация\r\n1. Да.\r\n2. Нет.\r\n".encode(encoding))
    assert keyed(made) == {"1": "Да.", "2": "Нет."}
    assert [line.number for line in reading.lines] == [1, 2, 3]


def test_a_page_is_read_in_the_encoding_that_it_says():
    page = "<meta charset=windows-1251><h1>Декларация</h1><p>1. Да.<p>2. Нет."
    _, made = read(page.encode("cp1251"), "a.html")
    assert (made.title, keyed(made)) == ("Декларация", {"1": "Да.", "2": "Нет."})


@pytest.mark.parametrize(
    "mark",
    [
        '<sup><a href="#n1">1</a></sup>',
        '<a href="#n1"><sup>1</sup></a>',
        '<a href="#n1" role="doc-noteref">[1]</a>',
    ],
)
def test_a_mark_in_a_page_that_leads_to_a_note_is_no_word_of_the_text(mark):
    page = (
        f"<h1>Plan</h1><p>1. One.{mark} And more.<p>2. Two m<sup>2</sup> at <a href='#x'>4</a>."
        '<aside role="doc-footnote" id="n1">1. Document 5.</aside>'
    )
    reading, made = read(page, "a.html")
    assert keyed(made) == {"1": "One. And more.", "2": "Two m2 at 4."}
    assert [block.text for block in made.blocks if block.kind == "footnote"] == ["1. Document 5."]
    [(start, end)] = reading.markup
    assert reading.text[start:end] in {"1", "[1]"}


def test_what_a_page_does_not_show_is_accounted_for_and_never_a_segment():
    _, made = read(HTML, "a.html")
    hidden = [block.text for block in made.blocks if block.kind == "hidden text"]
    assert hidden == ["News", 'var a = "1. x";']
    page = [block.text for block in made.blocks if block.kind == "page matter"]
    assert page == ["Home", "Contact"]


def test_markdown_s_marks_are_no_words():
    _, made = read("# Plan\n\n1. *One* and __two__ `x` 2*3*4 a_b_c \\* done\n2. Two\n", "a.md")
    assert keyed(made)["1"] == "One and two x 2*3*4 a_b_c * done"


def test_comments_and_code_of_markdown_are_markup_and_words():
    text = "# Plan\n\n1. One <!-- a\n\n2. no --> more.\n\n```\n2. *Two*\n```\n\n***\n\n3. Three.\n"
    _, made = read(text, "a.md")
    assert keyed(made) == {"1": "One\nmore.", "2": "*Two*", "3": "Three."}


def test_headings_are_underlined_too():
    _, made = read("Plan of the Lake\n=====\n\n1. One\n\nWater\n---\n\n2. Two\n", "a.md")
    assert shown(made) == ["title: Plan of the Lake", "1: One", "# Water", "2: Two"]


MARKS = st.sampled_from([
    "1. ", "# ", "**", "*", "_", "`", "```", "[", "](x)", "[^1]", "[^1]: ", "\\", "<!--", "-->",
    "---", "> ", "- ", "One", " ", "\n", "\n\n", "</p>", "<p>", "<ol>", "<li>", "</ol>", "<br>",
    "<script>", "</script>", "<nav>", "</nav>", "&nbsp;", "<pre>", "<h2>", "<td>",
])  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(MARKS, max_size=40), st.sampled_from(["a.md", "a.html"]))
def test_every_character_of_other_formats_is_in_exactly_one_part(pieces, name):
    read("x " + "".join(pieces), name, unnumbered=True)


@pytest.mark.parametrize("piece", ["[", "<!--", "*", "](", "`", "1.", "<b>", "&", "a-\n"])
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_a_mark_a_hundred_thousand_times_takes_work_that_grows_with_their_number(piece, name):
    assert is_linear(lambda n: read("x " + piece * n, name, unnumbered=True), 25_000)


def test_spaces_of_a_page_count_once_but_no_break_spaces_stay():
    _, made = read("<h1>A</h1><p>1. a \n  b&nbsp;&nbsp;c<p>2. d", "a.html")
    assert keyed(made)["1"] == "a b\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}c"


def test_word_s_lists_start_again_where_word_does():
    def fill(document):
        document.add_heading("Plan", 1)
        for item in ("One:", "Two:"):
            numbered(document, item, 0)
            numbered(document, "a;", 1)
            numbered(document, "x", 2)
            numbered(document, "b.", 1)
        numbered(document, "Two again:", 0, 2)
        numbered(document, "c.", 1, 2)

    _, made = read(word(fill), "a.docx")
    assert list(keyed(made)) == [
        "1", "1.a", "1.a.1", "1.b", "2", "2.a", "2.a.1", "2.b", "3", "3.a",
    ]  # fmt: skip


def test_a_list_of_a_paragraph_style_counts_too():
    def fill(document):
        document.add_heading("Plan", 1)
        style = document.styles["List Number"]._element
        style.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="1"/></w:numPr>')
        )
        for old in style.pPr.findall(style.pPr[0].tag)[:-1]:
            style.pPr.remove(old)
        document.add_paragraph("One.", "List Number")
        document.add_paragraph("Two.", "List Number")

    _, made = read(word(fill), "a.docx")
    assert keyed(made) == {"1": "One.", "2": "Two."}


def test_headers_hidden_text_and_tables_of_word_are_in_the_account():
    def fill(document):
        document.sections[0].header.paragraphs[0].text = "Draft of the day"
        document.add_heading("Plan", 1)
        document.add_paragraph("1. One.").add_run(" secret").font.hidden = True
        document.add_table(1, 1).cell(0, 0).text = "2. Two."

    reading, made = read(word(fill), "a.docx")
    assert keyed(made) == {"1": "One.", "2": "Two."}
    assert {block.text: block.kind for block in made.blocks if not block.key} == {
        "Plan": "title", "secret": "hidden text", "Draft of the day": "page matter",
    }  # fmt: skip
    assert told(reading.problems) == ["I106 2"]
    assert told(made.problems) == []


CHANGE = (
    '<w:{0} {1} w:id="1" w:author="A. Clerk" w:date="2030-05-04T10:00:00Z"><w:r>{2}</w:r></w:{0}>'
)


def changed(document):
    document.add_heading("Plan", 1)
    paragraph = document.add_paragraph("1. One ")._p
    ns = nsdecls("w")
    paragraph.append(parse_xml(CHANGE.format("del", ns, "<w:delText>old.</w:delText>")))
    paragraph.append(parse_xml(CHANGE.format("ins", ns, "<w:t>new.</w:t>")))
    document.add_paragraph("2. Two.")


def test_tracked_changes_stop_an_import_and_name_their_authors():
    reading, problems = read_outside(word(changed), "a.docx")
    assert reading is None
    assert [(p.code, str(p.place)) for p in problems] == [("I105", "a.docx:1:1")]
    assert "2 tracked changes, by A. Clerk (2030-05-04)" in problems[0].message


def test_tracked_changes_are_found_in_headers_as_well():
    def fill(document):
        changed_header = document.sections[0].header.paragraphs[0]._p
        changed_header.append(parse_xml(CHANGE.format("ins", nsdecls("w"), "<w:t>new</w:t>")))
        document.add_paragraph("1. One.")

    _, problems = read_outside(word(fill), "a.docx")
    assert [p.code for p in problems] == ["I105"]


@pytest.mark.parametrize(("policy", "text"), [("accept", "One new."), ("reject", "One old.")])
def test_tracked_changes_go_by_the_policy(policy, text):
    reading, problems = read_outside(word(changed), "a.docx", policy)
    assert [line.text for line in reading.lines if line.role == "body"][1] == f"1. {text}"
    assert [p.code for p in problems] == ["I106"]


def packed(parts: dict[str, bytes], base: bytes = b"") -> bytes:
    """Return a package with parts added to another's."""
    out = io.BytesIO(base)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "it has a password, or is of Word 97"),
        (word(lists)[:4000], "it is no Word file, or damaged"),
        (packed({"word/big.xml": b" " * 60_000_000}, word(lists)), "unpacks to 60,000,000 bytes"),
        (packed({"a.txt": b"x"}), "it lacks the part [Content_Types].xml"),
        (packed({"word/vbaProject.bin": b"x"}, word(lists)), "the Word file carries macros"),
    ],
    ids=["encrypted", "cut", "bomb", "no-word", "macros"],
)
def test_a_word_file_that_is_not_safe_is_one_coded_line(data, told):
    reading, problems = read_outside(data, "a.docx")
    assert reading is None
    assert [(p.code, str(p.place)) for p in problems] == [("I104", "a.docx:1:1")]
    assert told in problems[0].message


def test_every_bullet_list_of_word_counts_from_its_own_first_bullet():
    def fill(document):
        document.add_heading("Plan", 1)
        for item in ("One:", "Two:", "Three:"):
            numbered(document, item, 0)
            document.add_paragraph("to plant;", "List Bullet")
            document.add_paragraph("to water.", "List Bullet")

    data = word(lambda document: [bullets(document), fill(document)])
    _, made = read(data, "a.docx")
    assert list(keyed(made)) == [
        "1", "1.1", "1.2", "2", "2.1", "2.2", "3", "3.1", "3.2",
    ]  # fmt: skip
    assert told(made.problems) == []


def bullets(document):
    """Make List Bullet a list of bullets of its own, one for the whole document."""
    part = document.part.numbering_part._element
    levels = '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    part.insert(0, parse_xml(f"<w:abstractNum {nsdecls('w')} w:abstractNumId='8'>{levels}"
                             "</w:abstractNum>"))  # fmt: skip
    part.append(
        parse_xml(f"<w:num {nsdecls('w')} w:numId='3'><w:abstractNumId w:val='8'/></w:num>")
    )
    properties = document.styles["List Bullet"]._element.get_or_add_pPr()
    for child in list(properties):
        if child.tag.endswith("numPr"):
            properties.remove(child)
    properties.append(parse_xml(f"<w:numPr {nsdecls('w')}><w:numId w:val='3'/></w:numPr>"))
