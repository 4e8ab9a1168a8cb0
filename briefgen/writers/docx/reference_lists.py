"""Turn a document's lists into lists of its reference: its bullets and numbers, own counting.

What styles the paragraphs have is the business of briefgen/writers/docx/reference_styles.py; how
lists are made from CSS that of briefgen/writers/docx/lists.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from briefgen.writers.docx.lists import number_properties
from briefgen.writers.docx.reference import set_property, style_chain
from briefgen.writers.docx.xml import W
from briefgen.writers.opening import Xml

_NUMBERED = re.compile(
    r'<w:numPr><w:ilvl w:val="([0-9]+)"/><w:numId w:val="([0-9]+)"/></w:numPr>'
)  # as lists.number_properties writes it


@dataclass(slots=True)
class Lists:
    """The lists of a reference, and how the document's own join them.

    ``first_list`` and ``first_number`` are added to the document's own ids. ``moved`` says
    of its lists, by their old ids, on which level they are now.
    """

    root: Xml | None
    first_list: int = 0
    first_number: int = 0
    moved: dict[int, int] = field(default_factory=dict)
    _styled: dict[str, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.root is not None:
            lists = [_integer(n, "abstractNumId") for n in self.root.iterfind(f"{W}abstractNum")]
            numbers = [_integer(n, "numId") for n in self.root.iterfind(f"{W}num")]
            self.first_list = max(lists, default=-1) + 1
            self.first_number = max(numbers, default=0)

    def take_style(self, identifier: str, own: Xml, theirs: Xml, styles: Mapping[str, Xml]) -> None:
        """Take note of what list a style of the reference makes, in place of the document's.

        ``identifier`` is that of the document's own style, ``styles`` are the reference's by
        id. A style of the reference that makes no list is given the document's.
        """
        mine = own.find(f"{W}pPr/{W}numPr")
        if mine is None:
            return
        found = _numbering_of(theirs, styles)
        if found is None:
            self.shift(mine)
            set_property(theirs, mine)
            return
        number = _integer(found.find(f"{W}numId"), "val")
        for instance in () if self.root is None else self.root.iterfind(f"{W}num"):
            if _integer(instance, "numId") == number:
                definition = _integer(instance.find(f"{W}abstractNumId"), "val")
                self._styled[identifier] = (definition, _integer(found.find(f"{W}ilvl"), "val"))

    def shift(self, element: Xml) -> None:
        """Move the ids of the document's own lists in an element on; 0 is no list (17.9.18)."""
        for number in element.iter(f"{W}numId"):
            if value := _integer(number, "val"):
                number.set(f"{W}val", str(value + self.first_number))

    def join(self, own: Xml, identifiers: Mapping[str, str]) -> Xml:
        """Return ``w:numbering`` of both; ``identifiers`` are the styles' by their old ids.

        Lists of the document that count take the definition of the reference's style.
        """
        levels = self._levels(own, identifiers)
        for number in own.iterfind(f"{W}num"):
            definition = number.find(f"{W}abstractNumId")
            override = number.find(f"{W}lvlOverride")
            old = _integer(definition, "val")
            depth = 0 if override is None else _integer(override, "ilvl")
            if override is not None and definition is not None and (old, depth) in levels:
                theirs, level = levels[old, depth]
                definition.set(f"{W}val", str(theirs))
                for one in (override, *override.iterfind(f"{W}lvl")):
                    one.set(f"{W}ilvl", str(level))
                self.moved[_integer(number, "numId")] = level
            elif definition is not None:
                definition.set(f"{W}val", str(old + self.first_list))
            number.set(f"{W}numId", str(_integer(number, "numId") + self.first_number))
        for definition in own.iterfind(f"{W}abstractNum"):
            identifier = _integer(definition, "abstractNumId") + self.first_list
            definition.set(f"{W}abstractNumId", str(identifier))
        return own if self.root is None else _joined(self.root, own)

    def _levels(
        self, own: Xml, identifiers: Mapping[str, str]
    ) -> dict[tuple[int, int], tuple[int, int]]:
        """Return definition and level of the document's → those of the reference's styles."""
        levels = {}
        for definition in own.iterfind(f"{W}abstractNum"):
            for level in definition.iterfind(f"{W}lvl"):
                style = level.find(f"{W}pStyle")
                if style is None:
                    continue
                old = style.get(f"{W}val", "")
                if old in self._styled:
                    place = _integer(definition, "abstractNumId"), _integer(level, "ilvl")
                    levels[place] = self._styled[old]
                    level.remove(style)
                else:
                    style.set(f"{W}val", identifiers.get(old, old))
        return levels

    def renumber(self, pieces: list[str]) -> list[str]:
        """Return a part's content with its paragraphs in the joined lists."""
        return [_NUMBERED.sub(self._renumbered, piece) for piece in pieces]

    def _renumbered(self, match: re.Match[str]) -> str:
        depth, number = int(match[1]), int(match[2])
        return number_properties(number + self.first_number, self.moved.get(number, depth))


def _integer(element: Xml | None, attribute: str) -> int:
    text = "0" if element is None else element.get(W + attribute, "0")
    return int(text) if text.isdigit() else 0


def _numbering_of(style: Xml, styles: Mapping[str, Xml]) -> Xml | None:
    """Return the ``w:numPr`` of a style or of what it is based on, None for none."""
    found = (base.find(f"{W}pPr/{W}numPr") for base in style_chain(style, styles))
    return next((numbering for numbering in found if numbering is not None), None)


def _joined(root: Xml, own: Xml) -> Xml:
    """Return both: definitions before the first list, lists after the last (CT_Numbering)."""
    used = {_integer(n.find(f"{W}abstractNumId"), "val") for n in own.iterfind(f"{W}num")}
    names = [etree.QName(child).localname for child in root]
    place = names.index("num") if "num" in names else len(names)
    for child in own.findall(f"{W}abstractNum"):
        if _integer(child, "abstractNumId") in used:
            root.insert(place, child)
            place += 1
    last = root.find(f"{W}numIdMacAtCleanup")
    for child in own.findall(f"{W}num"):
        if last is None:
            root.append(child)
        else:
            last.addprevious(child)
    return root
