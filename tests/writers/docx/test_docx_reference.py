"""A reference.docx: its styles win, its pages are kept, and what can't be used is said."""

import io
import re
import zipfile

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm, RGBColor
from lxml import etree
from PIL import Image

from briefgen.diagnostics import Severity
from briefgen.pipeline.job import Reference
from briefgen.writers.docx.reference import LIMITS, read_reference
from briefgen.writers.docx.xml import NAMESPACES
from tests.writers.docx.word_checks import find_faults
from tests.writers.docx.word_document import WordDocument

PATH = "templates/audiences/press/reference.docx"
BODY = (
    "<p class='marking'>Closed</p><h1>A</h1><p>B <em>c</em></p><ul><li>D</li></ul>"
    "<ol><li>E</li></ol><ol><li>F</li></ol><div class='box'><h2>G</h2><p>H</p></div>"
    "<table class='facts'><thead><tr><th>I</th></tr></thead><tbody><tr><td>J</td></tr></tbody>"
    "</table>"
)
CSS = (
    "@page { @top-left { content: string(marking) } @bottom-right { content: counter(page) } }"
    " .marking { string-set: marking content() } .box { background: #eee; padding: 6pt }"
    " h1 { font-size: 20pt } em { font-style: italic } td { hyphens: auto }"
)
WIDE = "@page wide { size: A4 landscape } .wide { page: wide }"
RELS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())


def reference(data):
    return Reference(PATH, data)


