"""Turn a pack into what the competitors start from: its jobs, and each as one HTML string."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from briefgen.pipeline.job import Job
from briefgen.pipeline.prepare import Preparer
from briefgen.project import find_project

_JOBS = "jobs.pickle"
_BODY = ".//table[@id='table']/tbody"
_LEVERS = {
    r"table-layout:\s*fixed": "table-layout: auto",
    r"leader\([^)]*\)": 'leader(".")',
}
"""What stylesheets say for speed alone, and what stands there without that thought."""


def write_inputs(root: Path, pack: str, folder: Path) -> None:
    """Write the jobs of a project's pack, and plain HTML files of the same documents."""
    preparer = Preparer(find_project(root), (pack,))
    jobs = []
    for plan in preparer.plans:
        for entry in plan.entries:
            ready, diagnostics = preparer.prepare(plan, entry)
            if ready is None:
                raise SystemExit(f"bench: {entry.name} can't be prepared: {diagnostics}")
            jobs.append(ready.job)
    folder.mkdir()
    (folder / _JOBS).write_bytes(pickle.dumps(jobs))
    for number, job in enumerate(jobs):
        path = folder / f"{number}.html"
        path.write_text(plain_html(job), encoding="utf-8")
        for name, data in job.assets.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)


def read_jobs(folder: Path) -> list[Job]:
    """Return the jobs that write_inputs wrote."""
    jobs: list[Job] = pickle.loads((folder / _JOBS).read_bytes())  # noqa: S301 - our own file
    return jobs


def plain_files(folder: Path) -> Iterator[Path]:
    """Return the HTML files that write_inputs wrote."""
    return iter(sorted(folder.glob("*.html")))


def job_with_table(folder: Path) -> Job:
    """Return the job of a document that is one long bilingual table."""
    return next(job for job in read_jobs(folder) if _tree(job).find(_BODY) is not None)


def row_texts(job: Job) -> list[list[str]]:
    """Return the texts of the table's rows that have a key and two languages."""
    return [["".join(cell.itertext()) for cell in row] for row in _rows(_tree(job))]


def with_row_count(job: Job, count: int) -> Job:
    """Return the job of the same document with its rows again and again."""
    texts = row_texts(job)
    return with_rows(job, [texts[number % len(texts)] for number in range(count)])


def with_rows(job: Job, texts: list[list[str]]) -> Job:
    """Return the job of the same document with other rows."""
    root = _tree(job)
    body = root.find(_BODY)
    if body is None:
        raise SystemExit("bench: the document has no bilingual table")
    form = _rows(root)[0]
    body[:] = []
    for number, cells in enumerate(texts):
        row = deepcopy(form)
        for cell, text in zip(row, cells, strict=True):
            cell[:] = []
            cell.text = text
        row[0].set("id", f"p-{number}")
        body.append(row)
    return replace(job, markup=ElementTree.tostring(root))


def _tree(job: Job) -> Element:
    return ElementTree.fromstring(job.markup)  # noqa: S314 - the gate's own output


def _rows(root: Element) -> list[Element]:
    return [row for row in root.iterfind(f"{_BODY}/tr") if len(row) == 3]


def plain_html(job: Job) -> str:
    """Return the document as an author without our levers has it, in one string."""
    root = _tree(job)
    css = "\n".join(sheet.text.decode() for sheet in job.stylesheets)
    head = root.find("head")
    if head is None:
        raise SystemExit(f"bench: {job.name} has no head")
    for lever, plain in _LEVERS.items():
        css = re.sub(lever, plain, css)
    SubElement(head, "style").text = css
    return "<!DOCTYPE html>\n" + ElementTree.tostring(root, encoding="unicode", method="html")
