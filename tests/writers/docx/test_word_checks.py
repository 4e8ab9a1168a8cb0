"""The checks catch what they are there for: faults put into a good document."""

import io
import json
import re
import zipfile

import pytest

from tests.once import once
from tests.word_tools import validate
from tests.writers.docx.word_checks import find_faults

BODY = (
    '<h1 id="a">A</h1><p>B <a href="#a">c</a> <a href="https://example.org">d</a>'
    '<span role="doc-footnote">e</span></p><ul><li>F</li></ul>'
    "<table><tbody><tr><td>G</td><td>H</td></tr></tbody></table>"
)
PAGE_NUMBER = "@page { @bottom-center { content: counter(page) } }"

DOCUMENT, FOOTER, RELATIONS = "document.xml", "footer1.xml", "_rels/document.xml.rels"
SDK, AUDIT, OURS = "Open XML SDK", "openxml-audit", "word_checks"

# Fault → part, pattern, what to put there, and who sees it.
FAULTS = {
    "a bookmark twice": (
        DOCUMENT,
        r'(w:name="([^"]+)"/>.*)(<w:sectPr)',
        r'\1<w:bookmarkStart w:id="900" w:name="\2"/><w:bookmarkEnd w:id="900"/>\3',
        {OURS},
    ),
    "a bookmark without an end": (DOCUMENT, r"<w:bookmarkEnd[^>]*/>", "", {OURS}),
    "a bookmark's end alone": (DOCUMENT, r"<w:bookmarkStart[^>]*/>", "", {OURS}),
    "a link to no bookmark": (DOCUMENT, r'w:anchor="[^"]+"', 'w:anchor="none"', {OURS}),
    "a field without an end": (*(FOOTER, r'<w:fldChar w:fldCharType="end"/>', "", {OURS}),),
    "a field that begins in its own result": (
        *(FOOTER, r'"separate"(.*?)"end"', r'"begin"\1"separate"', {OURS}),
    ),
    "a cell without a paragraph": (
        DOCUMENT,
        r"</w:tcPr><w:p>.*?</w:p>",
        "</w:tcPr>",
        {AUDIT, OURS},
    ),
    "a row without a cell": (
        DOCUMENT,
        r"<w:tr>(.*)<w:tc>.*?</w:tc></w:tr>",
        r"<w:tr>\1</w:tr>",
        {OURS},
    ),
    "a relationship that isn't there": (RELATIONS, r'Id="rId1"', 'Id="rId99"', {SDK, AUDIT, OURS}),
    "a part that isn't there": (
        RELATIONS,
        r"theme/theme1\.xml",
        "theme/none.xml",
        {SDK, AUDIT, OURS},
    ),
    "a style that isn't there": (
        DOCUMENT,
        r'(<w:pStyle w:val=)"[^"]+"',
        r'\1"None"',
        {AUDIT, OURS},
    ),
    "a note that isn't there": (
        DOCUMENT,
        r"(<w:footnoteReference w:id=)\S+/>",
        r'\1"7"/>',
        {SDK, AUDIT, OURS},
    ),
    "elements in the wrong order": (
        *(DOCUMENT, r"(<w:pgSz [^>]*/>)(<w:pgMar [^>]*/>)", r"\2\1", {SDK, AUDIT}),
    ),
    "a value that isn't allowed": (DOCUMENT, r'(<w:type w:val=)"[^"]+"', r'\1"none"', {SDK, AUDIT}),
    "an element that isn't known": (DOCUMENT, r"</w:body>", "<w:none/></w:body>", {SDK, AUDIT}),
}


def rewrite(data, change):
    """Return the document with ``change`` applied to each entry's name and bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(written, "w") as target:
        for entry in source.infolist():
            target.writestr(entry, change(entry.filename, source.read(entry)))
    return written.getvalue()


def spoil(data, part, pattern, replacement):
    def change(name, content):
        if name != f"word/{part}":
            return content
        changed, count = re.subn(pattern, replacement, content.decode(), count=1, flags=re.DOTALL)
        assert count == 1, f"{pattern} isn't in {part}"
        return changed.encode()

    return rewrite(data, change)


@pytest.fixture(scope="session")
def good(word):
    return word(BODY, PAGE_NUMBER).data


@pytest.fixture(scope="session")
def reports(word_tools, shared, good):
    """The folder of what validators say of each fault, by its place in FAULTS."""

    def make(folder):
        paths = []
        for number, (part, pattern, replacement, _) in enumerate(FAULTS.values()):
            paths.append(folder / f"{number}.docx")
            paths[-1].write_bytes(spoil(good, part, pattern, replacement))
        validate(paths, folder)

    return once(shared, "faults", make)


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_seen_by_a_validator_or_by_our_checks(reports, good, fault):
    *spoiling, seen_by = FAULTS[fault]
    report = json.loads((reports / f"{list(FAULTS).index(fault)}.json").read_text())
    report[OURS] = find_faults(spoil(good, *spoiling))
    assert {name for name, found in report.items() if found} == seen_by, report


def test_a_good_document_has_no_fault(good):
    assert find_faults(good) == []
