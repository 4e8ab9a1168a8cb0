"""Turn bytes into a file beside the one that it is to replace, which no crash leaves for long.

Whoever writes one holds its lock, which ends with the process. What has such a name and no holder
was left behind by a kill, and goes when the next file is written in that folder.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from briefgen.files import list_names

PREFIX = ".new-"


@contextmanager
def new_file(folder: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """Yield a new file in a folder, open and locked, and its path; it is gone afterwards.

    To keep it, it is renamed before. Raises OSError.
    """
    sweep(folder)
    while True:
        handle, name = tempfile.mkstemp(dir=folder, prefix=PREFIX)
        path = Path(name)
        with os.fdopen(handle, "wb") as file:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if not _is(path, handle):
                continue  # swept between its making and its locking
            try:
                yield file, path
            finally:
                if _is(path, handle):
                    path.unlink(missing_ok=True)
            return


def sweep(folder: Path) -> None:
    """Remove what others have left behind in a folder, unless somebody still writes it."""
    for name in list_names(folder, hidden=True):
        path = folder / name
        if not name.startswith(PREFIX) or path.is_symlink() or not path.is_file():
            continue
        with contextlib.suppress(OSError):  # held, gone, or not ours to remove
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
            finally:
                os.close(handle)


def _is(path: Path, handle: int) -> bool:
    """Return whether a path still names an open file."""
    try:
        return path.stat().st_ino == os.fstat(handle).st_ino
    except OSError:
        return False
