"""Turn the options of ``briefgen check`` into everything that is wrong before layout."""

from __future__ import annotations

import difflib
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from briefgen.cli.files import write_whole
from briefgen.cli.projects import cache_folder, choose_packs
from briefgen.cli.report import count, levels_for, report, wants_color
from briefgen.content.levels import Levels
from briefgen.diagnostics import Place, has_errors, printable
from briefgen.errors import UsageError
from briefgen.files import read_inside
from briefgen.pipeline.cache import Cache
from briefgen.pipeline.known import check_packs
from briefgen.pipeline.plan import Narrowing
from briefgen.project import Project, find_project
from briefgen.translation.checks.places import Mending, mend

BOM = "\ufeff"


def run(  # noqa: PLR0913 - the command's options
    packs: tuple[str, ...],
    root: Path | None,
    audiences: tuple[str, ...],
    output_format: str,
    *,
    fix: bool,
    dry_run: bool,
) -> int:
    """Report on the packs, mend what is asked for, and return the exit code."""
    if dry_run and not fix:
        raise UsageError("--dry-run says what --fix would do: give both")
    project = find_project(root or Path.cwd())
    chosen = choose_packs(project, packs)
    narrowing = Narrowing(audiences=frozenset(audiences))
    cache = Cache(cache_folder(project))
    checked = check_packs(project, chosen, narrowing, cache)
    if fix and checked.mendings:
        _mend(project, checked.mendings, write=not dry_run)
        if not dry_run:
            checked = check_packs(project, chosen, narrowing, cache)
    if not dry_run:
        report(project, checked.diagnostics, output_format)
    if has_errors(checked.diagnostics):
        return 1
    click.echo(f"{count(checked.documents, 'document')}: no errors before layout", err=True)
    return 0


def _mend(project: Project, mendings: Iterable[Mending], *, write: bool) -> None:
    """Show the difference that mendings make, file by file, and write the files."""
    levels = levels_for(project, sys.stdout)
    files: defaultdict[str, list[Mending]] = defaultdict(list)
    for mending in mendings:
        files[mending.place.file].append(mending)
    for file, changes in sorted(files.items()):
        path = project.root / file
        raw = read_inside(project.root, file).decode()
        mended = mend(raw.removeprefix(BOM), changes, project.config)
        mended = raw[: raw.startswith(BOM)] + mended
        _show(file, raw, mended, levels)
        if write and mended != raw:
            write_whole(path, mended.encode())


_COLORS = {"+": "green", "-": "red", "@": "cyan"}


def _show(file: str, old: str, new: str, levels: Levels | None) -> None:
    """Print a unified diff; no-break spaces are shown as such, or nobody would see them."""
    color = wants_color(sys.stdout)
    before, after = old.split("\n"), new.split("\n")
    name = printable(file)
    lines = difflib.unified_diff(before, after, name, name, lineterm="", n=1)
    for line in lines if levels is None else _discreet(lines, file, levels):
        shown = line.replace("\N{NO-BREAK SPACE}", "\N{OPEN BOX}")
        click.echo(click.style(shown, fg=_COLORS.get(line[0])) if color else shown, color=color)


_HUNK = re.compile(r"@@ -([0-9]+)")


def _discreet(lines: Iterable[str], file: str, levels: Levels) -> Iterator[str]:
    """Yield the lines of a difference without the words of those above the lowest level."""
    number = 0
    for line in lines:
        if hunk := _HUNK.match(line):
            number = int(hunk[1])
        elif number:
            # What is inserted stands after the line before, in the place of which it comes.
            around = (number - 1, number) if line.startswith("+") else (number,)
            number += not line.startswith("+")
            if any(levels.is_above(Place(file, one)) for one in around):
                yield f"{line[:1]}…"
                continue
        yield line
