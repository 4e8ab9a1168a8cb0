"""Turn a draft into a document: its templates rendered, its markup past the gate.

It runs in a process that is stopped where it takes too much time or memory; who calls it, and
what is said then, is in briefgen/pipeline/rendering.py.
"""

from __future__ import annotations

import gc

from briefgen.languages import read_profiles
from briefgen.markup.parse import parse, serialize
from briefgen.markup.render import Renderer
from briefgen.markup.sandbox import OutOfTime
from briefgen.pipeline.calls import time_limit
from briefgen.pipeline.rendering import OUT_OF_MEMORY, TIMED_OUT, Draft, Rendered

_renderers: dict[tuple[str, tuple[str, ...]], Renderer] = {}
"""The last Renderer, by the mark of its templates and the languages that it has."""


def render(draft: Draft) -> bytes:
    """Return what comes of a draft, encoded. Nothing that an author can write raises."""
    try:
        with time_limit(draft.project.config.seconds, OutOfTime):
            _, places = draft.name()
            rendered = _render(draft)
            if any(problem.code == "T007" for problem in rendered.problems):
                gc.collect()  # what the template hoarded hangs on its frames, in circles
            return rendered.encode(places)
    except OutOfTime:
        return Rendered.failed("T006", TIMED_OUT, draft).encode(())
    except MemoryError:
        return Rendered.failed("T007", OUT_OF_MEMORY, draft).encode(())


def _render(draft: Draft) -> Rendered:
    key = (f"{draft.project.root} {draft.mark}", draft.languages)
    if key not in _renderers:
        profiles, _ = read_profiles(draft.project, draft.languages)
        _renderers.clear()
        _renderers[key] = Renderer(draft.project, profiles)
    markup, problems = _renderers[key].render(draft.view, draft.source)
    if markup is None:
        return Rendered(None, (), tuple(problems))
    document, found = parse(markup, unbroken=draft.project.config.unbroken)
    problems = [*problems, *found]
    if document is None:
        return Rendered(None, (), tuple(problems))
    return Rendered(serialize(document), document.origins, tuple(problems))
