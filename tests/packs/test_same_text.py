"""Every document says the same in its three formats: paragraph by paragraph, in one order."""

import pytest

from tests.packs.packs import manifest
from tests.pages import Differences, find_differences
from tests.reading import docx_paragraphs, html_paragraphs, on_paper


@pytest.fixture
def html(built, document):
    """The HTML file, with the contents that PDF and Word have: those depend on the pages."""
    pages = manifest(built, document.pack)[f"{document.name}.pdf"]["pages"]
    return on_paper(built.read(document, "html"), pages)


def test_word_has_the_paragraphs_of_html(built, document, html):
    paragraphs = html_paragraphs(html)
    assert docx_paragraphs(built.read(document, "docx")) == paragraphs
    assert len(paragraphs) > 15


def test_pdf_has_the_paragraphs_of_html_and_nothing_but_running_text(built, document, html):
    found = find_differences(built.path(document, "pdf"), html)
    assert found == Differences()


def test_libreoffice_shows_the_paragraphs_of_word_and_nothing_but_running_text(
    converted, document, html
):
    """So it does the PDF's, which has the same paragraphs as HTML."""
    found = find_differences(converted / f"{document}.pdf", html)
    assert found == Differences()
