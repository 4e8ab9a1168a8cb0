"""Turn the beginning of a line into the numbers that it may be, and these into keys.

A number counts only where it continues the sequence: this is where that is decided
(:class:`Numbering`). What the lines between two numbers are is for structure.py.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

from briefgen.content.sequence import read_letters, write_letters, write_roman
from briefgen.translation.importing.model import Line, Reading


@dataclass(frozen=True, slots=True)
class Marker:
    """What a line may begin with: a number, a letter, a bullet.

    ``readings`` are the values it may have by counting system (``i`` is the ninth letter
    and the first Roman number); ``style`` is how it is written. ``start`` and ``end`` are
    where it stands in the line's text, with the spaces after it; ``path`` are the numbers
    before the last of ``4.1.2``.
    """

    readings: Mapping[str, int]
    style: str
    start: int
    end: int
    path: tuple[int, ...] = ()

    @property
    def decimal(self) -> int | None:
        """Return the number, None where it is none or has others before it."""
        return None if self.path else self.readings.get("decimal")


_PATTERNS = (
    ("nested", re.compile(r"\s*(\d{1,3}(?:\.\d{1,3}){1,3})(\.\s*|\)\s*|\s+)(?=\S)")),
    ("decimal", re.compile(r"\s*([§¶]?\s?)(\d{1,5})([.,)])(?!\d)\s*(?=\S)")),
    ("decimal", re.compile(r"\s*(\()(\d{1,5})(\))\s*(?=\S)")),
    ("letter", re.compile(r"\s*(\(?)([^\W\d_]{1,5})(\))\s*(?=\S)")),
    ("letter", re.compile(r"\s*()([^\W\d_])(\.)\s+(?=\S)")),
    ("bullet", re.compile(r"\s*([•‣▪■●○◦·–—*-])\s+(?=\S)")),
)
"""What a line may begin with, the first that fits. ``1.5`` is no number: digits follow."""


def read_marker(line: Line, ways: Sequence[Sequence[str]]) -> Marker | None:
    """Return what a line may begin with, or None. ``ways`` are alphabets to count in."""
    if line.label is not None:
        label = line.label
        value = {label.system: label.value}
        return Marker(value, label.style, 0, len(line.text) - len(line.text.lstrip()))
    for system, pattern in _PATTERNS:
        found = pattern.match(line.text)
        if found is not None and (marker := _marker(system, found, ways)) is not None:
            return marker
    return None


def with_lone_numbers(reading: Reading) -> Reading:
    """Return a reading in which a number alone on its line is the beginning of the next one."""
    lines: list[Line] = []
    for line in reading.lines:
        before = lines[-1] if lines else None
        if before is not None and _is_lone_number(before) and _may_follow(line):
            offsets = array("l", (*before.offsets, before.offsets[-1], *line.offsets))
            text = f"{before.text} {line.text}"
            lines[-1] = replace(before, text=text, offsets=offsets)
        else:
            lines.append(line)
    return replace(reading, lines=tuple(lines))


_LONE_NUMBER = re.compile(r"\s*\(?\d{1,3}[.)]\s*")


def _is_lone_number(line: Line) -> bool:
    plain = line.role == "body" and not line.heading and line.label is None and not line.raised
    return plain and _LONE_NUMBER.fullmatch(line.text) is not None


def _may_follow(line: Line) -> bool:
    plain = line.role == "body" and not line.heading and not line.raised and not line.notes
    return plain and read_marker(line, ()) is None


def _marker(system: str, found: re.Match[str], ways: Sequence[Sequence[str]]) -> Marker | None:
    if system == "bullet":
        return Marker({"bullet": 1}, found[1], found.start(1), found.end())
    if system == "nested":
        *path, last = map(int, found[1].split("."))
        return Marker({"decimal": last}, "nested", found.start(1), found.end(), tuple(path))
    readings = {"decimal": int(found[2])} if system == "decimal" else read_letters(found[2], ways)
    style = f"{found[1].strip()}{system[0]}{found[3]}"
    return Marker(readings, style, found.start(1), found.end()) if readings else None


def read_ordinal(line: Line, words: Mapping[int, Sequence[str]]) -> Marker | None:
    """Return a line's number where it begins with "First," and its like, or None.

    ``words`` are those of each number, with ``*`` for any ending. The word is part of the
    sentence, so the marker has no length.
    """
    found = _FIRST_WORD.match(line.text)
    if found is None:
        return None
    parts = re.findall(r"\w+", found[1].casefold())
    for number, forms in words.items():
        if any(fnmatchcase(part, form.casefold()) for part in parts for form in forms):
            return Marker({"decimal": number}, "ordinal", found.start(1), found.start(1))
    return None


_FIRST_WORD = re.compile(r"\s*([^\W\d_][\w-]*)[,:،]")


# --- keys --------------------------------------------------------------------------------


@dataclass(slots=True)
class _Level:
    """A list that is being counted: the main one, or one inside an item."""

    parent: str
    style: str
    systems: set[str]
    count: int = 0

    def continues(self, marker: Marker) -> set[str]:
        """Return by which of its systems a marker is the next of this list."""
        if marker.readings.keys() == {"bullet"}:
            return self.systems & marker.readings.keys() if marker.style == self.style else set()
        due = self.count + 1
        return {system for system in self.systems if marker.readings.get(system) == due}

    def take(self, systems: set[str]) -> str:
        """Count one item and return its key."""
        self.systems, self.count = systems, self.count + 1
        return self.key(self.count)

    def key(self, number: int) -> str:
        """Return the key of an item of this list."""
        if self.systems & {"decimal", "bullet"}:
            label = str(number)
        else:
            roman = "roman" in self.systems and len(self.systems) == 1
            label = (write_roman if roman else write_letters)(number)
        return f"{self.parent}.{label}" if self.parent else label


@dataclass(slots=True)
class Numbering:
    """The lists of one text, each counted on its own; markers are given in their order."""

    levels: list[_Level] = field(default_factory=lambda: [_Level("", "", {"decimal"})])
    current: str = ""
    """The key of the item that was counted last."""

    @classmethod
    def under(cls, key: str) -> Numbering:
        """Return the lists inside an item, of which the main one doesn't go on."""
        return cls([_Level("", "", set())], key)

    @property
    def count(self) -> int:
        """Return the number of the last paragraph."""
        return self.levels[0].count

    def take(self, marker: Marker, *, opens: bool) -> str | None:
        """Return the key of the item that a marker begins, or None where it continues nothing.

        ``opens`` says that a list in the style of one that is open may begin here.
        """
        for depth in range(len(self.levels) - 1, -1, -1):
            level = self.levels[depth]
            systems = level.continues(marker)
            if systems and (depth == 0 or self._fits(level, marker)):
                if depth == 0 and marker.path:
                    continue
                del self.levels[depth + 1 :]
                self.current = level.take(systems)
                return self.current
        return self._open(marker, opens)

    def _fits(self, level: _Level, marker: Marker) -> bool:
        if marker.path:
            return level.parent == ".".join(map(str, marker.path))
        return level.style == marker.style

    def _open(self, marker: Marker, opens: bool) -> str | None:
        """Return the key of the first item of a list inside the current item, or None."""
        first = {system for system, value in marker.readings.items() if value == 1}
        if not first or not self.current:
            return None
        if marker.path:
            parent = ".".join(map(str, marker.path))
            if parent not in (self.current, *self._open_keys()):
                return None
            depth = next((d for d, lv in enumerate(self.levels) if lv.parent == parent), None)
            if depth is not None:
                return None
            del self.levels[parent.count(".") + 1 :]
            return self._begin(parent, marker, first)
        taken = any(level.style == marker.style for level in self.levels)
        if taken and not opens:
            return None
        return self._begin(self.current, marker, first)

    def _open_keys(self) -> list[str]:
        return [level.key(level.count) for level in self.levels if level.count]

    def _begin(self, parent: str, marker: Marker, systems: set[str]) -> str:
        level = _Level(parent, marker.style, systems)
        self.levels.append(level)
        self.current = level.take(systems)
        return self.current

    def skip_to(self, number: int, marker: Marker) -> str:
        """Return the key of a paragraph whose number comes after a gap."""
        self.levels[0].count = number - 1
        key = self.take(Marker({"decimal": number}, marker.style, 0, 0), opens=False)
        if key is None:
            raise ValueError(f"{number} doesn't follow {number - 1}")
        return key
