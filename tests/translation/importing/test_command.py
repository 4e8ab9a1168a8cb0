"""`briefgen import`: files in, YAML out, and whatever is wrong told in one coded line each."""

import pytest

from briefgen.cli.app import run
from briefgen.content.model import source_hash
from briefgen.content.read import read_content
from briefgen.project import Config, Project
from tests.content.meeting import SUMMIT, changed, write_project
from tests.translation.importing.test_formats import word

PLAN = """\
News
The plan was adopted.

Plan of the Lake
The parties agree:
Water
1. They plant trees, which
takes: a year # and "two" hands.
2. They:
(a) water them;
(b) wait.
Shore, 5 May 2030
///agency
"""

PLAN_RU = """\
План по озеру
Стороны договариваются:
Вода
1. Они сажают деревья, и это занимает: год и «две» руки.
2. Они:
а) поливают их;
б) ждут.
Берег, 5 мая 2030 г.
"""


class Importer:
    """The command line on the meeting's project, for a document named ``plan``."""

    def __init__(self, root, capsys):
        self.root, self._capsys = root, capsys

    def __call__(self, file, *arguments, language="en", summit="lake"):
        """Return the exit code, standard output and standard error."""
        names = ("--summit", summit, "--document", "plan", "--language", language)
        code = run(["import", str(file), *names, *map(str, arguments)])
        return code, *self._capsys.readouterr()

    def write(self, name: str, text: str | bytes):
        path = self.root / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def plan(self, name="plan.yaml"):
        return (self.root / "content/lake" / name).read_text()

    def files(self):
        return {path: path.read_bytes() for path in self.root.rglob("*") if path.is_file()}


@pytest.fixture
def importer(tmp_path, monkeypatch, capsys):
    summit = changed(SUMMIT, "document: statement}", "document: statement}\n"
                     "  - {title: {en: Lake Plan, ru: План по озеру}, document: plan}")  # fmt: skip
    root = write_project(tmp_path / "project", {"content/lake/summit.yaml": summit}).root
    monkeypatch.chdir(root)
    return Importer(root, capsys)


def test_a_source_becomes_a_document_that_briefgen_reads_word_for_word(importer):
    code, out, _ = importer(importer.write("plan.txt", PLAN), "--source")
    assert (code, out) == (0, "content/lake/plan.yaml\n")
    content, problems = read_content(Project(importer.root, Config(), "briefgen.toml"))
    assert [p.code for p in problems if p.place.file == "content/lake/plan.yaml"] == ["C015"]
    plan = content.summits["lake"].documents["plan"].source.value
    assert (plan.title, plan.status, plan.date) == ("Plan of the Lake", "paraphrase", "2030-05-05")
    assert {segment.key: segment.text for segment in plan.segments()} == {
        "pre.1": "The parties agree:",
        "1": 'They plant trees, which\ntakes: a year # and "two" hands.',
        "2": "They:",
        "2.a": "water them;",
        "2.b": "wait.",
        "end.1": "Shore, 5 May 2030",
    }
    assert plan.paragraphs[0].heading == "Water"
    assert {segment.handling for segment in plan.segments()} == {"public"}


def test_the_file_says_what_is_not_in_it_and_the_report_accounts_for_every_character(importer):
    _, _, err = importer(importer.write("plan.txt", PLAN), "--source")
    head = importer.plan().splitlines()
    assert head[:4] == [
        "# yaml-language-server: $schema=../../schemas/document.schema.json",
        "# Imported from plan.txt.",
        "# Not in this file: article, lines 1 to 2.",
        "# Not in this file: agency footer, line 13.",
    ]
    table = [line.split() for line in err.splitlines()[1 : err.splitlines().index("")]
             if line[:1].isalpha()]  # fmt: skip
    counts = [int(row[-1].replace(",", "")) for row in table if row[-1].replace(",", "").isdigit()]
    assert counts[-1] == len(PLAN)
    assert sum(counts[:-1]) == len(PLAN)
    assert "status: paraphrase, for want of --status" in err


