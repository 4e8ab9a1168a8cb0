"""A tagged PDF that says what its metadata says, with the same bytes every time."""

import io
from xml.etree import ElementTree

import pikepdf
import pytest

from briefgen.build.job import Metadata, Stylesheet
from briefgen.style.engine import AssetFetcher, Engine
from briefgen.writers.pdf import page_numbers, write_pdf

METADATA = Metadata("Заголовок", "What it is about", "ru", "2025-10-09", ("summit", "brief"))


@pytest.fixture(scope="module")
def laid_out():
    engine = Engine()

    def make(body="<h1>x</h1><p>y</p>", css=""):
        root = ElementTree.fromstring(f'<html lang="ru"><head/><body>{body}</body></html>')
        cascade, _ = engine.cascade(root, (Stylesheet("x.css", css.encode()),), AssetFetcher({}))
        return cascade.layout()

    return make


@pytest.fixture(scope="module")
def pdf(laid_out):
    return pikepdf.open(io.BytesIO(write_pdf(laid_out(), METADATA)))


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


def test_equal_documents_give_equal_bytes(laid_out):
    assert write_pdf(laid_out(), METADATA) == write_pdf(laid_out(), METADATA)


def test_an_anchor_stands_on_the_page_where_its_element_starts(laid_out):
    document = laid_out(
        '<p id="a">1</p><p id="b">2</p><p id="c">3</p>', "#b { break-before: page }"
    )
    assert page_numbers(document) == {"a": 1, "b": 2, "c": 2}
