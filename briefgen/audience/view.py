"""Say what a template sees: a View, which holds what one audience may read and no more.

Every string is in ``View.language`` unless it says otherwise. ``place`` is where the
author wrote the thing; templates hand it on with ``at()`` and never print it.
How a View comes about is in briefgen/audience/select.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from briefgen.content.model import Status
from briefgen.diagnostics import Diagnostic, Place
from briefgen.translation.diff import Run

Direction = Literal["ltr", "rtl"]
SegmentChange = Literal["inserted", "deleted", "moved", "changed"]


PENDING = re.compile("\ufdd0([0-9]+)\ufdd1")
"""The mark in words that may not be printed: characters of no text (Unicode, 23.7)."""


def pending_mark(index: int) -> str:
    """Return the mark of one of a View's ``pending`` errors."""
    return f"\ufdd0{index}\ufdd1"


@dataclass(frozen=True, slots=True)
class LanguageView:
    """A language of the document: its tag, its direction and the status of its version.

    ``name`` is the language's name in the document's language, ``autonym`` in itself.
    ``title`` is the outcome document's title in it.
    """

    tag: str
    direction: Direction
    name: str
    autonym: str
    status: Status | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class ActorView:
    """A country or organisation by its name; ``short`` is an abbreviation or the name."""

    id: str
    name: str
    short: str


@dataclass(frozen=True, slots=True)
class ParticipantView:
    """Who takes part, sorted by the name of the party in the document's language."""

    party: str
    office: str
    name: str
    is_host: bool
    is_chair: bool
    place: Place


@dataclass(frozen=True, slots=True)
class SourceView:
    """A publication the content rests on. ``date`` is partial ISO; ``url`` may be None."""

    title: str
    publisher: str
    date: str
    url: str | None
    note: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class VenueView:
    city: str
    country: str
    place_name: str | None


@dataclass(frozen=True, slots=True)
class OutcomeView:
    title: str
    note: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class NextMeetingView:
    title: str
    date: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class SummitView:
    """The facts of the meeting. ``start`` and ``end`` are ISO dates, ``end`` None for one day."""

    id: str
    title: str
    short_title: str
    series: str
    edition: int
    start: str
    end: str | None
    venues: tuple[VenueView, ...]
    hosts: tuple[ActorView, ...]
    chairs: tuple[ParticipantView, ...]
    participants: tuple[ParticipantView, ...]
    outcomes: tuple[OutcomeView, ...]
    next_meeting: NextMeetingView | None
    sources: tuple[SourceView, ...]
    contact: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class CellText:
    """A segment's or title's words in one language, or None where the translation is missing.

    ``runs`` and ``heading_runs`` are what became of the words since an earlier version;
    empty where the View shows no changes, or where there were and are no words.
    """

    language: LanguageView
    text: str | None
    heading: str | None
    place: Place
    runs: tuple[Run, ...] = ()
    heading_runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A paragraph of the outcome document.

    ``anchor`` is its id in the markup (``p-4.a``); ``level`` is 0 for a paragraph, 1 for
    a sub-item and so on; ``number`` is what is printed before it ("" in a preamble).
    ``cells`` has one entry per language of the View, in its order; ``text`` and
    ``heading`` are the first's. In a View that shows changes, ``change`` says what became of
    the segment, and ``before`` is the key that it had; one that was deleted has no texts but
    in the runs of its cells.
    """

    key: str
    anchor: str
    level: int
    number: str
    heading: str | None
    text: str
    cells: tuple[CellText, ...]
    themes: tuple[str, ...]
    actors: tuple[ActorView, ...]
    place: Place
    change: SegmentChange | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class OnlyView:
    """Which segments are shown.

    Those of some themes, which are given by their titles; those that lack a language; those
    that have changed since a version, by what it is called.
    """

    themes: tuple[str, ...]
    missing: bool
    since: str | None


@dataclass(frozen=True, slots=True)
class DocumentView:
    """The outcome document, with only the segments the audience may read.

    ``only`` says which of these are left, None where all are. ``titles`` has the title in each
    language of the View, with its changes, where these are shown and it has some.
    """

    id: str
    title: str
    date: str | None
    status: Status
    source_language: LanguageView
    prevails: LanguageView | None
    source: SourceView | None
    preamble: tuple[SegmentView, ...]
    paragraphs: tuple[SegmentView, ...]
    closing: tuple[SegmentView, ...]
    place: Place
    only: OnlyView | None = None
    titles: tuple[CellText, ...] = ()

    @property
    def segments(self) -> tuple[SegmentView, ...]:
        """Return every segment in reading order."""
        return (*self.preamble, *self.paragraphs, *self.closing)


@dataclass(frozen=True, slots=True)
class CitationView:
    """A paragraph that a statement rests on: its key and its anchor in the markup."""

    key: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item of the brief. Fields that its section doesn't have are None or empty."""

    id: str
    anchor: str
    priority: int
    text: str
    cites: tuple[CitationView, ...]
    themes: tuple[str, ...]
    place: Place
    actors: tuple[ActorView, ...] = ()
    question: str | None = None
    deadline: str | None = None
    when: str | None = None
    date: str | None = None
    file: str | None = None
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class BriefView:
    """What the analysts wrote, as far as the audience may read it.

    Lists are in file order. ``owner`` and ``cleared`` are None when not given, and for
    the lowest level of handling.
    """

    status: Status
    owner: str | None
    cleared: str | None
    bottom_line: ItemView | None
    objectives: tuple[ItemView, ...]
    key_messages: tuple[ItemView, ...]
    positions: tuple[ItemView, ...]
    background: tuple[ItemView, ...]
    from_us: tuple[ItemView, ...]
    if_raised: tuple[ItemView, ...]
    lines_to_take: tuple[ItemView, ...]
    questions: tuple[ItemView, ...]
    commitments: tuple[ItemView, ...]
    timeline: tuple[ItemView, ...]
    watch: tuple[ItemView, ...]
    figures: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme of the audience with the segments filed under it (never empty)."""

    id: str
    title: str
    segments: tuple[SegmentView, ...]


@dataclass(frozen=True, slots=True)
class TermView:
    """A glossary term: its name per language tag of the View (None where missing)."""

    id: str
    names: Mapping[str, str | None]
    note: str | None
    place: Place
    is_person: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """What one document is made from.

    ``sections`` are the parts the audience wants of this kind, in order, and
    ``section_places`` where audience.yaml names each. ``handling`` is
    the highest level of anything in the View, ``marking`` the words for it, if any, and
    ``marking_place`` where audience.yaml has them.
    ``languages`` has the document's own language first. ``audience_language`` is that of
    ``audience_title`` and ``marking`` where a shipped audience has them in another one alone.
    ``pending`` are the errors that words of the View are once they are printed: a mark
    (``pending_mark``) in the words is their index. ``labels`` are the numbers of paragraphs as
    they are printed, by key, without what tells a preamble: ``۴.ب`` of ``4.b``.
    """

    kind: str
    audience: str
    audience_title: str
    language: str
    direction: Direction
    languages: tuple[LanguageView, ...]
    sections: tuple[str, ...]
    handling: str
    marking: str | None
    summit: SummitView
    document: DocumentView | None
    brief: BriefView | None
    themes: tuple[ThemeView, ...]
    terms: tuple[TermView, ...]
    section_places: tuple[Place, ...]
    marking_place: Place | None = None
    audience_language: LanguageView | None = None
    pending: tuple[Diagnostic, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
