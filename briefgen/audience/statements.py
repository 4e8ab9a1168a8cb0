"""Turn a brief into the statements that an audience may read, in a View's language.

The outcome document that they cite is in briefgen/audience/outcome.py.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from briefgen.audience.clearance import INSIDE, Clearance
from briefgen.audience.naming import Naming
from briefgen.audience.outcome import weakest
from briefgen.audience.view import BriefView, CitationView, ItemView
from briefgen.content.advice import target_entry
from briefgen.content.model import (
    INTERNAL_SECTIONS,
    Brief,
    BriefTargets,
    Item,
    Located,
    Path,
    Status,
    TargetItem,
    section_of,
    source_hash,
    words_of,
)
from briefgen.diagnostics import Place, Severity


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a View takes of a brief.

    ``anchors`` has the paragraphs that may be cited, each with its anchor in the markup
    ("" where the View doesn't show it); ``sections`` are the parts that the audience wants
    of this kind, empty where it leaves that to the kind; ``themes`` is None where all are
    wanted; ``complete`` says that every statement must have words in the View's language.
    """

    anchors: Mapping[str, str]
    sections: Collection[str]
    themes: Collection[str] | None
    complete: bool


def view_brief(
    naming: Naming, clearance: Clearance, brief: Located[Brief], wanted: Wanted
) -> BriefView | None:
    """Return what may be read of a brief, or None where that is nothing."""
    reader = _Reader(naming, clearance, brief, wanted)
    if not reader.has_language():
        return None
    sections: dict[str, list[ItemView]] = {}
    for path, item in brief.value.items():
        if (view := reader.view(path, item)) is not None:
            sections.setdefault(section_of(path), []).append(view)
    if not sections:
        return None
    lists = {name: tuple(views) for name, views in sections.items()}
    owner, cleared = _provenance(naming, clearance, brief)
    return BriefView(
        status=weakest(reader.statuses),
        owner=owner,
        cleared=cleared,
        bottom_line=next(iter(lists.get("bottom_line", ())), None),
        objectives=lists.get("objectives", ()),
        key_messages=lists.get("key_messages", ()),
        positions=lists.get("positions", ()),
        background=lists.get("background", ()),
        from_us=lists.get("speaking_points.from_us", ()),
        if_raised=lists.get("speaking_points.if_raised", ()),
        lines_to_take=lists.get("lines_to_take", ()),
        questions=lists.get("questions", ()),
        commitments=lists.get("commitments", ()),
        timeline=lists.get("timeline", ()),
        watch=lists.get("watch", ()),
        figures=lists.get("figures", ()),
    )


def _provenance(
    naming: Naming, clearance: Clearance, brief: Located[Brief]
) -> tuple[str | None, str | None]:
    """Return who prepared a brief and when it was cleared, to those who may know."""
    owner, cleared = brief.value.owner, brief.value.cleared
    if not clearance.reads(INSIDE):
        return None, None
    if owner or cleared:
        clearance.give(INSIDE)
    return naming.optional(owner, brief, "owner"), cleared


@dataclass(frozen=True, slots=True)
class _Words:
    """A statement's words in the View's language, with where they stand."""

    texts: Mapping[str, str]
    place: Place
    status: Status


class _Reader:
    """Reads a brief's statements for one View; ``statuses`` are those of what it gave."""

    def __init__(
        self, naming: Naming, clearance: Clearance, brief: Located[Brief], wanted: Wanted
    ) -> None:
        self._naming = naming
        self._clearance = clearance
        self._brief = brief
        self._wanted = wanted
        self._tag = naming.profile.tag
        self._target = naming.content.brief_targets.get(self._tag)
        self._translated = _by_id(self._target) if self._target else {}
        self._untranslated = ""
        self.statuses: list[Status] = []

    def has_language(self) -> bool:
        """Return whether the brief exists in the View's language, or would have to."""
        if self._tag == self._brief.value.language or self._target is not None:
            return True
        if self._wanted.complete:
            message = f"the brief is not translated into the language '{self._tag}'"
            self._untranslated = self._naming.pend(
                "A206", message, self._brief.place(), f"write {self._file()}"
            )
        return self._wanted.complete

    def _file(self) -> str:
        return f"{self._brief.file.removesuffix('.yaml')}.{self._tag}.yaml"

    def view(self, path: Path, item: Item) -> ItemView | None:
        """Return a statement, or None where the audience may not read it or doesn't want it."""
        rank = self._clearance.rank(item.handling, self._brief.place(*path, "handling"))
        if section_of(path) in INTERNAL_SECTIONS:
            rank = max(rank, INSIDE)
        if not self._clearance.reads(rank) or not self._wants(path, item):
            return None
        place = self._brief.place(*path)
        if (words := self._words(item, place)) is None:
            return None
        self._clearance.give(rank)
        self.statuses.append(words.status)
        cited = (key for key in item.cites if key in self._wanted.anchors)
        return ItemView(
            id=item.id,
            anchor=f"item-{item.id}",
            priority=item.priority,
            text=words.texts["text"],
            cites=tuple(CitationView(key, self._wanted.anchors[key]) for key in cited),
            themes=item.themes,
            place=words.place,
            actors=tuple(self._naming.actor(actor, place) for actor in getattr(item, "actors", ())),
            question=words.texts.get("question"),
            deadline=getattr(item, "deadline", None),
            when=words.texts.get("when"),
            date=getattr(item, "date", None),
            file=getattr(item, "file", None),
            alt=words.texts.get("alt"),
        )

    def _wants(self, path: Path, item: Item) -> bool:
        sections, themes = self._wanted.sections, self._wanted.themes
        if sections and str(path[0]).replace("_", "-") not in sections:
            return False
        return themes is None or not item.themes or any(theme in themes for theme in item.themes)

    def _words(self, item: Item, place: Place) -> _Words | None:
        """Return a statement's words; where the language lacks some, marks of that or None."""
        source, status = words_of(item), self._brief.value.status
        if self._untranslated:
            return _Words(dict.fromkeys(source, self._untranslated), place, status)
        if self._target is None:
            return _Words(source, place, status)
        if item.id not in self._translated:
            hint = f"add to {self._file()}:\n{target_entry('id', item)}"
            mark = self._miss(f"'{item.id}' is not translated", place, hint)
            return _Words(dict.fromkeys(source, mark), place, status) if mark else None
        target, target_place, made_from = self._translated[item.id]
        texts = words_of(target)
        if source_hash(*source.values()) != target.source_hash:
            stale = self._naming.stale(self._target, f"brief {item.id}", made_from)
            texts = {name: f"{text}{stale}" for name, text in texts.items()}
        for name in [name for name in source if name not in texts]:
            what, hint = f"'{name}' of '{item.id}' is not translated", f"add '{name}: …' here"
            if not (mark := self._miss(what, target_place, hint)):
                return None
            texts[name] = mark
        return _Words(texts, target_place, target.status or self._target.value.status)

    def _miss(self, what: str, place: Place, hint: str) -> str:
        """Return the mark of words that are missing, "" where the statement is left out."""
        if self._wanted.complete:
            message = f"{what} into the language '{self._tag}'"
            return self._naming.pend("A206", message, place, hint)
        message = f"{what} into the language '{self._tag}' and is left out"
        self._naming.report("A209", message, place, hint, Severity.WARNING)
        return ""


def _by_id(target: Located[BriefTargets]) -> dict[str, tuple[TargetItem, Place, Place]]:
    """Return each translation, with its place and its hash's, by the id of what it renders."""
    return {
        item.id: (item, target.place("items", index), target.place("items", index, "source_hash"))
        for index, item in enumerate(target.value.items)
    }