def saved(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def rewritten(data, replaced=None, added=None):
    """Return a package with the text of some parts changed, and others added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            for pattern, words in (replaced or {}).get(name, {}).items():
                assert re.search(pattern.encode(), text), (name, pattern)
                text = re.sub(pattern.encode(), words.encode(), text, count=1)
            new.writestr(name, text)
        for name, content in (added or {}).items():
            new.writestr(name, content)
    return stream.getvalue()


def logo(color="red"):
    stream = io.BytesIO()
    Image.new("RGB", (60, 20), color).save(stream, "PNG")
    stream.seek(0)
    return stream


def field(instruction, result="old"):
    return parse_xml(
        f'<w:fldSimple {DECLARED} w:instr="{instruction}"><w:r><w:t>{result}</w:t></w:r>'
        "</w:fldSimple>"
    )


@pytest.fixture(scope="module")
def own(word):
    """What the document is without a reference: it has every style that it needs."""
    return word(BODY, CSS)


@pytest.fixture
def corporate(own):
    """A document of ours as somebody has changed it in Word."""
    document = docx.Document(io.BytesIO(own.data))
    document.styles["Heading 1"].font.color.rgb = RGBColor(255, 0, 0)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(215.9), Mm(279.4)
    section.left_margin = section.right_margin = Mm(30)
    header = section.header.paragraphs[0]
    header.clear()
    header.add_run("Ministry ").add_picture(logo())
    header._p.append(field("STYLEREF &quot;Marking&quot; \\* MERGEFORMAT"))
    return document


def test_the_same_styles_give_the_same_styles(word, own):
    document = word(BODY, CSS, reference=reference(own.data))
    assert not document.problems
    assert document.listing() == own.listing()
    assert {name: document.style(name) for name in own.names("paragraph")} == {
        name: own.style(name) for name in own.names("paragraph")
    }
    assert sorted(document.names("table")) == sorted(own.names("table"))


def test_a_style_of_the_same_name_is_the_reference_s(word, corporate):
    document = word(BODY, CSS, reference=reference(saved(corporate)))
    assert not document.problems
    assert 'color val="FF0000"' in document.style("heading 1")
    assert document.listing()[1] == "heading 1 | A"


def test_names_are_compared_without_case_and_ids_may_be_any(word, own):
    data = rewritten(
        own.data,
        {
            "word/styles.xml": {
                'w:styleId="Heading1"': 'w:styleId="berschrift1"',
                'w:val="heading 1"': 'w:val="HEADING 1"',
                'w:styleId="Emphasis"': 'w:styleId="Heading1"',
            }
        },
    )
    document = word(BODY, CSS, reference=reference(data))
    assert not document.problems
    assert document.listing()[1:3] == ["HEADING 1 | A", "Body Text | B [Emphasis:c]"]


def test_a_variant_is_based_on_the_reference_s_style_and_says_what_it_changes(word, own):
    variant = "Heading 2 in Box"
    document = word(
        BODY + "<h2>K</h2><h2>L</h2>", CSS + " .box h2 { color: #00ff00 }",
        reference=reference(own.data),
    )  # fmt: skip
    assert variant in document.names("paragraph")
    assert variant not in own.names("paragraph")
    assert 'basedOn val="Heading2"' in document.style(variant)
    assert 'color val="00FF00"' in document.style(variant)
    assert "sz " not in document.style(variant)
    assert not document.problems


def test_a_box_around_several_styles_is_the_reference_s(word, own):
    data = rewritten(
        own.data, {"word/styles.xml": {'(w:name w:val="Box".*?w:fill=)"EEEEEE"': r'\1"00FF00"'}}
    )
    document = word(f"{BODY}<h2>K</h2><h2>L</h2>", CSS, reference=reference(data))
    assert 'fill="00FF00"' in document.style("Box")
    assert 'fill="00FF00"' in document.style("Heading 2 in Box"), "else Word draws two boxes"


def test_page_set_up_headers_and_logos_are_the_reference_s(word, corporate):
    assets = {"a.png": logo("blue").getvalue()}
    picture = "<p><img src='a.png' alt='' width='20'/></p>"
    document = word(BODY + picture, CSS, assets=assets, reference=reference(saved(corporate)))
    assert document.xpath("//w:pgSz/@w:w") == ["12240"]
    assert document.xpath("//w:pgMar/@w:left") == ["1701"]
    (embedded,) = document.xpath("//a:blip/@r:embed", "header1")
    relations = etree.fromstring(document.archive.read("word/_rels/header1.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target") for relation in relations}
    assert document.archive.read(f"word/{targets[embedded]}") == logo().getvalue()
    width = 12240 - 2 * 1701
    assert document.xpath("//w:tblW/@w:w") == [str(width)]


def test_fields_show_what_the_document_says(word, corporate):
    header = corporate.sections[0].header.paragraphs[0]._p
    header.append(field("TITLE"))
    header.append(field("AUTHOR", "J. Smith"))
    header.append(field("STYLEREF Emphasis"))
    header.append(field("PAGE", "7"))
    document = word(BODY, CSS, reference=reference(saved(corporate)))
    texts = document.xpath("//w:fldSimple/w:r/w:t/text()", "header1")
    assert texts == ["Closed", "Title & more", "c", "7"]
    assert b"Smith" not in document.archive.read("word/header1.xml")


def test_a_complex_field_shows_it_too(word, corporate):
    header = corporate.sections[0].header.paragraphs[0]._p
    marks = [
        '<w:fldChar w:fldCharType="begin"/>', '<w:instrText> STYLEREF "heading 1"</w:instrText>',
        '<w:instrText> \\* MERGEFORMAT </w:instrText>', '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>o</w:t>", "<w:t>ld</w:t>", '<w:fldChar w:fldCharType="end"/>',
    ]  # fmt: skip
    for mark in marks:
        header.append(parse_xml(f"<w:r {DECLARED}>{mark}</w:r>"))
    document = word(BODY, CSS, reference=reference(saved(corporate)))
    assert document.xpath("//w:p/w:r/w:t/text()", "header1") == ["Ministry ", "A"]


def test_a_wide_section_has_the_reference_s_page_turned(word, corporate):
    body = BODY + "<section class='wide'><p>W</p></section>"
    document = word(body, CSS + WIDE, reference=reference(saved(corporate)))
    assert document.xpath("//w:pgSz/@w:w") == ["12240", "15840"]
    assert document.xpath("//w:pgSz/@w:orient") == ["landscape"]
    first, second = document.xpath("//w:sectPr")
    references = [
        [child.get(f"{{{NAMESPACES['r']}}}id") for child in section if "Reference" in child.tag]
        for section in (first, second)
    ]
    assert references[0] == references[1]


def test_a_wide_section_of_the_reference_is_that_of_wide_pages(word, corporate):
    section = corporate.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(400), Mm(250)
    body = BODY + "<section class='wide'><p>W</p></section>"
    document = word(body, CSS + WIDE, reference=reference(saved(corporate)))
    assert document.xpath("//w:pgSz/@w:w") == ["12240", "22677"]


def test_a_first_page_of_its_own_is_the_document_s_first(word, corporate):
    section = corporate.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "Letterhead Closed"
    body = BODY + "<section class='wide'><p>W</p></section>"
    document = word(body, CSS + WIDE, reference=reference(saved(corporate)))
    assert document.xpath("count(//w:titlePg)") == 1
    assert document.xpath("//w:headerReference/@w:type").count("first") == 1
    assert not document.problems


def test_without_header_and_footer_those_of_the_stylesheet_stay(word, own):
    data = rewritten(
        own.data,
        {"word/document.xml": {"<w:headerReference[^>]*>": "", "<w:footerReference[^>]*>": ""}},
    )
    document = word(BODY, CSS, reference=reference(data))
    assert document.listing("header1") == own.listing("header1")
    assert not document.problems


def test_a_text_of_every_page_that_the_reference_lacks_is_said(word, corporate):
    corporate.sections[0].header.paragraphs[0].clear()
    document = word(BODY, CSS, reference=reference(saved(corporate)))
    (problem,) = document.problems
    assert problem.diagnostic.code == "W206"
    assert problem.diagnostic.severity is Severity.WARNING
    assert str(problem.diagnostic.place) == f"{PATH}:1:1"
    assert "“Marking”" in problem.diagnostic.message


def test_it_is_said_where_only_the_first_page_lacks_it(word, corporate):
    corporate.sections[0].different_first_page_header_footer = True
    document = word(BODY, CSS, reference=reference(saved(corporate)))
    assert document.codes() == ["W206"]


LISTS = (
    "<ul><li>A<ul><li>B</li></ul></li></ul><ol start='3'><li>C<ol><li>D</li></ol></li></ol>"
    "<ol><li>E</li></ol>"
)


def lists(document):
    """Return text, number format, start and level of each list item, as Word finds them."""
    (numbering,) = document.xpath("/w:numbering", "numbering")
    get = f"{{{NAMESPACES['w']}}}"
    found = []
    for paragraph in document.xpath("//w:p"):
        style = document.styles[paragraph.find(f"{get}pPr/{get}pStyle").get(f"{get}val")]
        said = paragraph.find(f"{get}pPr/{get}numPr")
        said = style.find(f"{get}pPr/{get}numPr") if said is None else said
        if said is None:
            continue
        number, level = (
            "0" if said.find(get + name) is None else said.find(get + name).get(f"{get}val")
            for name in ("numId", "ilvl")
        )
        (instance,) = numbering.xpath(f"w:num[@w:numId='{number}']", namespaces=NAMESPACES)
        definition = instance.find(f"{get}abstractNumId").get(f"{get}val")
        (lvl,) = numbering.xpath(
            f"w:abstractNum[@w:abstractNumId='{definition}']/w:lvl[@w:ilvl='{level}']",
            namespaces=NAMESPACES,
        )
        starts = instance.xpath(
            f"w:lvlOverride[@w:ilvl='{level}']/w:startOverride/@w:val", namespaces=NAMESPACES
        )
        text = "".join(paragraph.itertext(f"{get}t"))
        found.append((text, lvl.find(f"{get}numFmt").get(f"{get}val"), *starts))
    return found


def faulty(document):
    """Return faults that aren't about a theme, which a reference may well have."""
    return [fault for fault in find_faults(document.data) if "Theme" not in fault]


def test_lists_are_the_reference_s_and_count_as_the_document_s_do(written):
    data = saved(docx.Document())
    found = written(LISTS, "ol { list-style: upper-roman }", reference=reference(data))
    document = WordDocument(*found)
    assert not document.problems
    assert not faulty(document)
    assert lists(document) == [
        ("A", "bullet"), ("B", "bullet"),
        ("C", "decimal", "3"), ("D", "decimal", "1"), ("E", "decimal", "1"),
    ]  # fmt: skip
    numbers = document.xpath("//w:num/@w:numId", "numbering")
    definitions = document.xpath("//w:abstractNum/@w:abstractNumId", "numbering")
    assert len(numbers) == len(set(numbers))
    assert len(definitions) == len(set(definitions))
    assert document.xpath("//w:numPr/w:ilvl/@w:val") == ["0", "0", "0"], "as List Number 2 has it"


def test_list_styles_that_make_no_list_get_the_document_s(written):
    document = docx.Document()
    for number in document.styles.element.xpath("//w:pPr/w:numPr"):
        number.getparent().remove(number)
    data = saved(document)
    found = written(LISTS, "ol { list-style: upper-roman }", reference=reference(data))
    document = WordDocument(*found)
    assert not faulty(document)
    assert lists(document) == [
        ("A", "bullet"), ("B", "bullet"),
        ("C", "upperRoman", "3"), ("D", "upperRoman", "1"), ("E", "upperRoman", "1"),
    ]  # fmt: skip


def test_nothing_else_of_the_file_gets_in(word, corporate):
    corporate.core_properties.author = "J. Smith"
    corporate.add_paragraph("A draft that nobody should see")
    data = rewritten(
        saved(corporate),
        {"word/styles.xml": {"<w:style ": '<w:style w:rsidR="00AB12CD" '}},
        {"customXml/item1.xml": "<secret/>", "docProps/thumbnail.jpeg": b"jpeg"},
    )
    document = word(BODY, CSS, reference=reference(data))
    assert [n for n in document.archive.namelist() if not n.startswith(("word/", "_rels"))] == [
        "[Content_Types].xml",
        "docProps/core.xml",
    ]
    whole = b"".join(map(document.archive.read, document.archive.namelist()))
    for words in (b"Smith", b"nobody", b"00AB12CD", b"secret"):
        assert words not in whole


def test_equal_references_give_equal_bytes(word, corporate):
    data = saved(corporate)
    assert word(BODY, CSS, reference=reference(data)).data == (
        word(BODY, CSS, reference=reference(data)).data
    )


def test_the_document_s_language_is_its_own(word, corporate):
    styles = corporate.styles.element
    (language,) = styles.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang")
    language.getparent().remove(language)
    document = word(BODY, CSS, html='lang="ru"', reference=reference(saved(corporate)))
    assert document.xpath("//w:docDefaults//w:lang/@w:val", "styles") == ["ru-RU"]


RTL = 'lang="fa" dir="rtl"'
TWO_WAYS = "<p>A</p><p class='latin' dir='ltr' lang='en'>B</p><h1>C</h1>"


@pytest.mark.parametrize("made_for", ['lang="en"', RTL])
@pytest.mark.parametrize("html", ['lang="en"', RTL])
def test_text_runs_as_the_document_says_whatever_the_reference_was_made_for(word, made_for, html):
    plain = word(TWO_WAYS, html=html)
    data = word(TWO_WAYS, html=made_for).data
    document = word(TWO_WAYS, html=html, reference=reference(data))
    assert not document.problems
    assert directions(document) == directions(plain)
    assert directions(plain) == ([False] * 3 if "en" in html else [True, False, True])


def directions(document):
    """Return whether each paragraph runs from right to left, as Word finds it."""
    get = f"{{{NAMESPACES['w']}}}"
    found = []
    for paragraph in document.xpath("//w:p"):
        style = document.styles[paragraph.find(f"{get}pPr/{get}pStyle").get(f"{get}val")]
        chain = [paragraph, style]
        while (base := chain[-1].find(f"{get}basedOn")) is not None:
            chain.append(document.styles[base.get(f"{get}val")])
        chain += document.xpath("//w:docDefaults/w:pPrDefault", "styles")
        said = [bidi for place in chain for bidi in place.findall(f"{get}pPr/{get}bidi")]
        found.append(bool(said) and said[0].get(f"{get}val") != "0")
    return found


def test_settings_that_pages_rest_on_are_kept(word, corporate):
    corporate.settings.odd_and_even_pages_header_footer = True
    corporate.sections[0].even_page_header.paragraphs[0].text = "Closed"
    document = word(BODY, CSS, reference=reference(saved(corporate)))
    assert document.xpath("count(//w:evenAndOddHeaders)", "settings") == 1
    assert "even" in document.xpath("//w:headerReference/@w:type")
    assert not document.problems


# --- what is refused -----------------------------------------------------------------------


def test_all_missing_styles_are_said_with_who_asks_for_them(written):
    _, problems = written(BODY, CSS, reference=reference(saved(docx.Document())))
    found = {problem.diagnostic.message: problem.element for problem in problems}
    assert {problem.diagnostic.code for problem in problems} == {"W205"}
    assert {str(problem.diagnostic.place) for problem in problems} == {f"{PATH}:1:1"}
    assert found["the Word file has no paragraph style “Marking”, for class “marking”"] == 4
    assert found["the Word file has no table style “Facts Table”, for class “facts”"] == 17
    assert found["the Word file has no paragraph style “Table Text”"] is None
    assert not any("Heading 1" in message or " in Box" in message for message in found)


def test_a_style_of_another_kind_is_missing(word, own):
    data = rewritten(
        own.data, {"word/styles.xml": {'"character"( w:styleId="Emphasis")': r'"paragraph"\1'}}
    )
    document = word(BODY, CSS, reference=reference(data))
    (problem,) = document.problems
    assert problem.diagnostic.message.endswith(
        "no character style “Emphasis”, only a paragraph style of that name"
    )


def refused(data):
    found, diagnostics = read_reference(reference(data))
    assert found is None
    assert {str(d.place) for d in diagnostics} == {f"{PATH}:1:1"}
    assert all(d.hint for d in diagnostics)
    return [(d.code, d.message) for d in diagnostics]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no Word file"),
        (b"PK\x03\x04 and no more", "no Word file"),
        (b"<html></html>", "no Word file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
    ],
)
def test_what_is_no_word_file_is_refused(data, words):
    ((code, message),) = refused(data)
    assert code == "W201"
    assert words in message


