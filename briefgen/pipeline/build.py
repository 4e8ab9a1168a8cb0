"""Turn packs into published files: prepare every document, lay out what is new, publish.

The one place where the stages meet. What is asked for and what is said of it is the
command line's matter (briefgen/cli).
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Executor, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from briefgen.content.levels import Levels
from briefgen.diagnostics import Diagnostic, Severity, has_errors, printable
from briefgen.errors import UsageError
from briefgen.pipeline import calls, freshness
from briefgen.pipeline.cache import Cache, job_key
from briefgen.pipeline.findings import Findings
from briefgen.pipeline.fingerprint import fingerprint, versions
from briefgen.pipeline.job import Fitted, Format, Result
from briefgen.pipeline.known import check_translations, prepare_all
from briefgen.pipeline.plan import Entry, Narrowing
from briefgen.pipeline.pool import SerialExecutor, WorkerPool
from briefgen.pipeline.prepare import Plan, Prepared, Preparer
from briefgen.pipeline.publish import Staging, output_lock
from briefgen.pipeline.rendering import Renderings, protected
from briefgen.pipeline.run import Ran, Runner
from briefgen.pipeline.verify import verify
from briefgen.pipeline.word_pages import count_pages
from briefgen.project import Project, own_fonts, package_templates


class Progress(Protocol):
    """Somebody who is told how a build gets on."""

    def plan(self, documents: int) -> None:
        """Hear how many documents there are."""

    def checked(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        """Hear what is wrong before anything is laid out."""

    def start(self, name: str) -> None:
        """Hear that a document is being laid out."""

    def end(self, name: str, *, cached: bool) -> None:
        """Hear that a document is done, or was in the cache."""

    def measure(self, documents: int) -> None:
        """Hear that LibreOffice counts the pages of so many Word files, which takes seconds."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to build, and where to.

    ``output`` is the folder that holds the packs' folders. ``workers`` is the number of
    processes; 0 renders and lays out in this one, where no limit of memory holds and a
    template may hang. ``cache`` None means to keep and use no results.
    ``measure`` is whether LibreOffice counts the pages of Word files that are held to a number.
    ``is_checked`` says that the narrowing has been found to make sense before.
    """

    packs: tuple[str, ...]
    output: Path
    narrowing: Narrowing = field(default_factory=Narrowing)
    workers: int = 1
    cache: Cache | None = None
    measure: bool = True
    is_checked: bool = False


@dataclass(frozen=True, slots=True)
class Size:
    """How many documents and files of a pack were asked for."""

    documents: int
    files: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build did.

    ``laid_out`` names the documents that were not in the cache, ``published`` the packs
    without errors, and ``written`` the files that were put in place.
    """

    documents: int
    laid_out: tuple[str, ...]
    published: Mapping[str, Size]
    written: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...]


def build(
    project: Project, request: Request, progress: Progress, executor: Executor | None = None
) -> Outcome:
    """Build packs. One with an error is not published, and the others are.

    ``executor`` runs the jobs instead of processes of this build's own, and gets all at
    once; templates are rendered in such processes all the same, since it may not see the
    project's files. Where a project has fonts, its processes have to have run ``calls.start``
    with their folders. Raises BuildError where the machine is at fault (the disk, the lock) and
    UsageError where the narrowing names what no document has, or for an executor of threads.
    """
    if isinstance(executor, ThreadPoolExecutor):
        name = type(executor).__name__
        raise UsageError(
            f"{name} lays out in threads, which corrupt the memory of GLib under Pango; give an"
            " executor of processes, or None for briefgen's own"
        )
    inputs = _hash_inputs(project)
    with output_lock(request.output):
        if executor is not None:
            with protected(project, request.cache) as renderings:
                return _Build(project, request, progress, inputs, renderings).run(executor, None)
        with _own_executor(project, request.workers) as own:
            renderings = Renderings(project, lambda: own, request.cache)
            window = max(request.workers, 1)
            return _Build(project, request, progress, inputs, renderings).run(own, window)


