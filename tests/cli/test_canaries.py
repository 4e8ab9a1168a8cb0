"""A word that stands above the lowest level alone, and everything that is printed for a pipe."""

import io
import json
import re
from pathlib import Path

import pytest

from briefgen.cli.app import run
from briefgen.cli.commands import check
from briefgen.cli.report import report
from briefgen.content.levels import Levels
from briefgen.content.model import source_hash
from briefgen.diagnostics import CODES, PLAIN, Diagnostic, Place
from briefgen.pipeline.known import check_packs
from briefgen.project import find_project
from tests.pipeline.small import FILES, write

CANARY = "qanari"
FORMATS = ("full", "concise", "json", "github")

LEVELS = ("internal", "cosmic")
"""A level above the lowest, and one that isn't on the scale."""

BRIEF = "content/ferry/brief.yaml"
GLOSSARY = "content/ferry/glossary.yaml"
FIGURE = "id: qanari-5, handling: internal, priority: 1, file: qanari.png, alt: Qanari, text: It"
BRIEF_RU = "content/ferry/brief.ru.yaml"
TEXT = "content/ferry/minutes.yaml"
TEXT_RU = "content/ferry/minutes.ru.yaml"

SOURCE = "The qanari sails in 1987 from https://qanari.example/a, says Ann Qanari."
TARGET = "Канарейка (qanari) отплывает в 1987 году с https://qanari.example/a, говорит Анна."


def document(level):
    return f"""\
id: minutes
language: en
status: authentic
title: Minutes
paragraphs:
  - key: "1"
    handling: public
    text: Two ports open a ferry line.
  # qanari: what the next one is about
  - key: "2"
    handling: {level}
    heading: Of the qanari
    themes: [sea]
    actors: [XA]
    text: {SOURCE}
  - key: 2.a
    handling: public
    text: It carries qanari too.
"""


def targets():
    return f"""\
document: minutes
language: ru
status: unofficial-translation
title: Протокол
segments:
  - key: "1"
    text: Два порта открывают паромную линию.
    source_hash: "{source_hash("Two ports open a ferry line.")}"
  - key: "2"
    heading: О qanari
    text: {TARGET}
    source_hash: "{source_hash("Of the qanari", SOURCE)}"
    silenced: {{L102: qanari}}
  - key: 2.a
    text: Он везёт и qanari.
    source_hash: "{source_hash("It carries qanari too.")}"
comments:
  - {{id: c1, unit: "2", author: Qanari, text: qanari}}
"""


def brief(level):
    fields = f"handling: {level}, priority: 1, themes: [sea]"
    return f"""\
document: minutes
language: en
status: authentic
owner: {{en: Qanari, ru: Qanari}}
cleared: "2026-02"
bottom_line: {{id: line, handling: public, priority: 1, text: A ferry line opens.}}
key_messages:
  - {{id: qanari, {fields}, text: The qanari sails.}}
positions:
  - {{id: qanari-2, {fields}, actors: [XA], text: Northland wants qanari.}}
questions:
  - {{id: qanari-3, handling: public, priority: 1, question: Why qanari?, text: For qanari.}}
commitments:
  - {{id: qanari-4, {fields}, actors: [XA], when: before qanari, text: A qanari is built.}}
"""


def brief_targets():
    return f"""\
language: ru
status: unofficial-translation
items:
  - {{id: line, text: Открывается линия., source_hash: "{source_hash("A ferry line opens.")}"}}
  - {{id: qanari, text: Плывёт qanari., source_hash: "{source_hash("The qanari sails.")}"}}
"""


def make_project(root: Path, level: str) -> Path:
    for name, text in FILES.items():
        write(root, name, text)
    write(root, "briefgen.toml", 'handling = ["public", "internal", "restricted"]\n')
    write(root, TEXT, document(level))
    write(root, TEXT_RU, targets())
    write(root, BRIEF, brief(level))
    write(root, BRIEF_RU, brief_targets())
    staff = "title: {en: Us, ru: Мы}\nhandling: restricted\n"
    write(root, "templates/audiences/staff/audience.yaml", staff)
    return root


@pytest.fixture(params=LEVELS)
def project(request, tmp_path, monkeypatch) -> Path:
    root = make_project(tmp_path, request.param)
    monkeypatch.chdir(root)
    return root


def edit(root, name, old, new):
    text = (root / name).read_text()
    assert old in text, old
    write(root, name, text.replace(old, new, 1))


