"""Every Word document of both packs: as validators, python-docx and LibreOffice read it."""

import io
import json
import re
import subprocess
import zipfile

import docx
import lxml.html
import pikepdf
import pytest
from docx.oxml.ns import qn
from lxml import etree

from tests.packs.packs import PROJECTS, manifest
from tests.packs.test_pdf_files import SIZES
from tests.pages import find_tables
from tests.reading import collapse, on_paper, parse_html, squeeze
from tests.structure import read_html, read_outline, read_tree
from tests.word_tools import read_by_pandoc
from tests.writers.docx.word_checks import find_faults
from tests.writers.docx.word_document import WordDocument

MARKS = "\u200e\u202a\u202c"
ARABIC = re.compile(r"[\u0600-\u06ff]")


@pytest.fixture
def word(built, document):
    return docx.Document(io.BytesIO(built.read(document, "docx")))


def test_validators_find_nothing_wrong(validated, document):
    report = json.loads((validated / f"{document}.json").read_text())
    assert report == {"Open XML SDK": [], "openxml-audit": []}


def test_it_holds_what_validators_do_not_see(built, document):
    assert find_faults(built.read(document, "docx")) == []


def test_python_docx_reads_its_properties_and_nothing_of_who_made_it(word, built, document):
    page = lxml.html.fromstring(built.read(document, "html").decode())
    properties = word.core_properties
    for part in ("short-title", "kind"):  # HTML above the lowest level doesn't say which meeting
        words = page.xpath(f"string(//span[@class='{part}'])")
        assert collapse(words) in collapse(properties.title)
    assert properties.language == document.tags[0]
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")


@pytest.mark.parametrize("pack", PROJECTS)
def test_all_that_the_stylesheets_say_has_a_counterpart_in_word(built, pack):
    assert " documents · " in built.log(pack)
    assert "warning[W103]" not in built.log(pack)


def test_its_pages_have_the_theme_s_size(word, document):
    portrait = SIZES[document.pack]
    sizes = [(round(s.page_width.pt), round(s.page_height.pt)) for s in word.sections]
    if document.pack == "flyway-2026" and document.kind == "bilingual-table":
        assert sizes == [portrait[::-1], portrait]
        assert [section.orientation for section in word.sections] == [1, 0]
    else:
        assert set(sizes) == {portrait}


def test_each_paragraph_in_arabic_script_runs_from_right_to_left(word, document):
    """``w:bidi`` on the paragraph and ``w:rtl`` on its runs, or full stops change sides."""
    paragraphs = list(word.element.body.iter(qn("w:p")))
    persian = [p for p in paragraphs if ARABIC.search("".join(p.itertext(qn("w:t"))))]
    if document.languages[0] == "fa":
        assert [_text(p) for p in persian if not _has(word, p, "w:bidi")] == []
    for paragraph in persian:
        for run in paragraph.iter(qn("w:r")):
            if ARABIC.search("".join(run.itertext(qn("w:t")))):
                assert _has(word, run, "w:rtl"), _text(paragraph)
    assert bool(persian) == ("fa" in document.languages)


def test_each_cell_in_arabic_script_runs_from_right_to_left(word, document):
    for cell in word.element.body.iter(qn("w:tc")):
        text = _text(cell)
        if ARABIC.search(text) and not re.search(r"[\u0400-\u04ffA-Za-z]", text):
            assert all(_has(word, p, "w:bidi") for p in cell.iter(qn("w:p")) if _text(p)), text


def test_tables_turn_in_a_right_to_left_document_alone(word, document):
    tables = list(word.element.body.iter(qn("w:tbl")))
    turned = [table.find(f".//{qn('w:bidiVisual')}") is not None for table in tables]
    assert set(turned) <= {document.languages[0] == "fa"}


def _text(element: etree._Element) -> str:
    return "".join(element.itertext(qn("w:t")))


def _has(word: docx.document.Document, element: etree._Element, tag: str) -> bool:
    """Return whether a paragraph or run has a property, of its own or of its styles."""
    is_run = element.tag == qn("w:r")
    own, kind = ("w:rPr", "w:rStyle") if is_run else ("w:pPr", "w:pStyle")
    properties = element.find(qn(own))
    if properties is not None and properties.find(qn(tag)) is not None:
        return properties.find(qn(tag)).get(qn("w:val")) not in ("0", "false")
    named = None if properties is None else properties.find(qn(kind))
    styles = {s.style_id: s.element for s in word.styles}
    style = None if named is None else styles[named.get(qn("w:val"))]
    while style is not None:
        if style.find(f"{qn(own)}/{qn(tag)}") is not None:
            return True
        based = style.find(qn("w:basedOn"))
        style = None if based is None else styles[based.get(qn("w:val"))]
    defaults = word.styles.element.find(f"{qn('w:docDefaults')}/{qn(own)}Default/{qn(own)}")
    return defaults is not None and defaults.find(qn(tag)) is not None


