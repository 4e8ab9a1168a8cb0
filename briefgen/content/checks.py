"""Turn content that has been read into what its files get wrong about each other.

What one file gets wrong by itself is in briefgen/content/places.py; which files there
are is in briefgen/content/read.py, which calls these checks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from pydantic import BaseModel

from briefgen.content.advice import STALE, accept, target_entry, unknown
from briefgen.content.model import (
    INTERNAL_SECTIONS,
    Brief,
    BriefTargets,
    Document,
    Glossary,
    Item,
    Located,
    Order,
    Pack,
    Path,
    Segment,
    Summit,
    SummitContent,
    TargetItem,
    Targets,
    TargetSegment,
    section_of,
    source_hash,
    words_of,
)
from briefgen.content.sequence import KeySequence
from briefgen.diagnostics import Diagnostic, Place, Severity

Problems = Iterator[Diagnostic]

_PARTS = (("preamble", "pre"), ("paragraphs", ""), ("closing", "end"))
_MOST_ENTRIES = 5


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a summit's content may use; ``handling`` from the lowest level."""

    handling: tuple[str, ...]
    themes: Collection[str]
    actors: Collection[str]
    languages: Collection[str]


def names_of(summit: Summit, handling: tuple[str, ...]) -> Names:
    """Return the names that summit.yaml gives, with the project's handling levels."""
    countries = {p.country for p in summit.participants if p.country}
    return Names(
        handling=handling,
        themes={theme.id for theme in summit.themes},
        actors=countries | {*summit.countries, *summit.hosts} | _organisations(summit),
        languages=summit.languages,
    )


def _organisations(summit: Summit) -> set[str]:
    return {organisation.id for organisation in summit.organisations}


# --- summit.yaml -----------------------------------------------------------------------


def check_summit(summit: Located[Summit], folder: str, documents: Collection[str]) -> Problems:
    """Return what summit.yaml gets wrong; ``folder`` is its folder's name."""
    value = summit.value
    if value.id != folder:
        yield _misnamed("id", value.id, folder, summit.place("id"), what="folder")
    if value.language not in value.languages:
        yield unknown("C010", "language", value.language, value.languages, summit.place("language"))
    if value.dates.end is not None and value.dates.end < value.dates.start:
        message = f"the meeting ends on {value.dates.end}, before it starts"
        hint = f"it starts on {value.dates.start}"
        yield Diagnostic("C022", message, summit.place("dates", "end"), hint)
    for name, ids in (
        ("languages", value.languages),
        ("themes", [theme.id for theme in value.themes]),
        ("organisations", [organisation.id for organisation in value.organisations]),
    ):
        last = () if name == "languages" else ("id",)
        places = [summit.place(name, index, *last) for index in range(len(ids))]
        yield from _doubles(zip(ids, places, strict=True))
    yield from _check_parties(summit)
    for index, outcome in enumerate(value.outcomes):
        if outcome.document is not None and outcome.document not in documents:
            place = summit.place("outcomes", index, "document")
            yield unknown("C020", "document", outcome.document, documents, place)
    yield from _check_localized(summit, value, (), value.languages)


def _check_parties(summit: Located[Summit]) -> Problems:
    value = summit.value
    countries = {p.country for p in value.participants if p.country}
    organisations = _organisations(value)
    for index, participant in enumerate(value.participants):
        place = summit.place("participants", index)
        if (participant.country is None) == (participant.organisation is None):
            message = "a participant speaks for a country or for an organisation"
            yield Diagnostic("C008", message, place, "give one of the two keys")
        elif participant.organisation and participant.organisation not in organisations:
            place = summit.place("participants", index, "organisation")
            yield unknown("C008", "organisation", participant.organisation, organisations, place)
    for index, chair in enumerate(value.chairs):
        if chair not in countries:
            place = summit.place("chairs", index)
            yield unknown("C008", "participant", chair, countries, place)


