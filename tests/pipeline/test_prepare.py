"""Preparing documents: each mistake is told once, by whoever meets it first."""

from __future__ import annotations

import dataclasses
import json
import re

import pytest

from briefgen.diagnostics import Diagnostic, Place
from briefgen.languages import ProfileFile, make_profile
from briefgen.pipeline import prepare, worker
from briefgen.pipeline.findings import gather
from briefgen.pipeline.job import Problem
from briefgen.pipeline.prepare import Preparer
from tests.pipeline.small import SECRET, SECRET_RU, replace, write
from tests.reading import docx_paragraphs, pdf_text


def told(small) -> list[str]:
    """Code and place of everything that is said of the documents before layout."""
    preparer = Preparer(small.project, ("ferry",))
    found = list(preparer.findings.all())
    for made in preparer.plans:
        for entry in made.entries:
            found += preparer.prepare(made, entry)[1]
    return [f"{d.code} {d.place}" for d in gather(found)]


def test_a_sound_project_is_prepared_without_a_word(small):
    assert told(small) == []


def test_a_name_that_stands_twice_is_all_that_is_told(small):
    replace(small.root, "content/ferry/minutes.yaml", 'key: "3"', 'key: "2"')
    assert told(small) == ["C011 content/ferry/minutes.yaml:12:10"]


def test_an_unknown_handling_level_of_content_is_told_once(small):
    replace(small.root, "content/ferry/brief.yaml", "handling: public", "handling: pubic")
    assert told(small) == ["C009 content/ferry/brief.yaml:4:35"]


def test_an_unknown_handling_level_of_an_audience_is_told_once(small):
    file = "templates/audiences/staff/audience.yaml"
    replace(small.root, file, "internal", "secret")
    assert told(small) == [f"C009 {file}:2:11"]


FIRST = ("view.document.segments %}", "view.document.segments[:1] %}")


def without_words(small, key):
    text = (small.root / "content/ferry/minutes.ru.yaml").read_text()
    entries = text.split("  - key: ")
    kept = [entry for entry in entries if not entry.startswith(f'"{key}"')]
    write(small.root, "content/ferry/minutes.ru.yaml", "  - key: ".join(kept))


def test_what_is_not_translated_is_an_error_of_the_documents_that_print_it(small):
    without_words(small, 2)
    preparer = Preparer(small.project, ("ferry",))
    found = {
        entry.name: [d for d in preparer.prepare(made, entry)[1] if d.code == "A206"]
        for made in preparer.plans
        for entry in made.entries
    }
    assert {name for name, problems in found.items() if problems} == {
        "public/note.ru",
        "staff/note.ru",
    }
    [problem] = found["public/note.ru"]
    assert str(problem.place) == "content/ferry/minutes.yaml:9:5"
    assert problem.related == (
        ("printed by the template here", Place("templates/kinds/note.html.j2", 3)),
    )


def test_what_no_document_prints_need_not_be_translated(small):
    without_words(small, 2)
    replace(small.root, "templates/kinds/note.html.j2", *FIRST)
    assert told(small) == ["C015 content/ferry/minutes.ru.yaml:6:3"]
    outcome = small.build()
    assert list(outcome.published) == ["ferry"]


def test_words_of_the_summit_that_no_document_prints_need_not_be_there(small):
    replace(small.root, "content/ferry/summit.yaml", "Ferry, ru: Паром}", "Ferry}")
    replace(small.root, "content/ferry/summit.yaml", "Sea, ru: Море}", "Sea}")
    assert [line[:4] for line in told(small)] == ["C018"] * 2
    assert list(small.build().published) == ["ferry"]


def test_a_stale_translation_is_an_error_of_the_documents_that_print_it(small):
    replace(small.root, "content/ferry/minutes.yaml", "Tickets cost", "Seats cost")
    outcome = small.build()
    [problem] = [d for d in outcome.diagnostics if d.code == "C014"]
    assert problem.severity == "error"
    assert problem.related[0][0] == "printed by the template here"
    assert len(outcome.laid_out) == 2, "those in English are laid out all the same"
    assert not outcome.published
    replace(small.root, "templates/kinds/note.html.j2", *FIRST)
    replace(small.root, "templates/kinds/table.html.j2", *FIRST)
    outcome = small.build()
    assert [d.severity for d in outcome.diagnostics if d.code == "C014"] == ["warning"]
    assert list(outcome.published) == ["ferry"]


