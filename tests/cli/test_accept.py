"""A translation whose source has changed is accepted by the command that its diagnostic names."""

import re
import shlex

import pytest

from briefgen.content.model import source_hash
from tests.cli.conftest import Cli
from tests.content.meeting import BRIEF_RU, STATEMENT_RU, changed, write_project
from tests.revisions import commit

FOLDER = "content/lake"
TITLED = changed(
    STATEMENT_RU, "segments:", f"title_source_hash: {source_hash('Statement')}\nsegments:"
)


@pytest.fixture
def cli(tmp_path, monkeypatch, capsys):
    root = tmp_path / "project"
    write_project(root, {f"{FOLDER}/statement.ru.yaml": TITLED})
    commit(root, "first")
    monkeypatch.chdir(root)
    return Cli(root, capsys)


def change(cli, name, old, new):
    file = cli.root / FOLDER / name
    file.write_text(changed(file.read_text(), old, new))


def offered(cli):
    """Return the commands that the hints of stale translations name."""
    _, out, err = cli("check", "--show-all")
    return re.findall(r"accept it: `briefgen (.+)`", out + err)


def lines_changed(cli, name, before):
    after = (cli.root / FOLDER / name).read_text().splitlines()
    return [line.strip() for line in after if line not in before.splitlines()]


def test_the_hint_s_command_shows_what_changed_and_accepts_it(cli):
    change(cli, "statement.yaml", "Trade grows.", "Trade shrinks.")
    [command] = offered(cli)
    assert command == "translations accept lake/statement 1 --to ru"
    assert cli(*shlex.split(command)) == (
        0,
        "1\n  source:      Trade [-grows-]{+shrinks+}.\n  translation: Торговля растёт.\n",
        f"{FOLDER}/statement.ru.yaml: written\n",
    )
    new = source_hash("Trade", "Trade shrinks.")
    assert lines_changed(cli, "statement.ru.yaml", TITLED) == [
        f'source_hash: "{new}"',
        "state: reviewed",
    ]
    assert offered(cli) == []


def test_titles_and_items_of_the_brief_are_accepted_too(cli):
    change(cli, "statement.yaml", "title: Statement", "title: Long Statement")
    change(cli, "brief.yaml", "Why roads?", "Why rails?")
    commands = offered(cli)
    assert commands == [
        "translations accept lake/brief why --to ru",
        "translations accept lake/statement title --to ru",
    ]
    shown = [cli(*shlex.split(command), "--show-all")[1] for command in commands]
    assert "why/question\n  source:      Why [-roads-]{+rails+}?" in shown[0]
    assert "Они есть" not in shown[0]
    assert "title\n  source:      {+Long +}Statement" in shown[1]
    assert offered(cli) == []
    new = source_hash("They are there.", "Why rails?")
    assert lines_changed(cli, "brief.ru.yaml", BRIEF_RU) == [
        f'source_hash: "{new}"',
        "state: reviewed",
    ]


def test_several_are_accepted_at_once_and_a_dry_run_writes_nothing(cli):
    change(cli, "statement.yaml", "By road.", "By rail.")
    change(cli, "statement.yaml", "Done.", "Over.")
    words = ("translations", "accept", "statement", "1.a", "end.1", "--to", "ru")
    code, out, err = cli(*words, "--dry-run", "--show-all")
    assert (code, err) == (0, f"{FOLDER}/statement.ru.yaml: not written (--dry-run)\n")
    assert "By [-road-]{+rail+}." in out
    assert lines_changed(cli, "statement.ru.yaml", TITLED) == []
    assert cli(*words)[0] == 0
    assert offered(cli) == []


def test_a_source_that_no_revision_has_is_shown_as_it_is(cli):
    change(cli, "statement.ru.yaml", source_hash("Done."), "0123456789abcdef")
    code, out, _ = cli("translations", "accept", "statement", "end.1", "--to", "ru")
    assert code == 0
    assert "source now:  Done." in out
    assert "no git revision has it" in out


@pytest.mark.parametrize(
    ("key", "words"),
    [("2", "its source hasn't changed"), ("end.2", "did you mean 'end.1'?"), ("xyz", "has no")],
)
def test_nothing_is_accepted_where_one_of_the_keys_is_wrong(cli, key, words):
    change(cli, "statement.yaml", "Done.", "Over.")
    code, _, err = cli("translations", "accept", "statement", "end.1", key, "--to", "ru")
    assert (code, words in err) == (2, True)
    assert lines_changed(cli, "statement.ru.yaml", TITLED) == []


def test_content_that_cant_be_read_is_reported_and_stays(cli):
    (cli.root / FOLDER / "brief.yaml").write_text("{")
    assert cli("translations", "accept", "statement", "end.1", "--to", "ru")[0] == 1
