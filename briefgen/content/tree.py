"""Turn YAML into plain values in which every scalar is still text, and where each stands.

Events, not nodes: budgets hold before anything is built, and a tag or alias is refused
before it does anything. What the values must be is said in briefgen/content/model.py.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from yaml import (
    AliasEvent,
    CBaseLoader,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    Mark,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
    YAMLError,
)

from briefgen.content.characters import BIDI, CONTROL, character_name, text_problems
from briefgen.content.model import Path
from briefgen.diagnostics import Diagnostic, Place, Severity, shortened
from briefgen.project import CONFIG_FILE, Config

Spot = tuple[int, int, int]
"""Line, column and length, as in Place."""

Value = dict[str, "Value"] | list["Value"] | str | None
"""What YAML holds: None is a key or an entry with nothing after it."""

COMMA = "a comma ends a text in {…}: put one that holds a comma in quotes"
"""What to do about words that a comma has made a key."""

_MOST_PROBLEMS = 100
_WARNINGS = {"Y017"}
_HASH = re.compile(r"[ \t]+#(?=[^\s#])")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Tree:
    """A file's top mapping, with where its values and the keys of its mappings stand.

    ``after_text`` are the keys of flow mappings that come after words without quotes: a comma
    may have made keys of the other words of a text.
    """

    value: dict[str, Value]
    values: Mapping[Path, Spot] = field(repr=False)
    keys: Mapping[Path, Spot] = field(repr=False)
    after_text: Collection[Path] = field(repr=False)


class Places(Mapping[Path, Place]):
    """Path → Place, where a Place is made only when somebody asks for it."""

    __slots__ = ("_file", "_spots")

    def __init__(self, file: str, spots: Mapping[Path, Spot]) -> None:
        self._file = file
        self._spots = spots

    def __getitem__(self, path: Path) -> Place:
        return Place(self._file, *self._spots[path])

    def __iter__(self) -> Iterator[Path]:
        return iter(self._spots)

    def __len__(self) -> int:
        return len(self._spots)


def read_tree(raw: bytes, file: str, config: Config) -> tuple[Tree | None, list[Diagnostic]]:
    """Return what a YAML file holds; None where that can't be told.

    All text is in NFC. The budgets are ``config``'s.
    """
    text, problems = _decode(raw, file)
    if text is None:
        return None, problems
    composer = _Composer(text, file, config)
    try:
        value = composer.document()
    except _Unreadable as stop:
        return None, [*composer.problems, stop.diagnostic]
    except YAMLError as error:
        return None, [*composer.problems, _syntax(error, text, file)]
    if value is None or any(problem.code == "Y006" for problem in composer.problems):
        return None, composer.problems
    tree = Tree(value, composer.values, composer.keys, composer.after_text)
    return tree, composer.problems


# --- bytes to text ---------------------------------------------------------------------


def _decode(raw: bytes, file: str) -> tuple[str | None, list[Diagnostic]]:
    raw = raw.removeprefix(_BOM)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode()
        hint = "save the file as UTF-8"
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            hint = "the file looks like UTF-16: save it as UTF-8"
        message = f"byte {error.start} (0x{raw[error.start]:02X}) is not UTF-8"
        return None, [Diagnostic("Y001", message, _place_at(before, len(before), file), hint)]
    problems = []
    for found in CONTROL.finditer(text):
        place = _place_at(text, found.start(), file)
        name = character_name(found[0])
        problems.append(Diagnostic("Y002", f"the file holds {name}", place, "take it out"))
        if len(problems) == 10:
            break
    return (None if problems else text), problems


def _place_at(text: str, index: int, file: str) -> Place:
    """Return the place of a character by its index in the text."""
    before = text[:index].replace("\r\n", "\n").replace("\r", "\n")
    return Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))


# --- events to values ------------------------------------------------------------------


class _Unreadable(Exception):  # noqa: N818 - not an error: it ends the reading of one file
    """The rest of a file can't be read."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class _Composer:
    """Reads one document's events; each method reads one node whose event it is given."""

    def __init__(self, text: str, file: str, config: Config) -> None:
        self.values: dict[Path, Spot] = {}
        self.keys: dict[Path, Spot] = {}
        self.after_text: set[Path] = set()
        self.problems: list[Diagnostic] = []
        self._get_event: Callable[[], Any] = CBaseLoader(text).get_event
        self._text = text
        self._file = file
        self._config = config
        self._nodes_left = config.yaml_nodes
        self._has_bidi = BIDI.search(text) is not None
        self._has_hash = " #" in text or "\t#" in text
        self._good_keys: set[str] = set()

    def document(self) -> dict[str, Value] | None:
        """Return the top mapping of the only document, None where it is none."""
        self._get_event()
        if isinstance(event := self._get_event(), StreamEndEvent):
            raise _Unreadable(self._empty())
        top = self._get_event()
        value = self._node(top, ())
        if value is None and isinstance(top, ScalarEvent):
            raise _Unreadable(self._empty())
        self._get_event()
        if isinstance(event := self._get_event(), DocumentStartEvent):
            hint = "one file holds one document: take the line `---` out, or split the file"
            self._report("Y009", "a second YAML document begins here", event, hint)
        if isinstance(value, dict):
            return value
        if not isinstance(top, AliasEvent):
            hint = "begin with a key and a colon in the first column"
            self._report("Y011", "the file must be a mapping: key: value", top, hint)
        return None

    def _empty(self) -> Diagnostic:
        hint = "`briefgen schema` says what belongs in it"
        return Diagnostic("Y010", f"{self._file} is empty", Place(self._file), hint)

    def _count(self, event: Event) -> None:
        self._nodes_left -= 1
        if self._nodes_left < 0:
            message = f"more than {self._config.yaml_nodes:,} keys and values in one file"
            raise _Unreadable(self._over("Y008", message, event))

    def _node(self, event: Event, path: Path) -> Value:
        self._count(event)
        if isinstance(event, ScalarEvent):
            self.values[path] = _spot(event)
            self._check_properties(event)
            return self._scalar(event)
        if isinstance(event, AliasEvent):
            self._report("Y006", f"the alias *{event.anchor} is not followed", event, _NO_ALIAS)
            return None
        if len(path) >= self._config.yaml_depth:
            message = f"nested deeper than {self._config.yaml_depth} levels"
            raise _Unreadable(self._over("Y007", message, event))
        self.values[path] = _spot(event)
        self._check_properties(event)
        if isinstance(event, MappingStartEvent):
            return self._mapping(path, bool(event.flow_style))
        return self._sequence(path)

    def _scalar(self, event: Any) -> str | None:
        value: str = event.value
        if not value:
            return value if event.style else None
        if event.style == '"' or self._has_bidi or len(value) > self._config.unbroken:
            for code, message, hint in text_problems(value, self._config.unbroken):
                self._report(code, message, event, hint)
        if self._has_hash and not event.style and _HASH.match(self._text, event.end_mark.index):
            message = "this text ends at the '#', which begins a comment"
            self._report("Y017", message, event, _COMMENT)
        return value if value.isascii() else unicodedata.normalize("NFC", value)

    def _sequence(self, path: Path) -> list[Value]:
        result: list[Value] = []
        while type(event := self._get_event()) is not SequenceEndEvent:
            result.append(self._node(event, (*path, len(result))))
        return result

    def _mapping(self, path: Path, is_flow: bool) -> dict[str, Value]:
        result: dict[str, Value] = {}
        after_text = False
        while type(event := self._get_event()) is not MappingEndEvent:
            key = self._key(event, path)
            inner = self._get_event()
            if is_flow and key is not None and self._is_cut(event, inner):
                message = f"'{shortened(key)}' stands here as a key without a value"
                self._report("Y016", message, event, f"{COMMA}; a key needs a colon")
                continue
            if key is None or not self._is_new(key, event, path):
                # Read for its problems, under a path that nobody asks for or takes again.
                self._node(inner, (*path, "", self._nodes_left))
                continue
            at = (*path, key)
            self.keys[at] = _spot(event)
            if after_text:
                self.after_text.add(at)
            result[key] = self._node(inner, at)
            after_text = is_flow and _is_plain(inner) and " " in inner.value
        return result

    def _key(self, event: Event, path: Path) -> str | None:
        """Return a key's text, or None where it is none."""
        self._count(event)
        if not isinstance(event, ScalarEvent) or not event.value:
            self._report("Y012", "a key must be text", event, _BRACES)
            self._node(event, (*path, "", self._nodes_left))
            return None
        key = str(event.value if event.value in self._good_keys else self._scalar(event))
        self._good_keys.add(key)
        self._check_properties(event)
        return key

    def _is_new(self, key: str, event: Event, path: Path) -> bool:
        """Return whether a mapping has a key for the first time, and report it where not."""
        if (first := self.keys.get((*path, key))) is None:
            return True
        related = (("first here", Place(self._file, *first)),)
        message = f"the key '{key}' stands twice in this mapping"
        self._report("Y004", message, event, "take one of the two out", related=related)
        return False

    def _is_cut(self, key: Any, value: Any) -> bool:
        """Return whether a key of a flow mapping has no colon: words after a text's comma."""
        if not _is_plain(value) or value.value:
            return False
        return ":" not in self._text[key.end_mark.index : value.start_mark.index]

    def _check_properties(self, event: Any) -> None:
        """Report a node's tag and anchor."""
        if event.tag is not None:
            hint = "take the tag out; a text that begins with '!' must be in quotes"
            self._report("Y005", f"the tag {event.tag} is not allowed here", event, hint)
        if event.anchor is not None:
            self._report("Y006", f"the anchor &{event.anchor} is not allowed", event, _NO_ALIAS)

    def _over(self, code: str, message: str, event: Event) -> Diagnostic:
        place = Place(self._file, *_spot(event))
        return Diagnostic(code, message, place, f"the budget can be raised in {CONFIG_FILE}")

    def _report(
        self,
        code: str,
        message: str,
        event: Event,
        hint: str,
        *,
        related: tuple[tuple[str, Place], ...] = (),
    ) -> None:
        place = Place(self._file, *_spot(event))
        severity = Severity.WARNING if code in _WARNINGS else Severity.ERROR
        diagnostic = Diagnostic(code, message, place, hint, related, severity)
        if len(self.problems) >= _MOST_PROBLEMS:
            raise _Unreadable(diagnostic)
        self.problems.append(diagnostic)


