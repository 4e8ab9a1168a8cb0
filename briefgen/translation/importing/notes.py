"""Turn raised numbers and stars into marks of footnotes, where the file has such a footnote.

A mark is no word of the text. Of which paragraph a footnote is, is told in structure.py.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefgen.diagnostics import Diagnostic, Severity
from briefgen.translation.importing.model import Line, Reading
from briefgen.translation.importing.recognise import ENDED

_NOTE = re.compile(
    r"\s*(?:\[(\d{1,3}|\^[^\]\s]{1,40})\]:?|([⁰¹²³⁴-⁹]{1,3}|[*]{1,3}(?![^*]*\*\s*$)|[†‡]))\s*[^\s*]"
)
"""A footnote that begins with its mark, which isn't raised by the file."""

_MARK = re.compile(r"(?<=[^\s*\[])(?:\[(\d{1,3})\]|([⁰¹²³⁴-⁹]+|[*]{1,3}(?![*\w])|[†‡]))")
_NUMBER = re.compile(r"\s*\(?(\d{1,3})\b")
_UNIT = re.compile(r"(?<!\d)\d{1,3}\s?[^\W\d_]{0,3}$|(?<![^\W_])[^\W\d_A-ZА-Я]{1,2}$")
"""What a power stands after: 10⁶, 5 km², m³; no word that has a footnote."""
_NEAR = 12
"""How many characters before a mark are looked at."""


def read_notes(reading: Reading) -> tuple[Reading, list[Diagnostic]]:
    """Return a reading whose lines name their footnotes, and what is said of raised numbers.

    Marks aren't in the lines' texts any more, but among the markup; lines that are footnotes
    by their looks have the role of one.
    """
    lines = _with_roles(reading.lines)
    names = {name for line in lines if line.role == "footnote" for name in line.notes}
    markup = list(reading.markup)
    problems: list[Diagnostic] = []
    for at, line in enumerate(lines):
        if line.role != "body":
            continue
        marks = list(_marks(line))
        cut = [
            (start, end, name) for start, end, name in marks if _is_note(line, start, name, names)
        ]
        problems += _doubts(reading, line, [mark for mark in marks if mark not in cut])
        if cut:
            markup += ((line.offsets[start], line.offsets[end - 1] + 1) for start, end, _ in cut)
            lines[at] = _without(line, cut)
    return replace(reading, lines=tuple(lines), markup=tuple(markup)), problems


def _with_roles(lines: Sequence[Line]) -> list[Line]:
    """Return the lines; each that is a footnote has the role of one, and its name."""
    lines = _with_last_notes(lines)
    starred = [mark for line in lines for _, _, mark in _marks(line) if mark == "*"]
    stars = sum(_own_name(line) == "*" for line in lines)
    made: list[Line] = []
    for line in lines:
        before = made[-1] if made else None
        is_starred = stars <= len(starred)
        made.append(_with_role(line, before, is_starred=is_starred))
    return made


