"""Turn an outcome document into what an audience may read of it, in a View's languages.

What analysts wrote about it is in briefgen/audience/statements.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from briefgen.audience.clearance import Clearance
from briefgen.audience.facts import view_source
from briefgen.audience.naming import Naming
from briefgen.audience.view import CellText, DocumentView, LanguageView, SegmentView, SourceView
from briefgen.content.advice import target_entry
from briefgen.content.model import (
    Document,
    DocumentVersions,
    Located,
    Segment,
    Status,
    Targets,
    source_hash,
    words_of,
)
from briefgen.diagnostics import Place

_PARTS = ("preamble", "paragraphs", "closing")


@dataclass(frozen=True, slots=True)
class Readable:
    """A segment that the audience may read: where it stands, and its handling's rank."""

    segment: Segment
    part: str
    place: Place
    rank: int


def read_segments(document: Located[Document], clearance: Clearance) -> dict[str, Readable]:
    """Return the segments that the audience may read, by key, in reading order.

    A part is never read without the whole: ``4.a`` is handled at least as high as ``4``, and
    all of it as high as the document.
    """
    own = document.value.handling
    lowest = clearance.rank(own, document.place("handling")) if own is not None else 0
    ranks: dict[str, int] = {}
    readable: dict[str, Readable] = {}
    for part, index, segment in _segments(document.value):
        rank = clearance.rank(segment.handling, document.place(part, index, "handling"))
        rank = max(rank, lowest)
        if depth(segment.key):
            rank = max(rank, ranks.get(segment.key.rpartition(".")[0], 0))
        ranks[segment.key] = rank
        if clearance.reads(rank):
            place = document.place(part, index)
            readable[segment.key] = Readable(segment, part, place, rank)
    return readable


def _segments(document: Document) -> Iterator[tuple[str, int, Segment]]:
    for part in _PARTS:
        for index, segment in enumerate(getattr(document, part)):
            yield part, index, segment


def depth(key: str) -> int:
    """Return how deep a segment is: 0 for ``4`` and ``pre.3``, 1 for ``4.a``."""
    first, *rest = key.split(".")
    return len(rest) if first.isdecimal() else max(len(rest) - 1, 0)


def with_segments(view: DocumentView, segments: Iterable[SegmentView]) -> DocumentView:
    """Return a document with other segments, which are in reading order."""
    parts: dict[str, list[SegmentView]] = {"pre": [], "": [], "end": []}
    for segment in segments:
        first = segment.key.partition(".")[0]
        parts[first if first in parts else ""].append(segment)
    preamble, paragraphs, closing = map(tuple, parts.values())
    return replace(view, preamble=preamble, paragraphs=paragraphs, closing=closing)


def anchor(key: str) -> str:
    """Return the id of a segment in the markup."""
    return f"p-{key}"


def weakest(statuses: Iterable[Status]) -> Status:
    """Return the status that promises least."""
    return max(statuses, key=list(Status).index)


# --- languages -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Words:
    """A segment's words in one language."""

    text: str
    heading: str | None
    place: Place
    status: Status


@dataclass(frozen=True, slots=True)
class Version:
    """A document in one language; ``words`` by key; ``title`` is None where there is none."""

    view: LanguageView
    words: Mapping[str, Words]


def view_document(
    naming: Naming,
    versions: DocumentVersions,
    readable: Mapping[str, Readable],
    languages: tuple[str, ...],
) -> tuple[DocumentView | None, tuple[LanguageView, ...]]:
    """Return what may be read of a document, and its versions in the View's languages.

    The document is None where nothing may be read, and its versions then have neither title
    nor status. In a View of one language a segment
    without words in it has a mark; in one of several its cell is empty.
    """
    if not readable:
        return None, tuple(map(naming.language, languages))
    shown = tuple(read_version(naming, versions, tag, readable) for tag in languages)
    if len(shown) == 1:
        shown = (_completed(naming, versions, shown[0], readable),)
    views: dict[str, list[SegmentView]] = {part: [] for part in _PARTS}
    for item in readable.values():
        views[item.part].append(view_segment(naming, item, shown))
    source = versions.source
    document = source.value
    main, prevails = shown[0].view, document.prevails
    view = DocumentView(
        id=document.id,
        title=main.title or _untranslated(naming, versions, main.tag),
        date=document.date,
        status=main.status or document.status,
        source_language=naming.language(document.language),
        prevails=naming.language(prevails) if prevails else None,
        source=_source(naming, versions),
        preamble=tuple(views["preamble"]),
        paragraphs=tuple(views["paragraphs"]),
        closing=tuple(views["closing"]),
        place=source.place(),
    )
    return view, tuple(version.view for version in shown)


def _source(naming: Naming, versions: DocumentVersions) -> SourceView | None:
    """Return the publication of a document in the View's language, else of its source."""
    target = versions.targets.get(naming.profile.tag)
    for version in (target, versions.source):
        if version is not None and (source := version.value.source) is not None:
            return view_source(naming, source, version, "source")
    return None


