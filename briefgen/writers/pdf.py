"""Turn a laid-out document into PDF bytes, tagged for PDF/UA-1 (ISO 14289-1).

Layout itself is WeasyPrint's, reached through briefgen/style/engine.py.
"""

from __future__ import annotations

from typing import Any

from weasyprint.document import Document
from weasyprint.pdf.metadata import DocumentMetadata

from briefgen.build.job import Metadata


def write_pdf(document: Document, metadata: Metadata) -> bytes:
    """Return the PDF of a paginated document; equal input gives equal bytes.

    Document information is what ``metadata`` says and nothing else. WeasyPrint logs what
    it could not draw; the caller listens (briefgen.style.engine.log_messages).
    """
    document.metadata = DocumentMetadata(
        title=metadata.title,
        description=metadata.subject,
        keywords=list(metadata.keywords),
        created=metadata.date,
        modified=metadata.date,
        lang=metadata.language,
    )
    pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return pdf


def page_numbers(document: Document) -> dict[str, int]:
    """Return the number, from 1, of the page on which each anchor stands."""
    numbers: dict[str, int] = {}
    for number, page in enumerate(document.pages, start=1):
        anchors: dict[str, Any] = page.anchors
        for name in anchors:
            numbers.setdefault(name, number)
    return numbers
