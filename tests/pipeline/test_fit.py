"""A document of a kind with so many pages fits them, or says why not."""

import io
import itertools
import re
import tempfile
from pathlib import Path

import pikepdf
import pytest

from briefgen.diagnostics import Severity
from briefgen.pipeline import fit, worker
from briefgen.pipeline.fit import RESERVE
from briefgen.pipeline.job import Fit, FitItem, Fitted, Job, Metadata, Stylesheet
from tests.reading import docx_paragraphs, html_paragraphs, pdf_text

METADATA = Metadata("A title", "A subject", "en", "2025-10-09")
CSS = """
@page { size: 300pt 140pt; margin: 20pt }
html { font: 8pt/10pt "PT Sans" } body, p, h1, h2, ul, li { margin: 0; padding: 0; font-size: 8pt }
"""


@pytest.fixture(scope="module", autouse=True)
def _started():
    worker.start()


def write(
    priorities,
    *,
    pages=1,
    drop=True,
    head="",
    css="",
    formats=("pdf",),
    words=None,
    source=None,
    left_off=0,
):
    """Return the result of a document with a line for each item."""
    texts = words or [f"item {number}" for number in range(len(priorities))]
    items = "".join(f"<li>{text}</li>" for text in texts)
    body = f"{head}<section><h2>Points</h2><ul>{items}</ul></section>"
    markup = f'<html lang="en"><head><title>t</title></head><body>{body}</body></html>'
    first = markup[: markup.index("<li>")].count("<") - markup[: markup.index("<li>")].count("</")
    fit_items = tuple(FitItem(p, (first + n,)) for n, p in enumerate(priorities))
    wanted = Fit(pages, drop, fit_items, left_off)
    sheets = (Stylesheet("s.css", (CSS + css).encode()),)
    return first, worker.write(
        Job("x/one.en", markup.encode(), sheets, {}, formats, METADATA, fit=wanted, source=source)
    )


def text(result, name):
    """Return the text of one of a result's files."""
    data = result.files[name]
    if name == "pdf":
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(data)
            file.flush()
            return pdf_text(Path(file.name))
    return "\n".join((docx_paragraphs if name == "docx" else html_paragraphs)(data))


def found(result):
    return [(p.diagnostic.code, p.element, p.diagnostic.severity) for p in result.problems]


def test_what_fits_is_laid_out_once():
    _, result = write([1] * 8)
    assert (result.pages, result.problems) == (1, ())
    assert result.fitted == Fitted(1, 1, 0.9)


def test_the_source_of_a_document_holds_what_was_left_out_too():
    _, result = write([1] * 12, source=b'{"points": "all twelve"}')
    assert result.fitted.left_out
    pdf = pikepdf.open(io.BytesIO(result.files["pdf"]))
    held = pdf.attachments["source.json"].get_file().read_bytes()
    assert held == b'{"points": "all twelve"}'


def test_the_lowest_priority_goes_first_and_of_one_the_last():
    first, result = write([1, 3, 2, 1, 3, 2, 1, 1, 1, 1, 2, 1])
    assert [e - first for _, e, _ in found(result)] == [4, 1, 10, 5]
    assert {(code, severity) for code, _, severity in found(result)} == {("P109", Severity.WARNING)}
    assert "x/one.en" in result.problems[0].diagnostic.message
    assert result.fitted == Fitted(1, 2, 0.9, tuple(first + n for n in (4, 1, 10, 5)))
    assert result.pages == 1


def test_all_formats_leave_the_same_items_out():
    _, result = write([1] * 9 + [9] * 4, formats=("pdf", "docx", "html"))
    left = [f"item {number}" for number in range(8)]
    for name in ("pdf", "docx", "html"):
        assert [words for words in left if words not in text(result, name)] == []
        assert "item 9" not in text(result, name)
        assert "item 12" not in text(result, name)


def test_without_leave_to_drop_it_is_an_error_that_names_what_would_go():
    first, result = write([1, 1, 1, 5, 1, 1, 4, 1, 1, 1, 1], drop=False)
    (problem,) = result.problems
    assert (problem.diagnostic.code, problem.element, result.files) == ("P108", None, {})
    assert "2 lines longer than the 1 page" in problem.diagnostic.message
    assert "`fit: drop`" in problem.diagnostic.hint
    assert problem.related == (
        ("priority 5 would go", first + 3), ("priority 4 would go", first + 6),
    )  # fmt: skip
    assert result.fitted.left_out == ()


