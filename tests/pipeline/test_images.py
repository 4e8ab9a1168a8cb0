"""A picture in, the same picture out, and nothing else of what the file held."""

import io
import struct
import zlib
from xml.etree.ElementTree import fromstring

import pytest
from PIL import Image, PngImagePlugin

from briefgen.pipeline.images import ImageRefusedError, clean_image

PIXELS = 1_000_000
NOTE = b"Ann took this in her garden"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'
)


def picture(size=(4, 2)):
    image = Image.new("RGB", size)
    image.putpixel((0, 0), (255, 0, 0))
    return image


def saved(image, name, **options):
    out = io.BytesIO()
    image.save(out, name, **options)
    return out.getvalue()


def opened(data):
    return Image.open(io.BytesIO(data)).convert("RGB")


def exif(orientation=1):
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010E] = NOTE.decode()
    return tags


def png(**options):
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", NOTE.decode())
    text.add_itxt("More", NOTE.decode())
    return saved(picture(), "PNG", pnginfo=text, exif=exif(), **options)


def refusal(data, pixels=PIXELS):
    with pytest.raises(ImageRefusedError) as caught:
        clean_image(data, pixels)
    return caught.value.code


@pytest.mark.parametrize(
    "data",
    [
        png(),
        saved(picture(), "JPEG", exif=exif(), comment=NOTE),
        saved(picture(), "WEBP", lossless=True, exif=exif(), xmp=NOTE),
        saved(picture(), "WEBP", exif=exif()),
    ],
    ids=["png", "jpeg", "webp-lossless", "webp"],
)
def test_what_is_no_picture_is_dropped_and_the_pixels_stay(data):
    assert NOTE in data
    clean, pixels = clean_image(data, PIXELS)
    assert NOTE not in clean
    assert b"Exif" not in clean
    assert pixels == 8
    assert opened(clean).tobytes() == opened(data).tobytes()
    assert clean_image(clean, PIXELS)[0] == clean


def test_what_stands_after_the_end_is_dropped():
    for data in (png(), saved(picture(), "JPEG"), saved(picture(), "WEBP")):
        assert b"cropped" not in clean_image(data + b"cropped", PIXELS)[0]


def test_a_colour_profile_stays():
    profile = b"a profile" * 20
    data = saved(picture(), "JPEG", icc_profile=profile)
    assert profile in clean_image(data, PIXELS)[0]


def test_a_progressive_jpeg_keeps_all_its_scans():
    image = Image.effect_noise((64, 64), 90).convert("RGB")
    data = saved(image, "JPEG", progressive=True)
    assert opened(clean_image(data, PIXELS)[0]).tobytes() == opened(data).tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_that_lies_on_its_side_is_turned_since_the_tag_goes(orientation):
    image = Image.new("RGB", (32, 16), "white")
    image.paste((255, 0, 0), (0, 0, 8, 8))
    clean, _ = clean_image(saved(image, "JPEG", exif=exif(orientation), quality=95), PIXELS)
    turned = opened(clean)
    red = {
        corner
        for corner, at in {
            "tl": (2, 2), "tr": (-3, 2), "bl": (2, -3), "br": (-3, -3),
        }.items()
        if turned.getpixel((at[0] % turned.width, at[1] % turned.height))[1] < 99
    }  # fmt: skip
    where = {1: "tl", 2: "tr", 3: "br", 4: "bl", 5: "tl", 6: "tr", 7: "br", 8: "bl"}
    assert red == {where[orientation]}
    assert (turned.width > turned.height) == (orientation < 5)


