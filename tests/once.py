"""Do what takes long once for all processes of a test run."""

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path


def once(base: Path, name: str, make: Callable[[Path], None]) -> Path:
    """Return the folder that ``make`` has filled; the first process to come here calls it.

    ``base`` is common to all processes of a test run.
    """
    folder, done = base / name, base / f"{name}.done"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            # What a process left that failed.
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            done.touch()
    return folder
