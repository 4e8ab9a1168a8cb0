"""Turn blocks into an account of every character of a text: in which part each one is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from briefgen.translation.importing.model import Block, Reading

NUMBER, MARKUP, SPACE, UNREAD = "number", "markup", "white space", "unread"
"""What isn't words of a part: its number, the file's marks, spaces, and what nobody took."""

_RUN = re.compile(r"\S+")


class Accounting:
    """One entry for each character of a text; none can be taken twice, none gets lost."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._names: list[str] = [""]
        self._codes: dict[str, int] = {"": 0}
        self._of = bytearray(len(text))

    def claim(self, offsets: Iterable[int], name: str) -> None:
        """Enter characters under a name; raise ValueError for one that is taken."""
        code = self._codes.setdefault(name, len(self._names))
        if code == len(self._names):
            self._names.append(name)
        for offset in offsets:
            if self._of[offset]:
                taken = self._names[self._of[offset]]
                raise ValueError(f"character {offset} is in {taken} and in {name}")
            self._of[offset] = code

    def claim_block(self, block: Block) -> None:
        """Enter a block's words under its kind, and its heading's."""
        for piece in block.pieces:
            self.claim(piece.line.offsets[piece.start : piece.end], block.kind)
        if block.heading is not None:
            self.claim_block(block.heading)

    def close(self) -> tuple[tuple[int, int, str], ...]:
        """Return start, end and name of each stretch; end to end they are the text."""
        for start, end in self._free():
            for offset in range(start, end):
                if not self._of[offset]:
                    space = self._text[offset].isspace()
                    self.claim((offset,), SPACE if space else UNREAD)
        spans = []
        start = 0
        for found in re.finditer(rb"(.)\1*", bytes(self._of), re.DOTALL):
            spans.append((start, found.end(), self._names[self._of[start]]))
            start = found.end()
        return tuple(spans)

    def _free(self) -> Sequence[tuple[int, int]]:
        return [found.span() for found in re.finditer(rb"\0+", bytes(self._of))]


def account(
    reading: Reading, blocks: Iterable[Block], numbers: Iterable[Sequence[int]]
) -> tuple[tuple[int, int, str], ...]:
    """Return the spans of a reading's text: blocks by kind, ``numbers``, markup, white space.

    What is in none of them is ``unread``.
    """
    accounting = Accounting(reading.text)
    for block in blocks:
        accounting.claim_block(block)
    for offsets in numbers:
        accounting.claim(offsets, NUMBER)
    for start, end in reading.markup:
        accounting.claim(range(start, end), MARKUP)
    return accounting.close()


def unread(reading: Reading, spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, str]]:
    """Return offset and words of each stretch that is in no part of the text."""
    return [
        (start + found.start(), found[0])
        for start, end, name in spans
        if name == UNREAD
        for found in _RUN.finditer(reading.text[start:end])
    ]


def count(spans: Iterable[tuple[int, int, str]]) -> dict[str, int]:
    """Return how many characters are under each name."""
    counts: dict[str, int] = {}
    for start, end, name in spans:
        counts[name] = counts.get(name, 0) + end - start
    return counts
