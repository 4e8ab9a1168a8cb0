"""Whatever format a bitext travelled in, it comes back into content the same way."""

import pytest

from briefgen.content.read import read_content
from briefgen.translation.bitext import make_bitext
from briefgen.translation.formats import FORMATS, find_format
from tests.content.meeting import STATEMENT_RU, write_project
from tests.translation.tables import changes, codes, returned, take

RU = "content/lake/statement.ru.yaml"
TEXTS = [name for name, format_ in FORMATS.items() if not format_.of_terms and name != "docx"]


@pytest.fixture
def project(tmp_path):
    return write_project(tmp_path)


def exported(project, name):
    content, _ = read_content(project)
    [summit] = content.summits.values()
    return FORMATS[name].write(make_bitext(summit, "statement", "ru"))


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_s_format_is_told_by_what_is_in_it(project, name):
    assert find_format(exported(project, name)) is FORMATS[name]


@pytest.mark.parametrize("name", TEXTS)
def test_a_file_that_nobody_touched_changes_nothing(project, name):
    written, problems = returned(project, exported(project, name))
    assert ({*written.files.values()}, problems) == ({None}, [])


@pytest.mark.parametrize("name", TEXTS)
def test_a_new_text_is_taken_and_the_rest_stays_byte_for_byte(project, name):
    data = exported(project, name).decode().replace("Встретятся.", "Снова встретятся.")
    new, problems = take(project, data.encode())
    assert ({unit: text for unit, (text, _) in new.items()}, problems) == (
        {"2": "Снова встретятся."},
        [],
    )
    assert (project.root / RU).read_text() == STATEMENT_RU.replace(
        "Встретятся.", "Снова встретятся."
    )


@pytest.mark.parametrize("name", TEXTS)
def test_spaces_around_a_new_text_are_not_taken(project, name):
    data = exported(project, name).decode().replace("Встретятся.", " Снова встретятся. ")
    take(project, data.encode())
    assert (project.root / RU).read_text() == STATEMENT_RU.replace(
        "Встретятся.", "Снова встретятся."
    )


def test_a_state_of_a_cat_tool_is_taken(project):
    data = exported(project, "xliff").decode()
    first, second = data.split('id="2"')
    second = second.replace('state="translated"', 'state="final"', 1)
    written, problems = returned(project, f'{first}id="2"{second}'.encode())
    assert (changes(written), problems) == ({"2": ("Встретятся.", "approved")}, [])


def test_a_file_that_says_another_language_than_it_was_made_for_is_refused(project):
    data = exported(project, "xliff").replace(b'trgLang="ru"', b'trgLang="kk"')
    written, problems = returned(project, data)
    assert (written, codes(problems)) == (None, ["R006"])