_NO_ALIAS = "write the text out; one that begins with '&' or '*' must be in quotes"
_COMMENT = "put the text in quotes; a comment has a space after its '#'"
_BRACES = "a text that begins with '{', '[' or '?' must be in quotes"


def _is_plain(event: Event) -> bool:
    return isinstance(event, ScalarEvent) and not event.style


def _spot(event: Any) -> Spot:
    start, end = event.start_mark, event.end_mark
    length = end.column - start.column if start.line == end.line else 1
    return start.line + 1, start.column + 1, length or 1


# --- what the parser says, in plain words ----------------------------------------------

# libyaml's words (0.2.5) → ours, and what to do.
_SYNTAX = {
    "mapping values are not allowed": (
        "a colon and a space can't stand here",
        "put a text with ': ' in it in quotes or after '>-', or mend the indentation",
    ),
    "did not find expected key": (
        "this doesn't go on with the mapping above",
        "mend the indentation; a text with quotes in it is best put after '>-'",
    ),
    "did not find expected '-' indicator": (
        "this doesn't go on with the list above",
        "begin each entry with '- ' in the same column",
    ),
    "could not find expected ':'": (
        "a key without a colon",
        "write 'key: value', or indent a text that goes on from the line above",
    ),
    "found unexpected end of stream": (
        "a quote that opens here is never closed",
        "close it, or put the text after '>-'",
    ),
    "found character that cannot start any token": (
        "no value can begin with this character",
        "put a text that begins with '@', '`' or '%' in quotes",
    ),
    "did not find expected alphabetic or numeric character": (
        "a text can't begin with '*' or '&'",
        "put it in quotes; emphasis is not marked up in content",
    ),
    "found unknown escape character": (
        "a backslash in double quotes begins an escape, and this is none",
        "use single quotes, or write the backslash twice",
    ),
    "did not find expected ',' or ']'": (
        "a list that opens with '[' is not closed",
        "close it with ']'; put a text with a comma or bracket in it in quotes",
    ),
    "did not find expected ',' or '}'": (
        "a mapping that opens with '{' is not closed",
        "close it with '}'; put a text with a comma, colon or bracket in it in quotes",
    ),
    "block sequence entries are not allowed": (
        "a list can't begin on the line of its key",
        "begin it on the next line, or put a text that begins with '- ' in quotes",
    ),
    "did not find expected node content": (
        "a value is missing here",
        "write it; put a text that begins with ']', '}' or ',' in quotes",
    ),
    "did not find expected <document start>": (
        "the file's mapping has ended before this",
        "begin every top-level key in the first column",
    ),
}
_ABOUT_WHAT_OPENED = ("found unexpected end of stream", "did not find expected ',' or")
_TAB = ("a tab can't be used to indent", "indent with spaces")


def _syntax(error: YAMLError, text: str, file: str) -> Diagnostic:
    problem = str(getattr(error, "problem", error))
    mark: Mark | None = getattr(error, "problem_mark", None)
    known = next((words for said, words in _SYNTAX.items() if problem.startswith(said)), None)
    if problem.startswith(_ABOUT_WHAT_OPENED):
        mark = getattr(error, "context_mark", mark)
    index = min(mark.index if mark else 0, len(text.rstrip()))
    place = _place_at(text, index, file)
    if text[index : index + 1] == "\t":
        known = _TAB
    message, hint = known or (f"this is not YAML: {problem}", "put the text in quotes")
    return Diagnostic("Y003", message, place, hint)
