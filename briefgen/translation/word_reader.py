"""Turn a review table that comes back from Word into the units that it brings.

By one reader of the XML: what python-docx calls a cell's text lacks insertions and has what is
hidden. A column is known by its heading. A row's unit is found by its hidden run, else by its
bookmark, else by its visible key, else by its source; neither by where it stands. What becomes of
the units is in briefgen/translation/merge.py; how the table was made in
briefgen/translation/word_table.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from briefgen.diagnostics import Diagnostic, Place, Severity
from briefgen.translation.hashes import comment_id, text_hash
from briefgen.translation.model import (
    STATES,
    TARGET_STATES,
    Comment,
    LanguagePair,
    Manifest,
    Returned,
    ReturnedUnit,
    State,
)
from briefgen.translation.word_anchors import (
    ANCHOR,
    COLUMNS,
    KEY_HEADING,
    MANIFEST_NAMESPACE,
    PROPERTIES,
    bookmark_name,
    columns_of,
    headings,
    original_name,
    unit_of_key,
    visible_key,
)
from briefgen.translation.word_text import (
    REVISIONS,
    UNLINK,
    Reader,
    Revisions,
    Story,
    W,
    active_fields,
    hiding_styles,
)
from briefgen.writers.opening import (
    SAVE,
    Package,
    RefusedError,
    Xml,
    find_active,
    find_external,
)

_MOST_NAMES = 5


def is_table(data: bytes) -> bool:
    """Return whether bytes are a Word file of any kind, or any other archive."""
    return data.startswith((b"PK", b"\xd0\xcf\x11\xe0"))


def read_table(
    data: bytes, file: str, revisions: Revisions
) -> tuple[Returned | None, list[Diagnostic]]:
    """Return what a review table brings back, or None, and all that is to be said of it.

    ``file`` is the name that places get; the rows are in the words.
    """
    returned, problems = _opened(data, revisions)
    return returned, [replace(problem, place=Place(file)) for problem in problems]


def _opened(data: bytes, revisions: Revisions) -> tuple[Returned | None, list[Diagnostic]]:
    try:
        package = Package(data)
        found = [
            Diagnostic(code, finding.words, hint=finding.hint)
            for code, find in (("R002", find_active), ("R003", find_external))
            for finding in find(package)
        ]
        return (None, found) if found else _read(_File(package), revisions)
    except RefusedError as error:
        return None, [Diagnostic("R001", f"can't read the Word file: {error}", hint=error.hint)]


class _File:
    """The parts that matter, each read once."""

    def __init__(self, package: Package) -> None:
        self._package = package
        main = package.main()
        self.document = package.xml(main)
        if self.document.tag != f"{W}document":
            raise RefusedError("it is of another format, or a Strict Open XML Document", SAVE)
        self._relations = [r for r in package.relations(main) if not r.external]

    def part(self, name: str) -> Xml | None:
        """Return the part that the document has a relationship of this name to."""
        return next(self.parts(name), None)

    def parts(self, name: str) -> Iterator[Xml]:
        """Yield the parts that the document has a relationship of this name to."""
        yield from (self._package.xml(r.target) for r in self._relations if r.name == name)

    def properties(self) -> Mapping[str, str]:
        """Return the custom properties by their names."""
        found = {}
        for relation in self._package.relations("/"):
            if relation.name == "custom-properties" and not relation.external:
                for entry in self._package.xml(relation.target):
                    found[entry.get("name", "")] = "".join(map(str, entry.itertext()))
        return found


def _read(file: _File, revisions: Revisions) -> tuple[Returned | None, list[Diagnostic]]:
    if names := sorted(set(active_fields(file.document))):
        message = f"the Word file has fields that fetch something: {', '.join(names)}"
        return None, [Diagnostic("R002", message, hint=UNLINK)]
    problems = list(_tracked(file)) if revisions == "fail" else []
    manifest = _manifest(file)
    if manifest is None:
        return None, [_no_table()]
    reader = Reader(revisions, hiding_styles(file.part("styles")))
    stories = _Stories(file, reader, manifest.languages)
    rows = list(stories.rows())
    manifest = _completed(manifest, rows)
    if not rows or stories.faults:
        return None, stories.faults or [_no_table()]
    if strangers := list(_strangers(rows, manifest)):
        return None, strangers
    problems += [*stories.notices, *_broken(rows)]
    finder = _Finder(manifest)
    units = []
    for row in rows:
        if row.is_whole:
            unit, found = _unit(row, finder.find(row), stories)
            units.append(unit)
            problems += found
    is_sound = len(units) == len(rows)
    return (Returned(manifest, tuple(units)) if is_sound else None), problems


def _no_table() -> Diagnostic:
    message = "the Word file is no review table: nothing in it says which document it is of"
    hint = "import a table that `briefgen translations export` has written"
    return Diagnostic("R004", message, hint=hint)


def _tracked(file: _File) -> Iterator[Diagnostic]:
    """Yield what there is of tracked changes, if there is any, with who made them when."""
    people = Counter(
        (element.get(f"{W}author", "somebody"), element.get(f"{W}date", "")[:10])
        for element in file.document.iter(*REVISIONS)
    )
    if people:
        names = [f"{author} {date}".strip() for author, date in sorted(people)]
        more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
        total = sum(people.values())
        changes = f"{total} tracked changes are" if total > 1 else "a tracked change is"
        message = f"{changes} left, by {', '.join(names[:_MOST_NAMES])}{more}"
        hint = "import with --revisions accept or reject, or settle them in Word"
        yield Diagnostic("R007", message, hint=hint)


# --- rows --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a review table: its cells by their columns, of which some may be missing.

    ``anchors`` are the hidden runs of its key's cell. It is whole where it has as many cells as
    its table has columns, none of them merged, and is no more than one unit.
    """

    number: int
    cells: Mapping[str, Story]
    anchors: tuple[re.Match[str], ...]
    is_whole: bool

    def text(self, name: str) -> str:
        return self.cells[name].text if name in self.cells else ""


