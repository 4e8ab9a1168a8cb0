"""Turn text and lengths into the XML that WordprocessingML wants.

What the elements mean is not here: each module of this package writes its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}

W, R = f"{{{NAMESPACES['w']}}}", f"{{{NAMESPACES['r']}}}"
"""What the names of elements and attributes begin with in lxml and ElementTree."""

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DECLARED = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())


def root(name: str, *content: str) -> list[str]:
    """Return the pieces of a part: the element ``w:name`` with every namespace declared."""
    return [f"{DECLARATION}<w:{name}{_DECLARED}>", *content, f"</w:{name}>"]


def to_pieces(root: etree._Element) -> list[str]:
    """Return the pieces of a part whose root is that."""
    return [f"{DECLARATION}{etree.tostring(root, encoding='unicode')}"]


def from_pieces(pieces: Iterable[str]) -> etree._Element:
    """Return the root of a part in pieces, which are our own."""
    return etree.fromstring("".join(pieces).encode())


def value(name: str, content: str | int) -> str:
    """Return ``<w:name w:val="content"/>``."""
    return f"<w:{name} w:val={quoteattr(str(content))}/>"


def switch(name: str, *, on: bool) -> str:
    """Return an on-off property (ISO/IEC 29500-1, 17.17.4 ST_OnOff)."""
    return f"<w:{name}/>" if on else f'<w:{name} w:val="0"/>'


def twips(points: float) -> int:
    """Return a length in twentieths of a point."""
    return round(points * 20)


def half_points(points: float) -> int:
    """Return a font size in half-points, the unit of ``w:sz``."""
    return round(points * 2)


def eighths(points: float) -> int:
    """Return a border's width in eighths of a point, 2 to 96 (ST_EighthPointMeasure)."""
    return min(96, max(2, round(points * 8)))


def emus(points: float) -> int:
    """Return a length in English Metric Units, of which a point has 12,700."""
    return round(points * 12_700)


__all__ = [
    "DECLARATION",
    "NAMESPACES",
    "R",
    "W",
    "eighths",
    "emus",
    "escape",
    "from_pieces",
    "half_points",
    "quoteattr",
    "root",
    "switch",
    "to_pieces",
    "twips",
    "value",
]
