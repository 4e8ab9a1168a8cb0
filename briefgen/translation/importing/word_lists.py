"""Turn a Word paragraph's properties into the number that Word shows, and its outline level.

ISO/IEC 29500-1, 17.9 (numbering) and 17.7 (styles).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from briefgen.translation.importing.model import Label
from briefgen.writers.opening import Xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_SYSTEMS = (
    ("none", re.compile("none")),
    ("bullet", re.compile("bullet")),
    ("roman", re.compile(".+Roman")),
    ("letter", re.compile(".+(Letter|Lower|Upper|Alpha|Abjad)|hebrew.")),
    ("decimal", re.compile(".*")),
)
"""Counting system of a Label → names of ``w:numFmt`` (17.18.59), the first that fits."""

_DEEPEST = 20
"""How far a style is followed to those that it is based on."""


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: how it counts, from where, and after which level it starts again."""

    system: str
    start: int
    restart: int


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style says of numbers: list, level, outline; None where nothing."""

    based_on: str
    heading: int
    number: str | None
    level: int | None


@dataclass(slots=True)
class WordLists:
    """The lists of a document, counted while its paragraphs are read in order."""

    numbering: Xml | None
    styles_part: Xml | None
    _abstracts: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _lists: dict[str, tuple[str, dict[int, int]]] = field(default_factory=dict)
    _styles: dict[str, _Style] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Read the definitions; what is missing or makes no sense counts as not there."""
        for style in () if self.styles_part is None else self.styles_part.iterfind(f"{W}style"):
            self._styles[style.get(f"{W}styleId", "")] = _style(style)
        part = self.numbering
        for abstract in () if part is None else part.iterfind(f"{W}abstractNum"):
            levels = {_whole(level.get(f"{W}ilvl"), 0): _level(level)
                      for level in abstract.iterfind(f"{W}lvl")}  # fmt: skip
            self._abstracts[abstract.get(f"{W}abstractNumId", "")] = levels
        for number in () if part is None else part.iterfind(f"{W}num"):
            starts = {
                _whole(override.get(f"{W}ilvl"), 0): _whole(_value(override, "startOverride"), 1)
                for override in number.iterfind(f"{W}lvlOverride")
                if override.find(f"{W}startOverride") is not None
            }
            abstract_id = _value(number, "abstractNumId") or ""
            self._lists[number.get(f"{W}numId", "")] = (abstract_id, starts)

    def read(self, paragraph: Xml) -> tuple[int, Label | None]:
        """Return a paragraph's level as a heading, 0 for none, and its number or None.

        Counts: every paragraph with words must be given once, in order.
        """
        properties = paragraph.find(f"{W}pPr")
        style = "" if properties is None else _value(properties, "pStyle") or ""
        heading, number, level = self._inherited(style)
        if properties is not None:
            heading = _outline(properties) or heading
            if (own := properties.find(f"{W}numPr")) is not None:
                number = _value(own, "numId") or number
                level = _whole(_value(own, "ilvl"), level or 0)
        if number is None or number not in self._lists or not _has_words(paragraph):
            return heading, None
        return heading, self._count(number, level or 0)

    def _inherited(self, name: str) -> tuple[int, str | None, int | None]:
        heading, number, level = 0, None, None
        for _ in range(_DEEPEST):
            style = self._styles.get(name)
            if style is None:
                break
            heading = heading or style.heading
            number = number if number is not None else style.number
            level = level if level is not None else style.level
            name = style.based_on
        return heading, number, level

    def _count(self, number: str, depth: int) -> Label | None:
        abstract, starts = self._lists[number]
        levels = self._abstracts.get(abstract, {})
        level = levels.get(depth)
        if level is None or level.system == "none":
            return None
        counts = self._counts.setdefault(abstract, {})
        if depth in starts and (number, depth) not in self._begun:
            counts.pop(depth, None)
        self._begun.add((number, depth))
        counts[depth] = counts.get(depth, starts.get(depth, level.start) - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            restart = levels[deeper].restart if deeper in levels else deeper
            if restart and depth < restart:
                del counts[deeper]
        value = 1 if level.system == "bullet" else counts[depth]
        return Label(level.system, value, f"list {abstract}:{depth}")


def _style(style: Xml) -> _Style:
    name = (_value(style, "name") or "").lower()
    properties = style.find(f"{W}pPr")
    number = level = None
    heading = 0
    if properties is not None:
        heading = _outline(properties)
        if (own := properties.find(f"{W}numPr")) is not None:
            number = _value(own, "numId")
            level = _whole(_value(own, "ilvl"), 0)
    if name == "title":
        heading = 1
    elif found := re.fullmatch(r"heading ([1-9])", name):
        heading = int(found[1]) + 1
    return _Style(_value(style, "basedOn") or "", heading, number, level)


def _outline(properties: Xml) -> int:
    """Return the level that an outline level means; 9 is body text (17.3.1.20)."""
    level = _whole(_value(properties, "outlineLvl"), 9)
    return level + 2 if level < 9 else 0


def _level(level: Xml) -> _Level:
    form = _value(level, "numFmt") or "decimal"
    system = next(name for name, forms in _SYSTEMS if forms.fullmatch(form))
    depth = _whole(level.get(f"{W}ilvl"), 0)
    restart = _whole(_value(level, "lvlRestart"), depth)
    return _Level(system, _whole(_value(level, "start"), 1), restart)


def _has_words(paragraph: Xml) -> bool:
    return any((text.text or "").strip() for text in paragraph.iter(f"{W}t", f"{W}delText"))


def _value(element: Xml, name: str) -> str | None:
    child = element.find(W + name)
    return None if child is None else child.get(f"{W}val")


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else otherwise


def is_on(toggle: Xml) -> bool:
    """Return what an on-off property says (17.17.4)."""
    return toggle.get(f"{W}val", "true") not in ("0", "false", "off")
