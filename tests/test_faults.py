"""Whatever fails while a command writes, files are old or new, and the next run clears up.

A shim stops the process, or refuses for want of space, before each single step that changes
the disk: a file opened to be written, flushed, renamed, removed, a folder made or removed.
"""

import contextlib
import errno
import io
import os
import resource
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from briefgen.cli.app import run
from briefgen.pipeline import calls, rendering
from briefgen.pipeline.cache import Cache
from briefgen.pipeline.pool import SerialExecutor
from tests.pipeline.small import replace, write, write_project, write_quickly

KILLED = 77
_STEPS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


@dataclass
class Shim:
    """Counts the steps below a folder, and fails before one of them: by a kill, or an error."""

    folder: str
    fatal: int = -1
    error: int | None = None
    steps: list[str] = field(default_factory=list)

    def install(self):
        """Watch this process from now on: audit hooks (PEP 578) stay until it ends."""
        fsync = os.fsync
        sys.addaudithook(self._hear)
        os.fsync = lambda handle: self._step("fsync", self._path(handle)) or fsync(handle)

    def _hear(self, event, arguments):
        path, flags = arguments[0], arguments[2:3]
        if (
            event == "open" and isinstance(path, str | bytes) and flags[0] & _WRITES
        ) or event in _STEPS:
            self._step(event, path)

    def _path(self, handle):
        return str(Path(f"/proc/self/fd/{handle}").readlink())

    def _step(self, what, path):
        path = self._path(path) if isinstance(path, int) else os.fsdecode(path)
        if not str(Path.cwd() / path).startswith(self.folder):
            return
        if self.error is not None and what in ("os.remove", "os.rmdir"):
            return  # a full disk lets go
        self.steps.append(f"{what} {path}")
        if len(self.steps) == self.fatal:
            if what == "fsync" and Path(path).is_file():  # it may be on the disk in part
                os.truncate(path, Path(path).stat().st_size // 2)
            if self.error is None:
                os._exit(KILLED)
            raise OSError(self.error, os.strerror(self.error), path)


def in_child(root, arguments, fatal=-1, error=None, user=None):
    """Run a command in a process of its own with the shim; return exit code, steps and words."""
    read_end, write_end = os.pipe()
    if (child := os.fork()) == 0:
        code = 99
        with contextlib.suppress(BaseException):
            os.chdir(root)
            if user is not None and os.getuid() == 0:
                os.setgroups([])
                os.setgid(user)
                os.setuid(user)
            words = io.StringIO()
            shim = Shim(str(root.parent / "project"), fatal, error)
            with contextlib.redirect_stdout(words), contextlib.redirect_stderr(words):
                shim.install()
                code = run([str(argument) for argument in arguments])
            os.write(write_end, f"{len(shim.steps)}\n{words.getvalue()}".encode()[:60_000])
        os._exit(code)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as pipe:
        said = pipe.read().decode()
    status = os.waitpid(child, 0)[1]
    steps, _, words = said.partition("\n")
    return os.waitstatus_to_exitcode(status), int(steps or 0), words


def tree(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.name != ".briefgen.lock"  # of nobody: the next build that writes takes it away
        and "cache" not in path.parts
        and "state" not in path.parts
    }


def left_behind(root):
    """Return the files and folders that no finished run leaves."""
    names = (".new-", ".staging-")
    found = [p for p in root.rglob("*") if p.name.startswith(names) or p.suffix.isdecimal()]
    states = root / ".briefgen/state"
    return found + [p for p in states.rglob("*") if p.name.startswith(".")]


# --- commands that write ------------------------------------------------------------------------

MINUTES = "content/ferry/minutes.yaml"
RU = "content/ferry/minutes.ru.yaml"
SPOILT = ("Билеты стоят", "Билеты  стоят - 5")


def before_build(root):
    assert run(["build", "-j", "0", "--no-measure"]) == 0
    replace(root, "templates/kinds/note.html.j2", "<h1", '<h1 class="x"')
    replace(root, "content/packs/ferry.yaml", "kinds: [table]", "kinds: [note]")
    replace(root, "content/packs/ferry.yaml", "[[en, ru]]", "[ru]")
    replace(root, "content/packs/ferry.yaml", "formats: [html]", "formats: [docx]")
    replace(root, "content/packs/ferry.yaml", "languages: [en, ru]", "languages: [en]")
    assert run(["build", "-j", "0", "--no-measure", "--output", "../elsewhere"]) == 0  # cached now


def before_translations_import(root):
    words = ("minutes", "--target", "ru", "--format", "xliff", "-o", "../back.xlf")
    assert run(["translations", "export", *words]) == 0
    file = root.parent / "back.xlf"
    file.write_text(file.read_text().replace("Билеты стоят", "Проезд стоит"))


def before_import(root):
    plan = "Plan\nThe parties decide:\n1. They plant trees.\n2. Wait.\n"
    (root.parent / "plan.txt").write_text(plan)


def before_accept(root):
    replace(root, MINUTES, "Two ports open", "Three ports open")


IMPORT = ("--summit", "ferry", "--document", "plan", "--language", "en", "--source")
COMMANDS = {
    "build": (before_build, ("build", "-j", "0", "--no-measure")),
    "translations import": (
        before_translations_import,
        ("translations", "import", "../back.xlf"),
    ),
    "translations accept": (
        before_accept,
        ("translations", "accept", "minutes", "1", "--to", "ru"),
    ),
    "import": (before_import, ("import", "../plan.txt", *IMPORT)),
    "languages add": (lambda root: None, ("languages", "add", "uk")),
    "check --fix": (lambda root: replace(root, RU, *SPOILT), ("check", "--fix")),
    "init": (lambda root: None, ("init", "new")),
}


@pytest.fixture
def quick(monkeypatch):
    """Lay nothing out, and render in the process that the shim is in."""
    monkeypatch.setattr(calls, "write", write_quickly)
    monkeypatch.setattr(calls, "start", lambda folders: None)
    monkeypatch.setattr(rendering, "WorkerPool", lambda *_, **__: SerialExecutor())
    monkeypatch.delenv("BRIEFGEN_CACHE_DIR", raising=False)


@pytest.fixture
def prepared(tmp_path, monkeypatch, quick):
    """Return a function that makes the project of a command, and says what the command makes."""

    def prepare(name):
        before, arguments = COMMANDS[name]
        root = write_project(tmp_path / "project")
        monkeypatch.chdir(root)
        before(root)
        shutil.copytree(root, tmp_path / "kept", symlinks=True)
        code, steps, words = in_child(root, arguments)
        assert code in (0, 1), words  # 1: `check --fix` finds more
        new = tree(root)
        assert left_behind(root) == []
        return root, arguments, steps, new

    return prepare


def restore(root):
    shutil.rmtree(root)
    shutil.copytree(root.parent / "kept", root, symlinks=True)


def check_old_or_new(old, now, new):
    """Check that every file is one or the other, and the manifest the last of its pack."""
    for name in old.keys() | now.keys():
        if ".new-" not in name and ".staging-" not in name:
            assert now.get(name) in (old.get(name), new.get(name)), name
    manifest = "output/ferry/manifest.json"
    if manifest in new and now.get(manifest) == new[manifest] != old.get(manifest):
        assert {n: b for n, b in now.items() if n.startswith("output/ferry/")} == {
            n: b for n, b in new.items() if n.startswith("output/ferry/")
        }


def chosen(name, steps):
    """Return the steps to fail at: all, but of those that many files repeat."""
    return range(1, steps + 1, 9 if name in ("init", "check --fix") else 1)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_kill_at_any_step_leaves_old_or_new_and_the_next_run_clears_up(prepared, name):
    root, arguments, steps, new = prepared(name)
    old = tree(root.parent / "kept")
    assert steps > 2
    for fatal in chosen(name, steps):
        restore(root)
        code, _, words = in_child(root, arguments, fatal)
        assert code == KILLED, (fatal, steps, words)
        check_old_or_new(old, tree(root), new)
        again = in_child(root, arguments)
        assert tree(root) == new, (fatal, again)
        assert left_behind(root) == [], fatal


@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk_at_any_step_leaves_old_or_new_and_says_so(prepared, name):
    root, arguments, steps, new = prepared(name)
    old = tree(root.parent / "kept")
    for fatal in chosen(name, steps):
        restore(root)
        code, _, words = in_child(root, arguments, fatal, errno.ENOSPC)
        now = tree(root)
        check_old_or_new(old, now, new)
        assert now == new or (code, "No space left" in words) == (1, True), (fatal, code, words)
        assert left_behind(root) == [], fatal


# --- other machines -----------------------------------------------------------------------------

BRIEFGEN = (sys.executable, "-m", "briefgen")


def test_a_disk_with_room_for_half_a_file_is_told(prepared, monkeypatch):
    root, arguments, _, new = prepared("build")
    restore(root)
    old = tree(root)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, limits[1]))
    try:
        code = in_child(root, arguments)[0]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert code == 1
    assert tree(root) == old
    assert left_behind(root) == []
    assert in_child(root, arguments)[0] == 0
    assert tree(root) == new


