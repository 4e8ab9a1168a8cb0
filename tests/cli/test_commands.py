"""A command line in; an exit code, standard output and standard error out."""

import errno
import gc
import io
import json
import os
import re
import shutil
import stat
import sys
import zipfile
from pathlib import Path

import pytest

from briefgen import __version__, project
from briefgen.cli import app, building, main
from briefgen.diagnostics import Diagnostic
from briefgen.pipeline import calls, worker
from briefgen.pipeline.job import Problem, Result
from tests.pipeline.small import NAMES, SECRET, replace, write

BUILD = ("build", "-j", "0")


# --- build ---------------------------------------------------------------------------------


def test_a_build_takes_the_processors_it_may_use_where_the_system_says_so_else_all(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {2, 5, 7}, raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    assert (building._workers(None), building._workers(0)) == (3, 0)
    monkeypatch.delattr(os, "sched_getaffinity")
    assert building._workers(None) == 8


def test_build_ends_with_one_line(cli):
    code, out, err = cli(*BUILD)
    assert (code, out) == (0, "")
    last = err.splitlines()[-1]
    assert re.fullmatch(r"5 documents · 13 files · \d+ s → output/ferry", last)
    replace(cli.root, "content/ferry/minutes.ru.yaml", "Билеты стоят", "Билеты, стоят")
    last = cli(*BUILD)[2].splitlines()[-1]
    assert last.startswith("5 documents · 13 files (7 changed) · ")


def test_build_prints_the_paths_it_wrote_to_standard_output_where_it_is_asked_to(cli):
    code, out, err = cli(*BUILD, "-v")
    assert code == 0
    assert out.splitlines()[0] == "output/ferry/manifest.json"
    assert len(out.splitlines()) == 16
    assert "[5/5] ferry/staff/table.en-ru" in err


def test_build_says_when_nothing_has_changed(cli):
    cli(*BUILD)
    assert cli(*BUILD, "ferry") == (0, "", "ferry: nothing has changed\n")


def test_main_answers_without_parsing_when_the_same_was_asked_before(cli, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["briefgen", *BUILD])
    assert main() == 0
    capsys.readouterr()
    monkeypatch.setattr(app, "run", lambda arguments: pytest.fail("parsed"))
    assert main() == 0
    assert capsys.readouterr() == ("", "nothing has changed\n")


def test_a_warning_is_said_again_when_nothing_has_changed(cli, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["briefgen", *BUILD])
    main()
    for entry in (cli.root / ".briefgen/cache").glob("*/*"):
        entry.write_bytes(b"damaged")
    write(cli.root, "templates/base/other.css", "")
    main()
    assert "warning[B301]" in capsys.readouterr().err
    main()
    assert ": warning B301 " in capsys.readouterr().err


def test_without_the_cache_everything_is_laid_out_each_time(cli):
    cli(*BUILD)
    code, out, err = cli(*BUILD, "--no-cache")
    assert (code, out) == (0, "")
    assert "[5/5]" in err
    assert "13 files (none changed)" in err


def test_build_into_another_folder_prints_its_paths_in_full(cli, tmp_path):
    code, out, _ = cli(*BUILD, "-v", "--output", tmp_path / "there")
    assert code == 0
    assert out.splitlines()[0] == str(tmp_path / "there/ferry/manifest.json")
    assert not (cli.root / "output").exists()


def test_build_finds_the_project_from_a_folder_in_it_or_by_root(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(cli.root / "content")
    assert cli(*BUILD)[0] == 0
    monkeypatch.chdir(tmp_path)
    assert cli(*BUILD, "--root", "project")[2] == "ferry: nothing has changed\n"


def test_each_pack_is_decided_alone(cli):
    pack = "summit: ferry\ndocuments:\n  - {kinds: [note], audiences: [public],"
    write(cli.root, "content/packs/other.yaml", pack + " languages: [en], formats: [html]}\n")
    cli(*BUILD)
    replace(cli.root, "content/packs/other.yaml", "[en]", "[ru]")
    code, out, err = cli(*BUILD, "-v")
    assert code == 0
    assert "ferry: nothing has changed" in err
    assert sorted(out.splitlines()) == [
        "output/other/manifest.json", "output/other/public/manifest.json",
        "output/other/public/note.ru.html",
    ]  # fmt: skip
    assert not (cli.root / "output/other/public/note.en.html").exists()


def test_an_error_in_one_pack_keeps_only_that_pack_from_being_published(cli):
    broken = cli.root / "content/port"
    shutil.copytree(cli.root / "content/ferry", broken)
    replace(broken, "summit.yaml", "id: ferry", "id: port")
    pack = (cli.root / "content/packs/ferry.yaml").read_text()
    write(cli.root, "content/packs/port.yaml", pack.replace("summit: ferry", "summit: port"))
    assert cli(*BUILD)[0] == 0
    before = (cli.root / "output/port/manifest.json").read_bytes()
    replace(broken, "minutes.ru.yaml", "Билеты стоят", "Билеты стоят 5 рублей")
    replace(cli.root, "content/ferry/minutes.ru.yaml", "Билеты стоят", "Билеты, стоят")
    code, _, err = cli(*BUILD)
    assert code == 1
    assert err.index("error[L121]") < err.index("/10] ")
    assert err.splitlines()[-3] == "1 error in 1 file"
    assert " → output/ferry" in err.splitlines()[-2]
    assert err.splitlines()[-1] == "not published: port"
    assert (cli.root / "output/port/manifest.json").read_bytes() == before
    assert "Билеты, стоят" in (cli.root / "output/ferry/public/note.ru.html").read_text()
    again = cli(*BUILD)
    assert (again[0], "ferry: nothing has changed" in again[2]) == (1, True)
    assert "L121" in cli("check", "port")[2]


def test_a_filter_that_one_pack_knows_is_no_mistake_when_only_the_other_changed(cli):
    pack = "summit: ferry\ndocuments:\n  - {kinds: [note], audiences: [public],"
    write(cli.root, "content/packs/other.yaml", pack + " languages: [en], formats: [html]}\n")
    assert cli(*BUILD, "--audience", "staff")[0] == 0
    replace(cli.root, "content/packs/other.yaml", "[en]", "[ru]")
    assert cli(*BUILD, "--audience", "staff")[0] == 0


def test_a_narrowed_build_writes_only_what_was_asked_for(cli):
    words = ("--audience", "public", "--kind", "note", "--language", "en", "--format", "html")
    _, out, _ = cli(*BUILD, "-v", *words)
    assert out.splitlines() == [
        "output/ferry/manifest.json", "output/ferry/public/manifest.json",
        "output/ferry/public/note.en.html",
    ]  # fmt: skip


def test_the_cache_can_be_elsewhere(cli, tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFGEN_CACHE_DIR", str(tmp_path / "cache"))
    cli(*BUILD)
    assert len(list((tmp_path / "cache").glob("*/*"))) == 10, "rendered and laid out"
    assert not (cli.root / ".briefgen/cache").exists()


def test_no_path_in_the_cache_or_the_state_says_what_is_restricted(cli):
    cli(*BUILD)
    names = " ".join(str(path) for path in (cli.root / ".briefgen").rglob("*"))
    assert SECRET.split()[1] not in names
    states = (cli.root / ".briefgen/state").iterdir()
    assert SECRET not in " ".join(path.read_text() for path in states)


# --- problems ---------------------------------------------------------------------------------


def break_content(root):
    replace(root, "content/ferry/summit.yaml", "edition: 1", "edition: one")


def test_a_problem_is_shown_with_its_line_and_nothing_is_written(cli):
    break_content(cli.root)
    code, out, err = cli(*BUILD)
    assert (code, out) == (1, "")
    line = (cli.root / "content/ferry/summit.yaml").read_text().splitlines().index("edition: one")
    assert f"--> content/ferry/summit.yaml:{line + 1}:10" in err
    assert f"{line + 1} | edition: one\n" in err
    assert "          ^^^\n" in err
    assert "1 error in 1 file\nnothing was written\n" in err
    assert not list((cli.root / "output").rglob("*.html"))


def test_check_finds_the_same_without_layout(cli, monkeypatch):
    break_content(cli.root)
    code, out, err = cli("check", "--output-format", "concise")
    assert (code, out) == (1, "")
    assert err.startswith("content/ferry/summit.yaml:")
    assert " error C" in err


def test_check_of_a_good_project_says_so(cli):
    assert cli("check", "ferry") == (0, "", "5 documents: no errors before layout\n")
    assert not (cli.root / "output").exists()


def spoil_translation(root):
    """Put a doubled space and a hyphen for a dash into a translation, and another number."""
    file = "content/ferry/minutes.ru.yaml"
    replace(root, file, "Билеты стоят в обоих одинаково.", "Билеты  стоят - 5 рублей.")
    return root / file


def test_one_document_is_not_several(cli):
    pack = "summit: ferry\ndocuments:\n  - {kinds: [note], audiences: [public],"
    write(cli.root, "content/packs/ferry.yaml", pack + " languages: [en], formats: [html]}\n")
    assert cli("check")[2] == "1 document: no errors before layout\n"
    assert cli(*BUILD)[2].splitlines()[-1].startswith("1 document · 1 file · ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("build", "nope"), "no pack 'nope'; the packs are ferry"),
        (("build", "--format", "xyz"), "invalid value for '--format': 'xyz' is not one of 'pdf',"),
        (("--nope",), "no such option '--nope'; see `briefgen --help`"),
        (("bild",), "no such command 'bild'; did you mean 'build'?"),
        (("show",), "missing argument 'PACK/DOCUMENT'; see `briefgen show --help`"),
    ],
)
def test_errors_of_the_command_line_are_written_alike(cli, arguments, words):
    code, out, err = cli(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith(f"error: {words}")
    assert err.count("\n") == 1


def test_the_help_of_a_group_says_what_each_command_does_to_the_end(cli):
    for arguments in ((), ("translations",)):
        help_text = " ".join(cli(*arguments, "--help")[1].split())
        assert "..." not in help_text.replace("]...", "")


def test_check_finds_what_is_wrong_with_translations(cli):
    spoil_translation(cli.root)
    code, _, err = cli("check", "--output-format", "concise")
    assert code == 1
    assert " error L121 2: the numbers differ: 5 рублей not in the source" in err
    assert " warning L105 2: more than one space" in err


def test_check_mends_what_is_safe_shows_it_and_checks_again(cli):
    file = spoil_translation(cli.root)
    before = file.read_text()
    code, out, err = cli("check", "--fix", "--output-format", "concise")
    assert code == 1
    assert [line[0] for line in out.splitlines()] == ["-", "+", "@", " ", "-", "+", " "]
    assert "Билеты стоят␣— 5 рублей." in out
    assert "L105" not in err
    assert "L121" in err
    mended = before.replace("Билеты  стоят - ", "Билеты стоят\u00a0— ")
    assert file.read_text() == mended
    assert cli("check", "--fix")[1] == ""


def test_what_check_mends_keeps_its_mode_and_where_that_fails_all_is_as_it_was(cli, monkeypatch):
    file = spoil_translation(cli.root)
    before = file.read_text()
    file.chmod(0o600)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full_disk)
        folder = sorted(file.parent.iterdir())
        code, _, err = cli("check", "--fix")
    assert (code, f"error: can't write {file}: No space left" in err) == (1, True)
    assert (sorted(file.parent.iterdir()), file.read_text()) == (folder, before)

    cli("check", "--fix")
    assert file.read_text() != before
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def full_disk(*_):
    raise OSError(errno.ENOSPC, "No space left")


def test_a_dry_run_of_check_only_shows_what_would_be_mended(cli):
    file = spoil_translation(cli.root)
    before = file.read_bytes()
    code, out, err = cli("check", "--fix", "--dry-run")
    assert (code, err) == (1, "")
    assert "␣" in out
    assert file.read_bytes() == before
    assert cli("check", "--dry-run")[0] == 2


def test_check_says_where_a_code_is_silenced_that_is_none(cli):
    write(cli.root, "briefgen.toml", 'handling = ["public", "internal"]\n[silenced]\nL999 = "x"\n')
    code, _, err = cli("check", "--output-format", "concise")
    assert code == 1
    assert err.startswith("briefgen.toml:3:1: error L192 unknown check 'L999'")


SILENCED = """\
handling = ["public", "internal"]

[silenced]  # L147 too was silenced once
L115 = "We say it twice, not as L105."
[silenced.ru]
L105 = "They are typed so."
"""


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (SILENCED, "4:1"),
        ('silenced = {ru = {L105 = "L115"}, L115 = "x"}\n' + SILENCED[:33], "1:35"),
        ('silenced.L115 = "x"\nsilenced.ru."L105" = "x"\n' + SILENCED[:33], "1:10"),
    ],
)
def test_a_check_that_is_silenced_and_finds_nothing_is_said_in_its_line(cli, text, place):
    spoil_translation(cli.root)
    write(cli.root, "briefgen.toml", text)
    _, _, err = cli("check", "--output-format", "concise")
    [found] = [line for line in err.splitlines() if "L191" in line]
    assert found == (
        f"briefgen.toml:{place}: warning L191 L115 is silenced, but is not found anywhere"
    )


