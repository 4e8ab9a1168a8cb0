"""Turn CSS named strings into the text of headers, or fields that follow the text of the body.

(CSS Generated Content for Paged Media 3, 1.1.) Where a header puts them is the business of
briefgen/writers/docx/pages.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from briefgen.style.model import Style, Token
from briefgen.writers.docx.styles import PLACEHOLDER


@dataclass(slots=True)
class Assignment:
    """What one element gives to a named string: its own text, and what stands around it.

    ``style`` is the placeholder of the Word style that has just this text, "" for none.
    """

    before: str
    content: str
    after: str
    style: str = ""

    @property
    def text(self) -> str:
        """Return the whole text, white space collapsed."""
        return " ".join(f"{self.before}{self.content}{self.after}".split())


class NamedStrings:
    """The named strings of one document, each with its assignments in document order."""

    def __init__(self) -> None:
        self._assignments: dict[str, list[Assignment]] = {}

    def assign(self, element: Element, style: Style) -> list[Assignment]:
        """Return what an element assigns, for its Word style to be noted once it is known."""
        assigned = []
        for name, tokens in style.string_set:
            assigned.append(_assignment(element, tokens))
            self._assignments.setdefault(name, []).append(assigned[-1])
        return assigned

    def of(self, name: str) -> Sequence[Assignment]:
        """Return the assignments to a name."""
        return self._assignments.get(name, ())


def _assignment(element: Element, tokens: Sequence[Token]) -> Assignment:
    places = [place for place, token in enumerate(tokens) if token.kind == "content"]
    content = " ".join("".join(element.itertext()).split())
    texts = [content if token.kind == "content" else token.value for token in tokens]
    if len(places) != 1:
        return Assignment("".join(texts), "", "")
    (place,) = places
    return Assignment("".join(texts[:place]), content, "".join(texts[place + 1 :]))


class Followed:
    """Which style a field can follow, of a document whose body is written."""

    def __init__(
        self, body: Iterable[str], identifiers: Mapping[int, str], names: Mapping[int, str]
    ) -> None:
        self._identifiers = identifiers
        self._names = names
        self._uses = Counter(
            identifiers[int(placeholder[1:-1])]
            for piece in body
            for placeholder in PLACEHOLDER.findall(piece)
        )

    def name(self, assignment: Assignment) -> str:
        """Return the name of the style that has the assignment's own text, "" for none."""
        return self._names[int(assignment.style[1:-1])] if assignment.style else ""

    def style(self, assignments: Sequence[Assignment]) -> str:
        """Return the placeholder of the style that these assignments have, and nothing else.

        "" where there is none: then a field would show other text than the named string's.
        """
        styles = {assignment.style for assignment in assignments}
        around = {(assignment.before, assignment.after) for assignment in assignments}
        if "" in styles or len(around) != 1:
            return ""
        identifiers = {self._identifiers[int(style[1:-1])] for style in styles}
        if len(identifiers) != 1 or self._uses[identifiers.pop()] > len(assignments):
            return ""
        return assignments[0].style
