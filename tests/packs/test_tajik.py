"""A project in Tajik: what its pages say, in which letters, and in which languages."""

import re
import subprocess

import pikepdf
import pytest
import yaml

from tests.packs.packs import ROOT, briefgen
from tests.pdf_tools import validate
from tests.reading import pdf_text, squeeze
from tests.tagged import read_tags

PROJECT = ROOT / "tests" / "projects" / "glaciers"
LETTERS = "ғӣқӯҳҷҒҚҲҶ"
"""The letters that Russian doesn't have, and those of them that a word begins with."""

NAMES = ("briefing.tg", "one-pager.tg", "bilingual-table.tg-ru", "review-table.tg-ru")


def paragraph(key: str, file: str = "declaration.yaml") -> str:
    """Return the text of a paragraph of the declaration."""
    read = yaml.safe_load((PROJECT / "content" / "glaciers-2031" / file).read_text("utf-8"))
    [found] = [s for s in read.get("paragraphs") or read["segments"] if s["key"] == key]
    return found["text"]


def test_the_project_asks_for_these_documents(pages):
    assert {path.stem for path in pages.glob("*.pdf")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_of_tajik_is_drawn_and_can_be_copied(pages, name):
    text = pdf_text(pages / f"{name}.pdf")
    assert [letter for letter in "ӣқӯҳҷҶ" if letter not in text] == []


def test_paragraphs_are_copied_as_they_were_written(pages):
    read = pdf_text(pages / "briefing.tg.pdf")
    assert [letter for letter in LETTERS if letter not in read] == []
    text = squeeze(read)
    for key in ("1", "2.a.2", "3"):
        assert text.count(squeeze(paragraph(key))) == 2, key


@pytest.mark.parametrize("name", NAMES)
def test_it_is_read_aloud_as_tajik_and_its_russian_column_as_russian(pages, name):
    with pikepdf.open(pages / f"{name}.pdf") as pdf:
        assert str(pdf.Root.Lang) == "tg"
        tags = list(read_tags(pdf).walk())
    cells = {squeeze(tag.text): tag.language for tag in tags if tag.type == "TD"}
    if "-ru" in name:
        assert cells[squeeze(paragraph("3", "declaration.ru.yaml"))] == "ru"
        assert cells[squeeze(paragraph("3"))] is None
    else:
        assert {tag.language for tag in tags} == {None}


def test_russian_is_hyphenated_in_narrow_columns_and_tajik_never(pages):
    command = ["pdftotext", "-bbox", str(pages / "review-table.tg-ru.pdf"), "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    words = re.findall(r'<word xMin="([\d.]+)".*>(.*)</word>', done.stdout)
    [key, *_] = [float(x) for x, word in words if word == "Участники"]
    divided = [float(x) for x, word in words if word[-1] in "-\u2010\u00ad" and len(word) > 1]
    assert len(divided) > 5
    assert min(divided) >= key - 1, "in no column before the Russian one"


def test_verapdf_and_briefgen_find_nothing_wrong(pages, pdf_tools):
    found = validate(pages.glob("*.pdf"))
    assert (len(found), [wrong for wrong in found.values() if wrong]) == (len(NAMES), [])
    done = briefgen("verify", pages.parent / "manifest.json")
    assert done.returncode == 0, done.stdout