def _own_executor(project: Project, workers: int) -> Executor:
    if workers == 0:
        calls.start(own_fonts(project))
        return SerialExecutor()
    return WorkerPool(
        workers,
        calls.limit_and_start,
        (own_fonts(project), project.config.memory_mb),
        preload=calls.PRELOAD,
        patience=project.config.seconds * calls.PATIENCE,
    )


@dataclass
class _Build:
    """One build under way."""

    project: Project
    request: Request
    progress: Progress
    inputs: Mapping[str, str]
    renderings: Renderings
    findings: Findings = field(default_factory=Findings)
    laid_out: set[str] = field(default_factory=set)
    prepared: dict[str, Prepared] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    used: dict[str, set[str]] = field(default_factory=dict)
    commits: dict[str, dict[str, str]] = field(default_factory=dict)
    states: list[tuple[Plan, Mapping[str, str]]] = field(default_factory=list)
    held: list[tuple[Prepared, bytes, dict[str, Any]]] = field(default_factory=list)

    def run(self, executor: Executor, window: int | None) -> Outcome:
        """Prepare, lay out and publish, with ``window`` jobs at a time on the executor."""
        narrowing = self.request.narrowing
        preparer = Preparer(
            self.project,
            self.request.packs,
            narrowing.since,
            only_for=narrowing.audiences,
            renderings=self.renderings,
        )
        self.findings = preparer.findings
        if not self.request.is_checked and not has_errors(self.findings.all()):
            narrowing.check(e for made in preparer.plans for e in made.entries)
        wanted = [
            (made, entry) for made in preparer.plans for entry in narrowing.apply(made.entries)
        ]
        self.progress.plan(len(wanted))
        runner = Runner(
            executor, calls.write, window=window or len(wanted) + 1, on_start=self.progress.start
        )
        self._prepare(preparer, wanted)
        with Staging(self.request.output) as staging:
            for ran in self._runs(runner):
                self._finish(ran, staging)
            self._stage_held(staging)
            published, written = self._publish(preparer.plans, staging)
        for made, outputs in self.states:  # only once nothing staged is left behind
            self._write_state(made, outputs)
        laid_out = tuple(sorted(self.laid_out))
        return Outcome(len(wanted), laid_out, published, written, self.findings.all())

    def _prepare(self, preparer: Preparer, wanted: Iterable[tuple[Plan, Entry]]) -> None:
        """Find all that is wrong before anything is laid out."""
        for key, prepared in prepare_all(preparer, wanted, self.findings):
            if prepared is None:
                self.progress.end(key, cached=False)
                continue
            self.prepared[key] = prepared
            pack, only = prepared.plan.pack, prepared.entry.only
            self.used.setdefault(pack, set()).update(prepared.inputs)
            if only.since is not None and prepared.earlier is not None:
                self.commits.setdefault(pack, {})[only.since] = prepared.earlier.commit
        check_translations(self.project, preparer, self.findings)
        self.progress.checked(self.findings.all())

    def _runs(self, runner: Runner) -> Iterator[Ran]:
        """Yield every document's result, from the cache or laid out, as it gets done."""
        mark = fingerprint(self.project.root, self.project.config.fonts)
        for prepared in tuple(self.prepared.values()):
            key = self.keys[prepared.key] = job_key(prepared.job, mark)
            if (result := self._cached(key, prepared)) is not None:
                yield Ran(prepared.key, prepared.job, result)
            else:
                self.laid_out.add(prepared.key)
                yield from runner.add(prepared.key, prepared.job)
        yield from runner.finish()

    def _cached(self, key: str, prepared: Prepared) -> Result | None:
        if self.request.cache is None:
            return None
        result, damaged = self.request.cache.get(key)
        if damaged:
            damage = Diagnostic(
                "B301",
                f"{prepared.entry.name}: the cache entry is damaged; the document is laid out anew",
                prepared.entry.place,
                hint="if this happens again, check the disk",
                severity=Severity.WARNING,
            )
            self.findings.add([damage], (prepared.plan.pack,))
        if result is not None:
            self.progress.end(prepared.key, cached=True)
        return result

    def _finish(self, ran: Ran, staging: Staging) -> None:
        prepared = self.prepared.pop(ran.key)
        is_new = ran.key in self.laid_out
        if is_new:
            self.progress.end(ran.key, cached=False)
        if isinstance(ran.outcome, Exception):
            self.findings.add([_failure(ran.outcome, prepared)], (prepared.plan.pack,))
            return
        result = ran.outcome
        found = [prepared.locate(problem) for problem in result.problems]
        place, level = prepared.entry.place, prepared.view.handling
        broken = verify(result, prepared.secrets, prepared.job)
        found += [replace(diagnostic, place=place, handling=level) for diagnostic in broken]
        self.findings.add(found, (prepared.plan.pack,))
        if has_errors(found):
            return
        if is_new and self.request.cache is not None:
            self.request.cache.put(self.keys[ran.key], result)
        for name, data in result.files.items():
            entry = self._manifest_entry(prepared, name, result)
            if name == "docx" and result.fitted is not None:
                self.held.append((prepared, data, entry))
            else:
                staging.add(prepared.plan.pack, f"{prepared.entry.name}.{name}", data, entry)

    def _stage_held(self, staging: Staging) -> None:
        """Stage the Word files that are held to a number of pages, once they are counted."""
        fonts = own_fonts(self.project)
        files = {prepared.key: data for prepared, data, _ in self.held}
        counted: Mapping[str, int] = {}
        if self.request.measure:
            counted = count_pages(files, fonts, self.request.cache, self.progress.measure)
        for prepared, data, entry in self.held:
            pages = counted.get(prepared.key)
            limit = prepared.job.fit.pages if prepared.job.fit is not None else None
            if pages is not None and limit is not None and pages > limit:
                too_long = _word_too_long(prepared, pages, limit)
                self.findings.add([too_long], (prepared.plan.pack,))
            entry["pages"] = "not measured" if pages is None else pages
            staging.add(prepared.plan.pack, f"{prepared.entry.name}.docx", data, entry)

    def _manifest_entry(self, prepared: Prepared, name: Format, result: Result) -> dict[str, Any]:
        entry, view, earlier = prepared.entry, prepared.view, prepared.earlier
        inputs = {path: self._digest(path) for path in prepared.inputs}
        return {
            "audience": entry.audience,
            "format": name,
            "handling": view.handling,
            "inputs": {**inputs, **(earlier.digests if earlier is not None else {})},
            "kind": entry.kind,
            "languages": list(entry.languages),
            "marking": view.marking,
            "markup": hashlib.sha256(prepared.job.markup).hexdigest(),
            "pages": result.pages if name == "pdf" else None,
            "title": prepared.title,
            **({"since": earlier.label} if earlier is not None else {}),
            **_fit_entry(prepared, result.fitted),
        }

    def _digest(self, path: str) -> str:
        if path in self.inputs:
            return self.inputs[path]
        return freshness.hash_tree(str(self.project.root), [path]).get(path, "")

    def _publish(
        self, plans: Iterable[Plan], staging: Staging
    ) -> tuple[dict[str, Size], tuple[Path, ...]]:
        """Publish the packs without errors, each whole; return their sizes and what was written."""
        sizes: dict[str, Size] = {}
        written: list[Path] = []
        for made in plans:
            if not self.findings.spare(made.pack):
                continue
            entries = self.request.narrowing.apply(made.entries)
            wanted = _paths(entries)
            sizes[made.pack] = Size(len(entries), len(wanted))
            if not wanted:
                self.states.append((made, {}))
                continue
            kept = _paths(made.entries) - wanted
            facts = {
                "pack": made.pack,
                "summit": made.summit.summit.value.id,
                "versions": versions(),
            }
            published = staging.publish(made.pack, kept=kept, facts=facts, handling=made.handling)
            written += published.written
            self.states.append((made, published.digests))
        if self.request.cache is not None:
            self.request.cache.prune(time.time_ns())
        return sizes, tuple(written)

    def _write_state(self, made: Plan, outputs: Mapping[str, str]) -> None:
        wanted = self.request.narrowing
        filters = (wanted.audiences, wanted.kinds, wanted.languages, wanted.formats)
        words = [*map(sorted, filters), *([] if self.request.measure else [["not measured"]])]
        words += [["since", wanted.since]] if wanted.since is not None else []
        output = str(self.request.output)
        name = freshness.pack_state(made.pack, output, words)
        config = self.project.config
        folder = made.summit.folder
        roots = {folder, f"{config.content}/glossary.yaml", made.file, config.templates}
        roots |= {self.project.config_file, *config.fonts}
        used = self.used.get(made.pack, set())
        others = {p for p in used if not p.startswith(freshness.PACKAGE) and p not in self.inputs}
        commits = self.commits.get(made.pack, {})
        others |= commits.keys()  # a path of a revision's name would come first
        root, levels = str(self.project.root), Levels(self.project)
        freshness.write_state(
            root,
            name,
            roots=sorted(roots | others),
            package=str(package_templates()),
            inputs={**_under(self.inputs, roots), **freshness.hash_tree(root, others)},
            outputs=outputs,
            commits={revision: commit for revision, commit in commits.items() if commit},
            warnings=[
                _line(levels.discreet(found))
                for found in self.findings.of(made.pack)
                if found.severity is Severity.WARNING
            ],
        )


