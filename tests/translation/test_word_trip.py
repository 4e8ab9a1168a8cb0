"""Review tables that went through a word processor: every row is right, in every script."""

from pathlib import Path

import pytest

from briefgen.translation.hashes import manifest_of
from briefgen.translation.model import Comment
from briefgen.translation.word_reader import read_table
from briefgen.translation.word_table import write_table
from tests import word_tools
from tests.translation.bitexts import PAIRS, ROWS, TEXTS, make_bitext
from tests.translation.tables import Table

EDIT = "3"


def edited(bitext):
    """Return the table as a translator leaves it: a text, a status, a comment, a row copied."""
    table = Table(write_table(bitext))
    table.set(EDIT, "target", f"{TEXTS[bitext.target_language]} \u00ad\u2011!")
    table.set(EDIT, "status", "approved")
    table.set(EDIT, "comment", "Sure?")
    table.copy("5")
    table.table.append(table.row("1"))
    table.fill("6", "target", *(f"<w:r><w:t>{word}</w:t></w:r>" for word in ("one", "two")))
    return table.save()


@pytest.fixture(scope="module")
def trips(request, tmp_path_factory):
    """Way → pair of languages → the Word file that came back."""
    request.getfixturevalue("word_tools")
    folder = tmp_path_factory.mktemp("trips")
    ways = {"docx": folder / "docx", "odt": folder / "odt", "rtf": folder / "rtf"}
    for name in ("docx", "odt", "rtf", "back_odt", "back_rtf", "sent"):
        (folder / name).mkdir()
    sent = []
    for source, target in PAIRS:
        path = folder / "sent" / f"{source}-{target}.docx"
        path.write_bytes(edited(make_bitext(source, target)))
        sent.append(path)
    for way, place in ways.items():
        convert(sent, place, way)
    for way in ("odt", "rtf"):
        convert(ways[way].glob(f"*.{way}"), folder / f"back_{way}", "docx")
    return {"docx": ways["docx"], "odt": folder / "back_odt", "rtf": folder / "back_rtf"}


def convert(documents, folder, to):
    word_tools.convert(documents, folder, to=to)


@pytest.mark.parametrize(("source", "target"), PAIRS)
@pytest.mark.parametrize("way", ["docx", "odt", "rtf"])
def test_every_row_comes_back_right(trips, way, source, target):
    bitext = make_bitext(source, target)
    data = Path(trips[way] / f"{source}-{target}.docx").read_bytes()
    returned, problems = read_table(data, "back.docx", "fail")
    assert [problem.code for problem in problems] == ["R111"]
    assert returned.manifest == manifest_of(bitext)
    found = {unit.id: unit for unit in returned.units}
    assert len(returned.units) == ROWS + 1  # the copy
    assert returned.units[-1].id == "1"
    changed = {EDIT: f"{TEXTS[target]} \u00ad\u2011!", "6": "one two"}
    assert {name: unit.target for name, unit in found.items()} == {
        unit.id: changed.get(unit.id, unit.target or "") for unit in bitext.units
    }
    assert {name: unit.source for name, unit in found.items()} == {
        unit.id: unit.source for unit in bitext.units
    }
    assert {name: unit.state for name, unit in found.items()} == {
        unit.id: "approved" if unit.id == EDIT else unit.state for unit in bitext.units
    }
    [comment] = found[EDIT].comments
    assert comment == Comment(comment.id, "", "", "Sure?")
    assert not any(unit.comments for name, unit in found.items() if name != EDIT)


@pytest.mark.usefixtures("word_tools")
def test_a_table_has_nothing_that_word_would_repair(tmp_path):
    for source, target in PAIRS:
        path = tmp_path / f"{source}-{target}.docx"
        path.write_bytes(write_table(make_bitext(source, target)))
        assert word_tools.ask_sdk(path) == []
