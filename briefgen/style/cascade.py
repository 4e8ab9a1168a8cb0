"""Turn WeasyPrint's computed values into Style values that any writer can use.

What a value becomes in Word is the business of briefgen/writers/docx; where the computed
values come from is in briefgen/style/engine.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import inf
from typing import Any, Literal
from xml.etree.ElementTree import Element

from weasyprint.layout.percent import percentage

from briefgen.style.colors import screen_color
from briefgen.style.engine import Cascade, Likeness, default_quotes
from briefgen.style.model import (
    Border,
    Borders,
    Color,
    MarginBox,
    Page,
    Pseudo,
    Sides,
    Style,
    Styles,
    Token,
)

POINTS_PER_PIXEL = 0.75
"""CSS Values and Units 4, 6.2: 1px is 1/96 inch, 1pt is 1/72 inch."""

_SIDES = ("top", "right", "bottom", "left")


class _Converter:
    """Turns computed styles into Styles, equal ones into one object.

    ``reference`` is what percentages of margins and paddings are taken of, in points.
    """

    def __init__(self, reference: float) -> None:
        self._reference = reference
        self._likeness = Likeness()
        self._by_likeness: dict[tuple[int, Pseudo | None], Style] = {}
        self._by_value: dict[Style, Style] = {}

    def __call__(self, computed: Any, element: Element | None) -> Style:
        return self.same(_style(computed, element, self._reference))

    def same(self, style: Style) -> Style:
        """Return the object that stands for all styles like this one."""
        return self._by_value.setdefault(style, style)

    def once(self, computed: Any, element: Element, pseudo: Pseudo | None) -> Style:
        """Return the Style of an element; those made by the same declarations share one."""
        if isinstance(computed["content"], tuple) or computed["string_set"] != "none":
            return self(computed, element)  # of its own text, attributes or language
        like = self._likeness.of(computed), pseudo
        if like not in self._by_likeness:
            self._by_likeness[like] = self(computed, element)
        return self._by_likeness[like]


def compute_styles(cascade: Cascade) -> Styles:
    """Return what every element and page of the cascade's document looks like.

    Percentages of margins and paddings are taken of the unnamed page's content width,
    since there is no layout yet. Equal styles are one object.
    """
    convert = _Converter(_content_width(cascade.page_styles("", first=False)[None]))
    pages: dict[tuple[str, bool], Page] = {}
    known: dict[tuple[Element, Pseudo | None], Style | None] = {}

    def of(element: Element, pseudo: Pseudo | None = None) -> Style | None:
        style, name = own(element, pseudo), cascade.page_names.get(element)
        if name is None or style is None or pseudo:
            return style
        moved = replace(style, page=name)
        return convert.same(moved)

    def own(element: Element, pseudo: Pseudo | None) -> Style | None:
        alike = cascade.alike(element)
        try:
            return known[alike, pseudo]
        except KeyError:
            computed = cascade.style_for(alike, pseudo)
        style = None if computed is None else convert.once(computed, element, pseudo)
        if computed is None or not _depends_on_attributes(computed):
            known[alike, pseudo] = style
        return style

    def page(name: str, first: bool) -> Page:
        if (name, first) not in pages:
            pages[name, first] = _page(cascade.page_styles(name, first=first), convert)
        return pages[name, first]

    return Styles(of, page, cascade.counted)


def _content_width(page: Any) -> float:
    width = _points(page["size"][0])
    margin = _sides(page, "margin_{}", width)
    return width - margin.left - margin.right


def _page(styles: dict[str | None, Any], convert: Callable[[Any, None], Style]) -> Page:
    own = styles[None]
    width, height = map(_points, own["size"])
    boxes = {}
    for pseudo, computed in styles.items():
        if pseudo in {None, "@footnote", "@note-area"} or not isinstance(
            computed["content"], tuple
        ):
            continue
        style = convert(computed, None)
        boxes[str(pseudo).removeprefix("@")] = MarginBox(
            str(pseudo).removeprefix("@"), style.content or (), style
        )
    return Page(width, height, _sides(own, "margin_{}", width), boxes)


def _style(css: Any, element: Element | None, reference: float) -> Style:
    size = _points(css["font_size"])
    return Style(
        display=_display(css["display"]),
        font_family=tuple(css["font_family"]),
        font_size=size,
        font_weight=css["font_weight"],
        italic=css["font_style"] in {"italic", "oblique"},
        small_caps=css["font_variant_caps"] in {"small-caps", "all-small-caps"},
        uppercase=css["text_transform"] == "uppercase",
        underline="underline" in css["text_decoration_line"],
        line_through="line-through" in css["text_decoration_line"],
        color=_color(css["color"]) or Color(0, 0, 0),
        background=_color(css["background_color"]),
        letter_spacing=0.0 if css["letter_spacing"] == "normal" else _points(css["letter_spacing"]),
        vertical_align=_vertical_align(css["vertical_align"]),
        text_align=css["text_align_all"],
        text_indent=_length(css, "text_indent", reference),
        line_height=_line_height(css["line_height"], size),
        white_space=css["white_space"],
        hyphens=css["hyphens"] == "auto",
        direction=css["direction"],
        margin=_sides(css, "margin_{}", reference),
        padding=_sides(css, "padding_{}", reference),
        border=Borders(*(_border(css, side) for side in _SIDES)),
        width=_width(css["width"]),
        max_width=_width(css["max_width"]),
        height=_height(css["height"]),
        break_before=css["break_before"],
        break_after=css["break_after"],
        break_inside=css["break_inside"],
        page=css["page"],
        orphans=css["orphans"],
        widows=css["widows"],
        list_style_type=css["list_style_type"]
        if isinstance(css["list_style_type"], str)
        else "none",
        table_layout=css["table_layout"],
        border_collapse=css["border_collapse"] == "collapse",
        border_spacing=_points(css["border_spacing"][0]),
        string_set=_string_set(css["string_set"], element),
        content=_content(css, element),
    )


def _points(pixels: float) -> float:
    return round(pixels * POINTS_PER_PIXEL, 4)


def _length(css: Any, name: str, reference: float) -> float:
    """Return a length in points, of which ``reference`` is the whole."""
    used = percentage(css[name], css, reference / POINTS_PER_PIXEL)
    return 0.0 if used == "auto" else _points(used)


def _sides(css: Any, pattern: str, reference: float) -> Sides:
    return Sides(*(_length(css, pattern.format(side), reference) for side in _SIDES))


def _width(value: Any) -> float | tuple[Literal["%"], float] | None:
    """Return a width; None also for one without bounds, and for one that is yet to be summed."""
    if not hasattr(value, "unit") or value.value == inf:
        return None
    return ("%", value.value) if value.unit == "%" else _points(value.value)


def _height(value: Any) -> float | None:
    width = _width(value)
    return width if isinstance(width, float) else None


def _color(value: Any) -> Color | None:
    """Return an sRGB colour composed on white, or None where it is transparent."""
    alpha = value.alpha
    if alpha == 0:
        return None
    return Color(*(round(255 * (part * alpha + 1 - alpha)) for part in screen_color(value)))


def _border(css: Any, side: str) -> Border:
    color = css[f"border_{side}_color"]
    if color == "currentcolor":
        color = css["color"]
    width = _points(css[f"border_{side}_width"])
    return Border(width, css[f"border_{side}_style"], _color(color) or Color(255, 255, 255))


def _display(value: tuple[str, ...]) -> str:
    """Return the short CSS 2 name of a two-value display (CSS Display 3, 2)."""
    if "list-item" in value:
        return "list-item"
    outer, *inner = value
    if inner and inner[0] != "flow":
        return inner[0] if outer == "block" else f"inline-{inner[0]}"
    return outer


def _vertical_align(value: Any) -> Literal["baseline", "super", "sub", "top", "middle", "bottom"]:
    names: dict[Any, Literal["baseline", "super", "sub", "top", "middle", "bottom"]] = {
        "super": "super",
        "sub": "sub",
        "top": "top",
        "text-top": "top",
        "middle": "middle",
        "bottom": "bottom",
        "text-bottom": "bottom",
    }
    if isinstance(value, str):
        return names.get(value, "baseline")
    raised = getattr(value, "value", value)
    return "super" if raised > 0 else "sub" if raised < 0 else "baseline"


def _line_height(value: Any, font_size: float) -> float | None:
    if value == "normal":
        return None
    if isinstance(value, int | float):
        return round(value * font_size, 4)
    factor = font_size / 100 if value.unit == "%" else POINTS_PER_PIXEL
    return round(float(value.value) * factor, 4)


def _string_set(value: Any, element: Element | None) -> tuple[tuple[str, tuple[Token, ...]], ...]:
    if value == "none":
        return ()
    return tuple((name, _tokens(content, element)) for name, content in value)


def _depends_on_attributes(css: Any) -> bool:
    """Return whether a generated content reads the element's attributes by ``attr()``."""
    return "attr()" in repr(css["string_set"]) or (
        isinstance(css["content"], tuple) and "attr()" in repr(css["content"])
    )