NOTE = "templates/kinds/note.html.j2"
PRINTED = "{{ segment.text }}</p>"
NUMBERS = "в 1987 году"

# code → the edits that provoke it: file, what stands there, what is written in its place
PROVOCATIONS = {
    "Y001": [(BRIEF, "The qanari sails.", b"qanari \xff")],
    "Y002": [(BRIEF, "The qanari sails.", "qanari \x07")],
    "Y004": [(TEXT, "    themes: [sea]", "    themes: [sea]\n    qanari: a\n    qanari: b")],
    "Y005": [(TEXT, "text: The qanari", "text: !qanari The qanari")],
    "Y006": [(TEXT, "text: The qanari", "text: &qanari The qanari")],
    "Y013": [(TEXT, "says Ann Qanari", "says \u202eAnn Qanari")],
    "Y014": [(TEXT, "says Ann Qanari", "says Ann " + "qanari" * 400)],
    "Y015": [(TEXT, "themes: [sea]", "themes: [q\u0430nari]")],
    "Y016": [(BRIEF, "text: The qanari sails.", "text: The qanari, it sails")],
    "C001": [(TEXT, "    text: The qanari", "    qanari: The qanari")],
    "C002": [(TEXT, "    themes: [sea]", "    qanari: [sea]")],
    "C003": [(TEXT, "    themes: [sea]", "    themes: qanari")],
    "C004": [(TEXT, "    themes: [sea]", "    themes: [Qanari!]")],
    "C005": [(BRIEF, "text: The qanari sails.", 'text: ""')],
    "C006": [(BRIEF, "id: qanari, ", "id: qanari, cites: [1.qanari], ")],
    "C007": [(TEXT, "themes: [sea]", "themes: [qanari]")],
    "C008": [(TEXT, "actors: [XA]", "actors: [qanari]")],
    "C009": [(TEXT, "  - key: 2.a\n    handling: public", "  - key: 2.a\n    handling: qanari")],
    "C011": [(BRIEF, "id: qanari-2", "id: qanari")],
    "C012": [
        (TEXT, "key: 2.a\n    handling: public", "key: 4.qanari\n    handling: restricted"),
    ],
    "C013": [(BRIEF_RU, "id: qanari,", "id: qanari-9,")],
    "C014": [(TEXT, "The qanari sails in", "The qanari sailed in")],
    "C015": [(BRIEF_RU, "id: qanari,", "id: qanari-9,")],
    "C023": [],
    "C024": [(BRIEF, "text: The qanari sails.", "text: A ferry line opens.")],
    "L101": [(TEXT_RU, f"text: {TARGET}", "text: Qanari qanari and more qanari of qanari.")],
    "L102": [(TEXT_RU, "(qanari)", "q\u0430nari"), (TEXT_RU, "    silenced: {L102: qanari}\n", "")],
    "L104": [(TEXT_RU, "(qanari)", "(qana\u200bri)")],
    "L105": [(TEXT_RU, "(qanari)", "( qanari )")],
    "L111": [(TEXT_RU, "(qanari)", "(qanari")],
    "L112": [(TEXT_RU, "(qanari)", "“qanari”")],
    "L113": [(TEXT_RU, "(qanari)", "qanari - qanari")],
    "L114": [(TEXT_RU, "говорит Анна.", "говорит qanari")],
    "L115": [(TEXT_RU, "(qanari)", "канарейка канарейка")],
    "L121": [(TEXT_RU, NUMBERS, "в 1988 году (qanari)")],
    "L122": [
        (TEXT, "in 1987", "on 3 May 1987"),
        (TEXT_RU, NUMBERS, "4 мая 1987 года"),
        (TEXT_RU, source_hash("Of the qanari", SOURCE), "HASH"),
    ],
    "L141": [
        (TEXT, "The qanari", "The {qanari}"),
        (TEXT_RU, source_hash("Of the qanari", SOURCE), "HASH"),
    ],
    "L142": [(TEXT_RU, "https://qanari.example/a", "https://qanari.example/b")],
    "L144": [(TEXT_RU, "(qanari)", "[qanari]")],
    "L147": [(TEXT_RU, f"text: {TARGET}", f"text: {SOURCE}")],
    "L148": [
        (TEXT, "It carries qanari too.", "Two ports open a ferry line."),
        (
            TEXT_RU,
            source_hash("It carries qanari too."),
            source_hash("Two ports open a ferry line."),
        ),
    ],
    "L149": [(TEXT_RU, "Он везёт и qanari.", "Два порта открывают паромную линию.")],
    "L131": [(GLOSSARY, "", "terms: [{id: sail, names: {en: sails, ru: плавает}}]\n")],
    "L132": [
        (GLOSSARY, "", "terms: [{id: a, names: {en: to, ru: в}, forbidden: {ru: [Канарейка]}}]\n"),
    ],
    "L133": [(TEXT_RU, "говорит Анна.", "говорит qanari.")],
    "L143": [
        (TEXT, "says Ann", "(a) qanari, (b) qanari, says Ann"),
        (TEXT_RU, source_hash("Of the qanari", SOURCE), "HASH"),
    ],
    "L145": [(TEXT_RU, "(qanari)", "(qanari). Да. Плывёт qanari. Ещё qanari. И")],
    "L146": [(TEXT_RU, "(qanari)", "(qanari), " + "а за ней и канарейка, " * 20)],
    "L151": [(TEXT_RU, "отплывает", "не отплывает, qanari,")],
    "L152": [],
    "L191": [],
    "L192": [(TEXT_RU, "{L102: qanari}", "{Q102: qanari}")],
    "A206": [
        (TEXT_RU, "  - key: 2.a\n    text: Он везёт и qanari.\n    source_hash:", "# qanari:"),
    ],
    "A208": [(TEXT, "actors: [XA]", "actors: [QQ]")],
    "G001": [(BRIEF, "commitments:", f"figures:\n  - {{{FIGURE}}}\ncommitments:")],
    "T002": [(NOTE, PRINTED, "{% include segment.text %}</p>")],
    "T011": [(NOTE, PRINTED, "{{ _(segment.text) }}</p>")],
    "M005": [(NOTE, PRINTED, "</p><table>{{ segment.text }}</table>")],
    "M009": [(NOTE, "<p{{ at(segment) }}", '<p role="{{ segment.text }}"{{ at(segment) }}')],
    "T003": [(NOTE, PRINTED, "{{ view[segment.text] }}</p>")],
    "T004": [(NOTE, PRINTED, "{{ segment.text.__class__ }}</p>")],
    "T005": [(NOTE, PRINTED, "{{ segment.text | int + [segment.text] }}</p>")],
    "M008": [(NOTE, "<p{{ at(segment) }}", '<p dir="{{ segment.text }}"{{ at(segment) }}')],
    "M011": [(NOTE, PRINTED, '<a href="#{{ segment.text }}">x</a></p>')],
    "M012": [(NOTE, PRINTED, '<a href="javascript:{{ segment.text }}">x</a></p>')],
    "M013": [(NOTE, PRINTED, '</p><img src="//{{ segment.text }}" alt="x"/>')],
    "B501": [(NOTE, PRINTED, '</p><img src="{{ segment.text }}.png" alt="x"/>')],
}


