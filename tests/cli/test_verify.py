"""`briefgen verify`: files and folders in; an exit code, findings and JSON out."""

import io
import json
import os

import pikepdf
import pytest

from briefgen.cli.app import run
from tests.conformance.pdf.good import good_pdf, save


@pytest.fixture
def verify(tmp_path, monkeypatch, capsys, shared):
    """The command in a folder with a good and a bad PDF, which is no project."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.pdf").write_bytes(good_pdf(shared))
    (tmp_path / "more").mkdir()
    with pikepdf.open(io.BytesIO(good_pdf(shared))) as pdf:
        del pdf.Root.Lang
        (tmp_path / "more" / "bad.pdf").write_bytes(save(pdf))

    def call(*arguments):
        code = run(["verify", *arguments])
        return code, *capsys.readouterr()

    return call


def test_a_file_with_nothing_wrong(verify):
    assert verify("good.pdf") == (0, "", "1 file: nothing wrong\n")


def test_a_finding_has_its_file_and_what_helps(verify):
    code, out, err = verify("more/bad.pdf")
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        "error[V142]: the document has no language (Lang)",
        " --> more/bad.pdf",
        "  = help: say it as a BCP 47 tag, such as en or kk-Cyrl",
        "",
        "1 error in 1 file",
    ]


def test_a_folder_is_all_pdf_files_in_it_and_each_is_told_once(verify):
    code, out, err = verify(".", "good.pdf", "--output-format", "concise")
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        "[1/2] good.pdf",
        "[2/2] more/bad.pdf",
        "more/bad.pdf: error V142 the document has no language (Lang)",
        "1 error in 1 file",
    ]


def test_a_manifest_is_the_pdf_files_that_it_lists(verify, tmp_path):
    files = [{"path": "good.pdf"}, {"path": "view.json"}]
    (tmp_path / "manifest.json").write_text(json.dumps({"files": files}))
    assert verify("manifest.json") == (0, "", "1 file: nothing wrong\n")


def test_json_goes_to_standard_output(verify):
    code, out, _ = verify("--output-format", "json", "more")
    assert code == 1
    assert json.loads(out) == [
        {
            "code": "V142", "severity": "error", "file": "more/bad.pdf",
            "message": "the document has no language (Lang)",
            "hint": "say it as a BCP 47 tag, such as en or kk-Cyrl",
            "line": None, "column": None, "length": None, "related": [],
        }
    ]  # fmt: skip


def test_what_is_no_pdf_is_a_finding(verify, tmp_path):
    (tmp_path / "notes.pdf").write_text("notes")
    code, _, err = verify("notes.pdf", "--output-format", "concise")
    assert code == 1
    assert "notes.pdf: error V101 the file is no PDF, Word or HTML file" in err


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda path: None, "does not exist"),
        (lambda path: path.mkdir(), "x has no PDF, Word or HTML file in it"),
        (os.mkfifo, "x is not a regular file"),
    ],
)
def test_what_can_not_be_read_is_a_mistake_of_the_command_line(verify, tmp_path, make, complaint):
    make(tmp_path / "x")
    code, _, err = verify("x")
    assert code == 2
    assert complaint in err


@pytest.mark.parametrize("text", ["{", "[]", '{"files": [1]}', '{"files": 1}'])
def test_json_that_is_no_manifest_is_a_mistake_of_the_command_line(verify, tmp_path, text):
    (tmp_path / "x.json").write_text(text)
    assert verify("x.json") == (2, "", "error: x.json is no manifest of a pack\n")


def test_a_file_that_the_manifest_lists_and_is_not_there(verify, tmp_path):
    (tmp_path / "manifest.json").write_text('{"files": [{"path": "gone.pdf"}]}')
    code, _, err = verify("manifest.json")
    assert code == 2
    assert "gone.pdf: No such file or directory" in err
