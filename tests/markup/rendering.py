"""A small View and a project of throw-away templates, for tests of rendering and the gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from briefgen.audience.view import (
    BriefView,
    CellText,
    CitationView,
    DocumentView,
    ItemView,
    LanguageView,
    SegmentView,
    SummitView,
    View,
)
from briefgen.content.model import Status
from briefgen.diagnostics import Diagnostic, Place
from briefgen.languages import Profile, ProfileFile, make_profile
from briefgen.markup.document import Document
from briefgen.markup.parse import parse as parse_markup
from briefgen.markup.render import Renderer
from briefgen.project import Config, Project

PAGE = '<html lang="en"><head><title>T</title></head><body>{}</body></html>'
SHEET = "kinds/sheet.html.j2"

PROFILES: dict[str, Profile] = {
    tag: made
    for tag, file in {
        "en": ProfileFile(autonym="English", msgids=True),
        "ru": ProfileFile(autonym="Русский"),
        "kk": ProfileFile(autonym="Қазақша"),
    }.items()
    if (made := make_profile(tag, file)) is not None
}
ENGLISH = LanguageView("en", "ltr", "English", "English", Status.PARAPHRASE, "Statement")


def item(name: str, text: str, line: int) -> ItemView:
    """A statement on a line of the brief."""
    place = Place("content/lake/brief.yaml", line, 5, 4)
    return ItemView(name, f"item-{name}", 1, text, (CitationView("1", "p-1"),), (), place)


def segment(key: str, text: str, line: int) -> SegmentView:
    """A paragraph on a line of the statement."""
    place = Place("content/lake/statement.yaml", line, 5)
    cells = (CellText(ENGLISH, text, None, place),)
    return SegmentView(key, f"p-{key}", 0, key, None, text, cells, (), (), place)


def view(language: str = "en", **changes: object) -> View:
    """A View of a made-up meeting."""
    place = Place("content/lake/summit.yaml")
    summit = SummitView(
        "lake", "The Lake Meeting", "Lake", "Lakes", 2, "2030-05-04", None, (), (), (), (), (),
        None, (), None, place,
    )  # fmt: skip
    items = (item("one", "First.", 10), item("two", "Second.", 20))
    brief = BriefView(
        Status.PARAPHRASE, None, None, item("b", "It went well.", 3), (), items,
        *((),) * 10,
    )  # fmt: skip
    document = DocumentView(
        "statement", "Statement", None, Status.PARAPHRASE, ENGLISH, None, None, (),
        (segment("1", "They met.", 7),), (), place,
    )  # fmt: skip
    made = View(
        "sheet", "guests", "Guests", language, "ltr", (ENGLISH,), (), "public", None, summit,
        document, brief, (), (), (),
    )  # fmt: skip
    return replace(made, **changes)


def with_text(text: str) -> View:
    """A View whose bottom line says something."""
    made = view()
    assert made.brief is not None
    return replace(made, brief=replace(made.brief, bottom_line=item("b", text, 3)))


def write_templates(root: Path, templates: Mapping[str, str | bytes], **config: object) -> Project:
    """A project with these templates, by their path under templates/."""
    for name, text in templates.items():
        path = root / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return Project(root, Config(**config), "briefgen.toml")  # type: ignore[arg-type]


def render(
    root: Path,
    template: str | Mapping[str, str | bytes],
    of: View | None = None,
    **config: object,
) -> tuple[str | None, list[Diagnostic]]:
    """What a sheet comes to, by one template or several."""
    templates = {SHEET: template} if isinstance(template, str) else template
    project = write_templates(root, templates, **config)
    return Renderer(project, PROFILES).render(of or view())


def parse(markup: str, unbroken: int = 2_000) -> tuple[Document | None, list[Diagnostic]]:
    """The document in some markup, within the budget that projects have by default."""
    return parse_markup(markup, unbroken=unbroken)
