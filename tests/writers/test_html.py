"""One self-contained file: nothing to fetch, notes at the end, the stylesheet inside."""

import dataclasses
from xml.etree import ElementTree

import lxml.html
import pytest

from briefgen.pipeline.job import Metadata, Stylesheet, Version
from briefgen.writers.html import write_html
from tests.redline import edits, paragraphs, versions

METADATA = Metadata("Title & more", "A subject", "ru", "2025-10-09")
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def html():
    def make(body, css="", assets=(), *, metadata=METADATA, versions=(), words=()):
        metas = "".join(f'<meta name="{name}" content="{text}"/>' for name, text in words)
        root = ElementTree.fromstring(
            f'<html lang="ru"><head><title>t</title>{metas}</head><body>{body}</body></html>'
        )
        sheets = (Stylesheet("templates/audiences/x/style.css", css.encode()),)
        before = ElementTree.tostring(root)
        text = write_html(root, sheets, dict(assets), metadata, versions).decode()
        assert ElementTree.tostring(root) == before, "the writer changed the document"
        return text

    return make


def test_the_head_says_what_the_metadata_says_and_no_more(html):
    text = html("<p>x</p>")
    page = lxml.html.fromstring(text)
    assert text.startswith('<!DOCTYPE html>\n<html lang="ru">')
    assert page.findtext(".//title") == "Title & more"
    metas = {
        meta.get("name"): meta.get("content") for meta in page.iter("meta") if meta.get("name")
    }
    assert metas == {
        "viewport": "width=device-width, initial-scale=1",
        "description": "A subject",
        "dcterms.date": "2025-10-09",
    }


def test_a_browser_is_told_to_fetch_nothing(html):
    page = lxml.html.fromstring(html("<p>x</p>"))
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none';")


def test_void_elements_are_html_and_not_xml(html):
    assert "<p>a<br>b</p>" in html("<p>a<br/>b</p>")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"RIFF....WEBP", "image/webp"),
        (b"<svg/>", "image/svg+xml"),
    ],
)
def test_an_image_is_carried_inside(html, data, kind):
    text = html('<p><img src="a%20b.x" alt="x"/></p>', assets={"a b.x": data})
    assert f'src="data:{kind};base64,' in text


def test_a_stylesheet_url_is_carried_inside(html):
    css = "@media print { .a { background: url(logo.png) } } .b { background: url(other.png) }"
    text = html("<p>x</p>", css, {"templates/audiences/x/logo.png": PNG})
    assert 'url("data:image/png;base64,' in text
    assert "url(other.png)" in text


def test_a_quoted_stylesheet_url_is_carried_inside(html):
    css = '@font-face { font-family: F; src: url("f.ttf") format("truetype") }'
    text = html("<p>x</p>", css, {"templates/audiences/x/f.ttf": b"\x00\x01\x00\x00"})
    assert "data:font/ttf;base64," in text
    assert '"f.ttf"' not in text


def test_a_style_can_not_end_its_element(html):
    page = lxml.html.fromstring(html("<p>x</p>", "p::after { content: '</STYLE><script>x' }"))
    assert page.xpath("//script") == []


def test_a_footnote_goes_to_the_end_with_links_both_ways(html):
    page = lxml.html.fromstring(
        html(
            '<p>one<span role="doc-footnote">plain</span> two'
            '<span role="doc-footnote">with <em>words</em></span>.</p>'
        )
    )
    assert page.xpath("string(//p)") == "one1 two2."
    assert page.xpath("//p//a[@role='doc-noteref']/@href") == ["#note-1", "#note-2"]
    items = page.xpath("//section[@role='doc-endnotes']//li")
    assert [item.text_content() for item in items] == ["plain ↩", "with words ↩"]
    assert page.xpath("//a[@role='doc-backlink']/@href") == ["#note-1-ref", "#note-2-ref"]


def test_notes_and_contents_are_numbered_in_the_digits_that_the_template_says(html):
    body = (
        '<nav role="doc-toc"><ol><li><a href="#a">A</a></li></ol></nav><h2 id="a">A</h2>'
        '<p>one<span role="doc-footnote">plain</span></p>'
    )
    for digits, number in (("۰۱۲۳۴۵۶۷۸۹", "۱"), ("۰۱", "1")):
        page = lxml.html.fromstring(html(body, words=[("digits", digits)]))
        assert page.xpath("string(//p//a[@role='doc-noteref'])") == number
        assert page.xpath("string(//h2/@data-number)") == number


def test_a_document_without_footnotes_has_no_section_for_them(html):
    assert "doc-endnotes" not in html("<p>x</p>")


def test_accepting_all_changes_gives_the_new_text_and_rejecting_all_the_old(html):
    pairs = edits(2000, seed=2)
    page = lxml.html.fromstring(html(paragraphs(pairs)))
    assert [versions(paragraph) for paragraph in page.iter("p")] == pairs


def test_a_page_that_not_everybody_may_read_is_not_found_or_named(html):
    metadata = dataclasses.replace(METADATA, discreet="Briefing · Internal")
    page = lxml.html.fromstring(html("<p>x</p>", metadata=metadata))
    assert page.findtext(".//title") == "Briefing · Internal"
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert not page.xpath("//meta[@name='description']")


