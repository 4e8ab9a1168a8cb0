"""Turn lists into Word's numbering definitions, one instance per list that counts.

The paragraphs of a list are the business of briefgen/writers/docx/blocks.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from briefgen.style.model import Counted
from briefgen.writers.docx.xml import quoteattr, twips, value

LEVELS = 9
"""Levels in a multilevel list (ISO/IEC 29500-1, 17.9.6: 0 to 8)."""

_BULLETS = {"disc": "•", "circle": "◦", "square": "▪"}

_NUMBERS: Mapping[str, str] = {
    "decimal": "decimal",
    "decimal-leading-zero": "decimalZero",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "devanagari": "hindiNumbers",
    "hebrew": "hebrew1",
    "thai": "thaiNumbers",
}
"""Counter style of CSS → number format of Word (ISO/IEC 29500-1, 17.18.59)."""

_LETTERS: Mapping[str, str] = {
    "russianLower": "абвгдежзиклмнопрстуфхцчшщыэюя",
    "arabicAbjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
}
"""Number format → the letters that it counts in, one after the other."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level: number format, text (``%`` stands for the number), indents in points.

    ``exact`` is whether the format counts as the list does; else each item has a label.
    """

    format: str
    text: str
    start: float
    hanging: float
    run: str = ""
    exact: bool = True


def marker(
    list_style_type: str, content: str | None, counted: Counted, numbers: range
) -> tuple[str, str, bool] | None:
    """Return number format and text of a list style, and whether Word counts like it.

    ``content`` is the text of ``::marker`` where a stylesheet sets it; ``numbers`` are those of
    the list. Word's own format where it has none is ``decimal``. None for a list without markers.
    """
    if content is not None:
        return "bullet", content.strip(), True
    if list_style_type == "none":
        return None
    if list_style_type in _BULLETS:
        return "bullet", _BULLETS[list_style_type], True
    found = _format(list_style_type, counted, numbers)
    before, _, after = counted(list_style_type, 1)
    return found or "decimal", f"{before}%{after.rstrip()}", found is not None


def _format(name: str, counted: Counted, numbers: range) -> str | None:
    """Return the number format of Word that writes these numbers alike, None for none."""
    if name in _NUMBERS:
        return _NUMBERS[name]
    written = [counted(name, number)[1] for number in numbers]
    for style, form in _NUMBERS.items():
        if all(
            counted(style, number)[1] == text for number, text in zip(numbers, written, strict=True)
        ):
            return form
    within = slice(max(numbers.start - 1, 0), numbers.stop - 1)
    alike = (form for form, letters in _LETTERS.items() if written == list(letters[within]))
    return next(alike, None)


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
        self._instances: list[tuple[int, str]] = []
        self._shared: dict[int, int] = {}

    @property
    def used(self) -> bool:
        """Return whether the document has any list."""
        return bool(self._instances)

    def shared(self, depth: int, level: Level) -> int:
        """Return the ``w:numId`` of all lists with such a level: that of their style."""
        definition = self._define(depth, level)
        if definition not in self._shared:
            self._shared[definition] = self._add(definition, "")
        return self._shared[definition]

    def started(self, depth: int, level: Level, start: int) -> int:
        """Return the ``w:numId`` of one list alone, which counts from ``start``."""
        return self._add(
            self._define(depth, level), _override(depth, f'<w:startOverride w:val="{start}"/>')
        )

    def labelled(self, depth: int, level: Level, label: str) -> int:
        """Return the ``w:numId`` of one item alone, whose marker is a text and no number.

        It isn't a bullet, of which LibreOffice draws the first character alone.
        """
        marked = replace(level, format="none", text=label)
        return self._add(self._define(depth, level), _override(depth, _level(depth, marked, None)))

    def _define(self, depth: int, level: Level) -> int:
        for number, levels in enumerate(self._definitions):
            if _agree(levels.get(depth), level) and _alike(next(iter(levels.values())), level):
                levels.setdefault(depth, level)
                return number
        self._definitions.append({depth: level})
        return len(self._definitions) - 1

    def _add(self, definition: int, override: str) -> int:
        self._instances.append((definition, override))
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
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{override}</w:num>'
            for number, (definition, override) in enumerate(self._instances, 1)
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


def _override(depth: int, content: str) -> str:
    return f'<w:lvlOverride w:ilvl="{depth}">{content}</w:lvlOverride>'


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
