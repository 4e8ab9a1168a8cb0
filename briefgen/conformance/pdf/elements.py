"""Turn a PDF's structure elements into what is wrong with them for those who hear them.

The document, its pages and fonts are in checks.py. Each check yields a sentence for each
mistake; docstrings name the failure conditions of the Matterhorn Protocol 1.1.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from briefgen.conformance.pdf.model import (
    Annotation,
    Box,
    Child,
    Chunk,
    Element,
    Marked,
    Page,
    Pdf,
    Referenced,
    shorten,
)
from briefgen.conformance.pdf.objects import to_text
from briefgen.conformance.pdf.stream import around
from briefgen.conformance.pdf.structure import STANDARD_TYPES
from briefgen.conformance.scripts import count_scripts, is_language_tag, scripts_of

_HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
_BLOCKS = frozenset([*_HEADINGS, "H", "P", "LI", "TH", "TD", "Caption", "Note", "BlockQuote"])
_MAY_BE_EMPTY = frozenset(["TH", "TD"])


# --- types and languages ------------------------------------------------------------------


def roles_are_sound(pdf: Pdf) -> Iterator[str]:
    """02-001, 02-003 and 02-004: each type is a standard one, or mapped to one without a circle."""
    for tag, target in pdf.roles.items():
        if tag in STANDARD_TYPES:
            yield f"the role map gives the standard type {tag} another meaning, {target}"
    unknown = {e.tag: e for e in pdf.elements if e.type not in STANDARD_TYPES}
    for tag, element in unknown.items():
        how = "only in a circle" if tag in pdf.roles else "to none"
        yield f"the type {tag} is mapped {how} of the standard types {pdf.at(element)}"


def languages_are_known(pdf: Pdf) -> Iterator[str]:
    """11-001 to 11-006: with a language of the document, all of it has one, a BCP 47 tag."""
    if not pdf.catalog.language:
        yield "the document has no language (Lang)"
    tags = {element.language: element for element in reversed(pdf.elements)}
    for tag, element in tags.items():
        if tag and not is_language_tag(tag):
            yield f"'{shorten(tag)}' is no language tag {pdf.at(element)}"


def text_is_in_its_language(pdf: Pdf) -> Iterator[str]:
    """11-007, as far as scripts tell: no Cyrillic letters in an English text."""
    # Names and abbreviations in Latin letters stand in texts of every language: what counts
    # is what most of a paragraph is in. In other letters a few words are enough.
    blocks: dict[int, int] = {}
    for element in pdf.elements:
        is_block = element.type in _BLOCKS or element.parent is None
        blocks[element.number] = element.number if is_block else blocks[element.parent or 0]
    own = {element.number: element.number for element in pdf.elements}
    yield from _foreign(pdf, own, lambda script: script != "Latn", 3)
    yield from _foreign(pdf, blocks, lambda script: script == "Latn", 12)


def _foreign(
    pdf: Pdf, owners: Mapping[int, int], is_meant: Callable[[str], bool], needed: int
) -> Iterator[str]:
    """Yield texts mostly in a script that is meant, not their language's, of so many letters.

    ``owners`` is the number of an element → that of the one whose text it is part of.
    """
    texts: dict[tuple[int, str], list[str]] = {}
    for element, chunk in _owned(pdf):
        language = element.language if chunk.language is None else chunk.language
        texts.setdefault((owners[element.number], language), []).append(chunk.text)
    for (number, language), parts in texts.items():
        scripts = scripts_of(language)
        counts = count_scripts("".join(parts))
        script, most = max(counts.items(), key=lambda item: item[1], default=("", 0))
        is_foreign = scripts and script not in scripts and most * 5 > counts.total() * 4
        if is_foreign and is_meant(script) and most >= needed:
            place = pdf.at(pdf.elements[number])
            yield f"text in the script {script} is said to be '{language}' {place}"


def elements_hold_something(pdf: Pdf) -> Iterator[str]:
    """ISO 14289-1, 7.1: structure is that of content; what is empty is a pause when read."""
    full: set[int] = set()
    for element in reversed(pdf.elements):
        if any(_is_something(pdf, kid, full) for kid in element.kids):
            full.add(element.number)
    for element in pdf.elements:
        under_empty = element.parent is not None and element.parent not in full
        in_cell = any(each.type in _MAY_BE_EMPTY for each in (element, *pdf.ancestors(element)))
        if element.number not in full and not under_empty and not in_cell:
            yield f"an element has nothing in it {pdf.at(element)}"


def _is_something(pdf: Pdf, kid: Child | Marked | Referenced, full: set[int]) -> bool:
    if isinstance(kid, Marked):
        chunk = pdf.chunk(kid.mark)
        return chunk is not None and (chunk.is_drawn or bool(chunk.text.strip()))
    return isinstance(kid, Referenced) or kid.number in full


# --- headings, figures, lists, notes -------------------------------------------------------


def headings_go_down_one_by_one(pdf: Pdf) -> Iterator[str]:
    """14-002, 14-003 and 14-007: the first is H1, none skips a level, none is plain H."""
    above = 0
    for element in pdf.of_type(*_HEADINGS):
        level = int(element.type[1])
        if level > above + 1:
            before = f"after H{above}" if above else "as the first"
            yield f"a heading H{level} {before} {pdf.at(element)}"
        above = level
    for element in pdf.of_type("H"):
        yield f"a heading without a level {pdf.at(element)}"


def figures_are_described(pdf: Pdf) -> Iterator[str]:
    """13-004 and 17-002: figures and formulas have a text in their place."""
    for element in pdf.of_type("Figure", "Formula"):
        if not (element.alternative or "").strip():
            yield f"a {element.type.lower()} has no text in its place (Alt) {pdf.at(element)}"


def figures_are_where_they_say(pdf: Pdf) -> Iterator[str]:
    """ISO 32000-1, 14.8.5.4.5: a figure's BBox is on its page, around what is drawn."""
    for element in pdf.of_type("Figure"):
        if element.page is None:
            continue
        box = _bounding_box(element)
        if box is None:
            yield f"a figure has no bounding box (BBox) {pdf.at(element)}"
            continue
        page = pdf.pages[element.page - 1].box
        if _shared(box, page) < 0.9 * _area(box):
            yield f"a figure's bounding box is outside its page {pdf.at(element)}"
            continue
        drawn = _drawn(pdf, element)
        if drawn is not None and _shared(box, drawn) < 0.5 * min(_area(box), _area(drawn)):
            yield f"a figure is drawn elsewhere than in its bounding box {pdf.at(element)}"


