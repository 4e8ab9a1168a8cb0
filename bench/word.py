"""Turn one long bilingual table into DOCX by briefgen, docxtpl and pandoc, and time each.

`python -m bench.word INPUTS ROUNDS` prints the median seconds of each as JSON. From
markup to bytes, without starting Python; pandoc is a program of its own and starts. The
template that docxtpl fills is briefgen's document of the same table, with its styles and
languages, so both write the same XML; pandoc reads the same markup as HTML.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pypandoc
from docxtpl import DocxTemplate

from bench.inputs import job_with_table, row_texts, with_row_count, with_rows
from bench.timing import Call, medians
from briefgen.pipeline.job import Job
from briefgen.pipeline.worker import start, write

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
    job = job_with_table(inputs)
    cells = row_texts(job)
    long, longer = (with_row_count(job, rows) for rows in (ROWS, MANY_ROWS))
    template = _docx(with_rows(job, [list(tags) for tags in _TAGS]))
    texts = [cells[number % len(cells)] for number in range(ROWS)]
    page = inputs / "long.html"
    page.write_bytes(b"<!DOCTYPE html>" + long.markup)
    calls = {
        "briefgen": lambda: _docx(long),
        "docxtpl": lambda: _fill(template, texts),
        "pandoc": lambda: _convert(page),
        "briefgen, ten times the rows": lambda: _docx(longer),
    }
    works = {name: Call(call, time.perf_counter) for name, call in calls.items()}
    print(json.dumps(medians(works, rounds)))


def _docx(job: Job) -> bytes:
    files = write(replace(job, formats=("docx",))).files
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


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
