"""Every HTML file of both packs: self-contained, with the language and direction of its text."""

import re

import lxml.html
import pytest

DIRECTIONS = {"fa": "rtl"}
ARABIC = re.compile(r"[\u0600-\u06ff]")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
LATIN_SENTENCE = re.compile(r"(?:\b[a-z]+ ){3}")


@pytest.fixture
def page(built, document) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(built.read(document, "html").decode())


def test_nothing_is_fetched(page):
    assert not page.xpath("//script|//link|//iframe|//object|//embed|//base|//form")
    assert all(src.startswith("data:") for src in page.xpath("//@src"))
    assert not page.xpath("//@srcset|//@style|//@onload|//@onclick")
    for style in page.iter("style"):
        assert not re.search(r"@import|url\((?!\s*[\"']?data:)", style.text)
    [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")


def test_links_lead_into_the_page_to_a_publication_or_to_another_version(page, document, built):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    versions = page.xpath("//nav[@class='versions']/a/@href")
    assert len(set(versions)) == len(versions) >= 2
    folder = built.path(document, "html").parent
    assert all((folder / href).is_file() and "/" not in href for href in versions)
    for href in page.xpath("//*[not(parent::nav[@class='versions'])]/@href"):
        assert href.startswith("https://") or (href[0] == "#" and href[1:] in ids), href


def test_its_language_and_direction_are_those_of_the_document(page, document):
    language = document.languages[0]
    assert page.get("lang") == document.tags[0]
    assert page.get("dir") == DIRECTIONS.get(language, "ltr")


def test_text_in_another_script_says_its_language_and_direction(page, document):
    """Names in Latin letters may stand anywhere; three small words in a row are English."""
    scripts = ((ARABIC, {"fa"}), (CYRILLIC, {"kk", "ru"}), (LATIN_SENTENCE, {"en", "en-GB"}))
    found = set()
    for text in page.xpath("//body//text()[not(ancestor::nav[@class='versions'])]"):
        for script, languages in scripts:
            if script.search(text):
                element = text.getparent() if not text.is_tail else text.getparent().getparent()
                language = element.xpath("string((ancestor-or-self::*/@lang)[last()])")
                direction = element.xpath("string((ancestor-or-self::*/@dir)[last()])")
                assert language in languages, text
                assert direction == DIRECTIONS.get(language, "ltr"), text
                found.add(language)
    assert found == set(document.tags)


def test_each_picture_is_described(page):
    assert all(alt.strip() for alt in page.xpath("//img/@alt"))
    assert len(page.xpath("//img")) == len(page.xpath("//img/@alt"))


def test_only_pages_for_everybody_are_found_and_named(page, document):
    [marking] = page.xpath("//p[@class='marking']") or [None]
    title = page.findtext(".//title")
    is_public = not page.xpath("//meta[@name='robots'][@content='noindex']")
    heading = page.find(".//h1").text_content()
    assert is_public == bool(page.xpath("//meta[@name='description']"))
    if not is_public:
        assert heading not in title
        assert marking is None or marking.text_content() in title
