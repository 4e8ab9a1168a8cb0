"""Turn a document's styles and its reference's into one document's: the reference's win.

Styles of the same name are the reference's, and what the document needs beside them is based
on those. How the parts of the file come together is in briefgen/writers/docx/merge.py.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element

from lxml import etree

from briefgen.diagnostics import Diagnostic, Place
from briefgen.pipeline.job import Problem
from briefgen.writers.docx.reference import ReferenceDocument, is_on, set_property, style_chain
from briefgen.writers.docx.reference_lists import Lists
from briefgen.writers.docx.styles import NamedStyle, is_built_in, title
from briefgen.writers.docx.xml import W, from_pieces
from briefgen.writers.opening import Xml


def merge_styles(
    reference: ReferenceDocument, own: Iterable[str], used: Iterable[str], lists: Lists
) -> tuple[Xml, dict[str, str]]:
    """Return ``w:styles`` and what became of the document's own ids."""
    root, mine = copy.deepcopy(reference.styles), from_pieces(own)
    theirs = style_identifiers(root)
    by_id = {style.get(f"{W}styleId", ""): style for style in root.iterfind(f"{W}style")}
    identifiers: dict[str, str] = {}
    left: dict[str, Xml] = {}
    for style in mine.iterfind(f"{W}style"):
        identifier = style.get(f"{W}styleId", "")
        known = theirs.get(_key(style))
        if known is None:
            left[identifier] = style
        else:
            identifiers[identifier] = known
            lists.take_style(identifier, style, by_id[known], by_id)
    identifiers |= _free_identifiers(left, theirs)
    _share_boxes(mine, left, identifiers, by_id)
    defaults = {s.get(f"{W}type") for s in by_id.values() if s.get(f"{W}default")}
    needed = _needed(left, used)
    for identifier, style in left.items():
        if identifier in needed:
            if style.get(f"{W}type") in defaults and f"{W}default" in style.attrib:
                del style.attrib[f"{W}default"]
            _rename(style, identifiers)
            lists.shift(style)
            root.append(style)
    _set_language(root, mine)
    _set_direction(root, mine, identifiers)
    return root, identifiers


def _free_identifiers(
    left: Mapping[str, Xml], theirs: Mapping[tuple[str, str], str]
) -> dict[str, str]:
    """Return a free id for each style that stays beside the reference's, and free its name."""
    taken = {identifier.lower() for identifier in theirs.values()}
    names = {name for _, name in theirs}
    for style in left.values():
        name = style.find(f"{W}name")
        if name is not None and name.get(f"{W}val", "").lower() in names:
            name.set(f"{W}val", _free(name.get(f"{W}val", ""), names))
    return {identifier: _free(identifier, taken) for identifier in left}


def style_identifiers(styles: Xml) -> dict[tuple[str, str], str]:
    """Return (kind, name in lower case) → id of the styles of ``w:styles``."""
    return {_key(style): style.get(f"{W}styleId", "") for style in styles.iterfind(f"{W}style")}


_BOX = ("pBdr", "shd", "ind")


def _share_boxes(
    own: Xml, left: Mapping[str, Xml], identifiers: Mapping[str, str], theirs: Mapping[str, Xml]
) -> None:
    """Draw a box around several paragraphs as the reference draws it around one of them.

    Word draws one box around paragraphs of different styles where their borders, shading and
    indents are the same, so those that stay beside the reference's take its.
    """
    boxes: dict[bytes, Xml] = {}
    for style in own.iterfind(f"{W}style"):
        identifier = style.get(f"{W}styleId", "")
        if identifier not in left and (borders := _borders(style)):
            boxes.setdefault(borders, theirs[identifiers[identifier]])
    for style in left.values():
        box = boxes.get(_borders(style))
        properties = style.find(f"{W}pPr")
        if box is None or properties is None:
            continue
        for name in _BOX:
            mine, said = properties.find(W + name), box.find(f"{W}pPr/{W}{name}")
            if mine is not None and said is not None:
                properties.replace(mine, copy.deepcopy(said))


def _borders(style: Xml) -> bytes:
    borders = style.find(f"{W}pPr/{W}pBdr")
    return b"" if borders is None else etree.tostring(borders)


def name_of(style: Xml) -> str:
    """Return a style's name, "" for none."""
    name = style.find(f"{W}name")
    return "" if name is None else name.get(f"{W}val", "")


def _key(style: Xml) -> tuple[str, str]:
    return style.get(f"{W}type", "paragraph"), name_of(style).lower()


def _free(name: str, taken: set[str]) -> str:
    """Return a name that isn't taken, and take it; ``taken`` is in lower case."""
    free, number = name, 2
    while free.lower() in taken:
        free, number = f"{name}{number}", number + 1
    taken.add(free.lower())
    return free


_LINKS = ("basedOn", "next", "link")


