"""Translations out, back in and counted, from the command line."""

import json

import pytest

from briefgen.cli import app
from briefgen.translation.formats import FORMATS
from tests.cli.conftest import Cli
from tests.content.meeting import STATEMENT_RU, changed, write_project
from tests.translation.tables import Table

RU = "content/lake/statement.ru.yaml"


@pytest.fixture
def cli(tmp_path, monkeypatch, capsys):
    root = tmp_path / "project"
    write_project(root)
    monkeypatch.chdir(root)
    return Cli(root, capsys)


def exported(cli, *arguments):
    """Return the table that an export wrote."""
    assert cli("translations", "export", *arguments, "-o", "out.docx")[0] == 0
    return Table((cli.root / "out.docx").read_bytes())


def saved(cli, table):
    (cli.root / "back.docx").write_bytes(table.save())
    return "back.docx"


def test_every_format_can_be_asked_for():
    assert tuple(FORMATS) == app.TRANSLATION_FORMATS


def test_export_writes_the_file_and_prints_its_path(cli):
    code, out, err = cli("translations", "export", "statement", "--target", "ru", "-o", "a.docx")
    assert (code, out, err) == (0, "a.docx\n", "")
    again = cli("translations", "export", "lake/statement", "--target", "ru", "-o", "b.docx")
    assert again[0] == 0
    assert (cli.root / "a.docx").read_bytes() == (cli.root / "b.docx").read_bytes()


@pytest.mark.parametrize(
    ("document", "target", "words"),
    [
        ("statment", "ru", "did you mean 'lake/statement'?"),
        ("sea/statement", "ru", "no document 'sea/statement'"),
        ("statement", "kk", "statement is translated into ru, not 'kk'"),
        ("statement", "en", "not 'en'"),
    ],
)
def test_export_says_what_there_is_instead(cli, document, target, words):
    code, out, err = cli("translations", "export", document, "--target", target, "-o", "a.docx")
    assert (code, out, words in err) == (2, "", True)
    assert not (cli.root / "a.docx").exists()


def test_a_name_that_two_summits_have_is_asked_for_in_full(cli):
    for file in (cli.root / "content/lake").iterdir():
        other = cli.root / "content/sea" / file.name
        other.parent.mkdir(exist_ok=True)
        other.write_bytes(file.read_bytes().replace(b"id: lake", b"id: sea"))
    code, _, err = cli("translations", "export", "brief", "--target", "ru", "-o", "a.docx")
    assert (code, "name one of lake/brief, sea/brief" in err) == (2, True)


def test_import_prints_what_changes_and_writes_it(cli):
    table = exported(cli, "statement", "--target", "ru")
    table.set("2", "target", "Снова встретятся.")
    table.set("1.a", "status", "approved")
    code, out, err = cli("translations", "import", saved(cli, table), "--show-all")
    assert (code, err) == (0, f"{RU}: written\n")
    assert out == "1.a  draft → approved\n2    draft             Снова встретятся.\n"
    assert "Снова встретятся." in (cli.root / RU).read_text()
    again = cli("translations", "import", "back.docx")
    assert again == (0, "", f"{RU}: nothing changes\n")


def test_a_dry_run_prints_the_same_and_changes_nothing(cli):
    table = exported(cli, "statement", "--target", "ru")
    table.set("2", "target", "Снова встретятся.")
    code, out, err = cli("translations", "import", saved(cli, table), "--dry-run")
    assert (code, out) == (0, "2  draft  Снова встретятся.\n")
    assert err == f"{RU}: not written (--dry-run)\n"
    assert (cli.root / RU).read_text() == STATEMENT_RU


def test_a_conflict_is_reported_and_nothing_is_written(cli):
    table = exported(cli, "statement", "--target", "ru")
    table.set("2", "target", "Снова.")
    table.set("1.a", "target", "По дороге.")
    ours = changed(STATEMENT_RU, "Встретятся.", "Увидятся.")
    (cli.root / RU).write_text(ours)
    code, out, err = cli("translations", "import", saved(cli, table), "--output-format", "concise")
    assert (code, out) == (1, "")
    assert f"{RU}:12:20: error R101 2: changed in the file" in err
    assert (cli.root / RU).read_text() == ours