@pytest.fixture
def foreign(tmp_path, quick, monkeypatch):
    """A project that another user may read, in folders which that user may enter."""
    root = write_project(tmp_path / "project")
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.getuid() and not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o011)
    monkeypatch.setenv("XDG_CACHE_HOME", "/nonexistent")
    monkeypatch.chdir(root)
    # All modules are imported now: that user may not be able to read them here.
    assert run(["build", "-j", "0", "--no-measure", "--output", str(tmp_path / "made")]) == 0
    assert run(["check"]) == 0
    shutil.rmtree(root / ".briefgen")
    return root


def test_who_may_not_write_hears_so_before_anything_is_laid_out(foreign):
    (foreign / "output").mkdir()
    (foreign / "output").chmod(0o555)
    code, _, words = in_child(foreign, ("build", "-j", "0"), user=65534)
    assert (code, "can't write to" in words, "Permission denied" in words) == (1, True, True), words
    assert "[1/" not in words


def test_who_may_only_read_the_project_can_build_it_elsewhere(foreign):
    elsewhere = foreign.parent / "elsewhere"
    elsewhere.mkdir()
    elsewhere.chmod(0o777)
    before = tree(foreign)
    for arguments in (
        ("check",),
        ("build", "-j", "0", "--no-measure", "--output", str(elsewhere)),
    ):
        code, _, words = in_child(foreign, arguments, user=65534)
        assert code == 0, words
    assert tree(elsewhere) == tree(foreign.parent / "made")
    assert tree(foreign) == before