def test_ordinals_of_the_language_count_and_its_dates_are_read(importer):
    text = "План\nСтороны,\nво-первых, сажают.\nВо-вторых, ждут.\nБерег, 5 мая 2030 г.\n"
    importer(importer.write("plan.txt", text), "--source", language="ru")
    made = importer.plan()
    assert 'date: "2030-05-05"\n' in made
    assert '- key: "2"\n    handling: public\n    text: Во-вторых, ждут.\n' in made


KAZAKH = """\
Жаңалықтар
Кеше кездесу өтті.

Көл жоспары
Қатысушылар төмендегілер туралы уағдаласты:
Су
1. Қатысушылар құстарды жыл сайын санайды.
2. 2027 жылғы 1 наурызға дейін қатысушылар:
а) судың деңгейін жариялайды;
ә) тізілім жасайды:
i) көлдер;
ii) өзендер;
б) орындарды таңдайды.
Қаржы
3. Қор қаржы бөледі.
Көксай, 2026 жылғы 1 мамыр
"""


def test_letters_count_as_the_language_has_them(importer):
    importer(importer.write("kk.txt", KAZAKH), "--source", language="kk")
    content, _ = read_content(Project(importer.root, Config(), "briefgen.toml"))
    plan = content.summits["lake"].documents["plan"].source.value
    assert [segment.key for segment in plan.segments()] == [
        "pre.1", "1", "2", "2.a", "2.b", "2.b.i", "2.b.ii", "2.c", "3", "end.1",
    ]  # fmt: skip
    assert [segment.heading for segment in plan.paragraphs if segment.heading] == ["Су", "Қаржы"]
    assert plan.date == "2026-05-01"


def test_status_handling_and_title_are_those_given(importer):
    file = importer.write("plan.txt", PLAN)
    importer(file, "--source", "--status", "authentic", "--handling", "internal", "--title", "Lake")
    assert "status: authentic\ntitle: Lake\n" in importer.plan()
    assert importer.plan().count("handling: internal") == 6


def test_a_translation_takes_the_keys_and_hashes_of_the_document(importer):
    importer(importer.write("plan.txt", PLAN), "--source")
    code, out, _ = importer(importer.write("plan.ru.txt", PLAN_RU), language="ru")
    assert (code, out) == (0, "content/lake/plan.ru.yaml\n")
    content, problems = read_content(Project(importer.root, Config(), "briefgen.toml"))
    assert not [p for p in problems if "plan" in p.place.file]
    plan = content.summits["lake"].documents["plan"]
    segments = plan.targets["ru"].value.segments
    assert [segment.key for segment in segments] == ["pre.1", "1", "2", "2.a", "2.b", "end.1"]
    assert segments[1].source_hash == source_hash("Water", plan.source.value.paragraphs[0].text)
    assert (segments[1].heading, segments[3].text) == ("Вода", "поливают их;")
    assert plan.targets["ru"].value.status == "unofficial-translation"


def test_a_file_that_is_there_is_shown_beside_what_would_be_written_and_stays(importer):
    file = importer.write("plan.txt", PLAN)
    importer(file, "--source")
    assert "says the same already" in importer(file, "--source")[2]
    file.write_text(PLAN.replace("wait", "hope"))
    before = importer.plan()
    code, out, err = importer(file, "--source")
    assert code == 1
    assert "-    text: wait.\n+    text: hope.\n" in out
    assert "error[I301]" in err
    assert "content/lake/plan.yaml:1:1" in err
    assert importer.plan() == before
    assert importer(file, "--source", "--force")[:2] == (0, "content/lake/plan.yaml\n")
    assert "text: hope." in importer.plan()


def test_a_dry_run_prints_the_file_and_writes_nothing(importer):
    file = importer.write("plan.txt", PLAN)
    before = importer.files()
    code, out, _ = importer(file, "--source", "--dry-run", "--article", "a.txt")
    assert code == 0
    assert importer.files() == before
    importer(file, "--source")
    assert out == importer.plan()


