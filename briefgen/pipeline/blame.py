"""Turn a document that can't be written into the declaration of a stylesheet on which it fails.

Whatever a stylesheet does is drawn, or refused at its place. How a job is written is the
business of briefgen/pipeline/worker.py.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace

from briefgen.diagnostics import Diagnostic, Place
from briefgen.pipeline.job import Job, Stylesheet

_END = re.compile(rb"[;}]")
_GAP = re.compile(rb"(?:[\s;}]|/\*.*?\*/)*", re.DOTALL)


def find_declaration(job: Job, why: str, fails: Callable[[Job], bool]) -> Diagnostic | None:
    """Return what to say of the declaration with which a job begins to fail, or None.

    ``why`` says how it does.

    Stylesheets are cut off after one declaration or another, which closes their blocks
    (CSS Syntax 3, 5.4), and bisected: some ten trials find the place. None is returned where the
    job fails without any stylesheet.
    """
    ends = [
        (number, match.end())
        for number, sheet in enumerate(job.stylesheets)
        for match in _END.finditer(sheet.text)
    ]
    if fails(replace(job, stylesheets=())):
        return None
    at = bisect_left(range(len(ends)), True, key=lambda index: fails(_cut_off(job, *ends[index])))
    if at == len(ends):
        return None
    number, end = ends[at]
    sheet = job.stylesheets[number]
    start = ends[at - 1][1] if at and ends[at - 1][0] == number else 0
    return Diagnostic(
        "S102",
        f"the document can't be laid out with this and what is before it: {why}",
        _place(sheet, start, end),
        "take it out, or reach the same look by other properties",
    )


def _cut_off(job: Job, number: int, end: int) -> Job:
    sheet = job.stylesheets[number]
    kept = (*job.stylesheets[:number], replace(sheet, text=sheet.text[:end]))
    return replace(job, stylesheets=kept)


def _place(sheet: Stylesheet, start: int, end: int) -> Place:
    """Return where a piece of a stylesheet begins, but for space and comments."""
    if (gap := _GAP.match(sheet.text, start, end)) is not None:
        start = gap.end()
    before = sheet.text[:start].decode("utf-8", "replace")
    return Place(sheet.path, before.count("\n") + 1, len(before) - before.rfind("\n"))
