"""Turn the models into JSON Schemas in a folder, or on standard output."""

from __future__ import annotations

import json
from pathlib import Path

import click

from briefgen.content.schema import write_schemas
from briefgen.errors import BuildError


def run(output: Path | None) -> int:
    """Write the schemas, and return the exit code."""
    schemas = write_schemas()
    if output is None:
        whole = {name: json.loads(text) for name, text in schemas.items()}
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
        return 0
    try:
        output.mkdir(parents=True, exist_ok=True)
        for name, text in schemas.items():
            (output / name).write_text(text, encoding="utf-8")
            click.echo(str(output / name))
    except OSError as error:
        raise BuildError(f"can't write {error.filename}: {error.strerror}") from error
    return 0
