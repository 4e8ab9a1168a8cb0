"""Use briefgen from Python: open a project, check it, build its packs, import a text.

A thin front to the stages, for programs that want values where the command line prints.
Nothing here prints. An author's mistake is a Diagnostic; UsageError and BuildError are
raised as briefgen/errors.py says.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from briefgen.cli.projects import cache_folder, choose_packs, output_folder
from briefgen.diagnostics import Diagnostic
from briefgen.pipeline.build import Outcome, Progress, Request
from briefgen.pipeline.build import build as build_packs
from briefgen.pipeline.cache import Cache
from briefgen.pipeline.known import check_packs
from briefgen.pipeline.plan import Narrowing
from briefgen.project import Project as Folder
from briefgen.project import find_project
from briefgen.translation.importing.importer import Imported, ImportRequest
from briefgen.translation.importing.importer import import_text as import_outside

__all__ = ["Diagnostic", "ImportRequest", "Imported", "Narrowing", "Outcome", "Project"]


class _NoProgress(Progress):
    """Receives build progress and drops it."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project that is open; ``folder`` is its root with its configuration."""

    folder: Folder

    @classmethod
    def open(cls, path: Path | str = ".") -> Project:
        """Return the project that a folder is in.

        Raises UsageError where there is none, and ConfigurationError, which is one, where
        its configuration can't be used.
        """
        return cls(find_project(Path(path)))

    def check(self, *packs: str, narrowing: Narrowing | None = None) -> tuple[Diagnostic, ...]:
        """Return all that is wrong with packs before layout; without names, with all packs.

        Raises UsageError for a pack or a narrowing that names what isn't there.
        """
        names = choose_packs(self.folder, packs)
        cache = Cache(cache_folder(self.folder))
        return check_packs(self.folder, names, narrowing or Narrowing(), cache).diagnostics

    def build(
        self,
        *packs: str,
        output: Path | str | None = None,
        narrowing: Narrowing | None = None,
        workers: int = 1,
        cache: bool = True,
    ) -> Outcome:
        """Build packs, all without names; a pack with an error is not published.

        ``output`` None is the project's own folder. ``workers`` is the number of processes;
        0 lays out in this one. ``cache`` says whether results are kept and used. Raises
        BuildError where the machine is at fault, and UsageError as ``check`` does.
        """
        request = Request(
            packs=choose_packs(self.folder, packs),
            output=output_folder(self.folder, None if output is None else Path(output)),
            narrowing=narrowing or Narrowing(),
            workers=workers,
            cache=Cache(cache_folder(self.folder)) if cache else None,
        )
        return build_packs(self.folder, request, _NoProgress())  # type: ignore[abstract] # empty bodies are all it wants

    def import_text(self, request: ImportRequest) -> Imported:
        """Return the YAML that a published text becomes; nothing is written.

        Raises UsageError where the request names what isn't there, or its file can't be read.
        """
        return import_outside(self.folder, request)
