"""Say how rows and columns of a review table are known, for its writer and its reader alike."""

from __future__ import annotations

import re
from collections.abc import Mapping

from briefgen.content.sequence import PARTS
from briefgen.languages import plain_profile
from briefgen.translation.hashes import text_hash
from briefgen.translation.model import FIELD_SEPARATOR, LanguagePair, Unit

MANIFEST_NAMESPACE = "urn:briefgen:translation:1"
"""The namespace of the manifest in the custom XML part."""

PROPERTIES: Mapping[str, str] = {
    "document": "briefgen document",
    "source_language": "briefgen source language",
    "target_language": "briefgen target language",
    "revision": "briefgen revision",
}
"""Field of a manifest → name of the custom property that says it too."""

ANCHOR = re.compile(
    r"\[(?P<id>[a-z0-9./_-]+)"
    r"\|(?P<source>[0-9a-f]{16})\|(?P<target>[0-9a-f]{16}|-)\|(?P<state>[a-z]+)\]"
)
"""A row's hidden run: the unit, the hashes of its source and target, its state."""

COLUMNS = ("key", "source", "target", "status", "comment")
"""The columns of a table, in the order in which they are written."""

KEY_HEADING = "¶"
_HEADINGS = {"key": KEY_HEADING, "status": "Status", "comment": "Comment"}
_PART_WORDS = dict(zip(PARTS, ("Preamble", "Closing"), strict=True))
_OF_PART = re.compile(rf"^({'|'.join(PARTS)})(?:(\.)|(?= |$))")
_BETWEEN_NAMES = " · "

_COPY = re.compile(r"(_Copy_?\d+)+$")


def anchor(unit: Unit) -> str:
    """Return the hidden run of a unit's row."""
    target = "-" if unit.target is None else text_hash(unit.target)
    return f"[{unit.id}|{text_hash(unit.source)}|{target}|{unit.state}]"


def bookmark_name(unit: str) -> str:
    """Return the bookmark of a unit: at most 40 characters, as Word wants it."""
    return f"unit_{text_hash(unit)}"


def original_name(bookmark: str) -> str:
    """Return a bookmark's name without what a copy of its row was given."""
    return _COPY.sub("", bookmark)


def visible_key(unit: str) -> str:
    """Return a unit's id as a reader sees it: ``4.a heading``, ``Preamble 1``."""
    key = unit.replace(FIELD_SEPARATOR, " ")
    return _OF_PART.sub(lambda part: _PART_WORDS[part[1]] + " " * bool(part[2]), key)


def unit_of_key(key: str) -> str:
    """Return the unit's id that a visible key says."""
    name, *rest = key.split() or [""]
    parts = {word: part for part, word in _PART_WORDS.items()}
    if name in parts and rest and rest[0][0].isdecimal():
        rest = [f"{parts[name]}.{rest[0]}", *rest[1:]]
    else:
        rest = [parts.get(name, name), *rest]
    return FIELD_SEPARATOR.join(rest)


def language_heading(tag: str, languages: LanguagePair) -> str:
    """Return a language's name as it calls itself, then as the two languages call it."""
    names = [plain_profile(tag).autonym]
    names += [plain_profile(language).language_name(tag) for language in languages]
    return _BETWEEN_NAMES.join(dict.fromkeys(name[:1].upper() + name[1:] for name in names))


def headings(languages: LanguagePair) -> dict[str, str]:
    """Return what stands over each column."""
    names = (language_heading(tag, languages) for tag in languages)
    said = _HEADINGS | dict(zip(("source", "target"), names, strict=True))
    return {column: said[column] for column in COLUMNS}


def columns_of(heading: str, languages: LanguagePair) -> list[str]:
    """Return the columns that a heading may be of; a language's has one of its names or its tag."""
    said = set(heading.casefold().split(_BETWEEN_NAMES))
    known = {
        name: set(text.casefold().split(_BETWEEN_NAMES))
        for name, text in headings(languages).items()
    }
    for column, tag in zip(("source", "target"), languages, strict=True):
        known[column].add(tag.casefold())
    return [column for column, names in known.items() if said & names]
