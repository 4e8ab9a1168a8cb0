"""Run a build for the command line: its progress, its problems, its paths."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from briefgen.cli.progress import show_progress
from briefgen.cli.projects import cache_folder
from briefgen.cli.report import Reporter, count
from briefgen.diagnostics import has_errors, printable
from briefgen.pipeline.build import Outcome, Request, build
from briefgen.pipeline.cache import Cache
from briefgen.pipeline.plan import Narrowing
from briefgen.pipeline.publish import MANIFEST
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
    began = time.monotonic()
    reporter = Reporter(project, options["output_format"])
    with show_progress(reporter) as progress:
        outcome = build(project, request, progress)
    reporter.finish(outcome.diagnostics)
    if options["verbose"] and options["output_format"] != "json":
        for path in outcome.written:
            click.echo(_from_here(path))
    lost = [pack for pack in packs if pack not in outcome.published]
    if outcome.published:
        folders = [output / pack for pack in outcome.published]
        where = folders[0] if len(folders) == 1 else output
        seconds = time.monotonic() - began
        click.echo(f"{_summary(outcome, seconds)} → {_from_here(where)}", err=True)
        if lost:
            click.echo(f"not published: {printable(', '.join(lost))}", err=True)
    else:
        click.echo("nothing was written", err=True)
    return 1 if has_errors(outcome.diagnostics) else 0


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
    return printable(str(path.relative_to(here) if path.is_relative_to(here) else path))


def _summary(outcome: Outcome, seconds: float) -> str:
    """Return "14 documents · 42 files (3 changed) · 6 s" of what was published."""
    documents = sum(size.documents for size in outcome.published.values())
    files = sum(size.files for size in outcome.published.values())
    changed = sum(path.name != MANIFEST for path in outcome.written)
    said = count(files, "file") + (f" ({changed or 'none'} changed)" if changed < files else "")
    packs = [count(len(outcome.published), "pack")] if len(outcome.published) > 1 else []
    return " · ".join([*packs, count(documents, "document"), said, f"{seconds:.0f} s"])
