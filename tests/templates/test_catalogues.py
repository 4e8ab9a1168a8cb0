import io
import re

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.templates.meeting import TAGS, TEMPLATES

OTHERS = [tag for tag in TAGS if tag != "en"]
LATIN = {"uz-Latn", "tk", "fr", "es", "pt", "de", "tr", "it"}


@pytest.fixture(scope="module")
def used():
    """The messages of all templates: (context, message)."""
    options = {"**.j2": {"newstyle_gettext": "true", "silent": "false"}}
    found = extract_from_dir(TEMPLATES, [("**.j2", "jinja2")], options)
    return {(context, message) for _, _, message, _, context in found}


def read(tag):
    path = TEMPLATES / "locale" / tag / "messages.po"
    return read_po(io.BytesIO(path.read_bytes()), locale=tag.replace("-", "_"), abort_invalid=True)


def test_templates_print_words_by_the_catalogues(used):
    assert (None, "Bottom line") in used
    assert (None, ("Chair", "Chairs")) in used
    assert len(used) > 50


@pytest.mark.parametrize("tag", OTHERS)
def test_a_catalogue_has_the_messages_of_the_templates_and_no_others(tag, used):
    assert {(message.context, message.id) for message in read(tag) if message.id} == used


@pytest.mark.parametrize("tag", OTHERS)
def test_every_message_is_translated_with_its_placeholders(tag):
    for message in read(tag):
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(texts), message.id
        assert not message.fuzzy
        if message.id and isinstance(message.id, str):
            names = re.findall(r"%\(\w+\)s", message.id)
            assert sorted(re.findall(r"%\(\w+\)s", message.string)) == sorted(names)


@pytest.mark.parametrize("tag", OTHERS)
def test_a_translation_ends_as_the_message_does(tag):
    for message in read(tag):
        if message.id and isinstance(message.id, str) and not message.context:
            for mark in ".:":
                assert message.string.endswith(mark) == message.id.endswith(mark), message.id


@pytest.mark.parametrize("tag", OTHERS)
def test_a_catalogue_is_in_its_own_script(tag):
    letters = "\u0400-\u04ff" if tag in LATIN else "a-zA-Z"
    for message in read(tag):
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in texts:
            if message.id:
                assert not re.search(f"[{letters}]", re.sub(r"%\(\w+\)s", "", text)), text
