"""One self-contained file: nothing to fetch, notes at the end, the stylesheet inside."""

from xml.etree import ElementTree

import lxml.html
import pytest

from briefgen.build.job import Metadata, Stylesheet
from briefgen.writers.html import write_html
from tests.redline import edits, paragraphs, versions

METADATA = Metadata("Title & more", "A subject", "ru", "2025-10-09")
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def html():
    def make(body, css="", assets=()):
        root = ElementTree.fromstring(
            f'<html lang="ru"><head><title>t</title></head><body>{body}</body></html>'
        )
        sheets = (Stylesheet("templates/audiences/x/style.css", css.encode()),)
        before = ElementTree.tostring(root)
        text = write_html(root, sheets, dict(assets), METADATA).decode()
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


def test_a_document_without_footnotes_has_no_section_for_them(html):
    assert "doc-endnotes" not in html("<p>x</p>")


def test_accepting_all_changes_gives_the_new_text_and_rejecting_all_the_old(html):
    pairs = edits(2000, seed=2)
    page = lxml.html.fromstring(html(paragraphs(pairs)))
    assert [versions(paragraph) for paragraph in page.iter("p")] == pairs
