"""Turn content into bitexts: a document, the brief or the glossary beside a translation of it.

What becomes of a bitext that comes back is in briefgen/translation/merge.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from briefgen.content.model import (
    BriefTargets,
    DocumentVersions,
    Item,
    Located,
    Segment,
    SummitContent,
    TargetComment,
    TargetItem,
    Targets,
    TargetSegment,
    source_hash,
    words_of,
)
from briefgen.content.model import Term as GlossaryTerm
from briefgen.diagnostics import Place
from briefgen.translation.hashes import revision_of
from briefgen.translation.model import FIELD_SEPARATOR, Bitext, Comment, State, Term, Unit

Where = Callable[[str], Place]
"""Turns the name of an entry's field into its place."""

BRIEF = "brief"
"""The name of the brief among a summit's documents."""

GLOSSARY = "glossary"
"""What stands in the place of a document's name for a summit's terms."""


def documents_of(summit: SummitContent) -> tuple[str, ...]:
    """Return the names of what a summit has to translate: its documents, then the brief."""
    return (*summit.documents, *((BRIEF,) if summit.brief is not None else ()))


def targets_of(
    summit: SummitContent, document: str
) -> Mapping[str, Located[Targets] | Located[BriefTargets]]:
    """Return the translations of a document or the brief by language."""
    if document == BRIEF and summit.brief is not None:
        return summit.brief_targets
    return summit.documents[document].targets


def make_bitext(summit: SummitContent, document: str, target_language: str) -> Bitext:
    """Return a document of a summit beside its translation, whole or not yet begun.

    Raises KeyError for a document that the summit doesn't have.
    """
    if document == BRIEF and summit.brief is not None:
        units = tuple(_brief_units(summit, target_language))
        targets: Located[Any] | None = summit.brief_targets.get(target_language)
        language, title = summit.brief.value.language, summit.summit.value.title
        name = title.get(language) or next(iter(title.values()))
    else:
        versions = summit.documents[document]
        units = tuple(_document_units(versions, summit.folder, target_language))
        targets = versions.targets.get(target_language)
        language, name = versions.source.value.language, versions.source.value.title
    return Bitext(
        f"{summit.summit.value.id}/{document}",
        name,
        language,
        target_language,
        revision_of(units),
        _with_comments(units, targets.value.comments if targets else ()),
        tuple(_terms(summit, language, target_language)),
    )


def make_glossary(summit: SummitContent, source_language: str, target_language: str) -> Bitext:
    """Return the terms that a summit has in one language beside those in another, a unit each."""
    units = tuple(_term_units(summit, source_language, target_language))
    return Bitext(
        f"{summit.summit.value.id}/{GLOSSARY}",
        GLOSSARY,
        source_language,
        target_language,
        revision_of(units),
        units,
    )


def _with_comments(
    units: tuple[Unit, ...], comments: tuple[TargetComment, ...]
) -> tuple[Unit, ...]:
    found: dict[str, list[Comment]] = {}
    for made in comments:
        comment = Comment(made.id, made.author or "", made.date or "", made.text)
        found.setdefault(made.unit, []).append(comment)
    return tuple(
        replace(unit, comments=tuple(found[unit.id])) if unit.id in found else unit
        for unit in units
    )


def _document_units(versions: DocumentVersions, folder: str, language: str) -> Iterator[Unit]:
    source, targets = versions.source, versions.targets.get(language)
    file = targets.file if targets else f"{folder}/{source.value.id}.{language}.yaml"
    yield Unit(
        "title",
        "",
        source.value.title,
        targets.value.title if targets else None,
        _title_state(targets.value, source.value.title) if targets else "missing",
        source.place("title"),
        targets.place("title") if targets else Place(file),
    )
    known: Mapping[str, tuple[TargetSegment, Where]] = {}
    if targets:
        segments = enumerate(targets.value.segments)
        known = {s.key: (s, partial(targets.place, "segments", index)) for index, s in segments}
    for part in ("preamble", "paragraphs", "closing"):
        for index, segment in enumerate(getattr(source.value, part)):
            where = partial(source.place, part, index)
            yield from _units(segment, segment.key, where, known.get(segment.key), Place(file))


def _brief_units(summit: SummitContent, language: str) -> Iterator[Unit]:
    brief, targets = summit.brief, summit.brief_targets.get(language)
    if brief is None:
        return
    file = targets.file if targets else f"{brief.file.removesuffix('.yaml')}.{language}.yaml"
    known: Mapping[str, tuple[TargetItem, Where]] = {}
    if targets:
        items = enumerate(targets.value.items)
        known = {item.id: (item, partial(targets.place, "items", index)) for index, item in items}
    for path, item in brief.value.items():
        where = partial(brief.place, *path)
        yield from _units(item, item.id, where, known.get(item.id), Place(file))


def _units(
    source: Segment | Item,
    entry: str,
    where: Where,
    found: tuple[TargetSegment | TargetItem, Where] | None,
    file: Place,
) -> Iterator[Unit]:
    """Yield a unit for each field of an entry that carries words."""
    words = words_of(source)
    target, target_where = found or (None, None)
    state_hash = source_hash(*words.values())
    for field, text in words.items():
        translated = getattr(target, field, None) if target is not None else None
        yield Unit(
            entry if field == "text" else f"{entry}{FIELD_SEPARATOR}{field}",
            entry,
            text,
            translated,
            _state(target, translated, state_hash),
            where(field),
            target_where(field) if target_where else file,
        )


def _state(target: TargetSegment | TargetItem | None, text: str | None, now: str) -> State:
    if target is None or text is None:
        return "missing"
    return "stale" if target.source_hash != now else target.state


def _title_state(targets: Targets, source: str) -> State:
    is_stale = targets.title_source_hash not in (None, source_hash(source))
    return "stale" if is_stale else targets.title_state


def _terms(summit: SummitContent, source: str, target: str) -> Iterator[Term]:
    for term, _ in _named_terms(summit, source):
        yield Term(
            term.id,
            term.names[source],
            term.names.get(target),
            (term.note or {}).get(source, ""),
            term.also.get(target, ()),
            term.forbidden.get(target, ()),
        )


def _term_units(summit: SummitContent, source: str, target: str) -> Iterator[Unit]:
    for term, where in _named_terms(summit, source):
        name = term.names.get(target)
        yield Unit(
            term.id,
            term.id,
            term.names[source],
            name,
            "draft" if name else "missing",
            where("names", source),
            where("names", target),
            (term.note or {}).get(source, ""),
        )


def _named_terms(
    summit: SummitContent, language: str
) -> Iterator[tuple[GlossaryTerm, Callable[..., Place]]]:
    """Yield the terms that a language has a name for, each once, and what places its values."""
    terms = {
        term.id: (term, partial(glossary.place, "terms", index))
        for glossary in summit.glossaries
        for index, term in enumerate(glossary.value.terms)
    }
    return (found for found in terms.values() if language in found[0].names)
