"""Turn the bytes of a Markdown file into lines, without its marks.

Only what outcome documents need of CommonMark 0.31: headings, emphasis, links, escapes, list
items, quotes, footnotes and code fences. What it doesn't know stays in the text.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from typing import Literal

from briefgen.translation.importing.model import Line, Reading, Role
from briefgen.translation.importing.text import decode, line_spans

_HEADING = re.compile(r" {0,3}(#{1,6})(?=\s|$)")
_CLOSING = re.compile(r"\s#+\s*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})\s*$")
_RULE = re.compile(r" {0,3}([-*_])(\s*\1){2,}\s*$")
_QUOTE = re.compile(r"( {0,3}> ?)+")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_FOOTNOTE = re.compile(r" {0,3}\[\^[^\]\s]+\]:")
_MARK = re.compile(r"(?<!\\)\[\^([^\]\s]+)\](?!:)")
_RAISED = re.compile(r"<sup\b[^<>]{0,200}>([^<>]{1,10})</sup>")
_ITEM = re.compile(r"\s*(\d{1,9}[.)]|[-*+•–—])\s")
_FRONT = re.compile(r"---\r?\n.*?\n(---|\.\.\.)\s*?(\n|$)", re.DOTALL)
_TITLE = re.compile(r"^title:[ \t]*([\"']?)(.+?)\1[ \t]*\r?$", re.MULTILINE)
_INLINE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])"  # the backslash of an escape
    r"|(?<!\\)\*\*(?=\S)|(?<=\S)(?<!\\)\*\*"
    r"|(?<!\\)(?<![\w*])[*_]{1,3}(?=\S)|(?<=\S)(?<!\\)[*_]{1,3}(?![\w*])"
    r"|(?<!\\)`+"
    r"|</?(?:sup|sub|u|b|i|em|strong|small|span|br)\b[^<>]{0,200}>"
    r"|(?<!\\)\[\^[^\]\s]+\](?!:)"  # a footnote's mark
    r"|!?\[(?!\^)(?=[^\]]{0,500}\]\()|(?<!\\)\]\([^()\s]{0,2000}(?:\s+\"[^\"]{0,500}\")?\)"
)
"""The marks inside a line: they say how the words between them are meant."""


def read_markdown(data: bytes, file: str) -> Reading:
    """Return a Markdown file as lines. Raises UnreadableError."""
    text = decode(data, file)
    mask = _hidden(text)
    lines = tuple(_lines(text, mask))
    markup = tuple(found.span() for found in re.finditer(rb"\x01+", mask))
    found = _TITLE.search(text[: len(front[0])]) if (front := _FRONT.match(text)) else None
    return Reading(file, text, lines, markup, title=found[2].strip() if found else "")


def _hidden(text: str) -> bytearray:
    """Return for each character whether it is in a comment, or in the YAML before the text."""
    mask = bytearray(len(text))
    if front := _FRONT.match(text):
        mask[: front.end()] = b"\x01" * front.end()
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start)) >= 0:
        mask[start : end + 3] = b"\x01" * (end + 3 - start)
        start = text.find("<!--", end + 3)
    return mask


def _lines(text: str, mask: bytearray) -> Iterator[Line]:
    """Yield the lines with words; ``mask`` gets the marks that are found in them."""
    spans = list(line_spans(text))
    after: Literal["paragraph", "wrap", "break"] = "paragraph"
    fenced = False
    role: Role = "body"
    for position, (number, start, end) in enumerate(spans):
        words = text[start:end]
        is_fence = _FENCE.match(words) is not None
        fenced ^= is_fence
        if is_fence or (_is_mark(words) and not fenced):
            mask[start:end] = b"\x01" * (end - start)
        if not _shown(text, mask, start, end):
            after = "paragraph"
            continue
        if after == "paragraph" and not words.startswith("  "):
            role = "body"
        following = text[slice(*spans[position + 1][1:])] if position + 1 < len(spans) else ""
        level, begin, stop = (0, 0, len(words)) if fenced else _extent(words, following, after)
        if _FOOTNOTE.match(words):
            role = "footnote"
        for first, last in ((0, begin), (stop, len(words)), *(() if fenced else _marks(words))):
            mask[start + first : start + last] = b"\x01" * (last - first)
        offsets = array("l", (offset for offset in range(start, end) if not mask[offset]))
        shown = "".join(text[offset] for offset in offsets)
        if not shown.strip():
            after = "paragraph"
            continue
        if _ITEM.match(words) or level:
            after = "paragraph"
        raised = tuple(
            (
                bisect_left(offsets, start + found.start(1)),
                bisect_left(offsets, start + found.end(1)),
            )
            for found in _RAISED.finditer(words)
        )
        notes = tuple(_MARK.findall(words)) if role == "body" else ()
        yield Line(shown, offsets, number, after, level, None, role, raised, notes)
        after = "paragraph" if level else ("break" if words.endswith(("  ", "\\")) else "wrap")


def _shown(text: str, mask: bytearray, start: int, end: int) -> bool:
    return any(not mask[offset] and not text[offset].isspace() for offset in range(start, end))


def _is_mark(words: str) -> bool:
    """Return whether a line is nothing but a rule, or the line under a heading."""
    return bool(_RULE.fullmatch(words) or _UNDERLINE.fullmatch(words))


def _extent(words: str, following: str, after: str) -> tuple[int, int, int]:
    """Return a line's level as a heading, and where its words start and end."""
    begin, stop = 0, len(words)
    if quote := _QUOTE.match(words):
        begin = quote.end()
    if heading := _HEADING.match(words, begin):
        closing = _CLOSING.search(words)
        return len(heading[1]), heading.end(), closing.start() if closing else stop
    under = _UNDERLINE.fullmatch(following)
    if under and after == "paragraph" and not _ITEM.match(words):
        return (1 if under[1][0] == "=" else 2), begin, stop
    if words.endswith("\\"):
        stop -= 1
    return 0, begin, stop


def _marks(words: str) -> Iterator[tuple[int, int]]:
    """Yield where the marks inside a line are."""
    for found in _INLINE.finditer(words):
        if found[0] and not _is_bullet(words, found):
            yield found.span()


def _is_bullet(words: str, found: re.Match[str]) -> bool:
    return not words[: found.start()].strip() and words[found.end() : found.end() + 1].isspace()
