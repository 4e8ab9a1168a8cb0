"""Say what an outside text is while it is read: lines with their offsets, and blocks.

Nothing here reads or decides: files become lines in the readers (text.py, markdown.py,
html.py, docx.py), lines become blocks in briefgen/translation/importing/structure.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from briefgen.diagnostics import Diagnostic, Place

Role = Literal["body", "footnote", "page", "hidden"]
"""What the file itself says of a line: a page's header or footer, and text nobody sees."""

Kind = Literal[
    "article", "title", "note", "preamble", "heading", "paragraph", "sub-item", "closing",
    "place and date", "signature", "footnote", "agency footer", "page matter", "hidden text",
    "another text", "leftover",
]  # fmt: skip
"""What a block of a text is."""

KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]

SEGMENTS: frozenset[Kind] = frozenset(
    {"preamble", "paragraph", "sub-item", "closing", "place and date", "signature"}
)
"""The kinds that become segments of a document."""


@dataclass(frozen=True, slots=True)
class Label:
    """A number that the file counts and doesn't write: Word's ``w:numPr``, HTML's ``ol``.

    ``system`` is ``decimal``, ``letter``, ``roman`` or ``bullet``; ``value`` counts from 1, and
    is 1 for every bullet; ``style`` tells lists and levels from each other.
    """

    system: str
    value: int
    style: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text file, or what stands between two breaks in a Word or HTML file.

    ``offsets`` has for each character of ``text`` where it stands in the reading's text.
    ``number`` is the line in the file, in Word the paragraph, counted from 1; ``after``
    says what is before it: the end of a ``line``, or of a ``paragraph``; a ``wrap`` or a
    ``break``, which don't end one. ``heading`` is the level that the file says it has, 0 for
    none.
    """

    text: str
    offsets: Sequence[int]
    number: int
    after: Literal["line", "paragraph", "wrap", "break"] = "line"
    heading: int = 0
    label: Label | None = None
    role: Role = "body"
    raised: tuple[tuple[int, int], ...] = ()
    """Where the file raises characters of ``text``: start and end."""
    notes: tuple[str, ...] = ()
    """The footnotes that marks lead to which aren't in ``text``; of a footnote, its own name."""

    @property
    def column(self) -> int:
        """Return where the first character that isn't white space stands, counted from 1."""
        return 1 + len(self.text) - len(self.text.lstrip())


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as its reader found it.

    ``text`` is all the text that the file holds, in its order; every line's characters
    are among it, and ``markup`` are the stretches that only say how others are meant.
    ``file`` and ``unit`` (``line`` or ``paragraph``) are what places are given by.
    """

    file: str
    text: str
    lines: tuple[Line, ...]
    markup: tuple[tuple[int, int], ...] = ()
    unit: str = "line"
    problems: tuple[Diagnostic, ...] = ()
    title: str = ""
    """What the file itself says its title is, beside its text."""

    def place(self, line: Line, start: int | None = None, length: int = 1) -> Place:
        """Return the place of a line, or of the character ``start`` of its text."""
        column = line.column if start is None else start + 1
        return Place(self.file, line.number, column, length)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line: what of it belongs to a block. ``joint`` goes before its text."""

    line: Line
    start: int
    end: int
    joint: str = ""

    @property
    def text(self) -> str:
        """Return the characters, exactly."""
        return self.line.text[self.start : self.end]


def text_of(pieces: Sequence[Piece]) -> str:
    """Return the words of pieces: each line's exactly, with its joint between two."""
    return "".join(piece.joint * (at > 0) + piece.text for at, piece in enumerate(pieces))


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a text. ``key`` is that of its segment, "" where it is none.

    ``heading`` is the heading that stands before a paragraph, as a block of its own.
    """

    kind: Kind
    pieces: tuple[Piece, ...]
    key: str = ""
    heading: Block | None = None

    @property
    def text(self) -> str:
        """Return the words of all its lines."""
        return text_of(self.pieces)

    @property
    def line(self) -> Line:
        """Return the line on which it begins."""
        return self.pieces[0].line

    @property
    def last(self) -> Line:
        """Return the line on which it ends."""
        return self.pieces[-1].line


@dataclass(frozen=True, slots=True)
class Structure:
    """A text in its parts, in the order in which they stand, and what was doubtful about it.

    ``title`` and ``date`` are None where the text doesn't say; ``spans`` account for every
    character of the reading's text (accounting.py).
    """

    blocks: tuple[Block, ...]
    title: str | None
    spans: tuple[tuple[int, int, str], ...]
    problems: tuple[Diagnostic, ...]

    def segments(self) -> tuple[Block, ...]:
        """Return the blocks that have keys, in order."""
        return tuple(block for block in self.blocks if block.key)


def stretches(blocks: Sequence[Block]) -> Iterator[tuple[Block, Block]]:
    """Yield the first and last of the blocks that follow each other and are of one kind."""
    for _, group in groupby(blocks, key=lambda block: block.kind):
        same = list(group)
        yield same[0], same[-1]


def where(unit: str, first: Line, last: Line) -> str:
    """Return "line 3" or "lines 3 to 5"."""
    if first.number == last.number:
        return f"{unit} {first.number}"
    return f"{unit}s {first.number} to {last.number}"
