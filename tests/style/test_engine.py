"""The contract with WeasyPrint's private parts: what breaks here breaks with its next release."""

import io
import logging
import os
import re
import subprocess
from collections import Counter
from random import Random
from xml.etree import ElementTree

import pytest
from PIL import Image
from weasyprint.formatting_structure.boxes import FootnoteAreaBox, InlineBox, LineBox

import briefgen.style.engine as module
from briefgen.diagnostics import Place
from briefgen.pipeline.job import Stylesheet
from briefgen.style.engine import AssetFetcher, Engine, log_messages


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def tree(body: str) -> ElementTree.Element:
    return ElementTree.fromstring(f'<html lang="en"><head/><body>{body}</body></html>')


def cascade(engine, body, css="", assets=()):
    fetcher = AssetFetcher(dict(assets))
    sheets = (Stylesheet("templates/base/style.css", css.encode()),)
    return (*engine.cascade(tree(body), sheets, fetcher), fetcher)


def test_a_layout_has_the_pages_of_the_cascade_it_was_given(engine):
    laid_out, _, _ = cascade(
        engine,
        "<p>one</p><p>two</p>",
        "p { break-before: page } @page { size: 75pt 150pt; margin: 0 }",
    )
    pages = laid_out.layout().pages
    assert [(page.width, page.height) for page in pages] == [(100, 200)] * 2


@pytest.mark.parametrize("page", ["@page", "@page :first", "@page wide"])
@pytest.mark.parametrize("size", ["100% 30px", "cover"])
@pytest.mark.parametrize("image", ["linear-gradient(red, red 1%, red)", "url(red.png)"])
def test_a_background_of_a_page_is_as_large_as_it_is_said(engine, tmp_path, page, size, image):
    red = io.BytesIO()
    Image.new("RGB", (60, 30), "red").save(red, "PNG")
    css = f"{page} {{ background: {image} no-repeat; background-size: {size} }} p {{ page: wide }}"
    own = "@page { size: 60px; margin: 0 }"
    laid_out, _, _ = cascade(
        engine, "<p>A</p>", own + css, {"templates/base/red.png": red.getvalue()}
    )
    laid_out.layout().write_pdf(tmp_path / "page.pdf")
    subprocess.run(["pdftoppm", "-r", "96", tmp_path / "page.pdf", tmp_path / "page"], check=True)
    with Image.open(tmp_path / "page-1.ppm") as drawn:
        assert [drawn.getpixel((50, y)) == (255, 0, 0) for y in (2, 27, 33, 57)] == [
            True, True, size == "cover", size == "cover"
        ]  # fmt: skip


def test_a_range_of_numbers_stays_on_one_line_and_keeps_its_characters(engine, tmp_path):
    words = "<h1>Plan 2025\u20132027</h1><p>one <b>2025\u20132027</b></p><p>12\u2013</p>"
    laid_out, _, _ = cascade(
        engine, words, "@page { size: 60pt 300pt; margin: 0 } h1, p { font: 10pt 'PT Sans' }"
    )
    file = tmp_path / "range.pdf"
    document = laid_out.layout()
    document.write_pdf(file)
    text = subprocess.check_output(["pdftotext", file, "-"], text=True)
    assert text.split("\n")[:5] == ["Plan", "2025\u20132027", "one", "2025\u20132027", "12\u2013"]
    assert [label for page in document.pages for _, label, *_ in page.bookmarks] == [
        "Plan 2025\u20132027"
    ]
    texts = "".join(laid_out.html.etree_element.itertext())
    assert texts == "Plan 2025\u20132027one 2025\u2013202712\u2013"


def test_a_hyphen_that_ends_a_line_is_of_the_words_own_font(engine, tmp_path):
    body = '<p lang="en">responsibility</p>'
    css = "@page { size: 60pt 300pt; margin: 0 } p { font: 10pt 'PT Serif'; hyphens: auto }"
    laid_out, _, _ = cascade(engine, body, css)
    file = tmp_path / "hyphen.pdf"
    laid_out.layout().write_pdf(file)
    text = subprocess.check_output(["pdftotext", "-raw", file, "-"], text=True)
    assert text.split() == ["responsib-", "ility"]
    fonts = subprocess.check_output(["pdffonts", file], text=True).splitlines()[2:]
    assert [font.split()[0].partition("+")[2] for font in fonts] == ["PT-Serif"]


def test_a_page_is_asked_for_by_name_and_as_the_first(engine):
    laid_out, _, _ = cascade(
        engine,
        "<p>x</p>",
        "@page { size: A4 } @page wide { size: 300pt 200pt } @page :first { margin: 0 }",
    )
    wide = laid_out.page_styles("wide", first=False)[None]
    first = laid_out.page_styles("", first=True)[None]
    later = laid_out.page_styles("", first=False)[None]
    assert wide["size"] == (400, pytest.approx(800 / 3))
    assert (first["margin_top"].value, later["margin_top"].value > 0) == (0, True)


