"""The one way to files: regular ones only, and no symbolic link leads out of its folder.

Every other module reads and lists by these functions (tests/test_files.py holds them to it).
"Nothing has changed" is decided with this module, so it imports next to nothing. What a
project's files are, and what is said of those refused, is in briefgen/project.py.

Hard links are files like any other: nothing tells the two names of one file apart, and
checkouts made by ``cp -al``, pnpm or OSTree consist of them.
"""

from __future__ import annotations

import errno
import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    AnyPath = str | os.PathLike[str]

LEADS_OUT = "leads out of the project, through a symbolic link"
NOT_REGULAR = "is not a regular file"
TOO_MANY = "is one folder too many that a symbolic link leads to"

MOST_LINKED = 1_000
"""How many folders one walk enters through symbolic links: links between folders have more
ways through them than anybody can walk."""


class LeadsOutError(OSError):
    """A symbolic link leads to a file out of the folder that it has to be in."""


class NotRegularError(OSError):
    """A path is a folder, pipe, socket or device, which might never end."""


def read_inside(root: AnyPath, relative: AnyPath, most: int | None = None) -> bytes:
    """Return the bytes of a regular file in a folder, by real path.

    ``most`` is how many are wanted at most. Raises LeadsOutError, NotRegularError or another
    OSError.
    """
    path = os.path.realpath(os.path.join(root, relative))
    if not _is_inside(os.path.realpath(root), path):
        raise LeadsOutError(errno.EXDEV, LEADS_OUT, os.fspath(relative))
    return _read(path, most)


def read_named(path: AnyPath, most: int | None = None) -> bytes:
    """Return the bytes of a regular file that a user or this program itself names.

    Links are followed wherever they lead. Raises NotRegularError or another OSError.
    """
    return _read(os.path.realpath(path), most)


def _read(path: str, most: int | None) -> bytes:
    if not stat.S_ISREG(os.stat(path).st_mode):  # opening a device may already do something
        raise NotRegularError(errno.EINVAL, NOT_REGULAR, path)
    # Not blocking and not following: the file may have been exchanged since.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise NotRegularError(errno.EINVAL, NOT_REGULAR, path)
        return file.read() if most is None else file.read(most)


def leads_out(root: AnyPath, relative: AnyPath) -> bool:
    """Return whether a path leads out of a folder, by the real paths of both."""
    path = os.path.realpath(os.path.join(root, relative))
    return not _is_inside(os.path.realpath(root), path)


def list_names(root: AnyPath, relative: AnyPath = "", *, hidden: bool = False) -> list[str]:
    """Return the sorted names in a folder, the hidden ones if those are wanted too.

    There are none where it isn't there, or isn't in ``root`` by its real path.
    """
    if leads_out(root, relative):
        return []
    try:
        names = sorted(os.listdir(os.path.join(root, relative)))
    except OSError:
        return []
    return [name for name in names if hidden or not name.startswith(".")]


def walk(
    root: AnyPath, relative: AnyPath = "", *, hidden: bool = False
) -> Iterator[tuple[str, str]]:
    """Yield all that is below a folder in ``root``: its path in that folder, and why not.

    The second is "" for a regular file, and for what can't be read, or isn't entered, what it
    is. Sorted by names, hidden files only if wanted. Links are followed where they stay in
    ``root``, and no folder is entered twice on one way, so that links in a circle end.
    """
    if not leads_out(root, relative):
        yield from _Walk(os.path.realpath(root), hidden).below(os.path.join(root, relative))


class _Walk:
    """A walk under way that must not leave a folder, given by its real path."""

    def __init__(self, boundary: str, hidden: bool) -> None:
        self._boundary = boundary
        self._hidden = hidden
        self._linked = 0

    def below(self, folder: str, through: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
        """Yield what is below a folder; ``through`` are those that links led to on the way."""
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError:
            return
        for entry in entries:
            if not self._hidden and entry.name.startswith("."):
                continue
            if entry.is_symlink():
                why, below = self._follow(entry, through)
            elif entry.is_dir():
                why, below = None, through
            else:
                why, below = "" if entry.is_file() else NOT_REGULAR, through
            if why is not None:
                yield entry.name, why
            elif len(set(below)) == len(below):
                for inner, reason in self.below(entry.path, below):
                    yield f"{entry.name}/{inner}", reason

    def _follow(
        self, link: os.DirEntry[str], through: tuple[str, ...]
    ) -> tuple[str | None, tuple[str, ...]]:
        """Return what is said of a link, None where it is entered, and the folders on the way."""
        real = os.path.realpath(link.path)
        if not _is_inside(self._boundary, real):
            return LEADS_OUT, through
        if not os.path.isdir(real):
            return "" if os.path.isfile(real) else NOT_REGULAR, through
        self._linked += 1
        return (TOO_MANY if self._linked > MOST_LINKED else None), (*through, real)


def _is_inside(root: str, path: str) -> bool:
    return path == root or path.startswith(root.rstrip("/") + "/")
