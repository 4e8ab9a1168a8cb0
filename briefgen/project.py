"""Turn a folder into a project: its root, its configuration, and the one way to its files.

What the files say is read elsewhere (briefgen/content/read.py and its like). "Nothing
has changed" is decided after this import, so nothing slow to import belongs here.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from briefgen.diagnostics import Diagnostic, Place, did_you_mean
from briefgen.errors import UsageError

CONFIG_FILE = "briefgen.toml"
PACKAGE = "package:"
DEEPEST_YAML = 200

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TEMPLATE = ".html.j2"
_CODE = re.compile(r"[A-Z][0-9]{3}")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


@dataclass(frozen=True, slots=True)
class Silence:
    """A check of translations that says nothing in this project, and why.

    ``language`` is None where that holds for translations into every language.
    """

    code: str
    language: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Config:
    """What briefgen.toml may say; each field is a key of the same name.

    Folders are POSIX paths under the root. ``handling`` names the levels, lowest
    first. ``silenced`` is a table of codes with reasons, or of such tables by language.
    The rest are budgets: ``yaml_bytes``, ``yaml_nodes`` and ``yaml_depth`` for
    one YAML file, ``image_pixels`` for one image and ``job_pixels`` for those of one
    document, ``seconds`` for one document, ``unbroken`` characters without a place to
    break a line, ``memory_mb`` for a process that lays documents out.
    """

    content: str = "content"
    templates: str = "templates"
    output: str = "output"
    fonts: tuple[str, ...] = ()
    handling: tuple[str, ...] = ("public", "internal", "restricted")
    yaml_bytes: int = 5_000_000
    yaml_nodes: int = 200_000
    yaml_depth: int = 50
    image_pixels: int = 25_000_000
    job_pixels: int = 200_000_000
    seconds: int = 120
    unbroken: int = 2000
    memory_mb: int = 2048
    silenced: tuple[Silence, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """A project: its root folder by real path, and what ``config_file`` (a name) says."""

    root: Path
    config: Config
    config_file: str


# --- finding a project -----------------------------------------------------------------


def find_project(start: Path) -> Project:
    """Return the project that the folder ``start`` is in.

    The root is the nearest folder upwards with a briefgen.toml, or with a pyproject.toml
    that has a ``[tool.briefgen]`` table. Raise UsageError where there is none, or where
    the configuration can't be used.
    """
    folder = Path(os.path.realpath(start))
    for root in (folder, *folder.parents):
        for name in (CONFIG_FILE, "pyproject.toml"):
            table = _configuration(root, name)
            if table is not None:
                return Project(root, _config(table, name), name)
    raise UsageError(
        f"no project in {start} or above: make one with `briefgen init DIR`,"
        f" or put an empty {CONFIG_FILE} into its root"
    )


def _configuration(root: Path, name: str) -> Mapping[str, object] | None:
    """Return the table of settings in a file, or None where the file has none."""
    path = root / name
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    if name != CONFIG_FILE and b"briefgen" not in raw:
        return None
    try:
        table = _table(raw.decode(), name)
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: byte {error.start} is not UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: {error}") from error
    if table is not None and not isinstance(table, dict):
        raise UsageError(f"{path}: tool.briefgen must be a table")
    return table


def _table(text: str, name: str) -> object:
    """Return what a file's text says of this program. Raises TOMLDecodeError."""
    table: object = tomllib.loads(text)
    for key in () if name == CONFIG_FILE else ("tool", "briefgen"):
        table = table.get(key) if isinstance(table, dict) else None
    return table


def _config(table: Mapping[str, object], file: str) -> Config:
    defaults = {field.name: field.default for field in fields(Config)}
    values: dict[str, object] = {}
    for key, value in table.items():
        if key not in defaults:
            hint = did_you_mean(key, defaults) or f"the keys are {', '.join(defaults)}"
            raise UsageError(f"{file}: unknown key '{key}'; {hint}")
        if key == "silenced":
            values[key] = _silences(value, file)
            continue
        values[key] = tuple(value) if isinstance(value, list) else value
        if complaint := _complaint(key, values[key], defaults[key]):
            raise UsageError(f"{file}: {key} = {value!r} {complaint}")
    config = Config(**values)  # type: ignore[arg-type]  # _complaint has checked the types
    _check_folders(config, file)
    return config


