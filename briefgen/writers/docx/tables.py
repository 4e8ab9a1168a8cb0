"""Turn tables, and boxes that hold more than paragraphs, into ``w:tbl`` (ISO/IEC 29500-1, 17.4).

Rows are built as text and parsed by nobody, so that their number costs no more than their
length. What stands around a table is settled in briefgen/writers/docx/flow.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from briefgen.style.model import Border, Borders, Color, Sides, Style
from briefgen.writers.docx.flow import (
    FORCED,
    Block,
    Flow,
    bare_paragraph,
    blocks_xml,
    is_phrasing,
    names_for,
    paragraph,
    settle,
    write_blocks,
)
from briefgen.writers.docx.inline import plain_text
from briefgen.writers.docx.properties import (
    Box,
    cell_borders,
    cell_margins,
    is_drawn,
    shading,
)
from briefgen.writers.docx.session import Session
from briefgen.writers.docx.styles import PLACEHOLDER, title
from briefgen.writers.docx.xml import escape, twips, value

TABLE_TEXT, TABLE_HEADING, ROW_HEADING = "Table Text", "Table Heading", "Row Heading"

_SHORT = 1 / 3
"""Part of a page's height up to which a row is kept whole unasked."""

_KEPT = 0.8
"""Part of a page's height up to which a row is kept whole where the style asks for it."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell at its place in the grid, and over how many columns and rows it reaches."""

    element: Element
    column: int
    columns: int
    rows: int


def write_table(session: Session, element: Element, flow: Flow) -> list[Block]:
    """Return a table's caption and the table."""
    style = session.style(element)
    blocks: list[Block] = []
    classes = " ".join(map(title, element.get("class", "").split()))
    if classes:
        flow = replace(flow, within=(classes, *flow.within))
    caption = element.find("caption")
    if caption is not None and session.style(caption).display != "none":
        names = names_for("caption", caption.get("class", ""), flow)
        block = paragraph(session, caption, flow, names)
        block.keep_next = True
        blocks.append(block)
    written = _Table(session, element, style, flow, classes).write()
    margin = style.margin
    if blocks:
        blocks[0].before = blocks[0].own_before = max(blocks[0].before, margin.top)
        top = 0.0
    else:
        top = margin.top
    blocks.append(Block(element, style, flow, table=written, before=top, after=margin.bottom))
    return blocks


@dataclass(frozen=True, slots=True)
class _Row:
    """What a row gives to its cells: borders above and below, background, and its breaks."""

    top: Border
    bottom: Border
    fill: Color | None
    header: bool
    keep_next: bool
    page_break: bool


@dataclass(frozen=True, slots=True)
class _Span:
    """A cell that reaches further down: rows to come, columns, and the properties it repeats."""

    rows: int
    columns: int
    properties: str


