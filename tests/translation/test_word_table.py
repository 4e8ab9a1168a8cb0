"""What a review table is in Word: columns, protection, directions, languages."""

from dataclasses import replace

import pytest
from lxml import etree

from briefgen.translation.word_anchors import unit_of_key, visible_key
from briefgen.translation.word_table import write_table
from tests.translation.bitexts import make_bitext
from tests.translation.tables import Table, W


def table(source="en", target="ru"):
    return Table(write_table(make_bitext(source, target)))


def root(made, name):
    return etree.fromstring(made.parts[name])


def test_equal_bitexts_make_equal_bytes():
    assert write_table(make_bitext("en", "fa")) == write_table(make_bitext("en", "fa"))


def test_the_page_lies_and_the_columns_are_as_wide_as_it():
    made = table()
    size, margin = made.root.find(f".//{W}pgSz"), made.root.find(f".//{W}pgMar")
    assert size.get(f"{W}orient") == "landscape"
    room = int(size.get(f"{W}w")) - 2 * int(margin.get(f"{W}left"))
    grid = [int(column.get(f"{W}w")) for column in made.table.iter(f"{W}gridCol")]
    assert len(grid) == 5
    assert abs(sum(grid) - room) <= 5
    assert made.table.find(f"{W}tblPr/{W}tblLayout").get(f"{W}type") == "fixed"


def test_the_header_row_repeats_and_names_languages_in_both():
    made = table()
    first = made.table.find(f"{W}tr")
    assert first.find(f"{W}trPr/{W}tblHeader") is not None
    cells = ["".join(cell.itertext()) for cell in first.iter(f"{W}tc")]
    assert cells == ["¶", "English · Английский", "Русский · Russian", "Status", "Comment"]


def test_every_page_says_document_languages_and_version():
    bitext = make_bitext("en", "ru")
    words = "".join(root(table(), "word/header1.xml").itertext())
    plain = words.replace("\N{LEFT-TO-RIGHT MARK}", "")
    assert plain.startswith("lake/text · English · Английский → Русский · Russian · version ")
    assert bitext.revision in words


def test_short_rows_stay_whole_and_tall_ones_may_split():
    bitext = make_bitext("en", "ru")
    units = (replace(bitext.units[0], source="word " * 400), *bitext.units[1:])
    made = Table(write_table(replace(bitext, units=units)))
    whole = [row.find(f"{W}trPr/{W}cantSplit") is not None for row in made.rows()]
    assert whole == [False] + [True] * (len(units) - 1)


def test_everybody_may_edit_the_last_three_columns_and_nothing_else():
    made = table()
    protection = root(made, "word/settings.xml").find(f"{W}documentProtection")
    assert (protection.get(f"{W}edit"), protection.get(f"{W}enforcement")) == ("readOnly", "1")
    starts = [row.findall(f".//{W}permStart") for row in made.rows()]
    ends = [row.getnext().get(f"{W}id") for row in made.rows()]
    assert [[start.get(f"{W}id") for start in row] for row in starts] == [[end] for end in ends]
    for [start] in starts:
        assert start.get(f"{W}edGrp") == "everyone"
        assert (start.get(f"{W}colFirst"), start.get(f"{W}colLast")) == ("2", "4")


@pytest.mark.parametrize(
    ("source", "target", "turned", "rtl"),
    [
        ("en", "ru", False, set()),
        ("en", "fa", False, {"target"}),
        ("fa", "ru", True, {"source"}),
        ("ar", "fa", True, {"source", "target"}),
    ],
)
def test_each_cell_runs_as_its_language_does(source, target, turned, rtl):
    made = table(source, target)
    assert (made.table.find(f"{W}tblPr/{W}bidiVisual") is not None) == turned
    for row in made.rows():
        for column in ("source", "target", "status", "comment"):
            cell = made.cell(row, column)
            marks = {mark.find(f"{W}pPr/{W}bidi") is not None for mark in cell.iter(f"{W}p")}
            runs = {run.find(f"{W}rPr/{W}rtl") is not None for run in cell.iter(f"{W}r")}
            assert marks | runs == {column in rtl}


def test_runs_say_their_language_by_their_style():
    styles = root(table("en", "kk"), "word/styles.xml")
    languages = {
        style.get(f"{W}styleId"): style.find(f"{W}rPr/{W}lang").get(f"{W}val")
        for style in styles.iter(f"{W}style")
        if style.find(f"{W}rPr/{W}lang") is not None
    }
    assert languages == {"Source": "en-US", "Target": "kk-KZ"}


def test_a_row_has_key_hidden_id_and_bookmark():
    made = table()
    names = [mark.get(f"{W}name") for mark in made.root.iter(f"{W}bookmarkStart")]
    assert len(set(names)) == len(made.rows())
    assert all(len(name) <= 40 and name.isidentifier() for name in names)
    assert made.text("4.a heading", "key") == "4.a heading"
    hidden = made.cell("4.a heading", "key").find(f".//{W}vanish").getparent().getparent()
    assert "".join(hidden.itertext()).startswith("[4.a/heading|")


@pytest.mark.parametrize(
    ("unit", "key"),
    [
        ("4.a/heading", "4.a heading"),
        ("pre.1", "Preamble 1"),
        ("pre.2.a/heading", "Preamble 2.a heading"),
        ("end", "Closing"),
        ("end/heading", "Closing heading"),
        ("title", "title"),
        ("endings", "endings"),
    ],
)
def test_a_key_is_shown_in_words_and_known_by_them(unit, key):
    assert visible_key(unit) == key
    assert unit_of_key(key) == unit
    assert unit_of_key(unit.replace("/", " ")) == unit


def test_terms_come_in_a_table_of_their_own():
    second = table().root.findall(f".//{W}tbl")[1]
    rows = [[str("".join(c.itertext())) for c in r.iter(f"{W}tc")] for r in second.iter(f"{W}tr")]
    assert rows[1] == ["Everyone ", "Каждый че", ""]
    bare = Table(write_table(replace(make_bitext("en", "ru"), terms=())))
    assert len(bare.root.findall(f".//{W}tbl")) == 1


def test_properties_say_the_document_and_nobody():
    made = table()
    core = "".join(root(made, "docProps/core.xml").itertext())
    assert "lake/text.ru" in core
    assert b"creator" not in made.parts["docProps/core.xml"]
    custom = [entry.get("name") for entry in root(made, "docProps/custom.xml")]
    assert custom == [
        "briefgen document", "briefgen source language", "briefgen target language",
        "briefgen revision",
    ]  # fmt: skip
