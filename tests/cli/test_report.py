"""Diagnostics in, text out."""

import io
import json
from dataclasses import replace

import click
import pytest

from briefgen.cli.report import (
    report,
    summary,
    text_width,
    to_concise,
    to_full,
    to_github,
    to_json,
    wants_color,
)
from briefgen.diagnostics import Diagnostic, Place, Severity
from briefgen.project import Config, Project

ERROR = Diagnostic("C001", "the key is missing", Place("a.yaml", 3, 5, 4), "write it")


def full(line, column, length=1, **fields):
    diagnostic = Diagnostic("C001", "wrong", Place("a.yaml", 3, column, length), **fields)
    return click.unstyle(to_full(diagnostic, lambda place: line)).splitlines()


def test_a_diagnostic_is_shown_with_its_line_and_a_caret_as_wide_as_the_place():
    assert click.unstyle(to_full(ERROR, lambda place: "the text")).splitlines() == [
        "error[C001]: the key is missing",
        " --> a.yaml:3:5",
        "  |",
        "3 | the text",
        "  |     ^^^^",
        "  = help: write it",
    ]


def test_related_places_follow():
    lines = full("x", 1, related=(("printed here", Place("t.j2", 9)),))
    assert lines[-1] == "  = printed here: t.j2:9:1"


def test_without_a_place_or_a_line_there_is_no_excerpt():
    assert click.unstyle(to_full(Diagnostic("B203", "no"), lambda place: None)) == "error[B203]: no"
    assert len(click.unstyle(to_full(ERROR, lambda place: None)).splitlines()) == 3


@pytest.mark.parametrize(
    ("line", "column", "length", "shown", "caret"),
    [
        ("\tab", 2, 2, "    ab", "    ^^"),
        ("日本x", 3, 1, "日本x", "    ^"),
        ("日本x", 1, 2, "日本x", "^^^^"),
        ("e\u0301x", 3, 1, "e\u0301x", " ^"),
        ("a\u202eb", 3, 1, "a<U+202E>b", "         ^"),
        ("a\u200bb", 2, 1, "a<U+200B>b", " ^^^^^^^^"),
        ("متن x", 1, 3, "\u2066متن x\u2069", "^^^"),
        ("ab", 9, 1, "ab", "  ^"),
        ("a\x1b[2Jb", 1, 1, "a<U+001B>[2Jb", "^"),
    ],
)
def test_the_caret_is_under_the_place_whatever_the_characters(line, column, length, shown, caret):
    _, _, _, text, below = full(line, column, length)
    assert (text, below) == (f"3 | {shown}", f"  | {caret}")


def test_a_long_line_is_cut_around_the_place():
    _, _, _, text, below = full("a" * 500 + "HERE" + "b" * 500, 501, 4)
    assert len(text) <= 4 + 102
    assert text[4] == text[-1] == "…"
    assert text[below.index("^") :][: below.count("^")] == "HERE"
    _, _, _, text, below = full("HERE" + "b" * 500, 1, 4)
    assert (text[4:8], below[4:8]) == ("HERE", "^^^^")
    _, _, _, text, below = full("b" * 500 + "HERE", 501, 4)
    assert text.endswith("HERE")
    assert len(below) == len(text)


def test_a_message_can_t_drive_a_terminal():
    assert "\x1b" not in to_concise(Diagnostic("C001", "bad \x1b]0;title\x07")).replace("\x1b[", "")


def test_concise_is_one_line():
    line = click.unstyle(to_concise(ERROR))
    assert line == "a.yaml:3:5: error C001 the key is missing"
    assert click.unstyle(to_concise(Diagnostic("B203", "no"))) == "error B203 no"


def test_json_has_every_field():
    diagnostic = Diagnostic("C001", "wrong", related=(("here", Place("t", 1, 2, 3)),))
    (found,) = json.loads(to_json([diagnostic]))
    assert found == {
        "code": "C001", "severity": "error", "message": "wrong", "hint": None,
        "file": None, "line": None, "column": None, "length": None,
        "related": [{"message": "here", "file": "t", "line": 1, "column": 2, "length": 3}],
    }  # fmt: skip


def test_a_workflow_command_is_escaped():
    diagnostic = Diagnostic(
        "S101", "100% wrong\nand: more", Place("a,b:c.css", 1, 2), severity=Severity.WARNING
    )
    assert to_github(diagnostic) == (
        "::warning file=a%2Cb%3Ac.css,line=1,col=2,title=S101::100%25 wrong%0Aand: more"
    )
    info = Diagnostic("S101", "x", hint="y", severity=Severity.INFO)
    assert to_github(info) == "::notice title=S101::x. y"


