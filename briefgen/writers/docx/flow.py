"""Turn flow content into a row of paragraphs and tables, with what stands between settled.

The rule for each element is in briefgen/writers/docx/blocks.py and tables.py; text inside
a paragraph is the business of briefgen/writers/docx/inline.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from briefgen.markup.vocabulary import INLINE
from briefgen.style.model import Pseudo, Sides, Style
from briefgen.writers.docx.inline import (
    GENERATED,
    Line,
    inner_styles,
    is_surrounded,
    whole_revision,
    write_generated,
    write_phrasing,
)
from briefgen.writers.docx.properties import Box, Frame, is_drawn
from briefgen.writers.docx.session import Session
from briefgen.writers.docx.strings import Assignment
from briefgen.writers.docx.styles import BODY_TEXT, title

_PHRASING = INLINE - {"img"}
FORCED = {"page", "left", "right", "recto", "verso", "always"}


@dataclass(frozen=True, slots=True)
class Flow:
    """Where a block stands; lengths in points.

    ``width`` is the room between the edges of the page's or cell's content, ``left`` and
    ``right`` how far the containers have moved in from them. ``text`` names a paragraph
    that has no class, ``within`` the classes around, nearest first.
    """

    style: Style
    language: str
    document_language: str
    width: float
    left: float = 0.0
    right: float = 0.0
    page: str = ""
    text: str = BODY_TEXT
    within: tuple[str, ...] = ()
    depth: int = 0
    contents: bool = False
    in_box: bool = False


@dataclass(slots=True)
class Block:
    """A paragraph (``runs``) or a table (``table``, in pieces), its margins not yet settled.

    ``own_before`` and ``own_after`` are the margins of the element itself, ``before`` and
    ``after`` what its containers make of them. ``numbering`` is the ``w:numPr`` of a list
    that counts from a number of its own.
    """

    element: Element
    style: Style
    flow: Flow
    names: tuple[str, ...] = ()
    runs: str = ""
    table: Sequence[str] | None = None
    own_before: float = 0.0
    own_after: float = 0.0
    before: float = 0.0
    after: float = 0.0
    frame: Frame = field(default_factory=Frame)
    numbering: str = ""
    bookmarks: list[str] = field(default_factory=list)
    page_break: bool = False
    page_break_after: bool = False
    keep_previous: bool = False
    keep_next: bool = False
    strings: list[Assignment] = field(default_factory=list)
    box_edge: Element | None = None
    base: str = ""
    opening: str = ""
    closing: str = ""

    @property
    def is_table(self) -> bool:
        """Return whether this is a table: it has no margins of its own in Word."""
        return self.table is not None


Rule = Callable[[Session, Element, Flow], list[Block]]
"""How an element becomes blocks."""


def write_blocks(session: Session, elements: Sequence[Element], flow: Flow) -> list[Block]:
    """Return the blocks of some elements in a flow."""
    blocks: list[Block] = []
    for element in elements:
        blocks += write_block(session, element, flow)
    return blocks


def write_content(session: Session, element: Element, flow: Flow) -> list[Block]:
    """Return the blocks inside an element, with paragraphs of its own for generated text.

    (CSS 2, 9.2.1.1: text beside blocks stands in an anonymous block.)
    """
    before, after = (_generated_block(session, element, flow, pseudo) for pseudo in GENERATED)
    return [*before, *write_blocks(session, list(element), flow), *after]


def _generated_block(session: Session, element: Element, flow: Flow, pseudo: Pseudo) -> list[Block]:
    style, line = session.style(element), Line()
    names = names_for(flow.text, "", flow)
    voice = session.voice(style, style, names[0], flow.language)
    write_generated(session, line, element, voice, pseudo)
    runs = line.xml()
    edges = (flow.left, flow.right)
    start, end = edges[::-1] if style.direction == "rtl" else edges
    frame = Frame(start=start, end=end, first=style.text_indent)
    return [Block(element, style, flow, names, runs, frame=frame)] if runs else []


def write_block(session: Session, element: Element, flow: Flow) -> list[Block]:
    """Return the blocks of one element, by the rule for its name."""
    style = session.style(element)
    if style.display == "none":
        return []
    rule = session.rules.get(element.tag)
    if rule is None:
        session.no_rule(element)
        return []
    if style.page not in {"", "auto", flow.page}:
        flow = replace(flow, page=style.page, width=session.page_width(style.page))
    language = element.get("lang")
    if language and language != flow.language:
        flow = replace(flow, language=language)
    assigned = session.strings.assign(element, style)
    blocks = rule(session, element, flow)
    if len(blocks) == 1 and not is_surrounded(session, element):
        blocks[0].strings += assigned
    if blocks:
        apply_breaks(blocks, style)
        if identifier := element.get("id"):
            blocks[0].bookmarks.insert(0, identifier)
    return blocks


def apply_breaks(blocks: list[Block], style: Style) -> None:
    """Pass the element's breaks on to its first and last block (CSS Fragmentation 3, 3.1)."""
    if style.break_before in FORCED:
        blocks[0].page_break = True
    elif style.break_before.startswith("avoid"):
        blocks[0].keep_previous = True
    if style.break_after in FORCED:
        blocks[-1].page_break_after = True
    elif style.break_after.startswith("avoid"):
        blocks[-1].keep_next = True
    if style.break_inside.startswith("avoid") and len(blocks) > 1:
        for block in blocks:
            block.frame = replace(block.frame, keep_lines=True)
        for block in blocks[:-1]:
            block.keep_next = True


