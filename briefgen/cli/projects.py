"""Find what a command is about in a project, before any of its content is read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from briefgen.diagnostics import did_you_mean
from briefgen.errors import UsageError
from briefgen.files import list_names
from briefgen.pipeline.cache import Cache
from briefgen.pipeline.rendering import Renderings, protected
from briefgen.project import Project


def packs_folder(project: Project) -> Path:
    """Return the folder with the packs' files."""
    return project.root / project.config.content / "packs"


def choose_packs(project: Project, names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the packs to work on: those given, else all.

    Raises UsageError for one that isn't there, or where there is none at all.
    """
    folder = packs_folder(project)
    files = list_names(project.root, folder)
    known = [file.removesuffix(".yaml") for file in files if file.endswith(".yaml")]
    if not known:
        raise UsageError(f"no packs: write {folder / 'PACK.yaml'}, or see `briefgen init --help`")
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known) or f"the packs are {', '.join(known)}"
            raise UsageError(f"no pack '{name}'; {hint}")
    return tuple(dict.fromkeys(names)) or tuple(known)


@contextmanager
def renderings_of(project: Project) -> Iterator[Renderings]:
    """Yield where a command that lays nothing out has its documents rendered."""
    with protected(project, Cache(cache_folder(project))) as renderings:
        yield renderings


def cache_folder(project: Project) -> Path:
    """Return where results are kept: BRIEFGEN_CACHE_DIR, or a folder of the project.

    Raises UsageError where a symbolic link stands there: what is old in it is removed.
    """
    for name in ("cache", "state"):
        folder = project.root / ".briefgen" / name
        if os.path.realpath(folder) != str(folder):
            raise UsageError(f"{folder} is behind a symbolic link: take it away")
    override = os.environ.get("BRIEFGEN_CACHE_DIR")
    return Path(override) if override else project.root / ".briefgen" / "cache"


def output_folder(project: Project, output: Path | None) -> Path:
    """Return the real path of the output folder.

    Only ``--output`` may lead out of the project: a symbolic link that does so on its own
    could make a build overwrite anything.
    """
    if output is not None:
        real = Path(os.path.realpath(output))
        for inputs in (project.config.content, project.config.templates):
            if real.is_relative_to(project.root / inputs):
                raise UsageError(f"{output} is in {inputs}/, which the build reads from")
        return real
    folder = project.root / project.config.output
    real = Path(os.path.realpath(folder))
    if not real.is_relative_to(project.root):
        raise UsageError(f"{folder} leads out of the project; if that is meant: --output {real}")
    return real
