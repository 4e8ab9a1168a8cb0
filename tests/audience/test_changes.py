"""A redline shows what has changed since a version, and nothing that was or is restricted."""

import pytest

from briefgen.audience.as_json import view_as_json
from briefgen.audience.select import select
from briefgen.content.model import Document, DocumentVersions, Earlier, Only, Targets
from briefgen.diagnostics import Severity
from tests.audience.test_select import PROFILES, SCALE, audience, meeting, read
from tests.content.meeting import STATEMENT, STATEMENT_RU, changed

MARKS = {"kept": "{}", "deleted": "[-{}-]", "inserted": "[+{}+]"}


def versions(statement=STATEMENT, statement_ru=STATEMENT_RU):
    targets = {} if statement_ru is None else {"ru": read(Targets, statement_ru, "ru.yaml")}
    return DocumentVersions(read(Document, statement, "statement.yaml"), targets)


def select_changes(before, *, content=None, handling="internal", only=None, partial=False):
    documents = {} if before is None else {"statement": before}
    return select(
        content or meeting(),
        "guests",
        audience(handling),
        kind="table",
        languages=("en", "ru"),
        document=None,
        scale=SCALE,
        profiles=PROFILES,
        only=only or Only(since="v1"),
        earlier=Earlier("v1", documents, partial, {}),
    )


def rows_of(before, **options):
    """Return (change, key, cells) of each row; cells as `git diff --word-diff` has them."""
    view, problems = select_changes(before, **options)
    assert problems == []
    return [
        (row.change, row.key, *("".join(MARKS[r.change].format(r.text) for r in cell.runs)
         for cell in row.cells))
        for row in view.document.segments
    ]  # fmt: skip


def test_where_nothing_has_changed_there_is_no_row():
    view, _ = select_changes(versions())
    assert view.document.segments == ()
    assert view.document.only.since == "v1"


def test_changes_show_in_each_language_word_by_word():
    before = versions(
        changed(STATEMENT, "They meet again.", "They part again."),
        changed(STATEMENT_RU, "Встретятся.", "Расстанутся."),
    )
    assert rows_of(before) == [
        ("changed", "2", "They [-part -][+meet +]again.", "[-Расстанутся-][+Встретятся+]."),
    ]


def test_a_change_in_the_translation_alone_is_a_row():
    before = versions(statement_ru=changed(STATEMENT_RU, "Всё.", "Конец."))
    assert rows_of(before) == [("changed", "end.1", "Done.", "[-Конец-][+Всё+].")]


def test_a_heading_that_was_changed_says_so():
    before = versions(changed(STATEMENT, "heading: Trade", "heading: Barter"))
    view, _ = select_changes(before)
    [row] = view.document.segments
    assert [(r.change, r.text) for r in row.cells[0].heading_runs] == [
        ("deleted", "Barter"), ("inserted", "Trade"),
    ]  # fmt: skip


def titles_of(before, **options):
    view, problems = select_changes(before, **options)
    assert problems == []
    return ["".join(MARKS[r.change].format(r.text) for r in title.runs)
            for title in view.document.titles]  # fmt: skip


def test_a_title_that_was_changed_says_so_in_each_language():
    before = versions(
        changed(STATEMENT, "title: Statement", "title: Draft statement"),
        changed(STATEMENT_RU, "title: Заявление", "title: Проект"),
    )
    assert titles_of(before) == ["[-Draft statement-][+Statement+]", "[-Проект-][+Заявление+]"]
    view, _ = select_changes(before)
    assert [t.place.file for t in view.document.titles] == [
        "content/lake/statement.yaml", "content/lake/statement.ru.yaml",
    ]  # fmt: skip