def test_the_source_in_a_file_has_no_marks_of_what_is_missing(small):
    without_words(small, 2)
    replace(small.root, "templates/kinds/note.html.j2", *FIRST)
    write(
        small.root,
        "templates/audiences/public/audience.yaml",
        "title: {en: All, ru: Все}\nhandling: public\nsource: embed\n",
    )
    preparer = Preparer(small.project, ("ferry",))
    [made] = preparer.plans
    [entry] = [entry for entry in made.entries if entry.name == "public/note.ru"]
    ready, _ = preparer.prepare(made, entry)
    source = json.loads(ready.job.source)
    assert [each["text"] for each in source["document"]["paragraphs"]][1:] == [None]


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (None, "A201 templates/locale/xx/profile.yaml:1:1"),
        ("autonym: [", "Y003 templates/locale/xx/profile.yaml:1:11"),
    ],
)
def test_a_language_without_a_profile_is_told_once(small, profile, expected):
    for file in ("packs/ferry", "ferry/summit", "ferry/minutes.ru", "ferry/brief.ru"):
        replace(small.root, f"content/{file}.yaml", "ru", "xx")
    for name in ("minutes", "brief"):
        old = small.root / f"content/ferry/{name}.ru.yaml"
        old.rename(old.with_name(f"{name}.xx.yaml"))
    for name in ("public", "staff"):
        replace(small.root, f"templates/audiences/{name}/audience.yaml", "ru:", "xx:")
    if profile is not None:
        write(small.root, "templates/locale/xx/profile.yaml", profile)
    assert expected in told(small)
    assert len([line for line in told(small) if line.startswith(("A2", "Y"))]) == 1


def test_a_language_whose_letters_no_font_has_is_told_at_the_packs_line(small):
    write(small.root, "templates/locale/ru/profile.yaml", "autonym: ქართული\n")
    assert {line.partition(" ")[0] for line in told(small)} >= {"A214"}


def test_the_projects_own_budget_of_characters_without_a_break_holds(small):
    write(small.root, "briefgen.toml", 'handling = ["public", "internal"]\nunbroken = 3000\n')
    long = "a" * 2500
    replace(small.root, "templates/kinds/note.html.j2", "</body>", f"<p>{long}</p></body>")
    assert told(small) == []
    write(small.root, "briefgen.toml", 'handling = ["public", "internal"]\nunbroken = 100\n')
    assert [line.partition(" ")[0] for line in told(small)] == ["M017"]


def test_a_part_that_no_kind_has_is_told_at_its_line_of_the_audience(small):
    file = "templates/audiences/staff/audience.yaml"
    text = (small.root / file).read_text()
    write(small.root, file, text + "sections: {note: [body, footr]}\n")
    parts = "{% set parts = {'body': 1, 'footer': 1} %}"
    loop = "{% for name in view.sections %}<p>{{ parts[name] }}</p>{% endfor %}</body>"
    template = "templates/kinds/note.html.j2"
    replace(small.root, template, "<html", parts + "<html")
    replace(small.root, template, "</body>", loop)
    assert told(small) == [f"T013 {file}:3:25"]


def test_quotation_marks_are_the_profiles_in_every_format(small, tmp_path):
    replace(
        small.root, "templates/kinds/note.html.j2", "</body>", "<p><q>a <q>b</q></q></p></body>"
    )
    marks = 'autonym: Русский\nquotes: ["*", "\\"", "(", ")"]\n'
    write(small.root, "templates/locale/ru/profile.yaml", marks)
    preparer = Preparer(small.project, ("ferry",))
    (made,) = preparer.plans
    (entry,) = (entry for entry in made.entries if entry.name == "public/note.ru")
    prepared, _ = preparer.prepare(made, entry)
    files = worker.write(prepared.job).files
    assert docx_paragraphs(files["docx"])[-1] == '*a (b)"'
    path = tmp_path / "note.pdf"
    path.write_bytes(files["pdf"])
    assert '*a (b)"' in pdf_text(path)
    assert 'q:lang(ru) { quotes: "*" "\\"" }' in files["html"].decode()


def test_fonts_travel_in_the_word_documents_of_an_audience_that_asks_for_it(small):
    file = "templates/audiences/staff/audience.yaml"
    write(small.root, file, (small.root / file).read_text() + "fonts: embed\n")
    preparer = Preparer(small.project, ("ferry",))
    (made,) = preparer.plans
    jobs = [preparer.prepare(made, entry)[0].job for entry in made.entries]
    embeds = {job.name.partition("/")[0]: job.embed_fonts for job in jobs}
    assert embeds == {"public": False, "staff": True}


