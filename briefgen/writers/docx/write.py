"""Turn a document and its styles into a Word document's bytes.

The phases, in order: text and tables, headers and footers, then what they have used:
notes, lists, styles, settings. What computed the styles is in briefgen/style.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, groupby
from xml.etree.ElementTree import Element

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT

from briefgen.build.job import Metadata, Problem
from briefgen.style.model import Face, Styles
from briefgen.writers.docx.blocks import RULES
from briefgen.writers.docx.flow import Block, Flow, block_pieces, block_xml, settle, write_block
from briefgen.writers.docx.fonts import Faces, FontTable
from briefgen.writers.docx.languages import word_language
from briefgen.writers.docx.package import WordPart, new_package, pack
from briefgen.writers.docx.pages import Sections
from briefgen.writers.docx.properties import font_name
from briefgen.writers.docx.session import Session
from briefgen.writers.docx.styles import BODY_TEXT, list_styles, resolve, styles_xml
from briefgen.writers.docx.theme import theme_xml
from briefgen.writers.docx.xml import quoteattr, switch
from briefgen.writers.docx.xml import root as xml_root


def write_docx(  # noqa: PLR0913 - all that a document is made from
    root: Element,
    styles: Styles,
    metadata: Metadata,
    assets: Mapping[str, bytes],
    pages: Mapping[str, int] | None = None,
    *,
    faces: Iterable[Face] = (),
    embed_fonts: bool = False,
) -> tuple[bytes, tuple[Problem, ...]]:
    """Return a .docx and what couldn't be said in Word.

    ``root`` is the ``html`` element of a validated document, ``assets`` its images by
    ``src``, ``pages`` the page on which each anchor stands, for the numbers in the
    contents. ``faces`` are the font files that there are; with ``embed_fonts`` those of the
    families that the document uses travel in it. Equal arguments and files give equal bytes.
    """
    session = Session(root, styles, assets, pages or {}, RULES)
    sections = Sections(session, styles)
    body = _body(session, sections, styles)
    session.document.content = xml_root("document", "<w:body>", *body, "</w:body>")
    written = [session.document, *sections.parts]
    if session.notes:
        session.notes_part.content = xml_root("footnotes", _NOTE_LINES, *session.notes)
        session.document.relate(session.notes_part, RT.FOOTNOTES)
        written.append(session.notes_part)
    identifiers, named = session.styles.name()
    if session.numbering.used:
        _define(session, "numbering", session.numbering.xml(list_styles(named)))
    for part in written:
        part.content = resolve(part.content, identifiers)
    languages = _languages(session)
    styles_part = styles_xml(session.styles, named, languages, rtl=session.rtl)
    _define(session, "styles", styles_part)
    _define(session, "settings", _settings(session, languages, embed_fonts=embed_fonts))
    fonts = FontTable(Faces(faces), embeds=embed_fonts)
    fonts.write(styles_part, chain(session.styles.seen(), map(session.style, root.iter())))
    session.document.relate(fonts.part, RT.FONT_TABLE)
    for problem in fonts.problems:
        session.problem(problem, None)
    theme = theme_xml(font_name(session.body_style))
    session.document.relate(WordPart("/word/theme/theme1.xml", CT.OFC_THEME, theme), RT.THEME)
    return pack(new_package(session.document, metadata)), session.problems()


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
    runs = [list(run) for _, run in groupby(blocks, key=lambda block: block.flow.page)]
    for number, run in enumerate(runs):
        settled = settle(run)
        settled[0].page_break = False
        section = sections.properties(run[0].flow.page, first_of_document=number == 0)
        last = number == len(runs) - 1
        for block in settled[:-1]:
            pieces += block_pieces(session, block)
        pieces.append(block_xml(session, settled[-1], "" if last else section))
        pieces.append(section if last else "")
    return pieces


_NOTE_LINES = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{element}/></w:r></w:p></w:footnote>'
    for kind, number, element in (
        ("separator", -1, "separator"),
        ("continuationSeparator", 0, "continuationSeparator"),
    )
)
"""The lines above notes, which Word asks for (ISO/IEC 29500-1, 17.11.23)."""


_DEFINITIONS = {
    "numbering": (CT.WML_NUMBERING, RT.NUMBERING, "numbering"),
    "styles": (CT.WML_STYLES, RT.STYLES, "styles"),
    "settings": (CT.WML_SETTINGS, RT.SETTINGS, "settings"),
}
"""Part → media type, relationship, root element."""


def _define(session: Session, name: str, content: str) -> None:
    """Add a part that the document refers to, ``/word/name.xml``."""
    media_type, relation, element = _DEFINITIONS[name]
    part = WordPart(f"/word/{name}.xml", media_type)
    part.content = xml_root(element, content)
    session.document.relate(part, relation)


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
    hyphens = any(style.hyphens for style in session.styles.seen())
    return (
        '<w:zoom w:percent="100"/>'
        f"{'<w:embedTrueTypeFonts/>' if embed_fonts else ''}"
        '<w:defaultTabStop w:val="720"/>'
        f"{switch('autoHyphenation', on=hyphens)}"
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f"{notes}<w:compat>{compatibility}</w:compat>"
        f"<w:themeFontLang {languages}/>"
    )
