"""Turn a summit's content into what may be read at one level: nothing above it is left.

What is made for an audience alone begins with this, so that neither a check nor a message
nor a page can depend on what is above the audience. Names are left out with what they name;
that a paragraph is there at all isn't secret, since others are numbered after it.
"""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from briefgen.content.model import (
    INTERNAL_SECTIONS,
    Brief,
    BriefTargets,
    Document,
    DocumentVersions,
    Located,
    ModelT,
    Path,
    SummitContent,
    Targets,
    section_of,
)

_PARTS = ("preamble", "paragraphs", "closing")


def cleared(content: SummitContent, scale: tuple[str, ...], ceiling: int) -> SummitContent:
    """Return what may be read of a summit at the level ``scale[ceiling]`` and below.

    A level that isn't on the scale is above all others. What is left stands where it stood:
    its places are those of the file.
    """
    ranks = {level: rank for rank, level in enumerate(scale)}
    documents = {
        stem: made
        for stem, versions in content.documents.items()
        if (made := _clear_document(versions, ranks, ceiling)) is not None
    }
    brief, targets = content.brief, content.brief_targets
    if brief is not None:
        hidden = _hidden_items(brief.value, ranks, ceiling)
        kept = {item.id for path, item in brief.value.items() if path not in hidden}
        brief = _without(brief, hidden)
        if ceiling < 1:
            brief = replace(brief, value=brief.value.model_copy(update=_UNSIGNED))
        targets = {tag: _clear_items(made, kept) for tag, made in targets.items()}
        if not kept:  # not even which document it is about is known
            brief, targets = None, {}
    return replace(content, documents=documents, brief=brief, brief_targets=targets)


_UNSIGNED = {"owner": None, "cleared": None}
"""Who prepared a brief is known inside alone."""


def _clear_document(
    versions: DocumentVersions, ranks: Mapping[str, int], ceiling: int
) -> DocumentVersions | None:
    """Return the versions of a document, or None where nothing of it may be read."""
    hidden = _hidden_segments(versions.source.value, ranks, ceiling)
    source = _without(versions.source, hidden)
    kept = {segment.key for segment in source.value.segments()}
    if not kept:
        return None
    targets = {tag: _clear_segments(made, kept) for tag, made in versions.targets.items()}
    return DocumentVersions(source, targets)


def _hidden_segments(document: Document, ranks: Mapping[str, int], ceiling: int) -> set[Path]:
    """Return the paths of the segments above a level: a part is never read without the whole."""
    is_hidden = document.handling is not None and ranks.get(document.handling, len(ranks)) > ceiling
    hidden: set[Path] = set()
    above: set[str] = set()
    for part in _PARTS:
        for index, segment in enumerate(getattr(document, part)):
            whole = segment.key.rpartition(".")[0]
            if is_hidden or whole in above or ranks.get(segment.handling, len(ranks)) > ceiling:
                above.add(segment.key)
                hidden.add((part, index))
    return hidden


def _hidden_items(brief: Brief, ranks: Mapping[str, int], ceiling: int) -> set[Path]:
    return {
        path
        for path, item in brief.items()
        if ranks.get(item.handling, len(ranks)) > ceiling
        or (ceiling < 1 and section_of(path) in INTERNAL_SECTIONS)
    }


def _clear_segments(targets: Located[Targets], kept: Collection[str]) -> Located[Targets]:
    value = targets.value
    hidden = _others("segments", (segment.key for segment in value.segments), kept)
    named = {*kept, "title"}
    hidden |= _others("comments", (remark.unit.split("/")[0] for remark in value.comments), named)
    return _without(targets, hidden)


def _clear_items(targets: Located[BriefTargets], kept: Collection[str]) -> Located[BriefTargets]:
    value = targets.value
    hidden = _others("items", (item.id for item in value.items), kept)
    hidden |= _others("comments", (remark.unit.split("/")[0] for remark in value.comments), kept)
    return _without(targets, hidden)


def _others(field: str, names: Iterable[str], kept: Collection[str]) -> set[Path]:
    return {(field, index) for index, name in enumerate(names) if name not in kept}


def _without(located: Located[ModelT], hidden: Collection[Path]) -> Located[ModelT]:
    """Return a file's value without what these paths lead to: fields, or entries of lists.

    The entries that follow move up, and so do their places.
    """
    gone: dict[Path, list[Any]] = {}
    for path in hidden:
        insort(gone.setdefault(path[:-1], []), path[-1])
    places = {
        new: place
        for path, place in located.places.items()
        if (new := _moved(path, gone)) is not None
    }
    return replace(located, value=_drop(located.value, gone), places=places)


def _moved(path: Path, gone: Mapping[Path, list[Any]]) -> Path | None:
    """Return the path of what was at one before the rest was taken out, None if it was too."""
    steps = list(path)
    for depth, step in enumerate(path):
        if step in (lost := gone.get(path[:depth], ())):
            return None
        if isinstance(step, int):
            steps[depth] = step - bisect(lost, step)
    return tuple(steps)


def _drop(value: ModelT, gone: Mapping[Path, list[Any]], above: Path = ()) -> ModelT:
    changes: dict[str, Any] = {}
    for path in {path[: len(above) + 1] for path in gone if path[: len(above)] == above != path}:
        inner, name = getattr(value, str(path[-1])), str(path[-1])
        if isinstance(inner, BaseModel):
            changes[name] = _drop(inner, gone, path)
        else:
            changes[name] = tuple(v for i, v in enumerate(inner) if i not in gone[path])
    return value.model_copy(update={**changes, **dict.fromkeys(gone.get(above, ()))})
