"""Turn an image file into a DrawingML picture that stands in the line.

Which files a document may use was settled before; reading them is not done here.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from lxml import etree
from PIL import Image, UnidentifiedImageError

from briefgen.writers.docx.xml import emus, quoteattr

POINTS_PER_PIXEL = 0.75

_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_SVG_NAMESPACE = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_DECORATIVE_EXTENSION = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
_DECORATIVE_NAMESPACE = "http://schemas.microsoft.com/office/drawing/2017/decorative"

_LENGTH = re.compile(r"\s*([0-9.]+)\s*(px|pt|mm|cm|in)?\s*$")
_POINTS = {None: 0.75, "px": 0.75, "pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0}


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as Word can take it: bytes, extension, media type, natural size in points."""

    data: bytes
    extension: str
    media_type: str
    width: float
    height: float
    svg: bytes | None = None


def read_picture(data: bytes) -> Picture:
    """Return the picture; raise ValueError for what Word has no place for.

    WebP becomes PNG. An SVG keeps its own bytes and gets a transparent PNG of its size for
    programs that can't draw it.
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


def _read_svg(data: bytes) -> Picture:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("its SVG is not well-formed") from error
    box = [float(part) for part in re.findall(r"-?[0-9.]+", root.get("viewBox", ""))]
    natural = (
        (box[2] * POINTS_PER_PIXEL, box[3] * POINTS_PER_PIXEL) if len(box) == 4 else (225, 112.5)
    )
    width = _length(root.get("width"), natural[0])
    height = _length(root.get("height"), natural[1] * width / natural[0])
    blank = _png(Image.new("LA", (max(1, round(width)), max(1, round(height))), (255, 0)))
    return Picture(blank, "png", "image/png", width, height, svg=data)


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
