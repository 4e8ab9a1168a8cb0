"""Turn a file of any of our formats into what is wrong with it, by what its bytes are.

A file's name says nothing here: who sends one may call it anything.
"""

from __future__ import annotations

from collections.abc import Callable

from briefgen.conformance.pdf.check import check_pdf
from briefgen.diagnostics import Diagnostic, Place

MOST_BYTES = 500_000_000
"""The most bytes of a file that is looked at."""

_HEAD_BYTES = 1024

Checker = Callable[[bytes, str], list[Diagnostic]]


def check_file(data: bytes, file: str) -> list[Diagnostic]:
    """Return what is wrong with a file; ``file`` is the path that is told."""
    place = Place(file, 0, 0)
    if len(data) > MOST_BYTES:
        message = f"the file is larger than {MOST_BYTES:,} bytes"
        return [Diagnostic("V103", message, place, "check a part of it")]
    check = _checker(data)
    if check is None:
        return [Diagnostic("V101", "the file is no PDF", place, "only PDF files can be verified")]
    return check(data, file)


def _checker(data: bytes) -> Checker | None:
    return check_pdf if b"%PDF-" in data[:_HEAD_BYTES] else None
