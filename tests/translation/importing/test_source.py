"""The agency's text of the seed, where it is there: an article and 29 paragraphs as they stand."""

import re
from pathlib import Path

import pytest

from tests.translation.importing.texts import keyed, read

SOURCE = Path(__file__).parents[3].parent / "shared" / "source" / "dushanbe-2025-nca.txt"


@pytest.fixture(scope="module")
def source() -> str:
    if not SOURCE.is_file():
        pytest.skip("the text isn't there")
    return SOURCE.read_text(encoding="utf-8")


def test_it_is_an_article_and_29_paragraphs_equal_to_the_source(source):
    _, made = read(source)
    lines = source.splitlines()
    keys = keyed(made)
    assert list(keys) == [
        "pre.1", "pre.2", "pre.3", *(str(number) for number in range(1, 30)), "end.1",
    ]  # fmt: skip
    numbered = dict(m.groups() for line in lines if (m := re.match(r"(\d+)\. (.+)", line)))
    assert {key: text for key, text in keys.items() if key.isdecimal()} == numbered
    assert len(numbered) == 29
    assert [keys["pre.1"], keys["pre.2"], keys["pre.3"]] == lines[18:21]
    assert keys["end.1"] == lines[50]


def test_what_is_not_the_communique_is_told_with_its_lines(source):
    _, made = read(source)
    assert [(p.code, p.place.line, p.message.split(",")[0]) for p in made.problems] == [
        ("I209", 1, "lines 1 to 16: article"),
        ("I209", 18, "line 18: note"),
        ("I209", 52, "line 52: agency footer"),
    ]
    article = [block.text for block in made.blocks if block.kind == "article"]
    assert article == source.splitlines()[:16]
    assert made.title == source.splitlines()[16]
