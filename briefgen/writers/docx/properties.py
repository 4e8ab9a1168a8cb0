"""Turn a Style into Word's paragraph, run and cell properties, one string per property.

A look is a tuple with a place for every property, each always said aloud, so that the
difference of two looks is the entries that differ. Which named style has which look is
in briefgen/writers/docx/styles.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TypeVar

from briefgen.style.model import Border, Borders, Color, Sides, Style
from briefgen.writers.docx.xml import eighths, half_points, quoteattr, switch, twips, value

Look = tuple[str, ...]

TOGGLES = range(1, 8)
"""Places in a run look of the toggle properties (ISO/IEC 29500-1, 17.7.3): on in both the
paragraph's style and the character's means off."""

OFF = 'w:val="0"/>'
"""How a toggle property that is off ends."""

SIZES = (10, 11)
"""Places in a run look of ``w:sz`` and ``w:szCs``."""

UNDERLINE = 12
"""Place in a run look of ``w:u``."""

NOT_INHERITED = (7, UNDERLINE, 13, 14)
"""Places in a run look of what CSS doesn't inherit but draws through inner elements."""

BOLD = 600
"""The least ``font-weight`` that is bold in Word."""

INHERITED_TOGGLES = {"font_weight": 400, "italic": False, "uppercase": False, "small_caps": False}
"""Toggle properties that inner elements inherit, with their values for off."""

NO_BORDER = Border(0.0, "none", Color(0, 0, 0))
NO_BORDERS = Borders(NO_BORDER, NO_BORDER, NO_BORDER, NO_BORDER)

_GENERIC = {
    "serif": "Times New Roman",
    "sans-serif": "Arial",
    "system-ui": "Arial",
    "monospace": "Courier New",
}

_LINES = {
    "solid": "single",
    "dotted": "dotted",
    "dashed": "dashed",
    "double": "double",
    "groove": "threeDEngrave",
    "ridge": "threeDEmboss",
    "inset": "inset",
    "outset": "outset",
}


def font_name(style: Style) -> str:
    """Return the first family, a generic one as the face that Word has for it."""
    return word_family(style.font_family[0] if style.font_family else "serif")


def word_family(family: str) -> str:
    """Return a family as Word knows it: for a generic one, the face that Word has for it."""
    return _GENERIC.get(family, family)


def is_drawn(border: Border) -> bool:
    """Return whether anything of the border is seen."""
    return border.width > 0 and border.style not in {"none", "hidden"}


def run_look(style: Style, *, background: bool = True) -> Look:
    """Return the run properties of a style, in the schema's order (EG_RPrBase).

    ``background`` is False for a block's own style, whose background is the paragraph's.
    """
    font = quoteattr(font_name(style))
    bold = style.font_weight >= BOLD
    size = half_points(style.font_size)
    fill = style.background.hex if style.background and background else "auto"
    vertical = {"super": "superscript", "sub": "subscript"}.get(style.vertical_align, "baseline")
    return (
        f"<w:rFonts w:ascii={font} w:hAnsi={font} w:eastAsia={font} w:cs={font}/>",
        switch("b", on=bold),
        switch("bCs", on=bold),
        switch("i", on=style.italic),
        switch("iCs", on=style.italic),
        switch("caps", on=style.uppercase),
        switch("smallCaps", on=style.small_caps),
        switch("strike", on=style.line_through),
        value("color", style.color.hex),
        value("spacing", twips(style.letter_spacing)),
        value("sz", size),
        value("szCs", size),
        value("u", "single" if style.underline else "none"),
        f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>',
        value("vertAlign", vertical),
    )


PLAIN_RUN: Look = (
    "",
    *(switch(name, on=False) for name in ("b", "bCs", "i", "iCs", "caps", "smallCaps", "strike")),
    "",
    value("spacing", 0),
    "",
    "",
    value("u", "none"),
    '<w:shd w:val="clear" w:color="auto" w:fill="auto"/>',
    value("vertAlign", "baseline"),
)
"""What a run looks like that no style says anything of."""


@dataclass(frozen=True, slots=True)
class Box:
    """Borders, shading and the room inside them, of one or several paragraphs; points."""

    borders: Borders
    background: Color | None
    padding: Sides


@dataclass(frozen=True, slots=True)
class Frame:
    """What a paragraph's place in the document adds to its own style; lengths in points.

    ``start`` and ``end`` are the indents in the paragraph's direction, ``first`` that of
    the first line; ``line`` is the exact height of a paragraph that holds nothing;
    ``numbering`` the ``w:numPr`` of a list item; ``grows`` whether something in it may be
    higher than its lines of text.
    """

    start: float = 0.0
    end: float = 0.0
    first: float = 0.0
    before: float = 0.0
    after: float = 0.0
    keep_next: bool = False
    keep_lines: bool = False
    page_break: bool = False
    box: Box | None = None
    outline: int | None = None
    tabs: tuple[tuple[float, str, str], ...] = ()
    line: float | None = None
    grows: bool = False
    numbering: str = ""


