"""Turn each block element into paragraphs: the rules for headings, containers and lists.

What stands between blocks is settled in briefgen/writers/docx/flow.py; the inside of a
table is the business of briefgen/writers/docx/tables.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from briefgen.style.model import Sides, Style
from briefgen.writers.docx.boxes import box_table
from briefgen.writers.docx.contents import write_contents
from briefgen.writers.docx.flow import (
    Block,
    Flow,
    Rule,
    apply_breaks,
    is_phrasing,
    names_for,
    own_box,
    paragraph,
    shown,
    write_blocks,
    write_content,
)
from briefgen.writers.docx.inline import Line, write_inline
from briefgen.writers.docx.lists import LEVELS, Level, marker, number_properties
from briefgen.writers.docx.properties import NO_BORDER, NO_BORDERS, Box, Frame, font_name, is_drawn
from briefgen.writers.docx.session import Session
from briefgen.writers.docx.styles import BODY_TEXT, title
from briefgen.writers.docx.tables import write_table
from briefgen.writers.docx.xml import quoteattr, value

_BULLET_ROOM, _NUMBER_ROOM = 0.9, 2.0
"""Ems between a list marker's start and its text, at most: CSS draws markers close by."""

# Paragraphs


def _paragraph(session: Session, element: Element, flow: Flow) -> list[Block]:
    names = names_for(flow.text, element.get("class", ""), flow)
    if element.get("role") == "doc-subtitle" and not element.get("class"):
        names = names_for("Subtitle", "", flow)
    return [paragraph(session, element, flow, names)]


def _heading(session: Session, element: Element, flow: Flow) -> list[Block]:
    level = int(element.tag[1])
    name = "TOC Heading" if flow.contents else f"heading {level}"
    outline = None if flow.contents else level - 1
    classes = tuple(
        f"{name.capitalize()} {title(word)}" for word in element.get("class", "").split()
    )
    names = (name, *classes, *names_for(name, "", flow)[1:])
    block = paragraph(session, element, flow, names)
    block.frame = replace(block.frame, outline=outline)
    return [block]


def _term(session: Session, element: Element, flow: Flow) -> list[Block]:
    names = names_for("Definition Term", element.get("class", ""), flow)
    return [paragraph(session, element, flow, names)]


def _rule(session: Session, element: Element, flow: Flow) -> list[Block]:
    names = names_for("Horizontal Line", element.get("class", ""), flow)
    block = paragraph(session, element, flow, names)
    line = max(block.style.height or 0.0, 1.0)
    block.frame = replace(block.frame, line=line)
    return [block]


def _picture(session: Session, element: Element, flow: Flow) -> list[Block]:
    line = Line()
    style = session.style(element)
    voice = session.voice(flow.style, flow.style, "Figure", flow.language)
    write_inline(session, line, element, voice)
    if not line.images:
        return []
    start, end = flow.left, flow.right
    if flow.style.direction == "rtl":
        start, end = end, start
    margin = style.margin
    frame = Frame(start=start, end=end, grows=True)
    return [
        Block(
            element,
            flow.style,
            flow,
            names_for("Figure", element.get("class", ""), flow),
            line.xml(),
            own_before=margin.top,
            own_after=margin.bottom,
            before=margin.top,
            after=margin.bottom,
            frame=frame,
        )
    ]


# Containers


def _mixed(name: str) -> Rule:
    """Return the rule of an element that is a paragraph or a container of paragraphs."""

    def rule(session: Session, element: Element, flow: Flow) -> list[Block]:
        base = name or flow.text
        if is_phrasing(element):
            names = names_for(base, element.get("class", ""), flow)
            return [paragraph(session, element, flow, names)]
        if name:
            flow = replace(flow, text=name)
        return container(session, element, flow)

    return rule


def container(session: Session, element: Element, flow: Flow) -> list[Block]:
    """Return the blocks of a container: its own, moved in and apart as its style says."""
    style = session.style(element)
    classes = _classes(element) if element.tag != "body" else ""
    box = own_box(style) if element.tag not in {"html", "body"} else None
    inner = _inside(style, flow, classes, boxed=box is not None)
    if box is None:
        blocks = write_content(session, element, inner)
        return _with_margins(blocks, style)
    if _is_rule(box):
        return _between_rules(write_content(session, element, inner), style, box)
    if not flow.in_box and _is_plain(session, list(element)):
        return _boxed(write_content(session, element, inner), element, style, box)
    return [box_table(session, element, flow, box)]


def _inside(style: Style, flow: Flow, classes: str, *, boxed: bool) -> Flow:
    left = style.margin.left + style.padding.left + shown(style, "left")
    right = style.margin.right + style.padding.right + shown(style, "right")
    return replace(
        flow,
        style=style,
        left=flow.left + left,
        right=flow.right + right,
        text=classes if classes and boxed and flow.text == BODY_TEXT else flow.text,
        within=(classes, *flow.within) if classes else flow.within,
        in_box=flow.in_box or boxed,
    )


