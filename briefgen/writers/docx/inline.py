"""Turn phrasing content into runs: text, breaks, links, notes, images and fields.

Blocks are the business of briefgen/writers/docx/blocks.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from briefgen.markup.vocabulary import INLINE
from briefgen.style.model import Pseudo, Style, Token
from briefgen.writers.docx.properties import NOT_INHERITED, PLAIN_RUN, Look, run_look
from briefgen.writers.docx.styles import title
from briefgen.writers.docx.xml import escape

if TYPE_CHECKING:
    from briefgen.writers.docx.session import Session

_SPACE = re.compile(r"[ \t\n\r\f]+")

_NAMES = {
    "a": "Hyperlink",
    "em": "Emphasis",
    "strong": "Strong",
    "sup": "Superscript",
    "sub": "Subscript",
    "cite": "Cited Title",
    "code": "Code",
    "q": "Quotation",
    "abbr": "Abbreviation",
    "time": "Time",
}


@dataclass(frozen=True, slots=True)
class Voice:
    """How text sounds at a point: the character style's names and look, language, direction.

    ``paragraph`` is the run look of the paragraph's own style, ``within`` its name;
    ``classed`` is whether the innermost name is that of a class, which makes a style even
    without a look, ``linked`` whether this is a link's own text.
    """

    paragraph: Look
    within: str
    look: Look
    names: tuple[str, ...]
    language: str
    rtl: bool
    classed: bool = False
    linked: bool = False


class Line:
    """The runs of one paragraph, gathered piece by piece; white space collapses across them.

    (CSS Text 3, 4.1.1: a space at the start of a line, after a break or after another
    space is dropped.) ``images`` is whether it holds any, ``largest`` the size of the largest
    text in it that has a style of its own, in points. ``revision`` gives the start of the
    element around each run that comes, None where the text has not changed.
    """

    def __init__(self) -> None:
        self._pieces: list[tuple[str, str, bool, str] | str] = []
        self._open = False
        self.revision: Callable[[], str] | None = None
        self.images = False
        self.largest = 0.0

    def text(
        self, properties: str, text: str, white_space: str, *, generated: bool = False
    ) -> None:
        """Add text with its ``w:rPr``; ``white_space`` is the CSS property's value.

        Of generated text all spaces count, wherever they stand, and with some values the
        breaks; the document's own has neither, since the gate has folded them.
        """
        joined = white_space in _ON_ONE_LINE
        if generated:
            lines = text.split("\n") if white_space in _BREAKING else [text.replace("\n", " ")]
            for number, part in enumerate(lines):
                if number:
                    self.line_break(properties)
                if part:
                    self._pieces.append((properties, part, joined, self._revision()))
                    self._open = True
            return
        text = _collapse(text)
        if not self._open:
            text = text.lstrip(" ")
        if text:
            self._open = not text.endswith(" ")
            self._pieces.append((properties, text, joined, self._revision()))

    def _revision(self) -> str:
        return self.revision() if self.revision is not None else ""

    def run(self, xml: str) -> None:
        """Add a run that is more than text."""
        self.raw(revised(xml, self._revision()) if xml else "")

    def raw(self, xml: str, *, visible: bool = True) -> None:
        """Add markup; ``visible`` says whether a space after it is worth keeping."""
        if xml:
            self._pieces.append(xml)
        self._open = self._open or visible

    def line_break(self, properties: str) -> None:
        """Add a line break; the space before it goes."""
        self._strip()
        self._pieces.append(revised(f"<w:r>{properties}<w:br/></w:r>", self._revision()))
        self._open = False

    def _strip(self) -> None:
        for place in range(len(self._pieces) - 1, -1, -1):
            piece = self._pieces[place]
            if isinstance(piece, tuple):
                self._pieces[place] = (piece[0], piece[1].rstrip(" "), *piece[2:])
                return

    def xml(self) -> str:
        """Return the runs."""
        if not self._open:
            self._strip()
        return "".join(
            piece if isinstance(piece, str) else _run(*piece)
            for piece in self._pieces
            if isinstance(piece, str) or piece[1]
        )


def plain_text(element: Element, white_space: str) -> str:
    """Return the text of an element as a paragraph shows it, "" where it holds more than text."""
    text = element.text
    if len(element) or not text or white_space != "normal" or _SIGN.search(text):
        return ""
    return _collapse(text).strip(" ")


def _collapse(text: str) -> str:
    """Return text with single spaces; what has no others, as most has, is only looked over."""
    ragged = "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text
    return _SPACE.sub(" ", text) if ragged else text


def _run(properties: str, text: str, joined: bool, revision: str) -> str:
    if joined:
        text = text.translate(_NO_BREAK)
    element = "w:delText" if revision.startswith("w:del ") else "w:t"
    parts = (_SIGNS.get(part) or _text(part, element) for part in _SIGN.split(text))
    return revised(f"<w:r>{properties}{''.join(parts)}</w:r>", revision)


def revised(run: str, revision: str) -> str:
    """Return a run in the element of a revision, of which only the start is given."""
    return f"<{revision}>{run}</{revision.partition(' ')[0]}>" if revision else run


_BREAKING = {"pre", "pre-wrap", "pre-line"}
"""Values of ``white-space`` with which a line feed is a break."""

_ON_ONE_LINE = {"nowrap", "pre"}
"""Values of ``white-space`` with which a line ends at breaks only."""

_NO_BREAK = str.maketrans(" -", "\u00a0\u2011")
_SIGNS = {"\u00ad": "<w:softHyphen/>", "\u2011": "<w:noBreakHyphen/>"}
_SIGN = re.compile("([\u00ad\u2011])")
"""Hyphens that Word has elements for (ISO/IEC 29500-1, 17.3.3.18, 17.3.3.29)."""


def _text(text: str, element: str = "w:t") -> str:
    return f'<{element} xml:space="preserve">{escape(text)}</{element}>' if text else ""


def voice_of(style: Style, own: Style, within: str, language: str) -> Voice:
    """Return how text of its ``own`` style sounds in a paragraph of another."""
    paragraph, look = (run_look(each, background=False) for each in (style, own))
    return Voice(paragraph, within, look, (), language, style.direction == "rtl")


def inner_styles(session: Session, element: Element, stop: int | None = None) -> Iterator[Style]:
    """Yield the styles of what stands in an element's text, notes left out."""
    for pseudo in GENERATED:
        style = session.pseudo(element, pseudo)
        if style is not None and style.content:
            yield style
    for child in element[:stop]:
        if child.get("role") != "doc-footnote":
            yield session.style(child)
            yield from inner_styles(session, child)


