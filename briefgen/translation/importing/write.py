"""Turn segments into the YAML of a document or of its translation, and read that back.

Which words are a segment's is decided elsewhere (structure.py, align.py); here they go into a
file from which briefgen's own reader gets the same words.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from briefgen.content.characters import text_problems
from briefgen.diagnostics import Diagnostic
from briefgen.project import Config
from briefgen.translation.importing.model import Block, Reading
from briefgen.translation.yaml_edit import MAX_WIDTH, fold


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of ``segments``, ``preamble`` and their like: its fields in order."""

    fields: Mapping[str, str]
    comments: tuple[str, ...] = ()


def write_yaml(
    comments: Iterable[str], head: Mapping[str, str], lists: Mapping[str, Iterable[Entry]]
) -> str:
    """Return a YAML file: comments, the mapping's plain values, then its lists of entries.

    Lists without entries are left out.
    """
    lines = [f"# {comment}" for comment in comments]
    for name, text in head.items():
        lines += _field(name, text, 0)
    for name, entries in lists.items():
        written = [line for entry in entries for line in _entry(entry)]
        if written:
            lines += ["", f"{name}:", *written]
    return "\n".join(lines) + "\n"


def _entry(entry: Entry) -> Iterator[str]:
    for comment in entry.comments:
        yield f"  # {comment}"
    mark = "- "
    for name, text in entry.fields.items():
        first, *rest = _field(name, text, 4)
        yield f"  {mark}{first.lstrip()}"
        yield from rest
        mark = "  "


_PLAIN = re.compile(r"[^\W\d_](?:[^:#\n\r\t]|:(?=\S))*")
_QUOTED = frozenset({"key", "date", "source_hash", "title_source_hash"})
_RESERVED = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def _field(name: str, text: str, indent: int) -> list[str]:
    """Return the lines of one key with its text, which read back as the text exactly."""
    margin = " " * indent
    start = f"{margin}{name}: "
    if name in _QUOTED or not _is_printable(text):
        return [start + _quoted(text)]
    if "\n" in text:
        lines = text.split("\n")
        if all(line and not line[0].isspace() for line in lines):
            return [f"{start}|-", *(f"{margin}  {line}" for line in lines)]
        return [start + _quoted(text)]
    is_plain = _PLAIN.fullmatch(text) and text.casefold() not in _RESERVED
    line = start + (text if is_plain else _quoted(text))
    if len(line) <= MAX_WIDTH:
        return [line]
    return [f"{start}>-", *(f"{margin}  {line}" for line in fold(text, MAX_WIDTH - indent - 2))]


_INVISIBLE = frozenset({"Cc", "Zl", "Zp"})


def _is_printable(text: str) -> bool:
    """Return whether YAML can hold a text as it stands (YAML 1.2, 5.1), and editors show it."""
    return not any(c != "\n" and _is_invisible(c) for c in text)


def _is_invisible(character: str) -> bool:
    return character == "\ufeff" or unicodedata.category(character) in _INVISIBLE


def _quoted(text: str) -> str:
    """Return a text in double quotes; JSON's are YAML's too, but for pairs of surrogates."""
    plain = json.dumps(text, ensure_ascii=False)
    return "".join(f"\\u{ord(c):04x}" if _is_invisible(c) else c for c in plain)


def check_words(reading: Reading, blocks: Iterable[Block], config: Config) -> Iterator[Diagnostic]:
    """Yield what content may not hold, at its place in the file that it came from."""
    for block in blocks:
        for part in filter(None, (block.heading, block)):
            for code, message, hint in text_problems(part.text, config.unbroken):
                yield Diagnostic(code, message, reading.place(part.line), hint)
