"""Turn the packs of a project into all that is wrong with them before anything is laid out.

`briefgen check` prints it, and a build begins with it, so that both agree on what an error is.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from briefgen.content.advice import unknown
from briefgen.diagnostics import Diagnostic, has_errors
from briefgen.files import walk
from briefgen.pipeline.cache import Cache
from briefgen.pipeline.findings import Findings
from briefgen.pipeline.leaks import said_below
from briefgen.pipeline.plan import Entry, Narrowing
from briefgen.pipeline.prepare import Begun, Plan, Prepared, Preparer
from briefgen.pipeline.rendering import protected
from briefgen.project import Project, place_of, read_file, summit_folders
from briefgen.translation.bitext import documents_of, targets_of
from briefgen.translation.checks.check import Checker
from briefgen.translation.checks.places import Mending, Texts
from briefgen.translation.checks.silences import unneeded
from briefgen.translation.checks.table import CODES

AHEAD = 16
"""How many documents may be with the processes that render them."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: how many documents there are, what is wrong, what can be mended."""

    documents: int
    diagnostics: tuple[Diagnostic, ...]
    mendings: tuple[Mending, ...]


def check_packs(
    project: Project, packs: tuple[str, ...], narrowing: Narrowing, cache: Cache
) -> Checked:
    """Return all that is wrong with packs before layout.

    Raises UsageError where the narrowing names what no document has.
    """
    with protected(project, cache) as renderings:
        preparer = Preparer(project, packs, None, narrowing.audiences, renderings)
        if not has_errors(preparer.findings.all()):
            narrowing.check(e for made in preparer.plans for e in made.entries)
        wanted = [(made, e) for made in preparer.plans for e in narrowing.apply(made.entries)]
        documents = sum(1 for _ in prepare_all(preparer, wanted, preparer.findings))
    mendings = check_translations(project, preparer, preparer.findings)
    if not narrowing.audiences:
        check_levels(project, preparer, preparer.findings)
    return Checked(documents, preparer.findings.all(), mendings)


def prepare_all(
    preparer: Preparer, wanted: Iterable[tuple[Plan, Entry]], findings: Findings
) -> Iterator[tuple[str, Prepared | None]]:
    """Yield each document's key, and the document if it can be laid out.

    ``findings`` gets what is wrong with each.
    """
    wanted = tuple(wanted)
    waiting: deque[Begun] = deque()

    def finish() -> tuple[str, Prepared | None]:
        begun = waiting.popleft()
        made, entry = begun.plan, begun.entry
        siblings = tuple(other for plan, other in wanted if plan is made)
        prepared, found = preparer.finish(begun, siblings)
        findings.add(found, (made.pack,))
        return f"{made.pack}/{entry.name}", prepared

    for made, entry in wanted:
        waiting.append(preparer.begin(made, entry))
        if len(waiting) > AHEAD:
            yield finish()
    while waiting:
        yield finish()


def check_translations(
    project: Project, preparer: Preparer, findings: Findings
) -> tuple[Mending, ...]:
    """Check the translations of the summits that were read, and return what can be mended.

    What is wrong with one concerns the summit's packs that show its language; if none
    does, all of them.
    """
    checker = Checker(preparer.profiles, project.config.silenced, Texts(project).locate)
    for summit in {made.summit.folder: made.summit for made in preparer.plans}.values():
        plans = [made for made in preparer.plans if made.summit.folder == summit.folder]
        documents = documents_of(summit)
        for language in sorted({tag for name in documents for tag in targets_of(summit, name)}):
            findings.add(checker.check(summit, language), _showing(plans, language))
    everywhere = [made.pack for made in preparer.plans]
    is_whole = _is_whole(project, preparer)
    findings.add(_silences(project, checker, is_whole=is_whole), everywhere)
    return tuple(checker.mendings)


def check_levels(project: Project, preparer: Preparer, findings: Findings) -> None:
    """Find texts above a level that also stand below it, where all may be told of them."""
    scale = project.config.handling
    templates = tuple(_template_texts(project, preparer.levels))
    for summit in {made.summit.folder: made.summit for made in preparer.plans}.values():
        packs = [made.pack for made in preparer.plans if made.summit.folder == summit.folder]
        findings.add(said_below(summit, scale, templates), packs)


def _template_texts(project: Project, levels: Mapping[str, str]) -> Iterator[str]:
    """Yield what the project's templates for all audiences, and those for the lowest level, say."""
    root = project.config.templates
    for path, fault in walk(project.root, root):
        folder, _, rest = path.partition("/")
        level = levels.get(rest.partition("/")[0], "") if folder == "audiences" else None
        if not fault and path.endswith(".j2") and level in (None, project.config.handling[0]):
            raw, _ = read_file(project, f"{root}/{path}")
            yield _MARKUP.sub("", (raw or b"").decode("utf-8", "replace"))


_MARKUP = re.compile(r"<[^>]*>|\{([%{#]).*?[%}#]\}", re.DOTALL)


def _showing(plans: Collection[Plan], language: str) -> list[str]:
    showing = [made.pack for made in plans if any(language in e.languages for e in made.entries)]
    return showing or [made.pack for made in plans]


def _silences(project: Project, checker: Checker, *, is_whole: bool) -> Iterator[Diagnostic]:
    """Yield what is wrong with the project's silences; where all is checked, also those unused."""
    for silence in project.config.silenced:
        if silence.code not in CODES:
            place = place_of(project, silence)
            yield unknown("L192", "check", silence.code, sorted(CODES), place)
    for silence in checker.unused() if is_whole else ():
        where = f"in translations into {silence.language}" if silence.language else "anywhere"
        message = f"{silence.code} is silenced, but is not found {where}"
        yield unneeded(message, place_of(project, silence))


def _is_whole(project: Project, preparer: Preparer) -> bool:
    """Return whether every summit that the project has was read, and could be."""
    content = project.config.content
    folders = {f"{content}/{name}" for name in summit_folders(project)}
    return folders == {made.summit.folder for made in preparer.plans} and preparer.is_sound
