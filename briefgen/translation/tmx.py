"""Turn a bitext into a TMX 1.4b file (LISA OSCAR), and such a file into what it brings back.

A translation memory knows neither states nor a reading order: how far a text was when it was
exported holds for as long as the text is the same.
"""

from __future__ import annotations

from lxml import etree

from briefgen import __version__
from briefgen.diagnostics import Diagnostic, Place
from briefgen.translation.carried import (
    context_of,
    find_target,
    is_language,
    manifest_from,
    properties_of,
    state_of,
)
from briefgen.translation.hashes import comment_id, manifest_of
from briefgen.translation.model import (
    Bitext,
    Comment,
    LanguagePair,
    Manifest,
    Returned,
    ReturnedUnit,
    Unit,
)
from briefgen.translation.xml import (
    LANG,
    Element,
    Format,
    character_of,
    has_root,
    line_of,
    plain,
    serialise,
    where,
)

_PROPERTY = "x-briefgen-"
"""Begins the types of properties that are from here: own types begin with ``x-``."""

_CHARACTER = "x-character"
_ALL = "*all*"
"""As srclang says that any of the languages may be the source."""


def _write_character(character: str) -> Element:
    element = etree.Element("ph", type=_CHARACTER)
    element.text = f"U+{ord(character):04X}"
    return element


def _read_character(element: Element) -> str | None:
    if element.tag != "ph" or element.get("type") != _CHARACTER:
        return None
    return character_of((element.text or "").removeprefix("U+"))


_TMX = Format(
    "TMX 1.4b",
    "tmx",
    ("1.4", "1.4b", "1.3"),
    _write_character,
    _read_character,
    frozenset({"hi"}),
)


def is_tmx(data: bytes) -> bool:
    """Return whether the bytes are TMX of any version."""
    return has_root(data, {"tmx"})


# --- writing -----------------------------------------------------------------------------


def write_tmx(bitext: Bitext) -> bytes:
    """Return the bitext as a TMX 1.4b file; a unit without a target has its source alone."""
    root = etree.Element("tmx", version="1.4")
    attributes = {
        "creationtool": "briefgen",
        "creationtoolversion": __version__,
        "segtype": "paragraph",
        "o-tmf": "briefgen",
        "adminlang": bitext.source_language,
        "srclang": bitext.source_language,
        "datatype": "plaintext",
    }
    header = etree.SubElement(root, "header", attributes)
    for name, value in properties_of(manifest_of(bitext)).items():
        _add_property(header, name, value)
    body = etree.SubElement(root, "body")
    for unit in bitext.units:
        _add_unit(body, unit, bitext)
    return serialise(root, frozenset({"seg"}))


def _add_property(element: Element, name: str, value: str) -> None:
    etree.SubElement(element, "prop", type=f"{_PROPERTY}{name}").text = plain(value)


def _add_unit(body: Element, unit: Unit, bitext: Bitext) -> None:
    element = etree.SubElement(body, "tu", tuid=plain(unit.id))
    for name, text in context_of(unit):
        _add_property(element, name, text)
    _add_text(element, bitext.source_language, unit.source)
    if unit.target is not None:
        _add_text(element, bitext.target_language, unit.target)


def _add_text(unit: Element, language: str, text: str) -> None:
    variant = etree.SubElement(unit, "tuv", {LANG: language})
    _TMX.put_text(etree.SubElement(variant, "seg"), text)


# --- reading -----------------------------------------------------------------------------


def read_tmx(
    data: bytes, file: str, meant: LanguagePair | None = None
) -> tuple[Returned | None, list[Diagnostic]]:
    """Return what a TMX file brings back, or None and why it can't be used.

    ``file`` is the name that places get. The source is in the header's ``srclang``; the target
    in the language that is ``meant``, or else the manifest's, or in the
    one other where the file hasn't got that. A unit of another program has no id: what it belongs
    to is told by its source.
    """
    root, problems = _TMX.parse(data, file)
    if root is None:
        return None, problems
    manifest = _read_manifest(root)
    header = root.find("header")
    source = header.get("srclang", "") if header is not None else ""
    meant = meant or (manifest.languages if manifest else None)
    if source in {"", _ALL} and meant:
        source = meant[0]
    languages = map(_language, root.iterfind("body/tu/tuv"))
    target = find_target(languages, source, meant)
    if source in {"", _ALL} or target is None:
        return None, [_report_languages(line_of(root if header is None else header, file))]
    units = (_read_unit(unit, source, target, manifest) for unit in root.iterfind("body/tu"))
    found = tuple(unit for unit in units if unit)
    return Returned(manifest, found, source, target), problems


def _report_languages(place: Place) -> Diagnostic:
    words = "the file doesn't say which language is the source, or has several that are not"
    hint = (
        "export one pair of languages, with the source as the header's srclang, or say what it is"
        " of with --document and --target"
    )
    return Diagnostic("R014", words, place, hint)


def _read_manifest(root: Element) -> Manifest | None:
    return manifest_from(
        {
            prop.get("type", "").removeprefix(_PROPERTY): prop.text or ""
            for prop in root.iterfind("header/prop")
        }
    )


def _language(variant: Element) -> str:
    """Return a variant's language: ``lang`` is what TMX 1.2 had in place of ``xml:lang``."""
    return variant.get(LANG) or variant.get("lang") or ""


def _read_unit(
    unit: Element, source: str, target: str, manifest: Manifest | None
) -> ReturnedUnit | None:
    """Return a unit as it comes back, None for one that lacks a text in the source language."""
    original = _find_text(unit, unit.get("srclang") or source)
    if original is None:
        return None
    known = manifest.sources if manifest else {}
    identifier = unit.get("tuid")
    if identifier not in known:  # another program's number
        identifier = None
    translation = _find_text(unit, target) or ""
    return ReturnedUnit(
        identifier,
        original,
        translation,
        state_of(identifier, translation, manifest),
        where(unit),
        _read_comments(unit, identifier or ""),
    )


def _find_text(unit: Element, language: str) -> str | None:
    for variant in unit.iterfind("tuv"):
        segment = variant.find("seg")
        if segment is not None and is_language(_language(variant), language):
            return _TMX.text_of(segment)
    return None


def _read_comments(unit: Element, identifier: str) -> tuple[Comment, ...]:
    notes = [*unit.iterfind("note"), *unit.iterfind("tuv/note")]
    texts = dict.fromkeys(note.text.strip() for note in notes if note.text and note.text.strip())
    return tuple(Comment(comment_id(identifier, "", text), "", "", text) for text in texts)
