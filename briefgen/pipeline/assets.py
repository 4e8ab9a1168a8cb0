"""Turn what a document refers to into bytes: stylesheets, fonts, images, a Word reference.

Every reference is resolved here, once, under the project's root, with the place it
stands at; a worker can reach nothing else. How an image is cleaned is in
briefgen/pipeline/images.py.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import tinycss2

from briefgen.diagnostics import Diagnostic, Place
from briefgen.files import walk
from briefgen.pipeline.images import ImageRefusedError, clean_image
from briefgen.pipeline.job import Problem, Reference, Stylesheet
from briefgen.project import Project, find_template, read_file
from briefgen.style.fonts import is_font, read_face

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")
_PACKAGE = "package:"
_FONTS = (b"\x00\x01\x00\x00", b"OTTO", b"ttcf")
DEEPEST_CSS = 50
"""How deeply rules and brackets may be nested in a stylesheet, and variables in each other."""

_URL_FUNCTIONS = frozenset(["url", "src", "image", "image-set", "-webkit-image-set"])


@dataclass(frozen=True, slots=True)
class Sheets:
    """A chain of stylesheets and the files they refer to, by path."""

    stylesheets: tuple[Stylesheet, ...]
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class _Sheet:
    stylesheet: Stylesheet | None
    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...]


def check_fonts(project: Project) -> list[Diagnostic]:
    """Return what is wrong with the font files in the project's own folders."""
    return [
        found
        for folder in project.config.fonts
        for name, why in walk(project.root, folder)
        if why or is_font(name)
        for found in _check_font(project, f"{folder}/{name}")
    ]


def _check_font(project: Project, path: str) -> list[Diagnostic]:
    raw, diagnostics = read_file(project, path)
    if raw is None:
        return diagnostics
    try:
        read_face(path, raw)
    except ValueError as error:
        hint = "fetch the font anew as TTF or OTF, or take the file out of the folder"
        return [Diagnostic("B506", f"{path} can't be used: {error}", Place(path), hint)]
    return []