def _hash_inputs(project: Project) -> dict[str, str]:
    """Return path → SHA-256 of all that a build may read, before it reads any of it."""
    config = project.config
    roots = [config.content, config.templates, project.config_file, *config.fonts]
    found = freshness.hash_tree(str(project.root), roots)
    return {**found, **freshness.hash_tree(str(package_templates()), [""], freshness.PACKAGE)}


def _under(inputs: Mapping[str, str], roots: Iterable[str]) -> dict[str, str]:
    """Return those inputs that are one of the roots, in one of them, or the package's."""
    starts = (freshness.PACKAGE, *(f"{root}/" for root in roots))
    whole = frozenset(roots)
    return {p: digest for p, digest in inputs.items() if p in whole or p.startswith(starts)}


def _paths(entries: Iterable[Entry]) -> frozenset[str]:
    """Return the paths of all files of some documents, relative to the pack's folder."""
    return frozenset(f"{entry.name}.{name}" for entry in entries for name in entry.formats)


def _fit_entry(prepared: Prepared, fitted: Fitted | None) -> dict[str, Any]:
    """Return what the manifest says of a document that is held to a number of pages."""
    if fitted is None:
        return {}
    origins = (prepared.origins[number] for number in fitted.left_out)
    left_out = [str(origin.content or origin.template) for origin in origins]
    return {
        "fit": {
            "pages": fitted.pages,
            "layouts": fitted.layouts,
            "filled": fitted.filled,
            "left_out": len(left_out),
        },
        "left_out": left_out,
    }