@pytest.mark.parametrize(
    ("part", "changes", "words"),
    [
        ("word/styles.xml", {"<w:styles": '<!DOCTYPE w [<!ENTITY a "b">]><w:styles'}, "type"),
        ("word/styles.xml", {"</w:styles>": ""}, "not well-formed"),
        ("word/document.xml", {"schemas.openxmlformats.org/word": "purl.oclc.org/w"}, "Strict"),
        ("word/document.xml", {'w:pgSz w:w="[0-9]+"': 'w:pgSz w:w="0"'}, "no room"),
        ("word/document.xml", {'w:left="[0-9]+"': 'w:left="20000"'}, "no room"),
        ("_rels/.rels", {"/officeDocument\"": '/other"'}, "no main document"),
        (RELS, {"relationships/styles": "relationships/other"}, "no styles"),
        (RELS, {"styles.xml": "styles2.xml"}, "lacks the part"),
    ],
)  # fmt: skip
def test_a_package_that_is_not_as_it_must_be_is_refused(own, part, changes, words):
    ((code, message),) = refused(rewritten(own.data, {part: changes}))
    assert code == "W201"
    assert words in message


def test_a_damaged_part_is_refused(own):
    place = own.data.index(b"word/styles.xml") + 40
    damaged = own.data[:place] + b"\xff" * 20 + own.data[place + 20 :]
    ((code, message),) = refused(damaged)
    assert code == "W201"
    assert "damaged" in message