def _with_last_notes(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines; the last ones are footnotes whose numbers are those raised before them."""
    raised: dict[str, int] = {}
    for at, line in enumerate(lines):
        for start, _, name in _marks(line) if line.role == "body" else ():
            if name.isdecimal() and line.text[start] != "[" and _is_note(line, start, name, {name}):
                raised.setdefault(name, at)
    start = len(lines)
    while start and _last_name(lines[start - 1]) in raised:
        start -= 1
    names = [_last_name(line) for line in lines[start:]]
    if sorted(names) != sorted(raised) or any(raised[name] >= start for name in names):
        return lines
    notes = (
        replace(line, role="footnote", notes=(name,))
        for line, name in zip(lines[start:], names, strict=True)
    )
    return [*lines[:start], *notes]


def _last_name(line: Line) -> str:
    """Return the number that a line of the text begins with, "" where it has none."""
    if line.label is not None:
        return str(line.label.value) if line.label.system == "decimal" else ""
    found = _NUMBER.match(line.text)
    return found[1] if found and line.role == "body" else ""


def _with_role(line: Line, before: Line | None, *, is_starred: bool) -> Line:
    """Return a line with its role and name as a footnote; ``is_starred``: words have stars."""
    name = _own_name(line)
    if line.role == "footnote" and not line.notes:
        found = _NUMBER.match(line.text)
        name = name or (str(line.label.value) if line.label else (found[1] if found else ""))
        kept = before.notes if before is not None and before.role == "footnote" else ()
        return replace(line, notes=(name,) if name else kept)
    if line.role == "body" and name and (name != "*" or is_starred):
        return replace(line, role="footnote", notes=(name,))
    if line.role == "body" and before is not None and _goes_on(before, line):
        return replace(line, role="footnote", notes=before.notes)
    return line


def _own_name(line: Line) -> str:
    """Return the mark that a line begins with as a footnote does, "" where it has none."""
    if line.heading or line.label is not None:
        return ""
    start = line.column - 1
    raised = next((end for begin, end in line.raised if begin <= start < end), 0)
    if raised and line.text[raised:].strip():
        return _name(line.text[start:raised])
    found = _NOTE.match(line.text)
    return _name(found[1] or found[2]) if found else ""


def _goes_on(note: Line, line: Line) -> bool:
    """Return whether a line is the rest of the footnote before it."""
    if note.role != "footnote" or line.label is not None or line.heading:
        return False
    open_end = line.after == "line" and not ENDED.search(note.text) and "\f" not in line.text
    return line.after in {"wrap", "break"} or open_end


def _marks(line: Line) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and name of what may lead to a footnote from a line of the text."""
    found = [(*match.span(), _name(match[1] or match[2])) for match in _MARK.finditer(line.text)]
    for start, end in line.raised:
        name = _name(line.text[start:end])
        if start and re.fullmatch(r"\d{1,3}|\*{1,3}|[†‡]", name):
            found = [mark for mark in found if mark[1] <= start or mark[0] >= end]
            found.append((start, end, name))
    yield from sorted(found)


def _is_note(line: Line, start: int, name: str, names: set[str]) -> bool:
    return name in names and not (
        name.isdecimal() and _UNIT.search(line.text[max(0, start - _NEAR) : start])
    )


def _name(mark: str) -> str:
    """Return a mark as its footnote is called: ``²`` is 2."""
    return unicodedata.normalize("NFKC", mark).strip(" \t\xa0()[].^")


def _doubts(
    reading: Reading, line: Line, marks: Sequence[tuple[int, int, str]]
) -> Iterator[Diagnostic]:
    """Yield what is said of raised numbers that stay: as plain digits, or without a footnote."""
    for start, end, name in marks:
        if not name.isdecimal() or line.text[start] == "[":
            continue
        shown = line.text[max(0, start - 15) : end]
        if any(begin <= start < stop for begin, stop in line.raised):
            message = f"the raised “{name}” in “{shown}” stays as a plain digit"
            hint = "write it as ² or ³ where it is a power, or give the file its footnote"
        elif not _UNIT.search(line.text[max(0, start - _NEAR) : start]):
            message = f"“{shown}” leads to no footnote of the file"
            hint = "take the mark out of the text if its footnote is lost"
        else:
            continue
        place = reading.place(line, start, end - start)
        yield Diagnostic("I214", message, place, hint, severity=Severity.WARNING)


def _without(line: Line, cut: Sequence[tuple[int, int, str]]) -> Line:
    """Return a line without its marks, whose names it keeps."""
    gone = {at for start, end, _ in cut for at in range(start, end)}
    kept = [at for at in range(len(line.text)) if at not in gone]
    text = "".join(line.text[at] for at in kept)
    offsets = array("l", (line.offsets[at] for at in kept))
    notes = (*line.notes, *(name for _, _, name in cut))
    return replace(line, text=text, offsets=offsets, raised=(), notes=notes)
