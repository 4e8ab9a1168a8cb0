"""Turn a file of any of our formats into what is wrong with it, by what its bytes are.

A file's name says nothing here: who sends one may call it anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from briefgen.conformance.docx import check_docx
from briefgen.conformance.html import check_html
from briefgen.conformance.pdf.check import check_pdf
from briefgen.conformance.table import whole
from briefgen.diagnostics import Diagnostic

MOST_BYTES = 500_000_000
"""The most bytes of a file that is looked at."""

_HEAD_BYTES = 1024

Checker = Callable[[bytes, str], list[Diagnostic]]

_CHECKERS: tuple[tuple[re.Pattern[bytes], Checker], ...] = (
    (re.compile(rb"(?s).*%PDF-"), check_pdf),
    (re.compile(rb"PK\x03\x04"), check_docx),
    (re.compile(rb"(?i)(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)\b"), check_html),
)
"""How a file begins, and who checks it."""


def check_file(data: bytes, file: str) -> list[Diagnostic]:
    """Return what is wrong with a file; ``file`` is the path that is told."""
    if len(data) > MOST_BYTES:
        message = f"the file is larger than {MOST_BYTES:,} bytes"
        return [Diagnostic("V103", message, whole(file), "check a part of it")]
    for beginning, check in _CHECKERS:
        if beginning.match(data[:_HEAD_BYTES]):
            return check(data, file)
    message = "the file is no PDF, Word or HTML file"
    return [Diagnostic("V101", message, whole(file), "verify PDF, DOCX or HTML files")]