def _named(style: Any) -> str:
    """Return the name of a counter style, ``decimal`` for one that has none."""
    return style if isinstance(style, str) else "decimal"


_TOKENS: dict[str, Callable[[Any, Element | None], Token]] = {
    "string": lambda value, _: Token("text", value),
    "attr()": lambda value, at: Token(
        "attr", value[2] if at is None else at.get(value[0], value[2])
    ),
    "counter()": lambda value, _: Token("counter", value[0], _named(value[-1])),
    "counters()": lambda value, _: Token("counter", value[0], _named(value[-1])),
    "string()": lambda value, _: Token("string", *value),
    "content()": lambda _value, _: Token("content"),
    "target-text()": lambda value, _: Token("target-text", value[1]),
    "leader()": lambda value, _: Token("leader", value[1]),
    "target-counter()": lambda value, _: Token("target-counter", value[1], _named(value[-1])),
    "target-counters()": lambda value, _: Token("target-counter", value[1], _named(value[-1])),
}
"""WeasyPrint's kinds of generated content; others (images) make no token."""


def _content(css: Any, element: Element | None) -> tuple[Token, ...] | None:
    """Return generated content, with quotation marks as the text that they are.

    The marks are the outer pair of ``quotes``: how deep a ``q`` stands is for a selector
    to say (CSS Generated Content 3, 3.1).
    """
    if not isinstance(css["content"], tuple):
        return None
    parts = (
        ("string", _mark(css, value)) if kind == "quote" else (kind, value)
        for kind, value in css["content"]
    )
    return tuple(token for token in _tokens(tuple(parts), element) if token != Token("text"))


def _mark(css: Any, value: str) -> str:
    quotes = css["quotes"]
    if value.startswith("no-") or quotes == "none":
        return ""
    opening, closing = default_quotes(css["lang"] or "") if quotes == "auto" else quotes
    return str((opening if value == "open-quote" else closing)[0])


def _tokens(content: tuple[tuple[str, Any], ...], element: Element | None) -> tuple[Token, ...]:
    return tuple(_TOKENS[kind](value, element) for kind, value in content if kind in _TOKENS)
