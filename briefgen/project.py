"""Turn a folder into a project: its root, its configuration, and the one way to its files.

What the files say is read elsewhere (briefgen/content/read.py and its like). "Nothing
has changed" is decided after this import, so nothing slow to import belongs here.
"""

from __future__ import annotations

import errno
import os
import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import islice, permutations
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from briefgen.diagnostics import Diagnostic, Place, Severity, did_you_mean
from briefgen.errors import UsageError
from briefgen.files import (
    LEADS_OUT,
    NOT_REGULAR,
    TOO_MANY,
    LeadsOutError,
    NotRegularError,
    leads_out,
    list_names,
    read_inside,
    walk,
)

CONFIG_FILE = "briefgen.toml"
PACKAGE = "package:"
DEEPEST_YAML = 200
MOST_BYTES = 100_000_000
"""How large any file of a project may be: pictures, fonts, stylesheets, Word files of the house."""


_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TEMPLATE = ".html.j2"
_CODE = re.compile(r"[A-Z][0-9]{3}")
_MOST_KEYS = 200
"""How many settings are looked at: each that is wrong is looked for in the file."""
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


class ConfigurationError(UsageError):
    """Settings can't be used: what is wrong with each, in a file of the folder ``root``."""

    def __init__(self, root: Path, diagnostics: Sequence[Diagnostic]) -> None:
        told = (f"{d.place}: {d.message}" + f"; {d.hint}" * bool(d.hint) for d in diagnostics)
        super().__init__("; ".join(told))
        self.root = root
        self.diagnostics = diagnostics


# --- finding a project -----------------------------------------------------------------


def find_project(start: Path) -> Project:
    """Return the project that the folder ``start`` is in.

    The root is the nearest folder upwards with a briefgen.toml, or with a pyproject.toml
    that has a ``[tool.briefgen]`` table. Raise UsageError where there is none, and
    ConfigurationError with all that is wrong where the configuration can't be used.
    """
    folder = Path(os.path.realpath(start))
    for root in (folder, *folder.parents):
        for name in (CONFIG_FILE, "pyproject.toml"):
            if (text := _configuration(root, name)) is None:
                continue
            settings = _Settings(name, text)
            table = settings.table()
            if table is None and not settings.problems:
                continue
            config = settings.config(table or {})
            if settings.problems:
                raise ConfigurationError(root, settings.problems)
            return Project(root, config, name)
    raise UsageError(
        f"no project in {start} or above: make one with `briefgen init DIR`,"
        f" or put an empty {CONFIG_FILE} into its root"
    )


def _configuration(root: Path, name: str) -> bytes | None:
    """Return what a file that may have settings says, or None where there is none."""
    path = root / name
    try:
        raw = read_inside(root, name)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    return raw if name == CONFIG_FILE or b"briefgen" in raw else None


class _Settings:
    """The settings of a file, and what is wrong with them."""

    def __init__(self, file: str, raw: bytes) -> None:
        self._file = file
        self._raw = raw
        self._text = raw.decode(errors="replace")
        self.problems: list[Diagnostic] = []

    def table(self) -> Mapping[str, object] | None:
        """Return the table of settings, or None where there is none, or none to be read."""
        try:
            self._raw.decode()
            table = _table(self._text, self._file)
        except UnicodeDecodeError as error:
            before = self._raw[: error.start].decode()
            place = Place(self._file, *_line_and_column(before, len(before)))
            self._say("G005", f"byte {error.start} is not UTF-8", place, "save the file as UTF-8")
            return None
        except tomllib.TOMLDecodeError as error:
            # CPython 3.11 to 3.13 say the place in the message alone.
            found = re.search(r" \(at line (\d+), column (\d+)\)$", str(error))
            place = Place(self._file, *map(int, found.groups())) if found else Place(self._file)
            self._say("G005", str(error), place, "see toml.io for how values are written")
            return None
        if table is None or isinstance(table, dict):
            return table
        hint = "write [tool.briefgen], and the settings under it"
        place = self._place("briefgen")
        self._say("G007", "tool.briefgen must be a table", place, hint)
        return None

    def config(self, table: Mapping[str, object]) -> Config:
        """Return the settings of a table, with the default of each that can't be used."""
        defaults = {field.name: field.default for field in fields(Config)}
        values: dict[str, object] = {}
        for key, value in islice(table.items(), _MOST_KEYS):
            if key not in defaults:
                hint = did_you_mean(key, defaults) or f"the keys are {', '.join(defaults)}"
                self._say("G006", f"unknown key '{key}'", self._place(key), hint)
            elif key == "silenced":
                values[key], wrong = _silences(value)
                for path, inner in wrong:
                    self._say(
                        "G007",
                        f"silenced: {path[-1]} = {inner!r} must be a code with the reason",
                        self._place(*path),
                        'write it as L145 = "…", in the table or in one of a language',
                    )
            else:
                found = tuple(value) if isinstance(value, list) else value
                if complaint := _complaint(key, found, defaults[key]):
                    usual = defaults[key]
                    usual = list(usual) if isinstance(usual, tuple) else usual
                    hint = f"without it, {usual!r} holds"
                    message = f"{key} = {value!r} {complaint}"
                    self._say("G007", message, self._place(key), hint)
                else:
                    values[key] = found
        config = Config(**values)  # type: ignore[arg-type]  # _complaint has checked the types
        self._check_folders(config, table)
        return config

    def _check_folders(self, config: Config, table: Mapping[str, object]) -> None:
        """Report where content, templates and output aren't apart from each other."""
        folders = {name: PurePosixPath(getattr(config, name)) for name in _FOLDERS}
        for (name, folder), (other, inner) in permutations(folders.items(), 2):
            if inner.is_relative_to(folder) and (inner != folder or name < other):
                message = f"{other} ({inner}) must not be in {name} ({folder})"
                place = self._place(other if other in table else name)
                self._say("G007", message, place, "give each a folder of its own")

    def _place(self, *path: str) -> Place:
        return _place(self._file, self._text, path)

    def _say(self, code: str, message: str, place: Place, hint: str) -> None:
        self.problems.append(Diagnostic(code, message, place, hint))


