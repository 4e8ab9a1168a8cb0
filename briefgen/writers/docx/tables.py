"""Turn tables, and boxes that hold more than paragraphs, into ``w:tbl`` (ISO/IEC 29500-1, 17.4).

Rows are built as text and parsed by nobody, so that their number costs no more than their
length. What stands around a table is settled in briefgen/writers/docx/flow.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import NamedTuple
from xml.etree.ElementTree import Element

from briefgen.style.model import Borders, Color, Sides, Style
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
    spacer,
    write_blocks,
)
from briefgen.writers.docx.inline import plain_text, whole_revision
from briefgen.writers.docx.properties import (
    NO_BORDER,
    NO_BORDERS,
    Box,
    cell_margins,
    from_start,
)
from briefgen.writers.docx.session import Session
from briefgen.writers.docx.styles import PLACEHOLDER, title
from briefgen.writers.docx.table_looks import (
    PLAIN,
    Grid,
    Row,
    Slot,
    TableLook,
    box_look,
    look_switches,
)
from briefgen.writers.docx.xml import escape, twips, value

TABLE_TEXT, TABLE_HEADING, ROW_HEADING = "Table Text", "Table Heading", "Row Heading"

_SHORT = 1 / 3
"""Part of a page's height up to which a row is kept whole unasked."""

_KEPT = 0.8
"""Part of a page's height up to which a row is kept whole where the style asks for it."""


@dataclass(frozen=True, slots=True)
class _Place:
    """What a cell is apart from its content; without a style it fills a row short of cells.

    ``above`` and ``below`` say whether it comes from the row above and goes on in the next.
    """

    style: Style | None
    column: int
    columns: int
    above: bool
    below: bool