def _bounding_box(element: Element) -> Box | None:
    try:
        left, bottom, right, top = (float(number) for number in element.attributes["BBox"])
    except (KeyError, TypeError, ValueError):
        return None
    return left, bottom, right, top


def _drawn(pdf: Pdf, element: Element) -> Box | None:
    boxes = [chunk.box for chunk in pdf.chunks(element) if chunk.box]
    return around([point for box in boxes for point in (box[:2], box[2:])])


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _shared(one: Box, other: Box) -> float:
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    return _area((left, bottom, min(one[2], other[2]), min(one[3], other[3])))


_IN_LISTS = {"L": {"LI", "L", "Caption"}, "LI": {"Lbl", "LBody"}}


def lists_have_items(pdf: Pdf) -> Iterator[str]:
    """09-005: a list has items, an item a label and a body, and no more."""
    for element in pdf.of_type("L", "LI"):
        allowed = _IN_LISTS[element.type]
        children = [child.type for child in pdf.children(element)]
        for type_ in dict.fromkeys(children):
            if type_ not in allowed:
                yield f"{type_} may not stand in {element.type} {pdf.at(element)}"
        if element.type == "LI" and "LBody" not in children:
            yield f"an item of a list has no body (LBody) {pdf.at(element)}"
    for element in pdf.of_type("LI", "LBody"):
        outer = {"LI": "L", "LBody": "LI"}[element.type]
        above = next(pdf.ancestors(element), None)
        if above is None or above.type != outer:
            yield f"{element.type} stands outside {outer} {pdf.at(element)}"


