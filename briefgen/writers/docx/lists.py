"""Turn lists into Word's numbering definitions, one instance per list that counts.

The paragraphs of a list are the business of briefgen/writers/docx/blocks.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field

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


@dataclass(slots=True)
class Outline:
    """A list with the lists in it, sharing one definition as long as their levels agree."""

    levels: dict[int, Level] = field(default_factory=dict)
    instance: int | None = None


class Numbering:
    """The lists of one document."""

    def __init__(self) -> None:
        self._instances: list[tuple[Outline, int | None, int]] = []

    @property
    def used(self) -> bool:
        """Return whether the document has any list."""
        return bool(self._instances)

    def add(
        self, outline: Outline | None, depth: int, level: Level, start: int
    ) -> tuple[Outline, int]:
        """Return the outline and the ``w:numId`` of a list at a depth.

        A list that counts has an instance of its own, which starts it anew.
        """
        if outline is None or outline.levels.get(depth, level) != level:
            outline = Outline()
        outline.levels[depth] = level
        if level.format != "bullet":
            self._instances.append((outline, depth, start))
            return outline, len(self._instances)
        if outline.instance is None:
            self._instances.append((outline, None, 1))
            outline.instance = len(self._instances)
        return outline, outline.instance

    def xml(self) -> str:
        """Return the content of ``w:numbering``; equal definitions stand once."""
        definitions: dict[str, int] = {}
        instances = []
        for number, (outline, depth, start) in enumerate(self._instances, 1):
            levels = "".join(_level(place, level) for place, level in _filled(outline.levels))
            definition = definitions.setdefault(levels, len(definitions))
            override = (
                ""
                if depth is None
                else f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/>'
                "</w:lvlOverride>"
            )
            instances.append(
                f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/>'
                f"{override}</w:num>"
            )
        abstract = "".join(
            f'<w:abstractNum w:abstractNumId="{number}">'
            f'<w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'
            for levels, number in definitions.items()
        )
        return abstract + "".join(instances)


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


def _level(depth: int, level: Level) -> str:
    text = quoteattr(level.text.replace("%", f"%{depth + 1}"))
    run = f"<w:rPr>{level.run}</w:rPr>" if level.run else ""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/>{value("numFmt", level.format)}'
        f'<w:lvlText w:val={text}/><w:lvlJc w:val="left"/><w:pPr>'
        f'<w:ind w:left="{twips(level.start)}" w:hanging="{twips(level.hanging)}"/></w:pPr>{run}'
        "</w:lvl>"
    )
