"""Structure is read alike from HTML and from pandoc's tree, and what differs shows."""

import dataclasses
import json
import subprocess

import pytest

from tests.structure import Structure, read_html, read_tree
from tests.word_tools import find_pandoc

HTML = """<html><body><nav><h2>Contents</h2><ol><li>One</li></ol></nav><h1>One</h1>
<ul><li>Two<ol><li>Three</li></ol></li></ul><h4>Four</h4><table><thead><tr>
<th colspan="2">Five</th><th>Six</th></tr></thead><tbody><tr><td>7</td><td>8</td><td>9</td></tr>
</tbody></table><section role="doc-endnotes"><ol><li>Ten<a role="doc-backlink" href="#x">↩</a>
</li></ol></section></body></html>""".encode()


@pytest.fixture
def html():
    return read_html(HTML)


def test_html_is_read_without_contents_and_note_marks(html):
    assert html == Structure([(1, "One"), (4, "Four")], 2, [("FiveSix", 3, 1)], ["Ten"])


def test_items_without_markers_are_left_out():
    assert read_html(HTML, "ancestor::ul").items == 0


def test_pandoc_s_tree_is_read_the_same(word_tools, html):
    text = HTML.decode().partition("</nav>")[2].partition("<section")[0]
    done = subprocess.run(
        [find_pandoc(), "--from", "html", "--to", "json"],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    assert read_tree(json.loads(done.stdout)) == dataclasses.replace(html, notes=[])