@dataclass(slots=True)
class _Stories:
    """Reads a file's rows, comments and notes; ``faults`` and ``notices`` are of its columns."""

    file: _File
    reader: Reader
    languages: LanguagePair
    faults: list[Diagnostic] = field(default_factory=list)
    notices: list[Diagnostic] = field(default_factory=list)
    _parts: dict[str, dict[str, Xml]] = field(default_factory=dict)

    def rows(self) -> Iterator[_Row]:
        """Yield the rows of all review tables, numbered as one would count them by eye.

        A table without headings has the columns of the one before, which it was a part of.
        """
        columns: tuple[str | None, ...] = COLUMNS
        for table in self.file.document.iter(f"{W}tbl"):
            if any(parent.tag == f"{W}tc" for parent in table.iterancestors()):
                continue
            rows = [
                (number, cells, [self.reader.read(cell) for cell in cells])
                for number, element in enumerate(_rows(table), 1)
                if not self.reader.is_dropped(element)
                for cells in [list(_cells(element))]
            ]
            heads = [[story.text for story in stories] for _, _, stories in rows[:1]]
            head = heads[0] if heads and self._is_head(heads[0]) else None
            own = _columns(head, self.languages) if head else columns
            found = [_row(number, cells, stories, own) for number, cells, stories in rows]
            if any(row.anchors for row in found) or (head and not _is_of_terms(own)):
                if head:
                    columns = own
                    self._check(head, own)
                yield from (
                    row
                    for row, (_, _, stories) in zip(found, rows, strict=True)
                    if [story.text for story in stories] != head
                )

    def _is_head(self, texts: list[str]) -> bool:
        """Return whether a row's texts are headings: that of the keys, or two others."""
        known = [text for text in texts if columns_of(text, self.languages)]
        return KEY_HEADING in texts or len(known) > 1

    def _check(self, head: list[str], columns: tuple[str | None, ...]) -> None:
        """Say which columns a table lacks, and which it has that nobody knows."""
        missing = [column for column in COLUMNS if column not in columns]
        if "target" in missing:
            message = "no column of the table is headed as the translation"
            hint = f"put {headings(self.languages)['target']} over it, as it was exported"
            self.faults.append(Diagnostic("R016", message, hint=hint))
        elif missing:
            message = f"the table has no {' or '.join(missing)} column"
            hint = "what the table has is imported, and content keeps what it says of the rest"
            self.notices.append(Diagnostic("R016", message, hint=hint, severity=Severity.WARNING))
        strange = [text for text, column in zip(head, columns, strict=True) if column is None]
        for text in strange:
            doubled = columns_of(text, self.languages)
            message = f"the table has {'another' if doubled else 'a'} column “{text[:40]}”"
            if doubled:
                hint = "take out the one that doesn't hold"
                self.faults.append(Diagnostic("R016", message, hint=hint))
            else:
                message += ", which is left out"
                self.notices.append(Diagnostic("R016", message, severity=Severity.WARNING))

    def comments(self, unit: str, row: _Row) -> Iterator[Comment]:
        """Yield the comments on a row: those of Word, and what its last column says."""
        for story in row.cells.values():
            for identifier in story.comments:
                if (element := self._named("comments", identifier)) is not None:
                    author, date = (element.get(W + name, "") for name in ("author", "date"))
                    text = self.reader.read(element).text
                    if text:
                        yield Comment(comment_id(unit, author, text), author, date[:10], text)
        for text in row.cells["comment"].paragraphs if "comment" in row.cells else ():
            yield Comment(comment_id(unit, "", text), "", "", text)

    def note(self, kind: str, identifier: str) -> str:
        """Return the text of a footnote or endnote."""
        element = self._named(kind, identifier)
        return "" if element is None else self.reader.read(element).text

    def _named(self, kind: str, identifier: str) -> Xml | None:
        if kind not in self._parts:
            part = self.file.part(kind)
            entries = () if part is None else part
            self._parts[kind] = {entry.get(f"{W}id", ""): entry for entry in entries}
        return self._parts[kind].get(identifier)


