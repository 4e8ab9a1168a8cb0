"""Random edits of texts, and the paragraphs of a redline of them, for tests of every format."""

from __future__ import annotations

import random
from xml.etree.ElementTree import Element, tostring
from xml.sax.saxutils import escape

from briefgen.markup.document import Document
from briefgen.markup.parse import parse
from briefgen.translation.diff import diff_words, fold

_WORDS = ("peace", "and", "stability", "of", "2,500", "мир", "страны", "США", "a", "(", ")", "«да»")
_MARKS = (",", ".", ";", "-", "–", ":", "/", ", ", ". ", " (", ") ", " – ", " ", "", "")
_ELEMENTS = {"inserted": "<ins>{}</ins>", "deleted": "<del>{}</del>", "kept": "{}"}


def edits(count: int, seed: int) -> list[tuple[str, str]]:
    """Return so many texts, each with what an editor made of it."""
    source = random.Random(seed)
    return [_edit(source) for _ in range(count)]


def _edit(source: random.Random) -> tuple[str, str]:
    before = _pieces(source, source.randint(1, 9))
    after = list(before)
    for _ in range(source.randint(1, 4)):
        at = source.randint(0, len(after))
        after[at : at + source.randint(0, 2)] = _pieces(source, source.randint(0, 2))
    return fold("".join(before)), fold("".join(after))


def _pieces(source: random.Random, count: int) -> list[str]:
    words = [(source.choice(_WORDS), source.choice((*_MARKS, *" " * 12))) for _ in range(count)]
    return [piece for pair in words for piece in pair]


def redline(pairs: list[tuple[str, str]]) -> Document:
    """Return a document with a paragraph for each text, marked up as the templates do it."""
    body = "".join(
        "<p>{}</p>".format(
            "".join(_ELEMENTS[run.change].format(escape(run.text)) for run in diff_words(*pair))
        )
        for pair in pairs
    )
    html = f'<html lang="en"><head><title>t</title></head><body>{body}</body></html>'
    document, problems = parse(html, unbroken=2000)
    assert document is not None, problems
    return document


def paragraphs(pairs: list[tuple[str, str]]) -> str:
    """Return the paragraphs of a redline as markup that has been through the gate."""
    return "".join(tostring(p, encoding="unicode") for p in redline(pairs).root.iter("p"))


def versions(paragraph: Element) -> tuple[str, str]:
    """Return a paragraph's text with all changes rejected, and with all accepted."""
    before = after = paragraph.text or ""
    for child in paragraph:
        text = child.text or ""
        before += (text if child.tag == "del" else "") + (child.tail or "")
        after += (text if child.tag == "ins" else "") + (child.tail or "")
    return before, after
