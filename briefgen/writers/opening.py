"""Turn the bytes of a Word file from outside into its parts, or into why they aren't opened.

Nothing is unpacked before its size is known. What is made of the parts is the business of the
readers: briefgen/writers/docx/reference.py, briefgen/translation/.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import unquote

from lxml import etree

Xml: TypeAlias = etree._Element

_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"

SAVE = "open it in Word and save it as Word Document (.docx)"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is unpacked: parts, bytes of each and of all, and bytes for one that is packed.

    ``hint`` says what to do about a file that holds more.
    """

    parts: int = 2000
    part_bytes: int = 50_000_000
    bytes: int = 200_000_000
    ratio: int = 100
    hint: str = "take out what isn't text, such as pictures"


_ENCODINGS = frozenset({"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "ASCII", "US-ASCII"})
"""What XML in a package may be in (ISO/IEC 29500-2, 8.2.5); others let words look like markup."""

_SMALL = 1_000_000
"""Bytes of a part below which nobody asks how well it is packed."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part: ``kind`` is its type's URI, ``target`` a part's name or a URL."""

    identifier: str
    kind: str
    target: str
    external: bool

    @property
    def name(self) -> str:
        """Return the last word of the type, which Word and others write under several URIs."""
        return self.kind.rpartition("/")[2]


class RefusedError(Exception):
    """The file can't be used at all. Its text says why, ``hint`` what to do."""

    def __init__(self, words: str, hint: str) -> None:
        super().__init__(words)
        self.hint = hint


# --- the package -------------------------------------------------------------------------

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Package:
    """An OPC package (ISO/IEC 29500-2) whose names and sizes have been checked."""

    def __init__(self, data: bytes, limits: Limits = Limits()) -> None:
        if data.startswith(_OLE):
            words = "it has a password, or is of Word 97–2003"
            raise RefusedError(words, "take the password off in Word: File › Info › Protect")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise RefusedError("it is no Word file, or damaged", SAVE) from error
        self.names = _checked_names(self._archive.infolist(), limits)
        types = self.xml("[Content_Types].xml")
        self.overrides = {
            unquote(entry.get("PartName", "")).lower(): entry.get("ContentType", "")
            for entry in types.iter(f"{_TYPES}Override")
        }
        self.defaults = {
            entry.get("Extension", "").lower(): entry.get("ContentType", "")
            for entry in types.iter(f"{_TYPES}Default")
        }

    def read(self, name: str) -> bytes:
        """Return a part's bytes."""
        entry = self.names.get(name.lstrip("/").lower())
        if entry is None:
            raise RefusedError(f"it lacks the part {name}", SAVE)
        try:
            with self._archive.open(entry) as stream:
                data = stream.read(entry.file_size + 1)  # no more, whatever unpacks there
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError) as error:
            raise RefusedError(f"its part {name} is damaged", SAVE) from error
        return data

    def xml(self, name: str) -> Xml:
        """Return a part as XML without comments: no entity is expanded, no DTD is read."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False,
            huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(self.read(name), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise RefusedError(f"its part {name} is not well-formed XML", SAVE) from error
        info = root.getroottree().docinfo
        if info.internalDTD is not None:
            raise RefusedError(f"its part {name} declares a document type", SAVE)
        if info.encoding is not None and info.encoding.upper() not in _ENCODINGS:
            raise RefusedError(f"its part {name} is neither in UTF-8 nor in UTF-16", SAVE)
        return root

    def media_type(self, name: str) -> str:
        """Return a part's media type, "" for none."""
        key = name.lower()
        return self.overrides.get(key) or self.defaults.get(key.rpartition(".")[2], "")

    def relations(self, name: str) -> list[Relation]:
        """Return the relationships of a part; "/" is the package."""
        folder, file = posixpath.split(name)
        source = posixpath.join(folder, "_rels", f"{file}.rels")
        if source.lstrip("/").lower() not in self.names:
            return []
        found = []
        for entry in self.xml(source).iter(f"{_PACKAGE}Relationship"):
            external = entry.get("TargetMode") == "External"
            target = entry.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join(folder, unquote(target)))
            found.append(Relation(entry.get("Id", ""), entry.get("Type", ""), target, external))
        return found

    def main(self) -> str:
        """Return the name of the part that the file is about."""
        found = (r.target for r in self.relations("/") if r.name == "officeDocument")
        if (name := next(found, None)) is None:
            raise RefusedError("it has no main document", SAVE)
        return name

    def all_relations(self) -> Iterator[Relation]:
        """Yield the relationships of every part."""
        for entry in self.names.values():
            folder, file = posixpath.split(f"/{entry.filename}")
            if file.endswith(".rels") and folder.endswith("_rels"):
                yield from self.relations(posixpath.join(folder[:-6], file[:-5]))


