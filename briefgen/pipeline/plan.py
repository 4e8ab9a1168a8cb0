"""Turn a pack into its plan: one entry per document, by the name of its files.

What goes into a document is gathered in briefgen/pipeline/prepare.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from briefgen.content.model import Located, Only, Order, Pack
from briefgen.diagnostics import Diagnostic, Place, did_you_mean
from briefgen.errors import UsageError
from briefgen.pipeline.job import FORMATS, Format

_DEVICES = frozenset(
    ["aux", "con", "nul", "prn", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))]
)
_MAX_NAME_BYTES = 255 - len(".docx")


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of a pack.

    ``name`` is its output path without the extension, relative to the pack's folder;
    ``document`` the outcome document it shows, None for the brief's; ``drop`` whether items
    may be left out to make it fit; ``only`` which paragraphs are shown; ``place`` where the
    pack orders it.
    """

    name: str
    kind: str
    audience: str
    languages: tuple[str, ...]
    document: str | None
    formats: tuple[Format, ...]
    place: Place
    drop: bool = False
    only: Only = Only()  # noqa: RUF009 - frozen

    def since(self, version: str) -> Entry:
        """Return the document that shows what has changed in this one since a version."""
        only = self.only.model_copy(update={"since": version})
        name = _name(self.audience, self.kind, self.languages, only)
        return replace(self, name=name, only=only)


def _name(audience: str, kind: str, languages: tuple[str, ...], only: Only) -> str:
    return f"{audience}/{'-'.join((kind, *only.words))}.{'-'.join(languages)}"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which documents of a plan are wanted; an empty set wants all.

    A language is that of any column, or the languages joined as in the file's name.
    ``since`` wants the documents alone that show what has changed since this version.
    """

    audiences: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    since: str | None = None

    def check(self, entries: Iterable[Entry]) -> None:
        """Raise UsageError for a word that none of the entries has, or if none is wanted."""
        entries = tuple(entries)
        tags = {tag for e in entries for tag in (*e.languages, "-".join(e.languages))}
        for what, wanted, known in (
            ("audience", self.audiences, {e.audience for e in entries}),
            ("kind", self.kinds, {e.kind for e in entries}),
            ("language", self.languages, tags),
            ("format", self.formats, {name for e in entries for name in e.formats}),
        ):
            for word in sorted(wanted - known):
                hint = did_you_mean(word, known) or f"there are {', '.join(sorted(known))}"
                raise UsageError(f"no document has the {what} '{word}'; {hint}")
        if entries and not self.apply(entries):
            raise UsageError("no document is all of that at once; `briefgen list` lists them")

    def apply(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Return the entries that are wanted, in the formats that are wanted."""
        return tuple(replace(e, formats=self._formats(e)) for e in entries if self._wants(e))

    def _formats(self, entry: Entry) -> tuple[Format, ...]:
        return tuple(f for f in entry.formats if not self.formats or f in self.formats)

    def _wants(self, entry: Entry) -> bool:
        languages = {*entry.languages, "-".join(entry.languages)}
        return (
            (not self.audiences or entry.audience in self.audiences)
            and (not self.kinds or entry.kind in self.kinds)
            and (not self.languages or not self.languages.isdisjoint(languages))
            and bool(self._formats(entry))
            and self.since in (None, entry.only.since)
        )


def plan(name: str, pack: Located[Pack]) -> tuple[tuple[Entry, ...], list[Diagnostic]]:
    """Return the pack's documents in the order of their names.

    A document that two orders ask for is made once, in the formats of both, and loses items
    only where both let it; that both mean the same outcome document is checked when the pack
    is read.
    """
    diagnostics: list[Diagnostic] = []
    entries: dict[str, Entry] = {}
    if reserved := _reserved(name):
        diagnostics.append(_bad_name(name, reserved, pack.place()))
    for index, order in enumerate(pack.value.documents):
        for entry in _entries(order, pack.place("documents", index)):
            known = entries.get(entry.name)
            if known is None:
                entries[entry.name] = entry
                if reserved := _reserved(entry.name):
                    diagnostics.append(_bad_name(entry.name, reserved, entry.place))
            else:
                formats = {*known.formats, *entry.formats}
                merged = tuple(f for f in FORMATS if f in formats)
                drop = known.drop and entry.drop
                entries[entry.name] = replace(known, formats=merged, drop=drop)
    return tuple(entries[key] for key in sorted(entries)), diagnostics


def _entries(order: Order, place: Place) -> Iterator[Entry]:
    formats = tuple(f for f in FORMATS if f in order.formats)
    for kind in order.kinds:
        for audience in order.audiences:
            for tags in order.languages:
                languages = (tags,) if isinstance(tags, str) else tags
                yield Entry(
                    _name(audience, kind, languages, order.only),
                    kind,
                    audience,
                    languages,
                    order.document,
                    formats,
                    place,
                    drop=order.fit == "drop",
                    only=order.only,
                )


def _reserved(name: str) -> str | None:
    """Return what is wrong with a path of ours on some file system, or None."""
    for part in name.split("/"):
        if part.partition(".")[0].lower() in _DEVICES:
            return f"'{part}' names a device on Windows"
        if len(part.encode()) > _MAX_NAME_BYTES:
            return f"'{part[:20]}…' is longer than {_MAX_NAME_BYTES} bytes"
    return None


def _bad_name(name: str, reason: str, place: Place) -> Diagnostic:
    return Diagnostic(
        "B101",
        f"no file can be called '{name}': {reason}",
        place,
        hint="rename the pack, the audience or the kind",
    )
