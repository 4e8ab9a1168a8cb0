"""Turn WeasyPrint's hyphenation into one that keeps names whole and makes no ladders.

WeasyPrint 70 has neither ``hyphenate-limit-lines`` nor ``hyphenate-limit-last`` (CSS Text 4,
6.3.4 and 6.3.5), and divides any word. Which elements are hyphenated is for stylesheets to say,
what Word does for briefgen/writers/docx/write.py.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import pyphen  # type: ignore[import-untyped]
from weasyprint.layout import block, inline

from briefgen.style.model import HYPHEN, HYPHENATED_LINES

_WORD = re.compile(r"\w+")


class Hyphenation(dict[Any, Any]):
    """The dictionaries of a layout, which divide no word where a paragraph forbids it.

    ``capitals`` are the languages in which capitalised words may be divided, by tag; in others
    they are names, or stay whole as names do. ``whole`` are words that no line divides.
    ``lines`` is how many lines in a row end in a hyphen before the one that is being filled,
    ``last`` the paragraph's last word, ``line`` the text that a line begins with. A word that
    no line has room for is divided all the same.
    """

    def __init__(self, capitals: Collection[str], whole: Collection[str]) -> None:
        super().__init__()
        self._capitals = {tag.partition("-")[0] for tag in capitals}
        self._whole = frozenset(whole)
        self.lines = 0
        self.last = ""
        self.line = ""

    def get(self, key: Any, default: Any = None) -> Any:
        """Return the dictionary of a language, and of how short parts of its words may be."""
        del default
        if key not in self:
            language, left, right, _ = key
            self[key] = _Dictionary(self, language, left, right)
        return self[key]

    def divides(self, word: str, language: str) -> bool:
        """Return whether a word may be divided where the layout is now."""
        if self.line.startswith(word):
            return True
        if self.lines >= HYPHENATED_LINES or word == self.last or word in self._whole:
            return False
        return word == word.lower() or language.partition("_")[0] in self._capitals


class _Dictionary:
    def __init__(self, owner: Hyphenation, language: str, left: int, right: int) -> None:
        self._owner, self._language = owner, language
        self._dictionary = pyphen.Pyphen(lang=language, left=left, right=right)

    def iterate(self, word: str) -> Iterator[tuple[str, str]]:
        """Yield the two parts of a word for each place where it may be divided, the last first."""
        if self._owner.divides(word, self._language):
            yield from self._dictionary.iterate(word)


@contextmanager
def follow_lines(hyphenation: Hyphenation) -> Iterator[None]:
    """Tell the dictionaries, while a document is laid out, where in its paragraph each line is."""
    iterate, split = block.iter_line_boxes, inline.split_first_line

    def iter_line_boxes(context: Any, box: Any, *arguments: Any) -> Iterator[tuple[Any, Any]]:
        lines = iterate(context, box, *arguments)
        words = _WORD.findall("".join(_texts(box)))
        count, last = 0, words[-1] if words else ""
        while True:
            around = hyphenation.lines, hyphenation.last
            hyphenation.lines, hyphenation.last = count, last
            try:
                line, resume_at = next(lines, (None, None))
            finally:  # a line may hold blocks, and stand in one
                hyphenation.lines, hyphenation.last = around
            if line is None:
                return
            *_, end = ("", *_texts(line))
            count = count + 1 if end.endswith(HYPHEN) else 0
            yield line, resume_at

    def split_first_line(text: str, *arguments: Any, is_line_start: bool = True) -> Any:
        hyphenation.line = text.lstrip() if is_line_start else ""
        try:
            return split(text, *arguments, is_line_start=is_line_start)
        finally:
            hyphenation.line = ""

    block.iter_line_boxes, inline.split_first_line = iter_line_boxes, split_first_line
    try:
        yield
    finally:
        block.iter_line_boxes, inline.split_first_line = iterate, split


def _texts(box: Any) -> Iterator[str]:
    return (inner.text for inner in box.descendants() if hasattr(inner, "text"))