_FOLDERS = ("content", "templates", "output")


def _table(text: str, name: str) -> object:
    """Return what a file's text says of this program. Raises TOMLDecodeError."""
    table: object = tomllib.loads(text)
    for key in () if name == CONFIG_FILE else ("tool", "briefgen"):
        table = table.get(key) if isinstance(table, dict) else None
    return table


_Wrong = tuple[tuple[str, ...], object]
"""The path of a key that can't be used, and its value."""


def _silences(
    value: object, path: tuple[str, ...] = ("silenced",)
) -> tuple[tuple[Silence, ...], list[_Wrong]]:
    """Return what a table of codes with reasons silences, by language too, and what can't."""
    if not isinstance(value, dict):
        return (), [(path, value)]
    found: tuple[Silence, ...] = ()
    wrong: list[_Wrong] = []
    language = path[1] if len(path) > 1 else None
    for key, inner in value.items():
        if isinstance(inner, dict) and language is None:
            own, others = _silences(inner, (*path, key))
            found += own
            wrong += others
        elif _CODE.fullmatch(key) and isinstance(inner, str) and inner.strip():
            found += (Silence(key, language, inner),)
        else:
            wrong.append(((*path, key), inner))
    return found, wrong


def place_of(project: Project, silence: Silence) -> Place:
    """Return where the configuration silences a check."""
    file = project.config_file
    text = read_inside(project.root, file).decode()
    path = ("silenced", silence.language, silence.code)
    return _place(file, text, tuple(filter(None, path)))


def _place(file: str, text: str, path: tuple[str, ...]) -> Place:
    """Return where a file's text has a key, the last of a path.

    TOML has many ways to write a table, and tomllib tells no places: a key is written where
    another word makes it go away; of one in several places, the first is told.
    """
    word = path[-1]
    first: Place | None = None
    as_it_is = _table(text, file)
    other = next(name for number in range(len(text)) if (name := f"Z{number:03}") not in text)
    for found in re.finditer(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text):
        start, end = found.span()
        try:
            table = _table(f"{text[:start]}{other}{text[end:]}", file)
        except tomllib.TOMLDecodeError:
            continue
        place = Place(file, *_line_and_column(text, start), end - start)
        if table != as_it_is:
            first = first or place
        for key in path:
            table = table.get(key) if isinstance(table, dict) else None
        if table is None:
            return place
    return first or Place(file)


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


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


# --- reading its files -----------------------------------------------------------------