_LEADER = re.compile(r"[.…·‥_\s]*")


def leaders_are_artifacts(pdf: Pdf) -> Iterator[str]:
    """ISO 14289-1, 7.1: dots that lead the eye to a number are not read one by one.

    They follow each other; those between the words of a line are part of it.
    """
    for element in pdf.elements:
        dots = most = 0
        for kid in element.kids:
            chunk = pdf.chunk(kid.mark) if isinstance(kid, Marked) else None
            if chunk is None or not _LEADER.fullmatch(chunk.text):
                dots = 0
            elif chunk.text:
                dots += 1 + chunk.text.count(".") // 4
            most = max(most, dots)
        if most >= 3:
            yield f"leaders are read aloud {pdf.at(element)}"


def notes_have_an_id(pdf: Pdf) -> Iterator[str]:
    """19-003 and 19-004: each note has an ID that no other element has."""
    ids = Counter(element.id for element in pdf.elements if element.id is not None)
    for element in pdf.of_type("Note"):
        if element.id is None:
            yield f"a note has no ID {pdf.at(element)}"
    for element in pdf.elements:
        if element.id is not None and ids[element.id] > 1:
            yield f"the ID '{shorten(element.id)}' is that of several elements {pdf.at(element)}"


def notes_are_reached(pdf: Pdf) -> Iterator[str]:
    """ISO 32000-1, 14.8.4.4: each note is referred to where its text has its mark."""
    notes = list(pdf.of_type("Note"))
    references = [
        element
        for element in pdf.of_type("Reference")
        if not any(each.type == "TOCI" for each in pdf.ancestors(element))
    ]
    if len(references) < len(notes):
        yield f"{len(notes)} notes have {len(references)} references {pdf.at(notes[-1])}"


def ids_are_listed(pdf: Pdf) -> Iterator[str]:
    """ISO 32000-1, 14.7.2 and 14.8.5.7: each ID is in the IDTree, where cells look for it."""
    known = {element.id for element in pdf.elements if element.id is not None}
    for element in pdf.elements:
        if element.id is not None and element.id not in pdf.ids:
            yield f"the ID '{shorten(element.id)}' is not in the IDTree {pdf.at(element)}"
        headers = element.attributes.get("Headers")
        for header in headers if isinstance(headers, list) else []:
            if (name := to_text(header)) not in known:
                yield f"a cell names the header '{shorten(name)}', which is not there"


# --- links ----------------------------------------------------------------------------------

_UNTAGGED = frozenset(["Popup", "Widget", "PrinterMark", "TrapNet"])


def annotations_are_tagged(pdf: Pdf) -> Iterator[str]:
    """28-002 and 28-011: a link is in a Link, by an OBJR there and by its own StructParent."""
    owners = {
        kid.object: element
        for element in pdf.elements
        for kid in element.kids
        if isinstance(kid, Referenced)
    }
    for page, annotation in _annotations(pdf):
        what = f"page {page.number}: the link '{shorten(annotation.contents or '')}'"
        owner = owners.get(annotation.object)
        if owner is None:
            yield f"{what} is in no structure element"
        elif annotation.subtype == "Link" and not _is_in_link(pdf, owner):
            yield f"{what} is in {owner.type} instead of Link {pdf.at(owner)}"
        elif pdf.object_parents.get(_key(annotation)) != owner.object:
            yield f"{what} has another element in the parent tree {pdf.at(owner)}"
    for element in pdf.of_type("Link"):
        inside = (element, *pdf.ancestors(element), *pdf.within(element))
        if not any(isinstance(kid, Referenced) for each in inside for kid in each.kids):
            yield f"a Link leads nowhere: it has no annotation {pdf.at(element)}"


