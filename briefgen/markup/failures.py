"""Turn what goes wrong in a template into diagnostics at the template's line.

Beside the line stands the content that was being printed, as far as that can be told:
the innermost loop's item, else the last thing that the template called ``at()`` on.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from types import FrameType

from jinja2 import (
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.exceptions import SecurityError

import briefgen.audience.view
from briefgen.diagnostics import Diagnostic, Place, did_you_mean
from briefgen.markup.marks import RefusedBlock, RefusedContent
from briefgen.markup.sandbox import OutOfRoom, OutOfTime

_LACKS = re.compile(r"'(?:[\w.]*\.)?(\w+) object' has no attribute '(\w+)'")
_UNKNOWN = re.compile(r"'(\w+)' is undefined")
_NO_FILTER = re.compile(r"No (?:filter|test) named '(\w+)'")


class Unreadable(Exception):  # noqa: N818 - carries diagnostics, says nothing itself
    """A template can't be read; ``problems`` say why."""

    def __init__(self, problems: list[Diagnostic]) -> None:
        super().__init__()
        self.problems = problems


def explain(
    error: Exception, sources: Mapping[str, str], content: Place | None
) -> list[Diagnostic]:
    """Return the diagnostics of an exception that rendering ended with.

    ``sources`` has the text of the templates by their path; ``content`` is the place of
    what was last printed.
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
    code, message, hint = _reason(error, names)
    about = _content(frames) or content
    related = (("while printing this", about),) if about else ()
    return [Diagnostic(code, message, place, hint, related)]


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
    unknown = _NO_FILTER.match(message)
    if isinstance(error, RefusedBlock) or (unknown and unknown[1] == "safe"):
        message = "templates may not turn escaping off"
        return Diagnostic("T004", message, place, "content is text; markup comes from templates")
    return Diagnostic("T001", message, place, "docs/templates.md says what templates may use")


def _reason(error: Exception, names: Mapping[str, object]) -> tuple[str, str, str | None]:
    """Return the code, the message and the hint for an exception."""
    message = str(error) or type(error).__name__
    if isinstance(error, TemplateNotFound):
        return "T002", f"there is no template '{message}'", "names are relative to templates/"
    if isinstance(error, UndefinedError):
        return "T003", message, _alternative(message, names)
    for kind, code, words, hint in _REASONS:
        if isinstance(error, kind):
            return code, words or message, hint
    return "T005", message, None


def _alternative(message: str, names: Mapping[str, object]) -> str | None:
    """Return which name was likely meant by one that is not there."""
    if lacks := _LACKS.search(message):
        view = getattr(briefgen.audience.view, lacks[1], None)
        return did_you_mean(lacks[2], getattr(view, "__dataclass_fields__", ()))
    if unknown := _UNKNOWN.match(message):
        return did_you_mean(unknown[1], names)
    return None


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
    (RecursionError, "T005", "templates or macros call each other without an end", None),
)

_Frame = tuple[str, int, Mapping[str, object]]


def _frames(error: Exception, sources: Mapping[str, str]) -> Iterator[_Frame]:
    """Return the templates' frames of a traceback, outermost first: file, line, names."""
    traceback = error.__traceback__
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if file in sources:
            yield file, traceback.tb_lineno, traceback.tb_frame.f_locals
        traceback = traceback.tb_next


def _content(frames: list[_Frame]) -> Place | None:
    """Return the place of what the innermost loop or macro was at work on."""
    for _file, _line, names in reversed(frames):
        for value in reversed(list(names.values())):
            place = getattr(value, "place", None)
            if isinstance(place, Place):
                return place
    return None
