"""What files say of each other: each mistake has its code and its place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from briefgen.content.model import source_hash
from briefgen.content.read import read_content
from briefgen.diagnostics import Severity, has_errors
from tests.content.meeting import (
    BRIEF,
    BRIEF_RU,
    FILES,
    GLOSSARY,
    PACK,
    STATEMENT,
    STATEMENT_RU,
    SUMMIT,
    changed,
    shown,
    write_project,
)

LAKE = "content/lake"
WHY = source_hash("They are there.", "Why roads?")


def test_a_sound_project_is_read_whole_and_without_a_word(tmp_path):
    content, problems = read_content(write_project(tmp_path))
    assert problems == []
    lake = content.summits["lake"]
    assert lake.folder == "content/lake"
    assert list(lake.documents) == ["statement"]
    assert list(lake.documents["statement"].targets) == ["ru"]
    assert list(lake.brief_targets) == ["ru"]
    assert [glossary.file for glossary in lake.glossaries] == [
        "content/glossary.yaml",
        "content/lake/glossary.yaml",
    ]
    assert list(content.packs) == ["may"]
    paragraphs = lake.documents["statement"].source.value.paragraphs
    assert [segment.key for segment in paragraphs] == ["1", "1.a", "2"]


MISTAKES = {
    # name: (file, what is there, what is put there, code and place)
    "a citation of a paragraph that is not there": (
        "brief.yaml",
        "cites: [1.a]",
        "cites: [7]",
        "C006 content/lake/brief.yaml:10:13",
    ),
    "an unknown theme of an item": (
        "brief.yaml",
        "themes: [trade]",
        "themes: [trad]",
        "C007 content/lake/brief.yaml:11:14",
    ),
    "an unknown theme of a segment": (
        "statement.yaml",
        "themes: [trade]",
        "themes: [a, trade]",
        "C007 content/lake/statement.yaml:10:14",
    ),
    "an unknown actor": (
        "brief.yaml",
        "actors: [KZ]",
        "actors: [KX]",
        "C008 content/lake/brief.yaml:18:14",
    ),
    "an unknown actor of a segment": (
        "statement.yaml",
        "actors: [KZ, un]",
        "actors: [KZ, ub]",
        "C008 content/lake/statement.yaml:11:18",
    ),
    "a participant for nobody": (
        "summit.yaml",
        "  - country: KZ\n    office",
        "  - office",
        "C008 content/lake/summit.yaml:13:5",
    ),
    "a participant for an unknown organisation": (
        "summit.yaml",
        "organisation: un\n",
        "organisation: eu\n",
        "C008 content/lake/summit.yaml:16:19",
    ),
    "a chair who takes no part": (
        "summit.yaml",
        "chairs: [KZ]",
        "chairs: [TM]",
        "C008 content/lake/summit.yaml:11:10",
    ),
    "an unknown handling level": (
        "brief.yaml",
        "handling: internal",
        "handling: secret",
        "C009 content/lake/brief.yaml:8:15",
    ),
    "a summit's language that it doesn't list": (
        "summit.yaml",
        "language: en",
        "language: kk",
        "C010 content/lake/summit.yaml:2:11",
    ),
    "a brief's language that the summit doesn't list": (
        "brief.yaml",
        "language: en",
        "language: kk",
        "C010 content/lake/brief.yaml:2:11",
    ),
    "words in a language that the summit doesn't list": (
        "summit.yaml",
        "{en: Lake, ru: Озеро}",
        "{en: Lake, ru: Озеро, kk: Көл}",
        "C010 content/lake/summit.yaml:5:40",
    ),
    "a translation into the source's language": (
        "statement.yaml",
        "language: en",
        "language: ru",
        "C010 content/lake/statement.ru.yaml:2:11",
    ),
    "a doubled item": (
        "brief.yaml",
        "id: meet",
        "id: why",
        "C011 content/lake/brief.yaml:15:9",
    ),
    "a doubled theme": (
        "summit.yaml",
        "Торговля}}",
        "Торговля}}\n  - {id: trade, title: {en: T, ru: Т}}",
        "C011 content/lake/summit.yaml:24:10",
    ),
    "a doubled language": (
        "summit.yaml",
        "languages: [en, ru]",
        "languages: [en, ru, ru]",
        "C011 content/lake/summit.yaml:3:21",
    ),
    "a doubled paragraph": (
        "statement.yaml",
        "key: 2",
        "key: 1",
        "C011 content/lake/statement.yaml:15:11",
    ),
    "a doubled paragraph of a translation": (
        "statement.ru.yaml",
        "key: 2",
        "key: 1.a",
        "C011 content/lake/statement.ru.yaml:12:11",
    ),
    "a gap in the numbers": (
        "statement.yaml",
        "key: 2",
        "key: 3",
        "C012 content/lake/statement.yaml:15:11",
    ),
    "a number with a nought before it": (
        "statement.yaml",
        "key: 2",
        "key: 02",
        "C012 content/lake/statement.yaml:15:11",
    ),
    "a sub-item without its paragraph": (
        "statement.yaml",
        "key: 1.a",
        "key: 2.a",
        "C012 content/lake/statement.yaml:14:11",
    ),
    "a gap in the sub-items": (
        "statement.yaml",
        "key: 1.a",
        "key: 1.b",
        "C012 content/lake/statement.yaml:14:11",
    ),
    "a number in the preamble": (
        "statement.yaml",
        "key: pre.1",
        "key: 1",
        "C012 content/lake/statement.yaml:6:11",
    ),
    "a preamble's key among the numbers": (
        "statement.yaml",
        "key: 2",
        "key: pre.2",
        "C012 content/lake/statement.yaml:15:11",
    ),
    "a gap in the closing": (
        "statement.yaml",
        "key: end.1",
        "key: end.2",
        "C012 content/lake/statement.yaml:17:11",
    ),
    "a translation of a paragraph that is not there": (
        "statement.ru.yaml",
        "key: 1.a",
        "key: 1.b",
        "C013 content/lake/statement.ru.yaml:11:11",
    ),
    "a translation of an item that is not there": (
        "brief.ru.yaml",
        "id: meet",
        "id: met",
        "C013 content/lake/brief.ru.yaml:9:9",
    ),
    "a translation of a heading that is not there": (
        "statement.yaml",
        "    heading: Trade\n",
        "",
        "C013 content/lake/statement.ru.yaml:8:14",
    ),
    "a changed paragraph": (
        "statement.yaml",
        "Trade grows.",
        "Trade shrinks.",
        "C014 content/lake/statement.ru.yaml:10:18",
    ),
    "a changed question": (
        "brief.yaml",
        "Why roads?",
        "Why rails?",
        "C014 content/lake/brief.ru.yaml:8:18",
    ),
    "a question that is not translated": (
        "brief.ru.yaml",
        "    question: Почему дороги?\n",
        "",
        "C015 content/lake/brief.ru.yaml:5:5",
    ),
    "an alternative text that is not translated": (
        "brief.ru.yaml",
        "alt: Озеро., ",
        "",
        "C015 content/lake/brief.ru.yaml:13:5",
    ),
    "a heading that is not translated": (
        "statement.ru.yaml",
        "    heading: Торговля\n",
        "",
        "C015 content/lake/statement.ru.yaml:7:5",
    ),
    "a summit that isn't named as its folder": (
        "summit.yaml",
        "id: lake",
        "id: pond",
        "C016 content/lake/summit.yaml:1:5",
    ),
    "a document that isn't named as its file": (
        "statement.yaml",
        "id: statement",
        "id: declaration",
        "C016 content/lake/statement.yaml:1:5",
    ),
    "a translation of another document": (
        "statement.ru.yaml",
        "document: statement",
        "document: other",
        "C016 content/lake/statement.ru.yaml:1:11",
    ),
    "a translation into another language": (
        "brief.ru.yaml",
        "language: ru",
        "language: kk",
        "C016 content/lake/brief.ru.yaml:1:11",
    ),
    "words that lack a language": (
        "summit.yaml",
        "{en: Lake, ru: Озеро}",
        "{en: Lake}",
        "C018 content/lake/summit.yaml:5:14",
    ),
    "an owner that lacks a language": (
        "brief.yaml",
        "{en: Desk, ru: Отдел}",
        "{en: Desk}",
        "C018 content/lake/brief.yaml:4:8",
    ),
    "an outcome in an unknown document": (
        "summit.yaml",
        "document: statement",
        "document: statment",
        "C020 content/lake/summit.yaml:25:55",
    ),
    "a brief about an unknown document": (
        "brief.yaml",
        "document: statement",
        "document: statment",
        "C020 content/lake/brief.yaml:1:11",
    ),
    "a meeting that ends before it starts": (
        "summit.yaml",
        "end: 2030-05-05",
        "end: 2030-05-03",
        "C022 content/lake/summit.yaml:8:33",
    ),
    "a figure's missing image": (
        "brief.yaml",
        "file: map.png",
        "file: mop.png",
        "G001 content/lake/brief.yaml:22:82",
    ),
    "a figure's image outside the project": (
        "brief.yaml",
        "file: map.png",
        "file: a/../../../../b.png",
        "G002 content/lake/brief.yaml:22:82",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_the_summit_has_a_code_a_place_and_a_hint(tmp_path, name):
    file, old, new, expected = MISTAKES[name]
    path = f"{LAKE}/{file}"
    _, problems = read_content(write_project(tmp_path, {path: changed(FILES[path], old, new)}))
    found = [problem for problem in problems if f"{problem.code} {problem.place}" == expected]
    assert len(found) == 1, shown(problems)
    assert found[0].hint
    only_where_printed = ("C014", "C015", "C018")
    expected_severity = Severity.WARNING if expected[:4] in only_where_printed else Severity.ERROR
    assert found[0].severity is expected_severity


PACK_MISTAKES = {
    "an unknown summit": ("summit: lake", "summit: lak", "A001 content/packs/may.yaml:1:9"),
    "an unknown audience": ("[guests]", "[guest]", "A002 content/packs/may.yaml:4:17"),
    "an unknown kind": ("[sheet]", "[shet]", "A003 content/packs/may.yaml:3:13"),
    "a format twice": ("[pdf, html]", "[pdf, pdf]", "C011 content/packs/may.yaml:6:20"),
    "a language twice": ("[en, [en, ru]]", "[en, en]", "A004 content/packs/may.yaml:5:21"),
    "an unknown language": ("[en, [en, ru]]", "[[en, kk]]", "C010 content/packs/may.yaml:5:17"),
    "no language": ("[en, [en, ru]]", "[[]]", "C005 content/packs/may.yaml:5:17"),
    "an unknown document": (
        "formats: [pdf, html]",
        "formats: [pdf]\n    document: letter",
        "C020 content/packs/may.yaml:7:15",
    ),
    "an unknown theme of a table": (
        "formats: [pdf, html]",
        "formats: [pdf]\n    only: {themes: [trad]}",
        "C007 content/packs/may.yaml:7:21",
    ),
}


@pytest.mark.parametrize("name", PACK_MISTAKES)
def test_a_mistake_in_a_pack_has_a_code_a_place_and_a_hint(tmp_path, name):
    old, new, expected = PACK_MISTAKES[name]
    project = write_project(tmp_path, {"content/packs/may.yaml": changed(PACK, old, new)})
    _, problems = read_content(project)
    assert shown(problems) == [expected]
    assert all(problem.hint for problem in problems)


@pytest.mark.parametrize("since", ["--all", "/etc", "~/old", "a:b"])
def test_a_version_that_is_neither_a_revision_nor_a_path_of_the_project_is_refused(tmp_path, since):
    asked = f'formats: [pdf]\n    only: {{since: "{since}"}}'
    pack = changed(PACK, "formats: [pdf, html]", asked)
    _, problems = read_content(write_project(tmp_path, {"content/packs/may.yaml": pack}))
    assert shown(problems) == ["C004 content/packs/may.yaml:7:19"]


def test_a_kind_may_be_an_audiences_own(tmp_path):
    project = write_project(tmp_path, {"content/packs/may.yaml": changed(PACK, "sheet", "card")})
    assert read_content(project)[1] == []


def test_two_orders_for_one_path_name_both_places(tmp_path):
    second = PACK + PACK.partition("documents:\n")[2].replace("[en, [en, ru]]", "[ru, en]")
    _, problems = read_content(write_project(tmp_path, {"content/packs/may.yaml": second}))
    assert shown(problems)[0] == "A004 content/packs/may.yaml:9:21"
    assert str(problems[0].related[0][1]) == "content/packs/may.yaml:5:17"


def test_only_the_packs_asked_for_and_their_summits_are_read(tmp_path):
    project = write_project(
        tmp_path,
        {"content/packs/june.yaml": "nonsense", "content/pond/summit.yaml": "nonsense"},
    )
    content, problems = read_content(project, ["may"])
    assert problems == []
    assert list(content.packs) == ["may"]
    assert list(content.summits) == ["lake"]
    assert shown(read_content(project)[1]) == [
        "Y011 content/packs/june.yaml:1:1",
        "Y011 content/pond/summit.yaml:1:1",
    ]


def test_an_unknown_pack_is_named_with_the_nearest(tmp_path):
    _, problems = read_content(write_project(tmp_path), ["mai"])
    assert shown(problems) == ["A005 content/packs:1:1"]
    assert problems[0].hint == "did you mean 'may'?"


def test_what_is_missing_in_a_translation_is_a_warning(tmp_path):
    shorter = "".join(line for line in STATEMENT_RU.splitlines(True) if "key: 2" not in line)
    _, problems = read_content(write_project(tmp_path, {f"{LAKE}/statement.ru.yaml": shorter}))
    assert shown(problems) == ["C015 content/lake/statement.ru.yaml:6:3"]
    assert problems[0].message == "not translated into ru: 2"
    hash_ = source_hash("They meet again.")
    entry = f"  - key: 2\n    text: >-\n      …\n    source_hash: {hash_}"
    assert problems[0].hint == f"add to this list:\n{entry}"
    assert not has_errors(problems)


def test_what_a_hint_proposes_takes_any_text_in_the_place_of_the_open_one(tmp_path):
    shorter = "".join(line for line in STATEMENT_RU.splitlines(True) if "key: 2" not in line)
    _, [problem] = read_content(write_project(tmp_path, {f"{LAKE}/statement.ru.yaml": shorter}))
    words = "Встреча: снова, #1 из 2, {если} 'надо' - и [да]."
    entry = (problem.hint or "").partition("\n")[2].replace("…", words)
    whole = changed(shorter, "segments:\n", f"segments:\n{entry}\n")
    content, problems = read_content(
        write_project(tmp_path / "mended", {f"{LAKE}/statement.ru.yaml": whole})
    )
    assert problems == []
    targets = content.summits["lake"].documents["statement"].targets["ru"].value
    assert targets.segments[0].text == words


def test_a_missing_statement_is_told_with_each_of_its_words(tmp_path):
    lines = BRIEF_RU.splitlines(True)
    shorter = "".join(lines[:4] + lines[8:])  # without the question
    _, [problem] = read_content(write_project(tmp_path, {f"{LAKE}/brief.ru.yaml": shorter}))
    words = "text: >-\n      …\n    question: >-\n      …"
    entry = f"  - id: why\n    {words}\n    source_hash: {WHY}"
    assert problem.hint == f"add to this list:\n{entry}"


def test_of_much_that_is_missing_the_first_five_are_told_with_their_hashes(tmp_path):
    rows = "".join(f"  - {{key: {n}, handling: public, text: T{n}.}}\n" for n in range(3, 10))
    text = changed(STATEMENT, "closing:", rows + "closing:")
    _, [problem] = read_content(write_project(tmp_path, {f"{LAKE}/statement.yaml": text}))
    lines = (problem.hint or "").splitlines()
    assert [line for line in lines if line.startswith("  - ")][4:] == ["  - key: 7"]
    assert lines[-2:] == [f"    source_hash: {source_hash('T7.')}", "and 2 more"]


def test_a_translation_that_is_not_there_is_a_warning(tmp_path):
    changes = {f"{LAKE}/statement.ru.yaml": None, f"{LAKE}/brief.ru.yaml": None}
    _, problems = read_content(write_project(tmp_path, changes))
    assert shown(problems) == [
        "C015 content/lake/statement.yaml:2:11",
        "C015 content/lake/brief.yaml:2:11",
    ]
    assert not has_errors(problems)


def test_a_stale_translation_is_told_the_command_that_accepts_it(tmp_path):
    text = changed(STATEMENT, "text: They met.", "text: They met again.")
    _, problems = read_content(write_project(tmp_path, {f"{LAKE}/statement.yaml": text}))
    command = "`briefgen translations accept lake/statement pre.1 --to ru`"
    assert command in (problems[0].hint or "")


def test_a_term_without_a_name_in_a_language_is_a_warning(tmp_path):
    poor = changed(GLOSSARY, ", ru: озеро", "")
    changes = {"content/glossary.yaml": poor, f"{LAKE}/glossary.yaml": poor}
    _, problems = read_content(write_project(tmp_path, changes))
    assert shown(problems) == [
        "C018 content/lake/glossary.yaml:1:27",
        "C018 content/glossary.yaml:1:27",
    ]
    assert not has_errors(problems)


def test_a_surname_is_part_of_its_name(tmp_path):
    other = GLOSSARY.replace("}}]", "}, surname: {en: lake, ru: моря}}]")
    _, problems = read_content(write_project(tmp_path, {f"{LAKE}/glossary.yaml": other}))
    assert [(p.code, p.message) for p in problems] == [
        ("C004", "'моря' is no part of the name 'озеро'")
    ]
    assert other[problems[0].place.column - 1 :].startswith("моря")


def test_a_doubled_term_is_an_error(tmp_path):
    twice = GLOSSARY.replace("}]", "}, {id: lake, names: {en: lake, ru: озеро}}]")
    _, problems = read_content(write_project(tmp_path, {f"{LAKE}/glossary.yaml": twice}))
    assert shown(problems) == ["C011 content/lake/glossary.yaml:1:56"]


@pytest.mark.parametrize(
    ("file", "hint"),
    [
        ("content/lake/breif.yaml", "did you mean 'brief'?"),
        ("content/lake/statement.yml", "name it .yaml, or it is not read"),
        ("content/lake/Statement2.yaml", "a document is named <document>.yaml"),
        ("content/lake/summit.ru.yaml", "did you mean 'summit'?"),
        ("content/summit.yaml", "a summit's files go into its folder"),
        ("content/packs/may.ru.yaml", "a pack is named <pack>.yaml"),
    ],
)
def test_an_unexpected_file_is_a_warning(tmp_path, file, hint):
    _, problems = read_content(write_project(tmp_path, {file: "a: b"}))
    assert shown(problems) == [f"C019 {file}:1:1"]
    assert hint in (problems[0].hint or "")
    assert not has_errors(problems)


def test_a_document_with_a_name_like_a_reserved_one_is_a_document(tmp_path):
    text = changed(STATEMENT, "id: statement", "id: briefs")
    content, problems = read_content(write_project(tmp_path, {f"{LAKE}/briefs.yaml": text}))
    assert shown(problems) == ["C015 content/lake/briefs.yaml:2:11"]
    assert list(content.summits["lake"].documents) == ["briefs", "statement"]


def test_a_translation_without_its_document_is_an_error(tmp_path):
    project = write_project(tmp_path, {f"{LAKE}/statment.ru.yaml": STATEMENT_RU})
    _, problems = read_content(project)
    assert shown(problems) == ["C020 content/lake/statment.ru.yaml:1:1"]
    assert problems[0].hint == "did you mean 'statement'?"


@pytest.mark.parametrize("other", ["Statement.yaml", "STATEMENT.RU.yaml"])
def test_names_that_differ_only_by_case_collide(tmp_path, other):
    _, problems = read_content(write_project(tmp_path, {f"{LAKE}/{other}": STATEMENT}))
    assert "C017" in [problem.code for problem in problems]


def test_names_that_differ_only_by_normalisation_collide(tmp_path):
    changes = {f"{LAKE}/caf\u00e9.png": "", f"{LAKE}/cafe\u0301.png": ""}
    _, problems = read_content(write_project(tmp_path, changes))
    assert [problem.code for problem in problems] == ["C017"]
    assert problems[0].related


def test_a_folder_without_summit_yaml_is_an_error_with_a_hint(tmp_path):
    changes = {f"{LAKE}/summit.yaml": None, f"{LAKE}/sumit.yaml": SUMMIT}
    content, problems = read_content(write_project(tmp_path, changes), [])
    assert content.summits == {}
    content, problems = read_content(write_project(tmp_path, changes))
    assert "C021 content/lake:1:1" in shown(problems)
    assert "C019 content/lake/sumit.yaml:1:1" in shown(problems)


def test_a_project_without_content_says_so(tmp_path):
    project = write_project(tmp_path, dict.fromkeys(FILES))
    _, problems = read_content(project)
    assert shown(problems) == ["C021 content:1:1"]


def test_folders_of_images_and_hidden_files_are_no_summits(tmp_path):
    project = write_project(tmp_path, {"content/pictures/a.png": "", f"{LAKE}/.draft.yaml": "x"})
    assert read_content(project)[1] == []


def test_a_file_that_cannot_be_read_hides_no_other_problem(tmp_path):
    changes = {
        f"{LAKE}/statement.yaml": "id: statement\nlanguage: [",
        f"{LAKE}/brief.yaml": changed(BRIEF, "handling: internal", "handling: secret"),
        f"{LAKE}/brief.ru.yaml": changed(BRIEF_RU, "status: unofficial", "status: official2"),
    }
    content, problems = read_content(write_project(tmp_path, changes))
    assert shown(problems) == [
        "Y003 content/lake/statement.yaml:2:12",
        "C004 content/lake/brief.ru.yaml:2:9",
        "C009 content/lake/brief.yaml:8:15",
    ]
    assert content.summits["lake"].documents == {}


def test_a_summit_that_cannot_be_read_still_lets_its_files_be_checked(tmp_path):
    changes = {f"{LAKE}/summit.yaml": "id: [", f"{LAKE}/glossary.yaml": "terms: 1"}
    content, problems = read_content(write_project(tmp_path, changes))
    assert [problem.code for problem in problems] == ["C003", "Y003"]
    assert content.summits == {}


def test_a_symbolic_link_out_of_the_project_is_refused(tmp_path):
    outside = tmp_path / "outside.yaml"
    outside.write_text(GLOSSARY)
    root = tmp_path / "project"
    project = write_project(root, {f"{LAKE}/glossary.yaml": None})
    (root / LAKE / "glossary.yaml").symlink_to(outside)
    _, problems = read_content(project)
    assert shown(problems) == ["G002 content/lake/glossary.yaml:1:1"]


def test_a_text_in_a_language_that_the_summit_does_not_list_is_an_error(tmp_path):
    letter = changed(STATEMENT, ": statement", ": letter")
    changes: dict[str, str | bytes | None] = {
        f"{LAKE}/statement.kk.yaml": changed(STATEMENT_RU, "language: ru", "language: kk"),
        f"{LAKE}/letter.yaml": changed(letter, "language: en", "language: kk"),
    }
    _, problems = read_content(write_project(tmp_path, changes))
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert shown(errors) == [
        "C010 content/lake/letter.yaml:2:11",
        "C010 content/lake/statement.kk.yaml:2:11",
    ]


def test_a_summit_needs_no_brief_and_no_document(tmp_path):
    names = ("brief", "brief.ru", "statement", "statement.ru")
    changes: dict[str, str | bytes | None] = {f"{LAKE}/{name}.yaml": None for name in names}
    changes[f"{LAKE}/summit.yaml"] = changed(SUMMIT, ", document: statement", "")
    content, problems = read_content(write_project(tmp_path, changes))
    assert problems == []
    assert content.summits["lake"].brief is None


def test_a_look_alike_letter_in_a_handling_level_is_named(tmp_path):
    text = changed(BRIEF, "handling: internal", "handling: іnternal")
    _, problems = read_content(write_project(tmp_path, {f"{LAKE}/brief.yaml": text}))
    assert shown(problems) == ["Y015 content/lake/brief.yaml:8:15"]
    assert "U+0456" in problems[0].message
    assert problems[0].hint == "type 'internal' in Latin letters"


def test_a_long_list_of_names_is_cut_short(tmp_path):
    rows = "".join(f"  - {{key: {n}, handling: public, text: T{n}.}}\n" for n in range(3, 40))
    text = changed(STATEMENT, "closing:", rows + "closing:")
    brief = changed(BRIEF, "cites: [1.a]", "cites: [99]")
    changes: dict[str, str | bytes | None] = {
        f"{LAKE}/statement.yaml": text,
        f"{LAKE}/brief.yaml": brief,
    }
    _, problems = read_content(write_project(tmp_path, changes))
    messages = [f"{problem.message} ({problem.hint})" for problem in problems]
    assert any("3, 4, 5, 6, 7, 8, 9, 10, …, 39" in message for message in messages)
    assert any("it has pre.1, 1, 1.a, 2, 3, 4, 5, 6, …, end.1" in message for message in messages)


def test_ten_thousand_paragraphs_are_read_in_time_that_grows_with_their_number(tmp_path):
    def seconds(count: int, folder: Path) -> float:
        rows = "".join(
            f"  - {{key: {n}, handling: public, text: T{n}.}}\n" for n in range(3, count)
        )
        text = changed(STATEMENT, "closing:", rows + "closing:")
        project = write_project(folder, {f"{LAKE}/statement.yaml": text})
        start = time.process_time()
        read_content(project)
        return time.process_time() - start

    small = min(seconds(1_000, tmp_path / "small") for _ in range(3))
    assert seconds(10_000, tmp_path / "large") < 30 * small


# --- one mistake is one diagnostic ------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("brief.yaml", "id: meet", "id: why", "C011 content/lake/brief.yaml:15:9"),
        ("statement.yaml", "key: 2", "key: 1.a", "C011 content/lake/statement.yaml:15:11"),
        ("statement.yaml", "key: 1.a", "key: 1", "C011 content/lake/statement.yaml:14:11"),
    ],
)
def test_a_doubled_name_brings_no_further_errors_and_leaves_its_summit_out(
    tmp_path, file, old, new, expected
):
    path = f"{LAKE}/{file}"
    project = write_project(tmp_path, {path: changed(FILES[path], old, new)})
    content, problems = read_content(project)
    assert shown(problems) == [expected]
    assert content.summits == {}


def test_what_a_doubled_name_has_nothing_to_do_with_is_still_checked(tmp_path):
    changes: dict[str, str | bytes | None] = {
        f"{LAKE}/brief.yaml": changed(BRIEF, "id: meet", "id: why"),
        f"{LAKE}/brief.ru.yaml": changed(BRIEF_RU, source_hash("It went well."), "old"),
    }
    _, problems = read_content(write_project(tmp_path, changes))
    assert shown(problems) == [
        "C011 content/lake/brief.yaml:15:9",
        "C014 content/lake/brief.ru.yaml:4:46",
    ]


def test_a_renamed_folder_is_told_where_it_is_asked_for_and_where_it_is(tmp_path):
    moved = {name.replace("/lake/", "/pond/"): text for name, text in FILES.items()}
    write_project(tmp_path, dict.fromkeys(FILES))
    project = write_project(tmp_path, {**dict.fromkeys(FILES), **moved})
    expected = ["C016 content/pond/summit.yaml:1:5", "A001 content/packs/may.yaml:1:9"]
    assert shown(read_content(project)[1]) == expected
    problems = read_content(project, ["may"])[1]
    assert shown(problems) == expected
    assert problems[0].hint == "write 'id: pond', or rename the folder"


def test_an_unknown_handling_level_is_told_the_scale_from_its_lowest(tmp_path):
    text = changed(BRIEF, "handling: internal", "handling: zzz")
    _, problems = read_content(write_project(tmp_path, {f"{LAKE}/brief.yaml": text}))
    assert [problem.hint for problem in problems] == ["known: public, internal, restricted"]


def test_a_statement_that_is_public_in_words_only_is_told_so(tmp_path):
    text = changed(BRIEF, "handling: internal", "handling: public")
    text = changed(text, "bottom, handling: public", "bottom, handling: internal")
    _, [problem] = read_content(write_project(tmp_path, {f"{LAKE}/brief.yaml": text}))
    assert shown([problem]) == ["C023 content/lake/brief.yaml:8:15"]
    assert problem.severity is Severity.INFO
    assert problem.message == "'why' is public, but 'questions' is never shown to that level"
    assert problem.hint == "write 'handling: internal', as it is handled"
