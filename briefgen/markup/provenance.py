"""Say how markup carries where it came from, on the way from the renderer to the gate.

Each start tag has an attribute with its template and line, some one with the place of
the content they print; the files' names stand once, in a processing instruction at the
end. The gate takes all of it off again (briefgen/markup/parse.py).
"""

from __future__ import annotations

import json
import re

from briefgen.diagnostics import Place

TEMPLATE_MARK = "data-t"
CONTENT_MARK = "data-c"
TARGET = "briefgen-files"

_TRAILER = re.compile(rf"<\?{TARGET} (\[.*?\])\?>\s*\Z")


class Files:
    """The names of files as small numbers, in the order in which they were first met."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, file: str) -> int:
        """Return the number of a file."""
        return self._numbers.setdefault(file, len(self._numbers))

    def template_mark(self, file: str, line: int) -> str:
        """Return the attribute, with a space before it, for a tag on a line of a template."""
        return f' {TEMPLATE_MARK}="{self.number(file)}:{line}"'

    def content_mark(self, place: Place) -> str:
        """Return the attribute, with a space before it, for content from a place."""
        where = f"{self.number(place.file)}:{place.line}:{place.column}:{place.length}"
        return f' {CONTENT_MARK}="{where}"'

    def trailer(self) -> str:
        """Return the processing instruction that names the files."""
        names = json.dumps(list(self._numbers)).replace("?>", "?\\u003e")
        return f"<?{TARGET} {names}?>\n"


def split_trailer(markup: str) -> tuple[str, tuple[str, ...]]:
    """Return the markup without its trailer, and the names of the files by number."""
    start = markup.rfind(f"<?{TARGET} ")
    found = _TRAILER.match(markup, start) if start >= 0 else None
    return (markup[:start], tuple(json.loads(found[1]))) if found else (markup, ())


def read_place(mark: str, files: tuple[str, ...]) -> Place | None:
    """Return the place that a mark names, or None where it names none."""
    number, *position = mark.split(":")
    if not all(part.isdecimal() for part in (number, *position)) or int(number) >= len(files):
        return None
    return Place(files[int(number)], *map(int, position[:3]))
