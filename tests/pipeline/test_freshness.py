"""Raw bytes in, whether anything changed out."""

import os
import subprocess
import sys
import time

import pytest

from briefgen.pipeline import freshness
from briefgen.pipeline.freshness import find_fresh, hash_tree, recall, remember, write_state
from tests.pipeline.small import write
from tests.revisions import commit, git


@pytest.fixture
def root(tmp_path):
    write(tmp_path, "content/a.yaml", "a")
    write(tmp_path, "content/deep/b.yaml", "b")
    write(tmp_path, "templates/c.j2", "c")
    write(tmp_path, "briefgen.toml", "")
    write(tmp_path, "package/d.j2", "d")
    write(tmp_path, "output/x.pdf", "x")
    write(tmp_path, "output/y.pdf", "y")
    return tmp_path


ROOTS = ("content", "templates", "briefgen.toml", "content/glossary.yaml")


def save(root, name="s", warnings=(), commits=None):
    package = str(root / "package")
    inputs = {**hash_tree(str(root), ROOTS), **hash_tree(package, [""], "package:")}
    paths = [f"{root}/output/{name}.pdf" for name in "xy"]
    write_state(
        str(root),
        name,
        roots=ROOTS,
        package=package,
        inputs=inputs,
        outputs={path: freshness.digest_file(path) for path in paths},
        commits=commits,
        warnings=warnings,
    )


def fresh(root):
    return find_fresh(str(root), "s") is not None


def test_what_did_not_change_is_fresh_again_and_again(root):
    save(root)
    assert fresh(root)
    assert fresh(root)


def test_without_a_state_nothing_is_fresh(root):
    assert not fresh(root)


@pytest.mark.parametrize(
    "change",
    [
        lambda root: write(root, "content/a.yaml", "A"),
        lambda root: write(root, "content/new.yaml", ""),
        lambda root: (root / "content/deep/b.yaml").unlink(),
        lambda root: write(root, "templates/c.j2", "C"),
        lambda root: write(root, "package/d.j2", "D"),
        lambda root: write(root, "package/new.css", ""),
        lambda root: write(root, "briefgen.toml", "#"),
        lambda root: write(root, "content/glossary.yaml", ""),
        lambda root: (root / "content/a.yaml").rename(root / "content/z.yaml"),
        lambda root: write(root, "output/x.pdf", "edited"),
        lambda root: (root / "output/y.pdf").unlink(),
    ],
)
def test_whatever_changes_is_seen(root, change):
    save(root)
    change(root)
    assert not fresh(root)


def test_a_revision_that_names_another_commit_is_a_change(root):
    first = commit(root, "v1")
    save(root, commits={"v1": first, "HEAD": first})
    assert fresh(root)
    save(root, commits={"v1": first})
    commit(root, "v2")
    assert fresh(root)
    git(root, "tag", "--force", "v1")
    assert not fresh(root)
    git(root, "tag", "--delete", "v1")
    assert not fresh(root)


def test_contents_decide_and_not_times(root):
    save(root)
    times = (root / "content/a.yaml").stat()
    write(root, "content/a.yaml", "Z")
    os.utime(root / "content/a.yaml", ns=(times.st_atime_ns, times.st_mtime_ns))
    assert not fresh(root)
    write(root, "content/a.yaml", "a")
    os.utime(root / "content/a.yaml", (1, 1))
    os.utime(root / "output/x.pdf", (1, 1))
    assert fresh(root)


