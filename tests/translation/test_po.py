"""PO: what is in a file, and what an editor of PO files may make of it."""

import pytest

from briefgen.translation.po import read_po, write_po
from tests.translation.exchange import STATEMENT, changed, make, make_unit, without_lines

FILE = write_po(STATEMENT)


def read(data):
    returned, problems = read_po(data, "back.po")
    assert problems == []
    return {unit.id: unit for unit in returned.units}


def test_a_unit_is_a_message_with_its_id_as_context():
    assert """\
#. label: 4.a
#. state: reviewed
#: content/lake/statement.yaml:3
msgctxt "4.a/heading"
msgid "Two lakes"
msgstr "Два озера"
""" in FILE.decode()


def test_a_stale_translation_is_fuzzy_and_only_that():
    assert FILE.count(b"fuzzy") == 1
    assert b'#, fuzzy\nmsgctxt "4.a"\n' in FILE


def test_the_header_says_both_languages_and_no_time():
    header = FILE.decode().split("\n\n")[0]
    assert '"Language: ru\\n"' in header
    assert '"X-Source-Language: en\\n"' in header
    assert "Date" not in header


def test_a_line_in_the_file_ends_only_at_line_feeds():
    text = "a\N{LINE SEPARATOR}b\x85c\x0bd\x1ce"
    assert read(write_po(make([make_unit("1", text, text)])))["1"].target == text


def test_a_translation_that_is_made_fuzzy_is_stale_and_one_that_is_no_more_says_nothing():
    data = changed(FILE, ("#, fuzzy\n", "")).replace(
        b'msgctxt "end.1"', b'#, fuzzy\nmsgctxt "end.1"'
    )
    units = read(data)
    assert units["end.1"].state == "stale"
    assert units["4.a"].state is None


def test_a_state_holds_for_as_long_as_the_text_is_the_same():
    assert read(FILE)["title"].state == "approved"
    assert read(changed(FILE, ("Заявление", "Декларация")))["title"].state is None


def test_obsolete_messages_are_passed_over_and_equal_sources_kept_apart():
    data = FILE + '\n#~ msgctxt "old"\n#~ msgid "Old."\n#~ msgstr "Старое."\n'.encode()
    assert list(read(data)) == [unit.id for unit in STATEMENT.units]
    twins = make([make_unit("1", "Done.", "Раз."), make_unit("2", "Done.", "Два.")])
    assert [unit.target for unit in read(write_po(twins)).values()] == ["Раз.", "Два."]


def test_a_translators_comment_is_a_remark_with_an_id_that_stays():
    data = changed(FILE, ("#. label: end.1", "# Why\n# so?\n#. label: end.1"))
    [comment] = read(data)["end.1"].comments
    assert comment.text == "Why so?"
    assert read(data)["end.1"].comments == (comment,)


def test_messages_without_context_have_no_id():
    data = b'msgid ""\nmsgstr "Language: ru\\n"\n\nmsgid "Done."\nmsgstr "X."\n'
    returned, _ = read_po(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"), "back.po")
    [unit] = returned.units
    assert (unit.id, unit.source, unit.target, unit.where) == (None, "Done.", "X.", "line 4")
    assert returned.manifest is None


def test_the_charset_of_the_header_is_believed():
    data = (
        changed(FILE, ("charset=UTF-8", "charset=windows-1251")).decode().encode("cp1251", "ignore")
    )
    assert read(data)["title"].target == "Заявление"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("charset=UTF-8", "charset=none", 1),
        ("charset=UTF-8", "charset=ascii", 1),
        ('msgid "Statement"', 'msgid "State"ment"', 22),
        ('msgid "Statement"', "what is this", 22),
    ],
)
def test_a_file_that_cant_be_understood_is_refused_at_its_line(old, new, line):
    returned, [problem] = read_po(changed(FILE, (old, new)), "back.po")
    assert returned is None
    assert (problem.code, str(problem.place)) == ("R001", f"back.po:{line}:1")


def test_a_message_in_the_wrong_place_is_refused_at_its_line():
    data = changed(FILE, ('msgid "Statement"', 'msgstr[0] "x"'))
    returned, [problem] = read_po(data, "back.po")
    assert returned is None
    assert problem.code == "R001"


def test_a_file_without_its_language_is_refused():
    data = without_lines(without_lines(FILE, "Target-Language"), '"Language:')
    returned, [problem] = read_po(data, "back.po")
    assert returned is None
    assert (problem.code, str(problem.place)) == ("R014", "back.po:1:1")
