"""Turn content into how far its translations are, by document and language."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from briefgen.cli.report import report
from briefgen.cli.translations import read_sources
from briefgen.content.model import Content
from briefgen.project import find_project
from briefgen.translation.bitext import documents_of, make_bitext
from briefgen.translation.model import STATES, Bitext


def run(root: Path | None, output_format: str) -> int:
    """Print the table, and return the exit code."""
    project = find_project(root or Path.cwd())
    content, problems = read_sources(project)
    if problems:
        report(project, problems, "full")
        return 1
    rows = [_count(bitext) for bitext in _bitexts(content)]
    if output_format == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    table = [["document", "language", *STATES]]
    table += [[str(value) for value in row.values()] for row in rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for cells in table:
        words = [c.ljust(w) for c, w in zip(cells[:2], widths, strict=False)]
        numbers = [c.rjust(w) for c, w in zip(cells[2:], widths[2:], strict=True)]
        click.echo("  ".join([*words, *numbers]))
    return 0


def _bitexts(content: Content) -> Iterator[Bitext]:
    """Yield every document of every summit beside each language that it goes into."""
    for summit in content.summits.values():
        for document in documents_of(summit):
            for language in summit.summit.value.languages:
                bitext = make_bitext(summit, document, language)
                if language != bitext.source_language:
                    yield bitext


def _count(bitext: Bitext) -> dict[str, str | int]:
    counts = Counter(unit.state for unit in bitext.units)
    return {
        "document": bitext.document,
        "language": bitext.target_language,
        **{state: counts[state] for state in STATES},
    }
