"""Turn diagnostics into text: for people, for other programs, for a GitHub workflow.

Diagnostics themselves are in briefgen/diagnostics.py; which stream the text goes to is
decided in briefgen/cli/commands/.
"""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TextIO

import click

from briefgen.cli.app import SHOW_ALL
from briefgen.content.levels import Levels
from briefgen.diagnostics import (
    Diagnostic,
    Place,
    Severity,
    acts,
    folded,
    has_errors,
    printable,
)
from briefgen.project import Config, ConfigurationError, Project, read_file

WIDTH = 100
"""Columns of a source line that are shown: the stretch around the caret."""

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_TAB = 4


def wants_color(stream: TextIO) -> bool:
    """Return whether to colour what goes to a stream (no-color.org, force-color.org)."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()


def shows_all(stream: TextIO) -> bool:
    """Return whether a stream may have what is above the lowest level of handling.

    A person at a terminal sees what is in the files anyway. Anything else may be a log.
    """
    context = click.get_current_context(silent=True)
    if context is not None and context.meta.get(SHOW_ALL):
        return True
    return stream.isatty() and not os.environ.get("CI")


def levels_for(project: Project | None, stream: TextIO) -> Levels | None:
    """Return what a stream may not have of a project's files; None where it may have all."""
    return None if shows_all(stream) else Levels(project)


def report(project: Project | None, diagnostics: Iterable[Diagnostic], output_format: str) -> None:
    """Print diagnostics, sorted by place: JSON to standard output, the rest to standard error.

    Only JSON has each of those that repeat (diagnostics.folded). Source lines are shown from
    the project's files; without a project there are none.
    """
    ordered = sorted(diagnostics, key=_order)
    _say(project, ordered, output_format)
    if words := summary(ordered):
        click.echo(words, err=True)


def report_settings(error: ConfigurationError, output_format: str) -> None:
    """Print what is wrong with a configuration, by which there is no project yet."""
    project = Project(error.root, Config(), "")
    known = output_format in ("concise", "json", "github")
    report(project, error.diagnostics, output_format if known else "full")


