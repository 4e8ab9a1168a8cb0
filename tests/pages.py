"""Compare the pages of a PDF, ours or LibreOffice's, with the HTML file of the same document.

Both are read by tests/reading.py. What stands in the margins is set aside, and so are the notes
at the foot of a page, once they are found.
"""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import lxml.html

from tests.reading import collapse, find_bag, locate, paragraphs_of, parse_html, pdf_text, squeeze

MARKER = re.compile(r"[•◦▪]|\.?\d{1,2}\.|\.\d{1,2}")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
SIGNS = re.compile(r"[\d.•◦▪]")


class Differences(NamedTuple):
    """What the pages lack of the paragraphs and of the notes, and what they have on top."""

    missing: tuple[str, ...] = ()
    missing_notes: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()


class Spread(NamedTuple):
    """The pages over which a table goes, and those of them on which its header stands."""

    pages: set[int]
    headed: set[int]


@dataclass(frozen=True)
class Pages:
    """The texts of a PDF's pages without margins and notes, and what was cut off there."""

    texts: list[str]
    cut: list[Counter[str]]


def find_differences(path: Path, html: bytes) -> Differences:
    """Return in what the text of a PDF differs from the HTML file's."""
    page = parse_html(html)
    body, notes = _split(page)
    pages = _read(path, page, notes)
    text = "".join(pages.texts)
    spans = locate(body, text)
    edges = [0, *(edge for span in spans if span for edge in span), len(text)]
    rest = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    headers = [bag(head.text_content()) for head in page.iter("thead")]
    return Differences(
        tuple(words for words, span in zip(body, spans, strict=True) if span is None),
        tuple(
            note
            for number, note in enumerate(notes, start=1)
            if not any(tail in pages.cut for tail in _tails(number, note))
        ),
        tuple(piece for piece in rest if not is_running(piece, headers)),
    )


def find_tables(path: Path, html: bytes) -> list[Spread]:
    """Return on which pages of a PDF each table with a header stands, pages counted from 0."""
    page = parse_html(html)
    body, notes = _split(page)
    texts = _read(path, page, notes).texts
    spans = locate(body, "".join(texts))
    ends = [sum(map(len, texts[: number + 1])) for number in range(len(texts))]
    found, index = [], 0
    for table in page.xpath("//table[thead]"):
        own = paragraphs_of(table)
        while body[index : index + len(own)] != own:
            index += 1
        before = len([*table.iterchildren("caption"), *paragraphs_of(table.find("thead"))])
        rows = [span for span in spans[index + before : index + len(own)] if span]
        on = [next(n for n, end in enumerate(ends) if place < end)
              for start, end in rows for place in (start, end - 1)]  # fmt: skip
        over = set(range(min(on), max(on) + 1))
        header = squeeze(table.find("thead").text_content())
        found.append(Spread(over, {n for n in over if find_bag(texts[n], header, 0) >= 0}))
    return found


def bag(text: str) -> Counter[str]:
    """Return the characters of a text that a PDF's lines keep, however they are ordered."""
    return Counter(squeeze(text))


def is_running(piece: str, headers: list[Counter[str]]) -> bool:
    """Return whether a piece is a table's repeated header, or numbers and markers of lists."""
    words = Counter(SIGNS.sub("", piece))
    return not words or words in [
        Counter(SIGNS.sub("", "".join(header.elements()))) for header in headers
    ]


def _split(page: lxml.html.HtmlElement) -> tuple[list[str], list[str]]:
    """Return the paragraphs of the text and those of the notes."""
    found = paragraphs_of(page.find("body"))
    count = int(page.xpath("count(//*[@role='doc-endnotes']//li)"))
    return found[: len(found) - count], found[len(found) - count :]


def _read(path: Path, page: lxml.html.HtmlElement, notes: list[str]) -> Pages:
    raw = pdf_text(path).removesuffix("\f").split("\f")
    edges = _running(page, len(raw))
    for number, note in enumerate(notes, start=1):
        edges += _tails(number, note)
    texts, cut = [], []
    for number, text in enumerate(raw):
        lines = (line for line in text.splitlines() if not MARKER.fullmatch(squeeze(line)))
        # The first page begins with the words of the margins as text.
        left, found = strip(squeeze("".join(lines)), edges, at_start=number > 0)
        texts.append(left)
        cut += found
    return Pages(texts, cut)


def _tails(number: int, note: str) -> list[Counter[str]]:
    """Return how a note may end a page: its number may have a full stop, or be elsewhere."""
    return [bag(f"{number}{note}"), bag(f"{number}.{note}"), bag(note)]


def _running(page: lxml.html.HtmlElement, pages: int) -> list[Counter[str]]:
    """Return what may stand in the margins of the pages."""
    words = [
        collapse("".join(element.text_content() for element in page.find_class(name)[:1]))
        for name in ("short-title", "kind", "marking")
    ]
    numbers = [f"{number}/{pages}" for number in range(1, pages + 1)]
    numbers += [number.translate(PERSIAN) for number in numbers]
    running = [bag(f"{words[0]}·{words[1]}"), bag(words[2]), *map(bag, numbers)]
    return sorted(running, key=Counter.total, reverse=True)


def strip(
    text: str, edges: list[Counter[str]], *, at_start: bool
) -> tuple[str, list[Counter[str]]]:
    """Take margins and notes off a page's end, and off its start; return these too."""
    cut = []
    while True:
        for edge in filter(Counter.total, edges):
            size = edge.total()
            if Counter(text[-size:]) == edge:
                text = text[:-size]
            elif at_start and Counter(text[:size]) == edge:
                text = text[size:]
            else:
                continue
            cut.append(edge)
            break
        else:
            return text, cut
