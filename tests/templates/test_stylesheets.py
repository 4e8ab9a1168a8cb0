import io
import re
import zipfile

import pytest
import tinycss2

from briefgen.pipeline import worker
from briefgen.pipeline.job import Job, Metadata, Stylesheet
from tests.reading import pdf_text
from tests.templates.meeting import SECTIONS, TEMPLATES

SHEETS = sorted(TEMPLATES.rglob("*.css"))
NAMES = [sheet.relative_to(TEMPLATES).as_posix() for sheet in SHEETS]
sheets = pytest.mark.parametrize("sheet", SHEETS, ids=NAMES)


def properties(path):
    """Return the custom properties that a stylesheet sets on :root."""
    root = re.search(r":root \{(.*?)\}", path.read_text(), re.DOTALL)
    return dict(re.findall(r"--([\w-]+): ([^;]+);", root[1])) if root else {}


def classes(text):
    return set(re.findall(r"\.([a-z][a-z0-9-]*)", text))


def selectors(rules):
    for rule in rules:
        if rule.type == "qualified-rule":
            yield tinycss2.serialize(rule.prelude)
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media":
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            yield from selectors(inner)


@sheets
def test_a_stylesheet_fetches_nothing_and_draws_nothing_slow(sheet):
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    for slow in ("url(", "@font-face", "@import", "dotted", 'leader(".")', "grid", "flex"):
        assert slow not in text


@sheets
def test_every_class_of_a_stylesheet_is_one_that_templates_write(sheet):
    rules = tinycss2.parse_stylesheet(sheet.read_text(), skip_comments=True, skip_whitespace=True)
    templates = " ".join(path.read_text() for path in TEMPLATES.rglob("*.j2"))
    written = set(re.findall(r"[a-z][a-z0-9-]+", templates)) | {"level-1", "level-2", "level-3"}
    written |= {"short-contents"}  # briefgen/pipeline/paginate.py
    written |= set(SECTIONS) | {f"languages-{number}" for number in range(1, 5)}
    for selector in selectors(rules):
        assert classes(selector) <= written, selector


def luminance(color):
    """Return the relative luminance of #rrggbb (WCAG 2.2)."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Return the contrast ratio of two colours (WCAG 2.2)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("sheet", sorted(TEMPLATES.glob("audiences/*/style.css")))
def test_every_text_has_a_contrast_of_at_least_four_and_a_half_to_one(sheet):
    colors = properties(TEMPLATES / "base/style.css") | properties(sheet)
    for ink in ("ink", "muted", "accent"):
        for paper in ("#ffffff", colors["tint"]):
            assert contrast(colors[ink], paper) >= 4.5, (ink, paper)


def test_words_for_what_is_missing_can_be_read():
    rule = re.search(r"td\.missing \{(.*?)\}", (TEMPLATES / "base/style.css").read_text())
    [name] = re.findall(r"color: var\(--(\w+)\)", rule[1])
    ink = properties(TEMPLATES / "base/style.css")[name]
    assert contrast(ink, "#ffffff") >= 4.5


def test_a_footnote_stands_at_the_foot_without_any_rule_of_an_audience(tmp_path):
    sheet = Stylesheet("base/style.css", (TEMPLATES / "base" / "style.css").read_bytes())
    markup = (
        '<html lang="en"><head><title>t</title></head><body><p>A claim'
        '<span role="doc-footnote">Its source.</span> and more.</p><p>The end.</p></body></html>'
    )
    metadata = Metadata("t", "s", "en", "2025")
    worker.start()
    result = worker.write(Job("n", markup.encode(), (sheet,), {}, ("pdf", "docx"), metadata))
    assert result.problems == ()
    (tmp_path / "n.pdf").write_bytes(result.files["pdf"])
    words = pdf_text(tmp_path / "n.pdf").split()
    assert words.index("source.") > words.index("end.")


NOTED = """<html lang="en"><head><title>t</title></head><body><p>One<span role="doc-footnote">Note
one.</span>, two<span role="doc-footnote">Note two.</span>.</p><p>Three<span
role="doc-footnote">Note three.</span>.</p><table><tbody><tr><td>Four<span role="doc-footnote">Note
four.</span></td><td>Cell</td></tr></tbody></table><p>The end.</p></body></html>"""
PROJECTS = TEMPLATES.parent / "tests" / "projects"
LOOKS = sorted(
    [*TEMPLATES.glob("audiences/*/style.css"), *PROJECTS.glob("*/templates/**/style.css")]
)


@pytest.mark.parametrize("look", LOOKS, ids=lambda path: "/".join(path.parts[-4:-1]))
def test_notes_stand_at_the_foot_of_their_page_and_none_is_lost(look, tmp_path):
    sheets = tuple(
        Stylesheet(path.name, path.read_bytes()) for path in (TEMPLATES / "base/style.css", look)
    )
    metadata = Metadata("t", "s", "en", "2025")
    worker.start()
    formats = ("pdf", "docx", "html")
    files = worker.write(Job("n", NOTED.encode(), sheets, {}, formats, metadata)).files
    (tmp_path / "n.pdf").write_bytes(files["pdf"])
    [page] = pdf_text(tmp_path / "n.pdf").removesuffix("\f").split("\f")
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as package:
        notes = package.read("word/footnotes.xml").decode()
    places = [page.index("The end.")]
    for number in ("one", "two", "three", "four"):
        assert len(re.findall(rf"Note\s{number}\.", page)) == 1
        places.append(re.search(rf"Note\s{number}\.", page).start())
        assert notes.count(f"Note {number}.") == 1
        assert " ".join(files["html"].decode().split()).count(f"Note {number}.") == 1
    assert places == sorted(places)
