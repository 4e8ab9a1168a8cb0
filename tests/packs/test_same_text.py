"""Every document says the same in its three formats: paragraph by paragraph, in one order."""

import re
from collections import Counter

import lxml.html
import pytest

from tests.reading import cut_out, docx_paragraphs, html_paragraphs, pdf_text, squeeze

MARKER = re.compile(r"[•◦▪]|\.?\d{1,2}\.|\.\d{1,2}")


def test_word_has_the_paragraphs_of_html(built, document):
    html = html_paragraphs(built.read(document, "html"))
    assert docx_paragraphs(built.read(document, "docx")) == html
    assert len(html) > 15


def test_pdf_has_the_paragraphs_of_html_and_nothing_but_running_text(built, document):
    html = html_paragraphs(built.read(document, "html"))
    page = lxml.html.fromstring(built.read(document, "html").decode())
    count = int(page.xpath("count(//*[@role='doc-endnotes']//li)"))
    body, notes = html[: len(html) - count], html[len(html) - count :]
    pages = pdf_text(built.path(document, "pdf")).removesuffix("\f").split("\f")
    running = _running(page, len(pages))
    tails = [bag(f"{number}.{note}") for number, note in enumerate(notes, start=1)]
    stripped = [_strip(text, [*running, *tails, *map(bag, notes)]) for text in pages]

    missing, rest = cut_out(body, "".join(text for text, _ in stripped))
    assert missing == []
    found = [tail for _, cut in stripped for tail in cut]
    assert [n for n, tail in zip(notes, tails, strict=True)
            if tail not in found and bag(n) not in found] == []  # fmt: skip
    headers = [bag(head.text_content()) for head in page.iter("thead")]
    assert [piece for piece in rest if not _is_running(piece, headers)] == []


def bag(text: str) -> Counter[str]:
    """Return the characters of a text that a PDF's lines keep, however they are ordered."""
    return Counter(squeeze(text))


def _running(page: lxml.html.HtmlElement, pages: int) -> list[Counter[str]]:
    """Return what may stand in the margins of the pages."""
    words = [
        "".join(element.text_content() for element in page.find_class(name)[:1])
        for name in ("short-title", "kind", "marking")
    ]
    numbers = [f"{number}/{pages}" for number in range(1, pages + 1)]
    running = [bag(f"{words[0]}·{words[1]}"), bag(words[2]), *map(bag, numbers)]
    return sorted(running, key=Counter.total, reverse=True)


def _strip(text: str, tails: list[Counter[str]]) -> tuple[str, list[Counter[str]]]:
    """Take list markers off a page, and margins and notes off its end; return these too."""
    lines = (line for line in text.splitlines() if not MARKER.fullmatch(squeeze(line)))
    left, cut = squeeze("".join(lines)), []
    while True:
        ends = [t for t in tails if t.total() and Counter(left[-t.total() :]) == t]
        if not ends:
            return left, cut
        cut.append(ends[0])
        left = left[: -ends[0].total()]


def _is_running(piece: str, headers: list[Counter[str]]) -> bool:
    """Return whether a piece is a table's repeated header, or numbers and markers of lists."""
    words = Counter(re.sub(r"[\d.•◦▪]", "", piece))
    return not words or words in [
        Counter(re.sub(r"[\d.]", "", "".join(header.elements()))) for header in headers
    ]


def test_a_piece_that_is_too_much_or_missing_is_found():
    missing, rest = cut_out(["one two", "three", "four"], "one two leftover four")
    assert missing == ["three"]
    assert rest == ["", "leftover", ""]
    assert not _is_running("leftover", [bag("Date Event")])
    assert _is_running("12DateEvent", [bag("Date Event")])


@pytest.mark.parametrize("text", ["سلام دنیا", "ایند مالس"])
def test_letters_drawn_from_right_to_left_are_found_as_a_whole(text):
    assert cut_out(["سلام دنیا", "end"], f"{text} end") == ([], ["", "", ""])
