"""Turn looks into named Word styles: one name, one look, everything else based on it.

Uses are gathered first and named afterwards, so that the look most used under a name is
the one that gets it, and the others a name that says where they stand. What a look is
made of is in briefgen/writers/docx/properties.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from briefgen.style.model import Style
from briefgen.writers.docx.fonts import Faces
from briefgen.writers.docx.pane import LATENT, next_style, pane_place
from briefgen.writers.docx.properties import (
    NUMBERING,
    OFF,
    PLAIN_PARAGRAPH,
    PLAIN_RUN,
    SIZES,
    TOGGLES,
    Frame,
    Look,
    font_name,
    paragraph_difference,
    paragraph_look,
    run_difference,
    run_look,
)
from briefgen.writers.docx.xml import escape, value

Kind = Literal["paragraph", "character", "table"]

BODY_TEXT = "Body Text"

_LISTS = [
    f"{name}{number}"
    for name in ("List Bullet", "List Number", "List Continue")
    for number in ("", " 2", " 3", " 4", " 5")
]

_BUILT_IN: dict[str, tuple[Kind, str]] = {
    **{f"heading {level}": ("paragraph", "Normal") for level in range(1, 10)},
    **{f"toc {level}": ("paragraph", "Normal") for level in range(1, 10)},
    **dict.fromkeys(_LISTS, ("paragraph", "Normal")),
    "Normal": ("paragraph", ""),
    "Title": ("paragraph", "Normal"),
    "Subtitle": ("paragraph", "Normal"),
    "TOC Heading": ("paragraph", "Normal"),
    BODY_TEXT: ("paragraph", "Normal"),
    "Quote": ("paragraph", "Normal"),
    "caption": ("paragraph", "Normal"),
    "footnote text": ("paragraph", "Normal"),
    "header": ("paragraph", "Normal"),
    "footer": ("paragraph", "Normal"),
    "Default Paragraph Font": ("character", ""),
    "Emphasis": ("character", ""),
    "Strong": ("character", ""),
    "Hyperlink": ("character", ""),
    "footnote reference": ("character", ""),
    "Table Normal": ("table", ""),
    "No List": ("table", ""),
}
"""Names that Word knows, with the kind and the base it expects of them."""

_BUILT_IN_KIND = {name.lower(): kind for name, (kind, _) in _BUILT_IN.items()}
_SPELLING = {name.lower(): name for name in _BUILT_IN}
PLACEHOLDER = re.compile("\0[0-9]+\0")
"""Stands for a style's id until all uses are known; no text can hold it."""
_ANY_PLACEHOLDER = re.compile("\0(?:name )?[0-9]+\0")


@dataclass(frozen=True, slots=True)
class _Use:
    """A look under a name.

    ``group`` is what has one style where the look allows it, ``names`` what to call the
    style, best first. ``changed`` are the places of a run look that differ from the
    paragraph's; None for other kinds.
    """

    kind: Kind
    group: tuple[str, ...]
    names: tuple[str, ...]
    look: Look
    base: str = ""
    changed: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class NamedStyle:
    """A style as it stands in the document; ``variant`` is whether it has no name of its own."""

    kind: Kind
    name: str
    identifier: str
    look: Look
    base: str
    variant: bool = False


def title(word: str) -> str:
    """Return a class as a style's name: ``bottom-line`` → ``Bottom Line``."""
    return " ".join(part[:1].upper() + part[1:] for part in re.split(r"[-_\s]+", word) if part)


