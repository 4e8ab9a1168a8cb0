"""A stretch of a text is found in its YAML file, whatever style the text is written in."""

import pytest

from briefgen.content.model import Targets
from briefgen.content.places import read_yaml
from briefgen.diagnostics import Place
from briefgen.project import Config, Project
from briefgen.translation.checks.places import Mending, Texts, mend

FILE = """\
# A comment that stays.
document: statement
language: ru
status: paraphrase
title: Заявление
segments:
  - key: "1"
    text: {}
    source_hash: "0"   # and this one
"""

USUAL = Config()
STYLES = [
    "Мир , да.",
    "'Мир , да.'",
    '"Мир , да."',
    '"\\u041cир , \\\n      да."',
    "Мир ,\n      да.",
    ">-\n      Мир ,\n      да.",
    ">-   # folded\n      Мир , да.",
    "|-\n      Мир , да.",
]


def read(root, text, config=USUAL):
    (root / "content").mkdir(exist_ok=True)
    (root / "content" / "s.ru.yaml").write_text(text, encoding="utf-8")
    project = Project(root, config, "briefgen.toml")
    located, problems = read_yaml(project, Targets, "content/s.ru.yaml")
    assert problems == []
    return project, located


@pytest.mark.parametrize("style", STYLES)
def test_a_stretch_has_its_line_and_column_and_is_mended_there(tmp_path, style):
    raw = FILE.format(style)
    project, located = read(tmp_path, raw)
    text, place = located.value.segments[0].text, located.place("segments", 0, "text")
    assert text == "Мир , да."
    found = Texts(project).locate(place, text, (4, 5))
    line = raw.split("\n")[found.line - 1]
    assert line[found.column - 1 :].startswith(",")
    assert found.length == 1
    mended = mend(raw, [Mending(place, text, "Мир, да.")], USUAL)
    _, after = read(tmp_path, mended)
    assert after.value.segments[0].text == "Мир, да."
    assert len(mended) == len(raw) - 1
    assert [*mended].count("#") == [*raw].count("#")


def test_a_space_at_the_end_of_a_line_can_become_one_that_does_not_break(tmp_path):
    raw = FILE.format(">-\n      См. №\n      5.")
    _, located = read(tmp_path, raw)
    place = located.place("segments", 0, "text")
    mended = mend(raw, [Mending(place, "См. № 5.", "См. №\u00a05.")], USUAL)
    assert mended == FILE.format(">-\n      См. №\u00a05.")


def test_two_quotes_are_one_in_single_quotes(tmp_path):
    raw = FILE.format("'o''zbek , да.'")
    _, located = read(tmp_path, raw)
    place = located.place("segments", 0, "text")
    assert mend(raw, [Mending(place, "o'zbek , да.", "o'zbek, да.")], USUAL) == FILE.format(
        "'o''zbek, да.'"
    )


def test_what_would_change_more_than_the_text_is_not_written(tmp_path):
    raw = FILE.format("Мир , да.")
    _, located = read(tmp_path, raw)
    place = located.place("segments", 0, "text")
    assert mend(raw, [Mending(place, "Мир , да.", "Мир: да.")], USUAL) == raw
    assert mend(raw, [Mending(place, "Не тот текст.", "Другой.")], USUAL) == raw
    assert mend(raw, [Mending(Place(place.file, 400), "Мир , да.", "Мир, да.")], USUAL) == raw


def test_a_file_that_is_longer_than_usual_is_mended_where_its_project_allows_it(tmp_path):
    raw = f"{FILE.format('Мир , да.')}# {'x' * USUAL.yaml_bytes}\n"
    config = Config(yaml_bytes=len(raw.encode()))
    _, located = read(tmp_path, raw, config)
    place = located.place("segments", 0, "text")
    mended = mend(raw, [Mending(place, "Мир , да.", "Мир, да.")], config)
    assert mended == raw.replace("Мир , да.", "Мир, да.")
