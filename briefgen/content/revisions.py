"""Turn a revision of the project's git repository into the files that it has.

Only what is in the repository is read: nothing is fetched, checked out or run. What the
files say is read in briefgen/content/earlier.py.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SECONDS = 60.0
"""How long git may take for one answer."""

_MOST_COMMITS = 200
"""How many commits that changed a file are looked through."""

_SAFE = (
    "--no-replace-objects",
    *("-c", "core.fsmonitor=false"),
    *("-c", "log.showSignature=false"),
    *("-c", "protocol.allow=never"),
    *("-c", "protocol.ext.allow=never"),
)
_ENVIRONMENT = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_FILE_MODES = frozenset(["100644", "100755"])


class RevisionError(Exception):
    """Why a revision can't be read, in words for its author."""


@dataclass(frozen=True, slots=True)
class TreeFile:
    """A regular file of a revision: its name in the folder asked for, its object and bytes."""

    name: str
    object_id: str
    size: int


def find_commit(root: Path | str, revision: str) -> str:
    """Return the id of the commit that a revision (gitrevisions(7)) names.

    ``root`` is a folder of the repository. Raises RevisionError.
    """
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    try:
        return _git(root, *words).decode().strip()
    except RevisionError:
        _git(root, "rev-parse", "--git-dir")  # says what is wrong where there is no repository
        raise RevisionError(f"there is no file and no git revision '{revision}'") from None


def list_files(root: Path, commit: str, folder: str) -> Iterator[TreeFile]:
    """Yield the regular files right in a folder, a path under ``root``. Raises RevisionError."""
    listed = _git(root, "ls-tree", "-z", "-l", commit, "--", f"{folder}/")
    for line in listed.decode("utf-8", "replace").split("\0"):
        facts, _, path = line.partition("\t")
        mode, _, rest = facts.partition(" ")
        if mode in _FILE_MODES:
            _, object_id, size = rest.split()
            yield TreeFile(path.rpartition("/")[2], object_id, int(size))


def read_object(root: Path, object_id: str) -> bytes:
    """Return the bytes of a file. Raises RevisionError."""
    return _git(root, "cat-file", "blob", object_id)


def read_versions(root: Path, path: str, limit: int) -> Iterator[bytes]:
    """Yield the versions of a file that are no larger than a limit, the newest first.

    ``path`` is under ``root``. Those of the last commits that changed it are read. Raises
    RevisionError.
    """
    listed = _git(root, "log", f"--max-count={_MOST_COMMITS}", "--format=%H", "--", path)
    folder, _, name = path.rpartition("/")
    for commit in listed.decode().split():
        for file in list_files(root, commit, folder or "."):
            if file.name == name and file.size <= limit:
                yield read_object(root, file.object_id)


def _git(root: Path | str, *words: str) -> bytes:
    program = shutil.which("git")
    if program is None:
        raise RevisionError("git, which knows earlier revisions, is not installed")
    kept = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(  # noqa: S603 - git on PATH; a revision can't be an option
            [program, *_SAFE, "-C", str(root), *words],
            env={**kept, **_ENVIRONMENT},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RevisionError(f"git doesn't answer: {error}") from error
    if done.returncode:
        says = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise RevisionError(says.removeprefix("fatal: ") or "git can't tell")
    return done.stdout
