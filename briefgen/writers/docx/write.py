"""Turn a document and its styles into a Word document's bytes.

The phases, in order: text and tables, headers and footers, then what they have used:
notes, lists, styles, settings. What computed the styles is in briefgen/style.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element

from docx.opc.constants import RELATIONSHIP_TYPE as RT

from briefgen.pipeline.job import Metadata, Pagination, Problem, Reference
from briefgen.style.model import HYPHENATED_LINES, Face, Style, Styles
from briefgen.writers.docx.blocks import RULES
from briefgen.writers.docx.flow import Block, Flow, block_pieces, block_xml, settle, write_block
from briefgen.writers.docx.fonts import Faces, FontTable
from briefgen.writers.docx.languages import word_language
from briefgen.writers.docx.merge import merge, merge_fonts
from briefgen.writers.docx.package import define, moment, new_package, pack
from briefgen.writers.docx.pages import Sections
from briefgen.writers.docx.properties import font_name
from briefgen.writers.docx.reference import ReferenceDocument, read_reference
from briefgen.writers.docx.reference_pages import ReferenceSections
from briefgen.writers.docx.reference_styles import missing_styles
from briefgen.writers.docx.session import Session
from briefgen.writers.docx.strings import Followed
from briefgen.writers.docx.styles import (
    BODY_TEXT,
    NamedStyle,
    list_styles,
    resolve,
    shown_names,
    styles_xml,
)
from briefgen.writers.docx.theme import theme_xml
from briefgen.writers.docx.xml import quoteattr, switch, value
from briefgen.writers.docx.xml import root as xml_root


def write_docx(  # noqa: PLR0913 - all that a document is made from
    root: Element,
    styles: Styles,
    metadata: Metadata,
    assets: Mapping[str, bytes],
    pages: Pagination | None = None,
    *,
    faces: Sequence[Face] = (),
    embed_fonts: bool = False,
    reference: Reference | None = None,
) -> tuple[bytes, tuple[Problem, ...]]:
    """Return a .docx and what couldn't be said in Word.

    ``root`` is the ``html`` element of a validated document, ``assets`` its images by
    ``src``, ``pages`` what a layout says of pages, for the numbers in fields. ``faces`` are
    the font files that there are; with ``embed_fonts`` those of the families that the
    document uses travel in it. ``reference`` is a Word file whose styles, headers and page
    set-up win; there are no bytes where it can't be used. Equal arguments and files give
    equal bytes.
    """
    taken = None
    if reference is not None:
        taken, found = read_reference(reference)
        if taken is None:
            return b"", tuple(map(Problem, found))
        styles = taken.paged(styles)
    known = Faces(faces)
    revised = (metadata.subject, moment(metadata.date))
    session = Session(root, styles, assets, known, pages=pages, rules=RULES, revised=revised)
    sections = ReferenceSections(session, styles, taken) if taken else Sections(session, styles)
    body = _body(session, sections, styles)
    session.document.content = xml_root("document", "<w:body>", *body, "</w:body>")
    fonts = FontTable(known, embeds=embed_fonts)
    return _finish(session, sections, metadata, fonts, taken)


def _finish(
    session: Session,
    sections: Sections,
    metadata: Metadata,
    fonts: FontTable,
    reference: ReferenceDocument | None,
) -> tuple[bytes, tuple[Problem, ...]]:
    """Return the package of a document whose text is written, and its problems."""
    written = [session.document, *sections.parts]
    if session.notes:
        session.notes_part.content = xml_root("footnotes", _NOTE_LINES, *session.notes)
        session.document.relate(session.notes_part, RT.FOOTNOTES)
        written.append(session.notes_part)
    identifiers, named = session.styles.name()
    names = shown_names(identifiers, named)
    definitions = _definitions(session, named, embed_fonts=fonts.embeds)
    problems = session.problems()
    if reference is not None:
        merged = merge(reference, definitions, identifiers.values())
        definitions = merged.definitions
        identifiers = {number: merged.identifiers[own] for number, own in identifiers.items()}
        session.document.content = merged.lists.renumber(session.document.content)
        problems += tuple(missing_styles(reference, named, session.root))
    for part in written:
        part.content = resolve(part.content, identifiers, names)
    parts = {name: define(session.document, name, content) for name, content in definitions.items()}
    fonts.write("".join(definitions["styles"]), _styles(session))
    session.document.relate(fonts.part, RT.FONT_TABLE)
    problems += tuple(map(Problem, fonts.problems))
    if reference is not None and isinstance(sections, ReferenceSections):
        fonts.part.content = merge_fonts(reference, fonts.part.content)
        sections.stories.finish(reference, metadata, parts)
        problems += tuple(sections.problems())
    return pack(new_package(session.document, metadata)), problems


def _styles(session: Session) -> Iterator[Style]:
    """Yield the styles that text has, those of paragraphs first."""
    yield from session.styles.seen()
    yield from map(session.style, session.root.iter())


def _body(session: Session, sections: Sections, styles: Styles) -> list[str]:
    """Return the content of ``w:body`` in pieces: every section ends with its ``w:sectPr``."""
    body = next(session.root.iterfind("body"))
    page = styles.page("", False)
    session.content_width = page.width - page.margin.left - page.margin.right
    session.content_height = page.height - page.margin.top - page.margin.bottom
    flow = Flow(session.body_style, session.language, session.language, session.content_width)
    blocks = write_block(session, body, flow)
    if not blocks:
        blocks = [Block(body, session.body_style, flow, (BODY_TEXT,))]
    blocks[0].page_break = False
    pieces: list[str] = []
    ends: list[tuple[int, str]] = []
    runs = [list(run) for _, run in groupby(blocks, key=lambda block: block.flow.page)]
    for run in runs:
        settled = settle(run)
        settled[0].page_break = False
        for block in settled[:-1]:
            pieces += block_pieces(session, block)
        is_last = run is runs[-1]
        pieces.append(block_xml(session, settled[-1], "" if is_last else _SECTION))
        pieces += [_SECTION] if is_last else []
        ends.append((len(pieces) - 1, run[0].flow.page))
    identifiers, named = session.styles.name()
    sections.followed = Followed(pieces, identifiers, shown_names(identifiers, named))
    for number, (place, name) in enumerate(ends):
        section = sections.properties(name, first_of_document=number == 0)
        pieces[place] = pieces[place].replace(_SECTION, section)
    return pieces


_SECTION = "\0section\0"
"""Stands for the properties of a section until its headers can follow the whole body."""


_NOTE_LINES = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{element}/></w:r></w:p></w:footnote>'
    for kind, number, element in (
        ("separator", -1, "separator"),
        ("continuationSeparator", 0, "continuationSeparator"),
    )
)
"""The lines above notes, which Word asks for (ISO/IEC 29500-1, 17.11.23)."""


def _definitions(
    session: Session, named: list[NamedStyle], *, embed_fonts: bool
) -> dict[str, list[str]]:
    """Return what the document's text rests on, by the part's name in ``/word/``."""
    languages = _languages(session)
    styles = styles_xml(session.styles, named, languages, rtl=session.rtl)
    numbering = {}
    if session.numbering.used:
        lists = session.numbering.xml(list_styles(named))
        numbering = {"numbering": xml_root("numbering", lists)}
    return {
        **numbering,
        "styles": xml_root("styles", styles),
        "settings": xml_root("settings", _settings(session, languages, embed_fonts=embed_fonts)),
        "theme/theme1": [theme_xml(font_name(session.body_style)).decode()],
    }


def _languages(session: Session) -> str:
    """Return the document's language in the attributes of ``w:lang``'s kind."""
    language = quoteattr(word_language(session.language))
    return f"w:val={language}" + (f" w:bidi={language}" if session.rtl else "")


def _settings(session: Session, languages: str, *, embed_fonts: bool) -> str:
    """Return the content of ``w:settings`` (CT_Settings), for Word 2013 and later."""
    notes = ""
    if session.notes:
        notes = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    compatibility = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word"'
        f' w:val="{setting}"/>'
        for name, setting in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
            ("differentiateMultirowTableHeaders", 1),
        )
    )
    # Nothing keeps a single word whole: LibreOffice 7.4 also divides what is w:noProof or begins
    # with a soft hyphen, another w:lang would be a lie, and word joiners hide words from searches.
    hyphens = any(style.hyphens for style in session.styles.seen())
    return (
        '<w:zoom w:percent="100"/>'
        f"{'<w:embedTrueTypeFonts/>' if embed_fonts else ''}"
        '<w:defaultTabStop w:val="720"/>'
        f"{switch('autoHyphenation', on=hyphens)}"
        f"{value('consecutiveHyphenLimit', HYPHENATED_LINES) if hyphens else ''}"
        f"{switch('doNotHyphenateCaps', on=True) if hyphens else ''}"
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f"{notes}<w:compat>{compatibility}</w:compat>"
        f"<w:themeFontLang {languages}/>"
    )