class AssetReader:
    """Read stylesheets, images and Word references, each file once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._sheets: dict[str, _Sheet] = {}
        self._images: dict[str, tuple[bytes, int] | Diagnostic] = {}
        self._references: dict[str, tuple[Reference | None, list[Diagnostic]]] = {}

    def stylesheets(
        self, kind: str, audience: str, direction: str = "ltr"
    ) -> tuple[Sheets, list[Diagnostic]]:
        """Return the chain for a kind and an audience: from what all share to what is its own."""
        chain = (
            "base/style.css",
            *(("base/rtl.css",) if direction == "rtl" else ()),
            f"kinds/{kind}.css",
            "theme.css",
            f"audiences/{audience}/style.css",
        )
        paths = [path for name in chain if (path := find_template(self._project, name))]
        sheets = [self._sheet(path) for path in paths]
        files = {name: data for sheet in sheets for name, data in sheet.files.items()}
        diagnostics = [d for sheet in sheets for d in sheet.diagnostics]
        return Sheets(tuple(s.stylesheet for s in sheets if s.stylesheet), files), diagnostics

    def reference(self, kind: str, audience: str) -> tuple[Reference | None, list[Diagnostic]]:
        """Return the Word file that documents take after: for the kind, else for all kinds.

        None where the audience has none.
        """
        names = (f"reference.{kind}.docx", "reference.docx")
        paths = (find_template(self._project, f"audiences/{audience}/{name}") for name in names)
        path = next(filter(None, paths), None)
        if path is None:
            return None, []
        if path not in self._references:
            data, diagnostics = read_file(self._project, path)
            read = None if data is None else Reference(path, data)
            self._references[path] = read, diagnostics
        return self._references[path]

    def images(
        self, sources: Mapping[str, int], folder: str
    ) -> tuple[dict[str, bytes], list[Problem]]:
        """Return the images by their ``src``, percent-decoded: a path in ``folder``.

        ``sources`` maps each ``src`` to the element, in document order, that has it.
        """
        found: dict[str, bytes] = {}
        problems: list[Problem] = []
        pixels = 0
        for source, element in sources.items():
            image = self._image(source, folder)
            if isinstance(image, Diagnostic):
                problems.append(Problem(image, element))
            else:
                found[unquote(source)] = image[0]
                pixels += image[1]
        budget = self._project.config.job_pixels
        if pixels > budget:
            message = f"the document's images have {pixels:,} pixels together, more than {budget:,}"
            problems.append(Problem(Diagnostic("B503", message, hint=_HINTS["B503"])))
        return found, problems

    def _image(self, source: str, folder: str) -> tuple[bytes, int] | Diagnostic:
        path = resolve(source, folder)
        if path is None or not path.startswith(f"{folder}/"):
            return Diagnostic(
                "B501",
                f"'{_short(source)}' is no file of {folder}/",
                hint="put the image into the summit's folder and name it from there",
            )
        if path not in self._images:
            self._images[path] = self._read_image(path)
        return self._images[path]

    def _read_image(self, path: str) -> tuple[bytes, int] | Diagnostic:
        raw, diagnostics = read_file(self._project, path)
        if raw is None:
            (why,) = diagnostics
            return Diagnostic("B501", f"can't read the image: {why.message}", hint=why.hint)
        try:
            return clean_image(raw, self._project.config.image_pixels)
        except ImageRefusedError as error:
            return Diagnostic(error.code, f"{path}: {error}", hint=_HINTS[error.code])

    def _sheet(self, path: str) -> _Sheet:
        if path not in self._sheets:
            self._sheets[path] = self._read_sheet(path)
        return self._sheets[path]

    def _read_sheet(self, path: str) -> _Sheet:
        raw, diagnostics = read_file(self._project, path)
        if raw is None:
            return _Sheet(None, {}, tuple(diagnostics))
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            message = f"not UTF-8: byte 0x{raw[error.start]:02X} at offset {error.start}"
            found = Diagnostic("S201", message, Place(path, line), hint="save the file as UTF-8")
            return _Sheet(None, {}, (found,))
        if (deep := find_too_deep(text)) is not None:
            what, line, column = deep
            message = f"{what} are nested more than {DEEPEST_CSS} deep"
            found = Diagnostic("S206", message, Place(path, line, column), hint="unnest them")
            return _Sheet(None, {}, (found,))
        files: dict[str, bytes] = {}
        found_all = [_attribute_url(place) for place in _attribute_urls(text, path)]
        for reference, is_import, place in _references(text, path):
            if is_import:
                found_all.append(_import(reference, place))
            elif not reference.startswith("#"):
                found_all += self._add_file(reference, path, place, files)
        return _Sheet(Stylesheet(path, raw), files, tuple(found_all))

    def _add_file(
        self, reference: str, sheet: str, place: Place, files: dict[str, bytes]
    ) -> list[Diagnostic]:
        path = resolve(reference.partition("#")[0], posixpath.dirname(sheet))
        if path is None:
            hint = "put the file under the project and name it from the stylesheet's own folder"
            message = f"'{_short(reference)}' is no file of the project"
            return [Diagnostic("S203", message, place, hint=hint)]
        raw, diagnostics = read_file(self._project, path)
        if raw is None:
            (why,) = diagnostics
            return [Diagnostic("S204", f"can't read the file: {why.message}", place, _READ_HINT)]
        if raw.startswith(_FONTS):
            files[path] = raw
            return []
        try:
            files[path], _ = clean_image(raw, self._project.config.image_pixels)
        except ImageRefusedError as error:
            if error.code == "B502":
                message = f"{path} is neither a TTF or OTF font nor a PNG, JPEG, WebP or SVG image"
                return [Diagnostic("S205", message, place, hint=_FORMAT_HINT)]
            return [Diagnostic(error.code, f"{path}: {error}", place, hint=_HINTS[error.code])]
        return []


_READ_HINT = "the path is read from the stylesheet's own folder"
_FORMAT_HINT = "convert a web font (WOFF) to TTF: layout would unpack it for every document"
_HINTS = {
    "B502": "save the picture as PNG, JPEG, WebP or SVG",
    "B503": "scale the picture down: 300 pixels an inch are enough for print",
    "B504": "save the picture again",
    "B505": "export a plain SVG: shapes and text, nothing linked or scripted",
}


def find_too_deep(css: str) -> tuple[str, int, int] | None:
    """Return what is nested so deeply that no reader of CSS bears it, its line and column.

    It is looked for without recursion: rules, brackets and functions, and variables that stand
    for each other.
    """
    waiting = [(node, 1) for node in tinycss2.parse_component_value_list(css)]
    while waiting:
        node, depth = waiting.pop()
        inner = getattr(node, "content", None) or getattr(node, "arguments", None) or ()
        if inner and depth > DEEPEST_CSS:
            return "rules or brackets", node.source_line, node.source_column
        waiting += ((child, depth + 1) for child in inner)
    uses: dict[str, set[str]] = {}
    for found in _VARIABLE.finditer(css):
        uses.setdefault(found[1], set()).update(_USED.findall(found[2]))
    deep, before = set(uses), set[str]()  # those with chains of so many variables behind them
    for _ in range(DEEPEST_CSS):
        deep, before = {name for name in deep if not deep.isdisjoint(uses[name])}, deep
    if deep == before:  # none, or only those in circles, which CSS itself refuses
        return None
    start = next(f.start() for f in _VARIABLE.finditer(css) if f[1] in deep or f[1] in before)
    return "variables", css.count("\n", 0, start) + 1, start - css.rfind("\n", 0, start)


_VARIABLE = re.compile(r"(--[\w-]+)\s*:([^;{}]*)")
_USED = re.compile(r"var\(\s*(--[\w-]+)", re.IGNORECASE)


def _attribute_urls(css: str, path: str) -> Iterator[Place]:
    """Yield where a stylesheet makes a URL of an attribute, but for the target of a link."""
    waiting = tinycss2.parse_component_value_list(css)[::-1]
    before: Any = None
    while waiting:
        node = waiting.pop()
        if node.type in ("whitespace", "comment"):
            continue
        name = node.lower_name if node.type == "function" else ""
        words = [n.lower_value for n in getattr(node, "arguments", ()) if n.type == "ident"]
        is_link = before is not None and before.type == "ident" and before.lower_value in _LINKS
        if name == "attr" and "url" in words[1:] and not is_link:
            yield Place(path, node.source_line, node.source_column)
        if not name.startswith("target-"):
            inner = getattr(node, "content", None) or getattr(node, "arguments", None) or ()
            waiting += reversed(inner)
        if node != ":":
            before = node


_LINKS = ("link", "anchor", "-weasy-link", "-weasy-anchor")


def _attribute_url(place: Place) -> Diagnostic:
    hint = "name the file in the stylesheet, by url(…), or show it by <img> in the template"
    return Diagnostic("S207", "a URL can't be made of an attribute", place, hint)


def _import(reference: str, place: Place) -> Diagnostic:
    return Diagnostic(
        "S202",
        f"@import of '{_short(reference)}': a stylesheet can't load another",
        place,
        hint="put shared rules into templates/theme.css, which every document reads",
    )


def _short(reference: str) -> str:
    return reference if len(reference) <= 60 else f"{reference[:60]}…"


def resolve(reference: str, folder: str) -> str | None:
    """Return the root-relative path that a reference means, or None if it leaves the root.

    Percent-encoding is undone until nothing changes, so that no check sees another path
    than the one that is opened.
    """
    decoded = unquote(reference)
    while decoded != reference:
        reference, decoded = decoded, unquote(decoded)
    if not reference or _SCHEME.match(reference) or reference.startswith("/"):
        return None
    if any(character in reference for character in "\\?\0"):
        return None
    prefix = _PACKAGE if folder.startswith(_PACKAGE) else ""
    path = posixpath.normpath(posixpath.join(folder.removeprefix(prefix), reference))
    return None if path in ("..", ".") or path.startswith("../") else prefix + path


def _references(css: str, path: str) -> Iterator[tuple[str, bool, Place]]:
    """Yield what a stylesheet refers to, whether by @import, and where."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    for rule in rules:
        is_import = rule.type == "at-rule" and rule.lower_at_keyword == "import"
        found = list(_urls(rule, strings=is_import))
        if is_import and not found:
            found = [("", rule)]
        for reference, node in found[:1] if is_import else found:
            place = Place(path, node.source_line, node.source_column)
            yield reference, is_import, place


def _urls(node: Any, *, strings: bool = False) -> Iterator[tuple[str, Any]]:
    """Yield the addresses in a node, at any depth; ``strings`` count as addresses too."""
    if node.type == "url" or (strings and node.type == "string"):
        yield node.value, node
    is_function = node.type == "function" and node.lower_name in _URL_FUNCTIONS
    inner = [*(getattr(node, "prelude", None) or ()), *(getattr(node, "content", None) or ())]
    for child in [*inner, *(getattr(node, "arguments", None) or ())]:
        yield from _urls(child, strings=is_function or strings)
