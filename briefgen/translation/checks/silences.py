"""Turn what authors silence, with their reasons, into what is left out of a report."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from briefgen.content.advice import unknown
from briefgen.content.model import SummitContent
from briefgen.diagnostics import Diagnostic, Place, Severity
from briefgen.project import Silence
from briefgen.translation.bitext import targets_of
from briefgen.translation.checks.table import CODES

_FILE = ""


@dataclass(slots=True)
class Silences:
    """What is silenced in one translation, and what of it has silenced anything.

    ``places`` is entry and code → where that is written, the entry being empty for the
    whole file; ``project`` is what the project's settings silence here. ``used`` has keys of
    the one and items of the other.
    """

    places: Mapping[tuple[str, str], Place] = field(default_factory=dict)
    project: tuple[Silence, ...] = ()
    used: set[tuple[str, str] | Silence] = field(default_factory=set)

    def hold(self, entry: str, code: str) -> bool:
        """Return whether a code is silenced for an entry, and remember that it was asked."""
        written = [key for key in ((entry, code), (_FILE, code)) if key in self.places]
        general = [silence for silence in self.project if silence.code == code]
        self.used.update(written, general)
        return bool(written or general)

    def unused(self, unchecked: Collection[str]) -> Iterator[Diagnostic]:
        """Yield each silence that silences nothing, and those of codes that can't be.

        ``unchecked`` are entries that nobody has looked at.
        """
        unsure = {_FILE, *unchecked} if unchecked else set[str]()
        for (entry, code), place in self.places.items():
            if code not in CODES:
                yield unknown("L192", "check", code, sorted(CODES), place)
            elif (entry, code) not in self.used and entry not in unsure:
                where = f"{entry}: " if entry else ""
                message = f"{where}{code} is silenced, but is not found here"
                yield unneeded(message, place)


def unneeded(message: str, place: Place) -> Diagnostic:
    """Return what is said of a silence without which nothing more would be found."""
    return Diagnostic("L191", message, place, "take it out", severity=Severity.WARNING)


def silences_of(
    summit: SummitContent, document: str, language: str, project: Iterable[Silence]
) -> Silences:
    """Return what a translation's own file and the project's settings silence in it."""
    general = tuple(s for s in project if s.language in (None, language))
    targets = targets_of(summit, document)[language]
    value = targets.value
    made = "segments" if hasattr(value, "segments") else "items"
    places = {(_FILE, code): targets.place("silenced", code) for code in value.silenced}
    for index, entry in enumerate(getattr(value, made)):
        for code in entry.silenced:
            name = entry.key if made == "segments" else entry.id
            places[name, code] = targets.place(made, index, "silenced", code)
    return Silences(places, general)
