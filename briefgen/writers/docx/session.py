"""Keep what the parts of one document share while it is written: styles, links, notes.

A session does no layout of its own: blocks, tables and inline text ask it for ids.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT

from briefgen.diagnostics import Diagnostic
from briefgen.pipeline.job import Pagination, Problem
from briefgen.style.model import Pseudo, Style, Styles
from briefgen.writers.docx import inline
from briefgen.writers.docx.fonts import Faces
from briefgen.writers.docx.images import Picture, Pictures, drawing
from briefgen.writers.docx.inline import Line, Voice
from briefgen.writers.docx.languages import word_language
from briefgen.writers.docx.lists import Numbering
from briefgen.writers.docx.package import WordPart
from briefgen.writers.docx.properties import (
    BOLD,
    INHERITED_TOGGLES,
    PLAIN_RUN,
    SIZES,
    UNDERLINE,
    Frame,
    Look,
)
from briefgen.writers.docx.strings import NamedStrings
from briefgen.writers.docx.styles import StyleTable
from briefgen.writers.docx.xml import quoteattr, value

if TYPE_CHECKING:
    from briefgen.writers.docx.flow import Rule

SUPERSCRIPT: Look = (*PLAIN_RUN[:-1], value("vertAlign", "superscript"))
_BASELINE = value("vertAlign", "baseline")
_UNNAMED = {frozenset({1, 2}): "Strong", frozenset({3, 4}): "Emphasis"}
"""Places of a run look that differ → the character style of text that no element names."""


class Session:
    """One document on its way to Word.

    ``part`` is the part being written: relationships belong to it. ``pages`` are known where
    the document was laid out. ``revised`` is who made the tracked changes in it, and when
    (a ``dateTime``).
    """

    def __init__(  # noqa: PLR0913 - all that a document is made from
        self,
        root: Element,
        styles: Styles,
        assets: Mapping[str, bytes],
        faces: Faces,
        *,
        pages: Pagination | None,
        rules: Mapping[str, Rule],
        revised: tuple[str, str],
    ) -> None:
        self.root = root
        self.rules = rules
        self.pages = pages
        self.language = root.attrib["lang"]
        self._style = styles.of
        self.body_style = self.style(next(iter(root.iterfind("body")), root))
        self.styles = StyleTable(self.body_style, self.language, faces)
        self.numbering = Numbering()
        self.part = self.document = WordPart("/word/document.xml", CT.WML_DOCUMENT_MAIN)
        self.notes: list[str] = []
        self.notes_part = WordPart("/word/footnotes.xml", CT.WML_FOOTNOTES)
        self.strings = NamedStrings()
        self.content_width = 0.0
        self.content_height = 0.0
        self.bookmark_names = bookmark_names(root)
        self._page = styles.page
        self.counted = styles.counted
        self._bookmarks: dict[str, int] = {}
        self._pictures = Pictures(assets, faces.files)
        self._drawings = 0
        self._revised = f"w:author={quoteattr(revised[0])} w:date={quoteattr(revised[1])}"
        self._revisions = itertools.count(1)
        self._steady: dict[tuple[int, frozenset[str]], tuple[Style, Style]] = {}
        self._voices: dict[tuple[int, int, str, str], Voice] = {}
        self._run_properties: dict[Voice, tuple[str, str]] = {}
        self._problems: dict[Diagnostic, Element | None] = {}

    # Styles

    def style(self, element: Element) -> Style:
        """Return the style of an element of the tree."""
        style = self._style(element, None)
        if style is None:
            raise LookupError(f"the cascade has no style for <{element.tag}>")
        return style

    def page_width(self, name: str) -> float:
        """Return the width in points between the margins of the pages of a name."""
        page = self._page(name, False)
        return page.width - page.margin.left - page.margin.right

    def pseudo(self, element: Element, pseudo: Pseudo) -> Style | None:
        """Return the style of a pseudo-element, None where there is none."""
        return self._style(element, pseudo)

    def steady(self, style: Style, inner: Iterable[Style]) -> Style:
        """Return a paragraph's style without what text in it switches off, such as bold.

        What both the paragraph's style and the character's switch on is off in Word
        (ISO/IEC 29500-1, 17.7.3) and on in LibreOffice: so only characters switch it on.
        """
        on = {name for name in INHERITED_TOGGLES if _is_on(style, name)}
        off = frozenset(name for other in inner for name in on if not _is_on(other, name))
        if not off:
            return style
        key = (id(style), off)
        if key not in self._steady:
            changes = {name: INHERITED_TOGGLES[name] for name in off}
            self._steady[key] = (style, replace(style, **changes))  # type: ignore[arg-type]
        return self._steady[key][1]

    def voice(self, style: Style, own: Style, within: str, language: str) -> Voice:
        """Return how a paragraph's own text sounds, one object per combination.

        ``style`` is the paragraph's, ``own`` its text's.
        """
        key = (id(style), id(own), within, language)
        if key not in self._voices:
            self._voices[key] = inline.voice_of(style, own, within, language)
        return self._voices[key]

    def run_properties(self, voice: Voice) -> str:
        """Return ``w:rPr`` for text: a character style, direction and language."""
        known = self._run_properties.get(voice)
        if known is None:
            known = self._run_properties[voice] = self._make_run_properties(voice)
        elif known[1]:
            self.styles.count(known[1])
        return known[0]

    def character_style(self, voice: Voice) -> str:
        """Return the placeholder of the style of text already written, "" for none, or no text."""
        return self._run_properties.get(voice, ("", ""))[1]

    def _make_run_properties(self, voice: Voice) -> tuple[str, str]:
        """Return ``w:rPr`` and the placeholder of its style, "" for none."""
        small = voice.look[-1] != _BASELINE
        changed = {
            place
            for place, (mine, theirs) in enumerate(zip(voice.look, voice.paragraph, strict=True))
            if mine != theirs and not (small and place in SIZES)
        }
        if voice.linked:  # LibreOffice 7.4 underlines links whose style is silent on it
            changed.add(UNDERLINE)
        style = ""
        if voice.classed or changed:
            group = tuple(dict.fromkeys(voice.names)) or (_UNNAMED.get(frozenset(changed), "Text"),)
            name, whole = group[-1], " ".join(group)
            inside = f"{name} in {voice.within[:1].upper()}{voice.within[1:]}"
            plain = (name, whole) if voice.classed else (whole,)
            names = (*dict.fromkeys((*plain, inside)), f"{inside} ({voice.language})")
            style = self.styles.character(group, names, voice.look, frozenset(changed))
        return _run_properties(style, voice), style

    # Links and bookmarks

    @cached_property
    def targets(self) -> Mapping[str, Element]:
        """The elements that have an id, by it."""
        return {element.attrib["id"]: element for element in self.root.iter() if element.get("id")}

    def bookmarks(self, identifiers: Iterable[str]) -> tuple[str, str]:
        """Return the start and the end of the bookmarks around what has these ids."""
        starts, ends = "", ""
        for identifier in identifiers:
            name = self.bookmark_names[identifier]
            number = self._bookmarks.setdefault(identifier, len(self._bookmarks))
            starts += f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
            ends = f'<w:bookmarkEnd w:id="{number}"/>{ends}'
        return starts, ends

    def link_attributes(self, element: Element) -> str | None:
        """Return what makes ``w:hyperlink`` lead where ``href`` says, None for nowhere."""
        target = element.get("href", "")
        if not target.startswith("#"):
            return f'r:id="{self.part.link(target)}" w:history="1"'
        if target[1:] in self.bookmark_names:
            return f'w:anchor="{self.bookmark_names[target[1:]]}" w:history="1"'
        self.problem(
            Diagnostic(
                "W105",
                f"a link to {target}, which is not in the document",
                hint="give the element that it means this id, or drop the link",
            ),
            element,
        )
        return None

    # Notes

    def footnote(self, element: Element, style: Style, voice: Voice) -> str:
        """Return the reference to a new footnote with the element's content."""
        part, self.part = self.part, self.notes_part
        own, style = style, self.steady(style, inline.inner_styles(self, element))
        inner = self.voice(style, own, "Footnote Text", element.get("lang") or voice.language)
        line = Line()
        inline.write_phrasing(self, line, element, inner)
        self.part = part
        paragraph = self.styles.paragraph(("footnote text",), style, Frame())
        reference = self.styles.character(
            ("footnote reference",),
            ("footnote reference",),
            SUPERSCRIPT,
            frozenset({len(SUPERSCRIPT) - 1}),
        )
        number = len(self.notes) + 1
        self.notes.append(
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{paragraph}"/></w:pPr>'
            f"<w:r>{_run_properties(reference, inner)}<w:footnoteRef/></w:r>"
            f'<w:r>{_run_properties("", inner)}<w:t xml:space="preserve"> </w:t></w:r>'
            f"{line.xml()}</w:p></w:footnote>"
        )
        return (
            f'<w:r>{_run_properties(reference, voice)}<w:footnoteReference w:id="{number}"/></w:r>'
        )

    @property
    def rtl(self) -> bool:
        """Return whether the document runs from right to left."""
        return self.body_style.direction == "rtl"

    # Tracked changes

    def revision(self, kind: str) -> str:
        """Return the start of a tracked change, ``ins`` or ``del``, without its brackets."""
        return f'w:{kind} w:id="{next(self._revisions)}" {self._revised}'

    # Images

    def image(self, element: Element, style: Style) -> str:
        """Return a run with the image, or "" and a problem."""
        source = unquote(element.get("src", ""))
        try:
            picture = self._pictures.read(source)
            size = self._size(element, style, picture)
            pixels, vector = self._pictures.parts(source, size)
        except ValueError as error:
            self._image_problem(element, source, str(error))
            return ""
        relation = self.part.relate(pixels, RT.IMAGE)
        svg = self.part.relate(vector, RT.IMAGE) if vector else None
        self._drawings += 1
        return drawing(self._drawings, relation, svg, element.get("alt", ""), size)

    def _image_problem(self, element: Element, source: str, why: str) -> None:
        self.problem(
            Diagnostic(
                "W102",
                f"can't put the image {source} into Word: {why}",
                hint="save it as PNG, JPEG or SVG",
            ),
            element,
        )

    def _size(self, element: Element, style: Style, picture: Picture) -> tuple[float, float]:
        """Return width and height in points, in proportion and within the page."""
        ratio = picture.height / picture.width
        width = style.width
        if isinstance(width, tuple):
            width = self.content_width * width[1] / 100
        if width is None and (attribute := element.get("width", "")).isdigit():
            width = int(attribute) * 0.75
        height = style.height
        if height is None and (attribute := element.get("height", "")).isdigit():
            height = int(attribute) * 0.75
        if width is None:
            width = height / ratio if height is not None else picture.width
        height = width * ratio if height is None else height
        room = self.content_width
        if isinstance(style.max_width, tuple):
            room *= min(100.0, style.max_width[1]) / 100
        elif style.max_width is not None:
            room = min(room, style.max_width)
        scale = min(1.0, room / max(width, 1.0), self.content_height * 0.9 / max(height, 1.0))
        return width * scale, height * scale

    # Problems

    def no_rule(self, element: Element) -> None:
        """Report an element that this writer doesn't know."""
        self.problem(
            Diagnostic(
                "W101",
                f"<{element.tag}> has no rule here in the Word writer",
                hint="use an element of the vocabulary in the place that it has there",
            ),
            element,
        )

    def problem(self, diagnostic: Diagnostic, element: Element | None) -> None:
        """Add a problem, once for the first element that has it."""
        self._problems.setdefault(diagnostic, element)

    def problems(self) -> tuple[Problem, ...]:
        """Return the problems with the place of their elements in document order."""
        if not self._problems:
            return ()
        places = {element: place for place, element in enumerate(self.root.iter())}
        return tuple(
            Problem(diagnostic, None if element is None else places[element])
            for diagnostic, element in self._problems.items()
        )


def _run_properties(style: str, voice: Voice) -> str:
    """Return ``w:rPr``: a character style ("" for none), direction and language.

    Each run says its language, so that it keeps it in another document.
    """
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    direction, attribute = ("<w:rtl/>", "bidi") if voice.rtl else ("", "val")
    language = quoteattr(word_language(voice.language))
    return f"<w:rPr>{named}{direction}<w:lang w:{attribute}={language}/></w:rPr>"


def _is_on(style: Style, toggle: str) -> bool:
    return style.font_weight >= BOLD if toggle == "font_weight" else bool(getattr(style, toggle))


def bookmark_names(root: Element) -> dict[str, str]:
    """Return a bookmark's name for each id: letters, digits and underscores, 40 at most."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for identifier in _identifiers(root):
        plain = re.sub(r"\W", "_", identifier)
        plain = plain if plain[:1].isalpha() else f"a_{plain}"
        name, number = plain[:40], 2
        while name.lower() in taken:
            suffix = f"_{number}"
            name, number = plain[: 40 - len(suffix)] + suffix, number + 1
        taken.add(name.lower())
        names[identifier] = name
    return names


def _identifiers(root: Element) -> Iterable[str]:
    return (element.attrib["id"] for element in root.iter() if "id" in element.attrib)
