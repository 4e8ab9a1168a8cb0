"""Turn a bitext's glossary into a TBX file (ISO 30042:2019), and such a file into terms.

The dialect TBX-Basic, in the style that has data categories as attributes (DCA). Terms of the
other style (DCT) are read as well, since both have the same core.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from briefgen.diagnostics import Diagnostic, Place
from briefgen.translation.carried import find_other_language, is_language
from briefgen.translation.model import Bitext, ReturnedTerms, Term
from briefgen.translation.xml import (
    LANG,
    Element,
    Format,
    Inline,
    character_of,
    decode_name,
    encode_name,
    has_root,
    line_of,
    parse,
    plain,
    put_text,
    serialise,
    text_of,
)

_CORE = "{urn:iso:std:iso:30042:ed-2}"
_NAMESPACES: Any = {None: _CORE[1:-1]}
_TBX = Format("TBX of ISO 30042:2019", f"{_CORE}tbx")
_ID = "term-"
"""Begins the ids of concepts, which may not begin with a digit (xs:ID)."""

_NUMBER = re.compile(r"U\+([0-9A-F]{4,6})")


def _write_character(character: str) -> Element:
    element = etree.Element(f"{_CORE}hi")
    element.text = f"U+{ord(character):04X}"
    return element


def _read_character(element: Element) -> str | None:
    """Return the character of a number that is set apart, None for other words that are."""
    match = _NUMBER.fullmatch(element.text or "") if element.tag == f"{_CORE}hi" else None
    return character_of(match[1]) if match else None


_INLINE = Inline(_write_character, _read_character, frozenset({"hi", "foreign"}))


def is_tbx(data: bytes) -> bool:
    """Return whether the bytes are TBX of any edition."""
    return has_root(data, {"tbx", "martif"})


# --- writing -----------------------------------------------------------------------------


def write_tbx(bitext: Bitext) -> bytes:
    """Return the terms of a bitext as a TBX-Basic file, a concept for each.

    The standard asks for one concept at least: a bitext without terms has no such file.
    """
    attributes = {"type": "TBX-Basic", "style": "dca", LANG: bitext.source_language}
    root = etree.Element(f"{_CORE}tbx", attributes, _NAMESPACES)
    header = etree.SubElement(root, f"{_CORE}tbxHeader")
    source = etree.SubElement(etree.SubElement(header, f"{_CORE}fileDesc"), f"{_CORE}sourceDesc")
    etree.SubElement(source, f"{_CORE}p").text = plain(f"briefgen: {bitext.document}")
    body = etree.SubElement(etree.SubElement(root, f"{_CORE}text"), f"{_CORE}body")
    for term in bitext.terms:
        _add_concept(body, term, bitext)
    return serialise(root, frozenset(f"{_CORE}{name}" for name in ("p", "note", "term")))


def _add_concept(body: Element, term: Term, bitext: Bitext) -> None:
    concept = etree.SubElement(body, f"{_CORE}conceptEntry", id=f"{_ID}{encode_name(term.id)}")
    if term.note:
        put_text(etree.SubElement(concept, f"{_CORE}note"), term.note, _INLINE)
    names = ((bitext.source_language, term.source), (bitext.target_language, term.target))
    for language, name in names:
        if name is not None:
            section = etree.SubElement(concept, f"{_CORE}langSec", {LANG: language})
            entry = etree.SubElement(section, f"{_CORE}termSec")
            put_text(etree.SubElement(entry, f"{_CORE}term"), name, _INLINE)


# --- reading -----------------------------------------------------------------------------


def read_tbx(
    data: bytes, file: str, target_language: str | None = None
) -> tuple[ReturnedTerms | None, list[Diagnostic]]:
    """Return the terms of a TBX file, or None and why it can't be used.

    ``file`` is the name that places get. The source is in the language of the whole file, the
    target in ``target_language``, or in the one other language where that is None. Of several
    terms for a concept the first is taken; a concept without one in the source is left out.
    """
    root, problems = parse(data, file, _TBX)
    if root is None:
        return None, problems
    source = root.get(LANG, "")
    languages = (section.get(LANG, "") for section in root.iter(f"{_CORE}langSec"))
    target = target_language or find_other_language(languages, source)
    if not source or target is None:
        return None, [_report_languages(line_of(root, file))]
    concepts = root.iterfind(f"{_CORE}text/{_CORE}body/{_CORE}conceptEntry")
    terms = (_read_concept(concept, source, target) for concept in concepts)
    return ReturnedTerms(source, target, tuple(term for term in terms if term)), problems


def _report_languages(place: Place) -> Diagnostic:
    words = "the file doesn't say its language, or has several beside it"
    hint = "export one pair of languages, with the source as the file's xml:lang"
    return Diagnostic("R014", words, place, hint)


def _read_concept(concept: Element, source: str, target: str) -> Term | None:
    name = _find_term(concept, source)
    if name is None:
        return None
    note = concept.find(f"{_CORE}note")
    return Term(
        decode_name(concept.get("id", "").removeprefix(_ID)),
        name,
        _find_term(concept, target),
        text_of(note, _INLINE) if note is not None else "",
    )


def _find_term(concept: Element, language: str) -> str | None:
    for section in concept.iterfind(f"{_CORE}langSec"):
        term = section.find(f"{_CORE}termSec/{_CORE}term")
        if term is not None and is_language(section.get(LANG), language):
            return text_of(term, _INLINE)
    return None
