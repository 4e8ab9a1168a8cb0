"""Import a text that somebody published: what becomes of its file, and what is wrong with it.

The one place where the phases of an import meet: open, find the structure, compose. Nothing
is written or printed here; that is for the caller, such as briefgen/cli/commands/import_.py.
"""

from __future__ import annotations

import datetime
import os
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from briefgen.content.model import Document, Located, Status, Summit
from briefgen.content.places import read_yaml
from briefgen.diagnostics import ANY_LEVEL, Diagnostic, Place, did_you_mean, too_large
from briefgen.errors import UsageError
from briefgen.files import NOT_REGULAR, NotRegularError, read_named
from briefgen.languages import Conventions, plain_profile, read_profiles
from briefgen.project import Project, summit_folders
from briefgen.translation.checks.dates import dates_in
from briefgen.translation.checks.writing import make_writing
from briefgen.translation.importing.compose import Details, compose_document, compose_targets
from briefgen.translation.importing.docx import Revisions
from briefgen.translation.importing.formats import MAX_BYTES, read_outside
from briefgen.translation.importing.model import Reading, Structure
from briefgen.translation.importing.recognise import with_plain_digits
from briefgen.translation.importing.structure import Hints, read_structure


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What to import and as what.

    ``source`` says that the text is the document itself, not a translation of it. ``text``
    is which of several texts in the file is meant, from 1. None lets the import decide.
    """

    file: Path
    summit: str
    document: str
    language: str
    source: bool = False
    status: str | None = None
    handling: str | None = None
    title: str | None = None
    text: int | None = None
    unnumbered: bool = False
    revisions: Revisions = "fail"


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import.

    ``file`` is the path under the root that ``text`` belongs in; ``text`` is None where
    nothing could be composed. ``level`` is the handling of what messages may quote.
    """

    file: str
    text: str | None
    diagnostics: tuple[Diagnostic, ...]
    level: str
    reading: Reading | None = None
    structure: Structure | None = None


def import_text(project: Project, request: ImportRequest) -> Imported:
    """Return the YAML that a file's text becomes in a project; nothing is written.

    Raise UsageError where the request names what isn't there, or the file can't be read.
    """
    return _Importer(project, request).run()


@dataclass(slots=True)
class _Importer:
    """One import: what it reads, and what is said of it."""

    project: Project
    options: ImportRequest

    def run(self) -> Imported:
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
            return self._imported([*found, too_large(self._name(), MAX_BYTES)])
        reading, problems = read_outside(data, self._name(), options.revisions)
        found += problems
        if reading is None or summit is None or (source is None and not options.source):
            return self._imported(found)
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
        return replace(self._imported(found), text=text, reading=reading, structure=structure)

    def _imported(self, found: list[Diagnostic]) -> Imported:
        """Return an outcome of diagnostics alone, each with the handling of what it quotes."""
        suffix = "" if self.options.source else f".{self.options.language}"
        file = f"{self._folder()}/{self.options.document}{suffix}.yaml"
        level = self._level()
        levelled = (d if d.handling else replace(d, handling=level) for d in found)
        return Imported(file, None, tuple(levelled), level)

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
