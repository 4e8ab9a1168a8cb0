"""Say what a style is, and a rule of a stylesheet: CSS in typed, format-neutral values.

Nothing here is WeasyPrint's and nothing Word's. The cascade fills these values
(briefgen/style/cascade.py); a writer turns them into its format's own terms. All
lengths are points (1/72 inch), as floats. Names are those of the CSS properties.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element

from briefgen.diagnostics import Place

WORD_JOINER = "\u2060"
"""Holds what layout may not part, and belongs to no text: whoever reads one leaves it out."""

HYPHEN = f"{WORD_JOINER}-"
"""Ends a line within a word, and is no part of it."""

HYPHENATED_LINES = 2
"""How many lines in a row may end in a hyphen, at most."""

Pseudo = Literal["before", "after", "marker"]
"""A pseudo-element that stands in the text."""


@dataclass(frozen=True, slots=True)
class Color:
    """An sRGB colour, 0–255 each; alpha is composed on white by the cascade."""

    red: int
    green: int
    blue: int

    @property
    def hex(self) -> str:
        """Return six upper-case hexadecimal digits: ``1F3A5F``."""
        return f"{self.red:02X}{self.green:02X}{self.blue:02X}"


@dataclass(frozen=True, slots=True)
class Border:
    """One side's border: width in points (0: none), CSS border-style, colour."""

    width: float
    style: str
    color: Color


@dataclass(frozen=True, slots=True)
class Sides:
    """Lengths in points for the four sides."""

    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    left: float = 0.0


@dataclass(frozen=True, slots=True)
class Borders:
    """The four borders."""

    top: Border
    right: Border
    bottom: Border
    left: Border


@dataclass(frozen=True, slots=True)
class Style:
    """The computed style of an element (or pseudo-element), before layout.

    ``line_height`` is in points, or None for ``normal``. ``width`` is points, a
    percentage as ``("%", 25.0)``, or None for ``auto``; ``max_width`` the same, None for
    ``none``. ``page`` is the page name (``auto`` as ""). ``content`` is the generated text
    of a pseudo-element as tokens.
    ``string_set`` lists ``(name, tokens)`` of CSS named strings.
    """

    display: str
    font_family: tuple[str, ...]
    font_size: float
    font_weight: int
    italic: bool
    small_caps: bool
    uppercase: bool
    underline: bool
    line_through: bool
    color: Color
    background: Color | None
    letter_spacing: float
    vertical_align: Literal["baseline", "super", "sub", "top", "middle", "bottom"]
    text_align: Literal["left", "right", "center", "justify", "start", "end"]
    text_indent: float
    line_height: float | None
    white_space: str
    hyphens: bool
    direction: Literal["ltr", "rtl"]
    margin: Sides
    padding: Sides
    border: Borders
    width: float | tuple[Literal["%"], float] | None
    max_width: float | tuple[Literal["%"], float] | None
    height: float | None
    break_before: str
    break_after: str
    break_inside: str
    page: str
    orphans: int
    widows: int
    list_style_type: str
    table_layout: str
    border_collapse: bool
    border_spacing: float
    string_set: tuple[tuple[str, tuple[Token, ...]], ...]
    content: tuple[Token, ...] | None


@dataclass(frozen=True, slots=True)
class Face:
    """A font file, one face of a family.

    ``families`` are the names that stylesheets may call it by. ``weight`` is 1 to 1000.
    ``line_height`` is that of lines that nothing is said of, in ems, as Word takes it.
    ``may_embed`` is whether its maker lets it travel in a document that can be edited,
    ``is_truetype`` whether its outlines are TrueType's (CFF otherwise). ``panose`` is 20
    hexadecimal digits that say what it looks like.
    """

    path: str
    families: tuple[str, ...]
    weight: int
    italic: bool
    line_height: float
    may_embed: bool
    is_truetype: bool
    panose: str
    is_monospaced: bool


GENERIC_FAMILIES: Mapping[str, str] = {"serif": "PT Serif", "sans-serif": "PT Sans"}
"""The packaged family that each generic one is, wherever something is drawn."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of generated content.

    ``kind`` is ``text`` (value: the text), ``counter`` (value: the counter's name, such
    as ``page`` or ``pages``; ``keyword``: its counter style), ``string`` (value: the named
    string; ``keyword``: which of a page's assignments, such as ``first`` or ``last``), ``content``
    (the element's own text), ``attr`` (value: the attribute's text), ``target-counter`` (value and
    ``keyword`` as for ``counter``; the target is the element's ``href``), ``target-text`` (value:
    which text of the target, such as ``content``), ``leader`` (value: the filling text).
    """

    kind: Literal[
        "text", "counter", "string", "content", "attr", "target-counter", "target-text", "leader"
    ]
    value: str = ""
    keyword: str = ""


@dataclass(frozen=True, slots=True)
class MarginBox:
    """A margin box of a page: its at-keyword's name (``top-left``), content and style."""

    name: str
    content: tuple[Token, ...]
    style: Style


@dataclass(frozen=True, slots=True)
class Page:
    """A page box: size and margins in points, and its margin boxes by name."""

    width: float
    height: float
    margin: Sides
    boxes: Mapping[str, MarginBox]


Counted = Callable[[str, int], tuple[str, str, str]]
"""What returns a number in a counter style: before it, the number, after it."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The cascade of one document: what any element, pseudo-element or page looks like.

    ``of(element, pseudo)`` returns the Style of an element of the tree, or of its
    ``before``, ``after`` or ``marker`` pseudo-element (None where there is none). Equal
    styles are the same object, so a writer may key on identity. ``page(name, first)``
    returns the page of that name ("" for the unnamed one), as its first page or a later.
    ``counted(name, number)`` returns a number in a counter style, between what a marker has
    before and after it.
    """

    of: Callable[[Element, Pseudo | None], Style | None]
    page: Callable[[str, bool], Page]
    counted: Counted


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declaration as a stylesheet has it: the property's name in lower case, its value."""

    name: str
    value: str
    place: Place

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule for print: its selector as written (``@page :first @top-left``), what it declares."""

    selector: str
    place: Place
    declarations: tuple[Declaration, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a selector is about (Selectors 4, 3.2), as far as a writer has rules for it.

    ``tag`` and ``role`` are those of an element, ``pseudo`` is its pseudo-element; or
    ``tag`` is ``@page`` or a margin box such as ``@top-left``, ``pseudo`` the page's
    pseudo-classes and ``page`` its name.
    """

    tag: str
    role: str = ""
    pseudo: str = ""
    page: str = ""
