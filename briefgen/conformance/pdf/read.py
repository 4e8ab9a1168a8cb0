"""Turn a PDF that was opened into what is known of it (briefgen/conformance/pdf/model.py).

What is right or wrong in it is not decided here, but in the checks beside this module.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from lxml import etree
from pikepdf import Dictionary

from briefgen.conformance.pdf.fonts import UsedFont
from briefgen.conformance.pdf.model import (
    Action,
    Annotation,
    Attachment,
    Box,
    Catalog,
    ObjectId,
    OutlineItem,
    Packet,
    Page,
    Pdf,
)
from briefgen.conformance.pdf.objects import (
    TooLargeError,
    decode,
    get,
    get_integer,
    get_items,
    get_keys,
    get_name,
    get_numbers,
    get_text,
    identity,
    to_text,
    walk_tree,
)
from briefgen.conformance.pdf.stream import PageReader
from briefgen.conformance.pdf.structure import (
    StructureReader,
    read_ids,
    read_parents,
    read_roles,
)

MOST_PAGES = 5_000
MOST_OBJECTS = 2_000_000
MOST_CONTENT_BYTES = 200_000_000
_MOST_OUTLINE_ITEMS = 100_000
_METADATA_BYTES = 1_000_000
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def read_pdf(pdf: pikepdf.Pdf, data: bytes) -> Pdf:
    """Return what is known of an open PDF, whose bytes are ``data``.

    Raises TooLargeError where it holds more than is looked at, pikepdf.PdfError where it
    is damaged.
    """
    if len(pdf.objects) > MOST_OBJECTS:
        raise TooLargeError("its objects")
    if len(pdf.pages) > MOST_PAGES:
        raise TooLargeError("its pages")
    root = pdf.Root
    tree = get(root, "/StructTreeRoot")
    roles = read_roles(tree)
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    structure = StructureReader(numbers, roles)
    elements = structure.read(tree, get_text(root, "/Lang") or "")
    page_parents, object_parents = read_parents(tree)
    return Pdf(
        catalog=_read_catalog(pdf, data),
        information=_read_information(pdf),
        packet=_read_packet(root),
        roles=roles,
        elements=elements,
        loops=tuple(structure.loops),
        ids=read_ids(tree),
        page_parents=page_parents,
        object_parents=object_parents,
        pages=tuple(_read_pages(pdf)),
        outline=tuple(
            OutlineItem(get_text(item, "/Title") or "", depth)
            for item, depth in _outline_items(root)
        ),
        actions=tuple(_read_actions(pdf)),
        attachments=tuple(_read_attachments(root)),
    )


# --- the document as a whole -------------------------------------------------------------


def _read_catalog(pdf: pikepdf.Pdf, data: bytes) -> Catalog:
    root = pdf.Root
    marks = get(root, "/MarkInfo")
    return Catalog(
        language=get_text(root, "/Lang"),
        is_marked=get(marks, "/Marked") is True,
        is_suspect=get(marks, "/Suspects") is True,
        has_structure=isinstance(get(root, "/StructTreeRoot"), Dictionary),
        shows_title=get(get(root, "/ViewerPreferences"), "/DisplayDocTitle") is True,
        has_page_labels=get(root, "/PageLabels") is not None,
        is_encrypted=pdf.is_encrypted,
        is_linearized=pdf.is_linearized,
        has_xfa=get(get(root, "/AcroForm"), "/XFA") is not None,
        ends=data.count(b"%%EOF"),
    )


def _read_information(pdf: pikepdf.Pdf) -> dict[str, str]:
    information = get(pdf.trailer, "/Info")
    return {key[1:]: get_text(information, key) or "" for key in get_keys(information)}


def _read_packet(root: Any) -> Packet | None:
    """Return the XMP metadata, None where there is none that can be understood."""
    data = decode(get(root, "/Metadata"), _METADATA_BYTES)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        packet = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    roots = list(packet.iter(f"{_RDF}RDF"))
    values: dict[str, str] = {}
    for rdf in roots[:1]:
        for description in rdf.findall(f"{_RDF}Description"):
            values |= {str(name): str(value) for name, value in description.attrib.items()}
            for each in description.iterchildren("*"):
                values[str(each.tag)] = "".join(str(text) for text in each.itertext()).strip()
    return Packet(len(roots), values)


def _outline_items(root: Any) -> Iterator[tuple[Any, int]]:
    """Yield the outline's items in order, each with its depth from 1."""
    seen: set[ObjectId] = set()
    waiting = [(get(get(root, "/Outlines"), "/First"), 1)]
    while waiting:
        item, depth = waiting.pop()
        if not isinstance(item, Dictionary) or identity(item) in seen:
            continue
        if len(seen) >= _MOST_OUTLINE_ITEMS:
            raise TooLargeError("the outline")
        seen.add(identity(item))
        yield item, depth
        waiting += [(get(item, "/Next"), depth), (get(item, "/First"), depth + 1)]


