"""Turn units that come back, and content as it is now, into what changes and what doesn't.

Three texts are compared for each unit: the one that the file was made from (by its hash in the
manifest), the one in the file, and the one in content. What changed on one side alone is taken;
what changed on both is a conflict. How changes get into files is in
briefgen/translation/write_back.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from briefgen.diagnostics import Diagnostic, Place, Severity
from briefgen.translation.hashes import comment_id, text_hash
from briefgen.translation.model import (
    TARGET_STATES,
    Bitext,
    Comment,
    Manifest,
    Returned,
    ReturnedUnit,
    State,
    Unit,
)

_MOST_NAMES = 8
_FEW = 2
"""A text alone may well be the same in two languages."""

_AT_SOURCE = frozenset({"R102", "R103"})
_REPORTS = {
    "R101": ("make one of the two as it was, or both alike", Severity.ERROR),
    "R102": ("compare the translation with the source", Severity.WARNING),
    "R103": (None, Severity.WARNING),
    "R104": ("to take it out, do so in content", Severity.WARNING),
    "R106": ("take out the one that doesn't hold", Severity.ERROR),
}
"""Code → what to do, and how much it weighs: after an error nothing at all is imported."""


@dataclass(frozen=True, slots=True)
class Change:
    """A unit's new target and state; ``stale`` is a translation of a source that is no more."""

    unit: Unit
    target: str
    state: State


@dataclass(frozen=True, slots=True)
class Merged:
    """What a file changes: targets and states, and comments that content hasn't got yet."""

    changes: tuple[Change, ...]
    comments: tuple[tuple[str, Comment], ...]
    diagnostics: tuple[Diagnostic, ...]


def merge(bitext: Bitext, returned: Returned, manifest: Manifest, file: str) -> Merged:
    """Return what the units of a file change in content; ``file`` is its name for places."""
    merger = _Merger(bitext, manifest, file)
    new = _new_terms(bitext, returned)
    merger.diagnostics += _report_new_terms(new, file)
    theirs = [unit for unit in returned.units if unit not in new]
    changes = [change for unit in theirs if (change := merger.take(unit)) is not None]
    merger.report_missing(returned)
    known = set(merger.units)
    comments = [
        (unit.id, comment)
        for unit in returned.units
        if unit.id in known
        for comment in _new_comments(merger.units[unit.id], unit)
    ]
    return Merged(tuple(changes), tuple(dict.fromkeys(comments)), tuple(merger.diagnostics))


def fill(bitext: Bitext, returned: Returned, file: str) -> Merged:
    """Return what a file of another program fills: the texts that content hasn't got, as drafts.

    A unit takes the translation of a source equal to its own. Where the file has two of them,
    it takes none, since nobody says which.
    """
    found: dict[str, set[str]] = {}
    for unit in returned.units:
        if unit.source is not None and unit.target.strip():
            found.setdefault(text_hash(unit.source), set()).add(unit.target.strip())
    changes = []
    for ours in bitext.units:
        targets = set(found.get(text_hash(ours.source), ()))
        if ours.target is None and len(targets) == 1:
            changes.append(Change(ours, targets.pop(), "draft"))
    return Merged(tuple(changes), (), tuple(_report_new_terms(_new_terms(bitext, returned), file)))


def find_copied(
    bitext: Bitext, returned: Returned, manifest: Manifest, file: str
) -> Diagnostic | None:
    """Return an error where most of the translations that a file brings are their own sources.

    Then its sources and targets were swapped, or its sources copied to begin with. Names are the
    same in many languages, and dialects of one language nearly all of it: neither is asked.
    """
    primary = {tag.partition("-")[0].casefold() for tag in manifest.languages}
    if returned.of_terms or len(primary) == 1:
        return None
    now = {unit.id: text_hash(unit.source) for unit in bitext.units}
    filled = [unit for unit in returned.units if unit.target.strip()]
    copied = []
    for unit in filled:
        target, known = text_hash(unit.target), unit.id or ""
        sources = {manifest.sources.get(known), now.get(known), text_hash(unit.source or "")}
        if target in sources and target != manifest.targets.get(known):
            copied.append(unit)
    if len(copied) < _FEW or 2 * len(copied) <= len(filled):
        return None
    words = f"{len(copied)} of the {len(filled)} translations are the same as their sources"
    hint = "see whether its two languages were swapped; empty what isn't translated yet"
    related = tuple((unit.where, Place(file)) for unit in copied[:_MOST_NAMES])
    return Diagnostic("R017", f"{words}: nothing is imported", Place(file), hint, related)


def _new_terms(bitext: Bitext, returned: Returned) -> dict[ReturnedUnit, str]:
    """Return the terms that a glossary has neither by id nor by name, with their names."""
    known = {text_hash(unit.source) for unit in bitext.units} | {unit.id for unit in bitext.units}
    return {
        unit: unit.source
        for unit in returned.units
        if returned.of_terms and unit.source and not {unit.id, text_hash(unit.source)} & known
    }


def _report_new_terms(new: Mapping[ReturnedUnit, str], file: str) -> Iterator[Diagnostic]:
    if new:
        words = f"not in the glossary: {_listed(list(new.values()))}"
        hint = "add those that are wanted to glossary.yaml"
        yield Diagnostic("R108", words, Place(file), hint, severity=Severity.WARNING)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return f"{', '.join(names[:_MOST_NAMES])}{more}"


def _new_comments(ours: Unit, theirs: ReturnedUnit) -> Iterator[Comment]:
    """Yield the comments that content hasn't got; a table prints the author before the words."""
    known = {comment.id for comment in ours.comments}
    for comment in ours.comments:
        known.add(comment_id(ours.id, "", f"{comment.author}: {comment.text}"))
        known.add(comment_id(ours.id, "", comment.text))
    if ours.note:
        known.add(comment_id(ours.id, "", ours.note))
    yield from (comment for comment in theirs.comments if comment.id not in known)