def is_surrounded(session: Session, element: Element) -> bool:
    """Return whether an element has generated text besides its own."""
    styles = (session.pseudo(element, pseudo) for pseudo in GENERATED)
    return any(style is not None and style.content for style in styles)


GENERATED: tuple[Pseudo, ...] = ("before", "after")


def write_phrasing(
    session: Session, line: Line, element: Element, voice: Voice, stop: int | None = None
) -> None:
    """Add the content of an element to the line: its text and its first ``stop`` children."""
    properties = session.run_properties(voice)
    white_space = session.style(element).white_space
    write_generated(session, line, element, voice, "before")
    if element.text:
        line.text(properties, element.text, white_space)
    for child in element[:stop]:
        write_inline(session, line, child, voice)
        if child.tail:
            line.text(properties, child.tail, white_space)
    write_generated(session, line, element, voice, "after")


def write_inline(session: Session, line: Line, element: Element, voice: Voice) -> None:
    """Add one inline element to the line, by the rule for its name."""
    style = session.style(element)
    if style.display == "none":
        return
    rule = _RULES.get(element.tag)
    if rule is None:
        session.no_rule(element)
        return
    identifier = element.get("id")
    start, end = session.bookmarks([identifier]) if identifier else ("", "")
    line.raw(start, visible=False)
    line.largest = max(line.largest, style.font_size)
    rule(session, line, element, style, voice)
    line.raw(end, visible=False)
    if style.string_set:
        alone = not len(element) and not is_surrounded(session, element)
        own = session.character_style(_inner(element, style, voice)) if alone else ""
        for assignment in session.strings.assign(element, style):
            assignment.style = own


def _inner(element: Element, style: Style, voice: Voice) -> Voice:
    """Return how text sounds inside an inline element."""
    classes = title(element.get("class", ""))
    own = classes or _NAMES.get(element.tag, "")
    names = (*voice.names, own) if own else voice.names
    return Voice(
        voice.paragraph,
        voice.within,
        _look_inside(style, voice),
        names,
        element.get("lang") or voice.language,
        style.direction == "rtl",
        bool(classes),
        voice.linked or element.tag == "a",
    )


def _look_inside(style: Style, voice: Voice) -> Look:
    """Return a run look with what is drawn through from around."""
    look = list(run_look(style))
    for place in NOT_INHERITED:
        if look[place] == PLAIN_RUN[place]:
            look[place] = voice.look[place]
    return tuple(look)


def _span(session: Session, line: Line, element: Element, style: Style, voice: Voice) -> None:
    if element.get("role") == "doc-footnote":
        line.run(session.footnote(element, style, voice))
        return
    write_phrasing(session, line, element, _inner(element, style, voice))


def _break(session: Session, line: Line, _element: Element, _style: Style, voice: Voice) -> None:
    line.line_break(session.run_properties(voice))


def _image(session: Session, line: Line, element: Element, style: Style, _voice: Voice) -> None:
    if drawn := session.image(element, style):
        line.run(drawn)
        line.images = True


