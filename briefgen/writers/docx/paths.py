"""Turn a tree and its cascade into a Style per element, asking once per distinct path.

A path is what stylesheets ordinarily select by: the elements from the root with their
classes, ids, languages and roles, whether one is the first, last, odd or even of its
siblings, and what stands before it. The cascade's own answer is briefgen/style's.
"""

from __future__ import annotations

from typing import Literal
from xml.etree.ElementTree import Element

from briefgen.style.model import Style, Styles

Pseudo = Literal["before", "after", "marker"]

_ROWS = {"tr"}
"""Elements that have an id for links, by the thousand: none is styled by it."""


class Paths:
    """The styles of one tree."""

    def __init__(self, root: Element, styles: Styles) -> None:
        self._styles = styles
        self._by_path: list[Style | None] = []
        self._paths: dict[Element, int] = {}
        self._pseudos: dict[tuple[int, Pseudo], Style | None] = {}
        self._walk(root)

    def _walk(self, root: Element) -> None:
        known: dict[tuple[object, ...], int] = {}
        paths = self._paths
        stack = [root]
        self._ask(root)
        while stack:
            parent = stack.pop()
            path, last = paths[parent], len(parent) - 1
            before: tuple[str, str | None] | None = None
            for place, child in enumerate(parent):
                kind = child.attrib.get("class")
                key = (
                    path,
                    child.tag,
                    kind,
                    before,
                    place & 1,
                    place == last,
                    place == 0,
                    child.attrib.get("lang"),
                    child.attrib.get("dir"),
                    child.attrib.get("role"),
                    None if child.tag in _ROWS else child.attrib.get("id"),
                )
                number = known.get(key)
                if number is None:
                    known[key] = self._ask(child)
                else:
                    paths[child] = number
                before = (child.tag, kind)
                if len(child):
                    stack.append(child)

    def _ask(self, element: Element) -> int:
        number = self._paths[element] = len(self._by_path)
        self._by_path.append(self._styles.of(element, None))
        return number

    def style(self, element: Element) -> Style:
        """Return the style of an element."""
        style = self._by_path[self._paths[element]]
        if style is None:
            raise LookupError(f"the cascade has no style for <{element.tag}>")
        return style

    def pseudo(self, element: Element, pseudo: Pseudo) -> Style | None:
        """Return the style of a pseudo-element, None where there is none.

        Content made of the element's attributes is asked for element by element.
        """
        key = (self._paths[element], pseudo)
        if key not in self._pseudos:
            self._pseudos[key] = self._styles.of(element, pseudo)
        style = self._pseudos[key]
        if style and style.content and any(token.kind == "attr" for token in style.content):
            return self._styles.of(element, pseudo)
        return style