def test_silences_of_a_language_say_which(cli):
    write(cli.root, "briefgen.toml", SILENCED)
    _, _, err = cli("check", "--output-format", "concise")
    assert "briefgen.toml:6:1: warning L191 L105 is silenced, but is not found in tr" in err


def test_silences_may_be_needed_where_not_all_is_checked(cli):
    write(cli.root, "briefgen.toml", SILENCED)
    shutil.copytree(cli.root / "content/ferry", cli.root / "content/other")
    replace(cli.root, "content/other/summit.yaml", "id: ferry", "id: other")
    assert "L191" not in cli("check")[2]
    pack = (cli.root / "content/packs/ferry.yaml").read_text()
    write(cli.root, "content/packs/other.yaml", pack.replace("summit: ferry", "summit: other"))
    assert "L191" not in cli("check", "ferry")[2]
    assert "L191" in cli("check")[2]


def test_silences_may_be_needed_by_translations_older_than_their_sources(cli):
    write(cli.root, "briefgen.toml", SILENCED)
    replace(cli.root, "content/ferry/minutes.yaml", "Two ports", "Three ports")
    assert "L191" not in cli("check")[2]


def test_problems_as_json_are_standard_output(cli):
    break_content(cli.root)
    (found,) = cli.json("check", "--output-format", "json")
    assert found["severity"] == "error"
    assert (found["file"], found["column"]) == ("content/ferry/summit.yaml", 10)
    assert cli(*BUILD, "--output-format", "json")[1].startswith("[")
    replace(cli.root, "content/ferry/summit.yaml", "edition: one", "edition: 1")
    assert cli(*BUILD, "--output-format", "json")[1] == "[]\n"


