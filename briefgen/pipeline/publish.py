"""Turn finished files into a published pack: staged, moved one by one, the manifest last.

What the files hold was checked before (briefgen/pipeline/verify.py). At any moment each
file under the pack's folder is whole, old or new.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefgen.errors import BuildError
from briefgen.files import list_names, read_named

MANIFEST = "manifest.json"
MANIFEST_FORMAT = 1
WAIT_SECONDS = 10.0

_STAGING = ".staging-"
_LOCK = ".briefgen.lock"


# --- the output folder -------------------------------------------------------------------


@contextmanager
def output_lock(output: Path, wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the output folder, made if need be, for this build alone.

    Raises BuildError when it can't be written to, or when another build still holds it
    after ``wait_seconds``. What a killed build left behind in it is removed.
    """
    path = output / _LOCK
    with _readable(output):
        output.mkdir(parents=True, exist_ok=True)
        handle = _take(path, output, time.monotonic() + wait_seconds)
    try:
        with _readable(output):
            os.truncate(handle, 0)
            os.write(handle, f"{os.getpid()}\n".encode())
            for name in list_names(output, hidden=True):
                if name.startswith(_STAGING):
                    shutil.rmtree(output / name)
        yield
    finally:
        path.unlink(missing_ok=True)  # before it is let go, so that nobody else's is removed
        os.close(handle)


def _take(path: Path, output: Path, until: float) -> int:
    """Return a handle of the lock file, which no other process has as long as it is open."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if path.exists() and path.stat().st_ino == os.fstat(handle).st_ino:
                return handle
            os.close(handle)  # its holder removed it just now
        except BlockingIOError:
            pid = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
            os.close(handle)
            if time.monotonic() > until:
                raise BuildError(f"another build (process {pid}) is writing to {output}") from None
            time.sleep(0.05)


@contextmanager
def _readable(output: Path) -> Iterator[None]:
    """Turn the operating system's complaint about the output into a BuildError."""
    try:
        yield
    except OSError as error:
        where = error.filename if isinstance(error.filename, str) else output
        raise BuildError(f"can't write to {where}: {error.strerror}") from error


# --- publishing ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing a pack did: the paths it wrote, and path → SHA-256 of all there are."""

    written: tuple[Path, ...]
    digests: Mapping[str, str]


@dataclass(slots=True)
class _Pack:
    """What is staged of a pack: manifest entries, and staged files by their path."""

    entries: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    staged: dict[str, Path] = field(default_factory=dict)


