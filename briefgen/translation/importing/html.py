"""Turn the bytes of a web page into lines, as a browser without style sheets shows them.

Nothing is fetched and nothing runs. Text that a browser doesn't show, such as scripts, is
read as hidden, so that it is accounted for. Marks that lead to notes are no words of the text.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from lxml import etree, html

from briefgen.diagnostics import Diagnostic, Place
from briefgen.translation.encodings import text_encoding
from briefgen.translation.importing.model import Label, Line, Reading, Role
from briefgen.translation.importing.text import UnreadableError, decode

Xml: TypeAlias = etree._Element

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd",
    "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "legend", "li", "main",
    "menu", "nav", "ol", "option", "p", "pre", "section", "select", "summary", "table", "tbody",
    "td", "textarea", "tfoot", "th", "thead", "title", "tr", "ul",
})  # fmt: skip
_HIDDEN = frozenset({
    "head", "iframe", "math", "noscript", "object", "script", "style", "svg", "template",
})  # fmt: skip
_PAGE = frozenset({"aside", "button", "footer", "form", "nav", "select", "textarea"})
_NOTES = frozenset({"doc-endnote", "doc-endnotes", "doc-footnote"})
"""Roles of DPUB-ARIA 1.1."""
_TYPES = {"1": "decimal", "a": "letter", "A": "letter", "i": "roman", "I": "roman"}
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")


def read_html(data: bytes, file: str) -> Reading:
    """Return a page as lines; places are lines of its source. Raises UnreadableError."""
    text = decode(data, file, _encoding(data, file))
    parser = html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    page = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        root = html.document_fromstring(page.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        hint = "give a page with text in it"
        problem = Diagnostic("I103", "the page holds no text", Place(file), hint)
        raise UnreadableError(problem) from error
    walk = _Walk()
    walk.go(root)
    return Reading(file, "".join(walk.text), tuple(walk.lines), tuple(walk.markup))


def _encoding(data: bytes, file: str) -> str:
    """Return the encoding that a page says it is in, UTF-8 if it doesn't (HTML, 13.2.3)."""
    found = _CHARSET.search(data[:4096])
    name = found[1].decode() if found else "utf-8"
    try:
        return text_encoding(name)
    except LookupError as error:
        message = f"the page says that it is in '{name}', which nobody knows"
        problem = Diagnostic("I102", message, Place(file), "save it as UTF-8")
        raise UnreadableError(problem) from error


