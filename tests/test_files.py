"""Whoever reads or lists files: regular ones only, none behind a link that leads out."""

import ast
import os
import socket
from pathlib import Path

import pytest

import briefgen
from briefgen import files
from briefgen.cli.app import run
from briefgen.diagnostics import Severity
from briefgen.files import LEADS_OUT, NOT_REGULAR, TOO_MANY, list_names, read_named, walk
from briefgen.pipeline.assets import check_fonts
from briefgen.pipeline.cache import Cache
from briefgen.pipeline.freshness import hash_tree
from briefgen.pipeline.prepare import Preparer
from briefgen.pipeline.publish import Staging, output_lock
from briefgen.project import Config, Project, find_project, own_fonts, read_file, summit_folders
from briefgen.style.fonts import find_fonts
from tests.pipeline.small import write_project

PACKAGE = Path(briefgen.__file__).parent


@pytest.fixture
def outside(tmp_path):
    """A folder that no project may hear of."""
    folder = tmp_path / "outside"
    folder.mkdir()
    for name in ("summit.yaml", "x.ttf", "x.pdf"):
        (folder / name).write_text("secret")
    return folder


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "root"
    folder.mkdir()
    (folder / "a.yaml").write_text("a")
    (folder / "b").mkdir()
    (folder / "b/c.yaml").write_text("c")
    return folder


# --- a walk ------------------------------------------------------------------------------------


def make_socket(path):
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path.name)
    os.chdir(here)


ODD = {
    "a pipe": (os.mkfifo, NOT_REGULAR),
    "a socket": (make_socket, NOT_REGULAR),
    "a link to a device": (lambda path: path.symlink_to("/dev/zero"), LEADS_OUT),
    "a link to the system": (lambda path: path.symlink_to("/proc"), LEADS_OUT),
    "a link to a pipe beside it": (
        lambda path: (os.mkfifo(path.parent / ".pipe"), path.symlink_to(".pipe")),
        NOT_REGULAR,
    ),
    "a link to nowhere": (lambda path: path.symlink_to("nowhere"), NOT_REGULAR),
    "a link to itself": (lambda path: path.symlink_to(path.name), NOT_REGULAR),
    "a hard link": (lambda path: path.hardlink_to(path.parent / "a.yaml"), ""),
    "a link that stays inside": (lambda path: path.symlink_to("a.yaml"), ""),
}


@pytest.mark.parametrize("what", ODD)
def test_a_walk_says_why_it_leaves_out(root, what):
    make, why = ODD[what]
    make(root / "x.yaml")
    assert list(walk(root)) == [("a.yaml", ""), ("b/c.yaml", ""), ("x.yaml", why)]


def test_a_walk_begins_nowhere_outside(root, outside):
    (root / "away").symlink_to(outside)
    assert list(walk(root, "away")) == list(walk(root, "..")) == list(walk(root, "nothing")) == []
    assert list_names(root, "away") == list_names(root, "..") == list_names(root, "a.yaml") == []


def test_links_between_folders_come_to_an_end(root, monkeypatch):
    monkeypatch.setattr(files, "MOST_LINKED", 50)
    for name in "defghij":
        (root / name).mkdir()
        for other in "defghij":
            (root / name / f"to-{other}").symlink_to(f"../{other}")
    found = list(walk(root))
    assert sum(why == TOO_MANY for _, why in found) > 0
    assert len(found) < 1000


def test_a_file_that_is_exchanged_for_a_pipe_is_not_waited_for(root, monkeypatch):
    path = root / "a.yaml"
    was = path.stat()
    path.unlink()
    os.mkfifo(path)
    stat = os.stat
    monkeypatch.setattr(os, "stat", lambda p, **k: was if Path(p) == path else stat(p, **k))
    with pytest.raises(files.NotRegularError):
        read_named(path)


# --- everybody who walks -------------------------------------------------------------------------


def project_at(root):
    return Project(root, Config(content="content", fonts=("content",)), "briefgen.toml")


def kept(root):
    return hash_tree(str(root), ["content"])


WALKERS = {
    "freshness": lambda root: [p for p, digest in kept(root).items() if digest],
    "summits": lambda root: summit_folders(project_at(root)),
    "fonts": lambda root: [p for f in own_fonts(project_at(root)) for p in find_fonts(Path(f))],
    "a file by its name": lambda root: read_file(project_at(root), "content/x/summit.yaml")[0],
    "names": lambda root: list_names(root, "content/x"),  # whoever reads them says what they are
    "cache": lambda root: Cache(root / "content").prune(10**20, max_days=1),
}