PLAIN_PARAGRAPH: Look = (
    *(switch(name, on=False) for name in ("keepNext", "keepLines", "pageBreakBefore")),
    switch("widowControl", on=True),
    "",
    "",
    '<w:shd w:val="clear" w:color="auto" w:fill="auto"/>',
    "",
    switch("suppressAutoHyphens", on=False),
    switch("bidi", on=False),
    '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>',
    '<w:ind w:left="0" w:right="0" w:firstLine="0"/>',
    value("jc", "left"),
    value("outlineLvl", 9),
)
"""What a paragraph looks like that no style says anything of."""

_NIL = "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right"))
NIL_BORDERS = f"<w:pBdr>{_NIL}</w:pBdr>"


def paragraph_look(style: Style, frame: Frame, natural: float = 0.0) -> Look:
    """Return the paragraph properties of a style in its place, in the schema's order (CT_PPr).

    ``natural`` is how high its face makes lines that nothing is said of, in points; 0 where
    that isn't known.
    """
    fill = frame.box.background.hex if frame.box and frame.box.background else "auto"
    return (
        switch("keepNext", on=frame.keep_next or style.break_after.startswith("avoid")),
        switch("keepLines", on=frame.keep_lines or style.break_inside.startswith("avoid")),
        switch("pageBreakBefore", on=frame.page_break),
        switch("widowControl", on=style.widows > 1 or style.orphans > 1),
        frame.numbering,
        paragraph_borders(frame.box) if frame.box else "",
        f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>',
        _tabs(frame),
        switch("suppressAutoHyphens", on=not style.hyphens),
        switch("bidi", on=style.direction == "rtl"),
        _spacing(style, frame, natural),
        _indents(frame),
        value("jc", alignment(style)),
        value("outlineLvl", 9 if frame.outline is None else frame.outline),
    )


def alignment(style: Style) -> str:
    """Return the value of ``w:jc`` (ISO/IEC 29500-1, 17.3.1.13).

    Its left is the leading edge: where text runs from right to left, the two change places.
    """
    rtl = style.direction == "rtl"
    physical = {"left": "right", "right": "left"} if rtl else {}
    names = {"start": "left", "end": "right", "justify": "both"}
    return physical.get(style.text_align) or names.get(style.text_align, style.text_align)


CLOSEST = 1.25
"""The least height of an exact line, in ems.

Word and LibreOffice put its baseline at four fifths, and Word cuts off what stands above the
line: here an em is left for that, and the tallest letters of the packaged fonts (Amiri's alef
with hamza, 1.01) stay whole. Vowel signs above tall letters reach 1.1 em, which lines of 1.4 em
have room for. Tails below (Amiri's jeem, 0.53) run into the next line, as in CSS.
"""


def _spacing(style: Style, frame: Frame, natural: float) -> str:
    """Return ``w:spacing``.

    CSS makes lines as high as they are said to be. "At least" would let a face with much
    room of its own (Amiri, 1.76 em) make them higher.
    """
    line, rule = 240, "auto"
    if frame.line is not None:
        line, rule = max(1, twips(frame.line)), "exact"
    elif style.line_height is not None:
        line, rule = twips(style.line_height), "atLeast"
        exact = max(style.line_height, CLOSEST * style.font_size)
        if natural > exact and not frame.grows:
            line, rule = twips(exact), "exact"
    before, after = twips(max(0, frame.before)), twips(max(0, frame.after))
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="{rule}"/>'


def _indents(frame: Frame) -> str:
    first, name = twips(frame.first), "firstLine"
    if first < 0:
        first, name = -first, "hanging"
    return f'<w:ind w:left="{twips(frame.start)}" w:right="{twips(frame.end)}" w:{name}="{first}"/>'


def _tabs(frame: Frame) -> str:
    if not frame.tabs:
        return ""
    stops = "".join(
        f'<w:tab w:val="{kind}"{f" w:leader={quoteattr(leader)}" if leader else ""}'
        f' w:pos="{twips(position)}"/>'
        for position, kind, leader in frame.tabs
    )
    return f"<w:tabs>{stops}</w:tabs>"


def paragraph_borders(box: Box) -> str:
    """Return ``w:pBdr``, or "" where there is nothing to draw.

    Where a side has room but no border, shading alone would stop at the text: a border of
    the background's own colour carries it outwards. Left and right are those of the page,
    whatever the text's direction.
    """
    sides = []
    for name, border, padding in _sides(box.borders, box.padding):
        space = f' w:space="{min(31, round(padding))}"'
        if is_drawn(border):
            sides.append(_border(name, border, space))
        elif box.background is not None:
            sides.append(_border(name, Border(0.25, "solid", box.background), space))
    return f"<w:pBdr>{''.join(sides)}</w:pBdr>" if sides else ""


def _sides(borders: Borders, padding: Sides) -> tuple[tuple[str, Border, float], ...]:
    """Return name, border and padding per side."""
    return (
        ("top", borders.top, padding.top),
        ("left", borders.left, padding.left),
        ("bottom", borders.bottom, padding.bottom),
        ("right", borders.right, padding.right),
    )


