"""Turn what a build tells of itself into a bar on a terminal, or plain lines elsewhere."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

import click

from briefgen.cli.report import Reporter, count, wants_color
from briefgen.diagnostics import Diagnostic, printable
from briefgen.pipeline.build import Progress


class PlainProgress(Progress):
    """One line for each document that is laid out."""

    def __init__(self, reporter: Reporter | None) -> None:
        self._reporter = reporter
        self._documents = self._done = 0

    def plan(self, documents: int) -> None:
        """Keep the number of documents."""
        self._documents = documents

    def checked(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        """Print what is wrong."""
        if self._reporter is not None:
            self._reporter.begin(diagnostics)

    def start(self, name: str) -> None:
        """Say nothing yet."""

    def end(self, name: str, *, cached: bool) -> None:
        """Print the document's name and the count."""
        self._done += 1
        if not cached:
            click.echo(f"[{self._done}/{self._documents}] {printable(name)}", err=True)

    def measure(self, documents: int) -> None:
        """Say what is waited for."""
        click.echo(measuring(documents), err=True)


def measuring(documents: int) -> str:
    """Return what LibreOffice is doing."""
    return f"counting the pages of {count(documents, 'Word file')} in LibreOffice"


@contextlib.contextmanager
def show_progress(reporter: Reporter | None = None) -> Iterator[Progress]:
    """Yield the progress that suits standard error."""
    if not sys.stderr.isatty():
        yield PlainProgress(reporter)
        return
    from briefgen.cli.bar import BarProgress  # noqa: PLC0415 - rich is for terminals only

    with BarProgress(reporter, color=wants_color(sys.stderr)) as bar:
        yield bar