@dataclass(frozen=True, slots=True)
class _CellForm:
    """A cell's XML with the room for its text, its width in points, what continues it below.

    ``head`` ends with the paragraph's properties, ``middle`` where the text begins;
    ``styles`` are the placeholders of the styles in it.
    """

    head: str
    width: float
    continued: str
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
        self.groups = [child for child in element if child.tag in {"thead", "tbody", "tfoot"}]
        rows = [row for group in self.groups for row in group]
        self.grid = _grid(rows)
        self.room = flow.width - flow.left - flow.right - style.margin.left - style.margin.right
        columns = max((c.column + c.columns for row in self.grid for c in row), default=1)
        width = _points(style.width, self.room) or self.room
        self.widths = _column_widths(session, element, self.grid, columns, width)
        first = next((cells[-1].element for cells in reversed(self.grid) if cells), None)
        self.padding = session.style(first).padding if first is not None else Sides()
        self._properties: dict[tuple[int, int, int, _Row], tuple[str, str]] = {}
        self._forms: dict[tuple[object, ...], _CellForm] = {}

    def write(self) -> list[str]:
        """Return the table's XML, a piece for each row."""
        rows: list[str] = []
        spans: dict[int, _Span] = {}
        lines = iter(self.grid)
        for group in self.groups:
            group_style = self.session.style(group)
            for place, row in enumerate(group):
                cells = next(lines)
                style = self.session.style(row)
                if style.display == "none":
                    continue
                edges = (place == 0, place == len(group) - 1)
                look = _row_look(style, group_style, edges, header=group.tag == "thead")
                rows.append(self._row(row, style, look, cells, spans))
        grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in self.widths)
        head = self._table_properties()
        return [f"<w:tbl>{head}<w:tblGrid>{grid}</w:tblGrid>", *rows, "</w:tbl>"]

    def _table_properties(self) -> str:
        """Return ``w:tblPr`` (CT_TblPr)."""
        style = self.style
        look = (
            cell_borders(style.border, "tblBorders", rtl=self.rtl),
            cell_margins(self.padding, "tblCellMar", rtl=self.rtl),
        )
        identifier = table_style(self.session, self.classes, self.flow, look)
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
            f"{_look(headed=head is not None)}"
            f"{value('tblCaption', words) if words else ''}"
            f"{value('tblDescription', columns) if columns else ''}</w:tblPr>"
        )

    def _row(
        self,
        row: Element,
        style: Style,
        look: _Row,
        cells: Sequence[_Cell],
        spans: dict[int, _Span],
    ) -> str:
        pieces: list[str] = []
        height = 0.0
        column = 0
        bookmark = row.get("id")
        for cell in cells:
            column = self._continue_spans(column, cell.column, spans, pieces)
            xml, continued, tall = self._cell(cell, look, None if pieces else bookmark)
            pieces.append(xml)
            if cell.rows > 1:
                spans[cell.column] = _Span(cell.rows - 1, cell.columns, continued)
            else:
                height = max(height, tall)
            column = cell.column + cell.columns
        self._continue_spans(column, len(self.widths), spans, pieces)
        part = _KEPT if style.break_inside.startswith("avoid") else _SHORT
        whole = height <= self.session.content_height * part
        properties = f"{'<w:cantSplit/>' if whole else ''}{'<w:tblHeader/>' if look.header else ''}"
        head = f"<w:trPr>{properties}</w:trPr>" if properties else ""
        return f"<w:tr>{head}{''.join(pieces)}</w:tr>"

    def _continue_spans(
        self, column: int, until: int, spans: dict[int, _Span], pieces: list[str]
    ) -> int:
        """Add the continuations and gaps between two columns, and return where they end."""
        while column < until:
            span = spans.pop(column, None)
            if span is None:
                reach = min((c for c in spans if column < c < until), default=until)
                pieces.append(self._empty_cell(_cell_width(self.widths[column:reach])))
                column = reach
                continue
            pieces.append(self._empty_cell(span.properties))
            if span.rows > 1:
                spans[column] = replace(span, rows=span.rows - 1)
            column += span.columns
        return column

    def _empty_cell(self, properties: str) -> str:
        filler = Block(self.element, self.style, self.flow, (TABLE_TEXT,))
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks_xml(self.session, [filler])}</w:tc>"

    def _cell(self, cell: _Cell, row: _Row, bookmark: str | None) -> tuple[str, str, float]:
        """Return a cell's XML, the properties of its continuations, its estimated height.

        The first cell of a kind that holds nothing but text is the form for the others.
        """
        element, session = cell.element, self.session
        style = session.style(element)
        names = [name for name in (bookmark, element.get("id")) if name]
        text = plain_text(element, style.white_space)
        language = element.get("lang") or self.flow.language
        key = (id(style), cell.column, cell.columns, row, element.get("class"), language)
        form = self._forms.get((key, element.tag)) if text and cell.rows == 1 else None
        if form is None:
            content, width = self._content(cell, row, names)
            before, after = self._cell_properties(cell, style, row)
            merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
            xml = f"<w:tc><w:tcPr>{before}{merge}{after}</w:tcPr>{content}</w:tc>"
            form = _CellForm(xml, width, f"{before}<w:vMerge/>{after}")
            if text and (learned := form.without(text, session.bookmarks(names))):
                self._forms[key, element.tag] = learned
        else:
            xml = form.filled(text, session.bookmarks(names))
            for placeholder in form.styles:
                session.styles.count(placeholder)
        lines = sum(map(len, element.itertext())) * style.font_size * _LETTER / form.width + 1
        return xml, form.continued, lines * (style.line_height or style.font_size * 1.3)

    def _content(self, cell: _Cell, row: _Row, bookmarks: list[str]) -> tuple[str, float]:
        """Return a cell's paragraphs and tables, and the width they have in points."""
        element = cell.element
        style = self.session.style(element)
        width = sum(self.widths[cell.column : cell.column + cell.columns])
        heading = TABLE_HEADING if row.header else ROW_HEADING
        flow = Flow(
            style,
            element.get("lang") or self.flow.language,
            self.flow.document_language,
            max(1.0, width - style.padding.left - style.padding.right),
            page=self.flow.page,
            text=heading if element.tag == "th" else TABLE_TEXT,
            within=self.flow.within,
            in_box=True,
        )
        blocks = _cell_blocks(self.session, element, flow)
        for block in blocks if row.keep_next else ():
            block.keep_next = True
        blocks[0].page_break = row.page_break and cell.column == 0
        blocks[0].bookmarks[:0] = bookmarks
        return blocks_xml(self.session, settle(blocks)), flow.width

    def _cell_properties(self, cell: _Cell, style: Style, row: _Row) -> tuple[str, str]:
        """Return what stands before and after ``w:vMerge`` in ``w:tcPr`` (CT_TcPr)."""
        key = (id(style), cell.column, cell.columns, row)
        if key not in self._properties:
            span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
            before = _cell_width(self.widths[cell.column : cell.column + cell.columns]) + span
            border = style.border
            borders = Borders(
                border.top if is_drawn(border.top) else row.top,
                border.right,
                border.bottom if is_drawn(border.bottom) else row.bottom,
                border.left,
            )
            own = style.padding != self.padding
            margins = cell_margins(style.padding, "tcMar", rtl=self.rtl) if own else ""
            after = (
                cell_borders(borders, "tcBorders", rtl=self.rtl)
                + shading(style.background or row.fill)
                + margins
                + _vertical(style)
            )
            self._properties[key] = (before, after)
        return self._properties[key]