def _columns(head: Sequence[str], languages: LanguagePair) -> tuple[str | None, ...]:
    """Return which column each heading is of, None for one that is of none.

    A heading that nobody knows is of the column that is left over, where there are five.
    """
    found: list[str | None] = []
    for index, text in enumerate(head):
        known = [name for name in columns_of(text, languages) if name not in found]
        own = COLUMNS[index] if index < len(COLUMNS) else ""
        found.append(own if own in known else next(iter(known), None))
    if len(head) == len(COLUMNS):
        left = [name for name in COLUMNS if name not in found]
        for index, name in enumerate(found):
            if name is None and not columns_of(head[index], languages):
                found[index] = COLUMNS[index] if COLUMNS[index] in left else left[0]
                left.remove(str(found[index]))
    return tuple(found)


def _is_of_terms(columns: Sequence[str | None]) -> bool:
    return not {"key", "status", "comment"} & set(columns)


def _row(
    number: int, cells: Sequence[Xml], stories: Sequence[Story], columns: Sequence[str | None]
) -> _Row:
    whole = len(cells) == len(columns) and not any(map(_is_merged, cells))
    named = dict(zip(columns, stories, strict=False))
    texts = {name: story for name, story in named.items() if name is not None}
    hidden = texts["key"].hidden if "key" in texts else ""
    anchors = tuple({m["id"]: m for m in ANCHOR.finditer(hidden)}.values())
    return _Row(number, texts, anchors, whole and len(anchors) < 2)


def _broken(rows: Sequence[_Row]) -> Iterator[Diagnostic]:
    """Yield one error for all rows whose cells were merged or split."""
    if broken := [row for row in rows if not row.is_whole]:
        names = [
            f"{row.number} ({key})" if (key := row.text("key")) else f"{row.number}"
            for row in broken
        ]
        message = f"{_listed('row', names)}: cells were merged or split"
        hint = "every row has as many cells as the headings: undo it in Word"
        yield Diagnostic("R109", message, hint=hint)


def _listed(noun: str, names: Sequence[str]) -> str:
    """Return the first of some names after what they are: ``rows 1, 2 and 4 more``."""
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return f"{noun}{'s' if len(names) > 1 else ''} {', '.join(names[:_MOST_NAMES])}{more}"


_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "del")}


def _rows(element: Xml) -> Iterator[Xml]:
    """Yield the rows of a table, also those that something is wrapped around."""
    yield from _unwrapped(element, f"{W}tr")


def _cells(row: Xml) -> Iterator[Xml]:
    yield from _unwrapped(row, f"{W}tc")


def _unwrapped(element: Xml, tag: str) -> Iterator[Xml]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _unwrapped(child, tag)


def _is_merged(cell: Xml) -> bool:
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        return False
    span = properties.find(f"{W}gridSpan")
    return properties.find(f"{W}vMerge") is not None or (
        span is not None and span.get(f"{W}val", "1") != "1"
    )


# --- which unit a row is -----------------------------------------------------------------


class _Finder:
    """Finds the unit of a row in what the manifest knows."""

    def __init__(self, manifest: Manifest) -> None:
        self._units = manifest.sources
        self._bookmarks = {bookmark_name(unit): unit for unit in manifest.sources}
        counts = Counter(manifest.sources.values())
        self._hashes = {hash_: u for u, hash_ in manifest.sources.items() if counts[hash_] == 1}

    def find(self, row: _Row) -> str | None:
        """Return the unit of a row, or None."""
        if row.anchors:
            return row.anchors[0]["id"]
        bookmarks = row.cells["key"].bookmarks if "key" in row.cells else ()
        names = [original_name(name) for name in bookmarks]
        for name in names:
            if name in self._bookmarks:
                return self._bookmarks[name]
        if (unit := unit_of_key(row.text("key"))) in self._units:
            return unit
        return self._hashes.get(text_hash(row.text("source")))


