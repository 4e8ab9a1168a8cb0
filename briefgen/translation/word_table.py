"""Turn a bitext into a review table for Word: ``¶ | source | target | status | comment``.

The table is landscape; all but the last three columns is protected (ISO/IEC 29500-1, 17.13.7).
A row says three times which unit it is, since word processors lose one or the other: as the
visible key, as a hidden run and as a bookmark. The hidden run has the unit's hashes as well, so
that a file without its custom XML part still says what it was made from. No content controls:
word processors double the text in them. How the table is read is in
briefgen/translation/word_reader.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from briefgen.languages import Profile, plain_profile
from briefgen.translation.hashes import manifest_of
from briefgen.translation.model import (
    TARGET_STATES,
    Bitext,
    Comment,
    LanguagePair,
    Manifest,
    Term,
    Unit,
)
from briefgen.translation.word_anchors import (
    MANIFEST_NAMESPACE,
    PROPERTIES,
    anchor,
    bookmark_name,
    headings,
    language_heading,
    visible_key,
)
from briefgen.writers.docx.languages import word_language
from briefgen.writers.docx.package import write_archive
from briefgen.writers.docx.xml import twips

_MM = 72 / 25.4
_PAGE_MM = (297, 210)
_MARGIN_MM = 15
_COLUMNS_MM = (20, 92, 92, 21, 42)
"""¶, source, target, status, comment: together as wide as the page is between its margins."""

_TERM_COLUMNS_MM = (80, 80, 107)
_LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"
"""Keeps what stands between two names in Arabic script in its place."""

_TALL = 1200
"""Characters from which on a row may be taller than a page, so that it has to split."""

_SCHEMAS = "http://schemas.openxmlformats.org"
_WML = f"{_SCHEMAS}/wordprocessingml/2006/main"
_OFFICE = f"{_SCHEMAS}/officeDocument/2006"
_OPC = f"{_SCHEMAS}/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ITEM = "{6E4B8F5A-2D0C-5B7E-9A53-0C1B7F1E2D3A}"
"""What names the custom XML part to Word, the same in every file."""


def write_table(bitext: Bitext) -> bytes:
    """Return the review table as a Word file: equal bitexts make equal bytes."""
    manifest = manifest_of(bitext)
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
            (f"{_OPC}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{_OFFICE}/relationships/custom-properties", "docProps/custom.xml"),
        ),
        "customXml/_rels/item1.xml.rels": _relations(
            (f"{_OFFICE}/relationships/customXmlProps", "itemProps1.xml")
        ),
        "customXml/item1.xml": _manifest(manifest),
        "customXml/itemProps1.xml": (
            f'<ds:datastoreItem xmlns:ds="{_OFFICE}/customXml" ds:itemID="{_ITEM}">'
            f'<ds:schemaRefs><ds:schemaRef ds:uri="{MANIFEST_NAMESPACE}"/></ds:schemaRefs>'
            "</ds:datastoreItem>"
        ),
        "docProps/core.xml": _core_properties(bitext),
        "docProps/custom.xml": _custom_properties(manifest),
        "word/_rels/document.xml.rels": _relations(
            (f"{_OFFICE}/relationships/styles", "styles.xml"),
            (f"{_OFFICE}/relationships/settings", "settings.xml"),
            (f"{_OFFICE}/relationships/header", "header1.xml"),
            (f"{_OFFICE}/relationships/customXml", "../customXml/item1.xml"),
        ),
        "word/document.xml": "".join(_document(bitext)),
        "word/header1.xml": _header(bitext),
        "word/settings.xml": _settings(),
        "word/styles.xml": _styles(bitext),
    }
    return write_archive({name: _XML + content for name, content in parts.items()})


# --- the table ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Column:
    """A language's column: the style of its paragraphs, and which way they run."""

    style: str
    is_rtl: bool

    def cell(self, width: int, text: str) -> str:
        """Return a cell with one paragraph."""
        return f"<w:tc>{_width(width)}{self.paragraph(text)}</w:tc>"

    def paragraph(self, text: str) -> str:
        """Return a paragraph in which everything runs as the language does."""
        direction = "<w:bidi/>" if self.is_rtl else ""
        properties = "<w:rPr><w:rtl/></w:rPr>" if self.is_rtl else ""
        run = f"<w:r>{properties}{_text(text)}</w:r>" if text else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{self.style}"/>{direction}</w:pPr>{run}</w:p>'