def test_the_article_goes_into_a_file_of_its_own(importer):
    _, out, _ = importer(importer.write("plan.txt", PLAN), "--source", "--article", "article.txt")
    assert out.splitlines() == ["article.txt", "content/lake/plan.yaml"]
    assert (importer.root / "article.txt").read_text() == "News\nThe plan was adopted.\n"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.txt", "Да\n1. Да.\n".encode("cp1251"), "a.txt:1:1: error I102 byte 0 is not UTF-8"),
        ("a.txt", b"Text\0\1\2", "a.txt:1:1: error I101 the file isn't text"),
        ("a.pdf", b"%PDF-1.7\n", "a.pdf:1:1: error I101 the file is of another format"),
        ("a.txt", b" \n", "a.txt:1:1: error I103 the file is empty"),
        ("a.html", b"<html><!-- --></html>", "a.html:1:1: error I103 there is no text in the file"),
        ("a.txt", b"They met.\nThey left.\n", "a.txt:1:1: error I208 no paragraph of the text"),
        ("a.txt", b"they met.\n1. One.\n2. Two.\n", "a.txt:1:1: error I211 no line of the text"),
        ("a.txt", b"T\n1. One.\n2. T\x01wo.\n", "a.txt:3:1: error Y002 the text holds U+0001"),
        ("a.txt", b"T\n1. One.\n2. " + b"x" * 3000, "a.txt:3:1: error Y014 3,000 characters"),
        ("a.html", b"<meta charset=x-none>1. x", "a.html:1:1: error I102 the page says"),
    ],
)  # fmt: skip
def test_what_cannot_be_imported_is_one_coded_line_and_content_stays(importer, name, data, told):
    file = importer.write(name, data)
    before = importer.files()
    code, out, err = importer(file, "--source", "--output-format", "concise")
    assert (code, out) == (1, "")
    [line] = [line for line in err.splitlines() if ": error " in line]
    assert line.startswith(told)
    assert importer.files() == before


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"summit": "pond"}, "no summit 'pond' in"),
        ({"summit": "laek"}, "did you mean 'lake'?"),
        ({"language": "ru"}, "no document 'plan' in content/lake: import the text in its own"),
    ],
)
def test_what_the_text_belongs_to_must_be_there(importer, given, told):
    code, out, err = importer(importer.write("plan.txt", PLAN), **given)
    assert (code, out) == (2, "")
    assert told in err
    assert len(err.splitlines()) == 1


def test_a_level_of_handling_that_is_none_is_refused(importer):
    file = importer.write("plan.txt", PLAN)
    code, _, err = importer(file, "--source", "--handling", "interal")
    assert (code, err) == (2, "error: no level of handling 'interal'; did you mean 'internal'?\n")


def test_a_text_in_the_document_s_own_language_is_no_translation(importer):
    file = importer.write("plan.txt", PLAN)
    importer(file, "--source")
    code, _, err = importer(file)
    assert code == 2
    assert "plan is in 'en' itself" in err


def news_of_word(document):
    document.add_heading("River news", 1)
    document.add_paragraph("They met.")
    document.add_heading("Our river", 1)
    document.add_paragraph("1. One.")
    document.add_paragraph("2. Two.")


NEWS = "<h2>River news</h2><p>They met.</p><h2>Our river</h2><p>1. One.</p><p>2. Two.</p>"


@pytest.mark.parametrize(("name", "data"), [("a.docx", word(news_of_word)), ("a.html", NEWS)])
def test_the_title_that_is_given_decides_in_pages_and_word_files(importer, name, data):
    file = importer.write(name, data)
    code, _, error = importer(file, "--source", "--title", "Our river")
    assert (code, "I212" in error) == (0, False)
    assert "title: Our river\n" in importer.plan()
    assert "River news" not in importer.plan()
    code, _, error = importer(file, "--source", "--force")
    assert "I212" in error
