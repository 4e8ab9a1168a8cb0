"""Turn a text that somebody published into a document of a summit, or into a translation."""

from __future__ import annotations

import datetime
import difflib
import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import click

from briefgen.cli.files import write_whole
from briefgen.cli.report import levels_for, report
from briefgen.content.model import Document, Located, Status, Summit
from briefgen.content.places import read_yaml
from briefgen.diagnostics import (
    ANY_LEVEL,
    Diagnostic,
    Place,
    did_you_mean,
    has_errors,
    printable,
    too_large,
)
from briefgen.errors import UsageError
from briefgen.files import NOT_REGULAR, NotRegularError, read_inside, read_named
from briefgen.languages import Conventions, plain_profile, read_profiles
from briefgen.project import Project, find_project, summit_folders
from briefgen.translation.checks.dates import dates_in
from briefgen.translation.checks.writing import make_writing
from briefgen.translation.importing.accounting import MARKUP, NUMBER, SPACE, UNREAD, count
from briefgen.translation.importing.compose import Details, compose_document, compose_targets
from briefgen.translation.importing.docx import Revisions
from briefgen.translation.importing.formats import MAX_BYTES, read_outside
from briefgen.translation.importing.model import KINDS, Reading, Structure
from briefgen.translation.importing.recognise import with_plain_digits
from briefgen.translation.importing.structure import Hints, read_structure


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
    """One import: what it reads, and what is said of it."""

    project: Project
    options: Options

    def run(self) -> int:
        options = self.options
        folder = self._folder()
        handling = self._handling()
        summit, found = read_yaml(self.project, Summit, f"{folder}/summit.yaml")
        source = None
        if not options.source:
            source, problems = self._source(folder)
            found += problems
        data = self._bytes()
        if len(data) > MAX_BYTES:
            return self._finish([*found, too_large(self._name(), MAX_BYTES)], None, None)
        reading, problems = read_outside(data, self._name(), options.revisions)
        found += problems
        if reading is None or summit is None or (source is None and not options.source):
            return self._finish(found, None, None)
        conventions = self._conventions()
        hints = self._hints(summit, conventions)
        structure = read_structure(reading, hints)
        found += structure.problems
        details = self._details(folder, handling, _date(structure, conventions))
        text = None
        if structure.segments() and not self._lacks_title(reading, structure, found):
            config = self.project.config
            if source is None:
                text, problems = compose_document(reading, structure, details, config)
            else:
                text, problems = compose_targets(reading, structure, source, details, config)
            found += problems
        click.echo(_table(structure, reading), err=True)
        if options.article is not None and not options.dry_run:
            self._write_article(reading, structure)
        suffix = "" if options.source else f".{options.language}"
        return self._finish(found, f"{folder}/{options.document}{suffix}.yaml", text)

    # --- what is given ---------------------------------------------------------------------

    def _folder(self) -> str:
        """Return the summit's folder under the root; raise UsageError where there is none."""
        content = self.project.root / self.project.config.content
        known = summit_folders(self.project)
        if self.options.summit not in known:
            near = did_you_mean(self.options.summit, known)
            hint = near or "write its summit.yaml first; `briefgen init` makes a project with one"
            raise UsageError(f"no summit '{self.options.summit}' in {content}; {hint}")
        return f"{self.project.config.content}/{self.options.summit}"

    def _handling(self) -> str:
        levels = self.project.config.handling
        handling = self.options.handling or levels[0]
        if handling not in levels:
            hint = did_you_mean(handling, levels) or f"the levels are {', '.join(levels)}"
            raise UsageError(f"no level of handling '{handling}'; {hint}")
        return handling

    def _level(self) -> str:
        """Return the level of what messages may quote: a translation is handled as its source."""
        if self.options.source:
            return self._handling()
        source, _ = self._source(self._folder())
        levels = self.project.config.handling
        segments = list(source.value.segments()) if source is not None else []
        is_low = segments and all(segment.handling == levels[0] for segment in segments)
        return levels[0] if is_low else ANY_LEVEL

    def _may_print(self, file: str, text: str) -> bool:
        """Return whether standard output may have a file that is there, and what is imported."""
        if (levels := levels_for(self.project, sys.stdout)) is None:
            return True
        lines = (Place(file, number) for number, _ in enumerate(text.split("\n"), 1))
        is_low = self._level() == self.project.config.handling[0]
        return is_low and not any(map(levels.is_above, lines))

    def _source(self, folder: str) -> tuple[Located[Document] | None, list[Diagnostic]]:
        """Return the document that the text is a translation of."""
        source, problems = read_yaml(
            self.project, Document, f"{folder}/{self.options.document}.yaml"
        )
        if source is None and any(problem.code == "G001" for problem in problems):
            raise UsageError(
                f"no document '{self.options.document}' in {folder}:"
                " import the text in its own language with --source first"
            )
        if source is not None and source.value.language == self.options.language:
            raise UsageError(
                f"{self.options.document} is in '{self.options.language}' itself:"
                " give the language of the translation, or --source to import it anew"
            )
        return source, problems

    def _bytes(self) -> bytes:
        file = self.options.file
        try:
            data = read_named(file, MAX_BYTES + 1)
        except NotRegularError as error:
            raise UsageError(f"{file} {NOT_REGULAR}") from error
        except OSError as error:
            raise UsageError(f"can't read {file}: {error.strerror}") from error
        return data

    def _name(self) -> str:
        """Return the file's path under the root, so that its lines can be shown; else as given."""
        real = Path(os.path.realpath(self.options.file))
        if real.is_relative_to(self.project.root):
            return real.relative_to(self.project.root).as_posix()
        return self.options.file.as_posix()

    def _conventions(self) -> Conventions:
        """Return how the text's language is written; what the CLDR knows, if there's no profile."""
        tag = self.options.language
        profiles, _ = read_profiles(self.project, [tag])
        return (profiles.get(tag) or plain_profile(tag)).conventions()

    def _hints(self, summit: Located[Summit], conventions: Conventions) -> Hints:
        options = self.options
        titles = [
            title
            for outcome in summit.value.outcomes
            if outcome.document in {None, options.document}
            for title in [outcome.title.get(options.language)]
            if title
        ]
        return Hints(
            ways=conventions.counting,
            ordinals=conventions.number_words,
            kinds=conventions.outcome_words,
            openings=conventions.opening_words,
            titles=titles,
            title=options.title,
            text=options.text,
            unnumbered=options.unnumbered,
        )

    def _details(self, folder: str, handling: str, date: str | None) -> Details:
        options = self.options
        default = Status.PARAPHRASE if options.source else Status.UNOFFICIAL_TRANSLATION
        name = "document" if options.source else "targets"
        up = "../" * (folder.count("/") + 1)
        return Details(
            document=options.document,
            language=options.language,
            status=options.status or default.value,
            schema=f"{up}schemas/{name}.schema.json",
            handling=handling,
            date=date,
            numbered=not options.unnumbered,
        )

    def _lacks_title(self, reading: Reading, structure: Structure, found: list[Diagnostic]) -> bool:
        if structure.title:
            return False
        hint = "give it as --title TEXT"
        place = Place(reading.file, structure.segments()[0].line.number)
        found.append(Diagnostic("I211", "no line of the text looks like its title", place, hint))
        return True

    # --- what comes of it ------------------------------------------------------------------

    def _write_article(self, reading: Reading, structure: Structure) -> None:
        blocks = [block for block in structure.blocks if block.kind == "article"]
        if blocks and self.options.article is not None:
            start = blocks[0].line.offsets[0]
            end = blocks[-1].last.offsets[-1] + 1
            write_whole(self.options.article, (reading.text[start:end] + "\n").encode())
            click.echo(printable(str(self.options.article)))

    def _finish(self, found: list[Diagnostic], file: str | None, text: str | None) -> int:
        """Write the file if all is well, and report."""
        if text is not None and file is not None and not has_errors(found):
            if self.options.dry_run:
                click.echo(text, nl=False)
            else:
                self._write(file, text, found)
        found = [d if d.handling else replace(d, handling=self._level()) for d in found]
        report(self.project, found, self.options.output_format)
        return 1 if has_errors(found) else 0

    def _write(self, file: str, text: str, found: list[Diagnostic]) -> None:
        path = self.project.root / file
        if path.is_symlink() or path.exists():
            old = read_inside(self.project.root, file).decode(errors="replace")
            if old == text:
                click.echo(f"{printable(file)} says the same already", err=True)
                return
            if not self.options.force:
                if self._may_print(file, old):
                    click.echo("".join(_difference(old, text, file)), nl=False)
                hint = "--force puts what is imported in its place"
                message = f"{file} is there already and says something else"
                found.append(Diagnostic("I301", message, Place(file), hint))
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


def _date(structure: Structure, conventions: Conventions) -> str | None:
    """Return the day in the text's place and date, None where it says none."""
    writing = make_writing(conventions)
    for block in structure.blocks:
        text = with_plain_digits(block.text)
        year = _YEAR.search(text) if block.kind == "place and date" else None
        if year is not None:
            for date in dates_in(text, writing):
                with suppress(ValueError):  # a month without a day, or no day of the calendar
                    return datetime.date(int(year[0]), date.month, date.day or 0).isoformat()
    return None


_YEAR = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")


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
