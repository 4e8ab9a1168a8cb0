"""docs/templates.md: the example builds, the tables say what is so."""

import dataclasses
import io
import re
import shutil
import typing
from pathlib import Path
from types import NoneType, UnionType
from xml.etree import ElementTree

import pikepdf
import pyphen
import pytest
from babel import Locale
from jinja2.defaults import DEFAULT_FILTERS, DEFAULT_NAMESPACE
from PIL import Image
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.css.validation.expanders import EXPANDERS

from briefgen.audience import view
from briefgen.audience.model import Audience
from briefgen.cli.app import run
from briefgen.content.model import Status
from briefgen.languages import ProfileFile, read_profiles
from briefgen.markup.render import Renderer
from briefgen.pipeline.job import Metadata, Pagination, Problem, Stylesheet
from briefgen.project import find_project
from briefgen.style.cascade import compute_styles
from briefgen.style.engine import AssetFetcher, Engine
from briefgen.style.rules import Rules
from briefgen.writers.docx.counterparts import UNSEEN, WORD, without_counterpart
from briefgen.writers.docx.write import write_docx
from tests.docs.markdown import Page, codes, edit, rows


@pytest.fixture(scope="module")
def page(checkout) -> Page:
    return Page(checkout / "docs" / "templates.md")


# --- the example -----------------------------------------------------------------------


