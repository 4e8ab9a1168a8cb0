"""What authors silence, with a reason, is left out of the report; what silences nothing is said."""

import pytest

from briefgen.content.read import read_content
from briefgen.errors import UsageError
from briefgen.languages import read_profiles
from briefgen.project import find_project
from briefgen.translation.checks.check import Checker
from briefgen.translation.checks.places import Texts
from tests.content.meeting import BRIEF_RU, STATEMENT_RU, changed, shown, write_project

FILE = "content/lake/statement.ru.yaml"
WRONG = changed(STATEMENT_RU, "Торговля растёт.", "Торговля  растёт;")
IN_FILE = "silenced: {L105: They are typed so.}\nsegments:"
IN_SEGMENT = "  - key: 1\n    silenced: {L114: A list goes on.}\n"


def check(root, changes):
    write_project(root, changes)
    project = find_project(root)
    content, problems = read_content(project)
    assert problems == []
    profiles, _ = read_profiles(project, ["en", "ru"])
    checker = Checker(profiles, project.config.silenced, Texts(project).locate)
    return [problem for summit in content.summits.values() for problem in checker.check(summit)]


def test_what_is_wrong_has_the_line_and_column_of_the_text(tmp_path):
    assert shown(check(tmp_path, {FILE: WRONG})) == [f"L105 {FILE}:9:19", f"L114 {FILE}:9:27"]


def test_a_segment_silences_a_check_for_itself(tmp_path):
    silent = changed(WRONG, "  - key: 1\n", IN_SEGMENT)
    assert shown(check(tmp_path, {FILE: silent})) == [f"L105 {FILE}:10:19"]


def test_a_file_silences_a_check_for_all_its_texts(tmp_path):
    silent = changed(WRONG, "segments:", IN_FILE)
    assert shown(check(tmp_path, {FILE: silent})) == [f"L114 {FILE}:10:27"]


def test_an_item_of_the_brief_silences_a_check(tmp_path):
    file = "content/lake/brief.ru.yaml"
    wrong = changed(BRIEF_RU, "text: Удачно.", "text: Удачно;")
    assert shown(check(tmp_path, {file: wrong})) == [f"L114 {file}:4:30"]
    silent = changed(wrong, "id: bottom,", "id: bottom, silenced: {L114: So be it.},")
    assert check(tmp_path, {file: silent}) == []


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ('[silenced]\nL105 = "We like them."\n', ["L114"]),
        ('[silenced.ru]\nL105 = "We like them."\nL114 = "This too."\n', []),
        ('[silenced.kk]\nL105 = "We like them."\n', ["L105", "L114"]),
    ],
)
def test_a_project_silences_a_check_for_all_languages_or_one(tmp_path, table, found):
    assert [p.code for p in check(tmp_path, {FILE: WRONG, "briefgen.toml": table})] == found


@pytest.mark.parametrize(
    "table", ['[silenced]\nL105 = ""\n', 'silenced = ["L105"]\n', "[silenced.ru.x]\nL105 = 'x'\n"]
)
def test_a_project_gives_a_reason(tmp_path, table):
    with pytest.raises(UsageError, match="must be a code with the reason"):
        check(tmp_path, {"briefgen.toml": table})


def test_what_is_silenced_and_not_found_is_said_at_its_place(tmp_path):
    silent = changed(STATEMENT_RU, "  - key: 1\n", IN_SEGMENT)
    problems = check(tmp_path, {FILE: changed(silent, "segments:", IN_FILE)})
    assert shown(problems)[0] == f"L191 {FILE}:5:18"
    problem = problems[1]
    assert (problem.code, str(problem.place)) == ("L191", f"{FILE}:9:22")
    assert problem.message == "1: L114 is silenced, but is not found here"


def test_a_code_that_no_check_has_is_said_at_its_place(tmp_path):
    silent = changed(STATEMENT_RU, "segments:", "silenced: {C014: Never mind.}\nsegments:")
    [problem] = check(tmp_path, {FILE: silent})
    assert (problem.code, str(problem.place)) == ("L192", f"{FILE}:5:18")