def _silences(value: object, file: str, language: str | None = None) -> tuple[Silence, ...]:
    """Return what a table of codes with reasons silences, and the tables in it by language."""
    found: tuple[Silence, ...] = ()
    for key, inner in value.items() if isinstance(value, dict) else (("silenced", value),):
        if isinstance(inner, dict) and language is None:
            found += _silences(inner, file, key)
        elif _CODE.fullmatch(key) and isinstance(inner, str) and inner.strip():
            found += (Silence(key, language, inner),)
        else:
            raise UsageError(
                f"{file}: silenced: {key} = {inner!r} must be a code with the reason,"
                ' such as L145 = "…", in the table or in one of a language'
            )
    return found


def place_of(project: Project, silence: Silence) -> Place:
    """Return where the configuration silences a check.

    TOML has many ways to write a table, and tomllib tells no places: a silence is written
    where another code makes it go away.
    """
    file = project.config_file
    text = (project.root / file).read_text(encoding="utf-8")
    other = next(code for number in range(1000) if (code := f"Z{number:03}") not in text)
    for found in re.finditer(rf"\b{silence.code}\b", text):
        start, end = found.span()
        table = _table(f"{text[:start]}{other}{text[end:]}", file)
        if isinstance(table, dict) and silence not in _silences(table.get("silenced"), file):
            line = text.count("\n", 0, start) + 1
            return Place(file, line, start - text.rfind("\n", 0, start), end - start)
    return Place(file)


def _complaint(key: str, value: object, default: object) -> str | None:
    """Return what is wrong with a setting, given the default that shows its type."""
    if isinstance(default, int):
        most = DEEPEST_YAML if key == "yaml_depth" else sys.maxsize
        whole = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most
        return None if whole else f"must be a whole number from 1 to {most}"
    words = value if isinstance(default, tuple) else (value,)
    if not isinstance(words, tuple) or not all(isinstance(word, str) for word in words):
        return "must be a list of texts" if isinstance(default, tuple) else "must be a text"
    if key == "handling":
        named = words and all(_NAME.fullmatch(word) for word in words)
        good = named and len(set(words)) == len(words)
        return None if good else "must be names in lower-case Latin letters, each once"
    inside = all(_refusal(word) is None and PurePosixPath(word).parts for word in words)
    return None if inside else "must be a folder under the root"


def _check_folders(config: Config, file: str) -> None:
    """Raise UsageError unless content, templates and output are apart from each other."""
    folders = {name: PurePosixPath(getattr(config, name)) for name in _FOLDERS}
    for name, folder in folders.items():
        for other, inner in folders.items():
            if name != other and inner.is_relative_to(folder):
                raise UsageError(f"{file}: {other} ({inner}) must not be in {name} ({folder})")


_FOLDERS = ("content", "templates", "output")


# --- reading its files -----------------------------------------------------------------


def read_file(
    project: Project, relative: str, *, limit: int | None = None
) -> tuple[bytes | None, list[Diagnostic]]:
    """Return the bytes of a file under the root, or None and why not.

    ``relative`` is a POSIX path under the root, or ``package:`` and a path under the
    package's templates. Regular files only, and by real path: no way leads out, neither
    through ``..`` (percent-encoded or not) nor through a symbolic link. ``limit`` is the
    most bytes the file may have. The diagnostics' place is the file itself; a caller
    who knows where it was asked for replaces that.
    """
    base, inside = _locate(project, relative)
    if why := _refusal(inside):
        return None, [_problem("G002", relative, f"{relative!r} {why}", _ONLY_FILES)]
    root, path = os.path.realpath(base), os.path.realpath(base / inside)
    if os.path.commonpath((root, path)) != root:
        message = f"{relative} leads out of the project, through a symbolic link"
        return None, [_problem("G002", relative, message, _ONLY_FILES)]
    try:
        return _read_regular(Path(path), relative, limit)
    except OSError as error:
        return None, [_unreadable(Path(path), relative, error)]


