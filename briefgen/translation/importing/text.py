"""Turn the bytes of a plain text file into lines.

UTF-8, and UTF-16 where a byte order mark says so: other encodings can't be told from each
other by their bytes, so they are refused.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from briefgen.diagnostics import Diagnostic, Place
from briefgen.translation.importing.model import Line, Reading

_LINE_END = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
_COUNTED = frozenset(("\r\n", "\n", "\r"))

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class UnreadableError(Exception):
    """The file isn't read. ``diagnostics`` say why."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(diagnostics[0].message)
        self.diagnostics = diagnostics


def decode(data: bytes, file: str, encoding: str = "utf-8") -> str:
    """Return the text of a file without its byte order mark.

    ``encoding`` holds where there is no such mark. Raises UnreadableError where the bytes
    aren't in the encoding, or are no text.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            data, encoding = data[len(mark) :], name
            break
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = f"byte {error.start} is not {encoding.upper()}"
        hint = "save the file as UTF-8"
        raise UnreadableError(Diagnostic("I102", message, Place(file, line), hint)) from error
    if "\0" in text:
        hint = "give a text file, Markdown, HTML or a Word document (.docx)"
        message = "the file isn't text"
        raise UnreadableError(Diagnostic("I101", message, Place(file), hint))
    return text


def read_text(data: bytes, file: str) -> Reading:
    """Return a text file as lines; a form feed, as between pages, ends a line too.

    Raises UnreadableError.
    """
    text = decode(data, file)
    lines = tuple(split_lines(text))
    return Reading(file, text, _unwrapped(tuple(_hung(lines))))


def split_lines(text: str) -> Iterator[Line]:
    """Yield the lines that have words, with whether an empty one is before them."""
    blank = True
    for number, start, end in line_spans(text):
        words = text[start:end]
        if words.strip():
            after: Literal["line", "paragraph"] = "paragraph" if blank else "line"
            yield Line(words, range(start, end), number, after)
        blank = not words.strip()


_WIDEST, _NARROWEST = 130, 40
"""Columns between which a file's longest line says that its lines were wrapped."""

_ENDED = re.compile(r"[.!?:;…۔؟؛][\"'»”’)\]]*\s*$")


_HANGS = re.compile(r"\s*(\(?\w{1,5}[.)]|[•‣▪■●○◦·–—*-])\s+(?=\S)")


def _hung(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines; those that stand below the words of a numbered one go on with it."""
    hang = 0
    for line in lines:
        indent = line.column - 1
        mark = _HANGS.match(line.text)
        if mark is None and line.after == "line" and indent and indent == hang:
            yield replace(line, after="wrap")
        else:
            hang = len(mark[0]) if mark else 0
            yield line


def _unwrapped(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the lines with those marked that go on with the one before.

    A file is wrapped if its lines are as long as one can read, and of the long ones many
    don't end where a sentence does. Then a long line goes on; if it ends with a sentence,
    only where empty lines part the paragraphs.
    """
    width = max((len(line.text.rstrip()) for line in lines), default=0)
    full = [line for line in lines if len(line.text.rstrip()) >= 0.7 * width]
    going_on = sum(not _ENDED.search(line.text) for line in full)
    if not _NARROWEST <= width <= _WIDEST or going_on < 0.3 * len(full):
        return lines
    parted = sum(line.after == "paragraph" for line in lines) > len(lines) / 10
    marked = []
    for before, line in pairwise((None, *lines)):
        wraps = (
            line is not None
            and before is not None
            and line.after == "line"
            and len(before.text.rstrip()) >= 0.6 * width
            and (parted or not _ENDED.search(before.text))
        )
        if line is not None:
            marked.append(replace(line, after="wrap") if wraps else line)
    return tuple(marked)


def line_spans(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield each line's number as editors count, and where it starts and ends.

    The line end isn't in it. Form feeds and their like end a line, but aren't counted.
    """
    number, start = 1, 0
    for found in _LINE_END.finditer(text):
        yield number, start, found.start()
        number += found[0] in _COUNTED
        start = found.end()
    if start < len(text):
        yield number, start, len(text)