@pytest.mark.parametrize(
    "command",
    [
        ("export", "statement", "--target", "ru", "-o", "new.docx"),
        ("import", "back.docx"),
        ("status",),
    ],
)
def test_a_file_that_cannot_be_read_is_not_taken_for_one_that_is_missing(cli, command):
    table = exported(cli, "statement", "--target", "ru")
    table.set("2", "target", "Снова.")
    saved(cli, table)
    (cli.root / RU).write_text("title: [")
    code, out, err = cli("translations", *command)
    assert (code, out, f"--> {RU}:" in err) == (1, "", True)
    assert (cli.root / RU).read_text() == "title: ["
    assert not (cli.root / "new.docx").exists()


def test_problems_come_as_json(cli):
    (cli.root / "back.docx").write_bytes(b"PK")
    code, out, _ = cli("translations", "import", "back.docx", "--output-format", "json")
    assert (code, [d["code"] for d in json.loads(out)]) == (1, ["R001"])


def test_tracked_changes_are_settled_by_an_option(cli):
    table = exported(cli, "statement", "--target", "ru")
    insertion = '<w:ins w:id="9" w:author="N. N."><w:r><w:t>Снова.</w:t></w:r></w:ins>'
    table.fill("2", "target", insertion)
    file = saved(cli, table)
    code, _, err = cli("translations", "import", file, "--output-format", "concise", "--show-all")
    assert (code, "error R007 a tracked change is left, by N. N." in err) == (1, True)
    assert cli("translations", "import", file, "--revisions", "accept")[0] == 0


def test_status_counts_texts_by_document_and_language(cli):
    target = changed(STATEMENT_RU, "{key: 2,", "{key: 2, state: approved,")
    (cli.root / RU).write_text("".join(x for x in target.splitlines(True) if "1.a" not in x))
    code, out, _ = cli("translations", "status")
    assert code == 0
    assert [line.split() for line in out.splitlines()] == [
        ["document", "language", "missing", "stale", "draft", "reviewed", "approved"],
        ["lake/statement", "ru", "1", "0", "5", "0", "1"],
        ["lake/brief", "ru", "0", "0", "7", "0", "0"],
    ]
    first = cli.json("translations", "status", "--output-format", "json")[0]
    assert first == {
        "document": "lake/statement", "language": "ru",
        "missing": 1, "stale": 0, "draft": 5, "reviewed": 0, "approved": 1,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["xliff", "tmx", "po"])
def test_files_of_translation_tools_come_back(cli, name):
    assert cli("translations", "export", "statement", "--target", "ru", "--format", name,
               "-o", "out")[0] == 0  # fmt: skip
    assert cli("translations", "import", "out") == (0, "", f"{RU}: nothing changes\n")
    text = (cli.root / "out").read_text()
    (cli.root / "back").write_text(changed(text, "Встретятся.", "Снова встретятся."))
    code, out, err = cli("translations", "import", "back")
    assert (code, out, err) == (0, "2  draft  Снова встретятся.\n", f"{RU}: written\n")
    assert (cli.root / RU).read_text() == changed(STATEMENT_RU, "Встретятся.", "Снова встретятся.")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("xliff", 'trgLang="ru"', 'trgLang="kk"'),
        ("tmx", 'xml:lang="ru"', 'xml:lang="kk"'),
        ("po", '"Language: ru', '"Language: kk'),
    ],
)
def test_texts_in_another_language_than_was_exported_are_refused(cli, name, old, new):
    cli("translations", "export", "statement", "--target", "ru", "--format", name, "-o", "out")
    text = (cli.root / "out").read_text()
    assert old in text
    (cli.root / "out").write_text(text.replace(old, new))
    code, _, err = cli("translations", "import", "out", "--output-format", "concise")
    assert (code, "out:1:1: error R006 the file is into 'kk'" in err) == (1, True)
    assert (cli.root / RU).read_text() == STATEMENT_RU


