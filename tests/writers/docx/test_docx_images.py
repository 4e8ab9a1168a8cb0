"""Images stand in the text with their size and alternative text."""

import io

import pytest
from PIL import Image

from briefgen.writers.docx.images import read_picture

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


def test_svg_stays_svg_and_says_who_can_draw_it(word):
    document = word('<p><img src="a.svg" alt="x"/></p>', assets={"a.svg": SVG})
    assert document.codes() == ["W104"]
    assert document.problems[0].element == 5
    assert document.archive.read("word/media/image2.svg") == SVG
    assert document.archive.read("word/media/image1.png").startswith(b"\x89PNG")
    assert document.xpath("count(//*[local-name()='svgBlip'])") == 1
    assert extents(document)[0] == pytest.approx((113.4, 56.7), abs=0.1)


def test_an_svg_without_a_size_has_that_of_css():
    drawn = read_picture(b'<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert (drawn.width, drawn.height) == (225, 112.5)


@pytest.mark.parametrize(
    ("assets", "words"),
    [
        ({}, "not among the document's files"),
        ({"a": b"GIF89a"}, "neither PNG, JPEG, WebP nor SVG"),
        ({"a": b"<svg"}, "not well-formed"),
    ],
)
def test_an_image_word_cannot_hold_is_said(word, assets, words):
    document = word('<p>A</p><img src="a" alt="x"/><img src="a" alt="y"/>', assets=assets)
    (problem,) = document.problems
    assert (problem.diagnostic.code, problem.element) == ("W102", 5)
    assert words in problem.diagnostic.message
    assert document.listing() == ["Body Text | A"]
