"""Turn files into what is wrong with them for screen readers and archives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from briefgen.cli.progress import show_progress
from briefgen.cli.report import count, report
from briefgen.conformance.files import MOST_BYTES, check_file
from briefgen.diagnostics import Diagnostic, has_errors
from briefgen.errors import UsageError
from briefgen.files import NOT_REGULAR, NotRegularError, leads_out, read_named, walk

SUFFIXES = (".pdf", ".docx", ".html")
"""Which files of a folder are verified."""


def run(paths: tuple[Path, ...], output_format: str) -> int:
    """Report on the files, and return the exit code."""
    files = list(dict.fromkeys(file for path in paths for file in _files(path)))
    found: list[Diagnostic] = []
    with show_progress() as progress:
        progress.plan(len(files))
        for file in files:
            progress.start(str(file))
            found += check_file(_read(file), str(file))
            progress.end(str(file), cached=len(files) == 1)
    report(None, found, output_format)
    if has_errors(found):
        return 1
    click.echo(f"{count(len(files), 'file')}: nothing wrong", err=True)
    return 0


def _files(path: Path) -> Iterator[Path]:
    """Yield the files that a path stands for: itself, a folder's, or those of a manifest."""
    if path.is_dir():
        inside = [found for found in walk(path) if found[0].endswith(SUFFIXES) or found[1]]
        if not inside:
            raise UsageError(f"{path} has no PDF, Word or HTML file in it")
        for name, why in inside:
            if why:
                raise UsageError(f"{path / name} {why}")
            yield path / name
    elif path.suffix == ".json":
        yield from _listed(path)
    else:
        yield path


def _listed(manifest: Path) -> Iterator[Path]:
    try:
        names = [str(entry["path"]) for entry in json.loads(_read(manifest))["files"]]
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{manifest} is no manifest of a pack") from error
    for name in names:
        if Path(name).suffix in SUFFIXES:
            if leads_out(manifest.parent, name):
                raise UsageError(f"{manifest} lists a file that is not in its folder: {name!r}")
            yield manifest.parent / name


def _read(file: Path) -> bytes:
    """Return a regular file's bytes; pipes and devices might never end."""
    try:
        return read_named(file, MOST_BYTES + 1)
    except NotRegularError as error:
        raise UsageError(f"{file} {NOT_REGULAR}") from error
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from error