def _link(session: Session, line: Line, element: Element, style: Style, voice: Voice) -> None:
    target = session.link_attributes(element)
    inner = _inner(element, style, voice)
    if target is None:
        write_phrasing(session, line, element, inner)
        return
    line.raw(f"<w:hyperlink {target}>", visible=False)
    write_phrasing(session, line, element, inner)
    line.raw("</w:hyperlink>", visible=False)


def _revised(session: Session, line: Line, element: Element, style: Style, voice: Voice) -> None:
    """Add text as a tracked change (ISO/IEC 29500-1, 17.13.5).

    Word gives it a look of its own, and none must be left once it is accepted.
    """
    language = element.get("lang") or voice.language
    inner = replace(voice, language=language, rtl=style.direction == "rtl")
    around, line.revision = line.revision, partial(session.revision, element.tag)
    write_phrasing(session, line, element, inner)
    line.revision = around


_Rule = Callable[["Session", Line, Element, Style, Voice], None]

_RULES: dict[str, _Rule] = {
    **dict.fromkeys(
        ("em", "strong", "span", "sub", "sup", "cite", "abbr", "time", "code", "q"), _span
    ),
    "a": _link,
    **dict.fromkeys(("ins", "del"), _revised),
    "br": _break,
    "img": _image,
}
"""Inline element → how it is written."""


def write_generated(
    session: Session, line: Line, element: Element, voice: Voice, pseudo: Pseudo
) -> None:
    """Add the content of ``::before`` or ``::after``, all of it or, where a part can't be, none."""
    style = session.pseudo(element, pseudo)
    if style is None or not style.content or style.display == "none":
        return
    if not all(map(_is_written, style.content)):
        return  # the full stop of "3." says nothing by itself; counterparts.py says what is missing
    line.largest = max(line.largest, style.font_size)
    name = f"{voice.names[-1] if voice.names else voice.within} {pseudo.title()}"
    inner = replace(
        voice,
        look=_look_inside(style, voice),
        names=(*voice.names[:-1], name),
        classed=False,
        linked=False,
    )
    properties = session.run_properties(inner)
    for token in style.content:
        if token.kind in _TEXT:
            line.text(properties, token.value, style.white_space, generated=True)
        elif token.kind == "leader":
            line.run(f"<w:r>{properties}<w:tab/></w:r>")
        else:
            line.raw(_reference(session, element, token, properties))


_TEXT = {"text", "attr"}
_REFERENCES = {("target-counter", "page"): "PAGEREF", ("target-text", "content"): "REF"}
"""What is said of a link's target → the field that says it (ISO/IEC 29500-1, 17.16.5)."""


def _is_written(token: Token) -> bool:
    return token.kind in {*_TEXT, "leader"} or (token.kind, token.value) in _REFERENCES


def _reference(session: Session, element: Element, token: Token, properties: str) -> str:
    """Return a field with the page or the text of a link's target, "" where none is known."""
    identifier = element.get("href", "").removeprefix("#")
    target = session.targets.get(identifier)
    if target is None:
        return ""
    result = _first_text(target)
    if token.kind == "target-counter":
        anchors = session.pages.anchors if session.pages else {}
        page = anchors.get(identifier)
        result = session.counted(token.keyword, page)[1] if page else ""
    kind = _REFERENCES[token.kind, token.value]
    instruction = f"{kind} {session.bookmark_names[identifier]} \\h"
    return field(instruction, result, properties) if result else ""


def _first_text(element: Element) -> str:
    """Return the text of an element, or of its first paragraph: what its bookmark is around."""
    while len(element) and not (element.text or "").strip() and element[0].tag not in INLINE:
        element = element[0]
    return " ".join("".join(element.itertext()).split())


def whole_revision(element: Element) -> str | None:
    """Return ``ins`` or ``del`` where all that stands in an element is in such, else None."""
    found: set[str] = set()
    inside = [element]
    while inside:
        one = inside.pop()
        if one.tag in {"ins", "del"}:
            found.add(one.tag)
        elif one.tag == "img" or any(map(_says, (one.text, *(child.tail for child in one)))):
            return None
        else:
            inside += one
    return found.pop() if len(found) == 1 else None


def _says(text: str | None) -> bool:
    return text is not None and not text.isspace() and text != ""


def field(instruction: str, result: str, properties: str = "") -> str:
    """Return a complex field with its cached result (ISO/IEC 29500-1, 17.16.2)."""
    return (
        f'<w:r>{properties}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{properties}<w:instrText xml:space="preserve"> {escape(instruction)} '
        f'</w:instrText></w:r><w:r>{properties}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r>{properties}{_text(result)}</w:r>"
        f'<w:r>{properties}<w:fldChar w:fldCharType="end"/></w:r>'
    )
