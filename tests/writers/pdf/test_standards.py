"""Kinds of content, each in a PDF of its own that veraPDF and our own checks find well made."""

import io
import json

import pytest
from PIL import Image

from briefgen.conformance.pdf.check import check_pdf
from tests.once import once
from tests.pdf_tools import validate
from tests.writers.pdf.pages import make_pdf


def image(mode: str) -> bytes:
    stream = io.BytesIO()
    Image.new(mode, (8, 4)).save(stream, "PNG")
    return stream.getvalue()


SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><defs><linearGradient id="g">
<stop stop-color="red"/><stop offset="1" stop-color="blue" stop-opacity="0.5"/></linearGradient>
</defs><rect width="20" height="10" fill="url(#g)"/><text y="8" font-size="6">abc</text></svg>"""

ASSETS = {"a.png": image("RGB"), "b.png": image("RGBA"), "c.svg": SVG}

PAGES = (
    "@page { size: A5; @top-left { content: string(t) } @bottom-right { content: counter(page) } }"
)

FIXTURES = {
    "figures": (
        (
            '<h1>a</h1><figure><img src="a.png" alt="A"/><figcaption>b</figcaption></figure>'
            '<p>c <img src="b.png" alt="B"/> <img src="c.svg" alt="C"/>'
            ' <img src="a.png" alt=""/></p>'
        ),
        (
            "img { image-rendering: auto; width: 30mm } "
            "p { background: url(a.png); box-shadow: 1mm 1mm 2mm gray; border-radius: 2mm }"
        ),
    ),
    "footnotes": (
        '<p>a<span role="doc-footnote">b <em>c</em></span> d</p>' * 40,
        PAGES
        + "[role] { float: footnote; footnote-policy: line } @footnote { border: thin solid }",
    ),
    "nested lists": (
        (
            "<ul><li>a<ol><li>b<ul><li>c</li></ul></li><li>d</li></ol></li><li>e</li></ul>"
            "<dl><dt>f</dt><dd>g</dd><dd>h</dd><div><dt>i</dt><dd>j</dd></div></dl>"
        ),
        "ul { list-style: disc } ol { list-style: lower-roman inside }",
    ),
    "spans": (
        (
            "<table><caption>a</caption><thead><tr><th scope='col' rowspan='2'>b</th>"
            "<th scope='colgroup' colspan='2'>c</th></tr><tr><th scope='col'>d</th>"
            "<th scope='col'>e</th></tr></thead><tbody><tr><th scope='row' rowspan='2'>f</th>"
            "<td>g</td><td></td></tr><tr><td colspan='2'>h</td></tr></tbody></table>"
        ),
        "",
    ),
    "a table from right to left": (
        (
            '<table dir="rtl" lang="fa"><thead><tr><th scope="col">نام</th>'
            '<th scope="col" lang="en" dir="ltr">Name</th></tr></thead>'
            "<tbody><tr><td>لگ‌لگ و لاله</td>"
            '<td lang="en" dir="ltr">Stork (لک‌لک)</td></tr></tbody></table>'
        ),
        "* { font-family: Amiri }",
    ),
    "a table of 200 rows": (
        "<table><thead><tr><th scope='col'>a</th><th scope='col'>b</th></tr></thead><tbody>"
        + "".join(f"<tr><th scope='row'>{n}</th><td>c</td></tr>" for n in range(200))
        + "</tbody><tfoot><tr><td>d</td><td>e</td></tr></tfoot></table>",
        PAGES + "h1 { string-set: t content() }",
    ),
    "contents": (
        (
            '<nav role="doc-toc"><ol><li><a href="#x">a <em>b</em></a><ol>'
            '<li><a href="#x">c</a></li></ol></li></ol></nav><h1 id="x">d</h1><p><a href="https://example.org/">e'
            " <code>f</code><br/>g</a></p><h2>h</h2>"
        ),
        "nav a::after { content: leader('.') target-counter(attr(href), page) }",
    ),
    "inline": (
        (
            '<p>a <em>b <strong>c</strong></em> <sub>d</sub><sup>e</sup> <q lang="en">f</q> <code>g'
            '</code> <abbr title="h">i</abbr> <cite>j</cite> '
            '<time datetime="2025">k</time><br/>l</p>'
            "<hr/><blockquote><p>m</p></blockquote><div><p></p></div>"
        ),
        (
            "sup { opacity: 0.5; display: inline-block } strong { text-decoration: underline } "
            "blockquote { opacity: 0.5; transform: rotate(5deg); position: absolute; top: 0 }"
        ),
    ),
    "columns": (
        "<div>" + "<p>a b c d e f</p>" * 60 + "</div><section><h1>g</h1></section>",
        PAGES + "div { columns: 2 } p { float: right } p:first-child { position: running(x) }",
    ),
}


@pytest.fixture(scope="module")
def found(pdf_tools, shared) -> dict[str, list[str]]:
    """What veraPDF finds wrong with the fixtures, all read in one run."""

    def make(folder):
        paths = {}
        for number, (name, (body, css)) in enumerate(FIXTURES.items()):
            paths[folder / f"{number}.pdf"] = name
            data = make_pdf(body, css, ASSETS, language="ru", source=b"{}" if number else None)
            (folder / f"{number}.pdf").write_bytes(data)
        read = {paths[path]: wrong for path, wrong in validate(paths).items()}
        (folder / "found.json").write_text(json.dumps(read))

    return json.loads((once(shared, "verapdf-fixtures", make) / "found.json").read_text())


@pytest.mark.parametrize("name", FIXTURES)
def test_verapdf_finds_nothing_wrong(found, name):
    assert found[name] == []


@pytest.mark.parametrize("name", FIXTURES)
def test_our_own_checks_find_nothing_wrong(name):
    body, css = FIXTURES[name]
    found = check_pdf(make_pdf(body, css, ASSETS), name)
    assert [f"{d.code} {d.message}" for d in found] == []
