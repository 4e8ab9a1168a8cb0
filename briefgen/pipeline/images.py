"""Turn an image file into one that says nothing but its picture.

What is not picture (EXIF and its thumbnail and position, comments, text, what stands
after the end) is dropped; pixels stay as they are. Which files are read is decided in
briefgen/pipeline/assets.py.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat


class ImageRefusedError(ValueError):
    """The image can't be used: ``code`` is the diagnostic's, the text says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def clean_image(raw: bytes, max_pixels: int) -> tuple[bytes, int]:
    """Return the picture alone and its number of pixels (0 for SVG).

    The format is told by the content, not by the file's name. Raises ImageRefusedError
    for another format (B502), more than ``max_pixels`` (B503), a damaged file (B504) and
    SVG that does more than draw (B505). Sizes are read off the header: nothing is decoded.
    """
    for magic, clean in _CLEANERS.items():
        if raw.startswith(magic):
            try:
                data, width, height = clean(raw)
            except (struct.error, IndexError) as error:
                raise ImageRefusedError("B504", "the image is cut off") from error
            if width * height > max_pixels:
                raise ImageRefusedError(
                    "B503", f"{width} × {height} pixels are more than {max_pixels:,}"
                )
            return data, width * height
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _clean_svg(raw), 0
    raise ImageRefusedError("B502", "not a PNG, JPEG, WebP or SVG image")


@lru_cache(maxsize=16)  # one map is in many documents
def is_damaged(data: bytes) -> bool:
    """Return whether the pixels of a PNG, JPEG or WebP can't be decoded; False for all else."""
    from PIL import Image, ImageFile  # noqa: PLC0415 - only where something is laid out

    if not data.startswith(tuple(_CLEANERS)):
        return False
    lenient = ImageFile.LOAD_TRUNCATED_IMAGES  # WeasyPrint 70 sets it when it is imported
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
    except Exception:  # a damaged file raises whatever its decoder trips over
        return True
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    return False


# --- PNG (W3C PNG, third edition) ---------------------------------------------------

_PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT pHYs bKGD cICP".split())


def _clean_png(raw: bytes) -> tuple[bytes, int, int]:
    width, height = struct.unpack(">II", raw[16:24])
    kept = [_PNG_MAGIC]
    position = len(_PNG_MAGIC)
    while True:
        length, kind = struct.unpack(">I4s", raw[position : position + 8])
        chunk = raw[position : position + 12 + length]
        if len(chunk) < 12 + length:
            raise ImageRefusedError("B504", "the image is cut off")
        if zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big"):
            raise ImageRefusedError("B504", "the image is damaged: a checksum is wrong")
        if kind in _PNG_KEPT:
            kept.append(chunk)
        if kind == b"IEND":
            return b"".join(kept), width, height
        position += len(chunk)


# --- JPEG (ITU-T T.81) ----------------------------------------------------------------

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_DROPPED = frozenset([0xFE, *range(0xE1, 0xF0)]) - {0xEE}
"""Comments and application segments but JFIF's (E0) and Adobe's colour transform (EE)."""


def _clean_jpeg(raw: bytes) -> tuple[bytes, int, int]:
    kept = [raw[:2]]
    width = height = orientation = 0
    position = 2
    while (marker := raw[position + 1]) != _EOI:
        if raw[position] != 0xFF:
            raise ImageRefusedError("B504", "the image is damaged: a marker is missing")
        (length,) = struct.unpack(">H", raw[position + 2 : position + 4])
        end = position + 2 + length
        segment = raw[position:end]
        if marker in _START_OF_FRAME:
            height, width = struct.unpack(">HH", segment[5:9])
        if marker == 0xE1:
            orientation = orientation or _orientation(segment[4:])
        if marker == _SOS:
            end = _scan_end(raw, end)
            segment = raw[position:end]
        if marker not in _DROPPED or segment[4:].startswith(b"ICC_PROFILE\0"):
            kept.append(segment)
        position = end
    data = b"".join([*kept, b"\xff\xd9"])
    return (_upright(data, orientation) if orientation > 1 else data), width, height


def _scan_end(raw: bytes, position: int) -> int:
    """Return where entropy-coded data ends: at a marker that is no restart and no stuffing."""
    while True:
        position = raw.find(b"\xff", position)
        if position < 0:
            raise ImageRefusedError("B504", "the image is cut off")
        if raw[position + 1] not in (0, *range(0xD0, 0xD8)):
            return position
        position += 2


