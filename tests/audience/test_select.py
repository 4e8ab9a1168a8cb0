"""Selecting: an audience gets what it may read, in words of its language, and nothing else."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.audience.as_json import view_as_json
from briefgen.audience.model import Audience
from briefgen.audience.select import select
from briefgen.content.model import (
    Brief,
    BriefTargets,
    Document,
    DocumentVersions,
    Glossary,
    Located,
    Status,
    Summit,
    SummitContent,
    Targets,
    source_hash,
)
from briefgen.content.places import read_model
from briefgen.languages import Profile, ProfileFile, make_profile
from briefgen.project import Config
from tests.content.meeting import (
    AUDIENCE,
    BRIEF,
    BRIEF_RU,
    GLOSSARY,
    STATEMENT,
    STATEMENT_RU,
    SUMMIT,
    changed,
    shown,
)

SCALE = ("public", "internal", "restricted")
PROFILES = {
    tag: make_profile(tag, ProfileFile(autonym=name, subnumber=number))
    for tag, name, number in (
        ("en", "English", "({})"),
        ("ru", "Русский", "{})"),
        ("fa", "فارسی", "({})"),
    )
}


def read(model_class, text: str, file: str) -> Located:
    located, problems = read_model(model_class, text.encode(), file, Config())
    assert problems == []
    return located


def meeting(
    *,
    summit: str = SUMMIT,
    statement: str | None = STATEMENT,
    statement_ru: str | None = STATEMENT_RU,
    brief: str | None = BRIEF,
    brief_ru: str | None = BRIEF_RU,
    glossaries: tuple[str, ...] = (GLOSSARY,),
    more: Mapping[str, DocumentVersions] = {},
) -> SummitContent:
    """The made-up meeting, read from memory."""
    folder = "content/lake"
    documents = dict(more)
    if statement is not None:
        targets = {}
        if statement_ru is not None:
            targets["ru"] = read(Targets, statement_ru, f"{folder}/statement.ru.yaml")
        source = read(Document, statement, f"{folder}/statement.yaml")
        documents["statement"] = DocumentVersions(source, targets)
    return SummitContent(
        folder=folder,
        summit=read(Summit, summit, f"{folder}/summit.yaml"),
        documents=documents,
        brief=read(Brief, brief, f"{folder}/brief.yaml") if brief else None,
        brief_targets={"ru": read(BriefTargets, brief_ru, f"{folder}/brief.ru.yaml")}
        if brief_ru
        else {},
        glossaries=tuple(
            read(Glossary, text, f"content/glossary{number}.yaml")
            for number, text in enumerate(glossaries)
        ),
    )


def audience(handling: str = "internal", more: str = "") -> Located[Audience]:
    text = changed(AUDIENCE, "handling: public", f"handling: {handling}") + more
    return read(Audience, text, "templates/audiences/guests/audience.yaml")


def select_view(
    content: SummitContent | None = None,
    reader: Located[Audience] | None = None,
    languages: tuple[str, ...] = ("en",),
    document: str | None = None,
    scale: tuple[str, ...] = SCALE,
    *,
    kind: str = "page",
    profiles: Mapping[str, Profile] = PROFILES,
):
    return select(
        content or meeting(),
        "guests",
        reader or audience(),
        kind=kind,
        languages=languages,
        document=document,
        scale=scale,
        profiles=profiles,
    )


def view_of(*arguments, **options):
    view, problems = select_view(*arguments, **options)
    assert problems == []
    return view


def problems_of(*arguments, **options):
    view, problems = select_view(*arguments, **options)
    assert view is None
    return problems


def pending_of(*arguments, **options):
    """Return what is wrong with words once they are printed, each with its mark in the View."""
    view = view_of(*arguments, **options)
    told = {int(index) for index in re.findall(r"\\ufdd0(\d+)", repr(view))}
    assert told == set(range(len(view.pending)))
    return view.pending


# --- what is in a View -----------------------------------------------------------------


def test_a_view_says_what_it_is_of_and_for():
    view = view_of(kind="sheet")
    assert (view.kind, view.audience, view.audience_title) == ("sheet", "guests", "Guests")
    assert (view.language, view.direction) == ("en", "ltr")
    assert view.sections == ("bottom-line",)
    assert [str(place) for place in view.section_places] == [
        "templates/audiences/guests/audience.yaml:3:20"
    ]
    assert view.summit.title == "The Lake Meeting"
    assert (view.summit.start, view.summit.end) == ("2030-05-04", "2030-05-05")
    assert view.document.id == "statement"


def test_a_kind_gets_only_the_parts_of_the_brief_that_the_audience_lists_for_it():
    sheet, page = view_of(kind="sheet").brief, view_of(kind="page").brief
    assert sheet.bottom_line == page.bottom_line
    assert (sheet.questions, sheet.commitments, sheet.figures) == ((), (), ())
    assert page.questions
    assert page.commitments
    assert page.figures


def test_a_document_is_marked_for_what_it_holds_and_not_for_what_its_brief_does():
    anonymous = changed(BRIEF, "owner: {en: Desk, ru: Отдел}\n", "")
    content = meeting(statement=STATEMENT.replace("internal", "public"), brief=anonymous)
    assert view_of(content, kind="page").handling == "internal"
    assert view_of(content, kind="sheet").handling == "public"


def test_words_are_those_of_the_documents_language():
    view = view_of(languages=("ru",))
    assert view.audience_title == "Гости"
    assert view.summit.title == "Встреча у озера"
    assert view.document.title == "Заявление"
    assert [segment.text for segment in view.document.segments] == [
        "Встретились.",
        "Торговля растёт.",
        "По дорогам.",
        "Встретятся.",
        "Всё.",
    ]
    assert view.document.paragraphs[0].heading == "Торговля"
    assert view.brief.bottom_line.text == "Удачно."
    assert view.brief.questions[0].question == "Почему дороги?"
    assert view.brief.commitments[0].when == "в будущем году"
    assert view.brief.figures[0].alt == "Озеро."
    assert (view.brief.owner, view.brief.cleared) == ("Отдел", None)


def test_segments_have_numbers_levels_and_anchors():
    paragraphs = view_of().document.segments
    assert [(s.key, s.number, s.level, s.anchor) for s in paragraphs] == [
        ("pre.1", "", 0, "p-pre.1"),
        ("1", "1", 0, "p-1"),
        ("1.a", "(a)", 1, "p-1.a"),
        ("2", "2", 0, "p-2"),
        ("end.1", "", 0, "p-end.1"),
    ]
    assert view_of(languages=("ru",)).document.paragraphs[1].number == "a)"


def test_numbers_are_printed_in_the_digits_and_letters_of_the_documents_language():
    file = ProfileFile(autonym="x", digits="arabext", sub_letters=("الف ب پ",))
    profiles = {**PROFILES, "ru": make_profile("ru", file)}
    view = view_of(languages=("ru", "en"), profiles=profiles)
    assert view.labels == {"pre.1": "۱", "1": "۱", "1.a": "۱.الف", "2": "۲", "end.1": "۱"}
    assert [s.number for s in view.document.paragraphs] == ["۱", "(الف)", "۲"]
    assert [s.key for s in view.document.paragraphs] == ["1", "1.a", "2"]


def test_participants_are_sorted_by_the_partys_name_in_the_documents_language():
    summit = changed(SUMMIT, "  - country: KZ\n    office", "  - country: ZM\n    office")
    parties = [
        [
            party.party
            for party in view_of(meeting(summit=summit), languages=(tag,)).summit.participants
        ]
        for tag in ("en", "ru")
    ]
    assert parties == [["United Nations", "Zambia"], ["Замбия", "ООН"]]


def test_hosts_and_chairs_are_told_apart_from_guests():
    summit = view_of().summit
    assert [host.name for host in summit.hosts] == ["Kazakhstan"]
    assert [(p.party, p.is_host, p.is_chair) for p in summit.chairs] == [("Kazakhstan", True, True)]
    assert [p.is_host for p in summit.participants] == [True, False]


def test_the_summits_own_name_of_a_country_comes_first():
    summit = SUMMIT + "countries: {KZ: {en: Republic of Kazakhstan, ru: Республика Казахстан}}\n"
    view = view_of(meeting(summit=summit))
    assert view.summit.venues[0].country == "Republic of Kazakhstan"
    assert view.document.paragraphs[0].actors[0].name == "Republic of Kazakhstan"


def test_organisations_are_named_in_full_and_in_short():
    named = "name: {en: United Nations, ru: ООН}"
    summit = changed(SUMMIT, named, named + "\n    short: {en: UN, ru: ООН}")
    country, organisation = view_of(meeting(summit=summit)).document.paragraphs[0].actors
    assert (organisation.name, organisation.short) == ("United Nations", "UN")
    assert country.short == country.name


def test_facts_that_were_not_written_are_none():
    summit = view_of().summit
    assert (summit.contact, summit.next_meeting, summit.venues[0].place_name) == (None, None, None)


def test_facts_that_were_written_are_there():
    summit = SUMMIT + (
        "contact: {en: Desk, ru: Отдел}\n"
        "next_meeting: {title: {en: Next, ru: Далее}, date: 2032, note: {en: soon, ru: скоро}}\n"
    )
    view = view_of(meeting(summit=changed(summit, ", end: 2030-05-05", ", end: 2030-05-04")))
    assert view.summit.contact == "Desk"
    assert dataclasses.astuple(view.summit.next_meeting) == ("Next", "2032", "soon")
    assert view.summit.end is None


def test_the_glossary_is_sorted_and_the_summits_own_has_the_last_word():
    first = "terms: [{id: b, names: {en: sea}}, {id: a, names: {en: zoo}}, {id: c, names: {kk: x}}]"
    second = "terms: [{id: b, names: {en: ocean}, note: {en: large}}]"
    terms = view_of(meeting(glossaries=(first, second))).terms
    assert [(term.id, term.names, term.note) for term in terms] == [
        ("b", {"en": "ocean"}, "large"),
        ("a", {"en": "zoo"}, None),
    ]


def test_persons_are_sorted_by_surname():
    glossary = (
        "terms: [{id: a, names: {en: Adil Zhan}, surname: {en: Zhan}},"
        " {id: b, names: {en: Zarina Abay}, surname: {en: Abay}}, {id: c, names: {en: moor}}]"
    )
    terms = view_of(meeting(glossaries=(glossary,))).terms
    assert [(term.id, term.is_person) for term in terms] == [
        ("b", True), ("c", False), ("a", True),
    ]  # fmt: skip


def test_the_source_and_the_language_that_prevails_are_those_of_the_version():
    cited = "source: {title: {en: Paper, ru: Бумага}, publisher: Press, date: 2030}\n"
    content = meeting(statement=STATEMENT + cited + "prevails: fa\n")
    assert view_of(content).document.source.title == "Paper"
    assert view_of(content).document.prevails.direction == "rtl"
    own = cited.replace("Press", "Печать")
    content = meeting(statement=STATEMENT + cited, statement_ru=STATEMENT_RU + own)
    assert view_of(content, languages=("ru",)).document.source.publisher == "Печать"


# --- handling --------------------------------------------------------------------------


def test_the_lowest_audience_gets_what_is_public_only():
    view = view_of(reader=audience("public"))
    assert [segment.key for segment in view.document.segments] == ["pre.1", "1", "2", "end.1"]
    assert view.brief.questions == ()
    assert (view.handling, view.marking, view.marking_place) == ("public", None, None)


def test_the_marking_is_that_of_the_highest_thing_in_the_view():
    view = view_of(reader=audience("restricted"))
    assert (view.handling, view.marking) == ("internal", "For guests")
    assert str(view.marking_place) == "templates/audiences/guests/audience.yaml:4:21"
    assert view_of(reader=audience("restricted"), languages=("ru",)).marking == "Для гостей"


@pytest.mark.parametrize(
    "statement",
    [
        STATEMENT.replace("handling: public", "handling: internal"),
        STATEMENT.replace("language: en\n", "language: en\nhandling: internal\n", 1),
    ],
    ids=["by-its-paragraphs", "by-itself"],
)
def test_a_document_that_may_not_be_read_has_no_title(statement):
    content = meeting(statement=statement)
    view = view_of(content, audience("public"), ("en", "ru"), document="statement", kind="sheet")
    assert view.document is None
    assert {(language.title, language.status) for language in view.languages} == {(None, None)}
    assert "Statement" not in view_as_json(view, places=False)
    assert view_of(content, audience("internal")).document.title


def test_nothing_of_a_document_is_handled_lower_than_itself():
    statement = STATEMENT.replace("language: en\n", "language: en\nhandling: restricted\n", 1)
    assert view_of(meeting(statement=statement), audience("restricted")).handling == "restricted"
    unknown = statement.replace("restricted", "secret", 1)
    assert [d.code for d in problems_of(meeting(statement=unknown))] == ["C009"]


@pytest.mark.parametrize("section", ["lines_to_take", "speaking_points", "questions"])
def test_what_is_said_behind_doors_is_never_public_whatever_it_says_of_itself(section):
    item = "{id: secret, handling: public, priority: 1, text: Psst.}"
    lists = {
        "lines_to_take": f"lines_to_take: [{item}]\n",
        "speaking_points": f"speaking_points: {{from_us: [{item}], if_raised: []}}\n",
        "questions": "",
    }
    brief = BRIEF + lists[section]
    if section == "questions":
        brief = changed(BRIEF, "    handling: internal", "    handling: public")
    content = meeting(brief=brief, brief_ru=None)
    public = view_of(content, audience("public")).brief
    assert (public.lines_to_take, public.from_us, public.questions) == ((), (), ())
    internal = view_of(content, audience("internal"))
    assert internal.handling == "internal"
    assert internal.brief.lines_to_take + internal.brief.from_us + internal.brief.questions


def test_who_prepared_and_cleared_a_brief_is_not_for_the_lowest_level():
    content = meeting(brief=BRIEF + "cleared: 2030-05-06\n")
    public = view_of(content, audience("public")).brief
    assert (public.owner, public.cleared) == (None, None)
    internal = view_of(content, audience("internal")).brief
    assert (internal.owner, internal.cleared) == ("Desk", "2030-05-06")


def test_a_view_that_says_who_prepared_the_brief_is_marked_for_it():
    content = meeting(statement=STATEMENT.replace("internal", "public"))
    assert view_of(content, kind="sheet").handling == "internal"
    anonymous = changed(BRIEF, "owner: {en: Desk, ru: Отдел}\n", "")
    content = meeting(statement=STATEMENT.replace("internal", "public"), brief=anonymous)
    assert view_of(content, kind="sheet").handling == "public"


def test_a_part_is_handled_at_least_as_high_as_the_whole():
    statement = changed(STATEMENT, "    handling: public", "    handling: restricted")
    statement = changed(statement, "1.a, handling: internal", "1.a, handling: public")
    keys = [s.key for s in view_of(meeting(statement=statement)).document.segments]
    assert keys == ["pre.1", "2", "end.1"]


def test_a_citation_of_what_may_not_be_read_is_dropped_and_the_statement_stays():
    brief = changed(BRIEF, "cites: [1], text", "cites: [1, 1.a, 2], text")
    view = view_of(meeting(brief=brief), audience("public"))
    cites = [(cite.key, cite.anchor) for cite in view.brief.bottom_line.cites]
    assert cites == [("1", "p-1"), ("2", "p-2")]


def test_a_level_that_is_not_on_the_scale_is_above_every_audience():
    brief = changed(BRIEF, "bottom, handling: public", "bottom, handling: secrte")
    problems = problems_of(meeting(brief=brief), audience("restricted"))
    assert shown(problems) == ["C009 content/lake/brief.yaml:5:37"]
    assert "It went well." not in str(problems)


def test_an_unknown_level_of_a_paragraph_is_told_at_its_line():
    statement = changed(STATEMENT, "2, handling: public", "2, handling: pubic")
    [problem] = problems_of(meeting(statement=statement))
    assert str(problem.place) == "content/lake/statement.yaml:15:24"
    assert problem.hint == "did you mean 'public'?"


def test_an_audience_of_an_unknown_level_gets_nothing():
    [problem] = problems_of(reader=audience("secret"))
    assert shown([problem]) == ["C009 templates/audiences/guests/audience.yaml:2:11"]
    assert problem.hint == "known: public, internal, restricted"


def test_an_audience_that_nothing_is_left_for_is_an_error():
    statement = STATEMENT.replace("handling: public", "handling: restricted")
    content = meeting(statement=statement, brief=None)
    problems = problems_of(content, audience("public"))
    assert shown(problems) == ["A210 templates/audiences/guests/audience.yaml:2:11"]


def strings(value: object) -> Iterator[str]:
    """Every string in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from strings(key)
            yield from strings(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from strings(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from strings(getattr(value, field.name))


LEVELS = st.sampled_from(SCALE)
FIELDS = ("text", "question", "when", "alt")
KEYS = ("pre.1", "1", "1.a", "1.a.1", "2", "end.1")
SECTION_FIELDS = {
    "objectives": (),
    "positions": ("actors",),
    "questions": ("question",),
    "commitments": ("actors", "when"),
    "timeline": ("date",),
    "figures": ("file", "alt"),
    "lines_to_take": (),
}


def canary_segment(key: str, level: str) -> dict:
    return {"key": key, "handling": level, "text": f"c-{level}-{key}", "heading": f"h-{level}"}


def canary_item(name: str, level: str, number: int) -> dict:
    values = {
        "actors": ("KZ",),
        "date": "2030",
        "file": f"c-{level}.png",
        **{field: f"c-{level}-{field}" for field in FIELDS},
    }
    item = {"id": f"{name.replace('_', '-')}-{number}", "handling": level, "priority": 1}
    item |= {field: values[field] for field in ("text", *SECTION_FIELDS[name])}
    return item | {"cites": KEYS}


@settings(max_examples=60, deadline=None)
@given(
    levels=st.fixed_dictionaries(dict.fromkeys(KEYS, LEVELS)),
    sections=st.fixed_dictionaries({name: st.lists(LEVELS, max_size=3) for name in SECTION_FIELDS}),
    ceiling=LEVELS,
    languages=st.sampled_from([("en",), ("ru",), ("en", "ru"), ("ru", "en")]),
)
def test_nothing_above_an_audiences_handling_is_in_its_view(levels, sections, ceiling, languages):
    parts = {"preamble": ["pre.1"], "paragraphs": ["1", "1.a", "1.a.1", "2"], "closing": ["end.1"]}
    document = Document.model_validate(
        {"id": "statement", "language": "en", "status": "paraphrase", "title": "Statement"}
        | {part: [canary_segment(key, levels[key]) for key in keys] for part, keys in parts.items()}
    )
    targets = Targets.model_validate(
        {"document": "statement", "language": "ru", "status": "paraphrase", "title": "Заявление"}
        | {
            "segments": [
                {
                    "key": key,
                    "text": f"c-{level}-ru",
                    "heading": f"h-{level}-ru",
                    "source_hash": "0",
                    "status": "machine-draft" if level == "restricted" else None,
                }
                for key, level in levels.items()
            ]
        }
    )
    lists = {
        name: [canary_item(name, level, number) for number, level in enumerate(chosen)]
        for name, chosen in sections.items()
    }
    bottom = {"id": "b", "handling": "public", "priority": 1, "text": "b"}
    brief = Brief.model_validate(
        {"document": "statement", "language": "en", "status": "paraphrase", "bottom_line": bottom}
        | lists
    )
    items = [bottom, *(item for items in lists.values() for item in items)]
    translated = BriefTargets.model_validate(
        {"language": "ru", "status": "paraphrase"}
        | {
            "items": [
                {"id": item["id"], "source_hash": "0"}
                | {name: f"{item[name]}-ru" for name in FIELDS if name in item}
                for item in items
            ]
        }
    )
    content = dataclasses.replace(
        meeting(),
        documents={
            "statement": DocumentVersions(
                Located(document, "d.yaml", {}), {"ru": Located(targets, "d.ru.yaml", {})}
            )
        },
        brief=Located(brief, "b.yaml", {}),
        brief_targets={"ru": Located(translated, "b.ru.yaml", {})},
    )
    view = view_of(content, audience(ceiling), languages)
    above = SCALE[SCALE.index(ceiling) + 1 :]
    found = [text for text in strings(view) if any(f"-{level}" in text for level in above)]
    assert found == []
    assert SCALE.index(view.handling) <= SCALE.index(ceiling)
    if "restricted" in above:
        assert Status.MACHINE_DRAFT not in {language.status for language in view.languages}
    shown_keys = {segment.key for segment in view.document.segments} if view.document else set()
    cited = {
        cite.key
        for name in ("objectives", "positions", "questions", "commitments", "timeline", "figures")
        for item in getattr(view.brief, name)
        for cite in item.cites
    }
    assert cited <= shown_keys


# --- themes ----------------------------------------------------------------------------

TWO_THEMES = changed(
    SUMMIT,
    "  - {id: trade, title: {en: Trade, ru: Торговля}}\n",
    "  - {id: trade, title: {en: Trade, ru: Торговля}}\n"
    "  - {id: water, title: {en: Water, ru: Вода}}\n",
)
TWO_FILED = changed(
    STATEMENT, "{key: 2, handling: public,", "{key: 2, handling: public, themes: [water],"
)


def test_segments_are_filed_under_the_summits_themes_in_its_order():
    view = view_of(meeting(summit=TWO_THEMES, statement=TWO_FILED))
    filed = [(theme.id, theme.title, [s.key for s in theme.segments]) for theme in view.themes]
    assert filed == [("trade", "Trade", ["1"]), ("water", "Water", ["2"])]


def test_an_audience_has_its_own_themes_in_its_own_order():
    content = meeting(summit=TWO_THEMES, statement=TWO_FILED)
    view = view_of(content, audience(more="themes: [water, trade]\n"))
    assert [theme.id for theme in view.themes] == ["water", "trade"]
    view = view_of(content, audience(more="themes: [water]\n"))
    assert [theme.id for theme in view.themes] == ["water"]
    assert [segment.key for segment in view.document.paragraphs] == ["1", "1.a", "2"]


def test_a_theme_without_a_readable_segment_is_left_out():
    assert [theme.id for theme in view_of(meeting(summit=TWO_THEMES)).themes] == ["trade"]


def test_statements_on_other_themes_are_dropped_and_those_on_none_kept():
    view = view_of(meeting(summit=TWO_THEMES), audience(more="themes: [water]\n"))
    assert view.brief.questions == ()
    assert view.brief.commitments[0].id == "meet"


def test_a_theme_that_looks_like_a_slip_is_warned_of_and_another_summits_is_not():
    view, problems = select_view(reader=audience(more="themes: [energy, trad]\n"))
    assert view is not None
    assert shown(problems) == ["A204 templates/audiences/guests/audience.yaml:5:18"]
    assert problems[0].hint == "did you mean 'trade'?"


# --- languages and translations --------------------------------------------------------


def test_a_view_of_two_languages_has_a_cell_for_each_in_its_order():
    view = view_of(languages=("ru", "en"))
    assert [(x.tag, x.name, x.autonym, x.title) for x in view.languages] == [
        ("ru", "русский", "Русский", "Заявление"),
        ("en", "английский", "English", "Statement"),
    ]
    first = view.document.paragraphs[0]
    assert [cell.text for cell in first.cells] == ["Торговля растёт.", "Trade grows."]
    assert (first.text, first.heading) == ("Торговля растёт.", "Торговля")
    assert first.cells[0].place.file == "content/lake/statement.ru.yaml"


def test_a_version_is_worth_what_its_weakest_readable_part_is():
    targets = changed(
        STATEMENT_RU, "  - {key: 1.a, text", "  - {key: 1.a, status: machine-draft, text"
    )
    content = meeting(statement_ru=targets)
    internal = view_of(content, languages=("en", "ru"))
    assert [x.status for x in internal.languages] == [Status.PARAPHRASE, Status.MACHINE_DRAFT]
    public = view_of(content, audience("public"), languages=("ru",))
    assert public.document.status is Status.UNOFFICIAL_TRANSLATION


def test_a_brief_is_worth_what_its_weakest_readable_statement_is():
    targets = changed(BRIEF_RU, "  - id: why\n", "  - id: why\n    status: machine-draft\n")
    content = meeting(brief_ru=targets)
    assert view_of(content, languages=("ru",)).brief.status is Status.MACHINE_DRAFT
    public = view_of(content, audience("public"), ("ru",))
    assert public.brief.status is Status.UNOFFICIAL_TRANSLATION


def without(text: str, start: str) -> str:
    """The YAML without the one-line entry that starts so."""
    lines = text.splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(start)]
    assert len(kept) == len(lines) - 1
    return "".join(kept)


def test_a_paragraph_without_words_is_an_error_in_a_document_of_one_language():
    content = meeting(statement_ru=without(STATEMENT_RU, "  - {key: 2"))
    [problem] = pending_of(content, languages=("ru",))
    assert shown([problem]) == ["A206 content/lake/statement.yaml:15:5"]
    entry = f"  - key: 2\n    text: >-\n      …\n    source_hash: {source_hash('They meet again.')}"
    assert problem.hint == f"add to content/lake/statement.ru.yaml:\n{entry}"


def test_a_paragraph_without_words_is_an_empty_cell_in_one_of_several():
    content = meeting(statement_ru=without(STATEMENT_RU, "  - {key: 2"))
    cells = view_of(content, languages=("en", "ru")).document.paragraphs[2].cells
    assert [cell.text for cell in cells] == ["They meet again.", None]
    assert view_of(content, languages=("ru", "en")).document.paragraphs[2].text == ""


def test_a_missing_paragraph_that_may_not_be_read_anyway_is_no_error():
    content = meeting(statement_ru=without(STATEMENT_RU, "  - {key: 1.a"))
    assert view_of(content, audience("public"), ("ru",)) is not None


def test_a_heading_without_words_is_an_error_at_its_translation():
    content = meeting(statement_ru=without(STATEMENT_RU, "    heading: Торговля"))
    [problem] = pending_of(content, languages=("ru",))
    assert shown([problem]) == ["A206 content/lake/statement.ru.yaml:7:5"]


def test_a_document_without_its_language_is_one_error_that_names_the_file():
    content = meeting(statement_ru=None)
    [problem] = pending_of(content, languages=("ru",))
    assert (problem.code, problem.hint) == ("A206", "write content/lake/statement.ru.yaml")
    assert view_of(content, languages=("en", "ru")).languages[1].title is None


def test_a_statement_without_words_is_an_error_in_a_document_of_one_language():
    content = meeting(brief_ru=without(BRIEF_RU, "  - {id: map"))
    [problem] = pending_of(content, languages=("ru",))
    assert problem.place.file == "content/lake/brief.yaml"
    assert (problem.hint or "").startswith("add to content/lake/brief.ru.yaml:\n  - id: map\n")


def test_a_statement_without_words_is_left_out_with_a_warning_in_one_of_several():
    content = meeting(brief_ru=without(BRIEF_RU, "  - {id: map"))
    view, problems = select_view(content, languages=("ru", "en"))
    assert view.brief.figures == ()
    assert [problem.code for problem in problems] == ["A209"]


def test_a_question_without_words_is_an_error_at_its_translation():
    content = meeting(brief_ru=without(BRIEF_RU, "    question: Почему"))
    [problem] = pending_of(content, languages=("ru",))
    assert (problem.code, problem.place.file) == ("A206", "content/lake/brief.ru.yaml")
    assert "'question' of 'why'" in problem.message


def test_a_brief_without_its_language_is_an_error_that_names_the_file():
    content = meeting(brief_ru=None)
    [problem] = pending_of(content, languages=("ru",))
    assert (problem.code, problem.hint) == ("A206", "write content/lake/brief.ru.yaml")
    assert view_of(content, languages=("ru", "en")).brief is None


def test_a_stale_translation_is_an_error_of_those_who_print_it():
    statement = changed(STATEMENT, "Trade grows.", "Trade shrinks.")
    for languages in (("ru",), ("en", "ru")):
        [problem] = pending_of(meeting(statement=statement), languages=languages)
        assert shown([problem]) == ["C014 content/lake/statement.ru.yaml:10:18"]
        assert "briefgen translations accept lake/statement 1 --to ru" in (problem.hint or "")
    assert pending_of(meeting(statement=statement)) == ()
    brief = changed(BRIEF, "Why roads?", "Why rails?")
    [problem] = pending_of(meeting(brief=brief), languages=("ru",))
    assert "accept lake/brief why --to ru" in (problem.hint or "")


def test_words_that_lack_the_documents_language_are_told_at_their_line():
    summit = changed(SUMMIT, "title: {en: The Lake Meeting, ru: Встреча у озера}", "title: {en: L}")
    [problem] = pending_of(meeting(summit=summit), languages=("ru",))
    assert shown([problem]) == ["A207 content/lake/summit.yaml:4:8"]
    assert problem.hint == "add 'ru: …' here"


# --- documents and actors --------------------------------------------------------------


def other_document() -> dict[str, DocumentVersions]:
    text = changed(STATEMENT, "id: statement", "id: plan")
    return {"plan": DocumentVersions(read(Document, text, "content/lake/plan.yaml"), {})}


def test_without_a_name_the_document_is_the_briefs_or_the_only_one():
    assert view_of(meeting(more=other_document())).document.id == "statement"
    assert view_of(meeting(brief=None)).document.id == "statement"


def test_citations_of_a_document_that_is_not_shown_have_no_anchor():
    view = view_of(meeting(more=other_document()), document="plan")
    assert view.document.id == "plan"
    cites = [(cite.key, cite.anchor) for cite in view.brief.bottom_line.cites]
    assert cites == [("1", "")]


def test_a_summit_without_document_and_brief_leaves_nothing():
    [problem] = problems_of(meeting(statement=None, brief=None))
    assert problem.code == "A210"


def test_a_brief_alone_is_shown_where_its_document_may_not_be_read():
    statement = STATEMENT.replace("handling: public", "handling: restricted")
    view = view_of(meeting(statement=statement), audience("public"))
    assert (view.document, view.themes) == (None, ())
    assert view.brief.bottom_line.cites == ()


def test_a_brief_of_a_document_that_is_not_there_is_an_error():
    brief = changed(BRIEF, "document: statement", "document: none")
    [problem] = problems_of(meeting(brief=brief))
    assert (problem.code, problem.message) == ("A205", "there is no document 'none'")


@pytest.mark.parametrize(
    ("document", "hint"),
    [("statment", "did you mean 'statement'?"), ("x", None)],
)
def test_an_unknown_document_is_an_error(document, hint):
    [problem] = problems_of(document=document)
    assert (problem.code, problem.hint) == ("A205", hint)


def test_one_of_several_documents_must_be_named_where_no_brief_says_which():
    [problem] = problems_of(meeting(brief=None, more=other_document()))
    assert (problem.code, problem.hint) == ("A205", "name one with 'document: …': plan, statement")


@pytest.mark.parametrize(("actor", "code"), [("QZ", "A208"), ("nobody", "A208")])
def test_an_actor_without_a_name_is_told_at_the_paragraph(actor, code):
    statement = changed(STATEMENT, "actors: [KZ, un]", f"actors: [{actor}]")
    [problem] = problems_of(meeting(statement=statement))
    assert shown([problem]) == [f"{code} content/lake/statement.yaml:8:5"]


def test_a_brief_without_a_readable_statement_is_none():
    brief = BRIEF.replace("handling: public", "handling: restricted")
    assert view_of(meeting(brief=brief), audience("public")).brief is None
