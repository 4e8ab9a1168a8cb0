"""Turn templates/kinds/<kind>.yaml into what a kind of document is held to.

Most kinds have no such file. Its looks and its text are in the template and the stylesheet
beside it.
"""

from __future__ import annotations

from collections.abc import Iterable

from briefgen.audience.model import Kind
from briefgen.content.places import read_yaml
from briefgen.diagnostics import Diagnostic
from briefgen.project import Project, find_template


def read_kinds(
    project: Project, names: Iterable[str]
) -> tuple[dict[str, tuple[Kind, str]], list[Diagnostic]]:
    """Return the kinds that have a file, each with its path, and everything wrong with them.

    The project's file comes before the package's of the same name.
    """
    kinds: dict[str, tuple[Kind, str]] = {}
    problems: list[Diagnostic] = []
    for name in sorted(set(names)):
        file = find_template(project, f"kinds/{name}.yaml")
        if file is None:
            continue
        kind, found = read_yaml(project, Kind, file)
        problems += found
        if kind is not None:
            kinds[name] = (kind.value, file)
    return kinds, problems
