"""Turn lists into Word's numbering definitions, one instance per list that counts.

The paragraphs of a list are the business of briefgen/writers/docx/blocks.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from briefgen.writers.docx.xml import quoteattr, twips, value

LEVELS = 9
"""Levels in a multilevel list (ISO/IEC 29500-1, 17.9.6: 0 to 8)."""

_BULLETS = {"disc": "•", "circle": "◦", "square": "▪"}

_NUMBERS = {
    "decimal": "decimal",
    "decimal-leading-zero": "decimalZero",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "lower-russian": "russianLower",
    "upper-russian": "russianUpper",
    "arabic-indic": "hindiNumbers",
    "hebrew": "hebrew1",
}

LIST_STYLES = (*_BULLETS, *_NUMBERS)
"""The counter styles (CSS Lists 3, 3) that Word has."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level: number format, text (``%`` stands for the number), indents in points."""

    format: str
    text: str
    start: float
    hanging: float
    run: str = ""


def marker(list_style_type: str, content: str | None) -> tuple[str, str] | None:
    """Return number format and text of a list style, None for a list without markers.

    ``content`` is the text of ``::marker`` where a stylesheet sets it. Raises KeyError for
    a counter style that Word doesn't have.
    """
    if content is not None:
        return "bullet", content.strip()
    if list_style_type == "none":
        return None
    if list_style_type in _BULLETS:
        return "bullet", _BULLETS[list_style_type]
    return _NUMBERS[list_style_type], "%."


def number_properties(instance: int, depth: int) -> str:
    """Return ``w:numPr``: the ``w:numId`` of a list and the level in it (0 to 8)."""
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{instance}"/></w:numPr>'


class Numbering:
    """The lists of one document: definitions of up to nine levels, and their instances.

    A level that agrees with a definition, or that it lacks, joins it: so the levels of
    List Bullet are one definition and those of List Number another.
    """

    def __init__(self) -> None:
        self._definitions: list[dict[int, Level]] = []
        self._instances: list[tuple[int, int | None, int]] = []
        self._shared: dict[int, int] = {}

    @property
    def used(self) -> bool:
        """Return whether the document has any list."""
        return bool(self._instances)

    def shared(self, depth: int, level: Level) -> int:
        """Return the ``w:numId`` of all lists with such a level: that of their style."""
        definition = self._define(depth, level)
        if definition not in self._shared:
            self._shared[definition] = self._add(definition, None, 1)
        return self._shared[definition]

    def started(self, depth: int, level: Level, start: int) -> int:
        """Return the ``w:numId`` of one list alone, which counts from ``start``."""
        return self._add(self._define(depth, level), depth, start)

    def _define(self, depth: int, level: Level) -> int:
        for number, levels in enumerate(self._definitions):
            if _agree(levels.get(depth), level) and _alike(next(iter(levels.values())), level):
                levels.setdefault(depth, level)
                return number
        self._definitions.append({depth: level})
        return len(self._definitions) - 1

    def _add(self, definition: int, depth: int | None, start: int) -> int:
        self._instances.append((definition, depth, start))
        return len(self._instances)

    def xml(self, styles: Mapping[str, str]) -> str:
        """Return the content of ``w:numbering``.

        ``styles`` are the ids of the styles that make list items, by their ``w:numPr``: a
        level and its style name each other (ISO/IEC 29500-1, 17.9.23).
        """
        abstract = "".join(
            f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
            + "".join(
                _level(depth, level, styles.get(number_properties(self._shared[number], depth)))
                for depth, level in _filled(levels)
            )
            + "</w:abstractNum>"
            for number, levels in enumerate(self._definitions)
        )
        return abstract + "".join(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/>'
            f"{_override(depth, start)}</w:num>"
            for number, (definition, depth, start) in enumerate(self._instances, 1)
        )


def _alike(one: Level, other: Level) -> bool:
    return (one.format == "bullet") == (other.format == "bullet")


def _agree(one: Level | None, other: Level) -> bool:
    """Return whether a level can stand for another; a bullet is indented by its style."""
    if one is None:
        return True
    if other.format == "bullet":
        other = replace(other, start=one.start, hanging=one.hanging)
    return one == other


def _override(depth: int | None, start: int) -> str:
    if depth is None:
        return ""
    return f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def _filled(levels: dict[int, Level]) -> list[tuple[int, Level]]:
    """Return all nine levels: those no list has used repeat the one above, further in."""
    filled = []
    level = levels[min(levels)]
    for depth in range(LEVELS):
        if depth in levels:
            level = levels[depth]
        elif depth:
            level = Level(level.format, level.text, level.start + 18, level.hanging, level.run)
        filled.append((depth, level))
    return filled


def _level(depth: int, level: Level, style: str | None) -> str:
    named = value("pStyle", style) if style else ""
    text = quoteattr(level.text.replace("%", f"%{depth + 1}"))
    run = f"<w:rPr>{level.run}</w:rPr>" if level.run else ""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/>{value("numFmt", level.format)}{named}'
        f'<w:lvlText w:val={text}/><w:lvlJc w:val="left"/><w:pPr>'
        f'<w:ind w:left="{twips(level.start)}" w:hanging="{twips(level.hanging)}"/></w:pPr>{run}'
        "</w:lvl>"
    )