def test_sizes_and_names_are_checked_before_anything_is_unpacked(own):
    many = {f"word/media/{number}.png": b"" for number in range(LIMITS.parts)}
    assert "parts, more than" in refused(rewritten(own.data, None, many))[0][1]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(80_000_000))
    assert "80,000,000 bytes" in refused(stream.getvalue())[0][1]
    for name in ("../evil.xml", "/etc/passwd", "a\\b.xml"):
        assert "a part with the name" in refused(rewritten(own.data, None, {name: b""}))[0][1]
    twice = rewritten(own.data, None, {"WORD/styles.xml": b""})
    assert "two parts" in refused(twice)[0][1]


def related(data, kind, target, mode=""):
    entry = f'<Relationship Id="rId99" Type="{kind}" Target="{target}"{mode}/></Relationships>'
    return rewritten(data, {RELS: {"</Relationships>": entry}})


@pytest.mark.parametrize(
    ("kind", "target", "words"),
    [
        (f"{MICROSOFT}/vbaProject", "vbaProject.bin", "macros"),
        (f"{OFFICE}/control", "activeX/activeX1.xml", "ActiveX"),
        (f"{OFFICE}/oleObject", "embeddings/oleObject1.bin", "an embedded object"),
        (f"{OFFICE}/package", "embeddings/book.xlsx", "an embedded file"),
        (f"{OFFICE}/aFChunk", "afchunk.html", "altChunk"),
        (f"{OFFICE}/subDocument", "sub.docx", "subdocument"),
    ],
)  # fmt: skip
def test_what_does_more_than_look_is_refused(own, kind, target, words):
    ((code, message),) = refused(related(own.data, kind, target))
    assert code == "W202"
    assert words in message


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("word/vbaProject.bin", "macros"),
        ("word/activeX/a.xml", "ActiveX"),
        ("word/embeddings/a.bin", "object"),
    ],
)
def test_a_part_gives_itself_away_by_its_name(own, name, words):
    ((code, message),) = refused(rewritten(own.data, None, {name: b""}))
    assert (code, words in message) == ("W202", True)


