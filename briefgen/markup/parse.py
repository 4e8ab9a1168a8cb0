"""Turn markup into a Document, or say everything that keeps it from being one.

Strict XML in the closed vocabulary of briefgen/markup/vocabulary.py. What the elements
look like is the stylesheets' matter, and what becomes of them the writers'.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, fromstring, tostring
from xml.parsers import expat

from briefgen.diagnostics import Diagnostic, Place, has_errors
from briefgen.markup.document import Document, Origin
from briefgen.markup.gate import check
from briefgen.markup.provenance import CONTENT_MARK, TEMPLATE_MARK, read_place, split_trailer
from briefgen.markup.whitespace import normalise

DEEPEST = 200
"""How many elements may be nested: layout is recursive."""

_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_MARK = re.compile(rf' (?:{TEMPLATE_MARK}="(\d+:\d+)"|{CONTENT_MARK}="(\d+:\d+:\d+:\d+)")')
_UNKNOWN_ORIGIN = Origin(Place("markup"), None)


def parse(markup: str, *, unbroken: int) -> tuple[Document | None, list[Diagnostic]]:
    """Return the document in some markup, or None and everything that is wrong with it.

    The marks of where elements came from are taken off; the places of what is wrong are
    the template's, related to the content's. ``unbroken`` is how many characters may
    stand without a place to break a line. White space is collapsed as CSS does it, and
    texts are in Unicode's normalisation form C.
    """
    text, files = split_trailer(markup)
    text, problems = _without_controls(text, files)
    reader = _Reader(files)
    root = reader.read(text)
    problems += reader.problems
    if root is not None:
        problems += check(root, reader.origins, unbroken)
    if root is None or has_errors(problems):
        return None, _distinct(problems)
    normalise(root)
    return _document(root, tuple(reader.origins)), problems


def serialize(document: Document) -> bytes:
    """Return a document as canonical XHTML: UTF-8, no declaration, attributes in order.

    Equal documents give equal bytes; where the elements came from is not in them.
    """
    return bytes(tostring(document.root, encoding="utf-8")) + b"\n"


def deserialize(markup: bytes, origins: tuple[Origin, ...]) -> Document:
    """Return the document that was serialized, with where its elements came from."""
    return _document(fromstring(markup), origins)  # noqa: S314 - the gate's own output


def _document(root: Element, origins: tuple[Origin, ...]) -> Document:
    title = root.findtext("head/title", "")
    images = tuple(dict.fromkeys(image.get("src", "") for image in root.iter("img")))
    return Document(root, origins, title, root.get("lang", ""), images)


def _distinct(problems: list[Diagnostic]) -> list[Diagnostic]:
    """Return the problems without those that a loop in a template repeats."""
    return list({(p.code, p.message, p.place): p for p in reversed(problems)}.values())[::-1]


# --- control characters ----------------------------------------------------------------


def _without_controls(text: str, files: tuple[str, ...]) -> tuple[str, list[Diagnostic]]:
    """Return text that XML can hold, and a problem for each character that it can't."""
    problems = []
    for found in _NOT_XML.finditer(text):
        origin = _origin_before(text, found.start(), files)
        message = f"the control character U+{ord(found[0]):04X} can't be printed"
        place = origin.content or origin.template
        problems.append(Diagnostic("M018", message, place, "take it out of the text"))
    return (_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text) if problems else text), problems


def _origin_before(text: str, position: int, files: tuple[str, ...]) -> Origin:
    """Return where the last tag before a position came from, as its marks say."""
    start = text.rfind(f" {TEMPLATE_MARK}=", 0, position)
    template, content = _UNKNOWN_ORIGIN.template, None
    for found in _MARK.finditer(text, max(start, 0), position) if start >= 0 else ():
        if found[1]:
            template = read_place(found[1], files) or template
        else:
            content = read_place(found[2], files)
    return Origin(template, content)


# --- XML -------------------------------------------------------------------------------


class _Stop(Exception):  # noqa: N818 - ends the reading, with the problem already told
    """There is no use in reading on."""


