"""Turn what goes wrong in a template into diagnostics at the template's line.

Which content was being printed there is found in briefgen/markup/surroundings.py.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import FrameType

from jinja2 import (
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.exceptions import SecurityError

from briefgen.audience import view as views
from briefgen.audience.view import View
from briefgen.content.advice import unknown
from briefgen.diagnostics import Diagnostic, Place, did_you_mean
from briefgen.markup.marks import RefusedBlock, RefusedContent
from briefgen.markup.sandbox import OutOfRoom, OutOfTime
from briefgen.markup.surroundings import content_around

# Jinja's words (3.1) for what is not there.
_LACKS = re.compile(r"'?(?:[\w.]*\.)?(\w+)(?: object)?'? has no (?:attribute|element) '?([^']+)'?")
_UNKNOWN = re.compile(r"'(\w+)' is undefined")
_NOT_GIVEN = re.compile(r"parameter '(\w+)' was not provided")
_NO_CALLER = "No caller defined"
_NO_FILTER = re.compile(r"No (?:filter|test) named '(\w+)'")

_Frame = tuple[str, int, Mapping[str, object]]
"""A template's file and line, and the names that it knows there."""


class Unreadable(Exception):  # noqa: N818 - carries diagnostics, says nothing itself
    """A template can't be read; ``problems`` say why."""

    def __init__(self, problems: list[Diagnostic]) -> None:
        super().__init__()
        self.problems = problems


def explain(error: Exception, sources: Mapping[str, str], view: View) -> list[Diagnostic]:
    """Return the diagnostics of an exception that rendering a View ended with.

    ``sources`` has the text of the templates by their path.
    """
    if isinstance(error, Unreadable):
        return error.problems
    if isinstance(error, TemplateSyntaxError):
        return [_syntax(error, sources)]
    frames = list(_frames(error, sources))
    place: Place | None = None
    names: Mapping[str, object] = {}
    if frames:
        file, line, names = frames[-1]
        place = _in_line(sources, file, line, _needle(error))
    parts = _unknown_parts(view, frames)
    if parts and isinstance(error, UndefinedError) and _needle(error) in view.sections:
        return [replace(part, related=_related("asked for here", place)) for part in parts]
    code, message, hint = _reason(error, names)
    related = _related("while printing this", _content(frames, sources, place))
    return [*parts, Diagnostic(code, message, place, hint, related)]


def _related(words: str, place: Place | None) -> tuple[tuple[str, Place], ...]:
    return ((words, place),) if place else ()


def _unknown_parts(view: View, frames: list[_Frame]) -> list[Diagnostic]:
    """Return the parts that the audience wants of a kind whose ``parts`` don't have them."""
    known = next((names["parts"] for *_, names in frames if "parts" in names), None)
    if not isinstance(known, Mapping):
        return []
    places = dict(zip(view.sections, view.section_places, strict=True))
    return [
        unknown("T013", "part", name, list(known), place)
        for name, place in places.items()
        if name not in known
    ]


def running_place() -> Place | None:
    """Return the line of the template that is running now."""
    frame: FrameType | None = inspect.currentframe()
    while frame is not None:
        template = frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template) and template.filename:
            return Place(template.filename, template.get_corresponding_lineno(frame.f_lineno))
        frame = frame.f_back
    return None


def _syntax(error: TemplateSyntaxError, sources: Mapping[str, str]) -> Diagnostic:
    place = _in_line(sources, error.filename or "", error.lineno, _needle(error))
    message = error.message or "this can't be understood"
    if isinstance(error, RefusedContent):
        hint = "put quotation marks around the attribute's value, or print it as an element's text"
        return Diagnostic("T009", message, place, hint)
    filter_ = _NO_FILTER.match(message)
    if isinstance(error, RefusedBlock) or (filter_ and filter_[1] == "safe"):
        message = "templates may not turn escaping off"
        return Diagnostic("T004", message, place, "content is text; markup comes from templates")
    return Diagnostic("T001", message, place, "docs/templates.md says what templates may use")


def _reason(error: Exception, names: Mapping[str, object]) -> tuple[str, str, str | None]:
    """Return the code, the message and the hint for an exception."""
    message = str(error) or type(error).__name__
    if isinstance(error, TemplateNotFound):
        return "T002", f"there is no template '{message}'", "names are relative to templates/"
    if isinstance(error, UndefinedError):
        return "T003", *_what_is_missing(message, names)
    for kind, code, words, hint in _REASONS:
        if isinstance(error, kind):
            return code, words or message, hint
    return "T005", message, None


