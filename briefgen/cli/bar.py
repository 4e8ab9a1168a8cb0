"""Turn what a build tells of itself into a progress bar on a terminal."""

from __future__ import annotations

import rich.progress
from rich.console import Console

from briefgen.cli.progress import measuring
from briefgen.cli.report import Reporter
from briefgen.diagnostics import Diagnostic, printable
from briefgen.pipeline.build import Progress


class BarProgress(Progress):
    """A bar with the documents under way, the count and the time. A context manager."""

    def __init__(self, reporter: Reporter | None, *, color: bool) -> None:
        self._reporter = reporter
        self._running: list[str] = []
        self._bar = rich.progress.Progress(
            rich.progress.BarColumn(),
            rich.progress.MofNCompleteColumn(),
            rich.progress.TimeElapsedColumn(),
            rich.progress.TextColumn("{task.description}", markup=False),
            console=Console(stderr=True, no_color=not color, highlight=False),
            transient=True,
        )
        self._task = self._bar.add_task("reading", total=None)

    def __enter__(self) -> BarProgress:
        self._bar.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._bar.stop()

    def plan(self, documents: int) -> None:
        """Show how many documents there are."""
        self._bar.update(self._task, total=documents)

    def checked(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        """Print what is wrong above the bar."""
        if self._reporter is not None:
            self._bar.stop()
            self._reporter.begin(diagnostics)
            self._bar.start()

    def start(self, name: str) -> None:
        """Show a document as being written."""
        self._running.append(name)
        self._describe()

    def end(self, name: str, *, cached: bool) -> None:
        """Count a document."""
        if not cached and name in self._running:
            self._running.remove(name)
        self._bar.advance(self._task)
        self._describe()

    def measure(self, documents: int) -> None:
        """Show what is waited for."""
        self._bar.update(self._task, description=measuring(documents))

    def _describe(self) -> None:
        self._bar.update(self._task, description=printable(", ".join(self._running)))
