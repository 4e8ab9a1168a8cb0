"""Say which documents the two projects ask for, and build them once for all tests.

What the documents hold is read back by tests/reading.py and checked in the test modules.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
PROJECTS = {"dushanbe-2025": ROOT, "flyway-2026": ROOT / "tests" / "projects" / "flyway"}
SCALES = {
    "dushanbe-2025": ("public", "internal", "restricted"),
    "flyway-2026": ("open", "delegation", "chair-only"),
}

VARIETIES = {("dushanbe-2025", "en"): "en-GB"}


@dataclass(frozen=True)
class Document:
    """A document that a pack asks for; ``name`` is its path without the extension."""

    pack: str
    name: str
    kind: str
    audience: str
    languages: tuple[str, ...]

    @property
    def tags(self) -> tuple[str, ...]:
        """Return its languages as its files say them: in the variety that the summit declares."""
        return tuple(VARIETIES.get((self.pack, tag), tag) for tag in self.languages)

    def __str__(self) -> str:
        return f"{self.pack.partition('-')[0]}-{self.name.replace('/', '-')}"


def _read_pack(pack: str) -> list[Document]:
    text = (PROJECTS[pack] / "content" / "packs" / f"{pack}.yaml").read_text()
    found = []
    for order in yaml.safe_load(text)["documents"]:
        assert order["formats"] == ["pdf", "docx", "html"]
        for audience in order["audiences"]:
            for kind in order["kinds"]:
                for entry in order["languages"]:
                    tags = (entry,) if isinstance(entry, str) else tuple(entry)
                    name = f"{audience}/{kind}.{'-'.join(tags)}"
                    found.append(Document(pack, name, kind, audience, tags))
    return sorted(found, key=lambda document: document.name)


DOCUMENTS = [document for pack in PROJECTS for document in _read_pack(pack)]


def copy_project(pack: str, folder: Path) -> Path:
    """Copy what an author writes for a pack's project into a new folder, and return it."""
    folder.mkdir(parents=True)
    source = PROJECTS[pack]
    shutil.copy(source / "briefgen.toml", folder)
    # Dushanbe is made with the package's own templates, which lie in the checkout's root.
    for name in ("content", "fonts") if source == ROOT else ("content", "templates", "fonts"):
        if (source / name).is_dir():
            shutil.copytree(source / name, folder / name)
    return folder


def briefgen(
    *arguments: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run briefgen as a process of its own; what it prints must not depend on a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "briefgen", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def build(
    root: Path,
    output: Path,
    *arguments: str,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Build a project that has nothing wrong with it."""
    done = briefgen("build", "--root", root, "--output", output, *arguments, cwd=cwd, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def laid_out(done: subprocess.CompletedProcess[str]) -> set[str]:
    """Return the names of the documents that a build laid out."""
    return names_in(done.stderr)


def names_in(log: str) -> set[str]:
    """Return the documents that were laid out, off the progress lines of a build."""
    lines = [line.partition("] ") for line in log.splitlines() if line.startswith("[")]
    return {name.partition("/")[2] for _, _, name in lines}


@dataclass(frozen=True)
class Built:
    """Both packs as built: each project's root, output and log are under ``folder``."""

    folder: Path

    def root(self, pack: str) -> Path:
        """Return the root of the copy that was built."""
        return self.folder / f"{pack}-project"

    def output(self, pack: str) -> Path:
        """Return the pack's own folder in the output."""
        return self.folder / f"{pack}-output" / pack

    def log(self, pack: str) -> str:
        """Return what the build said."""
        return (self.folder / f"{pack}.log").read_text()

    def path(self, document: Document, extension: str) -> Path:
        """Return the path of a document's file."""
        return self.output(document.pack) / f"{document.name}.{extension}"

    def copy(self, pack: str, folder: Path) -> tuple[Path, Path]:
        """Copy a built project with its cache, and its output; return both folders."""
        root, output = folder / "project", folder / "output"
        shutil.copytree(self.root(pack), root)
        shutil.copytree(self.output(pack), output / pack)
        return root, output

    def read(self, document: Document, extension: str) -> bytes:
        """Return the bytes of a document's file."""
        return self.path(document, extension).read_bytes()


def build_both(folder: Path) -> None:
    """Build both packs into a folder."""
    built = Built(folder)
    for pack in PROJECTS:
        root = copy_project(pack, built.root(pack))
        done = build(root, built.output(pack).parent)
        (folder / f"{pack}.log").write_text(done.stdout + done.stderr)


def gather_word_documents(built: Built, folder: Path) -> list[Path]:
    """Copy every Word document into a folder, each named as the document is printed."""
    return [
        Path(shutil.copy(built.path(document, "docx"), folder / f"{document}.docx"))
        for document in DOCUMENTS
    ]


def manifest(built: Built, pack: str) -> dict[str, dict]:
    """Return path → entry of a pack's manifest."""
    listed = json.loads((built.output(pack) / "manifest.json").read_bytes())["files"]
    return {entry["path"]: entry for entry in listed}
