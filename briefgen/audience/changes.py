"""Turn an outcome document as an audience may read it into what has changed since a version.

What was above the audience's handling then, or is now, never shows: a paragraph that it may
read only since counts as inserted, and one that it may no longer read is left out. How texts
are compared is in briefgen/translation/diff.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from briefgen.audience.clearance import Clearance
from briefgen.audience.naming import Naming
from briefgen.audience.outcome import (
    Readable,
    Version,
    read_segments,
    read_version,
    view_segment,
    with_segments,
)
from briefgen.audience.view import (
    PENDING,
    CellText,
    DocumentView,
    LanguageView,
    SegmentChange,
    SegmentView,
)
from briefgen.content.model import (
    Document,
    DocumentVersions,
    Earlier,
    Segment,
    TargetSegment,
    words_of,
)
from briefgen.diagnostics import Diagnostic, Severity
from briefgen.translation.diff import Change, Pair, Part, Run, diff_words, fold, pair_parts

_SHORTEST = 12
"""Shorter texts than this are no secrets, as in briefgen/pipeline/leaks.py."""


def only_changed(
    naming: Naming,
    clearance: Clearance,
    view: DocumentView,
    versions: DocumentVersions,
    earlier: Earlier,
) -> DocumentView:
    """Return a document with the segments that differ from those before, and those deleted.

    So are its titles, if any has changed. Of a document that is new, all segments count as
    inserted, and that is a problem.
    """
    if view.id not in earlier.documents:
        message = f"'{view.id}' did not exist in '{earlier.label}': all of it is inserted"
        naming.problems.append(Diagnostic("A211", message, severity=Severity.WARNING))
    changes = _Changes(naming, clearance, view, versions, earlier)
    return replace(with_segments(view, changes.rows()), titles=changes.titles())


@dataclass(frozen=True, slots=True)
class _Before:
    """A version before: its segments in order, those that may be read, words by language."""

    segments: tuple[Part, ...]
    readable: Mapping[str, Readable]
    words: tuple[Version | None, ...]


class _Changes:
    """The comparison of one document."""

    def __init__(
        self,
        naming: Naming,
        clearance: Clearance,
        view: DocumentView,
        versions: DocumentVersions,
        earlier: Earlier,
    ) -> None:
        self._naming, self._clearance, self._view = naming, clearance, view
        self._versions = versions
        self._shown = {row.key: row for row in view.segments}
        self._after = _parts(versions.source.value)
        self._languages = [cell.language for cell in next(iter(view.segments)).cells]
        self._before = _Before((), {}, ())
        hidden = _hidden(versions, self._shown)
        if (before := earlier.documents.get(view.id)) is not None:
            self._before = self._read(before, earlier.partial)
            hidden |= _hidden(before, self._before.readable)
        public = "\n".join(_texts(versions, self._shown))
        self._hidden = tuple(text for text in hidden if text not in public)

    def _read(self, before: DocumentVersions, partial: bool) -> _Before:
        readable = read_segments(before.source, self._clearance)
        both = chain(self._versions.source.value.segments(), before.source.value.segments())
        new = readable.keys() - self._naming.labels
        self._naming.number_paragraphs((segment.key for segment in both), new)
        words = tuple(
            read_version(self._naming, before, language.tag, readable, is_before=True)
            if not partial or _has(before, language.tag)
            else None
            for language in self._languages
        )
        return _Before(_parts(before.source.value), readable, words)

    def titles(self) -> tuple[CellText, ...]:
        """Return the titles with their changes; none where none has any, or none might be read."""
        if not self._before.readable:
            return ()
        pairs = list(zip(self._languages, self._before.words, strict=True))
        cells = tuple(_title(self._versions, language, before) for language, before in pairs)
        texts = [fold(before.view.title or "") for _, before in pairs if before is not None]
        is_changed = any(run.change != "kept" for cell in cells for run in cell.runs)
        return cells if is_changed and not self._say_hidden(texts) else ()

    def rows(self) -> Iterator[SegmentView]:
        """Yield each row that is shown."""
        pairs = pair_parts(self._before.segments, self._after)
        became = {
            self._before.segments[pair.before].key: pair.after
            for pair in pairs
            if pair.before is not None
        }
        for pair in pairs:
            old, row = self._old(pair), None
            if pair.after is not None:
                row = self._shown.get(self._after[pair.after].key)
                row = row and self._compare(row, old, moved=pair.moved)
            elif old is not None and not self._tells(old) and not self._was_part(old, became):
                row = self._deleted(old)
            if row is not None:
                yield row

    def _old(self, pair: Pair) -> Readable | None:
        """Return the segment before, where the audience might read it then."""
        if pair.before is None:
            return None
        return self._before.readable.get(self._before.segments[pair.before].key)

    def _tells(self, old: Readable) -> bool:
        """Return whether a text before, in any language, says what is hidden today or was then."""
        versions = (version for version in self._before.words if version is not None)
        words = [version.words.get(old.segment.key) for version in versions]
        return self._say_hidden(
            fold(f"{w.heading or ''}\n{w.text}") for w in words if w is not None
        )

    def _say_hidden(self, texts: Iterable[str]) -> bool:
        return any(hidden in text for text in texts for hidden in self._hidden)

    def _was_part(self, old: Readable, became: Mapping[str, int | None]) -> bool:
        """Return whether a deleted segment was a part of something that is hidden today."""
        key = old.segment.key.rpartition(".")[0]
        while key:
            place = became.get(key)
            if place is not None and self._after[place].key not in self._shown:
                return True
            key = key.rpartition(".")[0]
        return False

    def _compare(
        self, row: SegmentView, old: Readable | None, *, moved: bool
    ) -> SegmentView | None:
        """Return a row with its changes, None where it has none."""
        if old is None:
            return _inserted(row)
        pairs = zip(row.cells, self._before.words, strict=True)
        cells = tuple(_cell(cell, version, old.segment.key) for cell, version in pairs)
        runs = (run for cell in cells for run in (*cell.runs, *cell.heading_runs))
        is_changed = any(run.change != "kept" for run in runs)
        if is_changed and self._tells(old):
            return _inserted(row)
        if not is_changed and not moved:
            return None
        self._clearance.give(old.rank)
        change: SegmentChange = "changed" if is_changed else "moved"
        return replace(row, cells=cells, change=change, before=old.segment.key)

    def _deleted(self, old: Readable) -> SegmentView:
        """Return the row of a segment that isn't there any more."""
        self._clearance.give(old.rank)
        segment = old.segment.model_copy(update={"actors": ()})
        here = replace(old, segment=segment, place=self._view.place)
        gone = tuple(Version(language, {}) for language in self._languages)
        row = view_segment(self._naming, here, gone)
        cells = []
        for cell, version in zip(row.cells, self._before.words, strict=True):
            words = version.words.get(row.key) if version is not None else None
            heading, text = (words.heading, words.text) if words else (None, None)
            runs, heading_runs = _all("deleted", text), _all("deleted", heading)
            cells.append(replace(cell, runs=runs, heading_runs=heading_runs))
        return replace(
            row, cells=tuple(cells), anchor=f"was-{row.key}", change="deleted", before=row.key
        )


