"""Turn a reference.docx into what Word documents take over from it, or into why they can't.

The file is opened by briefgen/writers/opening.py; no part is taken that isn't named here.
How what is taken joins a document's own parts is in briefgen/writers/docx/merge.py.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from docx.opc.constants import CONTENT_TYPE as CT
from lxml import etree

from briefgen.diagnostics import Diagnostic, Place
from briefgen.pipeline.job import Reference
from briefgen.style.model import Page, Sides, Styles
from briefgen.writers.docx.xml import R, W
from briefgen.writers.opening import (
    PLAIN,
    SAVE,
    Limits,
    Package,
    RefusedError,
    Relation,
    Xml,
    field_codes,
    find_active,
    find_external,
)

LIMITS = Limits(
    parts=1000,
    bytes=64_000_000,
    hint="a reference needs styles, a header and a footer: make one with few pictures",
)
"""A few hundred times what templates with a logo have."""


@dataclass(frozen=True, slots=True)
class PartCopy:
    """A part that is taken over: its XML, or its bytes, and what it refers to."""

    media_type: str
    content: Xml | bytes
    relations: tuple[tuple[Relation, PartCopy | None], ...] = ()

    def xml(self) -> Xml:
        """Return a copy of the XML to change."""
        if isinstance(self.content, bytes):
            raise TypeError("a picture is no XML")
        return copy.deepcopy(self.content)


@dataclass(frozen=True, slots=True)
class Section:
    """A section's page set-up, and its headers and footers by element and type.

    ``setup`` are the children of ``w:sectPr`` that are kept, by name; ``edges`` maps
    ``("header", "first")`` and its like to parts.
    """

    setup: Mapping[str, Xml]
    edges: Mapping[tuple[str, str], PartCopy]
    title_page: bool

    @property
    def is_landscape(self) -> bool:
        """Return whether the pages are wider than tall."""
        size = self.setup.get("pgSz")
        return size is not None and _points(size, "w") > _points(size, "h")

    def page(self, page: Page) -> Page:
        """Return the stylesheet's page with this size and these margins, turned as it is."""
        width, height, margin = page.width, page.height, page.margin
        if (size := self.setup.get("pgSz")) is not None:
            width, height = _points(size, "w"), _points(size, "h")
            if (width > height) != (page.width > page.height):
                width, height = height, width
        if (room := self.setup.get("pgMar")) is not None:
            top, right, bottom, left = (
                _points(room, side) for side in ("top", "right", "bottom", "left")
            )
            margin = Sides(abs(top), right, abs(bottom), left + _points(room, "gutter"))
        return replace(page, width=width, height=height, margin=margin)


def _points(element: Xml, name: str) -> float:
    try:
        return float(element.get(W + name, "0")) / 20
    except ValueError:
        return 0.0


@dataclass(frozen=True, slots=True)
class ReferenceDocument:
    """What a reference.docx gives: definitions as XML (None where it has none) and sections."""

    path: str
    styles: Xml
    numbering: PartCopy | None
    fonts: Xml | None
    theme: PartCopy | None
    settings: Xml | None
    sections: tuple[Section, ...]

    @property
    def has_edges(self) -> bool:
        """Return whether there is any header or footer."""
        return any(section.edges for section in self.sections)

    @property
    def even_pages(self) -> bool:
        """Return whether even pages have headers and footers of their own."""
        settings = self.settings
        return settings is not None and is_on(settings.find(f"{W}evenAndOddHeaders"))

    def shared_parts(self) -> dict[str, PartCopy]:
        """Return the parts that may refer to pictures, by the names that documents give them."""
        parts = {"numbering": self.numbering, "theme/theme1": self.theme}
        return {name: part for name, part in parts.items() if part is not None}

    def section(self, *, landscape: bool) -> Section:
        """Return the section to take pages after: the last that lies so, else the last."""
        turned = [section for section in self.sections if section.is_landscape == landscape]
        return (turned or self.sections)[-1]

    def paged(self, styles: Styles) -> Styles:
        """Return the styles with this document's pages in place of the stylesheet's."""

        def page(name: str, first: bool) -> Page:
            own = styles.page(name, first)
            return self.section(landscape=own.width > own.height).page(own)

        return replace(styles, page=page)


def read_reference(
    reference: Reference,
) -> tuple[ReferenceDocument | None, tuple[Diagnostic, ...]]:
    """Return what a reference.docx gives, or None and all that speaks against it."""
    place = Place(reference.path)
    try:
        package = Package(reference.data, LIMITS)
        found = [
            Diagnostic(code, finding.words, hint=finding.hint)
            for code, find in (("W202", find_active), ("W203", find_external))
            for finding in find(package)
        ]
        taken, problems = (None, []) if found else _take(package, reference.path)
    except RefusedError as error:
        words = f"can't read the Word file: {error}"
        return None, (Diagnostic("W201", words, place, hint=error.hint),)
    found += problems
    diagnostics = tuple(replace(diagnostic, place=place) for diagnostic in dict.fromkeys(found))
    return (None if diagnostics else taken), diagnostics