UNQUOTED = ("Y001", "Y002", "C005", "C023", "C024", "L149", "L191", "T004")
"""Codes of which the messages above quote nothing, wherever they are shown."""


UNPROVOKED = {
    "files, folders and packs by their names, which stand in every place": (
        "G002 G003 G004 G005 G006 G007 C016 C017 C019 C020 C021 A001 A002 A003 A004 A005 B101"
    ),
    "the file or its budgets, in our words": "Y003 Y007 Y008 Y009 Y010 Y011 Y012 Y017",
    "summit.yaml and glossaries, which have no level": "C010 C018 C022",
    "what two texts have, as the checks above are told": ("L103 L106 L153"),
    "audiences, kinds, languages and versions": (
        "A201 A202 A204 A205 A207 A209 A210 A211 A212 A213 A214"
    ),
    "templates, catalogues and budgets": "T001 T006 T007 T008 T009 T010 T012 T013",
    "markup, as the gate's codes above": (
        "M001 M002 M003 M004 M006 M007 M010 M014 M015 M016 M017 M018 M019"
    ),
    "stylesheets": "S101 S102 S201 S202 S203 S204 S205 S206 S207",
    "Word files of the house, and documents as they are written": (
        "W101 W102 W103 W105 W106 W201 W202 W203 W204 W205 W206"
    ),
    "pages": "P101 P102 P103 P104 P105 P106 P107 P108 P109 P110 P111",
    "files that a build has made": (
        "B201 B202 B203 B301 B401 B402 B403 B404 B502 B503 B504 B505 B506"
    ),
}
"""Codes that no content of a level provokes by `check`, or as others do, by what they are about.

That none of them quotes what is above is held for every code, in every format, below.
"""

