"""Texts side by side: a row for every paragraph, a cell for every language, gaps in sight."""

import io

import docx
import lxml.html
import pytest
import yaml
from docx.oxml.ns import qn

from tests.packs.packs import DOCUMENTS, PROJECTS, SCALES
from tests.pages import PERSIAN
from tests.reading import collapse

TABLES = [document for document in DOCUMENTS if document.kind == "bilingual-table"]
SHOWN = {"dushanbe-2025": "communique", "flyway-2026": "declaration"}


def expected_rows(document) -> list[tuple[str | None, ...]]:
    """Return the key and the words in each language, of what the audience may read."""
    name = "work-plan" if document.audience == "negotiators" else SHOWN[document.pack]
    folder = PROJECTS[document.pack] / "content" / document.pack
    source = yaml.safe_load((folder / f"{name}.yaml").read_text())
    words = {source["language"]: {s["key"]: s["text"] for s in _segments(source)}}
    for path in folder.glob(f"{name}.*.yaml"):
        target = yaml.safe_load(path.read_text())
        words[target["language"]] = {s["key"]: s["text"] for s in target["segments"]}
    scale = SCALES[document.pack]
    ceiling = {"negotiators": 1, "analyst": 1, "translator": 0}[document.audience]
    hidden = [s["key"] for s in _segments(source) if scale.index(s["handling"]) > ceiling]
    return [
        (segment["key"], *(words[tag].get(segment["key"]) for tag in document.languages))
        for segment in _segments(source)
        if not any(f"{segment['key']}.".startswith(f"{key}.") for key in hidden)
    ]


LETTERS = {"en": "abcd", "ru": "абвг", "kk": "аәбв", "fa": ("الف", "ب", "پ", "ت")}


def shown(key: str, document) -> str:
    """Return what readers see of a key: those of preamble and closing are ours."""
    if not key[0].isdecimal():
        return ""
    language = document.languages[0]
    parts = key.split(".")
    letters = dict(zip("abcd", LETTERS[language], strict=True))
    label = ".".join(letters.get(part, part) for part in parts)
    return label.translate(PERSIAN) if language == "fa" else label


def _segments(source: dict) -> list[dict]:
    return [*source.get("preamble", []), *source["paragraphs"], *source.get("closing", [])]


@pytest.fixture(params=TABLES, ids=str)
def table(request):
    return request.param


def test_html_has_a_row_for_every_paragraph_and_a_cell_for_every_language(built, table):
    page = lxml.html.fromstring(built.read(table, "html").decode())
    rows = [
        (collapse(row[0].text_content()), *row[1:])
        for row in page.xpath("//table[@id='table']/tbody/tr[not(@class='heading')]")
    ]
    wanted = expected_rows(table)
    assert [row[0] for row in rows] == [shown(row[0], table) for row in wanted]
    assert len(rows) > 2
    for (key, *cells), (_, *texts) in zip(rows, wanted, strict=True):
        assert len(cells) == len(table.languages)
        for cell, text, tag in zip(cells, texts, table.tags, strict=True):
            if text is None:
                assert cell.get("class") == "missing", key
                assert cell.text_content().strip(), key
            else:
                assert collapse(cell.text_content()) == collapse(text)
                assert (cell.get("lang"), cell.get("dir")) == (tag, "rtl" if tag == "fa" else "ltr")


def test_word_has_a_row_for_every_paragraph_and_a_cell_for_every_language(built, table):
    word = docx.Document(io.BytesIO(built.read(table, "docx")))
    [found] = [t for t in word.tables if len(list(t._tbl.tr_lst)) > 3
               and len(t.columns) == len(table.languages) + 1]  # fmt: skip
    rows = [[collapse("".join(cell.itertext(qn("w:t")))) for cell in row.tc_lst]
            for row in found._tbl.tr_lst]  # fmt: skip
    assert found._tbl.tr_lst[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    page = lxml.html.fromstring(built.read(table, "html").decode())
    headings = [
        [collapse(cell.text_content()) for cell in row]
        for row in page.xpath("//table[@id='table']/tbody/tr[@class='heading']")
    ]
    assert all(row in rows for row in headings)
    body = [row for row in rows[1:] if row not in headings]
    for row, (key, *texts) in zip(body, expected_rows(table), strict=True):
        assert row[0] == shown(key, table)
        for cell, text in zip(row[1:], texts, strict=True):
            assert cell == collapse(text) if text else cell


def test_a_paragraph_without_words_in_a_language_is_seen_in_all_formats(built):
    [document] = [table for table in TABLES if table.audience == "negotiators"]
    assert [row for row in expected_rows(document) if None in row] == [
        (
            "2",
            "Топтың бірінші отырысы 2026 жылғы қазанда Айдарлыда өтеді.",
            "The group holds its first meeting in Aidarly in October 2026.",
            None,
        )
    ]
    page = lxml.html.fromstring(built.read(document, "html").decode())
    [missing] = page.find_class("missing")
    assert missing.text_content() == "Аудармасы жоқ"


def test_the_header_names_each_language_and_what_its_version_is_worth(built):
    [document] = [d for d in TABLES if d.name == "translator/bilingual-table.kk-en-fa"]
    page = lxml.html.fromstring(built.read(document, "html").decode())
    cells = page.xpath("//table[@id='table']/thead//th")
    assert [collapse(" ".join(cell.itertext())) for cell in cells] == [
        "¶",
        "қазақ тілі · Қазақша Түпнұсқа мәтін",
        "ағылшын тілі · English Ресми аударма",
        "парсы тілі · فارسی Бейресми аударма",
    ]


def test_a_version_is_worth_no_more_than_its_weakest_paragraph(built):
    [document] = [table for table in TABLES if table.audience == "negotiators"]
    page = lxml.html.fromstring(built.read(document, "html").decode())
    last = page.xpath("//table[@id='table']/thead//th")[-1]
    assert "Тексерілмеген машиналық аударма" in last.text_content()
