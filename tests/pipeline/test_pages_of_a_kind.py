"""A pack with a kind of so many pages, built by the command line: what is said and written."""

import json
import shutil

import pytest

from briefgen.cli.app import run
from briefgen.pipeline import build as build_module

PACK = """\
summit: example
documents:
  - kinds: [one-pager]
    audiences: [press]
    languages: [en]
    formats: [pdf, docx, html]
"""
PRIORITIES = (2, 9, 3, 8, 1, 7)


@pytest.fixture
def project(tmp_path, checkout, monkeypatch):
    """The scaffold with a one-pager for the press that has too much to say."""
    shutil.copytree(checkout / "briefgen" / "scaffold", tmp_path / "p")
    monkeypatch.chdir(tmp_path / "p")
    text = (tmp_path / "p/content/example/brief.yaml").read_text()
    items = "".join(
        f"  - id: more-{n}\n    handling: public\n    priority: {priority}\n    cites: [1]\n"
        f"    text: {('Much more was said about this. ' * 16).strip()}\n"
        for n, priority in enumerate(PRIORITIES * 3)
    )
    text = text.replace("key_messages:\n", f"key_messages:\n{items}")
    (tmp_path / "p/content/example/brief.yaml").write_text(text)
    folder = tmp_path / "p/templates/audiences/press"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "one-pager.html.j2").write_text(
        '{% extends "package:kinds/one-pager.html.j2" %}\n{% set limits = {"key-messages": 30} %}\n'
    )
    return tmp_path / "p"


def build(project, capsys, *arguments, fit=None):
    pack = project / "content/packs/example.yaml"
    if fit:
        text = "summit: example\ndocuments:\n  - kinds: [one-pager]\n    audiences: [press]\n"
        pack.write_text(
            f"{text}    languages: [en]\n    formats: [pdf, docx, html]\n    fit: {fit}\n"
        )
    code = run(["build", "example", "--kind", "one-pager", "--audience", "press", "--language",
                "en", "-j", "0", *arguments])  # fmt: skip
    return code, capsys.readouterr().err


def listed(project):
    text = (project / "output/example/manifest.json").read_text()
    return {entry["format"]: entry for entry in json.loads(text)["files"]}


def test_too_long_is_an_error_in_the_pack_that_names_the_items(project, capsys):
    code, said = build(project, capsys, "--no-measure", fit="error")
    assert code == 1
    assert "error[P108]: press/one-pager.en: the document is" in said
    assert "--> content/packs/example.yaml:3:5" in said
    assert said.count("priority 9 would go: content/example/brief.yaml:") == 3
    assert not (project / "output/example").exists()


def test_with_leave_to_drop_the_manifest_names_each_and_a_warning_counts_them(project, capsys):
    code, said = build(project, capsys, "--no-measure", fit="drop")
    assert code == 0, said
    entries = listed(project)
    left_out = entries["pdf"]["left_out"]
    assert entries["pdf"]["fit"]["left_out"] == len(left_out)
    assert left_out == entries["docx"]["left_out"] == entries["html"]["left_out"]
    assert said.count("warning[P109]: left out of press/one-pager.en") == 1
    assert f"; {len(left_out)} like this: the next in lines " in said
    assert (entries["pdf"]["pages"], entries["docx"]["pages"]) == (1, "not measured")
    assert entries["pdf"]["fit"]["layouts"] <= 3

    again = build(project, capsys, "--no-measure")[1]
    assert "in LibreOffice" not in said
    assert again.count("warning P109") == len(left_out), "said again though nothing has changed"


def test_word_is_held_to_the_page_too(word_tools, project, capsys):
    code, said = build(project, capsys, fit="drop")
    assert code == 0
    assert "counting the pages of 1 Word file in LibreOffice" in said
    assert listed(project)["docx"]["pages"] == 1


def test_a_word_file_that_libreoffice_finds_longer_is_an_error(project, capsys, monkeypatch):
    monkeypatch.setattr(build_module, "count_pages", lambda files, *_: dict.fromkeys(files, 2))
    code, said = build(project, capsys, fit="drop")
    assert code == 1
    assert "error[B404]: press/one-pager.en: the Word file has 2 pages in LibreOffice" in said
    assert not (project / "output/example").exists()


def test_measuring_is_asked_for_anew_after_a_build_without_it(word_tools, project, capsys):
    build(project, capsys, "--no-measure", fit="drop")
    assert "nothing has changed" not in build(project, capsys)[1]
    assert listed(project)["docx"]["pages"] == 1


def test_a_number_of_pages_that_is_none_is_refused_at_its_place(project, capsys):
    (project / "templates/kinds").mkdir(exist_ok=True)
    (project / "templates/kinds/one-pager.yaml").write_text("pages: 0\n")
    code, said = build(project, capsys)
    assert code == 1
    assert "templates/kinds/one-pager.yaml:1:8" in said


def test_what_the_templates_limits_leave_off_is_told_with_the_template(project, capsys):
    page = project / "templates/audiences/press/one-pager.html.j2"
    page.write_text(page.read_text().replace("30", "2"))
    code, said = build(project, capsys, "--no-measure")
    assert code == 0
    [remark] = [part for part in said.split("\n\n") if part.startswith("info[P111]")]
    words = "press/one-pager.en: its template leaves off 19 of 21 key_messages (more-0, priority 2;"
    assert words in remark
    assert " and 11 more" in remark
    assert "--> content/packs/example.yaml:" in remark
    assert "'audiences/press/one-pager.html.j2' print more (by `limits`" in remark
    assert "room for more" not in said