_PLAIN = {name: _Column(name, is_rtl=False) for name in ("Key", "Status", "Comment", "Heading")}


def _document(bitext: Bitext) -> Iterator[str]:
    languages = bitext.source_language, bitext.target_language
    source, target = map(plain_profile, languages)
    columns = _columns(source, target)
    yield f'<w:document xmlns:w="{_WML}" xmlns:r="{_OFFICE}/relationships"><w:body>'
    yield _Column("Title", source.direction == "rtl").paragraph(bitext.title)
    yield _Column("Subtitle", is_rtl=False).paragraph(
        f"{_languages(languages)}. Write in the last three columns. The status"
        f" is {', '.join(TARGET_STATES[:-1])} or {TARGET_STATES[-1]}."
    )
    yield _table(_COLUMNS_MM, source)
    yield _heading_row(_COLUMNS_MM, tuple(headings(languages).values()))
    for number, unit in enumerate(bitext.units, 1):
        yield from _row(unit, number, columns)
    yield "</w:tbl>"
    if bitext.terms:
        yield _Column("Heading1", is_rtl=False).paragraph("Terms")
        yield _table(_TERM_COLUMNS_MM, source)
        names = (language_heading(tag, languages) for tag in languages)
        yield _heading_row(_TERM_COLUMNS_MM, (*names, "Note"))
        yield from (_term(term, columns) for term in bitext.terms)
        yield "</w:tbl>"
    yield f"<w:p/>{_section()}</w:body></w:document>"


def _columns(source: Profile, target: Profile) -> tuple[_Column, _Column]:
    return _Column("Source", source.direction == "rtl"), _Column(
        "Target", target.direction == "rtl"
    )


def _table(widths: tuple[int, ...], source: Profile) -> str:
    """Return the start of a table, which is turned where the source runs from the right."""
    turned = "<w:bidiVisual/>" if source.direction == "rtl" else ""
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="ReviewTable"/>{turned}'
        f'<w:tblW w:w="{_twips(sum(widths))}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:firstRow="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )


def _heading_row(widths: tuple[int, ...], words: tuple[str, ...]) -> str:
    cells = "".join(map(_PLAIN["Heading"].cell, widths, words))
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _languages(languages: LanguagePair) -> str:
    names = (language_heading(tag, languages) for tag in languages)
    return f"{_LEFT_TO_RIGHT} → {_LEFT_TO_RIGHT}".join(names)


def _row(unit: Unit, number: int, columns: tuple[_Column, _Column]) -> Iterator[str]:
    """Yield a unit's row, whose last three columns anybody may edit."""
    source, target = columns
    key, *widths = _COLUMNS_MM
    whole = len(unit.source) + len(unit.target or "") < _TALL
    yield f"<w:tr><w:trPr>{'<w:cantSplit/>' if whole else ''}</w:trPr>"
    yield (
        f'<w:tc>{_width(key)}<w:p><w:pPr><w:pStyle w:val="Key"/></w:pPr>'
        f'<w:permStart w:id="{number}" w:edGrp="everyone" w:colFirst="2" w:colLast="4"/>'
        f"<w:r><w:rPr><w:vanish/></w:rPr>{_text(anchor(unit))}</w:r>"
        f'<w:bookmarkStart w:id="{number}" w:name="{bookmark_name(unit.id)}"/>'
        f"<w:r>{_text(visible_key(unit.id))}</w:r>"
        f'<w:bookmarkEnd w:id="{number}"/></w:p></w:tc>'
    )
    yield source.cell(widths[0], unit.source)
    yield target.cell(widths[1], unit.target or "")
    yield _PLAIN["Status"].cell(widths[2], unit.state)
    yield _comments(widths[3], unit)
    yield f'</w:tr><w:permEnd w:id="{number}"/>'


