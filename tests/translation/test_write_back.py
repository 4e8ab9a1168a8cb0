"""Changes get into the files of content, and into nothing else there."""

import difflib
import shutil
from pathlib import Path

import pytest

from briefgen.content.model import source_hash
from briefgen.content.read import read_content
from briefgen.diagnostics import has_errors
from briefgen.project import find_project
from briefgen.translation.bitext import make_bitext
from tests.content.meeting import STATEMENT, STATEMENT_RU, changed, shown, write_project
from tests.translation.tables import Table, codes, make_table, returned, take, write_table

ROOT = Path(__file__).parents[2]
RU = "content/lake/statement.ru.yaml"


@pytest.fixture
def project(tmp_path):
    return write_project(tmp_path)


def lines(before, after):
    """Return the lines that went and those that came."""
    found = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in found if line[0] in "+-"]


def test_only_the_lines_of_what_changed_change(project):
    table = make_table(project)
    table.set("1", "target", "Торговля растёт быстро.")
    table.set("2", "status", "approved")
    take(project, table.save())
    new = (project.root / RU).read_text()
    now = source_hash("They meet again.")
    assert lines(STATEMENT_RU, new) == [
        "-     text: Торговля растёт.",
        "+     text: Торговля растёт быстро.",
        f"-   - {{key: 2, text: Встретятся., source_hash: {now}}}",
        f"+   - {{key: 2, text: Встретятся., source_hash: {now}, state: approved}}",
    ]


def test_importing_twice_adds_nothing(project):
    table = make_table(project)
    table.set("1", "target", "Торговля растёт быстро.")
    table.set("2", "status", "approved")
    take(project, table.save())
    first = (project.root / RU).read_bytes()
    written, problems = returned(project, table.save())
    assert ({*written.files.values()}, problems) == ({None}, [])
    assert (project.root / RU).read_bytes() == first


def test_a_missing_translation_is_put_in_its_order(tmp_path):
    short = "".join(line for line in STATEMENT_RU.splitlines(True) if "1.a" not in line)
    project = write_project(tmp_path, {RU: short})
    table = make_table(project)
    assert table.text("1.a", "status") == "missing"
    table.set("1.a", "target", "По дорогам.")
    take(project, table.save())
    entry = ['  - key: "1.a"', "    text: По дорогам."]
    entry.append(f'    source_hash: "{source_hash("By road.")}"')
    assert lines(short, (project.root / RU).read_text()) == [f"+ {line}" for line in entry]
    assert read_content(project)[1] == []


def test_a_stale_translation_gets_the_hash_of_the_source_it_was_made_from(tmp_path):
    source = changed(STATEMENT, "They meet again.", "They part.")
    project = write_project(tmp_path, {"content/lake/statement.yaml": source})
    table = make_table(project)
    assert table.text("2", "status") == "stale"
    table.set("2", "target", "Расстанутся.")
    take(project, table.save())
    new = (project.root / RU).read_text()
    assert f'{{key: 2, text: Расстанутся., source_hash: "{source_hash("They part.")}"' in new


def test_a_translation_of_an_old_source_stays_stale(project):
    table = make_table(project)
    source = changed(STATEMENT, "They meet again.", "They part.")
    (project.root / "content/lake/statement.yaml").write_text(source)
    table.set("2", "target", "Снова.")
    new, problems = take(project, table.save())
    assert (new, codes(problems)) == ({"2": ("Снова.", "stale")}, ["R102"])
    assert f"text: Снова., source_hash: {source_hash('They meet again.')}" in (
        (project.root / RU).read_text()
    )


def test_a_new_language_gets_a_file_of_its_own(tmp_path):
    schema = "# yaml-language-server: $schema=../../schemas/document.schema.json\n"
    files = {RU: None, "content/lake/statement.yaml": schema + STATEMENT}
    project = write_project(tmp_path, files)
    table = make_table(project)
    table.set("title", "target", "Заявление")
    table.set("1.a", "target", "По дорогам.")
    table.set("1.a", "status", "reviewed")
    table.set("1", "target", "Торговля растёт.")
    written, problems = returned(project, table.save())
    assert [(p.code, p.message) for p in problems] == [
        ("R113", "1: not imported, as its 'heading' isn't translated")
    ]
    (project.root / RU).write_bytes(written.files[RU])
    assert (project.root / RU).read_text() == (
        "# yaml-language-server: $schema=../../schemas/targets.schema.json\n"
        "document: statement\nlanguage: ru\nstatus: unofficial-translation\ntitle: Заявление\n"
        f'title_source_hash: "{source_hash("Statement")}"\n'
        'segments:\n  - key: "1.a"\n    text: По дорогам.\n'
        f'    source_hash: "{source_hash("By road.")}"\n    state: reviewed\n'
    )


