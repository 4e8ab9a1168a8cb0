"""A program that is missing is a failure; skipping is only what was asked for by name."""

import pytest

from tests import conftest, word_tools


def test_a_missing_program_fails_and_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(pytest.fail.Exception, match="soffice is missing: run `make setup-test`"):
        word_tools.find_program("soffice")


def test_a_program_in_its_own_folder_is_taken_before_the_path_s(monkeypatch, tmp_path):
    for folder in (tmp_path / "own", tmp_path / "path"):
        folder.mkdir()
        (folder / "pandoc").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    own = tmp_path / "own"
    assert word_tools.find_program("pandoc", own) == str(own / "pandoc")
    assert word_tools.find_program("pandoc") == str(tmp_path / "path" / "pandoc")


def test_what_cannot_be_skipped_is_refused(monkeypatch):
    monkeypatch.setenv("BRIEFGEN_SKIP", "word-tool")
    with pytest.raises(pytest.UsageError, match="BRIEFGEN_SKIP=word-tool: only word-tools, pdf"):
        conftest.pytest_configure()
