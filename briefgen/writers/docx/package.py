"""Turn parts into the bytes of an OPC package (ISO/IEC 29500-2), equal parts to equal bytes.

python-docx's package model keeps the parts and their relationships; its own writer puts
the time of day into the archive, so the archive is written here. What stands in a part is
the business of the module that makes it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from briefgen.pipeline.job import Metadata
from briefgen.writers.docx.xml import DECLARATION, escape, quoteattr

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip entry can have, and the one that every entry has."""

LEVEL = 5
"""Of a long table, the next level makes 3 % less and takes half as long again."""

FONT_LEVEL = 1
"""Fonts are megabytes; of these, four levels more make 7 % less and take twice as long."""


class WordPart(Part):
    """A part with its relationships, whose content is set when all of it is known.

    ``content`` is the part's text in pieces, since a long table is too long to be copied
    again and again.
    """

    def __init__(self, name: str, content_type: str, blob: bytes = b"") -> None:
        super().__init__(PackURI(name), content_type, blob)
        self.content: list[str] = []
        self._links: dict[tuple[str, str], str] = {}

    @property
    def blob(self) -> bytes:
        """Return the part's bytes."""
        return b"".join([self._blob or b"", *map(str.encode, self.content)])

    def link(self, url: str) -> str:
        """Return the id of the relationship to a URL outside the package."""
        return self._relate(RT.HYPERLINK, url, url, external=True)

    def relate(self, part: WordPart, kind: str) -> str:
        """Return the id of this part's relationship of a kind to another part."""
        return self._relate(kind, str(part.partname), part, external=False)

    def _relate(self, kind: str, key: str, target: Part | str, *, external: bool) -> str:
        identifier = self._links.get((kind, key))
        if identifier is None:
            identifier = self._links[kind, key] = f"rId{len(self._links) + 1}"
            self.rels.add_relationship(kind, target, identifier, external)
        return identifier


_DEFINITIONS = {
    "numbering": (CT.WML_NUMBERING, RT.NUMBERING),
    "styles": (CT.WML_STYLES, RT.STYLES),
    "settings": (CT.WML_SETTINGS, RT.SETTINGS),
    "fontTable": (CT.WML_FONT_TABLE, RT.FONT_TABLE),
    "theme/theme1": (CT.OFC_THEME, RT.THEME),
}
"""What a document's text rests on → media type, relationship."""


def define(document: WordPart, name: str, content: list[str]) -> WordPart:
    """Return a new part that the document refers to, by its name in ``/word/``."""
    media_type, relation = _DEFINITIONS[name]
    part = WordPart(f"/word/{name}.xml", media_type)
    part.content = content
    document.relate(part, relation)
    return part


def new_package(document: WordPart, metadata: Metadata) -> OpcPackage:
    """Return a package with a main document and the properties that metadata allows."""
    package = OpcPackage()
    package.relate_to(document, RT.OFFICE_DOCUMENT)
    core = WordPart("/docProps/core.xml", CT.OPC_CORE_PROPERTIES, _core_properties(metadata))
    package.relate_to(core, RT.CORE_PROPERTIES)
    return package


def pack(package: OpcPackage) -> bytes:
    """Return the package's archive."""
    parts = sorted(package.iter_parts(), key=lambda part: str(part.partname))
    entries = {
        "[Content_Types].xml": _content_types(parts),
        "_rels/.rels": _bytes(package.rels.xml),
    }
    for part in parts:
        entries[part.partname.membername] = part.blob
        if len(part.rels):
            entries[PackURI(part.partname.rels_uri).membername] = _bytes(part.rels.xml)
    return write_archive(entries)


def write_archive(entries: Mapping[str, bytes | str]) -> bytes:
    """Return a ZIP of entries by their names, in order of these, all of one date and mode."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(entries):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            level = FONT_LEVEL if name.endswith(".odttf") else LEVEL
            archive.writestr(entry, entries[name], compresslevel=level)
    return stream.getvalue()


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


def _content_types(parts: Iterable[Part]) -> bytes:
    """Return ``[Content_Types].xml`` (ISO/IEC 29500-2, 7.2.3)."""
    overrides = "".join(
        f"<Override PartName={quoteattr(str(part.partname))}"
        f" ContentType={quoteattr(part.content_type)}/>"
        for part in parts
    )
    return (
        f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{CT.OPC_RELATIONSHIPS}"/>'
        f'<Default Extension="xml" ContentType="{CT.XML}"/>{overrides}</Types>'
    ).encode()


def moment(date: str) -> str:
    """Return the start of a day, month or year as a ``dateTime``; of 1980 where there is none."""
    year, month, day = (*date.split("-"), "01", "01")[:3] if date else ("1980", "01", "01")
    return f"{year}-{month}-{day}T00:00:00Z"


def _core_properties(metadata: Metadata) -> bytes:
    """Return the core properties (ISO/IEC 29500-2, 8.3): no author, no clock."""
    when = moment(metadata.date)
    fields = (
        ("dc:title", metadata.title),
        ("dc:subject", metadata.subject),
        ("cp:keywords", ", ".join(metadata.keywords)),
        ("dc:language", metadata.language),
    )
    texts = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in fields if text)
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{when}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f"{DECLARATION}<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{texts}{dates}</cp:coreProperties>"
    ).encode()
