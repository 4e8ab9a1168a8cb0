"""Pages of Word files are counted where there is LibreOffice, once for the same bytes."""

import shutil
import stat

import docx
import pytest

from briefgen.pipeline import word_pages
from briefgen.pipeline.cache import Cache
from briefgen.pipeline.word_pages import count_pages


def word_file(tmp_path, pages):
    document = docx.Document()
    for number in range(pages):
        if number:
            document.add_page_break()
        document.add_paragraph(f"page {number}")
    document.save(tmp_path / "x.docx")
    return (tmp_path / "x.docx").read_bytes()


def test_libreoffice_counts_them(word_tools, tmp_path):
    files = {str(pages): word_file(tmp_path, pages) for pages in (1, 3)}
    assert count_pages(files, (), None, bool) == {"1": 1, "3": 3}


def program(folder, script):
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    return path


@pytest.fixture
def only(tmp_path, monkeypatch):
    """Make a program the only LibreOffice on the PATH."""

    def make(script):
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        path = program(folder, script)
        for name in ("sh", "echo", "sleep"):
            (folder / name).exists() or (folder / name).symlink_to(shutil.which(name))
        monkeypatch.setenv("PATH", str(folder))
        return path

    return make


def test_without_libreoffice_nothing_is_measured(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert count_pages({"a": b"x"}, (), None, bool) == {}


@pytest.mark.parametrize("script", ["exit 1", "echo no PDF", "sleep 5"])
def test_what_libreoffice_fails_on_is_not_measured(only, monkeypatch, script):
    monkeypatch.setattr(word_pages, "SECONDS_TO_START", 1)
    monkeypatch.setattr(word_pages, "SECONDS_EACH", 0)
    only(script)
    assert count_pages({"a": b"x"}, (), None, bool) == {}


def test_the_same_bytes_are_measured_once(only, tmp_path, monkeypatch):
    cache = Cache(tmp_path / "cache")
    asked, started = [], []

    def measure(_program, files, _fonts):
        asked.append(sorted(files))
        return dict.fromkeys(files, 2)

    monkeypatch.setattr(word_pages, "_measure", measure)
    path = only("exit 1")
    files = {"a": b"a", "b": b"b"}
    assert count_pages(files, (), cache, started.append) == {"a": 2, "b": 2}
    assert count_pages({"c": b"a", "d": b"d"}, (), cache, started.append) == {"c": 2, "d": 2}
    assert asked == [["a", "b"], ["d"]]
    assert started == [2, 1]

    count_pages({"a": b"a"}, ("other fonts",), cache, bool)
    path.touch()
    count_pages({"a": b"a"}, (), cache, bool)
    assert asked[2:] == [["a"], ["a"]], "other fonts, another LibreOffice"
