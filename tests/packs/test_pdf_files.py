"""Every PDF of both packs: what a reader program needs to know of it, its pages and fonts."""

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator

import lxml.html
import pikepdf
import pytest

from tests.packs.packs import DOCUMENTS, Document, manifest
from tests.reading import collapse, on_paper, parse_html, squeeze
from tests.tagged import Tag, read_content, read_tags

A4, LETTER = (595, 842), (612, 792)
SIZES = {"dushanbe-2025": A4, "flyway-2026": LETTER}
SOURCES = ("analyst", "observers")
"""The audiences that want what their documents were made from."""
FAMILIES = {
    "dushanbe-2025": {"PT-Serif", "PT-Sans"},
    "flyway-2026": {"IBM-Plex-Serif", "Amiri"},
}


@pytest.fixture
def pdf(built, document) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(built.path(document, "pdf")) as opened:
        yield opened


def test_verapdf_finds_nothing_wrong(verapdf, document):
    assert verapdf[str(document)] == []


def test_it_is_tagged_in_its_language_and_shows_its_title(pdf, built, document):
    page = lxml.html.fromstring(built.read(document, "html").decode())
    root = pdf.Root
    assert bool(root.MarkInfo.Marked)
    assert "/StructTreeRoot" in root
    assert str(root.Lang) == document.tags[0]
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    for part in ("short-title", "kind"):  # HTML above the lowest level doesn't say which meeting
        words = page.xpath(f"string(//span[@class='{part}'])")
        assert collapse(words) in collapse(str(pdf.docinfo["/Title"]))
    assert set(pdf.docinfo) <= {
        "/Title", "/Subject", "/Keywords", "/CreationDate", "/ModDate", "/Producer",
    }  # fmt: skip


def test_its_tags_are_read_in_the_order_of_the_document(pdf, built, document):
    page = parse_html(on_paper(built.read(document, "html"), len(pdf.pages)))
    for note in page.xpath("//*[@role='doc-endnotes']"):
        note.drop_tree()
    assert squeeze(_read(read_tags(pdf))) == squeeze(page.find("body").text_content())


def _read(tag: Tag, is_referred: bool = False) -> str:
    """Return the text of a tag without numbers of pages, list items and footnotes."""
    if tag.type == "Note" or (tag.type == "Reference" and not tag.find("Link")):
        return ""
    if tag.type == "Lbl" and re.fullmatch(r"•|\w+\.", tag.text.strip()):
        return ""
    kids = [kid for kid in tag.kids if isinstance(kid, Tag | str)]
    if tag.type == "Link" and is_referred and _text(kids[-1]).strip().isdigit():
        kids.pop()
    return "".join(_text(kid, is_referred=tag.type == "Reference") for kid in kids)


def _text(kid: Tag | str, *, is_referred: bool = False) -> str:
    is_whole = isinstance(kid, Tag) and "/ActualText" not in kid.dictionary
    return _read(kid, is_referred) if is_whole else getattr(kid, "text", kid)


IN_TEXT = "//body//@lang[not(ancestor::nav[@class='versions'])]"


def test_its_languages_and_headers_are_said_where_they_are_needed(pdf, built, document):
    page = lxml.html.fromstring(built.read(document, "html").decode())
    said = Counter(str(tag.language) for tag in read_tags(pdf).walk() if tag.language)
    assert set(said) == set(page.xpath(IN_TEXT)) - {document.tags[0]}
    for header in read_tags(pdf).find("TH"):
        assert str(header.attributes["/Scope"]) in ("/Row", "/Column")
    assert len(read_tags(pdf).find("Table")) == len(page.xpath("//table"))


def test_no_text_on_its_pages_is_left_untagged(pdf):
    read = [read_content(page) for page in pdf.pages]
    assert [content.unmarked for content in read] == [""] * len(read)
    kinds = {kind["/Type"] for content in read for kind, text in content.artifacts if text}
    assert kinds <= {"/Pagination", "/Layout"}


