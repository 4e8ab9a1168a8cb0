"""Turn content into the texts that an audience may not read, and look for them in others.

A second line behind the selection (briefgen/audience/select.py), which by itself keeps
such texts from ever reaching a template; so it works handling out in its own way. Where the
texts are looked for is in briefgen/pipeline/texts.py.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import ahocorasick
from pydantic import BaseModel

from briefgen.content.model import (
    INTERNAL_SECTIONS,
    DocumentVersions,
    SummitContent,
    Worded,
    section_of,
    words_of,
)
from briefgen.diagnostics import Diagnostic, Place, Severity
from briefgen.files import read_named, walk

SHORTEST_SECRET = 12
"""Texts with fewer letters and digits say too little to be told from others."""

FEWEST_WORDS = 4
"""Texts with fewer words stand in many places by chance."""

_HEAD = 32
"""How much of a text the automaton knows: its memory is some 90 bytes a character."""


class Secrets:
    """Texts that can be looked for all at once.

    They are compared by their letters and digits alone, without marks and case: neither
    lines, hyphens and spaces nor ligatures hide one. The time is that of one pass over
    where they are looked for, however many there are.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        folded = {fold(text): text for text in texts}
        self._texts = {key: folded[key] for key in sorted(folded) if len(key) >= SHORTEST_SECRET}
        self._by_head: defaultdict[str, defaultdict[int, set[str]]] = defaultdict(
            lambda: defaultdict(set)
        )
        self._automaton = ahocorasick.Automaton()
        for key in self._texts:
            self._by_head[key[:_HEAD]][len(key)].add(key)
        for head in self._by_head:
            self._automaton.add_word(head, head)
        self._automaton.make_automaton()

    def __bool__(self) -> bool:
        return bool(self._texts)

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts.values())

    def within(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return those that stand in any of some texts."""
        if not self._texts:
            return ()
        found = {key for text in texts for key in self._keys_in(fold(text))}
        return tuple(self._texts[key] for key in sorted(found))

    def _keys_in(self, text: str) -> Iterator[str]:
        for end, head in self._automaton.iter(text):
            start = end + 1 - len(head)
            for length, keys in self._by_head[head].items():
                if (part := text[start : start + length]) in keys:
                    yield part


def left_out(
    content: SummitContent,
    level: str,
    scale: tuple[str, ...],
    before: Iterable[DocumentVersions] = (),
) -> Secrets:
    """Return the texts that an audience of this level may not read.

    A text that also stands, alone or in a longer one, in something it may read is no
    secret: a statement, a paragraph, a fact of the meeting or a term. A level that is not on
    the scale is above all others. ``before`` is an earlier version, of which the audience may
    read what it might read then, and not what is secret now.
    """
    ceiling = scale.index(level)
    above: list[str] = []
    below = list(_facts(content))
    for rank, texts, _ in _ranked(content, scale):
        (below if rank <= ceiling else above).extend(texts)
    ranks = {name: rank for rank, name in enumerate(scale)}
    for versions in before:
        for rank, texts, _ in _ranked_document(versions, ranks):
            above.extend(texts if rank > ceiling else ())
    secrets = Secrets(above)
    readable = set(secrets.within(below))
    return Secrets(text for text in secrets if text not in readable)


def highest(content: SummitContent, scale: tuple[str, ...]) -> str:
    """Return the highest level of anything in a summit's files; the scale's for one not on it."""
    ranks = (rank for rank, _, _ in _ranked(content, scale))
    return scale[min(max(ranks, default=0), len(scale) - 1)]


def said_below(
    content: SummitContent, scale: tuple[str, ...], others: Iterable[str] = ()
) -> Iterator[Diagnostic]:
    """Yield a warning for each text of some words that also stands where a lower level reads it.

    That may be meant, or be what its level was to prevent; nothing can tell the two apart.
    ``others`` are texts for the lowest level that have no handling, such as templates.
    """
    ranked = [
        *_ranked(content, scale),
        *((0, (text,), None) for text in (*_facts(content), *others)),
    ]
    secrets = Secrets(
        text for rank, texts, _ in ranked if rank for text in texts if _is_telling(text)
    )
    lowest: dict[str, int] = {}
    for rank, texts, _ in ranked:
        for text in map(fold, secrets.within(texts)):
            lowest[text] = min(rank, lowest.get(text, rank))
    for rank, texts, place in ranked:
        if any(lowest.get(fold(text), rank) < rank for text in texts):
            yield Diagnostic(
                "C024",
                "what stands here also stands where a lower level reads it",
                place,
                hint="if that isn't meant, search the project for its words, and take them out",
                severity=Severity.WARNING,
            )


def _is_telling(text: str) -> bool:
    return len(re.findall(r"[^\W_]+", text)) >= FEWEST_WORDS


def unexplained(secrets: Iterable[str], given: Iterable[str]) -> list[str]:
    """Return the secrets with a word that isn't in what a document was made from.

    Pages put words together that stand apart in it: the last of one and the first of the next.
    That the result is somebody's secret is chance, and may not be told. Numbers are counted by
    pages themselves.
    """
    if not (secrets := tuple(secrets)):
        return []
    given = tuple(given)
    whole = "\n".join(map(fold, (*given, *_writers_own())))
    words = {word for text in given for word in _words(text)}
    return [
        text for text in secrets if fold(text) not in whole and not words.issuperset(_words(text))
    ]


def _words(text: str) -> Iterator[str]:
    return (fold(word) for word in re.findall(r"[^\W\d_]+", text))


def _writers_own() -> Iterator[str]:
    """Yield what writers say by themselves, in any document: names of styles and the like."""
    package = Path(__file__).parents[1]
    for folder in ("writers", "style", "markup"):
        for name, _ in walk("/", package / folder):
            if name.endswith(".py"):
                yield read_named(package / folder / name).decode()


def leak(where: str) -> Diagnostic:
    """Return what to say where a secret has been found. It doesn't say which."""
    return Diagnostic(
        "B402",
        f"{where} holds text that is above the audience's handling",
        hint="this is a mistake in briefgen: please report it",
    )


_INVISIBLE = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Return a text's letters and digits, without marks and case, NFKD (Unicode, UAX 15)."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKD", text)).casefold()


def _facts(content: SummitContent) -> Iterator[str]:
    """Yield what everybody may read: it has no handling."""
    facts = content.summit.value
    outcomes = tuple(one for one in facts.outcomes if one.document is None)
    yield from _strings(facts.model_copy(update={"outcomes": outcomes}))
    for glossary in content.glossaries:
        yield from _strings(glossary.value)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        yield from _strings(dict(value))
    elif isinstance(value, Mapping):
        yield from _strings(tuple(value.values()))
    elif isinstance(value, Collection):
        for item in value:
            yield from _strings(item)


Ranked = tuple[int, Collection[str], Place]


def _ranked(content: SummitContent, scale: tuple[str, ...]) -> Iterator[Ranked]:
    """Yield the texts of everything that has a handling, with its rank, in all languages."""
    ranks = {level: rank for rank, level in enumerate(scale)}
    for name, versions in content.documents.items():
        yield from _ranked_document(versions, ranks)
        lowest = min((rank for rank, _, _ in _ranked_document(versions, ranks)), default=0)
        for index, outcome in enumerate(content.summit.value.outcomes):
            if outcome.document == name:
                yield lowest, tuple(_strings(outcome)), content.summit.place("outcomes", index)
    if content.brief is None:
        return
    items: dict[str, int] = {}
    for path, item in content.brief.value.items():
        rank = ranks.get(item.handling, len(ranks))
        items[item.id] = max(rank, 1) if section_of(path) in INTERNAL_SECTIONS else rank
        yield items[item.id], _texts(item), content.brief.place(*path)
    for targets in content.brief_targets.values():
        for index, target in enumerate(targets.value.items):
            rank = items.get(target.id, len(ranks))
            yield rank, _texts(target), targets.place("items", index)


def _ranked_document(versions: DocumentVersions, ranks: Mapping[str, int]) -> Iterator[Ranked]:
    source = versions.source.value
    least = 0 if source.handling is None else ranks.get(source.handling, len(ranks))
    own = {s.key: max(least, ranks.get(s.handling, len(ranks))) for s in source.segments()}
    segments = {key: max(own.get(part, 0) for part in _wholes(key)) for key in own}
    for part in ("preamble", "paragraphs", "closing"):
        for index, segment in enumerate(getattr(source, part)):
            place = versions.source.place(part, index)
            yield segments[segment.key], _texts(segment), place
    for targets in versions.targets.values():
        for index, target in enumerate(targets.value.segments):
            rank = segments.get(target.key, len(ranks))
            yield rank, _texts(target), targets.place("segments", index)
    lowest = min(segments.values(), default=0)
    titles = (source.title, *_strings(source.source))
    yield lowest, titles, versions.source.place("title")
    for targets in versions.targets.values():
        titles = (targets.value.title, *_strings(targets.value.source))
        yield lowest, titles, targets.place("title")


def _texts(thing: Worded) -> tuple[str, ...]:
    return tuple(words_of(thing).values())


def _wholes(key: str) -> Iterator[str]:
    """Yield a key and those that it is a part of: ``4.a.2``, ``4.a``, ``4``."""
    while key:
        yield key
        key = key.rpartition(".")[0]