def test_a_page_that_is_just_full_is_no_error():
    _, result = write([1] * 9, drop=False)
    assert (result.pages, result.problems, result.fitted.filled) == (1, (), 1.0)


def test_where_items_may_go_some_room_stays_for_word():
    _, result = write([1] * 9)
    assert [code for code, *_ in found(result)] == ["P109"]
    assert result.fitted.filled <= 1 - RESERVE


def test_a_heading_goes_with_its_last_item():
    head = "".join(f"<p>line {number}</p>" for number in range(9))
    _, result = write([2, 2], head=head)
    assert "Points" not in text(result, "pdf")
    assert result.fitted.left_out
    assert result.pages == 1


def test_what_is_too_long_without_any_item_says_so():
    head = "".join(f"<p>line {number}</p>" for number in range(14))
    for drop in (True, False):
        _, result = write([2, 2], head=head, drop=drop)
        (problem,) = result.problems
        assert (problem.diagnostic.code, problem.related) == ("P108", ())
        assert "even without all of its items" in problem.diagnostic.hint


def test_two_pages_may_be_two_pages():
    assert write([1] * 18, pages=2, drop=False)[1].problems == ()
    _, result = write([1] * 24, pages=2)
    assert result.pages == 2
    assert result.fitted.left_out


def test_a_page_that_is_mostly_empty_is_worth_a_word():
    _, result = write([1] * 4)
    assert found(result) == [("P110", None, Severity.INFO)]
    assert "fills 50% of its page" in result.problems[0].diagnostic.message
    assert set(result.files) == {"pdf"}


def test_more_is_never_proposed_where_items_were_left_out():
    [problem] = write([1] * 4, left_off=3)[1].problems
    assert problem.diagnostic.hint == "its template leaves 3 off: it may print more of them"
    _, result = write([1, 2], words=["short", "long " * 400])
    assert [code for code, *_ in found(result)] == ["P109"]


def test_type_keeps_its_size_and_nothing_is_cut():
    _, result = write([1] * 30)
    with pikepdf.open(io.BytesIO(result.files["pdf"])) as pdf:
        sizes = {
            float(operands[1])
            for page in pdf.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "Tf"
        }
    assert len(sizes) == 1
    kept = 30 - len(result.fitted.left_out)
    assert re.findall(r"item (\d+)", text(result, "pdf")) == [str(n) for n in range(kept)]


def test_of_hundreds_of_items_few_are_weighed(monkeypatch):
    weighed = []
    removed = fit.removed
    monkeypatch.setattr(fit, "removed", lambda *a: weighed.append(a) or removed(*a))
    _, result = write([1] * 400)
    assert len(result.fitted.left_out) > 390
    assert result.fitted.layouts == 2
    assert len(weighed) <= 12


LENGTHS = list(itertools.product([1, 12, 40, 90], repeat=3))


@pytest.mark.parametrize("lengths", LENGTHS[::7], ids=str)
def test_no_item_goes_that_there_is_room_for(lengths):
    """Items of different heights: with the last that went put back, the page is too short."""
    words = ["word " * lengths[n % 3] for n in range(12)]
    priorities = [1 + n % 5 for n in range(12)]
    first, result = write(priorities, words=words)
    gone = [element - first for element in result.fitted.left_out]
    assert result.pages == 1
    assert result.fitted.layouts <= 5
    order = sorted(range(12), key=lambda n: (-priorities[n], -n))
    assert gone == order[: len(gone)]
    if gone:
        back = [text for n, text in enumerate(words) if n not in gone[:-1]]
        _, longer = write([1] * len(back), words=back, drop=True)
        assert longer.fitted.left_out


def test_problems_of_what_is_left_are_told_of_the_right_elements():
    words = ["x"] * 12 + ['<a href="#no">lost</a>']
    first, result = write([9, *[2] * 11, 1], words=words, formats=("docx",))
    assert first in result.fitted.left_out
    assert ("W105", first + 13) in [(code, e) for code, e, _ in found(result)]
