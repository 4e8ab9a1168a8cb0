"""Turn one long bilingual table into DOCX by briefgen, docxtpl and pandoc, and time each.

`python -m bench.word INPUTS ROUNDS` prints the median seconds of each as JSON. From
markup to bytes, without starting Python; pandoc is a program of its own and starts. The
template that docxtpl fills is briefgen's document of the same table, with its styles and
languages, so both write the same XML; pandoc reads the same markup as HTML.
"""

from __future__ import annotations

import io
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pypandoc
from docxtpl import DocxTemplate

from bench.inputs import read_jobs
from briefgen.build.job import Job
from briefgen.build.worker import start, write

ROWS = 2_900
MANY_ROWS = 29_000

_TAGS = (
    ("{%tr for row in rows %}", "", ""),
    ("{{ row[0] }}", "{{ row[1] }}", "{{ row[2] }}"),
    ("{%tr endfor %}", "", ""),
)
"""docxtpl's own tags for a row that repeats."""


def main(inputs: Path, rounds: int) -> None:
    """Time the three in turns, and briefgen on ten times the rows."""
    start()
    job = next(job for job in read_jobs(inputs) if _rows(_tree(job)) is not None)
    cells = _texts(job)
    long, longer = (_repeated(job, rows) for rows in (ROWS, MANY_ROWS))
    template = _docx(_with_rows(job, [list(tags) for tags in _TAGS]))
    texts = [cells[number % len(cells)] for number in range(ROWS)]
    page = inputs / "long.html"
    page.write_bytes(b"<!DOCTYPE html>" + long.markup)
    work: dict[str, Callable[[], object]] = {
        "briefgen": lambda: _docx(long),
        "docxtpl": lambda: _fill(template, texts),
        "pandoc": lambda: _convert(page),
        "briefgen, ten times the rows": lambda: _docx(longer),
    }
    samples: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, run in work.items():
            begin = time.perf_counter()
            run()
            samples[name].append(time.perf_counter() - begin)
            print(f"  {name} {samples[name][-1]:.3f} s", file=sys.stderr, flush=True)
    print(json.dumps({name: statistics.median(taken) for name, taken in samples.items()}))


def _docx(job: Job) -> bytes:
    files = write(job).files
    if "docx" not in files:
        raise SystemExit(f"bench: {job.name} gave no DOCX")
    return files["docx"]


def _fill(template: bytes, rows: list[list[str]]) -> bytes:
    document = DocxTemplate(io.BytesIO(template))
    document.render({"rows": rows}, autoescape=True)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _convert(page: Path) -> None:
    pandoc = pypandoc.get_pandoc_path()
    subprocess.run([pandoc, page, "-o", page.with_suffix(".docx")], check=True)


def _tree(job: Job) -> Element:
    return ElementTree.fromstring(job.markup)  # noqa: S314 - the gate's own output


def _rows(root: Element) -> Element | None:
    return root.find(".//table[@id='table']/tbody")


def _body(root: Element) -> Element:
    body = _rows(root)
    if body is None:
        raise SystemExit("bench: the document has no bilingual table")
    return body


def _texts(job: Job) -> list[list[str]]:
    """Return the texts of the rows that have a key and two languages."""
    return [
        ["".join(cell.itertext()) for cell in row] for row in _body(_tree(job)) if len(row) == 3
    ]


def _repeated(job: Job, rows: int) -> Job:
    cells = _texts(job)
    return _with_rows(job, [cells[number % len(cells)] for number in range(rows)])


def _with_rows(job: Job, texts: list[list[str]]) -> Job:
    """Return the job of the same document with other rows, as DOCX alone."""
    root = _tree(job)
    body = _body(root)
    form = next(row for row in body if len(row) == 3)
    for row in list(body):
        body.remove(row)
    for number, cells in enumerate(texts):
        row = deepcopy(form)
        for cell, text in zip(row, cells, strict=True):
            cell[:] = []
            cell.text = text
        row[0].set("id", f"p-{number}")
        body.append(row)
    return replace(job, markup=ElementTree.tostring(root), formats=("docx",))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
