"""Turn a page of Markdown into what its tests ask for: fenced blocks, links, headings, tables.

A fence's first line says what a block is for after its language: `yaml file=content/x.yaml`.
"""

import re
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^```(\w+)([^\n`]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its options by name ("" for one without a value), its text."""

    language: str
    options: dict[str, str]
    text: str


class Page:
    """A page of Markdown."""

    def __init__(self, path: Path):
        self.path = path
        self.text = path.read_text(encoding="utf-8")

    @property
    def blocks(self) -> list[Block]:
        return [
            Block(language, dict((*o.split("=", 1), "")[:2] for o in options.split()), text)
            for language, options, text in _FENCE.findall(self.text)
        ]

    @property
    def prose(self) -> str:
        """The page without its fenced and its indented blocks."""
        return re.sub(r"^    .*$", "", _FENCE.sub("", self.text), flags=re.MULTILINE)

    @property
    def links(self) -> list[str]:
        return _LINK.findall(self.prose)

    @property
    def images(self) -> list[tuple[str, str]]:
        """Alternative text and path of each image."""
        return _IMAGE.findall(self.prose)

    @property
    def anchors(self) -> set[str]:
        """The anchors that GitHub makes of headings."""
        titles = re.findall(r"^#+ (.+)$", self.prose, re.MULTILINE)
        return {re.sub(r"[^\w\- ]", "", t.lower()).replace(" ", "-") for t in titles}

    @property
    def commands(self) -> list[str]:
        """The command lines in indented blocks, without their comments."""
        lines = re.findall(r"^    (\S.*)$", _FENCE.sub("", self.text), re.MULTILINE)
        return [re.sub(r"\s+#.*", "", line) for line in lines]

    def section(self, title: str) -> str:
        """The prose under a heading, up to the next of its level or above."""
        level, rest = re.split(
            rf"^(#+) {re.escape(title)}$", self.prose, maxsplit=1, flags=re.MULTILINE
        )[1:]
        return re.split(rf"^#{{1,{len(level)}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def rows(text: str) -> list[list[str]]:
    """The cells of the tables in a text, row by row, without their headings."""
    found = []
    for table in re.findall(r"(?:^\|.*\n)+", text + "\n", re.MULTILINE):
        lines = table.splitlines()[2:]
        found += [
            [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            for line in lines
        ]
    return found


def codes(text: str) -> list[str]:
    """The words in a text that are set as code."""
    return re.findall(r"`([^`]+)`", text)


def edit(text: str, diff: str) -> str:
    """Replace, in order, each run of lines with - by the lines with + that follow it."""
    for old, new in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)+)", diff, re.MULTILINE):
        before, after = (re.sub(r"^[-+]", "", lines, flags=re.MULTILINE) for lines in (old, new))
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text
