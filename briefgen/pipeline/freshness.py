"""Turn raw bytes into one answer: whether anything changed since the last good build.

Runs before click, yaml, jinja2, pydantic and weasyprint are imported, and decides on
bytes alone, so it imports next to nothing. What a build does when something has changed
is in briefgen/pipeline/build.py.

A state file under .briefgen/state/ says for one pack and one set of options what went in
(every file with its SHA-256; all are hashed again each time, so that neither clocks nor
times of files decide; for each git revision the commit that it named) and what came out
(every file with its SHA-256 and a signature of its inode; hashed again only when the
signature differs or was taken too soon after the file was written to be relied on). A second
kind of file remembers which states a command line meant, so that the same command line
needs no parsing.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time

from briefgen.files import list_names, read_inside, read_named, walk

STATE_FOLDER = ".briefgen/state"
PACKAGE = "package:"

_FORMAT = "briefgen state 2"
_RACY_NS = 50_000_000
"""A file changed this soon before its signature was taken may change again unseen: clocks
of file systems tick up to every 10 ms."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


# --- what there is --------------------------------------------------------------------


def digest_file(path: str) -> str:
    """Return the SHA-256 of a file. Raises OSError."""
    return hashlib.sha256(read_named(path)).hexdigest()


def hash_tree(base: str, roots: Iterable[str], prefix: str = "") -> dict[str, str]:
    """Return path → SHA-256 of every file under the roots, which are relative to ``base``.

    A root may be a file or a folder; one that is not there contributes nothing. Hidden
    files and editors' backups don't count. What can't be read, or leads out of ``base``,
    counts as "".
    """
    found: dict[str, str] = {}
    for root in roots:
        if os.path.isdir(os.path.join(base, root)):
            for name, why in walk(base, root):
                if _counts(name):
                    path = f"{root}/{name}".lstrip("/")
                    found[prefix + path] = "" if why else _digest(base, path)
        elif os.path.lexists(os.path.join(base, root)):
            found[prefix + root] = _digest(base, root)
    return found


def _counts(path: str) -> bool:
    return "~/" not in f"{path}/" and "__pycache__/" not in path


def _digest(base: str, path: str) -> str:
    try:
        return hashlib.sha256(read_inside(base, path)).hexdigest()
    except OSError:
        return ""


def signature(path: str) -> str:
    """Return what tells a file from a changed one without reading it. Raises OSError."""
    status = os.lstat(path)
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}"


def engine_signature() -> str:
    """Return what tells this installation from another: Python, code and libraries.

    The code's inodes rather than its bytes: cheap, and a false alarm costs one look into
    the cache.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    digest = hashlib.sha256(sys.version.encode())
    for name in sorted(name for name, why in walk(package) if not why and _counts(name)):
        digest.update(f"{name} {signature(f'{package}/{name}')}\n".encode())
    for name in sorted([*installed(), *native_libraries().values()]):
        digest.update(f"{name}\n".encode())
    return digest.hexdigest()


def installed() -> set[str]:
    """Return ``name-version`` of every installed distribution, read off the folders' names."""
    found: set[str] = set()
    for folder in sys.path:
        if folder.endswith(("site-packages", "dist-packages")):
            names = list_names(folder)
            found.update(n.removesuffix(".dist-info") for n in names if n.endswith(".dist-info"))
    return found


_NATIVE = (
    "libfontconfig.so.1", "libharfbuzz.so.0", "libharfbuzz-subset.so.0", "libpango-1.0.so.0",
)  # fmt: skip
_NATIVE_FOLDERS = ("/usr/lib/{}-linux-gnu", "/lib/{}-linux-gnu", "/usr/lib64", "/usr/lib")


def native_libraries() -> dict[str, str]:
    """Return the libraries that shape text, by the path that bears the version.

    Where they are somewhere else, they are left out: their update isn't noticed there.
    """
    machine = os.uname().machine
    found: dict[str, str] = {}
    for name in _NATIVE:
        for folder in _NATIVE_FOLDERS:
            path = f"{folder.format(machine)}/{name}"
            if name not in found and os.path.exists(path):
                found[name] = os.path.realpath(path)
    return found


# --- what there was --------------------------------------------------------------------


