"""Turn HTML files into PDF and DOCX as a first script does: WeasyPrint and python-docx.

`python -m bench.plain INPUTS OUTPUT`. Nothing is tuned and nothing is spoiled: default
options, a font configuration per document because that is the default, and the calls of
python-docx's own tutorial. It writes no look into the DOCX, no notes, no links.
"""

from __future__ import annotations

import sys
from pathlib import Path

import docx
import lxml.html
from lxml.html import HtmlElement
from weasyprint import HTML

from bench.inputs import plain_files

BLOCKS = frozenset(
    ["p", "li", "dt", "dd", "figcaption", "blockquote", "div", "aside", "section", "ul", "ol"]
)


def write_docx(html: str, path: Path) -> None:
    """Write the headings, paragraphs, lists and tables of a document."""
    document = docx.Document()
    for element in lxml.html.document_fromstring(html).iter():
        if element.tag == "table":
            _add_table(document, element)
        elif next(element.iterancestors("table"), None) is not None:
            continue
        elif element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            document.add_heading(_text(element), level=int(element.tag[1]))
        elif element.tag in BLOCKS and not any(child.tag in BLOCKS for child in element):
            parent = element.getparent()
            ordered = parent is not None and parent.tag == "ol"
            style = ("List Number" if ordered else "List Bullet") if element.tag == "li" else None
            document.add_paragraph(_text(element), style=style)
    document.save(str(path))


def _add_table(document: docx.document.Document, element: HtmlElement) -> None:
    rows = [list(row.iterchildren("th", "td")) for row in element.iter("tr")]
    width = max(sum(int(cell.get("colspan", "1")) for cell in row) for row in rows)
    table = document.add_table(rows=len(rows), cols=width, style="Table Grid")
    for i, row in enumerate(rows):
        j = 0
        for cell in row:
            table.cell(i, j).text = _text(cell)
            span = int(cell.get("colspan", "1"))
            if span > 1:
                table.cell(i, j).merge(table.cell(i, j + span - 1))
            j += span


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def main(inputs: Path, output: Path) -> None:
    """Write every document of the inputs in three formats."""
    output.mkdir(parents=True)
    for path in plain_files(inputs):
        html = path.read_text(encoding="utf-8")
        (output / path.name).write_text(html, encoding="utf-8")
        HTML(string=html, base_url=str(inputs)).write_pdf(output / f"{path.stem}.pdf")
        write_docx(html, output / f"{path.stem}.docx")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
