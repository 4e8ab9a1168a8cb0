"""`briefgen languages add`: a profile and an empty catalogue for a language of one's own."""

import polib
import pytest
from click.shell_completion import ShellComplete

from briefgen.cli.app import app, run
from briefgen.languages import read_profiles
from briefgen.project import find_project


@pytest.fixture
def project(tmp_path, monkeypatch):
    (tmp_path / "briefgen.toml").write_text("", encoding="utf-8")
    (tmp_path / "templates/kinds").mkdir(parents=True)
    template = (
        "{{ _('Calendar') }}\n{{ pgettext('noun', 'Watch') }}{{ ngettext('Day', 'Days', 2) }}"
    )
    (tmp_path / "templates/kinds/calendar.html.j2").write_text(template, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(project, tag):
    return {
        (entry.msgctxt, entry.msgid): entry
        for entry in polib.pofile(str(project / f"templates/locale/{tag}/messages.po"))
    }


def test_the_catalogue_has_all_messages_of_the_project_and_the_package(project):
    assert run(["languages", "add", "uk"]) == 0
    entries = read(project, "uk")
    assert {(None, "Calendar"), ("noun", "Watch"), (None, "Day"), (None, "Contents")} <= set(
        entries
    )
    assert ("list", ", ") in entries
    assert not any(entry.translated() for entry in entries.values())
    assert list(entries[None, "Day"].msgstr_plural.values()) == ["", "", ""]
    assert entries[None, "Calendar"].occurrences == [("templates/kinds/calendar.html.j2", "1")]


@pytest.mark.parametrize("tag", ["uk", "ur", "sr-Latn", "xx"])
def test_the_profile_is_what_the_cldr_has_and_is_read_without_a_word(project, tag):
    plain, [warning] = read_profiles(find_project(project), [tag])
    assert warning.code == "A201"
    assert run(["languages", "add", tag]) == 0
    profiles, problems = read_profiles(find_project(project), [tag])
    assert problems == []
    for iso in ("2025", "2025-10", "2025-10-09"):
        assert profiles[tag].date(iso) == plain[tag].date(iso)
    assert profiles[tag].direction == plain[tag].direction
    assert profiles[tag].conventions() == plain[tag].conventions()


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("ru", "the language 'ru' has package:locale/ru/profile.yaml already"),
        ("en-GB", "the language 'en-GB' has package:locale/en/profile.yaml already"),
        ("en_GB", "'en_GB' is not a language tag (BCP 47)"),
    ],
)
def test_what_is_there_already_is_not_written_again(project, capsys, tag, said):
    assert run(["languages", "add", tag]) == 2
    assert said in capsys.readouterr().err
    assert not (project / "templates/locale").exists()


def test_a_second_time_nothing_is_overwritten(project, capsys):
    assert run(["languages", "add", "uk"]) == 0
    before = (project / "templates/locale/uk/profile.yaml").read_bytes()
    assert run(["languages", "add", "uk"]) == 2
    assert "has templates/locale/uk/profile.yaml already" in capsys.readouterr().err
    assert (project / "templates/locale/uk/profile.yaml").read_bytes() == before


def test_tags_are_completed():
    shell = ShellComplete(app, {}, "briefgen", "_BRIEFGEN_COMPLETE")
    found = [item.value for item in shell.get_completions(["languages", "add"], "sr-")]
    assert {"sr-Cyrl", "sr-Latn"} <= set(found)