@pytest.mark.parametrize("walker", WALKERS)
@pytest.mark.parametrize("target", ["outside", "/proc", "/usr", "pipe"])
def test_no_walker_follows_a_link_out_or_waits(root, outside, walker, target):
    (root / "content").mkdir()
    if target == "pipe":
        (root / "content/x").mkdir()
        os.mkfifo(root / "content/x/summit.ttf")
    else:
        (root / "content/x").symlink_to(outside if target == "outside" else target)
    assert not [name for name in WALKERS[walker](root) or () if "summit.ttf" not in name]
    assert (outside / "summit.yaml").exists()


def test_an_output_that_is_a_pipe_is_replaced(tmp_path):
    output = tmp_path / "output"
    with output_lock(output), Staging(output) as staging:
        (output / "pack").mkdir()
        os.mkfifo(output / "pack/a.html")
        os.mkfifo(output / "pack/manifest.json")
        staging.add("pack", "a.html", b"a", {})
        staging.publish("pack", kept=frozenset(), facts={}, handling="public")
    assert (output / "pack/a.html").read_bytes() == b"a"


@pytest.mark.parametrize("folder", ["templates", "content", "templates/kinds/deep"])
def test_a_link_out_is_told_once_and_nothing_behind_it_is_read(
    tmp_path, outside, folder, monkeypatch
):
    root = write_project(tmp_path / "project")
    (root / folder).mkdir(exist_ok=True)
    (root / folder / "link").symlink_to(outside)
    monkeypatch.chdir(root)
    found = Preparer(find_project(root), ["ferry"]).findings.all()
    assert [(d.code, d.severity, str(d.place)) for d in found] == [
        ("G002", Severity.WARNING, f"{folder}/link:1:1")
    ]
    assert "it is not looked into" in found[0].message


def test_fonts_behind_a_link_are_an_error_and_fontconfig_hears_of_none(tmp_path, outside):
    root = write_project(tmp_path / "project")
    (root / "fonts").mkdir()
    (root / "briefgen.toml").write_text('fonts = ["fonts"]\n')
    project = find_project(root)
    assert own_fonts(project) == (str(root / "fonts"),)
    (root / "fonts/link").symlink_to(outside)
    assert own_fonts(project) == ()
    assert [(d.code, d.severity) for d in check_fonts(project)] == [("G002", Severity.ERROR)]


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
@pytest.mark.parametrize(
    "arguments",
    [
        ("verify", "x.pdf"),
        ("verify", "."),
        ("translations", "import", "x.pdf"),
        ("import", "x.pdf", "--summit", "ferry", "--document", "d", "--language", "en"),
    ],
)
def test_a_command_that_is_given_a_pipe_or_device_ends(
    tmp_path, monkeypatch, capsys, arguments, make
):
    root = write_project(tmp_path / "project")
    monkeypatch.chdir(root)
    make(root / "x.pdf")
    assert run(list(arguments)) == 2
    assert capsys.readouterr().err


def test_a_manifest_verifies_files_of_its_own_folder_only(tmp_path, capsys):
    (tmp_path / "x.html").write_text("x")
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack/manifest.json").write_text('{"files": [{"path": "../x.html"}]}')
    assert run(["verify", str(tmp_path / "pack/manifest.json")]) == 2
    assert "not in its folder" in capsys.readouterr().err


# --- how the modules are written -----------------------------------------------------------------

READS = {"glob", "rglob", "iterdir", "scandir", "listdir", "fwalk", "read_bytes", "read_text"}
STREAMS = {  # what has such a name and reads no file by its name
    "pipeline/images.py": {"Image.open"},
    "pipeline/publish.py": {"os.open", "path.open"},  # to write
    "pipeline/texts.py": {"pikepdf.open"},
    "pipeline/word_pages.py": {"pikepdf.open"},  # of the folder that it makes itself
    "cli/app.py": {"os.open"},  # the null device
    "conformance/pdf/check.py": {"pikepdf.open"},
    "conformance/pdf/objects.py": {"stream.read_bytes"},
    "new_files.py": {"os.open"},  # to lock
    "style/engine.py": {"own.read_text"},  # WeasyPrint's own stylesheet
    "writers/docx/images.py": {"Image.open"},
    "writers/opening.py": {"self._archive.open"},
}


def _calls(path, names):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called.rpartition(".")[2] in names and not called.startswith("files."):
                yield called


@pytest.mark.parametrize(
    "path",
    [pytest.param(p, id=str(p.relative_to(PACKAGE))) for p in sorted(PACKAGE.rglob("*.py"))],
)
def test_one_module_opens_and_lists_files(path):
    name = str(path.relative_to(PACKAGE))
    if name != "files.py":
        assert set(_calls(path, READS | {"open"})) - STREAMS.get(name, set()) <= set()