def test_the_title_has_a_hash_and_a_state_of_its_own(project):
    table = make_table(project)
    table.set("title", "status", "reviewed")
    assert take(project, table.save()) == ({"title": ("Заявление", "reviewed")}, [])
    hash_line = f'+ title_source_hash: "{source_hash("Statement")}"'
    new = (project.root / RU).read_text()
    assert lines(STATEMENT_RU, new) == [hash_line, "+ title_state: reviewed"]
    written, problems = returned(project, table.save())
    assert ({*written.files.values()}, problems) == ({None}, [])
    table = make_table(project)
    table.set("title", "status", "approved")
    take(project, table.save())
    assert lines(new, (project.root / RU).read_text()) == [
        "- title_state: reviewed",
        "+ title_state: approved",
    ]


def test_a_title_made_from_an_old_source_stays_stale(project):
    table = make_table(project)
    source = changed(STATEMENT, "title: Statement", "title: Declaration")
    (project.root / "content/lake/statement.yaml").write_text(source)
    table.set("title", "target", "Слово")
    new, problems = take(project, table.save())
    assert (new, codes(problems)) == ({"title": ("Слово", "stale")}, ["R102"])
    assert make_table(project).text("title", "status") == "stale"
    assert shown(read_content(project)[1]) == [f"C014 {RU}:5:20"]
    table = make_table(project)
    table.set("title", "target", "Декларация")
    take(project, table.save())
    assert read_content(project)[1] == []


def test_a_new_file_needs_a_title(tmp_path):
    project = write_project(tmp_path, {RU: None})
    table = make_table(project)
    table.set("1.a", "target", "По дорогам.")
    written, [problem] = returned(project, table.save())
    assert (written, problem.code, str(problem.place)) == (None, "R113", f"{RU}:1:1")


def test_a_file_that_is_there_but_cannot_be_read_is_never_replaced(tmp_path):
    project = write_project(tmp_path, {RU: None})
    table = make_table(project)
    table.set("title", "target", "Заявление")
    table.set("2", "target", "Снова.")
    (project.root / RU).write_text("title: [")
    written, problems = returned(project, table.save())
    assert written is None
    assert [(p.code, str(p.place)) for p in problems] == [("R114", f"{RU}:1:1")]
    assert (project.root / RU).read_text() == "title: ["


def test_a_brief_comes_back_field_by_field(tmp_path):
    project = write_project(tmp_path)
    table = make_table(project, "brief")
    table.set("why question", "target", "Отчего дороги?")
    table.set("meet when", "target", "через год")
    new, _ = take(project, table.save())
    assert {name: text for name, (text, _) in new.items()} == {
        "why/question": "Отчего дороги?",
        "meet/when": "через год",
    }
    fresh = write_project(tmp_path / "fresh", {"content/lake/brief.ru.yaml": None})
    table = make_table(fresh, "brief")
    table.set("bottom", "target", "Удачно.")
    take(fresh, table.save())
    made = (fresh.root / "content/lake/brief.ru.yaml").read_text()
    assert made.startswith("language: ru\nstatus: unofficial-translation\nitems:\n  - id: bottom\n")


def test_a_state_of_an_entry_is_that_of_its_text_that_is_least_far(project):
    table = make_table(project)
    table.set("1", "status", "approved")
    assert take(project, table.save())[0] == {}
    table.set("1 heading", "status", "reviewed")
    new, _ = take(project, table.save())
    assert {name: state for name, (_, state) in new.items()} == {
        "1/heading": "reviewed",
        "1": "reviewed",
    }


def test_what_would_make_the_file_wrong_is_not_written(project):
    table = make_table(project)
    table.set("2", "target", "a" * 3000)
    written, problems = returned(project, table.save())
    assert written is None
    assert [(problem.code, problem.place.file) for problem in problems] == [("R114", RU)]
    assert (project.root / RU).read_text() == STATEMENT_RU


@pytest.mark.parametrize(
    ("root", "document", "language"),
    [
        (".", "communique", "ru"),
        (".", "brief", "ru"),
        ("tests/projects/flyway", "declaration", "fa"),
        ("tests/projects/flyway", "brief", "en"),
    ],
)
def test_in_real_files_all_other_lines_stay_byte_for_byte(tmp_path, root, document, language):
    for name in ("briefgen.toml", "content"):
        source = ROOT / root / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    project = find_project(tmp_path)
    content, _ = read_content(project)
    [summit] = content.summits.values()
    bitext = make_bitext(summit, document, language)
    table = Table(write_table(bitext))
    chosen = [unit for unit in bitext.units if unit.field == "text"][3::5]
    for unit in chosen:
        table.set(unit.id, "target", f"{unit.target} {unit.target}")
    file = tmp_path / bitext.units[0].target_place.file
    before = file.read_text()
    new, problems = take(project, table.save())
    assert problems == []
    assert new == {unit.id: (f"{unit.target} {unit.target}", "draft") for unit in chosen}
    after = file.read_text()
    texts = [unit.target.split() for unit in chosen]
    for line in lines(before, after):
        words = line[1:].replace("text:", "").replace(">-", "").strip(" '\"").split()
        assert any(set(words) <= set(text) for text in texts), line
    assert max(map(len, after.splitlines())) <= 100
    files = {bitext.units[0].place.file, bitext.units[0].target_place.file}
    assert not has_errors(p for p in read_content(project)[1] if p.place.file in files)