def _comments(width: int, unit: Unit) -> str:
    words = [*([unit.note] if unit.note else []), *map(comment_words, unit.comments)]
    paragraphs = "".join(_PLAIN["Comment"].paragraph(text) for text in words or [""])
    return f"<w:tc>{_width(width)}{paragraphs}</w:tc>"


def comment_words(comment: Comment) -> str:
    """Return a comment as it stands in the last column."""
    return f"{comment.author}: {comment.text}" if comment.author else comment.text


def _term(term: Term, columns: tuple[_Column, _Column]) -> str:
    source, target = columns
    first, second, third = _TERM_COLUMNS_MM
    cells = source.cell(first, term.source), target.cell(second, term.target or "")
    note = source.cell(third, term.note)
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}{note}</w:tr>"


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def _twips(millimetres: float) -> int:
    return twips(millimetres * _MM)


def _width(millimetres: int) -> str:
    return f'<w:tcPr><w:tcW w:w="{_twips(millimetres)}" w:type="dxa"/></w:tcPr>'


def _section() -> str:
    width, height = map(_twips, _PAGE_MM)
    margin = _twips(_MARGIN_MM)
    sides = " ".join(f'w:{side}="{margin}"' for side in ("right", "bottom", "left"))
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}" w:orient="landscape"/>'
        f'<w:pgMar w:top="{_twips(20)}" {sides} w:header="{_twips(8)}" w:footer="{_twips(8)}"'
        ' w:gutter="0"/></w:sectPr>'
    )


def _header(bitext: Bitext) -> str:
    languages = _languages((bitext.source_language, bitext.target_language))
    words = f"{bitext.document} · {languages} · version {bitext.revision}"
    return (
        f'<w:hdr xmlns:w="{_WML}"><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>'
        f"<w:r>{_text(words)}</w:r><w:r><w:tab/></w:r>"
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:hdr>'
    )


# --- definitions -------------------------------------------------------------------------


def _settings() -> str:
    return (
        f'<w:settings xmlns:w="{_WML}">'
        '<w:documentProtection w:edit="readOnly" w:enforcement="1"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
    )


_FONTS = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:eastAsia="SimSun"/>'
"""A face that Windows and macOS have with Cyrillic and Arabic letters of all our languages."""

_GREY = '<w:color w:val="5F6368"/>'
_BOLD = "<w:b/><w:bCs/>"


def _size(half_points: int, complex_script: int) -> str:
    """Return the sizes of letters, those of Arabic and the like apart."""
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{complex_script}"/>'


_PARAGRAPH_STYLES = (
    ("Title", "Title", '<w:spacing w:after="60"/>', _BOLD + _size(30, 32)),
    ("Subtitle", "Subtitle", '<w:spacing w:after="160"/>', _GREY),
    ("Heading1", "heading 1", '<w:keepNext/><w:spacing w:before="320" w:after="100"/>',
     _BOLD + _size(24, 26)),
    ("Header", "header", "<w:tabs>{tab}</w:tabs>", _GREY + _size(16, 16)),
    ("Key", "Key", "", "<w:noProof/>" + _GREY),
    ("Status", "Status", "", "<w:noProof/>"),
    ("Comment", "Comment", "", _size(18, 20)),
    ("Heading", "Column Heading", "", _BOLD),
)  # fmt: skip
"""Id, name, paragraph and run properties of each style but those of the two languages."""


