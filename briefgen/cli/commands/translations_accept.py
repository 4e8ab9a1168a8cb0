"""Turn stale translations that somebody names into reviewed ones."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from briefgen.cli.commands.translations_export import choose_bitext
from briefgen.cli.files import put
from briefgen.cli.report import levels_for, report
from briefgen.cli.translations import read_sources
from briefgen.content.levels import Levels
from briefgen.diagnostics import did_you_mean, printable
from briefgen.errors import UsageError
from briefgen.project import find_project
from briefgen.translation.accept import accept, find_earlier
from briefgen.translation.diff import diff_words, fold
from briefgen.translation.model import Bitext, Unit

_MARKS = {"kept": "{}", "deleted": "[-{}-]", "inserted": "{{+{}+}}"}
"""How what becomes of words is shown, as `git diff --word-diff` does."""


def run(
    document: str, keys: Sequence[str], language: str, root: Path | None, *, dry_run: bool
) -> int:
    """Print what changed in the sources, accept the translations, and return the exit code."""
    project = find_project(root or Path.cwd())
    content, problems = read_sources(project)
    if problems:
        report(project, problems, "full")
        return 1
    summit, bitext = choose_bitext(content, document, language)
    units = _stale(bitext, keys, levels_for(project, sys.stderr))
    earlier = find_earlier(project, summit, bitext, keys)
    levels = levels_for(project, sys.stdout)
    for unit in units:
        if levels is not None and (
            levels.is_above(unit.place) or levels.is_above(unit.target_place)
        ):
            click.echo(f"{unit.target_place}: above the lowest level: --show-all shows it")
            continue
        for line in _shown(unit, earlier.get(unit.id)):
            click.echo(line)
    written, problems = accept(project, summit, bitext, keys)
    report(project, problems, "full")
    if written is None:
        return 1
    for name, raw in written.files.items():
        click.echo(f"{printable(name)}: {put(project.root / name, raw, dry_run=dry_run)}", err=True)
    return 0


def _stale(bitext: Bitext, keys: Sequence[str], levels: Levels | None) -> list[Unit]:
    """Return the stale units of these entries. Raises UsageError where one has none.

    No name is proposed that is above the lowest level where ``levels`` are to be kept.
    """
    known = {unit.entry for unit in bitext.units}
    stale = {unit.entry for unit in bitext.units if unit.state == "stale"}
    for key in keys:
        if key not in known:
            public = {u.entry for u in bitext.units if not (levels and levels.is_above(u.place))}
            hint = did_you_mean(key, public) or "a key is as the diagnostic names it"
            raise UsageError(f"{bitext.document} has no '{key}'; {hint}")
        if key not in stale:
            raise UsageError(
                f"{key}: nothing to accept, its source hasn't changed since it was translated"
            )
    return [unit for unit in bitext.units if unit.entry in keys and unit.state == "stale"]


def _shown(unit: Unit, earlier: str | None) -> Iterator[str]:
    """Yield what became of a unit's source, with its translation."""
    if earlier is not None and fold(earlier) == fold(unit.source):
        return
    yield unit.id
    if earlier is None:
        yield f"  source now:  {fold(unit.source)}"
        yield "  source then: no git revision has it"
    else:
        runs = diff_words(earlier, unit.source)
        yield f"  source:      {fold(''.join(_MARKS[r.change].format(r.text) for r in runs))}"
    yield f"  translation: {fold(unit.target or '')}"
