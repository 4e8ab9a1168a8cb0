"""Every document says the same in its three formats: paragraph by paragraph, in one order."""

from tests.pages import Differences, find_differences
from tests.reading import docx_paragraphs, html_paragraphs


def test_word_has_the_paragraphs_of_html(built, document):
    html = html_paragraphs(built.read(document, "html"))
    assert docx_paragraphs(built.read(document, "docx")) == html
    assert len(html) > 15


def test_pdf_has_the_paragraphs_of_html_and_nothing_but_running_text(built, document):
    found = find_differences(built.path(document, "pdf"), built.read(document, "html"))
    assert found == Differences()


def test_libreoffice_shows_the_paragraphs_of_word_and_nothing_but_running_text(
    built, converted, document
):
    """So it does the PDF's, which has the same paragraphs as HTML."""
    found = find_differences(converted / f"{document}.pdf", built.read(document, "html"))
    assert found == Differences()
