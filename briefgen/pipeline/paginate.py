"""Turn a tree into the layout that its length asks for.

A long document has its contents in full, a short one a line with the names of its sections;
and a last page with next to nothing on it is pulled back. What must fit into so many pages is
the business of briefgen/pipeline/fit.py.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from xml.etree.ElementTree import Element

from briefgen.pipeline.fit import Laid
from briefgen.pipeline.job import Stylesheet
from briefgen.style.extent import lines_on_last_page

FULL_FROM = 8
"""Pages from which on a document has its contents in full."""

CHARACTERS = 2300
"""How many characters of a document with contents go on a page, more or less: a guess, so that
one layout does where it is right."""

BARE = 3
"""Lines on a last page that are pulled back, if they can be."""

LEADINGS = ("0.97", "0.94")
"""What lines may be drawn together by, best first."""

Layout = Callable[[Element, tuple[Stylesheet, ...]], Laid]
"""Lay out a tree, with further stylesheets after its own."""


def paginate(root: Element, lay_out: Layout) -> Laid:
    """Return the layout of a tree, which is laid out again only where its length asks for it.

    The tree that comes back has as many elements as ``root``, in the same order. Lines are
    closer in the document alone: Word has pages of its own.
    """
    laid = _with_contents(root, lay_out)
    pages = len(laid.document.pages)
    if pages == 1 or lines_on_last_page(laid.document) > BARE:
        return laid
    for leading in LEADINGS:
        text = f":root {{ --leading: {leading} }}"
        tight = lay_out(laid.root, (Stylesheet("package:leading.css", text.encode()),))
        if len(tight.document.pages) < pages:
            return replace(laid, document=tight.document)
    return laid


def _with_contents(root: Element, lay_out: Layout) -> Laid:
    if not any(_lists(root)):
        return lay_out(root, ())
    short = with_short_contents(root)
    is_long = sum(map(len, root.itertext())) >= FULL_FROM * CHARACTERS
    laid = lay_out(root if is_long else short, ())
    if (len(laid.document.pages) >= FULL_FROM) == is_long:
        return laid
    return lay_out(short if is_long else root, ())


def with_short_contents(root: Element) -> Element:
    """Return a copy of a tree whose contents lists are one paragraph: the names of sections.

    What is in the list stays in the tree, an element for each, so that an element's index is
    that in ``root``; entries below the first level are not shown (``.short-contents`` in
    templates/base/style.css).
    """
    copy = deepcopy(root)
    for navigation, entries in _lists(copy):
        navigation.set("class", f"{navigation.get('class', '')} short-contents".strip())
        for element in entries.iter():
            if element.tag in {"ol", "ul", "li"}:
                element.tag = "span"
                element.text = element.tail = None
            elif element.tag == "a":
                element.tail = None
        entries.tag = "p"
        for entry in entries[:-1]:
            entry.tail = " \u00b7 "
    return copy


def _lists(root: Element) -> list[tuple[Element, Element]]:
    """Return the contents lists of a tree, each with the element that it is in."""
    return [
        (navigation, child)
        for navigation in root.iter("nav")
        if navigation.get("role") == "doc-toc"
        for child in navigation
        if child.tag in {"ol", "ul"}
    ]