# --- what is taken -----------------------------------------------------------------------

_SETUP = ("paperSrc", "pgBorders", "lnNumType", "pgNumType", "vAlign", "docGrid", "pgSz", "pgMar")
_PICTURES = re.compile(r"image/(png|jpe?g|gif|bmp|tiff|x-emf|x-wmf|svg\+xml|emf|wmf)")
_LINKS = {"http", "https", "mailto"}
_COMMENTS = (f"{W}commentRangeStart", f"{W}commentReference")
_DROPPED = (
    "rsid", "bookmarkStart", "bookmarkEnd", "proofErr", "lastRenderedPageBreak", "permStart",
    "permEnd", "placeholder", "dataBinding", "embedRegular", "embedBold", "embedItalic",
    "embedBoldItalic",
)  # fmt: skip
"""Elements that mean nothing outside the file: marks of editing, and what points to parts
that aren't taken."""

_REVISION = re.compile(r"\}(rsid\w*|paraId|textId)$")


def _take(package: Package, path: str) -> tuple[ReferenceDocument | None, list[Diagnostic]]:
    """Return what documents take over, or what is in it that they can't."""
    main = package.main()
    document = package.xml(main)
    if document.tag != f"{W}document":
        raise RefusedError("it is of another format, or a Strict Open XML Document", SAVE)
    relations = {relation.identifier: relation for relation in package.relations(main)}
    targets = {r.name: r.target for r in relations.values() if not r.external}
    if "styles" not in targets:
        raise RefusedError("it has no styles", SAVE)
    problems: list[Diagnostic] = []

    def part(name: str) -> PartCopy | None:
        return _copy(package, targets[name], problems) if name in targets else None

    def xml(name: str) -> Xml | None:
        return _cleaned(package.xml(targets[name])) if name in targets else None

    taken = ReferenceDocument(
        path,
        _cleaned(package.xml(targets["styles"])),
        part("numbering"),
        xml("fontTable"),
        part("theme"),
        xml("settings"),
        tuple(_sections(package, document, relations, problems)),
    )
    return taken, problems


def _copy(package: Package, name: str, problems: list[Diagnostic]) -> PartCopy:
    """Return a part with the pictures and links that it refers to, cleaned."""
    root = _cleaned(package.xml(name))
    kind = etree.QName(root).localname
    story = _STORIES.get(kind, kind)
    if any(element.tag in _COMMENTS or f"{W}author" in element.attrib for element in root.iter()):
        words = f"the {story} has comments or tracked changes"
        hint = "accept the changes and delete the comments in Word: they name people"
        problems.append(Diagnostic("W204", words, hint=hint))
    for name_of_field in sorted({code.split()[0].upper() for code in field_codes(root)}):
        if name_of_field not in _FIELDS:
            words = f"the {story} has a field that does more than show text ({name_of_field[:40]})"
            problems.append(Diagnostic("W202", words, hint=_UNLINK))
    if any(_VML.match(str(e.tag)) and {"src", "href"} & _plain(e) for e in root.iter()):
        words = f"the {story} has a drawing that refers to something outside the file"
        problems.append(Diagnostic("W203", words, hint="put the picture in again, without a link"))
    needed = _references(root)
    relations = tuple(
        (relation, _target(package, relation, problems, story))
        for relation in package.relations(name)
        if relation.identifier in needed
    )
    return PartCopy(package.media_type(name) or CT.XML, root, relations)


_FIELDS = frozenset((
    "=", "AUTHOR", "COMMENTS", "CREATEDATE", "DATE", "DOCPROPERTY", "EDITTIME", "FILENAME",
    "FILESIZE", "FORMULA", "IF", "INFO", "KEYWORDS", "LASTSAVEDBY", "NOTEREF", "NUMCHARS",
    "NUMPAGES", "NUMWORDS", "PAGE", "PAGEREF", "PRINTDATE", "QUOTE", "REF", "REVNUM", "SAVEDATE",
    "SECTION", "SECTIONPAGES", "SEQ", "SET", "STYLEREF", "SUBJECT", "SYMBOL", "TEMPLATE", "TIME",
    "TITLE", "USERADDRESS", "USERINITIALS", "USERNAME",
))  # fmt: skip
"""Fields that show something of the document itself, or of who reads it; no other is taken."""

