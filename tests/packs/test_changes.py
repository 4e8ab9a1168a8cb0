"""What has changed in the second project's declaration, in all three formats."""

import io
import zipfile

import pytest

from tests.packs.packs import briefgen, copy_project
from tests.reading import docx_paragraphs, pdf_text
from tests.revisions import commit

FOLDER = "content/flyway-2026"
TODAY = {
    "declaration.yaml": ("1 қыркүйекке дейін", "1 тамызға дейін"),
    "declaration.fa.yaml": ("تا 1 سپتامبر", "تا 1 اوت"),
}
HIDDEN = ("Толқынсары", "Зымыркөк", "تولقین", "زیمیرکوک")
"""Words of the paragraphs for the delegation and for the chair, of which one changes too."""


@pytest.fixture(scope="module")
def changes(tmp_path_factory):
    """The folder of the translators' files."""
    root = copy_project("flyway-2026", tmp_path_factory.mktemp("changes") / "project")
    today = {path: path.read_text() for path in (root / FOLDER).glob("declaration*.yaml")}
    for name, (new, old) in TODAY.items():
        path = root / FOLDER / name
        assert new in path.read_text()
        text = path.read_text().replace(new, old).replace("сайын жаңартады", "жаңартады")
        path.write_text(text.replace("title: ", "title: Жоба ", 1))
    commit(root, "v1")
    for path, text in today.items():
        path.write_text(text)
    done = briefgen(
        *("build", "--since", "v1", "--audience", "translator", "--language", "fa-kk", "-j", "0"),
        cwd=root,
    )
    assert done.returncode == 0, done.stderr
    return root / "output/flyway-2026/translator"


def test_html_marks_the_words_in_both_languages(changes):
    page = (changes / "bilingual-table-changes.fa-kk.html").read_text()
    assert "<del>тамызға </del><ins>қыркүйекке </ins>" in page
    assert "<del>اوت </del><ins>سپتامبر </ins>" in page
    assert '<html dir="rtl" lang="fa">' in page
    assert "<del>Жоба </del>Көксай декларациясы" in page
    assert "<del>Жоба </del>بیانیهٔ کوکسای" in page


def test_pdf_has_the_words_of_both_versions(changes):
    text = pdf_text(changes / "bilingual-table-changes.fa-kk.pdf")
    assert "тамызға" in text
    assert "қыркүйекке" in text


def test_word_has_them_as_tracked_changes(changes):
    data = (changes / "bilingual-table-changes.fa-kk.docx").read_bytes()
    assert "қыркүйекке" in "\n".join(docx_paragraphs(data))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = archive.read("word/document.xml").decode()
    assert '<w:delText xml:space="preserve">тамызға </w:delText>' in body
    assert body.count('<w:delText xml:space="preserve">Жоба </w:delText>') == 2
    assert "w:ins " in body


@pytest.mark.parametrize("extension", ["html", "pdf", "docx"])
def test_what_is_above_the_readers_handling_is_in_none(changes, extension):
    path = changes / f"bilingual-table-changes.fa-kk.{extension}"
    if extension == "docx":
        with zipfile.ZipFile(path) as archive:
            text = archive.read("word/document.xml").decode()
    else:
        text = pdf_text(path) if extension == "pdf" else path.read_text()
    assert not [word for word in HIDDEN if word in text]
