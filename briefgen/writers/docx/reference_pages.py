"""Turn a reference's sections into a document's: page set-up, headers and footers as they are.

What fields in them show until Word looks again is filled in from the document. Sections made
of the stylesheet's pages are the business of briefgen/writers/docx/pages.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from itertools import count

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from lxml import etree

from briefgen.diagnostics import Diagnostic, Place, Severity
from briefgen.pipeline.job import Metadata, Problem
from briefgen.style.model import Page, Styles
from briefgen.writers.docx.merge import Copies
from briefgen.writers.docx.package import WordPart
from briefgen.writers.docx.pages import Sections
from briefgen.writers.docx.reference import PartCopy, ReferenceDocument, Section
from briefgen.writers.docx.reference_styles import style_identifiers
from briefgen.writers.docx.session import Session
from briefgen.writers.docx.xml import NAMESPACES, W, from_pieces, quoteattr, to_pieces, twips
from briefgen.writers.opening import Xml


class Stories:
    """The headers and footers of a reference that one document uses, as parts of its own."""

    def __init__(self, document: WordPart) -> None:
        self._document = document
        self._copies = Copies()
        self._stories: dict[int, tuple[PartCopy, WordPart]] = {}

    def references(self, section: Section, *, first: bool) -> str:
        """Return the references to a section's headers and footers.

        ``first`` is whether its first page may have its own.
        """
        return "".join(
            f'<w:{edge}Reference w:type="{kind}" r:id="{self._relation(edge, part)}"/>'
            for (edge, kind), part in section.edges.items()
            if kind != "first" or first
        )

    def _relation(self, edge: str, part: PartCopy) -> str:
        if id(part) not in self._stories:
            number = 1 + sum(edge in str(made.partname) for _, made in self._stories.values())
            made = self._copies.add(part, f"/word/{edge}{number}.xml")
            self._stories[id(part)] = (part, made)
        _, made = self._stories[id(part)]
        return self._document.relate(made, RT.HEADER if edge == "header" else RT.FOOTER)

    def finish(
        self, reference: ReferenceDocument, metadata: Metadata, parts: Mapping[str, WordPart]
    ) -> None:
        """Write the headers and footers, and give the document's parts the reference's pictures.

        ``parts`` are the merged definitions; the document's content must be whole.
        """
        styles = from_pieces(parts["styles"].content)
        texts = _Texts("".join(self._document.content), styles, metadata)
        drawings = count(_FIRST_DRAWING)
        for part, made in self._stories.values():
            root = part.xml()
            for properties in root.iter(f"{{{NAMESPACES['wp']}}}docPr"):
                properties.set("id", str(next(drawings)))
            for found in fields(root):
                if (text := texts.of(*found.words)) is not None:
                    found.show(text)
            made.content = to_pieces(root)
        for name, origin in reference.shared_parts().items():
            self._copies.relate(parts[name], origin)


class ReferenceSections(Sections):
    """The sections of one document that has a reference.

    A reference with neither header nor footer leaves those of the stylesheet.
    """

    def __init__(self, session: Session, styles: Styles, reference: ReferenceDocument) -> None:
        super().__init__(session, styles)
        self.stories = Stories(session.document)
        self._reference_document = reference
        self._on_every_page: dict[str, None] = {}
        self._shown: list[tuple[PartCopy, ...]] = []

    def properties(self, name: str, *, first_of_document: bool) -> str:
        """Return ``w:sectPr`` for pages of a name, as the reference has it."""
        page = self._styles.page(name, False)
        section = self._reference_document.section(landscape=page.width > page.height)
        if not self._reference_document.has_edges:
            return super().properties(name, first_of_document=first_of_document)
        self._note(section, (page, self._styles.page(name, True)), is_first=first_of_document)
        different = section.title_page and first_of_document
        references = self.stories.references(section, first=different)
        return section_properties(
            section, page, references, first=first_of_document, rtl=self._session.rtl
        )

    def _note(self, section: Section, pages: tuple[Page, Page], *, is_first: bool) -> None:
        """Remember what the stylesheet has on every page, and what stands on which here."""
        strings = [
            {t.value for box in page.boxes.values() for t in box.content if t.kind == "string"}
            for page in pages
        ]
        self._on_every_page.update(dict.fromkeys(sorted(strings[0] & strings[1])))
        kinds = ["default"]
        kinds += ["first"] if is_first and section.title_page else []
        kinds += ["even"] if self._reference_document.even_pages else []
        for kind in kinds:
            parts = [section.edges.get((edge, kind)) for edge in ("header", "footer")]
            self._shown.append(tuple(part for part in parts if part is not None))

    def problems(self) -> Iterator[Problem]:
        """Yield a warning for each named string that stands on all pages but here not on all.

        (A marking, which nothing but the stylesheet's running header knows of.)
        """
        for name in self._on_every_page:
            said = self._session.strings.of(name)
            named = [shown for assignment in said if (shown := self.followed.name(assignment))]
            styles = {style.lower() for style in named}
            texts = [assignment.text for assignment in said if assignment.text]
            if texts and not all(_shows(parts, styles, texts) for parts in self._shown):
                style = next(iter(named), name)
                yield Problem(
                    Diagnostic(
                        "W206",
                        f"the Word file's headers and footers don't show the text of “{style}”,"
                        " which the stylesheet puts on every page",
                        Place(self._reference_document.path),
                        hint=f'put the field {{ STYLEREF "{style}" }} into each of its headers or'
                        " footers: Insert › Quick Parts › Field",
                        severity=Severity.WARNING,
                    )
                )


def section_properties(
    section: Section, page: Page, references: str, *, first: bool, rtl: bool
) -> str:
    """Return ``w:sectPr`` with a section's page set-up (CT_SectPr).

    ``page`` is its size and margins, ``first`` whether it is the first of the document.
    """
    setup = {name: _markup(child) for name, child in section.setup.items()}
    middle = "".join(setup.get(name, "") for name in ("paperSrc", "pgBorders", "lnNumType"))
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"{_orient(page)}/>'
        f"{setup.get('pgMar') or _margins(page)}{middle}"
        f"{setup.get('pgNumType', '') if first else ''}{setup.get('vAlign', '')}"
        f"{'<w:titlePg/>' if first and section.title_page else ''}"
        f"{'<w:bidi/>' if rtl else ''}{setup.get('docGrid', '')}</w:sectPr>"
    )


_FIRST_DRAWING = 1_000_001
"""Ids of drawings are of the whole document; those of the text count from 1."""


def _shows(parts: tuple[PartCopy, ...], styles: set[str], texts: list[str]) -> bool:
    """Return whether a page's header or footer follows one of the styles, or says the text."""
    for part in parts:
        root = part.xml()
        words = [found.words for found in fields(root)]
        if any(kind == "STYLEREF" and name.lower() in styles for kind, name in words):
            return True
        said = " ".join("".join(t.text or "" for t in root.iter(f"{W}t")).split())
        if all(text in said for text in texts):
            return True
    return False


def _orient(page: Page) -> str:
    return ' w:orient="landscape"' if page.width > page.height else ""


def _margins(page: Page) -> str:
    margin = page.margin
    return (
        f'<w:pgMar w:top="{twips(margin.top)}" w:right="{twips(margin.right)}"'
        f' w:bottom="{twips(margin.bottom)}" w:left="{twips(margin.left)}"'
        f' w:header="{twips(margin.top / 2)}" w:footer="{twips(margin.bottom / 2)}" w:gutter="0"/>'
    )


def _markup(element: Xml) -> str:
    """Return an element of page set-up with its attributes of WordprocessingML."""
    name = etree.QName(element).localname
    attributes = "".join(
        f" w:{str(key).removeprefix(W)}={quoteattr(str(value))}"
        for key, value in element.attrib.items()
        if str(key).startswith(W)
    )
    return f"<w:{name}{attributes}>{''.join(map(_markup, element))}</w:{name}>"


# --- fields ------------------------------------------------------------------------------

_WORD = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(slots=True)
class Field:
    """A field: its instruction's words, and the runs that show its result."""

    instruction: str = ""
    result: list[Xml] = field(default_factory=list)

    @property
    def words(self) -> tuple[str, str]:
        """Return the kind in capitals, and the first argument, "" for none."""
        words = [quoted or plain for quoted, plain in _WORD.findall(self.instruction)]
        words = [word for word in words if not word.startswith("\\")]
        kind, argument = (*words, "", "")[:2]
        return kind.upper(), argument

    def show(self, text: str) -> None:
        """Put a text in place of the result."""
        texts = [t for run in self.result for t in run.iter(f"{W}t")]
        if not texts and self.result:
            texts = [etree.SubElement(self.result[0], f"{W}t")]
        for number, element in enumerate(texts):
            element.text = "" if number else text
            element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def fields(root: Xml) -> list[Field]:
    """Return the fields of a part, simple and complex (ISO/IEC 29500-1, 17.16.2)."""
    found = [
        Field(simple.get(f"{W}instr", ""), list(simple.iter(f"{W}r")))
        for simple in root.iter(f"{W}fldSimple")
    ]
    open_fields: list[tuple[Field, list[bool]]] = []
    for run in root.iter(f"{W}r"):
        for child in run:
            if child.tag == f"{W}fldChar":
                kind = child.get(f"{W}fldCharType")
                if kind == "begin":
                    open_fields.append((Field(), [False]))
                elif kind == "separate" and open_fields:
                    open_fields[-1][1][0] = True
                elif open_fields:
                    found.append(open_fields.pop()[0])
            elif child.tag == f"{W}instrText" and open_fields:
                open_fields[-1][0].instruction += child.text or ""
            elif child.tag == f"{W}t" and open_fields and open_fields[-1][1][0]:
                open_fields[-1][0].result.append(run)
    return found


class _Texts:
    """What fields in a header show of a document."""

    def __init__(self, content: str, styles: Xml, metadata: Metadata) -> None:
        self._content = content
        self._styles = style_identifiers(styles)
        properties = {"TITLE": metadata.title, "SUBJECT": metadata.subject}
        properties["KEYWORDS"] = ", ".join(metadata.keywords)
        self._properties: Mapping[str, str] = {**dict.fromkeys(_PERSONAL, ""), **properties}

    def of(self, kind: str, argument: str) -> str | None:
        """Return the result of a field, None where it isn't known here."""
        if kind == "DOCPROPERTY":
            return self._properties.get(argument.upper())
        if kind == "STYLEREF":
            name = f"heading {argument}" if argument.isdigit() else argument.lower()
            return self._first(name)
        return self._properties.get(kind)

    def _first(self, name: str) -> str | None:
        """Return the text of the first paragraph, or run, of a style."""
        for kind, (mark, end) in _MARKS.items():
            identifier = self._styles.get((kind, name))
            if identifier is None:
                continue
            start = self._content.find(f"<w:{mark} w:val={quoteattr(identifier)}/>")
            if start >= 0:
                stop = self._content.find(end, start)
                texts = _TEXT.findall(self._content, start, stop)
                return " ".join(unescape("".join(texts)).split())
        return None


_PERSONAL = ("AUTHOR", "LASTSAVEDBY", "USERNAME", "USERINITIALS", "USERADDRESS", "COMPANY",
             "MANAGER", "FILENAME", "TEMPLATE")  # fmt: skip
"""Fields whose result is about whoever made the reference."""

_MARKS = {"paragraph": ("pStyle", "</w:p>"), "character": ("rStyle", "</w:r>")}
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
