"""Turn a pack into what the competitors start from: its jobs, and each as one HTML string."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import SubElement

from briefgen.build.job import Job
from briefgen.build.prepare import Preparer
from briefgen.project import find_project

_JOBS = "jobs.pickle"
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
        path.write_text(_plain_html(job), encoding="utf-8")
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


def _plain_html(job: Job) -> str:
    """Return the document as an author without our levers has it, in one string."""
    root = ElementTree.fromstring(job.markup)  # noqa: S314 - the gate's own output
    css = "\n".join(sheet.text.decode() for sheet in job.stylesheets)
    head = root.find("head")
    if head is None:
        raise SystemExit(f"bench: {job.name} has no head")
    for lever, plain in _LEVERS.items():
        css = re.sub(lever, plain, css)
    SubElement(head, "style").text = css
    return "<!DOCTYPE html>\n" + ElementTree.tostring(root, encoding="unicode", method="html")