def test_a_renamed_docm_is_refused_by_its_media_type(own):
    types = {"wordprocessingml.document.main": "ms-word.document.macroEnabled.main"}
    assert refused(rewritten(own.data, {"[Content_Types].xml": types}))[0][0] == "W202"


@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "frame", "oleObject"])
def test_what_lies_outside_is_refused(own, kind):
    data = related(own.data, f"{OFFICE}/{kind}", r"\\\\server\\a.dotm", ' TargetMode="External"')
    ((code, message),) = refused(data)
    assert code == "W203"
    assert kind in message


def test_all_that_speaks_against_it_is_said_at_once(own):
    data = related(own.data, f"{OFFICE}/image", "http://x.example/a", ' TargetMode="External"')
    data = rewritten(data, None, {"word/vbaProject.bin": b""})
    assert sorted(code for code, _ in refused(data)) == ["W202", "W203"]


@pytest.mark.parametrize(
    "mark",
    ['<w:ins w:id="1" w:author="J. Smith"><w:r><w:t>a</w:t></w:r></w:ins>',
     '<w:commentRangeStart w:id="1"/>'],
)  # fmt: skip
def test_comments_and_tracked_changes_in_a_header_are_refused(corporate, mark):
    inner = parse_xml(f"<w:p {DECLARED}>{mark}</w:p>")
    corporate.sections[0].header._element.append(inner)
    assert refused(saved(corporate)) == [("W204", "the header has comments or tracked changes")]


