"""Turn an image file into a DrawingML picture that stands in the line.

Which files a document may use was settled before; reading them is not done here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from PIL import Image, UnidentifiedImageError

from briefgen.style.model import GENERIC_FAMILIES
from briefgen.writers.docx.package import WordPart
from briefgen.writers.docx.raster import draw_svg
from briefgen.writers.docx.xml import emus, quoteattr

POINTS_PER_PIXEL = 0.75

_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_SVG_NAMESPACE = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_DECORATIVE_EXTENSION = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
_DECORATIVE_NAMESPACE = "http://schemas.microsoft.com/office/drawing/2017/decorative"

PIXELS_PER_POINT = 192 / 72
"""How finely an SVG is drawn for programs that can't draw it themselves: twice CSS's."""

MOST_PIXELS = 16_000_000

_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*(px|pt|mm|cm|in)?\s*$")
_POINTS = {None: 0.75, "px": 0.75, "pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0}
_MOST_POINTS = 14_400.0
"""The largest page that PDF readers show; nothing is printed larger."""

_READS_FILES = ("image", "feImage")
"""Elements for which resvg would open a file."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image: its bytes, what kind it is, and its natural size in points."""

    data: bytes
    extension: str
    media_type: str
    width: float
    height: float


class Pictures:
    """The images of one document, each read once and drawn once for each size.

    ``fonts`` are the font files that text in SVG is set in.
    """

    def __init__(self, assets: Mapping[str, bytes], fonts: tuple[str, ...]) -> None:
        self._assets = assets
        self._fonts = fonts
        self._pictures: dict[str, Picture] = {}
        self._parts: dict[tuple[str, int, int], WordPart] = {}

    def read(self, source: str) -> Picture:
        """Return the image by its ``src``; raise ValueError for what Word has no place for."""
        if source not in self._pictures:
            if source not in self._assets:
                raise ValueError("it is not among the document's files")
            self._pictures[source] = read_picture(self._assets[source])
        return self._pictures[source]

    def parts(self, source: str, size: tuple[float, float]) -> tuple[WordPart, WordPart | None]:
        """Return the image as pixels, and as SVG where it is one.

        ``size`` is width and height in points as it stands on the page. Raise ValueError
        where an SVG can't be drawn.
        """
        picture = self.read(source)
        if picture.extension != "svg":
            return self._part(source, (0, 0), picture.data, picture), None
        finest = (MOST_PIXELS / (size[0] * size[1])) ** 0.5
        scale = min(PIXELS_PER_POINT, finest)
        width, height = (max(1, round(side * scale)) for side in size)
        pixels = _draw(picture.data, width, height, self._fonts)
        drawn = Picture(pixels, "png", "image/png", *size)
        raster = self._part(source, (width, height), pixels, drawn)
        return raster, self._part(source, (0, 0), picture.data, picture)

    def _part(
        self, source: str, pixels: tuple[int, int], data: bytes, picture: Picture
    ) -> WordPart:
        key = (source, *pixels)
        if key not in self._parts:
            name = f"/word/media/image{len(self._parts) + 1}.{picture.extension}"
            self._parts[key] = WordPart(name, picture.media_type, data)
        return self._parts[key]


@lru_cache(maxsize=16)
def _draw(svg: bytes, width: int, height: int, fonts: tuple[str, ...]) -> bytes:
    """Return an SVG as PNG: its root alone, without what a document type declares."""
    text = etree.tostring(_parse_svg(svg), encoding="unicode")
    return draw_svg(text, width, height, fonts, GENERIC_FAMILIES)


def read_picture(data: bytes) -> Picture:
    """Return the picture; raise ValueError for what Word has no place for.

    WebP becomes PNG.
    """
    if data.lstrip()[:1] == b"<":
        return _read_svg(data)
    try:
        image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP"))
        width, height = (side * POINTS_PER_PIXEL for side in image.size)
        if image.format == "PNG":
            return Picture(data, "png", "image/png", width, height)
        if image.format == "JPEG":
            return Picture(data, "jpeg", "image/jpeg", width, height)
        return Picture(_png(image), "png", "image/png", width, height)
    except (UnidentifiedImageError, OSError) as error:
        raise ValueError("it is neither PNG, JPEG, WebP nor SVG") from error


def _png(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def _parse_svg(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("its SVG is not well-formed") from error


def _read_svg(data: bytes) -> Picture:
    root = _parse_svg(data)
    if etree.QName(root).localname != "svg":
        raise ValueError("it is neither PNG, JPEG, WebP nor SVG")
    if any(True for _ in root.iter(*(f"{{*}}{name}" for name in _READS_FILES))):
        raise ValueError("its SVG holds another image")
    box = [float(part) for part in _NUMBER.findall(root.get("viewBox", ""))]
    width, height = box[2:] if len(box) == 4 and min(box[2:]) > 0 else (300.0, 150.0)
    ratio = height / width
    width = _length(root.get("width"), width * POINTS_PER_PIXEL)
    height = _length(root.get("height"), width * ratio)
    if not all(0 < side <= _MOST_POINTS for side in (width, height)):
        raise ValueError("its size is none that a page could have")
    return Picture(data, "svg", "image/svg+xml", width, height)


_NUMBER = re.compile(r"-?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?")


def _length(text: str | None, default: float) -> float:
    match = _LENGTH.match(text or "")
    return float(match[1]) * _POINTS[match[2]] if match else default


def drawing(
    number: int,
    relation: str,
    svg_relation: str | None,
    alternative: str,
    size: tuple[float, float],
) -> str:
    """Return a run with the picture (ISO/IEC 29500-1, 20.4.2.8).

    ``alternative`` is the alternative text; an empty one marks the picture as decoration.
    ``size`` is width and height in points.
    """
    extent = f'cx="{emus(size[0])}" cy="{emus(size[1])}"'
    name = f'id="{number}" name="Picture {number}" descr={quoteattr(alternative)}'
    decorative = (
        ""
        if alternative
        else f'<a:extLst><a:ext uri="{_DECORATIVE_EXTENSION}"><adec:decorative'
        f' xmlns:adec="{_DECORATIVE_NAMESPACE}" val="1"/></a:ext></a:extLst>'
    )
    svg = (
        f'<a:extLst><a:ext uri="{_SVG_EXTENSION}"><asvg:svgBlip xmlns:asvg="{_SVG_NAMESPACE}"'
        f' r:embed="{svg_relation}"/></a:ext></a:extLst>'
        if svg_relation
        else ""
    )
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
        f"<wp:docPr {name}>{decorative}</wp:docPr><wp:cNvGraphicFramePr>"
        '<a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData'
        ' uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f"<pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relation}">'
        f"{svg}</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