class StyleTable:
    """The styles of one document.

    ``paragraph``, ``character`` and ``table`` return a placeholder for a style's id;
    ``resolve`` puts the ids into a part once all uses are known.
    """

    def __init__(self, body: Style, language: str, faces: Faces) -> None:
        self.body = body
        self._faces = faces
        self.language = language
        self._uses: dict[_Use, int] = {}
        self._counts: Counter[int] = Counter()
        self._paragraphs: dict[tuple[int, Frame, tuple[str, ...], str], str] = {}
        self._kept: dict[int, Style] = {}

    def paragraph(self, names: tuple[str, ...], style: Style, frame: Frame, base: str = "") -> str:
        """Return the placeholder of the paragraph style for ``style`` in its place."""
        style = style if frame.line is None else self.body
        key = (id(style), frame, names, base)
        placeholder = self._paragraphs.get(key)
        if placeholder is None:
            self._kept[id(style)] = style
            look = self.look(style, frame)
            placeholder = self._paragraphs[key] = self._use(
                _Use("paragraph", names[:1], names, look, base)
            )
        self.count(placeholder)
        return placeholder

    def look(self, style: Style, frame: Frame) -> Look:
        """Return how a paragraph of a style looks in its place, its text included."""
        natural = self._faces.line_height(font_name(style)) * style.font_size
        return paragraph_look(style, frame, natural) + run_look(style, background=False)

    def character(
        self,
        group: tuple[str, ...],
        names: tuple[str, ...],
        look: Look,
        changed: frozenset[int],
    ) -> str:
        """Return the placeholder of a character style.

        ``look`` is a whole run look, ``changed`` the places that aren't the paragraph's.
        """
        return self._counted(_Use("character", group, names, look, changed=changed))

    def table(self, names: tuple[str, ...], look: Look) -> str:
        """Return the placeholder of the table style with these properties."""
        return self._counted(_Use("table", names[:1], names, look))

    def _counted(self, use: _Use) -> str:
        placeholder = self._use(use)
        self.count(placeholder)
        return placeholder

    def count(self, placeholder: str) -> None:
        """Note one more use of a style, for it to get the plain name of those that want it."""
        self._counts[int(placeholder[1:-1])] += 1

    def seen(self) -> list[Style]:
        """Return the styles that paragraphs were made of."""
        return [self.body, *self._kept.values()]

    def _use(self, use: _Use) -> str:
        return f"\0{self._uses.setdefault(use, len(self._uses))}\0"

    def name(self) -> tuple[dict[int, str], list[NamedStyle]]:
        """Return the id of each use, and the styles in order of their first use."""
        taken: dict[str, NamedStyle] = {}
        styles: dict[tuple[Kind, tuple[str, ...], Look], NamedStyle] = {}
        looks = self._looks()
        keys = {use: (use.kind, use.group, looks[use]) for use in self._uses}
        totals: Counter[object] = Counter()
        for use, number in self._uses.items():
            totals[keys[use]] += self._counts[number]
        for use in sorted(self._uses, key=lambda use: (-totals[keys[use]], len(use.names))):
            key = keys[use]
            if key not in styles:
                style = self._new(use, looks[use], taken)
                styles[key] = taken[style.name.lower()] = style
        identifiers = _identifiers(style.name for style in styles.values())
        named = {
            key: replace(style, identifier=identifiers[style.name]) for key, style in styles.items()
        }
        found = [(number, named[keys[use]]) for use, number in self._uses.items()]
        ids = {number: style.identifier for number, style in found}
        return ids, list(dict.fromkeys(style for _, style in found))

    def _looks(self) -> dict[_Use, Look]:
        """Return each use's look; a character style's says what any use of its group changes.

        So a class has one style in paragraphs of different looks: what it changes in one of
        them is said for all, unless that would switch off what a paragraph has switched on.
        """
        changed: dict[tuple[str, ...], frozenset[int]] = {}
        for use in self._uses:
            if use.changed is not None:
                changed[use.group] = changed.get(use.group, frozenset()) | use.changed
        return {use: _own_look(use, changed.get(use.group, frozenset())) for use in self._uses}

    @staticmethod
    def _free(use: _Use, taken: dict[str, NamedStyle]) -> Iterator[str]:
        """Yield the names that are free, best first, without end."""
        for name in use.names:
            spelling = _SPELLING.get(name.lower(), name)
            right_kind = _BUILT_IN_KIND.get(name.lower(), use.kind) == use.kind
            if right_kind and name.lower() not in taken:
                yield spelling
        number = 2
        while True:
            name = f"{use.names[-1][:1].upper()}{use.names[-1][1:]} ({number})"
            if name.lower() not in taken and name.lower() not in _BUILT_IN_KIND:
                yield name
            number += 1

    def _new(self, use: _Use, look: Look, taken: dict[str, NamedStyle]) -> NamedStyle:
        """Return a new style, based on the one that has its plain name."""
        name = next(self._free(use, taken))
        variant = name.lower() not in {use.names[0].lower(), use.group[-1].lower()}
        plain = taken.get(use.names[0].lower())
        if use.kind == "table":
            return NamedStyle(use.kind, name, "", look, "Table Normal", variant)
        if use.kind == "paragraph":
            base = _BUILT_IN.get(name, ("paragraph", use.base or BODY_TEXT))[1]
            if plain is not None and plain.kind == use.kind:
                base = plain.name
            return NamedStyle(use.kind, name, "", look, base, variant)
        if plain is not None and plain.kind == use.kind and _stands_on(look, plain.look):
            look = tuple(
                mine or (whole if theirs else "")
                for mine, whole, theirs in zip(look, use.look, plain.look, strict=True)
            )
            return NamedStyle(use.kind, name, "", look, plain.name, variant)
        return NamedStyle(use.kind, name, "", look, "Default Paragraph Font", variant)