def _title(versions: DocumentVersions, language: LanguageView, before: Version | None) -> CellText:
    """Return the title in a language with what became of its words."""
    made = versions.targets.get(language.tag, versions.source)
    title = CellText(language, language.title, None, made.place("title"))
    if before is None:
        return replace(title, runs=_all("kept", language.title))
    return replace(title, runs=_diff(before.view.title, language.title))


def _cell(cell: CellText, version: Version | None, key: str) -> CellText:
    """Return a cell with what became of its words; without a version they are as they were."""
    if version is None:
        return replace(cell, runs=_all("kept", cell.text), heading_runs=_all("kept", cell.heading))
    words = version.words.get(key)
    heading, text = (words.heading, words.text) if words else (None, None)
    return replace(
        cell,
        runs=_diff(text, cell.text),
        heading_runs=_diff(heading, cell.heading),
    )


def _diff(before: str | None, after: str | None) -> tuple[Run, ...]:
    """Return what became of a text; its mark, if it has one, is no change of it."""
    plain = PENDING.sub("", after or "")
    return (*diff_words(before or "", plain), *_all("kept", (after or "")[len(plain) :]))


def _inserted(row: SegmentView) -> SegmentView:
    cells = tuple(
        replace(cell, runs=_all("inserted", cell.text), heading_runs=_all("inserted", cell.heading))
        for cell in row.cells
    )
    return replace(row, cells=cells, change="inserted")


def _all(change: Change, text: str | None) -> tuple[Run, ...]:
    return (Run(change, text),) if text else ()


def _parts(document: Document) -> tuple[Part, ...]:
    return tuple(
        Part(segment.key, "\n".join(words_of(segment).values())) for segment in document.segments()
    )


def _has(versions: DocumentVersions, tag: str) -> bool:
    return tag in versions.targets or tag == versions.source.value.language


def _hidden(versions: DocumentVersions, readable: Mapping[str, object]) -> set[str]:
    """Return the texts, in all languages, of the segments that may not be read."""
    return {text for text in _texts(versions, readable, among=False) if len(text) >= _SHORTEST}


def _texts(
    versions: DocumentVersions, keys: Mapping[str, object], *, among: bool = True
) -> Iterator[str]:
    """Yield the texts of the segments with these keys, or of all others."""
    segments: list[Segment | TargetSegment] = [*versions.source.value.segments()]
    for made in versions.targets.values():
        segments += made.value.segments
    for segment in segments:
        if (segment.key in keys) == among:
            yield from map(fold, words_of(segment).values())