FROM_OUTSIDE = ("I", "R", "V")
"""Codes of files that aren't the project's; they count as of the highest level."""


def test_every_code_is_provoked_or_there_is_a_reason():
    given = [code for codes in UNPROVOKED.values() for code in codes.split()]
    known = [code for code in CODES if not code.startswith(FROM_OUTSIDE)]
    assert sorted([*given, *PROVOCATIONS]) == sorted(known)


def provoke(root, code):
    for name, old, new in PROVOCATIONS[code]:
        if isinstance(new, bytes):
            raw = (root / name).read_bytes()
            write(root, name, raw.replace(old.encode(), new, 1))
        elif not old:
            write(root, name, new)
        elif new == "HASH":
            text = re.search(
                r"heading: (Of the qanari)\n.*\n.*\n    text: (.*)", (root / TEXT).read_text()
            )
            edit(root, name, old, source_hash(*text.groups()))
        else:
            edit(root, name, old, new)


@pytest.mark.parametrize("code", PROVOCATIONS)
def test_nothing_that_is_printed_for_a_pipe_quotes_what_is_above_the_lowest_level(
    project, code, capsys, monkeypatch
):
    checked = []

    def check_once(*arguments):
        return checked[0] if checked else checked.append(check_packs(*arguments)) or checked[0]

    monkeypatch.setattr(check, "check_packs", check_once)
    if code[0] in "ATMB" and "cosmic" in (project / TEXT).read_text():
        pytest.skip("no document has what is above every level")
    provoke(project, code)
    told = []
    for output_format in FORMATS:
        run(["check", "--output-format", output_format])
        out, err = capsys.readouterr()
        assert CANARY not in (out + err).casefold()
        told.append(out + err)
    assert all(code in said for said in told)
    found = [d for d in json.loads(told[2].partition("\n]")[0] + "\n]") if d["code"] == code]
    assert all(d["file"] and d["line"] and d["column"] for d in found)
    run(["check", "--output-format", "concise", "--show-all"])
    if code not in UNQUOTED:
        assert capsys.readouterr().err.casefold().count(CANARY)


OUTSIDE = "/tmp/other.docx"
TEMPLATE = "templates/kinds/note.html.j2"


@pytest.mark.parametrize("output_format", FORMATS)
@pytest.mark.parametrize(
    "stands",
    [
        (Place(TEXT, 11, 5), None, ()),
        (Place(TEXT, 10), None, ()),
        (Place(TEXT, 2), None, (Place(BRIEF, 8),)),
        (Place(BRIEF, 4), None, ()),
        (Place(TEMPLATE, 2), "internal", ()),
        (Place("content/packs/ferry.yaml", 3), "any", ()),
        (Place(OUTSIDE, 0), None, ()),
        (Place("content/ferry/gone.yaml", 1), None, ()),
        (None, None, ()),
    ],
)
def test_no_code_quotes_what_is_above_in_any_format(tmp_path, capsys, output_format, stands):
    place, handling, about = stands
    project = find_project(make_project(tmp_path, "internal"))
    for code in sorted(CODES.keys() - PLAIN):
        related = ((f"source: {CANARY}", place or Place(TEXT, 11)),)
        told = Diagnostic(
            code, f"it's '{CANARY}'", place, CANARY, related, about=about, handling=handling
        )
        if code.startswith("V"):  # says where it is in words
            told = Diagnostic(code, f"page 3: '{CANARY}' (and 'x')", Place(OUTSIDE, 0), "write it")
        report(project, [told], output_format)
        out, err = capsys.readouterr()
        assert CANARY not in out + err
        assert code in out + err
        if place is not None and not code.startswith("V"):
            assert place.file in out + err


