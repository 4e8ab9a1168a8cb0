"""Turn a pair of texts into terms and names that the translation says otherwise."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from briefgen.content.model import Summit
from briefgen.translation.checks.model import Finding, Name, Names, Pair
from briefgen.translation.checks.writing import Writing
from briefgen.translation.model import Term

_BRACKETED = re.compile(r"\s*\(([^()]*)\)")
_ENOUGH = 3

Alike = Callable[[str, str], bool]
Way = tuple[str, ...]


def terms(pair: Pair) -> Iterator[Finding]:
    """Find terms of the glossary in the source whose translation isn't in the target."""
    return _absent(pair, pair.context.terms, "the glossary says")


def names(pair: Pair) -> Iterator[Finding]:
    """Find participants, their offices and organisations that the target doesn't name."""
    return _absent(pair, pair.context.names, "summit.yaml says")


def forbidden(pair: Pair) -> Iterator[Finding]:
    """Find words in the target that the glossary forbids for a term."""
    for name in pair.context.forbidden:
        for way, words in name.forbidden:
            if _holds(pair, way, pair.context.target.is_same):
                yield Finding(f"'{words}' is not to be said", hint=f"say '{name.said}'")


def _absent(pair: Pair, known: Names, who: str) -> Iterator[Finding]:
    if not known:
        return
    stems, starts, said = pair.source_stems, pair.source_starts, set[str]()
    if known.keys().isdisjoint(starts):
        return
    is_same, is_akin = pair.context.source.is_same, pair.context.target.is_akin
    for index in [index for index, start in enumerate(starts) if start in known]:
        for name in known[starts[index]]:
            if name.said in said:
                continue
            if any(_is_at(stems, index, way, is_same) for way in name.source):
                said.add(name.said)
                if not any(_holds(pair, way, is_akin) for way in name.target):
                    yield Finding(f"{who} '{name.said}', which is not here")


def _holds(pair: Pair, way: Way, is_alike: Alike) -> bool:
    """Return whether a target has the words of a way; alike words begin with three letters.

    A way's ``word*`` is held against words as they stand, the rest against their stems.
    """
    sides = (pair.target_stems, pair.target_words)
    columns = [sides[part.endswith("*")][index:] for index, part in enumerate(way)]
    start = way[0].removesuffix("*")[:_ENOUGH]
    return any(
        all(map(is_alike, way, there))
        for there in zip(*columns, strict=False)
        if there[0].startswith(start)
    )


def _is_at(stems: Way, index: int, way: Sequence[str], is_alike: Alike) -> bool:
    """Return whether the words at an index are those of a way."""
    there = stems[index : index + len(way)]
    return there == way or (len(there) == len(way) and all(map(is_alike, way, there)))


# --- what there is to say --------------------------------------------------------------


def terms_of(terms: Iterable[Term], source: Writing, target: Writing, taken: Names) -> Names:
    """Return the terms that both languages have a name for, but those taken by ``taken``."""
    ways = {way for group in taken.values() for name in group for way in name.target}
    made = [
        Name(
            _ways(source, term.source),
            _ways(target, term.target, *term.also),
            term.target,
        )
        for term in terms
        if term.target is not None
    ]
    return _indexed(source, (name for name in made if not ways.intersection(name.target)))


def forbidden_of(terms: Iterable[Term], target: Writing) -> tuple[Name, ...]:
    """Return the terms that have words which the target language must not use."""
    return tuple(
        Name(
            (), (), term.target or term.source, tuple((_way(target, w), w) for w in term.forbidden)
        )
        for term in terms
        if term.forbidden
    )


def names_of(summit: Summit, source: Writing, target: Writing) -> Names:
    """Return the names of a summit's participants, their offices and the organisations.

    An office of one word is a word like others: "coordinator".
    """
    offices = [p.office for p in summit.participants if all(" " in o for o in p.office.values())]
    said = [[text] for text in (*(p.name for p in summit.participants), *offices)]
    said += [[o.name, *([o.short] if o.short else [])] for o in summit.organisations]
    one, other = source.conventions.tag, target.conventions.tag
    names = (
        Name(_ways(source, *theirs), _ways(target, *ours), ours[0])
        for texts in said
        if (theirs := [text[one] for text in texts if one in text])
        and (ours := [text[other] for text in texts if other in text])
    )
    return _indexed(source, names)


def _indexed(source: Writing, names: Iterable[Name]) -> Names:
    index: defaultdict[str, list[Name]] = defaultdict(list)
    for name in names:
        for start in dict.fromkeys(source.starts([way[0] for way in name.source])):
            index[start].append(name)
    return {start: tuple(found) for start, found in index.items()}


def _ways(writing: Writing, *texts: str) -> tuple[Way, ...]:
    """Return the ways that texts give; what stands in brackets is another: "… Bank (EDB)"."""
    said: list[str] = []
    for text in texts:
        said += [_BRACKETED.sub("", text), *_BRACKETED.findall(text)]
    return tuple(dict.fromkeys(way for words in said if (way := _way(writing, words))))


def _way(writing: Writing, words: str) -> Way:
    way: list[str] = []
    for word in words.split():
        is_start = word.endswith("*")
        way += [word.casefold()] if is_start else writing.stems(writing.words(word))
    return tuple(way)
