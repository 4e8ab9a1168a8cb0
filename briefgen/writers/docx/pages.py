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

from briefgen.diagnostics import Diagnostic, Severity
from briefgen.style.model import MarginBox, Page, Sides, Style, Styles, Token
from briefgen.writers.docx.inline import Line, Voice, field
from briefgen.writers.docx.package import WordPart
from briefgen.writers.docx.properties import Frame, run_look
from briefgen.writers.docx.session import Session
from briefgen.writers.docx.strings import Followed
from briefgen.writers.docx.styles import name_of, title
from briefgen.writers.docx.xml import root, twips

Edge = Literal["top", "bottom"]

_LINE = 1.3
"""A line's height in ems where the style leaves it to the font."""


class Sections:
    """The sections of one document; equal headers and footers are one part.

    ``followed`` is what fields in them can follow, once the body is written.
    """

    def __init__(self, session: Session, styles: Styles) -> None:
        self._session = session
        self.followed = Followed((), {}, {})
        self._styles = styles
        self._parts: dict[tuple[str, str], WordPart] = {}
        self.parts: list[WordPart] = []

    def properties(self, name: str, *, first_of_document: bool) -> str:
        """Return ``w:sectPr`` for pages of a name.

        The first page of the document may have a header and a footer of its own. Word
        has one pair of margins a section: the smaller counts, and a header or footer as
        high as the rest makes up for it.
        """
        later = self._styles.page(name, False)
        first = self._styles.page(name, True) if first_of_document else later
        pages = {"default": later} | ({"first": first} if first != later else {})
        margin = replace(
            later.margin,
            top=min(page.margin.top for page in pages.values()),
            bottom=min(page.margin.bottom for page in pages.values()),
        )
        words = [name.title()] if name else []
        references = "".join(
            self._reference(page, kind, edge, margin, words)
            for edge in ("top", "bottom")
            for kind, page in pages.items()
        )
        turned = ' w:orient="landscape"' if later.width > later.height else ""
        different = "<w:titlePg/>" if len(pages) > 1 else ""
        rtl = "<w:bidi/>" if self._session.rtl else ""
        return (
            f'<w:sectPr>{references}<w:type w:val="nextPage"/>'
            f'<w:pgSz w:w="{twips(later.width)}" w:h="{twips(later.height)}"{turned}/>'
            f'<w:pgMar w:top="{twips(margin.top)}" w:right="{twips(margin.right)}"'
            f' w:bottom="{twips(margin.bottom)}" w:left="{twips(margin.left)}"'
            f' w:header="{twips(_distance(later, "top"))}"'
            f' w:footer="{twips(_distance(later, "bottom"))}" w:gutter="0"/>'
            f"{different}{rtl}</w:sectPr>"
        )

    def _reference(
        self, page: Page, kind: str, edge: Edge, margin: Sides, words: Sequence[str]
    ) -> str:
        rest = _margin(page, edge) - (margin.top if edge == "top" else margin.bottom)
        part = self._part(self._content(page, edge, rest, [*_KINDS[kind], *words]), _NAMES[edge])
        relation = self._session.document.relate(part, RT.HEADER if edge == "top" else RT.FOOTER)
        return f'<w:{_NAMES[edge]}Reference w:type="{kind}" r:id="{relation}"/>'

    def _part(self, content: str, name: str) -> WordPart:
        if (name, content) not in self._parts:
            kind = CT.WML_HEADER if name == "header" else CT.WML_FOOTER
            number = 1 + sum(name in str(part.partname) for part in self.parts)
            part = WordPart(f"/word/{name}{number}.xml", kind)
            part.content = root("hdr" if name == "header" else "ftr", content)
            self._parts[name, content] = part
            self.parts.append(part)
        return self._parts[name, content]

    def _content(self, page: Page, edge: Edge, rest: float, words: Sequence[str]) -> str:
        """Return the paragraph of a header or footer.

        ``rest`` is how much further than Word's margin the page's own reaches, ``words``
        what tells its style from the others'.
        """
        session, name = self._session, _NAMES[edge]
        # CSS's left is the page's, Word's the side that lines start from.
        start, middle, end = _SIDES[::-1] if session.rtl else _SIDES
        places = {side: page.boxes.get(f"{edge}-{side}") for side in (start, middle, end)}
        boxes = {side: box for side, box in places.items() if box is not None}
        leading = next(iter(boxes.values()), None)
        style = replace(
            leading.style if leading else session.body_style, text_align="start", text_indent=0.0
        )
        style = session.steady(style, (box.style for box in boxes.values()))
        room = rest and _margin(page, edge) - _distance(page, edge)
        room = max(0.0, room - (_height(style) if boxes else 1.0))
        width = page.width - page.margin.left - page.margin.right
        stops = {middle: (width / 2, "center", ""), end: (width, "right", "")}
        frame = Frame(
            before=room if edge == "bottom" else 0.0,
            after=room if edge == "top" else 0.0,
            tabs=tuple(stop for side, stop in stops.items() if side in boxes),
            line=None if boxes else 1.0,
        )
        names = (name, " ".join((name.title(), *words)))
        identifier = session.styles.paragraph(names, style, frame)
        line = Line()
        for side, box in boxes.items():
            if side in stops:
                line.raw("<w:r><w:tab/></w:r>")
            self._write(line, box, session.run_properties(self._voice(box, style, name)))
        return f'<w:p><w:pPr><w:pStyle w:val="{identifier}"/></w:pPr>{line.xml()}</w:p>'

    def _voice(self, box: MarginBox, style: Style, name: str) -> Voice:
        """Return how a margin box's text sounds in a paragraph of a style."""
        return Voice(
            run_look(style, background=False),
            name,
            run_look(box.style, background=False),
            (title(box.name),),
            self._session.language,
            box.style.direction == "rtl",
        )

    def _write(self, line: Line, box: MarginBox, properties: str) -> None:
        """Add a margin box's content, all of it or, where Word can't have a part, none."""
        if not all(map(_is_written, box.content)):
            return
        for token in box.content:
            if token.kind in {"text", "attr"}:
                line.text(properties, token.value, box.style.white_space, generated=True)
            elif token.kind == "counter":
                pages = self._session.pages
                number = pages.total if pages and token.value == "pages" else 1
                text = self._session.counted(token.keyword, number)[1]
                if text != str(number):
                    self._session.problem(_OWN_DIGITS, None)
                line.raw(field(_COUNTERS[token.value], text, properties))
            else:
                self._named_string(line, token, properties)

    def _named_string(self, line: Line, token: Token, properties: str) -> None:
        """Write a named string: a field that follows its style, or text that never changes.

        (ISO/IEC 29500-1, 17.16.5.59: STYLEREF takes the first text of the page with the
        style, else the last before it; a switch makes it the last of the page.)
        """
        found = self._session.strings.of(token.value)
        style = found and self.followed.style(found)
        if style:
            switches = " \\l" if token.keyword == "last" else ""
            instruction = f'STYLEREF "{name_of(style)}"{switches} \\* CHARFORMAT'
            line.text(properties, found[0].before, "normal", generated=True)
            line.raw(field(instruction, found[0].content, properties))
            line.text(properties, found[0].after, "normal", generated=True)
        elif found:
            line.text(properties, found[0].text, "normal", generated=True)
            if len({assignment.text for assignment in found}) > 1:
                self._session.problem(_changing(token.value), None)


