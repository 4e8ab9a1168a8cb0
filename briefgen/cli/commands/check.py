"""Turn the options of ``briefgen check`` into everything that is wrong before layout."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.build.build import gather
from briefgen.build.prepare import Preparer
from briefgen.cli.projects import choose_packs
from briefgen.cli.report import report
from briefgen.diagnostics import has_errors
from briefgen.project import find_project


def run(packs: tuple[str, ...], root: Path | None, output_format: str) -> int:
    """Report on the packs, and return the exit code."""
    project = find_project(root or Path.cwd())
    preparer = Preparer(project, choose_packs(project, packs))
    found = list(preparer.diagnostics)
    documents = 0
    for made in preparer.plans:
        for entry in made.entries:
            found += preparer.prepare(made, entry)[1]
            documents += 1
    diagnostics = gather(found)
    report(project, diagnostics, output_format)
    if has_errors(diagnostics):
        return 1
    click.echo(f"{documents} documents: no errors before layout", err=True)
    return 0