_ONLY_FILES = "only files under the project's root are read, and nothing is fetched"


def _read_regular(
    path: Path, relative: str, limit: int | None
) -> tuple[bytes | None, list[Diagnostic]]:
    if not stat.S_ISREG(path.stat().st_mode):
        hint = "folders, pipes, sockets and devices can't be read as files"
        return None, [_problem("G003", relative, f"{relative} is not a regular file", hint)]
    # Not blocking and not following: the file may have been exchanged since.
    with open(
        path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK | os.O_NOFOLLOW)
    ) as file:
        raw = file.read() if limit is None else file.read(limit + 1)
    if limit is not None and len(raw) > limit:
        message = f"{relative} is larger than {limit:,} bytes"
        hint = f"split it, or raise the budget in {CONFIG_FILE}"
        return None, [_problem("G004", relative, message, hint)]
    return raw, []


def _locate(project: Project, relative: str) -> tuple[Path, str]:
    """Return the folder that a path is relative to, and the path without its prefix."""
    if relative.startswith(PACKAGE):
        return package_templates(), relative.removeprefix(PACKAGE)
    return project.root, relative


def _refusal(path: str) -> str | None:
    """Return why no file is looked for under this name, or None."""
    plain = _decoded(path)
    parts = re.split(r"[/\\]", plain)
    if _SCHEME.match(plain):
        return "is a URL"
    if not plain or plain.startswith(("/", "\\", "~")) or ".." in parts:
        return "is not a path under the root"
    if any(ord(character) < 32 for character in plain):
        return "has control characters in it"
    return None


def _decoded(path: str) -> str:
    """Return a path with its percent-encoding taken off, however often it was put on."""
    while "%" in path:
        plain = unquote(path)
        if plain == path:
            break
        path = plain
    return path


def _unreadable(path: Path, relative: str, error: OSError) -> Diagnostic:
    if error.errno not in (errno.ENOENT, errno.ENOTDIR):
        return _problem("G001", relative, f"{relative} can't be read: {error.strerror}", None)
    beside = _names(path.parent)
    return _problem("G001", relative, f"there is no {relative}", did_you_mean(path.name, beside))


def _problem(code: str, relative: str, message: str, hint: str | None) -> Diagnostic:
    return Diagnostic(code, message, Place(relative), hint)


# --- templates, the project's and the package's ----------------------------------------


def package_templates() -> Path:
    """Return the folder of the package's own templates.

    A wheel carries them inside the package; a checkout has them beside it, where
    designers look for them.
    """
    package = Path(__file__).parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def find_template(project: Project, name: str) -> str | None:
    """Return the path to read a template by: the project's file, else the package's.

    ``name`` is relative to the templates folder (``base/page.html.j2``); with the prefix
    ``package:`` it means the package's file even where the project has one. None where
    there is no such file.
    """
    for path in _candidates(project, name):
        base, inside = _locate(project, path)
        # A dangling link counts as there: reading it says what is wrong with it.
        if _refusal(inside) is None and os.path.lexists(base / inside):
            return path
    return None


def list_templates(project: Project, folder: str) -> tuple[str, ...]:
    """Return the sorted names in a folder of the templates, the project's and the package's."""
    names: set[str] = set()
    for path in _candidates(project, folder):
        base, inside = _locate(project, path)
        names.update(_names(base / inside))
    return tuple(sorted(names))


def template_kinds(project: Project, folder: str) -> set[str]:
    """Return the kinds of document that a folder of the templates has a template for."""
    names = list_templates(project, folder)
    return {name.removesuffix(_TEMPLATE) for name in names if name.endswith(_TEMPLATE)}


def _candidates(project: Project, name: str) -> tuple[str, ...]:
    if name.startswith(PACKAGE):
        return (name,)
    return f"{project.config.templates}/{name}", PACKAGE + name


def _names(folder: Path) -> Iterator[str]:
    """Return the names in a folder that are not hidden; none where there is no folder."""
    paths = folder.iterdir() if folder.is_dir() else ()
    return (path.name for path in paths if not path.name.startswith("."))
