"""Word files from outside: what isn't unpacked, whoever reads it."""

import io
import zipfile

import pytest

from briefgen.writers.opening import Limits, Package, RefusedError

DEFAULT = Limits()
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def packed(parts, compression=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in {"[Content_Types].xml": TYPES, **parts}.items():
            archive.writestr(name, content)
    return stream.getvalue()


def refused(data, limits=DEFAULT):
    with pytest.raises(RefusedError) as caught:
        Package(data, limits)
    assert caught.value.hint
    return str(caught.value)


def test_a_part_that_is_packed_too_well_is_a_bomb():
    assert "'word/document.xml' unpacks to 2,000,000" in refused(
        packed({"word/document.xml": bytes(2_000_000)})
    )
    Package(packed({"word/document.xml": bytes(2_000_000)}, zipfile.ZIP_STORED))


def test_a_part_and_all_parts_have_their_limits():
    data = packed({"a.xml": "x" * 300, "b.xml": "x" * 300})
    assert "'a.xml' unpacks to 300 bytes" in refused(data, Limits(part_bytes=200))
    assert "more than 500" in refused(data, Limits(bytes=500))
    assert "3 parts, more than 2" in refused(data, Limits(parts=2))


@pytest.mark.parametrize("end", [10, 100, -30])
def test_a_truncated_file_is_refused(end):
    assert "no Word file, or damaged" in refused(packed({"a.xml": "x" * 300})[:end])


def test_a_document_type_is_refused():
    package = Package(packed({"a.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}))
    with pytest.raises(RefusedError, match="declares a document type"):
        package.xml("a.xml")
