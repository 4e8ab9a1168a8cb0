"""Say which scripts a language is written in (ISO 15924), and which a text is in.

From the CLDR's likely subtags and the names of Unicode's characters; no language is special.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from babel.core import get_global

_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wy-z\d](?:-[a-z\d]{2,8})+)*"
    r"(?:-x(?:-[a-z\d]{1,8})+)?",
    re.IGNORECASE,
)

# A script's code and how Unicode's names of its letters begin.
_NAMES = {
    "ARABIC": "Arab", "ARMENIAN": "Armn", "BENGALI": "Beng", "CJK": "Hani", "CYRILLIC": "Cyrl",
    "DEVANAGARI": "Deva", "GEORGIAN": "Geor", "GREEK": "Grek", "HANGUL": "Hang",
    "HEBREW": "Hebr", "HIRAGANA": "Hira", "KATAKANA": "Kana", "LATIN": "Latn",
    "MONGOLIAN": "Mong", "TAMIL": "Taml", "THAI": "Thai",
}  # fmt: skip
# A script of a language that is made of several.
_PARTS = {
    "Hans": {"Hani"}, "Hant": {"Hani"}, "Jpan": {"Hani", "Hira", "Kana"}, "Kore": {"Hani", "Hang"},
}  # fmt: skip
_ADDRESS = re.compile(r"\S*(?:://|www\.|@|\w\.\w\w)\S*")


def is_language_tag(tag: str) -> bool:
    """Return whether a language tag is well-formed (BCP 47)."""
    return _TAG.fullmatch(tag) is not None


@lru_cache(maxsize=256)
def scripts_of(tag: str) -> frozenset[str]:
    """Return the scripts a language is written in, empty where the CLDR doesn't know it."""
    parts = tag.split("-")
    script = next((part.title() for part in parts[1:3] if len(part) == 4), None)
    if script is None:
        likely = get_global("likely_subtags")
        found = likely.get("_".join(parts[:2])) or likely.get(parts[0].lower()) or ""
        script = next((part for part in found.split("_")[1:] if len(part) == 4), None)
    return frozenset(_PARTS.get(script, {script})) if script else frozenset()


def count_scripts(text: str) -> Counter[str]:
    """Return how many letters of each script are in a text, without web addresses."""
    counts: Counter[str] = Counter()
    for character in _ADDRESS.sub(" ", text):
        if character.isalpha() and (script := _script(character)):
            counts[script] += 1
    return counts


@lru_cache(maxsize=4096)
def _script(character: str) -> str | None:
    return _NAMES.get(unicodedata.name(character, "").partition(" ")[0])