def _needed(left: Mapping[str, Xml], used: Iterable[str]) -> set[str]:
    """Return the ids of the styles that text uses, and of those that these refer to."""
    needed: set[str] = set()
    todo = [identifier for identifier in used if identifier in left]
    todo += [identifier for identifier, style in left.items() if style.get(f"{W}default")]
    while todo:
        identifier = todo.pop()
        if identifier in needed:
            continue
        needed.add(identifier)
        for link in left[identifier].iter(*(W + name for name in _LINKS)):
            if (target := link.get(f"{W}val", "")) in left:
                todo.append(target)
    return needed


def _rename(style: Xml, identifiers: Mapping[str, str]) -> None:
    style.set(f"{W}styleId", identifiers[style.get(f"{W}styleId", "")])
    for link in style.iter(*(W + name for name in _LINKS)):
        link.set(f"{W}val", identifiers.get(link.get(f"{W}val", ""), link.get(f"{W}val", "")))


def _set_language(root: Xml, own: Xml) -> None:
    """Put the document's language into the defaults: the reference's is that of its author."""
    wanted = own.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    defaults = root.find(f"{W}docDefaults")
    if defaults is None:
        defaults = etree.Element(f"{W}docDefaults")
        root.insert(0, defaults)
    holder = defaults
    for name in ("rPrDefault", "rPr"):
        inner = holder.find(W + name)
        if inner is None:
            inner = etree.Element(W + name)
            holder.insert(0, inner)
        holder = inner
    for language in holder.findall(f"{W}lang"):
        holder.remove(language)
    if wanted is not None:
        after = [n for n, child in enumerate(holder) if str(child.tag) in _AFTER_LANGUAGE]
        foreign = [n for n, child in enumerate(holder) if not str(child.tag).startswith(W)]
        holder.insert(min([*after, *foreign, len(holder)]), wanted)


def _set_direction(root: Xml, own: Xml, identifiers: Mapping[str, str]) -> None:
    """Give styles the direction that the document has in them: it is its language's, not a look."""
    defaults = {}
    for styles in (root, own):
        place = styles.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr/{W}bidi")
        defaults[styles] = is_on(place)
    theirs, mine = (
        {style.get(f"{W}styleId", ""): style for style in styles.iterfind(f"{W}style")}
        for styles in (root, own)
    )
    chains = {
        identifier: list(style_chain(theirs[identifiers[identifier]], theirs))
        for identifier, style in mine.items()
        if style.get(f"{W}type") == "paragraph" and identifiers[identifier] in theirs
    }
    for identifier, chain in sorted(chains.items(), key=lambda item: len(item[1])):
        wanted = _direction(list(style_chain(mine[identifier], mine)), rtl=defaults[own])
        if _direction(chain, rtl=defaults[root]) != wanted:
            bidi = etree.Element(f"{W}bidi")
            if not wanted:
                bidi.set(f"{W}val", "0")
            set_property(chain[0], bidi)


def _direction(chain: list[Xml], *, rtl: bool) -> bool:
    """Return whether a style's text runs from right to left; ``rtl`` where none says it."""
    said = [bidi for style in chain if (bidi := style.find(f"{W}pPr/{W}bidi")) is not None]
    return is_on(said[0]) if said else rtl


_AFTER_LANGUAGE = {W + name for name in ("eastAsianLayout", "specVanish", "oMath")}
"""What stands after ``w:lang`` in run properties (EG_RPrBase)."""


_ELEMENTS = {
    "Table Text", "Table Heading", "Row Heading", "Data Table", "Figure", "Definition",
    "Definition Term", "Horizontal Line", "Superscript", "Subscript", "Cited Title", "Code",
    "Quotation", "Abbreviation", "Time",
}  # fmt: skip
"""Styles of elements that Word has no name of its own for."""


def missing_styles(
    reference: ReferenceDocument, used: Iterable[NamedStyle], root: Element
) -> Iterator[Problem]:
    """Yield a problem for each style of an element or class that the reference doesn't have.

    What only tells two places of one style apart is derived from that, and asked of nobody.
    """
    theirs = style_identifiers(reference.styles)
    kinds = {name: kind for kind, name in theirs}
    classes: dict[str, tuple[str, int | None]] = {}
    for number, element in enumerate(root.iter()):
        if words := element.get("class"):
            name = title(words)
            classes.setdefault(name, (words, number))
            classes.setdefault(f"{name} Table", (words, number))
    for style in used:
        if (style.kind, style.name.lower()) in theirs:
            continue
        words, asks = classes.get(style.name, ("", None))
        if not words and not is_built_in(style.name) and style.name not in _ELEMENTS:
            continue
        other = kinds.get(style.name.lower())
        name = re.sub(r"\bToc\b", "TOC", title(style.name))
        has = f"has no {style.kind} style “{name}”"
        why = f", for class “{words}”" if words else ""
        but = f", only a {other} style of that name" if other else ""
        yield Problem(
            Diagnostic(
                "W205",
                f"the Word file {has}{why}{but}",
                Place(reference.path),
                hint="add the style in Word: Styles pane › New Style; `briefgen reference` writes"
                " a file that has them all",
            ),
            asks,
        )