def read_file(
    project: Project, relative: str, *, limit: int | None = None
) -> tuple[bytes | None, list[Diagnostic]]:
    """Return the bytes of a file under the root, or None and why not.

    ``relative`` is a POSIX path under the root, or ``package:`` and a path under the
    package's templates. Regular files only, and by real path: no way leads out, neither
    through ``..`` (percent-encoded or not) nor through a symbolic link. ``limit`` is the
    most bytes the file may have by the configuration; what has no budget has MOST_BYTES.
    The diagnostics' place is the file itself; a caller who knows where it was asked for
    replaces that.
    """
    base, inside = _locate(project, relative)
    if why := _refusal(inside):
        return None, [_problem("G002", relative, f"{relative!r} {why}", _ONLY_FILES)]
    most = MOST_BYTES if limit is None else limit
    try:
        raw = read_inside(base, inside, most + 1)
    except LeadsOutError:
        return None, [_problem("G002", relative, f"{relative} {LEADS_OUT}", _ONLY_FILES)]
    except NotRegularError:
        hint = "folders, pipes, sockets and devices can't be read as files"
        return None, [_problem("G003", relative, f"{relative} {NOT_REGULAR}", hint)]
    except OSError as error:
        return None, [_unreadable(base, inside, relative, error)]
    if len(raw) > most:
        message = f"{relative} is larger than {most:,} bytes"
        hint = "make it smaller"
        if limit is not None:
            hint = f"split it, or raise the budget in {CONFIG_FILE}"
        return None, [_problem("G004", relative, message, hint)]
    return raw, []


_ONLY_FILES = "only files under the project's root are read, and nothing is fetched"


def find_links_out(project: Project) -> list[Diagnostic]:
    """Return a warning for each symbolic link in the project that no file is looked for behind.

    Files that it leads to are refused where something asks for them (:func:`read_file`).
    """
    config = project.config
    folders = (config.content, config.templates)  # of those of fonts check_fonts tells
    paths = [folder for folder in folders if leads_out(project.root, folder)]
    for folder in folders:
        paths += [f"{folder}/{name}" for name, why in walk(project.root, folder) if why in _LINKS]
    hint = "put the files themselves there: " + _ONLY_FILES
    return [
        Diagnostic(
            "G002", f"{path} {LEADS_OUT}: it is not looked into", Place(path), hint,
            severity=Severity.WARNING,
        )
        for path in paths
        if (project.root / path).is_dir()
    ]  # fmt: skip


_LINKS = (LEADS_OUT, TOO_MANY)


def own_fonts(project: Project) -> tuple[str, ...]:
    """Return the project's font folders, without those in which a link leads out.

    Fontconfig follows any link and opens any file, so it never hears of such a folder, which
    is an error besides (``check_fonts`` of briefgen/pipeline/assets.py).
    """
    return tuple(
        str(project.root / folder)
        for folder in project.config.fonts
        if not leads_out(project.root, folder)
        and not any(why for _, why in walk(project.root, folder))
    )


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


def _unreadable(base: Path, inside: str, relative: str, error: OSError) -> Diagnostic:
    if error.errno not in (errno.ENOENT, errno.ENOTDIR):
        return _problem("G001", relative, f"{relative} can't be read: {error.strerror}", None)
    folder, name = os.path.split(inside)
    hint = did_you_mean(name, list_names(base, folder))
    return _problem("G001", relative, f"there is no {relative}", hint)


def _problem(code: str, relative: str, message: str, hint: str | None) -> Diagnostic:
    return Diagnostic(code, message, Place(relative), hint)


def summit_folders(project: Project) -> list[str]:
    """Return the names of the folders of content that hold a summit.yaml."""
    content = project.config.content
    names = list_names(project.root, content)
    return [n for n in names if "summit.yaml" in list_names(project.root, f"{content}/{n}")]


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


def template_name(project: Project, audience: str, kind: str) -> str | None:
    """Return the audience's own template of a kind, else the kind's, or None."""
    names = (f"audiences/{audience}/{kind}{_TEMPLATE}", f"kinds/{kind}{_TEMPLATE}")
    return next((name for name in names if find_template(project, name)), None)


def list_templates(project: Project, folder: str) -> tuple[str, ...]:
    """Return the sorted names in a folder of the templates, the project's and the package's."""
    names: set[str] = set()
    for path in _candidates(project, folder):
        base, inside = _locate(project, path)
        names.update(list_names(base, inside))
    return tuple(sorted(names))


def template_kinds(project: Project, folder: str) -> set[str]:
    """Return the kinds of document that a folder of the templates has a template for."""
    names = list_templates(project, folder)
    return {name.removesuffix(_TEMPLATE) for name in names if name.endswith(_TEMPLATE)}


def _candidates(project: Project, name: str) -> tuple[str, ...]:
    if name.startswith(PACKAGE):
        return (name,)
    return f"{project.config.templates}/{name}", PACKAGE + name