def test_the_summary_counts_and_says_in_how_many_files():
    warning = Diagnostic("C001", "x", Place("b"), severity=Severity.WARNING)
    assert summary([ERROR, ERROR, warning]) == "2 errors, 1 warning in 2 files"
    assert summary([warning]) == "1 warning in 1 file"
    assert summary([Diagnostic("B203", "x")]) == "1 error"


def test_information_is_no_problem_to_count():
    information = replace(ERROR, severity=Severity.INFO)
    assert summary([information]) == ""
    assert summary([information, ERROR]) == "1 error in 1 file"


def test_diagnostics_are_sorted_by_place_and_those_without_come_last(tmp_path, capsys):
    project = Project(tmp_path, Config(), "briefgen.toml")
    (tmp_path / "a.yaml").write_text("\ufeffone\r\ntwo\r\n")
    found = [
        Diagnostic("B203", "none", handling="public"),
        Diagnostic("C001", "second", Place("a.yaml", 2, 1, 3), handling="public"),
        Diagnostic("C001", "first", Place("a.yaml", 1, 1, 3), handling="public"),
        Diagnostic("C001", "beyond", Place("a.yaml", 9, 1), handling="public"),
    ]
    report(project, found, "full")
    out, err = capsys.readouterr()
    order = [err.index(word) for word in ("first", "second", "beyond", "none")]
    assert order == sorted(order)
    assert "1 | one\n" in err
    assert "\x1b" not in err
    assert out == ""
    report(project, [], "full")
    assert capsys.readouterr() == ("", "")


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("environment", "stream", "colored"),
    [
        ({}, Terminal(), True),
        ({}, io.StringIO(), False),
        ({"NO_COLOR": "1"}, Terminal(), False),
        ({"FORCE_COLOR": "1"}, io.StringIO(), True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, Terminal(), False),
        ({"NO_COLOR": ""}, Terminal(), True),
    ],
)
def test_colour_is_for_terminals_and_the_environment_decides(
    monkeypatch, environment, stream, colored
):
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wants_color(stream) is colored


def test_forced_colour_reaches_the_output(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    report(Project(tmp_path, Config(), "briefgen.toml"), [ERROR], "concise")
    assert "\x1b[31merror\x1b[0m" in capsys.readouterr().err


def test_a_text_is_as_wide_as_a_terminal_makes_it():
    assert [text_width(t) for t in ("abc", "日本", "e\u0301", "")] == [3, 4, 1, 0]


def repeated(number, severity=Severity.WARNING, file="a.txt"):
    told = Diagnostic("I205", "", Place(file), "look", severity=severity, handling="public")
    return [
        replace(told, message=f"“{n}” is in no part", place=Place(file, n))
        for n in range(1, number + 1)
    ]


@pytest.mark.parametrize("output_format", ["full", "concise", "github"])
def test_what_a_file_is_told_again_and_again_is_told_once_with_its_count(
    output_format, tmp_path, capsys
):
    project = Project(tmp_path, Config(), "briefgen.toml")
    other = Diagnostic("I206", "other", Place("a.txt", 5), severity=Severity.INFO)
    other = replace(other, handling="public")
    report(project, [*repeated(8710), other, *repeated(3, file="b.txt")], output_format)
    out, err = capsys.readouterr()
    said = out + err
    assert said.count("in no part") == 4
    assert "“1” is in no part; 8,710 like this: the next in lines 2, 3 and 4" in said
    assert "other" in said
    assert "8713 warnings in 2 files" in err


def test_errors_in_a_file_without_lines_are_folded_and_say_where_they_are(capsys):
    place = Place("t.docx")
    many = [
        Diagnostic("R107", f"“{row}”", place, "move it", ((f"row {row}", place),))
        for row in range(2, 40)
    ]
    report(None, many, "full")
    said = click.unstyle(capsys.readouterr().err)
    assert "38 like this: the next in row 3, row 4 and row 5" in said
    assert said.count("[R107]") == 1
    assert "38 errors in 1 file" in said


def test_json_lists_what_repeats_and_errors_are_never_folded(capsys):
    report(None, repeated(20), "json")
    assert len(json.loads(capsys.readouterr().out)) == 20
    report(None, repeated(20, Severity.ERROR), "concise")
    assert capsys.readouterr().err.count("in no part") == 20
