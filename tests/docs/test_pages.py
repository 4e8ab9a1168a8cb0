"""All pages: links and images lead somewhere, commands exist, generated tables are current."""

import re

import click
import pytest

from briefgen.cli.app import app
from scripts import picture, tables
from tests.docs.markdown import Page

NAMES = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "output/README.md",
    "briefgen/scaffold/README.md",
)


@pytest.fixture(scope="module")
def pages(checkout) -> list[Page]:
    paths = [*(checkout / name for name in NAMES), *sorted((checkout / "docs").glob("*.md"))]
    return [Page(path) for path in paths]


def test_every_page_of_the_docs_is_named_in_the_readme(checkout, pages):
    linked = set(pages[0].links)
    for path in (checkout / "docs").glob("*.md"):
        assert f"docs/{path.name}" in linked


def test_links_lead_to_files_and_headings_that_are_there(pages):
    for page in pages:
        for link in page.links:
            if re.match(r"https://|mailto:", link):
                continue
            name, _, anchor = link.partition("#")
            target = page.path.parent / name if name else page.path
            assert target.exists(), f"{page.path}: {link}"
            if anchor:
                assert anchor in Page(target).anchors, f"{page.path}: {link}"


def test_pictures_are_there_say_what_they_show_and_are_small(checkout, pages):
    shown = {(page.path.parent / path).resolve() for page in pages for _, path in page.images}
    names = (*picture.PICTURES, picture.EXAMPLE)
    assert shown == {checkout / "docs" / "images" / name for name in names}
    assert all(len(words) > 20 for page in pages for words, _ in page.images)
    assert all(path.stat().st_size < 400_000 for path in shown)


def command_lines(page: Page) -> list[str]:
    """The command lines that a page shows: indented, in the text, in fenced blocks."""
    fenced = [
        line
        for block in page.blocks
        if block.language == "console" or "workflow" in block.options
        for line in re.findall(r"(?:^\$ |run: )(briefgen .+)$", block.text, re.MULTILINE)
    ]
    shown = (*page.commands, *re.findall(r"`([^`\n]+)`", page.prose), *fenced)
    return [command.strip() for line in shown for command in line.split("&&")]


def test_briefgen_commands_and_their_options_exist(pages):
    seen = set()
    for page in pages:
        for line in command_lines(page):
            words = line.split()
            if words[:1] != ["briefgen"] or not re.fullmatch("[a-z]+", "".join(words[1:2])):
                continue
            command = app.commands[words[1]]
            if isinstance(command, click.Group):
                command = command.commands[words[2]]
            known = {option for param in command.params for option in param.opts} | {"--help"}
            assert {word for word in words[2:] if word.startswith("-")} <= known, line
            seen.add(words[1])
    assert seen == set(app.commands)


def test_make_targets_exist(checkout, pages):
    targets = set(re.findall(r"^([a-z]+):", (checkout / "Makefile").read_text(), re.MULTILINE))
    for page in pages:
        for line in command_lines(page):
            if line.startswith("make "):
                asked = {word for word in line.split()[1:] if re.fullmatch("[a-z]+", word)}
                assert asked <= targets, f"{page.path}: {line}"


def test_tables_made_from_the_code_are_current():
    found = list(tables.pages())
    assert {path.name for path, _ in found} == {"diagnostics.md", "templates.md", "translation.md"}
    for path, text in found:
        assert text == path.read_text(encoding="utf-8"), "run scripts/tables.py"


def test_every_diagnostic_code_is_listed_once(checkout):
    text = (checkout / "docs" / "diagnostics.md").read_text()
    listed = re.findall(r"^\| `([A-Z]\d{3})` \|", text, re.MULTILINE)
    assert listed == [
        code
        for letter in dict.fromkeys(c[0] for c in tables.diagnostics.CODES)
        for code in sorted(tables.diagnostics.CODES)
        if code[0] == letter
    ]