def _with_margins(blocks: list[Block], style: Style) -> list[Block]:
    """Collapse the container's margins with those of its first and last block.

    (CSS 2, 8.3.1; padding keeps margins apart.)
    """
    if not blocks:
        return blocks
    first, last = blocks[0], blocks[-1]
    if style.padding.top:
        first.before += style.margin.top + style.padding.top
    else:
        first.before = max(first.before, style.margin.top)
    if style.padding.bottom:
        last.after += style.margin.bottom + style.padding.bottom
    else:
        last.after = max(last.after, style.margin.bottom)
    return blocks


def _is_rule(box: Box) -> bool:
    """Return whether a box is nothing but a line above or below."""
    sides = box.borders
    return box.background is None and not is_drawn(sides.left) and not is_drawn(sides.right)


def _between_rules(blocks: list[Block], style: Style, box: Box) -> list[Block]:
    """Draw the lines above and below a container on its first and last paragraph."""
    if not blocks:
        return blocks
    first, last = blocks[0], blocks[-1]
    same = first is last
    if is_drawn(box.borders.top) and not first.is_table and first.frame.box is None:
        bottom = box.borders.bottom if same else NO_BORDER
        room = Sides(top=style.padding.top + first.before, bottom=style.padding.bottom)
        borders = replace(NO_BORDERS, top=box.borders.top, bottom=bottom)
        first.frame = replace(first.frame, box=Box(borders, None, room))
        first.before = first.own_before = style.margin.top
    else:
        first.before = max(first.before, style.margin.top) + style.padding.top
    if is_drawn(box.borders.bottom) and not last.is_table and last.frame.box is None:
        room = Sides(bottom=style.padding.bottom + last.after)
        borders = replace(NO_BORDERS, bottom=box.borders.bottom)
        last.frame = replace(last.frame, box=Box(borders, None, room))
        last.after = last.own_after = style.margin.bottom
    else:
        last.after = max(last.after, style.margin.bottom) + style.padding.bottom
    return blocks


def _is_plain(session: Session, children: Sequence[Element]) -> bool:
    """Return whether everything inside is paragraphs at one indent: one box can hold them."""
    for child in children:
        style = session.style(child)
        if style.display == "none":
            continue
        if child.tag in {"div", "section", "header", "footer"} and not is_phrasing(child):
            if _is_moved(style) or own_box(style) or not _is_plain(session, list(child)):
                return False
        elif child.tag not in _LEAVES or own_box(style) or _is_moved(style):
            return False
    return True


_LEAVES = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "div"}


def _is_moved(style: Style) -> bool:
    margin, padding = style.margin, style.padding
    return any((margin.left, margin.right, padding.left, padding.right, style.text_indent))


def _boxed(blocks: list[Block], element: Element, style: Style, box: Box) -> list[Block]:
    """Give one box to all paragraphs of a container: equal borders make Word draw it once."""
    if not blocks:
        return blocks
    first, last = blocks[0], blocks[-1]
    room = Sides(
        style.padding.top + first.before,
        style.padding.right,
        style.padding.bottom + last.after,
        style.padding.left,
    )
    shared = Box(box.borders, box.background, room)
    for block in blocks:
        block.frame = replace(block.frame, box=shared)
        block.box_edge = element
    first.before = first.own_before = style.margin.top
    last.after = last.own_after = style.margin.bottom
    return blocks


def _navigation(session: Session, element: Element, flow: Flow) -> list[Block]:
    if element.get("role") != "doc-toc":
        return container(session, element, flow)
    style = session.style(element)
    inner = _inside(style, flow, "", boxed=False)
    return _with_margins(write_contents(session, element, inner), style)


# Lists


@dataclass(frozen=True, slots=True)
class _Marked:
    """What the first paragraph of a list item carries: hanging indent, and ``w:numPr`` twice.

    ``style`` is that of all such items, ``own`` that of a list which counts by itself.
    """

    hanging: float
    style: str
    own: str