_UNLINK = "replace it by its text in Word: Ctrl+Shift+F9"
_VML = re.compile(r"\{urn:schemas-microsoft-com:(vml|office:)")


def _plain(element: Xml) -> set[str]:
    """Return the names of an element's attributes, without namespaces."""
    return {etree.QName(str(key)).localname for key in element.attrib}


_STORIES = {"hdr": "header", "ftr": "footer"}


def _references(root: Xml) -> set[str]:
    """Return the ids of relationships that a part uses."""
    return {
        str(value)
        for element in root.iter()
        for key, value in element.attrib.items()
        if str(key).startswith(R)
    }


def _target(
    package: Package, relation: Relation, problems: list[Diagnostic], where: str
) -> PartCopy | None:
    if relation.external:
        if urlsplit(relation.target).scheme.lower() not in _LINKS:
            words = f"the {where} links to “{relation.target[:80]}”"
            hint = "link to an address on the web, or remove the link"
            problems.append(Diagnostic("W203", words, hint=hint))
        return None
    media_type = package.media_type(relation.target).lower()
    if relation.name != "image" or not _PICTURES.fullmatch(media_type):
        words = f"the {where} holds something that is no text or picture ({relation.name})"
        problems.append(Diagnostic("W202", words, hint=PLAIN))
        return None
    return PartCopy(media_type, package.read(relation.target))


def _cleaned(root: Xml) -> Xml:
    """Return XML without marks of who edited it when."""
    etree.strip_elements(root, *(W + name for name in _DROPPED), with_tail=False)
    for element in root.iter():
        for key in [key for key in element.attrib if _REVISION.search(str(key))]:
            del element.attrib[key]
    return root


def _sections(
    package: Package,
    document: Xml,
    relations: Mapping[str, Relation],
    problems: list[Diagnostic],
) -> Iterator[Section]:
    """Yield the sections; one without a header has that of the one before (17.10.5)."""
    copies: dict[str, PartCopy] = {}
    edges: dict[tuple[str, str], PartCopy] = {}
    found = False
    for properties in document.iter(f"{W}sectPr"):
        for edge in ("header", "footer"):
            for reference in properties.iterfind(f"{W}{edge}Reference"):
                relation = relations.get(reference.get(R + "id", ""))
                if relation is None or relation.external:
                    raise RefusedError(f"it lacks a {edge} that it names", SAVE)
                if relation.target not in copies:
                    copies[relation.target] = _copy(package, relation.target, problems)
                edges[edge, reference.get(W + "type", "default")] = copies[relation.target]
        setup = {name: child for name in _SETUP if (child := properties.find(W + name)) is not None}
        found = True
        section = Section(setup, dict(edges), is_on(properties.find(f"{W}titlePg")))
        page = section.page(_LETTER)
        margin = page.margin
        if page.width - margin.left - margin.right < 36 or page.height - margin.top < 36:
            raise RefusedError("its pages have no room for text", "set size and margins in Word")
        yield section
    if not found:
        yield Section({}, {}, title_page=False)


_LETTER = Page(612.0, 792.0, Sides(), {})
"""The page that Word takes where none is said (17.6.13)."""


def is_on(switch: Xml | None) -> bool:
    """Return whether an on-off property is there and on (17.17.4)."""
    return switch is not None and switch.get(W + "val", "1") not in {"0", "false", "off"}


# --- its styles --------------------------------------------------------------------------


def style_chain(style: Xml, styles: Mapping[str, Xml]) -> Iterator[Xml]:
    """Yield a style and what it is based on, by ``styles``' ids; circles come to an end."""
    for _ in range(len(styles) + 1):
        yield style
        base = style.find(f"{W}basedOn")
        following = None if base is None else styles.get(base.get(f"{W}val", ""))
        if following is None:
            return
        style = following


_PARAGRAPH = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
    "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi",
)  # fmt: skip
"""Paragraph properties in the schema's order (CT_PPrBase), as far as ``set_property`` needs it."""

_AFTER_PARAGRAPH = {W + name for name in ("rPr", "tblPr", "trPr", "tcPr", "tblStylePr")}
"""What stands after ``w:pPr`` in ``w:style`` (CT_Style)."""


def set_property(style: Xml, wanted: Xml) -> None:
    """Put a paragraph property into a style, in place of the one that it has."""
    properties = style.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        following = [child for child in style if child.tag in _AFTER_PARAGRAPH]
        style.insert(style.index(following[0]) if following else len(style), properties)
    for old in properties.findall(str(wanted.tag)):
        properties.remove(old)
    before = {W + name for name in _PARAGRAPH[: _PARAGRAPH.index(etree.QName(wanted).localname)]}
    properties.insert(sum(child.tag in before for child in properties), wanted)
