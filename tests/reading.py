"""Read the paragraphs back out of what briefgen wrote, with readers that are not its own.

A paragraph is the text of one block, white space collapsed; running headers, page
numbers, list numbers and note marks are not text. Notes come last.
"""

import io
import re
import subprocess
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import lxml.html
import lxml.html.builder
from lxml import etree

from briefgen.pipeline.paginate import FULL_FROM

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
INLINE = {
    "a",
    "abbr",
    "cite",
    "code",
    "del",
    "em",
    "img",
    "ins",
    "q",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
}


def collapse(text: str) -> str:
    """Return the text with white space as single spaces, plain hyphens, no direction marks.

    (What CSS keeps on one line has no-break spaces and hyphens in Word.)
    """
    text = re.sub(r"[\u200e\u200f]", "", text).replace("\u2011", "-")
    return re.sub(r"\s+", " ", text).strip()


def html_paragraphs(data: bytes) -> list[str]:
    """Return the paragraphs of an HTML file in reading order."""
    return paragraphs_of(parse_html(data).find("body"))


def on_paper(data: bytes, pages: int) -> bytes:
    """Return an HTML file with the contents that a PDF or Word file of so many pages has."""
    if pages >= FULL_FROM:
        return data
    page = lxml.html.fromstring(data.decode())
    for entries in page.xpath("//nav[@role='doc-toc']/*[self::ol or self::ul]"):
        names = [collapse(entry.find("a").text_content()) for entry in entries]
        line = lxml.html.builder.P(" \u00b7 ".join(names))
        entries.getparent().replace(entries, line)
    return lxml.html.tostring(page, encoding="utf-8", doctype="<!DOCTYPE html>")


def parse_html(data: bytes) -> lxml.html.HtmlElement:
    """Return an HTML file's tree without the marks of notes, which Word and PDF make.

    What only a page in a browser has, such as links to other versions, is left out too.
    """
    page = lxml.html.fromstring(data.decode())
    notes = "//*[@role='doc-noteref' or @role='doc-backlink']"
    for mark in page.xpath(f"{notes}|//a[@class='skip-link']|//nav[@class='versions']"):
        mark.drop_tree()
    for notes in page.xpath("//*[@role='doc-endnotes']"):  # Word and PDF have them after all text
        page.find("body").append(notes)
    return page


def paragraphs_of(element: lxml.html.HtmlElement) -> list[str]:
    """Return the paragraphs in an element of such a tree."""
    found: list[str] = []
    _gather(element, found)
    return [text for raw in found if (text := collapse(raw))]


def _gather(element: lxml.html.HtmlElement, found: list[str]) -> None:
    found.append(element.text or "")
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag in INLINE:
            found[-1] += child.text_content() + (child.tail or "")
        elif child.tag == "br":
            found[-1] += " " + (child.tail or "")
        else:
            _gather(child, found)
            found.append(child.tail or "")


def docx_paragraphs(data: bytes) -> list[str]:
    """Return the paragraphs of a Word document's body, then those of its notes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = list(_word(archive.read("word/document.xml")))
        if "word/footnotes.xml" in archive.namelist():
            found += _word(archive.read("word/footnotes.xml"))
    return [text for raw in found if (text := collapse(raw))]


def _word(part: bytes) -> Iterator[str]:
    for paragraph in etree.fromstring(part).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        text = "".join(_runs(paragraph))
        if style is not None and re.match(r"(?i)toc\d", style.get(f"{W}val", "")):
            text = text.rpartition("\t")[0] or text
        yield text


def _runs(paragraph: etree._Element) -> Iterator[str]:
    for node in paragraph.iter():
        if node.getparent().tag == f"{W}r" and _is_hidden(node.getparent()):
            continue
        if node.tag == f"{W}t":
            yield node.text or ""
        elif node.tag == f"{W}tab" and node.getparent().tag == f"{W}r":
            yield "\t"
        elif node.tag in {f"{W}br", f"{W}cr"}:
            yield " "
        elif node.tag == f"{W}noBreakHyphen":
            yield "\u2011"


def _is_hidden(run: etree._Element) -> bool:
    return run.find(f"{W}rPr/{W}vanish") is not None


def pdf_text(path: Path) -> str:
    """Return the PDF's text in content order, as pdftotext reads it."""
    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


MIRRORED = str.maketrans(")]}»›", "([{«‹")


def squeeze(text: str) -> str:
    """Return only letters, digits and signs: what hyphenation and line breaks can't change.

    Letters and marks are apart (NFKD), so that pieces may be joined and squeezed again;
    brackets are all opening, since a PDF holds those of right-to-left lines as drawn.
    """
    text = unicodedata.normalize("NFKD", text).translate(MIRRORED)
    return "".join(
        character
        for character in text
        if not character.isspace()
        and unicodedata.category(character) != "Cf"
        and character not in "-\u2010\u2011\u00ad"
    )


def find_bag(text: str, wanted: str, start: int) -> int:
    """Return where ``text`` has the characters of ``wanted``, in any order; -1 for nowhere.

    A PDF holds a line of Arabic script in the order in which it is drawn, so that only
    the characters of a whole paragraph can be looked for, not their order.
    """
    size = len(wanted)
    surplus = Counter(text[start : start + size])
    surplus.subtract(wanted)
    for position in range(start, len(text) - size + 1):
        if not any(surplus.values()):
            return position
        surplus[text[position]] -= 1
        surplus[text[position + size : position + size + 1]] += 1
    return -1


def locate(paragraphs: Iterable[str], text: str) -> list[tuple[int, int] | None]:
    """Return where each paragraph starts and ends in a squeezed text, one after the other.

    One that is not there in this order has None. White space and hyphens don't count.
    """
    position, spans = 0, []
    for paragraph in paragraphs:
        wanted = squeeze(paragraph)
        is_drawn_in_order = not any(unicodedata.bidirectional(c) == "AL" for c in wanted)
        find = str.find if is_drawn_in_order else find_bag
        if (found := find(text, wanted, position)) < 0:
            spans.append(None)
        else:
            position = found + len(wanted)
            spans.append((found, position))
    return spans
