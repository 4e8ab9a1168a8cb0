"""Turn bytes into a file that is there whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from briefgen.errors import BuildError
from briefgen.new_files import new_file


def write_whole(file: Path, data: bytes) -> None:
    """Write a file in one step, with the folders it is in; one that is there keeps its mode.

    Into a pipe or a terminal, such as /dev/stdout, it is written as it is. Raises BuildError
    where it can't be written; what was there stays then.
    """
    try:
        if file.exists() and not file.is_file():
            file.write_bytes(data)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        mode = stat.S_IMODE(file.stat().st_mode) if file.exists() else 0o644
        with new_file(file.parent) as (new, path):
            new.write(data)
            new.flush()
            os.fsync(new.fileno())
            path.chmod(mode)
            path.replace(file)
    except OSError as error:
        raise BuildError(f"can't write {error.filename or file}: {error.strerror}") from error


def put(file: Path, raw: bytes | None, *, dry_run: bool) -> str:
    """Put a file in its place unless that is not wanted, and return what happened to it.

    ``raw`` is None where nothing of it changes.
    """
    if raw is None:
        return "nothing changes"
    if dry_run:
        return "not written (--dry-run)"
    write_whole(file, raw)
    return "written"