def test_what_a_document_is_made_from_travels_in_the_pdf_of_an_audience_that_asks_for_it(small):
    file = "templates/audiences/public/audience.yaml"
    write(small.root, file, (small.root / file).read_text() + "source: embed\n")
    preparer = Preparer(small.project, ("ferry",))
    (made,) = preparer.plans
    for entry in made.entries:
        prepared, found = preparer.prepare(made, entry)
        assert (found, prepared.job.source is not None) == ([], entry.audience == "public")
        if prepared.job.source is not None:
            source = prepared.job.source.decode()
            assert json.loads(source)["language"] == prepared.view.language
            assert SECRET not in source
            assert "content/" not in source
            assert '"place":' not in source


def test_a_source_that_holds_more_than_its_audience_may_read_is_refused(small, monkeypatch):
    file = "templates/audiences/public/audience.yaml"
    write(small.root, file, (small.root / file).read_text() + "source: embed\n")
    monkeypatch.setattr(prepare, "_source", lambda *_: json.dumps([SECRET_RU]).encode())
    preparer = Preparer(small.project, ("ferry",))
    (made,) = preparer.plans
    (entry,) = (entry for entry in made.entries if entry.name == "public/note.ru")
    prepared, (leak,) = preparer.prepare(made, entry)
    assert prepared is None
    assert (leak.code, str(leak.place)) == ("B402", str(entry.place))
    assert leak.message.startswith("the source in public/note.ru holds text")


REFERENCE = "templates/audiences/staff/reference.docx"


def test_a_reference_is_an_input_of_its_audience_s_word_documents_alone(small):
    write(small.root, REFERENCE, b"PK")
    preparer = Preparer(small.project, ("ferry",))
    have = {}
    for entry in preparer.plans[0].entries:
        prepared, _ = preparer.prepare(preparer.plans[0], entry)
        assert (REFERENCE in prepared.inputs) == (prepared.job.reference is not None)
        have[entry.name] = prepared.job.reference is not None
    assert have["staff/note.en"]
    assert not have["public/note.en"]
    assert not have["staff/table.en-ru"], "which is HTML alone"


def test_what_a_reference_lacks_is_told_there_and_where_it_is_asked_for(small):
    preparer = Preparer(small.project, ("ferry",))
    prepared, _ = preparer.prepare(preparer.plans[0], preparer.plans[0].entries[0])
    missing = Diagnostic("W205", "no such style", Place(REFERENCE))
    found = prepared.locate(Problem(missing, 4))
    assert str(found.place) == f"{REFERENCE}:1:1"
    ((words, place),) = found.related
    assert (words, place.file) == ("asked for here", "templates/kinds/note.html.j2")
    assert prepared.locate(Problem(missing)) == dataclasses.replace(missing, handling="public")


def test_the_variety_that_a_language_is_written_in_is_said_in_the_document(small):
    file = "content/ferry/summit.yaml"
    replace(small.root, file, "languages:", "varieties: [en-GB]\nlanguages:")
    preparer = Preparer(small.project, ("ferry",))
    [made] = preparer.plans
    jobs = [preparer.prepare(made, entry)[0].job for entry in made.entries]
    said = {job.metadata.language for job in jobs}
    assert "en-GB" in said
    assert "en" not in said
    assert not any(b'lang="en"' in job.markup for job in jobs)


@pytest.mark.parametrize(
    ("file", "styles"),
    [
        (
            ProfileFile(autonym="x", digits="arabext", sub_letters=("الف ب",)),
            [
                'digits { system: numeric; symbols: "۰" "۱" "۲" "۳" "۴" "۵" "۶" "۷" "۸" "۹" }',
                'sub-letters { system: alphabetic; symbols: "الف" "ب"; prefix: "("; suffix: ") " }',
            ],
        ),
        (
            ProfileFile(autonym="x"),
            [
                "digits { system: extends decimal }",
                'sub-letters { system: extends lower-alpha; prefix: "("; suffix: ") " }',
            ],
        ),
    ],
)
def test_stylesheets_have_the_counter_styles_of_the_language(small, file, styles):
    preparer = Preparer(small.project, ("ferry",))
    preparer.profiles["en"] = make_profile("en", file)
    [made] = preparer.plans
    entry = next(entry for entry in made.entries if entry.languages == ("en",))
    ready, problems = preparer.prepare(made, entry)
    assert problems == []
    sheet = next(s.text.decode() for s in ready.job.stylesheets if s.path == "counters.css")
    assert re.findall("@counter-style (.*)", sheet) == styles
    assert ("::footnote-call" in sheet) == bool(file.digits)
