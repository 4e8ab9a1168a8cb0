"""What an audience's stylesheet changes is changed in PDF, HTML and Word alike."""

import dataclasses
import io
import subprocess
import zipfile
from collections.abc import Callable

import pikepdf
import pytest

from briefgen.pipeline import worker
from briefgen.pipeline.job import Job, Result, Stylesheet
from briefgen.pipeline.prepare import Preparer
from briefgen.project import find_project

DOCUMENT = "press/one-pager.en"
SHEET = "templates/audiences/press/style.css"


@pytest.fixture(scope="module")
def job(checkout) -> Job:
    preparer = Preparer(find_project(checkout), ("dushanbe-2025",))
    (made,) = preparer.plans
    (entry,) = (entry for entry in made.entries if entry.name == DOCUMENT)
    prepared, _ = preparer.prepare(made, entry)
    return prepared.job


@pytest.fixture(scope="module")
def styled(job) -> Callable[[str], Result]:
    """A function that writes the document with some CSS at the end of its audience's own."""

    def write(css: str) -> Result:
        assert job.stylesheets[-1].path == SHEET
        own = Stylesheet(SHEET, job.stylesheets[-1].text + css.encode())
        result = worker.write(dataclasses.replace(job, stylesheets=(*job.stylesheets[:-1], own)))
        assert result.problems == ()
        return result

    return write


@pytest.fixture(scope="module")
def plain(styled) -> Result:
    return styled("")


def word(result: Result, name: str) -> str:
    """The Word document's parts of a name, as text."""
    with zipfile.ZipFile(io.BytesIO(result.files["docx"])) as package:
        names = [part for part in package.namelist() if part.startswith(f"word/{name}")]
        return "".join(package.read(part).decode() for part in names)


def painted(result: Result) -> list[tuple[list[float], bytes]]:
    """Each page's size and what is painted on it."""
    with pikepdf.open(io.BytesIO(result.files["pdf"])) as pdf:
        return [
            ([round(float(side)) for side in page.MediaBox], page.Contents.read_bytes())
            for page in pdf.pages
        ]


@pytest.mark.parametrize(
    ("css", "part", "xml"),
    [
        ("h1 { color: #123456 }", "styles", '<w:color w:val="123456"/>'),
        ("h1 { font-size: 31pt }", "styles", '<w:sz w:val="62"/>'),
        ("h1 { font-family: 'PT Serif' }", "styles", '<w:rFonts w:ascii="PT Serif"'),
        (".dateline { font-style: italic }", "styles", "<w:i/>"),
        (".dateline { letter-spacing: 3pt }", "styles", '<w:spacing w:val="60"/>'),
        (".dateline { line-height: 31pt }", "styles", 'w:line="620"'),
        (".dateline { margin-bottom: 37pt }", "styles", 'w:after="740"'),
        (".dateline { margin-left: 37pt }", "styles", 'w:left="740"'),
        (".dateline { text-align: center }", "styles", '<w:jc w:val="center"/>'),
        (".dateline { background: #fedcba }", "styles", 'w:fill="FEDCBA"'),
        (".dateline { border-bottom: 3pt dashed #123456 }", "styles", 'w:val="dashed" w:sz="24"'),
        (".bottom-line { padding: 23pt }", "styles", 'w:space="23"'),
        (":root { --accent: #123456 }", "styles", '<w:color w:val="123456"/>'),
        ("@page { size: letter }", "document", 'w:w="12240" w:h="15840"'),
        ("@page { margin: 20mm 31mm }", "document", 'w:right="1757"'),
        ("@page :first { @top-center { content: 'For comment' } }", "header", "For comment"),
        ("@page { @bottom-left { content: 'For comment' } }", "footer", "For comment"),
    ],
)
def test_it_changes_all_three_formats(styled, plain, css, part, xml):
    changed = styled(css)
    assert painted(changed) != painted(plain)
    assert css in changed.files["html"].decode()
    assert xml not in word(plain, part)
    assert xml in word(changed, part)


def test_the_pdf_has_the_same_colour_size_and_running_text(styled):
    changed = styled(
        "h1 { color: #123456 } @page { size: letter; @bottom-left { content: 'For comment' } }"
    )
    [(size, contents)] = painted(changed)
    assert size == [0, 0, 612, 792]
    rgb = [[float(part) for part in line.split()[:3]] for line in contents.split(b"\n")
           if line.endswith(b" rg")]  # fmt: skip
    assert any(
        part == pytest.approx([0x12 / 255, 0x34 / 255, 0x56 / 255], abs=1e-3) for part in rgb
    )
    done = subprocess.run(
        ["pdftotext", "-", "-"], input=changed.files["pdf"], capture_output=True, check=True
    )
    assert "For comment" in done.stdout.decode()
