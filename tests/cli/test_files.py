"""A file is there whole or not at all."""

import os
import threading
from pathlib import Path

import pytest

from briefgen.cli.files import write_whole
from briefgen.errors import BuildError


def test_a_new_file_may_be_read_by_all_and_an_old_one_keeps_its_mode(tmp_path):
    new, old = tmp_path / "a/b/new.txt", tmp_path / "old.txt"
    old.write_bytes(b"old")
    old.chmod(0o640)
    for file in (new, old):
        write_whole(file, b"text")
        assert file.read_bytes() == b"text"
    assert [file.stat().st_mode & 0o777 for file in (new, old)] == [0o644, 0o640]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_writing_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, error):
    file = tmp_path / "note.yaml"
    file.write_bytes(b"old")

    def fail(*_):
        raise error

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises((BuildError, KeyboardInterrupt)) as caught:
        write_whole(file, b"new")
    assert isinstance(caught.value, KeyboardInterrupt) or str(caught.value) == (
        f"can't write {file}: No space left on device"
    )
    assert [*tmp_path.iterdir()] == [file]
    assert file.read_bytes() == b"old"


def test_what_is_no_file_is_written_to_and_stays(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, b"text")
    reader.join(10)
    assert read == [b"text"]
    assert pipe.is_fifo()
