"""Turn a text that somebody published into a document of a summit, or into a translation."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path

import click

from briefgen.cli.files import write_whole
from briefgen.cli.report import levels_for, report
from briefgen.diagnostics import (
    Diagnostic,
    Place,
    has_errors,
    printable,
)
from briefgen.files import read_inside
from briefgen.project import Project, find_project
from briefgen.translation.importing.accounting import MARKUP, NUMBER, SPACE, UNREAD, count
from briefgen.translation.importing.docx import Revisions
from briefgen.translation.importing.importer import Imported, ImportRequest, import_text
from briefgen.translation.importing.model import KINDS, Reading, Structure


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for; each field is an option of the same name."""

    file: Path
    summit: str
    document: str
    language: str
    source: bool
    status: str | None
    handling: str | None
    title: str | None
    text: int | None
    unnumbered: bool
    revisions: Revisions
    article: Path | None
    force: bool
    dry_run: bool
    root: Path | None
    output_format: str


def run(**given: object) -> int:
    """Import the file, report on it, print the path of what is written; return the exit code."""
    options = Options(**given)  # type: ignore[arg-type]  # click has made them
    project = find_project(options.root or Path.cwd())
    return _Importer(project, options).run()


@dataclass(slots=True)
class _Importer:
    """One import: its outcome printed, and written if all is well."""

    project: Project
    options: Options

    def run(self) -> int:
        asked = {f.name: getattr(self.options, f.name) for f in fields(ImportRequest)}
        imported = import_text(self.project, ImportRequest(**asked))
        reading, structure = imported.reading, imported.structure
        if reading is not None and structure is not None:
            click.echo(_table(structure, reading), err=True)
            if self.options.article is not None and not self.options.dry_run:
                self._write_article(reading, structure)
        return self._finish(imported)

    def _may_print(self, imported: Imported, text: str) -> bool:
        """Return whether standard output may have a file that is there, and what is imported."""
        if (levels := levels_for(self.project, sys.stdout)) is None:
            return True
        lines = (Place(imported.file, number) for number, _ in enumerate(text.split("\n"), 1))
        is_low = imported.level == self.project.config.handling[0]
        return is_low and not any(map(levels.is_above, lines))

    def _write_article(self, reading: Reading, structure: Structure) -> None:
        blocks = [block for block in structure.blocks if block.kind == "article"]
        if blocks and self.options.article is not None:
            start = blocks[0].line.offsets[0]
            end = blocks[-1].last.offsets[-1] + 1
            write_whole(self.options.article, (reading.text[start:end] + "\n").encode())
            click.echo(printable(str(self.options.article)))

    def _finish(self, imported: Imported) -> int:
        """Write the file if all is well, and report."""
        found = list(imported.diagnostics)
        if imported.text is not None and not has_errors(found):
            if self.options.dry_run:
                click.echo(imported.text, nl=False)
            else:
                self._write(imported, imported.text, found)
        report(self.project, found, self.options.output_format)
        return 1 if has_errors(found) else 0

    def _write(self, imported: Imported, text: str, found: list[Diagnostic]) -> None:
        file = imported.file
        path = self.project.root / file
        if path.is_symlink() or path.exists():
            old = read_inside(self.project.root, file).decode(errors="replace")
            if old == text:
                click.echo(f"{printable(file)} says the same already", err=True)
                return
            if not self.options.force:
                if self._may_print(imported, old):
                    click.echo("".join(_difference(old, text, file)), nl=False)
                hint = "--force puts what is imported in its place"
                message = f"{file} is there already and says something else"
                problem = Diagnostic("I301", message, Place(file), hint)
                found.append(replace(problem, handling=imported.level))
                return
        write_whole(path, text.encode())
        click.echo(printable(file))
        if self.options.status is None:
            words = "paraphrase" if self.options.source else "unofficial-translation"
            click.echo(f"status: {words}, for want of --status; never more than is true", err=True)


def _difference(old: str, new: str, file: str) -> Iterator[str]:
    return difflib.unified_diff(
        old.splitlines(True), new.splitlines(True), printable(file), "imported"
    )


def _table(structure: Structure, reading: Reading) -> str:
    """Return how many parts and characters there are of each kind: all of the file's."""
    characters = count(structure.spans)
    parts: dict[str, int] = {}
    for block in structure.blocks:
        parts[block.kind] = parts.get(block.kind, 0) + 1
        if block.heading is not None:
            parts["heading"] = parts.get("heading", 0) + 1
    rows = list(_rows(parts, characters))
    rows.append(f"{'all of the file':16} {'':>7} {len(reading.text):>12,}")
    return "\n".join([f"{'part':16} {'times':>7} {'characters':>12}", *rows])


def _rows(parts: dict[str, int], characters: dict[str, int]) -> Iterator[str]:
    for name in dict.fromkeys((*KINDS, NUMBER, MARKUP, SPACE, UNREAD)):
        if name in characters:
            times = f"{parts[name]:,}" if name in parts else ""
            yield f"{name:16} {times:>7} {characters[name]:>12,}"
