"""Say what content is: the frozen models that the YAML files are read into.

Only shapes and what one value can be checked against by itself. What files say of
each other (citations, themes, stale targets) is checked in briefgen/content/checks.py.
"""

from __future__ import annotations

import datetime
import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from briefgen.addresses import WEB
from briefgen.diagnostics import Place

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
"""A name used in paths, anchors and citations: lower case, digits, single hyphens."""

Tag = Annotated[
    str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2}|-[0-9]{3})?$")
]
"""A BCP 47 language tag: ``ru``, ``uz-Latn``, ``pt-BR``."""

Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""An ISO 3166-1 alpha-2 code."""

Key = Annotated[str, StringConstraints(pattern=r"^(pre|end|[0-9]+)(\.[0-9a-z]+)*$", max_length=32)]
"""A segment's language-neutral key: ``4``, ``4.a``, ``4.a.2``, ``pre.3``, ``end.1``."""


def _on_calendar(date: str) -> str:
    """Return a date that may stop at the year or month; raise ValueError if there is none."""
    try:
        datetime.date.fromisoformat((date + "-01-01")[:10])
    except ValueError:
        raise ValueError(f"there is no {date} in the calendar") from None
    return date


PartialDate = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"),
    AfterValidator(_on_calendar),
]
"""A date as far as it is known: ``2027``, ``2025-10``, ``2025-10-09``."""

FullDate = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"),
    AfterValidator(_on_calendar),
]
"""A day: ``2025-10-09``."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Plain text, one paragraph. Markup in it is printed as it stands."""

Localized = Annotated[dict[Tag, Text], Field(min_length=1)]
"""The same words in several languages, by tag."""


class Model(BaseModel):
    """A frozen model that refuses keys it does not know.

    A known key with nothing after it is as if it weren't there.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, value: object) -> object:
        if not isinstance(value, dict) or None not in value.values():
            return value
        return {k: v for k, v in value.items() if v is not None or k not in cls.model_fields}


Silenced = dict[Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{3}$")], Text]
"""Codes of checks that say nothing here, each with the reason."""


class Status(StrEnum):
    """What a language version of a text is worth (never more than is true)."""

    AUTHENTIC = "authentic"
    OFFICIAL_TRANSLATION = "official-translation"
    UNOFFICIAL_TRANSLATION = "unofficial-translation"
    PARAPHRASE = "paraphrase"
    MACHINE_DRAFT = "machine-draft"


# --- summit.yaml -----------------------------------------------------------------


class Source(Model):
    """A publication that content rests on."""

    title: Localized
    publisher: Text
    date: PartialDate
    url: Annotated[str, StringConstraints(pattern=WEB)] | None = None
    note: Localized | None = None


class Dates(Model):
    """First and last day of a meeting; ``end`` is left out for one day."""

    start: FullDate
    end: FullDate | None = None


class Venue(Model):
    """Where a meeting takes place."""

    city: Localized
    country: Country
    place: Localized | None = None


class Participant(Model):
    """Who takes part: a country or an organisation, and the person who speaks for it."""

    country: Country | None = None
    organisation: Identifier | None = None
    office: Localized
    name: Localized


class Organisation(Model):
    """An organisation or programme that content names."""

    id: Identifier
    name: Localized
    short: Localized | None = None


class Theme(Model):
    """A subject that paragraphs are grouped by; the order in summit.yaml is printed."""

    id: Identifier
    title: Localized


class Outcome(Model):
    """A document that the meeting adopted; ``document`` names it when it is in content/."""

    title: Localized
    document: Identifier | None = None
    note: Localized | None = None


class NextMeeting(Model):
    """The next meeting of the series, as far as the outcome says."""

    title: Localized
    date: PartialDate | None = None
    note: Localized | None = None


class Summit(Model):
    """Facts of one meeting: content/<summit>/summit.yaml.

    ``varieties`` are those that texts in one of its languages are written in: en-GB for en.
    """

    id: Identifier
    language: Tag
    languages: Annotated[tuple[Tag, ...], Field(min_length=1)]
    varieties: tuple[Tag, ...] = ()
    title: Localized
    short_title: Localized
    series: Localized
    edition: Annotated[int, Field(ge=1)]
    dates: Dates
    venues: Annotated[tuple[Venue, ...], Field(min_length=1)]
    hosts: Annotated[tuple[Country, ...], Field(min_length=1)]
    chairs: tuple[Country, ...] = ()
    countries: dict[Country, Localized] = {}
    participants: Annotated[tuple[Participant, ...], Field(min_length=1)]
    organisations: tuple[Organisation, ...] = ()
    themes: Annotated[tuple[Theme, ...], Field(min_length=1)]
    outcomes: tuple[Outcome, ...] = ()
    next_meeting: NextMeeting | None = None
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    contact: Localized | None = None


# --- <document>.yaml and <document>.<language>.yaml -------------------------------


class Segment(Model):
    """A paragraph or sub-item of an outcome document, in the source language.

    ``heading`` is printed before the segment. ``actors`` are country codes or
    organisation ids. The nesting of ``4.a`` under ``4`` is read off the key.
    """

    key: Key
    text: Text
    heading: Text | None = None
    themes: tuple[Identifier, ...] = ()
    actors: tuple[str, ...] = ()
    handling: str


class Document(Model):
    """An outcome document: content/<summit>/<id>.yaml.

    ``paragraphs`` are numbered; ``preamble`` (keys ``pre.1`` …) comes before them and
    ``closing`` (``end.1`` …) after. ``prevails`` is the language whose version prevails.
    Nothing of it is handled lower than its own ``handling``. Whoever may read none of its
    segments doesn't read its title either.
    """

    id: Identifier
    language: Tag
    status: Status
    title: Text
    handling: str | None = None
    date: PartialDate | None = None
    source: Source | None = None
    prevails: Tag | None = None
    preamble: tuple[Segment, ...] = ()
    paragraphs: Annotated[tuple[Segment, ...], Field(min_length=1)]
    closing: tuple[Segment, ...] = ()

    def segments(self) -> Iterator[Segment]:
        """Return every segment in reading order."""
        yield from self.preamble
        yield from self.paragraphs
        yield from self.closing


TargetState = Literal["draft", "reviewed", "approved"]
"""How far a translation is, of a source that hasn't changed since."""