def _check_localized(
    located: Located[Any], value: object, path: Path, languages: Collection[str]
) -> Problems:
    """Return each text per language in a value that lacks a language, or has another."""
    for inner, words in _localized(value, path):
        for tag in words:
            if tag not in languages:
                yield unknown("C010", "language", tag, languages, located.place(*inner, tag))
        if missing := [tag for tag in languages if tag not in words]:
            message = f"no {_list(missing)} here, one of the summit's languages"
            hint = f"add '{missing[0]}: …'"
            yield _warning("C018", message, located.place(*inner), hint)


def _localized(value: object, path: Path) -> Iterator[tuple[Path, Mapping[str, str]]]:
    """Return every text per language in a value, with its path."""
    children: Iterable[tuple[str | int, object]] = ()
    if isinstance(value, BaseModel):
        children = iter(value)
    elif isinstance(value, tuple):
        children = enumerate(value)
    elif isinstance(value, dict):
        if value and all(isinstance(text, str) for text in value.values()):
            yield path, value
            return
        children = value.items()
    for step, child in children:
        yield from _localized(child, (*path, step))


# --- <document>.yaml and its targets ---------------------------------------------------


def check_document(
    document: Located[Document], stem: str, names: Names, whole: Located[Document]
) -> Problems:
    """Return what an outcome document gets wrong; ``stem`` is its file's.

    ``whole`` is the document with what has been left out of it, whose numbers count.
    """
    value = document.value
    if value.id != stem:
        yield _misnamed("id", value.id, stem, document.place("id"))
    if value.language not in names.languages:
        place = document.place("language")
        yield unknown("C010", "language", value.language, names.languages, place)
    yield from _check_localized(document, value.source, ("source",), names.languages)
    if value.handling is not None and value.handling not in names.handling:
        place = document.place("handling")
        yield unknown("C009", "handling level", value.handling, names.handling, place)
    seen: dict[str, Place] = {}
    kept = {segment.key for segment in value.segments()}
    for part, prefix in _PARTS:
        faults = _check_sequence(whole, part, prefix, seen)
        yield from (fault for key, fault in faults if key in kept)
        for index, segment in enumerate(getattr(value, part)):
            yield from _check_names(document, segment, (part, index), names)


def _check_sequence(
    document: Located[Document], part: str, prefix: str, seen: dict[str, Place]
) -> Iterator[tuple[str, Diagnostic]]:
    """Return the keys of a part that are taken, or do not follow the key before them."""
    segments: tuple[Segment, ...] = getattr(document.value, part)
    sequence = KeySequence(prefix)
    for index, segment in enumerate(segments):
        key, place = segment.key, document.place(part, index, "key")
        if key in seen:
            yield key, _double(key, place, seen[key])
            continue
        seen[key] = place
        if (fault := sequence.take(key)) is not None:
            yield key, Diagnostic("C012", fault.message, place, fault.hint)


def check_targets(
    source: Located[Document], targets: Located[Targets], tag: str, names: Names
) -> Problems:
    """Return what a translation of a document gets wrong; ``tag`` is its file's."""
    value = targets.value
    if value.document != source.value.id:
        yield _misnamed("document", value.document, source.value.id, targets.place("document"))
    yield from _check_language(targets, tag, source.value.language, names)
    yield from _check_localized(targets, value.source, ("source",), names.languages)
    if value.title_source_hash is not None:
        path, made_from = ("title_source_hash",), value.title_source_hash
        names_it = f"{source.value.id} title"
        yield from _check_hash(targets, path, names_it, made_from, source.value.title)
    segments = dict(zip(_entries_of(source), source.value.segments(), strict=True))
    yield from _check_made(source.value.id, targets, ("segments", "key"), segments)


def check_brief_targets(
    brief: Located[Brief], targets: Located[BriefTargets], tag: str, names: Names
) -> Problems:
    """Return what a translation of the brief gets wrong; ``tag`` is its file's."""
    yield from _check_language(targets, tag, brief.value.language, names)
    items = {brief.place(*path): item for path, item in brief.value.items()}
    yield from _check_made("brief", targets, ("items", "id"), items)


def check_languages(
    source: Located[Any], targets: Collection[str], names: Names, stem: str
) -> Problems:
    """Return a warning for each language that a text has no translation into."""
    for tag in names.languages:
        if tag not in targets and tag != source.value.language:
            message = f"{stem} is not translated into {tag}, one of the summit's languages"
            hint = f"write {stem}.{tag}.yaml beside it"
            yield _warning("C015", message, source.place("language"), hint)


