"""docs/authoring.md: its files are content, its outputs are those of a run."""

from dataclasses import fields

import pytest

from briefgen.audience.model import Audience
from briefgen.cli.app import run
from briefgen.content.model import (
    Brief,
    BriefTargets,
    Document,
    Glossary,
    Item,
    Pack,
    Status,
    Summit,
    Targets,
)
from briefgen.content.places import read_model
from briefgen.content.read import read_content
from briefgen.content.tree import read_tree
from briefgen.diagnostics import has_errors
from briefgen.project import Config, find_project
from tests.docs.markdown import Page, codes, edit, rows

MODELS = {
    "audience": Audience,
    "brief": Brief,
    "brief-targets": BriefTargets,
    "glossary": Glossary,
    "pack": Pack,
    "targets": Targets,
}


@pytest.fixture(scope="module")
def page(checkout) -> Page:
    return Page(checkout / "docs" / "authoring.md")


def keys(block) -> set[str]:
    tree, problems = read_tree(block.text.encode(), "docs", Config())
    assert problems == []
    return set(tree.value)


def test_the_files_of_a_meeting_fit_each_other(page, demo):
    files = [block for block in page.blocks if "file" in block.options]
    assert {block.options["file"] for block in files} == {
        f"content/example/{name}.yaml" for name in ("summit", "communique", "brief")
    }
    for path in demo.glob("content/example/*.ru.yaml"):
        path.unlink()
    for block in files:
        (demo / block.options["file"]).write_text(block.text)
    content, problems = read_content(find_project(demo))
    assert not has_errors(problems), problems
    # What is not translated, and nothing else.
    assert {problem.code for problem in problems} == {"C015"}
    assert len(content.summits) == 1


def test_every_key_of_a_meetings_files_is_shown(page):
    shown = {
        block.options.get("file", ""): keys(block)
        for block in page.blocks
        if block.language == "yaml" and "file" in block.options
    }
    assert shown["content/example/summit.yaml"] == set(Summit.model_fields)
    assert shown["content/example/communique.yaml"] == set(Document.model_fields)
    assert shown["content/example/brief.yaml"] | {"figures"} == set(Brief.model_fields)


def test_the_other_files_are_what_they_are_said_to_be(page):
    blocks = [block for block in page.blocks if "model" in block.options]
    assert {block.options["model"] for block in blocks} == set(MODELS) - {"audience"}
    for block in blocks:
        text = block.text
        if "part" in block.options:
            rest = next(b for b in page.blocks if b.options.get("file", "").endswith("/brief.yaml"))
            text += rest.text
        model, problems = read_model(
            MODELS[block.options["model"]], text.encode(), "docs", Config()
        )
        assert (model is not None, problems) == (True, [])


def test_a_target_shown_has_the_hash_of_its_source(page, demo):
    hashes = (demo / "content/example/communique.ru.yaml").read_text() + (
        demo / "content/example/brief.ru.yaml"
    ).read_text()
    shown = [
        entry
        for block in page.blocks
        if block.options.get("model") in ("targets", "brief-targets")
        for entry in block.text.splitlines()
        if "source_hash" in entry
    ]
    assert len(shown) == 2
    assert all(line.strip() in hashes for line in shown)


def test_the_diagnostics_shown_are_those_of_a_run(page, demo, capsys):
    """Edits in a row, then what `briefgen check` says of them; each time from the start."""
    first = {path: path.read_text() for path in demo.rglob("*.yaml")}
    runs = 0
    for block in page.blocks:
        if "edit" in block.options:
            path = demo / block.options["edit"]
            path.write_text(edit(path.read_text(), block.text))
        elif block.language == "console":
            assert block.text.startswith("$ briefgen check\n")
            capsys.readouterr()
            assert run(["check"]) == 1
            assert capsys.readouterr().err == block.text.split("\n", 1)[1]
            runs += 1
            for file, text in first.items():
                file.write_text(text)
    assert runs == 2


def test_the_diagnostic_explained_is_one_of_those(page, checkout):
    """docs/diagnostics.md shows one, indented."""
    explained = Page(checkout / "docs" / "diagnostics.md").text.split("\n\n")[2]
    plain = "\n".join(line.removeprefix("    ") for line in explained.splitlines())
    assert plain.startswith("error[C006]")
    assert plain in page.text


def test_every_setting_is_listed_with_its_default(page):
    listed = {codes(row[0])[0]: codes(row[1])[0] for row in rows(page.section("briefgen.toml"))}
    defaults = {field.name: field.default for field in fields(Config)}
    assert list(listed) == list(defaults)
    for name, default in listed.items():
        value = defaults[name]
        assert eval(default) == (list(value) if isinstance(value, tuple) else value)


def test_settings_shown_are_settings(page, demo):
    [block] = [block for block in page.blocks if block.language == "toml"]
    (demo / "briefgen.toml").write_text(block.text)
    assert find_project(demo).config.handling[0] == "open"


def test_every_status_is_explained(page):
    listed = [codes(row[0])[0] for row in rows(page.text) if row[0].startswith("`")]
    assert set(Status) <= set(listed)


def test_the_keys_of_a_statement_are_those_of_the_model(page):
    listed = [codes(row[0])[0] for row in rows(page.section("brief.yaml: what you say about it"))]
    assert sorted(listed) == sorted(Item.model_fields)
