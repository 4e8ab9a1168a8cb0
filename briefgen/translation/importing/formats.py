"""Turn a file from outside into a reading, by the format that it is in.

Each format's reader is a module of its own; which one a file needs is said here alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from briefgen.diagnostics import Diagnostic, Place
from briefgen.translation.importing.docx import Revisions, read_docx
from briefgen.translation.importing.html import read_html
from briefgen.translation.importing.markdown import read_markdown
from briefgen.translation.importing.model import Reading
from briefgen.translation.importing.text import UnreadableError, read_text

MAX_BYTES = 50_000_000
"""The most that a file to import may have."""

Reader = Callable[[bytes, str], Reading]

_BY_START: tuple[tuple[re.Pattern[bytes], Reader | None], ...] = (
    (re.compile(rb"PK\x03\x04|PK\x05\x06|\xd0\xcf\x11\xe0"), read_docx),
    (re.compile(rb"%PDF-|\x89PNG|\xff\xd8\xff|GIF8|\{\\rtf"), None),
    (re.compile(rb"(?i)(\xef\xbb\xbf)?\s*<(!doctype\s+html|html)"), read_html),
)
"""What a file begins with → its reader, None for what can't be read."""

_BY_SUFFIX: dict[str, Reader] = {
    ".docx": read_docx,
    ".htm": read_html,
    ".html": read_html,
    ".xhtml": read_html,
    ".md": read_markdown,
    ".markdown": read_markdown,
}


def read_outside(
    data: bytes, file: str, revisions: Revisions = "fail"
) -> tuple[Reading | None, list[Diagnostic]]:
    """Return what a file holds, or None and why it isn't read.

    ``file`` is the name that places get; its suffix decides where the first bytes don't.
    ``revisions`` says what becomes of a Word document's tracked changes.
    """
    reader: Reader | None = _BY_SUFFIX.get(PurePosixPath(file).suffix.lower(), read_text)
    for start, found in _BY_START:
        if start.match(data):
            reader = found
    if reader is None:
        hint = "give a text file, Markdown, HTML or a Word document (.docx)"
        return None, [Diagnostic("I101", "the file is of another format", Place(file), hint)]
    if not data.strip():
        hint = "give a file with the text of the document"
        return None, [Diagnostic("I103", "the file is empty", Place(file), hint)]
    try:
        reading = read_docx(data, file, revisions) if reader is read_docx else reader(data, file)
    except UnreadableError as error:
        return None, list(error.diagnostics)
    return reading, list(reading.problems)
