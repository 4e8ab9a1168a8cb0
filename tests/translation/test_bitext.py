"""Content as bitexts: every field that carries words is a unit, beside its translation."""

import pytest

from briefgen.content.read import read_content
from briefgen.translation.bitext import documents_of, make_bitext
from briefgen.translation.hashes import manifest_of, text_hash
from tests.content.meeting import STATEMENT, STATEMENT_RU, changed, write_project


def bitext(folder, document="statement", language="ru", changes=None):
    content, _ = read_content(write_project(folder, changes or {}))
    [summit] = content.summits.values()
    return make_bitext(summit, document, language)


def test_a_document_is_its_title_and_every_text_and_heading(tmp_path):
    made = bitext(tmp_path)
    assert (made.document, made.source_language, made.target_language) == (
        "lake/statement", "en", "ru",
    )  # fmt: skip
    assert [(u.id, u.entry, u.field) for u in made.units] == [
        ("title", "title", "text"),
        ("pre.1", "pre.1", "text"),
        ("1/heading", "1", "heading"),
        ("1", "1", "text"),
        ("1.a", "1.a", "text"),
        ("2", "2", "text"),
        ("end.1", "end.1", "text"),
    ]
    assert made.units[2].source == "Trade"
    assert all(unit.target for unit in made.units)
    assert {unit.state for unit in made.units} == {"draft"}
    assert [(t.id, t.source, t.target) for t in made.terms] == [("lake", "lake", "озеро")]


def test_a_term_of_the_summit_s_own_glossary_takes_the_place_of_everybody_s(tmp_path):
    own = "terms: [{id: lake, names: {en: lake, ru: водоём}}]\n"
    made = bitext(tmp_path, changes={"content/lake/glossary.yaml": own})
    assert [(term.id, term.target) for term in made.terms] == [("lake", "водоём")]


def test_a_language_without_a_file_has_every_unit_missing_and_says_where_it_would_go(tmp_path):
    made = bitext(tmp_path, language="kk")
    assert {(unit.state, unit.target) for unit in made.units} == {("missing", None)}
    assert {unit.target_place.file for unit in made.units} == {"content/lake/statement.kk.yaml"}


def test_a_source_that_changed_makes_its_units_stale_and_no_others(tmp_path):
    source = changed(STATEMENT, "Trade grows.", "Trade grows fast.")
    made = bitext(tmp_path, changes={"content/lake/statement.yaml": source})
    assert [u.id for u in made.units if u.state == "stale"] == ["1/heading", "1"]


@pytest.mark.parametrize("state", ["reviewed", "approved"])
def test_a_translation_says_itself_how_far_it_is(tmp_path, state):
    target = changed(STATEMENT_RU, "{key: 2,", f"{{key: 2, state: {state},")
    made = bitext(tmp_path, changes={"content/lake/statement.ru.yaml": target})
    assert {unit.id: unit.state for unit in made.units}["2"] == state


def test_a_brief_has_a_unit_for_each_field_with_words(tmp_path):
    content, _ = read_content(write_project(tmp_path))
    [summit] = content.summits.values()
    assert documents_of(summit) == ("statement", "brief")
    made = make_bitext(summit, "brief", "ru")
    assert made.document == "lake/brief"
    assert {"text"} < {unit.field for unit in made.units}
    assert all(unit.target_place.file == "content/lake/brief.ru.yaml" for unit in made.units)
    assert all(unit.target for unit in made.units)


def test_a_document_that_is_none_is_no_bitext(tmp_path):
    with pytest.raises(KeyError):
        bitext(tmp_path, document="nothing")


def test_a_revision_tells_texts_from_others_but_not_spaces(tmp_path):
    first = bitext(tmp_path / "a")
    spaced = changed(STATEMENT, "Trade grows.", "Trade  grows.\N{NO-BREAK SPACE}")
    other = changed(STATEMENT, "Trade grows.", "Trade grew.")
    same = bitext(tmp_path / "b", changes={"content/lake/statement.yaml": spaced})
    differs = bitext(tmp_path / "c", changes={"content/lake/statement.yaml": other})
    assert first.revision == same.revision != differs.revision


def test_a_manifest_has_the_hash_of_each_text_that_there_is(tmp_path):
    made = bitext(tmp_path, language="kk")
    manifest = manifest_of(made)
    assert manifest.sources["1.a"] == text_hash("By road.")
    assert manifest.targets == {}
    assert manifest.revision == made.revision
    assert set(manifest_of(bitext(tmp_path / "b")).targets) == {unit.id for unit in made.units}


def test_comments_go_with_the_unit_that_they_name(tmp_path):
    comments = "comments:\n  - {id: ab, unit: 1/heading, author: N. N., text: Or commerce?}\n"
    made = bitext(tmp_path, changes={"content/lake/statement.ru.yaml": STATEMENT_RU + comments})
    assert {u.id: [(c.id, c.author, c.date, c.text) for c in u.comments] for u in made.units} == {
        **{unit.id: [] for unit in made.units},
        "1/heading": [("ab", "N. N.", "", "Or commerce?")],
    }


def test_a_manifest_says_how_far_each_translation_was(tmp_path):
    target = changed(STATEMENT_RU, "{key: 2,", "{key: 2, state: reviewed,")
    made = bitext(tmp_path, changes={"content/lake/statement.ru.yaml": target})
    states = manifest_of(made).states
    assert (states["2"], states["1.a"]) == ("reviewed", "draft")
