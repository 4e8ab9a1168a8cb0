"""A job in, files out: the same bytes each time, and nothing an author can write raises."""

import io
import multiprocessing
import re
import struct
import time
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import docx
import pikepdf
import pytest
from PIL import Image

from briefgen.conformance.files import check_file
from briefgen.diagnostics import Severity
from briefgen.pipeline import calls, worker
from briefgen.pipeline.job import Job, Metadata, Stylesheet
from tests.reading import pdf_text

METADATA = Metadata("A title", "A subject", "en", "2025-10-09")


@pytest.fixture(scope="module", autouse=True)
def _started():
    worker.start()


def job(body="<h1>Title</h1><p>Text</p>", css="", formats=("pdf", "docx", "html"), **more):
    markup = f'<html lang="en"><head><title>A title</title></head><body>{body}</body></html>'
    sheets = (Stylesheet("templates/base/style.css", css.encode()),)
    fields = {"assets": {}, "metadata": METADATA, **more}
    return Job("x/doc.en", markup.encode(), sheets, formats=formats, **fields)


def codes(result):
    return [(p.diagnostic.code, p.element) for p in result.problems]


def test_every_format_asked_for_is_there_and_no_other():
    result = worker.write(job(formats=("pdf", "docx", "html")))
    assert {name: data[:4] for name, data in result.files.items()} == {
        "pdf": b"%PDF",
        "docx": b"PK\x03\x04",
        "html": b"<!DO",
    }
    assert (result.pages, result.problems) == (1, ())
    assert set(worker.write(job(formats=("html",))).files) == {"html"}


def test_equal_jobs_give_equal_files():
    assert worker.write(job()).files == worker.write(job()).files


def test_a_format_made_alone_is_the_same_as_made_with_others():
    body = '<nav role="doc-toc"><ol><li><a href="#a">A</a></li></ol></nav><h1 id="a">A</h1>'
    together = worker.write(job(body, "h1 { break-before: page }"))
    for name in ("pdf", "docx", "html"):
        alone = worker.write(job(body, "h1 { break-before: page }", formats=(name,)))
        assert alone.files[name] == together.files[name]


def test_pages_are_counted_where_there_is_a_pdf():
    two = job("<h1>a</h1><h1>b</h1>", "h1 + h1 { break-before: page }")
    assert worker.write(two).pages == 2
    assert worker.write(job(formats=("html",))).pages is None


def test_an_unknown_property_is_a_warning_and_the_files_are_made():
    result = worker.write(job(css="p { colour: red }"))
    assert codes(result) == [("S101", None)]
    assert set(result.files) == {"pdf", "docx", "html"}


def test_what_word_does_not_have_is_a_warning_at_the_rule_and_the_files_are_made():
    result = worker.write(job("<p>a</p>", "p {\n  color: red; float: left }"))
    assert codes(result) == [("W103", None)]
    place = result.problems[0].diagnostic.place
    assert (place.line, place.column) == (2, 15)
    assert set(result.files) == {"pdf", "docx", "html"}
    assert worker.write(job("<p>a</p>", "p { float: left }", formats=("pdf",))).problems == ()


def test_what_css_itself_refuses_is_said_once():
    result = worker.write(job("<p>a</p>", "p { float: top; position: fixed 3pt }"))
    assert codes(result) == [("S101", None), ("S101", None)]


def test_a_character_that_no_font_has_fails_at_its_element():
    result = worker.write(job("<p>fine</p><p>a \u25e6 b</p>", formats=("pdf",)))
    (problem,) = result.problems
    assert (problem.diagnostic.code, problem.element) == ("P106", 5)
    assert "U+25E6 (WHITE BULLET)" in problem.diagnostic.message
    assert not result.files


def test_a_character_of_an_svg_that_no_font_has_fails_at_the_image():
    svg = SVG.format('<text y="9">a \u25e6</text>').encode()
    (problem,) = worker.write(shows("a.svg", svg, formats=("pdf",))).problems
    assert (problem.diagnostic.code, problem.element) == ("P106", 6)
    assert "WHITE BULLET), which a.svg draws" in problem.diagnostic.message


def test_a_character_of_a_margin_box_that_no_font_has_fails_at_its_line_in_the_stylesheet():
    css = '@page {\n  @top-left { content: "a\u25e6" }\n}'
    (problem,) = worker.write(job("<p>x</p>", css, formats=("pdf",))).problems
    found = problem.diagnostic
    assert (found.code, str(found.place)) == ("P106", "templates/base/style.css:2:26")
    (escaped,) = worker.write(job("<p>x</p>", css.replace("\u25e6", "\\25e6"))).problems
    assert (escaped.diagnostic.code, escaped.diagnostic.place) == ("P106", None)


