"""Turn a project into the list of its packs and documents."""

from __future__ import annotations

import json
from pathlib import Path

import click

from briefgen.cli.projects import choose_packs
from briefgen.cli.report import report, text_width
from briefgen.diagnostics import has_errors, printable
from briefgen.pipeline.prepare import Plan, Preparer
from briefgen.project import find_project


def run(root: Path | None, output_format: str) -> int:
    """Print the list, and return the exit code."""
    project = find_project(root or Path.cwd())
    preparer = Preparer(project, choose_packs(project, ()))
    if output_format == "json":
        listed = [_to_object(made) for made in preparer.plans]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
    else:
        rows = [
            (printable(f"{made.pack}/{e.name}"), e.formats)
            for made in preparer.plans
            for e in made.entries
        ]
        width = max((text_width(name) for name, _ in rows), default=0)
        for name, formats in rows:
            click.echo(f"{name}{' ' * (width - text_width(name))}  {' '.join(formats)}")
    errors = [d for d in preparer.findings.all() if has_errors([d])]
    report(project, errors, "concise")
    return 1 if errors else 0


def _to_object(made: Plan) -> dict[str, object]:
    return {
        "pack": made.pack,
        "summit": made.summit.summit.value.id,
        "documents": [
            {
                "name": f"{made.pack}/{entry.name}",
                "audience": entry.audience,
                "kind": entry.kind,
                "languages": list(entry.languages),
                "formats": list(entry.formats),
            }
            for entry in made.entries
        ],
    }