@pytest.mark.parametrize("output_format", FORMATS)
def test_what_everybody_may_read_is_quoted_everywhere(tmp_path, capsys, output_format):
    project = find_project(make_project(tmp_path, "internal"))
    places = [
        (Place(TEXT, 8, 11), None),
        (Place(TEMPLATE, 1), "public"),
        (Place(OUTSIDE), "public"),
    ]
    for place, handling in places:
        told = Diagnostic("C004", "'two' is none", place, "write three", handling=handling)
        report(project, [told], output_format)
        out, err = capsys.readouterr()
        assert "'two' is none" in out + err
        assert ("ports" in out + err) is (output_format == "full" and place.file == TEXT)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_shows_all_unless_it_is_a_machine_s(tmp_path, monkeypatch):
    project = find_project(make_project(tmp_path, "internal"))
    told = [Diagnostic("C007", "unknown theme 'qanari'", Place(TEXT, 15, 11, 3))]
    for ci, shown in (("", True), ("true", False)):
        monkeypatch.setenv("CI", ci)
        monkeypatch.setattr("sys.stderr", terminal := Terminal())
        report(project, told, "full")
        assert (CANARY in terminal.getvalue(), "^^^" in terminal.getvalue()) == (shown, shown)
        assert f"{TEXT}:15:11" in terminal.getvalue()
    monkeypatch.setenv("CI", "")
    out = io.StringIO()
    monkeypatch.setattr("sys.stdout", out)  # a pipe, whatever standard error is
    report(project, told, "json")
    assert CANARY not in out.getvalue()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("- {key: '1', handling: public, text: a}\n- {key: '2', handling: x, text: b}\n", [6]),
        ("- {key: '1', handling: x, text: a}\n- {key: '2', handling: public, text: b}\n", [5]),
        ("  [{key: '1', handling: public}, {key: '2', handling: x}]\n", [5]),
        (
            "- {key: '1', handling: public}\n\n# of what follows\n- key: '2'\n  text: b\n",
            [6, 7, 8, 9],
        ),
        (
            "- key: '1'\n  handling: public\n  handling: x\n- a\n- {key: a, handling: public}\n",
            [5, 6, 7, 8],
        ),
        ("- {key: '1', handling: public}\nother: words\n", [6]),
        ("- {key: '1', handling: public}\n- {key: 2.a, handling: public}\n", [6]),
        ("- {key: '1', handling: public}\n- {key: pre.2, handling: public}\n", []),
        ("- {key: '1', handling: public}\ntitle: T\n", [1, 2, 3, 4, 5, 6]),
        ("- {key: '1', handling: x}\n", [1, 2, 3, 4, 5]),
        ("  wrong", [1, 2, 3, 4, 5]),
    ],
)
def test_lines_are_above_that_have_anything_above(tmp_path, text, lines):
    root = make_project(tmp_path, "internal")
    write(root, TEXT, f"id: minutes\nlanguage: en\ntitle: T\nparagraphs:\n{text}")
    levels = Levels(find_project(root))
    height = 4 + text.count("\n") + (not text.endswith("\n"))
    found = [n for n in range(1, height + 1) if levels.is_above(Place(TEXT, n))]
    assert [line for line in found if (root / TEXT).read_text().split("\n")[line - 1]] == [
        line for line in lines if (root / TEXT).read_text().split("\n")[line - 1]
    ]


def test_what_is_no_list_of_statements_is_above_too(tmp_path):
    root = make_project(tmp_path, "internal")
    text = brief("public").replace("questions:\n  -", "questions: words\nwatch: words\nx:\n  -")
    write(root, BRIEF, f"{text}speaking_points: words\nobjectives: [words]\n")
    levels = Levels(find_project(root))
    found = [number for number in range(1, 19) if levels.is_above(Place(BRIEF, number))]
    assert found == [4, 5, 11, 12, 13, 14, 17, 18]


def test_what_a_build_writes_down_for_the_next_one_quotes_nothing_either(cli):
    make_project(cli.root, "internal")
    edit(cli.root, TEXT_RU, "(qanari)", "( qanari )")
    toml = (cli.root / "briefgen.toml").read_text()
    write(cli.root, "briefgen.toml", f'{toml}[silenced]\nL101 = "a name"\nL152 = "a name"\n')
    code, out, err = cli("build")
    assert code == 0, out + err
    assert "L105" in err
    states = [path.read_text() for path in (cli.root / ".briefgen/state").iterdir()]
    assert any("L105" in state for state in states)
    again = cli("build")[2]
    assert "L105" in again
    assert "nothing has changed" in again
    assert CANARY not in (out + err + again + "".join(states)).casefold()


def test_tables_and_differences_of_other_commands_hide_it_too(cli):
    make_project(cli.root, "internal")
    edit(cli.root, TEXT_RU, "(qanari)", "( qanari )")
    edit(cli.root, TEXT, "It carries qanari too.", "It carries the qanari too.")
    said = []
    _, out, _ = cli("check", "--fix", "--dry-run")
    assert "+…" in out
    said.append(out)
    said.append("".join(map(str, cli("translations", "accept", "minutes", "2.a", "--to", "ru"))))
    assert f"{TEXT_RU}:" in said[-1]
    assert CANARY not in "".join(said).casefold()
    assert CANARY in cli("check", "--fix", "--dry-run", "--show-all")[1]


