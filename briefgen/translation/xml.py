"""Turn XML that others wrote into a tree, or into why not; and texts into XML and back.

What the elements mean is the business of the formats: xliff.py, tmx.py, tbx.py.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeAlias
from xml.parsers import expat

from lxml import etree

from briefgen.diagnostics import Diagnostic, Place

Element: TypeAlias = etree._Element

MAX_BYTES = 100_000_000
"""How large a file may be."""

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write, not even by number (production 2, Char)."""


@dataclass(frozen=True, slots=True)
class Format:
    """What the files of a format are, and how texts stand in them.

    ``tag`` is that of the root, with the namespace in braces; ``versions`` are the values that
    ``version`` may have, none where the format has no such attribute. ``write`` makes the element
    for a character that XML doesn't have, ``read`` returns the character of such an element and
    None for others. ``spans`` are the local names of elements whose content is part of the text;
    that of others isn't, such as a native code's.
    """

    name: str
    tag: str
    versions: tuple[str, ...]
    write: Callable[[str], Element]
    read: Callable[[Element], str | None]
    spans: frozenset[str]

    def parse(self, data: bytes, file: str) -> tuple[Element | None, list[Diagnostic]]:
        """Return the root of a file of the format, or None and why it can't be used.

        ``file`` is the name that places get.
        """
        root, problem = _parse(data, file, self.name)
        if root is not None:
            problem = _find_entity(root, file) or _find_other_format(root, file, self)
        return (None, [problem]) if problem else (root, [])

    def put_text(self, element: Element, text: str) -> None:
        """Make a text the content of an empty element."""
        start, last = 0, None
        for match in _NOT_XML.finditer(text):
            _append(element, last, text[start : match.start()])
            last = self.write(match[0])
            element.append(last)
            start = match.end()
        _append(element, last, text[start:])

    def text_of(self, element: Element) -> str:
        """Return the text of an element, without the native codes and comments in it."""
        parts = [element.text or ""]
        for child in element:
            if isinstance(child.tag, str):
                character = self.read(child)
                if character is not None:
                    parts.append(character)
                elif etree.QName(child).localname in self.spans:
                    parts.append(self.text_of(child))
            parts.append(child.tail or "")
        return "".join(parts)


# --- from bytes to a tree ----------------------------------------------------------------


class _FoundError(Exception):
    """The parser has seen enough."""


class EncodingError(Exception):
    """The file is in an encoding that XML programs needn't know."""


def find_root(data: bytes, encoding: str | None = None) -> tuple[str, bool]:
    """Return the local name of the root, and whether a document type declares anything.

    Where one does, the name is what it says of the root. Nothing after it is looked at, so no
    entity is ever expanded. ``encoding`` takes the place of the one that the file names. Raises
    expat.ExpatError for what isn't XML and EncodingError for an encoding that is no text's, or
    in which other readers would see other elements, such as UTF-7.
    """
    found: list[tuple[str, bool]] = []

    def meet_doctype(name: str, _system: str | None, _public: str | None, declares: bool) -> None:
        if declares:
            found.append((name.rpartition(":")[2], True))
            raise _FoundError

    def meet_element(name: str, _attributes: object) -> None:
        found.append((name.rpartition(" ")[2], False))
        raise _FoundError

    parser = expat.ParserCreate(encoding, " ")
    parser.StartDoctypeDeclHandler = meet_doctype
    parser.StartElementHandler = meet_element
    try:
        with contextlib.suppress(_FoundError):
            parser.Parse(data, True)
    except (LookupError, ValueError) as error:  # from Python's codecs
        raise EncodingError from error
    return found[0]


def has_root(data: bytes, names: Collection[str]) -> bool:
    """Return whether the bytes are XML whose root has one of these local names."""
    try:
        try:
            return find_root(data)[0] in names
        except EncodingError:
            return find_root(data, "iso-8859-1")[0] in names
    except expat.ExpatError:
        return False


