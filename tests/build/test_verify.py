"""Files in, what is wrong with them out."""

import io
import zipfile

import pytest

from briefgen.build.job import Result
from briefgen.build.leaks import find_leaks, left_out
from briefgen.build.verify import verify
from briefgen.content.read import read_content
from briefgen.project import find_project
from tests.build.small import SECRET, SECRET_RU, replace, write_project

SCALE = ("public", "internal")
PARTS = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")


def docx(text="<w/>", parts=PARTS):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for part in parts:
            package.writestr(part, text)
    return out.getvalue()


def found(name, data, pages=1, secrets=()):
    return [(d.code, d.message) for d in verify(Result({name: data}, pages, ()), secrets)]


def html(body="", head=""):
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("name", "data"), [("pdf", b"%PDF-1.7 %%EOF"), ("docx", docx()), ("html", html())]
)
def test_a_good_file_has_nothing_wrong(name, data):
    assert found(name, data) == []


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("pdf", b"", "no PDF header"),
        ("pdf", b"%PDF-1.7 %%EOF %%EOF", "more than one pass"),
        ("pdf", b"%PDF-1.7", "not to its end"),
        ("docx", b"PK", "no zip archive"),
        ("docx", docx(parts=PARTS[:2]), "lacks the part word/document.xml"),
        ("docx", docx().replace(b"<w/>", b"<v/>", 1), "_Types].xml of the DOCX file is damaged"),
        ("html", html()[:-7], "no end"),
    ],
)
def test_a_broken_file_says_how(name, data, words):
    ((code, message),) = found(name, data)
    assert (code, words in message) == ("B401", True)


def test_a_pdf_has_a_page():
    assert found("pdf", b"%PDF-1.7 %%EOF", pages=0)[0][0] == "B401"


@pytest.mark.parametrize(
    "data",
    [
        html('<img src="http://x.example/a.png">'),
        html('<img src="a.png"/>'),
        html(head='<link rel="stylesheet" href="a.css">'),
        html('<form action="x">'),
        html(head="<style>p { background: url('a.png') }</style>"),
    ],
)
def test_an_html_file_that_would_fetch_something_is_refused(data):
    assert found("html", data)[0][0] == "B403"


def test_links_and_what_is_inside_an_html_file_are_no_fetches():
    body = '<a href="https://x.example">x</a><img src="data:image/png;base64,AA">'
    style = (
        "<style>p { background: url(data:image/png;base64,AA) } q { mask: url(#a) }"
        "p { background: URL( 'data:image/png;base64,AA') } q { mask: url(\"#a\") }</style>"
    )
    assert found("html", html(body, style)) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("html", html(f"<p>{SECRET}</p>")),
        ("html", html(f"<p>The envoy <em>will\u200b offer</em>\n{SECRET[21:]}</p>")),
        ("html", html(f'<img alt="{SECRET}" src="data:,">')),
        ("docx", docx(f"<w><t>{SECRET[:9]}</t><t>{SECRET[9:]}</t></w>")),
        ("docx", docx(f'<w descr="{SECRET}"/>')),
        ("docx", docx(f"<w>{SECRET.replace(' ', chr(0xA0))}</w>")),
    ],
)
def test_a_secret_is_found_however_it_is_broken_up(name, data):
    ((code, message),) = found(name, data, secrets=(SECRET,))
    assert (code, SECRET in message) == ("B402", False)


@pytest.fixture
def content(tmp_path):
    def read(*changes):
        root = write_project(tmp_path)
        for change in changes:
            replace(root, *change)
        read, problems = read_content(find_project(root))
        assert {d.code for d in problems} <= {"C014", "C015", "C023"}
        return read.summits["ferry"]

    return read


def test_what_an_audience_may_not_read_is_secret_in_every_language(content):
    assert left_out(content(), "public", SCALE) == tuple(sorted((SECRET, SECRET_RU)))
    assert left_out(content(), "internal", SCALE) == ()


def test_a_part_is_as_secret_as_the_whole(content):
    part = '  - key: "3.a"\n    handling: public\n    text: It sails on Sundays only.\n'
    summit = content(("content/ferry/minutes.yaml", SECRET + "\n", f"{SECRET}\n{part}"))
    assert "It sails on Sundays only." in left_out(summit, "public", SCALE)


def test_a_text_that_also_stands_in_something_public_is_no_secret(content):
    summit = content(("content/ferry/minutes.yaml", "Tickets cost the same in both.", SECRET))
    assert left_out(summit, "public", SCALE) == (SECRET_RU,)


def test_words_too_short_to_be_told_from_others_are_no_secret(content):
    summit = content(("content/ferry/minutes.yaml", SECRET, "Second ferry"[:11]))
    assert left_out(summit, "public", SCALE) == (SECRET_RU,)


def test_lines_to_take_are_never_for_the_lowest_level(content):
    more = (
        "lines_to_take:\n"
        "  - {id: price, handling: public, priority: 1, text: We do not talk about prices.}\n"
    )
    line = "bottom_line: {id: line, handling: public, priority: 1, text: A ferry line opens.}\n"
    summit = content(("content/ferry/brief.yaml", line, line + more))
    assert "We do not talk about prices." in left_out(summit, "public", SCALE)


def test_a_summit_without_a_brief_has_only_its_documents(tmp_path):
    root = write_project(tmp_path)
    (root / "content/ferry/brief.yaml").unlink()
    (root / "content/ferry/brief.ru.yaml").unlink()
    summit = read_content(find_project(root))[0].summits["ferry"]
    assert len(left_out(summit, "public", SCALE)) == 2


def test_a_leak_names_the_file_and_not_the_text():
    (leak,) = find_leaks(f"so: {SECRET}!", [SECRET], "the thing")
    assert leak.message == "the thing holds text that is above the audience's handling"