# --- files from outside -------------------------------------------------------------------------


def told_in_every_format(cli, *arguments):
    """Return what is printed of a file from outside, and the codes of it."""
    said = ["".join(map(str, cli(*arguments, "--output-format", name))) for name in FORMATS]
    return said, {code for text in said for code in re.findall(r"\b([IRGV][0-9]{3})\b", text)}


def test_files_for_translators_are_not_quoted(cli):
    make_project(cli.root, "internal")
    assert cli("translations", "export", "minutes", "--target", "ru", "--format", "xliff",
               "-o", "a.xlf")[0] == 0  # fmt: skip
    text = (cli.root / "a.xlf").read_text()
    codes = set()
    for old, new in (
        ("</target>", " Qanari</target>"),
        ("<source>It carries", "<source>Now it carries"),
        (re.search(r"<unit .*?</unit>", text, re.DOTALL)[0], ""),
        ("ferry/minutes", "ferry/qanari"),
        ("</file>", "<qanari></file>"),
        ('trgLang="ru"', 'trgLang="kk"'),
        ('id="', 'id="qanari'),
    ):
        assert old in text, old
        write(cli.root, "b.xlf", text.replace(old, new))
        edit(cli.root, TEXT_RU, "(qanari)", "(кенар qanari)")
        said, found = told_in_every_format(cli, "translations", "import", "b.xlf", "--dry-run")
        write(cli.root, TEXT_RU, targets())
        assert CANARY not in "".join(said).casefold().replace("qanari.xlf", ""), (old, said)
        codes |= found
    assert {"R001", "R005", "R101", "R103", "R105"} <= codes


def test_a_text_to_import_is_quoted_at_the_level_that_it_is_given(cli):
    make_project(cli.root, "internal")
    page = "The qanari plan\n\n1. One qanari.\n\n3. Three qanari.\n\nAnd qanari.\n\n3. Qanari.\n"
    write(cli.root, "page.txt", page)
    words = ("import", "page.txt", "--summit", "ferry", "--document", "d", "--language", "en",
             "--source", "--article", "a.txt")  # fmt: skip
    said, codes = told_in_every_format(cli, *words, "--handling", "internal")
    assert CANARY not in "".join(said).casefold()
    assert codes & {"I201", "I202", "I204"}
    for path in (cli.root / "content/ferry").glob("d.*"):
        path.unlink()
    said, _ = told_in_every_format(cli, *words)
    assert CANARY in said[0].casefold()


def test_quotations_from_finished_files_are_left_out(cli):
    page = """<!DOCTYPE html><html lang="qanari!"><head><title></title></head><body>
    <h3 id="qanari">It's qanari</h3><p id="qanari">Qanari <a href="#qanari2">'qanari"</a></p>
    <img src="https://qanari.example/a.png"><table><tr><th>A "qanari"</th></tr></table>
    <script>qanari</script><style>@import url(https://qanari.example)</style></body></html>"""
    write(cli.root, "a.html", page)
    said = ["".join(map(str, cli("verify", "a.html", "--output-format", f))) for f in FORMATS[:3]]
    assert CANARY not in "".join(said).casefold()
    assert {"V105", "V142", "V144", "V145", "V148", "V151", "V201"} <= set(
        re.findall(r"V[0-9]{3}", said[0])
    )
    assert "(line 2, h3 “…”)" in said[0] or "line 2" in said[0]


def test_a_mistake_of_ours_has_no_words_of_content_either(cli, monkeypatch):
    def fail(**_):
        raise ValueError(CANARY)

    monkeypatch.setattr(check, "run", fail)
    code, _, err = cli("check")
    assert (code, CANARY in err) == (1, False)
    assert "ValueError" in err
    with pytest.raises(ValueError, match=CANARY):
        cli("check", "--show-all")


def test_a_name_above_is_not_proposed(cli):
    make_project(cli.root, "internal")
    words = ("translations", "accept", "brief", "qanar", "--to", "ru")
    assert "qanari" not in cli(*words)[2]


def test_an_earlier_version_has_any_level(cli):
    make_project(cli.root, "internal")
    write(cli.root, "templates/kinds/table.yaml", "only: true\n")
    write(cli.root, "before/minutes.yaml", document("internal").replace("[sea]", "Qanari"))
    code, _, err = cli("build", "--since", "before")
    assert (code, CANARY in err.casefold()) == (1, False), err
    assert "A212" in err
    assert "before/minutes.yaml, line 13: a value of" in err