def test_problems_for_github_quote_no_source_line(cli):
    break_content(cli.root)
    _, out, _ = cli("check", "--output-format", "github")
    assert out.startswith("::error file=content/ferry/summit.yaml,line=")
    assert "edition: one" not in out


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("content/ferry/minutes.yaml", 'key: "1"', 'key: "1"\n    key: "1"', "Y004"),
        ("content/ferry/minutes.yaml", "handling: public", "handling: pubic", "C009"),
        ("templates/audiences/staff/audience.yaml", "handling: internal", "handling: in", "C009"),
        ("content/packs/ferry.yaml", "[public, staff]", "[publik, staff]", "A002"),
        ("templates/kinds/note.html.j2", "view.summit.title", "view.summit.titel", "T"),
        ("templates/kinds/note.html.j2", "<h1", "<blink/><h1", "M"),
        ("templates/base/style.css", "margin: 0", "background: url(http://x.example)", "S203"),
    ],
)  # fmt: skip
def test_one_mistake_of_each_kind_is_a_coded_problem_and_no_traceback(cli, file, old, new, code):
    replace(cli.root, file, old, new)
    exit_code, out, _ = cli("check", "--output-format", "json")
    found = json.loads(out)
    assert exit_code == 1
    assert any(d["code"].startswith(code) and d["file"] and d["line"] for d in found)


