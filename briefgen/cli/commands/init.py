"""Turn the scaffold that the package carries into a project of the user's."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli.files import write_whole
from briefgen.content.schema import write_schemas
from briefgen.diagnostics import printable
from briefgen.errors import UsageError
from briefgen.files import read_named, walk


def run(folder: Path) -> int:
    """Write the scaffold's files and the schemas, print what to do next, return the exit code."""
    scaffold = Path(__file__).parents[2] / "scaffold"
    names = (name for name, _ in walk("/", scaffold, hidden=True))
    wanted = {**{name: read_named(scaffold / name) for name in names}, **_schemas()}
    missing = [path for path in wanted if not (folder / path).exists()]
    taken = [path for path in wanted.keys() - missing if not _is(folder / path, wanted[path])]
    if taken or not missing:  # what says the same was written by a run that was killed
        there = folder / min(taken or wanted)
        raise UsageError(f"{there} is there already: choose another folder")
    for path in missing:
        write_whole(folder / path, wanted[path])
    shown = printable(str(folder))
    click.echo(
        f"{shown} is a project now. Next:\n\n    cd {shown}\n    briefgen build\n\n"
        "README.md there says what to change first.",
        err=True,
    )
    return 0


def _is(file: Path, data: bytes) -> bool:
    try:
        return read_named(file) == data
    except OSError:
        return False


def _schemas() -> dict[str, bytes]:
    return {f"schemas/{name}": text.encode() for name, text in write_schemas().items()}