def _manifest(file: _File) -> Manifest | None:
    """Return the manifest of the custom XML part, or what the properties say of it."""
    for part in file.parts("customXml"):
        if part.tag == f"{{{MANIFEST_NAMESPACE}}}manifest":
            return _from_part(part)
    properties = file.properties()
    heads = {field: properties.get(name, "") for field, name in PROPERTIES.items()}
    return Manifest(**heads, sources={}, targets={}, states={}) if all(heads.values()) else None


def _completed(manifest: Manifest, rows: Sequence[_Row]) -> Manifest:
    """Return a manifest with what the rows say of it, where it doesn't say so itself."""
    if manifest.sources:
        return manifest
    anchors = [anchor for row in rows for anchor in row.anchors]
    return replace(
        manifest,
        sources={a["id"]: a["source"] for a in anchors},
        targets={a["id"]: a["target"] for a in anchors if a["target"] != "-"},
        states={a["id"]: state for a in anchors if (state := _state(a["state"]))},
    )


def _from_part(part: Xml) -> Manifest | None:
    heads = {name: part.get(name, "") for name in PROPERTIES}
    if not all(heads.values()):
        return None
    units = {entry.get("id", ""): entry for entry in part}
    return Manifest(
        **heads,
        sources={name: entry.get("source", "") for name, entry in units.items()},
        targets={name: hash_ for name, entry in units.items() if (hash_ := entry.get("target"))},
        states={
            name: state for name, entry in units.items() if (state := _state(entry.get("state")))
        },
    )


def _state(word: str | None) -> State | None:
    return next((state for state in STATES if state == word), None)


def _strangers(rows: list[_Row], manifest: Manifest) -> Iterator[Diagnostic]:
    """Yield one error for rows that come from a table of something else."""
    strange = [
        f"{row.number}"
        for row in rows
        for anchor in row.anchors
        if manifest.sources.get(anchor["id"]) != anchor["source"]
    ]
    if strange:
        message = f"from another table: {_listed('row', strange)}"
        hint = f"the file says that it is of {manifest.document}, version {manifest.revision}"
        yield Diagnostic("R005", message, hint=hint)


# --- a row as a unit ---------------------------------------------------------------------


def _unit(
    row: _Row, identifier: str | None, stories: _Stories
) -> tuple[ReturnedUnit, list[Diagnostic]]:
    where = f"row {row.number}"
    key = row.text("key") or (visible_key(identifier) if identifier else "")
    named = f"{where} ({key})" if key else where
    state, problems = _status(row.text("status"), named)
    target = row.cells["target"]
    problems += _told(target, named, stories)
    if "comment" in row.cells:
        problems += _told(row.cells["comment"], f"{named}, comment", stories, joined=False)
    comments = tuple(dict.fromkeys(stories.comments(identifier or "", row)))
    source = row.text("source") if "source" in row.cells else None
    return ReturnedUnit(identifier, source, target.text, state, where, comments), problems


def _status(word: str, named: str) -> tuple[State | None, list[Diagnostic]]:
    said = word.casefold().strip(" .")
    if not said:
        return None, []
    if (state := _state(said)) is not None:
        return state, []
    message = f"{named}: the status “{word[:40]}” is none"
    hint = f"it is {', '.join(TARGET_STATES[:-1])} or {TARGET_STATES[-1]}"
    return None, [Diagnostic("R110", message, hint=hint, severity=Severity.WARNING)]


def _told(story: Story, named: str, stories: _Stories, *, joined: bool = True) -> list[Diagnostic]:
    """Return what is in a cell that its text can't hold; ``joined`` says it is one paragraph."""
    found = []
    if joined and len(story.paragraphs) > 1:
        found.append(("R111", f"{len(story.paragraphs)} paragraphs were joined into one"))
    if hidden := story.hidden.strip():
        found.append(("R112", f"hidden text is left out: “{hidden[:60]}”"))
    for kind, identifier in story.notes:
        text = stories.note(kind, identifier)
        found.append(("R112", f"a note is left out: “{text[:60]}”"))
    found += [("R112", f"{what} is left out") for what in dict.fromkeys(story.lost)]
    return [
        Diagnostic(code, f"{named}: {words}", severity=Severity.WARNING) for code, words in found
    ]
