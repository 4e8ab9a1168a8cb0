"""Turn a rendered document into the errors of the words that it prints.

Which words of a View are an error once they are printed, is told by briefgen/audience/select.py:
their mark is in the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from briefgen.audience.view import PENDING, View
from briefgen.diagnostics import Diagnostic, Place
from briefgen.markup.document import Document


def find_pending(view: View, document: Document) -> list[Diagnostic]:
    """Return the errors of what is printed, with the template's line, each once."""
    if not view.pending:
        return []
    found: dict[int, Place] = {}
    for place, text in _texts(document):
        for mark in PENDING.finditer(text):
            found.setdefault(int(mark[1]), place)
    return [
        replace(view.pending[index], related=(("printed by the template here", place),))
        for index, place in sorted(found.items())
    ]


def _texts(document: Document) -> Iterator[tuple[Place, str]]:
    """Yield what a document says, with the line of the template that says it."""
    for element, origin in zip(document.root.iter(), document.origins, strict=True):
        inner = (element.text, *(child.tail for child in element), *element.attrib.values())
        yield from ((origin.template, text) for text in inner if text)
