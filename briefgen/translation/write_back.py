"""Turn changes to a translation into the bytes of its file.

What changes is decided in briefgen/translation/merge.py; how YAML is edited is in
briefgen/translation/yaml_edit.py. Nothing comes of it that doesn't read back as meant.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from yaml import MappingNode

from briefgen.content.checks import check_brief_targets, check_targets, names_of
from briefgen.content.model import (
    WORDS,
    BriefTargets,
    Located,
    Status,
    SummitContent,
    Targets,
    source_hash,
)
from briefgen.content.places import read_model
from briefgen.diagnostics import ANY_LEVEL, Diagnostic, Place, Severity, has_errors
from briefgen.project import Project, read_file
from briefgen.translation.bitext import BRIEF, make_bitext
from briefgen.translation.merge import Change, Merged
from briefgen.translation.model import STATES, TARGET_STATES, Bitext, Comment, Manifest, Unit
from briefgen.translation.yaml_edit import YamlText

TITLE = "title"
_TITLE_NAMES = {"text": TITLE, "source_hash": "title_source_hash", "state": "title_state"}
"""What an entry says of itself → how the file says it of the title."""

_AFTER = {"state": "source_hash", "title_source_hash": TITLE, "title_state": TITLE}
"""What is new in a mapping → what it is put after, where that isn't the first."""


@dataclass(frozen=True, slots=True)
class Written:
    """A translation's files as they are to be: file → bytes, None where nothing of it changes.

    ``before`` and ``after`` are the bitext without and with what changes.
    """

    files: Mapping[str, bytes | None]
    before: Bitext
    after: Bitext


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a file of translations is made of: its model, its list, what names an entry."""

    model: type[Targets] | type[BriefTargets]
    entries: str
    key: str
    schema: str


_DOCUMENT = _Shape(Targets, "segments", "key", "targets")
_BRIEF = _Shape(BriefTargets, "items", "id", "brief-targets")


@dataclass(frozen=True, slots=True)
class Target:
    """A translation that changes go into: whose it is, and what it is beside its source now.

    ``status`` is what a file that isn't there yet says of its translation.
    """

    project: Project
    summit: SummitContent
    bitext: Bitext
    manifest: Manifest
    status: Status = Status.UNOFFICIAL_TRANSLATION

    @property
    def document(self) -> str:
        """Return the document's name in its summit."""
        return self.bitext.document.partition("/")[2]

    @property
    def shape(self) -> _Shape:
        """Return what its file is made of."""
        return _BRIEF if self.document == BRIEF else _DOCUMENT

    @property
    def located(self) -> Located[Any] | None:
        """Return the translation as content has it, None where it hasn't."""
        language = self.bitext.target_language
        if self.document == BRIEF:
            return self.summit.brief_targets.get(language)
        return self.summit.documents[self.document].targets.get(language)

    @property
    def file(self) -> str:
        """Return the path of its file, also where that isn't there yet."""
        return self.located.file if self.located else self.bitext.units[0].target_place.file

    def with_located(self, located: Located[Any]) -> Target:
        """Return the same with another translation in content."""
        language, summit = self.bitext.target_language, self.summit
        if self.document == BRIEF:
            targets = {**summit.brief_targets, language: located}
            return replace(self, summit=replace(summit, brief_targets=targets))
        versions = summit.documents[self.document]
        versions = replace(versions, targets={**versions.targets, language: located})
        documents = {**summit.documents, self.document: versions}
        return replace(self, summit=replace(summit, documents=documents))


def write_back(target: Target, merged: Merged) -> tuple[Written | None, list[Diagnostic]]:
    """Return the file with the changes in it, or None and why they can't be."""
    bitext, file = target.bitext, target.file
    changes, problems = _complete(bitext, merged.changes)
    if not changes and not merged.comments:
        return Written({file: None}, bitext, bitext), problems
    raw, found = _raw(target, changes)
    if raw is None:
        return None, [*problems, *found]
    new = _edited(raw, target, changes, merged.comments)
    after, found = _verified(target, new)
    if after is not None and not found:
        found = find_unread(after, (change for entry in changes.values() for change in entry))
    if after is None or has_errors(found):
        return None, [*problems, *found]
    changed = None if new == raw and target.located else new
    return Written({file: changed}, bitext, after), problems


