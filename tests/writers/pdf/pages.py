"""Lay out pieces of markup for the tests of the PDF writer."""

import io
from xml.etree import ElementTree

import pikepdf

from briefgen.pipeline.job import Metadata, Stylesheet
from briefgen.style.engine import AssetFetcher, Engine
from briefgen.writers.pdf import write_pdf

METADATA = Metadata("Заголовок", "What it is about", "ru", "2025-10-09", ("summit", "brief"))
ENGINE = Engine()


def lay_out(body, css="", assets=None, language="ru"):
    """Return a laid-out document."""
    root = ElementTree.fromstring(f'<html lang="{language}"><head/><body>{body}</body></html>')
    sheets = (Stylesheet("x.css", css.encode()),)
    return ENGINE.cascade(root, sheets, AssetFetcher(assets or {}))[0].layout()


def make_pdf(body, css="", assets=None, language="ru", source=None) -> bytes:
    """Return the bytes of a document's PDF."""
    document = lay_out(body, css, assets, language)
    metadata = Metadata("Title", "", language, "2025-10-09")
    return write_pdf(document, metadata, source)


def open_pdf(*arguments, **keywords) -> pikepdf.Pdf:
    """Return a document's PDF, opened."""
    return pikepdf.open(io.BytesIO(make_pdf(*arguments, **keywords)))
