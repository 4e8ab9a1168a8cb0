"""Turn a layout into how long it is: pages, lines over, and the height of each element.

What is done about a document that is too long is the business of briefgen/pipeline/fit.py.
Boxes are WeasyPrint's (CSS 2, 8 and 9.4): a block's height is that of its margin box, a
piece of a line's is its share of the line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from briefgen.style.cascade import POINTS_PER_PIXEL

_HAIR = 0.05
"""Points by which rounding may make content seem too tall."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How long a layout is when it may have so many pages.

    ``pages`` is how many it has; ``lines_over`` the lines and ``over`` the height in points
    of what doesn't fit; ``filled`` how much of the pages that there may be is used, 0 to 1,
    and ``free`` the height in points that is left; ``heights`` the height in points of each
    element's boxes.
    """

    pages: int
    lines_over: int
    over: float
    filled: float
    free: float
    heights: Mapping[Element, float]


def measure(document: Any, pages: int, reserve: float = 0.0) -> Extent:
    """Return how long a WeasyPrint document is that may have ``pages`` pages.

    ``reserve`` is the part of the last of them that is to stay free at its foot, 0 to 1.
    """
    boxes = [page._page_box for page in document.pages]
    over = 0.0
    lines = 0
    for place, page in enumerate(boxes):
        top, bottom = page.content_box_y(), page.content_box_y() + page.height
        kept = reserve * page.height if place == pages - 1 else 0.0
        edge = top if place >= pages else bottom - kept
        ends = [line.position_y + line.height for line in _lines(page) if _is_below(line, edge)]
        lines += len(ends)
        over += max([end - edge for end in ends], default=0.0)
    last = boxes[min(pages, len(boxes)) - 1]
    reached = max((line.position_y + line.height for line in _lines(last)), default=0.0)
    share = min(1.0, max(0.0, (reached - last.content_box_y()) / last.height))
    filled = (min(pages, len(boxes)) - 1 + share) / pages
    heights: dict[Element, float] = {}
    for page in boxes:
        _add_heights(page.children[0], 0.0, heights)
    return Extent(
        len(boxes),
        lines,
        over * POINTS_PER_PIXEL,
        filled,
        (1 - filled - reserve / pages) * pages * last.height * POINTS_PER_PIXEL,
        heights,
    )


def lines_on_last_page(document: Any) -> int:
    """Return how many lines, one below the other, the last page of a document has.

    A header row that is repeated there is none, an image is as many as a page may hold.
    """
    lines = list(_lines(document.pages[-1]._page_box, repeated=False))
    if any(type(line).__name__ != "LineBox" for line in lines):
        return sys.maxsize
    return len({round(line.position_y) for line in lines})


def _is_below(line: Any, edge: float) -> bool:
    return bool(line.position_y + line.height > edge + _HAIR)


def _lines(page: Any, *, repeated: bool = True) -> Iterator[Any]:
    """Yield the lines and images of a page's flow, without margin boxes and list markers.

    Without what is ``repeated``, a table that goes on has no header row.
    """
    stack = [page.children[0]]
    while stack:
        box = stack.pop()
        kind = type(box).__name__
        if (box.element_tag or "").endswith("::marker"):
            continue
        if not repeated and getattr(box, "is_header", False):
            continue
        if kind == "LineBox" or "Replaced" in kind:
            yield box
        else:
            stack.extend(getattr(box, "children", ()))


def _add_heights(box: Any, width: float, heights: dict[Element, float]) -> None:
    """Add the height of a box and those in it; ``width`` is that of the block around."""
    stack: list[tuple[Any, float, float, frozenset[Element]]] = [(box, width, 0.0, frozenset())]
    while stack:
        box, width, line, inside = stack.pop()
        element = box.element
        is_inline = line > 0
        if isinstance(element, Element) and element not in inside:
            share = line * min(1.0, box.width / width) if is_inline else box.margin_height()
            heights[element] = heights.get(element, 0.0) + share * POINTS_PER_PIXEL
            inside |= {element}
        if type(box).__name__ == "LineBox":
            line = box.height
        elif not is_inline and isinstance(box.width, int | float) and box.width:
            width = box.width
        stack += [(child, width, line, inside) for child in getattr(box, "children", ())]
