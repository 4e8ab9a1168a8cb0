"""Turn a document and its translation into a file for translators."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli.files import write_whole
from briefgen.cli.report import report
from briefgen.cli.translations import read_sources
from briefgen.content.model import Content, SummitContent
from briefgen.diagnostics import did_you_mean, printable
from briefgen.errors import UsageError
from briefgen.project import find_project
from briefgen.translation.bitext import documents_of, make_bitext, make_glossary
from briefgen.translation.formats import FORMATS
from briefgen.translation.model import Bitext


def run(document: str, language: str, format_name: str, root: Path | None, output: Path) -> int:
    """Write the file, print its path, and return the exit code."""
    project = find_project(root or Path.cwd())
    content, problems = read_sources(project)
    if problems:
        report(project, problems, "full")
        return 1
    summit, bitext = choose_bitext(content, document, language)
    format_ = FORMATS[format_name]
    if format_.of_terms:
        bitext = make_glossary(summit, bitext.source_language, language)
        if not bitext.units:
            raise UsageError(f"the glossary has no terms in '{bitext.source_language}'")
    write_whole(output, format_.write(bitext))
    click.echo(printable(str(output)))
    return 0


def choose_bitext(content: Content, document: str, language: str) -> tuple[SummitContent, Bitext]:
    """Return a document beside its translation, and its summit, by the names that were given.

    Raises UsageError where there is no such document or no such translation of it.
    """
    summit, name = choose_document(content, document)
    bitext = make_bitext(summit, name, language)
    targets = [tag for tag in summit.summit.value.languages if tag != bitext.source_language]
    if language not in targets:
        raise UsageError(f"{document} is translated into {', '.join(targets)}, not '{language}'")
    return summit, bitext


def choose_document(content: Content, given: str) -> tuple[SummitContent, str]:
    """Return the summit and document of a name, with its summit's before a slash or without.

    Raises UsageError where there is none of the name, or several.
    """
    known = {
        f"{summit.summit.value.id}/{name}": (summit, name)
        for summit in content.summits.values()
        for name in documents_of(summit)
    }
    found = [path for path in known if given in (path, path.partition("/")[2])]
    if len(found) == 1:
        return known[found[0]]
    if found:
        raise UsageError(f"several summits have a '{given}': name one of {', '.join(found)}")
    hint = did_you_mean(given, known) or f"there is {', '.join(known)}"
    raise UsageError(f"no document '{given}'; {hint}")
