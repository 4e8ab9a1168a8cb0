"""Turn a name that nobody knows, or a text that nobody translated, into what to do about it.

What is wrong is found by those who read and check files (briefgen/content/,
briefgen/audience/).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from briefgen.content.characters import character_name, latin_lookalike
from briefgen.content.model import Item, Located, Segment, source_hash, words_of
from briefgen.diagnostics import Diagnostic, Place, did_you_mean

_MOST_NAMES = 20


def unknown(code: str, what: str, word: str, known: Iterable[str], place: Place) -> Diagnostic:
    """Return the diagnostic for a name that is none of the known ones.

    ``what`` says what it should name ("theme"). The known names are told in their own
    order, where they have one. Where letters of another script hide in the word, that is
    said instead, with code Y015.
    """
    names = list(known) if isinstance(known, Sequence) else sorted(known)
    if found := latin_lookalike(word):
        return lookalike(word, *found, place)
    hint = did_you_mean(word, names)
    if hint is None and names:
        more = " …" if len(names) > _MOST_NAMES else ""
        hint = f"known: {', '.join(names[:_MOST_NAMES])}{more}"
    return Diagnostic(code, f"unknown {what} '{word}'", place, hint)


def lookalike(word: str, foreign: str, latin: str, place: Place) -> Diagnostic:
    """Return the diagnostic for a word with a letter that only looks Latin."""
    message = f"'{word}' has {character_name(foreign)} in it, which looks like a Latin letter"
    return Diagnostic("Y015", message, place, f"type '{latin}' in Latin letters")


STALE = "the source has changed since this was translated"


def accept(targets: Located[Any], names_it: str) -> str:
    """Return what to do about a translation that is STALE.

    ``names_it`` are the words that the command which accepts it knows it by, in its summit.
    """
    summit, tag = targets.file.rpartition("/")[0].rpartition("/")[2], targets.value.language
    command = f"briefgen translations accept {summit}/{names_it} --to {tag}"
    return f"compare it with the source, then accept it: `{command}`"


def target_entry(name: str, source: Segment | Item) -> str:
    """Return the entry that a translation lacks, in YAML, with its words left open.

    ``name`` is the field that names the entry: ``key`` or ``id``. It is written so that any
    words may stand in the place of the open ones.
    """
    words = words_of(source)
    lines = [
        f"  - {name}: {getattr(source, name)}",
        *(f"{word}: >-\n      …" for word in words),
        f"source_hash: {source_hash(*words.values())}",
    ]
    return "\n    ".join(lines)
