"""Turn a structure tree into structure elements in document order (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary

from briefgen.conformance.pdf.model import (
    Child,
    Element,
    Kid,
    Marked,
    ObjectId,
    Referenced,
)
from briefgen.conformance.pdf.objects import (
    TooLargeError,
    get,
    get_integer,
    get_items,
    get_keys,
    get_name,
    get_text,
    identity,
    to_text,
    walk_tree,
)

MOST_ELEMENTS = 1_000_000
DEEPEST = 1_000

STANDARD_TYPES = frozenset(
    [
        *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI"),
        *("Index", "NonStruct", "Private", "H", "H1", "H2", "H3", "H4", "H5", "H6", "P"),
        *("L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot"),
        *("Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot"),
        *("Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form"),
    ]
)
"""The standard structure types of PDF 1.7 (14.8.4)."""


@dataclass(slots=True)
class _Draft:
    """An element while the tree is walked; ``slot`` is where it stands among its parent's kids."""

    obj: Any
    parent: int | None
    slot: int
    page: int | None
    language: str
    depth: int
    kids: list[Kid | None] = field(default_factory=list)
    end: int = 0


class StructureReader:
    """Reads a structure tree without recursion: trees of others may be deep, or loop."""

    def __init__(self, pages: Mapping[ObjectId, int], roles: Mapping[str, str]) -> None:
        self.loops: list[str] = []
        self._pages = pages
        self._roles = roles
        self._drafts: list[_Draft] = []
        self._seen: set[ObjectId] = set()

    def read(self, root: Any, language: str) -> tuple[Element, ...]:
        """Return the elements below a structure tree root, in document order.

        ``language`` is the catalog's. Raises TooLargeError for more than MOST_ELEMENTS, or
        deeper than DEEPEST.
        """
        first = _Draft(root, None, 0, None, language, 0)
        waiting = self._look_at_kids(first, None)
        while waiting:
            draft = waiting.pop()
            number = len(self._drafts)
            if number >= MOST_ELEMENTS or draft.depth > DEEPEST:
                raise TooLargeError("the structure tree")
            self._drafts.append(draft)
            if draft.parent is not None:
                self._drafts[draft.parent].kids[draft.slot] = Child(number)
            waiting += self._look_at_kids(draft, number)
        self._measure()
        return tuple(self._element(number) for number in range(len(self._drafts)))

    def _look_at_kids(self, draft: _Draft, number: int | None) -> list[_Draft]:
        """Note an element's content, and return the elements below it, the last first."""
        below = []
        for kid in get_items(draft.obj, "/K"):
            slot = len(draft.kids)
            draft.kids.append(self._content(kid, draft.page))
            if draft.kids[slot] is None and isinstance(kid, Dictionary) and self._is_new(kid):
                page = self._page(kid, draft.page)
                own = get_text(kid, "/Lang")
                language = draft.language if own is None else own
                below.append(_Draft(kid, number, slot, page, language, draft.depth + 1))
        return below[::-1]

    def _is_new(self, obj: Any) -> bool:
        key = identity(obj)
        if key in self._seen:
            self.loops.append(get_name(obj, "/S"))
            return False
        if key != (0, 0):
            self._seen.add(key)
        return True

    def _content(self, kid: Any, page: int | None) -> Kid | None:
        """Return a kid that is content (14.7.4), None for an element."""
        if isinstance(kid, int) and page is not None:
            return Marked((page, (0, 0), kid))
        number = get_integer(kid, "/MCID")
        if number is not None:
            return Marked((self._page(kid, page) or 0, identity(get(kid, "/Stm")), number))
        if get_name(kid, "/Type") == "OBJR":
            return Referenced(identity(get(kid, "/Obj")))
        return None

    def _page(self, obj: Any, inherited: int | None) -> int | None:
        return self._pages.get(identity(get(obj, "/Pg")), inherited)

    def _measure(self) -> None:
        for number in range(len(self._drafts) - 1, -1, -1):
            draft = self._drafts[number]
            draft.end = max(draft.end, number + 1)
            if draft.parent is not None:
                above = self._drafts[draft.parent]
                above.end = max(above.end, draft.end)

    def _element(self, number: int) -> Element:
        draft = self._drafts[number]
        tag = get_name(draft.obj, "/S")
        alternatives = (get_text(draft.obj, key) for key in ("/Alt", "/ActualText"))
        return Element(
            number=number,
            end=draft.end,
            parent=draft.parent,
            object=identity(draft.obj),
            tag=tag or "?",
            type=resolve_role(tag, self._roles),
            page=draft.page,
            language=draft.language,
            id=get_text(draft.obj, "/ID"),
            alternative=next((text for text in alternatives if text), None),
            attributes=_attributes(draft.obj),
            kids=tuple(kid for kid in draft.kids if kid is not None),
        )


def resolve_role(tag: str, roles: Mapping[str, str]) -> str:
    """Return the standard type that a tag stands for, the tag itself where there is none."""
    seen: set[str] = set()
    while tag not in STANDARD_TYPES and tag in roles and tag not in seen:
        seen.add(tag)
        tag = roles[tag]
    return tag


def _attributes(element: Any) -> dict[str, Any]:
    """Return an element's attributes by their names: of lists, tables and layout (14.8.5)."""
    found: dict[str, Any] = {}
    for owned in get_items(element, "/A"):
        for key in get_keys(owned):
            value = get(owned, key)
            found[key[1:]] = list(value) if isinstance(value, Array) else value
    return found


def read_roles(root: Any) -> dict[str, str]:
    """Return the role map: a tag and what it is mapped to (14.7.3)."""
    mapped = get(root, "/RoleMap")
    return {key[1:]: get_name(mapped, key) for key in get_keys(mapped)}


def read_parents(
    root: Any,
) -> tuple[dict[int, tuple[ObjectId | None, ...]], dict[int, ObjectId]]:
    """Return the parent tree (14.7.4.4): what pages have in it, and what objects have."""
    pages: dict[int, tuple[ObjectId | None, ...]] = {}
    objects: dict[int, ObjectId] = {}
    for key, value in walk_tree(get(root, "/ParentTree"), "/Nums"):
        if isinstance(key, int) and isinstance(value, Array):
            pages[key] = tuple(identity(v) if isinstance(v, Dictionary) else None for v in value)
        elif isinstance(key, int):
            objects[key] = identity(value)
    return pages, objects


def read_ids(root: Any) -> frozenset[str]:
    """Return the identifiers in the ID tree."""
    return frozenset(to_text(key) for key, _ in walk_tree(get(root, "/IDTree"), "/Names"))
