"""What the tests of the pages share: a fresh project, and the command line in this process."""

import shutil
from pathlib import Path

import pytest

from briefgen.cli.app import run


@pytest.fixture(scope="module")
def scaffold(tmp_path_factory) -> Path:
    """A project as `briefgen init` writes it. Not to be changed."""
    folder = tmp_path_factory.mktemp("init") / "demo"
    assert run(["init", str(folder)]) == 0
    return folder


@pytest.fixture
def demo(scaffold, tmp_path, monkeypatch) -> Path:
    """A fresh project as `briefgen init` writes it, and the current folder."""
    folder = tmp_path / "demo"
    shutil.copytree(scaffold, folder)
    monkeypatch.chdir(folder)
    return folder
