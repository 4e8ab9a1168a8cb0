"""The small project, and a build of it that lays out nothing."""

import dataclasses
from pathlib import Path

import pytest

from briefgen.pipeline import calls
from briefgen.pipeline.build import Outcome, Request, build
from briefgen.pipeline.cache import Cache
from briefgen.pipeline.plan import Narrowing
from briefgen.pipeline.pool import SerialExecutor
from briefgen.project import Config, Project, find_project
from tests.pipeline.small import write_project, write_quickly


class Silent:
    """A progress that keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[object, ...]] = []

    def plan(self, documents):
        self.told.append(("plan", documents))

    def checked(self, diagnostics):
        self.told.append(("checked", tuple(d.code for d in diagnostics)))

    def start(self, name):
        self.told.append(("start", name))

    def end(self, name, *, cached):
        self.told.append(("end", name, cached))

    def measure(self, documents):
        self.told.append(("measure", documents))


class Small:
    """The small project, which can be built."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.output = root / "output"
        self.progress = Silent()

    @property
    def project(self) -> Project:
        return find_project(self.root)

    def build(self, executor=None, **request) -> Outcome:
        narrowing = Narrowing(**{k: frozenset(v) for k, v in request.pop("only", {}).items()})
        asked = Request(("ferry",), self.output, narrowing, 0, Cache(self.root / "cache"))
        asked = dataclasses.replace(asked, **request)
        return build(self.project, asked, self.progress, executor or SerialExecutor())

    def files(self) -> dict[str, bytes]:
        found = sorted(path for path in self.output.rglob("*") if path.is_file())
        return {str(p.relative_to(self.output)): p.read_bytes() for p in found}


@pytest.fixture
def small(tmp_path, monkeypatch) -> Small:
    monkeypatch.setattr(calls, "write", write_quickly)
    monkeypatch.setattr(calls, "start", lambda folders: None)
    return Small(write_project(tmp_path / "project"))


@pytest.fixture
def project(tmp_path) -> Project:
    """A project without content, for what only reads files."""
    root = tmp_path / "bare"
    root.mkdir()
    return Project(root.resolve(), Config(), "briefgen.toml")
