"""Turn Views into documents by templates: from the cache, or in processes that have limits.

What such a process does is in briefgen/pipeline/render_worker.py. It gets a View and reads the
templates itself; nothing else of the content is sent to it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property, partial
from typing import Any

from briefgen.audience.view import View
from briefgen.diagnostics import Diagnostic, Place, Severity
from briefgen.markup.document import Origin
from briefgen.pipeline import calls, freshness
from briefgen.pipeline.cache import Cache, diagnostic_from_json, diagnostic_to_json
from briefgen.pipeline.pool import SerialExecutor, WorkerPool
from briefgen.project import Project, package_templates

MOST_PROCESSES = 4
"""How many render at once where nothing is laid out: each has to compile the templates."""

TIMED_OUT = "this takes longer than a document may", "see 'seconds' in briefgen.toml"
OUT_OF_MEMORY = "this takes more memory than a worker may", "see 'memory_mb' in briefgen.toml"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a document is rendered from: a View, and the templates of a project.

    ``languages`` are the tags of the profiles that templates may ask for, ``source`` the one
    that interface words are borrowed from. ``template`` is the path of the kind's template,
    ``mark`` a digest of all templates and of this installation.
    """

    project: Project
    view: View
    languages: tuple[str, ...]
    source: str
    template: str
    mark: str

    def name(self) -> tuple[str, tuple[Place, ...]]:
        """Return the name of what comes of it, and the places in its View.

        Drafts of equal Views have one name, wherever these stand in their files: whatever is
        written above a paragraph moves it, and may be what its reader must not hear of.
        """
        places: dict[Place, int] = {}
        outline = repr(_outline(self.view, places))
        words = ("markup", self.mark, *self.languages, "", self.source, outline)
        digest = hashlib.sha256("\0".join(words).encode("utf-8", "surrogatepass"))
        return digest.hexdigest(), tuple(places)