def test_an_unknown_property_is_a_warning_at_its_line_and_column(engine):
    _, found, _ = cascade(engine, "<p>x</p>", "p {\n  colour: red;\n}")
    assert [(d.code, d.place) for d in found] == [
        ("S101", Place("templates/base/style.css", 2, 3)),
    ]
    assert "colour" in found[0].message


def test_what_only_browsers_read_is_no_finding(engine):
    _, found, _ = cascade(engine, "<p>x</p>", "@media screen { p { overflow-x: auto; foo: bar } }")
    assert found == []


def test_a_stylesheet_is_parsed_once_and_its_findings_told_each_time(engine, monkeypatch):
    parsed = []
    original = module._parse
    monkeypatch.setattr(module, "_parse", lambda *a: parsed.append(a[0].path) or original(*a))
    css = "p { once: 1 }"
    findings = [cascade(engine, "<p>x</p>", css)[1] for _ in range(2)]
    assert (len(parsed), [len(found) for found in findings]) == (1, [1, 1])


def test_a_font_face_of_one_document_is_not_seen_by_another(engine):
    face = '@font-face { font-family: Own; src: url("own.ttf") } p { font-family: Own }'
    plain = "p { font-family: Own }"
    with log_messages():
        first, _, _ = cascade(engine, "<p>x</p>", face)
        second, _, _ = cascade(engine, "<p>x</p>", plain)
    assert first.fonts is not second.fonts


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "file:///assets/../etc/passwd",
        "http://127.0.0.1:9/x.png",
        "https://example.org/x.png",
        "ftp://example.org/x",
        "data:text/css,p{}",
        "data:image/png;base64,AA",
    ],
)
def test_nothing_but_an_asset_is_fetched(url):
    fetcher = AssetFetcher({"x.png": b"x"})
    with pytest.raises(ValueError, match="not an asset"):
        fetcher.fetch(url)
    assert fetcher.denied == [url]


def test_an_asset_is_found_under_its_decoded_name():
    fetcher = AssetFetcher({"chart one.svg": b"<svg/>"})
    assert fetcher.fetch("file:///assets/chart%20one.svg").read() == b"<svg/>"


def test_an_image_inside_an_svg_is_refused_and_recorded(engine):
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        b'<image href="file:///etc/passwd" width="9" height="9"/></svg>'
    )
    with log_messages():
        laid_out, _, fetcher = cascade(
            engine, '<p><img src="a.svg" alt="a"/></p>', assets={"a.svg": svg}
        )
        laid_out.layout().write_pdf()
    assert fetcher.denied == ["file:///etc/passwd"]


def test_log_messages_come_back_and_the_logger_is_left_as_it_was():
    logger = logging.getLogger("weasyprint")
    before = (logger.handlers, logger.propagate, logger.level)
    with log_messages() as messages:
        logger.warning("told %s", "once")
        logger.info("not told")
    assert messages == ["told once"]
    assert (logger.handlers, logger.propagate, logger.level) == before


def test_only_packaged_fonts_are_used_whatever_the_system_has(engine, tmp_path):
    with log_messages():
        laid_out, _, _ = cascade(
            engine,
            "<p>Latin Кириллица ғқӣӯҳҷ әңөұүһі سلام</p><pre>mono</pre>",
            "p { font-family: serif } pre { font-family: monospace } "
            "@page { @top-left { content: 'x' } }",
        )
        pdf = tmp_path / "fonts.pdf"
        pdf.write_bytes(laid_out.layout().write_pdf())
    listing = subprocess.run(["pdffonts", pdf], capture_output=True, text=True, check=True).stdout
    names = {re.sub(r"^\w{6}\+", "", line.split()[0]) for line in listing.splitlines()[2:]}
    assert names
    assert all(name.startswith(("PT-Serif", "PT-Sans", "Amiri")) for name in names)


