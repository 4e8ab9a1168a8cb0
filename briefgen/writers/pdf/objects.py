"""Turn a structure tree into the objects of a PDF file (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pydyf

from briefgen.writers.pdf.structure import ROLE_MAP, Node


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of marked content: its number in a page's stream, or in a group drawn there."""

    page: int
    mcid: int
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link's rectangle on a page."""

    page: int
    dictionary: pydyf.Dictionary


class _Element(pydyf.Object):  # type: ignore[misc] # untyped base
    """An object whose bytes are known: a long table has too many for dictionaries."""

    data = b""


def write_structure(
    pdf: pydyf.PDF, document: Node, streams: Sequence[tuple[pydyf.Object, int]]
) -> None:
    """Add the structure tree of a document to a PDF.

    ``streams`` are the pages and groups with marked content, each with how many pieces it
    has; a page's are numbered by the page, groups' come after.
    """
    pages = pdf.page_references
    tree = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(tree)
    nodes = list(document.walk())
    elements = [_Element() for _ in nodes]
    for element in elements:
        pdf.add_object(element)
    references = {id(n): e.reference for n, e in zip(nodes, elements, strict=True)}
    references[id(None)] = tree.reference
    parents: list[list[bytes]] = [[b"null"] * count for _, count in streams]
    annotations: list[tuple[pydyf.Dictionary, bytes]] = []
    for node, element in zip(nodes, elements, strict=True):
        reference = references[id(node)]
        for kid in node.kids:
            if isinstance(kid, Mark):
                parents[kid.page if kid.group is None else kid.group][kid.mcid] = reference
            elif isinstance(kid, Annotation):
                annotations.append((kid.dictionary, reference))
        element.data = _element(node, references, pages, streams)
    tree["K"] = references[id(document)]
    tree["ParentTree"] = _parent_tree(pdf, parents, annotations)
    tree["ParentTreeNextKey"] = len(parents) + len(annotations)
    tree["RoleMap"] = pydyf.Dictionary({custom: f"/{kind}" for custom, kind in ROLE_MAP.items()})
    named = sorted((node.texts["ID"], references[id(node)]) for node in nodes if "ID" in node.texts)
    if named:
        tree["IDTree"] = _id_tree(pdf, named)
    pdf.catalog["StructTreeRoot"] = tree.reference
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


def _element(
    node: Node,
    references: Mapping[int, bytes],
    pages: Sequence[bytes],
    streams: Sequence[tuple[pydyf.Object, int]],
) -> bytes:
    """Return the dictionary of a structure element (table 323)."""
    parent = node.parent
    page = next((k.page for k in node.kids if isinstance(k, Mark | Annotation)), None)
    parts = [b"<</Type/StructElem/S/", node.type.encode(), b"/P ", references[id(parent)]]
    if page is not None:
        parts += [b"/Pg ", pages[page]]
    if parent is not None and node.language != parent.language:
        parts += [b"/Lang", pydyf.String(node.language).data]
    for key, text in node.texts.items():
        parts += [b"/", key.encode(), pydyf.String(text).data]
    if node.attributes:
        parts += [b"/A[", *(f"<<{a}>>".encode() for a in node.attributes), b"]"]
    if node.kids:
        kids = [_kid(kid, page, references, pages, streams) for kid in node.kids]
        parts += [b"/K[", b" ".join(kids), b"]"]
    return b"".join([*parts, b">>"])


def _kid(
    kid: Any,
    page: int | None,
    references: Mapping[int, bytes],
    pages: Sequence[bytes],
    streams: Sequence[tuple[pydyf.Object, int]],
) -> bytes:
    if isinstance(kid, Node):
        return references[id(kid)]
    if isinstance(kid, Annotation):
        return b"<</Type/OBJR/Pg %b/Obj %b>>" % (pages[kid.page], kid.dictionary.reference)
    if kid.group is not None:
        group = streams[kid.group][0].reference
        return b"<</Type/MCR/Pg %b/Stm %b/MCID %d>>" % (pages[kid.page], group, kid.mcid)
    if kid.page != page:
        return b"<</Type/MCR/Pg %b/MCID %d>>" % (pages[kid.page], kid.mcid)
    return b"%d" % kid.mcid


def _parent_tree(
    pdf: pydyf.PDF,
    parents: Iterable[Sequence[bytes]],
    annotations: Iterable[tuple[pydyf.Dictionary, bytes]],
) -> bytes:
    """Add the tree from content to structure elements (14.7.4.4), and return its reference."""
    entries = [b"[" + b" ".join(of_stream) + b"]" for of_stream in parents]
    for annotation, reference in annotations:
        annotation["StructParent"] = len(entries)
        entries.append(reference)
    numbers = b" ".join(b"%d %b" % entry for entry in enumerate(entries))
    return _add(pdf, b"<</Nums[" + numbers + b"]>>")


def _id_tree(pdf: pydyf.PDF, named: Iterable[tuple[str, bytes]]) -> bytes:
    names = b" ".join(b"(%b) %b" % (name.encode(), reference) for name, reference in named)
    return _add(pdf, b"<</Names[" + names + b"]>>")


def _add(pdf: pydyf.PDF, data: bytes) -> bytes:
    element = _Element()
    element.data = data
    pdf.add_object(element)
    reference: bytes = element.reference
    return reference
