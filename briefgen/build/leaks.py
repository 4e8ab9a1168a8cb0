"""Turn content into the texts that an audience may not read, and look for them in output.

A second line behind the selection (briefgen/audience/select.py), which by itself keeps
such texts from ever reaching a template; so it works handling out in its own way.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree

from briefgen.content.model import (
    INTERNAL_SECTIONS,
    DocumentVersions,
    SummitContent,
    Worded,
    section_of,
    words_of,
)
from briefgen.diagnostics import Diagnostic

SHORTEST_SECRET = 12
"""Shorter texts say too little to be told from other words that happen to be the same."""

_INVISIBLE = dict.fromkeys(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xAD, 0xFEFF]
)


def left_out(content: SummitContent, level: str, scale: tuple[str, ...]) -> tuple[str, ...]:
    """Return the texts that an audience of this level may not read, folded for search.

    A text that also stands, alone or in a longer one, in something it may read is no
    secret. A level that is not on the scale is above all others.
    """
    ceiling = scale.index(level)
    above: set[str] = set()
    below: set[str] = set()
    for rank, thing in _ranked(content, scale):
        (below if rank <= ceiling else above).update(map(fold, words_of(thing).values()))
    readable = "\n".join(sorted(below))
    return tuple(sorted(t for t in above if len(t) >= SHORTEST_SECRET and t not in readable))


def left_out_before(
    before: DocumentVersions, content: SummitContent, level: str, scale: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the texts of an earlier version that an audience of this level might not read.

    One that it may read today is no secret any more.
    """
    ceiling = scale.index(level)
    ranks = {name: rank for rank, name in enumerate(scale)}
    above = {
        fold(text)
        for rank, thing in _ranked_segments(before, ranks)
        if rank > ceiling
        for text in words_of(thing).values()
    }
    below = {
        fold(text)
        for rank, thing in _ranked(content, scale)
        if rank <= ceiling
        for text in words_of(thing).values()
    }
    readable = "\n".join(sorted(below))
    return tuple(sorted(t for t in above if len(t) >= SHORTEST_SECRET and t not in readable))


def find_leaks(text: str, secrets: Iterable[str], where: str) -> list[Diagnostic]:
    """Return a diagnostic if any of the secrets is in a text. It doesn't say which."""
    folded = fold(text)
    if not any(secret in folded for secret in secrets):
        return []
    return [
        Diagnostic(
            "B402",
            f"{where} holds text that is above the audience's handling",
            hint="take the text out of the template, or lower its handling in the content",
        )
    ]


def fold(text: str) -> str:
    """Return a text in NFC without invisible characters and with single spaces."""
    visible = unicodedata.normalize("NFC", text.translate(_INVISIBLE))
    return re.sub(r"\s+", " ", visible).strip()


def xml_text(xml: bytes) -> str:
    """Return the text of an XML file, then its attributes, each on a line of its own.

    Elements add nothing between the words, so that no markup parts a text; where text was
    inserted or deleted, what stood before and what stands now follow apart. Raises
    ElementTree.ParseError.
    """
    root = ElementTree.fromstring(xml)  # noqa: S314 - our own output, without a DTD
    attributes = [value for element in root.iter() for value in element.attrib.values()]
    texts = ["".join(root.itertext())]
    if any(element.tag in ("ins", "del") for element in root.iter()):
        texts += ["".join(_without(root, tag)) for tag in ("ins", "del")]
    return "\n".join([*texts, *attributes])


def _without(element: ElementTree.Element, tag: str) -> Iterator[str]:
    """Yield the texts in an element that aren't in one with this name."""
    if element.tag != tag:
        yield element.text or ""
        for child in element:
            yield from _without(child, tag)
            yield child.tail or ""


def json_text(data: bytes) -> str:
    """Return the strings of a JSON file, each on a line of its own. Raises ValueError."""
    return "\n".join(_strings(json.loads(data)))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _ranked(content: SummitContent, scale: tuple[str, ...]) -> Iterator[tuple[int, Worded]]:
    """Yield everything that has a handling, with its rank, in all languages."""
    ranks = {level: rank for rank, level in enumerate(scale)}
    for versions in content.documents.values():
        yield from _ranked_segments(versions, ranks)
    if content.brief is None:
        return
    items: dict[str, int] = {}
    for path, item in content.brief.value.items():
        rank = ranks.get(item.handling, len(ranks))
        items[item.id] = max(rank, 1) if section_of(path) in INTERNAL_SECTIONS else rank
        yield items[item.id], item
    for targets in content.brief_targets.values():
        yield from ((items.get(target.id, len(ranks)), target) for target in targets.value.items)


def _ranked_segments(
    versions: DocumentVersions, ranks: dict[str, int]
) -> Iterator[tuple[int, Worded]]:
    own = {s.key: ranks.get(s.handling, len(ranks)) for s in versions.source.value.segments()}
    segments = {key: max(own.get(part, 0) for part in _wholes(key)) for key in own}
    for segment in versions.source.value.segments():
        yield segments[segment.key], segment
    for targets in versions.targets.values():
        yield from ((segments.get(t.key, len(ranks)), t) for t in targets.value.segments)


def _wholes(key: str) -> Iterator[str]:
    """Yield a key and those that it is a part of: ``4.a.2``, ``4.a``, ``4``."""
    while key:
        yield key
        key = key.rpartition(".")[0]
