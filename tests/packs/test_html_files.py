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


def test_links_lead_into_the_page_or_to_a_publication(page):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for href in page.xpath("//@href"):
        assert href.startswith("https://") or (href[0] == "#" and href[1:] in ids), href


def test_its_language_and_direction_are_those_of_the_document(page, document):
    language = document.languages[0]
    assert page.get("lang") == language
    assert page.get("dir") == DIRECTIONS.get(language, "ltr")


def test_text_in_another_script_says_its_language_and_direction(page, document):
    """Names in Latin letters may stand anywhere; three small words in a row are English."""
    scripts = ((ARABIC, {"fa"}), (CYRILLIC, {"kk", "ru"}), (LATIN_SENTENCE, {"en"}))
    found = set()
    for text in page.xpath("//body//text()"):
        for script, languages in scripts:
            if script.search(text):
                element = text.getparent() if not text.is_tail else text.getparent().getparent()
                language = element.xpath("string((ancestor-or-self::*/@lang)[last()])")
                direction = element.xpath("string((ancestor-or-self::*/@dir)[last()])")
                assert language in languages, text
                assert direction == DIRECTIONS.get(language, "ltr"), text
                found.add(language)
    assert found == set(document.languages)


def test_each_picture_is_described(page):
    assert all(alt.strip() for alt in page.xpath("//img/@alt"))
    assert len(page.xpath("//img")) == len(page.xpath("//img/@alt"))
