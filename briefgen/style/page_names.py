"""Turn a tree whose elements have page names into the names that their headings take from them.

CSS Page 3, 4.1, breaks a page wherever its name changes, also between a heading and what it is
kept with (CSS Fragmentation 3, 3.1): the heading would stay behind, on a page of the wrong size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from xml.etree.ElementTree import Element

from briefgen.markup.vocabulary import BLOCK, VOCABULARY

PageStyle = Callable[[Element], Mapping[str, str]]
"""What says of an element ``page`` (as it is used), ``break_before`` and ``break_after``."""

_CONTAINERS = {"body"} | {tag for tag in BLOCK if VOCABULARY[tag].content in {"flow", "mixed"}}


def pulled_names(root: Element, style: PageStyle) -> dict[Element, str]:
    """Return the page names of the elements that go along with what they are kept with.

    What begins on pages of another name than its surroundings pulls what stands before it there
    and is kept with it by ``break-after`` or ``break-before: avoid``; that may pull in its turn.
    """
    pulled: dict[Element, str] = {}

    def name(element: Element) -> str:
        return pulled.get(element, style(element)["page"])

    for around in reversed([each for each in root.iter() if each.tag in _CONTAINERS]):
        for before, after in reversed(list(pairwise(around))):
            first, last = list(_edge(after, 0))[-1], list(_edge(before, -1))[-1]
            used = style(around)["page"]
            if name(last) == used != name(first) and _are_kept(before, after, style):
                pulled.update(dict.fromkeys(last.iter(), name(first)))
    return pulled


def _are_kept(before: Element, after: Element, style: PageStyle) -> bool:
    """Return whether the break between two neighbours is one to avoid."""
    breaks = [style(each)["break_after"] for each in _edge(before, -1)]
    breaks += [style(each)["break_before"] for each in _edge(after, 0)]
    return any(value.startswith("avoid") for value in breaks) and all(
        value == "auto" or value.startswith("avoid") for value in breaks
    )


def _edge(element: Element, side: int) -> Iterator[Element]:
    """Yield an element and the blocks that begin (0) or end (-1) where it does."""
    yield element
    while element.tag in _CONTAINERS and len(element) and element[side].tag in BLOCK:
        element = element[side]
        yield element
