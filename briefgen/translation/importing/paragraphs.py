"""Turn lines into paragraphs: what wraps is joined, and what was glued together comes apart.

What a paragraph is in its text is decided in structure.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from briefgen.translation.importing.count import Item
from briefgen.translation.importing.model import Line, Piece, text_of
from briefgen.translation.importing.recognise import ENDED, looks_like_heading


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together. ``item`` is None where no number begins them.

    ``is_break`` says that it follows a break inside what the file has as one paragraph.
    """

    pieces: list[Piece]
    item: Item | None = None
    is_break: bool = False

    @property
    def text(self) -> str:
        """Return the words of all its lines."""
        return text_of(self.pieces)

    @property
    def line(self) -> Line:
        """Return its first line."""
        return self.pieces[0].line

    @property
    def last(self) -> Line:
        """Return its last line."""
        return self.pieces[-1].line

    @property
    def level(self) -> int:
        """Return the level that the file says it has as a heading, 0 for none."""
        return self.line.heading

    @property
    def heads(self) -> bool:
        """Return whether it may be a heading or a title."""
        if self.item is not None:
            return False
        return self.level > 0 or (looks_like_heading(self.text) and not self._is_bullet())

    def _is_bullet(self) -> bool:
        label = self.line.label
        return label is not None or re.match(r"\s*[•‣▪■●○◦·–—*-]\s", self.line.text) is not None


def whole_line(line: Line, start: int = 0, joint: str = "") -> Piece:
    """Return a line from a character on, without the white space around it."""
    text = line.text[start:]
    begin = start + len(text) - len(text.lstrip())
    return Piece(line, begin, max(begin, len(line.text.rstrip())), joint)


def group_lines(body: Sequence[tuple[int, Line]], items: dict[int, Item]) -> list[Paragraph]:
    """Return the lines as paragraphs: what wraps is joined, what has a number begins one."""
    paragraphs: list[Paragraph] = []
    previous = -1
    for index, line in body:
        item = items.get(index)
        torn = index > previous + 1 and paragraphs and _is_torn(paragraphs[-1].last, line)
        if item is not None:
            paragraphs.append(Paragraph([whole_line(line, item.marker.end)], item))
        elif paragraphs and (line.after == "wrap" or torn):
            joint = "" if _DIVIDED.search(paragraphs[-1].last.text) else " "
            paragraphs[-1].pieces.append(whole_line(line, joint=joint))
        else:
            paragraphs.append(Paragraph([whole_line(line)], None, line.after == "break"))
        previous = index
    return paragraphs


_DIVIDED = re.compile(r"[^\W\d_][-\u2010\u00ad]\s*$")
"""A line at whose end a word is divided, or has its hyphen."""


def _is_torn(before: Line, line: Line) -> bool:
    """Return whether a page's end came between two lines of one sentence."""
    first = line.text.lstrip()[:1]
    return not ENDED.search(before.text) and first.islower() and not line.heading


_GLUED = re.compile(r"(?<=[.!?…])\s+(?=([IVXL]{1,6})\.\s+[^.!?:;]{3,100}$)")


def split_glued(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs with headings apart that stood at the end of the one before.

    Only those with a Roman number that continues the headings before it.
    """
    split: list[Paragraph] = []
    count = 0
    for paragraph in paragraphs:
        split.append(paragraph)
        if (own := roman_number(paragraph.text)) == count + 1 and paragraph.heads:
            count = own
        piece = paragraph.pieces[-1]
        found = _GLUED.search(piece.text)
        if found and roman_number(piece.text[found.end() :]) == count + 1:
            count += 1
            middle = piece.start + found.start(), piece.start + found.end()
            paragraph.pieces[-1] = replace(piece, end=middle[0])
            split.append(Paragraph([Piece(piece.line, middle[1], piece.end)]))
    return split


def roman_number(text: str) -> int:
    """Return the Roman number that a heading begins with, 0 for none."""
    found = re.match(r"\s*([IVXL]{1,6})\.", text)
    values = {"I": 1, "V": 5, "X": 10, "L": 50}
    total = 0
    for letter, following in zip(found[1], [*found[1][1:], ""], strict=True) if found else ():
        value = values[letter]
        total += -value if values.get(following, 0) > value else value
    return total


def leads_to_items(paragraphs: Sequence[Paragraph]) -> list[bool]:
    """Return for each paragraph whether only headings are between it and the next number."""
    leads = [False] * len(paragraphs)
    following = False
    for index in range(len(paragraphs) - 1, -1, -1):
        leads[index] = following
        paragraph = paragraphs[index]
        if paragraph.item is not None:
            following = "." not in paragraph.item.key
        elif not paragraph.heads:
            following = False
    return leads


def joined_text(paragraphs: Iterable[Paragraph]) -> str:
    """Return the words of several paragraphs as one line."""
    return " ".join(paragraph.text for paragraph in paragraphs)


def with_joint(pieces: Sequence[Piece], joint: str = " ") -> list[Piece]:
    """Return pieces of which the first has a joint, to go after others."""
    return [replace(pieces[0], joint=joint), *pieces[1:]]
