"""Images stand in the text with their size and alternative text."""

import io
from pathlib import Path

import pytest
from PIL import Image

from briefgen.style.fonts import find_faces
from briefgen.writers.docx import raster
from briefgen.writers.docx.images import _draw, read_picture

FLYWAY = Path(__file__).parents[2] / "projects" / "flyway" / "fonts"

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40mm" viewBox="0 0 200 100"/>'


def picture(kind, size=(400, 200)):
    stream = io.BytesIO()
    Image.new("RGB", size, (31, 58, 95)).save(stream, kind)
    return stream.getvalue()


def extents(document):
    found = document.xpath("//wp:extent")
    return [(int(box.get("cx")) / 12_700, int(box.get("cy")) / 12_700) for box in found]


def test_a_figure_keeps_its_caption_and_alternative_text(word):
    document = word(
        '<figure><img src="a%20b.png" alt="A &quot;chart&quot;"/><figcaption>B</figcaption>'
        '</figure><p>C <img src="a%20b.png" alt=""/></p>',
        "figure { margin: 0; break-inside: avoid } figcaption { margin: 0 }",
        assets={"a b.png": picture("PNG")},
    )
    assert [line.split(" | ")[0] for line in document.listing()][:2] == ["Figure", "caption"]
    assert "<keepNext/>" in document.style("Figure")
    assert document.xpath("//wp:docPr/@descr") == ['A "chart"', ""]
    assert document.xpath("count(//wp:docPr[2]//*[local-name()='decorative'])") == 0
    assert document.xpath("count(//*[local-name()='decorative'])") == 1
    assert extents(document) == [(300, 150), (300, 150)]
    assert [name for name in document.archive.namelist() if "media" in name] == [
        "word/media/image1.png"
    ]


@pytest.mark.parametrize(
    ("attributes", "css", "size"),
    [
        ("", "", (300, 150)),
        ('width="200"', "", (150, 75)),
        ('height="100"', "", (150, 75)),
        ('width="200" height="40"', "", (150, 30)),
        ("", "img { width: 50% }", (225.638, 112.819)),
        ("", "img { width: 60pt }", (60, 30)),
        ("", "img { height: 60pt }", (120, 60)),
        ("", "img { height: 0; width: 60pt }", (60, 0)),
        ("", "img { max-width: 40% }", (180.51, 90.255)),
        ("", "img { max-width: 100pt }", (100, 50)),
        ("", "img { max-width: 900% }", (300, 150)),
        ('width="4000"', "", (451.276, 225.638)),
    ],
)
def test_the_size_is_the_styles_else_the_attributes_else_the_images(word, attributes, css, size):
    document = word(
        f'<img src="a.png" alt="x" {attributes}/>', css, assets={"a.png": picture("PNG")}
    )
    assert extents(document)[0] == pytest.approx(size, abs=0.3)


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "image1.jpeg"), ("WEBP", "image1.png")])
def test_other_kinds_of_image_are_kept_or_turned_into_png(word, kind, name):
    document = word('<img src="a" alt="x"/>', assets={"a": picture(kind)})
    assert f"word/media/{name}" in document.archive.namelist()


def drawn(document, name="image1.png"):
    return Image.open(io.BytesIO(document.archive.read(f"word/media/{name}")))


def svg(body, attributes='viewBox="0 0 200 100"'):
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{body}</svg>'.encode()


def test_svg_stays_svg_with_a_png_of_twice_its_size_for_those_that_cannot_draw_it(word):
    picture = svg('<rect width="100" height="100" fill="#1f3a5f"/>', 'viewBox="0 0 200 100"')
    document = word('<p><img src="a.svg" alt="x"/></p>', assets={"a.svg": picture})
    assert document.codes() == []
    assert document.archive.read("word/media/image2.svg") == picture
    assert document.xpath("count(//*[local-name()='svgBlip'])") == 1
    assert extents(document) == [(150, 75)]
    image = drawn(document)
    assert image.size == (400, 200)
    assert image.getpixel((100, 100)) == (31, 58, 95, 255)
    assert image.getpixel((300, 100))[3] == 0


def test_an_svg_is_drawn_once_for_each_size_that_it_has(word):
    document = word(
        '<p><img src="a" alt="x"/><img src="a" alt="x"/><img src="a" width="50" alt="x"/></p>',
        assets={"a": SVG},
    )
    media = [name for name in document.archive.namelist() if "media" in name]
    assert [name.partition("/media/")[2] for name in media] == [
        "image1.png", "image2.svg", "image3.png",
    ]  # fmt: skip
    assert [drawn(document, name).width for name in ("image1.png", "image3.png")] == [301, 100]