def _check_language(
    targets: Located[Targets] | Located[BriefTargets], tag: str, source: str, names: Names
) -> Problems:
    language, place = targets.value.language, targets.place("language")
    if language != tag:
        yield _misnamed("language", language, tag, place)
    elif language not in names.languages:
        yield unknown("C010", "language", language, names.languages, place)
    elif language == source:
        message = f"{language} is the language of the source already"
        yield Diagnostic("C010", message, place, "a translation is in another language")


def _check_made(
    document: str, targets: Located[Any], field: tuple[str, str], sources: Mapping[Place, Any]
) -> Problems:
    """Return what translations get wrong about their sources, which have places.

    ``document`` is what they are of, ``field`` the list in the file and the key that names an
    entry of it. Where a name stands twice in the sources, nobody can tell what it translates,
    nor what another name should have been.
    """
    made, name = field
    named = {getattr(source, name): source for source in sources.values()}
    doubled = _doubled(getattr(source, name) for source in sources.values())
    everything = tuple(sources)
    seen: dict[str, Place] = {}
    for index, target in enumerate(getattr(targets.value, made)):
        key = getattr(target, name)
        place = targets.place(made, index, name)
        if key in seen:
            yield _double(key, place, seen[key])
        elif key not in named and not doubled:
            problem = unknown("C013", name, key, list(named), place)
            message = f"there is no {key} in the source"
            yield replace(problem, message=message, about=everything)
        elif key in named and key not in doubled:
            pair = named[key], target
            yield from _check_pair(f"{document} {key}", targets, (made, index), *pair)
        seen.setdefault(key, place)
    if missing := [key for key in named if key not in seen]:
        message = f"not translated into {targets.value.language}: {_list(missing)}"
        entries = [f"\n{target_entry(name, named[key])}" for key in missing]
        rest = len(entries) - _MOST_ENTRIES
        more = f"\nand {rest} more" if rest > 0 else ""
        hint = f"add to this list:{''.join(entries[:_MOST_ENTRIES])}{more}"
        lacking = frozenset(missing)
        about = tuple(place for place, one in sources.items() if getattr(one, name) in lacking)
        yield replace(_warning("C015", message, targets.place(made), hint), about=about)


def _check_pair(
    names_it: str,
    targets: Located[Any],
    path: Path,
    source: Segment | Item,
    target: TargetSegment | TargetItem,
) -> Problems:
    texts, given = words_of(source), words_of(target)
    for word in texts:
        if word not in given:
            message = f"the source's '{word}' is not translated"
            yield _warning("C015", message, targets.place(*path), f"add '{word}: …' here")
    for word in given:
        if word not in texts:
            message = f"the source has no '{word}' here"
            yield Diagnostic("C013", message, targets.place(*path, word), "take it out")
    place = (*path, "source_hash")
    yield from _check_hash(targets, place, names_it, target.source_hash, *texts.values())


def _check_hash(
    targets: Located[Any], path: Path, names_it: str, made_from: str, *texts: str
) -> Problems:
    """Return a warning where a translation's source has changed.

    It is an error of the documents that print the translation (briefgen/audience/naming.py).
    """
    if made_from != source_hash(*texts):
        yield _warning("C014", STALE, targets.place(*path), accept(targets, names_it))


# --- brief.yaml ------------------------------------------------------------------------


def check_brief(
    brief: Located[Brief],
    documents: Mapping[str, Located[Document]],
    broken: Collection[str],
    names: Names,
) -> Problems:
    """Return what the brief gets wrong, about itself and about the document it rests on.

    ``broken`` are documents that are there but could not be read: nothing is said of them.
    """
    value = brief.value
    if value.language not in names.languages:
        place = brief.place("language")
        yield unknown("C010", "language", value.language, names.languages, place)
    document = documents.get(value.document)
    if document is None and value.document not in broken:
        yield unknown("C020", "document", value.document, documents, brief.place("document"))
    yield from _check_localized(brief, value.owner, ("owner",), names.languages)
    items = list(value.items())
    yield from _doubles((item.id, brief.place(*path, "id")) for path, item in items)
    keys = [segment.key for segment in document.value.segments()] if document else []
    can_tell = document is not None and not _doubled(keys)
    about = _entries_of(document) if document is not None and can_tell else ()
    for path, item in items:
        yield from _check_names(brief, item, path, names)
        yield from _check_section(brief, item, path, names.handling)
        if can_tell:
            for problem in _check_cites(brief, item, path, value.document, keys):
                yield replace(problem, about=about)