def _orientation(exif: bytes) -> int:
    """Return the EXIF orientation, 1 to 8, or 0 where there is none (Exif 2.32, 4.6.4)."""
    if not exif.startswith(b"Exif\0\0"):
        return 0
    tiff = exif[6:]
    order = "<" if tiff.startswith(b"II") else ">"
    try:
        (start,) = struct.unpack(f"{order}I", tiff[4:8])
        (count,) = struct.unpack(f"{order}H", tiff[start : start + 2])
        for index in range(count):
            at = start + 2 + 12 * index
            tag, _, _, value = struct.unpack(f"{order}HHIH", tiff[at : at + 10])
            if tag == 0x0112 and 1 <= value <= 8:
                return int(value)
    except struct.error:
        return 0
    return 0


def _upright(data: bytes, orientation: int) -> bytes:
    """Return the JPEG turned as its orientation said, since the tag that said so is gone."""
    from PIL import Image  # noqa: PLC0415 - 0.1 s, for the few pictures that lie on their side

    turn = {
        2: (Image.Transpose.FLIP_LEFT_RIGHT,),
        3: (Image.Transpose.ROTATE_180,),
        4: (Image.Transpose.FLIP_TOP_BOTTOM,),
        5: (Image.Transpose.TRANSPOSE,),
        6: (Image.Transpose.ROTATE_270,),
        7: (Image.Transpose.TRANSVERSE,),
        8: (Image.Transpose.ROTATE_90,),
    }[orientation]
    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.transpose(turn[0]).save(out, "JPEG", quality=92)
    except (OSError, SyntaxError) as error:
        raise ImageRefusedError("B504", "the image is damaged") from error
    return out.getvalue()


# --- WebP (RFC 9649) -------------------------------------------------------------------

_WEBP_DROPPED = frozenset([b"EXIF", b"XMP "])
_EXIF_AND_XMP = 0x0C


def _clean_webp(raw: bytes) -> tuple[bytes, int, int]:
    (size,) = struct.unpack("<I", raw[4:8])
    if raw[8:12] != b"WEBP":
        raise ImageRefusedError("B502", "not a PNG, JPEG, WebP or SVG image")
    if len(raw) < size + 8:
        raise ImageRefusedError("B504", "the image is cut off")
    kept: list[bytes] = []
    width = height = 0
    position = 12
    while position < size + 8:
        kind, length = struct.unpack("<4sI", raw[position : position + 8])
        chunk = raw[position : position + 8 + length + length % 2]
        if kind in _WEBP_SIZES and not width:
            width, height = _WEBP_SIZES[kind](chunk)
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_EXIF_AND_XMP]) + chunk[9:]
        if kind not in _WEBP_DROPPED:
            kept.append(chunk)
        position += len(chunk)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body, width, height


def _vp8_size(chunk: bytes) -> tuple[int, int]:
    width, height = struct.unpack("<HH", chunk[14:18])
    return width & 0x3FFF, height & 0x3FFF


def _vp8l_size(chunk: bytes) -> tuple[int, int]:
    (bits,) = struct.unpack("<I", chunk[9:13])
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _vp8x_size(chunk: bytes) -> tuple[int, int]:
    width = int.from_bytes(chunk[12:15], "little") + 1
    return width, int.from_bytes(chunk[15:18], "little") + 1


_WEBP_SIZES: dict[bytes, Callable[[bytes], tuple[int, int]]] = {
    b"VP8 ": _vp8_size,
    b"VP8L": _vp8l_size,
    b"VP8X": _vp8x_size,
}

_CLEANERS: dict[bytes, Callable[[bytes], tuple[bytes, int, int]]] = {
    _PNG_MAGIC: _clean_png,
    b"\xff\xd8\xff": _clean_jpeg,
    b"RIFF": _clean_webp,
}

# --- SVG ---------------------------------------------------------------------------------

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_SVG_REFUSED = frozenset(
    f"{_SVG}{name}" for name in ("script", "foreignObject", "image", "feImage", "a", "handler")
)
_MOST_DRAWN = 100_000
"""The most elements that an SVG may draw, those that are used again counted each time."""

_DEEPEST = 200
"""How deep elements may stand in each other."""

