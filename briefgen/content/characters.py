"""Turn text into what is wrong with its characters, by Unicode's tables.

Only single texts, without a place; who reads a file gives the place
(briefgen/content/tree.py, briefgen/content/validation.py).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""What no text may hold: C0 and C1 but tab and line ends, and Unicode's own line ends.

XML 1.0 section 2.2 leaves out most of these; the line ends would make line numbers
differ between YAML and everybody else.
"""

BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Explicit directional embeddings, overrides and isolates (UAX #9, section 2)."""

_POP_EMBEDDING, _POP_ISOLATE = "\u202c", "\u2069"
_CLOSER = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", _POP_EMBEDDING),
    **dict.fromkeys("\u2066\u2067\u2068", _POP_ISOLATE),
}

# Spaces that break (so not U+00A0, U+2007, U+202F), hyphens and dashes, U+200B, and the
# scripts that break between any two letters: Han, kana, Hangul, Thai to Myanmar.
_BREAKS = (
    "\\t\\n\\r \\-\u00ad\u1680\u2000-\u2006\u2008-\u200b\u2010\u2012-\u2014\u205f"
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u9fff\uac00-\ud7af\uff00-\uffef"
    "\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[^{_BREAKS}]+")

# Letters that a reader takes for Latin ones (Unicode Technical Standard #39's table has
# them all; these are the ones that Cyrillic and Greek keyboards type).
_LATIN = str.maketrans(
    "асеһіјорԛѕԝхуѵԁɡѐёАВЕІЈКМНОРСТХЅУαεικνορτυχАΒΕΗΙΚΜΝΟΡΤΧΥΖ",
    "acehijopqswxyvdgeeABEIJKMHOPCTXSYaeikvoptuxABEHIKMNOPTXYZ",
)


def text_problems(text: str, unbroken: int) -> Iterator[tuple[str, str, str]]:
    """Return code, message and hint for each thing wrong with a text.

    ``unbroken`` is how many characters may follow each other without a place to break.
    """
    if found := CONTROL.search(text):
        yield "Y002", f"the text holds {character_name(found[0])}", "take it out"
    if BIDI.search(text) and (odd := unpaired(text)):
        hint = "close every embedding and isolate, or take the control out"
        yield "Y013", f"{character_name(odd)} has no partner in this text", hint
    if len(text) > unbroken:
        longest = max(map(len, _RUN.findall(text)), default=0)
        if longest > unbroken:
            message = f"{longest:,} characters follow each other without a break"
            yield "Y014", message, f"no line is that long: at most {unbroken:,} may"


def unpaired(text: str) -> str | None:
    """Return a bidirectional control that has no partner in its text, or None."""
    wanted: list[tuple[str, str]] = []
    for control in BIDI.findall(text):
        if control in _CLOSER:
            wanted.append((_CLOSER[control], control))
        elif not wanted or wanted.pop()[0] != control:
            return str(control)
    return wanted[-1][1] if wanted else None


def character_name(character: str) -> str:
    """Return "U+0430 CYRILLIC SMALL LETTER A"; controls have no name."""
    name = unicodedata.name(character, "a control character")
    return f"U+{ord(character):04X} {name}"


def latin_lookalike(word: str) -> tuple[str, str] | None:
    """Return the first foreign letter of a word that looks Latin, and the Latin word.

    None where the word is Latin, or in another script for all to see.
    """
    foreign = next((letter for letter in word if ord(letter) > 127), None)
    latin = unicodedata.normalize("NFKC", word).translate(_LATIN)
    return (foreign, latin) if foreign and latin.isascii() else None
