"""The font table names what a document's styles use, and holds the files on request."""

import dataclasses
import io
import json
import subprocess
import uuid
from pathlib import Path

import fontpkg_pt_sans
import pytest
from lxml import etree
from PIL import Image

from briefgen.style.fonts import find_faces
from briefgen.writers.docx.fonts import Faces, obfuscate
from briefgen.writers.docx.xml import NAMESPACES
from tests.word_tools import convert, validate

FLYWAY = str(Path(__file__).parents[2] / "projects" / "flyway" / "fonts")
PT_SANS = Path(fontpkg_pt_sans.__file__).parent / "files"
W = {"namespaces": NAMESPACES}
FACES = find_faces((FLYWAY,))
BODY = '<p>A <span class="q">b</span></p><p class="fa" lang="fa" dir="rtl">سلام</p>'
CSS = (
    "p { font-family: 'IBM Plex Serif', Georgia, serif } .fa { font-family: Amiri }"
    " .q { font-family: 'PT Sans', sans-serif }"
)


def fonts(document):
    """Return family → names of what stands under it in the font table."""
    table = document.part("fontTable")
    return {
        font.values()[0]: {etree.QName(child).localname: child for child in font} for font in table
    }


def embedded(document):
    """Return family → slot → the file, as it was before it was obfuscated."""
    relations = etree.fromstring(document.archive.read("word/_rels/fontTable.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target") for relation in relations}
    found = {}
    for family, children in fonts(document).items():
        for name, child in children.items():
            if name.startswith("embed"):
                identifier, key = child.values()
                data = document.archive.read(f"word/{targets[identifier]}")
                found.setdefault(family, {})[name] = obfuscate(data, uuid.UUID(key))
    return found


def test_families_come_with_what_may_stand_in_and_what_they_look_like(word):
    document = word(BODY, CSS, faces=FACES)
    table = fonts(document)
    assert list(table) == ["Amiri", "IBM Plex Serif", "PT Sans", "PT Serif"]
    plex = {name: child.values()[0] for name, child in table["IBM Plex Serif"].items()}
    assert plex == {
        "altName": "Georgia, Times New Roman",
        "panose1": "02060503050406000203",
        "family": "roman",
        "pitch": "variable",
    }
    assert table["Amiri"]["family"].values() == ["auto"]
    assert table["PT Sans"]["family"].values() == ["swiss"]


def test_fonts_are_only_named_unless_asked_for(word):
    document = word(BODY, CSS, faces=FACES)
    assert not [name for name in document.archive.namelist() if name.endswith(".odttf")]
    assert document.xpath("count(//w:embedTrueTypeFonts)", "settings") == 0
    assert document.codes() == []


def test_embedded_are_all_four_faces_of_each_family_byte_for_byte(word):
    document = word(BODY, CSS, faces=FACES, embed_fonts=True)
    assert document.codes() == []
    found = embedded(document)
    assert list(found) == ["Amiri", "IBM Plex Serif", "PT Sans", "PT Serif"]
    for family, slots in found.items():
        assert list(slots) == ["embedRegular", "embedBold", "embedItalic", "embedBoldItalic"]
        files = {Path(face.path).read_bytes() for face in FACES if family in face.families}
        assert set(slots.values()) == files
    regular = Path(FLYWAY, "IBMPlexSerif-Regular.ttf").read_bytes()
    assert found["IBM Plex Serif"]["embedRegular"] == regular
    assert document.archive.read("word/fonts/font5.odttf")[:32] != regular[:32]
    types = document.archive.read("[Content_Types].xml").decode()
    assert types.count("application/vnd.openxmlformats-officedocument.obfuscatedFont") == 16
    following = document.xpath("name(//w:embedTrueTypeFonts/following-sibling::*[1])", "settings")
    assert following == "w:defaultTabStop"
    assert document.data == word(BODY, CSS, faces=FACES, embed_fonts=True).data


def test_a_key_s_last_byte_masks_the_first_of_the_font():
    """(ISO/IEC 29500-1, 17.8.1.)"""
    key = uuid.UUID("001C0A45-2C9C-4A6B-9F5E-1122334455FF")
    masked = obfuscate(bytes(40), key)
    assert masked[:3] == b"\xff\x55\x44"
    assert masked[15:17] == b"\x00\xff"
    assert masked[32:] == bytes(8)
    assert obfuscate(masked, key) == bytes(40)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"may_embed": False}, "IBMPlexSerif-Bold.ttf of the family IBM Plex Serif: it may not be"),
        ({"is_truetype": False}, "IBMPlexSerif-Bold.ttf of the family IBM Plex Serif: Word embeds"),
    ],
)
def test_a_face_that_cannot_be_embedded_is_said_and_the_others_are(word, change, words):
    faces = [
        dataclasses.replace(face, **change) if face.path.endswith("Serif-Bold.ttf") else face
        for face in FACES
    ]
    document = word(BODY, CSS, faces=faces, embed_fonts=True)
    (problem,) = document.problems
    assert (problem.diagnostic.code, problem.element) == ("W106", None)
    assert problem.diagnostic.severity == "warning"
    assert words in problem.diagnostic.message
    slots = ["embedRegular", "embedItalic", "embedBoldItalic"]
    assert list(embedded(document)["IBM Plex Serif"]) == slots