def _entries_of(document: Located[Document]) -> tuple[Place, ...]:
    parts = ((part, getattr(document.value, part)) for part, _ in _PARTS)
    return tuple(document.place(part, index) for part, own in parts for index in range(len(own)))


def _check_cites(
    brief: Located[Brief], item: Item, path: Path, document: str, keys: Collection[str]
) -> Problems:
    for index, cited in enumerate(item.cites):
        if cited not in keys:
            place = brief.place(*path, "cites", index)
            message = f"{item.id} cites paragraph {cited}, which {document} has not"
            yield Diagnostic("C006", message, place, f"it has {_list(list(keys))}")


def _check_section(
    brief: Located[Brief], item: Item, path: Path, scale: tuple[str, ...]
) -> Problems:
    """Return an item that says the lowest level may read it, in a section that says not."""
    section = section_of(path)
    if section in INTERNAL_SECTIONS and item.handling == scale[0]:
        message = f"'{item.id}' is {scale[0]}, but '{section}' is never shown to that level"
        hint = f"write 'handling: {scale[1]}', as it is handled" if scale[1:] else None
        place = brief.place(*path, "handling")
        yield Diagnostic("C023", message, place, hint, severity=Severity.INFO)


def _check_names(
    located: Located[Any], thing: Segment | Item, path: Path, names: Names
) -> Problems:
    """Return the handling, themes and actors of a segment or item that nobody knows."""
    if thing.handling not in names.handling:
        place = located.place(*path, "handling")
        yield unknown("C009", "handling level", thing.handling, names.handling, place)
    for index, theme in enumerate(thing.themes):
        if theme not in names.themes:
            place = located.place(*path, "themes", index)
            yield unknown("C007", "theme", theme, names.themes, place)
    for index, actor in enumerate(getattr(thing, "actors", ())):
        if actor not in names.actors:
            place = located.place(*path, "actors", index)
            yield unknown("C008", "actor", actor, names.actors, place)


# --- glossary.yaml and packs -----------------------------------------------------------


def check_glossary(glossary: Located[Glossary], languages: Collection[str]) -> Problems:
    """Return terms that are doubled, lack a language (a warning) or a surname in their name."""
    terms = glossary.value.terms
    yield from _doubles(
        (term.id, glossary.place("terms", index, "id")) for index, term in enumerate(terms)
    )
    for index, term in enumerate(terms):
        if missing := [tag for tag in languages if tag not in term.names]:
            place = glossary.place("terms", index, "names")
            message = f"the term '{term.id}' has no name in {_list(missing)}"
            yield _warning("C018", message, place, f"add '{missing[0]}: …'")
        for tag, surname in (term.surname or {}).items():
            if surname not in term.names.get(tag, ""):
                place = glossary.place("terms", index, "surname", tag)
                message = f"'{surname}' is no part of the name '{term.names.get(tag, '')}'"
                yield Diagnostic("C004", message, place, "write it as it is in `names`")


@dataclass(frozen=True, slots=True)
class Offer:
    """What the templates offer: the kinds of any audience, and of each audience its own."""

    kinds: Collection[str]
    audiences: Mapping[str, Collection[str]]


def check_pack(pack: Located[Pack], content: SummitContent | None, offer: Offer) -> Problems:
    """Return what a pack asks for that is not there, and what it asks for twice.

    ``content`` is that of its summit, None where that could not be read.
    """
    taken: dict[str, Place] = {}
    for number, order in enumerate(pack.value.documents):
        path = ("documents", number)
        for index, audience in enumerate(order.audiences):
            if audience not in offer.audiences:
                place = pack.place(*path, "audiences", index)
                yield unknown("A002", "audience", audience, offer.audiences, place)
        for index, kind in enumerate(order.kinds):
            if not all(
                kind in offer.kinds or kind in offer.audiences.get(a, ()) for a in order.audiences
            ):
                place = pack.place(*path, "kinds", index)
                yield unknown("A003", "kind", kind, offer.kinds, place)
        if content is not None:
            yield from _check_order(pack, path, order, content)
        yield from _check_outputs(pack, path, order, taken)