def test_a_title_of_one_language_that_was_changed_has_the_other_beside_it():
    before = versions(statement_ru=changed(STATEMENT_RU, "title: Заявление", "title: Проект"))
    assert titles_of(before) == ["Statement", "[-Проект-][+Заявление+]"]
    source = changed(STATEMENT, "title: Statement", "title: Draft")
    assert titles_of(versions(source, None), partial=True) == [
        "[-Draft-][+Statement+]", "Заявление",
    ]  # fmt: skip


def test_titles_that_are_as_they_were_are_not_shown():
    assert titles_of(versions(changed(STATEMENT, "They meet again.", "They part."))) == []


def test_what_came_and_what_went_are_whole_rows():
    line = "  - {key: 2, handling: public, text: They meet again.}\n"
    gone = "  - {key: 2, handling: public, text: Rivers rest at night.}\n"
    before = versions(changed(STATEMENT, line, gone), None)
    content = meeting(statement=changed(STATEMENT, line, ""), statement_ru=None)
    assert rows_of(before, content=content) == [
        ("deleted", "2", "[-Rivers rest at night.-]", ""),
    ]
    before = versions(changed(STATEMENT, line, ""), None)
    assert rows_of(before, content=meeting(statement_ru=None)) == [
        ("inserted", "2", "[+They meet again.+]", ""),
    ]  # fmt: skip


def test_a_renumbered_paragraph_is_no_change_but_one_that_is_mended_has_its_old_number():
    before = changed(
        STATEMENT,
        "  - {key: 2, handling: public, text: They meet again.}\n",
        "  - {key: 2, handling: public, text: Rivers rest at night.}\n"
        "  - {key: 3, handling: public, text: They will meet again.}\n",
    )
    view, _ = select_changes(versions(before, None), content=meeting(statement_ru=None))
    assert [(row.change, row.before, row.key) for row in view.document.segments] == [
        ("deleted", "2", "2"), ("changed", "3", "2"),
    ]  # fmt: skip
    anchors = [row.anchor for row in view.document.segments]
    assert len(set(anchors)) == 2


def test_a_document_that_was_not_there_is_all_inserted_with_a_warning():
    view, [problem] = select_changes(None)
    assert (problem.code, problem.severity) == ("A211", Severity.WARNING)
    assert {row.change for row in view.document.segments} == {"inserted"}
    assert len(view.document.segments) == 5


def test_languages_that_an_older_file_lacks_count_as_unchanged():
    before = versions(changed(STATEMENT, "They meet again.", "They part again."), None)
    assert rows_of(before, partial=True) == [
        ("changed", "2", "They [-part -][+meet +]again.", "Встретятся."),
    ]


# --- who may read it -------------------------------------------------------------------

ROAD = "{key: 1.a, handling: internal, text: By road.}"
SECRET = "By the secret mountain road."
OPEN_ROAD = "{key: 1.a, handling: public, text: By the secret mountain road.}"
SHUT_ROAD = "{key: 1.a, handling: restricted, text: By the secret mountain road.}"


def leaks(before, **options):
    view, _ = select_changes(before, **options)
    return "secret mountain" in view_as_json(view, places=False)


def test_what_was_restricted_then_and_may_be_read_today_counts_as_inserted():
    before = versions(changed(STATEMENT, ROAD, SHUT_ROAD))
    assert ("inserted", "1.a", "[+By road.+]", "[+По дорогам.+]") in rows_of(before)
    assert not leaks(before)


def test_what_could_be_read_then_and_is_restricted_today_is_not_there():
    before = versions(changed(STATEMENT, ROAD, OPEN_ROAD))
    content = meeting(statement=changed(STATEMENT, ROAD, ROAD.replace("internal", "restricted")))
    assert rows_of(before, content=content) == []
    assert leaks(before), "it may be read where nothing is restricted"
    assert not leaks(before, content=content)


def test_what_was_moved_under_another_number_and_restricted_is_not_there():
    before = changed(STATEMENT, "They meet again.", "They take the secret mountain road.")
    now = changed(
        STATEMENT,
        "  - {key: 2, handling: public, text: They meet again.}\n",
        "  - {key: 2, handling: public, text: They meet again.}\n"
        "  - {key: 3, handling: restricted, text: They take the secret mountain road.}\n",
    )
    content = meeting(statement=now, statement_ru=None)
    assert not leaks(versions(before, None), content=content)