class Reporter:
    """Prints the diagnostics of something that takes long: what is known early at once."""

    def __init__(self, project: Project, output_format: str) -> None:
        self._project = project
        self._output_format = output_format
        self._told: frozenset[Diagnostic] = frozenset()

    def begin(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Print what is known before the long part, where an error is among it."""
        if has_errors(diagnostics) and self._output_format != "json":
            _say(self._project, sorted(diagnostics, key=_order), self._output_format)
            self._told = frozenset(diagnostics)

    def finish(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Print the rest of all diagnostics, and how many there are of all."""
        left = sorted((d for d in diagnostics if d not in self._told), key=_order)
        _say(self._project, left, self._output_format)
        if words := summary(diagnostics):
            click.echo(words, err=True)


def _say(project: Project | None, ordered: Sequence[Diagnostic], output_format: str) -> None:
    stream = sys.stdout if output_format in ("json", "github") else sys.stderr
    levels = levels_for(project, stream)
    if levels is not None:
        ordered = [levels.discreet(diagnostic) for diagnostic in ordered]
    if output_format == "json":
        click.echo(to_json(ordered))
    elif output_format == "github":
        for diagnostic in folded(ordered):
            click.echo(to_github(diagnostic))
    elif ordered:
        color = wants_color(sys.stderr)
        lines = _Lines(project)
        for diagnostic in folded(ordered):
            full = output_format == "full"
            is_hidden = levels is not None and levels.hides_line(diagnostic)
            read_line = _no_line if is_hidden else lines
            text = to_full(diagnostic, read_line) + "\n" if full else to_concise(diagnostic)
            click.echo(text if color else click.unstyle(text), err=True, color=color)


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """Return "2 errors, 1 warning in 3 files", or "" for mere information."""
    diagnostics = [d for d in diagnostics if d.severity is not Severity.INFO]
    counts = [
        count(sum(d.severity is severity for d in diagnostics), severity.value)
        for severity in (Severity.ERROR, Severity.WARNING)
    ]
    files = len({d.place.file for d in diagnostics if d.place})
    where = f" in {count(files, 'file')}" if files else ""
    return ", ".join(count for count in counts if not count.startswith("0")) + where


def error_line(message: str) -> str:
    """Return what is wrong with a command line or the machine: ``error: message``."""
    head = click.style("error", fg=_COLORS[Severity.ERROR], bold=True)
    return f"{head}: {printable(message)}"


def to_concise(diagnostic: Diagnostic) -> str:
    """Return a diagnostic in one line: ``file:line:column: error C101 message``."""
    place = f"{diagnostic.place}: " if diagnostic.place else ""
    severity = click.style(diagnostic.severity.value, fg=_COLORS[diagnostic.severity])
    return f"{place}{severity} {diagnostic.code} {printable(diagnostic.message)}"


def to_full(diagnostic: Diagnostic, read_line: Callable[[Place], str | None]) -> str:
    """Return a diagnostic with its source line, the place underlined, and its hint.

    ``read_line`` returns the line of a place, or None where there is none to show.
    """
    color = _COLORS[diagnostic.severity]
    head = click.style(f"{diagnostic.severity.value}[{diagnostic.code}]", fg=color, bold=True)
    parts = [f"{head}: {click.style(printable(diagnostic.message), bold=True)}"]
    gutter = ""
    if diagnostic.place is not None:
        gutter = " " * len(str(diagnostic.place.line))
        parts.append(f"{gutter}{_blue('-->')} {diagnostic.place}")
        if (line := read_line(diagnostic.place)) is not None:
            parts += _excerpt(line, diagnostic.place, color)
    for words, place in diagnostic.related:
        parts.append(f"{gutter} {_blue('=')} {printable(words)}: {place}")
    if diagnostic.hint:
        hint = _lines_apart(diagnostic.hint)
        parts.append(f"{gutter} {_blue('=')} {click.style('help', bold=True)}: {hint}")
    return "\n".join(parts)


def _lines_apart(hint: str) -> str:
    """Return a hint, which may have lines, without one that a workflow would take for a command."""
    first, *rest = (printable(line) for line in hint.split("\n"))
    for line in rest:
        is_command = line.lstrip().startswith(("::", "##["))
        first += f"<U+000A>{line}" if is_command else f"\n{line}"
    return first


def to_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Return diagnostics as a JSON list."""
    text = json.dumps([_to_object(d) for d in diagnostics], ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode()  # half of a pair, in a file's name


def to_github(diagnostic: Diagnostic) -> str:
    """Return a diagnostic as a workflow command, which GitHub shows beside the line."""
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
    properties = {"title": diagnostic.code}
    if (place := diagnostic.place) is not None:
        properties = {
            "file": place.file,
            "line": str(place.line),
            "col": str(place.column),
            **properties,
        }
    escaped = ",".join(f"{k}={_escape(printable(v), ':,')}" for k, v in properties.items())
    message = ". ".join(words for words in (diagnostic.message, diagnostic.hint) if words)
    lines = "\n".join(map(printable, message.split("\n")))
    return f"::{levels[diagnostic.severity]} {escaped}::{_escape(lines)}"


def _escape(text: str, further: str = "") -> str:
    for character in "%\r\n" + further:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _order(diagnostic: Diagnostic) -> tuple[bool, Place, str, tuple[int, ...], str]:
    place = diagnostic.place or Place("")
    words = " ".join(where for where, _ in diagnostic.related)
    rows = tuple(map(int, re.findall(r"\d+", words)))
    return diagnostic.place is None, place, diagnostic.code, rows, diagnostic.message


def count(number: int, noun: str) -> str:
    """Return "1 file", "2 files"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _blue(text: str) -> str:
    return click.style(text, fg="blue", bold=True)


def _to_object(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        **_place_to_object(diagnostic.place),
        "hint": diagnostic.hint,
        "related": [{"message": w, **_place_to_object(p)} for w, p in diagnostic.related],
    }


def _place_to_object(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {"file": None, "line": None, "column": None, "length": None}
    return {
        "file": place.file,
        "line": place.line or None,
        "column": place.column or None,
        "length": place.length if place.line else None,
    }


class _Lines:
    """Reads source lines, each file once."""

    def __init__(self, project: Project | None) -> None:
        self._project = project
        self._files: dict[str, list[str]] = {}

    def __call__(self, place: Place) -> str | None:
        if self._project is None:
            return None
        if place.file not in self._files:
            raw, _ = read_file(self._project, place.file)
            raw = b"" if raw is None or b"\0" in raw else raw  # a picture, a Word file
            text = raw.decode("utf-8", "replace").removeprefix("\ufeff")
            self._files[place.file] = text.replace("\r\n", "\n").split("\n")
        lines = self._files[place.file]
        line = lines[place.line - 1] if place.line <= len(lines) else ""
        return line if line.strip() else None


def _no_line(_place: Place) -> None:
    """Return no line, where it is above the lowest level."""


# --- a source line with its caret -----------------------------------------------------


def _excerpt(line: str, place: Place, color: str) -> Iterator[str]:
    number = str(place.line)
    gutter = f"{' ' * len(number)} {_blue('|')}"
    start = min(place.column - 1, len(line))
    shown, start = _crop(line, start, place.length)
    before = _visible(shown[:start])
    marked = _visible(shown[start : start + place.length])
    after = _visible(shown[start + place.length :])
    caret = click.style("^" * max(1, text_width(marked)), fg=color, bold=True)
    yield gutter
    yield f"{_blue(f'{number} |')} {_isolate(before + marked + after)}"
    yield f"{gutter} {' ' * text_width(before)}{caret}"


def _crop(line: str, start: int, length: int) -> tuple[str, int]:
    """Return the part of a long line that has the caret, and where in it the caret starts."""
    if len(line) <= WIDTH:
        return line, start
    first = max(0, min(start - WIDTH // 3, len(line) - WIDTH))
    last = first + max(WIDTH, min(start - first + length, 2 * WIDTH))
    left = "…" if first else ""
    right = "…" if last < len(line) else ""
    return left + line[first:last].lstrip("\t") + right, start - first + len(left)


def _visible(text: str) -> str:
    """Return source text with tabs as spaces and what is invisible or acts by its name."""
    return "".join(" " * _TAB if c == "\t" else f"<U+{ord(c):04X}>" if acts(c) else c for c in text)


def text_width(text: str) -> int:
    """Return how many columns a terminal gives to a text (Unicode Standard Annex 11)."""
    return sum(
        0
        if unicodedata.category(c) in ("Mn", "Me")
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )


def _isolate(text: str) -> str:
    """Return text that keeps its order among what is around it, whatever its direction."""
    is_rtl = any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)
    return f"\u2066{text}\u2069" if is_rtl else text
