"""Turn templates/audiences/<name>/audience.yaml into audiences, with their places.

What an audience may read of a summit is selected in briefgen/audience/select.py.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from briefgen.audience.model import Audience
from briefgen.content.advice import unknown
from briefgen.content.model import Located
from briefgen.content.places import read_yaml
from briefgen.diagnostics import Diagnostic, Place
from briefgen.project import PACKAGE, Project, find_template, list_templates, template_kinds


def read_audiences(
    project: Project, names: Collection[str] | None = None
) -> tuple[dict[str, Located[Audience]], list[Diagnostic]]:
    """Return the audiences of these names, or all, and everything wrong with them.

    The project's file comes before the package's of the same name. An audience that
    can't be read, or is not there, is left out and in the diagnostics. Of all, those of
    the package that don't fit the project's handling levels are left out without a word.
    """
    audiences: dict[str, Located[Audience]] = {}
    problems: list[Diagnostic] = []
    known = list_templates(project, "audiences")
    for name in known if names is None else sorted(set(names)):
        file = find_template(project, f"audiences/{name}/audience.yaml")
        if file is None:
            problems.append(_missing(project, name, known))
            continue
        audience, found = read_yaml(project, Audience, file)
        if audience is not None:
            found += _check(audience, project, name)
        if found and names is None and file.startswith(PACKAGE):
            continue
        problems += found
        if audience is not None:
            audiences[name] = audience
    return audiences, problems


def _missing(project: Project, name: str, known: Collection[str]) -> Diagnostic:
    folder = f"{project.config.templates}/audiences"
    if name not in known:
        return unknown("A002", "audience", name, known, Place(folder))
    file = f"{folder}/{name}/audience.yaml"
    hint = "say there what it may read: `briefgen schema` writes the keys"
    return Diagnostic("A002", f"there is no {file}", Place(file), hint)


def _check(audience: Located[Audience], project: Project, name: str) -> Iterator[Diagnostic]:
    """Return the levels and kinds in audience.yaml that the project doesn't have."""
    levels = project.config.handling
    if audience.value.handling not in levels:
        place = audience.place("handling")
        yield unknown("C009", "handling level", audience.value.handling, levels, place)
    for level in audience.value.marking:
        if level not in levels:
            yield unknown("C009", "handling level", level, levels, audience.place("marking", level))
    kinds = template_kinds(project, "kinds") | template_kinds(project, f"audiences/{name}")
    for kind in audience.value.sections:
        if kind not in kinds:
            yield unknown("A003", "kind", kind, kinds, audience.place("sections", kind))