@pytest.mark.parametrize("tail", [b"", b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\0\x01\0"])
def test_exif_that_makes_no_sense_turns_nothing(tail):
    body = b"Exif\0\0" + tail
    segment = b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    data = saved(picture(), "JPEG")
    assert clean_image(data[:2] + segment + data[2:], PIXELS)[0] == clean_image(data, PIXELS)[0]


def test_a_turned_picture_that_is_damaged_is_refused():
    data = saved(picture(), "JPEG", exif=exif(6))
    header = data[: data.index(b"\xff\xda")]
    assert refusal(header + b"\xff\xd9") == "B504"


@pytest.mark.parametrize("name", ["BMP", "GIF", "TIFF", "EPS", "PPM"])
def test_another_format_is_refused_whatever_the_file_is_called(name):
    assert refusal(saved(picture(), name)) == "B502"


@pytest.mark.parametrize("data", [b"", b"%!PS-Adobe", b"8BPS", b"RIFF\0\0\0\0WAVE", b"<html/>"])
def test_no_picture_at_all_is_refused(data):
    assert refusal(data) == "B502"


def test_a_small_file_with_a_huge_picture_is_refused_by_its_header():
    header = struct.pack(">IIBBBBB", 13_000, 13_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header
    chunk += struct.pack(">I", zlib.crc32(b"IHDR" + header))
    end = b"\0\0\0\0IEND" + struct.pack(">I", zlib.crc32(b"IEND"))
    assert refusal(b"\x89PNG\r\n\x1a\n" + chunk + end, 25_000_000) == "B503"
    for name in ("JPEG", "WEBP"):
        assert refusal(saved(picture((100, 100)), name), 9_999) == "B503"
        assert refusal(saved(picture((100, 100)), name, lossless=True), 9_999) == "B503"


@pytest.mark.parametrize("name", ["PNG", "JPEG", "WEBP"])
def test_a_file_that_is_cut_off_is_refused(name):
    data = saved(picture((64, 64)), name)
    for size in (12, 20, 30, len(data) // 2, len(data) - 3):
        assert refusal(data[:size]) in ("B504", "B502")


def test_a_png_with_a_wrong_checksum_is_refused():
    data = bytearray(saved(picture(), "PNG"))
    data[-20] ^= 1
    assert refusal(bytes(data)) == "B504"


def test_a_jpeg_without_a_marker_where_one_must_be_is_refused():
    data = bytearray(saved(picture(), "JPEG"))
    data[20] = 0
    assert refusal(bytes(data)) == "B504"


def test_an_svg_loses_what_does_not_draw():
    inside = (
        "<!-- by Ann --><metadata>Ann</metadata><?by Ann?>"
        '<x:guide xmlns:x="urn:ann">Ann</x:guide>'
        '<g><rect width="1" height="1" fill="url(#a)"/><use xlink:href="#b"/><use href="#c"/></g>'
        "<style>rect { fill: url( '#a' ) }</style>"
    )
    data = SVG.format('xmlns:y="urn:ann" y:path="/home/ann"', inside).encode()
    clean, pixels = clean_image(b"\xef\xbb\xbf" + data, PIXELS)
    assert (b"ann" in clean.lower(), pixels) == (False, 0)
    assert clean.count(b"<rect") == 1
    assert clean.count(b"#") == 4
    assert clean_image(clean, PIXELS)[0] == clean


@pytest.mark.parametrize(
    "inside",
    [
        "<script>1</script>",
        "<g>" * 5000 + "</g>" * 5000,
        "<g>" * 200 + "</g>" * 200,
        "<foreignObject/>",
        '<g><image href="file:///etc/passwd"/></g>',
        '<a href="http://x.example"><rect/></a>',
        '<use xlink:href="http://x.example/a.svg#b"/>',
        '<use href=" data:image/svg+xml,x"/>',
        '<rect onclick="x()"/>',
        '<rect fill="url(http://x.example)"/>',
        '<rect style="fill: URL( &quot;file:///x&quot; )"/>',
        '<rect style="fill: \\75rl(http://x.example)"/>',
        "<style>@import 'http://x.example';</style>",
        "<style>rect { fill: url(//x.example) }</style>",
    ],
)
def test_an_svg_that_does_more_than_draw_is_refused(inside):
    assert refusal(SVG.format("", inside).encode()) == "B505"


def uses(times, levels):
    """Return SVG elements of which each draws the one before it so many times."""
    groups = (f'<g id="a{n + 1}">' + f'<use href="#a{n}"/>' * times + "</g>" for n in range(levels))
    return f'<defs><rect id="a0"/>{"".join(groups)}</defs><use xlink:href=" #a{levels}"/>'


@pytest.mark.parametrize(
    "inside",
    [
        uses(10, 6),
        uses(2, 60),
        "<rect/>" * 100_000,
        '<g id="a"><use href="#a"/></g>',
        '<g id="a"><use href="#b"/></g><g id="b"><g><use href="#a"/></g></g>',
        '<mask id="m"><rect mask="url(#m)"/></mask>',
        '<clipPath id="m"><rect style="clip-path: url( \'#m\' )"/></clipPath>',
        '<marker id="m"><path d="M0 0" marker-start="url(#m)"/></marker>',
        '<pattern id="m"><rect fill="url(#m)"/></pattern>',
    ],
)
def test_an_svg_that_draws_without_end_is_refused(inside):
    assert refusal(SVG.format("", inside).encode()) == "B505"


@pytest.mark.parametrize(
    "inside",
    [
        uses(10, 4),
        "<rect/>" * 50_000,
        '<linearGradient id="a" href="#a"><stop/></linearGradient><rect fill="url(#a)"/>',
        '<clipPath id="a"><rect/></clipPath>' + '<g clip-path="url(#a)"/>' * 9,
        "<g>" * 150 + "</g>" * 150,
        '<use href="#nowhere"/>',
    ],
)
def test_an_svg_that_draws_much_is_kept(inside):
    data = SVG.format("", inside).encode()
    clean, _ = clean_image(data, PIXELS)
    assert [e.tag for e in fromstring(clean).iter()] == [e.tag for e in fromstring(data).iter()]


@pytest.mark.parametrize("data", ["M 0 0 L x y", "M0 0 Z 1", "1 2 L 3 4", "M 0 0 ?", "é", "M0 0z+"])
def test_an_svg_with_a_path_that_can_not_be_read_is_refused(data):
    assert refusal(SVG.format("", f'<path d="{data}"/>').encode()) == "B504"


@pytest.mark.parametrize(
    "data",
    ["", " M0,0", "m1-1.5.5e2,3l1 1a1 1 0 00.5.5z m2 2Z\n", "M0 0" + "L1 1" * 100_000],
)
def test_an_svg_with_a_path_that_can_be_read_is_kept(data):
    assert b"<path" in clean_image(SVG.format("", f'<path d="{data}"/>').encode(), PIXELS)[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_svg_with_a_document_type_is_refused_before_an_entity_is_read(encoding):
    bomb = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(12))
    text = f'<!DOCTYPE svg [<!ENTITY a0 "x">{bomb}]>' + SVG.format("", "<text>&a12;</text>")
    assert refusal(text.encode(encoding)) == ("B505" if encoding == "utf-8" else "B502")
    assert refusal(b"<?xml version='1.0'?>" + text.encode()) == "B505"


def test_an_svg_that_is_not_well_formed_is_refused():
    assert refusal(b"<svg>") == "B504"