def test_the_text_of_an_svg_is_set_in_the_document_s_fonts_and_no_other(word):
    """IBM Plex Serif is the project's; without it, text is set in what there is."""

    def ink(family, faces):
        text = f'<text y="80" font-size="80" font-family="{family}">Ж</text>'
        document = word('<img src="a" alt="x"/>', assets={"a": svg(text)}, faces=faces)
        return drawn(document).getchannel("A").tobytes()

    faces = find_faces((str(FLYWAY),))
    packaged = find_faces(())
    assert ink("IBM Plex Serif", faces) != ink("PT Serif", faces)
    assert ink("IBM Plex Serif", packaged) == ink("PT Serif", packaged) == ink("serif", faces)
    assert ink("sans-serif", faces) == ink("PT Sans", faces) != ink("serif", faces)
    assert not any(ink("serif", ()))


def test_equal_svgs_give_equal_pixels(word):
    text = svg('<text y="50" font-family="PT Serif">Жa</text><circle r="9"/>')
    pixels = []
    for _ in range(2):
        _draw.cache_clear()
        pixels.append(word('<img src="a" alt="x"/>', assets={"a": text}, faces=find_faces(())).data)
    assert pixels[0] == pixels[1]


@pytest.mark.parametrize("name", ["image", "feImage"])
@pytest.mark.parametrize("form", ["{}", "file://{}"])
def test_an_svg_gets_no_other_file_into_the_document(word, tmp_path, name, form):
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture("PNG"))
    inner = f'<{name} href="{form.format(secret)}" width="200" height="100"/>'
    if name == "feImage":
        inner = f'<filter id="f">{inner}</filter><rect width="99" height="99" filter="url(#f)"/>'
    document = word('<p>A</p><img src="a" alt="x"/>', assets={"a": svg(inner)})
    (problem,) = document.problems
    assert (problem.diagnostic.code, problem.element) == ("W102", 5)
    assert "holds another image" in problem.diagnostic.message
    assert not [name for name in document.archive.namelist() if "media" in name]


def test_an_entity_of_an_svg_is_not_read(word, tmp_path):
    (tmp_path / "secret").write_text("secret")
    declared = f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'.encode()
    document = word("<img src='a' alt='x'/>", assets={"a": declared + svg("<text>&x;</text>")})
    assert document.codes() == ["W102"]


BOMB = '<pattern id="p" width="1e6" height="1e6" patternUnits="userSpaceOnUse"><path d="M0 0"/>'
BOMBS = {
    "entities": "<!DOCTYPE svg [<!ENTITY a 'aaaaaaaaaa'>"
    + "".join(
        f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
    + svg("<text>&i;</text>").decode(),
    "a pattern larger than memory": svg(
        f'{BOMB}<rect width="5" height="5"/></pattern><rect width="9" height="9" fill="url(#p)"/>'
    ).decode(),
    "references in references": svg(
        '<g id="u0"><path d="M0 0h9v9"/></g>'
        + "".join(f'<g id="u{n}">{f"""<use href="#u{n - 1}"/>""" * 10}</g>' for n in range(1, 12))
    ).decode(),
    "elements nested too deeply": svg("<g>" * 5000 + "</g>" * 5000).decode(),
    "a size that is none": svg("", f'width="{"9" * 400}"').decode(),
    "no height": svg("", 'width="9" height="0"').decode(),
}


@pytest.mark.parametrize("name", BOMBS)
def test_an_svg_that_asks_for_too_much_is_said(word, name):
    document = word('<p>A</p><img src="a" alt="x"/>', assets={"a": BOMBS[name].encode()})
    (problem,) = document.problems
    assert (problem.diagnostic.code, problem.element) == ("W102", 5)


def test_an_svg_that_takes_too_long_is_said(word, monkeypatch):
    monkeypatch.setattr(raster, "SECONDS", 1)
    noise = (
        '<filter id="f"><feTurbulence baseFrequency="0.1" numOctaves="1000000"/></filter>'
        '<rect width="99" height="99" filter="url(#f)"/>'
    )
    document = word('<img src="a" alt="x"/>', assets={"a": svg(noise)})
    assert document.codes() == ["W102"]


def test_an_svg_without_a_size_has_that_of_css():
    drawn = read_picture(b'<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert (drawn.width, drawn.height) == (225, 112.5)


@pytest.mark.parametrize(
    ("assets", "words"),
    [
        ({}, "not among the document's files"),
        ({"a": b"GIF89a"}, "neither PNG, JPEG, WebP nor SVG"),
        ({"a": b"<svg"}, "not well-formed"),
        ({"a": b"<html/>"}, "neither PNG, JPEG, WebP nor SVG"),
        ({"a": b"%PDF-1.7"}, "neither PNG, JPEG, WebP nor SVG"),
        ({"a": picture("PNG")[:20]}, "neither PNG, JPEG, WebP nor SVG"),
    ],
)
def test_an_image_word_cannot_hold_is_said(word, assets, words):
    document = word('<p>A</p><img src="a" alt="x"/><img src="a" alt="y"/>', assets=assets)
    (problem,) = document.problems
    assert (problem.diagnostic.code, problem.element) == ("W102", 5)
    assert words in problem.diagnostic.message
    assert document.listing() == ["Body Text | A"]
