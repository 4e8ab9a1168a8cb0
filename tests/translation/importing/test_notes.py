"""Footnotes: their marks are no words of the text, and what they say is named as lost."""

import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.translation.importing.test_formats import word
from tests.translation.importing.texts import keyed, read, shown, told

NOTE = "One member has divergent views on the water of the lake."
BODY = ("The parties keep the water", " clean and publish what they find.")
KEPT = "".join(BODY)
LATER = "They meet again in a year."


def noted(name: str, mark: str, note: str, *, numbered: bool) -> str:
    """Return a text with a mark after a word of its first paragraph, and the note at its end."""
    parts = ["Lake Accord", mark.join(BODY), LATER]
    if numbered:
        parts[1:] = [f"{number}. {part}" for number, part in enumerate(parts[1:], 1)]
    if name.endswith(".html"):
        return f"<h1>{parts[0]}</h1>\n<p>{parts[1]}</p>\n<p>{parts[2]}</p>\n\n\n{note}"
    heading = "# " if name.endswith(".md") else ""
    return "\n\n".join([heading + parts[0], *parts[1:], note]) + "\n"


@pytest.mark.parametrize("numbered", [True, False], ids=["numbered", "unnumbered"])
@pytest.mark.parametrize(
    ("name", "mark", "note"),
    [
        ("a.txt", "¹", f"¹ {NOTE}"),
        ("a.txt", "[1]", f"[1] {NOTE}"),
        ("a.txt", "*", f"* {NOTE}"),
        ("a.txt", "¹", "¹ One member has divergent views\non the water of the lake."),
        ("a.txt", "¹", f"1 {NOTE}"),
        ("a.md", "<sup>1</sup>", f"---\n\n1. {NOTE}"),
        ("a.html", "<sup>1</sup>", f"<ol><li>{NOTE}</ol>"),
        ("a.html", "<sup>1</sup>", f"<div class=footnotes><p>1. {NOTE}</div>"),
        ("a.md", "[^1]", f"[^1]: {NOTE}"),
        ("a.md", "[^r]", "[^r]: One member has divergent views\n    on the water of the lake."),
        ("a.md", "<sup>1</sup>", f"<sup>1</sup> {NOTE}"),
        ("a.md", "¹", f"¹ {NOTE}"),
        ("a.md", "\\*", f"\\* {NOTE}"),
        ("a.html", "<sup>1</sup>", f"<p><sup>1</sup> {NOTE}</p>"),
        ("a.html", "¹", f"<p>¹ {NOTE}</p>"),
        ("a.html", "*", f"<p>* {NOTE}</p>"),
        ("a.html", '<sup><a href="#n1">1</a></sup>', f"<ol><li id=n1>{NOTE}</li></ol>"),
        ("a.html", '<sup><a href="#n1">1</a></sup>', f"<footer><p id=n1>1. {NOTE}</footer>"),
        ("a.html", '<a id=r href="#n1"><sup>1</sup></a>',
         f'<p><a id=n1 href="#r"><sup>1</sup></a> {NOTE}</p>'),
    ],
)  # fmt: skip
def test_a_footnote_that_reserves_a_position_is_lost_by_name(name, mark, note, numbered):
    text = noted(name, mark, note, numbered=numbered)
    _, made = read(text, name, unnumbered=not numbered)
    assert keyed(made) == {"1": KEPT, "2": LATER}
    assert {block.kind for block in made.blocks if not block.key} == {"title", "footnote"}
    [found] = made.problems
    assert (found.code, found.severity) == ("I210", "warning")
    assert found.place.line == text[: text.index("One member")].count("\n") + 1
    assert "footnote of paragraph 1, not in the document" in found.message


def with_footnote(document, numbered):
    """Fill a document with a real footnote of Word's, of its second paragraph."""
    document.add_heading("Lake Accord", 0)
    paragraph = document.add_paragraph(("1. " if numbered else "") + BODY[0])
    reference = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'
    paragraph._p.append(parse_xml(reference))
    paragraph.add_run(BODY[1])
    document.add_paragraph(("2. " if numbered else "") + LATER)
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p><w:r>'
        '<w:separator/></w:r></w:p></w:footnote><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/>'
        f"</w:r><w:r><w:t> {NOTE}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def with_raised_numbers(document, numbered):
    document.add_heading("Lake Accord", 0)
    paragraph = document.add_paragraph(("1. " if numbered else "") + BODY[0])
    paragraph.add_run("1").font.superscript = True
    paragraph.add_run(BODY[1])
    document.add_paragraph(("2. " if numbered else "") + LATER)
    note = document.add_paragraph()
    note.add_run("1").font.superscript = True
    note.add_run(f" {NOTE}")


@pytest.mark.parametrize("numbered", [True, False], ids=["numbered", "unnumbered"])
@pytest.mark.parametrize("fill", [with_footnote, with_raised_numbers])
def test_a_footnote_of_word_is_lost_by_name(fill, numbered):
    _, made = read(
        word(lambda document: fill(document, numbered)), "a.docx", unnumbered=not numbered
    )
    assert keyed(made) == {"1": KEPT, "2": LATER}
    [found] = made.problems
    assert (found.code, found.severity, found.place.line) == ("I210", "warning", 4)
    assert "paragraph 4: footnote of paragraph 1, not in the document" in found.message


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "# Plan\n\n1. It has 5 m<sup>2</sup>.\n2. Two.\n"),
        ("a.html", "<h1>Plan</h1>\n\n<p>1. It has 5 m<sup>2</sup>.<p>2. Two."),
        ("a.txt", "Plan\n\n1. They keep the water¹ clean.\n2. Two.\n"),
    ],
)
def test_a_raised_number_without_a_footnote_is_told(name, text):
    _, made = read(text, name)
    assert told(made.problems) == ["I214 3"]
    assert made.problems[0].severity == "warning"


def test_a_power_is_no_mark_though_a_footnote_has_its_number():
    _, made = read("Plan\n1. It has 5 km² and 10² trees.\n2. Two².\n² See there.\n")
    assert keyed(made) == {"1": "It has 5 km² and 10² trees.", "2": "Two."}
    assert told(made.problems) == ["I210 4"]


def test_last_numbers_that_are_no_raised_ones_stay_paragraphs():
    _, made = read("Plan\n1. One.\n2. Two¹.\n3. Three.\n")
    assert list(keyed(made)) == ["1", "2", "3"]
    assert told(made.problems) == ["I214 3"]


def test_a_sentence_with_an_address_is_no_publisher_s_footer():
    _, made = read(f"Plan\n1. One.\n2. Two.\n{NOTE[:-1]}, see www.example.org.\n")
    assert told(made.problems) == ["I213 4"]


def test_a_list_with_stars_is_no_footnote_though_one_word_has_a_star():
    _, made = read("Plan\n1. They* agree:\n* to plant;\n* to water.\n2. Two.\n")
    assert not [line for line in shown(made) if line.startswith("footnote")]
