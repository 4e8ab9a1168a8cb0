"""The small project of tests/pipeline, and the command line on it without layout."""

import json
from pathlib import Path

import pytest

from briefgen.cli.app import run
from briefgen.pipeline import calls
from tests.pipeline.small import write_project, write_quickly


class Cli:
    """The command line in this process, in the project's folder."""

    def __init__(self, root: Path, capsys) -> None:
        self.root = root
        self._capsys = capsys

    def __call__(self, *arguments) -> tuple[int, str, str]:
        """Return the exit code, standard output and standard error."""
        code = run([str(argument) for argument in arguments])
        out, err = self._capsys.readouterr()
        return code, out, err

    def json(self, *arguments):
        return json.loads(self(*arguments)[1])


@pytest.fixture
def cli(tmp_path, monkeypatch, capsys) -> Cli:
    monkeypatch.setattr(calls, "write", write_quickly)
    monkeypatch.setattr(calls, "start", lambda folders: None)
    for name in ("NO_COLOR", "FORCE_COLOR", "BRIEFGEN_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    root = write_project(tmp_path / "project")
    monkeypatch.chdir(root)
    return Cli(root, capsys)