def test_a_header_s_link_to_a_file_is_refused(corporate):
    part = corporate.sections[0].header.part
    identifier = part.relate_to("file://server/a.docx", f"{OFFICE}/hyperlink", is_external=True)
    link = f'<w:p {DECLARED}><w:hyperlink r:id="{identifier}"/></w:p>'
    corporate.sections[0].header._element.append(parse_xml(link))
    assert refused(saved(corporate))[0][0] == "W203"


def test_a_chart_in_a_header_is_refused(corporate):
    section = corporate.sections[0]
    part = section.header.part
    chart = Part(PackURI("/word/charts/chart1.xml"), "application/xml", b"<c/>", part.package)
    identifier = part.relate_to(chart, f"{OFFICE}/chart")
    section.header._element.append(
        parse_xml(
            f'<w:p {DECLARED}><w:r><w:drawing><a:x r:id="{identifier}"/></w:drawing></w:r></w:p>'
        )
    )
    assert refused(saved(corporate)) == [
        ("W202", "the header holds something that is no text or picture (chart)")
    ]


SPLIT = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDE</w:instrText></w:r>'
    '<w:r><w:instrText>TEXT x</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ('<w:fldSimple w:instr="DDEAUTO c:\\\\cmd /c calc"/>', "W202"),
        ('<w:fldSimple w:instr=" macrobutton x y"/>', "W202"),
        ('<w:fldSimple w:instr="HYPERLINK &quot;javascript:x&quot;"/>', "W202"),
        (SPLIT, "W202"),
        ('<w:r><w:pict><v:shape href="javascript:x"/></w:pict></w:r>', "W203"),
        ('<w:r><w:pict><v:imagedata src="http://x.example/a"/></w:pict></w:r>', "W203"),
    ],
)
def test_what_does_more_than_show_in_a_header_is_refused(corporate, inside, code):
    vml = 'xmlns:v="urn:schemas-microsoft-com:vml"'
    names = DECLARED if vml in DECLARED else f"{DECLARED} {vml}"
    corporate.sections[0].header._element.append(parse_xml(f"<w:p {names}>{inside}</w:p>"))
    assert [found[0] for found in refused(saved(corporate))] == [code]


def test_a_refused_reference_writes_nothing(written):
    data, problems = written(BODY, CSS, reference=reference(b""))
    assert data == b""
    assert [(p.diagnostic.code, p.element) for p in problems] == [("W201", None)]
