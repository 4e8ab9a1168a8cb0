"""The file to restyle in Word: every style once, and documents that take after it are as before."""

import pytest

from briefgen.pipeline.job import Metadata, Reference
from briefgen.writers.docx.sample import write_reference
from tests.writers.docx import test_docx_reference as common
from tests.writers.docx.test_docx_reference import CSS, LISTS
from tests.writers.docx.word_document import WordDocument

BODY = common.BODY + "<h2>K</h2><h2>L</h2>"
METADATA = Metadata("Styles", "", "en", "")
NOTE = "<p class='aside'>N<span role='doc-footnote'>o</span></p><h3>P</h3>"


@pytest.fixture(scope="module")
def documents(word):
    return [word(BODY, CSS), word(BODY + NOTE + LISTS, CSS + "h1 { font-size: 30pt }")]


@pytest.fixture(scope="module")
def sample(documents):
    document = WordDocument(write_reference([d.data for d in documents], METADATA))
    document.check()
    return document


def test_each_style_is_shown_once_under_its_name(sample):
    texts = [line.rpartition(" | ")[2] for line in sample.listing() if line.rpartition(" | ")[2]]
    shown = [text.strip("[]").rpartition(":")[2] for text in texts]
    assert shown == sorted(shown, key=str.lower)
    assert {"heading 1", "heading 3", "Aside", "Emphasis", "Marking", "List Number 2"} <= set(shown)
    assert shown.count("Facts Table") == 2, "a row of headings and one more"
    assert "Aside | Aside" in sample.listing()


def test_what_tells_places_apart_is_left_to_each_document(sample, documents):
    assert "Heading 2 in Box" in documents[0].names("paragraph")
    assert "Heading 2 in Box" not in sample.names("paragraph")


def test_the_first_document_has_its_way(sample):
    assert '<sz val="40"/>' in sample.style("heading 1")


def test_headers_follow_styles_and_nothing_of_the_text_is_there(sample):
    assert '{STYLEREF "Marking"' in sample.listing("header1")[0]
    assert "Closed" not in "".join(sample.listing("header1"))
    assert "word/footnotes.xml" not in sample.archive.namelist()
    assert sample.xpath("count(//w:footnotePr)", "settings") == 0


def test_only_lists_of_styles_are_there(sample):
    numbers = sample.xpath("//w:num/@w:numId", "numbering")
    assert sorted(set(sample.xpath("//w:numPr/w:numId/@w:val", "styles"))) == sorted(numbers)


def test_a_document_that_takes_after_it_is_as_before(word, sample, documents):
    reference = Reference("reference.docx", sample.data)
    document = word(BODY, CSS, reference=reference)
    assert not document.problems
    assert document.listing() == documents[0].listing()
    for kind in ("paragraph", "character", "table"):
        for name in documents[0].names(kind):
            assert document.style(name) == documents[0].style(name)


def test_no_document_lacks_a_style(word, sample):
    reference = Reference("reference.docx", sample.data)
    assert not word(BODY + NOTE + LISTS, CSS, reference=reference).problems


def test_equal_documents_give_equal_bytes(sample, documents):
    assert write_reference([d.data for d in documents], METADATA) == sample.data


def test_a_script_from_right_to_left_keeps_its_face_and_size(word):
    css = "[dir=rtl] { font: 15pt Amiri }"
    files = [
        word("<p>A</p><h1>B</h1>", css, html=html).data
        for html in ('lang="en"', 'lang="fa" dir="rtl"')
    ]
    document = WordDocument(write_reference(files, METADATA))
    (faces,) = document.xpath("//w:style[w:name/@w:val='Normal']/w:rPr/w:rFonts", "styles")
    assert sorted(faces.values()) == ["Amiri", "PT Serif", "PT Serif", "PT Serif"]
    sizes = document.xpath("//w:style[w:name/@w:val='Normal']/w:rPr/*/@w:val", "styles")
    assert {"20", "30"} <= set(sizes)


def test_headers_are_those_that_follow_most(word, documents):
    plain = word("<p>A</p>", CSS).data
    document = WordDocument(write_reference([plain, documents[0].data], METADATA))
    assert '{STYLEREF "Marking"' in document.listing("header1")[0]
