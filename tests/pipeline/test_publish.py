"""Finished files in, a published pack out: old or new at any moment, never a part."""

import errno
import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from briefgen.errors import BuildError
from briefgen.pipeline import publish
from briefgen.pipeline.publish import Staging, output_lock


@pytest.fixture
def output(tmp_path):
    folder = tmp_path / "output"
    folder.mkdir()
    return folder


def put(output, files, *, kept=(), pack="p"):
    with output_lock(output), Staging(output) as staging:
        for path, data in files.items():
            staging.add(pack, path, data, {"kind": "note"})
        return staging.publish(pack, kept=frozenset(kept), facts={"pack": pack}, handling="x")


def tree(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def manifest(output):
    return json.loads((output / "p/manifest.json").read_text())


def test_files_and_a_manifest_are_all_that_is_left(output):
    done = put(output, {"a/x.pdf": b"1", "b.pdf": b"22"})
    assert set(tree(output)) == {
        "p/a/manifest.json", "p/a/x.pdf", "p/b.pdf", "p/manifest.json",
    }  # fmt: skip
    assert [entry["path"] for entry in manifest(output)["files"]] == ["a/x.pdf", "b.pdf"]
    assert manifest(output)["files"][1]["bytes"] == 2
    assert {str(path) for path in done.written} == set(done.digests)


def test_the_manifest_is_moved_last(output, monkeypatch):
    moved = []
    replace = Path.replace
    monkeypatch.setattr(
        Path, "replace", lambda path, to: (moved.append(to.name), replace(path, to))[1]
    )
    put(output, {"z.pdf": b"1", "a/b.pdf": b"2"})
    assert moved == ["b.pdf", "z.pdf", "manifest.json", "manifest.json"]


def test_each_folder_has_a_manifest_of_its_own_files_that_names_nothing_they_were_made_from(output):
    inside = {"inputs": {"content/x.yaml": "0" * 64}, "left_out": ["content/x.yaml:7:1"]}
    with output_lock(output), Staging(output) as staging:
        for path in ("a/x.pdf", "a/y.pdf", "b/x.pdf"):
            staging.add("p", path, b"1", {"kind": "note", **inside})
        staging.publish("p", kept=frozenset(), facts={"pack": "p"}, handling="restricted")
    whole, own = manifest(output), json.loads((output / "p/a/manifest.json").read_text())
    assert whole["handling"] == "restricted"
    assert [entry["path"] for entry in whole["files"]] == ["a/x.pdf", "a/y.pdf", "b/x.pdf"]
    assert whole["files"][0]["inputs"] == inside["inputs"]
    digest = hashlib.sha256(b"1").hexdigest()
    files = [{"bytes": 1, "kind": "note", "path": p, "sha256": digest} for p in ("x.pdf", "y.pdf")]
    assert own == {"audience": "a", "files": files, "format": 1, "pack": "p"}


def test_the_manifest_of_a_folder_goes_with_its_last_file(output):
    put(output, {"a/x.pdf": b"1", "b/x.pdf": b"1"})
    put(output, {"b/x.pdf": b"1"})
    assert set(tree(output)) == {"p/b/manifest.json", "p/b/x.pdf", "p/manifest.json"}


def test_what_is_there_already_is_not_touched(output):
    put(output, {"a.pdf": b"1", "b.pdf": b"2"})
    before = (output / "p/a.pdf").stat()
    done = put(output, {"a.pdf": b"1", "b.pdf": b"3"})
    after = (output / "p/a.pdf").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert [path.name for path in done.written] == ["b.pdf", "manifest.json"]


def test_what_was_kept_stays_in_the_manifest_and_what_was_not_goes(output):
    put(output, {"a.pdf": b"1", "x/b.pdf": b"2", "c.pdf": b"3"})
    done = put(output, {"c.pdf": b"4"}, kept=["a.pdf"])
    assert [entry["path"] for entry in manifest(output)["files"]] == ["a.pdf", "c.pdf"]
    assert set(tree(output)) == {"p/a.pdf", "p/c.pdf", "p/manifest.json"}
    assert not (output / "p/x").exists()
    assert len(done.digests) == 3


def test_only_files_that_the_old_manifest_lists_are_removed_and_only_in_the_pack(output):
    put(output, {"a.pdf": b"1"})
    (output / "p/mine.txt").write_text("x")
    (output / "other.txt").write_text("x")
    (output / "p/link.pdf").symlink_to(output / "other.txt")
    changed = manifest(output)
    changed["files"] += [{"path": "../other.txt"}, {"path": "link.pdf"}, {"path": "/etc/hostname"}]
    (output / "p/manifest.json").write_text(json.dumps(changed))
    put(output, {"b.pdf": b"2"})
    assert set(tree(output)) == {
        "other.txt", "p/b.pdf", "p/link.pdf", "p/manifest.json", "p/mine.txt",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["", "[]", '{"format": 9}', '{"format": 1}', '{"format": 1, "files": [1]}']
)
def test_a_manifest_that_can_t_be_used_counts_as_none(output, text):
    (output / "p").mkdir()
    (output / "p/manifest.json").write_text(text)
    put(output, {"b.pdf": b"2"})
    assert len(manifest(output)["files"]) == 1


def test_nothing_is_visible_before_publishing_and_nothing_is_left_without_it(output):
    with output_lock(output), Staging(output) as staging:
        staging.add("p", "a.pdf", b"1", {})
        assert not (output / "p").exists()
    assert list(output.iterdir()) == []


def test_a_symbolic_link_in_the_output_is_not_written_through(output, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (output / "p").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BuildError, match=r"output/p is a symbolic link"):
        put(output, {"a.pdf": b"1"})
    (output / "p").unlink()
    (output / "p").mkdir()
    (output / "p/a").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BuildError, match=r"output/p/a is a symbolic link"):
        put(output, {"a/x.pdf": b"1"})
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_link_in_the_place_of_a_file_is_replaced_not_followed(output, tmp_path):
    (tmp_path / "mine.txt").write_bytes(b"1")
    (output / "p").mkdir()
    (output / "p/a.pdf").symlink_to(tmp_path / "mine.txt")
    put(output, {"a.pdf": b"1"})
    assert not (output / "p/a.pdf").is_symlink()
    put(output, {"a.pdf": b"2"})
    assert (tmp_path / "mine.txt").read_bytes() == b"1"


