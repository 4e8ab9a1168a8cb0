"""The contract with WeasyPrint's hyphenation: which words a line divides, and how many in a row."""

from xml.etree import ElementTree

import pytest

from briefgen.pipeline.job import Stylesheet
from briefgen.style.engine import AssetFetcher, Engine
from briefgen.style.model import HYPHEN

CSS = """
@page { size: 40mm 280mm; margin: 0 } body { margin: 0 }
p { font: 10pt 'PT Serif'; hyphens: auto; hyphenate-limit-chars: 7 3 3; width: 28mm; margin: 0 }
"""
TEXT = (
    "государственного регулирования внешнеэкономической деятельности предусматривает "
    "сотрудничество правоохранительных организаций противодействующих распространению "
)


@pytest.fixture(scope="module")
def engine():
    return Engine()


@pytest.fixture
def lines(engine):
    """The lines of each paragraph."""

    def lay_out(body, language="ru", capitals=(), whole=(), css=""):
        root = ElementTree.fromstring(f'<html lang="{language}"><head/><body>{body}</body></html>')
        sheets = (Stylesheet("own.css", (CSS + css).encode()),)
        cascade, _ = engine.cascade(root, sheets, AssetFetcher({}))
        return [
            [_text(line) for page in pages for line in page]
            for pages in _paragraphs(cascade.layout(capitals, whole))
        ]

    return lay_out


def _paragraphs(document):
    """The line boxes of each paragraph, page by page."""
    found = {}
    for page in document.pages:
        for box in page._page_box.descendants():
            if box.element_tag == "p" and type(box).__name__ == "BlockBox":
                found.setdefault(id(box.element), []).append(box.children)
    return found.values()


def _text(line):
    return "".join(box.text for box in line.descendants() if hasattr(box, "text"))


def ladders(lines):
    """How many lines in a row end in a hyphen, wherever any do."""
    runs = "".join("-" if line.endswith(HYPHEN) else " " for line in lines).split()
    return [len(run) for run in runs]


def test_two_lines_in_a_row_end_in_a_hyphen_at_most(lines):
    (found,) = lines(f"<p>{TEXT * 4} конец</p>")
    assert max(ladders(found)) == 2


def test_lines_are_counted_in_each_paragraph_by_itself(lines):
    body = f"<p>{TEXT}<em>{TEXT}</em> конец</p>" * 2
    first, second = lines(body)
    assert first == second


def test_a_paragraph_does_not_end_in_a_part_of_a_word(lines):
    (found,) = lines("<p>и такова деятельность организаций сотрудничества.</p>")
    assert found[-1] == "сотрудничества."


def test_a_word_that_no_line_has_room_for_is_divided(lines):
    (found,) = lines("<p>Rechtsschutzversicherungsgesellschaften</p>", "de")
    assert max(map(len, found)) < 30
    assert "".join(found).replace(HYPHEN, "") == "Rechtsschutzversicherungsgesellschaften"


def test_no_line_divides_a_name(lines):
    names = ("Владимир", "Каххарова", "Жээнбеков", "Мирзиёев")
    (found,) = lines(f"<p>{' и президент '.join(names)} там</p>")
    assert [line for line in found for name in names if name in line] == [
        line for line in found if line != line.lower()
    ]


def test_nouns_with_capitals_are_divided_where_the_language_says_so(lines):
    body, wide = "<p>die neue Zusammenarbeit mit Partnern</p>", "p { width: 31mm }"
    assert ladders(lines(body, "de", css=wide)[0]) == []
    assert ladders(lines(body, "de-AT", ("de",), css=wide)[0]) == [1]
    assert ladders(lines(body, "de", ("de",), ("Zusammenarbeit",), css=wide)[0]) == []