def read_version(
    naming: Naming,
    versions: DocumentVersions,
    tag: str,
    readable: Mapping[str, Readable],
    *,
    is_before: bool = False,
) -> Version:
    """Return a document in one language, which says what the weakest readable part is worth.

    What doesn't render its source any more has a mark, unless all of it is an earlier version.
    """
    source, target = versions.source, versions.targets.get(tag)
    if tag == source.value.language:
        title, status = source.value.title, source.value.status
        words = {
            key: Words(item.segment.text, item.segment.heading, item.place, status)
            for key, item in readable.items()
        }
    elif target is not None:
        title, status = target.value.title, target.value.status
        words = _target_words(target, readable)
        if not is_before:
            title += _stale_title(naming, source, target)
            words = dict(_with_stale(naming, target, words, readable))
    else:
        return Version(naming.language(tag), {})
    worth = weakest((status, *(item.status for item in words.values())))
    return Version(naming.language(tag, worth, title), words)


def _target_words(target: Located[Targets], readable: Mapping[str, Readable]) -> dict[str, Words]:
    status = target.value.status
    return {
        segment.key: Words(
            segment.text,
            segment.heading,
            target.place("segments", index),
            segment.status or status,
        )
        for index, segment in enumerate(target.value.segments)
        if segment.key in readable
    }


def _stale_title(naming: Naming, source: Located[Document], target: Located[Targets]) -> str:
    made_from = target.value.title_source_hash
    if made_from is None or made_from == source_hash(source.value.title):
        return ""
    return naming.stale(target, f"{source.value.id} title", target.place("title_source_hash"))


def _with_stale(
    naming: Naming,
    target: Located[Targets],
    words: Mapping[str, Words],
    readable: Mapping[str, Readable],
) -> Iterator[tuple[str, Words]]:
    for index, segment in enumerate(target.value.segments):
        if (own := words.get(key := segment.key)) is None:
            continue
        if source_hash(*words_of(readable[key].segment).values()) == segment.source_hash:
            yield key, own
            continue
        place = target.place("segments", index, "source_hash")
        mark = naming.stale(target, f"{target.value.document} {key}", place)
        heading = f"{own.heading}{mark}" if own.heading else None
        yield key, replace(own, text=f"{own.text}{mark}", heading=heading)


# --- what is missing -------------------------------------------------------------------


def target_file(source: Located[Document], tag: str) -> str:
    """Return the path of the file that a translation of ``source`` is written in."""
    return f"{source.file.removesuffix('.yaml')}.{tag}.yaml"


def _untranslated(naming: Naming, versions: DocumentVersions, tag: str) -> str:
    """Return the mark of a document that isn't there in a language."""
    source = versions.source
    message = f"'{source.value.id}' is not translated into the language '{tag}'"
    hint = f"write {target_file(source, tag)}"
    return naming.pend("A206", message, source.place(), hint)


def _completed(
    naming: Naming,
    versions: DocumentVersions,
    version: Version,
    readable: Mapping[str, Readable],
) -> Version:
    """Return a version with the marks of all words that it lacks."""
    words = dict(version.words)
    for key, item in readable.items():
        if key not in words:
            mark = _missing(naming, versions, version, item)
            heading = mark if item.segment.heading else None
            words[key] = Words(mark, heading, item.place, versions.source.value.status)
        elif item.segment.heading and not words[key].heading:
            message = f"the heading of ¶{key} is not translated into the language"
            place = words[key].place
            mark = naming.pend(
                "A206", f"{message} '{version.view.tag}'", place, "add 'heading: …' here"
            )
            words[key] = replace(words[key], heading=mark)
    return replace(version, words=words)


def _missing(naming: Naming, versions: DocumentVersions, version: Version, item: Readable) -> str:
    tag = version.view.tag
    if version.view.title is None:
        return _untranslated(naming, versions, tag)
    message = f"¶{item.segment.key} is not translated into the language '{tag}'"
    entry = target_entry("key", item.segment)
    hint = f"add to {target_file(versions.source, tag)}:\n{entry}"
    return naming.pend("A206", message, item.place, hint)


# --- segments --------------------------------------------------------------------------


def view_segment(naming: Naming, item: Readable, shown: tuple[Version, ...]) -> SegmentView:
    """Return a segment with its words in the languages of some versions."""
    segment, level = item.segment, depth(item.segment.key)
    cells = tuple(_cell(version, item) for version in shown)
    return SegmentView(
        key=segment.key,
        anchor=anchor(segment.key),
        level=level,
        number=_number(naming, segment.key, level),
        heading=cells[0].heading,
        text=cells[0].text or "",
        cells=cells,
        themes=segment.themes,
        actors=tuple(naming.actor(actor, item.place) for actor in segment.actors),
        place=item.place,
    )


def _cell(version: Version, item: Readable) -> CellText:
    words = version.words.get(item.segment.key)
    if words is None:
        return CellText(version.view, None, None, item.place)
    return CellText(version.view, words.text, words.heading, words.place)


def _number(naming: Naming, key: str, level: int) -> str:
    """Return what is printed before a segment: its number, or that of a part in its whole."""
    if level:
        return naming.profile.subnumber(naming.labels[key].rpartition(".")[2])
    return naming.labels[key] if key.isdecimal() else ""
