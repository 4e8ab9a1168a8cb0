"""Turn a result into what is wrong with it, before anything is published.

Cheap checks on every file: that it is what its format asks for, refers to nothing
outside itself and holds nothing that was left out of the View. How a document looks is
not checked here but by whoever reads it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from html.parser import HTMLParser

from briefgen.diagnostics import Diagnostic
from briefgen.pipeline.job import Format, Job, Result
from briefgen.pipeline.leaks import Secrets, leak, unexplained
from briefgen.pipeline.texts import FILE_TEXTS, UNREADABLE, job_texts

_DOCX_PARTS = frozenset(["[Content_Types].xml", "_rels/.rels", "word/document.xml"])


def verify(result: Result, secrets: Secrets, job: Job) -> list[Diagnostic]:
    """Return what is wrong with a result's files.

    ``secrets`` are texts that must be in none of them, unless they are in the ``job``, which
    has been searched before (briefgen/pipeline/prepare.py).
    """
    found: list[Diagnostic] = []
    for name, data in result.files.items():
        broken = _CHECKS[name](data, result)
        found += broken or _find_leaks(name, data, secrets, job)
    return found


def _find_leaks(name: Format, data: bytes, secrets: Secrets, job: Job) -> list[Diagnostic]:
    """Return whether a secret is in a file, visible or not."""
    if not secrets:
        return []
    try:
        there = secrets.within(FILE_TEXTS[name](data))
    except UNREADABLE as error:
        return [_broken(f"the {name.upper()} file can't be read: {error}")]
    return [leak(f"the {name.upper()} file")] if unexplained(there, job_texts(job)) else []


# --- the checks of each format ---------------------------------------------------------


def _check_pdf(data: bytes, result: Result) -> list[Diagnostic]:
    if not data.startswith(b"%PDF-"):
        return [_broken("the PDF file has no PDF header")]
    if data.count(b"%%EOF") != 1:
        return [_broken("the PDF file was written in more than one pass, or not to its end")]
    return [] if result.pages else [_broken("the PDF file has no page")]


def _check_docx(data: bytes, _result: Result) -> list[Diagnostic]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if missing := sorted(_DOCX_PARTS.difference(package.namelist())):
                return [_broken(f"the DOCX file lacks the part {missing[0]}")]
            if (damaged := package.testzip()) is not None:
                return [_broken(f"the part {damaged} of the DOCX file is damaged")]
    except zipfile.BadZipFile as error:
        return [_broken(f"the DOCX file is no zip archive: {error}")]
    return []


class _Page(HTMLParser):
    """Gathers what an HTML file would fetch."""

    _FETCHED = frozenset(
        ["action", "background", "data", "formaction", "href", "poster", "src", "srcset"]
    )

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.ended = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in self._FETCHED and tag != "a" and not (value or "").startswith("data:"):
                self.fetched.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        self.ended = self.ended or tag == "html"


def _parse_html(data: bytes) -> _Page:
    page = _Page()
    page.feed(data.decode("utf-8", "replace"))
    page.close()
    return page


_CSS_URL = re.compile(rb"url\(\s*+[\"']?+(?!data:|#)[^)]*\)", re.IGNORECASE)


def _check_html(data: bytes, _result: Result) -> list[Diagnostic]:
    page = _parse_html(data)
    if not page.ended:
        return [_broken("the HTML file has no end")]
    fetched = page.fetched + [m.group().decode("utf-8", "replace") for m in _CSS_URL.finditer(data)]
    if fetched:
        return [Diagnostic("B403", f"the HTML file would fetch '{fetched[0][:60]}'")]
    return []


def _broken(message: str) -> Diagnostic:
    return Diagnostic("B401", message, hint="this is a mistake in briefgen: please report it")


_CHECKS: Mapping[Format, Callable[[bytes, Result], list[Diagnostic]]] = {
    "pdf": _check_pdf,
    "docx": _check_docx,
    "html": _check_html,
}
