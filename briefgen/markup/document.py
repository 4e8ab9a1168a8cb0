"""Say what a document is: a tree in the closed vocabulary, with where each element came from.

The vocabulary itself is in briefgen/markup/vocabulary.py, the gate that makes a Document
out of markup in briefgen/markup/parse.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from briefgen.diagnostics import Place


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an element came from: the template's line, and the content it prints if any."""

    template: Place
    content: Place | None


@dataclass(frozen=True, slots=True)
class Document:
    """A validated document.

    ``root`` is the ``html`` element; ``origins`` has one entry per element in document
    order (``root.iter()``), so a stage that only knows "the n-th element" can still say
    where that was written. ``images`` are the distinct ``src`` values in order.
    """

    root: Element
    origins: tuple[Origin, ...]
    title: str
    language: str
    images: tuple[str, ...]
