"""Say what a text and its translation are while they travel: units side by side.

Words are those of XLIFF 2.1 (OASIS): a unit has a source and a target, a file of units is
a bitext. Nothing here reads or writes a file: content becomes a bitext in
briefgen/translation/bitext.py, and the formats that bitexts travel in have a module each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from briefgen.content.model import TargetState
from briefgen.diagnostics import Place

State = Literal["missing", "stale", "draft", "reviewed", "approved"]
"""How far a unit's translation is: there is none; the source has changed since; it is there; a
second person has read it; it may be published."""

TARGET_STATES: tuple[TargetState, ...] = ("draft", "reviewed", "approved")
"""The states that a person can give."""

STATES: tuple[State, ...] = ("missing", "stale", "draft", "reviewed", "approved")

LanguagePair = tuple[str, str]
"""The BCP 47 tags of a source's language and of a target's."""

FIELD_SEPARATOR = "/"
"""Stands in a unit's id between the entry and its field, where that isn't its text."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark on a unit; equal remarks have equal ids, however often they come back.

    ``author`` and ``date`` are "" where nobody says.
    """

    id: str
    author: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One text of a document and its translation.

    ``id`` is the segment's key or the item's id (``4.a``), with its field where that isn't
    ``text`` (``4.a/heading``); the document's own title is ``title``. ``label`` is what a
    reader sees for it (``4.a``). ``target`` is None where there is none. ``place`` and
    ``target_place`` are where content has them; ``target_place`` is the file that a new
    target would go to where there is none.
    """

    id: str
    label: str
    source: str
    target: str | None
    state: State
    place: Place
    target_place: Place
    note: str = ""
    comments: tuple[Comment, ...] = ()

    @property
    def entry(self) -> str:
        """Return the key or id of the entry that the unit is a field of."""
        return self.id.partition(FIELD_SEPARATOR)[0]

    @property
    def field(self) -> str:
        """Return the field of the entry: ``text`` where the id doesn't say."""
        return self.id.partition(FIELD_SEPARATOR)[2] or "text"


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the glossary in the two languages; ``target`` None where it has none.

    ``also`` are further ways to say it in the target language, ``forbidden`` those in which
    it must not be said.
    """

    id: str
    source: str
    target: str | None
    note: str = ""
    also: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bitext:
    """A document and its translation into one language, unit by unit in reading order.

    ``document`` is ``<summit>/<document>`` (``<summit>/brief`` for the brief, and
    ``<summit>/glossary`` for the glossary, whose units are its terms);
    ``revision`` tells the source's and target's texts at the time from those of any other.
    """

    document: str
    title: str
    source_language: str
    target_language: str
    revision: str
    units: tuple[Unit, ...]
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a file says of the bitext that it was exported from.

    ``sources`` and ``targets`` are unit id → hash of the text then (text_hash), the targets
    without those that were missing. ``states`` is unit id → state then; it is empty in a format
    that has no room for it.
    """

    document: str
    source_language: str
    target_language: str
    revision: str
    sources: Mapping[str, str]
    targets: Mapping[str, str]
    states: Mapping[str, State] = field(default_factory=dict)

    @property
    def languages(self) -> LanguagePair:
        """Return the languages of the source and the target."""
        return self.source_language, self.target_language


@dataclass(frozen=True, slots=True)
class ReturnedUnit:
    """A unit as a file brings it back.

    ``id`` is None where nothing in the file says which unit it is. ``source`` is the text
    that stands in the file as the source, None where the format has none. ``where`` says in
    words where it stands in the file (``row 12``). ``state`` is None where it says none.
    """

    id: str | None
    source: str | None
    target: str
    state: State | None
    where: str
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Returned:
    """What a file brings back: its manifest, None where it has none, and its units.

    The languages are those that the file itself names, None where it doesn't. ``of_terms``
    says that the units are terms of a glossary.
    """

    manifest: Manifest | None
    units: tuple[ReturnedUnit, ...]
    source_language: str | None = None
    target_language: str | None = None
    of_terms: bool = False
