"""README.md: what it promises is there."""

import re

import pypdfium2
import pytest
import yaml

from briefgen.cli.app import EXIT_INTERRUPTED, EXIT_PROBLEMS, EXIT_TERMINATED, EXIT_USAGE, app
from scripts import picture
from tests.docs.markdown import Page, codes, rows


@pytest.fixture(scope="module")
def page(checkout) -> Page:
    return Page(checkout / "README.md")


def test_the_table_of_commands_has_all_of_them(page):
    named = [
        codes(row[0])[0].split()[1]
        for row in rows(page.section("Commands"))
        if row[0].startswith("`")
    ]
    assert sorted(named) == sorted(app.commands)


def test_the_exit_codes_are_those_of_the_command_line(page):
    numbers = [int(row[0]) for row in rows(page.section("Commands")) if row[0].isdigit()]
    assert numbers == [0, EXIT_PROBLEMS, EXIT_USAGE, EXIT_INTERRUPTED, EXIT_TERMINATED]


def test_the_workflow_is_one(page):
    [block] = [block for block in page.blocks if "workflow" in block.options]
    steps = yaml.safe_load(block.text)["jobs"]["pack"]["steps"]
    runs = [step["run"] for step in steps if "run" in step]
    assert runs[-2:] == ["briefgen check --output-format github", "briefgen build"]


def test_it_names_the_libraries_that_setting_up_installs(page, checkout):
    setup = (checkout / "scripts" / "setup.sh").read_text()
    for package in re.findall(r"lib[a-z0-9.-]+-0|lib[a-z]+-subset0", page.text):
        assert f"echo {package} " in setup


def test_the_output_is_that_of_the_pack(page, checkout):
    [tree] = re.findall(r"^    output/.*\n(?:^      .*\n)+", page.text, re.MULTILINE)
    pack = yaml.safe_load((checkout / "content/packs/dushanbe-2025.yaml").read_text())
    audiences = {name for order in pack["documents"] for name in order["audiences"]}
    assert set(re.findall(r"^      (\w+)/ ", tree, re.MULTILINE)) == audiences
    for order in pack["documents"]:
        for audience in order["audiences"]:
            [line] = [line for line in tree.splitlines() if line.strip().startswith(audience)]
            assert all(kind in line for kind in order["kinds"])


def test_the_first_screen_is_ten_lines_of_yaml_four_of_jinja_and_their_picture(page):
    content, template = (block for block in page.blocks if "file" in block.options)
    assert len(content.text.splitlines()) <= 10
    assert len(template.text.splitlines()) <= 4
    assert page.images[0][1].endswith(picture.EXAMPLE)
    assert page.text.index(picture.EXAMPLE) < page.text.index("make pack")


def test_the_example_becomes_a_page_for_each_audience_of_what_it_may_read(demo):
    output = picture.build_example(demo)
    texts = {}
    for audience in ("delegation", "press"):
        assert {path.suffix for path in (output / audience).glob("note.en.*")} == {
            *(".pdf", ".docx", ".html")
        }
        [page] = pypdfium2.PdfDocument(output / audience / "note.en.pdf")
        texts[audience] = page.get_textpage().get_text_range()
    assert all("48 hours ahead" in text for text in texts.values())
    assert [name for name, text in texts.items() if "who pays" in text] == ["delegation"]


def test_the_map_names_what_is_there(page, checkout):
    table = rows(page.section("Where to change what"))
    assert len(table) == 7
    for name in codes(page.section("Where to change what")):
        if name.startswith(("briefgen/", "templates/")):
            assert (checkout / name).exists(), name