class TargetSegment(Model):
    """A segment in a target language; ``source_hash`` is that of the text it renders.

    ``state`` says whether a second person has read it; ``silenced`` which checks of the
    translation have nothing to say here.
    """

    key: Key
    text: Text
    heading: Text | None = None
    source_hash: str
    status: Status | None = None
    state: TargetState = "draft"
    silenced: Silenced = {}


class TargetComment(Model):
    """What a translator or reviewer remarked on a unit of a translation; it is never printed.

    ``id`` tells the remark from any other, ``unit`` is an entry's key or id, with the field
    where that isn't its text (``4.a/heading``).
    """

    id: str
    unit: Text
    author: Text | None = None
    date: Text | None = None
    text: Text


class Targets(Model):
    """A document in a target language: content/<summit>/<id>.<language>.yaml.

    What is ``silenced`` is so for all of it. ``title_source_hash`` and ``title_state`` are to
    the title what a segment's own are to its text.
    """

    document: Identifier
    language: Tag
    status: Status
    title: Text
    title_source_hash: str | None = None
    title_state: TargetState = "draft"
    source: Source | None = None
    segments: tuple[TargetSegment, ...]
    comments: tuple[TargetComment, ...] = ()
    silenced: Silenced = {}


# --- brief.yaml and brief.<language>.yaml -----------------------------------------


class Item(Model):
    """A statement that an analyst writes.

    ``handling`` says who may read it (a name from the project's scale), ``priority``
    what goes first where room is short (1 is kept longest), ``cites`` the keys of the
    paragraphs it rests on, in the brief's ``document``.
    """

    id: Identifier
    handling: str
    priority: Annotated[int, Field(ge=1, le=9)]
    cites: tuple[Key, ...] = ()
    themes: tuple[Identifier, ...] = ()
    text: Text


class Position(Item):
    """What one party wants or stressed; ``actors`` as in a segment."""

    actors: Annotated[tuple[str, ...], Field(min_length=1)]


class Question(Item):
    """A question that may be asked, with the answer in ``text``."""

    question: Text


class Commitment(Item):
    """What was promised: who does it, and by when.

    ``deadline`` is a date where the text gives one; ``when`` says it in words.
    """

    actors: Annotated[tuple[str, ...], Field(min_length=1)]
    deadline: PartialDate | None = None
    when: Text | None = None


class Event(Item):
    """A dated line of the timeline."""

    date: PartialDate


