"""Turn a file that comes back from a translator into the content's own translation."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from briefgen.cli.commands.translations_export import choose_bitext
from briefgen.cli.files import put
from briefgen.cli.report import levels_for, report, text_width
from briefgen.cli.translations import read_sources
from briefgen.content.levels import Levels
from briefgen.diagnostics import Diagnostic, printable, too_large
from briefgen.errors import UsageError
from briefgen.files import read_named
from briefgen.project import Project, find_project
from briefgen.translation.bring_back import bring_back, fill_in
from briefgen.translation.model import Unit
from briefgen.translation.word_text import Revisions
from briefgen.translation.write_back import Written

MAX_BYTES = 100_000_000
_SHOWN = 60
"""Columns of a text in the table of what changes."""


def run(file: Path, root: Path | None, dry_run: bool, output_format: str, **options: Any) -> int:
    """Import the file, print what changes, and return the exit code.

    ``options`` are ``revisions``, ``document`` and ``language``.
    """
    project = find_project(root or Path.cwd())
    written, problems = _read(project, file, **options)
    report(project, problems, output_format)
    if written is None:
        return 1
    levels = levels_for(project, sys.stderr if output_format == "json" else sys.stdout)
    for line in _table(written, levels):
        click.echo(line, err=output_format == "json")
    for name, raw in written.files.items():
        click.echo(f"{printable(name)}: {put(project.root / name, raw, dry_run=dry_run)}", err=True)
    return 0


def _read(
    project: Project,
    file: Path,
    revisions: Revisions,
    document: str | None,
    language: str | None,
) -> tuple[Written | None, list[Diagnostic]]:
    if (document is None) != (language is None):
        raise UsageError("--document and --target go together")
    content, problems = read_sources(project)
    if problems:
        return None, problems
    found = None
    if document is not None and language is not None:
        found = choose_bitext(content, document, language)
    raw = _bytes(file)
    if len(raw) > MAX_BYTES:
        return None, [too_large(str(file), MAX_BYTES)]
    if found is not None:
        return fill_in(project, found, raw, str(file))
    return bring_back(project, content, raw, str(file), revisions)


def _bytes(file: Path) -> bytes:
    try:
        return read_named(file, MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from error


def _table(written: Written, levels: Levels | None) -> Iterator[str]:
    """Yield a line for each text that changes: its key, its state before and after, its words.

    Where the words are above the lowest level, "…" stands for them, and a place for the key.
    """
    before = {unit.id: unit for unit in written.before.units}
    rows = []
    for after in written.after.units:
        old = before[after.id]
        is_above = levels is not None and levels.is_above(old.place)
        name = str(old.place) if is_above else after.id
        if (old.target, old.state) != (after.target, after.state):
            states = old.state if old.state == after.state else f"{old.state} → {after.state}"
            rows.append((name, states, "…" if is_above else _words(old, after)))
        comments = [comment.text for comment in after.comments if comment not in old.comments]
        rows += [(name, "comment", "…" if is_above else text) for text in comments]
    widths = [max(map(text_width, column)) for column in zip(*rows, strict=True)][:2]
    for *cells, words in rows:
        padded = (
            cell + " " * (width - text_width(cell))
            for cell, width in zip(cells, widths, strict=True)
        )
        yield "  ".join((*padded, printable(_cropped(words)))).rstrip()


def _words(old: Unit, new: Unit) -> str:
    return "" if old.target == new.target else new.target or ""


def _cropped(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
