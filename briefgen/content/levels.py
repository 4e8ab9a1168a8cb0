"""Turn a project's files into what of them stands above the lowest level of handling.

Messages go to logs that others read, so they say no more of that than where it stands. Files are
read as trees, not as models: what is wrong with a file is no reason to quote from it. Who may
read which words of a document is decided in briefgen/audience/.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from pydantic import BaseModel

from briefgen.content.model import (
    BRIEF_SECTIONS,
    INTERNAL_SECTIONS,
    Brief,
    BriefTargets,
    Document,
    Path,
    Targets,
)
from briefgen.content.tree import Tree, Value, read_tree
from briefgen.diagnostics import CODES, PLAIN, Diagnostic, Place
from briefgen.project import CONFIG_FILE, PACKAGE, Project, read_file

_SOURCES: Mapping[bool, tuple[type[BaseModel], str, tuple[Path, ...]]] = {
    True: (Brief, "id", tuple(tuple(name.split(".")) for name in BRIEF_SECTIONS)),
    False: (Document, "key", (("preamble",), ("paragraphs",), ("closing",))),
}
"""Whether a file is the brief → its model, what names its entries, and the lists of these."""

_TARGETS: Mapping[bool, tuple[type[BaseModel], str, str]] = {
    True: (BriefTargets, "id", "items"),
    False: (Targets, "key", "segments"),
}
_INSIDE = frozenset({"owner", "cleared"})
"""What a brief says of itself to those above the lowest level."""

_WITHOUT_WHOLE = ("", "pre", "end")
"""What stands before the last point of a key that is no part of another."""

_WITHOUT_LEVELS = ("summit", "glossary")
_NO_WORDS = re.compile(r"\s*(#.*)?")
_QUOTED = re.compile(r"[\"'“‘].*[\"'”’]", re.DOTALL)
_ROW = re.compile(r"row [0-9]+")
"""Where something stands in a table, which has no lines."""

_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
"""Where lines end for YAML 1.1, by which the places count."""

_EVERY_LINE = frozenset({0})


class Levels:
    """Says of places whether what stands there is above the lowest level.

    A level that isn't on the scale, a missing one, a file that can't be parsed and a file that
    isn't the project's count as the highest.
    """

    def __init__(self, project: Project | None) -> None:
        self._project = project
        self._scale = project.config.handling if project is not None else ("",)
        self._content = f"{project.config.content}/" if project is not None else ""
        self._lines: dict[str, Collection[int]] = {}
        self._entries: dict[str, Mapping[str, bool] | None] = {}
        self._about: dict[int, tuple[tuple[Place, ...], bool]] = {}

    def is_above(self, place: Place) -> bool:
        """Return whether what stands in the line of a place is above the lowest level."""
        if self._project is None or not self._is_content(place):
            return not self._has_no_content(place.file)
        if place.file not in self._lines:
            self._lines[place.file] = self._lines_above(self._project, place.file)
        lines = self._lines[place.file]
        return lines is _EVERY_LINE or place.line in lines

    def discreet(self, found: Diagnostic) -> Diagnostic:
        """Return a diagnostic without anything above the lowest level that it quotes.

        One that quotes such, or of which nobody knows, keeps its code and places alone, unless
        its words are never content's (PLAIN). Places in finished files are words, so that of
        their findings only what stands in quotation marks is left out.
        """
        if found.code in PLAIN or not self._may_quote(found):
            return found
        if found.code.startswith("V"):
            return replace(found, message=_QUOTED.sub("“…”", found.message))
        related = tuple(
            (words if _ROW.fullmatch(words) else "see", place)
            for words, place in found.related
            if place != found.place or _ROW.fullmatch(words)
        )
        return replace(found, message=CODES[found.code], hint=None, related=related)

    def hides_line(self, found: Diagnostic) -> bool:
        """Return whether the line of a diagnostic's place is above the lowest level."""
        if found.place is None or not self.is_above(found.place):
            return False
        return self._is_content(found.place) or found.handling != self._scale[0]

    def _may_quote(self, found: Diagnostic) -> bool:
        """Return whether a diagnostic may quote what is above the lowest level.

        What it quotes is of the level that it names, or stands at its places. One at a place
        outside the project says which content it is about, or nobody knows.
        """
        if found.handling not in (None, self._scale[0]):
            return True
        places = [place for _, place in found.related]
        places += [found.place] if found.place is not None else []
        content = [place for place in (*places, *found.about[:1]) if self._is_content(place)]
        if content or found.handling is not None:
            return any(map(self.is_above, content)) or self._has_above(found.about)
        return not places or any(map(self.is_above, places)) or self._has_above(found.about)

    def _has_above(self, about: tuple[Place, ...]) -> bool:
        """Return whether any of these is above; many diagnostics are about the same thousands."""
        if id(about) not in self._about:
            self._about[id(about)] = about, any(map(self.is_above, about))
        return self._about[id(about)][1]

    # --- files -------------------------------------------------------------------------

    def _is_content(self, place: Place) -> bool:
        return self._project is not None and place.file.startswith(self._content)

    def _has_no_content(self, file: str) -> bool:
        """Return whether a file is one of templates, fonts or settings."""
        if self._project is None:
            return False
        config = self._project.config
        folders = (config.templates, *config.fonts)
        settings = (self._project.config_file, CONFIG_FILE, "pyproject.toml")
        named = file in (*settings, config.content, *folders)
        return named or file.startswith((PACKAGE, *(f"{folder}/" for folder in folders)))

    def _lines_above(self, project: Project, file: str) -> Collection[int]:
        if (project.root / file).is_dir():
            return ()
        folder, _, name = file.removeprefix(self._content).rpartition("/")
        stem, _, tag = name.removesuffix(".yaml").partition(".")
        tree, text = self._read(project, file)
        if folder == "packs" or stem in _WITHOUT_LEVELS:
            return () if tree is None else _lines_of(text, tree, self._marked(tree))
        source = self._source(project, f"{self._content}{folder}/{stem}.yaml")
        if tree is None or source is None or (source and all(source.values())):
            return _EVERY_LINE
        is_brief = stem == "brief"
        above = _targets_above(tree, is_brief, source) if tag else self._above(tree, is_brief)
        return _lines_of(text, tree, above)

    def _read(self, project: Project, file: str) -> tuple[Tree | None, str]:
        if not file.endswith(".yaml"):
            return None, ""
        raw, _ = read_file(project, file, limit=project.config.yaml_bytes)
        tree, _ = read_tree(raw or b"", file, project.config)
        return tree, (raw or b"").decode("utf-8-sig", "replace")

    def _source(self, project: Project, file: str) -> Mapping[str, bool] | None:
        """Return of each entry of a document or brief whether it is above; None if unreadable."""
        if file not in self._entries:
            tree, _ = self._read(project, file)
            is_brief = file.endswith("/brief.yaml")
            self._entries[file] = None if tree is None else self._named(tree, is_brief)
        return self._entries[file]

    # --- what of a tree is above ------------------------------------------------------------

    def _marked(self, tree: Tree) -> Iterator[Path]:
        """Yield the paths of what says itself that it has a level above the lowest."""
        for path in tree.values:
            if path[-1:] == ("handling",) and _at(tree.value, path) != self._scale[0]:
                yield path[:-1]

    def _above(self, tree: Tree, is_brief: bool) -> Iterator[Path]:
        """Yield the paths of what is above in a document or brief."""
        model, _, _ = _SOURCES[is_brief]
        yield from _doubled(tree)
        yield from ((n,) for n in tree.value if n in _INSIDE or n not in model.model_fields)
        if is_brief:
            yield from {(section.partition(".")[0],) for section in INTERNAL_SECTIONS}
        yield from (path for path, _, is_above in self._listed(tree, is_brief) if is_above)

    def _named(self, tree: Tree, is_brief: bool) -> Mapping[str, bool]:
        """Return of each entry by name whether it is above; of two of one name either may be."""
        above = set(self._above(tree, is_brief))
        named: dict[str, bool] = {}
        for path, name, _ in self._listed(tree, is_brief):
            is_above = any(path[:end] in above for end in range(len(path) + 1))
            named[name] = named.get(name, False) or is_above
        return named

    def _listed(self, tree: Tree, is_brief: bool) -> Iterator[tuple[Path, str, bool]]:
        """Yield each entry: its path, its name, and whether it is above."""
        _, name, lists = _SOURCES[is_brief]
        ranks: dict[str, bool] = {}
        whole = not is_brief and tree.value.get("handling") not in (None, self._scale[0])
        entries = [(path, entry) for section in lists for path, entry in _members(tree, section)]
        if is_brief and "bottom_line" in tree.value:
            entries.append((("bottom_line",), tree.value["bottom_line"]))
        for path, entry in entries:
            given = entry if isinstance(entry, dict) else {}
            section = ".".join(step for step in path if isinstance(step, str))
            called = str(given.get(name))
            is_above = given.get("handling") != self._scale[0] or section in INTERNAL_SECTIONS
            # A part is never read without the rest, so one that has lost it isn't either.
            part_of = "" if is_brief else called.rpartition(".")[0]
            is_part = part_of not in _WITHOUT_WHOLE
            is_above = is_above or whole or (is_part and ranks.get(part_of, True))
            ranks[called] = ranks.get(called, False) or is_above
            yield path, called, is_above


