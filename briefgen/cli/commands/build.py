"""Turn the options of ``briefgen build`` into a build, and its outcome into words."""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from briefgen.cli.projects import choose_packs, output_folder, packs_folder
from briefgen.diagnostics import printable
from briefgen.pipeline import freshness
from briefgen.project import Project, find_project


def run(
    arguments: list[str],
    packs: tuple[str, ...],
    root: Path | None,
    output: Path | None,
    **options: Any,
) -> int:
    """Build what has changed of the packs, and return the exit code.

    ``arguments`` is the command line, under which a good build is remembered.
    """
    project = find_project(root or Path.cwd())
    names = choose_packs(project, packs)
    folder = output_folder(project, output)
    filters = [tuple(sorted(options[name])) for name in _FILTERS]
    filters += [] if options["measure"] else [("not measured",)]
    options["since"] = _since(project, options["since"])
    filters += [("since", options["since"])] if options["since"] else []
    states = {name: freshness.pack_state(name, str(folder), filters) for name in names}
    changed: list[str] = []
    for name, state in states.items():
        warnings = freshness.find_fresh(str(project.root), state) if options["cache"] else None
        if warnings is None:
            changed.append(name)
        else:
            click.echo("\n".join([*warnings, f"{printable(name)}: nothing has changed"]), err=True)
    if changed:
        # Imported only now: it brings yaml, pydantic and jinja2 along.
        building = importlib.import_module("briefgen.cli.building")
        is_checked = len(changed) < len(names)
        code: int = building.build_packs(project, changed, folder, options, is_checked=is_checked)
        if code or not options["cache"]:
            return code
    _remember(project, arguments, packs, states.values())
    return 0


def _since(project: Project, since: str | None) -> str | None:
    """Return a file or folder, named from here, by its path under the root, or else from /.

    Anything else, a git revision, is returned as it is.
    """
    if since is None or not os.path.exists(since):  # noqa: PTH110 - Path's raises OSError
        return since
    real = Path(os.path.realpath(since))
    inside = real.is_relative_to(project.root)
    return str(real.relative_to(project.root)) if inside else str(real)


_FILTERS = ("audiences", "kinds", "languages", "formats")


def _remember(
    project: Project, arguments: Sequence[str], packs: Sequence[str], states: Any
) -> None:
    listed = "" if packs else str(packs_folder(project))
    freshness.remember(str(project.root), arguments, listed, states)