def _checked_names(entries: list[zipfile.ZipInfo], limits: Limits) -> dict[str, zipfile.ZipInfo]:
    """Return the entries by their names in lower case, which must be plain and few."""
    names: dict[str, zipfile.ZipInfo] = {}
    if len(entries) > limits.parts:
        words = f"it has {len(entries):,} parts, more than {limits.parts:,}"
        raise RefusedError(words, limits.hint)
    if (size := sum(entry.file_size for entry in entries)) > limits.bytes:
        raise RefusedError(f"it unpacks to {size:,} bytes, more than {limits.bytes:,}", limits.hint)
    for entry in entries:
        name = entry.filename
        if name.startswith("/") or re.search(r"[\\:\0]|(^|/)\.\.(/|$)", name):
            raise RefusedError(f"it has a part with the name {name[:60]!r}", SAVE)
        if name.lower() in names:
            raise RefusedError(f"it has two parts with the name {name[:60]!r}", SAVE)
        if entry.flag_bits & 1 or entry.compress_type not in {0, zipfile.ZIP_DEFLATED}:
            raise RefusedError("it is encrypted, or packed as no Word file is", SAVE)
        if _is_bomb(entry, limits):
            words = f"its part {name[:60]!r} unpacks to {entry.file_size:,} bytes"
            raise RefusedError(words, limits.hint)
        names[name.lower()] = entry
    return names


def _is_bomb(entry: zipfile.ZipInfo, limits: Limits) -> bool:
    size = entry.file_size
    packed_well = size > _SMALL and size > limits.ratio * entry.compress_size
    return size > limits.part_bytes or packed_well


# --- what speaks against it --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a file that isn't let in: what it is, and the way out."""

    words: str
    hint: str


_MACROS = "save it as Word Document (.docx): macros are dropped then"
PLAIN = "remove the object in Word, or put a picture in its place"
_REFUSED = {
    "vbaProject": ("macros", _MACROS),
    "wordVbaData": ("macros", _MACROS),
    "attachedToolbars": ("toolbars of macros", _MACROS),
    "control": ("a form control (ActiveX)", PLAIN),
    "activeXControlBinary": ("a form control (ActiveX)", PLAIN),
    "oleObject": ("an embedded object", PLAIN),
    "package": ("an embedded file", PLAIN),
    "aFChunk": ("an imported document (altChunk)", PLAIN),
    "subDocument": ("a subdocument", PLAIN),
}
"""Kind of relationship → what it brings, and the way out."""

_REFUSED_PARTS = (
    (re.compile(r"macroenabled|vbaproject|vbadata"), "vbaProject"),
    (re.compile(r"activex"), "control"),
    (re.compile(r"oleobject|/embeddings/"), "oleObject"),
)
"""What names and media types of parts give away even where no relationship leads there."""


def find_active(package: Package) -> Iterator[Finding]:
    """Yield what does more than say how a document looks."""
    kinds = {relation.name for relation in package.all_relations() if not relation.external}
    words = [*package.names, *package.overrides, *package.overrides.values()]
    words += package.defaults.values()
    whole = "\n".join(words).lower()
    kinds.update(kind for pattern, kind in _REFUSED_PARTS if pattern.search(whole))
    found = dict.fromkeys(_REFUSED[kind] for kind in sorted(kinds & _REFUSED.keys()))
    for what, hint in found:
        yield Finding(f"the Word file carries {what}", hint)


_EXTERNAL_HINTS = {
    "attachedTemplate": "in Word: Developer › Document Template, remove the path under “Document"
    " template”",
    "image": "in Word: File › Info › Edit Links to Files, break the link to keep the picture",
}


def find_external(package: Package) -> Iterator[Finding]:
    """Yield what the file refers to outside itself, other than links for a reader to follow."""
    for relation in package.all_relations():
        if relation.external and relation.name != "hyperlink":
            where = relation.target[:80]
            hint = _EXTERNAL_HINTS.get(relation.name, "remove it in Word")
            words = f"the Word file refers to “{where}” ({relation.name}), outside itself"
            yield Finding(words, hint)


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def field_codes(root: Xml) -> list[str]:
    """Return the codes of a part's fields (17.16.4.2), nested ones by themselves."""
    codes = [""]
    for element in root.iter(f"{_W}fldChar", f"{_W}instrText", f"{_W}delInstrText"):
        if element.tag == f"{_W}fldChar":
            codes.append("")
        else:  # one code may be in several runs
            codes[-1] += element.text or ""
    codes += [element.get(f"{_W}instr", "") for element in root.iter(f"{_W}fldSimple")]
    return [code.strip() for code in codes if code.strip()]