def _stands_on(look: Look, plain: Look) -> bool:
    """Return whether a character style can be based on another.

    Not where it is silent on what that one switches on: no character style takes it back.
    Nor on a size where it raises text: Word makes that smaller by itself.
    """
    silent = {place for place, said in enumerate(plain) if said and not look[place]}
    on = any(place in TOGGLES and not plain[place].endswith(OFF) for place in silent)
    return not on and not (look[-1] not in {"", PLAIN_RUN[-1]} and silent.intersection(SIZES))


def _own_look(use: _Use, group_changes: frozenset[int]) -> Look:
    """Return the look of a use: of a character style, only what it or its group changes."""
    if use.changed is None:
        return use.look
    small = use.look[-1] != PLAIN_RUN[-1]
    clash = any(
        (place in TOGGLES and not use.look[place].endswith(OFF)) or (small and place in SIZES)
        for place in group_changes - use.changed
    )
    places = use.changed if clash else group_changes
    return tuple(said if place in places else "" for place, said in enumerate(use.look))


def name_of(placeholder: str) -> str:
    """Return what stands for a style's name as Word shows it, where ``placeholder`` is its id's."""
    return f"\0name {placeholder[1:]}"


def shown_names(ids: Mapping[int, str], styles: Iterable[NamedStyle]) -> dict[int, str]:
    """Return the name of each use's style as Word shows it: ``heading 1`` as Heading 1."""
    names = {
        style.identifier: title(style.name) if style.name in _BUILT_IN else style.name
        for style in styles
    }
    return {number: names[identifier] for number, identifier in ids.items()}


def resolve(pieces: Iterable[str], ids: Mapping[int, str], names: Mapping[int, str]) -> list[str]:
    """Return the pieces of a part with the styles' ids and names in place of placeholders."""
    texts = {f"\0{number}\0": identifier for number, identifier in ids.items()}
    texts |= {name_of(f"\0{number}\0"): escape(name) for number, name in names.items()}
    return [_ANY_PLACEHOLDER.sub(lambda match: texts[match[0]], piece) for piece in pieces]


def list_styles(styles: Sequence[NamedStyle]) -> dict[str, str]:
    """Return the id of the style that makes list items, by ``w:numPr``; Word's own first."""
    found: dict[str, str] = {}
    for style in sorted(styles, key=lambda style: style.name not in _LISTS):
        if style.kind == "paragraph" and style.look[NUMBERING]:
            found.setdefault(style.look[NUMBERING], style.identifier)
    return found


