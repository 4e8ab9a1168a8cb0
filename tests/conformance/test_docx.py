"""Defects sown into a good Word file: each is found, under its code."""

import io
import zipfile

import pytest

from briefgen.conformance import docx
from briefgen.conformance.docx import CHECKS
from briefgen.conformance.files import check_file

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
GOOD = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1"'
    f' Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}">'
    f'<Relationship Id="r1" Type="{OFFICE}/image" Target="media/image1.png"/>'
    f'<Relationship Id="r2" Type="{OFFICE}/hyperlink" Target="https://example.org/"'
    ' TargetMode="External"/></Relationships>',
    "word/media/image1.png": "PNG",
    "word/document.xml": f'<w:document {W}><w:body><w:p><w:bookmarkStart w:id="1" w:name="a"/>'
    '<w:bookmarkEnd w:id="1"/><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    "</w:p><w:tbl><w:tr><w:tc><w:tcPr/><w:p/></w:tc></w:tr></w:tbl></w:body></w:document>",
    "docProps/core.xml": '<p:coreProperties xmlns:p="urn:p" xmlns:dc="urn:dc">'
    "<dc:title>Joint statement</dc:title></p:coreProperties>",
}

DOCUMENT, CORE, RELS = "word/document.xml", "docProps/core.xml", "word/_rels/document.xml.rels"
DEFECTS = [
    ("V111", CORE, "Joint statement", "", "the document has no title"),
    ("V113", CORE, "</dc:title>", "</dc:title><dc:creator>somebody</dc:creator>",
     "the document's properties have an entry creator: 'somebody'"),
    ("V113", DOCUMENT, "<w:p>", '<w:p w:rsidR="00A1">',
     "the document says in which sitting each part was written (rsid)"),
    ("V201", RELS, "/hyperlink", "/attachedTemplate",
     "opening the file fetches 'https://example.org/' (attachedTemplate)"),
    ("V202", RELS, "media/image1.png", "media/image2.png",
     "a relationship leads to 'media/image2.png', which is not there"),
    ("V203", DOCUMENT, '<w:bookmarkEnd w:id="1"/>', "", "the bookmark 'a' doesn't end once"),
    ("V203", DOCUMENT, "<w:r>", ('<w:bookmarkStart w:id="2" w:name="a"/><w:bookmarkEnd w:id="2"/>'
     "<w:r>"), "the bookmark 'a' is there 2 times"),
    ("V204", DOCUMENT, '<w:fldChar w:fldCharType="end"/>', "",
     "a field in word/document.xml has no end"),
    ("V204", DOCUMENT, '<w:fldChar w:fldCharType="begin"/>', "",
     "a field in word/document.xml ends before it begins"),
    ("V205", DOCUMENT, "<w:tcPr/><w:p/>", "<w:tcPr/>",
     "cell 1 of word/document.xml doesn't end in a paragraph"),
]  # fmt: skip


def pack(parts: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def findings(data: bytes) -> list[tuple[str, str]]:
    return [(found.code, found.message) for found in check_file(data, "x.docx")]


def test_the_good_file_has_nothing_wrong():
    assert findings(pack(GOOD)) == []


@pytest.mark.parametrize(("code", "part", "old", "new", "message"), DEFECTS)
def test_each_defect_is_found(code, part, old, new, message):
    spoilt = GOOD[part].replace(old, new, 1)
    assert spoilt != GOOD[part]
    assert findings(pack({**GOOD, part: spoilt})) == [(code, message)]


def test_macros_are_found():
    assert findings(pack({**GOOD, "word/vbaProject.bin": ""})) == [
        ("V105", "the file holds 'word/vbaProject.bin', which can act")
    ]


def test_each_check_has_a_defect_that_it_finds():
    assert {check.code for check in CHECKS} == {code for code, *_ in DEFECTS} | {"V105"}


def test_files_that_are_damaged_or_no_word_files_are_told(monkeypatch):
    whole = pack(GOOD)
    assert findings(whole[:-40])[0][0] == "V101"
    assert findings(pack({**GOOD, DOCUMENT: "<w:document"}))[0][0] == "V101"
    assert findings(pack({"mimetype": "x"})) == [("V101", "the file is a package, but not of Word")]
    monkeypatch.setattr(docx, "PARTS_BYTES", 100)
    assert findings(whole) == [("V103", "the file is too large to be checked: its parts")]


def test_bytes_that_changed_are_told_or_make_no_difference():
    whole = pack(GOOD)
    for at in range(4, len(whole), 7):
        data = bytearray(whole)
        data[at] ^= 0x5A
        assert all(code[0] == "V" for code, _ in findings(bytes(data)))