@dataclass(slots=True)
class _Walk:
    """Goes over a page's elements in order, and gathers its text and lines."""

    text: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    markup: list[tuple[int, int]] = field(default_factory=list)
    _length: int = 0
    _words: list[str] = field(default_factory=list)
    _offsets: array[int] = field(default_factory=lambda: array("l"))
    _after: Literal["paragraph", "break"] = "paragraph"
    _number: int = 1
    _heading: int = 0
    _label: Label | None = None
    _role: list[Role] = field(default_factory=lambda: ["body"])
    _lists: list[tuple[Xml, int]] = field(default_factory=list)
    _kept: int = 0
    """How many elements are open in which spaces and line ends stay as they are."""
    _raised: list[tuple[int, int]] = field(default_factory=list)
    _notes: list[str] = field(default_factory=list)
    _targets: set[Xml] = field(default_factory=set)
    """The blocks that notes lead to."""
    _marks: int = 0
    """How many elements are open that lead to a note."""

    def go(self, root: Xml) -> None:
        """Read a page: elements open and close as in its source, however deep."""
        self._targets = _targets(root)
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if not isinstance(element.tag, str):
                continue
            if event == "start":
                self._open(element)
                start = len(self._offsets)
                self._add(element.text or "")
                if element.tag == "sup" and not self._marks:
                    self._raised.append((start, len(self._offsets)))
            else:
                self._close(element)
                self._add(element.tail or "")
        self._end_line("paragraph")

    def _open(self, element: Xml) -> None:
        tag = str(element.tag)
        if tag == "br":
            self._end_line("break")
        if tag in _BLOCKS or tag in _HIDDEN:
            self._end_line("paragraph")
        if (role := self._role_of(element)) is not None:
            outer = self._role[-1]
            inner = outer == "body" or role == "hidden" or (outer, role) == ("page", "footnote")
            self._role.append(role if inner else outer)
        self._marks += _leads_to_note(element)
        if tag in {"ol", "ul", "menu"}:
            self._lists.append((element, _start(element)))
        elif tag == "li" and self._lists:
            self._label = self._next_label(element)
        self._kept += tag == "pre"
        self._heading = _level(element) or self._heading
        if isinstance(line := element.sourceline, int):
            self._number = line

    def _close(self, element: Xml) -> None:
        tag = str(element.tag)
        if tag in _BLOCKS or tag in _HIDDEN:
            self._end_line("paragraph")
            self._label = None
        if self._role_of(element) is not None:
            self._role.pop()
        self._marks -= _leads_to_note(element)
        if tag in {"ol", "ul", "menu"}:
            self._lists.pop()
        self._kept -= tag == "pre"
        self._heading = 0 if _level(element) else self._heading

    def _next_label(self, item: Xml) -> Label:
        """Return what the next item of the innermost list counts (HTML, 4.4.8)."""
        element, due = self._lists[-1]
        value = _whole(item.get("value"), due)
        self._lists[-1] = (element, value + 1)
        style = f"list {len(self._lists)}"
        if element.tag != "ol":
            return Label("bullet", 1, style)
        return Label(_TYPES.get(element.get("type", "1"), "decimal"), value, style)

    def _add(self, text: str) -> None:
        """Add characters to the line; spaces count once, as they are shown."""
        for index, part in enumerate(text.split("\n") if self._kept else (text,)):
            if index:
                self._end_line("break")
            self._add_part(part)

    def _add_part(self, text: str) -> None:
        start = self._length
        self.text.append(text)
        self._length += len(text)
        if self._marks and text:
            self.markup.append((start, self._length))
            self._notes += re.findall(r"\w+", text)
            return
        position = 0
        for space in () if self._kept else _SPACE.finditer(text):
            self._take(text[position : space.start()], start + position)
            if self._words and not self._words[-1].endswith(" "):
                self._take(" ", start + space.start())
            position = space.end()
        self._take(text[position:], start + position)

    def _take(self, words: str, start: int) -> None:
        if words:
            self._words.append(words)
            self._offsets.extend(range(start, start + len(words)))

    def _end_line(self, after: Literal["paragraph", "break"]) -> None:
        text = "".join(self._words)
        if text.strip():
            label, role = self._label, self._role[-1]
            line = Line(text, self._offsets, self._number, self._after, self._heading, label, role)
            raised, notes = tuple(self._raised), tuple(self._notes)
            self.lines.append(replace(line, raised=raised, notes=notes))
            self._label = None
            self._after = after
        elif after == "paragraph":
            self._after = after
        self._words, self._offsets = [], array("l")
        self._raised, self._notes = [], []
        self.text.append("\n")
        self._length += 1

    def _role_of(self, element: Xml) -> Role | None:
        """Return what the lines in an element are, None where it says nothing of that."""
        tag = element.tag
        if tag in _HIDDEN:
            return "hidden"
        if element in self._targets or (tag in _BLOCKS and element.get("role") in _NOTES):
            return "footnote"
        return "page" if tag in _PAGE else None


def _targets(root: Xml) -> set[Xml]:
    """Return the blocks that marks before them lead to; marks behind them lead back."""
    names: set[str] = set()
    found: set[Xml] = set()
    for element in root.iter(etree.Element):
        if element.tag in {"sup", "a"} and _leads_to_note(element):
            link = element if element.tag == "a" else element[0]
            names.add(link.get("href", "#")[1:])
        if (element.get("id") or element.get("name")) in names - {""}:
            blocks = (e for e in (element, *element.iterancestors()) if e.tag in _BLOCKS)
            block = next(blocks, None)
            if block is not None and block.tag not in {"body", "html"}:
                found.add(block)
    return found


def _level(element: Xml) -> int:
    """Return an element's level as a heading, 0 for none; what is of the class title has 1."""
    tag = str(element.tag)
    if tag in _BLOCKS and "title" in element.get("class", "").split():
        return 1
    return int(tag[1]) if re.fullmatch("h[1-6]", tag) else 0


def _leads_to_note(element: Xml) -> bool:
    """Return whether an element is a raised mark that leads to a place of this page."""
    if element.get("role") == "doc-noteref":
        return True
    inner = element[0] if len(element) == 1 and not (element.text or "").strip() else None
    if inner is None or {element.tag, inner.tag} != {"sup", "a"} or (inner.tail or "").strip():
        return False
    link = element if element.tag == "a" else inner
    return link.get("href", "").startswith("#")


def _start(element: Xml) -> int:
    return _whole(element.get("start"), 1)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text.strip()) else otherwise