def _parse(data: bytes, file: str, name: str) -> tuple[Element | None, Diagnostic | None]:
    if len(data) > MAX_BYTES:
        words = f"the file has {len(data):,} bytes, more than {MAX_BYTES:,}"
        return None, Diagnostic("G004", words, Place(file), "export fewer units at a time")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        if find_root(data)[1]:
            return None, _refuse_declarations(Place(file))
        return etree.fromstring(data, parser), None
    except EncodingError:
        words = "the file is in an encoding that XML doesn't have in common"
        hint = f"export it again as {name} in UTF-8"
        return None, Diagnostic("R001", words, Place(file), hint)
    except expat.ExpatError as error:
        words, line, column = expat.ErrorString(error.code), error.lineno, error.offset
    except etree.XMLSyntaxError as error:
        words, (line, column) = error.msg, error.position
    hint = f"export it again as {name}; the file may be cut short"
    place = Place(file, max(line, 1), max(column, 1))
    return None, Diagnostic("R001", f"the file is no well-formed XML: {words}", place, hint)


def _refuse_declarations(place: Place) -> Diagnostic:
    words = "the file declares entities or elements of its own, or uses such an entity"
    return Diagnostic("R013", words, place, "export it again without a document type")


def _find_entity(root: Element, file: str) -> Diagnostic | None:
    entity = next(root.iter(etree.Entity), None)
    return _refuse_declarations(line_of(entity, file)) if entity is not None else None


def _find_other_format(root: Element, file: str, wanted: Format) -> Diagnostic | None:
    version = root.get("version", "")
    if root.tag == wanted.tag and (not wanted.versions or version in wanted.versions):
        return None
    qualified = etree.QName(root)
    space = f" in the namespace {qualified.namespace}" if qualified.namespace else ""
    words = f"the file is <{qualified.localname}>{space}"
    if version:
        words += f", version {version}"
    return Diagnostic(
        "R012", f"{words}, not {wanted.name}", line_of(root, file), f"export it as {wanted.name}"
    )


def line_of(node: Element, file: str) -> Place:
    """Return the place of a node in its file: the line alone, as libxml2 knows no more."""
    return Place(file, _line(node))


def where(node: Element) -> str:
    """Return in words where a node stands in its file."""
    return f"line {_line(node)}"


def _line(node: Element) -> int:
    line: Any = node.sourceline  # the stubs don't say that it is a number
    return int(line or 1)


# --- texts -------------------------------------------------------------------------------


def _append(element: Element, last: Element | None, text: str) -> None:
    if last is None:
        element.text = text
    else:
        last.tail = text


def character_of(digits: str) -> str:
    """Return the character of a hexadecimal number, U+FFFD where Unicode has none there."""
    try:
        character = chr(int(digits, 16))
        character.encode()  # not half of a pair
    except (ValueError, OverflowError):
        return "\N{REPLACEMENT CHARACTER}"
    return character


def plain(text: str) -> str:
    """Return a text without the characters that XML doesn't have: for what nobody reads back."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


# --- from a tree to bytes ----------------------------------------------------------------


def serialise(root: Element, texts: frozenset[str]) -> bytes:
    """Return a tree as UTF-8, an element a line, but for what is inside the elements ``texts``.

    Their tags are with namespaces.
    """
    _lay_out(root, texts, "\n")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _lay_out(element: Element, texts: frozenset[str], line: str) -> None:
    if element.tag in texts or not len(element):
        return
    element.text = f"{line}  "
    for child in element:
        _lay_out(child, texts, f"{line}  ")
        child.tail = f"{line}  "
    element[-1].tail = line


# --- ids ---------------------------------------------------------------------------------

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9.-]")
_ENCODED = re.compile("_([0-9A-F]{2,6})_")


def encode_name(identifier: str) -> str:
    """Return an id as an NMTOKEN: ``4.a/heading`` becomes ``4.a_2F_heading``."""
    return _NOT_IN_NAMES.sub(lambda match: f"_{ord(match[0]):02X}_", identifier)


def decode_name(name: str) -> str:
    """Return the id that a name was encoded from."""
    return _ENCODED.sub(lambda match: character_of(match[1]), name)