def test_an_output_edited_in_the_same_tick_of_the_clock_is_seen(root):
    save(root)
    before = (root / "output/x.pdf").stat()
    with (root / "output/x.pdf").open("r+b") as file:
        file.write(b"X")
    os.utime(root / "output/x.pdf", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not fresh(root)


def test_an_old_output_is_not_read_again(root, monkeypatch):
    monkeypatch.setattr(freshness, "_RACY_NS", 0)
    time.sleep(0.02)
    save(root)
    read = []
    digest_file = freshness.digest_file
    monkeypatch.setattr(
        freshness, "digest_file", lambda path: (read.append(path), digest_file(path))[1]
    )
    assert fresh(root)
    assert not [path for path in read if path.endswith(".pdf")]
    os.utime(root / "output/x.pdf", (1, 1))
    time.sleep(0.02)
    assert fresh(root)
    assert [path for path in read if path.endswith(".pdf")] == [str(root / "output/x.pdf")]
    assert fresh(root)
    assert len([path for path in read if path.endswith(".pdf")]) == 1


def test_hidden_files_and_backups_don_t_count(root):
    save(root)
    for name in (".a.yaml.swp", "a.yaml~", ".git/x", "__pycache__/x"):
        write(root, f"content/{name}", "x")
    assert fresh(root)


def test_another_installation_is_a_change(root, monkeypatch):
    save(root)
    monkeypatch.setattr(freshness, "installed", lambda: {"weasyprint-99"})
    assert not fresh(root)


def test_another_text_library_is_a_change(root, monkeypatch):
    save(root)
    monkeypatch.setattr(freshness, "_NATIVE_FOLDERS", (str(root),))
    write(root, "libpango-1.0.so.0.9", "")
    (root / "libpango-1.0.so.0").symlink_to("libpango-1.0.so.0.9")
    assert freshness.native_libraries() == {"libpango-1.0.so.0": str(root / "libpango-1.0.so.0.9")}
    assert not fresh(root)


def test_what_can_t_be_read_is_hashed_as_nothing(root):
    os.mkfifo(root / "content/pipe")
    (root / "content/dangling").symlink_to("nowhere")
    found = hash_tree(str(root), ["content"])
    assert (found["content/pipe"], found["content/dangling"]) == ("", "")
    assert hash_tree(str(root), ["content/dangling", "nothing"]) == {"content/dangling": ""}


def test_links_to_folders_are_followed_and_end_where_they_go_in_circles(root):
    write(root, "elsewhere/x.yaml", "x")
    (root / "content/away").symlink_to(root / "elsewhere")
    (root / "elsewhere/back").symlink_to(root / "content")
    (root / "content/self").symlink_to(".")
    found = hash_tree(str(root), ["content"])
    assert {"content/a.yaml", "content/away/x.yaml", "content/self/a.yaml"} <= set(found)
    assert len(found) < 40


def test_a_folder_that_can_t_be_listed_has_no_files(root, monkeypatch):
    def refuse(path):
        raise PermissionError

    monkeypatch.setattr(os, "scandir", refuse)
    assert hash_tree(str(root), ["content"]) == {}


def test_a_state_of_another_version_or_cut_off_is_none(root):
    save(root)
    path = root / ".briefgen/state/s"
    text = path.read_text()
    path.write_text(text.replace("state 2", "state 1"))
    assert not fresh(root)
    path.write_text("1")
    assert not fresh(root)


def test_a_path_with_a_line_feed_is_never_fresh(root):
    write(root, "content/a\nb.yaml", "")
    save(root)
    assert not fresh(root)


def test_a_state_that_can_t_be_written_is_no_failure(root):
    write(root, ".briefgen", "a file")
    save(root)
    assert not fresh(root)


def test_warnings_are_said_again(root):
    save(root, warnings=["a\tb", "c"])
    assert find_fresh(str(root), "s") == ["a\tb", "c"]


def test_the_same_command_line_here_needs_no_parsing(root, monkeypatch):
    monkeypatch.chdir(root / "content")
    arguments = ["build", "p"]
    assert recall(arguments) is None
    save(root, warnings=["w"])
    remember(str(root), arguments, "", ["s", "s"])
    assert recall(arguments) == ["w", "w"]
    assert recall(["build"]) is None
    monkeypatch.chdir(root)
    assert recall(arguments) is None


@pytest.mark.parametrize("form", ["--root={}", "--root"])
def test_a_command_line_that_names_its_project_is_remembered_there(
    root, tmp_path_factory, monkeypatch, form
):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    words = [form.format(root)] if "{" in form else [form, str(root)]
    save(root)
    remember(str(root), ["build", *words], "", ["s"])
    assert recall(["build", *words]) == []
    write(root, "content/a.yaml", "changed")
    assert recall(["build", *words]) is None


def test_a_new_pack_is_a_change_where_all_packs_were_meant(root, monkeypatch):
    monkeypatch.chdir(root)
    write(root, "packs/p.yaml", "")
    save(root)
    remember(str(root), ["build"], str(root / "packs"), ["s"])
    assert recall(["build"]) == []
    write(root, "packs/q.yaml", "")
    assert recall(["build"]) is None
    for path in (root / "packs").iterdir():
        path.unlink()
    (root / "packs").rmdir()
    assert recall(["build"]) is None


def test_a_command_line_with_a_line_feed_is_not_remembered(root, monkeypatch):
    monkeypatch.chdir(root)
    save(root)
    remember(str(root), ["build", "a\nb"], "", ["s"])
    assert recall(["build", "a\nb"]) is None


def test_states_of_different_options_have_different_names():
    names = {
        freshness.pack_state("p", "out", ["", "", "", ""]),
        freshness.pack_state("p", "out", [["a"], "", "", ""]),
        freshness.pack_state("p", "out", ["", ["a"], "", ""]),
        freshness.pack_state("p", "out2", ["", "", "", ""]),
        freshness.pack_state("q", "out", ["", "", "", ""]),
    }
    assert len(names) == 5


def test_deciding_imports_nothing_slow():
    code = "import sys, briefgen.cli; print(*sorted(sys.modules))"
    env = {name: value for name, value in os.environ.items() if "COVERAGE" not in name}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env
    )
    slow = {"click", "json", "re", "dataclasses", "pathlib", "typing", "yaml", "pydantic", "rich"}
    assert not slow & set(done.stdout.split())
