"""Turn typed spaces at which no line may end into no-break ones, as each language has them.

The patterns are data of the languages (``nobreak`` and ``held`` of a profile); content stays as
it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element

from briefgen.languages import Profile
from briefgen.translation.checks.writing import Writing


class TypedSpaces:
    """The languages of documents; the patterns of each are made when it is first met."""

    def __init__(self, profiles: Mapping[str, Profile]) -> None:
        self._profiles = profiles
        self._writings: dict[str, Writing | None] = {}

    def keep(self, element: Element, language: str = "") -> None:
        """Put no-break spaces into the texts of an element and those in it, in place.

        What is in ``head`` is for programs, which break no lines.
        """
        if element.tag == "head":
            return
        language = element.get("lang", language)
        writing = self._writing(language)
        element.text = _kept(element.text, writing)
        for child in element:
            self.keep(child, language)
            child.tail = _kept(child.tail, writing)

    def _writing(self, language: str) -> Writing | None:
        if language not in self._writings:
            self._writings[language] = None
            if profile := self._profiles.get(language):
                own = profile.conventions()
                held = replace(own, nobreak=(*own.nobreak, *own.held))
                self._writings[language] = Writing(held, None)
        return self._writings[language]


def _kept(text: str | None, writing: Writing | None) -> str | None:
    if not text or writing is None or " " not in text:
        return text
    for start in list(writing.unbroken_spaces(text)):
        text = f"{text[:start]}\u00a0{text[start + 1 :]}"
    return text