class _Reader:
    """Reads XML into elements; ``origins`` has one entry per element in document order."""

    def __init__(self, files: tuple[str, ...]) -> None:
        self.origins: list[Origin] = []
        self.problems: list[Diagnostic] = []
        self._files = files
        self._root: Element | None = None
        self._open: list[tuple[Element, Origin]] = []
        self._templates: dict[str, Place] = {}

    def read(self, text: str) -> Element | None:
        """Return the root element, or None where the text is no XML."""
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ProcessingInstructionHandler = self._instruction
        raw = text.encode()
        try:
            parser.Parse(raw, True)
        except _Stop:
            return None
        except expat.ExpatError as error:
            before = raw[: parser.ErrorByteIndex].decode(errors="ignore")
            self._malformed(error, before, text[len(before) :])
            return None
        return self._root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        parent, inherited = self._open[-1] if self._open else (None, _UNKNOWN_ORIGIN)
        origin = self._origin(attributes, inherited)
        if len(self._open) >= DEEPEST:
            message = f"elements are nested more than {DEEPEST} deep"
            self._report("M016", message, origin, "see that templates don't include themselves")
            raise _Stop
        element = Element(name, dict(sorted(attributes.items())))
        if parent is None:
            self._root = element
        else:
            parent.append(element)
        self.origins.append(origin)
        self._open.append((element, origin))

    def _origin(self, attributes: dict[str, str], inherited: Origin) -> Origin:
        """Return where an element came from, and take its marks off."""
        mark, content_mark = attributes.pop(TEMPLATE_MARK, ""), attributes.pop(CONTENT_MARK, "")
        if not mark and not content_mark:
            return inherited
        if mark and mark not in self._templates:
            place = read_place(mark, self._files)
            self._templates[mark] = place or inherited.template
        content = read_place(content_mark, self._files) if content_mark else None
        return Origin(
            self._templates[mark] if mark else inherited.template, content or inherited.content
        )

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        element = self._open[-1][0]
        if len(element):
            last = element[-1]
            last.tail = (last.tail or "") + text
        else:
            element.text = (element.text or "") + text

    def _doctype(self, *_declaration: object) -> None:
        hint = "leave it out: documents begin with <html>"
        self._report("M002", "there may be no document type", self._here(), hint)
        raise _Stop

    def _instruction(self, target: str, _text: str) -> None:
        message = f"there may be no processing instruction <?{target} …?>"
        self._report("M002", message, self._here(), "leave it out")

    def _here(self) -> Origin:
        return self._open[-1][1] if self._open else _UNKNOWN_ORIGIN

    def _malformed(self, error: expat.ExpatError, before: str, after: str) -> None:
        """Report text that is no XML; ``before`` and ``after`` meet where it is wrong."""
        origin = _origin_before(before, len(before), self._files)
        message, hint = _explain(error, before, after)
        related: tuple[tuple[str, Place], ...] = ()
        if error.code == _MISMATCH and self._open:
            element, opened = self._open[-1]
            message = f"<{element.tag}> is not closed where </{_end_name(before, after)}> stands"
            hint = f"write </{element.tag}> before it, or take it away"
            related = ((f"<{element.tag}> is opened here", opened.template),)
        elif error.code in (_NO_ELEMENTS, _UNCLOSED) and self._open:
            element, opened = self._open[-1]
            message, hint = f"<{element.tag}> is never closed", f"write </{element.tag}>"
            related = ((f"<{element.tag}> is opened here", opened.template),)
        self._report("M001", message, origin, hint, related)

    def _report(
        self,
        code: str,
        message: str,
        origin: Origin,
        hint: str,
        related: tuple[tuple[str, Place], ...] = (),
    ) -> None:
        about = (("while printing this", origin.content),) if origin.content else ()
        self.problems.append(Diagnostic(code, message, origin.template, hint, related + about))


_CODES = expat.errors.codes
_MISMATCH = _CODES[expat.errors.XML_ERROR_TAG_MISMATCH]
_NO_ELEMENTS = _CODES[expat.errors.XML_ERROR_NO_ELEMENTS]
_UNCLOSED = _CODES[expat.errors.XML_ERROR_UNCLOSED_TOKEN]
_ENTITY = _CODES[expat.errors.XML_ERROR_UNDEFINED_ENTITY]
_TWICE = _CODES[expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE]
_AFTER = _CODES[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]


def _explain(error: expat.ExpatError, before: str, after: str) -> tuple[str, str]:
    """Return in plain words what is wrong with XML, and what to do."""
    start = " ".join(after[:30].split())
    before = _MARK.sub("", before[-100:])[-15:].rpartition(">")[2]
    around = " ".join((before + after[:20]).split())
    if error.code == _ENTITY:
        name = after.partition(";")[0]
        return f"{name}; has no meaning here", "write the character itself, or &#160; and its like"
    if error.code == _TWICE:
        return f"an attribute stands twice in a tag: {start}", "leave one of them out"
    if error.code == _NO_ELEMENTS:
        return "there is no document", "a template begins with <html>, or extends one that does"
    if error.code == _AFTER:
        return f"something follows the end of the document: {start}", "end with </html>"
    return (
        f"this is not well-formed: {around}",
        "close every tag, put quotation marks around attributes, write & as &amp; and < as &lt;",
    )


def _end_name(before: str, after: str) -> str:
    """Return the name in the end tag around a position."""
    return (before[before.rfind("</") + 2 :] + after).partition(">")[0].strip()