def test_margins_say_in_a_browser_what_named_strings_say_in_a_pdf(html):
    css = """
    @page { @top-left { content: string(mark) " / " string(unknown) } }
    .no { string-set: mark "none" }
    .a { string-set: mark "<" content() ">" }
    """
    text = html('<p class="a">Not  for "all"</p><p class="a">later</p>', css)
    assert r'content: "<Not for \"all\">" " / " ""' in text
    assert "string(" not in text


def test_cells_carry_the_first_line_of_their_column_s_heading(html):
    page = lxml.html.fromstring(html(
        '<table><thead><tr><th scope="col">A</th><th scope="col">B<br/>c</th></tr></thead>'
        '<tbody><tr><th scope="row">1</th><td>2</td></tr><tr><td colspan="2">3</td></tr></tbody>'
        "</table>"
    ))  # fmt: skip
    assert [cell.get("data-label") for cell in page.iter("td")] == ["B", None]


@pytest.mark.parametrize("row", ['<td rowspan="2">1</td>', ""])
def test_cells_that_have_no_column_of_their_own_have_no_label(html, row):
    head = '<tr><th scope="col">A</th></tr>' * (1 if row else 2)
    body = f"<tbody><tr>{row or '<td>1</td>'}</tr></tbody>"
    text = html(f"<table><thead>{head}</thead>{body}</table>")
    assert "data-label=" not in text


def test_contents_and_headings_are_numbered_for_a_browser_s_print(html):
    page = lxml.html.fromstring(html(
        '<nav role="doc-toc"><ol><li><a href="#a">A</a><ol><li><a href="#b">B</a></li></ol></li>'
        '<li><a href="#none">C</a></li></ol></nav>'
        '<section id="a"><h2>A</h2><h3 id="b">B</h3></section>'
    ))  # fmt: skip
    numbered = [(e.tag, e.get("data-number")) for e in page.xpath("//*[@data-number]")]
    assert numbered == [("a", "1"), ("a", "1.1"), ("h2", "1"), ("h3", "1.1")]


WORDS = (("skip-link", "Skip"), ("permalink", "Here"), ("versions", "Others"))


def test_what_has_an_id_can_be_pointed_to(html):
    body = '<ul><li id="i">x <ul><li>y</li></ul></li></ul><p id="p">z</p>'
    body += '<dl><dt id="t">a</dt><dd id="d">b</dd></dl>'
    body += '<table><tbody><tr><th scope="row" id="r">1</th><td>c</td></tr></tbody></table>'
    page = lxml.html.fromstring(html(body, words=WORDS))
    links = page.find_class("permalink")
    assert [(link.get("href"), link.get("aria-label")) for link in links] == [
        ("#i", "Here"), ("#p", "Here"), ("#t", "Here"), ("#d", "Here"), ("#r", "Here"),
    ]  # fmt: skip
    assert [child.tag for child in page.xpath("//li[@id]")[0]] == ["a", "ul"]


def test_a_page_links_to_its_other_versions_and_lets_them_be_skipped(html):
    versions = (Version("x.ru.pdf", "PDF"), Version("x.fa.html", "", (("fa", "rtl", "فارسی"),)))
    page = lxml.html.fromstring(html("<main><p>x</p></main>", versions=versions, words=WORDS))
    skip, nav, main = page.find("body")
    assert (skip.get("href"), skip.text, main.get("id")) == ("#main-text", "Skip", "main-text")
    assert nav.get("aria-label") == "Others"
    assert [(a.get("href"), a.text_content(), a.get("hreflang")) for a in nav] == [
        ("x.ru.pdf", "PDF", None), ("x.fa.html", "فارسی", "fa"),
    ]  # fmt: skip


def test_a_version_in_two_languages_says_each_in_itself(html):
    versions = (Version("x.pdf", "PDF", (("en", "ltr", "English"), ("fa", "rtl", "فارسی"))),)
    page = lxml.html.fromstring(html("<main><p>x</p></main>", versions=versions, words=WORDS))
    [link] = page.find("body/nav")
    assert link.text_content() == "English / فارسی (PDF)"
    assert [(e.get("lang"), e.get("dir")) for e in link] == [
        ("en", "ltr"), ("fa", "rtl"), (None, "ltr"),
    ]  # fmt: skip


def test_names_of_formats_are_marked_up_as_those_of_languages_in_their_letters(html):
    versions = (Version("x.pdf", "PDF"), Version("x.en.html", "", (("en", "ltr", "English"),)))
    page = lxml.html.fromstring(html("<main><p>x</p></main>", versions=versions, words=WORDS))
    assert [span.text for span in page.xpath("//nav//span[@dir='ltr']")] == ["PDF", "English"]


def test_without_words_nothing_is_added(html):
    versions = (Version("x.ru.pdf", "PDF"),)
    page = lxml.html.fromstring(html('<main><p id="p">x</p></main>', versions=versions))
    assert not page.xpath("//a|//nav")
