"""A missing veraPDF is a failure; one that is there finds what is wrong."""

import pikepdf
import pytest

from tests.pdf_tools import validate
from tests.writers.pdf.pages import make_pdf


def test_a_missing_java_fails_and_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    words = "a Java development kit is missing\n: run `make setup-test`"
    with pytest.raises(pytest.fail.Exception, match=words):
        validate([])


def test_a_file_that_is_no_pdf_fails(pdf_tools, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"no")
    with pytest.raises(pytest.fail.Exception, match="ModelParsingException"):
        validate([tmp_path / "a.pdf"])


def test_what_a_file_lacks_is_found_at_the_rule_of_each_standard(pdf_tools, tmp_path):
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(make_pdf("<p>a</p>"))
    with pikepdf.open(good) as pdf:
        del pdf.Root.MarkInfo
        pdf.save(bad)
    found = validate([bad, good])
    assert found[good] == []
    assert {line.split(":")[0] for line in found[bad]} == {"ua1 6.2-1", "3a 6.7.2.2-1"}
