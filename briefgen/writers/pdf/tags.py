"""Turn pages that are drawn into tagged ones: find whose each piece of content is.

The one place beside briefgen/style/engine.py that touches WeasyPrint's private parts;
tests/writers/pdf/test_tags.py holds the contract. WeasyPrint marks each piece of text and
each image that it draws with a number (an MCID); its own tags, which these take the place
of, know neither languages nor that a table over three pages is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

import pydyf
import weasyprint.pdf
from weasyprint.document import Document
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.stream import Stream
from weasyprint.pdf.tags import add_tags as add_weasyprint_tags

from briefgen.style.model import HYPHEN, WORD_JOINER
from briefgen.writers.pdf.headers import identify
from briefgen.writers.pdf.metadata import Description
from briefgen.writers.pdf.objects import Annotation, Mark, write_structure
from briefgen.writers.pdf.structure import NUMBERINGS, Node, Structure

_LAYOUT = "/Type/Layout"
_PAGINATION = "/Type/Pagination"
_MARGINS = {
    "@top": f"{_PAGINATION}/Subtype/Header/Attached[/Top]",
    "@bot": f"{_PAGINATION}/Subtype/Footer/Attached[/Bottom]",
}
"""What an artifact is (ISO 32000-1, 14.8.2.2.2), by the margin box that it stands in."""


_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
"""Scripts that are drawn from left to right all the same: each line has to say what it is
(14.9.4), for the glyphs stand in the file as they stand on the page."""

_SOFT_HYPHEN = "\u00ad"


@dataclass(slots=True)
class _Content:
    """What is marked on one page: WeasyPrint's numbers, and where each stands in a stream."""

    page: int
    tags: dict[Any, dict[str, Any]]
    places: dict[int, tuple[Stream, int, int | None]]
    annotations: list[bytes]

    def mark(self, box: Any, kind: str | None = None) -> Mark | None:
        """Return the mark of a box, or None where nothing is drawn or it is an artifact."""
        tag = self.tags.get(box)
        if tag is None:
            return None
        stream, index, group = self.places[tag["mcid"]]
        if kind is None:
            return Mark(self.page, tag["mcid"], group)
        stream.stream[index - 1 : index + 1] = [b"/Artifact", f"<<{kind}>>".encode()]
        return None


_CHANGES = frozenset(("ins", "del"))
"""Elements of which a space alone is said: without it, words would be joined or apart."""


class _Tagger:
    """Builds the structure of a document while it goes over the pages' boxes."""

    def __init__(self, structure: Structure) -> None:
        self.structure = structure
        self.content = _Content(0, {}, {}, [])
        self.height = 0.0
        self._groups: set[Any] = set()

    def visit(self, box: Any, artifact: str | None) -> None:
        """Find the node of each piece of content in a box, which may all be an artifact."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.TextBox):
            if not box.text.strip() and box.element_tag not in _CHANGES:
                artifact = _LAYOUT
            if (mark := self.content.mark(box, artifact)) is not None:
                node = self._node(box)
                if (said := _said(box)) is not None:
                    node = node.add("Span")
                    node.texts["ActualText"] = said
                node.kids.append(mark)
            return
        artifact = artifact or self._artifact(box)
        if box.link_annotation is not None:
            self._link(box, artifact)
        if isinstance(box, boxes.ReplacedBox):
            self._draw(box, artifact)
            return
        if artifact is None and isinstance(box, boxes.TableCellBox):
            self._node(box)  # for an empty one as well
        for child in box.children:
            self.visit(child, artifact)

    def _artifact(self, box: Any) -> str | None:
        """Return what kind of artifact a box is, or None."""
        if isinstance(box, boxes.MarginBox):
            return _MARGINS.get(box.at_keyword[:4], _PAGINATION)
        if box.is_leader:
            return _LAYOUT
        if isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer):
            if box.element in self._groups:  # repeated on a further page
                return _PAGINATION
            self._groups.add(box.element)
        return None

    def _node(self, box: Any) -> Node:
        pseudo = box.element_tag.partition("::")[2]
        if pseudo in ("marker", "footnote-marker"):
            label = self.structure.label(box.element)
            _number_list(label, box)
            return label
        if pseudo == "footnote-call":
            return self.structure.reference(box.element)
        return self.structure.node(box.element)

    def _draw(self, box: Any, artifact: str | None) -> None:
        if artifact is None and not box.element.get("alt"):
            artifact = _LAYOUT
        if (mark := self.content.mark(box, artifact)) is None:
            return
        left, top = box.content_box_x(), box.content_box_y()
        corners = (left, self.height - top - box.height, left + box.width, self.height - top)
        area = " ".join(f"{corner * 0.75:.2f}" for corner in corners)
        placement = "Inline" if isinstance(box, boxes.InlineLevelBox) else "Block"
        node = self._node(box)
        node.attributes.append(f"/O/Layout/Placement/{placement}/BBox[{area}]")
        node.kids.append(mark)

    def _link(self, box: Any, artifact: str | None) -> None:
        """Enter a link's rectangle; those of the boxes inside it add nothing to a line's own."""
        annotation = box.link_annotation
        if artifact or not (box.element_tag == "a" or isinstance(box, boxes.ReplacedBox)):
            self.content.annotations.remove(annotation.reference)
            annotation.clear()
            return
        node = self._node(box)
        while node.type != "Link" and node.parent is not None:
            node = node.parent
        annotation["Contents"] = pydyf.String(_purpose(node))
        node.kids.append(Annotation(self.content.page, annotation))


def _said(box: Any) -> str | None:
    """Return what a piece of text is read as, or None where that is what it shows.

    A hyphen that is there because the line ends is a soft one (ISO 32000-1, 14.8.2.2.3).
    Of spaces WeasyPrint 70.0 draws nothing (``draw_first_line``), but for their decoration.
    """
    word: str = box.text.removesuffix(HYPHEN)
    text = word.replace(WORD_JOINER, "")
    if word != box.text:
        return text + _SOFT_HYPHEN
    is_drawn_reversed = box.style["direction"] == "rtl" or _RIGHT_TO_LEFT.search(text)
    return text if is_drawn_reversed or not text.strip() else None


def _number_list(label: Node, box: Any) -> None:
    """Say how a list is numbered, as its first marker has it."""
    found = label.parent and label.parent.parent
    kind = NUMBERINGS.get(str(box.style["list_style_type"]))
    if found is not None and found.type == "L" and kind is not None and not found.attributes:
        found.attributes.append(f"/O/List/ListNumbering/{kind}")


_ADDRESS = re.compile(r"(?:\w+:|www\.|[#/])\S*", re.IGNORECASE)
_PURPOSE = 160
"""Characters of a link's surroundings that are enough to say where it leads."""


