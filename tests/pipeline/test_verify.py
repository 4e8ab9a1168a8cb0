"""Files in, what is wrong with them out."""

import io
import zipfile

import pytest

from briefgen.pipeline.job import Result
from briefgen.pipeline.leaks import Secrets
from briefgen.pipeline.verify import verify

PARTS = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")


def docx(text="<w/>", parts=PARTS):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for part in parts:
            package.writestr(part, text)
    return out.getvalue()


def found(name, data, pages=1):
    return [(d.code, d.message) for d in verify(Result({name: data}, pages, ()), Secrets(), None)]


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