def _what_is_missing(message: str, names: Mapping[str, object]) -> tuple[str, str | None]:
    """Return in a template author's words what is not there, and which name was likely meant."""
    if lacks := _LACKS.search(message):
        owner, name = lacks.groups()
        if owner == "None":
            return f"none has no '{name}'", _NONE
        view = getattr(views, owner, None)
        article = "an" if owner.startswith(tuple("AEIOU")) else "a"
        words = f"{article} {owner} has" if view else _OWNERS.get(owner, "this has")
        return f"{words} no '{name}'", did_you_mean(name, dir(view) if view else ())
    if unknown_name := _UNKNOWN.match(message):
        name = unknown_name[1]
        return f"there is no '{name}' here", did_you_mean(name, names)
    if parameter := _NOT_GIVEN.match(message):
        return f"the macro is not given its '{parameter[1]}'", None
    if message == _NO_CALLER:
        return "the macro must be called with {% call %}", None
    return message, None


_NONE = "what may be left out is none then: ask for it with {% if … %}"
_OWNERS = {
    **dict.fromkeys(("list", "tuple"), "a list has"),
    **dict.fromkeys(("int", "float"), "a number has"),
    **dict.fromkeys(("str", "Markup"), "a text has"),
    "bool": "true or false has",
    "dict": "a mapping has",
    "Namespace": "the namespace has",
    "TemplateModule": "the imported template has",
    "TemplateReference": "the template's blocks have",
}


def _needle(error: Exception) -> str:
    """Return the word in the template's line that an exception is about, or ""."""
    message = str(getattr(error, "message", None) or error)
    for pattern in (_LACKS, _UNKNOWN, _NO_FILTER):
        if found := pattern.search(message):
            return str(found[found.lastindex or 0])
    return "{{" if isinstance(error, RefusedContent) else ""


def _in_line(sources: Mapping[str, str], file: str, line: int, needle: str) -> Place:
    """Return the place of a word in a line, or of the line's first character that shows."""
    lines = sources.get(file, "").splitlines()
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    column = text.find(needle) if needle else -1
    if column >= 0:
        return Place(file, line, column + 1, len(needle))
    shown = text.strip()
    return Place(file, max(line, 1), len(text) - len(text.lstrip()) + 1, max(len(shown), 1))


_REASONS: tuple[tuple[type[Exception], str, str | None, str | None], ...] = (
    (SecurityError, "T004", None, "docs/templates.md says what templates may use"),
    (OutOfTime, "T006", "this takes longer than a document may", "see 'seconds' in briefgen.toml"),
    (OutOfRoom, "T007", "this makes more text than a document may hold", "is a loop too long?"),
    (MemoryError, "T007", "this takes more memory than a worker may", "is a loop too long?"),
    (RecursionError, "T005", "templates or macros call each other without an end", None),
)


def _frames(error: Exception, sources: Mapping[str, str]) -> Iterator[_Frame]:
    """Return the templates' frames of a traceback, outermost first: file, line, names."""
    traceback = error.__traceback__
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if file in sources:
            yield file, traceback.tb_lineno, traceback.tb_frame.f_locals
        traceback = traceback.tb_next


def _content(frames: list[_Frame], sources: Mapping[str, str], found: Place | None) -> Place | None:
    """Return the place of the innermost content around what the templates were at.

    ``found`` is the place in the innermost of them; in the others the line is known.
    """
    for file, line, names in reversed(frames):
        lines = sources[file].splitlines(keepends=True)
        column = _only_output(lines[line - 1])
        if found is not None and found.length < len(lines[line - 1].strip()):
            column = found.column - 1
        found = None
        position = sum(map(len, lines[: line - 1])) + column
        if (content := content_around(sources[file], position, names)) is not None:
            return content
    return None


def _only_output(line: str) -> int:
    """Return where the one thing that a line prints begins; its start, if it prints more."""
    printed = [match.start() for match in _OUTPUT.finditer(line)]
    return printed[0] if len(printed) == 1 else 0


_OUTPUT = re.compile(r"\{[{%](?![-+]?\s*(?:at\(|end))")
