"""A PDF with all that the checks look at and nothing wrong, and ways to reach into it."""

import io
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
from PIL import Image

from briefgen.conformance.pdf.check import check_pdf
from briefgen.pipeline.job import Metadata, Stylesheet
from briefgen.style.engine import AssetFetcher, Engine
from briefgen.writers.pdf import write_pdf
from tests.once import once

METADATA = Metadata("Joint statement", "What was agreed", "en", "2025-10-09", ("summit",))

CSS = """
@page { size: 160mm 120mm; margin: 20mm;
        @top-left { content: "Joint statement" }
        @bottom-right { content: counter(page) " / " counter(pages) } }
[role=doc-footnote] { float: footnote }
nav li { list-style: none }
nav a::after { content: leader(". ") target-counter(attr(href), page) }
"""

ROWS = "".join(
    f'<tr><th scope="row">{n}</th><td>The parties meet.</td>'
    '<td lang="ru">Стороны встречаются.</td></tr>'
    for n in range(1, 41)
)

BODY = f"""
<h1>Joint statement</h1>
<nav role="doc-toc"><ol><li><a href="#table">Side by side</a></li></ol></nav>
<p>The parties <em>agreed</em>.<span role="doc-footnote">In Dushanbe.</span> Read
  <a href="https://example.org/statement">the organiser's page</a>.
  It is called <span lang="ru">Совместное заявление сторон</span>.<span role="doc-footnote">Its
  Russian title.</span></p>
<h2>Trade</h2>
<p><img src="chart.png" alt="Trade grew from 20 to 30 billion dollars" width="200"/></p>
<ul><li>Cotton</li><li>Grain<ol><li>Wheat</li><li>Barley</li></ol></li></ul>
<h2 id="table">Side by side</h2>
<table><thead><tr><th scope="col">No.</th><th scope="col">English</th>
  <th scope="col">Russian</th></tr></thead>
<tbody>{ROWS}<tr><th scope="row">41</th><td colspan="2">To be agreed</td></tr></tbody></table>
"""


def chart() -> bytes:
    """Return a small PNG."""
    image = io.BytesIO()
    Image.new("RGB", (20, 10), "teal").save(image, "PNG")
    return image.getvalue()


def make_good() -> bytes:
    """Return the PDF, with what it was made from attached."""
    root = ElementTree.fromstring(f'<html lang="en"><head/><body>{BODY}</body></html>')
    sheets = (Stylesheet("x.css", CSS.encode()),)
    cascade, _ = Engine().cascade(root, sheets, AssetFetcher({"chart.png": chart()}))
    data = write_pdf(cascade.layout(), METADATA)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        attach(pdf)
        return save(pdf)


def good_pdf(shared: Path) -> bytes:
    """Return the PDF, made once for all processes of a test run."""
    folder = once(shared, "good-pdf", lambda folder: (folder / "x.pdf").write_bytes(make_good()))
    return (folder / "x.pdf").read_bytes()


def attach(pdf: pikepdf.Pdf) -> None:
    """Attach a file as PDF/A-3 asks for it."""
    file = pikepdf.AttachedFileSpec(
        pdf, b"{}", filename="source.json", mime_type="application/json",
        creation_date="D:20251009000000Z", mod_date="D:20251009000000Z",
        relationship=pikepdf.Name.Source,
    )  # fmt: skip
    pdf.attachments["source.json"] = file
    pdf.Root.AF = pikepdf.Array([pdf.make_indirect(file.obj)])


def save(pdf: pikepdf.Pdf, **options) -> bytes:
    """Return the bytes of a PDF that was changed."""
    written = io.BytesIO()
    unsealed = "encryption" not in options
    pdf.save(written, deterministic_id=unsealed, fix_metadata_version=False, **options)
    return written.getvalue()


def elements(pdf: pikepdf.Pdf, *types: str) -> list[pikepdf.Dictionary]:
    """Return the structure elements of these types, in document order."""
    return [e for e in _walk(pdf.Root.StructTreeRoot) if str(e.get("/S", ""))[1:] in types]


def _walk(element: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _walk(kid)


def parent(element: pikepdf.Dictionary) -> tuple[pikepdf.Dictionary, int]:
    """Return the element above an element, and which of its kids this is."""
    above = element.P
    number = next(n for n, kid in enumerate(above.K) if getattr(kid, "objgen", 0) == element.objgen)
    return above, number


def content(page: pikepdf.Page) -> bytes:
    """Return a page's content stream."""
    page.contents_coalesce()
    return page.Contents.read_bytes()


def codes(data: bytes) -> list[str]:
    """Return the codes of what is wrong."""
    return [found.code for found in check_pdf(data, "x.pdf")]
