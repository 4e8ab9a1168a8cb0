"""Turn a laid-out document into PDF bytes: PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3).

Layout itself is WeasyPrint's, reached through briefgen/style/engine.py; what the pages'
content means is in structure.py, how that is found on the pages in tags.py.
"""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from typing import Any

import pydyf
from weasyprint import Attachment
from weasyprint.document import Document

from briefgen.pipeline.job import Metadata, Pagination
from briefgen.writers.pdf.metadata import Description

SOURCE_NAME = "source.json"


def write_pdf(document: Document, metadata: Metadata, source: bytes | None = None) -> bytes:
    """Return the PDF of a paginated document; equal input gives equal bytes.

    Document information is what ``metadata`` says and nothing else. ``source`` is what the
    document was made from, as JSON, which travels in the file (ISO 19005-3, 6.8). WeasyPrint
    logs what it could not draw; the caller listens (briefgen.style.engine.log_messages).
    """
    document.metadata = Description(
        title=metadata.title,
        description=metadata.subject,
        keywords=list(metadata.keywords),
        created=metadata.date,
        modified=metadata.date,
        lang=metadata.language,
        attachments=[] if source is None else [_attachment(source, metadata)],
    )
    pdf: bytes = document.write_pdf(pdf_variant="pdf/a-3a", finisher=_finish)
    return pdf


def read_pagination(document: Document) -> Pagination:
    """Return the number of pages, and that of the page on which each anchor stands."""
    numbers: dict[str, int] = {}
    for number, page in enumerate(document.pages, start=1):
        anchors: dict[str, Any] = page.anchors
        for name in anchors:
            numbers.setdefault(name, number)
    return Pagination(len(document.pages), numbers)


def _attachment(source: bytes, metadata: Metadata) -> Attachment:
    year, month, day = (*map(int, metadata.date.split("-")), 1, 1)[:3]
    date = datetime(year, month, day, tzinfo=UTC)
    return Attachment(
        string=source,
        name=SOURCE_NAME,
        description=metadata.title,
        created=date,
        modified=date,
        relationship="Source",
    )


def _finish(_document: Document, pdf: pydyf.PDF) -> None:
    """Complete what WeasyPrint leaves out, before the file is written."""
    catalog = pdf.catalog
    catalog["PageLabels"] = pydyf.Dictionary(
        {"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])}
    )
    if "AF" in catalog:  # WeasyPrint 70 lists each file twice
        catalog["AF"] = pydyf.Array(dict.fromkeys(catalog["AF"]))
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream):
            # A viewer may not smooth images (ISO 19005-3, 6.2.8.1), whatever a stylesheet says.
            if item.extra.get("Interpolate") == "true":
                item.extra["Interpolate"] = "false"
            if item.compress:
                _compress(item)


def _compress(stream: pydyf.Stream) -> None:
    """Compress a stream now: pydyf 0.13 does it twice, for the file and for its identifier."""
    stream.compress = False
    data: bytes = stream.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
    stream.stream = [zlib.compress(data)]
    stream.extra["Filter"] = "/FlateDecode"