_LETTER = 0.5
"""Width of an average letter, in ems: to guess how tall a row will be."""


def _cell_blocks(session: Session, element: Element, flow: Flow) -> list[Block]:
    """Return a cell's blocks, at least one paragraph."""
    if len(element) and not is_phrasing(element):
        classes = " ".join(map(title, element.get("class", "").split()))
        inner = replace(flow, text=classes) if classes else flow
        blocks = write_blocks(session, list(element), inner)
        if blocks:
            return blocks
    names = names_for(flow.text, element.get("class", ""), flow)
    return [bare_paragraph(session, element, flow, names)]


def _row_look(style: Style, group: Style, edges: tuple[bool, bool], *, header: bool) -> _Row:
    """Return what a row gives its cells: its own borders, else its group's at the edges."""
    top, bottom = style.border.top, style.border.bottom
    if edges[0] and not is_drawn(top):
        top = group.border.top
    if edges[1] and not is_drawn(bottom):
        bottom = group.border.bottom
    keep = header or style.break_after.startswith("avoid")
    fill = style.background or group.background
    return _Row(top, bottom, fill, header, keep, style.break_before in FORCED)


def _vertical(style: Style) -> str:
    names = {"middle": "center", "bottom": "bottom"}
    name = names.get(style.vertical_align)
    return value("vAlign", name) if name else ""