@dataclass(slots=True)
class _Merger:
    """Takes the units of one file, one after the other."""

    bitext: Bitext
    manifest: Manifest
    file: str
    units: Mapping[str, Unit] = field(init=False)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _taken: dict[str, ReturnedUnit] = field(default_factory=dict)
    _sources: dict[str, list[Unit]] = field(init=False)
    _changed_sources: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.units = {unit.id: unit for unit in self.bitext.units}
        sources = self.manifest.sources
        self._sources = {}
        for unit in self.bitext.units:
            self._sources.setdefault(text_hash(unit.source), []).append(unit)
        self._changed_sources = {
            unit.entry
            for unit in self.bitext.units
            if sources.get(unit.id) != text_hash(unit.source)
        }

    def take(self, theirs: ReturnedUnit) -> Change | None:
        """Return what a unit of the file changes, None for nothing; report what is to be told."""
        ours = self._find(theirs)
        if ours is None:
            self._report_stranger(theirs)
            return None
        if (first := self._taken.setdefault(ours.id, theirs)) is not theirs:
            self._report_double(ours, first, theirs)
            return None
        base = self.manifest.sources.get(ours.id)
        if base and theirs.source is not None and text_hash(theirs.source) != base:
            words = "the source was edited in the file: that is not imported"
            self._report("R103", ours, theirs, f"{words}; edit it in content")
        return self._merge(ours, theirs)

    def _find(self, theirs: ReturnedUnit) -> Unit | None:
        """Return the unit by its id, else by a source that no other unit has."""
        if theirs.id is not None or theirs.source is None:
            return self.units.get(theirs.id or "")
        found = self._sources.get(text_hash(theirs.source), ())
        return found[0] if len(found) == 1 else None

    def _merge(self, ours: Unit, theirs: ReturnedUnit) -> Change | None:
        base = self.manifest.targets.get(ours.id)
        theirs_hash = text_hash(theirs.target) if theirs.target.strip() else None
        ours_hash = None if ours.target is None else text_hash(ours.target)
        if theirs_hash is None:
            if base is not None:
                words = "the translation was emptied in the file: content keeps its own"
                self._report("R104", ours, theirs, words)
            return None
        text = ours.target if theirs_hash in (ours_hash, base) else theirs.target.strip()
        state = self._state(ours, theirs, text != ours.target)
        if text is None or (text, state) == (ours.target, ours.state):
            return None
        if self._is_conflict(ours, text, ours_hash != base):
            words = "changed in the file and, since it was made, in content: nothing is imported"
            self._report("R101", ours, theirs, words)
            return None
        if state == "stale":
            words = "the source has changed since the file was made: it needs a review"
            self._report("R102", ours, theirs, words)
        return Change(ours, text, state)

    def _is_conflict(self, ours: Unit, text: str, edited: bool) -> bool:
        if text != ours.target:
            return edited
        before = self.manifest.states.get(ours.id, ours.state)
        return before != ours.state and before in TARGET_STATES and ours.state in TARGET_STATES

    def _state(self, ours: Unit, theirs: ReturnedUnit, is_new: bool) -> State:
        """Return how far the translation is then: what the file says, if it says it anew."""
        before = self.manifest.states.get(ours.id)
        said = theirs.state if theirs.state in TARGET_STATES else None
        anew = said is not None and (said != before if before else is_new)
        if not anew and not is_new:
            return ours.state
        if ours.entry in self._changed_sources:
            return "stale"
        return said if said is not None and anew else "draft"

    def report_missing(self, returned: Returned) -> None:
        """Report the units that were in the file and aren't any more, in one diagnostic."""
        found = {unit.id for unit in returned.units}
        known = self.manifest.sources
        missing = [name for name in self.units if name in known and name not in found]
        if missing:
            words = f"not in the file any more: {_listed(missing)}"
            hint = "content keeps its own translations of them"
            place = Place(self.file)
            about = tuple(self.units[name].place for name in missing)
            self.diagnostics.append(
                Diagnostic("R105", words, place, hint, severity=Severity.WARNING, about=about)
            )

    def _report_double(self, ours: Unit, first: ReturnedUnit, second: ReturnedUnit) -> None:
        if text_hash(first.target) != text_hash(second.target):
            words = f"stands twice in the file ({first.where}), with two translations"
            self._report("R106", ours, second, words)

    def _report_stranger(self, theirs: ReturnedUnit) -> None:
        """Report a translation that has no place to go, unless it is as it was exported."""
        base = self.manifest.targets.get(theirs.id or "")
        if not theirs.target.strip() or (base and base == text_hash(theirs.target)):
            return
        whose = f" ({theirs.id})" if theirs.id else ""
        words = f"“{theirs.target[:60]}” belongs to nothing in content{whose}"
        hint = "put its text where it belongs, and take this out"
        place = Place(self.file)
        gone = theirs.id in self.manifest.sources
        severity = Severity.WARNING if gone else Severity.ERROR
        related = ((theirs.where, place),)
        self.diagnostics.append(Diagnostic("R107", words, place, hint, related, severity))

    def _report(self, code: str, ours: Unit, theirs: ReturnedUnit, words: str) -> None:
        place = ours.place if code in _AT_SOURCE or ours.target is None else ours.target_place
        related = ((theirs.where, Place(self.file)),)
        hint, severity = _REPORTS[code]
        message = f"{ours.id}: {words}"
        self.diagnostics.append(Diagnostic(code, message, place, hint, related, severity))