def test_a_family_without_files_is_said(word):
    document = word("<p>A</p>", "p { font-family: Georgia }", faces=FACES, embed_fonts=True)
    (problem,) = document.problems
    assert problem.diagnostic.code == "W106"
    assert "the family Georgia" in problem.diagnostic.message
    assert list(embedded(document)) == ["PT Serif"]


def test_of_several_weights_those_nearest_to_regular_and_bold_are_taken():
    def face(weight, path):
        return dataclasses.replace(FACES[0], weight=weight, path=path, families=("F",))

    faces = Faces([face(300, "light"), face(400, "own"), face(400, "packaged"), face(900, "black")])
    found = {slot: face.path for slot, face in faces.of("f").items()}
    assert found == {"embedRegular": "own", "embedBold": "black"}
    assert faces.of("G") == {}


@pytest.mark.parametrize("embeds", [True, False])
def test_libreoffice_has_the_fonts_that_are_embedded_and_no_other(
    word, word_tools, tmp_path, embeds
):
    """On a machine with none of the document's families but PT Sans."""
    path = tmp_path / "a.docx"
    path.write_bytes(word(BODY, CSS, faces=FACES, embed_fonts=embeds).data)
    convert([path], tmp_path, packaged=[PT_SANS])
    listed = subprocess.check_output(["pdffonts", tmp_path / "a.pdf"], text=True)
    found = {name for name in ("IBMPlexSerif", "Amiri", "PTSans") if name in listed}
    assert found == {"PTSans"} | ({"IBMPlexSerif", "Amiri"} if embeds else set())


def test_validators_find_nothing_wrong_with_embedded_fonts(word, word_tools, tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(word(BODY, CSS, faces=FACES, embed_fonts=True).data)
    validate([path], tmp_path)
    assert json.loads((tmp_path / "a.json").read_text()) == {
        "Open XML SDK": [], "openxml-audit": [],
    }  # fmt: skip


def spacing(document):
    """Return the height in points and the rule of the first paragraph's lines."""
    identifier = document.xpath("string(//w:p/w:pPr/w:pStyle/@w:val)")
    while not (found := document.styles[identifier].xpath("./w:pPr/w:spacing[@w:line]", **W)):
        (identifier,) = document.styles[identifier].xpath("./w:basedOn/@w:val", **W)
    line, rule = found[0].xpath("@w:line | @w:lineRule", **W)
    return int(line) / 20, rule


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("line-height: 1.4", (28, "exact")),
        ("line-height: 1.758", (35.15, "atLeast")),
        ("line-height: 2", (40, "atLeast")),
        ("line-height: 1.1", (25, "exact")),
        ("line-height: normal", (12, "auto")),
        ("font-family: 'PT Serif'; line-height: 1.4", (28, "atLeast")),
        ("font-family: Georgia; line-height: 1", (20, "atLeast")),
    ],
)
def test_lines_are_exact_where_the_face_alone_would_make_them_higher(word, css, expected):
    """Amiri's own lines are 1.758 em high; closer than 1.25 em, Word cuts letters off."""
    css = f".a {{ font: 20pt Amiri; {css} }}"
    assert spacing(word('<p class="a">A</p>', css, faces=FACES)) == expected


@pytest.mark.parametrize(
    ("inside", "rule"),
    [
        ("<em>b</em>", "exact"),
        ('<span class="small">b</span>', "exact"),
        ('<span class="large">b</span>', "atLeast"),
        ('<em>a <span class="large">b</span></em>', "atLeast"),
        ('<span class="marked">b</span>', "atLeast"),
        ('<img src="a" alt="x"/>', "atLeast"),
    ],
)
def test_lines_that_hold_something_higher_than_their_text_may_grow(word, inside, rule):
    css = (
        ".a { font: 10pt/1.4 Amiri } .small { font-size: 8pt } .large { font-size: 20pt }"
        " .marked::before { content: '!'; font-size: 20pt }"
    )
    picture = io.BytesIO()
    Image.new("L", (9, 9)).save(picture, "PNG")
    assets = {"a": picture.getvalue()}
    document = word(f'<p class="a">A {inside}</p>', css, faces=FACES, assets=assets)
    assert spacing(document)[1] == rule


def test_the_document_s_own_lines_are_exact_too(word):
    document = word("<p>A</p>", "html { font: 10pt/1.4 Amiri }", faces=FACES)
    assert spacing(document) == (14, "exact")
