"""The cascade is asked once per distinct path, and what it must see stays distinct."""

from xml.etree import ElementTree

import pytest

from briefgen.style.model import Styles
from briefgen.writers.docx.paths import Paths


def test_like_rows_are_asked_for_once(word):
    root = ElementTree.fromstring(
        "<table>"
        + "".join(f"<tr id='p-{n}'><td>{n}</td><td>x</td></tr>" for n in range(50))
        + "</table>"
    )
    asked = []

    def of(element, pseudo):
        asked.append((element.tag, pseudo))
        return object()

    paths = Paths(root, Styles(of, None))
    assert len(asked) < 20
    assert len({id(paths.style(row)) for row in root}) == 4, "first, odd, even and last"
    before = len(asked)
    for _ in range(2):
        assert paths.style(root[5]) is paths.style(root[7])
    assert len(asked) == before


def test_generated_content_of_attributes_is_asked_for_by_element(word):
    document = word(
        '<p id="x" class="d">A</p><p>-</p><p id="y" class="d">B</p>',
        '.d::before { content: attr(id) ": " }',
    )
    assert [line.split(" | ")[1] for line in document.listing()] == ["x: A", "-", "y: B"]


def test_rows_striped_by_the_stylesheet_stay_striped(word):
    rows = "".join(f"<tr><td>{n}</td></tr>" for n in range(6))
    document = word(
        f"<table><tbody>{rows}</tbody></table>", "tr:nth-child(even) { background: #eeeeee }"
    )
    assert document.xpath("count(//w:shd)") == 3
    assert document.xpath("count(//w:tr[position() mod 2 = 0]//w:shd)") == 3


def test_an_element_the_cascade_does_not_know_is_our_own_mistake():
    root = ElementTree.fromstring("<html/>")
    paths = Paths(root, Styles(lambda element, pseudo: None, None))
    with pytest.raises(LookupError, match="<html>"):
        paths.style(root)
