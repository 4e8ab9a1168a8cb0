"""Turn Word documents of this package's into a reference.docx: their styles, each as a sample.

What a document takes over from such a file is in briefgen/writers/docx/reference.py.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import replace

from docx.opc.constants import CONTENT_TYPE as CT
from lxml import etree

from briefgen.pipeline.job import Metadata, Reference
from briefgen.style.model import Page, Sides
from briefgen.writers.docx.merge import merge
from briefgen.writers.docx.package import WordPart, define, new_package, pack
from briefgen.writers.docx.reference import (
    PartCopy,
    ReferenceDocument,
    is_on,
    read_reference,
    style_chain,
)
from briefgen.writers.docx.reference_pages import Stories, fields, section_properties
from briefgen.writers.docx.reference_styles import name_of, style_identifiers
from briefgen.writers.docx.xml import W, escape, from_pieces, to_pieces, twips, value
from briefgen.writers.docx.xml import root as xml_root
from briefgen.writers.opening import Xml

_PAGE = Page(595.3, 841.9, Sides(72.0, 72.0, 72.0, 72.0), {})
"""A page where a document doesn't say: A4."""


def write_reference(documents: Sequence[bytes], metadata: Metadata) -> bytes:
    """Return a .docx with every style that the documents have, shown once under its own name.

    ``documents`` are files of this package's, at least one. Where they differ in a style, in
    pages or in headers, the first of those has its way whose headers follow most of the text.
    """
    first, *others = sorted(map(_read, documents), key=_followed, reverse=True)
    for other in others:
        first = _united(first, other)
    document = WordPart("/word/document.xml", CT.WML_DOCUMENT_MAIN)
    section = first.sections[0]
    page = section.page(_PAGE)
    stories = Stories(document)
    references = stories.references(section, first=section.title_page)
    width = page.width - page.margin.left - page.margin.right
    document.content = xml_root(
        "document",
        "<w:body>",
        *_samples(first.styles, width),
        section_properties(section, page, references, first=True, rtl=False),
        "</w:body>",
    )
    definitions = {"styles": first.styles, "fontTable": first.fonts, "settings": first.settings}
    parts = {
        name: define(document, name, to_pieces(root))
        for name, root in definitions.items()
        if root is not None
    }
    for name, part in first.shared_parts().items():
        parts[name] = define(document, name, to_pieces(_used_lists(part.xml(), first.styles)))
    stories.finish(first, metadata, parts)
    return pack(new_package(document, metadata))


def _followed(document: ReferenceDocument) -> int:
    """Return how many fields the headers and footers have."""
    parts = (part for section in document.sections for part in section.edges.values())
    return sum(len(fields(part.xml())) for part in parts)


def _read(data: bytes) -> ReferenceDocument:
    """Return a document of ours without its notes, its fonts, and styles that text alone uses."""
    read, problems = read_reference(Reference("", data))
    if read is None:
        raise ValueError(f"a document can't be read back: {problems}")
    styles, settings = copy.deepcopy(read.styles), copy.deepcopy(read.settings)
    used = {
        mark.get(f"{W}val", "")
        for section in read.sections
        for part in section.edges.values()
        for mark in part.xml().iter(f"{W}pStyle", f"{W}rStyle")
    }
    hidden = {
        style.get(f"{W}styleId", "")
        for style in styles.iterfind(f"{W}style")
        if _is_hidden(style) and style.get(f"{W}default") is None
    }.difference(used)
    for style in styles.findall(f"{W}style"):
        if style.get(f"{W}styleId") in hidden:
            styles.remove(style)
    for style in styles.iterfind(f"{W}style"):
        for link in style.findall(f"{W}next") + style.findall(f"{W}link"):
            if link.get(f"{W}val") in hidden:
                style.remove(link)
    if settings is not None:
        for name in ("footnotePr", "embedTrueTypeFonts", "saveSubsetFonts"):
            etree.strip_elements(settings, W + name)
    return replace(read, styles=styles, settings=settings)


