"""A made-up meeting as Views, and the ways from a View to a document and its PDF."""

import dataclasses
from functools import cache
from pathlib import Path

from briefgen.audience.view import (
    ActorView,
    BriefView,
    CellText,
    CitationView,
    DocumentView,
    ItemView,
    LanguageView,
    NextMeetingView,
    OutcomeView,
    ParticipantView,
    SegmentView,
    SourceView,
    SummitView,
    TermView,
    ThemeView,
    VenueView,
    View,
)
from briefgen.content.model import Status
from briefgen.diagnostics import Place
from briefgen.languages import read_profiles
from briefgen.markup.document import Document
from briefgen.markup.parse import parse, serialize
from briefgen.markup.render import Renderer
from briefgen.pipeline import worker
from briefgen.pipeline.job import Job, Metadata, Result, Stylesheet
from briefgen.project import find_project

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
TAGS = (
    *("en", "ru", "kk", "ky", "tg", "uz-Latn", "tk", "fa", "ar"),
    *("fr", "es", "pt", "de", "tr", "it"),
)
PLACE = Place("content/meeting/brief.yaml", 7, 3)

WORD = {"en": "word", "uz-Latn": "gap", "tk": "söz", "fa": "سخن", "ar": "كلمة"}
"""A word in each language's script, Cyrillic where nothing is said."""

SECTIONS = {
    "briefing": (
        "bottom-line", "contents", "objectives", "key-messages", "positions", "participants",
        "speaking-points", "lines-to-take", "questions", "themes", "commitments", "background",
        "timeline", "watch", "outcomes", "document", "glossary",
    ),
    "one-pager": (
        "bottom-line", "background", "key-messages", "lines-to-take", "commitments", "watch",
    ),
    "bilingual-table": ("table", "glossary"),
    "review-table": ("table", "glossary"),
}  # fmt: skip
"""Every part of each kind, but figures, which need an image."""


def make_view(kind: str = "briefing", language: str = "en", *others: str, **changes) -> View:
    """Return a View with something in every part; ``changes`` replace its fields."""
    languages = tuple(map(_language, (language, *others)))
    word = WORD.get(language, "слово")
    document = make_document(languages)
    themes = tuple(
        ThemeView(name, f"{word} {number}", segments)
        for number, (name, segments) in enumerate(
            (("trade", document.paragraphs[:2]), ("law", document.paragraphs[1:]))
        )
    )
    view = View(
        kind=kind,
        audience="reader",
        audience_title=word,
        language=language,
        direction=languages[0].direction,
        languages=languages,
        sections=SECTIONS[kind],
        handling="internal",
        marking=f"{word} {word}",
        marking_place=PLACE,
        summit=make_summit(word),
        document=document,
        brief=make_brief(word),
        themes=themes,
        terms=(
            TermView("first", {tag: WORD.get(tag, "слово") for tag in TAGS}, word, PLACE),
            TermView("second", {language: word, **dict.fromkeys(others)}, None, PLACE),
        ),
        section_places=(),
    )
    view = dataclasses.replace(view, **changes)
    return dataclasses.replace(view, section_places=(PLACE,) * len(view.sections))


def _language(tag: str) -> LanguageView:
    direction = "rtl" if tag in {"fa", "ar"} else "ltr"
    word = WORD.get(tag, "слово")
    return LanguageView(tag, direction, word, word, Status.UNOFFICIAL_TRANSLATION, word)


def make_summit(word: str, **changes) -> SummitView:
    """Return the facts of a meeting on one day, with a chair and a date for the next."""
    people = tuple(
        ParticipantView(f"{word} {n}", word, word, is_host=n == 1, is_chair=n == 1, place=PLACE)
        for n in (1, 2)
    )
    summit = SummitView(
        id="meeting",
        title=f"{word} {word}",
        short_title=word,
        series=word,
        edition=3,
        start="2031-05-04",
        end=None,
        venues=(VenueView(word, f"{word} 1", None),),
        hosts=(ActorView("AA", f"{word} 1", word),),
        chairs=people[:1],
        participants=people,
        outcomes=(OutcomeView(word, word, PLACE),),
        next_meeting=NextMeetingView(word, "2033", word),
        sources=(SourceView(f"{word} 5", "1", "2031-05-04", None, word, PLACE),),
        contact=word,
        place=PLACE,
    )
    return dataclasses.replace(summit, **changes)