# --- the file as it is -------------------------------------------------------------------


def _raw(
    target: Target, changes: Mapping[str, Sequence[Change]]
) -> tuple[bytes | None, list[Diagnostic]]:
    """Return the file's bytes; those of one without entries where it isn't there yet."""
    if target.located is not None:
        return read_file(target.project, target.file, limit=target.project.config.yaml_bytes)
    if (target.project.root / target.file).exists():
        message = "the translation's file is there, but can't be read"
        hint = "see `briefgen check`"
        return None, [Diagnostic("R114", message, Place(target.file), hint)]
    is_brief = target.document == BRIEF
    if not is_brief and TITLE not in changes:
        hint = "translate the title as well: a new file needs it"
        return None, [Diagnostic("R113", "the title isn't translated", Place(target.file), hint)]
    lines = (
        _schema_line(target),
        "" if is_brief else f"document: {target.document}",
        f"language: {target.bitext.target_language}",
        f"status: {target.status.value}",
        "" if is_brief else "title: ''",
        f"{target.shape.entries}: []",
    )
    return "".join(f"{line}\n" for line in lines if line).encode(), []


def _schema_line(target: Target) -> str:
    """Return the comment that names the schema to editors, as the source's file has it."""
    raw, _ = read_file(target.project, target.bitext.units[0].place.file)
    first = (raw or b"").decode("utf-8-sig", "replace").partition("\n")[0].strip()
    if not first.startswith("# yaml-language-server:") or "/" not in first:
        return ""
    return f"{first.rpartition('/')[0]}/{target.shape.schema}.schema.json"


# --- changes by entry --------------------------------------------------------------------


def _complete(
    bitext: Bitext, changes: Sequence[Change]
) -> tuple[dict[str, list[Change]], list[Diagnostic]]:
    """Return the changes by entry without those of entries that would be new and not whole."""
    entries: dict[str, list[Change]] = {}
    for change in changes:
        entries.setdefault(change.unit.entry, []).append(change)
    problems = []
    units = _by_entry(bitext.units)
    for entry in list(entries):
        done = {change.unit.id for change in entries[entry]}
        lacking = [u for u in units[entry] if u.target is None and u.id not in done]
        is_new = all(unit.target is None for unit in units[entry])
        if lacking and is_new:
            names = ", ".join(f"'{unit.field}'" for unit in lacking)
            message = f"{entry}: not imported, as its {names} isn't translated"
            hint = "translate all of it, then import again"
            place = lacking[0].place
            problems.append(Diagnostic("R113", message, place, hint, severity=Severity.WARNING))
            del entries[entry]
    return entries, problems


def _by_entry(units: Sequence[Unit]) -> dict[str, list[Unit]]:
    entries: dict[str, list[Unit]] = {}
    for unit in units:
        entries.setdefault(unit.entry, []).append(unit)
    return entries


def _edited(
    raw: bytes,
    target: Target,
    changes: Mapping[str, Sequence[Change]],
    comments: Sequence[tuple[str, Comment]],
) -> bytes:
    text, shape = YamlText(raw), target.shape
    nodes = text.entries(shape.entries, shape.key)
    before = None
    for entry, members in _by_entry(target.bitext.units).items():
        node = nodes.get(entry)
        if found := changes.get(entry):
            facts = _facts(members, found, target.manifest)
            if entry == TITLE:
                facts.setdefault("source_hash", _old_hash(members, target.manifest))
                _set(text, text.top, {_TITLE_NAMES[name]: value for name, value in facts.items()})
            elif node is None:
                new = {name: value for name, value in facts.items() if not _is_default(name, value)}
                text.add(shape.entries, {shape.key: entry, **new}, before)
            else:
                _set(text, node, facts)
        before = node or before
    last = list(text.entries("comments", "id").values())
    for unit, comment in comments:
        text.add("comments", _comment(unit, comment), last[-1] if last else None)
    return text.edited()