def _outline(value: Any, places: dict[Place, int]) -> Any:
    """Return a value with its places as numbers, in the order in which they come."""
    if isinstance(value, Place):
        return ("place", value.file, places.setdefault(value, len(places)))
    if isinstance(value, tuple | list):
        return [_outline(item, places) for item in value]
    if isinstance(value, Mapping):
        return [(key, _outline(item, places)) for key, item in value.items()]
    if is_dataclass(value):
        return [(f.name, _outline(getattr(value, f.name), places)) for f in fields(value)]
    return value


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document as the gate leaves it: canonical XHTML, and where each element came from.

    The markup is None where ``problems`` keep it from being one.
    """

    markup: bytes | None
    origins: tuple[Origin, ...]
    problems: tuple[Diagnostic, ...]

    @classmethod
    def failed(cls, code: str, words: tuple[str, str], draft: Draft) -> Rendered:
        """Return what there is of a document whose template was stopped."""
        message, hint = words
        return cls(None, (), (Diagnostic(code, message, Place(draft.template), hint),))

    def encode(self, known: tuple[Place, ...]) -> bytes:
        """Return it as bytes; of the places ``known`` from the View they hold the numbers only."""
        numbers: dict[Place | None, int] = {place: n for n, place in enumerate(known)}
        origins = [
            [numbers.setdefault(place, len(numbers)) for place in (origin.template, origin.content)]
            for origin in self.origins
        ]
        others = [*numbers][len(known) :]
        header = {
            "origins": origins,
            "places": [p and (p.file, p.line, p.column, p.length) for p in others],
            "problems": [diagnostic_to_json(problem) for problem in self.problems],
            "refused": self.markup is None,
        }
        return json.dumps(header).encode() + b"\n" + (self.markup or b"")


def decode(body: bytes, known: tuple[Place, ...]) -> Rendered:
    """Return what was encoded with these places of the View, or those of an equal one."""
    line, _, markup = body.partition(b"\n")
    header: dict[str, Any] = json.loads(line)
    places = [*known, *(Place(*place) if place else None for place in header["places"])]
    origins = tuple(Origin(places[t] or Place(""), places[c]) for t, c in header["origins"])
    problems = tuple(map(diagnostic_from_json, header["problems"]))
    return Rendered(None if header["refused"] else markup, origins, problems)


class Renderings:
    """Renders the documents of one project.

    ``executor`` is asked for one when the first document isn't in the cache; without it,
    documents are rendered in this process, where no limit of memory holds and a template may
    hang in C.
    """

    def __init__(
        self,
        project: Project,
        executor: Callable[[], Executor] = SerialExecutor,
        cache: Cache | None = None,
    ) -> None:
        self._project = project
        self._make_executor = executor
        self._cache = cache

    def begin(
        self,
        view: View,
        languages: tuple[str, ...],
        source: str,
        template: str,
        *,
        is_kept: bool = True,
    ) -> Callable[[], Rendered]:
        """Begin to render a document, and return the function that waits for it.

        ``is_kept`` is whether it may come from the cache and be put there.
        """
        draft = Draft(self._project, view, languages, source, template, self._mark)
        cache = self._cache if is_kept else None
        key, places = draft.name()
        body, is_damaged = (None, False) if cache is None else cache.read(key)
        if body is not None:
            return partial(decode, body, places)
        future = self._submit(draft)

        def finish() -> Rendered:
            rendered, encoded = self._finish(draft, places, future)
            if cache is not None and encoded is not None and self._may_be_kept(rendered):
                cache.write(key, encoded)
            problems = (*rendered.problems, _DAMAGED) if is_damaged else rendered.problems
            return Rendered(rendered.markup, rendered.origins, problems)

        return finish

    def _may_be_kept(self, rendered: Rendered) -> bool:
        """Return whether it is a document, and says nothing of content that has moved since."""
        templates = (f"{self._project.config.templates}/", freshness.PACKAGE)
        said = (
            place
            for problem in rendered.problems
            for place in (problem.place, *problem.about, *(place for _, place in problem.related))
        )
        return rendered.markup is not None and all(
            place is None or place.file.startswith(templates) for place in said
        )

    def _submit(self, draft: Draft) -> Future[bytes]:
        return self._executor.submit(calls.render, draft)

    def _finish(
        self, draft: Draft, places: tuple[Place, ...], future: Future[bytes]
    ) -> tuple[Rendered, bytes | None]:
        """Return the document, and the bytes that it came as."""
        try:
            try:
                body = future.result()
            except BrokenExecutor:  # once more: another process may have eaten the memory
                body = self._submit(draft).result()
        except TimeoutError:
            return Rendered.failed("T006", TIMED_OUT, draft), None
        except BrokenExecutor:
            return Rendered.failed("T007", OUT_OF_MEMORY, draft), None
        return decode(body, places), body

    @cached_property
    def _executor(self) -> Executor:
        return self._make_executor()

    @cached_property
    def _mark(self) -> str:
        config = self._project.config
        files = freshness.hash_tree(str(self._project.root), [config.templates])
        files |= freshness.hash_tree(str(package_templates()), [""], freshness.PACKAGE)
        words = (freshness.engine_signature(), repr(config), repr(sorted(files.items())))
        return hashlib.sha256("\0".join(words).encode("utf-8", "surrogateescape")).hexdigest()


@contextmanager
def protected(project: Project, cache: Cache | None = None) -> Iterator[Renderings]:
    """Yield Renderings in processes of their own, which end with the block.

    They are started when the first document isn't in the cache.
    """
    with ExitStack() as stack:
        pool = partial(
            WorkerPool,
            min(os.cpu_count() or 1, MOST_PROCESSES),
            calls.limit,
            (project.config.memory_mb,),
            preload=calls.RENDER_PRELOAD,
            patience=project.config.seconds * calls.PATIENCE,
        )
        yield Renderings(project, lambda: stack.enter_context(pool()), cache)


_DAMAGED = Diagnostic(
    "B301",
    "the cache entry is damaged; the document is rendered anew",
    hint="if this happens again, check the disk",
    severity=Severity.WARNING,
)