MEMORY = """\
<tmx version="1.4"><header srclang="en-GB"/><body>
<tu><tuv xml:lang="en-GB"><seg>They  meet again.</seg></tuv>
<tuv xml:lang="ru-RU"><seg>Увидятся снова.</seg></tuv></tu>
<tu><tuv xml:lang="en-GB"><seg>By road.</seg></tuv>
<tuv xml:lang="ru-RU"><seg>По дороге.</seg></tuv></tu>
<tu><tuv xml:lang="en-GB"><seg>Of another text.</seg></tuv>
<tuv xml:lang="ru-RU"><seg>Из другого текста.</seg></tuv></tu>
</body></tmx>
"""


def test_a_memory_of_another_program_fills_in_what_is_missing_and_nothing_else(cli):
    ours = "".join(line for line in STATEMENT_RU.splitlines(True) if "{key: 2," not in line)
    (cli.root / RU).write_text(ours)
    (cli.root / "memory.tmx").write_text(MEMORY)
    code, _, err = cli("translations", "import", "memory.tmx", "--output-format", "concise")
    assert (code, "memory.tmx:1:1: error R004" in err) == (1, True)
    arguments = ("translations", "import", "memory.tmx", "--document", "statement", "--target")
    code, out, err = cli(*arguments, "ru")
    assert (code, out) == (0, "2  missing → draft  Увидятся снова.\n")
    assert "По дорогам." in (cli.root / RU).read_text()
    again = cli(*arguments, "ru")
    assert again == (0, "", f"{RU}: nothing changes\n")


def test_a_memory_of_many_languages_fills_in_the_one_that_is_asked_for(cli):
    ours = "".join(line for line in STATEMENT_RU.splitlines(True) if "{key: 2," not in line)
    (cli.root / RU).write_text(ours)
    kazakh = '<tuv xml:lang="kk"><seg>Қайта кездеседі.</seg></tuv></tu>'
    memory = MEMORY.replace("</tu>", kazakh).replace('srclang="en-GB"', 'srclang="*all*"')
    (cli.root / "memory.tmx").write_text(memory)
    arguments = ("translations", "import", "memory.tmx", "--document", "statement", "--target")
    assert cli(*arguments, "ru")[:2] == (0, "2  missing → draft  Увидятся снова.\n")


def test_a_source_that_a_memory_has_two_translations_of_takes_none(cli):
    ours = "".join(line for line in STATEMENT_RU.splitlines(True) if "{key: 2," not in line)
    (cli.root / RU).write_text(ours)
    (cli.root / "memory.tmx").write_text(MEMORY.replace("By road.", "They meet again."))
    result = cli(
        "translations", "import", "memory.tmx", "--document", "statement", "--target", "ru"
    )
    assert result == (0, "", f"{RU}: nothing changes\n")


def test_a_memory_in_another_language_or_that_is_none_is_refused(cli):
    arguments = ("--document", "statement", "--target", "ru", "--output-format", "concise")
    for text, code in ((MEMORY.replace("ru-RU", "kk"), "R006"), (MEMORY[:-9], "R001")):
        (cli.root / "memory.tmx").write_text(text)
        result = cli("translations", "import", "memory.tmx", *arguments)
        assert (result[0], f"error {code}" in result[2]) == (1, True)
    assert (cli.root / RU).read_text() == STATEMENT_RU


@pytest.mark.parametrize("option", [("--document", "statement"), ("--target", "ru")])
def test_a_document_and_a_target_go_together(cli, option):
    (cli.root / "memory.tmx").write_text(MEMORY)
    code, _, err = cli("translations", "import", "memory.tmx", *option)
    assert (code, "--document and --target go together" in err) == (2, True)