def test_a_full_disk_leaves_what_was_there_and_no_temporary_file(output, monkeypatch):
    put(output, {"a.pdf": b"1"})
    before = tree(output)

    def full(path, data):
        path.write_bytes(data[:1])
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(publish, "_write_through", full)
    with pytest.raises(BuildError, match="No space left on device"):
        put(output, {"a.pdf": b"22"})
    assert tree(output) == before
    assert [path.name for path in output.iterdir()] == ["p"]


def test_a_file_that_may_not_grow_that_far_is_a_build_error(output):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(BuildError, match="File too large"):
            put(output, {"a.pdf": b"1" * 2000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert list(output.iterdir()) == []


@pytest.mark.parametrize("name", ["file/output", "x" * 300])
def test_an_output_that_can_t_be_made_is_a_build_error(tmp_path, name):
    (tmp_path / "file").write_text("")
    with pytest.raises(BuildError, match="can't write to"), output_lock(tmp_path / name):
        raise AssertionError


HOLD = """
import sys, time
from pathlib import Path
from briefgen.pipeline.publish import output_lock
with output_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def hold(output, seconds):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(output), str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_build_into_the_same_output_says_which_process_has_it(output):
    with hold(output, 60) as first:
        match = f"another build \\(process {first.pid}\\) is writing to"
        with pytest.raises(BuildError, match=match), output_lock(output, wait_seconds=0.1):
            raise AssertionError
        first.kill()
    with output_lock(output, wait_seconds=0):
        pass
    assert list(output.iterdir()) == []


def test_a_second_build_waits_for_the_first(output):
    began = time.monotonic()
    with hold(output, 0.5), output_lock(output):
        assert time.monotonic() - began > 0.4
    assert list(output.iterdir()) == []


def test_what_a_killed_build_left_is_removed_by_the_next(output):
    (output / ".staging-abc").mkdir()
    (output / ".staging-abc/1").write_text("half")
    (output / ".briefgen.lock").write_text(f"{os.getpid()}\n")
    put(output, {"a.pdf": b"1"})
    assert set(tree(output)) == {"p/a.pdf", "p/manifest.json"}


KILLED = """
import os, signal, sys
from pathlib import Path
from briefgen.pipeline import publish
from briefgen.pipeline.publish import Staging, output_lock
left = int(sys.argv[2])
def counting(function):
    def run(*arguments):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments)
    return run
publish._write_through = counting(publish._write_through)
publish._remove_stale = counting(publish._remove_stale)
Path.replace = counting(Path.replace)
with output_lock(Path(sys.argv[1])), Staging(Path(sys.argv[1])) as staging:
    for name in ("a.pdf", "b/c.pdf"):
        staging.add("p", name, b"new" * 1000, {"kind": "note"})
    staging.publish("p", kept=frozenset(), facts={"pack": "p"}, handling="x")
"""


@pytest.mark.parametrize("step", range(1, 10))
def test_a_build_that_is_killed_at_any_write_leaves_whole_files(output, step):
    old = {"a.pdf": b"old" * 1000, "b/c.pdf": b"old" * 1000, "stale.pdf": b"old"}
    put(output, old)
    done = subprocess.run([sys.executable, "-c", KILLED, str(output), str(step)], check=False)
    assert done.returncode == -9
    files = tree(output / "p")
    for name in ("a.pdf", "b/c.pdf"):
        assert files[name] in (b"old" * 1000, b"new" * 1000)
    json.loads(files["manifest.json"])
    new = {"a.pdf": b"new" * 1000, "b/c.pdf": b"new" * 1000}
    put(output, new)
    clean = output.parent / "clean"
    put(clean, new)
    assert tree(output) == tree(clean)
