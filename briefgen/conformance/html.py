"""Turn an HTML file into what is wrong with it for those who hear it, or send it on.

The conditions are success criteria of WCAG 2.2; that a file fetches nothing is ours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

import lxml.html
from lxml import etree

from briefgen.conformance.scripts import is_language_tag
from briefgen.conformance.table import Check, run, whole
from briefgen.diagnostics import Diagnostic

Page: TypeAlias = etree._Element

_FETCHED = ("src", "srcset", "data", "poster", "background", "action", "formaction")
_URL = re.compile(r"url\(\s*[\"']?(?!data:|#)([^)\"']{1,80})|@import", re.IGNORECASE)


def _named(element: Page) -> str:
    text = " ".join("".join(map(str, element.itertext())).split())[:40]
    return f"(line {element.sourceline}, {element.tag}{f' {text!r}' if text else ''})"


def has_title(page: Page) -> Iterator[str]:
    """2.4.2: the page has a title."""
    if not (page.findtext("head/title") or "").strip():
        yield "the page has no title"


def has_languages(page: Page) -> Iterator[str]:
    """3.1.1 and 3.1.2: the page has a language, and each one that is named is a BCP 47 tag."""
    if not page.get("lang"):
        yield "the page has no language (lang)"
    for element in page.iter("*"):
        if (tag := element.get("lang")) and not is_language_tag(tag):
            yield f"'{tag[:40]}' is no language tag {_named(element)}"


def headings_go_down_one_by_one(page: Page) -> Iterator[str]:
    """1.3.1 and 2.4.6: the first heading is h1, and no level is left out."""
    above = 0
    for element in page.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        level = int(element.tag[1])
        if level > above + 1:
            before = f"after h{above}" if above else "as the first"
            yield f"a heading h{level} {before} {_named(element)}"
        above = level


def images_are_described(page: Page) -> Iterator[str]:
    """1.1.1: an image has a text in its place, which is empty where it says nothing."""
    for element in page.iter("img"):
        if element.get("alt") is None:
            yield f"an image has no alt {_named(element)}"


def header_cells_have_a_scope(page: Page) -> Iterator[str]:
    """1.3.1: whether a header cell is that of its row or of its column."""
    for element in page.iter("th"):
        if element.get("scope") not in ("row", "col", "rowgroup", "colgroup"):
            yield f"a header cell has no scope {_named(element)}"


def ids_are_taken_once(page: Page) -> Iterator[str]:
    """1.3.1: an id is that of one element, and a link inside the page leads to one."""
    ids = Counter(element.get("id") for element in page.iter("*") if element.get("id"))
    for name, count in ids.items():
        if count > 1:
            yield f"the id '{str(name)[:40]}' is taken {count} times"
    for link in page.iter("a"):
        target = link.get("href") or ""
        if target.startswith("#") and target != "#" and target[1:] not in ids:
            yield f"a link leads to '{target[:40]}', which is not there {_named(link)}"


def does_nothing(page: Page) -> Iterator[str]:
    """Find scripts, in elements and in attributes."""
    for element in page.iter("*"):
        if element.tag == "script" or any(str(name).startswith("on") for name in element.attrib):
            yield f"the page has a script {_named(element)}"


def fetches_nothing(page: Page) -> Iterator[str]:
    """Find what would tell somebody else that the file is read."""
    for element in page.iter("*"):
        values = [element.get(name) for name in _FETCHED]
        values += [element.get("href")] if element.tag in ("link", "image", "use", "base") else []
        for value in values:
            if value and not value.startswith(("data:", "#")):
                yield f"the page fetches '{value[:60]}' {_named(element)}"
        styles = [element.get("style") or "", element.text or "" if element.tag == "style" else ""]
        for found in (match for style in styles for match in _URL.finditer(style)):
            yield f"a stylesheet fetches '{found[1] or '@import'}'"


CHECKS = (
    Check("V111", has_title, "write <title>"),
    Check("V142", has_languages, "say it as a BCP 47 tag, such as en or kk-Cyrl"),
    Check("V144", headings_go_down_one_by_one, "begin with h1 and leave no level out"),
    Check("V145", images_are_described, "say in alt what it shows"),
    Check("V148", ids_are_taken_once, "give each element an id of its own"),
    Check("V151", header_cells_have_a_scope, "say row or col"),
    Check("V105", does_nothing, "leave it out"),
    Check("V201", fetches_nothing, "put it into the file, as data:"),
)
"""Every check, in the order of its findings."""


def check_html(data: bytes, file: str) -> list[Diagnostic]:
    """Return what is wrong with an HTML file; ``file`` is the path that is told."""
    try:
        parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True)
        page = lxml.html.document_fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        return [Diagnostic("V101", f"the file is damaged: {error}", whole(file), "write it anew")]
    return run(CHECKS, page, file)
