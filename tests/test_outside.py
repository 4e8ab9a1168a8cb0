"""Names and files that somebody else has made: a log's lines stay lines, and each has a code."""

import fcntl
import io
import json
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest

from briefgen import project
from briefgen.addresses import MAIL, WEB
from briefgen.cli.app import run
from briefgen.cli.commands import translations_import
from briefgen.cli.files import write_whole
from briefgen.cli.report import report
from briefgen.conformance.files import check_file
from briefgen.diagnostics import Diagnostic, Place, did_you_mean
from briefgen.pipeline import freshness
from briefgen.pipeline.cache import Cache
from briefgen.project import find_project
from briefgen.translation.bring_back import _read
from briefgen.translation.importing import importer
from briefgen.translation.importing.formats import read_outside
from briefgen.translation.word_reader import read_table
from briefgen.translation.xliff import write_xliff
from tests.conformance.pdf.good import good_pdf, save
from tests.pipeline.small import write_project
from tests.translation.exchange import STATEMENT

FORGED = "x\n::error title=forged::y\r\x1b[31m\u2028\u202e\udcff"
COMMAND = re.compile(r"^\s*(::error title=forged|##\[)", re.MULTILINE)

# --- names ---------------------------------------------------------------------------------


@pytest.mark.parametrize("output_format", ["full", "concise", "json", "github"])
def test_a_name_with_line_feeds_and_controls_forges_no_line(tmp_path, capsys, output_format):
    found_project = find_project(write_project(tmp_path))
    hint = f"{did_you_mean(FORGED, [FORGED])}\n::error title=forged::z\n  ##[error]z"
    place = Place(f"templates/{FORGED}", 1, 1)
    found = Diagnostic("G001", f"there is no {FORGED}", place, hint, ((FORGED, place),))
    report(found_project, [found], output_format)
    out, err = capsys.readouterr()
    assert COMMAND.search(out.replace("::error file", "") + err) is None
    assert not {"\x1b", "\r"} & set(out + err)
    assert "U+000A" in out + err or output_format == "json"
    if output_format == "json":
        assert json.loads(out)[0]["file"] == place.file


def test_commands_print_names_with_line_feeds_in_one_line(tmp_path, monkeypatch, capsys):
    root = write_project(tmp_path)
    monkeypatch.chdir(root)
    name = "x\n::error title=forged::y"
    target = root / name / "minutes.docx"
    calls = [
        ("translations", "export", "minutes", "--target", "ru", "-o", str(target)),
        ("translations", "import", str(target)),
        ("reference", "public", "-o", f"{name}.docx"),
        ("schema", "--output", name),
        ("init", f"{name}/p"),
        ("verify", name),
        ("verify", f"{name}/nothing"),
        ("import", f"{name}.docx", "--summit", "ferry", "--document", "d", "--language", "en"),
    ]
    for arguments in calls:
        run(list(arguments))
        out, err = capsys.readouterr()
        assert out + err, arguments
        assert COMMAND.search(out + err) is None, arguments


# --- XML, Word files, sizes ---------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["UTF-7", "zip", "idna", "punycode", "nobodys", "UTF-32"])
def test_a_file_for_translators_in_an_odd_encoding_is_coded(encoding):
    data = write_xliff(STATEMENT)
    for old in (b"encoding='UTF-8'", b'encoding="UTF-8"', b'encoding="utf-8"'):
        data = data.replace(old, f'encoding="{encoding}"'.encode())
    assert encoding.encode() in data[:80]
    returned, [problem] = _read(data, "back.xlf", "fail")
    assert (returned, problem.code) == (None, "R001")
    assert "encoding" in problem.message


