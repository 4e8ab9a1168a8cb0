"""Turn content into the texts that an audience may not read, and look for them in others.

A second line behind the selection (briefgen/audience/select.py), which by itself keeps
such texts from ever reaching a template; so it works handling out in its own way. Where the
texts are looked for is in briefgen/build/texts.py.
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
from briefgen.diagnostics import Diagnostic
from briefgen.files import read_named, walk

SHORTEST_SECRET = 12
"""Texts with fewer letters and digits say too little to be told from others."""

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
    for rank, texts in _ranked(content, scale):
        (below if rank <= ceiling else above).extend(texts)
    ranks = {name: rank for rank, name in enumerate(scale)}
    for versions in before:
        for rank, texts in _ranked_document(versions, ranks):
            above.extend(texts if rank > ceiling else ())
    secrets = Secrets(above)
    readable = set(secrets.within(below))
    return Secrets(text for text in secrets if text not in readable)


def highest(content: SummitContent, scale: tuple[str, ...]) -> str:
    """Return the highest level of anything in a summit's files; the scale's for one not on it."""
    ranks = (rank for rank, _ in _ranked(content, scale))
    return scale[min(max(ranks, default=0), len(scale) - 1)]


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


def _ranked(
    content: SummitContent, scale: tuple[str, ...]
) -> Iterator[tuple[int, Collection[str]]]:
    """Yield the texts of everything that has a handling, with its rank, in all languages."""
    ranks = {level: rank for rank, level in enumerate(scale)}
    for name, versions in content.documents.items():
        yield from _ranked_document(versions, ranks)
        lowest = min((rank for rank, _ in _ranked_document(versions, ranks)), default=0)
        for outcome in content.summit.value.outcomes:
            if outcome.document == name:
                yield lowest, tuple(_strings(outcome))
    if content.brief is None:
        return
    items: dict[str, int] = {}
    for path, item in content.brief.value.items():
        rank = ranks.get(item.handling, len(ranks))
        items[item.id] = max(rank, 1) if section_of(path) in INTERNAL_SECTIONS else rank
        yield items[item.id], _texts(item)
    for targets in content.brief_targets.values():
        for target in targets.value.items:
            yield items.get(target.id, len(ranks)), _texts(target)


def _ranked_document(
    versions: DocumentVersions, ranks: Mapping[str, int]
) -> Iterator[tuple[int, Collection[str]]]:
    source = versions.source.value
    least = 0 if source.handling is None else ranks.get(source.handling, len(ranks))
    own = {s.key: max(least, ranks.get(s.handling, len(ranks))) for s in source.segments()}
    segments = {key: max(own.get(part, 0) for part in _wholes(key)) for key in own}
    for segment in source.segments():
        yield segments[segment.key], _texts(segment)
    for targets in versions.targets.values():
        for target in targets.value.segments:
            yield segments.get(target.key, len(ranks)), _texts(target)
    lowest = min(segments.values(), default=0)
    yield lowest, (source.title, *_strings(source.source))
    for targets in versions.targets.values():
        yield lowest, (targets.value.title, *_strings(targets.value.source))


def _texts(thing: Worded) -> tuple[str, ...]:
    return tuple(words_of(thing).values())


def _wholes(key: str) -> Iterator[str]:
    """Yield a key and those that it is a part of: ``4.a.2``, ``4.a``, ``4``."""
    while key:
        yield key
        key = key.rpartition(".")[0]
