"""Turn content into what is wrong with its translations, unit by unit, and what mends it.

Each check is a function in a module beside this one. That a text is missing or older than
its source is said where content is read (briefgen/content/checks.py); an older one is checked
when it has caught up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from briefgen.content.model import Summit, SummitContent
from briefgen.diagnostics import Diagnostic, Place, Severity
from briefgen.languages import Profile
from briefgen.project import Silence
from briefgen.translation.bitext import documents_of, make_bitext, targets_of
from briefgen.translation.checks.model import Check, Context, Finding, Pair, Span
from briefgen.translation.checks.places import Mending
from briefgen.translation.checks.silences import Silences, silences_of
from briefgen.translation.checks.structure import folded
from briefgen.translation.checks.table import AMONG, AMONG_PAIRS, CHECKS, CODES
from briefgen.translation.checks.terms import forbidden_of, names_of, terms_of
from briefgen.translation.checks.writing import Writing, make_writing
from briefgen.translation.model import Bitext, Unit

Locate = Callable[[Place, str, Span], Place]
"""Turns the place of a text, the text, and a stretch of it into the stretch's place."""

_AROUND = 25
_PASSES = 5


class Checker:
    """Checks the translations of one project's summits; languages' patterns are made once."""

    def __init__(
        self,
        profiles: Mapping[str, Profile],
        silences: Iterable[Silence] = (),
        locate: Locate = lambda place, _text, _span: place,
    ) -> None:
        self.mendings: list[Mending] = []
        self._profiles = profiles
        self._silences = tuple(silences)
        self._used: set[object] = set()
        self._unsure: set[str] = set()
        self._locate = locate
        self._writings: dict[str, Writing] = {}

    def check(self, summit: SummitContent, into: str | None = None) -> Iterator[Diagnostic]:
        """Yield what is wrong with the translations that a summit has, all or ``into`` a language.

        What can be mended goes to :attr:`mendings`.
        """
        for document in documents_of(summit):
            for language in targets_of(summit, document):
                if into not in (None, language):
                    continue
                bitext = make_bitext(summit, document, language)
                silences = silences_of(summit, document, language, self._silences)
                yield from self.check_bitext(bitext, summit.summit.value, silences)

    def unused(self) -> Iterator[Silence]:
        """Yield the project's silences that have silenced nothing in all that was checked.

        Those are left out that texts nobody could check, older than their sources, may need.
        """
        for silence in self._silences:
            unsure = self._unsure if silence.language is None else {silence.language} & self._unsure
            if silence.code in CODES and silence not in self._used and not unsure:
                yield silence

    def check_bitext(
        self, bitext: Bitext, summit: Summit | None, silences: Silences
    ) -> Iterator[Diagnostic]:
        """Yield what is wrong with a bitext; ``summit`` says who takes part."""
        context = self._context(bitext, summit)
        if context is not None:
            units = {u.id: u for u in bitext.units if u.target is not None and u.state != "stale"}
            texts, pairs = [], []
            for unit in units.values():
                pair = Pair(unit.source, unit.target or "", context)
                yield from self._check_unit(unit, pair, silences)
                pairs.append((unit.id, pair))
                texts.append((unit.id, folded(pair.source), folded(pair.target)))
            among = [(code, weight, find(texts)) for code, weight, find in AMONG]
            among += [(code, weight, find(pairs)) for code, weight, find in AMONG_PAIRS]
            for code, severity, findings in among:
                for name, finding in findings:
                    unit = units[name]
                    if not silences.hold(unit.entry, code):
                        pair = Pair(unit.source, unit.target or "", context)
                        found = self._diagnostic(unit, pair, code, severity, finding)
                        other = units[finding.other]
                        yield replace(found, about=(other.place, other.target_place))
        unchecked = {u.entry for u in bitext.units if context is None or u.state == "stale"}
        self._unsure.update([bitext.target_language] if unchecked else [])
        self._used |= silences.used
        yield from silences.unused(unchecked)

    def _check_unit(self, unit: Unit, pair: Pair, silences: Silences) -> Iterator[Diagnostic]:
        found = [(check, finding) for check in CHECKS for finding in check.find(pair)]
        if not found:
            return
        held = {check.code for check, _ in found if silences.hold(unit.entry, check.code)}
        told = [(check, finding) for check, finding in found if check.code not in held]
        for check, finding in told:
            yield self._diagnostic(unit, pair, check.code, check.severity, finding)
        if any(finding.fix is not None for _, finding in told):
            new = mended(pair, (check for check in CHECKS if check.code not in held))
            self.mendings.append(Mending(unit.target_place, pair.target, new))

    def _diagnostic(
        self, unit: Unit, pair: Pair, code: str, severity: Severity, finding: Finding
    ) -> Diagnostic:
        place = unit.target_place
        if finding.target is not None:
            place = self._locate(place, pair.target, finding.target)
        related = (
            (f"source: {_fragment(pair.source, finding.source)}", unit.place),
            (f"translation: {_fragment(pair.target, finding.target)}", place),
        )
        hint = finding.hint
        if hint is None and finding.fix is not None:
            hint = "`briefgen check --fix` mends it"
        message = f"{unit.id}: {finding.message}"
        return Diagnostic(code, message, place, hint, related, severity)

    def _context(self, bitext: Bitext, summit: Summit | None) -> Context | None:
        source = self._writing(bitext.source_language)
        target = self._writing(bitext.target_language)
        if source is None or target is None:
            return None
        names = names_of(summit, source, target) if summit is not None else {}
        terms = terms_of(bitext.terms, source, target, names)
        forbidden = forbidden_of(bitext.terms, target)
        return Context(source, target, terms, names, forbidden, _length(source, target))

    def _writing(self, tag: str) -> Writing | None:
        if tag not in self._writings and tag in self._profiles:
            self._writings[tag] = make_writing(self._profiles[tag].conventions())
        return self._writings.get(tag)


def mended(pair: Pair, checks: Iterable[Check]) -> str:
    """Return the target with what is safe mended, again until nothing more is found."""
    text, checks = pair.target, tuple(checks)
    for _ in range(_PASSES):
        found = (f for check in checks for f in check.find(Pair(pair.source, text, pair.context)))
        fixes = sorted((f.target, f.fix) for f in found if f.target and f.fix is not None)
        if not fixes:
            break
        parts, end = [], 0
        for (start, stop), fix in fixes:
            if start >= end:
                parts += [text[end:start], fix]
                end = stop
        text = "".join(parts) + text[end:]
    return text


def _length(source: Writing, target: Writing) -> tuple[float, float] | None:
    """Return how long a target may be against a source, both being measured by one language."""
    theirs, ours = source.conventions.length, target.conventions.length
    if not theirs or not ours:
        return None
    return ours[0] / theirs[1], ours[1] / theirs[0]


def _fragment(text: str, span: Span | None) -> str:
    """Return a stretch of a text with some words around it; the beginning for None."""
    start, end = span or (0, 2 * _AROUND)
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    if last - first > 4 * _AROUND:
        last = first + 4 * _AROUND
    return f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}"
