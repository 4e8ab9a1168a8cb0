"""Three texts for each unit: the file's own base, the file, content now."""

from dataclasses import replace

import pytest

from briefgen.content.read import read_content
from briefgen.translation.bitext import make_bitext
from briefgen.translation.hashes import manifest_of
from briefgen.translation.merge import merge
from briefgen.translation.model import Returned, ReturnedUnit
from tests.content.meeting import STATEMENT, STATEMENT_RU, changed, write_project
from tests.translation.tables import codes


def bitext(folder, source=STATEMENT, target=STATEMENT_RU, language="ru"):
    files = {"content/lake/statement.yaml": source, "content/lake/statement.ru.yaml": target}
    content, _ = read_content(write_project(folder, files))
    [summit] = content.summits.values()
    return make_bitext(summit, "statement", language)


@pytest.fixture
def base(tmp_path):
    return bitext(tmp_path / "base")


def back(base, **targets):
    """Return the bitext as a file brings it back: unit (``_`` for a dot) → text, or a state too."""
    units = []
    for number, unit in enumerate(base.units, 1):
        given = targets.get("u" + unit.id.replace(".", "_"), unit.target)
        text, state = given if isinstance(given, tuple) else (given, unit.state)
        units.append(ReturnedUnit(unit.id, unit.source, text or "", state, f"row {number}"))
    return Returned(manifest_of(base), tuple(units))


def merged(ours, returned):
    found = merge(ours, returned, returned.manifest, "back.docx")
    return {c.unit.id: (c.target, c.state) for c in found.changes}, found.diagnostics


def test_what_nobody_changed_stays(base):
    assert merged(base, back(base)) == ({}, ())


def test_what_they_changed_is_taken(base):
    assert merged(base, back(base, u2="Снова.")) == ({"2": ("Снова.", "draft")}, ())


def test_what_we_changed_stays(base, tmp_path):
    ours = bitext(tmp_path, target=changed(STATEMENT_RU, "Встретятся.", "Увидятся."))
    assert merged(ours, back(base)) == ({}, ())


def test_what_both_changed_alike_is_no_change(base, tmp_path):
    ours = bitext(tmp_path, target=changed(STATEMENT_RU, "Встретятся.", "Увидятся."))
    assert merged(ours, back(base, u2="Увидятся.")) == ({}, ())


def test_what_both_changed_is_a_conflict_at_both_places(base, tmp_path):
    ours = bitext(tmp_path, target=changed(STATEMENT_RU, "Встретятся.", "Увидятся."))
    changes, [problem] = merged(ours, back(base, u2="Снова."))
    assert changes == {}
    assert (problem.code, str(problem.place)) == ("R101", "content/lake/statement.ru.yaml:12:20")
    assert [(words, place.file) for words, place in problem.related] == [("row 6", "back.docx")]


def test_a_translation_of_a_source_that_changed_since_is_taken_and_stays_stale(base, tmp_path):
    ours = bitext(tmp_path, source=changed(STATEMENT, "They meet again.", "They part."))
    changes, [problem] = merged(ours, back(base, u2=("Снова.", "approved")))
    assert changes == {"2": ("Снова.", "stale")}
    assert (problem.code, str(problem.place)) == ("R102", "content/lake/statement.yaml:15:38")


def test_a_text_is_stale_as_well_where_only_its_heading_s_source_changed(base, tmp_path):
    ours = bitext(tmp_path, source=changed(STATEMENT, "heading: Trade", "heading: Commerce"))
    changes, [problem] = merged(ours, back(base, u1="Растёт."))
    assert (changes, problem.code) == ({"1": ("Растёт.", "stale")}, "R102")


def test_a_stale_text_that_was_translated_anew_is_a_draft(tmp_path):
    stale = bitext(tmp_path, source=changed(STATEMENT, "They meet again.", "They part."))
    assert merged(stale, back(stale, u2="Расстанутся.")) == ({"2": ("Расстанутся.", "draft")}, ())
    assert merged(stale, back(stale, u2=("Встретятся.", "reviewed"))) == (
        {"2": ("Встретятся.", "reviewed")},
        (),
    )


def test_a_status_that_the_file_only_repeats_is_not_taken(base, tmp_path):
    approved = changed(STATEMENT_RU, "{key: 2,", "{key: 2, state: approved,")
    ours = bitext(tmp_path, target=approved)
    assert merged(ours, back(base)) == ({}, ())
    changes, [problem] = merged(ours, back(base, u2=("Встретятся.", "reviewed")))
    assert (changes, problem.code) == ({}, "R101")


def test_an_approved_text_that_was_changed_is_a_draft_again(tmp_path):
    approved = changed(STATEMENT_RU, "{key: 2,", "{key: 2, state: approved,")
    base = bitext(tmp_path, target=approved)
    assert merged(base, back(base, u2=("Снова.", "approved"))) == ({"2": ("Снова.", "draft")}, ())


def test_a_unit_without_an_id_is_known_by_its_source(base):
    returned = Returned(
        manifest_of(base),
        (
            ReturnedUnit(None, "They meet again.", "Снова.", None, "segment 1"),
            ReturnedUnit(None, "Nothing here says so.", "Неведомо.", None, "segment 2"),
        ),
    )
    changes, problems = merged(base, returned)
    assert changes == {"2": ("Снова.", "draft")}
    assert "R107" in codes(problems)


def test_a_text_of_something_that_content_has_no_more_is_told(base, tmp_path):
    source = changed(STATEMENT, "  - {key: 2, handling: public, text: They meet again.}\n", "")
    target = "".join(line for line in STATEMENT_RU.splitlines(True) if "key: 2," not in line)
    ours = bitext(tmp_path, source=source, target=target)
    assert merged(ours, back(base)) == ({}, ())
    changes, [problem] = merged(ours, back(base, u2="Снова."))
    assert (changes, problem.code, problem.severity) == ({}, "R107", "warning")


def test_states_are_taken_with_new_texts_where_the_manifest_has_none(base):
    returned = back(base, u2=("Снова.", "reviewed"))
    poor = replace(returned, manifest=replace(returned.manifest, states={}))
    assert merged(base, poor) == ({"2": ("Снова.", "reviewed")}, ())
