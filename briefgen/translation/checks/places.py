"""Turn a stretch of a text into its place in the YAML file, and a file into one with texts mended.

A text in YAML may go over lines, be in quotes and have escapes (YAML 1.2, chapter 7), so
its characters are matched to the file's one by one; where that fails, nothing is mended.
"""

from __future__ import annotations

import bisect
import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from briefgen.content.model import Path
from briefgen.content.tree import Tree, Value, read_tree
from briefgen.diagnostics import Place
from briefgen.project import Config, Project, read_file
from briefgen.translation.checks.model import Span

_INDICATOR = re.compile(r"[|>][+\-0-9]*[ \t]*(?:#[^\n]*)?\n")
_FOLD = re.compile(r"(?:\r?\n[ \t]*)+")
_FLOW_FOLD = re.compile(r"[ \t]*(?:\r?\n[ \t]*)+")
_SPACE = re.compile(r"[ \t\r\n]*")
_ESCAPES = {
    "_": "\u00a0",
    "t": "\t",
    "n": "\n",
    "e": "\x1b",
    "N": "\x85",
    "L": "\u2028",
    "P": "\u2029",
}
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)


class Texts:
    """The raw text of a project's files, each read once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._files: dict[str, tuple[str, list[int]]] = {}

    def locate(self, place: Place, text: str, span: Span) -> Place:
        """Return the place of a stretch of the text that stands at a place."""
        raw, lines = self.read(place.file)
        indices = _match(raw, _index(place, lines), text)
        if indices is None:
            return place
        start, end = indices[span[0]], indices[max(span[0], span[1] - 1)] + 1
        line = bisect.bisect_right(lines, start)
        stop = lines[line] - 1 if line < len(lines) else len(raw)
        return Place(place.file, line, start - lines[line - 1] + 1, max(1, min(end, stop) - start))

    def read(self, file: str) -> tuple[str, list[int]]:
        """Return a file's text and where each of its lines begins."""
        if file not in self._files:
            content, _ = read_file(self._project, file)
            raw = (content or b"").decode("utf-8", "replace").removeprefix("\ufeff")
            lines = [0, *(found.end() for found in re.finditer("\n", raw))]
            self._files[file] = raw, lines
        return self._files[file]


@dataclass(frozen=True, slots=True)
class Mending:
    """A target text and what it is when what is safe to mend is mended."""

    place: Place
    old: str
    new: str


def mend(raw: str, mendings: Sequence[Mending], config: Config) -> str:
    """Return a YAML file's text with the mendings in it, all of them in this one file.

    ``config`` has the budgets under which the file was read. Only the characters that differ
    are touched. A text that can't be matched to the file's, or whose change would change
    others, stays as it is.
    """
    mended = _mend(raw, mendings)
    if _says(mended, raw, mendings, config):
        return mended
    kept = [one for one in mendings if _says(_mend(raw, [one]), raw, [one], config)]
    return _mend(raw, kept)


def _says(mended: str, raw: str, mendings: Sequence[Mending], config: Config) -> bool:
    """Return whether a file says what it said, but for the mendings."""
    file = mendings[0].place.file
    before, _ = read_tree(raw.encode(), file, config)
    after, _ = read_tree(mended.encode(), file, config)
    if before is None or after is None:
        return False
    news = {(m.place.line, m.place.column): m for m in mendings}
    for path, (line, column, _length) in before.values.items():
        old, new = _value(before, path), _value(after, path)
        if isinstance(old, str):
            mending = news.get((line, column))
            if new not in ((old, mending.new) if mending else (old,)):
                return False
    return before.values.keys() == after.values.keys()


def _value(tree: Tree, path: Path) -> Value:
    value: Any = tree.value
    for step in path:
        value = value[step]
    return value  # type: ignore[no-any-return]  # the path's last step is a value


def _mend(raw: str, mendings: Iterable[Mending]) -> str:
    lines = [0, *(found.end() for found in re.finditer("\n", raw))]
    edits: list[tuple[int, int, str]] = []
    for mending in mendings:
        indices = _match(raw, _index(mending.place, lines), mending.old)
        if indices is None:
            continue
        new = mending.new
        matcher = difflib.SequenceMatcher(None, mending.old, new, autojunk=False)
        for tag, start, end, first, last in matcher.get_opcodes():
            if tag != "equal":
                at = indices[start]
                edits.append((at, indices[end], new[first:last]))
    for start, end, words in sorted(edits, reverse=True):
        raw = raw[:start] + words + raw[end:]
    return raw


def _index(place: Place, lines: list[int]) -> int:
    return lines[min(place.line, len(lines)) - 1] + place.column - 1


def _match(raw: str, start: int, text: str) -> list[int] | None:
    """Return where in a file each character of the text stands that begins at an index.

    One more is where the text ends. None where the two don't agree.
    """
    quote = raw[start : start + 1]
    if header := _INDICATOR.match(raw, start):
        start = _SPACE.match(raw, header.end()).end()  # type: ignore[union-attr]  # always matches
        quote = ">"
    elif quote in ("'", '"'):
        start += 1
    else:
        quote = ""
    indices, at = [], start
    for character in text:
        found = _character(raw, at, quote, character)
        if found is None:
            return None
        indices.append(found[0])
        at = found[1]
    return [*indices, at]


def _character(raw: str, at: int, quote: str, wanted: str) -> tuple[int, int] | None:
    """Return where a character stands at or after an index, and where the next one may."""
    if quote == '"' and raw.startswith("\\\n", at):
        at = _SPACE.match(raw, at + 2).end()  # type: ignore[union-attr]  # always matches
    if quote == '"' and (escape := _ESCAPE.match(raw, at)):
        code = escape[1] or escape[2] or escape[3]
        value = chr(int(code, 16)) if code else _ESCAPES.get(escape[4], escape[4])
        return (at, escape.end()) if value == wanted else None
    if quote == "'" and wanted == "'":
        return (at, at + 2) if raw.startswith("''", at) else None
    fold = _FOLD if quote == ">" else _FLOW_FOLD
    if wanted in " \n" and (space := fold.match(raw, at)):
        return at, space.end()
    return (at, at + 1) if raw.startswith(wanted, at) else None
