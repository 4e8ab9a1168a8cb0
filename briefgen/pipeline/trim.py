"""Turn a tree into one without some of its elements, and without what they leave bare.

A list whose items are gone goes with its heading; a row keeps its cells. Which elements
are to go is decided in briefgen/pipeline/fit.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from xml.etree.ElementTree import Element

_HEADINGS = frozenset(
    ["h1", "h2", "h3", "h4", "h5", "h6", "caption", "figcaption", "colgroup", "thead", "th", "dt"]
)
"""What stands for something else: alone it says nothing."""

_KEPT = frozenset(["html", "body", "main", "td", "th"])
"""What stays though it is bare: a row without a cell is no row of its table."""


def without(root: Element, elements: Iterable[int]) -> tuple[Element, list[int]]:
    """Return a copy of the tree without some elements, named by their index in document order.

    With it come, for each element of the copy in document order, its index in ``root``.
    Links to what is gone become plain text, entries of a contents list that lead there go.
    """
    copy = deepcopy(root)
    order = list(copy.iter())
    numbers = {element: number for number, element in enumerate(order)}
    parents = _parents(copy)
    for element in _gone(order, parents, [order[number] for number in elements]):
        _remove(parents[element], element)
    _unlink(copy, {e.attrib["id"] for e in order if "id" in e.attrib})
    return copy, [numbers[element] for element in copy.iter()]


def removed(root: Element, elements: Iterable[Element]) -> list[Element]:
    """Return what goes with some elements of a tree, which stays as it is: the outermost."""
    return _gone(root.iter(), _parents(root), list(elements))


def _parents(root: Element) -> dict[Element, Element]:
    return {child: parent for parent in root.iter() for child in parent}


def _gone(
    order: Iterable[Element], parents: dict[Element, Element], elements: list[Element]
) -> list[Element]:
    gone = set(elements)
    for element in elements:
        parent = parents.get(element)
        while parent is not None and parent.tag not in _KEPT and _is_bare(parent, gone):
            gone.add(parent)
            parent = parents.get(parent)
        if parent is not None and parent.tag in {"td", "th"} and _is_bare(parents[parent], gone):
            gone.add(parents[parent])
    gone |= {term for element in tuple(gone) for term in _terms(element, parents, gone)}
    return [element for element in order if _is_outermost(element, parents, gone)]


def _is_bare(element: Element, gone: set[Element]) -> bool:
    """Return whether nothing but headings is left of an element."""
    if element.text and element.text.strip():
        return False
    for child in element:
        if child.tail and child.tail.strip():
            return False
        if child in gone or child.tag in _HEADINGS:
            continue
        if child.tag == "img" or not _is_bare(child, gone):
            return False
    return True


def _terms(element: Element, parents: dict[Element, Element], gone: set[Element]) -> list[Element]:
    """Return the terms before a definition that is gone, where no other follows them."""
    if element.tag != "dd" or element not in parents:
        return []
    siblings = list(parents[element])
    place = siblings.index(element)
    after = next((s for s in siblings[place + 1 :] if s not in gone), None)
    if after is not None and after.tag == "dd":
        return []
    terms: list[Element] = []
    for sibling in reversed(siblings[:place]):
        if sibling.tag == "dd" and sibling not in gone:
            return []
        if sibling.tag == "dt":
            terms.append(sibling)
        elif terms:
            break
    return terms


def _is_outermost(element: Element, parents: dict[Element, Element], gone: set[Element]) -> bool:
    if element not in gone:
        return False
    parent = parents.get(element)
    while parent is not None:
        if parent in gone:
            return False
        parent = parents.get(parent)
    return True


def _remove(parent: Element, child: Element) -> None:
    """Take a child out; the text after it stays."""
    place = list(parent).index(child)
    if child.tail and child.tail.strip():
        if place:
            before = parent[place - 1]
            before.tail = (before.tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    parent.remove(child)


def _unlink(root: Element, known: set[str]) -> None:
    """Take back links to ids that were there before."""
    here = {element.attrib["id"] for element in root.iter() if "id" in element.attrib}
    lost = {f"#{name}" for name in known - here}
    for entries in [e for e in root.iter() if e.tag in {"ol", "ul"}]:
        for entry in list(entries):
            link = entry.find("a")
            if link is not None and link.get("href") in lost and _is_entry(entry, link):
                _remove(entries, entry)
    for link in root.iter("a"):
        if link.get("href") in lost:
            link.tag = "span"
            del link.attrib["href"]


def _is_entry(item: Element, link: Element) -> bool:
    """Return whether a list item is nothing but a link: an entry of a contents list."""
    return not (item.text or "").strip() and list(item) == [link] and not (link.tail or "").strip()