def _check_order(pack: Located[Pack], path: Path, order: Order, content: SummitContent) -> Problems:
    if order.document is not None and order.document not in content.documents:
        place = pack.place(*path, "document")
        yield unknown("C020", "document", order.document, content.documents, place)
    themes = [theme.id for theme in content.summit.value.themes]
    for index, theme in enumerate(order.only.themes):
        if theme not in themes:
            place = pack.place(*path, "only", "themes", index)
            yield unknown("C007", "theme", theme, themes, place)
    known = content.summit.value.languages
    for index, entry in enumerate(order.languages):
        place = pack.place(*path, "languages", index)
        if not entry:
            hint = "name one language or more"
            yield Diagnostic("C005", "a list of languages must not be empty", place, hint)
        for tag in (entry,) if isinstance(entry, str) else entry:
            if tag not in known:
                yield unknown("C010", "language", tag, known, place)


def _check_outputs(
    pack: Located[Pack], path: Path, order: Order, taken: dict[str, Place]
) -> Problems:
    """Return the documents of an order whose output path another one has."""
    for name in ("kinds", "audiences", "formats"):
        entries = enumerate(getattr(order, name))
        yield from _doubles((entry, pack.place(*path, name, index)) for index, entry in entries)
    once = [tuple(dict.fromkeys(names)) for names in (order.audiences, order.kinds, order.formats)]
    for index, entry in enumerate(order.languages):
        languages = entry if isinstance(entry, str) else "-".join(entry)
        place = pack.place(*path, "languages", index)
        outputs = [
            f"{who}/{'-'.join((kind, *order.only.words))}.{languages}.{form}"
            for who, kind, form in product(*once)
        ]
        if again := [output for output in outputs if output.casefold() in taken]:
            hint = "take it out of one of the two places, or make another pack"
            related = (("first here", taken[again[0].casefold()]),)
            more = f" (and {len(again) - 1} more)" if len(again) > 1 else ""
            message = f"{again[0]}{more} is made twice"
            yield Diagnostic("A004", message, place, hint, related)
        for output in outputs:
            taken.setdefault(output.casefold(), place)


# --- names that stand twice ------------------------------------------------------------


def names_stand_twice(content: SummitContent) -> bool:
    """Return whether two paragraphs or statements share a name, so that it names neither."""
    lists = [
        [segment.key for segment in versions.source.value.segments()]
        for versions in content.documents.values()
    ]
    if content.brief is not None:
        lists.append([item.id for _, item in content.brief.value.items()])
    return any(map(_doubled, lists))


def _doubled(names: Iterable[str]) -> set[str]:
    return {name for name, count in Counter(names).items() if count > 1}


def _doubles(names: Iterable[tuple[str, Place]]) -> Problems:
    seen: dict[str, Place] = {}
    for name, place in names:
        if name in seen:
            yield _double(name, place, seen[name])
        seen.setdefault(name, place)


def _double(name: str, place: Place, first: Place) -> Diagnostic:
    message, hint = f"'{name}' is taken", "give it another name, or take it out"
    return Diagnostic("C011", message, place, hint, (("first here", first),))


# --- words -----------------------------------------------------------------------------


def _misnamed(key: str, value: str, wanted: str, place: Place, what: str = "file") -> Diagnostic:
    message = f"{key} is '{value}', but by the {what}'s name it is '{wanted}'"
    return Diagnostic("C016", message, place, f"write '{key}: {wanted}', or rename the {what}")


def _warning(code: str, message: str, place: Place, hint: str) -> Diagnostic:
    return Diagnostic(code, message, place, hint, severity=Severity.WARNING)


def _list(words: list[str]) -> str:
    shown = words if len(words) <= 12 else [*words[:8], "…", words[-1]]
    return ", ".join(shown)
