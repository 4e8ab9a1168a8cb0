"""Turn the bytes of a Word document into lines: a paragraph each, with the numbers Word shows.

What Word numbers by itself is worked out in word_lists.py. The package is opened with the
care of briefgen/writers/opening.py; tracked changes go by the policy that is given.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from briefgen.diagnostics import Diagnostic, Place, Severity
from briefgen.translation.importing.model import Line, Reading, Role
from briefgen.translation.importing.text import UnreadableError
from briefgen.translation.importing.word_lists import W, WordLists, is_on
from briefgen.translation.word_text import UNLINK, active_fields
from briefgen.writers.opening import (
    Package,
    RefusedError,
    Xml,
    find_active,
    find_external,
)

Revisions = Literal["accept", "reject", "fail"]
"""What becomes of tracked changes."""

_INSERTED = frozenset({f"{W}ins", f"{W}moveTo"})
_DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SILENT = frozenset({f"{W}pPr", f"{W}rPr", f"{W}sdtPr", f"{W}tblPr", f"{_MC}Fallback"})
_CHARACTERS = {
    f"{W}tab": "\t",
    f"{W}noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
    f"{W}softHyphen": "\N{SOFT HYPHEN}",
}
"""Elements that are characters (ISO/IEC 29500-1, 17.3.3)."""

_NOTES = {f"{W}footnote": "footnote", f"{W}endnote": "endnote"}
_REFERENCES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_BREAKS = frozenset({f"{W}br", f"{W}cr"})
_STORIES: tuple[tuple[str, Role], ...] = (
    ("footnotes", "footnote"), ("endnotes", "footnote"), ("header", "page"), ("footer", "page"),
    ("comments", "hidden"),
)  # fmt: skip
"""The parts beside the document that have words, in the order in which they are read."""


def read_docx(data: bytes, file: str, revisions: Revisions = "fail") -> Reading:
    """Return a Word document as lines; places are paragraphs with words, counted from 1.

    Raises UnreadableError for what can't be opened, or has tracked changes and ``fail`` is the
    policy.
    """
    place = Place(file)
    try:
        parts, stories = _open(Package(data), place)
    except RefusedError as error:
        words = f"can't open the Word document: {error}"
        raise UnreadableError(Diagnostic("I104", words, place, error.hint)) from error
    told = _tracked([root for _, root in stories], place) if revisions == "fail" else None
    if told is not None:
        raise UnreadableError(told)
    walk = _Walk(
        WordLists(parts.get("numbering"), parts.get("styles")),
        _INSERTED if revisions == "reject" else _DELETED,
    )
    for role, story in stories:
        walk.story(story, role)
    return Reading(
        file,
        "".join(walk.text),
        tuple(walk.lines),
        unit="paragraph",
        problems=tuple(_hidden(walk.lines, place)),
    )


_DEFINITIONS = frozenset({"numbering", "styles"})


def _open(package: Package, place: Place) -> tuple[dict[str, Xml], list[tuple[Role, Xml]]]:
    """Return the definitions by name, and the parts with words, the document itself first.

    Raises RefusedError or UnreadableError for a file that isn't let in.
    """
    found = [*find_active(package), *find_external(package)]
    if found:
        raise UnreadableError(*(Diagnostic("I104", f.words, place, f.hint) for f in found))
    name = package.main()
    relations = [r for r in package.relations(name) if not r.external]
    parts = {r.name: package.xml(r.target) for r in relations if r.name in _DEFINITIONS}
    stories: list[tuple[Role, Xml]] = [("body", package.xml(name))]
    for kind, role in _STORIES:
        stories += ((role, package.xml(r.target)) for r in relations if r.name == kind)
    if names := sorted({name for _, story in stories for name in active_fields(story)}):
        words = f"the Word document has fields that fetch something: {', '.join(names)}"
        raise UnreadableError(Diagnostic("I104", words, place, UNLINK))
    return parts, stories


def _tracked(stories: Iterable[Xml], place: Place) -> Diagnostic | None:
    """Return what says that there are tracked changes, by whom and since when; None if none."""
    changes = [change for root in stories for change in root.iter(*_INSERTED, *_DELETED)]
    if not changes:
        return None
    authors: dict[str, str] = {}
    for change in changes:
        authors.setdefault(change.get(f"{W}author", "unknown"), change.get(f"{W}date", "")[:10])
    names = ", ".join(f"{name} ({day})" if day else name for name, day in authors.items())
    message = f"the document has {len(changes)} tracked changes, by {names}"
    hint = "settle them in Word, or import with --revisions accept or --revisions reject"
    return Diagnostic("I105", message, place, hint)


def _hidden(lines: list[Line], place: Place) -> Iterator[Diagnostic]:
    """Yield what is said of hidden text, once."""
    hidden = [line for line in lines if line.role == "hidden"]
    if hidden:
        shown = hidden[0].text.strip()[:40]
        message = f"hidden text, deleted text or comments aren't imported: “{shown}” and others"
        where = replace(place, line=hidden[0].number)
        yield Diagnostic("I106", message, where, None, severity=Severity.WARNING)


@dataclass(slots=True)
class _Buffer:
    words: list[str] = field(default_factory=list)
    offsets: array[int] = field(default_factory=lambda: array("l"))
    raised: list[tuple[int, int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def line(self) -> tuple[str, array[int]]:
        return "".join(self.words), self.offsets


@dataclass(slots=True)
class _Walk:
    """Goes over the stories of a document in order, and gathers their text and lines."""

    lists: WordLists
    dropped: frozenset[str]
    text: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    _length: int = 0
    _number: int = 0
    _shown: _Buffer = field(default_factory=_Buffer)
    _unseen: _Buffer = field(default_factory=_Buffer)
    _is_dropped: int = 0
    _template: Line = field(default_factory=lambda: Line("", (), 0, "paragraph"))

    def story(self, root: Xml, role: Role) -> None:
        """Read one part."""
        self._template = Line("", (), 0, "paragraph", role=role)
        self._children(root)
        self._end_line("paragraph")

    def _children(self, element: Xml) -> None:
        for child in element:
            tag = child.tag
            if tag in _SILENT or not isinstance(tag, str):
                continue
            if tag == f"{W}p":
                self._paragraph(child)
            elif tag == f"{W}r":
                self._run(child)
            elif tag in _NOTES:
                name = f"{_NOTES[tag]} {child.get(f'{W}id')}"
                self._template = replace(self._template, notes=(name,))
                self._children(child)
            elif tag in self.dropped:
                self._is_dropped += 1
                self._children(child)
                self._is_dropped -= 1
            else:
                self._children(child)

    def _paragraph(self, paragraph: Xml) -> None:
        """Read a paragraph; one in a text box stands inside another, and comes before its rest."""
        outer = self._template
        self._end_line("paragraph")
        heading, label = self.lists.read(paragraph)
        self._template = replace(outer, after="paragraph", heading=heading, label=label)
        self._children(paragraph)
        self._end_line("paragraph")
        self._template = outer

    def _run(self, run: Xml) -> None:
        vanish = run.find(f"{W}rPr/{W}vanish")
        hidden = bool(self._is_dropped) or (vanish is not None and is_on(vanish))
        buffer = self._unseen if hidden else self._shown
        align = run.find(f"{W}rPr/{W}vertAlign")
        start = len(buffer.offsets)
        for child in run:
            if child.tag in (f"{W}t", f"{W}delText"):
                self._add(child.text or "", buffer)
            elif child.tag in _CHARACTERS:
                self._add(_CHARACTERS[child.tag], buffer)
            elif child.tag in _REFERENCES:
                buffer.notes.append(f"{_REFERENCES[child.tag]} {child.get(f'{W}id')}")
            elif child.tag in _BREAKS:
                self._end_line("break")
            elif child.tag not in _SILENT and isinstance(child.tag, str):
                self._children(child)
        if align is not None and align.get(f"{W}val") == "superscript":
            buffer.raised.append((start, len(buffer.offsets)))

    def _add(self, words: str, buffer: _Buffer) -> None:
        self.text.append(words)
        buffer.words.append(words)
        buffer.offsets.extend(range(self._length, self._length + len(words)))
        self._length += len(words)

    def _end_line(self, after: Literal["paragraph", "break"]) -> None:
        shown, unseen = self._shown.line(), self._unseen.line()
        if shown[0].strip() or unseen[0].strip():
            self._number += self._template.after == "paragraph"
            made = replace(
                self._template,
                text=shown[0],
                offsets=shown[1],
                number=max(1, self._number),
                raised=tuple(self._shown.raised),
                notes=(*self._template.notes, *self._shown.notes),
            )
            if shown[0].strip():
                self.lines.append(made)
            if unseen[0].strip():
                hidden = replace(made, text=unseen[0], offsets=unseen[1], role="hidden")
                self.lines.append(replace(hidden, label=None, heading=0))
            self._template = replace(self._template, label=None, after=after)
        self._shown, self._unseen = _Buffer(), _Buffer()
        self.text.append("\n")
        self._length += 1
