"""A document's length decides on its contents and on what becomes of its last page."""

import io
from xml.etree import ElementTree

import pikepdf
import pytest

from briefgen.pipeline import paginate, worker
from briefgen.pipeline.job import Job, Metadata, Stylesheet
from tests.reading import docx_paragraphs, html_paragraphs

METADATA = Metadata("A title", "A subject", "en", "2025-10-09")
CSS = """
:root { --leading: 1 }
@page { size: 300pt 240pt; margin: 20pt }
html { font: 8pt "PT Sans"; line-height: calc(1.25 * var(--leading)); orphans: 1; widows: 1 }
body, p, h1, h2, ul, li { margin: 0; padding: 0; font-size: 8pt }
.short-contents span span { display: none }
"""
CONTENTS = (
    '<nav class="contents" role="doc-toc"><h2>Contents</h2><ol><li><a href="#a">First</a>\n'
    '<ol><li><a href="#b">Below</a></li></ol></li>\n<li><a href="#c">Last</a></li></ol></nav>'
    '<h2 id="a">First</h2><h2 id="b">Below</h2><h2 id="c">Last</h2>'
)


@pytest.fixture(scope="module", autouse=True)
def _started():
    worker.start()


@pytest.fixture
def layouts(monkeypatch):
    """How often a document was laid out."""
    made = []
    inner = paginate._with_contents

    def counting(root, lay_out):
        def count(*arguments):
            made.append(arguments)
            return lay_out(*arguments)

        return inner(root, count)

    monkeypatch.setattr(paginate, "_with_contents", counting)
    return made


def write(body, css="", formats=("pdf",)):
    markup = f'<html lang="en"><head><title>t</title></head><body>{body}</body></html>'
    sheets = (Stylesheet("s.css", (CSS + css).encode()),)
    return worker.write(Job("x/one.en", markup.encode(), sheets, {}, formats, METADATA))


BROKEN = ".p { break-before: page }"


def lines(count, words="word"):
    return f'<p class="p">{words}</p>' * count


def test_a_short_document_has_its_contents_in_a_line_but_for_browsers():
    result = write(CONTENTS + lines(3), BROKEN, ("pdf", "docx", "html"))
    assert result.problems == ()
    assert "First \u00b7 Last" in docx_paragraphs(result.files["docx"])
    assert b"TOC" not in result.files["docx"]
    assert {"First", "Below", "Last"} <= set(html_paragraphs(result.files["html"]))
    assert b'class="contents"' in result.files["html"]
    with pikepdf.open(io.BytesIO(result.files["pdf"])) as pdf:
        assert len(pdf.pages[0].Annots) == 2


def test_a_long_document_has_its_contents_in_full(layouts):
    result = write(CONTENTS + lines(7), BROKEN, ("pdf", "docx"))
    assert result.pages == 8
    assert "First \u00b7 Last" not in docx_paragraphs(result.files["docx"])
    with pikepdf.open(io.BytesIO(result.files["pdf"])) as pdf:
        assert len(pdf.pages[0].Annots) == 3
    assert len(layouts) == 2  # so little text was not expected to fill eight pages


@pytest.mark.parametrize(("count", "expected"), [(3, 1), (7, 2)])
def test_one_layout_does_where_the_guess_is_right(layouts, count, expected):
    write(CONTENTS + lines(count), BROKEN)
    assert len(layouts) == expected


def test_a_long_text_on_large_pages_is_short(layouts):
    result = write(CONTENTS + lines(1, "word " * 4000), "@page { size: 2000pt }")
    assert result.pages == 1
    assert len(layouts) == 2


def test_what_is_wrong_keeps_its_place_where_the_contents_are_short():
    result = write(CONTENTS + "<p>\u4e00</p>")
    root = ElementTree.fromstring(f"<html><head><title/></head><body>{CONTENTS}<p/></body></html>")
    [problem] = result.problems
    assert list(root.iter())[problem.element].tag == "p"


def test_the_tree_with_short_contents_has_the_same_elements():
    root = ElementTree.fromstring(f"<html><body>{CONTENTS}</body></html>")
    short = paginate.with_short_contents(root)
    assert [e.get("href") for e in short.iter()] == [e.get("href") for e in root.iter()]
    assert "".join(short.find("body/nav").itertext()) == "ContentsFirstBelow \u00b7 Last"


@pytest.mark.parametrize(("count", "expected"), [(21, 1), (22, 2), (24, 2), (63, 3), (64, 4)])
def test_a_last_page_of_three_lines_is_pulled_back_if_it_can_be(count, expected):
    # Twenty lines fit on a page; drawn together, one more does.
    assert write(lines(count)).pages == expected


def test_the_header_of_a_table_that_goes_on_is_none_of_three_lines():
    head = '<table><thead><tr><th scope="col">head</th></tr></thead><tbody>'
    rows = "<tr><td>cell</td></tr>" * 60
    assert (
        write(
            f"{head}{rows}</tbody></table>",
            "table { border-collapse: collapse } td, th { padding: 0 }",
        ).pages
        == 3
    )


def test_lines_are_drawn_together_in_the_pdf_alone():
    both = write(lines(21), formats=("pdf", "docx"))
    alone = write(lines(21), formats=("docx",))
    assert both.files["docx"] == alone.files["docx"]
