"""Turn a glossary into a TBX file (ISO 30042:2019), and such a file into what it brings back.

The dialect TBX-Basic, in the style that has data categories as attributes (DCA). Terms of the
other style (DCT) are read as well, since both have the same core.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from briefgen.diagnostics import Diagnostic, Place
from briefgen.translation.carried import find_target, is_language, manifest_from, properties_of
from briefgen.translation.hashes import manifest_of
from briefgen.translation.model import Bitext, LanguagePair, Manifest, Returned, ReturnedUnit, Unit
from briefgen.translation.xml import (
    LANG,
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

_CORE = "{urn:iso:std:iso:30042:ed-2}"
_NAMESPACES: Any = {None: _CORE[1:-1]}
_ID = "term-"
"""Begins the ids of concepts, which may not begin with a digit (xs:ID)."""

_PROPERTY = "briefgen-"
"""Begins the paragraphs of the header that are from here: a name, a colon, a value."""

_NUMBER = re.compile(r"U\+([0-9A-F]{4,6})")


def _write_character(character: str) -> Element:
    element = etree.Element(f"{_CORE}hi")
    element.text = f"U+{ord(character):04X}"
    return element


def _read_character(element: Element) -> str | None:
    """Return the character of a number that is set apart, None for other words that are."""
    match = _NUMBER.fullmatch(element.text or "") if element.tag == f"{_CORE}hi" else None
    return character_of(match[1]) if match else None


_TBX = Format(
    "TBX of ISO 30042:2019",
    f"{_CORE}tbx",
    (),
    _write_character,
    _read_character,
    frozenset({"hi", "foreign"}),
)


def is_tbx(data: bytes) -> bool:
    """Return whether the bytes are TBX of any edition."""
    return has_root(data, {"tbx", "martif"})


# --- writing -----------------------------------------------------------------------------


def write_tbx(bitext: Bitext) -> bytes:
    """Return the bitext as a TBX-Basic file, a concept for each unit.

    The standard asks for one concept at least: a glossary without terms has no such file.
    """
    attributes = {"type": "TBX-Basic", "style": "dca", LANG: bitext.source_language}
    root = etree.Element(f"{_CORE}tbx", attributes, _NAMESPACES)
    header = etree.SubElement(root, f"{_CORE}tbxHeader")
    source = etree.SubElement(etree.SubElement(header, f"{_CORE}fileDesc"), f"{_CORE}sourceDesc")
    for name, value in properties_of(manifest_of(bitext)).items():
        etree.SubElement(source, f"{_CORE}p").text = plain(f"{_PROPERTY}{name}: {value}")
    body = etree.SubElement(etree.SubElement(root, f"{_CORE}text"), f"{_CORE}body")
    for unit in bitext.units:
        _add_concept(body, unit, bitext)
    return serialise(root, frozenset(f"{_CORE}{name}" for name in ("p", "note", "term")))


def _add_concept(body: Element, unit: Unit, bitext: Bitext) -> None:
    concept = etree.SubElement(body, f"{_CORE}conceptEntry", id=f"{_ID}{encode_name(unit.id)}")
    if unit.note:
        _TBX.put_text(etree.SubElement(concept, f"{_CORE}note"), unit.note)
    names = ((bitext.source_language, unit.source), (bitext.target_language, unit.target))
    for language, name in names:
        if name is not None:
            section = etree.SubElement(concept, f"{_CORE}langSec", {LANG: language})
            entry = etree.SubElement(section, f"{_CORE}termSec")
            _TBX.put_text(etree.SubElement(entry, f"{_CORE}term"), name)


# --- reading -----------------------------------------------------------------------------


def read_tbx(
    data: bytes, file: str, meant: LanguagePair | None = None
) -> tuple[Returned | None, list[Diagnostic]]:
    """Return the terms that a TBX file brings back, or None and why it can't be used.

    ``file`` is the name that places get. The source is in the language of the whole file, the
    target in that which is ``meant``, or else the manifest's, or in the
    one other where the file hasn't got that. Of several
    terms for a concept the first is taken; a concept without one in the source is left out.
    """
    root, problems = _TBX.parse(data, file)
    if root is None:
        return None, problems
    manifest = _read_manifest(root)
    source = root.get(LANG, "")
    languages = (section.get(LANG, "") for section in root.iter(f"{_CORE}langSec"))
    meant = meant or (manifest.languages if manifest else None)
    target = find_target(languages, source, meant)
    if not source or target is None:
        return None, [_report_languages(line_of(root, file))]
    concepts = root.iterfind(f"{_CORE}text/{_CORE}body/{_CORE}conceptEntry")
    units = (_read_concept(concept, source, target, manifest) for concept in concepts)
    found = tuple(unit for unit in units if unit)
    return Returned(manifest, found, source, target, of_terms=True), problems


def _report_languages(place: Place) -> Diagnostic:
    words = "the file doesn't say its language, or has several beside it"
    hint = "export one pair of languages, with the source as the file's xml:lang"
    return Diagnostic("R014", words, place, hint)


def _read_manifest(root: Element) -> Manifest | None:
    paragraphs = root.iterfind(f"{_CORE}tbxHeader/{_CORE}fileDesc/{_CORE}sourceDesc/{_CORE}p")
    pairs = ((paragraph.text or "").strip().partition(": ") for paragraph in paragraphs)
    return manifest_from({name.removeprefix(_PROPERTY): value for name, _, value in pairs})


def _read_concept(
    concept: Element, source: str, target: str, manifest: Manifest | None
) -> ReturnedUnit | None:
    name = _find_term(concept, source)
    if name is None:
        return None
    identifier = decode_name(concept.get("id", "").removeprefix(_ID))
    is_ours = manifest is not None and identifier in manifest.sources  # not another program's
    translation = _find_term(concept, target) or ""
    return ReturnedUnit(identifier if is_ours else None, name, translation, None, where(concept))


def _find_term(concept: Element, language: str) -> str | None:
    for section in concept.iterfind(f"{_CORE}langSec"):
        term = section.find(f"{_CORE}termSec/{_CORE}term")
        if term is not None and is_language(section.get(LANG), language):
            return _TBX.text_of(term)
    return None
