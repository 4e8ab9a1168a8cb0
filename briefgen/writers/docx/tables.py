"""Turn tables into ``w:tbl`` (ISO/IEC 29500-1, 17.4).

Rows are built as text and parsed by nobody, so that their number costs no more than their
length. Which cells they have is told in briefgen/writers/docx/table_grid.py, how wide these are
in table_columns.py, how they look in table_looks.py; what stands around a table is settled in
flow.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from briefgen.style.model import Style
from briefgen.writers.docx.flow import (
    Block,
    Flow,
    bare_paragraph,
    blocks_xml,
    is_phrasing,
    names_for,
    paragraph,
    settle,
    spacer,
    table_names,
    write_content,
)
from briefgen.writers.docx.inline import plain_text, whole_revision
from briefgen.writers.docx.properties import (
    cell_margins,
    common_padding,
)
from briefgen.writers.docx.session import Session
from briefgen.writers.docx.styles import PLACEHOLDER, title
from briefgen.writers.docx.table_columns import column_widths, in_points
from briefgen.writers.docx.table_grid import Cell, CellPlace, RowLook, TableRow, read_grid
from briefgen.writers.docx.table_looks import TableLook
from briefgen.writers.docx.xml import escape, twips, value

TABLE_TEXT, TABLE_HEADING, ROW_HEADING = "Table Text", "Table Heading", "Row Heading"

_SHORT = 0.1
"""Part of a page's height up to which a row is kept whole unasked."""

_KEPT = 0.2
"""Part of a page's height up to which a row is kept whole where the style asks for it: so much
stays blank at most. Word has no other limit, and breaks pages elsewhere than a PDF does."""


def write_table(session: Session, element: Element, flow: Flow) -> list[Block]:
    """Return a table's caption and the table."""
    style = session.style(element)
    blocks: list[Block] = []
    classes = title(element.get("class", ""))
    if classes:
        flow = replace(flow, within=(classes, *flow.within))
    caption = element.find("caption")
    if caption is not None and session.style(caption).display != "none":
        names = names_for("caption", caption.get("class", ""), flow)
        block = paragraph(session, caption, flow, names)
        block.keep_next = True
        blocks.append(block)
    table = _Table(session, element, style, flow, classes)
    if not table.grid.rows:
        return blocks
    margin = style.margin
    if blocks:
        blocks[0].before = blocks[0].own_before = max(blocks[0].before, margin.top)
        top = 0.0
    else:
        top = margin.top
    written = table.write()
    blocks.append(Block(element, style, flow, table=written, before=top, after=margin.bottom))
    return blocks


@dataclass(frozen=True, slots=True)
class _CellForm:
    """A cell's XML with the room for its text, and its width in points.

    ``head`` ends with the paragraph's properties, ``middle`` where the text begins;
    ``styles`` are the placeholders of the styles in it.
    """

    head: str
    width: float
    middle: str = ""
    tail: str = ""
    styles: tuple[str, ...] = ()

    def without(self, text: str, bookmarks: tuple[str, str]) -> _CellForm | None:
        """Return the form for other texts, None where the text isn't the only one in it."""
        start, stop = bookmarks
        written = f">{escape(text)}</w:t></w:r>{stop}</w:p>"
        if self.head.count("<w:t ") != 1 or written not in self.head:
            return None
        head, end, rest = self.head.partition("</w:pPr>")
        middle, _, tail = rest.removeprefix(start).partition(written)
        styles = tuple(PLACEHOLDER.findall(head + middle))
        return replace(
            self, head=head + end, middle=f"{middle}>", tail=f"</w:p>{tail}", styles=styles
        )

    def filled(self, text: str, bookmarks: tuple[str, str]) -> str:
        """Return the cell with a text of its own."""
        start, stop = bookmarks
        return f"{self.head}{start}{self.middle}{escape(text)}</w:t></w:r>{stop}{self.tail}"