def test_it_is_in_its_language(word, document):
    defaults = word.styles.element.find(qn("w:docDefaults"))
    language = next(defaults.iter(qn("w:lang")))
    attribute = "w:bidi" if document.languages[0] == "fa" else "w:val"
    assert language.get(qn(attribute)).partition("-")[0] == document.languages[0]


def test_pictures_have_the_alternative_text_of_html(built, document):
    page = lxml.html.fromstring(built.read(document, "html").decode())
    with zipfile.ZipFile(io.BytesIO(built.read(document, "docx"))) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    found = [d.get("descr") for d in body.iter("{*}docPr")]
    assert list(map(collapse, found)) == list(map(collapse, page.xpath("//img/@alt")))


def test_looks_are_those_of_styles_alone(built, document):
    word = WordDocument(built.read(document, "docx"))
    direct = set(word.direct_formatting())
    # The project's own template has headings in two rows; a style knows the first.
    assert direct == ({"tcBorders", "vAlign"} if document.kind == "tracker" else set())
    assert word.idle() == [], "a change of a style reaches those based on it"


def test_each_run_of_text_says_its_language(built, document):
    found = set(WordDocument(built.read(document, "docx")).languages())
    assert {language and language.partition("-")[0] for language in found} >= {*document.languages}
    assert None not in found


def test_only_links_lead_out_of_it(built, document):
    with zipfile.ZipFile(io.BytesIO(built.read(document, "docx"))) as archive:
        parts = [name for name in archive.namelist() if name.endswith(".rels")]
        relations = [r for part in parts for r in etree.fromstring(archive.read(part))]
    external = [r for r in relations if r.get("TargetMode") == "External"]
    assert all(r.get("Type").endswith("/hyperlink") for r in external)
    assert all(r.get("Target").startswith("https://") for r in external)


def test_libreoffice_lays_it_out_on_as_many_pages(built, converted, document):
    """As many as the PDF's, give or take one or a tenth; a one-pager is one page in Word too."""
    with pikepdf.open(built.path(document, "pdf")) as pdf:
        wanted = len(pdf.pages)
    with pikepdf.open(converted / f"{document}.pdf") as pdf:
        found = len(pdf.pages)
    if document.kind == "one-pager":
        assert found == wanted == 1
    assert abs(found - wanted) <= max(1, wanted / 10)


def test_libreoffice_repeats_header_rows_where_the_pdf_does(built, converted, document):
    pages = manifest(built, document.pack)[f"{document.name}.pdf"]["pages"]
    html = on_paper(built.read(document, "html"), pages)
    for path in (built.path(document, "pdf"), converted / f"{document}.pdf"):
        tables = find_tables(path, html)
        assert all(table.headed == table.pages for table in tables), path
        if document.audience == "translator":
            assert len(tables[0].pages) > 1


def test_libreoffice_finds_the_outline_of_the_pdf(built, converted, document):
    """Word's contents are no chapter of their own."""
    html = built.read(document, "html")
    contents = [squeeze(h.text_content()) for h in parse_html(html).xpath("//nav/h2")]
    outline = [(level, title) for level, title in read_outline(built.path(document, "pdf"))
               if title not in contents]  # fmt: skip
    assert read_outline(converted / f"{document}.pdf") == outline
    assert len(outline) > 1


def test_pandoc_finds_the_headings_lists_tables_and_notes_of_html(word_tools, built, document):
    wanted = read_html(built.read(document, "html"), "ancestor::*[@class='tracker']")
    assert read_tree(read_by_pandoc(built.path(document, "docx"))) == wanted


def test_libreoffice_draws_keys_from_right_to_left_in_persian(converted):
    """Key 4.b.1 is ۴.ب.۱: four stands at the right, and one at the left."""
    command = ["pdftotext", "-bbox", converted / "flyway-translator-bilingual-table.fa-kk.pdf", "-"]
    page = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    word = r'<word xMin="([\d.]+)" yMin="([\d.]+)" [^>]*>([۰-۹])</word>'
    lines: dict[str, dict[str, float]] = {}
    for x, y, digit in re.findall(word, page):
        lines.setdefault(y, {})[digit] = float(x)
    keys = [line for line in lines.values() if line.keys() == {"۴", "۱"}]
    assert [line["۴"] > line["۱"] for line in keys] == [True]


def test_libreoffice_uses_the_fonts_that_it_names(converted, document):
    command = ["pdffonts", converted / f"{document}.pdf"]
    listed = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    names = {line.split()[0].partition("+")[2] for line in listed.splitlines()[2:]}
    families = {"dushanbe-2025": ("PTSerif", "PTSans"), "flyway-2026": ("IBMPlexSerif", "Amiri")}
    # Bullets may come from a font that LibreOffice brings along.
    ours = {name for name in names if name.startswith(families[document.pack])}
    assert ours
    assert all(re.match(r"(OpenSymbol|Symbol)", name) for name in names - ours), names
