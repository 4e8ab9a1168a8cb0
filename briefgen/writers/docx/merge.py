"""Turn a document's own definitions and a reference's into one document's: the reference's win.

What a reference is and what is taken from it is in briefgen/writers/docx/reference.py; its styles,
its lists and its pages are the business of reference_styles.py, reference_lists.py and
reference_pages.py.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from briefgen.writers.docx.package import WordPart
from briefgen.writers.docx.reference import PartCopy, ReferenceDocument
from briefgen.writers.docx.reference_lists import Lists
from briefgen.writers.docx.reference_styles import merge_styles
from briefgen.writers.docx.xml import W, from_pieces, to_pieces
from briefgen.writers.opening import Xml


@dataclass(frozen=True, slots=True)
class Merged:
    """Definitions by part (``styles``, ``numbering``, …), and how the document's text joins them.

    ``identifiers`` maps the document's own ids of styles to those in the file.
    """

    definitions: dict[str, list[str]]
    identifiers: Mapping[str, str]
    lists: Lists


def merge(
    reference: ReferenceDocument, own: Mapping[str, list[str]], used: Iterable[str]
) -> Merged:
    """Return the reference's definitions with the document's own in them.

    ``own`` are the document's parts by name, ``used`` the ids of styles that its text uses.
    """
    definitions = dict(own)
    lists = Lists(None if reference.numbering is None else reference.numbering.xml())
    styles, identifiers = merge_styles(reference, own["styles"], used, lists)
    definitions["styles"] = to_pieces(styles)
    if "numbering" in own:
        joined = lists.join(from_pieces(own["numbering"]), identifiers)
        definitions["numbering"] = to_pieces(joined)
    elif lists.root is not None:
        definitions["numbering"] = to_pieces(lists.root)
    if reference.theme is not None:
        definitions["theme/theme1"] = to_pieces(reference.theme.xml())
    if reference.settings is not None:
        definitions["settings"] = to_pieces(_merge_settings(reference.settings, own["settings"]))
    return Merged(definitions, identifiers, lists)


# --- fonts and settings ------------------------------------------------------------------


def merge_fonts(reference: ReferenceDocument, own: list[str]) -> list[str]:
    """Return ``w:fonts``: the document's entries, and the reference's for other faces."""
    if reference.fonts is None:
        return own
    root, mine = copy.deepcopy(reference.fonts), from_pieces(own)
    names = {font.get(f"{W}name") for font in mine}
    for font in list(root):
        if font.get(f"{W}name") in names:
            root.remove(font)
    root.extend(list(mine))
    return to_pieces(root)


_KEPT = (
    "mirrorMargins", "bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter", "gutterAtTop",
    "defaultTabStop", "evenAndOddHeaders", "clrSchemeMapping",
)  # fmt: skip
"""Settings that styles and page set-up rest on; everything else is the document's."""

_ORDER = (
    "zoom", "embedTrueTypeFonts", "embedSystemFonts", "saveSubsetFonts", "mirrorMargins",
    "bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter", "gutterAtTop", "defaultTabStop",
    "autoHyphenation", "consecutiveHyphenLimit", "doNotHyphenateCaps", "evenAndOddHeaders",
    "characterSpacingControl", "footnotePr", "compat", "themeFontLang", "clrSchemeMapping",
)  # fmt: skip
"""The order of CT_Settings, of what the document's and the reference's have."""


def _merge_settings(theirs: Xml, own: Iterable[str]) -> Xml:
    root = from_pieces(own)
    for name in _KEPT:
        if (child := theirs.find(W + name)) is not None:
            for mine in root.findall(W + name):
                root.remove(mine)
            root.append(copy.deepcopy(child))
    root[:] = sorted(root, key=lambda child: _ORDER.index(etree.QName(child).localname))
    return root


# --- parts -------------------------------------------------------------------------------


class Copies:
    """The parts of a reference as parts of one document, each once, under names of their own."""

    def __init__(self) -> None:
        self._pictures: dict[str, WordPart] = {}

    def add(self, part: PartCopy, name: str) -> WordPart:
        """Return a part of the document, yet empty, with what the reference's part refers to."""
        made = WordPart(name, part.media_type)
        self.relate(made, part)
        return made

    def relate(self, made: WordPart, part: PartCopy) -> None:
        """Give a part the relationships that the reference's part has, under their ids."""
        for relation, target in part.relations:
            reached = relation.target if target is None else self._picture(target, relation.target)
            made.rels.add_relationship(
                relation.kind, reached, relation.identifier, relation.external
            )

    def _picture(self, target: PartCopy, name: str) -> WordPart:
        if name not in self._pictures:
            number = len(self._pictures) + 1
            path = f"/word/media/reference{number}.{name.rpartition('.')[2].lower()}"
            content = target.content if isinstance(target.content, bytes) else b""
            self._pictures[name] = WordPart(path, target.media_type, content)
        return self._pictures[name]