def test_a_part_of_something_restricted_today_is_not_shown_as_deleted():
    before = versions(changed(STATEMENT, ROAD, OPEN_ROAD), None)
    now = changed(STATEMENT, f"  - {ROAD}\n", "")
    content = meeting(statement=changed(
        now, "    handling: public\n    text: Trade", "    handling: restricted\n    text: Trade"
    ), statement_ru=None)  # fmt: skip
    assert not leaks(before, content=content)


def test_a_sentence_that_has_become_a_restricted_paragraph_is_not_shown_as_deleted():
    before = changed(STATEMENT, "They meet again.", "They meet again. Secret mountain roads open.")
    now = changed(
        STATEMENT,
        "  - {key: 2, handling: public, text: They meet again.}\n",
        "  - {key: 2, handling: public, text: They meet again.}\n"
        "  - {key: 3, handling: restricted, text: Secret mountain roads open.}\n",
    )
    content = meeting(statement=now, statement_ru=None)
    view, _ = select_changes(versions(before, None), content=content)
    assert "ecret mountain" not in view_as_json(view, places=False)
    assert [row.change for row in view.document.segments] == ["inserted"]


def test_a_title_that_told_what_is_restricted_today_is_not_shown():
    before = versions(changed(STATEMENT, "title: Statement", f"title: {SECRET}"), None)
    assert leaks(before, content=meeting(statement_ru=None))
    line = "They meet again.}\n"
    hidden = f"  - {{key: 3, handling: restricted, text: {SECRET}}}\n"
    content = meeting(statement=changed(STATEMENT, line, line + hidden), statement_ru=None)
    assert not leaks(before, content=content)


def test_a_title_of_a_document_that_nobody_might_read_is_not_shown():
    before = changed(STATEMENT, "title: Statement", f"title: {SECRET}")
    for level in ("public", "internal"):
        before = before.replace(f"handling: {level}", "handling: restricted")
    assert not leaks(versions(before))


@pytest.mark.parametrize(("handling", "level"), [("public", "public"), ("internal", "internal")])
def test_the_marking_is_that_of_what_is_shown(handling, level):
    before = versions(changed(STATEMENT, "By road.", "By rail."))
    line = "They meet again."
    before_both = versions(changed(changed(STATEMENT, "By road.", "By rail."), line, "They part."))
    view, _ = select_changes(before_both, handling=handling)
    assert view.handling == level
    keys = [row.key for row in view.document.segments]
    assert keys == (["2"] if handling == "public" else ["1.a", "2"])
    if handling == "public":
        assert select_changes(before, handling=handling)[0].document.segments == ()


# --- themes and gaps -------------------------------------------------------------------


def test_only_a_theme_has_its_paragraphs_and_what_is_under_them():
    view = select(
        meeting(), "guests", audience(), kind="table", languages=("en", "ru"), document=None,
        scale=SCALE, profiles=PROFILES, only=Only(themes=("trade",)),
    )[0]  # fmt: skip
    assert [row.key for row in view.document.segments] == ["1", "1.a"]
    assert view.document.only.themes == ("Trade",)


def test_only_what_is_missing_has_the_paragraphs_without_a_translation():
    line = next(line for line in STATEMENT_RU.splitlines(keepends=True) if "Встретятся" in line)
    view = select(
        meeting(statement_ru=changed(STATEMENT_RU, line, "")), "guests", audience(), kind="table",
        languages=("en", "ru"), document=None, scale=SCALE, profiles=PROFILES,
        only=Only(missing=True),
    )[0]  # fmt: skip
    assert [row.key for row in view.document.segments] == ["2"]
    assert view.document.only.missing