def test_an_image_that_is_not_there_fails_at_its_element():
    result = worker.write(job('<p>x</p><p><img src="a%20b.svg" alt="x"/></p>', formats=("pdf",)))
    assert codes(result) == [("P105", 6)]
    assert "a b.svg" in result.problems[0].diagnostic.message


def test_what_an_svg_reaches_for_fails_though_weasyprint_only_logs_it():
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        b'<image href="file:///etc/hostname" width="9" height="9"/></svg>'
    )
    result = worker.write(
        job('<p><img src="a.svg" alt="x"/></p>', formats=("pdf",), assets={"a.svg": svg})
    )
    assert [code for code, _ in codes(result)] == ["P105"]
    assert not result.files


def test_an_image_that_can_not_be_drawn_fails_at_its_element():
    result = worker.write(
        job('<p><img src="a.png" alt="x"/></p>', formats=("pdf",), assets={"a.png": b"\x89PNG..."})
    )
    assert codes(result) == [("P107", 5)]


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'
ENDLESS = SVG.format('<path d="M 0 0 Z 1"/>').encode()


def shows(name, data, **more):
    return job(f'<p>x</p><p><img src="{name}" alt="x"/></p>', assets={name: data}, **more)


def test_an_svg_that_can_not_be_drawn_fails_at_its_element():
    bad = SVG.format('<g transform="rotate(x)"><rect width="9" height="9"/></g>').encode()
    result = worker.write(shows("a.svg", bad, formats=("pdf",)))
    assert codes(result) == [("P107", 6)]
    assert not result.files


def test_an_svg_that_is_drawn_for_ever_is_stopped_and_named():
    assert codes(worker.write(shows("a.svg", ENDLESS, formats=("pdf",), seconds=0.5))) == [
        ("P107", 6)
    ]


def test_a_document_goes_on_being_stopped_after_an_svg_was():
    pictures = "".join(f'<p><img src="{n}.svg" alt="x"/></p>' for n in range(3))
    assets = {f"{n}.svg": ENDLESS for n in range(3)}
    # It would never end if only the first were stopped.
    assert not worker.write(job(pictures, formats=("pdf",), assets=assets, seconds=0.5)).files


def pixels(name):
    out = io.BytesIO()
    Image.effect_noise((64, 64), 90).convert("RGB").save(out, name)
    return out.getvalue()


def png(rows):
    """Return a PNG of 64 × 64 grey pixels whose image data is ``rows``, with right checksums."""
    header = struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


@pytest.mark.parametrize("formats", [("pdf",), ("docx",), ("html",)])
@pytest.mark.parametrize(
    "data",
    [
        png(b"no deflate stream"),
        png(zlib.compress(b"\0" * 999)),
        pixels("JPEG")[:20] + b"\xff\xd9",
        pixels("WEBP")[:40] + bytes(len(pixels("WEBP")) - 40),
    ],
    ids=["png-of-rubbish", "png-of-too-few-rows", "jpeg-of-nothing", "webp-of-zeros"],
)
def test_an_image_whose_pixels_can_not_be_decoded_fails_in_every_format(data, formats):
    result = worker.write(shows("a", data, formats=formats))
    assert ("P107", 6) in codes(result)
    assert not result.files


@pytest.mark.parametrize("name", ["PNG", "JPEG", "WEBP"])
def test_an_image_whose_pixels_can_be_decoded_is_drawn(name):
    assert worker.write(shows("a", pixels(name))).problems == ()


def test_anything_else_that_layout_says_is_passed_on_as_a_warning():
    result = worker.write(job('<p><a href="#nowhere">x</a></p>', formats=("pdf",)))
    (problem,) = result.problems
    assert (problem.diagnostic.code, problem.diagnostic.severity) == ("P101", Severity.WARNING)
    assert "nowhere" in problem.diagnostic.message


def test_a_document_that_takes_too_long_is_stopped_and_the_next_is_made():
    long = job("<p>" + "word " * 200_000 + "</p>", formats=("pdf",), seconds=0.2)
    assert codes(worker.write(long)) == [("P102", None)]
    assert worker.write(job()).files


def test_time_in_which_the_process_does_nothing_does_not_count(monkeypatch):
    made = worker._write

    def wait_first(*arguments):
        time.sleep(0.6)
        return made(*arguments)

    worker.write(job())
    monkeypatch.setattr(worker, "_write", wait_first)
    assert worker.write(job("<p>x</p>", formats=("html",), seconds=0.5)).problems == ()


