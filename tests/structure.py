"""Read a document's structure back: out of HTML, out of a PDF's outline, and from pandoc.

Texts are squeezed, so that they can be compared however their spaces came about.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import pikepdf

from tests.reading import parse_html, squeeze

Heading = tuple[int, str]


@dataclass(frozen=True)
class Structure:
    """Headings with their levels, the number of list items, tables with a header, and notes.

    A table is its header's text, the number of its columns and that of its other rows.
    """

    headings: list[Heading]
    items: int
    tables: list[tuple[str, int, int]]
    notes: list[str]


def read_html(data: bytes, without_markers: str = "false()") -> Structure:
    """Return an HTML file's structure; the contents, which Word makes by itself, left out.

    ``without_markers`` is an XPath condition for list items that the stylesheet takes the
    markers from, which makes them paragraphs in Word.
    """
    page = parse_html(data)
    notes = page.xpath("//*[@role='doc-endnotes']//li")
    aside = "ancestor::nav or ancestor::*[@role='doc-endnotes']"
    headings = page.xpath(f"//*[re:match(name(), '^h[1-6]$')][not({aside})]", namespaces=_REGEXP)
    items = page.xpath(f"count(//li[not({aside}) and not({without_markers})])")
    return Structure(
        [(int(heading.tag[1]), squeeze(heading.text_content())) for heading in headings],
        int(items),
        [_table(table) for table in page.xpath("//table[thead]")],
        [squeeze(note.text_content()) for note in notes],
    )


_REGEXP = {"re": "http://exslt.org/regular-expressions"}


def _table(table: lxml.html.HtmlElement) -> tuple[str, int, int]:
    head = table.find("thead")
    columns = sum(int(cell.get("colspan", 1)) for cell in head[0])
    return squeeze(head.text_content()), columns, len(table.xpath("(tbody|tfoot)/tr"))


def read_tree(tree: dict) -> Structure:
    """Return the structure that pandoc found (its tree as JSON, pandoc-types 1.23)."""
    nodes = list(_walk(tree["blocks"]))
    lists = [node["c"] for node in nodes if node["t"] == "BulletList"]
    lists += [node["c"][1] for node in nodes if node["t"] == "OrderedList"]
    tables = [node["c"] for node in nodes if node["t"] == "Table"]
    return Structure(
        [(node["c"][0], _text(node["c"][2])) for node in nodes if node["t"] == "Header"],
        sum(map(len, lists)),
        [
            (_text(head[1]), len(columns), sum(len(body[3]) for body in bodies))
            for _, _, columns, head, bodies, _ in tables
            if head[1]
        ],
        [_text(node["c"]) for node in nodes if node["t"] == "Note"],
    )


def _walk(node: object) -> Iterator[dict]:
    if isinstance(node, dict) and "t" in node:
        yield node
        yield from _walk(node.get("c"))
    elif isinstance(node, list):
        for child in node:
            yield from _walk(child)


def _text(node: object) -> str:
    return squeeze("".join(child["c"] for child in _walk(node) if child["t"] == "Str"))


def read_outline(path: Path) -> list[Heading]:
    """Return the levels and titles of a PDF's outline."""
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        return list(_levels(outline.root, 1))


def _levels(items: list[pikepdf.OutlineItem], level: int) -> Iterator[Heading]:
    for item in items:
        yield level, squeeze(item.title)
        yield from _levels(item.children, level + 1)
