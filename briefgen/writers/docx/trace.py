"""Tell which Word styles the elements of a document got.

The document is written with a bookmark at every element and read back, so that this costs
nothing where nobody asks. Which rule an element meets is in briefgen/style/rules.py.
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from briefgen.markup.vocabulary import INLINE
from briefgen.pipeline.job import Metadata
from briefgen.style.model import Pseudo, Style, Styles, Subject
from briefgen.writers.docx.session import bookmark_names
from briefgen.writers.docx.styles import title
from briefgen.writers.docx.write import write_docx
from briefgen.writers.docx.xml import W

_EDGES = {"top": "hdr", "bottom": "ftr"}

Named = tuple[str, str]
"""A style's kind (``paragraph``, ``character``, ``table``, ``numbering``) and its name."""

_NOTE: Named = ("paragraph", "footnote text")


@dataclass(frozen=True, slots=True)
class Traced:
    """The styles of a Word document, in order, and those that each element and page got.

    ``own`` holds what an element has itself: the style of its paragraph, text or table;
    ``around`` the paragraph in which text stands; ``running`` the paragraphs of headers
    (``hdr``) and footers (``ftr``).
    """

    styles: tuple[Named, ...]
    own: Mapping[Element, tuple[Named, ...]]
    around: Mapping[Element, Named]
    running: Mapping[str, tuple[Named, ...]]

    def of(self, subject: Subject, element: Element) -> tuple[Named, ...]:
        """Return the styles of what a rule is about: its own, else those of what is in it."""
        if subject.tag.startswith("@"):
            return self._of_page(subject.tag.removeprefix("@"))
        if element.tag in {"html", "body"}:
            return (("paragraph", "Normal"),)
        own = tuple(dict.fromkeys(self._of(element)))
        if subject.pseudo:
            end = f" {subject.pseudo.title()}"
            return tuple(named for named in self.styles if named[1].endswith(end)) or own
        return (*own, _NOTE) if subject.role == "doc-footnote" else own

    def _of_page(self, box: str) -> tuple[Named, ...]:
        edge = _EDGES.get(box.partition("-")[0])
        if edge is None:
            return tuple(dict.fromkeys(chain(*self.running.values()))) if box == "page" else ()
        own = (named for named in self.styles if named[1].startswith(title(box)))
        return (*self.running[edge], *own)

    def _of(self, element: Element) -> Iterator[Named]:
        if element in self.own:
            yield from self.own[element]
            return
        inner = [child for child in element if child.tag not in INLINE]
        if not inner and element.tag not in INLINE:
            yield from (self.around[child] for child in list(element)[:1] if child in self.around)
        for child in inner:
            yield from self._of(child)


def trace_styles(root: Element, styles: Styles, assets: Mapping[str, bytes]) -> Traced:
    """Return which Word styles the elements of a document get."""
    marked = copy.deepcopy(root)
    original = dict(zip(marked.iter(), root.iter(), strict=True))
    taken = {element.get("id") for element in root.iter()}
    free = (name for number in count() if (name := f"e{number}") not in taken)
    for element in marked.iter():
        element.set("id", element.get("id") or next(free))

    def of(element: Element, pseudo: Pseudo | None) -> Style | None:
        return styles.of(original[element], pseudo)

    metadata = Metadata("", "", root.attrib["lang"], "")
    data, _ = write_docx(marked, Styles(of, styles.page, styles.counted), metadata, assets)
    names = bookmark_names(marked)
    elements = {names[element.attrib["id"]]: original[element] for element in marked.iter()}
    return _read(data, elements)


def _read(data: bytes, elements: Mapping[str, Element]) -> Traced:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist() if name.endswith(".xml")}
    roots = {name: ElementTree.fromstring(part) for name, part in parts.items()}  # noqa: S314
    found = list(_styles(roots["word/styles.xml"]))
    reader = _Reader(dict(found), elements)
    notes = roots.get("word/footnotes.xml")
    if notes is not None:
        reader.read(notes)
    reader.read(roots["word/document.xml"])
    running: dict[str, dict[Named, None]] = {tag: {} for tag in _EDGES.values()}
    for found_in in roots.values():
        if (used := running.get(found_in.tag.removeprefix(W))) is not None:
            used.update(dict.fromkeys(reader.paragraphs(found_in)))
    styles = tuple(named for _, named in found)
    own = {element: tuple(names) for element, names in reader.own.items()}
    return Traced(styles, own, reader.around, {tag: tuple(used) for tag, used in running.items()})


def _styles(part: Element) -> Iterator[tuple[str, Named]]:
    for style in part.iter(f"{W}style"):
        name = style.find(f"{W}name")
        if name is not None:
            named = (style.attrib[f"{W}type"], name.attrib[f"{W}val"])
            yield style.attrib[f"{W}styleId"], named


class _Reader:
    """Go through parts in order; what is marked takes the styles of what follows the mark."""

    def __init__(self, styles: Mapping[str, Named], elements: Mapping[str, Element]) -> None:
        self.own: dict[Element, dict[Named, None]] = {}
        self.around: dict[Element, Named] = {}
        self._styles = styles
        self._elements = elements
        self._tables: list[Element] = []

    def paragraphs(self, part: Element) -> Iterator[Named]:
        """Yield the styles of a part's paragraphs."""
        for chosen in part.iter(f"{W}pStyle"):
            yield self._styles[chosen.attrib[f"{W}val"]]

    def read(self, part: Element) -> None:
        """Read a part, paragraph by paragraph and table by table."""
        for node in part.iter():
            if node.tag == f"{W}p":
                self._paragraph(node)
            elif node.tag == f"{W}tblStyle":
                for element in self._tables:
                    self._add(element, node)
                self._tables = []
            elif node.tag == f"{W}bookmarkStart":
                marked = self._marked(node)
                if marked is not None and self._is_outside(marked):
                    self._tables.append(marked)

    def _is_outside(self, element: Element) -> bool:
        """Return whether its bookmark stood in no paragraph: then a table follows."""
        return element not in self.around and element.tag not in INLINE

    def _paragraph(self, paragraph: Element) -> None:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        waiting: list[Element] = []
        for node in paragraph.iter():
            if node.tag == f"{W}bookmarkStart" and (element := self._marked(node)) is not None:
                if style is not None:
                    self.around[element] = self._styles[style.attrib[f"{W}val"]]
                self._start(element, style, waiting)
            elif node.tag == f"{W}r":
                chosen = node.find(f"{W}rPr/{W}rStyle")
                for element in waiting:
                    self._add(element, chosen)
                waiting = []

    def _start(self, element: Element, style: Element | None, waiting: list[Element]) -> None:
        if element.tag in INLINE:
            waiting.append(element)
        elif element.tag == "table":  # in a paragraph, which then is the caption's
            self._tables.append(element)
            self._add(element[0], style)
        elif all(child.tag in INLINE or child.tag in {"ol", "ul"} for child in element):
            self._add(element, style)

    def _add(self, element: Element, chosen: Element | None) -> None:
        names = self.own.setdefault(element, {})
        if chosen is not None:
            names[self._styles[chosen.attrib[f"{W}val"]]] = None

    def _marked(self, bookmark: Element) -> Element | None:
        return self._elements.get(bookmark.attrib[f"{W}name"])