def _identifiers(names: Iterable[str]) -> dict[str, str]:
    """Return an id per name: the name without what isn't an ASCII letter or digit."""
    identifiers: dict[str, str] = {}
    taken = {"normal", "defaultparagraphfont", "tablenormal", "nolist", ""}
    for name in sorted(names, key=lambda name: name not in _BUILT_IN):
        plain = re.sub(r"[^A-Za-z0-9]", "", title(name))
        candidate, number = plain, 2
        while candidate.lower() in taken:
            candidate, number = f"{plain or 'Style'}{number}", number + 1
        taken.add(candidate.lower())
        identifiers[name] = candidate
    return identifiers


def styles_xml(table: StyleTable, styles: list[NamedStyle], languages: str, *, rtl: bool) -> str:
    """Return the content of ``w:styles``: defaults, the four that Word needs, the document's.

    ``languages`` are the attributes of the default ``w:lang``; ``rtl`` whether the document
    runs from right to left. Face and size stand in the defaults and again in Normal:
    LibreOffice 7.4 puts those of the defaults over a character style in a table where no
    style says them.
    """
    body = run_look(table.body, background=False)
    normal = table.look(table.body, Frame())
    if all(style.name != BODY_TEXT for style in styles):
        styles = [NamedStyle("paragraph", BODY_TEXT, "BodyText", normal, "Normal"), *styles]
    looks = {"Normal": normal} | {style.name: style.look for style in styles}
    identifiers = {style.name: style.identifier for style in styles} | {
        "Normal": "Normal",
        "Default Paragraph Font": "DefaultParagraphFont",
        "Table Normal": "TableNormal",
    }
    looks["Default Paragraph Font"] = ("",) * len(body)
    run_defaults = f"<w:rPr>{body[0]}{body[10]}{body[11]}<w:lang {languages}/></w:rPr>"
    paragraph_defaults = "<w:pPr><w:bidi/></w:pPr>" if rtl else ""
    own = pane_place("Normal", variant=False) + _properties(normal, PLAIN_PARAGRAPH + PLAIN_RUN)
    return (
        f"<w:docDefaults><w:rPrDefault>{run_defaults}</w:rPrDefault>"
        f"<w:pPrDefault>{paragraph_defaults}</w:pPrDefault></w:docDefaults>{LATENT}"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f"{own}</w:style>{_FIXED}"
        + "".join(_style_xml(style, looks, identifiers) for style in styles)
    )


_FIXED = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '</w:style><w:style w:type="numbering" w:default="1" w:styleId="NoList">'
    '<w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
)


def _properties(look: Look, base: Look) -> str:
    """Return ``w:pPr`` and ``w:rPr`` of a paragraph look, as far as they differ from the base."""
    split = len(PLAIN_PARAGRAPH)
    paragraph = paragraph_difference(look[:split], base[:split])
    run = run_difference(look[split:], base[split:])
    return (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "") + (
        f"<w:rPr>{run}</w:rPr>" if run else ""
    )


def _style_xml(style: NamedStyle, looks: dict[str, Look], identifiers: dict[str, str]) -> str:
    if style.kind == "paragraph":
        content = _properties(style.look, looks[style.base])
    elif style.kind == "character":
        run = run_difference(style.look, looks[style.base])
        content = f"<w:rPr>{run}</w:rPr>" if run else ""
    else:
        content = "".join(style.look)
    custom = "" if is_built_in(style.name) else ' w:customStyle="1"'
    following = ""
    if style.kind == "paragraph":
        following = next_style(style.name, style.base, identifiers)
    return (
        f'<w:style w:type="{style.kind}"{custom} w:styleId="{style.identifier}">'
        f"{value('name', style.name)}{value('basedOn', identifiers[style.base])}"
        f"{value('next', identifiers[following]) if following else ''}"
        f"{pane_place(style.name, variant=style.variant)}{content}</w:style>"
    )


def is_built_in(name: str) -> bool:
    """Return whether Word itself knows a style of this name."""
    return name in _BUILT_IN