class _Table:
    """One table on its way to XML."""

    def __init__(
        self, session: Session, element: Element, style: Style, flow: Flow, classes: str
    ) -> None:
        self.session = session
        self.element = element
        self.style = style
        self.flow = flow
        self.classes = classes
        self.rtl = style.direction == "rtl"
        self._starts: dict[int, str] = {}
        self._forms: dict[tuple[object, ...], _CellForm] = {}
        self.grid = read_grid(session, element)
        room = flow.width - flow.left - flow.right - style.margin.left - style.margin.right
        width = in_points(style.width, room) or room
        self.widths = column_widths(session, element, self.grid, width)
        styles = (place.style for place in self.grid.places)
        paddings = [style.padding for style in styles if style is not None]
        self.padding = common_padding(paddings, rtl=self.rtl)

    def write(self) -> list[str]:
        """Return the table's XML, a piece for each row."""
        look = TableLook(self.grid, self.style)
        rows = (self._row(row, look.direct(number)) for number, row in enumerate(self.grid.rows))
        grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in self.widths)
        head = self._table_properties(look)
        return [f"<w:tbl>{head}<w:tblGrid>{grid}</w:tblGrid>", *rows, "</w:tbl>"]

    def _table_properties(self, look: TableLook) -> str:
        """Return ``w:tblPr`` (CT_TblPr)."""
        style = self.style
        margins = cell_margins(self.padding)
        names = table_names(self.classes, self.flow)
        identifier = self.session.styles.table(names, look.style(margins))
        start = self.flow.left + style.margin.left
        if self.rtl:
            start = self.flow.right + style.margin.right
        caption, head = self.element.find("caption"), self.element.find("thead")
        words = "" if caption is None else _text(caption)
        columns = ", ".join(map(_text, head[-1])) if head is not None and len(head) else ""
        return (
            f'<w:tblPr><w:tblStyle w:val="{identifier}"/>'
            f"{'<w:bidiVisual/>' if self.rtl else ''}"
            f'<w:tblW w:w="{sum(map(twips, self.widths))}" w:type="dxa"/>'
            f'<w:tblInd w:w="{twips(start)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f"{look.switches()}"
            f"{value('tblCaption', words) if words else ''}"
            f"{value('tblDescription', columns) if columns else ''}</w:tblPr>"
        )

    def _row(self, row: TableRow, direct: Sequence[str]) -> str:
        """Return a row; ``direct`` is what each cell says that the table's style doesn't."""
        pieces: list[str] = []
        height = 0.0
        bookmark = row.element.get("id")
        for cell, own in zip(row.cells, direct, strict=True):
            place = cell.place
            if place.style is None or place.above:
                pieces.append(self._empty_cell(place, own))
                continue
            xml, tall = self._cell(cell, place.style, row.look, own, bookmark)
            pieces.append(xml)
            bookmark = None
            if not place.below:
                height = max(height, tall)
        part = _KEPT if row.style.break_inside.startswith("avoid") else _SHORT
        whole = height <= self.session.content_height * part
        header = "<w:tblHeader/>" if row.look.header else ""
        properties = f"{'<w:cantSplit/>' if whole else ''}{header}"
        if kind := whole_revision(row.element):
            properties += f"<{self.session.revision(kind)}/>"
        head = f"<w:trPr>{properties}</w:trPr>" if properties else ""
        return f"<w:tr>{head}{''.join(pieces)}</w:tr>"

    def _cell_properties(self, place: CellPlace, direct: str) -> str:
        """Return ``w:tcPr`` (CT_TcPr)."""
        start = self._starts.get(id(place))
        if start is None:
            width = sum(map(twips, self._reach(place)))
            start = f'<w:tcW w:w="{width}" w:type="dxa"/>'
            if place.columns > 1:
                start += f'<w:gridSpan w:val="{place.columns}"/>'
            if place.above or place.below:
                start += "<w:vMerge/>" if place.above else '<w:vMerge w:val="restart"/>'
            self._starts[id(place)] = start
        return f"<w:tcPr>{start}{direct}</w:tcPr>"

    def _reach(self, place: CellPlace) -> Sequence[float]:
        return self.widths[place.reach.start : place.reach.stop]

    def _empty_cell(self, place: CellPlace, direct: str) -> str:
        filler = Block(self.element, self.style, self.flow, (TABLE_TEXT,))
        properties = self._cell_properties(place, direct)
        return f"<w:tc>{properties}{blocks_xml(self.session, [filler])}</w:tc>"

    def _cell(
        self, cell: Cell, style: Style, row: RowLook, direct: str, bookmark: str | None
    ) -> tuple[str, float]:
        """Return a cell's XML and its estimated height.

        The first cell of a kind that holds nothing but text is the form for the others.
        """
        session, (element, place) = self.session, cell
        names = [name for name in (bookmark, element.get("id")) if name]
        text = plain_text(element, style.white_space)
        key = (id(place), id(row), direct, element.get("class"), element.get("lang"), element.tag)
        form = self._forms.get(key) if text else None
        if form is None:
            content, width = self._content(cell, style, row, names)
            xml = f"<w:tc>{self._cell_properties(place, direct)}{content}</w:tc>"
            form = _CellForm(xml, width)
            if text and (learned := form.without(text, session.bookmarks(names))):
                self._forms[key] = learned
        else:
            xml = form.filled(text, session.bookmarks(names))
            for placeholder in form.styles:
                session.styles.count(placeholder)
        letters = len(text) or sum(map(len, element.itertext()))
        lines = letters * style.font_size * _LETTER / form.width + 1
        return xml, lines * (style.line_height or style.font_size * 1.3)

    def _content(
        self, cell: Cell, style: Style, row: RowLook, bookmarks: list[str]
    ) -> tuple[str, float]:
        """Return a cell's paragraphs and tables, and the width they have in points.

        Where a cell has more room inside than all have, its paragraphs keep the distance.
        """
        element, place = cell
        own, least = style.padding, self.padding
        left, right = own.left - least.left, own.right - least.right
        width = sum(self._reach(place)) - least.left - least.right
        heading = TABLE_HEADING if row.header else ROW_HEADING
        flow = Flow(
            style,
            element.get("lang") or self.flow.language,
            self.flow.document_language,
            max(1.0 + left + right, width),
            left,
            right,
            page=self.flow.page,
            text=heading if element.tag == "th" else TABLE_TEXT,
            within=self.flow.within,
            in_box=True,
        )
        blocks = _cell_blocks(self.session, element, flow)
        _keep_apart(blocks, own.top - least.top, own.bottom - least.bottom)
        for block in blocks if row.keep_next else ():
            block.keep_next = True
        blocks[0].page_break = row.page_break and place.column == 0
        blocks[0].bookmarks[:0] = bookmarks
        return blocks_xml(self.session, settle(blocks)), flow.width - left - right


_LETTER = 0.5
"""Width of an average letter, in ems: to guess how tall a row will be."""


def _cell_blocks(session: Session, element: Element, flow: Flow) -> list[Block]:
    """Return a cell's blocks, at least one paragraph."""
    if len(element) and not is_phrasing(element):
        classes = title(element.get("class", ""))
        inner = replace(flow, text=classes) if classes else flow
        blocks = write_content(session, element, inner)
        if blocks:
            return blocks
    names = names_for(flow.text, element.get("class", ""), flow)
    block = bare_paragraph(session, element, flow, names)
    edges = (flow.left, flow.right)
    start, end = edges[::-1] if block.style.direction == "rtl" else edges
    block.frame = replace(block.frame, start=start, end=end)
    return [block]


def _keep_apart(blocks: list[Block], top: float, bottom: float) -> None:
    """Keep the first and the last block away from a cell's edges, by points."""
    if top and blocks[0].is_table:
        blocks.insert(0, spacer(blocks[0], top))
    elif top:
        blocks[0].own_before += top
        blocks[0].before += top
    if bottom and blocks[-1].is_table:
        blocks.append(spacer(blocks[-1], bottom))
    elif bottom:
        blocks[-1].own_after += bottom
        blocks[-1].after += bottom


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