def _styles(bitext: Bitext) -> str:
    tab = f'<w:tab w:val="right" w:pos="{_twips(sum(_COLUMNS_MM))}"/>'
    styles = "".join(
        _style(identifier, name, paragraph.replace("{tab}", tab), run)
        for identifier, name, paragraph, run in _PARAGRAPH_STYLES
    )
    for name, tag in (("Source", bitext.source_language), ("Target", bitext.target_language)):
        word = quoteattr(word_language(tag))
        styles += _style(name, name, "", f"<w:lang w:val={word} w:bidi={word}/>")
    return (
        f'<w:styles xmlns:w="{_WML}"><w:docDefaults><w:rPrDefault><w:rPr>{_FONTS}'
        '<w:sz w:val="20"/><w:szCs w:val="24"/><w:lang w:val="en-US"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/><w:qFormat/></w:style><w:style w:type="table" w:default="1"'
        ' w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblCellMar>'
        '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"</w:style>{styles}{_table_style()}</w:styles>"
    )


def _style(identifier: str, name: str, paragraph: str, run: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr>'
        f"<w:rPr>{run}</w:rPr></w:style>"
    )


def _table_style() -> str:
    line = 'w:val="single" w:sz="4" w:space="0" w:color="BFC4CA"'
    sides = "".join(f"<w:{side} {line}/>" for side in ("top", "bottom", "insideH"))
    margins = (("top", 60), ("left", 90), ("bottom", 60), ("right", 90))
    room = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in margins)
    return (
        '<w:style w:type="table" w:customStyle="1" w:styleId="ReviewTable">'
        '<w:name w:val="Review Table"/><w:basedOn w:val="TableNormal"/><w:tblPr>'
        f"<w:tblBorders>{sides}</w:tblBorders><w:tblCellMar>{room}</w:tblCellMar></w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto"'
        ' w:fill="E8EBEF"/></w:tcPr></w:tblStylePr></w:style>'
    )


# --- the manifest and the package ----------------------------------------------------------


def _manifest(manifest: Manifest) -> str:
    units = "".join(
        f"<unit id={quoteattr(name)} source={quoteattr(source)}"
        f"{_attribute('target', manifest.targets.get(name))}"
        f"{_attribute('state', manifest.states.get(name))}/>"
        for name, source in manifest.sources.items()
    )
    head = "".join(_attribute(name, value) for name, value in _heads(manifest))
    return f'<manifest xmlns="{MANIFEST_NAMESPACE}"{head}>{units}</manifest>'


def _attribute(name: str, value: str | None) -> str:
    return "" if value is None else f" {name}={quoteattr(value)}"


def _heads(manifest: Manifest) -> Iterator[tuple[str, str]]:
    return ((name, getattr(manifest, name)) for name in PROPERTIES)


def _custom_properties(manifest: Manifest) -> str:
    properties = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}"'
        f" name={quoteattr(PROPERTIES[name])}><vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(_heads(manifest), 2)
    )
    return (
        f'<Properties xmlns="{_OFFICE}/custom-properties"'
        f' xmlns:vt="{_OFFICE}/docPropsVTypes">{properties}</Properties>'
    )


def _core_properties(bitext: Bitext) -> str:
    fields = (
        ("title", bitext.title),
        ("identifier", f"{bitext.document}.{bitext.target_language}"),
        ("language", bitext.target_language),
    )
    texts = "".join(f"<dc:{name}>{escape(text)}</dc:{name}>" for name, text in fields)
    return (
        f'<cp:coreProperties xmlns:cp="{_OPC}/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/">{texts}</cp:coreProperties>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_OPC}/relationships">{entries}</Relationships>'


def _content_types() -> str:
    overrides = {
        "/word/document.xml": f"{_TYPE}.wordprocessingml.document.main+xml",
        "/word/header1.xml": f"{_TYPE}.wordprocessingml.header+xml",
        "/word/settings.xml": f"{_TYPE}.wordprocessingml.settings+xml",
        "/word/styles.xml": f"{_TYPE}.wordprocessingml.styles+xml",
        "/customXml/itemProps1.xml": f"{_TYPE}.customXmlProperties+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/custom.xml": f"{_TYPE}.custom-properties+xml",
    }
    entries = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items()
    )
    return (
        f'<Types xmlns="{_OPC}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{entries}</Types>'
    )
