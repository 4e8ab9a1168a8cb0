"""Word documents made from a few lines of markup and CSS, and read back."""

from xml.etree import ElementTree

import pytest

from briefgen.pipeline.job import Metadata, Problem, Stylesheet
from briefgen.style.cascade import compute_styles
from briefgen.style.engine import AssetFetcher, Engine
from briefgen.style.rules import Rules
from briefgen.writers.docx import write_docx
from briefgen.writers.docx.counterparts import without_counterpart
from tests.writers.docx.word_document import WordDocument

METADATA = Metadata("Title & more", "A subject", "en", "2025-10-09", ("one", "two"))
BASE = """
@page { size: A4; margin: 72pt }
html { font: 10pt/14pt 'PT Serif' }
body { margin: 0 }
p { margin: 0 0 6pt }
a { color: inherit; text-decoration: none }
"""


@pytest.fixture(scope="session")
def engine():
    return Engine()


@pytest.fixture(scope="session")
def written(engine):
    """What the writer returns: bytes and problems."""

    def write(
        body, css="", *, html='lang="en"', assets=None, pages=None, metadata=METADATA, **options
    ):
        root = ElementTree.fromstring(
            f"<html {html}><head><title>t</title></head><body>{body}</body></html>"
        )
        before = ElementTree.tostring(root)
        assets = assets or {}
        sheets = (Stylesheet("base.css", BASE.encode()), Stylesheet("own.css", css.encode()))
        cascade, diagnostics = engine.cascade(root, sheets, AssetFetcher(assets))
        assert not diagnostics
        styles = compute_styles(cascade)
        data, problems = write_docx(root, styles, metadata, assets, pages, **options)
        lost = Rules(sheets, root, styles).judge(without_counterpart(styles.page), cascade)
        problems = (*problems, *map(Problem, lost))
        assert ElementTree.tostring(root) == before, "the writer changed the document"
        return data, problems

    return write


@pytest.fixture(scope="session")
def word(written):
    """The document that the writer makes, read back."""

    def make(body, css="", **options):
        document = WordDocument(*written(body, css, **options))
        document.check()
        return document

    return make