class _Cell(NamedTuple):
    """A cell's part of one row. There is one place for all that are alike, to key on."""

    element: Element
    place: _Place


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
    table = _Table(session, element, style, flow, classes)
    if not table.lines:
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
class _RowLook:
    """What a row gives to its cells: its borders, its group's, background, and its breaks."""

    own: Borders
    group: Borders
    fill: Color | None
    header: bool
    keep_next: bool
    page_break: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """A row with its looks and its cells, complete."""

    element: Element
    style: Style
    look: _RowLook
    cells: list[_Cell]


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
        self._places: dict[tuple[object, ...], _Place] = {}
        self._row_looks: dict[tuple[object, ...], _RowLook] = {}
        self._starts: dict[int, str] = {}
        self._forms: dict[tuple[object, ...], _CellForm] = {}
        self.lines = self._read_lines()
        places = self._places.values()
        self.columns = max((place.column + place.columns for place in places), default=1)
        for line in self.lines:
            self._fill(line.cells, line.element)
        self.room = flow.width - flow.left - flow.right - style.margin.left - style.margin.right
        width = _points(style.width, self.room) or self.room
        grid = [line.cells for line in self.lines]
        self.widths = _column_widths(session, element, grid, self.columns, width)
        paddings = [place.style.padding for place in places if place.style is not None]
        self.padding = _common_padding(paddings, rtl=self.rtl)

    def _read_lines(self) -> list[_Line]:
        """Return the rows that are shown."""
        lines = []
        for group in self.element:
            if group.tag not in {"thead", "tbody", "tfoot"}:
                continue
            rows = [row for row in group if self.session.style(row).display != "none"]
            group_style = self.session.style(group)
            header = group.tag == "thead"
            styles = [self.session.style(row) for row in rows]
            for number, (row, cells) in enumerate(zip(rows, self._grid(rows), strict=True)):
                style = styles[number]
                edges = (number == 0, number == len(rows) - 1)
                keep = header or self._is_kept(style, styles[number + 1 : number + 2])
                key = (id(style), id(group_style), *edges, keep)
                look = self._row_looks.get(key)
                if look is None:
                    look = self._row_look(style, group_style, edges, header=header, keep=keep)
                    self._row_looks[key] = look
                lines.append(_Line(row, style, look, cells))
        return lines

    def _is_kept(self, style: Style, following: Sequence[Style]) -> bool:
        """Return whether a row stays with the next one of its group, if there is one."""
        if style.break_after.startswith("avoid"):
            return True
        return any(
            self.style.break_inside.startswith("avoid") or row.break_before.startswith("avoid")
            for row in following
        )

    def _grid(self, rows: Sequence[Element]) -> Iterator[list[_Cell]]:
        """Yield the cells of a group's rows (HTML, 4.9.12.1 Forming a table)."""
        growing: dict[int, tuple[_Cell, int]] = {}
        for row in rows:
            cells: list[_Cell] = []
            below: dict[int, tuple[_Cell, int]] = {}
            column = 0
            for element in row:
                column = self._go_on(growing, below, cells, column)
                style = self.session.style(element)
                columns = int(element.get("colspan", "1"))
                reach = int(element.get("rowspan", "1"))
                cell = _Cell(element, self._place(style, column, columns, below=reach > 1))
                cells.append(cell)
                if reach > 1:
                    below[column] = (cell, reach - 1)
                column += columns
            while growing:
                column = self._go_on(growing, below, cells, min(growing))
            growing = below
            yield cells

    def _go_on(
        self,
        growing: dict[int, tuple[_Cell, int]],
        below: dict[int, tuple[_Cell, int]],
        cells: list[_Cell],
        column: int,
    ) -> int:
        """Add the cells that come from above at a column, and return the first that is free."""
        while column in growing:
            (element, place), reach = growing.pop(column)
            style, columns = place.style, place.columns
            place = self._place(style, column, columns, above=True, below=reach > 1)
            cells.append(_Cell(element, place))
            if reach > 1:
                below[column] = (cells[-1], reach - 1)
            column += columns
        return column

    def _fill(self, cells: list[_Cell], row: Element) -> None:
        """Fill the gaps between and after a row's cells."""
        if sum(place.columns for _, place in cells) == self.columns:
            return
        end = self.columns
        for number in range(len(cells), -1, -1):
            before = cells[number - 1].place if number else None
            start = before.column + before.columns if before else 0
            if start < end:
                cells.insert(number, _Cell(row, self._place(None, start, end - start)))
            end = before.column if before else 0

    def _place(
        self,
        style: Style | None,
        column: int,
        columns: int,
        *,
        above: bool = False,
        below: bool = False,
    ) -> _Place:
        key = (id(style), column, columns, above, below)
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = _Place(style, column, columns, above, below)
        return place

    def _row_look(
        self, style: Style, group: Style, edges: tuple[bool, bool], *, header: bool, keep: bool
    ) -> _RowLook:
        """Return what a row gives its cells; ``edges``: whether its group begins, ends there."""
        around = from_start(group.border, rtl=self.rtl)
        around = replace(
            around,
            top=around.top if edges[0] else NO_BORDER,
            bottom=around.bottom if edges[1] else NO_BORDER,
        )
        fill = style.background or group.background
        own = from_start(style.border, rtl=self.rtl)
        return _RowLook(own, around, fill, header, keep, style.break_before in FORCED)

    def _cell_looks(self) -> Grid:
        """Return the cells' looks, each shape of a row once."""
        shapes: dict[Row, int] = {}
        known: dict[tuple[object, ...], int] = {}
        rows = []
        for line in self.lines:
            key = (id(line.look), *(id(cell.place) for cell in line.cells))
            number = known.get(key)
            if number is None:
                shape = tuple(self._slot(cell.place, line.look) for cell in line.cells)
                number = known[key] = shapes.setdefault(shape, len(shapes))
            rows.append(number)
        own = self.style
        return Grid(
            rows,
            list(shapes),
            self.columns,
            from_start(own.border, rtl=self.rtl),
            headed=bool(self.lines) and self.lines[0].look.header,
            spacing=None if own.border_collapse else own.border_spacing or None,
        )

    def _slot(self, place: _Place, row: _RowLook) -> Slot:
        style = place.style
        lines = NO_BORDERS if style is None else from_start(style.border, rtl=self.rtl)
        own = None if style is None else style.background
        return Slot(
            place.column,
            place.columns,
            own or row.fill or self.style.background,
            "top" if style is None else _VERTICAL.get(style.vertical_align, "top"),
            (lines, row.own, row.group),
            place.above,
            place.below,
        )

    def write(self) -> list[str]:
        """Return the table's XML, a piece for each row."""
        look = TableLook(self._cell_looks())
        rows = (self._row(line, look.direct(number)) for number, line in enumerate(self.lines))
        grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in self.widths)
        head = self._table_properties(look)
        return [f"<w:tbl>{head}<w:tblGrid>{grid}</w:tblGrid>", *rows, "</w:tbl>"]

    def _table_properties(self, look: TableLook) -> str:
        """Return ``w:tblPr`` (CT_TblPr)."""
        style = self.style
        margins = cell_margins(self.padding)
        identifier = _table_style(self.session, self.classes, self.flow, look.style(margins))
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

    def _row(self, line: _Line, direct: Sequence[str]) -> str:
        """Return a row; ``direct`` is what each cell says that the table's style doesn't."""
        pieces: list[str] = []
        height = 0.0
        bookmark = line.element.get("id")
        for cell, own in zip(line.cells, direct, strict=True):
            place = cell.place
            if place.style is None or place.above:
                pieces.append(self._empty_cell(place, own))
                continue
            xml, tall = self._cell(cell, place.style, line.look, own, bookmark)
            pieces.append(xml)
            bookmark = None
            if not place.below:
                height = max(height, tall)
        part = _KEPT if line.style.break_inside.startswith("avoid") else _SHORT
        whole = height <= self.session.content_height * part
        header = "<w:tblHeader/>" if line.look.header else ""
        properties = f"{'<w:cantSplit/>' if whole else ''}{header}"
        if kind := whole_revision(line.element):
            properties += f"<{self.session.revision(kind)}/>"
        head = f"<w:trPr>{properties}</w:trPr>" if properties else ""
        return f"<w:tr>{head}{''.join(pieces)}</w:tr>"

    def _cell_properties(self, place: _Place, direct: str) -> str:
        """Return ``w:tcPr`` (CT_TcPr)."""
        start = self._starts.get(id(place))
        if start is None:
            start = _cell_width(self._reach(place))
            if place.columns > 1:
                start += f'<w:gridSpan w:val="{place.columns}"/>'
            if place.above or place.below:
                start += "<w:vMerge/>" if place.above else '<w:vMerge w:val="restart"/>'
            self._starts[id(place)] = start
        return f"<w:tcPr>{start}{direct}</w:tcPr>"

    def _reach(self, place: _Place) -> Sequence[float]:
        return self.widths[place.column : place.column + place.columns]

    def _empty_cell(self, place: _Place, direct: str) -> str:
        filler = Block(self.element, self.style, self.flow, (TABLE_TEXT,))
        properties = self._cell_properties(place, direct)
        return f"<w:tc>{properties}{blocks_xml(self.session, [filler])}</w:tc>"

    def _cell(
        self, cell: _Cell, style: Style, row: _RowLook, direct: str, bookmark: str | None
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
        self, cell: _Cell, style: Style, row: _RowLook, bookmarks: list[str]
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
        classes = " ".join(map(title, element.get("class", "").split()))
        inner = replace(flow, text=classes) if classes else flow
        blocks = write_blocks(session, list(element), inner)
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


_VERTICAL = {"middle": "center", "bottom": "bottom"}
"""CSS's ``vertical-align`` → ``w:vAlign``; anything else is the top."""


def _common_padding(every: Sequence[Sides], *, rtl: bool) -> Sides:
    """Return the room inside that all cells have at least.

    In tables from right to left it is the same on both sides: LibreOffice 7.4 takes left
    and right for those of the page, Word for the edges where rows begin and end.
    """
    if not every:
        return Sides()
    least = Sides(
        *(min(getattr(padding, side.name) for padding in every) for side in fields(Sides))
    )
    if rtl:
        both = min(least.left, least.right)
        least = replace(least, left=both, right=both)
    return least


def _cell_width(widths: Sequence[float]) -> str:
    return f'<w:tcW w:w="{sum(map(twips, widths))}" w:type="dxa"/>'


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _table_style(session: Session, classes: str, flow: Flow, look: tuple[str, ...]) -> str:
    """Return the placeholder of a table style named after the table's classes."""
    name = f"{classes} Table" if classes else "Data Table"
    names = (name, *(f"{name} in {outer}" for outer in flow.within if outer != classes))
    return session.styles.table(names, look)


# Columns


def _points(width: float | tuple[str, float] | None, whole: float) -> float | None:
    return whole * width[1] / 100 if isinstance(width, tuple) else width


def _column_widths(
    session: Session, table: Element, grid: Sequence[Sequence[_Cell]], columns: int, width: float
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
    for _, first in grid[0] if grid else ():
        if first.style is not None and first.columns == 1 and widths[first.column] is None:
            widths[first.column] = _points(first.style.width, width)
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


def _text_shares(grid: Sequence[Sequence[_Cell]], columns: int) -> list[float]:
    """Return a weight per column: its longest word, or the root of its longest text."""
    shares = [4.0] * columns
    for row in grid:
        for element, place in row:
            if place.style is not None and place.columns == 1:
                text = "".join(element.itertext())
                longest = max(map(len, text.split()), default=0)
                share = max(longest, (len(text) ** 0.5) * 3)
                shares[place.column] = max(shares[place.column], share)
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
    rtl = style.direction == "rtl"
    padding = _common_padding([box.padding], rtl=rtl)
    inner = Flow(
        style,
        flow.language,
        flow.document_language,
        width - padding.left - padding.right,
        box.padding.left - padding.left,
        box.padding.right - padding.right,
        page=flow.page,
        text=classes or flow.text,
        within=(classes, *flow.within) if classes else flow.within,
        in_box=True,
    )
    blocks = write_blocks(session, list(element), inner)
    blocks = blocks or [Block(element, style, inner, (inner.text,))]
    borders = from_start(box.borders, rtl=rtl)
    look = box_look(borders, box.background, cell_margins(padding))
    identifier = _table_style(session, classes, flow, look)
    content = blocks_xml(session, settle(blocks))
    xml = _one_cell(style, identifier, (right if rtl else left, width), content)
    margin = style.margin
    return Block(element, style, flow, table=[xml], before=margin.top, after=margin.bottom)


def _one_cell(style: Style, identifier: str, place: tuple[float, float], content: str) -> str:
    """Return a table of one cell; ``place`` is its indent and width in points."""
    start, width = place
    turned = "<w:bidiVisual/>" if style.direction == "rtl" else ""
    whole = "<w:trPr><w:cantSplit/></w:trPr>" if style.break_inside.startswith("avoid") else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{identifier}"/>{turned}'
        f'<w:tblW w:w="{twips(width)}" w:type="dxa"/><w:tblInd w:w="{twips(start)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{look_switches(PLAIN)}</w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{twips(width)}"/></w:tblGrid><w:tr>{whole}<w:tc><w:tcPr>'
        f"{_cell_width([width])}</w:tcPr>{content}</w:tc></w:tr></w:tbl>"
    )