def _word_too_long(prepared: Prepared, pages: int, limit: int) -> Diagnostic:
    entry = prepared.entry
    return Diagnostic(
        "B404",
        f"{entry.name}: the Word file has {pages} pages in LibreOffice, not {limit}",
        entry.place,
        "shorten the document by a few lines: Word breaks some of them elsewhere than the PDF",
    )


_LOST_HINT = "if it ran out of memory, split the document or raise 'memory_mb' in briefgen.toml"


def _failure(error: Exception, prepared: Prepared) -> Diagnostic:
    """Return why there is no result, for a job that raised instead of answering."""
    name = prepared.entry.name
    place = prepared.entry.place
    if isinstance(error, TimeoutError):
        message = (
            f"{name}: the document was stopped: it took more than {prepared.job.seconds:g} s of"
        )
        message += " CPU time"
        return Diagnostic("B201", message, place, "split it, or raise 'seconds' in briefgen.toml")
    if isinstance(error, BrokenExecutor):
        message = f"{name}: the process that laid it out ended, twice"
        return Diagnostic("B202", message, place, _LOST_HINT)
    message = f"{name}: {type(error).__name__}: {error}"
    hint = "this is a mistake in briefgen: please report it"
    return Diagnostic("B203", message, place, hint, handling=prepared.view.handling)


def _line(diagnostic: Diagnostic) -> str:
    """Return a warning in one line, for a later run that has no time to find it again."""
    place = f"{diagnostic.place}: " if diagnostic.place else ""
    return f"{place}warning {diagnostic.code} {printable(diagnostic.message)}"