def is_phrasing(element: Element) -> bool:
    """Return whether a "mixed" element holds text and not blocks."""
    if element.text and element.text.strip():
        return True
    return len(element) > 0 and element[0].tag in _PHRASING


def names_for(base: str, classes: str, flow: Flow) -> tuple[str, ...]:
    """Return what to call a paragraph's style, best first."""
    name = title(classes) or base
    capital = name[:1].upper() + name[1:]
    around = [f"{capital} in {outer}" for outer in flow.within if outer != name]
    if flow.language != flow.document_language:
        around.insert(0, f"{capital} ({flow.language})")
    return (name, *around)


def table_names(classes: str, flow: Flow) -> tuple[str, ...]:
    """Return what to call the style of a table whose classes make a title, best first."""
    name = f"{classes} Table" if classes else "Data Table"
    return (name, *(f"{name} in {outer}" for outer in flow.within if outer != classes))


def paragraph(
    session: Session,
    element: Element,
    flow: Flow,
    names: tuple[str, ...],
    stop: int | None = None,
) -> Block:
    """Return the paragraph of an element's phrasing content (its first ``stop`` children)."""
    block = bare_paragraph(session, element, flow, names, stop)
    style, box = block.style, own_box(block.style)
    margin, padding = style.margin, style.padding
    left = flow.left + margin.left + padding.left + shown(style, "left")
    right = flow.right + margin.right + padding.right + shown(style, "right")
    start, end = (right, left) if style.direction == "rtl" else (left, right)
    inside = padding if box is None else Sides()
    block.before = block.own_before = margin.top + inside.top
    block.after = block.own_after = margin.bottom + inside.bottom
    block.frame = replace(block.frame, start=start, end=end, box=box)
    return block


def bare_paragraph(
    session: Session,
    element: Element,
    flow: Flow,
    names: tuple[str, ...],
    stop: int | None = None,
) -> Block:
    """Return the paragraph of an element whose margins, padding and box something else draws."""
    own = session.style(element)
    style = session.steady(own, inner_styles(session, element, stop))
    line = Line()
    voice = session.voice(style, own, names[0], flow.language)
    write_phrasing(session, line, element, voice, stop)
    names = names if style is own else _placed(names, "Mixed")
    grows = line.images or line.largest > style.font_size
    frame = Frame(first=style.text_indent, grows=grows)
    return Block(element, style, flow, names, line.xml(), frame=frame)


def own_box(style: Style) -> Box | None:
    """Return the box that an element draws, None where it draws none."""
    borders = style.border
    sides = (borders.top, borders.right, borders.bottom, borders.left)
    if style.background is None and not any(map(is_drawn, sides)):
        return None
    return Box(borders, style.background, style.padding)


def shown(style: Style, side: str) -> float:
    border = getattr(style.border, side)
    return border.width if is_drawn(border) else 0.0


