"""Finding a project, its configuration, and reading its files by real path only."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from briefgen.errors import UsageError
from briefgen.project import (
    Config,
    ConfigurationError,
    Project,
    find_project,
    find_template,
    list_templates,
    package_templates,
    read_file,
    template_kinds,
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "project"
    (root / "templates" / "kinds").mkdir(parents=True)
    (root / "a.yaml").write_text("a")
    (root / "100%.yaml").write_text("b")
    return Project(root, Config(), "briefgen.toml")


# --- finding -------------------------------------------------------------------------------------


def test_the_nearest_folder_upwards_with_a_configuration_is_the_root(tmp_path):
    (tmp_path / "briefgen.toml").write_text("")
    inner = tmp_path / "inner" / "deep"
    inner.mkdir(parents=True)
    assert find_project(inner) == Project(tmp_path, Config(), "briefgen.toml")
    (tmp_path / "inner" / "pyproject.toml").write_text('[tool.briefgen]\noutput = "out"\n')
    found = find_project(inner)
    assert found == Project(tmp_path / "inner", Config(output="out"), "pyproject.toml")


def test_a_pyproject_without_our_table_is_passed_by(tmp_path):
    (tmp_path / "briefgen.toml").write_text("")
    inner = tmp_path / "inner"
    inner.mkdir()
    for text in ("[tool.other]\n", 'name = "briefgen"\n', "not toml at all", "tool = 'briefgen'"):
        (inner / "pyproject.toml").write_text(text)
        assert find_project(inner).root == tmp_path


def test_the_root_is_a_real_path(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "briefgen.toml").write_text("")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert find_project(tmp_path / "link").root == tmp_path / "real"


def test_no_project_is_a_usage_error_that_says_how_to_make_one(tmp_path):
    with pytest.raises(UsageError, match="briefgen init DIR"):
        find_project(tmp_path)


def test_every_setting_can_be_set(tmp_path):
    (tmp_path / "briefgen.toml").write_text(
        'content = "c"\ntemplates = "t"\noutput = "o/p"\nfonts = ["f", "g"]\n'
        'handling = ["open", "closed"]\nyaml_bytes = 1\nyaml_nodes = 2\nyaml_depth = 3\n'
        "image_pixels = 4\njob_pixels = 5\nseconds = 6\nunbroken = 7\n"
    )
    assert find_project(tmp_path).config == Config(
        "c", "t", "o/p", ("f", "g"), ("open", "closed"), 1, 2, 3, 4, 5, 6, 7
    )


BAD_SETTINGS = {
    "outptu = 'x'": "unknown key 'outptu'; did you mean 'output'?",
    "zzz = 1": "unknown key 'zzz'; the keys are content, templates",
    "output = 1": "output = 1 must be a text",
    "fonts = 'x'": "fonts = 'x' must be a list of texts",
    "fonts = [1]": "must be a list of texts",
    "fonts = ['../x']": "must be a folder under the root",
    "output = ''": "must be a folder under the root",
    "output = '.'": "must be a folder under the root",
    "output = '/tmp'": "must be a folder under the root",
    "output = '~/x'": "must be a folder under the root",
    "output = 'content'": "output (content) must not be in content (content)",
    "output = 'templates/x'": "output (templates/x) must not be in templates (templates)",
    "handling = []": "must be names in lower-case Latin letters, each once",
    "handling = ['a', 'a']": "must be names in lower-case Latin letters, each once",
    "handling = ['Secret']": "must be names in lower-case Latin letters, each once",
    "handling = ['sеcret']": "must be names in lower-case Latin letters, each once",
    "seconds = 0": "seconds = 0 must be a whole number from 1",
    "seconds = 1.5": "must be a whole number from 1",
    "seconds = true": "must be a whole number from 1",
    "yaml_depth = 201": "must be a whole number from 1 to 200",
    "output = ]": "line 1, column 10",
}


@pytest.mark.parametrize("text", BAD_SETTINGS)
def test_a_wrong_setting_is_a_usage_error_in_one_line(tmp_path, text):
    (tmp_path / "briefgen.toml").write_text(text)
    with pytest.raises(UsageError) as caught:
        find_project(tmp_path)
    assert BAD_SETTINGS[text] in str(caught.value)
    assert "briefgen.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


PLACES = {
    "outptu = 'x'": ["G006 1:1"],
    "# outptu\nseconds = 0\n'outptu' = 1": ["G007 2:1", "G006 3:2"],
    "[zzz]\na = 1": ["G006 1:2"],
    "output = 'zzz'\n\n[ zzz ]": ["G006 3:3"],
    "seconds = 'x'\nhandling = []\n[silenced]\nL145 = 1\n[silenced.ru]\nX = 'y'": [
        "G007 1:1",
        "G007 2:1",
        "G007 4:1",
        "G007 6:1",
    ],
    "silenced.ru.L145 = 2": ["G007 1:13"],
    "silenced = 1": ["G007 1:1"],
    "templates = 'content/x'": ["G007 1:1"],
    "content = 'output'": ["G007 1:1"],
    "output = ]": ["G005 1:10"],
    "a = 1\nb = \udcff": ["G005 2:5"],
    "x.y = 1\nx.z = 1": ["G006 1:1"],
}


@pytest.mark.parametrize(
    ("file", "text"),
    [
        *(("briefgen.toml", text) for text in PLACES),
        *(("pyproject.toml", text) for text in PLACES if "[" not in text),
    ],
)
def test_all_wrong_settings_are_told_at_once_with_their_places(tmp_path, file, text):
    head = "" if file == "briefgen.toml" else "[tool.briefgen]\n"
    (tmp_path / file).write_text(head + text, errors="surrogateescape")
    with pytest.raises(ConfigurationError) as caught:
        find_project(tmp_path)
    found = [
        f"{d.code} {d.place.line - bool(head)}:{d.place.column}" for d in caught.value.diagnostics
    ]
    assert sorted(found) == sorted(PLACES[text])
    assert all(d.hint and d.place.file == file for d in caught.value.diagnostics)


def test_a_table_must_be_a_table(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool]\nbriefgen = 1\n")
    with pytest.raises(UsageError, match=r"tool\.briefgen must be a table"):
        find_project(tmp_path)


def test_a_configuration_that_cannot_be_read_is_a_usage_error(tmp_path):
    (tmp_path / "briefgen.toml").write_bytes(b"# \xff")
    with pytest.raises(UsageError, match="byte 2 is not UTF-8"):
        find_project(tmp_path)
    (tmp_path / "briefgen.toml").unlink()
    (tmp_path / "briefgen.toml").mkdir()
    with pytest.raises(UsageError, match="is not a regular file"):
        find_project(tmp_path)


def test_finding_a_project_imports_nothing_slow():
    slow = "yaml jinja2 pydantic weasyprint babel lxml"
    code = f"import sys, briefgen.project as _; print({{*{slow.split()}}} & {{*sys.modules}})"
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert result.stdout == "set()\n"


# --- reading files -------------------------------------------------------------------------------


def test_a_regular_file_is_read(project):
    assert read_file(project, "a.yaml") == (b"a", [])
    assert read_file(project, "./a.yaml") == (b"a", [])
    assert read_file(project, "100%.yaml") == (b"b", [])
    assert read_file(project, "a.yaml", limit=1) == (b"a", [])


def test_a_link_that_stays_inside_is_followed(project):
    (project.root / "link.yaml").symlink_to("a.yaml")
    assert read_file(project, "link.yaml") == (b"a", [])


def test_the_packages_templates_are_read_by_their_prefix(project):
    raw, problems = read_file(project, "package:base/style.css")
    assert problems == []
    assert raw == (package_templates() / "base" / "style.css").read_bytes()


REFUSED = {
    "../secret": "G002",
    "..": "G002",
    "x/../../secret": "G002",
    "%2e%2e/secret": "G002",
    "%252e%252e/secret": "G002",
    "%25252e%25252E%2fsecret": "G002",
    "..\\secret": "G002",
    "..%5Csecret": "G002",
    "/etc/passwd": "G002",
    "%2fetc/passwd": "G002",
    "~/secret": "G002",
    "": "G002",
    "a\0.yaml": "G002",
    "a%00.yaml": "G002",
    "file:///etc/passwd": "G002",
    "http://127.0.0.1/": "G002",
    "data:text/plain,x": "G002",
    "package:../pyproject.toml": "G002",
    "package:/etc/passwd": "G002",
    "package:package:x": "G002",
    "link-out": "G002",
    "folder-out/secret": "G002",
    ".": "G003",
    "templates": "G003",
    "fifo": "G003",
    "socket": "G003",
    "missing.yaml": "G001",
    "a.yaml/b": "G001",
    "loop": "G001",
    "x" * 300: "G001",
    "package:base/missing.css": "G001",
    "large": "G004",
}


@pytest.mark.parametrize("path", REFUSED)
def test_no_other_file_is_read(project, path):
    outside = project.root.parent / "secret"
    outside.write_text("secret")
    (project.root / "link-out").symlink_to(outside)
    (project.root / "folder-out").symlink_to(project.root.parent)
    (project.root / "loop").symlink_to("loop")
    (project.root / "large").write_bytes(bytes(11))
    os.mkfifo(project.root / "fifo")
    here = Path.cwd()
    os.chdir(project.root)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        os.chdir(here)
        raw, problems = read_file(project, path, limit=10)
    assert raw is None
    assert [problem.code for problem in problems] == [REFUSED[path]]
    place = problems[0].place
    assert place is not None
    assert place.file == path


def test_a_device_is_not_read(tmp_path):
    device = Project(Path("/dev"), Config(), "briefgen.toml")
    raw, problems = read_file(device, "null")
    assert raw is None
    assert [problem.code for problem in problems] == ["G003"]


def test_a_missing_file_is_told_the_nearest_name(project):
    _, problems = read_file(project, "b.yaml")
    assert problems[0].hint == "did you mean 'a.yaml'?"


# --- templates -----------------------------------------------------------------------------------


def test_a_template_is_the_projects_or_else_the_packages(project):
    assert find_template(project, "base/page.html.j2") == "package:base/page.html.j2"
    (project.root / "templates" / "base").mkdir()
    (project.root / "templates" / "base" / "page.html.j2").write_text("mine")
    assert find_template(project, "base/page.html.j2") == "templates/base/page.html.j2"
    assert find_template(project, "package:base/page.html.j2") == "package:base/page.html.j2"


@pytest.mark.parametrize(
    "name", ["base/nothing.j2", "package:base/nothing.j2", "../a.yaml", "/etc/passwd"]
)
def test_a_template_that_is_not_there_is_none(project, name):
    assert find_template(project, name) is None


def test_a_link_to_nowhere_does_not_fall_back_to_the_package(project):
    (project.root / "templates" / "base").symlink_to("nowhere")
    (project.root / "templates" / "kinds" / "briefing.html.j2").symlink_to("nowhere")
    path = find_template(project, "kinds/briefing.html.j2")
    assert path == "templates/kinds/briefing.html.j2"
    assert read_file(project, path)[1][0].code == "G001"


def test_names_of_templates_are_the_projects_and_the_packages(project):
    kinds = project.root / "templates" / "kinds"
    for name in ("note.html.j2", "note.css", ".hidden.html.j2"):
        (kinds / name).write_text("")
    assert {"note.css", "note.html.j2", "briefing.html.j2"} <= set(list_templates(project, "kinds"))
    assert ".hidden.html.j2" not in list_templates(project, "kinds")
    assert {"note", "briefing"} <= template_kinds(project, "kinds")
    assert "note" not in template_kinds(project, "package:kinds")
    assert list_templates(project, "nothing") == ()


def test_a_wheel_has_the_templates_inside_the_package(tmp_path, monkeypatch):
    package = tmp_path / "briefgen"
    package.mkdir()
    monkeypatch.setattr("briefgen.project.__file__", str(package / "project.py"))
    assert package_templates() == tmp_path / "templates"
    (package / "templates").mkdir()
    assert package_templates() == package / "templates"