def _read_attachments(root: Any) -> Iterator[Attachment]:
    associated = {identity(file) for file in get_items(root, "/AF")}
    for key, file in walk_tree(get(get(root, "/Names"), "/EmbeddedFiles"), "/Names"):
        stream = get(get(file, "/EF"), "/UF") or get(get(file, "/EF"), "/F")
        parameters = get(stream, "/Params")
        yield Attachment(
            name=get_text(file, "/UF") or get_text(file, "/F") or to_text(key),
            relationship=get_name(file, "/AFRelationship"),
            media_type=get_name(stream, "/Subtype"),
            has_date=get_text(parameters, "/ModDate") is not None,
            is_associated=identity(file) in associated,
        )


# --- actions -------------------------------------------------------------------------------


def _read_actions(pdf: pikepdf.Pdf) -> Iterator[Action]:
    """Yield the actions of the document, its pages, annotations, outline and form fields."""
    root = pdf.Root
    holders: list[tuple[str, Any]] = [("the document", root)]
    for number, page in enumerate(pdf.pages, start=1):
        holders.append((f"page {number}", page.obj))
        holders += [
            (f"an annotation on page {number}", annotation)
            for annotation in get_items(page.obj, "/Annots")
        ]
    holders += [("the outline", item) for item, _ in _outline_items(root)]
    holders += [("a form field", field) for field in get_items(get(root, "/AcroForm"), "/Fields")]
    for where, holder in holders:
        yield from _follow(get(holder, "/A"), where)
        yield from _follow(get(holder, "/OpenAction"), where)
        events = get(holder, "/AA")
        for key in get_keys(events):
            yield from _follow(get(events, key), where)
    for key, _ in walk_tree(get(get(root, "/Names"), "/JavaScript"), "/Names"):
        yield Action("JavaScript", to_text(key), "the document")


def _follow(action: Any, where: str) -> Iterator[Action]:
    """Yield an action and those that come next (12.6.2)."""
    seen: set[ObjectId] = set()
    waiting = [action]
    while waiting and len(seen) < 1000:
        found = waiting.pop()
        kind = get_name(found, "/S")
        if not kind or identity(found) in seen:
            continue
        seen.add(identity(found) if identity(found) != (0, 0) else (0, len(seen) + 1))
        yield Action(kind, get_text(found, "/URI") or "", where)
        waiting += get_items(found, "/Next")


# --- pages ------------------------------------------------------------------------------------


def _read_pages(pdf: pikepdf.Pdf) -> Iterator[Page]:
    fonts: dict[ObjectId, UsedFont] = {}
    read = 0
    for number, page in enumerate(pdf.pages, start=1):
        reader = PageReader(number, fonts)
        reader.read(page)
        read += reader.bytes
        if read > MOST_CONTENT_BYTES:
            raise TooLargeError("the content of its pages")
        yield _page(page, number, reader)


def _page(page: pikepdf.Page, number: int, reader: PageReader) -> Page:
    return Page(
        number=number,
        box=_box(get_numbers(page.obj, "/CropBox") or get_numbers(page.obj, "/MediaBox")),
        chunks=reader.finished(),
        untagged=tuple(reader.untagged),
        badly_nested=tuple(dict.fromkeys(reader.badly_nested)),
        repeated_marks=tuple(reader.repeated_marks),
        fonts=reader.counted_fonts(),
        annotations=tuple(map(_read_annotation, get_items(page.obj, "/Annots"))),
        parents_key=get_integer(page.obj, "/StructParents"),
        tab_order=get_name(page.obj, "/Tabs"),
    )


def _box(numbers: tuple[float, ...]) -> Box:
    if len(numbers) != 4:
        return (0, 0, 0, 0)
    left, bottom, right, top = numbers
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


_HIDDEN = 2  # the flag of 12.5.3 in the place of bit 2


def _read_annotation(annotation: Any) -> Annotation:
    destination = get(annotation, "/Dest") or get(get(annotation, "/A"), "/D")
    return Annotation(
        object=identity(annotation),
        subtype=get_name(annotation, "/Subtype"),
        contents=get_text(annotation, "/Contents"),
        target=get_text(get(annotation, "/A"), "/URI") or to_text(destination).removeprefix("/"),
        struct_parent=get_integer(annotation, "/StructParent"),
        is_hidden=bool((get_integer(annotation, "/F") or 0) & _HIDDEN),
    )
