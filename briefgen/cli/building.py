"""Run a build for the command line: its progress, its problems, its paths."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from briefgen.build.build import Outcome, Request, build
from briefgen.build.cache import Cache
from briefgen.build.plan import Narrowing
from briefgen.cli.progress import show_progress
from briefgen.cli.projects import cache_folder
from briefgen.cli.report import report
from briefgen.diagnostics import has_errors
from briefgen.project import Project


def build_packs(
    project: Project,
    packs: Sequence[str],
    output: Path,
    options: dict[str, Any],
    *,
    is_checked: bool,
) -> int:
    """Build packs, print what came of it, and return the exit code.

    ``is_checked`` says that the options have made sense for some other pack.
    """
    request = Request(
        packs=tuple(packs),
        output=output,
        narrowing=Narrowing(
            audiences=frozenset(options["audiences"]),
            kinds=frozenset(options["kinds"]),
            languages=frozenset(options["languages"]),
            formats=frozenset(options["formats"]),
            since=options["since"],
        ),
        workers=_workers(options["jobs"]),
        cache=Cache(cache_folder(project)) if options["cache"] else None,
        measure=options["measure"],
        is_checked=is_checked,
    )
    with show_progress() as progress:
        outcome = build(project, request, progress)
    report(project, outcome.diagnostics, options["output_format"])
    if has_errors(outcome.diagnostics):
        click.echo("nothing was written", err=True)
        return 1
    if options["output_format"] != "json":
        for path in outcome.written:
            click.echo(_from_here(path))
    click.echo(_summary(outcome), err=True)
    return 0


def _workers(jobs: int | None) -> int:
    """Return in how many processes to work: one per processor that this one may use."""
    if jobs is not None:
        return jobs
    if hasattr(os, "sched_getaffinity"):  # not on macOS
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _from_here(path: Path) -> str:
    """Return a path as one would type it here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _summary(outcome: Outcome) -> str:
    laid_out = len(outcome.laid_out)
    return (
        f"{outcome.documents} documents: {laid_out} laid out,"
        f" {outcome.documents - laid_out} from the cache; {len(outcome.written)} files written"
    )
