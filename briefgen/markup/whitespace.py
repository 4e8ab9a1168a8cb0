"""Turn the white space of a document into what CSS makes of it, and texts into NFC.

Runs of spaces, tabs and line ends are one space, none at the start and end of a line
(CSS Text 3, 4.1); no-break spaces stay. Only a tree that has passed the gate comes here.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal
from xml.etree.ElementTree import Element

from briefgen.markup.vocabulary import INLINE, VOCABULARY

_RUN = re.compile(r"[ \t\n\r\f]+")
_Slot = Literal["text", "tail"]


def normalise(root: Element) -> None:
    """Collapse the white space of a document, and compose its characters, in place."""
    _block(root)
    for element in root.iter():
        for name, value in element.items():
            element.set(name, _collapsed(value).strip(" "))


def _collapsed(text: str) -> str:
    return unicodedata.normalize("NFC", _RUN.sub(" ", text))


class _Line:
    """A line under way: whether a space would be lost now, and the space that may be last."""

    def __init__(self) -> None:
        self._after_space = True
        self._last: tuple[Element, _Slot] | None = None

    def add(self, element: Element, slot: _Slot) -> None:
        """Take an element's text or tail into the line."""
        text = _collapsed(getattr(element, slot) or "")
        if self._after_space:
            text = text.removeprefix(" ")
        setattr(element, slot, text or None)
        if text:
            self._after_space = text.endswith(" ")
            self._last = (element, slot) if self._after_space else None

    def add_image(self) -> None:
        """Take something into the line that is no text."""
        self._after_space, self._last = False, None

    def end(self) -> None:
        """End the line and begin another."""
        if self._last is not None:
            element, slot = self._last
            setattr(element, slot, (getattr(element, slot) or "")[:-1] or None)
        self._after_space, self._last = True, None


def _block(element: Element) -> None:
    line = _Line()
    _content(element, line)
    line.end()


def _content(element: Element, line: _Line) -> None:
    flow = VOCABULARY[element.tag].content == "flow"
    line.add(element, "text")
    for child in element:
        if child.get("role") == "doc-footnote":
            _block(child)
        elif child.tag == "br" or child.tag not in INLINE or (flow and child.tag == "img"):
            line.end()
            _block(child)
        elif child.tag == "img":
            line.add_image()
        else:
            _content(child, line)
        line.add(child, "tail")
