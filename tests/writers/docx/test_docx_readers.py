"""A document with everything, in four languages, as validators, LibreOffice and pandoc read it."""

import json
from pathlib import Path

import pikepdf
import pytest

from briefgen.pipeline.job import Reference
from tests.once import once
from tests.pages import Differences, find_differences, find_tables
from tests.reading import (
    docx_paragraphs,
    find_bag,
    html_paragraphs,
    on_paper,
    parse_html,
    pdf_text,
    squeeze,
)
from tests.structure import read_html, read_outline, read_tree
from tests.word_tools import convert, read_by_pandoc, validate
from tests.writers.docx.everything import LANGUAGES, SHIPPED, write_everything
from tests.writers.docx.word_checks import find_faults

CORPORATE = "corporate"
"""The name of the one with fonts embedded and the styles of a reference.docx."""


@pytest.fixture(scope="session")
def written(shared) -> Path:
    """The folder of the document in each language, by the languages' tags."""

    def make(folder: Path) -> None:
        for language in LANGUAGES:
            write_everything(language, folder)
        # Of one section, since a reference.docx has the pages of its last.
        write_everything("ru", folder, "reference", formats=("docx",), stylesheets=(SHIPPED,))
        reference = Reference("reference.docx", (folder / "reference.docx").read_bytes())
        write_everything("en", folder, CORPORATE, reference=reference, embed_fonts=True)

    return once(shared, "everything", make)


@pytest.fixture(scope="session")
def read(word_tools, shared, written) -> Path:
    """The folder of what LibreOffice (.pdf) and the validators (.json) make of them."""

    def make(folder: Path) -> None:
        documents = sorted(written.glob("*.docx"))
        convert(documents, folder)
        validate(documents, folder)

    return once(shared, "everything-read", make)


@pytest.fixture(params=[*LANGUAGES, CORPORATE])
def language(request):
    return request.param


@pytest.fixture
def html(written, language):
    """The HTML file, with the contents that PDF and Word have."""
    with pikepdf.open(written / f"{language}.pdf") as pdf:
        pages = len(pdf.pages)
    return on_paper((written / f"{language}.html").read_bytes(), pages)


def test_validators_find_nothing_wrong(read, language):
    report = json.loads((read / f"{language}.json").read_text())
    assert report == {"Open XML SDK": [], "openxml-audit": []}


def test_it_holds_what_validators_do_not_see(written, language):
    assert find_faults((written / f"{language}.docx").read_bytes()) == []


def test_word_has_the_paragraphs_of_html(written, language, html):
    wanted = html_paragraphs(html)
    assert docx_paragraphs((written / f"{language}.docx").read_bytes()) == wanted
    assert len(wanted) > 150


def test_libreoffice_shows_all_text_in_order(read, language, html):
    assert find_differences(read / f"{language}.pdf", html) == Differences()


# Without Arabic: WeasyPrint gives a glyph one text, and letters of Amiri share their glyphs.
@pytest.mark.parametrize("language", ["en", "ru", "fa"])
def test_the_pdf_shows_all_text_in_order(written, language, html):
    assert find_differences(written / f"{language}.pdf", html) == Differences()


def test_a_header_of_two_rows_with_spans_stands_on_each_page_of_its_table(read, language, html):
    counts, wide = find_tables(read / f"{language}.pdf", html)
    assert counts.headed == counts.pages
    assert len(counts.pages) >= 2
    assert wide.headed == wide.pages


def test_libreoffice_has_the_outline_of_the_pdf(written, read, language, html):
    [contents] = parse_html(html).xpath("//nav/h2")
    title = squeeze(contents.text_content())
    outline = [entry for entry in read_outline(written / f"{language}.pdf") if entry[1] != title]
    assert read_outline(read / f"{language}.pdf") == outline
    assert [level for level, _ in outline] == [1, 2, 2, 3, 2, 2, 2, 2]


def test_libreoffice_turns_the_same_pages_as_the_pdf(written, read, language):
    turned = []
    for folder in (written, read):
        with pikepdf.open(folder / f"{language}.pdf") as pdf:
            sizes = [[float(side) for side in page.mediabox[2:]] for page in pdf.pages]
            turned.append([width > height for width, height in sizes])
    pages, wanted = len(turned[1]), len(turned[0])
    assert abs(pages - wanted) <= 1
    assert turned[1][-2:] == turned[0][-2:] == [True, False]
    assert sum(turned[1]) == sum(turned[0]) == 1


def test_pandoc_finds_headings_lists_tables_and_notes(word_tools, written, language, html):
    found = read_tree(read_by_pandoc(written / f"{language}.docx"))
    assert found == read_html(html)
    assert (found.items, len(found.tables), len(found.notes)) == (11, 2, 2)


def test_the_header_repeats_what_the_first_page_says_in_its_text(read, language, html):
    """So each page has it once: the first page has no header."""
    page = parse_html(html)
    words = [page.find_class(name)[0].text_content() for name in ("short-title", "kind")]
    header = squeeze("·".join(words))
    pages = pdf_text(read / f"{language}.pdf").removesuffix("\f").split("\f")
    assert [count(squeeze(text), header) for text in pages] == [1] * len(pages)


def count(text, words):
    found, place = 0, find_bag(text, words, 0)
    while place >= 0:
        found, place = found + 1, find_bag(text, words, place + len(words))
    return found