class Figure(Item):
    """An image of the summit's folder; ``text`` is its caption, ``alt`` its alternative text."""

    file: Annotated[
        str,
        StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]*\.(png|jpe?g|webp|svg)$"),
    ]
    alt: Text


class SpeakingPoints(Model):
    """What to say: of our own accord, and only if the other side raises it."""

    from_us: tuple[Item, ...] = ()
    if_raised: tuple[Item, ...] = ()


class Brief(Model):
    """What analysts write about a summit: content/<summit>/brief.yaml."""

    document: Identifier
    language: Tag
    status: Status
    owner: Localized | None = None
    cleared: PartialDate | None = None
    bottom_line: Item
    objectives: tuple[Item, ...] = ()
    key_messages: tuple[Item, ...] = ()
    positions: tuple[Position, ...] = ()
    background: tuple[Item, ...] = ()
    speaking_points: SpeakingPoints = SpeakingPoints()
    lines_to_take: tuple[Item, ...] = ()
    questions: tuple[Question, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    timeline: tuple[Event, ...] = ()
    watch: tuple[Item, ...] = ()
    figures: tuple[Figure, ...] = ()

    def items(self) -> Iterator[tuple[tuple[str | int, ...], Item]]:
        """Return every item with its path in the file, in file order.

        What an audience may not read has been taken out (briefgen/content/clearing.py), the
        bottom line too.
        """
        if self.bottom_line is not None:
            yield ("bottom_line",), self.bottom_line
        for name in BRIEF_SECTIONS:
            first, _, second = name.partition(".")
            value = getattr(self, first)
            items = getattr(value, second) if second else value
            for index, item in enumerate(items):
                yield (*name.split("."), index), item


BRIEF_SECTIONS = (
    "objectives",
    "key_messages",
    "positions",
    "background",
    "speaking_points.from_us",
    "speaking_points.if_raised",
    "lines_to_take",
    "questions",
    "commitments",
    "timeline",
    "watch",
    "figures",
)
"""The lists of a brief, dotted where they nest."""

INTERNAL_SECTIONS = frozenset(
    {"speaking_points.from_us", "speaking_points.if_raised", "lines_to_take", "questions"}
)
"""Sections that never reach the lowest handling, whatever an item says of itself."""


def section_of(path: tuple[str | int, ...]) -> str:
    """Return the list of a brief that a path leads into, as in BRIEF_SECTIONS."""
    return ".".join(step for step in path if isinstance(step, str))


class TargetItem(Model):
    """An item of the brief in a target language: the fields that carry words."""

    id: Identifier
    text: Text
    question: Text | None = None
    when: Text | None = None
    alt: Text | None = None
    source_hash: str
    status: Status | None = None
    state: TargetState = "draft"
    silenced: Silenced = {}


class BriefTargets(Model):
    """A brief in a target language: content/<summit>/brief.<language>.yaml."""

    language: Tag
    status: Status
    items: tuple[TargetItem, ...]
    comments: tuple[TargetComment, ...] = ()
    silenced: Silenced = {}


# --- glossary.yaml -----------------------------------------------------------------


class Term(Model):
    """A term or name and how each language says it.

    ``also`` are further ways in which a translation may say it, ``forbidden`` those in which
    it must not; a word that ends with ``*`` there has any ending. With a ``surname``, which is
    the part of each name that it is sorted by, it is a person's name.
    """

    id: Identifier
    names: Localized
    surname: Localized | None = None
    also: dict[Tag, tuple[Text, ...]] = {}
    forbidden: dict[Tag, tuple[Text, ...]] = {}
    note: Localized | None = None


class Glossary(Model):
    """content/glossary.yaml (all summits) or content/<summit>/glossary.yaml."""

    terms: tuple[Term, ...]


# --- content/packs/<pack>.yaml ------------------------------------------------------


class Only(Model):
    """Which paragraphs of its document a table shows; all where nothing is said.

    ``themes``: those filed under one of these themes, with their sub-items; ``missing``:
    those that lack one of the languages; ``since``: those that differ from an earlier
    version, with what was inserted and deleted: a git revision, or the path of an older
    file or folder under the root.
    """

    themes: tuple[Identifier, ...] = ()
    missing: bool = False
    since: (
        Annotated[str, StringConstraints(pattern=r"^[^-/~\\:\s][^\\:\x00-\x1f]*$", max_length=200)]
        | None
    ) = None

    @property
    def words(self) -> tuple[str, ...]:
        """Return what the file's name says of it, after the kind."""
        missing, changes = ("missing",) * self.missing, ("changes",) * bool(self.since)
        return (*self.themes, *missing, *changes)


class Order(Model):
    """One line of a pack: every kind for every audience in every language, in every format.

    An entry of ``languages`` is a tag, or a list of tags for a document that shows
    several side by side; the first is the language of the document itself. ``fit`` says
    what happens to a document that is longer than the pages of its kind: an error, or its
    items of the lowest priority are left out until it fits. ``only`` narrows tables.
    """

    kinds: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    audiences: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    languages: Annotated[tuple[Tag | tuple[Tag, ...], ...], Field(min_length=1)]
    formats: Annotated[
        tuple[Annotated[str, StringConstraints(pattern="^(pdf|docx|html)$")], ...],
        Field(min_length=1),
    ]
    document: Identifier | None = None
    fit: Literal["error", "drop"] = "error"
    only: Only = Only()


class Pack(Model):
    """What to build: content/packs/<pack>.yaml; the pack's name is the file's stem.

    ``document`` of an order names the outcome document it shows; without it, the
    brief's, or the only one there is.
    """

    summit: Identifier
    documents: Annotated[tuple[Order, ...], Field(min_length=1)]


# --- content with its places ---------------------------------------------------------

ModelT = TypeVar("ModelT", bound=BaseModel)
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Located(Generic[ModelT]):
    """A model together with where each of its values stands.

    ``places`` maps a path such as ``("paragraphs", 3, "cites", 0)`` to the place of
    that value; the empty path is the start of the file.
    """

    value: ModelT
    file: str
    places: Mapping[Path, Place] = field(repr=False)

    def place(self, *path: str | int) -> Place:
        """Return the place of ``path``, or of the nearest ancestor that has one."""
        for end in range(len(path), -1, -1):
            if (found := self.places.get(path[:end])) is not None:
                return found
        return Place(self.file)


@dataclass(frozen=True, slots=True)
class DocumentVersions:
    """An outcome document in its source language and its targets by language."""

    source: Located[Document]
    targets: Mapping[str, Located[Targets]]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What outcome documents were in an earlier version, by their names.

    ``label`` is what readers are told that it is. Where it is ``partial``, languages that
    aren't in it are as they are now. ``digests`` has the SHA-256 of the files it was read
    from, those of a git revision as ``<commit>:<path>``; ``commit`` is empty where it is none.
    Of a translation without its source, nobody knows who might read it: it ``has_levels`` not.
    """

    label: str
    documents: Mapping[str, DocumentVersions]
    partial: bool
    digests: Mapping[str, str]
    commit: str = ""
    has_levels: bool = True


@dataclass(frozen=True, slots=True)
class SummitContent:
    """Everything in content/<summit>/. ``brief`` is None where nobody wrote one.

    ``folder`` is that folder's POSIX path under the project's root. The summit's own glossary
    is the last one: its terms take the place of those with the same id in the other.
    """

    folder: str
    summit: Located[Summit]
    documents: Mapping[str, DocumentVersions]
    brief: Located[Brief] | None
    brief_targets: Mapping[str, Located[BriefTargets]]
    glossaries: tuple[Located[Glossary], ...]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything in content/: summits by id, packs by name.

    Where the summits are what may be read at some level, ``whole`` has all of each.
    """

    summits: Mapping[str, SummitContent]
    packs: Mapping[str, Located[Pack]]
    whole: Mapping[str, SummitContent]


WORDS = ("heading", "text", "question", "when", "alt")
"""The fields of a segment or item that carry words, in the order in which they are hashed."""


Worded = Segment | Item | TargetSegment | TargetItem
"""What carries words."""


def words_of(thing: Worded) -> dict[str, str]:
    """Return the words of a segment or item by field; those that it has."""
    return {name: text for name in WORDS if (text := getattr(thing, name, None)) is not None}


def source_hash(*texts: str | None) -> str:
    """Return the hash that ties a target to the source it was made from.

    The first 16 hexadecimal digits of SHA-256 over the texts (those that are None left
    out) in NFC, with no-break spaces as spaces and white space collapsed, joined by
    line feeds: retyping a space is no change, another word is.
    """
    folded = (" ".join(unicodedata.normalize("NFC", text).split()) for text in texts if text)
    return hashlib.sha256("\n".join(folded).encode()).hexdigest()[:16]
