"""Turn the models into JSON Schemas in a folder, or on standard output."""

from __future__ import annotations

import json
from pathlib import Path

import click

from briefgen.cli.files import write_whole
from briefgen.content.schema import write_schemas
from briefgen.diagnostics import printable


def run(output: Path | None) -> int:
    """Write the schemas, and return the exit code."""
    schemas = write_schemas()
    if output is None:
        whole = {name: json.loads(text) for name, text in schemas.items()}
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
        return 0
    for name, text in schemas.items():
        write_whole(output / name, text.encode())
        click.echo(printable(str(output / name)))
    return 0