_PATH = re.compile(r"[\s,]*(?:[MLHVCSQTA][-+.,\s\dE]*|Z[\s,]*)*", re.IGNORECASE)
"""Path data (SVG 2, 9.3) as far as that numbers follow a command that has some."""

_USED = re.compile(r"url\(\s*[\"']?#([^\"')]*)")


def _clean_svg(raw: bytes) -> bytes:
    root = _parse_svg(raw)
    if root.tag != f"{_SVG}svg":
        raise ImageRefusedError("B502", "not a PNG, JPEG, WebP or SVG image")
    _clean_element(root)
    _weigh(root)
    ElementTree.register_namespace("", _SVG[1:-1])
    ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    data: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return data


def _parse_svg(raw: bytes) -> Element:
    """Return the tree, without comments and processing instructions.

    A document type declaration is refused before anything that it declares is used.
    """

    def refuse(*_arguments: object) -> None:
        raise ImageRefusedError("B505", "the SVG has a document type declaration")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(raw, True)
        return ElementTree.fromstring(raw)  # noqa: S314 - no DTD, so no entities
    except (expat.ExpatError, ElementTree.ParseError, ValueError, LookupError) as error:
        if isinstance(error, ImageRefusedError):
            raise
        raise ImageRefusedError("B504", f"the SVG is not well-formed: {error}") from error


def _clean_element(element: Element, depth: int = 1) -> None:
    _check_depth(depth)
    for child in list(element):
        if child.tag in _SVG_REFUSED:
            name = child.tag.rpartition("}")[2]
            raise ImageRefusedError("B505", f"the SVG holds a '{name}' element")
        if not child.tag.startswith(_SVG) or child.tag == f"{_SVG}metadata":
            element.remove(child)
        else:
            _clean_element(child, depth + 1)
    for name, value in list(element.attrib.items()):
        if name.startswith("{") and name != _XLINK_HREF:
            del element.attrib[name]
        else:
            _check_attribute(name, value)
    if element.tag == f"{_SVG}style":
        _check_css(element.text or "")


def _check_attribute(name: str, value: str) -> None:
    if name in ("href", _XLINK_HREF):
        if not value.strip().startswith("#"):
            raise ImageRefusedError("B505", f"the SVG refers to '{value[:60]}'")
    elif name.lower().startswith("on"):
        raise ImageRefusedError("B505", f"the SVG has a script in '{name}'")
    elif name == "d" and not _PATH.fullmatch(value):
        raise ImageRefusedError("B504", "the SVG has a path that can't be read")
    else:
        _check_css(value)


def _check_depth(depth: int) -> None:
    if depth > _DEEPEST:
        raise ImageRefusedError("B505", "the SVG nests its elements too deeply")


def _weigh(root: Element) -> None:
    """Refuse what draws too much for its size: elements that use each other, over and over."""
    named = {e.get("id"): e for e in root.iter() if not e.tag.endswith("Gradient")}
    weights: dict[Element, int] = {}

    def weigh(element: Element, depth: int) -> int:
        _check_depth(depth)
        if element not in weights:
            weights[element] = 0  # until it is known; nothing else weighs as little
            inside = [*element, *(named[name] for name in _uses(element) if name in named)]
            weight = 1 + sum(weigh(part, depth + 1) for part in inside)
            weights[element] = min(weight, _MOST_DRAWN + 1)
        elif not weights[element]:
            raise ImageRefusedError("B505", "the SVG uses an element inside itself")
        return weights[element]

    if weigh(root, 1) > _MOST_DRAWN:
        raise ImageRefusedError("B505", f"the SVG draws more than {_MOST_DRAWN:,} elements")


def _uses(element: Element) -> Iterator[str]:
    """Yield the ids of what an element draws, fills, masks or marks itself with."""
    for name, value in element.items():
        if name in ("href", _XLINK_HREF) and element.tag == f"{_SVG}use":
            yield value.strip()[1:]
        yield from _USED.findall(value)


def _check_css(css: str) -> None:
    """Refuse CSS that reaches outside, however it is written."""
    lowered = css.lower()
    if "\\" in css or "@import" in lowered:
        raise ImageRefusedError("B505", "the SVG's styles have an escape or an @import")
    for part in lowered.split("url(")[1:]:
        if not part.lstrip(" \t\r\n\"'").startswith("#"):
            raise ImageRefusedError("B505", f"the SVG's styles refer to '{part[:60]}'")