def test_a_machine_s_fault_is_one_line_and_exit_code_1(cli):
    write(cli.root, "output", "a file")
    code, out, err = cli(*BUILD)
    assert (code, out) == (1, "")
    assert err.startswith("error: can't write to ")
    assert len(err.splitlines()) == 1


# --- usage --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("build", "fery"), "no pack 'fery'; did you mean 'ferry'?"),
        (("build", "../x"), "no pack '../x'; the packs are ferry"),
        ((*BUILD, "--audience", "stuff"), "the audience 'stuff'; did you mean 'staff'?"),
        (("build", "--format", "odt"), "'odt' is not one of"),
        (("build", "-j", "-1"), "-1 is not in the range"),
        ((*BUILD, "--output", "content/x"), "content/x is in content/, which the build reads"),
        (("built",), "no such command 'built'"),
        (("build", "--root", "nowhere"), "does not exist"),
        (("show", "ferry/public/notes.en"), "has no document 'public/notes.en'; did you mean"),
        (("show", "ferry/zzz"), "`briefgen list` prints them all"),
        (("show", "fery/x"), "did you mean 'ferry'?"),
    ],
)  # fmt: skip
def test_a_mistake_on_the_command_line_is_exit_code_2_and_helps(cli, arguments, words):
    code, out, err = cli(*arguments)
    assert (code, out) == (2, "")
    assert words in err