@pytest.mark.parametrize("encoding", ["utf-7", "unicode_escape", "rot13", "idna"])
def test_pages_and_catalogues_are_in_encodings_of_texts(encoding):
    page = f'<meta charset="{encoding}"><p>1. +ADw-script+AD4-'.encode()
    reading, [problem] = read_outside(page, "a.html")
    assert (reading, problem.code) == (None, "I102")
    catalogue = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset={encoding}\\n"\n'
    returned, [problem] = _read(catalogue.encode(), "a.po", "fail")
    assert (returned, problem.code) == (None, "R001")


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word_file(body="<w:p><w:r><w:t>1. One.</w:t></w:r></w:p>", declaration="", *, rels=True):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        document = f"{declaration}<w:document {W}><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", document)
        if rels:
            archive.writestr(
                "_rels/.rels",
                f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1"'
                f' Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            )
    return stream.getvalue()


def test_a_word_file_without_relationships_is_coded_whoever_reads_it():
    data = word_file(rels=False)
    _, [imported] = read_outside(data, "a.docx")
    _, [returned] = read_table(data, "a.docx", "fail")
    assert (imported.code, returned.code) == ("I104", "R001")
    assert "no main document" in imported.message
    assert "no main document" in returned.message
    assert "V202" in [found.code for found in check_file(data, "a.docx")]


def test_a_part_of_a_word_file_is_in_no_encoding_but_unicode_s():
    data = word_file(declaration='<?xml version="1.0" encoding="UTF-7"?>')
    _, [problem] = read_outside(data, "a.docx")
    assert problem.code == "I104"
    assert "neither in UTF-8 nor in UTF-16" in problem.message


FIELDS = [
    "<w:p><w:r><w:instrText> INCLUDE</w:instrText><w:instrText>TEXT c:</w:instrText></w:r></w:p>",
    '<w:p><w:fldSimple w:instr="DDEAUTO a b"><w:r><w:t>1. One.</w:t></w:r></w:fldSimple></w:p>',
]


@pytest.mark.parametrize("body", FIELDS)
def test_importing_a_word_document_with_fields_that_fetch_says_so(body):
    reading, [problem] = read_outside(word_file(body), "a.docx")
    assert (reading, problem.code) == (None, "I104")
    assert "fields that fetch something" in problem.message
    assert "Ctrl+Shift+F9" in problem.hint


def test_files_over_the_limit_have_a_code(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(write_project(tmp_path))
    Path("a.txt").write_text("1. One and more words.\n")
    monkeypatch.setattr(importer, "MAX_BYTES", 5)
    monkeypatch.setattr(translations_import, "MAX_BYTES", 5)
    words = ("--summit", "ferry", "--document", "d", "--language", "en", "--source")
    for arguments in (("import", "a.txt", *words), ("translations", "import", "a.txt")):
        assert run([*arguments, "--output-format", "concise"]) == 1
        assert "a.txt:1:1: error G004" in capsys.readouterr().err


def test_any_file_of_a_project_has_a_limit(tmp_path, monkeypatch, capsys):
    file = "templates/base/style.css"
    root = write_project(tmp_path)
    monkeypatch.chdir(root)
    monkeypatch.setattr(project, "MOST_BYTES", 300_000)
    (root / file).write_text("/* */" * 100_000)
    assert run(["check", "--output-format", "concise"]) == 1
    said = capsys.readouterr().err
    assert f"{file}:1:1: error G004 {file} is larger than 300,000 bytes" in said


def test_verify_prints_no_address_of_an_object(shared):
    with pikepdf.open(io.BytesIO(good_pdf(shared))) as pdf:
        pdf.pages[0].obj.Resources = pikepdf.Name("/None")
        data = save(pdf)
    [problem] = check_file(data, "a.pdf")
    assert problem.code == "V101"
    assert "the file" in problem.message
    assert "0x" not in problem.message


# --- what a kill leaves behind ----------------------------------------------------------------


def test_what_a_kill_left_behind_goes_when_the_next_file_is_written(tmp_path):
    left, held = tmp_path / ".new-left", tmp_path / ".new-held"
    for file in (left, held):
        file.write_bytes(b"half")
    (tmp_path / ".new-link").symlink_to(tmp_path / "note.yaml")
    (tmp_path / ".new-folder").mkdir()
    with held.open("rb") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        write_whole(tmp_path / "note.yaml", b"whole")
        assert not left.exists()
        assert held.exists()
    write_whole(tmp_path / "other.yaml", b"whole")
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"note.yaml", "other.yaml", ".new-link", ".new-folder"}


def test_what_was_left_of_a_state_goes_with_the_next_one(tmp_path):
    folder = tmp_path / freshness.STATE_FOLDER
    folder.mkdir(parents=True)
    (folder / ".new-x").write_bytes(b"half")
    freshness.remember(str(tmp_path), ["build"], "", ["state"])
    assert [path.name[:1] for path in folder.iterdir()] != ["."]
    assert not (folder / ".new-x").exists()


def test_every_build_sweeps_the_cache(tmp_path):
    (tmp_path / "ab").mkdir()
    (tmp_path / "ab/.new-x").write_bytes(b"half")
    Cache(tmp_path).prune(0)
    assert not (tmp_path / "ab/.new-x").exists()


# --- addresses --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org", "https://example.org:8443/a/b.html?c=d&e=f#g/h",
        "https://xn--d1acpjx3f.xn--p1ai/", "https://президент.рф/новости/1",
        "https://[2001:db8::1]/", "https://192.0.2.1/", "https://a.example/%D0%B0(b),c;d='e'",
        "https://example.org./~a/_b!$*+@:-", "https://example.org#a",
    ],
)  # fmt: skip
def test_what_an_address_is(address):
    assert re.fullmatch(WEB, address)


@pytest.mark.parametrize(
    "address",
    [
        'https://x"onclick=', "https://x<b>", "https://x/a b", "https://x/%zz", "https://x/%4",
        "https://", "https:///a", "https://-a.example/", "https://a..example/", "https://a@b/",
        "https://a:port/", "http://a/", "https://x/\u00a0", "https://x/{a}", "https://x/a|b",
        "https://x\\y", "https://x/`", "https://x/^", "https://x/a#b#c", "https://x/\u200b",
        "https://x/a\n", "javascript:alert(1)", "mailto:a@b",
    ],
)  # fmt: skip
def test_what_an_address_is_not(address):
    assert not re.fullmatch(WEB, address)


def test_addresses_for_mail():
    for good in ("mailto:press@example.org", "mailto:a.b+c@example.org?subject=A%20b"):
        assert re.fullmatch(MAIL, good)
    for bad in ('mailto:a"b@c.example', "mailto:a@b c", "mailto:a", "mailto:a@b?x=<y>"):
        assert not re.fullmatch(MAIL, bad)


def test_an_address_in_content_is_validated_as_one(tmp_path, monkeypatch, capsys):
    root = write_project(tmp_path)
    monkeypatch.chdir(root)
    file = root / "content/ferry/summit.yaml"
    file.write_text(
        file.read_text().replace('date: "2026"}', "date: '2026', url: 'https://x\"onclick='}")
    )
    assert run(["check", "--output-format", "concise"]) == 1
    assert "summit.yaml:15:" in (said := capsys.readouterr().err)
    assert "error C004" in said
