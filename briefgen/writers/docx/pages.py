"""Turn pages and their margin boxes into sections, headers and footers.

Word knows a header and a footer per section where CSS knows sixteen boxes a page: those at
the top become a header with tab stops, those at the bottom a footer, the rest a problem.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT

from briefgen.style.model import MarginBox, Page, Style, Styles
from briefgen.writers.docx.inline import Line, Voice, field
from briefgen.writers.docx.package import WordPart
from briefgen.writers.docx.properties import Frame, run_look
from briefgen.writers.docx.session import Session
from briefgen.writers.docx.styles import title
from briefgen.writers.docx.xml import root, twips

Edge = Literal["top", "bottom"]

_LINE = 1.3
"""A line's height in ems where the style leaves it to the font."""


class Sections:
    """The sections of one document; equal headers and footers are one part."""

    def __init__(self, session: Session, styles: Styles) -> None:
        self._session = session
        self._styles = styles
        self._parts: dict[bytes, WordPart] = {}
        self.parts: list[WordPart] = []

    def properties(self, name: str, *, first_of_document: bool) -> str:
        """Return ``w:sectPr`` for pages of a name.

        The first page of the document may have a header and a footer of its own. Word
        has one pair of margins a section: the smaller counts, and a header or footer as
        high as the rest makes up for it.
        """
        later = self._styles.page(name, False)
        first = self._styles.page(name, True) if first_of_document else later
        self._report(later)
        pages = {"default": later} | ({"first": first} if first != later else {})
        top = min(page.margin.top for page in pages.values())
        bottom = min(page.margin.bottom for page in pages.values())
        references = "".join(
            self._reference(page, kind, edge, name)
            for edge in ("top", "bottom")
            for kind, page in pages.items()
        )
        distances = [_distance(page, edge) for edge in ("top", "bottom") for page in (later,)]
        turned = ' w:orient="landscape"' if later.width > later.height else ""
        margin = later.margin
        different = "<w:titlePg/>" if len(pages) > 1 else ""
        rtl = "<w:bidi/>" if self._session.rtl else ""
        return (
            f'<w:sectPr>{references}<w:type w:val="nextPage"/>'
            f'<w:pgSz w:w="{twips(later.width)}" w:h="{twips(later.height)}"{turned}/>'
            f'<w:pgMar w:top="{twips(top)}" w:right="{twips(margin.right)}"'
            f' w:bottom="{twips(bottom)}" w:left="{twips(margin.left)}"'
            f' w:header="{twips(distances[0])}" w:footer="{twips(distances[1])}" w:gutter="0"/>'
            f"{different}{rtl}</w:sectPr>"
        )

    def _report(self, page: Page) -> None:
        for name in page.boxes:
            if not name.startswith(("top-", "bottom-")) or name.endswith("-corner"):
                self._session.no_counterpart(None, f"@{name}")

    def _reference(self, page: Page, kind: str, edge: Edge, page_name: str) -> str:
        words = [word.title() for word in (kind, page_name) if word not in {"default", ""}]
        content = self._content(page, edge, words)
        name = "header" if edge == "top" else "footer"
        part = self._part(content, name)
        relation = self._session.document.relate(part, RT.HEADER if edge == "top" else RT.FOOTER)
        return f'<w:{name}Reference w:type="{kind}" r:id="{relation}"/>'

    def _part(self, content: str, name: str) -> WordPart:
        blob = root("hdr" if name == "header" else "ftr", content)
        if blob not in self._parts:
            kind = CT.WML_HEADER if name == "header" else CT.WML_FOOTER
            number = 1 + sum(name in str(part.partname) for part in self.parts)
            part = WordPart(f"/word/{name}{number}.xml", kind, blob)
            self._parts[blob] = part
            self.parts.append(part)
        return self._parts[blob]

    def _content(self, page: Page, edge: Edge, words: Sequence[str]) -> str:
        """Return the paragraph of a header or footer, as high as the page's margin is."""
        session = self._session
        boxes = [page.boxes.get(f"{edge}-{side}") for side in ("left", "center", "right")]
        leading = next((box for box in boxes if box is not None), None)
        style = leading.style if leading else session.body_style
        style = replace(style, text_align="start", text_indent=0.0)
        name = "header" if edge == "top" else "footer"
        width = page.width - page.margin.left - page.margin.right
        margin = page.margin.top if edge == "top" else page.margin.bottom
        rest = max(0.0, margin - _distance(page, edge) - _height(style))
        frame = Frame(
            before=rest if edge == "bottom" else 0.0,
            after=rest if edge == "top" else 0.0,
            tabs=((width / 2, "center", ""), (width, "right", "")),
        )
        identifier = session.styles.paragraph(
            (name, " ".join((name.title(), *words))), style, frame
        )
        look = run_look(style, background=False)
        line = Line()
        for place, box in enumerate(boxes):
            if box is None:
                continue
            line.raw("<w:r><w:tab/></w:r>" * (place - line.tabs))
            line.tabs = place
            voice = Voice(
                look,
                name.title(),
                run_look(box.style, background=False),
                (title(box.name),),
                session.language,
                box.style.direction == "rtl",
            )
            self._write(line, box, session.run_properties(voice))
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{identifier}"/>{session.bidi(style)}</w:pPr>'
            f"{line.xml()}</w:p>"
        )

    def _write(self, line: Line, box: MarginBox, properties: str) -> None:
        for token in box.content:
            if token.kind in {"text", "attr"}:
                line.text(properties, token.value, preserve=True)
            elif token.kind == "counter" and token.value in _COUNTERS:
                line.raw(field(_COUNTERS[token.value], "1", properties))
            elif token.kind == "string":
                self._named_string(line, token.value, properties)
            else:
                self._session.no_content(None, token)

    def _named_string(self, line: Line, name: str, properties: str) -> None:
        """Write a named string: its text where it never changes, else the field that follows it.

        (CSS Generated Content for Paged Media 3, 1.1; STYLEREF takes the paragraph nearest to
        the page.)
        """
        found = self._session.named_strings.get(name, [])
        texts = dict.fromkeys(text for text, _ in found)
        if len(texts) > 1:
            style = found[0][1]
            line.raw(field(f'STYLEREF "{style}"', found[0][0], properties))
        elif texts:
            line.text(properties, found[0][0], preserve=True)


_COUNTERS = {"page": "PAGE", "pages": "NUMPAGES"}


def _height(style: Style) -> float:
    return style.line_height or style.font_size * _LINE


def _distance(page: Page, edge: Edge) -> float:
    """Return how far the header or footer is from the page's edge, by its boxes' alignment."""
    margin = page.margin.top if edge == "top" else page.margin.bottom
    boxes = [box for name, box in page.boxes.items() if name.startswith(edge)]
    if not boxes:
        return margin / 2
    style = boxes[0].style
    free = max(0.0, margin - _height(style))
    near = {"top": 0.0, "bottom": 1.0}.get(style.vertical_align, 0.5)
    return free * (near if edge == "top" else 1 - near)