@pytest.fixture
def investors(page, demo, checkout) -> Path:
    """The project of the example, its fonts those of the other project of the tests."""
    for block in page.blocks:
        if "file" in block.options:
            path = demo / block.options["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text)
        elif "edit" in block.options:
            path = demo / block.options["edit"]
            path.write_text(edit(path.read_text(), block.text))
    shutil.copytree(checkout / "tests/projects/flyway/fonts", demo / "fonts")
    return demo


def test_the_example_builds_as_it_says(page, investors, capsys):
    [line] = [line for line in page.commands if line.startswith("briefgen build")]
    assert run([*line.split()[1:], "-j", "0"]) == 0, capsys.readouterr().err
    output = investors / "output" / "example" / "investors"
    assert len(list(output.iterdir())) == 2 * 2 * 3 + len(["manifest.json"])

    with pikepdf.open(output / "briefing.en.pdf") as pdf:
        assert [float(side) for side in pdf.pages[0].MediaBox] == [0, 0, 612, 792]
        fonts = {str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values()}
    assert {name.split("+")[1].split("-")[0] for name in fonts} == {"IBM"}

    briefing = (output / "briefing.en.html").read_text()
    assert '<span class="deadline">31\N{NO-BREAK SPACE}December' in briefing
    assert "<h2>What was agreed</h2>" in briefing
    assert "<table" not in briefing.split("<h2>What was agreed</h2>")[1]
    assert "Southland will learn of floods" not in briefing  # of another theme
    assert "Календарь" in (output / "calendar.ru.html").read_text()


def test_without_the_catalogue_the_build_says_which_word_is_missing(investors, capsys):
    (investors / "templates/locale/ru/messages.po").unlink()
    assert run(["check", "--output-format", "concise"]) == 1
    said = capsys.readouterr().err
    assert "templates/kinds/calendar.html.j2:" in said
    assert "T011" in said
    assert "'Calendar'" in said


def test_the_keys_of_an_audience_are_listed(page):
    listed = [codes(row[0])[0] for row in rows(page.section("Who they are"))]
    assert sorted(listed) == sorted(Audience.model_fields)


# --- what a template sees --------------------------------------------------------------

VIEWS = {
    name: kind
    for name, kind in vars(view).items()
    if dataclasses.is_dataclass(kind) and name.endswith("View")
} | {"CellText": view.CellText, "Run": view.Run}


def words_for(annotation) -> str:
    """A type in the words of the tables."""
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (UnionType, typing.Union):
        [kind] = [one for one in inner if one is not NoneType]
        return f"{words_for(kind)} or none"
    if origin is tuple:
        return f"list of {words_for(inner[0])}"
    if origin is not None and origin is not typing.Literal:
        return f"{words_for(inner[1])}, by key"
    simple = {str: "text", int: "number", bool: "true or false", Status: "status"}
    if origin is typing.Literal:
        return "text"
    return simple.get(annotation) or annotation.__name__.replace("Place", "place")


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_the_attributes_of_a_view_are_listed_with_their_types(page, name):
    kind = VIEWS[name]
    wanted = {key: words_for(hint) for key, hint in typing.get_type_hints(kind).items()}
    for key, attribute in vars(kind).items():
        if isinstance(attribute, property):
            wanted[key] = words_for(typing.get_type_hints(attribute.fget)["return"])
    listed = {codes(row[0])[0]: row[1] for row in rows(page.section(name))}
    assert listed == wanted


@pytest.fixture(scope="module")
def environment(scaffold):
    project = find_project(scaffold)
    profiles, problems = read_profiles(project, ["en"])
    assert problems == []
    renderer = Renderer(project, profiles)
    renderer._given.begin("en")
    return renderer._environment


def test_what_templates_are_given_is_listed(page, environment):
    table = codes(
        "\n".join(
            row[0] for row in rows(page.section("What a template sees")) if row[0].startswith("`")
        )
    )
    names = {re.match(r"(?:x\|)?(\w+)", code)[1] for code in table[:16]}
    own = {name for name in environment.filters if name not in DEFAULT_FILTERS} - {"_watched"}
    given = set(environment.globals) - set(DEFAULT_NAMESPACE)
    assert own | given | {"view"} <= names


def test_the_filters_and_functions_that_templates_lack_are_listed(page, environment):
    text = page.section("What a template sees").split("### The View")[0]
    sentence = re.search(r"Jinja's own filters are there, except (.+?)\.\s", text, re.DOTALL)[1]
    assert set(codes(sentence)) == set(DEFAULT_FILTERS) - set(environment.filters)
    kept, lost = re.search(r"Its functions (.+) are there, (.+) is not", text, re.DOTALL).groups()
    assert set(codes(kept)) == set(DEFAULT_NAMESPACE) & set(environment.globals)
    assert set(codes(lost)) == set(DEFAULT_NAMESPACE) - set(environment.globals)


def test_blocks_of_the_skeleton_are_listed(page, checkout):
    skeleton = (checkout / "templates/base/page.html.j2").read_text()
    text = page.section("Blocks and macros")
    assert set(re.findall(r"{% block (\w+)", skeleton)) <= set(codes(text))


def test_parts_of_each_kind_are_listed(page, checkout):
    listed = rows(page.section("Blocks and macros"))
    table = {codes(row[0])[0]: set(codes(row[1])) for row in listed}
    kinds = {
        path.name.removesuffix(".html.j2"): path.read_text()
        for path in (checkout / "templates/kinds").glob("*.html.j2")
    }
    assert set(table) == set(kinds)
    for kind, template in kinds.items():
        based = re.search(r'{% extends "kinds/([\w-]+)\.', template)
        text = kinds[based[1]] if based else template
        parts = re.search(r"set parts = {(.*?)\n} %}", text, re.DOTALL)[1]
        assert table[kind] == set(re.findall(r'^  "([\w-]+)":', parts, re.MULTILINE))


def test_the_keys_of_a_languages_profile_are_listed(page):
    listed = {code for row in rows(page.section("Languages")) for code in codes(row[0])}
    assert listed == set(ProfileFile.model_fields)


def test_the_languages_that_come_along_are_named(page, checkout):
    text = page.section("Languages")
    for folder in (checkout / "templates/locale").iterdir():
        name = Locale.parse(folder.name, sep="-").get_language_name("en")
        assert name in text


# --- the stylesheet --------------------------------------------------------------------


def test_the_languages_with_a_dictionary_for_hyphens_are_named(page, checkout):
    tags = [path.parent.name for path in (checkout / "templates/locale").glob("*/profile.yaml")]
    hyphenated = sorted(tag for tag in tags if pyphen.language_fallback(tag))
    *others, last = sorted(Locale.parse(tag).get_display_name("en") for tag in hyphenated)
    names = f"{', '.join(others)} and {last}"
    assert f"of these languages, for {names}." in " ".join(page.section("Languages").split())


def test_the_properties_of_the_base_stylesheet_are_listed(page, checkout):
    css = (checkout / "templates/base/style.css").read_text()
    table = page.section("The base stylesheet").split("Classes that")[0]
    listed = {code for row in rows(table) for code in codes(row[0])}
    assert listed == set(re.findall(r"(--[a-z]+):", css))


def test_the_classes_that_templates_write_are_listed(page, checkout):
    files = [*(checkout / "templates/base").glob("*.j2"), *(checkout / "templates/kinds").iterdir()]
    css = "".join(path.read_text() for path in files if path.suffix == ".css")
    css += (checkout / "templates/base/style.css").read_text()
    rules = re.sub(r"/\*.*?\*/|{[^{}]*}", "", css, flags=re.DOTALL)
    used = set(re.findall(r"\.([a-z][\w-]*)", rules))
    for path in files:
        for value in re.findall(r'class="([a-z][\w -]*)"', path.read_text()):
            used |= set(value.split())
    table = page.section("The base stylesheet").split("Classes that")[1].split("### ")[0]
    listed = {code for row in rows(table) for code in codes(row[0])}
    assert used - listed <= {"languages-4"}
    assert listed <= used | {"paragraph", "unnumbered", "briefing", "one-pager"}


# --- what reaches Word -----------------------------------------------------------------

BODY = """<nav class="contents" role="doc-toc"><h2>Contents</h2>
<ol><li><a href="#one">One</a></li></ol></nav>
<h2 id="one">One</h2><p>Text with <strong>weight</strong>, and enough of it.</p>
<div class="box"><p>First,
then.</p><p>Second.</p></div>
<p>So <q>it is</q><span class="note" role="doc-footnote">Indeed.</span></p>
<ul><li>Item</li></ul>
<table><colgroup><col/><col/></colgroup>
<tbody><tr><td>a</td><td>b and more of it</td></tr></tbody></table>
<p><img src="dot.png" alt="A dot"/></p><p class="marking">Draft</p>"""

BASE = b"""html { font: 10pt/14pt "PT Serif"; hyphens: manual; orphans: 2; widows: 2 }
p { margin: 6pt 0 } td { padding: 3pt } table { width: 100% }
.box { padding: 4pt; border: 1pt solid #000000 } .marking { string-set: marking content() }
.note { float: footnote } @page { @bottom-left { content: string(marking) } }"""


@pytest.fixture(scope="module")
def in_word():
    """A function that returns the Word document of BODY under some more CSS, and its problems."""
    engine, picture = Engine(), io.BytesIO()
    Image.new("RGB", (200, 100), "red").save(picture, "PNG")
    assets = {"dot.png": picture.getvalue()}

    def write(css: str):
        text = f'<html lang="en"><head><title>x</title></head><body>{BODY}</body></html>'
        root = ElementTree.fromstring(text)
        sheets = (Stylesheet("base.css", BASE), Stylesheet("more.css", css.encode()))
        cascade, found = engine.cascade(root, sheets, AssetFetcher(assets))
        assert found == [], css
        metadata, styles = Metadata("x", "", "en", "2025"), compute_styles(cascade)
        made, problems = write_docx(root, styles, metadata, assets, Pagination(1, {"one": 1}))
        lost = Rules(sheets, root, styles).judge(without_counterpart(styles.page), cascade)
        return made, (*problems, *map(Problem, lost))

    return write


def test_css_that_is_said_to_reach_word_changes_the_word_document(page, in_word):
    plain, problems = in_word("")
    assert problems == ()
    table = page.section("What CSS reaches Word").split("What has no counterpart")[0]
    examples = [codes(row[2])[0] for row in rows(table)]
    assert len(examples) > 20
    for css in examples:
        made, problems = in_word(css)
        assert made != plain, css
        assert problems == (), css


def test_css_that_is_said_to_have_no_counterpart_is_reported(page, in_word):
    table = page.section("What CSS reaches Word").split("What has no counterpart")[1]
    for _, _, example in rows(table):
        [css] = codes(example)
        _, problems = in_word(css)
        found = [(problem.diagnostic.code, problem.diagnostic.place.file) for problem in problems]
        assert found == [("W103", "more.css")], css


def is_named(prop: str, text: str) -> bool:
    """Whether a text has a property's name as code, or a pattern for it: `border-…-radius`."""
    names = (code.partition(":")[0] for code in codes(text))
    return any(re.fullmatch(re.escape(name).replace("…", ".+"), prop) for name in names)


def test_every_property_of_css_is_listed_with_what_becomes_of_it(page):
    reaching, rest = page.section("What CSS reaches Word").split("What has no counterpart")
    lost, unseen = rest.split("<!-- unseen -->")
    places = dict.fromkeys((name for names, *_ in WORD for name in names.split()), reaching)
    places |= dict.fromkeys(UNSEEN.split(), unseen)
    logical = {of(block="ttb", inline="ltr") for of in PHYSICAL_FUNCTIONS.values()}
    known = {name.replace("_", "-") for name in {*INITIAL_VALUES} - logical} - {*EXPANDERS}
    assert [name for name in sorted(known) if not is_named(name, places.get(name, lost))] == []
    others = {*EXPANDERS, *(name.replace("_", "-") for name in logical)}
    assert [name for name in others if not is_named(name, reaching + lost + unseen)] == []


def test_the_rules_shown_for_pages_are_css(page, in_word):
    [block] = [block for block in page.blocks if "rules" in block.options]
    made, problems = in_word(block.text)
    assert problems == ()
    assert made != in_word("")[0]
