"""Turn stale translations that a person has compared with their sources into reviewed ones.

What the sources were is looked for in the project's git repository: content has their hashes alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from briefgen.content.model import Brief, Document, SummitContent, source_hash, words_of
from briefgen.content.places import read_model
from briefgen.content.revisions import RevisionError, read_versions
from briefgen.diagnostics import Diagnostic
from briefgen.project import Project
from briefgen.translation.bitext import BRIEF
from briefgen.translation.hashes import manifest_of
from briefgen.translation.merge import Change, Merged
from briefgen.translation.model import Bitext, Unit
from briefgen.translation.write_back import TITLE, Target, Written, write_back


def accept(
    project: Project, summit: SummitContent, bitext: Bitext, entries: Collection[str]
) -> tuple[Written | None, list[Diagnostic]]:
    """Return the translation's file with the stale units of these entries as reviewed.

    Their words stay as they are; their hashes become those of the sources as they are now.
    """
    units = (unit for unit in bitext.units if unit.entry in entries and unit.state == "stale")
    changes = [Change(unit, unit.target, "reviewed") for unit in units if unit.target is not None]
    target = Target(project, summit, bitext, manifest_of(bitext))
    return write_back(target, Merged(tuple(changes), (), ()))


def find_earlier(
    project: Project, summit: SummitContent, bitext: Bitext, entries: Collection[str]
) -> Mapping[str, str]:
    """Return unit id → the source that its translation was made from, of the stale ones found."""
    located = Target(project, summit, bitext, manifest_of(bitext)).located
    made_from = dict(_hashes(located.value)) if located is not None else {}
    wanted = {entry: made_from[entry] for entry in entries if entry in made_from}
    members: dict[str, list[Unit]] = {}
    for unit in bitext.units:
        members.setdefault(unit.entry, []).append(unit)
    model: type[Any] = Brief if bitext.document.endswith(f"/{BRIEF}") else Document
    file, found = bitext.units[0].place.file, {}
    try:
        for raw in read_versions(project.root, file, project.config.yaml_bytes):
            version, _ = read_model(model, raw, file, project.config)
            words = dict(_words(version.value)) if version is not None else {}
            for entry in [e for e in wanted if e in words]:
                if source_hash(*words[entry].values()) == wanted[entry]:
                    del wanted[entry]
                    for unit in members[entry]:
                        field = "text" if entry == TITLE else unit.field
                        found[unit.id] = words[entry].get(field, "")
            if not wanted:
                break
    except RevisionError:
        pass  # without git nobody knows what a source was
    return found


def _hashes(targets: Any) -> Iterator[tuple[str, str]]:
    """Yield the entries of a translation and the hashes of what they were made from."""
    if title := getattr(targets, "title_source_hash", None):
        yield TITLE, title
    for segment in getattr(targets, "segments", ()):
        yield segment.key, segment.source_hash
    for item in getattr(targets, "items", ()):
        yield item.id, item.source_hash


def _words(source: Document | Brief) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the entries of a source and their words by field."""
    if isinstance(source, Brief):
        yield from ((item.id, words_of(item)) for _, item in source.items())
    else:
        yield TITLE, {"text": source.title}
        yield from ((segment.key, words_of(segment)) for segment in source.segments())