FourSides = TypeVar("FourSides", Borders, Sides)


def from_start(sides: FourSides, *, rtl: bool) -> FourSides:
    """Return the sides of a table or cell as Word has them: its left is where rows begin."""
    return replace(sides, left=sides.right, right=sides.left) if rtl else sides


def _border(name: str, border: Border, space: str = ' w:space="0"') -> str:
    line = _LINES.get(border.style, "single")
    # CSS means both lines of a double border and the gap, Word each of the three.
    width = border.width / 3 if line == "double" else border.width
    return f'<w:{name} w:val="{line}" w:sz="{eighths(width)}"{space} w:color="{border.color.hex}"/>'


_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")
"""The borders of tables and cells, in the schema's order (CT_TblBorders, CT_TcBorders)."""


def cell_borders(said: Mapping[str, Border], element: str) -> str:
    """Return the borders of a table or cell as ``w:element``, or "" where nothing is said."""
    lines = "".join(
        _border(name, said[name]) if is_drawn(said[name]) else f'<w:{name} w:val="nil"/>'
        for name in _BORDERS
        if name in said
    )
    return f"<w:{element}>{lines}</w:{element}>" if lines else ""


def table_borders(lines: Mapping[str, Border]) -> str:
    """Return ``w:tblBorders`` of what is drawn, or "" where nothing is."""
    drawn = {name: line for name, line in lines.items() if is_drawn(line)}
    return cell_borders(drawn, "tblBorders")


def cell_margins(padding: Sides) -> str:
    """Return the room inside all cells of a table."""
    sides = "".join(
        f'<w:{name} w:w="{twips(room)}" w:type="dxa"/>'
        for name, _, room in _sides(NO_BORDERS, padding)
    )
    return f"<w:tblCellMar>{sides}</w:tblCellMar>"


def common_padding(every: Sequence[Sides], *, rtl: bool) -> Sides:
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


def shading(color: Color | None) -> str:
    """Return ``w:shd`` of a cell, or "" for no colour."""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{color.hex}"/>' if color else ""


def paragraph_difference(look: Look, base: Look) -> str:
    """Return the paragraph properties of ``look`` that are not those of ``base``, as XML.

    Said again is the alignment where the direction changes, since LibreOffice 7.4 otherwise
    keeps to the side that the base starts from, and the indent where the list changes,
    since the list has its own.
    """
    again = {said for place, said in _SAID_AGAIN.items() if look[place] != base[place]}
    return "".join(
        mine if place in again or place not in _DIFFERENCES else _DIFFERENCES[place](mine, theirs)
        for place, (mine, theirs) in enumerate(zip(look, base, strict=True))
        if mine != theirs or place in again
    )


def run_difference(look: Look, base: Look) -> str:
    """Return the run properties of ``look`` that are not those of ``base``, as XML."""
    return "".join(mine for mine, theirs in zip(look, base, strict=True) if mine != theirs)


def _clear_tabs(mine: str, theirs: str) -> str:
    """Return tab stops that also clear those of the base: Word adds them up."""
    kept = set(_POSITION.findall(mine))
    cleared = "".join(
        f'<w:tab w:val="clear" w:pos="{position}"/>'
        for position in _POSITION.findall(theirs)
        if position not in kept
    )
    inner = mine.removeprefix("<w:tabs>").removesuffix("</w:tabs>")
    return f"<w:tabs>{cleared}{inner}</w:tabs>" if cleared or inner else ""


_POSITION = re.compile(r'w:pos="(-?\d+)"')

NUMBERING = 4
"""Place in a paragraph look of ``w:numPr``."""

_SAID_AGAIN = {9: 12, NUMBERING: 11}
"""Places in a paragraph look: what is said again where another changes."""

_ATTRIBUTE = re.compile(r' (w:\w+)="([^"]*)"')


def _changed_attributes(mine: str, theirs: str) -> str:
    """Return an element with the attributes that differ: Word inherits each by itself."""
    base = dict(_ATTRIBUTE.findall(theirs))
    changed = {name for name, said in _ATTRIBUTE.findall(mine) if base.get(name) != said}
    if changed & _LINE:
        changed |= _LINE
    name, _, _ = mine.partition(" ")
    said = "".join(f' {key}="{said}"' for key, said in _ATTRIBUTE.findall(mine) if key in changed)
    return f"{name}{said}/>"


_LINE = {"w:line", "w:lineRule"}

_DIFFERENCES: dict[int, Callable[[str, str], str]] = {
    NUMBERING: lambda mine, _theirs: mine or '<w:numPr><w:numId w:val="0"/></w:numPr>',
    5: lambda mine, _theirs: mine or NIL_BORDERS,
    7: _clear_tabs,
    10: _changed_attributes,
    11: _changed_attributes,
}
"""Places in a paragraph look of which a style says another thing than what its look has: what
is off (lists, borders, tab stops), and only what differs (spacing, indents)."""
