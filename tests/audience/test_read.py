"""Reading audiences: the project's before the package's, each mistake with its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefgen.audience.read import read_audiences
from briefgen.project import Config, Project, list_templates
from tests.content.meeting import AUDIENCE, changed, shown, write_project

GUESTS = "templates/audiences/guests/audience.yaml"


def test_an_audience_is_read_from_its_folder(tmp_path):
    audiences, problems = read_audiences(write_project(tmp_path), ["guests"])
    assert problems == []
    assert audiences["guests"].file == GUESTS
    assert audiences["guests"].value.handling == "public"
    assert audiences["guests"].value.sections == {"sheet": ("bottom-line",)}


def test_without_names_all_are_read_the_packages_too(tmp_path):
    audiences, problems = read_audiences(write_project(tmp_path))
    assert problems == []
    assert {"guests", "press"} <= set(audiences)
    assert audiences["press"].file == "package:audiences/press/audience.yaml"


def test_the_projects_audience_comes_before_the_packages(tmp_path):
    own = "templates/audiences/press/audience.yaml"
    audiences, _ = read_audiences(write_project(tmp_path, {own: AUDIENCE}), ["press"])
    assert audiences["press"].file == own


def test_audiences_of_the_package_that_do_not_fit_the_projects_levels_are_not_among_all(tmp_path):
    project = write_project(tmp_path, {GUESTS: changed(AUDIENCE, "internal: {", "public: {")})
    project = replace(project, config=Config(handling=("public", "closed")))
    audiences, problems = read_audiences(project)
    assert problems == []
    assert "guests" in audiences
    assert "analyst" not in audiences
    _, problems = read_audiences(project, ["analyst"])
    assert problems[0].code == "C009"


MISTAKES = {
    "an unknown level": ("handling: public", "handling: pubic", f"C009 {GUESTS}:2:11"),
    "a level that only looks right": ("g: public", "g: рublic", f"Y015 {GUESTS}:2:11"),
    "an unknown level in a marking": ("internal: {", "interna: {", f"C009 {GUESTS}:4:20"),
    "an unknown kind": ("sheet: [", "shet: [", f"A003 {GUESTS}:3:18"),
    "a kind without sections": ("[bottom-line]", "[]", f"C005 {GUESTS}:3:19"),
    "an unknown value": ("handling:", "fonts: embeded\nhandling:", f"C004 {GUESTS}:2:8"),
    "an unknown key": ("handling:", "handlin:", f"C002 {GUESTS}:2:1"),
    "YAML that is none": ("public", "[", f"Y003 {GUESTS}:2:11"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_an_audience_has_a_code_a_place_and_a_hint(tmp_path, name):
    old, new, expected = MISTAKES[name]
    project = write_project(tmp_path, {GUESTS: changed(AUDIENCE, old, new)})
    _, problems = read_audiences(project, ["guests"])
    found = [problem for problem in problems if f"{problem.code} {problem.place}" == expected]
    assert len(found) == 1, shown(problems)
    assert found[0].hint


def test_a_kind_of_the_audiences_own_is_known(tmp_path):
    project = write_project(tmp_path, {GUESTS: changed(AUDIENCE, "sheet: [", "card: [")})
    assert read_audiences(project, ["guests"])[1] == []


def test_an_empty_audience_is_an_error(tmp_path):
    audiences, problems = read_audiences(write_project(tmp_path, {GUESTS: ""}), ["guests"])
    assert audiences == {}
    assert shown(problems) == [f"Y010 {GUESTS}:1:1"]


def test_an_unknown_audience_is_told_the_nearest(tmp_path):
    audiences, problems = read_audiences(write_project(tmp_path), ["guest"])
    assert audiences == {}
    assert shown(problems) == ["A002 templates/audiences:1:1"]
    assert problems[0].hint == "did you mean 'guests'?"


def test_a_folder_without_audience_yaml_is_told_the_file_to_write(tmp_path):
    project = write_project(tmp_path, {"templates/audiences/staff/style.css": ""})
    _, problems = read_audiences(project, ["staff"])
    assert shown(problems) == ["A002 templates/audiences/staff/audience.yaml:1:1"]
    assert problems[0].hint


def test_the_shipped_audiences_embed_their_fonts(tmp_path):
    project = Project(tmp_path, Config(), "briefgen.toml")
    audiences, problems = read_audiences(project, list_templates(project, "audiences"))
    assert problems == []
    assert {audience.value.fonts for audience in audiences.values()} == {"embed"}
