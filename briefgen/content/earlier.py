"""Turn a git revision, or older files, into the earlier versions of a summit's documents.

What an audience may read of them is decided in briefgen/audience/changes.py.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from briefgen.content.model import (
    Document,
    DocumentVersions,
    Earlier,
    Located,
    SummitContent,
    Targets,
)
from briefgen.content.places import read_model
from briefgen.content.revisions import RevisionError, find_commit, list_files, read_object
from briefgen.diagnostics import CODES, Diagnostic, has_errors
from briefgen.project import Project, read_file

_SHORT = 10
"""How many digits of a commit readers see."""

_HINT = "name a git revision (HEAD~1, a tag, a commit), an older file or a folder of them"


def read_earlier(
    project: Project, summit: SummitContent, since: str
) -> tuple[Earlier | None, list[Diagnostic]]:
    """Return what a summit's outcome documents were, and what is wrong with that.

    ``since`` is the path of a file or folder under the root, or else a git revision; an
    absolute path may lead anywhere. In a folder the files have the names that they have in
    the summit's. Diagnostics have no place where the one who asked has it.
    """
    base, path = project, since
    if Path(since).is_absolute():
        base = replace(project, root=Path(since).parent)
        path = Path(since).name
    try:
        if since and os.path.exists(base.root / path):  # noqa: PTH110 - never raises
            files = _read_files(base, path, summit)
        else:
            files = _read_revision(project, since, summit)
    except RevisionError as error:
        return None, [Diagnostic("A211", str(error), hint=_HINT)]
    documents = files.documents()
    problems = files.problems
    if not documents and not has_errors(problems):
        message = f"'{since}' has none of the summit's outcome documents"
        problems.append(Diagnostic("A211", message, hint=_HINT))
    if has_errors(problems):
        return None, problems
    label = since if files.commit else PurePosixPath(since).name
    if files.commit.startswith(label):
        label = label[:_SHORT]
    return Earlier(
        label,
        documents,
        files.partial,
        files.digests,
        files.commit,
        has_levels=files.sources.keys() >= documents.keys(),
    ), problems


@dataclass(slots=True)
class _Files:
    """Sources by document and targets by document and language, as far as they are there."""

    project: Project
    summit: SummitContent
    partial: bool = False
    commit: str = ""
    digests: dict[str, str] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    sources: dict[str, Located[Document]] = field(default_factory=dict)
    targets: dict[str, dict[str, Located[Targets]]] = field(default_factory=dict)

    def note(self, path: str, raw: bytes) -> None:
        """Remember what a file was read as."""
        self.digests[path] = hashlib.sha256(raw).hexdigest()

    def add(self, stem: str, tag: str, raw: bytes, name: str) -> None:
        """Read a source ("" as its tag) or a target; ``name`` is what diagnostics call it."""
        source, target = None, None
        if tag:
            target, found = read_model(Targets, raw, name, self.project.config)
        else:
            source, found = read_model(Document, raw, name, self.project.config)
        if source is not None:
            self.sources[stem] = source
        elif target is not None:
            self.targets.setdefault(stem, {})[tag] = target
        else:
            where = f", line {found[0].place.line}" if found[0].place else ""
            message = f"{name}{where}: {CODES[found[0].code]}"  # whose level then nobody knows
            hint = "it is damaged, or was written for another version of briefgen"
            self.problems.append(Diagnostic("A212", message, hint=hint))

    def add_file(self, base: Project, stem: str, tag: str, file: str) -> None:
        """Read a file of these names."""
        raw, problems = read_file(base, file, limit=base.config.yaml_bytes)
        self.problems += (replace(problem, place=None) for problem in problems)
        if raw is not None:
            self.note(file, raw)
            self.add(stem, tag, raw, file)

    def documents(self) -> Mapping[str, DocumentVersions]:
        """Return the documents; where one file was given, its source is that of today."""
        known: dict[str, DocumentVersions] = {}
        for stem, versions in self.summit.documents.items():
            source, targets = self.sources.get(stem), self.targets.get(stem, {})
            if source is None and self.partial and targets:
                source = versions.source
            if source is not None:
                known[stem] = DocumentVersions(source, targets)
        return known


def _names(summit: SummitContent) -> Iterator[tuple[str, str, str]]:
    """Yield document, language ("" for the source) and name of each file that may be there."""
    for stem, versions in summit.documents.items():
        yield stem, "", f"{stem}.yaml"
        for tag in {*summit.summit.value.languages, *versions.targets}:
            yield stem, tag, f"{stem}.{tag}.yaml"


def _read_revision(project: Project, revision: str, summit: SummitContent) -> _Files:
    """Return the files of a commit. Raises RevisionError."""
    commit = find_commit(project.root, revision)
    files = _Files(project, summit, commit=commit)
    there = {file.name: file for file in list_files(project.root, commit, summit.folder)}
    for stem, tag, name in _names(summit):
        if (file := there.get(name)) is None:
            continue
        if file.size > project.config.yaml_bytes:
            message = f"{name} at {revision} is larger than {project.config.yaml_bytes:,} bytes"
            files.problems.append(Diagnostic("A212", message))
            continue
        raw = read_object(project.root, file.object_id)
        files.note(f"{commit}:{summit.folder}/{name}", raw)
        files.add(stem, tag, raw, f"{name} at {revision}")
    return files


def _read_files(base: Project, path: str, summit: SummitContent) -> _Files:
    """Return the files of a folder, or one file."""
    if (base.root / path).is_dir():
        return _read_folder(base, path, summit)
    files = _Files(base, summit, partial=True)
    raw, problems = read_file(base, path, limit=base.config.yaml_bytes)
    if raw is None:
        files.problems += (replace(problem, place=None) for problem in problems)
        return files
    files.note(path, raw)
    target, _ = read_model(Targets, raw, path, base.config)
    if target is not None:
        files.targets[target.value.document] = {target.value.language: target}
        beside = str(PurePosixPath(path).parent / f"{target.value.document}.yaml")
        if (base.root / beside).is_file():  # which says who might read it
            files.add_file(base, target.value.document, "", beside)
        return files
    document, _ = read_model(Document, raw, path, base.config)
    files.add(document.value.id if document is not None else "", "", raw, path)
    return files


def _read_folder(base: Project, path: str, summit: SummitContent) -> _Files:
    """Return the files in a folder of documents, or in the summit's folder below it."""
    inside = PurePosixPath(path)
    below = (inside / summit.summit.value.id, inside / summit.folder)
    sources = [f"{stem}.yaml" for stem in summit.documents]
    folder = next(
        (f for f in below if any((base.root / f / name).is_file() for name in sources)), inside
    )
    files = _Files(base, summit)
    for stem, tag, name in _names(summit):
        file = str(folder / name)
        if not (base.root / file).exists():
            continue
        files.add_file(base, stem, tag, file)
    return files
