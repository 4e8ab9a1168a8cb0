"""Turn elements of a document into structure elements (ISO 32000-1, 14.8).

Which content they hold is found on the pages (tags.py). What stands here knows neither
pages nor WeasyPrint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

TYPES: Mapping[str, str] = {
    "body": "Document",
    "section": "Sect",
    "article": "Art",
    "nav": "Sect",
    "aside": "Sect",
    "header": "Div",
    "footer": "Div",
    "main": "Div",
    "div": "Div",
    "blockquote": "BlockQuote",
    "p": "P",
    **{name: name.upper() for name in ("h1", "h2", "h3", "h4", "h5", "h6")},
    **dict.fromkeys(("ul", "ol", "dl"), "L"),
    **dict.fromkeys(("li", "dd"), "LBody"),
    "dt": "Lbl",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    **{name: name.upper() for name in ("tr", "th", "td")},
    **dict.fromkeys(("caption", "figcaption"), "Caption"),
    "figure": "Div",
    "img": "Figure",
    "a": "Link",
    "q": "Quote",
    "code": "Code",
    "em": "Em",
    "strong": "Strong",
    "sub": "Sub",
    "sup": "Sup",
    **dict.fromkeys(("abbr", "span", "cite", "time", "ins", "del"), "Span"),
}
"""Element → structure type (ISO 32000-1, 14.8.4)."""

ROLE_MAP: Mapping[str, str] = dict.fromkeys(("Em", "Strong", "Sub", "Sup"), "Span")
"""Types that PDF 1.7 doesn't know → the standard one that they are (14.7.3)."""

DECORATIONS: Mapping[str, str] = {"ins": "Underline", "del": "LineThrough"}
"""Element that says what has changed → /TextDecorationType of its text (14.8.5.4.4)."""

NUMBERINGS: Mapping[str, str] = {
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    **dict.fromkeys(("decimal", "digits"), "Decimal"),
    "decimal-leading-zero": "Decimal",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
    **dict.fromkeys(("lower-alpha", "lower-latin"), "LowerAlpha"),
    **dict.fromkeys(("upper-alpha", "upper-latin"), "UpperAlpha"),
}
"""``list-style-type`` → /ListNumbering (14.8.5.5); any other has none."""

_MAY_BE_EMPTY = frozenset(["TD", "TH"])


@dataclass(slots=True, eq=False)
class Node:
    """A structure element (14.7.2); ``language`` is that of its text.

    ``kids`` are in reading order; one is a node or stands for a piece of content.
    ``texts`` are further entries of its dictionary, ``attributes`` attribute objects
    (14.7.5) as they stand in the file.
    """

    type: str
    parent: Node | None
    language: str
    element: Element | None = None
    kids: list[Any] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    attributes: list[str] = field(default_factory=list)

    def add(self, kind: str, element: Element | None = None, *, before: Node | None = None) -> Node:
        """Return a new node, which is the last of this node's kids or stands before another."""
        language = self.language if element is None else element.get("lang", self.language)
        node = Node(kind, self, language, element)
        self.kids.insert(len(self.kids) if before is None else self.kids.index(before), node)
        return node

    def walk(self) -> Iterator[Node]:
        """Yield this node and those below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()

    def prune(self) -> bool:
        """Drop what has no content, an empty cell apart; return whether anything is left."""
        self.kids = [kid for kid in self.kids if not isinstance(kid, Node) or kid.prune()]
        return bool(self.kids) or self.type in _MAY_BE_EMPTY


class Structure:
    """The structure tree of a document; an element's node is made when it is first asked for.

    Whoever asks in the order of the document gets the tree in this order, and an element
    whose content comes in several pieces, on several pages, is one node.
    """

    def __init__(self, root: Element, language: str) -> None:
        self.document = Node("Document", None, language)
        self._parents = {child: parent for parent in root.iter() for child in parent}
        self._nodes = {root: self.document}
        self._labels: dict[Element, Node] = {}
        self._references: dict[Element, Node] = {}

    def node(self, element: Element) -> Node:
        """Return the node that an element's own content belongs to."""
        found = self._nodes.get(element)
        if found is None:
            found = self._nodes[element] = self._enter(element)
        return found

    def label(self, element: Element) -> Node:
        """Return the node of the marker of a list item or a footnote."""
        if element not in self._labels:
            node = self.node(element)
            body = node if node.type == "LBody" else None
            holder = body.parent if body is not None and body.parent is not None else node
            first = next((kid for kid in holder.kids if isinstance(kid, Node)), None)
            self._labels[element] = holder.add("Lbl", before=first)
        return self._labels[element]

    def reference(self, element: Element) -> Node:
        """Return the node of what calls a footnote, which stands before the footnote."""
        if element not in self._references:
            note = self.node(element)
            self._references[element] = (note.parent or note).add("Reference", before=note)
        return self._references[element]

    def _enter(self, element: Element) -> Node:
        parent = self.node(self._parents[element])
        kind = _type(element, parent)
        if kind is None or kind == parent.type == "Document":
            return parent
        if parent.type == "L" and kind in ("Lbl", "LBody"):
            parent = _list_item(parent, element)
        if kind == "Link" and any(node.type == "TOCI" for node in _with_ancestors(parent)):
            parent = parent.add("Reference")
        node = parent.add(kind, element)
        if kind == "Figure":
            node.texts["Alt"] = element.get("alt", "")
        if decoration := DECORATIONS.get(str(element.tag)):
            node.attributes.append(f"/O/Layout/TextDecorationType/{decoration}")
        if title := element.get("title"):
            node.texts["E"] = title
        return node


def _type(element: Element, parent: Node) -> str | None:
    """Return the type of an element, or None where it says no more than its parent."""
    kind = TYPES.get(str(element.tag))
    if element.get("role") == "doc-footnote":
        return "Note"
    if kind == "Span" and element.get("lang", parent.language) == parent.language:
        return kind if element.get("title") or element.tag in DECORATIONS else None
    if parent.type == "L" and kind == "Div":  # a group in a dl
        return "LI"
    if parent.type == "TOC":
        return "TOCI"
    if kind == "L" and (parent.type == "TOCI" or _is_contents(parent.element)):
        return "TOC"
    return kind


def _is_contents(element: Element | None) -> bool:
    return element is not None and element.get("role") == "doc-toc"


def _list_item(parent: Node, element: Element) -> Node:
    """Return the LI that an li, dt or dd stands in: a dd in that of its dt (14.8.4.3.3)."""
    if element.tag == "dd" and parent.kids:
        last: Node = parent.kids[-1]
        return last
    return parent.add("LI", element)


def _with_ancestors(node: Node | None) -> Iterator[Node]:
    while node is not None:
        yield node
        node = node.parent
