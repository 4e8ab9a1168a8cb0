"""Turn lines into items: which begin a paragraph or sub-item, with what key, of which text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from briefgen.diagnostics import Diagnostic, Severity
from briefgen.translation.importing.markers import Marker, Numbering
from briefgen.translation.importing.model import Line, Reading
from briefgen.translation.importing.recognise import looks_like_date


@dataclass(frozen=True, slots=True)
class Item:
    """A line that begins a segment: its key, what it is marked with, and its text's number.

    ``text`` counts the texts of a file from 0.
    """

    key: str
    marker: Marker
    text: int


_FAR = 3
"""Paragraphs without a number after which a list doesn't belong to the last one with one."""


_WIDEST = 99
"""The most numbers that may be missing: what is further on is a year, or another list."""


@dataclass(slots=True)
class _Counter:
    """Goes over the lines once; ``following`` has the numbers to come by how they are written."""

    reading: Reading
    markers: Mapping[int, Marker]
    numbering: Numbering = field(default_factory=Numbering)
    text: int = 0
    since: int = 0
    """Paragraphs without a number since the last item."""
    dated: bool = False
    """Whether one of them looks like a place and date, with which texts end."""
    style: str = ""
    """How the last paragraph's number is written."""
    resumes: Mapping[int, int] = field(default_factory=dict)
    """What comes after a run of numbers, by the index of each of its lines."""
    problems: list[tuple[int, Diagnostic]] = field(default_factory=list)

    def items(self, lines: Sequence[tuple[int, Line]]) -> dict[int, Item]:
        """Return index → item of the lines that begin one."""
        order = [index for index, _ in lines]
        ahead, self.resumes = _following(self.markers, order), _resuming(self.markers, order)
        found: dict[int, Item] = {}
        before = ""
        for index, line in lines:
            marker = self.markers.get(index)
            key = None
            if marker is not None:
                key = self._key(index, line, marker, ahead.get(index, ()), before)
            if marker is not None and key is not None:
                found[index] = Item(key, marker, self.text)
                self.dated, self.since = False, 0
                self.style = self.style if "." in key else marker.style
                before = line.text.rstrip()
                continue
            self.since += line.after not in {"wrap", "break"}
            if self.numbering.count and looks_like_date(line.text):
                self.dated = True
            before = line.text.rstrip()
        return found

    def _key(
        self, index: int, line: Line, marker: Marker, ahead: Sequence[int], before: str
    ) -> str | None:
        number, count = marker.decimal, self.numbering.count
        again = number == 1 and count > 0 and ahead[:1] == (2,)
        opens = not self.since and before.endswith(":")
        alike = marker.style == self.style and not opens and self.resumes.get(index) != count + 1
        if not (again and (self.dated or self.since >= _FAR or alike)):
            key = self.numbering.take(marker, opens=opens)
            if key is not None or marker.readings.keys() == {"bullet"}:
                return key
        if again:
            self.numbering, self.text = Numbering(), self.text + 1
            return self.numbering.take(marker, opens=False)
        if number is not None and number > count + 1 and _confirmed(number, count, ahead):
            self._say(index, line, "I201", f"{_gap(count + 1, number - 1)} before {number}")
            return self.numbering.skip_to(number, marker)
        if number is not None and 0 < number <= count:
            self._say(index, line, "I202", f"number {number} comes again after {count}")
        elif count:
            message = f"“{_shown(line, marker)}” continues no list"
            self._say(index, line, "I203", message, info=number is None)
        return None

    def _say(self, index: int, line: Line, code: str, message: str, *, info: bool = False) -> None:
        hint, severity = _HINTS[code], Severity.INFO if info else Severity.WARNING
        place = self.reading.place(line)
        self.problems.append((index, Diagnostic(code, message, place, hint, severity=severity)))


_HINTS = {
    "I201": "look for it in the file; the keys must follow each other",
    "I202": "it stays in the text: see whether the file misnumbers",
    "I203": "it stays in the text that it stands in",
}


def _shown(line: Line, marker: Marker) -> str:
    return line.text[marker.start : marker.end].strip() or line.text.strip()[:20]


def _gap(first: int, last: int) -> str:
    if first == last:
        return f"there is no number {first}"
    return f"there are no numbers {first} to {last}"


def _confirmed(number: int, count: int, ahead: Sequence[int]) -> bool:
    """Return whether a number after a gap goes on: the more are missing, the longer it must.

    Numbers that begin anew are those of another text.
    """
    missing = number - count - 1
    if missing > _WIDEST:
        return False
    if ahead[:1] == (1,):
        ahead = ()
    wanted = (1 if missing <= 3 else 2) if ahead or missing > 1 else 0
    return ahead[:wanted] == tuple(range(number + 1, number + 1 + wanted))


def _following(markers: Mapping[int, Marker], order: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Return for each numbered line the next numbers, two or more, written like its own.

    One that comes twice counts once.
    """
    ahead: dict[int, tuple[int, ...]] = {}
    last: dict[str, tuple[int, ...]] = {}
    for index in reversed(order):
        marker = markers.get(index)
        if marker is not None and (number := marker.decimal) is not None:
            known = last.get(marker.style, ())
            ahead[index] = known[1:] if known[:1] == (number,) else known
            last[marker.style] = (number, *ahead[index])[:3]
    return ahead


def _resuming(markers: Mapping[int, Marker], order: Sequence[int]) -> dict[int, int]:
    """Return for each numbered line the number after the run that it is in, 0 for none.

    A run goes up by ones, written alike: from a 1 within a list this is where the list goes on.
    """
    found: dict[int, int] = {}
    last: dict[str, tuple[int, int]] = {}
    for index in reversed(order):
        marker = markers.get(index)
        if marker is not None and (number := marker.decimal) is not None:
            following, after = last.get(marker.style, (0, 0))
            found[index] = after if following == number + 1 else following
            last[marker.style] = (number, found[index])
    return found


def count_items(
    reading: Reading, lines: Sequence[tuple[int, Line]], markers: Mapping[int, Marker]
) -> tuple[dict[int, Item], list[tuple[int, Diagnostic]]]:
    """Return index → item, and what was odd about the numbers, by the index of its line."""
    counter = _Counter(reading, markers)
    return counter.items(lines), counter.problems
