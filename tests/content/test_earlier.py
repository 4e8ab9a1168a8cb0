"""Earlier versions are read from git and from older files, and from nowhere else."""

import os
import subprocess
from dataclasses import replace
from hashlib import sha256

import pytest

from briefgen.content.earlier import read_earlier
from briefgen.content.read import read_content
from tests.content.meeting import STATEMENT, STATEMENT_RU, changed, write_project
from tests.revisions import commit, git

OLD = changed(STATEMENT, "They meet again.", "They part again.")
OLD_RU = changed(STATEMENT_RU, "Встретятся.", "Расстанутся.")


@pytest.fixture
def project(tmp_path):
    return write_project(tmp_path / "project")


def read(project, since):
    content, _ = read_content(project)
    return read_earlier(project, content.summits["lake"], since)


def texts(earlier, tag=None):
    versions = earlier.documents["statement"]
    made = versions.source.value.segments() if tag is None else versions.targets[tag].value.segments
    return [segment.text for segment in made]


def problem(project, since):
    earlier, problems = read(project, since)
    assert earlier is None
    [found] = problems
    return found.code, found.message


@pytest.mark.parametrize("since", ["v1", "HEAD~1", "main~1", "short", "long"])
def test_a_git_revision_has_the_files_as_they_were(project, since):
    folder = project.root / "content/lake"
    (folder / "statement.yaml").write_text(OLD)
    (folder / "statement.ru.yaml").write_text(OLD_RU)
    number = commit(project.root, "v1")
    (folder / "statement.yaml").write_text(STATEMENT)
    (folder / "statement.ru.yaml").write_text(STATEMENT_RU)
    commit(project.root, "v2")
    (folder / "statement.yaml").write_text(changed(STATEMENT, "Done.", "Not committed."))
    since = {"short": number[:7], "long": number}.get(since, since)
    earlier, problems = read(project, since)
    assert problems == []
    assert "They part again." in texts(earlier)
    assert "Расстанутся." in texts(earlier, "ru")
    assert not earlier.partial
    assert earlier.commit == number
    path = "content/lake/statement.yaml"
    assert earlier.digests[f"{number}:{path}"] == sha256(OLD.encode()).hexdigest()
    assert earlier.label == (number[:10] if since == number else since)


def test_a_project_may_be_a_folder_of_a_repository(project):
    (project.root / "content/lake/statement.yaml").write_text(OLD)
    commit(project.root.parent, "v1")
    earlier, _ = read(project, "v1")
    assert "They part again." in texts(earlier)


def test_a_link_in_a_revision_is_not_followed(project, tmp_path):
    (tmp_path / "outside.yaml").write_text(OLD)
    path = project.root / "content/lake/statement.yaml"
    path.unlink()
    path.symlink_to(tmp_path / "outside.yaml")
    commit(project.root, "v1")
    path.unlink()
    path.write_text(STATEMENT)
    assert problem(project, "v1")[0] == "A211"


def test_git_s_environment_and_hooks_lead_nowhere_else(project, tmp_path, monkeypatch):
    (project.root / "content/lake/statement.yaml").write_text(OLD)
    commit(project.root, "v1")
    git(project.root, "config", "core.fsmonitor", f"touch {tmp_path / 'ran'}")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "none"))
    earlier, _ = read(project, "v1")
    assert "They part again." in texts(earlier)
    assert not (tmp_path / "ran").exists()


def test_an_older_copy_of_the_document_leaves_other_languages_as_they_are(project):
    (project.root / "old.yaml").write_text(OLD)
    earlier, problems = read(project, "old.yaml")
    assert problems == []
    assert "They part again." in texts(earlier)
    assert (earlier.partial, earlier.commit, earlier.label) == (True, "", "old.yaml")
    assert earlier.digests == {"old.yaml": sha256(OLD.encode()).hexdigest()}
    assert earlier.documents["statement"].targets == {}