def _set(text: YamlText, node: MappingNode, facts: Mapping[str, str]) -> None:
    """Put the facts of an entry into its mapping; a state that goes without saying is not put."""
    names = {key.value for key, _ in node.value}
    for name, value in facts.items():
        if name in names or not _is_default(name, value):
            text.set(node, name, value, after=_AFTER.get(name, ""))


def _is_default(name: str, value: str) -> bool:
    return name in ("state", "title_state") and value == TARGET_STATES[0]


def _comment(unit: str, comment: Comment) -> dict[str, str]:
    fields = {
        "id": comment.id,
        "unit": unit,
        "author": comment.author,
        "date": comment.date,
        "text": comment.text,
    }
    return {name: value for name, value in fields.items() if value}


def _facts(
    members: Sequence[Unit], changes: Sequence[Change], manifest: Manifest
) -> dict[str, str]:
    """Return what an entry says after the changes: its new words, its hash, its state."""
    new = {change.unit.field: change.target for change in changes}
    facts = {name: new[name] for name in WORDS if name in new}
    if any(change.state == "stale" for change in changes):
        if all(unit.target is None for unit in members):
            facts["source_hash"] = _old_hash(members, manifest)
        return facts
    facts["source_hash"] = source_hash(*(unit.source for unit in _in_order(members)))
    facts["state"] = _least(members, changes)
    return facts


def _in_order(members: Sequence[Unit]) -> list[Unit]:
    return sorted(members, key=lambda unit: WORDS.index(unit.field))


def _old_hash(members: Sequence[Unit], manifest: Manifest) -> str:
    """Return what says that an entry was made from a source that is no more."""
    return next((h for u in members if (h := manifest.sources.get(u.id))), "0" * 16)


def _least(members: Sequence[Unit], changes: Sequence[Change]) -> str:
    """Return the state of an entry, which is that of its text that is least far."""
    new = {change.unit.id: change.state for change in changes}
    states = [new.get(unit.id, unit.state) for unit in members]
    known = [state for state in states if state != "missing"]
    least = min(known, key=STATES.index)
    return least if least in TARGET_STATES else TARGET_STATES[0]


# --- looking before anything is put in place ---------------------------------------------


def _verified(target: Target, raw: bytes) -> tuple[Bitext | None, list[Diagnostic]]:
    """Return the bitext that a file's new bytes make, and what is newly wrong with them."""
    located, problems = read_model(target.shape.model, raw, target.file, target.project.config)
    if located is None or has_errors(problems):
        return None, [replace(problem, code="R114", handling=ANY_LEVEL) for problem in problems]
    after = target.with_located(located)
    known = {(problem.code, problem.message) for problem in _checked(target)}
    found = [
        replace(problem, code="R114", handling=ANY_LEVEL)
        for problem in _checked(after)
        if problem.severity is Severity.ERROR
        and problem.code != "C014"
        and (problem.code, problem.message) not in known
    ]
    return make_bitext(after.summit, after.document, after.bitext.target_language), found


def _checked(target: Target) -> Iterator[Diagnostic]:
    summit, located, language = target.summit, target.located, target.bitext.target_language
    names = names_of(summit.summit.value, target.project.config.handling)
    if located is None:
        return
    if target.document != BRIEF:
        source = summit.documents[target.document].source
        yield from check_targets(source, located, language, names)
    elif summit.brief is not None:
        yield from check_brief_targets(summit.brief, located, language, names)


def find_unread(after: Bitext, changes: Iterable[Change]) -> list[Diagnostic]:
    """Return an error for each new text that doesn't read back as it was meant."""
    targets = {unit.id: unit.target for unit in after.units}
    return [
        Diagnostic(
            "R114",
            f"{change.unit.id} would not read as it was translated",
            Place(change.unit.target_place.file),
        )
        for change in changes
        if targets[change.unit.id] != unicodedata.normalize("NFC", change.target).strip()
    ]
