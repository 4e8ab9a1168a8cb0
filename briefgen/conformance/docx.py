"""Turn a Word file into what is wrong with it that Word mends, drops or tells, unasked.

Only what can be seen in its parts (ECMA-376, 1 and 2). Whether they keep to the schemas is
what the Open XML SDK's validator is for.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from briefgen.conformance.table import Check, run, whole
from briefgen.diagnostics import Diagnostic

PARTS_BYTES = 200_000_000
"""The most bytes of all parts together, unpacked, that are looked at."""

PROPERTIES = frozenset(
    ["title", "subject", "keywords", "language", "created", "modified", "description"]
)
"""The only core properties that a document may have: no author, no revision."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CORE = "docProps/core.xml"
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError)
"""What zipfile raises for archives that are damaged, encrypted or packed otherwise."""


@dataclass(frozen=True, slots=True)
class Package:
    """The names of all parts, and the XML of those that are XML."""

    names: frozenset[str]
    xml: Mapping[str, etree._Element]

    def stories(self) -> Iterator[tuple[str, etree._Element]]:
        """Yield the parts that hold text: the document, headers, footers, notes."""
        for name, root in self.xml.items():
            if name.startswith("word/") and root.tag.startswith(_W):
                yield name, root

    def relations(self) -> Iterator[tuple[str, etree._Element]]:
        """Yield each relationship, with the folder that its target is relative to."""
        for name, root in self.xml.items():
            if name.endswith(".rels"):
                folder = posixpath.dirname(posixpath.dirname(name))
                for relation in root.iter(_RELATION):
                    yield folder, relation


def is_related_to_what_is_there(package: Package) -> Iterator[str]:
    """Find relationships whose target is no part (ECMA-376-2, 9.3)."""
    if "_rels/.rels" not in package.names:
        yield "the file has no relationships (_rels/.rels): no program finds the document in it"
    for folder, relation in package.relations():
        target = relation.get("Target") or ""
        path = posixpath.normpath(posixpath.join("/", folder, target))[1:]
        if relation.get("TargetMode") != "External" and path not in package.names:
            yield f"a relationship leads to '{target[:60]}', which is not there"


def fetches_nothing(package: Package) -> Iterator[str]:
    """Find targets outside the file that are no links: a template, an image, an object."""
    for _, relation in package.relations():
        kind = (relation.get("Type") or "").rpartition("/")[2]
        if relation.get("TargetMode") == "External" and kind != "hyperlink":
            yield f"opening the file fetches '{(relation.get('Target') or '')[:60]}' ({kind})"


def does_nothing(package: Package) -> Iterator[str]:
    """Find macros and embedded objects."""
    for name in sorted(package.names):
        if name.endswith((".bin", ".exe", ".js", ".vbs")):
            yield f"the file holds '{name}', which can act"


def bookmarks_are_apart(package: Package) -> Iterator[str]:
    """Find names that are taken twice and bookmarks without an end (ECMA-376-1, 17.13.6)."""
    starts = [e for _, root in package.stories() for e in root.iter(f"{_W}bookmarkStart")]
    ends = Counter(
        e.get(f"{_W}id") for _, root in package.stories() for e in root.iter(f"{_W}bookmarkEnd")
    )
    names = Counter(start.get(f"{_W}name") for start in starts)
    yield from (f"the bookmark '{name}' is there {n} times" for name, n in names.items() if n > 1)
    for start in starts:
        if ends[start.get(f"{_W}id")] != 1:
            yield f"the bookmark '{start.get(f'{_W}name')}' doesn't end once"


def fields_are_balanced(package: Package) -> Iterator[str]:
    """Find complex fields that don't begin and end in turn (ECMA-376-1, 17.16.18)."""
    for name, root in package.stories():
        depth = 0
        for mark in root.iter(f"{_W}fldChar"):
            depth += {"begin": 1, "end": -1}.get(mark.get(f"{_W}fldCharType") or "", 0)
            if depth < 0:
                break
        if depth:
            yield f"a field in {name} {'has no end' if depth > 0 else 'ends before it begins'}"


def cells_end_in_a_paragraph(package: Package) -> Iterator[str]:
    """Find cells that Word calls damaged (ECMA-376-1, 17.4.65)."""
    for name, root in package.stories():
        for number, cell in enumerate(root.iter(f"{_W}tc"), start=1):
            last = next((e for e in cell.iterchildren("*", reversed=True)), None)
            if last is None or last.tag not in (f"{_W}p", f"{_W}sdt"):
                yield f"cell {number} of {name} doesn't end in a paragraph"


def has_title(package: Package) -> Iterator[str]:
    """Find a document without a title."""
    if not any(text.strip() for key, text in _properties(package) if key == "title"):
        yield "the document has no title"


def says_no_more_than_allowed(package: Package) -> Iterator[str]:
    """Find who wrote it, when it was printed, and other things that no reader needs."""
    for key, text in _properties(package):
        if key not in PROPERTIES and text.strip():
            yield f"the document's properties have an entry {key}: '{text[:40]}'"
    for _, root in package.stories():
        if any(str(key).startswith(f"{_W}rsid") for e in root.iter("*") for key in e.attrib):
            yield "the document says in which sitting each part was written (rsid)"


def _properties(package: Package) -> Iterator[tuple[str, str]]:
    if (core := package.xml.get(_CORE)) is not None:
        for entry in core.iterchildren("*"):
            yield str(entry.tag).rpartition("}")[2], entry.text or ""


CHECKS = (
    Check("V111", has_title, "a title belongs into the core properties"),
    Check("V113", says_no_more_than_allowed, "leave it out"),
    Check("V105", does_nothing, "save it without macros and objects"),
    Check("V201", fetches_nothing, "put it into the file"),
    Check("V202", is_related_to_what_is_there, "write the file anew"),
    Check("V203", bookmarks_are_apart, "give each bookmark a name of its own, and one end"),
    Check("V204", fields_are_balanced, "each field begins, separates and ends"),
    Check("V205", cells_end_in_a_paragraph, "end each cell with a paragraph, if need be empty"),
)
"""Every check, in the order of its findings."""


def check_docx(data: bytes, file: str) -> list[Diagnostic]:
    """Return what is wrong with a Word file; ``file`` is the path that is told."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > PARTS_BYTES:
                message = "the file is too large to be checked: its parts"
                return [Diagnostic("V103", message, whole(file), "check a part of it")]
            package = _read(archive)
    except (*_UNREADABLE, etree.XMLSyntaxError) as error:
        return [Diagnostic("V101", f"the file is damaged: {error}", whole(file), "write it anew")]
    if "word/document.xml" not in package.xml:
        message = "the file is a package, but not of Word"
        return [Diagnostic("V101", message, whole(file), "verify PDF, DOCX or HTML files")]
    return run(CHECKS, package, file)


def _read(archive: zipfile.ZipFile) -> Package:
    names = archive.namelist()
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return Package(
        frozenset(names),
        {
            name: etree.fromstring(archive.read(name), parser)
            for name in names
            if name.endswith((".xml", ".rels"))
        },
    )
