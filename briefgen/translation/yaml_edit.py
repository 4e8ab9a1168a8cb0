"""Turn YAML and changes to single values of it into YAML in which all other bytes are the same.

The text is never written anew: PyYAML says where a value stands, and only that stretch is
exchanged. A round trip of the whole file would fold long texts elsewhere and move comments. What
the values mean is the business of briefgen/translation/write_back.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import yaml

MAX_WIDTH = 100
_SHORTEST = 60
_ALWAYS_QUOTED = frozenset({"key", "source_hash", "title_source_hash"})
"""Keys whose values look like numbers now and then."""

_BREAK = re.compile(r"(?<=\S) (?=\S)")
"""Where a folded line may end: at a single space, which reading puts back."""

_LINE_END = re.compile(r"[\r\n]")

_LINES = re.compile(r"[\n\t]")
"""What a text can hold only between quotation marks."""

_FLOW_PLAIN = re.compile(r"[^\W\d_](?:[\w .;!()«»–—-]*[\w.;!)»])?")
"""What is text in a mapping between braces as well, where YAML 1.1's readers differ on the rest."""

Entry = Mapping[str, str]
"""A mapping of texts, such as a segment."""


class YamlText:
    """A file's text, what stands where in it, and what is to be put in its place.

    Raises yaml.YAMLError for text that is no YAML, TypeError where its top is no mapping.
    """

    def __init__(self, raw: bytes) -> None:
        self._bom = "\ufeff" if raw.startswith(b"\xef\xbb\xbf") else ""
        self._text = raw.decode("utf-8-sig")
        self._newline = "\r\n" if "\r\n" in self._text else "\n"
        root = yaml.compose(self._text, Loader=yaml.CBaseLoader)
        if not isinstance(root, yaml.MappingNode):
            raise TypeError("the top is no mapping")
        self.top = root
        self._edits: list[tuple[int, int, str]] = []
        self._made: set[str] = set()
        lines = [len(line) for line in self._text.splitlines() if len(line) <= MAX_WIDTH]
        self._width = max([_SHORTEST, *lines])

    def edited(self) -> bytes:
        """Return the text with all that was put into it."""
        pieces, end = [], 0
        for start, stop, text in sorted(self._edits, key=lambda edit: edit[0]):
            pieces += [self._text[end:start], text.replace("\n", self._newline)]
            end = stop
        return (self._bom + "".join([*pieces, self._text[end:]])).encode()

    # --- looking -------------------------------------------------------------------------

    def entries(self, name: str, key: str) -> dict[str, yaml.MappingNode]:
        """Return the mappings of a list at the top by the value of one of their keys."""
        node = _value(self.top, name)
        items = node.value if isinstance(node, yaml.SequenceNode) else []
        found = {}
        for item in items:
            if isinstance(item, yaml.MappingNode) and (value := _value(item, key)) is not None:
                found[str(value.value)] = item
        return found

    def inside(self, entry: yaml.MappingNode, name: str) -> yaml.MappingNode:
        """Return a mapping in a mapping. Raises TypeError where there is none of the name."""
        node = _value(entry, name)
        if not isinstance(node, yaml.MappingNode):
            raise TypeError(f"{name} is no mapping")
        return node

    # --- putting -------------------------------------------------------------------------

    def set(self, entry: yaml.MappingNode, name: str, text: str, *, after: str = "") -> None:
        """Exchange a text of a mapping, or put it in after one of its keys, else the first."""
        node = _value(entry, name)
        column = entry.start_mark.column
        if node is not None:
            if node.value == text:
                return
            folded = isinstance(node, yaml.ScalarNode) and node.style in (">", "|")
            new = self._scalar(name, text, column, flow=bool(entry.flow_style), folded=folded)
            start = node.start_mark.index
            space = " " if self._text[start - 1 : start] == ":" else ""
            self._edits.append((start, self._end(node), space + new))
            return
        before = next((v for k, v in entry.value if k.value == after), entry.value[0][1])
        new = self._scalar(name, text, column, flow=bool(entry.flow_style))
        separator = ", " if entry.flow_style else "\n" + " " * column
        place = self._end(before) if entry.flow_style else self._line_end(before)
        self._edits.append((place, place, f"{separator}{name}: {new}"))

    def add(self, name: str, entry: Entry, before: yaml.Node | None) -> None:
        """Put a mapping into a list at the top, after the node of another or at its start.

        Where there is no such list, it is made at the end of the file.
        """
        node = _value(self.top, name)
        if node is None:
            self._append(name, entry)
        elif not isinstance(node, yaml.SequenceNode) or not node.value:
            self._fill(name, node, entry)
        elif node.flow_style:
            new = json.dumps(dict(entry), ensure_ascii=False)
            place = self._end(before) if before else node.start_mark.index + 1
            self._edits.append((place, place, f", {new}" if before else f"{new}, "))
        else:
            dash = node.start_mark.column
            place = self._line_end(before) if before else _line_start(node.value[0])
            block = self._block(entry, dash)
            self._edits.append((place, place, f"\n{block}" if before else f"{block}\n"))

    def _append(self, name: str, entry: Entry) -> None:
        """Put an entry at the end of the file, in a list that isn't there yet or was just made."""
        end = len(self._text)
        start = ""
        if name not in self._made:
            self._made.add(name)
            start = f"{name}:\n" if self._text.endswith("\n") else f"\n{name}:\n"
        self._edits.append((end, end, f"{start}{self._block(entry, 2)}\n"))

    def _fill(self, name: str, node: yaml.Node, entry: Entry) -> None:
        """Put entries in the place of an empty list, one after the other."""
        if name not in self._made:
            self._made.add(name)
            start = len(self._text[: node.start_mark.index].rstrip(" "))
            self._edits.append((start, self._end(node), ""))
        place = self._line_end(node)
        block = self._block(entry, self.top.start_mark.column + 2)
        self._edits.append((place, place, f"\n{block}"))

    # --- writing values ------------------------------------------------------------------

    def _block(self, entry: Entry, dash: int) -> str:
        lines: list[str] = []
        for name, text in entry.items():
            lead = " " * dash + ("  " if lines else "- ")
            lines.append(f"{lead}{name}: {self._scalar(name, text, dash + 2, flow=False)}")
        return "\n".join(lines)

    def _scalar(
        self, name: str, text: str, column: int, *, flow: bool, folded: bool = False
    ) -> str:
        """Return a value that reads as the text: plain where that does, quoted, or folded."""
        if flow or _LINES.search(text) or text != text.strip():
            is_plain = flow and _FLOW_PLAIN.fullmatch(text) and _is_plain(text)
            return text if is_plain else _quoted(text)
        plain = text if name not in _ALWAYS_QUOTED and _is_plain(text) else _quoted(text)
        room = self._width - column
        if not folded and len(name) + 2 + len(plain) <= room:
            return plain
        lead = " " * (column + 2)
        return ">-\n" + "\n".join(lead + line for line in fold(text, room - 2))

    # --- places --------------------------------------------------------------------------

    def _line_end(self, node: yaml.Node) -> int:
        """Return where the last line of a value ends, with the comment that may be on it."""
        found = _LINE_END.search(self._text, self._end(node))
        return found.start() if found else len(self._text)

    def _end(self, node: yaml.Node) -> int:
        """Return where a value ends, without the lines that follow a block."""
        if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
            return self._end(node.value[-1][1])
        end: int = node.end_mark.index
        if isinstance(node, yaml.ScalarNode) and node.style in (">", "|"):
            start = node.start_mark.index
            return start + len(self._text[start:end].rstrip())
        return end


def _line_start(node: yaml.Node) -> int:
    start: int = node.start_mark.index - node.start_mark.column
    return start


def _value(node: yaml.MappingNode, name: str) -> yaml.Node | None:
    return next((value for key, value in node.value if key.value == name), None)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _is_plain(text: str) -> bool:
    """Return whether a text without quotation marks reads as itself, and as text."""
    try:
        read = yaml.load(f"k: {text}", Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError):
        return False
    return bool(read == {"k": text})


def fold(text: str, width: int) -> list[str]:
    """Return the lines of a folded text, each as long as there is room for."""
    lines: list[str] = []
    line = ""
    for word in _BREAK.split(text):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]