def _targets_above(tree: Tree, is_brief: bool, source: Mapping[str, bool]) -> Iterator[Path]:
    """Yield the paths of what is above in a translation; what has no source is."""
    model, name, entries = _TARGETS[is_brief]
    yield from _doubled(tree)
    yield from ((key,) for key in tree.value if key not in model.model_fields)
    for path, entry in (*_members(tree, (entries,)), *_members(tree, ("comments",))):
        of = (
            (entry.get("unit") if path[0] == "comments" else entry.get(name))
            if isinstance(entry, dict)
            else None
        )
        if source.get(str(of).partition("/")[0], str(of) != "title"):
            yield path


def _doubled(tree: Tree) -> Iterator[Path]:
    """Yield the mappings with a key that is none or stands twice: nobody knows which one holds."""
    yield from {path[: path.index("")] for path in tree.values if "" in path}


def _members(tree: Tree, section: Path) -> Iterator[tuple[Path, Value]]:
    """Yield the entries of a list with their paths; what is no list is one entry."""
    value = _at(tree.value, section)
    if isinstance(value, list):
        yield from (((*section, index), entry) for index, entry in enumerate(value))
    elif value is not None:
        yield section, value


def _at(value: Value, path: Path) -> Value:
    """Return what stands at a path, None where that is nothing."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(str(step))
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step]
        else:
            return None
    return value


def _lines_of(text: str, tree: Tree, paths: Iterable[Path]) -> Collection[int]:
    """Return the lines of a file that any of the paths has a part of.

    A comment before it may be about it: that is one of them too, as is one after it.
    """
    starts = sorted(
        ((*spot[:2], path) for spots in (tree.keys, tree.values) for path, spot in spots.items()),
        key=lambda start: start[:2],
    )
    lines = text.replace("\r\n", "\n").split("\n")
    end = len(_BREAK.split(text)) + 2
    found: set[int] = set()
    wanted = set(paths)
    last: Path | None = None
    for number, (line, _, path) in enumerate(starts):
        ends = range(len(path) + 1)
        if last is None or path[: len(last)] != last:
            last = next((path[:end] for end in ends if path[:end] in wanted), None)
        if last is None:
            continue
        following = starts[number + 1] if number + 1 < len(starts) else (end, 0, ())
        found.update(range(line, max(following[0], line + 1)))
        before = line - 1
        while before and before not in found and _NO_WORDS.fullmatch(lines[before - 1]):
            found.add(before)
            before -= 1
    return frozenset(found)
