"""Turn changes to terms into the bytes of the glossaries that have them.

What changes is decided in briefgen/translation/merge.py; how YAML is edited is in
briefgen/translation/yaml_edit.py. Nothing comes of it that doesn't read back as meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefgen.content.model import Glossary, Located, SummitContent
from briefgen.content.places import read_model
from briefgen.diagnostics import Diagnostic, has_errors
from briefgen.project import Project, read_file
from briefgen.translation.bitext import make_glossary
from briefgen.translation.merge import Change, Merged
from briefgen.translation.model import Bitext
from briefgen.translation.write_back import Written, find_unread
from briefgen.translation.yaml_edit import YamlText


def write_terms(
    project: Project, summit: SummitContent, bitext: Bitext, merged: Merged
) -> tuple[Written | None, list[Diagnostic]]:
    """Return a summit's glossaries with the changes in them, or None and why they can't be."""
    files: dict[str, bytes | None] = {glossary.file: None for glossary in summit.glossaries}
    edited: dict[str, Located[Glossary]] = {}
    problems: list[Diagnostic] = []
    for file in files:
        changes = [change for change in merged.changes if change.unit.target_place.file == file]
        if changes:
            files[file], located, found = _change(project, file, changes, bitext)
            problems += found
            if located is not None:
                edited[file] = located
    if has_errors(problems):
        return None, problems
    glossaries = tuple(edited.get(glossary.file, glossary) for glossary in summit.glossaries)
    changed = replace(summit, glossaries=glossaries)
    after = make_glossary(changed, bitext.source_language, bitext.target_language)
    problems += find_unread(after, merged.changes)
    return (None if has_errors(problems) else Written(files, bitext, after)), problems


def _change(
    project: Project, file: str, changes: Sequence[Change], bitext: Bitext
) -> tuple[bytes | None, Located[Glossary] | None, list[Diagnostic]]:
    """Return a glossary with other terms, as bytes and as it reads then, or why it can't be."""
    raw, problems = read_file(project, file, limit=project.config.yaml_bytes)
    if raw is None:
        return None, None, problems
    text = YamlText(raw)
    terms = text.entries("terms", "id")
    for change in changes:
        names = text.inside(terms[change.unit.id], "names")
        text.set(names, bitext.target_language, change.target, after=bitext.source_language)
    new = text.edited()
    located, problems = read_model(Glossary, new, file, project.config)
    return new, located, [replace(problem, code="R114") for problem in problems]
