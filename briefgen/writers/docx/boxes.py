"""Turn boxes that hold more than paragraphs into tables of one cell (ISO/IEC 29500-1, 17.4).

Word draws borders around paragraphs of one indent only; anything else would fall into pieces.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from briefgen.style.model import Style
from briefgen.writers.docx.flow import (
    Block,
    Flow,
    blocks_xml,
    settle,
    table_names,
    write_content,
)
from briefgen.writers.docx.properties import Box, cell_margins, common_padding, from_start
from briefgen.writers.docx.session import Session
from briefgen.writers.docx.styles import title
from briefgen.writers.docx.table_looks import PLAIN, box_look, look_switches
from briefgen.writers.docx.xml import twips


def box_table(session: Session, element: Element, flow: Flow, box: Box) -> Block:
    """Return a box that holds lists, tables or pictures."""
    style = session.style(element)
    classes = title(element.get("class", ""))
    left = flow.left + style.margin.left
    right = flow.right + style.margin.right
    width = flow.width - left - right
    rtl = style.direction == "rtl"
    padding = common_padding([box.padding], rtl=rtl)
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
    blocks = write_content(session, element, inner)
    blocks = blocks or [Block(element, style, inner, (inner.text,))]
    borders = from_start(box.borders, rtl=rtl)
    look = box_look(borders, box.background, cell_margins(padding))
    identifier = session.styles.table(table_names(classes, flow), look)
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
        f'<w:tcW w:w="{twips(width)}" w:type="dxa"/></w:tcPr>{content}</w:tc></w:tr></w:tbl>'
    )
