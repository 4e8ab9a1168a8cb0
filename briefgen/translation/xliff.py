"""Turn a bitext into an XLIFF 2.1 file (OASIS), and such a file into what it brings back.

The core with the glossary and metadata modules. Files of 2.0 are read as well, since 2.1 has
the same namespace; what other modules and extensions hold is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from briefgen.diagnostics import Diagnostic, Place, Severity
from briefgen.languages import plain_profile
from briefgen.translation.carried import context_of, manifest_from, properties_of
from briefgen.translation.hashes import comment_id, manifest_of
from briefgen.translation.model import (
    Bitext,
    Comment,
    Manifest,
    Returned,
    ReturnedUnit,
    State,
    Term,
    Unit,
)
from briefgen.translation.xml import (
    SPACE,
    Element,
    Format,
    character_of,
    decode_name,
    encode_name,
    has_root,
    line_of,
    plain,
    serialise,
    where,
)

_CORE = "{urn:oasis:names:tc:xliff:document:2.0}"
_GLOSSARY = "{urn:oasis:names:tc:xliff:glossary:2.0}"
_METADATA = "{urn:oasis:names:tc:xliff:metadata:2.0}"
_NAMESPACES: Any = {None: _CORE[1:-1], "gls": _GLOSSARY[1:-1], "mda": _METADATA[1:-1]}

_OURS = "briefgen:"
"""Begins the categories of notes and metadata that aren't a translator's (2.1, 4.3.1.7)."""

_STALE = f"{_OURS}stale"

# (state, subState) of a segment, 2.1, 4.3.1.30 and 4.3.1.34
_STATES: dict[State, tuple[str, str | None]] = {
    "missing": ("initial", None),
    "stale": ("initial", _STALE),
    "draft": ("translated", None),
    "reviewed": ("reviewed", None),
    "approved": ("final", None),
}
_RETURNED: dict[str, State] = {"translated": "draft", "reviewed": "reviewed", "final": "approved"}
_PROGRESS = ("initial", *_RETURNED)


def _write_character(character: str) -> Element:
    return etree.Element(f"{_CORE}cp", hex=f"{ord(character):04X}")


def _read_character(element: Element) -> str | None:
    return character_of(element.get("hex", "")) if element.tag == f"{_CORE}cp" else None


_XLIFF = Format(
    "XLIFF 2.1",
    f"{_CORE}xliff",
    ("2.0", "2.1"),
    _write_character,
    _read_character,
    frozenset({"pc", "mrk"}),
)


def is_xliff(data: bytes) -> bool:
    """Return whether the bytes are XLIFF of any version."""
    return has_root(data, {"xliff"})


# --- writing -----------------------------------------------------------------------------


def write_xliff(bitext: Bitext) -> bytes:
    """Return the bitext as an XLIFF 2.1 file: a unit of one segment for each of its units."""
    root = etree.Element(
        f"{_CORE}xliff",
        {"version": "2.1", "srcLang": bitext.source_language, "trgLang": bitext.target_language},
        _NAMESPACES,
    )
    attributes = {
        "id": "f1",
        "original": plain(bitext.document),
        "srcDir": plain_profile(bitext.source_language).direction,
        "trgDir": plain_profile(bitext.target_language).direction,
        SPACE: "preserve",
    }
    file = etree.SubElement(root, f"{_CORE}file", attributes)
    _add_manifest(file, manifest_of(bitext))
    notes = etree.SubElement(file, f"{_CORE}notes")
    _add_note(notes, "title", bitext.title)
    terms = [(term.source.casefold(), term) for term in bitext.terms if term.target or term.note]
    for unit in bitext.units:
        _add_unit(file, unit, terms)
    return serialise(root, frozenset({f"{_CORE}source", f"{_CORE}target"}))


def _add_manifest(file: Element, manifest: Manifest) -> None:
    metadata = etree.SubElement(file, f"{_METADATA}metadata")
    group = etree.SubElement(metadata, f"{_METADATA}metaGroup", category=f"{_OURS}manifest")
    for name, value in properties_of(manifest).items():
        etree.SubElement(group, f"{_METADATA}meta", type=name).text = plain(value)


def _add_note(notes: Element, name: str, text: str) -> None:
    note = etree.SubElement(notes, f"{_CORE}note", category=f"{_OURS}{name}")
    note.text = plain(text)


def _add_unit(file: Element, unit: Unit, terms: list[tuple[str, Term]]) -> None:
    attributes = {"id": encode_name(unit.id), "name": plain(unit.id)}
    element = etree.SubElement(file, f"{_CORE}unit", attributes)
    _add_glossary(element, unit.source, terms)
    notes = etree.SubElement(element, f"{_CORE}notes")
    for name, text in context_of(unit):
        _add_note(notes, name, text)
    state, detail = _STATES[unit.state]
    segment = etree.SubElement(element, f"{_CORE}segment", state=state)
    if detail:
        segment.set("subState", detail)
    _XLIFF.put_text(etree.SubElement(segment, f"{_CORE}source"), unit.source)
    if unit.target is not None:
        _XLIFF.put_text(etree.SubElement(segment, f"{_CORE}target"), unit.target)


def _add_glossary(unit: Element, source: str, terms: list[tuple[str, Term]]) -> None:
    """Add the terms that begin at a word of the source, since their ends are inflected."""
    text = source.casefold()
    found = [
        term
        for name, term in terms
        if name in text and re.search(rf"(?<!\w){re.escape(name)}", text)
    ]
    if not found:
        return
    glossary = etree.SubElement(unit, f"{_GLOSSARY}glossary")
    for term in found:
        entry = etree.SubElement(glossary, f"{_GLOSSARY}glossEntry")
        etree.SubElement(entry, f"{_GLOSSARY}term").text = plain(term.source)
        if term.target:
            etree.SubElement(entry, f"{_GLOSSARY}translation").text = plain(term.target)
        if term.note:
            etree.SubElement(entry, f"{_GLOSSARY}definition").text = plain(term.note)


# --- reading -----------------------------------------------------------------------------


def read_xliff(data: bytes, file: str) -> tuple[Returned | None, list[Diagnostic]]:
    """Return what an XLIFF file brings back, or None and why it can't be used.

    ``file`` is the name that places get. A unit may have been split into several segments: its
    texts are put together, and its state is that of the one that is least far.
    """
    root, problems = _XLIFF.parse(data, file)
    if root is None:
        return None, problems
    source, target = root.get("srcLang"), root.get("trgLang")
    if not source or not target:
        words = "the file doesn't say srcLang and trgLang, the languages of its texts"
        hint = "choose both languages in the program that exports it"
        return None, [Diagnostic("R014", words, line_of(root, file), hint)]
    units = tuple(_read_unit(unit, file, problems) for unit in root.iter(f"{_CORE}unit"))
    return Returned(_read_manifest(root), units, source, target), problems


def _read_manifest(root: Element) -> Manifest | None:
    for group in root.iterfind(f"{_CORE}file/{_METADATA}metadata/{_METADATA}metaGroup"):
        if group.get("category") == f"{_OURS}manifest":
            metas = group.iterfind(f"{_METADATA}meta")
            return manifest_from({meta.get("type", ""): meta.text or "" for meta in metas})
    return None


def _read_unit(unit: Element, file: str, problems: list[Diagnostic]) -> ReturnedUnit:
    identifier = decode_name(unit.get("id", ""))
    parts = [part for part in unit if part.tag in {f"{_CORE}segment", f"{_CORE}ignorable"}]
    segments = [part for part in parts if part.tag == f"{_CORE}segment"]
    asked = [segment for segment in segments if _text(segment, "source").strip()] or segments
    translated = [bool(_text(segment, "target")) for segment in asked]
    target: str = ""
    state: State | None
    if translated and all(translated):
        target, state = _join_targets(parts), _read_state(asked)
    else:
        state = "missing"
        if any(translated):
            problems.append(_report_part(identifier, line_of(unit, file)))
    return ReturnedUnit(
        identifier,
        "".join(_text(part, "source") for part in parts),
        target,
        state,
        where(unit),
        tuple(_read_comments(unit, identifier)),
    )


def _report_part(identifier: str, place: Place) -> Diagnostic:
    words = f"unit {identifier} is split, and some of its segments are not translated"
    hint = "translate all of them, and export the file again: the unit is left as it is"
    return Diagnostic("R015", words, place, hint, severity=Severity.WARNING)


def _text(part: Element, name: str) -> str:
    found = part.find(f"{_CORE}{name}")
    return _XLIFF.text_of(found) if found is not None else ""


def _join_targets(parts: list[Element]) -> str:
    """Return the targets in the order that they say (2.1, 4.3.1.21), else that of the file.

    What stands between segments is the source's where it has no target (2.1, 4.2.2.7).
    """
    placed: list[tuple[int, str]] = []
    for position, part in enumerate(parts, start=1):
        found = part.find(f"{_CORE}target")
        if found is None:
            placed.append((position, _text(part, "source")))
            continue
        order = found.get("order", "")
        at = int(order) if order.isascii() and order.isdigit() else position
        placed.append((at, _XLIFF.text_of(found)))
    return "".join(text for _, text in sorted(placed, key=lambda entry: entry[0]))


def _read_state(segments: list[Element]) -> State | None:
    """Return how far the segments are; None for texts that are still said to be initial."""
    if any(segment.get("subState") == _STALE for segment in segments):
        return "stale"
    states = [segment.get("state", "initial") for segment in segments]
    least = min(states, key=lambda state: _PROGRESS.index(state) if state in _PROGRESS else 0)
    return _RETURNED.get(least)


def _read_comments(unit: Element, identifier: str) -> Iterator[Comment]:
    """Yield the notes that aren't from here, and what is remarked on a stretch of text."""
    texts = [
        note.text
        for note in unit.iterfind(f"{_CORE}notes/{_CORE}note")
        if not note.get("category", "").startswith(_OURS)
    ]
    marks = unit.iterfind(f"{_CORE}segment//{_CORE}mrk[@type='comment']")
    texts += [mark.get("value") for mark in marks]
    for text in dict.fromkeys(filter(None, texts)):
        yield Comment(comment_id(identifier, "", text), "", "", text)