def _in_a_thread(answers):
    """Write jobs in a thread of this process, as a Dask worker does."""
    long = job("<p>" + "word " * 200_000 + "</p>", formats=("pdf",), seconds=0.2)
    calls.start(())
    with ThreadPoolExecutor(1) as threads:
        answers.put([codes(threads.submit(calls.write, one).result()) for one in (long, job())])


def test_limits_hold_in_a_thread_of_a_daemonic_process():
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    process = context.Process(target=_in_a_thread, args=(answers,), daemon=True)
    process.start()
    assert answers.get(timeout=300) == [[("P102", None)], []]
    process.join()


def test_a_job_in_a_thread_runs_in_a_child_process_and_gives_the_same_files():
    with ThreadPoolExecutor(1) as threads:
        threads.submit(calls.start, ()).result()
        made = threads.submit(calls.write, job()).result()
    assert made.files == worker.write(job()).files


def test_a_process_of_ours_is_ended_by_the_system_where_it_hangs_in_c(monkeypatch):
    limits = []

    def set_limit(what, limit):
        limits.append((what, limit[0] - time.process_time()))

    monkeypatch.setattr(calls.resource, "setrlimit", set_limit)
    monkeypatch.setattr(calls._Process, "is_limited", False)
    calls.limit_and_start((), 512)
    calls.write(job("<p>x</p>", formats=("html",), seconds=5))
    (memory, _), (core, _), (cpu, left) = limits
    expected = (calls.resource.RLIMIT_AS, calls.resource.RLIMIT_CORE, calls.resource.RLIMIT_CPU)
    assert (memory, core, cpu) == expected
    assert 19.5 < left <= 21


def test_a_document_nested_too_deeply_is_told():
    deep = job("<div>" * 600 + "<p>x</p>" + "</div>" * 600, formats=("pdf",))
    assert codes(worker.write(deep)) == [("P103", None)]


def test_memory_that_runs_out_is_told(monkeypatch):
    def exhaust(*_arguments):
        raise MemoryError

    monkeypatch.setattr(worker, "_write", exhaust)
    assert codes(worker.write(job())) == [("P104", None)]


def test_a_worker_that_was_not_started_starts_itself(monkeypatch):
    monkeypatch.setattr(worker._Process, "engine", None)
    assert worker.write(job(formats=("html",))).files


def test_garbage_is_collected_by_pages_and_not_by_document(monkeypatch):
    collections = []
    monkeypatch.setattr(worker.gc, "collect", lambda: collections.append(1))
    monkeypatch.setattr(worker._Process, "pages_since_collection", 0)
    monkeypatch.setattr(worker, "COLLECT_AFTER_PAGES", 3)
    for _ in range(4):
        worker.write(job(formats=("pdf",)))
    assert len(collections) == 1