def test_a_clock_in_1970_changes_nothing(prepared, monkeypatch):
    root, arguments, _, new = prepared("build")
    restore(root)
    for path in root.rglob("*"):
        os.utime(path, (0, 0))
    monkeypatch.setattr("time.time_ns", lambda: 1)
    monkeypatch.setattr("time.time", lambda: 0.0)
    code, _, words = in_child(root, arguments)
    assert code == 0, words
    assert tree(root) == new
    with zipfile.ZipFile(root / "output/ferry/staff/note.ru.docx") as package:
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}
    replace(root, "templates/kinds/note.html.j2", 'class="x"', 'class="y"')
    os.utime(root / "templates/kinds/note.html.j2", (0, 0))
    assert in_child(root, arguments)[0] == 0
    assert b'class="y"' in tree(root)["output/ferry/public/note.en.html"]


def test_a_clock_that_went_back_keeps_the_cache(tmp_path):
    cache = Cache(tmp_path)
    cache.write("ab" * 32, b"x")
    cache.prune(0)
    assert cache.read("ab" * 32) == (b"x", False)


def test_two_packs_at_once_into_one_output_are_both_whole(tmp_path):
    root = write_project(tmp_path / "project")
    pack = (root / "content/packs/ferry.yaml").read_text().replace("[pdf, docx, html]", "[html]")
    write(root, "content/packs/ferry.yaml", pack)
    write(root, "content/packs/other.yaml", pack)
    builds = [
        subprocess.Popen([*BRIEFGEN, "build", name, "-j", "1"], cwd=root, stderr=subprocess.PIPE)
        for name in ("ferry", "other")
    ]
    for build in builds:
        build.communicate(timeout=300)
    codes = [build.returncode for build in builds]
    assert codes in ([0, 0], [0, 1], [1, 0])  # 1: waited ten seconds for the other
    for name, code in zip(("ferry", "other"), codes, strict=True):
        assert (root / "output" / name / "manifest.json").exists() == (code == 0)
    assert left_behind(root) == []


def test_a_worker_out_of_memory_costs_one_document(tmp_path):
    root = write_project(tmp_path / "project")
    hoard = (
        "{% set ns = namespace(all=[]) %}{% for i in range(90000) %}"
        '{% set ns.all = [ns.all, "x" * 900000 ~ i] %}{% endfor %}'
    )
    replace(root, "templates/kinds/table.html.j2", "<table>", f"{hoard}<table>")
    replace(root, "content/packs/ferry.yaml", "[pdf, docx, html]", "[html]")
    write(root, "briefgen.toml", 'handling = ["public", "internal"]\nmemory_mb = 700\n')
    done = subprocess.run(
        [*BRIEFGEN, "build", "-j", "2", "--output-format", "concise"],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "templates/kinds/table.html.j2" in done.stderr
    assert done.stderr.count(": error ") == done.stderr.count(": error T007 ") == 1
    assert "[5/5]" in done.stderr
    assert left_behind(root) == []
