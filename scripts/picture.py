"""Turn pages of the built pack into the pictures that README.md and docs/ show.

Run it after `make pack setup-test`: `.venv/bin/python -m scripts.picture`. Pages of Word files
are as LibreOffice lays them out. What is on them is the business of content/ and templates/.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw

from briefgen.cli.app import run
from tests.docs.markdown import Page
from tests.word_tools import convert

ROOT = Path(__file__).parents[1]
PACK = ROOT / "output" / "dushanbe-2025"

PICTURES = {
    "pages.png": (
        ("minister/briefing.en.pdf", 1),
        ("press/one-pager.ru.pdf", 1),
        ("analyst/bilingual-table.en-ru.pdf", 2),
    ),
    "audiences.png": (
        ("minister/briefing.en.pdf", 1),
        ("analyst/briefing.en.pdf", 1),
        ("press/briefing.en.pdf", 1),
    ),
    "pdf-and-word.png": (
        ("minister/briefing.en.pdf", 1),
        ("minister/briefing.en.docx", 1),
        ("analyst/bilingual-table.en-ru.pdf", 1),
        ("analyst/bilingual-table.en-ru.docx", 1),
    ),
    "one-pagers.png": (
        ("minister/one-pager.en.pdf", 1),
        ("minister/one-pager.en.docx", 1),
        ("press/one-pager.ru.pdf", 1),
        ("press/one-pager.ru.docx", 1),
    ),
}
"""Picture → the pages it shows side by side: a file of the pack and a page's number, from 1."""

EXAMPLE = "example.png"
"""The picture of what the YAML and the Jinja at the top of README.md become."""

EXAMPLE_PAGES = (("delegation/note.en.pdf", 1), ("press/note.en.pdf", 1))
EXAMPLE_SHOWN = 0.46  # of each page's height, from the top: below it is empty
_EXAMPLE_PACK = """summit: example
documents:
  - {kinds: [note], audiences: [delegation, press], languages: [en], formats: [pdf, docx, html]}
"""

WIDTH, GAP = 1896, 24  # pixels
COLORS = 64
BACKGROUND, EDGE = "#e9ecef", "#c5ccd4"


def draw_page(path: Path, number: int, width: int) -> Image.Image:
    """Return a page of a PDF or Word file, ``width`` pixels wide, with a line around it."""
    if path.suffix == ".docx":
        with tempfile.TemporaryDirectory() as folder:
            convert([path], Path(folder))
            return draw_page(Path(folder) / f"{path.stem}.pdf", number, width)
    command = [
        *("pdftoppm", "-png", "-f", str(number), "-l", str(number)),
        *("-scale-to-x", str(width), "-scale-to-y", "-1", str(path)),
    ]
    # Paths of our own, and a program that setting up the tests installs.
    drawn = subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    page = Image.open(io.BytesIO(drawn.stdout)).convert("RGB")
    edge = (0, 0, page.width - 1, page.height - 1)
    ImageDraw.Draw(page).rectangle(edge, outline=EDGE)
    return page


def put_side_by_side(pages: list[Image.Image]) -> Image.Image:
    """Return one picture of the pages, in few colours so that its file is small."""
    width = GAP + sum(page.width + GAP for page in pages)
    picture = Image.new("RGB", (width, max(page.height for page in pages) + 2 * GAP), BACKGROUND)
    left = GAP
    for page in pages:
        picture.paste(page, (left, GAP))
        left += page.width + GAP
    return picture.quantize(COLORS, dither=Image.Dither.NONE)


def build_example(demo: Path) -> Path:
    """Build README.md's example in a project fresh from ``briefgen init``; return the output."""
    for block in Page(ROOT / "README.md").blocks:
        if "file" in block.options:
            path = demo / block.options["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
    (demo / "content/example/brief.ru.yaml").unlink()
    (demo / "content/packs/example.yaml").write_text(_EXAMPLE_PACK)
    if run(["build", "--root", str(demo), "--no-cache"]):
        raise RuntimeError("the example of README.md doesn't build")
    return demo / "output" / "example"


def draw_example() -> Image.Image:
    """Return the tops of the example's pages, side by side."""
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo"
        run(["init", str(demo)])
        output = build_example(demo)
        width = (WIDTH - GAP) // len(EXAMPLE_PAGES) - GAP
        pages = [draw_page(output / file, number, width) for file, number in EXAMPLE_PAGES]
    tops = [page.crop((0, 0, page.width, int(page.height * EXAMPLE_SHOWN))) for page in pages]
    return put_side_by_side(tops)


def main(pack: Path) -> None:
    """Draw the pictures from a pack's folder of output into docs/images/."""
    draw_example().save(ROOT / "docs" / "images" / EXAMPLE, optimize=True)
    for name, pages in PICTURES.items():
        width = (WIDTH - GAP) // len(pages) - GAP
        drawn = [draw_page(pack / file, number, width) for file, number in pages]
        put_side_by_side(drawn).save(ROOT / "docs" / "images" / name, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PACK)