def make_document(languages: tuple[LanguageView, ...], **changes) -> DocumentView:
    """Return a document with a preamble, two numbered paragraphs, a sub-item and an end.

    Paragraph 2 has no heading and, in every language but the first, no words.
    """

    def segment(key: str, number: str, level: int = 0, heading: str | None = None) -> SegmentView:
        cells = tuple(
            CellText(
                language,
                None if key == "2" and index else f"{WORD.get(language.tag, 'слово')} {key[-1]}",
                heading,
                PLACE,
            )
            for index, language in enumerate(languages)
        )
        text = cells[0].text or ""
        return SegmentView(key, f"p-{key}", level, number, heading, text, cells, (), (), PLACE)

    word = WORD.get(languages[0].tag, "слово")
    document = DocumentView(
        id="declaration",
        title=f"{word} {word} {word}",
        date="2031-05-04",
        status=Status.PARAPHRASE,
        source_language=languages[0],
        prevails=None,
        source=SourceView(f"{word} 6", "2", "2031", "https://example.org/6", word, PLACE),
        preamble=(segment("pre.1", ""),),
        paragraphs=(
            segment("1", "1.", heading=word),
            segment("2", "2."),
            segment("2.1", "2.1", level=1),
        ),
        closing=(segment("end.1", ""),),
        place=PLACE,
    )
    return dataclasses.replace(document, **changes)


def make_item(word: str, name: str, priority: int = 1, **changes) -> ItemView:
    """Return an item of a brief that cites a numbered paragraph and the preamble."""
    cites = (CitationView("1", "p-1"), CitationView("pre.1", "p-pre.1"))
    item = ItemView(name, f"i-{name}", priority, f"{word} {word}", cites, ("trade",), PLACE)
    return dataclasses.replace(item, **changes)


def make_brief(word: str, **changes) -> BriefView:
    """Return a brief with one item or two in every part."""
    everybody = (ActorView("AA", f"{word} 1", f"{word} 1"), ActorView("BB", f"{word} 2", "2"))

    def item(name: str, **more) -> ItemView:
        return make_item(word, name, **more)

    brief = BriefView(
        status=Status.AUTHENTIC,
        owner=word,
        cleared="2031-05",
        bottom_line=item("bottom-line"),
        objectives=(item("objective"),),
        key_messages=tuple(item(f"message-{n}", priority=9 - n) for n in range(1, 8)),
        positions=(
            item("all", actors=everybody),
            item("one", actors=everybody[:1]),
            item("all-again", actors=everybody),
        ),
        background=(item("background"),),
        from_us=(item("ours"),),
        if_raised=(item("theirs"),),
        lines_to_take=(item("line"),),
        questions=(item("question", question=word),),
        commitments=(
            item("in-words", actors=everybody, when=word),
            item("by-date", actors=everybody[:1], deadline="2032", themes=()),
            item("undated", actors=everybody[:1], themes=("law",)),
        ),
        timeline=(item("event", date="2031-05-04"),),
        watch=(item("watch"),),
        figures=(),
    )
    return dataclasses.replace(brief, **changes)


@cache
def renderer() -> Renderer:
    """Return the one renderer of all tests: templates are compiled once."""
    project = find_project(ROOT)
    profiles, problems = read_profiles(project, TAGS)
    assert problems == []
    return Renderer(project, profiles)


def make(view: View) -> Document:
    """Return the document of a View, which must pass the gate without a word."""
    markup, problems = renderer().render(view)
    assert problems == []
    assert markup is not None
    document, faults = parse(markup, unbroken=2_000)
    assert faults == []
    assert document is not None
    return document


def lay_out(view: View) -> Result:
    """Return the PDF of a View."""
    document = make(view)
    names = ("base/style.css", f"kinds/{view.kind}.css", f"audiences/{view.audience}/style.css")
    sheets = tuple(
        Stylesheet(f"templates/{name}", (TEMPLATES / name).read_bytes())
        for name in names
        if (TEMPLATES / name).exists()
    )
    metadata = Metadata(document.title, document.title, view.language, "2031-05-04")
    result = worker.write(Job("test", serialize(document), sheets, {}, ("pdf",), metadata))
    assert result.problems == ()
    return result


def text_of(document: Document) -> str:
    """Return the text of a document's body, white space collapsed, no-break spaces too."""
    body = document.root.find("body")
    assert body is not None
    return " ".join(" ".join(body.itertext()).split())


def headings(document: Document) -> list[str]:
    """Return the headings of the second level."""
    return ["".join(heading.itertext()) for heading in document.root.iter("h2")]
