"""Turn a position in a template's text into the content that is printed around it.

Around it are the elements that are open there, by what they call ``at()`` on, the loops,
by their items, and the macro, by what it is given. What is wrong at the position is
explained in briefgen/markup/failures.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from briefgen.diagnostics import Place

_PIECE = re.compile(
    r"""
    \{\#.*?\#\}
  | \{%[-+]?\s*end(?P<end>for|macro|call)\b
  | \{%[-+]?\s*(?P<block>for|macro|call)\b(?P<head>.*?)%\}
  | </(?P<closed>[A-Za-z][\w.:-]*)
  | <(?P<opened>[A-Za-z][\w.:-]*)
     (?P<attributes>(?>\{\{.*?\}\}|\{%.*?%\}|"[^"]*"|'[^']*'|[^>])*+)>
    """,
    re.DOTALL | re.VERBOSE,
)
_NAMES = {
    "for": re.compile(r"\s*(.*?)\sin\s", re.DOTALL),
    "macro": re.compile(r"\s*\w+\s*\((.*)\)", re.DOTALL),
    "call": re.compile(r"\s*\((.*?)\)", re.DOTALL),
}
_AT = re.compile(r"\bat\(\s*([A-Za-z_][\w.]*(?:\[\d+\][\w.]*)*)\s*\)")
_NAME = re.compile(r"(?<![\w.=])[A-Za-z_]\w*")
_STEP = re.compile(r"\w+")


def content_around(text: str, position: int, names: Mapping[str, object]) -> Place | None:
    """Return the place of the innermost content printed around a position, or None.

    ``names`` are those that the template knows there, with their values.
    """
    for expression in reversed(list(_around(text[:position]))):
        place = getattr(_value(expression, names), "place", None)
        if isinstance(place, Place):
            return place
    return None


def _around(before: str) -> Iterator[str]:
    """Return the expressions of what a text leaves open, outermost first."""
    opened: list[tuple[str, list[str]]] = []
    for piece in _PIECE.finditer(before):
        if (ended := piece["end"] or piece["closed"]) is not None:
            starts = [index for index, (kind, _) in enumerate(opened) if kind == ended]
            del opened[starts[-1] if starts else len(opened) :]
        elif (block := piece["block"]) is not None:
            found = _NAMES[block].match(piece["head"])
            opened.append((block, _NAME.findall(found[1]) if found else []))
        elif piece["opened"] and not piece["attributes"].endswith("/"):
            opened.append((piece["opened"], _AT.findall(piece["attributes"])))
    for _, expressions in opened:
        yield from expressions


def _value(expression: str, names: Mapping[str, object]) -> object:
    """Return what an expression of names, attributes and indexes stands for, or None."""
    first, *steps = _STEP.findall(expression)
    value = names.get(first)
    for step in steps:
        if step.isdecimal():
            items = value if isinstance(value, tuple | list) else ()
            value = next(iter(items[int(step) :]), None)
        else:
            value = getattr(value, step, None)
    return value