def _changing(name: str) -> Diagnostic:
    return Diagnostic(
        "W103",
        f"Word can't follow the named string “{name}”: no style has its texts and nothing else",
        hint="set it by content() of elements of one look and class, which stand nowhere else",
        severity=Severity.WARNING,
    )


_OWN_DIGITS = Diagnostic(
    "W103",
    "Word counts pages in digits that it chooses itself",
    hint="readers choose them in Word's advanced options, as “Numeral”",
    severity=Severity.INFO,
)

_COUNTERS = {"page": "PAGE", "pages": "NUMPAGES"}


_SIDES = ("left", "center", "right")
_NAMES: dict[Edge, str] = {"top": "header", "bottom": "footer"}
_KINDS = {"default": (), "first": ("First",)}


def _margin(page: Page, edge: Edge) -> float:
    return page.margin.top if edge == "top" else page.margin.bottom


def _height(style: Style) -> float:
    return style.line_height or style.font_size * _LINE


def _distance(page: Page, edge: Edge) -> float:
    """Return how far the header or footer is from the page's edge, by its boxes' alignment."""
    margin = _margin(page, edge)
    boxes = [box for name, box in page.boxes.items() if name.startswith(edge)]
    if not boxes:
        return margin / 2
    style = boxes[0].style
    free = max(0.0, margin - _height(style))
    near = {"top": 0.0, "bottom": 1.0}.get(style.vertical_align, 0.5)
    return free * (near if edge == "top" else 1 - near)


def _is_written(token: Token) -> bool:
    return token.kind in {"text", "attr", "string"} or (
        token.kind == "counter" and token.value in _COUNTERS
    )