def _united(first: ReferenceDocument, other: ReferenceDocument) -> ReferenceDocument:
    """Return the first document with the styles and lists that only the other has."""
    own = {"styles": to_pieces(other.styles)}
    if other.numbering is not None:
        own["numbering"] = to_pieces(other.numbering.xml())
    offered = (style for style in other.styles.iterfind(f"{W}style") if not _is_hidden(style))
    used = [style.get(f"{W}styleId", "") for style in offered]
    merged = merge(replace(first, settings=None), own, used).definitions
    numbering = first.numbering or other.numbering
    if numbering is not None:
        lists = from_pieces(merged["numbering"])
        numbering = PartCopy(numbering.media_type, lists, numbering.relations)
    styles = from_pieces(merged["styles"])
    if _is_rtl(other.styles) and not _is_rtl(first.styles):
        _take_complex_script(styles, other.styles)
    return replace(first, styles=styles, numbering=numbering)


def _is_rtl(styles: Xml) -> bool:
    """Return whether a document runs from right to left."""
    return is_on(styles.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr/{W}bidi"))


def _take_complex_script(styles: Xml, other: Xml) -> None:
    """Give styles the face and size that a document from right to left has in the same styles.

    Word has those of Arabic and Hebrew script beside the others' (``w:cs``, ``w:szCs``).
    """
    named, theirs, mine = style_identifiers(other), _by_id(other), _by_id(styles)
    for key, identifier in style_identifiers(styles).items():
        if key[0] != "paragraph" or key not in named:
            continue
        chain = list(style_chain(theirs[named[key]], theirs))
        for tag, attribute in (("rFonts", "cs"), ("szCs", "val")):
            found = (style.find(f"{W}rPr/{W}{tag}") for style in chain)
            said = next((element for element in found if element is not None), None)
            own = mine[identifier].find(f"{W}rPr/{W}{tag}")
            if said is not None and own is not None:
                own.set(W + attribute, said.get(W + attribute, ""))


def _by_id(styles: Xml) -> dict[str, Xml]:
    return {style.get(f"{W}styleId", ""): style for style in styles.iterfind(f"{W}style")}


def _used_lists(root: Xml, styles: Xml) -> Xml:
    """Return ``w:numbering`` without the lists that no style makes; other parts as they are."""
    numbers = {number.get(f"{W}val") for number in styles.iter(f"{W}numId")}
    for number in root.findall(f"{W}num"):
        if number.get(f"{W}numId") not in numbers:
            root.remove(number)
    used = {definition.get(f"{W}val") for definition in root.iterfind(f"{W}num/{W}abstractNumId")}
    for definition in root.findall(f"{W}abstractNum"):
        if definition.get(f"{W}abstractNumId") not in used:
            root.remove(definition)
    return root


def _is_hidden(style: Xml) -> bool:
    """Return whether Word doesn't offer a style: it tells two places of one style apart."""
    return style.find(f"{W}semiHidden") is not None


def _samples(styles: Xml, width: float) -> Iterator[str]:
    """Yield a paragraph or table per style, in order of their names; ``width`` in points."""
    shown = [style for style in styles.iterfind(f"{W}style") if not _is_hidden(style)]
    plain = style_identifiers(styles)["paragraph", "normal"]
    for style in sorted(shown, key=lambda style: name_of(style).lower()):
        name, identifier = name_of(style), style.get(f"{W}styleId", "")
        kind = style.get(f"{W}type")
        if kind == "paragraph":
            yield _paragraph(name, identifier)
        elif kind == "character":
            yield _paragraph(name, plain, f"<w:rPr>{value('rStyle', identifier)}</w:rPr>")
        elif kind == "table":
            yield _table(name, identifier, plain, width)


def _paragraph(text: str, style: str, properties: str = "") -> str:
    return (
        f"<w:p><w:pPr>{value('pStyle', style)}</w:pPr>"
        f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def _table(name: str, identifier: str, plain: str, width: float) -> str:
    half = twips(width / 2)
    cells = (
        f'<w:tc><w:tcPr><w:tcW w:w="{half}" w:type="dxa"/></w:tcPr>{_paragraph(text, plain)}</w:tc>'
        for text in (name, "")
    )
    columns = f'<w:gridCol w:w="{half}"/>' * 2
    row = f"<w:tr>{''.join(cells)}</w:tr>"
    return (
        f"<w:tbl><w:tblPr>{value('tblStyle', identifier)}"
        f'<w:tblW w:w="{2 * half}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        f' w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{columns}'
        f"</w:tblGrid>{row * 2}</w:tbl>{_paragraph('', plain)}"
    )
