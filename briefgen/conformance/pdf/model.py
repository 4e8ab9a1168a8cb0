"""Say what is known of a PDF once it has been read: its structure, pages, fonts, metadata.

The words are those of ISO 32000-1: structure element, marked content, artifact,
annotation, outline item. Nothing here reads a file (briefgen/conformance/pdf/read.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Box = tuple[float, float, float, float]
"""Left, bottom, right and top in points, in a page's default user space."""

ObjectId = tuple[int, int]
"""An object's number and generation."""

MarkId = tuple[int, ObjectId, int]
"""A page from 1, the form XObject in it ((0, 0): the page itself), and the MCID."""

SNIPPET = 40
"""Characters of its text that name an element."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A kid of an element: marked content, by its MCID."""

    mark: MarkId


@dataclass(frozen=True, slots=True)
class Referenced:
    """A kid of an element: a whole object, such as an annotation."""

    object: ObjectId


@dataclass(frozen=True, slots=True)
class Child:
    """A kid of an element: another element, by its number."""

    number: int


Kid = Marked | Referenced | Child


@dataclass(frozen=True, slots=True)
class Element:
    """A structure element (14.7.2).

    ``number`` is its index in document order and ``end`` that after its last descendant.
    ``tag`` is its type as written, ``type`` what the role map makes of it. ``language`` is
    its own or what it inherits. ``attributes`` are those of all owners, without slashes.
    """

    number: int
    end: int
    parent: int | None
    object: ObjectId
    tag: str
    type: str
    page: int | None
    language: str
    id: str | None
    alternative: str | None
    attributes: Mapping[str, Any]
    kids: tuple[Kid, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """The marked content of one MCID: its text, where it starts and what box it fills.

    ``language`` is that of its own property list, ``box`` what images and paths cover,
    ``is_drawn`` whether anything is shown at all.
    """

    mark: MarkId
    text: str
    language: str | None
    origin: tuple[float, float] | None
    box: Box | None
    is_drawn: bool


@dataclass(frozen=True, slots=True)
class Font:
    """A font as a page uses it.

    ``undefined`` is how often its glyph .notdef is shown, ``unmapped`` how often a glyph
    that stands for no character.
    """

    name: str
    is_embedded: bool
    undefined: int
    unmapped: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation (12.5); ``target`` is where a link leads: a URI or a destination's name."""

    object: ObjectId
    subtype: str
    contents: str | None
    target: str
    struct_parent: int | None
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its boxes, marked content and what is wrong in the nesting of that."""

    number: int
    box: Box
    chunks: Mapping[MarkId, Chunk]
    untagged: tuple[str, ...]
    badly_nested: tuple[str, ...]
    repeated_marks: tuple[int, ...]
    fonts: tuple[Font, ...]
    annotations: tuple[Annotation, ...]
    parents_key: int | None
    tab_order: str


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """An outline item (12.3.3) and its depth from 1."""

    title: str
    depth: int


@dataclass(frozen=True, slots=True)
class Action:
    """An action (12.6), and where it hangs in words."""

    kind: str
    target: str
    where: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """An embedded file (7.11.4) with what an archive asks about it."""

    name: str
    relationship: str
    media_type: str
    has_date: bool
    is_associated: bool


@dataclass(frozen=True, slots=True)
class Packet:
    """The XMP metadata (ISO 16684-1): how many rdf:RDF it has, and its simple values."""

    roots: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Catalog:
    """What the catalog and the trailer say of the document as a whole."""

    language: str | None
    is_marked: bool
    is_suspect: bool
    has_structure: bool
    shows_title: bool
    has_page_labels: bool
    is_encrypted: bool
    is_linearized: bool
    has_xfa: bool
    ends: int


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF as far as the checks ask.

    The ParentTree is ``page_parents``, its key → the elements of a page by MCID (None: none
    there), and ``object_parents``, its key → the element of an annotation. ``loops`` are
    elements met twice.
    """

    catalog: Catalog
    information: Mapping[str, str]
    packet: Packet | None
    roles: Mapping[str, str]
    elements: tuple[Element, ...]
    loops: tuple[str, ...]
    ids: frozenset[str]
    page_parents: Mapping[int, tuple[ObjectId | None, ...]]
    object_parents: Mapping[int, ObjectId]
    pages: tuple[Page, ...]
    outline: tuple[OutlineItem, ...]
    actions: tuple[Action, ...]
    attachments: tuple[Attachment, ...]

    def of_type(self, *types: str) -> Iterator[Element]:
        """Yield the elements of these standard types, in document order."""
        return (element for element in self.elements if element.type in types)

    def children(self, element: Element) -> list[Element]:
        """Return the elements right below an element."""
        return [self.elements[kid.number] for kid in element.kids if isinstance(kid, Child)]

    def within(self, element: Element) -> tuple[Element, ...]:
        """Return an element and all below it, in document order."""
        return self.elements[element.number : element.end]

    def ancestors(self, element: Element) -> Iterator[Element]:
        """Yield the elements above an element, the nearest first."""
        while element.parent is not None:
            element = self.elements[element.parent]
            yield element

    def chunk(self, mark: MarkId) -> Chunk | None:
        """Return the marked content of an MCID, None where the page has none such."""
        page = mark[0]
        return self.pages[page - 1].chunks.get(mark) if 1 <= page <= len(self.pages) else None

    def chunks(self, element: Element) -> Iterator[Chunk]:
        """Yield the marked content in an element, in the order it is read."""
        waiting: list[Kid] = [Child(element.number)]
        while waiting:
            kid = waiting.pop()
            if isinstance(kid, Child):
                waiting += reversed(self.elements[kid.number].kids)
            elif isinstance(kid, Marked) and (chunk := self.chunk(kid.mark)) is not None:
                yield chunk

    def text(self, element: Element) -> str:
        """Return the text in an element."""
        return "".join(chunk.text for chunk in self.chunks(element))

    def at(self, element: Element) -> str:
        """Return where an element is, to stand behind a message.

        Such as ``(page 3, Part/Sect/H2 'Key messages')``.
        """
        above = [each.tag for each in self.ancestors(element)][:2]
        path = "/".join([*reversed(above), element.tag])
        page = f"page {element.page}, " if element.page else ""
        return f"({page}{path}{self._snippet(element)})"

    def _snippet(self, element: Element) -> str:
        text = ""
        for chunk in self.chunks(element):
            text += chunk.text
            if len(text) > SNIPPET:
                break
        return f" '{shorten(text)}'" if text.strip() else ""


def shorten(text: str) -> str:
    """Return a text in one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= SNIPPET else f"{line[: SNIPPET - 1]}…"
