"""Turn a template's tokens into the same tokens with a provenance mark in each start tag.

On the way it refuses content where escaping can't make it safe: in a tag without
quotation marks, in a comment, in CDATA, style or script. What elements there may be is
the gate's matter (briefgen/markup/parse.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from jinja2 import TemplateSyntaxError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from briefgen.markup.provenance import Files


class _State(Enum):
    """Where in the markup the end of some template text is."""

    TEXT = "text"
    NAME = "the name of an element"
    TAG = "a tag"
    DOUBLE = "an attribute between double quotation marks"
    SINGLE = "an attribute between single quotation marks"
    UNQUOTED = "an attribute without quotation marks"
    END_TAG = "an end tag"
    COMMENT = "a comment"
    CDATA = "a CDATA section"
    INSTRUCTION = "a processing instruction"
    RAW = "a style or script element"


_NEXT = {
    _State.TEXT: re.compile(
        r"(?P<comment><!--)|(?P<cdata><!\[CDATA\[)|(?P<instruction><[?!])|(?P<end></)"
        r"|(?P<name><[A-Za-z][\w.:-]*)"
    ),
    _State.TAG: re.compile(
        r"""(?P<double>")|(?P<single>')|(?P<close>>)|(?P<bare>=\s*(?![\s"']))"""
    ),
    _State.DOUBLE: re.compile('"'),
    _State.SINGLE: re.compile("'"),
    _State.UNQUOTED: re.compile(r"\s|(?=>)"),
    _State.END_TAG: re.compile(">"),
    _State.COMMENT: re.compile("-->"),
    _State.CDATA: re.compile("]]>"),
    _State.INSTRUCTION: re.compile(">"),
    _State.RAW: re.compile(r"(?=</)"),
}
_OPENED = {
    "comment": _State.COMMENT,
    "cdata": _State.CDATA,
    "instruction": _State.INSTRUCTION,
    "end": _State.END_TAG,
    "name": _State.NAME,
    "double": _State.DOUBLE,
    "single": _State.SINGLE,
    "close": _State.TEXT,
    "bare": _State.UNQUOTED,
}
_CLOSED = {
    _State.DOUBLE: _State.TAG,
    _State.SINGLE: _State.TAG,
    _State.UNQUOTED: _State.TAG,
    _State.END_TAG: _State.TEXT,
    _State.COMMENT: _State.TEXT,
    _State.CDATA: _State.TEXT,
    _State.INSTRUCTION: _State.TEXT,
    _State.RAW: _State.TEXT,
}
_SAFE = (_State.TEXT, _State.DOUBLE, _State.SINGLE, _State.NAME)


class RefusedContent(TemplateSyntaxError):  # noqa: N818 - as Jinja names its own
    """Content stands where a template may not put it."""


class RefusedBlock(TemplateSyntaxError):  # noqa: N818 - as Jinja names its own
    """A block that turns escaping off."""


class Marks(Extension):
    """Marks start tags with their template's line.

    The environment has a Files as ``files``, which numbers the templates.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Return the tokens with marks.

        Raise RefusedContent where content may not stand, RefusedBlock for ``autoescape``.
        """
        files: Files = self.environment.files  # type: ignore[attr-defined]
        return _mark(list(stream), _Marker(files, stream.filename or ""), stream.name)


def _mark(tokens: list[Token], marker: _Marker, name: str | None) -> Iterator[Token]:
    translated = False
    for index, token in enumerate(tokens):
        if token.type == "data" and not translated:
            text = "".join(marker.marked(token.value, token.lineno))
            yield Token(token.lineno, "data", text)
            continue
        if token.type == "block_begin":
            yield Token(token.lineno, "data", marker.leave_name())
            if _block_name(tokens, index) == "autoescape":
                message = "templates may not turn escaping off"
                raise RefusedBlock(message, token.lineno, name, marker.file)
            translated = _translates(tokens, index, before=translated)
        elif token.type == "variable_begin" and not translated:
            call = _is_call(tokens, index + 1)
            if call:
                yield Token(token.lineno, "data", marker.leave_name())
            if (where := marker.refusal(call=call)) is not None:
                message = f"content may not stand in {where}"
                raise RefusedContent(message, token.lineno, name, marker.file)
        yield token


def _block_name(tokens: list[Token], index: int) -> str:
    """Return the name of the block that begins here, "" where the template ends here."""
    return tokens[index + 1].value if index + 1 < len(tokens) else ""


def _translates(tokens: list[Token], index: int, *, before: bool) -> bool:
    """Return whether the text after a block's start is that of a translated message."""
    name = _block_name(tokens, index)
    return name in ("trans", "pluralize") or (before and name != "endtrans")


def _is_call(tokens: list[Token], index: int) -> bool:
    """Return whether an expression begins with a call, such as ``at(item)``."""
    while index < len(tokens) and tokens[index].type in ("name", "dot"):
        index += 1
    return index < len(tokens) and tokens[index].type == "lparen"


class _Marker:
    """Follows the markup through a template's text, from one piece to the next.

    ``pending`` is the mark of a tag whose name may go on after the piece: ``<h{{ n }}>``.
    """

    def __init__(self, files: Files, file: str) -> None:
        self.file = file
        self._files = files
        self._state = _State.TEXT
        self._raw = False
        self._pending = ""

    def leave_name(self) -> str:
        """Return the mark that is due when an element's name is at its end, else ""."""
        if self._state is not _State.NAME:
            return ""
        self._state = _State.TAG
        return self._pending

    def refusal(self, *, call: bool) -> str | None:
        """Return in what content may not stand, if the text has come to such a thing.

        In a tag only a call may stand, which writes whole attributes.
        """
        if self._state in _SAFE or (self._state is _State.TAG and call):
            return None
        return self._state.value

    def marked(self, text: str, line: int) -> Iterator[str]:
        """Return the text in pieces, marks among them; ``line`` is its first character's."""
        yield self.leave_name() if text else ""
        start = 0
        while start < len(text):
            found = _NEXT[self._state].search(text, start)
            end = found.end() if found else len(text)
            yield text[start:end]
            if found is not None:
                self._enter(found)
            if self._state is _State.NAME:
                self._pending = self._files.template_mark(
                    self.file, line + text.count("\n", 0, end)
                )
                if end < len(text):
                    yield self.leave_name()
            start = end

    def _enter(self, found: re.Match[str]) -> None:
        """Take the step that what was found stands for."""
        if self._state is _State.TEXT:
            self._state = _OPENED[found.lastgroup or ""]
            self._raw = found[0].lower() in ("<style", "<script")
        elif self._state is _State.TAG:
            self._state = _OPENED[found.lastgroup or ""]
            if self._state is _State.TEXT and self._raw:
                self._state = _State.RAW
        else:
            self._state = _CLOSED[self._state]
