"""Turn font files into the faces in them: what a writer has to know of a font.

Nothing is drawn here, and no face chosen: layout finds its fonts by fontconfig
(briefgen/style/engine.py), Word by their names (briefgen/writers/docx/fonts.py).
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from briefgen.files import read_named, walk
from briefgen.style.model import Face

_LOGGER = logging.getLogger("fontTools")

FONT_PACKAGES = ("fontpkg_pt_serif", "fontpkg_pt_sans", "fontpkg_amiri")

FONT_SUFFIXES = (".otf", ".ttf")
"""How the names of font files end; what else lies beside them (a licence) is no font."""

_FAMILY, _TYPOGRAPHIC_FAMILY = 1, 16
"""Name ids (OpenType, ``name``): the family of four, and that of all weights and widths."""

_ITALIC, _USE_TYPO_METRICS = 1 << 0, 1 << 7
"""Bits of ``OS/2.fsSelection``."""

_EDITABLE, _BITMAPS_ONLY, _USAGE = 0x0008, 0x0200, 0x000F
"""Bits of ``OS/2.fsType``; none of the usage bits means that the font is installable."""


def font_folders(own: tuple[str, ...]) -> tuple[str, ...]:
    """Return the folders that fonts are taken from: a project's own, then the packages'."""
    return (*own, *map(_package_folder, FONT_PACKAGES))


def find_fonts(folder: Path) -> list[Path]:
    """Return the font files in a folder and those below, by their names.

    Links are followed: a project's own folder was looked through before (``own_fonts`` of
    briefgen/project.py).
    """
    return [folder / name for name, why in walk("/", folder) if not why and is_font(name)]


def is_font(name: str) -> bool:
    """Return whether a file's name is that of a font."""
    return name.lower().endswith(FONT_SUFFIXES)


@lru_cache(maxsize=4)
def find_faces(own: tuple[str, ...]) -> tuple[Face, ...]:
    """Return the faces of a project's own folders, then the packages', read once.

    A file that holds none is passed over: it is reported where the project is read.
    """
    return tuple(_faces(own))


def _faces(own: tuple[str, ...]) -> Iterator[Face]:
    for folder in font_folders(own):
        for path in find_fonts(Path(folder)):
            try:
                yield read_face(str(path), read_named(path))
            except (OSError, ValueError):
                continue


def has_letters(own: tuple[str, ...], text: str) -> bool:
    """Return whether one font has all letters of a text."""
    letters = {ord(character) for character in text if character.isalpha()}
    return any(letters <= _characters(face.path) for face in find_faces(own))


@cache
def _characters(path: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to import

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())


def read_face(path: str, data: bytes) -> Face:
    """Return the face in a font file's bytes; raise ValueError where they are no font."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - for Word's sake alone

    _LOGGER.setLevel(logging.ERROR)  # what it warns of is none of what is asked for here
    try:
        with TTFont(io.BytesIO(data), lazy=True) as font:
            tables = font.reader.tables.values()
            if max(table.offset + table.length for table in tables) <= len(data):
                return _face(path, font)
    except Exception as error:  # a damaged table raises whatever its reader trips over
        raise ValueError("it is no TrueType or OpenType font, or a damaged one") from error
    raise ValueError("the font is cut off")


def _face(path: str, font: Any) -> Face:
    metrics, names = font["OS/2"], font["name"]
    usage = metrics.fsType & _USAGE
    found = (names.getDebugName(number) for number in (_FAMILY, _TYPOGRAPHIC_FAMILY))
    return Face(
        path=path,
        families=tuple(dict.fromkeys(filter(None, found))),
        weight=metrics.usWeightClass,
        italic=bool(metrics.fsSelection & _ITALIC),
        line_height=_line_height(metrics, font["hhea"]) / font["head"].unitsPerEm,
        may_embed=not metrics.fsType & _BITMAPS_ONLY and (not usage or bool(usage & _EDITABLE)),
        is_truetype="glyf" in font,
        panose="".join(f"{digit:02X}" for digit in vars(metrics.panose).values()),
        is_monospaced=bool(font["post"].isFixedPitch),
    )


def _line_height(metrics: Any, hhea: Any) -> int:
    """Return the height in font units of a line that nothing is said of, as Word takes it.

    (OpenType, ``OS/2``: the typographic values where ``USE_TYPO_METRICS`` says so, else the
    Windows ones with what ``hhea`` asks for beyond them.)
    """
    if metrics.fsSelection & _USE_TYPO_METRICS:
        return int(metrics.sTypoAscender - metrics.sTypoDescender + metrics.sTypoLineGap)
    windows = int(metrics.usWinAscent + metrics.usWinDescent)
    return max(windows, int(hhea.ascent - hhea.descent + hhea.lineGap))


def _package_folder(package: str) -> str:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"the font package {package} is not installed")
    return str(Path(spec.submodule_search_locations[0]) / "files")