def test_its_outline_has_the_headings(pdf, built, document):
    page = lxml.html.fromstring(built.read(document, "html").decode())
    headings = [squeeze(h.text_content()) for h in page.xpath("//h1|//h2|//h3")]
    with pdf.open_outline() as outline:
        assert [squeeze(title) for title in _titles(outline.root)] == headings
    assert len(headings) > 1


def _titles(items: list[pikepdf.OutlineItem]) -> Iterator[str]:
    for item in items:
        yield item.title
        yield from _titles(item.children)


def test_its_fonts_are_embedded_and_ours(pdf, document):
    fonts = [obj for obj in pdf.objects if _type(obj) == "/FontDescriptor"]
    assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
    names = {str(font.FontName).rpartition("+")[2].lstrip("/") for font in fonts}
    families = {re.sub(r"-(Bold|Italic|Oblique|Bold-Italic)$", "", name) for name in names}
    assert families <= FAMILIES[document.pack]
    assert ("Amiri" in families) == ("fa" in document.languages)


def _type(obj: pikepdf.Object) -> str:
    return str(obj.get("/Type", "")) if isinstance(obj, pikepdf.Dictionary) else ""


def test_its_pages_have_the_theme_s_size(pdf, document):
    sizes = [tuple(round(float(side)) for side in page.mediabox[2:]) for page in pdf.pages]
    portrait = SIZES[document.pack]
    landscape = portrait[::-1]
    if document.pack == "flyway-2026" and document.kind == "bilingual-table":
        assert set(sizes[:-1]) == {landscape}
        assert sizes[-1] == portrait
    else:
        assert set(sizes) == {portrait}


def test_it_has_as_many_pages_as_the_manifest_says_and_as_its_kind_may(pdf, built, document):
    assert len(pdf.pages) == manifest(built, document.pack)[f"{document.name}.pdf"]["pages"]
    if document.kind == "one-pager":
        assert len(pdf.pages) == 1


def test_it_was_written_once_and_carries_nothing_else(pdf, built, document):
    assert built.read(document, "pdf").count(b"%%EOF") == 1
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(pdf.Root.keys())
    assert list(pdf.attachments) == (["source.json"] if document.audience in SOURCES else [])


@pytest.mark.parametrize("open_to_all", [d for d in DOCUMENTS if d.audience in SOURCES], ids=str)
def test_its_source_says_what_it_was_made_from_and_nothing_of_where(built, open_to_all):
    with pikepdf.open(built.path(open_to_all, "pdf")) as pdf:
        source = pdf.attachments["source.json"].get_file().read_bytes().decode()
        view = json.loads(source)
    assert [language["tag"] for language in view["languages"]] == list(open_to_all.languages)
    assert view["kind"] == open_to_all.kind
    assert not re.search(r'"place":|content/|\.yaml', source)


PERSIAN = [Document("flyway-2026", "observers/briefing.fa", "briefing", "observers", ("fa",))]


@pytest.mark.parametrize("persian", PERSIAN, ids=str)
def test_persian_runs_from_right_to_left(built, persian):
    """The title's first word stands right of its second, and the line ends at the margin."""
    words = _words(built.path(persian, "pdf"))
    first, second = (words[squeeze(word)] for word in ("چهارمین", "استپی"))
    assert first > second > 612 / 2 - 100
    assert words[squeeze("مطالب")] > 612 - 160


def _words(path) -> dict[str, float]:
    """Return each word of the first page, in the order it is written, and its left edge."""
    command = ["pdftotext", "-f", "1", "-l", "1", "-bbox", str(path), "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    page = lxml.html.fromstring(done.stdout.decode())
    found: dict[str, float] = {}
    for word in page.iter("word"):
        text = squeeze(word.text or "")
        found.setdefault(text, float(word.get("xmin")))
        found.setdefault(text[::-1], float(word.get("xmin")))
    return found
