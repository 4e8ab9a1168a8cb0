"""What was inserted and deleted comes out as tracked changes that Word can accept and reject."""

import json

import pypandoc
import pytest

from briefgen.pipeline.job import Metadata
from tests.once import once
from tests.redline import edits, paragraphs
from tests.word_tools import validate
from tests.writers.docx.word_document import W

BODY = """<p>The two <del>sides</del><ins>parties</ins> meet <ins>twice</ins> a year.</p>
<p><ins>A whole paragraph <a href="https://example.org">with a link</a>.</ins></p>
<p><del>Another<br/>one with <strong>weight</strong>.</del></p>
<table><tbody>
<tr><th scope="row"><ins>5</ins></th><td><ins>New</ins></td>
  <td lang="fa" dir="rtl"><ins>تازه</ins></td></tr>
<tr><th scope="row"><del>6</del></th><td><del>Old</del></td><td></td></tr>
<tr><th scope="row">7</th><td><del>Once</del> <ins>Twice</ins></td>
  <td lang="fa" dir="rtl"><ins>دو بار</ins></td></tr>
</tbody></table>"""
LOOK = "ins { color: #00ff00 } del { color: #ff0000; text-decoration: line-through }"


@pytest.fixture(scope="module")
def document(word):
    return word(BODY, LOOK)


def shown(document, *, deleted):
    """Return the paragraphs' texts before all changes are accepted, or after."""
    gone = "ins" if deleted else "del"
    lines = []
    for paragraph in document.part("document").iter(W + "p"):
        runs = [r for r in paragraph.iter(W + "r") if r.getparent().tag != W + gone]
        texts = (t.text for run in runs for t in run.iter(W + "t", W + "delText"))
        lines.append("".join(texts))
    return lines


def test_the_text_is_there_before_and_after(document):
    assert shown(document, deleted=True)[0] == "The two sides meet  a year."
    assert shown(document, deleted=False)[0] == "The two parties meet twice a year."


def test_accepting_all_gives_the_new_text_and_rejecting_all_the_old(word):
    pairs = edits(2000, seed=3)
    document = word(paragraphs(pairs), LOOK)
    assert shown(document, deleted=True) == [before for before, _ in pairs]
    assert shown(document, deleted=False) == [after for _, after in pairs]


def test_deleted_text_is_deleted_text_everywhere(document):
    body = document.part("document")
    assert {t.getparent().getparent().tag for t in body.iter(W + "delText")} == {W + "del"}
    assert not [t for t in body.iter(W + "t") if t.getparent().getparent().tag == W + "del"]


def test_each_change_has_an_id_an_author_and_the_date_of_the_content(document):
    changes = list(document.part("document").iter(W + "ins", W + "del"))
    ids = [change.get(W + "id") for change in changes]
    assert len(ids) == len(set(ids)) > 10
    assert {change.get(W + "author") for change in changes} == {"A subject"}
    assert {change.get(W + "date") for change in changes} == {"2025-10-09T00:00:00Z"}


@pytest.mark.parametrize(
    ("date", "moment"), [("2027", "2027-01-01"), ("2027-05", "2027-05-01"), ("", "1980-01-01")]
)
def test_a_date_that_is_known_in_part_is_its_first_day(word, date, moment):
    document = word("<p><ins>a</ins></p>", metadata=Metadata("T", "S", "en", date))
    [change] = document.xpath("//w:r/parent::w:ins")
    assert change.get(W + "date") == f"{moment}T00:00:00Z"


def test_a_paragraph_that_came_or_went_takes_its_mark_along(document):
    marks = [
        [mark.tag.removeprefix(W) for mark in paragraph.iterfind(f"{W}pPr/{W}rPr/*")]
        for paragraph in document.part("document").iterfind(f"{W}body/{W}p")
    ]
    assert marks[:3] == [[], ["ins"], ["del"]]


def test_a_row_that_came_or_went_is_a_row_inserted_or_deleted(document):
    rows = document.part("document").iter(W + "tr")
    kinds = [
        [e.tag.removeprefix(W) for e in row.iterfind(f"{W}trPr/*") if "cantSplit" not in e.tag]
        for row in rows
    ]
    assert kinds == [["ins"], ["del"], []]


def test_accepted_changes_leave_no_look_behind(document):
    assert "[" not in "".join(document.listing()).replace("[Hyperlink:", "").replace("[Strong:", "")
    assert not document.problems


def test_a_change_keeps_the_language_and_the_direction_of_its_text(document):
    [run] = document.xpath("//w:ins/w:r[w:t='دو بار']")
    assert run.find(f"{W}rPr/{W}rtl") is not None
    assert run.find(f"{W}rPr/{W}lang").get(W + "bidi") == "fa-IR"


def test_validators_find_nothing_wrong(word_tools, shared, document):
    def make(folder):
        (folder / "changes.docx").write_bytes(document.data)
        validate([folder / "changes.docx"], folder)

    report = json.loads((once(shared, "revisions", make) / "changes.json").read_text())
    assert report == {"Open XML SDK": [], "openxml-audit": []}


@pytest.mark.parametrize(
    ("policy", "text"),
    [
        ("accept", "The two parties meet twice a year."),
        ("reject", "The two sides meet a year."),
    ],
)
def test_pandoc_accepts_and_rejects_the_changes(word_tools, tmp_path, document, policy, text):
    path = tmp_path / "changes.docx"
    path.write_bytes(document.data)
    read = pypandoc.convert_file(
        path, "plain", extra_args=[f"--track-changes={policy}", "--wrap=none"]
    )
    assert text in read
    assert ("Another" in read) == (policy == "reject")
    assert ("A whole paragraph" in read) == (policy == "accept")
