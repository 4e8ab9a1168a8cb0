"""Turn what an audience's documents look like in Word into a file to restyle there."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from briefgen.cli.files import write_whole
from briefgen.cli.projects import choose_packs, renderings_of
from briefgen.cli.report import report
from briefgen.diagnostics import Diagnostic, did_you_mean, has_errors, printable
from briefgen.errors import UsageError
from briefgen.pipeline import calls
from briefgen.pipeline.job import Metadata
from briefgen.pipeline.prepare import Preparer
from briefgen.project import Project, find_project, own_fonts


def run(
    audience: str, kind: str | None, root: Path | None, output: Path | None, force: bool
) -> int:
    """Write the file, print its path, and return the exit code."""
    project = find_project(root or Path.cwd())
    file = output or _own_file(project, audience, kind)
    if file.exists() and not force:
        raise UsageError(f"{file} is there already: name another by --output, or add --force")
    found: list[Diagnostic] = []
    documents = list(_documents(project, audience, kind, found))
    if has_errors(found):
        report(project, found, "full")
        return 1
    sample = importlib.import_module("briefgen.writers.docx.sample")  # it brings python-docx
    metadata = Metadata(f"Styles of {audience}", "", "", "")
    write_whole(file, sample.write_reference(documents, metadata))
    click.echo(printable(str(file)))
    return 0


def _own_file(project: Project, audience: str, kind: str | None) -> Path:
    """Return where the build looks for it (AssetReader.reference)."""
    name = f"reference.{kind}.docx" if kind else "reference.docx"
    return project.root / project.config.templates / "audiences" / audience / name


def _documents(
    project: Project, audience: str, kind: str | None, found: list[Diagnostic]
) -> Iterator[bytes]:
    """Yield an audience's Word documents as the stylesheet makes them; ``found`` gets problems.

    Raises UsageError for an audience, or a kind, that no Word document is for.
    """
    with renderings_of(project) as renderings:
        preparer = Preparer(project, choose_packs(project, ()), renderings=renderings)
        found += preparer.findings.all()
        entries = [
            (made, e) for made in preparer.plans for e in made.entries if "docx" in e.formats
        ]
        _check("audience", audience, {entry.audience for _, entry in entries})
        entries = [(made, entry) for made, entry in entries if entry.audience == audience]
        if kind is not None:
            _check("kind", kind, {entry.kind for _, entry in entries})
        calls.start(own_fonts(project))
        for made, entry in entries:
            if kind not in {None, entry.kind}:
                continue
            prepared, diagnostics = preparer.prepare(made, entry)
            found += diagnostics
            if prepared is not None:
                result = calls.write(replace(prepared.job, formats=("docx",), reference=None))
                found += map(prepared.locate, result.problems)
                yield from (data for name, data in result.files.items() if name == "docx")


def _check(what: str, word: str, known: set[str]) -> None:
    if word not in known:
        hint = did_you_mean(word, known) or f"there are {', '.join(sorted(known))}"
        raise UsageError(f"no Word document is for the {what} '{word}'; {hint}")
