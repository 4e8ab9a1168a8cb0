"""Write one document with everything that a Word document can have, in four languages.

Its words and its look are in fixtures/; it is what the shipped stylesheet makes of it.
"""

import io
from dataclasses import replace
from pathlib import Path

import jinja2
import yaml
from PIL import Image, ImageDraw

from briefgen.diagnostics import Severity
from briefgen.pipeline import worker
from briefgen.pipeline.job import FORMATS, Job, Metadata, Stylesheet

FIXTURES = Path(__file__).parent / "fixtures"
WORDS = yaml.safe_load((FIXTURES / "words.yaml").read_text())
LANGUAGES = tuple(WORDS)

SHIPPED, OWN = (
    Stylesheet(path.name, path.read_bytes())
    for path in (
        Path(__file__).parents[3] / "templates" / "base" / "style.css",
        FIXTURES / "everything.css",
    )
)

BIRDS = b"""<svg xmlns="http://www.w3.org/2000/svg" width="90mm" viewBox="0 0 90 30">
<rect y="4" width="80" height="6" fill="#1f3a5f"/>
<rect y="18" width="55" height="6" fill="#c5ccd4"/>
</svg>"""


def write_everything(language: str, folder: Path, name: str = "", **changes) -> None:
    """Write the document as ``folder``/name.pdf, .docx and .html; its name is its language.

    ``changes`` are what is different in the job.
    """
    template = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=True).from_string(
        (FIXTURES / "everything.html.j2").read_text()
    )
    words = WORDS[language]
    job = Job(
        name=language,
        markup=template.render(words, lang=language).encode(),
        stylesheets=(SHIPPED, OWN),
        assets={"lake.png": draw_lake(), "birds.svg": BIRDS},
        formats=FORMATS,
        metadata=Metadata(words["title"], words["kind"], language, "2026-06-30"),
    )
    result = worker.write(replace(job, **changes))
    assert all(problem.diagnostic.severity is Severity.INFO for problem in result.problems)
    for extension, data in result.files.items():
        (folder / f"{name or language}.{extension}").write_bytes(data)


def draw_lake() -> bytes:
    """Return a PNG of 600 × 200 pixels."""
    image = Image.new("RGB", (600, 200), "#f4d9b0")
    draw = ImageDraw.Draw(image)
    draw.ellipse((260, 60, 340, 140), fill="#d9822b")
    draw.rectangle((0, 110, 600, 200), fill="#1f3a5f")
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()
