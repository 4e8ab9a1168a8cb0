"""Typed spaces at which no line may end are no-break spaces in documents."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from briefgen.languages import read_profiles
from briefgen.pipeline.typed_spaces import TypedSpaces
from briefgen.project import find_project, list_templates


@pytest.fixture(scope="module")
def spaces(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    (folder / "briefgen.toml").write_text("")
    project = find_project(folder)
    return TypedSpaces(read_profiles(project, list_templates(project, "locale"))[0])


def kept(spaces, markup):
    root = ElementTree.fromstring(markup)
    spaces.keep(root)
    return "".join(root.itertext()).replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("language", "typed", "printed"),
    [
        ("en", "met on 9 October with No. 3", "met on 9~October with No.~3"),
        ("ru", "С. Жапаров, 9 октября 2025 г.", "С.~Жапаров, 9~октября 2025~г."),
        ("de", "am 9. Oktober, Nr. 3", "am 9.~Oktober, Nr.~3"),
        ("fr", "le 9 octobre", "le 9~octobre"),
        ("es", "el 9 de octubre", "el 9~de~octubre"),
        ("ru", "в 2027 году, 1,5 млн, слов 2", "в~2027 году, 1,5~млн, слов 2"),
        ("en", "1.5 million of 5 per cent", "1.5~million of 5~per~cent"),
        ("fa", "9 اکتبر، 5 میلیون", "9~اکتبر، 5~میلیون"),
        ("xx", "9 October", "9 October"),
    ],
)
def test_typed_dates_and_numbers_hold_together(spaces, language, typed, printed):
    assert kept(spaces, f'<p lang="{language}">{typed}</p>') == printed


def test_each_text_has_the_rules_of_its_own_language(spaces):
    markup = '<p lang="en">9 October <em lang="ru">9 октября</em> 9 October</p>'
    assert kept(spaces, markup) == "9~October 9~октября 9~October"


def test_the_head_of_a_document_stays_as_it_is(spaces):
    markup = '<html lang="en"><head><title>9 October</title></head><body>9 May</body></html>'
    assert kept(spaces, markup) == "9 October9~May"
