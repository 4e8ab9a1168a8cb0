"""Pages are compared with paragraphs: what is too much or missing is found."""

import pytest

from tests import pages
from tests.pages import Differences, Spread, bag, find_differences, find_tables, is_running, strip
from tests.reading import locate, squeeze

HTML = """<html><body><p class="marking">Open</p><p><span class="kind">Note</span> · <span
class="short-title">Birds</span></p><p>One two<a role="doc-noteref" href="#n">1</a></p>
<table><thead><tr><th>Date</th><th>Event</th></tr></thead><tbody><tr><td>May</td><td>Ducks</td>
</tr><tr><td>June</td><td>Geese</td></tr></tbody></table><p>three</p>
<section role="doc-endnotes"><ol><li>Fourth</li></ol></section></body></html>""".encode()
FIRST = "Open\nNote · Birds\nOne two 1\nDate Event\nMay Ducks\n1. Fourth\n1 / 2\n\f"
SECOND = "Birds · Note\nOpen\nDate Event\nJune Geese\n•\nthree\n2 / 2\n\f"


@pytest.fixture
def compare(monkeypatch):
    def compare(text, function=find_differences):
        monkeypatch.setattr(pages, "pdf_text", lambda path: text)
        return function(None, HTML)

    return compare


def test_margins_notes_markers_and_repeated_headers_are_set_aside(compare):
    assert compare(FIRST + SECOND) == Differences()


def test_what_is_missing_or_too_much_is_found(compare):
    assert compare(FIRST.replace("two", "") + SECOND).missing == ("One two",)
    assert compare(FIRST.replace("Fourth", "") + SECOND).missing_notes == ("Fourth",)
    assert compare(FIRST + SECOND.replace("three", "three left over")).surplus == ("leftover",)


def test_a_page_of_a_table_without_its_header_is_found(compare):
    assert compare(FIRST + SECOND, find_tables) == [Spread({0, 1}, {0, 1})]
    assert compare(FIRST + SECOND.replace("Date", ""), find_tables) == [Spread({0, 1}, {0})]


def test_a_repeated_header_is_no_other_words():
    assert not is_running("leftover", [bag("Date Event")])
    assert is_running("12DateEvent", [bag("Date Event")])


def test_a_note_s_number_is_not_taken_from_the_text():
    edges = [bag("2Note"), bag("2.Note"), bag("Note")]
    assert strip("end.2Note", edges, at_start=False) == ("end.", [bag("2Note")])
    assert strip("end.2.Note", edges, at_start=False) == ("end.", [bag("2.Note")])


@pytest.mark.parametrize("text", ["سلام دنیا", "ایند مالس"])
def test_letters_drawn_from_right_to_left_are_found_as_a_whole(text):
    size = len(squeeze(text))
    assert locate(["سلام دنیا", "end"], squeeze(f"{text} end")) == [(0, size), (size, size + 3)]