def _is_in_link(pdf: Pdf, element: Element) -> bool:
    return any(each.type == "Link" for each in (element, *pdf.ancestors(element)))


def _annotations(pdf: Pdf) -> Iterator[tuple[Page, Annotation]]:
    for page in pdf.pages:
        for annotation in page.annotations:
            if annotation.subtype not in _UNTAGGED and not annotation.is_hidden:
                yield page, annotation


def _key(annotation: Annotation) -> int:
    return -1 if annotation.struct_parent is None else annotation.struct_parent


_RAW = re.compile(r"(?:\w+:\S+|www\.\S+|#\S*|/\S*)", re.IGNORECASE)


def links_say_where_they_lead(pdf: Pdf) -> Iterator[str]:
    """28-004 and 28-012: a link has Contents, in words and not in characters of an address."""
    for page, annotation in _annotations(pdf):
        contents = (annotation.contents or "").strip()
        if not contents:
            yield f"page {page.number}: a link to '{shorten(annotation.target)}' has no Contents"
        elif contents == annotation.target or _RAW.fullmatch(contents):
            yield f"page {page.number}: the Contents of a link are its target '{shorten(contents)}'"


# --- order ------------------------------------------------------------------------------------

_LINE = 12.0
_COLUMN = 36.0


def order_is_that_of_the_page(pdf: Pdf) -> Iterator[str]:
    """09-001: what stands below in the same column is read later."""
    last: dict[int | None, tuple[int, float, float]] = {}
    for element in pdf.elements:
        if element.type not in _BLOCKS or element.type in ("Note", "TH", "TD"):
            continue
        start = _start(pdf, element)
        if start is None:
            continue
        page, x, y = start
        before = last.get(element.parent)
        if before is not None:
            above = page == before[0] and y > before[2] + _LINE and abs(x - before[1]) < _COLUMN
            if page < before[0] or above:
                yield f"an element stands above the one that is read before it {pdf.at(element)}"
        last[element.parent] = start


def running_matter_is_artifact(pdf: Pdf) -> Iterator[str]:
    """18-001: headers and footers of pages are artifacts, not read aloud on each."""
    places: dict[tuple[str, int, int], set[int]] = {}
    for element, chunk in _owned(pdf):
        page = pdf.pages[chunk.mark[0] - 1]
        if chunk.origin is None or not _is_in_margin(chunk.origin[1], page.box):
            continue
        text = re.sub(r"\d+", "#", " ".join(chunk.text.split()))
        # Rows and items of a list may well start alike at the top of a page.
        above = (element, *pdf.ancestors(element))
        if text and not any(each.type in ("Table", "Lbl") for each in above):
            place = (text, round(chunk.origin[0]), round(chunk.origin[1]))
            places.setdefault(place, set()).add(page.number)
    for (text, _, _), pages in places.items():
        if len(pages) >= 3:
            yield f"'{shorten(text)}' is tagged on {len(pages)} pages, first on page {min(pages)}"


def _owned(pdf: Pdf) -> Iterator[tuple[Element, Chunk]]:
    for element in pdf.elements:
        for kid in element.kids:
            if isinstance(kid, Marked) and (chunk := pdf.chunk(kid.mark)) is not None:
                yield element, chunk


def _is_in_margin(y: float, box: Box) -> bool:
    """Return whether text starts in the uppermost or lowest tenth of its page."""
    _, bottom, _, top = box
    return not bottom + (top - bottom) / 10 <= y <= top - (top - bottom) / 10


def _start(pdf: Pdf, element: Element) -> tuple[int, float, float] | None:
    """Return the page and the point at which an element's text starts."""
    for chunk in pdf.chunks(element):
        if chunk.origin is not None:
            return chunk.mark[0], *chunk.origin
    return None