def state_name(pack: str, output: str, options: Iterable[str]) -> str:
    """Return the name of the state of a pack, built into ``output`` with these options."""
    words = "\0".join([pack, output, *options])
    return hashlib.sha256(words.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def pack_state(pack: str, output: str, filters: Iterable[Iterable[str]]) -> str:
    """Return the name of the state of a pack, built into ``output``.

    ``filters`` are the audiences, kinds, languages and formats that were wanted, each
    sorted; all empty for a whole pack.
    """
    return state_name(pack, output, [",".join(words) for words in filters])


def write_state(  # noqa: PLR0913 - what there is to write down
    root: str,
    name: str,
    *,
    roots: Sequence[str],
    package: str,
    inputs: Mapping[str, str],
    outputs: Mapping[str, str],
    commits: Mapping[str, str] | None = None,
    warnings: Iterable[str] = (),
) -> None:
    """Write down a good build.

    ``roots`` are the files and folders under ``root`` whose content it depends on,
    ``package`` the folder of the package's templates; ``inputs`` has the digests of both
    as they were *before* they were read; ``outputs`` maps absolute paths to digests,
    ``commits`` git revisions to the ids of the commits that they named. ``warnings`` are
    lines to say again when nothing has changed.
    """
    lines = [_FORMAT, f"E\t{engine_signature()}", f"P\t{package}"]
    lines += [f"W\t{warning}" for warning in warnings]
    lines += [f"G\t{commit}\t{revision}" for revision, commit in (commits or {}).items()]
    lines += [f"R\t{path}" for path in roots]
    lines += [f"I\t{digest}\t{path}" for path, digest in sorted(inputs.items())]
    lines += [f"O\t{digest}\t{signature(path)}\t{path}" for path, digest in outputs.items()]
    if any(line.count("\n") for line in lines):
        return  # a path with a line feed in it: never fresh, always right
    _write(root, name, [f"{time.time_ns()}", *lines])


def find_fresh(root: str, name: str) -> list[str] | None:
    """Return the warnings of the state ``name`` if nothing changed since, else None.

    Where outputs had to be hashed and all was well, the state is written anew, so that
    the next time their signatures will do.
    """
    lines = _read(root, name)
    if len(lines) < 2 or lines[1] != _FORMAT:
        return None
    by_kind: dict[str, list[list[str]]] = {kind: [] for kind in "EPRIOWG"}
    for line in lines[2:]:
        kind, *fields = line.split("\t", 3)
        by_kind[kind].append(fields)
    if by_kind["E"] != [[engine_signature()]]:
        return None
    current = hash_tree(root, [fields[0] for fields in by_kind["R"]])
    for (package,) in by_kind["P"]:
        current.update(hash_tree(package, [""], PACKAGE))
    if current != {fields[1]: fields[0] for fields in by_kind["I"]}:
        return None
    if by_kind["G"] and not _name_the_same(root, by_kind["G"]):
        return None
    hashed = _compare_outputs(by_kind["O"], int(lines[0]))
    if hashed is None:
        return None
    if hashed:
        kept = [line for line in lines[1:] if not line.startswith("O")]
        kept += [f"O\t{digest}\t{signature(path)}\t{path}" for digest, _, path in by_kind["O"]]
        _write(root, name, [f"{time.time_ns()}", *kept])
    return ["\t".join(fields) for fields in by_kind["W"]]


def _name_the_same(root: str, commits: list[list[str]]) -> bool:
    """Return whether git revisions name the commits that they named."""
    # Imported only now: few packs compare with a revision, and asking git takes a while.
    from briefgen.content.revisions import RevisionError, find_commit  # noqa: PLC0415

    try:
        return all(find_commit(root, "\t".join(name)) == commit for commit, *name in commits)
    except RevisionError:
        return False


def _compare_outputs(outputs: list[list[str]], written_ns: int) -> bool | None:
    """Return None if an output differs, else whether any had to be hashed to know."""
    hashed = False
    for digest, recorded, path in outputs:
        try:
            now = signature(path)
            _, mtime, ctime, _ = now.split(":")
            racy = max(int(mtime), int(ctime)) > written_ns - _RACY_NS
            if now != recorded or racy:
                hashed = True
                if digest_file(path) != digest:
                    return None
        except OSError:
            return None
    return hashed


# --- which states a command line meant ----------------------------------------------------


def remember(root: str, arguments: Sequence[str], packs: str, states: Iterable[str]) -> None:
    """Write down that a command line, given here, meant these states.

    ``packs`` is the folder of packs if the command named none and so meant all, else "".
    """
    listing = f"{packs}\t{_listing(packs)}"
    if not any("\n" in argument for argument in (listing, *arguments)):
        _write(root, _command_name(arguments), [_FORMAT, listing, *states])


def recall(arguments: Sequence[str]) -> list[str] | None:
    """Return the warnings of what a command line meant, if it would write the same again.

    None where it was never given here, or where anything changed.
    """
    try:
        name = _command_name(arguments)
    except FileNotFoundError:  # the current folder is gone
        return None
    for root in _likely_roots(arguments):
        lines = _read(root, name)
        if len(lines) > 2 and lines[0] == _FORMAT:
            packs, _, listing = lines[1].partition("\t")
            if listing != _listing(packs):
                return None
            found = [find_fresh(root, state) for state in lines[2:]]
            return None if None in found else [line for state in found for line in state or ()]
    return None


def _listing(folder: str) -> str:
    return "/".join(list_names(folder)) if folder else ""


def _command_name(arguments: Sequence[str]) -> str:
    return state_name("", os.getcwd(), arguments)


def _likely_roots(arguments: Sequence[str]) -> Iterator[str]:
    """Yield folders with states: above this one, or named on the command line."""
    folder = os.getcwd()
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder:
            break
        folder = parent
    for argument in arguments:
        yield os.path.realpath(argument.removeprefix("--root="))


def _read(root: str, name: str) -> list[str]:
    try:
        raw = read_named(f"{root}/{STATE_FOLDER}/{name}")
    except OSError:
        return []
    return raw.decode("utf-8", "surrogateescape").split("\n")


def _write(root: str, name: str, lines: Iterable[str]) -> None:
    """Write a file whole or not at all. A state that can't be written is no failure."""
    # Imported only now: it takes longer than to see that nothing has changed.
    from pathlib import Path  # noqa: PLC0415

    from briefgen.new_files import new_file  # noqa: PLC0415

    folder = Path(root, STATE_FOLDER)
    text = "\n".join(lines).encode("utf-8", "surrogateescape")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with new_file(folder) as (file, path):
            file.write(text)
            file.flush()
            path.replace(folder / name)
    except OSError:
        return