def test_an_older_copy_of_a_translation_stands_beside_today_s_source(project):
    (project.root / "old.ru.yaml").write_text(OLD_RU)
    earlier, problems = read(project, "old.ru.yaml")
    assert problems == []
    assert "Расстанутся." in texts(earlier, "ru")
    assert "They meet again." in texts(earlier)


@pytest.mark.parametrize("below", ["", "lake/", "content/lake/"])
def test_a_folder_has_what_lies_in_it_by_its_name(project, below):
    folder = project.root / "archive" / below
    folder.mkdir(parents=True)
    (folder / "statement.yaml").write_text(OLD)
    earlier, problems = read(project, "archive")
    assert problems == []
    assert "They part again." in texts(earlier)
    assert not earlier.partial
    assert [*earlier.digests] == [f"archive/{below}statement.yaml"]


def test_an_absolute_path_may_lead_out_of_the_project(project, tmp_path):
    (tmp_path / "sent.yaml").write_text(OLD)
    earlier, problems = read(project, str(tmp_path / "sent.yaml"))
    assert problems == []
    assert "They part again." in texts(earlier)
    assert [*earlier.digests] == ["sent.yaml"]


def test_a_path_with_dots_may_not(project, tmp_path):
    (tmp_path / "sent.yaml").write_text(OLD)
    assert problem(project, "../sent.yaml")[0] == "G002"


def test_without_a_repository_there_is_no_revision(project, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", "/")
    code, message = problem(project, "v1")
    assert code == "A211"
    assert "not a git repository" in message


@pytest.mark.parametrize("since", ["v9", "v1..v2", "--all", "-n1", "HEAD:content", "", "a" * 5000])
def test_a_revision_that_is_none_is_said_in_one_line(project, since):
    commit(project.root, "v1")
    code, message = problem(project, since)
    assert code == "A211"
    assert message == f"there is no file and no git revision '{since}'"


def test_without_git_a_revision_can_t_be_read(project, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert problem(project, "v1") == (
        "A211", "git, which knows earlier revisions, is not installed",
    )  # fmt: skip


def test_git_that_takes_too_long_is_said(project, monkeypatch):
    def late(*_words, **_options):
        raise subprocess.TimeoutExpired("git", 60)

    monkeypatch.setattr(subprocess, "run", late)
    code, message = problem(project, "v1")
    assert (code, message.startswith("git doesn't answer")) == ("A211", True)


def test_a_revision_without_the_documents_is_said(project):
    (project.root / "content").rename(project.root / "elsewhere")
    commit(project.root, "v1")
    (project.root / "elsewhere").rename(project.root / "content")
    assert problem(project, "v1") == (
        "A211", "'v1' has none of the summit's outcome documents",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            changed(STATEMENT, "handling: internal", "handling: [a]"),
            "statement.yaml at v1, line 14",
        ),
        ("a: [", "statement.yaml at v1, line 1"),
        (b"\xff\xfe", "statement.yaml at v1"),
    ],
)
def test_a_damaged_version_is_said_with_its_line(project, text, says):
    path = project.root / "content/lake/statement.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    commit(project.root, "v1")
    path.write_text(STATEMENT)
    code, message = problem(project, "v1")
    assert code == "A212"
    assert message.startswith(says)


def test_a_version_larger_than_its_budget_is_not_read(project):
    commit(project.root, "v1")
    content, _ = read_content(project)
    small = replace(project, config=replace(project.config, yaml_bytes=100))
    earlier, problems = read_earlier(small, content.summits["lake"], "v1")
    assert earlier is None
    assert {found.code for found in problems} == {"A212"}
    (project.root / "old.yaml").write_text(OLD)
    assert [f.code for f in read_earlier(small, content.summits["lake"], "old.yaml")[1]] == ["G004"]


def test_a_file_that_is_no_document_is_said(project):
    assert problem(project, "content/lake/summit.yaml")[0] == "A212"
    os.mkfifo(project.root / "pipe.yaml")
    assert problem(project, "pipe.yaml")[0] == "G003"