def _cell_width(widths: Sequence[float]) -> str:
    return f'<w:tcW w:w="{sum(map(twips, widths))}" w:type="dxa"/>'


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _look(*, headed: bool) -> str:
    return (
        f'<w:tblLook w:val="{"0620" if headed else "0600"}" w:firstRow="{int(headed)}"'
        ' w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    )


def table_style(session: Session, classes: str, flow: Flow, look: tuple[str, ...]) -> str:
    """Return the placeholder of a table style named after the table's classes."""
    name = f"{classes} Table" if classes else "Data Table"
    names = (name, *(f"{name} in {outer}" for outer in flow.within if outer != classes))
    return session.styles.table(names, ("<w:tblPr>", *look, "</w:tblPr>"))


# The grid


def _grid(rows: Sequence[Element]) -> list[list[_Cell]]:
    """Return each row's cells at their columns (HTML, 4.9.12.1 Forming a table)."""
    grid: list[list[_Cell]] = []
    taken: dict[int, int] = {}
    for number, row in enumerate(rows):
        cells = []
        column = 0
        for element in row:
            while taken.get(column, 0):
                column += 1
            columns = max(1, int(element.get("colspan", "1")))
            reach = max(1, min(int(element.get("rowspan", "1")), len(rows) - number))
            cells.append(_Cell(element, column, columns, reach))
            if reach > 1:
                taken.update(dict.fromkeys(range(column, column + columns), reach))
            column += columns
        taken = {column: left - 1 for column, left in taken.items() if left > 1}
        grid.append(cells)
    return grid


def _points(width: float | tuple[str, float] | None, whole: float) -> float | None:
    return whole * width[1] / 100 if isinstance(width, tuple) else width


def _column_widths(
    session: Session, table: Element, grid: list[list[_Cell]], columns: int, width: float
) -> list[float]:
    """Return the columns' widths in points: what ``col`` says, else the first row's cells.

    Columns without a width share what is left: evenly in a fixed layout, else by the
    length of their text, as CSS 2, 17.5.2 leaves to the renderer.
    """
    widths: list[float | None] = []
    for column in table.iterfind("colgroup/col"):
        own = _points(session.style(column).width, width)
        widths += [own] * max(1, int(column.get("span", "1")))
    widths = (widths + [None] * columns)[:columns]
    for cell in grid[0] if grid else ():
        if cell.columns == 1 and widths[cell.column] is None:
            widths[cell.column] = _points(session.style(cell.element).width, width)
    given = [own or 0.0 for own in widths]
    open_columns = [place for place, own in enumerate(widths) if own is None]
    left = width - sum(given)
    if open_columns:
        shares = [1.0] * columns
        if session.style(table).table_layout != "fixed":
            shares = _text_shares(grid, columns)
        whole = sum(shares[place] for place in open_columns)
        for place in open_columns:
            given[place] = max(left, 12.0 * len(open_columns)) * shares[place] / whole
    scale = width / sum(given)
    return [own * scale for own in given] if open_columns or scale < 1 else given


def _text_shares(grid: list[list[_Cell]], columns: int) -> list[float]:
    """Return a weight per column: its longest word, or the root of its longest text."""
    shares = [4.0] * columns
    for row in grid:
        for cell in row:
            if cell.columns == 1:
                text = "".join(cell.element.itertext())
                longest = max(map(len, text.split()), default=0)
                share = max(longest, (len(text) ** 0.5) * 3)
                shares[cell.column] = max(shares[cell.column], share)
    return shares


# Boxes


def box_table(session: Session, element: Element, flow: Flow, box: Box) -> Block:
    """Return a box that holds lists, tables or pictures: a table of one cell.

    Word draws borders around paragraphs of one indent only; anything else would fall into
    pieces.
    """
    style = session.style(element)
    classes = " ".join(map(title, element.get("class", "").split()))
    left = flow.left + style.margin.left
    right = flow.right + style.margin.right
    width = flow.width - left - right
    inner = Flow(
        style,
        flow.language,
        flow.document_language,
        width - box.padding.left - box.padding.right,
        page=flow.page,
        text=classes or flow.text,
        within=(classes, *flow.within) if classes else flow.within,
        in_box=True,
    )
    blocks = write_blocks(session, list(element), inner)
    blocks = blocks or [Block(element, style, inner, (inner.text,))]
    rtl = style.direction == "rtl"
    look = (
        cell_borders(box.borders, "tblBorders", rtl=rtl),
        cell_margins(box.padding, "tblCellMar", rtl=rtl),
    )
    identifier = table_style(session, classes, flow, look)
    content = f"{shading(box.background)}</w:tcPr>{blocks_xml(session, settle(blocks))}"
    xml = _one_cell(style, identifier, (right if rtl else left, width), content)
    margin = style.margin
    return Block(element, style, flow, table=[xml], before=margin.top, after=margin.bottom)


def _one_cell(style: Style, identifier: str, place: tuple[float, float], content: str) -> str:
    """Return a table of one cell; ``place`` is its indent and width in points.

    ``content`` begins inside ``w:tcPr``, after the cell's width.
    """
    start, width = place
    turned = "<w:bidiVisual/>" if style.direction == "rtl" else ""
    whole = "<w:trPr><w:cantSplit/></w:trPr>" if style.break_inside.startswith("avoid") else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{identifier}"/>{turned}'
        f'<w:tblW w:w="{twips(width)}" w:type="dxa"/><w:tblInd w:w="{twips(start)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{_look(headed=False)}</w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{twips(width)}"/></w:tblGrid><w:tr>{whole}<w:tc><w:tcPr>'
        f"{_cell_width([width])}{content}</w:tc></w:tr></w:tbl>"
    )