def test_the_pdf_says_what_the_metadata_says(tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(worker.write(job(formats=("pdf",))).files["pdf"])
    with pikepdf.open(path) as pdf:
        assert str(pdf.docinfo["/Title"]) == "A title"


@pytest.mark.parametrize(
    ("css", "line", "column"),
    [
        (
            "h1 { color: red }\n/* no */ @page { @footnote { columns: 2 } } p { color: red }",
            2,
            10,
        ),
        ("h1 {\n  color: red;\n  color: blue;\n}\nli::marker {\n  display: none;\n}", 5, 1),
        ("@media print {\n p { color: red }\n li::marker { display: none } }", 3, 2),
        ("li::marker {\n  color: red; display: none; color: blue }", 2, 15),
    ],
)
def test_what_layout_fails_on_is_refused_at_its_place_in_the_stylesheet(css, line, column):
    body = '<ul><li>a<span role="doc-footnote" style="float: footnote">b</span></li></ul>'
    result = worker.write(job(body, css))
    (problem,) = result.problems
    assert (problem.diagnostic.code, result.files) == ("S102", {})
    assert str(problem.diagnostic.place) == f"templates/base/style.css:{line}:{column}"


def test_what_a_stylesheet_nests_too_deeply_is_refused_at_its_place():
    names = "".join(f"--a{number}: var(--a{number - 1}); " for number in range(1, 2000))
    css = f":root {{ --a0: 1px; {names} }}\nh1 {{ color: red;\n margin-top: var(--a1999) }}"
    (problem,) = worker.write(job(css=css)).problems
    assert (problem.diagnostic.code, problem.diagnostic.place.line) == ("S102", 3)
    assert problem.diagnostic.message.endswith(": RecursionError")


def test_what_a_stylesheet_makes_endless_is_refused_at_its_place(monkeypatch):
    def lay_out(tried, _engine):
        while any(b"clear: both" in sheet.text for sheet in tried.stylesheets):
            pass

    monkeypatch.setattr(worker, "_write", lay_out)
    endless = job(css="p { float: left;\n clear: both; color: red }", seconds=0.5)
    (problem,) = worker.write(endless).problems
    assert (problem.diagnostic.code, problem.diagnostic.place.line) == ("S102", 2)
    assert problem.diagnostic.message.endswith(": it takes more than 0.5 seconds of CPU time")


def test_a_place_that_is_not_found_in_time_is_none(monkeypatch):
    def lay_out(tried, _engine):
        if tried is not failing:
            while True:
                pass
        raise ZeroDivisionError

    monkeypatch.setattr(worker, "_write", lay_out)
    failing = job(css="p { color: red }", seconds=0.2)
    assert codes(worker.write(failing)) == [("P102", None)]


def test_what_fails_without_any_stylesheet_is_a_mistake_of_ours(monkeypatch):
    def fail(*_arguments):
        raise ZeroDivisionError

    monkeypatch.setattr(worker, "_files", fail)
    with pytest.raises(ZeroDivisionError):
        worker.write(job(css="p { color: red }"))


def test_an_image_in_a_margin_is_drawn_and_nothing_to_read():
    css = "@page { @top-left { content: url(a.png) } }"
    sheets = (Stylesheet("a.css", css.encode()),)
    assets = {"a.png": pixels("PNG")}
    result = worker.write(replace(job(formats=("pdf",), assets=assets), stylesheets=sheets))
    assert [p.diagnostic for p in result.problems] == []
    assert [d.message for d in check_file(result.files["pdf"], "a")] == []


def test_a_section_on_pages_of_its_own_is_one_in_pdf_and_word_and_ends_there():
    body = """<p>before</p><section id="x"><h2>Heading</h2>
    <table><tbody><tr><td>cell</td></tr></tbody></table></section>
    <section><h2>Next</h2><p>after</p></section>"""
    css = "@page { size: A5 } @page wide { size: A4 landscape } #x { page: wide }"
    files = worker.write(job(body, css)).files
    with pikepdf.open(io.BytesIO(files["pdf"])) as pdf:
        sizes = [tuple(round(float(edge)) for edge in page.mediabox[2:]) for page in pdf.pages]
    assert sizes == [(420, 595), (842, 595), (420, 595)]
    sections = docx.Document(io.BytesIO(files["docx"])).sections
    assert [
        (section.page_width > section.page_height, texts_of(section)) for section in sections
    ] == [(False, ["before"]), (True, ["Heading", "cell"]), (False, ["Next", "after"])]


def texts_of(section):
    """Return the paragraphs of a Word section, those of its tables too."""
    found = []
    for block in section.iter_inner_content():
        cells = [cell for row in getattr(block, "rows", ()) for cell in row.cells]
        found += [cell.text for cell in cells] or [block.text]
    return [text for text in found if text]


@pytest.mark.parametrize(
    ("kind", "numbers"),
    [
        ("decimal", "3. 4."),
        ("decimal-leading-zero", "03. 04."),
        ("lower-roman", "iii. iv."),
        ("upper-roman", "III. IV."),
        ("lower-alpha", "c. d."),
        ("upper-alpha", "C. D."),
        ("persian", "۳. ۴."),
        ("arabic-indic", "٣. ٤."),
        ("cyrillic", "в. г."),
    ],
)
def test_a_list_starts_where_it_says_in_every_format(kind, numbers, tmp_path):
    items = "<li>one</li><li>two</li>"
    body = f'<ol><li>first</li></ol><ol start="3">{items}</ol><ol start="5" id="x">{items}</ol>'
    own = "@counter-style cyrillic { system: alphabetic; symbols: а б в г д е }"
    files = worker.write(job(body, f"{own} ol {{ list-style-type: {kind} }}")).files
    (tmp_path / "x.pdf").write_bytes(files["pdf"])
    words = pdf_text(tmp_path / "x.pdf").split()
    assert [words.count(number) for number in numbers.split()] == [1, 1]
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as package:
        numbering = package.read("word/numbering.xml").decode()
    starts = re.findall(r'startOverride w:val="([35])"', numbering)
    labels = re.findall(r'numFmt w:val="none"/><w:lvlText w:val="([^"]+)"', numbering)
    assert starts == ["3", "5"] or labels[1:3] == numbers.split()
    assert re.findall(r'start="\d"', files["html"].decode()) == ['start="3"', 'start="5"']
