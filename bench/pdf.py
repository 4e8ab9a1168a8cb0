"""Turn documents into PDF with tags and without, and a table of few rows and of many.

`python -m bench.pdf INPUTS ROUNDS` prints the seconds of each as JSON, and how many bytes of
memory a page of the long table takes. Layout is in all of them. Seconds are the processor's,
the least of all rounds; the long tables, which take a minute and more, have two at most.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

from weasyprint import HTML
from weasyprint.document import Document, DocumentMetadata

from bench.inputs import job_with_table, plain_html, read_jobs, with_row_count
from bench.timing import Call, take_turns
from briefgen.pipeline.job import Job
from briefgen.pipeline.worker import start, write
from briefgen.style.engine import AssetFetcher, Engine
from briefgen.writers.pdf import write_pdf

FEW_ROWS = 290
MANY_ROWS = 2_900

_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


def main(inputs: Path, rounds: int) -> None:
    """Time the pack's documents, then the tables."""
    start()
    engine = Engine()
    jobs = [replace(job, formats=("pdf",)) for job in read_jobs(inputs) if "pdf" in job.formats]
    table = replace(job_with_table(inputs), formats=("pdf",))
    few, many = (with_row_count(table, rows) for rows in (FEW_ROWS, MANY_ROWS))
    pages: dict[str, int] = {}

    def make(name: str, job: Job) -> None:
        result = write(job)
        if not result.files:
            words = "; ".join(problem.diagnostic.message for problem in result.problems)
            raise SystemExit(f"bench: {name} gave no files: {words}")
        pages[name] = result.pages or 0

    calls: dict[str, Callable[[], None]] = {
        "tagged": lambda: _each(engine, jobs, lambda laid, job: write_pdf(laid, job.metadata)),
        "untagged": lambda: _each(engine, jobs, _write_untagged),
    }
    tables: dict[str, Callable[[], None]] = {
        "few rows": lambda: make("few rows", few),
        "many rows": lambda: make("many rows", many),
        "many rows, plain": lambda: HTML(string=plain_html(many)).write_pdf(),
    }
    taken = _times(calls, rounds)
    make("few rows", few)
    before = _peak()
    make("many rows", many)
    grown = (_peak() - before) / (pages["many rows"] - pages["few rows"])
    taken |= _times(tables, min(rounds, 2))
    print(json.dumps({**taken, "bytes a page": grown}))


def _each(engine: Engine, jobs: list[Job], finish: Callable[[Document, Job], object]) -> None:
    for job in jobs:
        root = ElementTree.fromstring(job.markup)  # noqa: S314 - the gate's own output
        cascade, _ = engine.cascade(root, job.stylesheets, AssetFetcher(job.assets))
        finish(cascade.layout(), job)


def _write_untagged(document: Document, job: Job) -> None:
    document.metadata = DocumentMetadata(title=job.metadata.title, lang=job.metadata.language)
    document.write_pdf()


def _times(calls: dict[str, Callable[[], None]], rounds: int) -> dict[str, float]:
    """Return the least seconds of each call."""
    works = {name: Call(partial(_tidy, call)) for name, call in calls.items()}
    return {name: min(seconds) for name, seconds in take_turns(works, rounds).items()}


def _tidy(call: Callable[[], None]) -> None:
    """Call, and collect the garbage that layout leaves behind: whoever made it pays for it."""
    call()
    gc.collect()


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _PEAK_UNIT


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