def _purpose(link: Node) -> str:
    """Return in words where a link leads (ISO 14289-1, 7.18.5).

    Its ``aria-label`` says it. One that shows its address is called what stands around it:
    the source in a list of sources.
    """
    if link.element is not None and (name := link.element.get("aria-label")):
        return str(name)
    address = words = _words(link.element)
    around = link.parent
    while around is not None and _ADDRESS.fullmatch(words):
        text = _words(around.element).replace(address, "")
        words = shorten(text, _PURPOSE, placeholder=" \N{HORIZONTAL ELLIPSIS}") or words
        around = around.parent
    return words


def _words(element: Any) -> str:
    """Return what a link is called: its text and the alternatives of its images."""
    if element is None:
        return ""
    texts = [*element.itertext(), *(image.get("alt", "") for image in element.iter("img"))]
    return " ".join(" ".join(texts).split())


def _add_tags(
    pdf: pydyf.PDF, document: Document, version: object, streams: Sequence[Stream]
) -> None:
    """Add the structure tree and what goes with it: takes the place of WeasyPrint's."""
    if not isinstance(document.metadata, Description):
        add_weasyprint_tags(pdf, document, version, streams)
        return
    groups = _groups(pdf, streams)
    structure = Structure(document.pages[0]._page_box.children[0].element, document.metadata.lang)
    tagger = _Tagger(structure)
    pages = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
    for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        places = _places(stream, None)
        for key in groups.get(number, ()):
            places |= _places(groups[number][key], key)
        tagger.content = _Content(number, stream._tags, places, pages[number].get("Annots", []))
        tagger.height = page.height
        tagger.visit(page._page_box, None)
    structure.document.prune()
    identify(structure.document)
    marked = [*streams, *(group for of_page in groups.values() for group in of_page.values())]
    write_structure(pdf, structure.document, [(s, len(s._tags)) for s in marked])
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})


def _groups(pdf: pydyf.PDF, streams: Sequence[Stream]) -> dict[int, dict[int, Stream]]:
    """Return the transparency groups of each page, by their number among all streams."""
    pages = {id(stream._tags): number for number, stream in enumerate(streams)}
    groups: dict[int, dict[int, Stream]] = {}
    key = len(streams)
    own = {id(stream) for stream in streams}
    for item in pdf.objects:
        if isinstance(item, Stream) and id(item) not in own and _places(item, None):
            groups.setdefault(pages[id(item._tags)], {})[key] = item
            item.extra["StructParents"] = key
            key += 1
    return groups


def _places(stream: Stream, group: int | None) -> dict[int, tuple[Stream, int, int | None]]:
    """Return where in a stream each piece of marked content begins, by its number."""
    return {
        item["MCID"]: (stream, index, group)
        for index, item in enumerate(stream.stream)
        if isinstance(item, pydyf.Dictionary) and "MCID" in item
    }


weasyprint.pdf.add_tags = _add_tags
