"""A tagged PDF that says what its metadata says, with the same bytes every time."""

import io

import pikepdf
import pytest

from briefgen.pipeline.job import Pagination
from briefgen.writers.pdf import read_pagination, write_pdf
from tests.writers.pdf.pages import METADATA, lay_out, open_pdf


@pytest.fixture(scope="module")
def pdf():
    return pikepdf.open(io.BytesIO(write_pdf(lay_out("<h1>x</h1><p>y</p>"), METADATA)))


def test_document_information_is_the_metadata(pdf):
    information = {str(key): str(value) for key, value in pdf.docinfo.items()}
    assert information.pop("/Producer").startswith("WeasyPrint")
    assert information == {
        "/Title": "Заголовок",
        "/Subject": "What it is about",
        "/Keywords": "summit, brief",
        "/CreationDate": "D:20251009",
        "/ModDate": "D:20251009",
    }


def test_it_is_tagged_has_its_language_and_shows_its_title(pdf):
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang) == "ru"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as xmp:
        assert xmp["pdfuaid:part"] == "1"
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")


def test_its_metadata_packet_is_one_description_that_says_what_the_information_says(pdf):
    packet = pdf.Root.Metadata.read_bytes()
    assert packet.count(b"<rdf:RDF") == packet.count(b"</rdf:RDF>") == 1
    with pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == str(pdf.docinfo["/Title"])
        assert xmp["dc:description"] == str(pdf.docinfo["/Subject"])
        assert xmp["pdf:Keywords"] == str(pdf.docinfo["/Keywords"])
        assert xmp["pdf:Producer"] == str(pdf.docinfo["/Producer"])
        assert xmp["xmp:CreateDate"] == xmp["xmp:ModifyDate"] == "2025-10-09"


def test_its_pages_have_labels_and_its_colours_are_srgb(pdf):
    assert str(pdf.Root.PageLabels.Nums[1].S) == "/D"
    [intent] = pdf.Root.OutputIntents
    assert str(intent.S) == "/GTS_PDFA1"
    assert "sRGB" in str(intent.OutputConditionIdentifier)


def test_a_source_is_attached_with_its_type_and_the_content_s_date():
    with open_pdf("<p>x</p>", source=b'{"a": 1}') as pdf:
        [file] = pdf.Root.AF
        assert str(file.AFRelationship) == "/Source"
        assert (str(file.UF), str(file.Desc)) == ("source.json", "Title")
        stream = file.EF.F
        assert stream.read_bytes() == b'{"a": 1}'
        assert str(stream.Subtype) == "/application/json"
        assert str(stream.Params.ModDate) == "D:20251009000000Z"
        assert list(pdf.attachments) == ["source.json"]


def test_nothing_is_attached_where_nothing_is_to_be(pdf):
    assert not pdf.attachments
    assert "/AF" not in pdf.Root


def test_equal_documents_give_equal_bytes():
    body = "<h1>x</h1><p>y</p>"
    assert write_pdf(lay_out(body), METADATA) == write_pdf(lay_out(body), METADATA)


def test_an_anchor_stands_on_the_page_where_its_element_starts():
    document = lay_out('<p id="a">1</p><p id="b">2</p><p id="c">3</p>', "#b { break-before: page }")
    assert read_pagination(document) == Pagination(2, {"a": 1, "b": 2, "c": 2})
