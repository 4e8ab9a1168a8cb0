"""Read content for the commands about translations, which want all of it or none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from briefgen.content.model import Content, Located, SummitContent
from briefgen.content.read import read_content
from briefgen.diagnostics import Diagnostic, has_errors
from briefgen.project import Project


def read_sources(project: Project) -> tuple[Content, list[Diagnostic]]:
    """Return the content, and the errors of the files in it that can't be read.

    A file that can't be read would pass for a text that is not translated yet. Errors in
    files that can be read, such as a stale translation, are what the commands are for.
    """
    content, problems = read_content(project)
    folder = f"{project.config.content}/"
    read = {located.file for summit in content.summits.values() for located in _files(summit)}
    errors = [
        problem
        for problem in problems
        if has_errors([problem])
        and problem.place is not None
        and not problem.place.file.startswith(f"{folder}packs/")
        and f"{problem.place.file}/".startswith(folder)
        and problem.place.file not in read
    ]
    return content, errors


def _files(summit: SummitContent) -> Iterator[Located[Any]]:
    yield summit.summit
    for versions in summit.documents.values():
        yield versions.source
        yield from versions.targets.values()
    if summit.brief is not None:
        yield summit.brief
    yield from summit.brief_targets.values()
    yield from summit.glossaries