def settle(blocks: list[Block]) -> list[Block]:
    """Return the blocks with what stands between neighbours decided.

    Word puts the larger of two margins between paragraphs, as CSS does, and none at a
    table: there the paragraph beside it takes the margin, or a paragraph as high as the
    margin stands between.
    """
    settled: list[Block] = []
    for block in blocks:
        previous = settled[-1] if settled else None
        if previous is not None:
            _settle_pair(settled, previous, block)
        elif block.own_before < block.before and not block.is_table:
            block.own_before = block.before
            block.names = _placed(block.names, "First")
        settled.append(block)
    if settled and settled[-1].is_table:
        settled.append(spacer(settled[-1], 1.0))
    return settled


def _settle_pair(settled: list[Block], previous: Block, block: Block) -> None:
    if previous.page_break_after:
        block.page_break = True
    if block.keep_previous and not previous.keep_next and not previous.is_table:
        previous.keep_next = True
        previous.names = _placed(previous.names, "Keep")
    gap = max(previous.after, block.before)
    twins = (
        previous.box_edge is not None
        and block.box_edge is not None
        and previous.box_edge is not block.box_edge
        and previous.frame.box == block.frame.box
    )
    if twins or (previous.is_table and block.is_table):
        settled.append(spacer(previous, max(gap, 1.0)))
        previous.own_after = block.own_before = 0.0
        return
    if previous.is_table or block.is_table:
        have = block.own_before if previous.is_table else previous.own_after
    else:
        have = max(previous.own_after, block.own_before)
    if have >= gap:
        return
    if block.is_table or (previous.after == gap and not previous.is_table):
        previous.own_after = gap
        previous.names = _placed(previous.names, "Last")
    else:
        block.own_before = gap
        block.names = _placed(block.names, "First")


def _placed(names: tuple[str, ...], place: str) -> tuple[str, ...]:
    """Return the names of a style that differs by where in its container it stands."""
    capital = names[0][:1].upper() + names[0][1:]
    return (names[0], f"{capital} {place}", *(f"{name} {place}" for name in names[1:]))


def spacer(beside: Block, height: float) -> Block:
    """Return an empty paragraph as high as a margin."""
    height = round(height * 2) / 2
    return Block(
        beside.element,
        beside.style,
        beside.flow,
        (f"Spacing {height:g}pt",),
        frame=Frame(line=height),
        base="Normal",
    )


def blocks_xml(session: Session, blocks: list[Block]) -> str:
    """Return the blocks as XML."""
    return "".join(block_xml(session, block) for block in blocks)


def block_pieces(session: Session, block: Block) -> list[str]:
    """Return one block in pieces: a table is too long to be copied more often than it must."""
    if block.table is None:
        return [block_xml(session, block)]
    start, end = session.bookmarks(block.bookmarks)
    return [block.opening, start, *block.table, end, block.closing]


def block_xml(session: Session, block: Block, section: str = "") -> str:
    """Return one block; ``section`` is the ``w:sectPr`` of a section that ends with it."""
    if block.table is not None:
        return "".join(block_pieces(session, block))
    start, end = session.bookmarks(block.bookmarks)
    frame = block.frame
    if block.own_before or block.own_after or block.keep_next or block.page_break:
        frame = replace(
            frame,
            before=block.own_before,
            after=block.own_after,
            keep_next=block.keep_next,
            page_break=block.page_break,
        )
    style = session.styles.paragraph(block.names, block.style, frame, block.base)
    for assignment in block.strings:
        assignment.style = style
    properties = f'<w:pStyle w:val="{style}"/>{block.numbering}{_mark(session, block)}{section}'
    return (
        f"{block.opening}<w:p><w:pPr>{properties}</w:pPr>"
        f"{start}{block.runs}{end}</w:p>{block.closing}"
    )


def _mark(session: Session, block: Block) -> str:
    """Return that a paragraph's mark came or went with its text (17.13.5.20, 17.13.5.15).

    The last paragraph of a cell has to stay.
    """
    kind = None if block.flow.in_box or not block.runs else whole_revision(block.element)
    return f"<w:rPr><{session.revision(kind)}/></w:rPr>" if kind else ""
