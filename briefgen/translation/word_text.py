"""Turn the runs of a WordprocessingML story into text: what is seen, and what is hidden.

Tracked changes are taken by a policy. What a paragraph of content can't hold (footnotes,
pictures) is told. Which cell is whose is the business of briefgen/translation/word_reader.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from briefgen.writers.opening import Xml, field_codes

Revisions = Literal["accept", "reject", "fail"]
"""What becomes of tracked changes. To fail is to read on as if accepted, and to report them."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

INSERTIONS = (f"{W}ins", f"{W}moveTo")
DELETIONS = (f"{W}del", f"{W}moveFrom")
REVISIONS = (*INSERTIONS, *DELETIONS, f"{W}cellIns", f"{W}cellDel", f"{W}cellMerge")
"""The marks of tracked changes to text (17.13.5); those to looks are of no matter here."""

_CHARACTERS = {
    f"{W}tab": " ",
    f"{W}ptab": " ",
    f"{W}br": " ",
    f"{W}cr": " ",
    f"{W}noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
    f"{W}softHyphen": "\N{SOFT HYPHEN}",
}
"""Elements that are characters (17.3.3); what ends a line is a space, for want of lines."""

_LOST = {
    f"{W}drawing": "a picture or shape",
    f"{W}pict": "a picture or shape",
    f"{W}object": "an object",
    f"{W}tbl": "a table",
}
"""Elements that a text can't hold → what they are to a reader; nothing in them is text."""

_SILENT = {
    f"{W}{name}"
    for name in ("rPr", "pPr", "tcPr", "sdtPr", "sdtEndPr", "instrText", "delInstrText", "rt")
} | {f"{_MC}Fallback"}  # fmt: skip
"""Elements in which nothing is text."""


@dataclass(slots=True)
class Story:
    """The text of a cell, a comment or a footnote.

    ``paragraphs`` are those with text; ``hidden`` is what ``w:vanish`` hides. ``lost`` says in
    words what is there and isn't text. ``notes`` and ``comments`` are ids of what is anchored.
    """

    paragraphs: list[str] = field(default_factory=list)
    hidden: str = ""
    bookmarks: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return all paragraphs as one."""
        return " ".join(self.paragraphs)


class Reader:
    """Reads stories of one file: its policy for tracked changes, its styles that hide text."""

    def __init__(self, revisions: Revisions, hiding: Collection[str] = ()) -> None:
        self._skipped = frozenset(INSERTIONS if revisions == "reject" else DELETIONS)
        self._hiding = hiding

    def read(self, element: Xml) -> Story:
        """Return the text of everything in an element, in order."""
        walk = _Walk(self._skipped, self._hiding)
        walk.children(element)
        walk.end_paragraph()
        return walk.story

    def is_dropped(self, row: Xml) -> bool:
        """Return whether a row is one that the policy takes out (17.13.5.13, 17.13.5.17)."""
        properties = row.find(f"{W}trPr")
        return properties is not None and any(e.tag in self._skipped for e in properties)


class _Walk:
    """Goes over one story. A field's code is no text, its result is (17.16)."""

    def __init__(self, skipped: Collection[str], hiding: Collection[str]) -> None:
        self.story = Story()
        self._skipped = skipped
        self._hiding = hiding
        self._pieces: list[str] = []
        self._fields: list[bool] = []  # for each that is open, whether its code isn't over
        self._is_joined = False
        self._rules: Mapping[str, Callable[[Xml], None]] = {
            f"{W}p": self._paragraph,
            f"{W}r": self._run,
            f"{W}bookmarkStart": lambda e: self.story.bookmarks.append(e.get(f"{W}name", "")),
            f"{W}commentReference": lambda e: self.story.comments.append(e.get(f"{W}id", "")),
            f"{W}footnoteReference": lambda e: self._note("footnotes", e),
            f"{W}endnoteReference": lambda e: self._note("endnotes", e),
        }

    def children(self, element: Xml) -> None:
        for child in element:
            tag = child.tag
            if tag in self._skipped or tag in _SILENT:
                continue
            if tag in _LOST:
                self.story.lost.append(_LOST[tag])
            else:
                self._rules.get(tag, self.children)(child)

    def end_paragraph(self) -> None:
        text = "".join(self._pieces).strip()
        self._pieces.clear()
        if text:
            self.story.paragraphs.append(text)

    def _paragraph(self, element: Xml) -> None:
        if not self._is_joined:
            self.end_paragraph()
        self.children(element)
        mark = element.find(f"{W}pPr/{W}rPr")
        self._is_joined = mark is not None and any(child.tag in self._skipped for child in mark)
        if not self._is_joined:
            self.end_paragraph()

    def _note(self, kind: str, element: Xml) -> None:
        self.story.notes.append((kind, element.get(f"{W}id", "")))

    def _run(self, run: Xml) -> None:
        hidden = self._is_hidden(run)
        for child in run:
            if child.tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType"))
            elif child.tag in (f"{W}t", f"{W}delText") or child.tag in _CHARACTERS:
                if any(self._fields):
                    continue
                text = _CHARACTERS.get(child.tag) or child.text or ""
                if hidden:
                    self.story.hidden += text
                else:
                    self._pieces.append(text)
            elif child.tag == f"{W}sym":
                self.story.lost.append("a symbol of a font of its own")
            elif child.tag not in _SILENT:
                self._child(child)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()

    def _child(self, child: Xml) -> None:
        if child.tag in _LOST:
            self.story.lost.append(_LOST[child.tag])
        else:
            self._rules.get(child.tag, self.children)(child)

    def _is_hidden(self, run: Xml) -> bool:
        properties = run.find(f"{W}rPr")
        if properties is None:
            return False
        if (vanish := properties.find(f"{W}vanish")) is not None:
            return is_on(vanish)
        style = properties.find(f"{W}rStyle")
        return style is not None and style.get(f"{W}val") in self._hiding


def is_on(toggle: Xml) -> bool:
    """Return what an on-off property says (17.17.4)."""
    return toggle.get(f"{W}val", "true") not in ("0", "false", "off")


def hiding_styles(styles: Xml | None) -> frozenset[str]:
    """Return the ids of the styles whose text is hidden."""
    found = () if styles is None else styles.iterfind(f"{W}style")
    return frozenset(
        style.get(f"{W}styleId", "")
        for style in found
        if (vanish := style.find(f"{W}rPr/{W}vanish")) is not None and is_on(vanish)
    )


_ACTIVE = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|AUTOTEXT|DATABASE)\b")


UNLINK = "unlink them in Word: Ctrl+Shift+F9"
"""What to do about fields that fetch something."""


def active_fields(root: Xml) -> Iterator[str]:
    """Yield the names of fields that fetch something when they are updated (17.16.5)."""
    for code in field_codes(root):
        if found := _ACTIVE.match(code.strip().upper()):
            yield found[1]