class Staging:
    """Finished files on their way into an output folder, whose lock is held.

    Files are written beside their place as they get done; nothing is where a reader
    looks before :meth:`publish`. Use it as a context manager: what was not published is
    gone at the end. Raises BuildError when the disk is full or the like.
    """

    def __init__(self, output: Path) -> None:
        self._output = output
        self._packs: dict[str, _Pack] = {}
        self._count = 0
        self._folder: Path | None = None

    def __enter__(self) -> Staging:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def add(self, pack: str, path: str, data: bytes, entry: Mapping[str, Any]) -> None:
        """Stage a file of a pack; its ``entry`` in the manifest gets path, size and digest."""
        self._pack(pack).entries[path] = {
            **entry,
            "path": path,
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        self._stage(pack, path, data)

    def publish(
        self, pack: str, *, kept: frozenset[str], facts: Mapping[str, Any], handling: str
    ) -> Published:
        """Move a pack's staged files into place, and its manifest last.

        ``kept`` are paths that belong to the pack but were not made this time: what the
        old manifest says of them stays. Files that only the old manifest knows are
        removed before it is replaced, so that a build that is killed forgets none.
        ``facts`` is the manifest's head, ``handling`` what it is handled at. Each folder of the
        pack, an audience's, gets a manifest of its own files.
        """
        folder = self._output / pack
        old = _old_entries(folder)
        ours = self._pack(pack)
        entries = {**{path: entry for path, entry in old.items() if path in kept}, **ours.entries}
        manifests = {f"{name}/{MANIFEST}": _manifest({**facts, "audience": name}, theirs)
                     for name, theirs in _by_folder(entries).items()}  # fmt: skip
        manifests[MANIFEST] = _manifest({**facts, "handling": handling}, entries)
        for path, data in manifests.items():
            self._stage(pack, path, data)
        stale = {*old, *(f"{name}/{MANIFEST}" for name in _by_folder(old))}
        with _readable(self._output):
            self._move(folder, ours.staged, stale - {*entries, *manifests})
        digests = {str(folder / path): entries[path]["sha256"] for path in sorted(entries)}
        for path, data in manifests.items():
            digests[str(folder / path)] = hashlib.sha256(data).hexdigest()
        return Published(tuple(folder / path for path in sorted(ours.staged)), digests)

    def _pack(self, pack: str) -> _Pack:
        return self._packs.setdefault(pack, _Pack())

    def _stage(self, pack: str, path: str, data: bytes) -> None:
        """Write a file to the disk, unless the same bytes are in its place already."""
        if _is_there(self._output / pack / path, data):
            return
        with _readable(self._output):
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix=_STAGING, dir=self._output))
            self._count += 1
            staged = self._folder / str(self._count)
            _write_through(staged, data)
        self._pack(pack).staged[path] = staged

    def _move(self, folder: Path, staged: Mapping[str, Path], stale: Iterable[str]) -> None:
        """Move files into place and remove stale ones; the manifest, which knows both, is last.

        Those of folders come before it, each after the folder's files.
        """
        folders = {(folder / path).parent for path in staged}
        for target in sorted(folders):
            _make_folder(self._output, target)
        for path in sorted(staged.keys() - {MANIFEST}, key=lambda p: (p.endswith(MANIFEST), p)):
            staged[path].replace(folder / path)
        _remove_stale(folder, stale)
        if MANIFEST in staged:
            staged[MANIFEST].replace(folder / MANIFEST)
        for target in folders:
            _flush_folder(target)


def _manifest(facts: Mapping[str, Any], entries: Mapping[str, Mapping[str, Any]]) -> bytes:
    listed = [{**entries[path], "path": path} for path in sorted(entries)]
    manifest = {"format": MANIFEST_FORMAT, **facts, "files": listed}
    return (json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _by_folder(entries: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, dict[str, Any]]]:
    """Return folder → path in it → what those who get the folder may know of a file.

    That is nothing of the files it was made from, by name or digest, nor lines in them: they
    may hold what is above the audience.
    """
    folders: dict[str, dict[str, dict[str, Any]]] = {}
    for path, entry in entries.items():
        name, _, file = path.rpartition("/")
        if name:
            folders.setdefault(name, {})[file] = {
                k: v for k, v in entry.items() if k not in _INSIDE
            }
    return folders


_INSIDE = ("inputs", "left_out")
"""What the pack's manifest alone says of a file."""


def _make_folder(output: Path, folder: Path) -> None:
    """Make a folder below the output. Raises BuildError where a symbolic link leads away."""
    for part in reversed([folder, *folder.parents]):
        if part.is_relative_to(output) and part != output and part.is_symlink():
            raise BuildError(f"{part} is a symbolic link: briefgen writes into real folders only")
    folder.mkdir(parents=True, exist_ok=True)


def _old_entries(folder: Path) -> dict[str, Any]:
    """Return path → entry of the manifest that is there; nothing if it can't be used."""
    try:
        manifest = json.loads(read_named(folder / MANIFEST))
        if manifest["format"] != MANIFEST_FORMAT:
            return {}
        return {e["path"]: e for e in manifest["files"] if _is_ours(folder, e["path"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _is_ours(folder: Path, path: str) -> bool:
    """Return whether a path that a manifest lists is a file in the pack's own folder."""
    real = Path(os.path.realpath(folder / path))
    return real.is_file() and real == Path(os.path.realpath(folder)) / path


def _is_there(path: Path, data: bytes) -> bool:
    try:
        return not path.is_symlink() and read_named(path) == data
    except OSError:
        return False


def _write_through(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_stale(folder: Path, paths: Iterable[str]) -> None:
    for path in paths:
        (folder / path).unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # a folder that is not empty stays
            (folder / path).parent.rmdir()