def test_a_project_font_folder_comes_first_in_the_font_configuration(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("FONTCONFIG_FILE", "")
    folder = tmp_path / "fonts & more"
    folder.mkdir()
    Engine((str(folder),))
    text = (tmp_path / "cache" / "briefgen" / "fontconfig").glob("*.conf").__next__().read_text()
    assert text.index("fonts &amp; more</dir>") < text.index("fontpkg_pt_serif")
    assert os.environ["FONTCONFIG_FILE"].startswith(str(tmp_path))


def test_a_home_that_cannot_be_written_to_is_no_obstacle(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    monkeypatch.setenv("FONTCONFIG_FILE", "")
    Engine()
    assert os.environ["FONTCONFIG_FILE"].endswith(".conf")
    assert not os.environ["FONTCONFIG_FILE"].startswith(str(tmp_path / "file"))


NOTES = "<p>a<i>b</i> c<i>d</i></p><p>e<i>f</i></p>"


def notes_of(engine, area):
    """Return the number of notes at the foot of each page, with properties of ``@footnote``."""
    css = f"@page {{ size: A4; @footnote {{ {area} }} }} i {{ float: footnote; line-height: 1.3 }}"
    pages = cascade(engine, NOTES, css)[0].layout().pages
    return [
        sum(
            len(box.children) for box in page._page_box.children if isinstance(box, FootnoteAreaBox)
        )
        for page in pages
    ]


@pytest.mark.parametrize("top", ["0", "1pt", "2.3pt", "3pt", "0.1mm", "7pt"])
def test_notes_stand_together_whatever_is_between_them_and_the_text(engine, top):
    for area in (
        f"padding-top: {top}",
        f"border-top: {top} solid",
        f"max-height: 9cm; margin-top: {top}",
    ):
        assert notes_of(engine, f"{area}; font-size: 8.3pt") == [3]


@pytest.mark.parametrize("limit", ["height: 20px", "max-height: 20px"])
def test_notes_that_are_higher_than_a_stylesheet_lets_them_be_go_over_the_page(engine, limit):
    found = notes_of(engine, limit)
    assert (max(found), sum(found)) == (1, 3)


def test_pages_begin_where_their_name_changes_and_nowhere_else(engine):
    css = """@page { size: 150pt 75pt; margin: 0 } @page wide { size: 225pt 75pt }
    .wide { page: wide } p { margin: 30pt 0 0; line-height: 30pt }"""
    body = "<p>a</p><p>b</p><p class='wide'>c</p><p>d</p><div><p>e</p></div><p class='wide'>f</p>"
    pages = cascade(engine, body, css)[0].layout().pages
    assert [page.width for page in pages] == [200, 200, 300, 200, 200, 300]
    tops = [
        next(box for box in page._page_box.descendants() if isinstance(box, LineBox)).position_y
        for page in pages
    ]
    assert tops == [40, 0, 40, 40, 0, 40], "a margin after a page that is full is none"


def dense(random):
    """Return paragraphs, lists and tables with many notes, of one line or several."""

    def text():
        note = f"<i>{'note ' * random.choice([1, 3, 40])}</i>" if random.random() < 0.5 else ""
        return f"{'word ' * random.randint(1, 60)}{note} {'word ' * random.randint(0, 30)}"

    def row():
        return f"<tr><td>{text()}</td><td>{text()}</td></tr>"

    parts = []
    for _ in range(8):
        parts.append(f"<h2>Heading</h2><p>{text()}{text()}{text()}</p>")
        parts.append(f"<ul><li>{text()}</li><li>{text()}</li></ul>")
        parts.append(f"<table><tbody>{row()}{row()}{row()}</tbody></table>")
    return "".join(parts)


@pytest.mark.parametrize("seed", [16, 18, 21, 22])
def test_each_note_is_once_on_the_page_that_has_its_mark(engine, seed):
    css = """@page { size: A5; @footnote { border-top: 0.5pt solid; padding-top: 3pt } }
    html { font: 10.5pt/1.42 serif; orphans: 3; widows: 3 } h2 { break-after: avoid }
    i { float: footnote; footnote-policy: line; font-size: 0.85em } tr { break-inside: avoid }"""
    document = cascade(engine, dense(Random(seed)), css)[0].layout()
    found = {"i::footnote-call": [], "i::footnote-marker": []}
    for number, page in enumerate(document.pages):
        for box in page._page_box.descendants():
            if isinstance(box, InlineBox) and box.element_tag in found:
                found[box.element_tag].append((number, box.element))
    marks, notes = found.values()
    assert len(document.pages) > 5
    assert Counter(notes) == Counter(marks)
    assert len({element for _, element in marks}) == len(marks) > 20


@pytest.mark.parametrize("look", ["float: left; margin-right: 20px", "margin-right: 20px"])
def test_a_first_letter_has_one_box_however_often_its_page_is_laid_out(engine, look):
    note = '<span class="note">A note.</span>'
    body = "<p>One</p>" + f"<p>Many words that go on over the end of the line {note}</p>" * 4
    laid_out, _, _ = cascade(
        engine,
        body,
        "@page { size: 150px 120px; margin: 10px } .note { float: footnote; footnote-policy: line }"
        f"p::first-letter {{ {look} }}",
    )
    boxes = [
        (page, box)
        for page, laid in enumerate(laid_out.layout().pages)
        for box in laid._page_box.descendants()
        if box.element_tag == "p::first-letter" and box.margin_right == 20
    ]
    assert len({page for page, _ in boxes}) > 1
    assert len(boxes) == 5
