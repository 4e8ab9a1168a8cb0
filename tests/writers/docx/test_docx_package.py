"""The package holds what metadata allows, and equal input gives equal bytes."""

import io
import zipfile

import docx
from lxml import etree

from briefgen.pipeline.job import Metadata

BODY = (
    '<h1>A</h1><p>B <a href="https://example.org">c</a><span role="doc-footnote">d</span></p>'
    "<ul><li>E</li></ul>"
)


def test_equal_input_gives_equal_bytes(word):
    assert word(BODY).data == word(BODY).data


def test_entries_are_sorted_and_of_one_date(word):
    entries = zipfile.ZipFile(io.BytesIO(word(BODY).data)).infolist()
    names = [entry.filename for entry in entries]
    assert names == sorted(names)
    assert names[0] == "[Content_Types].xml"
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.create_system for entry in entries} == {0}


def test_properties_are_the_metadata_and_nothing_else(word):
    core = etree.fromstring(word(BODY).archive.read("docProps/core.xml"))
    assert {child.tag.split("}")[1]: child.text for child in core} == {
        "title": "Title & more",
        "subject": "A subject",
        "keywords": "one, two",
        "language": "en",
        "created": "2025-10-09T00:00:00Z",
        "modified": "2025-10-09T00:00:00Z",
    }


def test_a_date_may_be_a_part_or_missing(word):
    for date, expected in (("2025", "2025-01-01"), ("2025-10", "2025-10-01"), ("", "1980-01-01")):
        document = word("<p>A</p>", metadata=Metadata("T", "", "en", date))
        core = document.archive.read("docProps/core.xml").decode()
        assert f">{expected}T00:00:00Z<" in core
        assert "subject" not in core


def test_nothing_of_a_default_template_is_there(word):
    document = word(BODY)
    assert [name for name in document.archive.namelist() if "thumbnail" in name.lower()] == []
    assert "python-docx" not in document.archive.read("docProps/core.xml").decode()
    modes = document.xpath("//w:compatSetting[@w:name='compatibilityMode']/@w:val", "settings")
    assert modes == ["15"]
    assert document.xpath("count(//@w:asciiTheme)", "styles") == 0


def test_python_docx_opens_it(word):
    document = docx.Document(io.BytesIO(word(BODY).data))
    assert [paragraph.style.name for paragraph in document.paragraphs] == [
        "Heading 1",
        "Body Text",
        "List Bullet",
    ]


def test_hyphenation_is_on_where_any_style_asks_for_it(word):
    assert word("<p>A</p>").xpath("//w:autoHyphenation/@w:val", "settings") == ["0"]
    document = word("<p>A</p><h1>B</h1>", "p { hyphens: auto }")
    assert document.xpath("count(//w:autoHyphenation[not(@w:val)])", "settings") == 1
    assert document.xpath("//w:consecutiveHyphenLimit/@w:val", "settings") == ["2"]
    assert document.xpath("count(//w:doNotHyphenateCaps)", "settings") == 1
    assert '<suppressAutoHyphens val="0"/>' in document.style("Body Text")


def test_lines_and_widows_reach_the_style(word):
    document = word(
        "<p>A</p><p class='b'>B</p>",
        "p { line-height: normal } .b { orphans: 1; widows: 1; text-indent: 12pt;"
        " text-align: justify; line-height: 18pt }",
    )
    assert 'line="240" lineRule="auto"' in document.style("Body Text")
    assert '<widowControl val="0"/>' in document.style("B")
    assert 'firstLine="240"' in document.style("B")
    assert '<jc val="both"/>' in document.style("B")
    assert 'line="360" lineRule="atLeast"' in document.style("B")
