"""Turn the scaffold that the package carries into a project of the user's."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.content.schema import write_schemas
from briefgen.diagnostics import printable
from briefgen.errors import BuildError, UsageError
from briefgen.files import read_named, walk


def run(folder: Path) -> int:
    """Write the scaffold's files and the schemas, print what to do next, return the exit code."""
    scaffold = Path(__file__).parents[2] / "scaffold"
    names = (name for name, _ in walk("/", scaffold, hidden=True))
    wanted = {**{name: read_named(scaffold / name) for name in names}, **_schemas()}
    taken = sorted(path for path in wanted if (folder / path).exists())
    if taken:
        raise UsageError(f"{folder / taken[0]} is there already: choose another folder")
    try:
        for path, data in wanted.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                file.write(data)
    except OSError as error:
        raise BuildError(f"can't write {error.filename}: {error.strerror}") from error
    shown = printable(str(folder))
    click.echo(
        f"{shown} is a project now. Next:\n\n    cd {shown}\n    briefgen build\n\n"
        "README.md there says what to change first.",
        err=True,
    )
    return 0


def _schemas() -> dict[str, bytes]:
    return {f"schemas/{name}": text.encode() for name, text in write_schemas().items()}