def _list(session: Session, element: Element, flow: Flow) -> list[Block]:
    style = session.style(element)
    inner = replace(_inside(style, flow, _classes(element), boxed=False), depth=flow.depth + 1)
    depth = min(flow.depth, LEVELS - 1)
    name = "List Number" if element.tag == "ol" else "List Bullet"
    blocks: list[Block] = []
    own = ""
    items = [item for item in element if session.style(item).display != "none"]
    start = int(element.get("start", "1"))
    numbers = range(start, start + len(items))
    for number, item in zip(numbers, items, strict=True):
        item_style = session.style(item)
        inner = replace(inner, language=item.get("lang") or flow.language)
        level = _level(session, item, flow, inner, numbers)
        marked = None
        if level is not None:
            shared = number_properties(session.numbering.shared(depth, level), depth)
            if not level.exact:
                before, text, after = session.counted(item_style.list_style_type, number)
                label = f"{before}{text}{after}".strip()
                own = number_properties(session.numbering.labelled(depth, level, label), depth)
            elif not own and level.format != "bullet":
                own = number_properties(session.numbering.started(depth, level, start), depth)
            marked = _Marked(level.hanging, shared, own)
        item_blocks = _item(session, item, inner, name if marked else "List Continue", marked)
        apply_breaks(item_blocks, item_style)
        if identifier := item.get("id"):
            item_blocks[0].bookmarks.insert(0, identifier)
        blocks += item_blocks
    return _with_margins(blocks, style)


def _classes(element: Element) -> str:
    return title(element.get("class", ""))


def _level(
    session: Session, item: Element, flow: Flow, inner: Flow, numbers: range
) -> Level | None:
    """Return the numbering level of a list item, None where it has no marker.

    ``flow`` is where the list stands, ``inner`` where its items do; ``numbers`` are those of all
    of its items.
    """
    style = session.style(item)
    marked = session.pseudo(item, "marker")
    text = None
    if marked and marked.content and all(token.kind == "text" for token in marked.content):
        text = "".join(token.value for token in marked.content)
    found = marker(style.list_style_type, text, session.counted, numbers)
    if found is None:
        return None
    form, words, exact = found
    is_bullet = form == "bullet"
    rtl = style.direction == "rtl"
    base = flow.right if rtl else flow.left
    edge = inner.right + style.margin.right + style.padding.right
    if not rtl:
        edge = inner.left + style.margin.left + style.padding.left
    room = _BULLET_ROOM if is_bullet else _NUMBER_ROOM
    hanging = min(room * style.font_size, max(edge - base, 9.0))
    look = _marker_look(style, marked, bullet=is_bullet or not exact)
    return Level(form, words, edge, hanging, look, exact)


def _marker_look(style: Style, marked: Style | None, *, bullet: bool) -> str:
    """Return the run properties of a marker as far as they aren't the item's."""
    font = quoteattr(font_name(style))
    look = f"<w:rFonts w:ascii={font} w:hAnsi={font} w:cs={font}/>" if bullet else ""
    if marked is not None and marked.font_weight >= 600:
        look += "<w:b/><w:bCs/>"
    if marked is not None and marked.color != style.color:
        look += value("color", marked.color.hex)
    return look


def _item(
    session: Session, item: Element, flow: Flow, name: str, marked: _Marked | None
) -> list[Block]:
    """Return the blocks of a list item: the first carries the marker."""
    style = session.style(item)
    suffix = "" if flow.depth == 1 else f" {min(flow.depth, 5)}"
    inner = replace(_inside(style, flow, "", boxed=False), text=f"List Continue{suffix}")
    names = names_for(f"{name}{suffix}", item.get("class", ""), flow)
    if is_phrasing(item) or not len(item):
        stop = next((n for n, child in enumerate(item) if child.tag in {"ul", "ol"}), len(item))
        blocks = [paragraph(session, item, flow, names, stop)]
        blocks += write_blocks(session, list(item)[stop:], inner)
    else:
        blocks = _with_margins(write_content(session, item, inner), style)
        if not blocks or blocks[0].is_table or blocks[0].frame.numbering:
            frame = Frame(start=inner.left, end=inner.right)
            if style.direction == "rtl":
                frame = Frame(start=inner.right, end=inner.left)
            blocks.insert(0, Block(item, style, flow, names, frame=frame))
        elif not blocks[0].names[0].startswith("heading"):
            classes = blocks[0].element.get("class", "")
            blocks[0].names = names_for(f"{name}{suffix}", classes, flow)
    if marked is not None:
        blocks[0].numbering = marked.own
        frame = replace(blocks[0].frame, first=-marked.hanging, numbering=marked.style)
        blocks[0].frame = frame
    return blocks


RULES: Mapping[str, Rule] = {
    **dict.fromkeys(("section", "article", "header", "footer", "main", "body"), container),
    **dict.fromkeys(("figure", "dl"), container),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    **dict.fromkeys(("ul", "ol"), _list),
    "nav": _navigation,
    "div": _mixed(""),
    "aside": _mixed(""),
    "blockquote": _mixed("Quote"),
    "figcaption": _mixed("caption"),
    "dd": _mixed("Definition"),
    "dt": _term,
    "p": _paragraph,
    "hr": _rule,
    "img": _picture,
    "table": write_table,
}
"""Block element → how it is written."""