def test_a_mistake_in_the_configuration_is_exit_code_2(cli):
    write(cli.root, "briefgen.toml", "handlings = []")
    assert cli("build")[0] == 2


def test_a_project_without_packs_is_told_how_to_get_one(cli):
    shutil.rmtree(cli.root / "content/packs")
    code, _, err = cli("build")
    assert code == 2
    assert "no packs: write " in err


def test_an_output_that_leads_out_of_the_project_is_refused_unless_it_is_named(cli, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (cli.root / "output").symlink_to(tmp_path / "elsewhere")
    code, _, err = cli(*BUILD)
    assert code == 2
    assert f"--output {tmp_path / 'elsewhere'}" in err
    assert cli(*BUILD, "--output", "output")[0] == 0


# --- the other commands --------------------------------------------------------------------


def test_list_prints_a_document_a_line_with_its_formats(cli):
    code, out, err = cli("list")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "ferry/public/note.en     pdf docx html"
    assert lines[4] == "ferry/staff/table.en-ru  html"
    assert [line.split()[0] for line in lines] == [f"ferry/{n}" for n in NAMES]


def test_list_as_json_has_the_same(cli):
    (pack,) = cli.json("list", "--output-format", "json")
    assert (pack["pack"], pack["summit"]) == ("ferry", "ferry")
    assert pack["documents"][-1] == {
        "name": "ferry/staff/table.en-ru", "audience": "staff", "kind": "table",
        "languages": ["en", "ru"], "formats": ["html"],
    }  # fmt: skip


def test_list_says_what_keeps_a_pack_out(cli):
    break_content(cli.root)
    code, out, err = cli("list")
    assert (code, out) == (1, "")
    assert "error C" in err


def test_show_prints_what_the_template_sees(cli):
    view = cli.json("show", "ferry/public/note.ru", "--stage", "view")
    assert view["summit"]["title"] == "Встреча о пароме"
    (cell,) = view["document"]["paragraphs"][0]["cells"]
    assert cell["place"].startswith("content/ferry/minutes.ru.yaml:")
    assert len(view["document"]["paragraphs"]) == 2


def test_show_prints_the_markup_with_a_line_for_each_block(cli):
    old, new = "{{ segment.text }}</p>", "{{ segment.text }} <em>a</em> <q>b</q></p>"
    replace(cli.root, "templates/kinds/note.html.j2", old, new)
    _, out, _ = cli("show", "ferry/staff/note.en")
    assert f"\n    <p>{SECRET} <em>a</em> <q>b</q></p>\n" in out
    assert "\n  <head>\n    <title>" in out


def test_show_prints_what_the_layout_gets(cli):
    write(cli.root, "templates/audiences/staff/reference.docx", b"PK")
    _, out, _ = cli("show", "ferry/staff/note.en", "--stage", "job")
    lines = out.splitlines()
    assert lines[0] == "name staff/note.en"
    assert "stylesheet templates/base/style.css 16 bytes" in lines
    assert "reference templates/audiences/staff/reference.docx 2 bytes" in lines
    assert "metadata title 'Ferry meeting'" in lines


def test_show_of_a_document_with_errors_reports_them(cli):
    write(cli.root, "templates/kinds/note.html.j2", "<p>")
    code, out, err = cli("show", "ferry/staff/note.en")
    assert (code, out) == (1, "")
    assert "error[" in err


REFERENCE = "templates/audiences/staff/reference.docx"


@pytest.fixture
def laid_out(cli, monkeypatch):
    """The command line with the real writers."""
    monkeypatch.setattr(calls, "write", worker.write)
    monkeypatch.setattr(calls, "start", worker.start)
    return cli


def test_reference_writes_what_the_audience_s_documents_then_take_after(laid_out):
    code, out, _ = laid_out("reference", "staff")
    assert (code, out.strip().endswith(REFERENCE)) == (0, True)
    folder = laid_out.root / "templates/audiences/staff"
    assert sorted(path.name for path in folder.iterdir()) == ["audience.yaml", "reference.docx"]
    code, _, err = laid_out(*BUILD, "--format", "docx")
    assert (code, "W2" in err) == (0, False)


def test_reference_never_overwrites_unless_told_to(laid_out):
    write(laid_out.root, REFERENCE, b"PK mine")
    code, _, err = laid_out("reference", "staff")
    assert (code, "is there already" in err) == (2, True)
    assert (laid_out.root / REFERENCE).read_bytes() == b"PK mine"
    assert laid_out("reference", "staff", "--force")[0] == 0
    assert (laid_out.root / REFERENCE).read_bytes() != b"PK mine"


def test_reference_of_a_kind_is_a_file_of_its_own(laid_out):
    assert laid_out("reference", "staff", "--kind", "note")[0] == 0
    assert (laid_out.root / "templates/audiences/staff/reference.note.docx").exists()
    code, _, err = laid_out("reference", "staff", "--kind", "table")
    assert (code, "no Word document is for the kind 'table'" in err) == (2, True)


def test_reference_can_go_elsewhere_and_a_place_that_can_t_be_written_is_said(laid_out, tmp_path):
    assert laid_out("reference", "staff", "-o", tmp_path / "new/house.docx")[0] == 0
    assert (tmp_path / "new/house.docx").exists()
    code, _, err = laid_out("reference", "staff", "-o", laid_out.root / "briefgen.toml/a.docx")
    assert (code, "can't write" in err) == (1, True)


def test_reference_for_nobody_is_a_mistake(laid_out):
    code, _, err = laid_out("reference", "stuff")
    assert (code, "did you mean 'staff'?" in err) == (2, True)


def test_a_bad_reference_is_said_at_its_place_without_its_bytes(laid_out):
    write(laid_out.root, REFERENCE, b"PK\0\1")
    code, out, err = laid_out(*BUILD)
    assert (code, out) == (1, "")
    assert f" --> {REFERENCE}:1:1\n" in err
    assert "PK" not in err
    assert not list((laid_out.root / "output").rglob("*.docx"))


def test_init_makes_a_project_that_checks_and_never_overwrites(cli, tmp_path):
    code, out, err = cli("init", tmp_path / "new")
    assert (code, out) == (0, "")
    assert "briefgen build" in err
    assert (tmp_path / "new/schemas/pack.schema.json").is_file()
    assert cli("check", "--root", tmp_path / "new")[0] == 0
    write(tmp_path, "new/briefgen.toml", "# mine")
    code, _, err = cli("init", tmp_path / "new")
    assert code == 2
    assert "is there already" in err
    assert (tmp_path / "new/briefgen.toml").read_text() == "# mine"


def test_init_where_nothing_can_be_written_is_exit_code_1(cli):
    write(cli.root, "file", "")
    code, _, err = cli("init", "file/new")
    assert code in (1, 2)
    assert "Traceback" not in err


def test_schema_writes_files_or_one_json(cli):
    whole = cli.json("schema")
    assert "pack.schema.json" in whole
    code, out, _ = cli("schema", "--output", "schemas")
    assert code == 0
    assert "schemas/pack.schema.json" in out.splitlines()
    assert (
        json.loads((cli.root / "schemas/pack.schema.json").read_text()) == whole["pack.schema.json"]
    )
    write(cli.root, "file", "")
    assert cli("schema", "--output", "file/x")[0] == 1


def test_clean_removes_what_is_old_or_all(cli):
    cli(*BUILD)
    entries = sorted((cli.root / ".briefgen/cache").glob("*/*"))
    os.utime(entries[0], (1, 1))
    assert cli("clean") == (0, "", "")
    assert sorted((cli.root / ".briefgen/cache").glob("*/*")) == entries[1:]
    cli("clean", "--all")
    assert list((cli.root / ".briefgen/cache").glob("*/*")) == []


def test_version_is_the_package_s(cli):
    assert cli("--version")[1] == f"briefgen {__version__}\n"


def test_ctrl_c_and_sigterm_have_their_exit_codes(cli, monkeypatch):
    def interrupt(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "_run", interrupt)
    assert cli("list")[0] == 130
    monkeypatch.setattr(app, "_run", lambda *_a, **_o: app._terminate(15, None))
    assert cli("list")[0] == 143


def test_show_of_styles_names_the_elements_that_have_them(cli):
    _, out, _ = cli("show", "ferry/staff/note.en", "--stage", "style")
    assert out.startswith("html, p\n    display block\n    font_family serif\n")
    assert "\nh1\n" in out
    assert "\n@page :first\n    size 595.276 841.89\n" in out


def test_show_of_styles_in_word_names_the_rule_that_each_comes_from(cli):
    write(cli.root, "templates/base/style.css", "h1 { color: red }\n\np,\nli { margin: 0 }\n")
    code, out, _ = cli("show", "ferry/staff/note.en", "--stage", "styles")
    assert code == 0
    assert out.startswith("""\
templates/base/style.css:1  h1
    paragraph: heading 1
templates/base/style.css:3  p, li
    paragraph: Body Text
without a rule of their own
    paragraph: Normal""")


def test_show_of_word_says_what_the_writer_found(cli, monkeypatch):
    found = Problem(Diagnostic("P106", "no font has it"), 5)
    monkeypatch.setattr(calls, "write", lambda job: Result({}, None, (found,)))
    _, out, _ = cli("show", "ferry/staff/note.en", "--stage", "docx")
    assert "error P106 no font has it" in out


def test_show_of_word_prints_style_and_text(cli, monkeypatch):
    monkeypatch.undo()
    monkeypatch.chdir(cli.root)
    _, out, _ = cli("show", "ferry/staff/note.en", "--stage", "docx")
    assert "heading 1 | Ferry meeting" in out.splitlines()


@pytest.mark.parametrize("sheet", ["project", "package"])
def test_what_word_does_not_have_is_shown_in_the_stylesheet_s_line(
    cli, monkeypatch, tmp_path, sheet
):
    css = "p {\n  margin: 0;\n  float: left;\n}\n"
    if sheet == "project":
        path = "templates/base/style.css"
        write(cli.root, path, css)
    else:
        path = "package:base/style.css"
        (cli.root / "templates/base/style.css").unlink()
        shutil.copytree(project.package_templates(), tmp_path / "package")
        write(tmp_path, "package/base/style.css", css)
        monkeypatch.setattr(project, "package_templates", lambda: tmp_path / "package")
    monkeypatch.setattr(calls, "write", worker.write)
    code, _, err = cli(*BUILD)
    assert code == 0
    assert (
        f"""\
warning[W103]: Word has no counterpart for ‘float: left’ (rule ‘p’)
 --> {path}:3:3
  |
3 |   float: left;
  |   ^^^^^
"""
        in err
    )
    assert err.count("W103") == 1


class Interrupting(io.BytesIO):
    """A file during whose opening as a ZIP archive Ctrl-C is pressed."""

    @property
    def name(self):
        raise KeyboardInterrupt


def test_what_an_interrupt_leaves_half_made_is_let_go_in_silence(monkeypatch):
    complaints = []
    monkeypatch.setattr(sys, "unraisablehook", complaints.append)
    monkeypatch.setattr(app, "_run", lambda *_, **__: zipfile.ZipFile(Interrupting()))
    assert app.run(["list"]) == 130
    gc.collect()
    assert complaints == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("content/ferry/minutes.yaml", SECRET, "Two ports open a ferry line."),
        ("content/ferry/minutes.yaml", SECRET, "Of the ferry meeting"),
        ("templates/kinds/note.html.j2", "</body>", f"<p>{SECRET[:20]}<em>{SECRET[20:]}</em></p>"),
    ],
    ids=["content", "facts", "template"],
)
def test_a_text_that_stands_above_and_below_a_level_is_told_of_by_the_full_check(
    cli, file, old, new
):
    replace(cli.root, "content/ferry/summit.yaml", "Ferry meetings", "Of the ferry meeting")
    replace(cli.root, file, old, new)
    place = "content/ferry/minutes.yaml:12:5"
    told = cli("check", "--output-format", "json")
    found = [d for d in json.loads(told[1]) if d["code"] == "C024"]
    assert [(f"{d['file']}:{d['line']}:{d['column']}", d["severity"]) for d in found] == [
        (place, "warning")
    ]
    assert new not in json.dumps(found)
    for audience in ("public", "staff"):
        assert "C024" not in "".join(cli("check", "--audience", audience)[1:])
    assert "C024" not in "".join(cli(*BUILD)[1:])


@pytest.mark.parametrize("name", [".briefgen", ".briefgen/cache", ".briefgen/state"])
def test_what_is_kept_between_builds_is_kept_behind_no_link(cli, tmp_path, name):
    """A project that somebody sent could have a folder elsewhere written to, and tidied up."""
    (tmp_path / "elsewhere").mkdir()
    (cli.root / name).parent.mkdir(exist_ok=True)
    (cli.root / name).symlink_to(tmp_path / "elsewhere")
    code, _, err = cli("build", "-j", "0")
    assert code == 2
    assert "is behind a symbolic link: take it away" in err
    assert [*(tmp_path / "elsewhere").iterdir()] == []
