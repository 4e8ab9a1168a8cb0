"""Whatever the words, they read back from the YAML that is written as they are."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.content.characters import BIDI, CONTROL
from briefgen.content.model import Document
from briefgen.content.places import read_model
from briefgen.project import Config
from briefgen.translation.importing.write import Entry, write_yaml

ESCAPED = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufeff]")

HEAD = {"id": "a", "language": "en", "status": "paraphrase", "title": "A"}


def read_back(text: str) -> str:
    """Return a text as briefgen reads it from what is written for it."""
    fields = {"key": "1", "handling": "public", "text": text}
    written = write_yaml(["a comment"], HEAD, {"paragraphs": [Entry(fields)]})
    made, problems = read_model(Document, written.encode(), "a.yaml", Config())
    assert problems == [], written
    longest = max(100, *(len(word) + 6 for word in text.split(" ")))
    if not ESCAPED.search(text):  # these take one line, however long
        assert max(map(len, written.split("\n"))) <= longest
    return made.value.paragraphs[0].text


@pytest.mark.parametrize(
    "text",
    [
        "no", "12:30", "a: b", "a # b", "- a", "'a'", '"a"', "a\\nb", "a\nb", "a\n\nb", "a\n  b",
        "a\tb", "x " * 80 + "y", "x  y " * 40 + "z", "\u00a0".join("ab" * 80), "|", "> a", "{a}",
        "# a " * 40 + "b", "\u200cمی\u200cشود", "a\ufeffb", "a\t\U00010000", "%a", "@a", "`a", "&a",
        "*a", "!a", "?", "~", "é" * 3,
    ],
)  # fmt: skip
def test_words_that_yaml_would_take_for_something_else_stay(text):
    assert read_back(text) == text


@settings(max_examples=300, deadline=None)
@given(st.text(min_size=1, max_size=150), st.integers(1, 3))
def test_any_words_stay(text, times):
    text = BIDI.sub("", CONTROL.sub("", " ".join([text] * times).replace("\r", ""))).strip()
    text = text.encode(errors="ignore").decode()
    if text.strip():
        assert read_back(text) == unicodedata.normalize("NFC", text).strip()
