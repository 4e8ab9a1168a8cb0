"""XLIFF 2.1: what is in a file, and what a CAT tool may make of it."""

import dataclasses

import pytest
from lxml import etree

from briefgen.diagnostics import Severity
from briefgen.translation.model import Comment
from briefgen.translation.xliff import read_xliff, write_xliff
from tests.translation.exchange import (
    STATEMENT,
    changed,
    check_grammar,
    make,
    make_unit,
    without_lines,
)

NAMES = {
    "x": "urn:oasis:names:tc:xliff:document:2.0",
    "gls": "urn:oasis:names:tc:xliff:glossary:2.0",
    "mda": "urn:oasis:names:tc:xliff:metadata:2.0",
}
FILE = write_xliff(STATEMENT)
ROOT = etree.fromstring(FILE)


def find(path, root=ROOT):
    return root.xpath(path, namespaces=NAMES)


def read(data):
    returned, problems = read_xliff(data, "back.xlf")
    assert problems == []
    return {unit.id: unit for unit in returned.units}


def segments(xml):
    """Return a file whose one unit has these segments in place of its own."""
    data = write_xliff(make([make_unit("1", "One. Two.", "Раз. Два.")]))
    start, end = data.index(b"<segment"), data.index(b"</unit>")
    return data[:start] + xml.encode() + data[end:]


def test_the_file_says_its_languages_and_what_it_is_of():
    assert dict(ROOT.attrib) == {"version": "2.1", "srcLang": "en", "trgLang": "ru"}
    [file] = find("x:file")
    assert (file.get("original"), file.get("trgDir")) == ("lake/statement", "ltr")
    assert find("string(x:file/x:notes/x:note)") == "Statement of the Lake Meeting"


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_a_target_that_runs_from_the_right_says_so(language):
    data = write_xliff(make([make_unit("1", "Done.")], language))
    assert find("string(x:file/@trgDir)", etree.fromstring(data)) == "rtl"
    check_grammar(data, "xliff")


def test_ids_are_name_tokens_and_names_are_ours():
    assert [(u.get("id"), u.get("name")) for u in find("//x:unit")][2] == (
        "4.a_2F_heading", "4.a/heading",
    )  # fmt: skip


def test_states_are_those_of_the_standard():
    found = [(s.get("state"), s.get("subState")) for s in find("//x:segment")]
    assert found == [
        ("final", None),
        ("initial", None),
        ("reviewed", None),
        ("initial", "briefgen:stale"),
        ("translated", None),
    ]


def test_a_unit_has_the_terms_that_begin_at_one_of_its_words():
    terms = {
        unit.get("name"): [term.text for term in find(".//gls:term", unit)]
        for unit in find("//x:unit")
    }
    assert terms["pre.1"] == ["lake"]
    assert terms["4.a/heading"] == ["lake"]  # "lakes"
    assert terms["4.a"] == []  # "Silence": its term has neither a translation nor a note
    flakes = make([make_unit("1", "Snowflakes fall.")])
    assert find("//gls:term", etree.fromstring(write_xliff(flakes))) == []


def test_notes_say_what_helps_a_translator():
    notes = find("//x:unit[@name='4.a']/x:notes/x:note")
    assert [(note.get("category"), note.text) for note in notes] == [
        ("briefgen:label", "4.a"),
        ("briefgen:place", "content/lake/statement.yaml:3:1"),
        ("briefgen:state", "stale"),
        ("briefgen:note", "of the shore"),
        ("briefgen:comment", "A. B.: why?"),
    ]


def test_a_character_that_xml_lacks_is_a_code_point():
    data = write_xliff(make([make_unit("1", "a\x01\x02b", "\x0b")]))
    assert b'<source>a<cp hex="0001"/><cp hex="0002"/>b</source>' in data
    assert b'<target><cp hex="000B"/></target>' in data


def test_a_wrong_code_point_is_a_replacement_character():
    data = changed(FILE, ("Сделано.", 'С<cp hex="FFFFFFFFFF"/><cp hex="D800"/><cp/>'))
    assert read(data)["end.1"].target == "С" + "\N{REPLACEMENT CHARACTER}" * 3


@pytest.mark.parametrize(
    ("state", "expected"),
    [("translated", "draft"), ("reviewed", "reviewed"), ("final", "approved"), ("initial", None)],
)
def test_a_state_set_in_a_cat_tool_comes_back(state, expected):
    data = changed(FILE, ('<segment state="translated"', f'<segment state="{state}"'))
    assert read(data)["end.1"].state == expected


def test_a_split_unit_is_put_together_with_what_is_between_and_its_least_state():
    data = segments(
        '<segment state="final"><source>One.</source><target>Раз.</target></segment>'
        "<ignorable><source> </source></ignorable>"
        '<segment state="translated"><source>Two.</source><target>Два.</target></segment>'
    )
    unit = read(data)["1"]
    assert (unit.source, unit.target, unit.state) == ("One. Two.", "Раз. Два.", "draft")


def test_targets_come_in_the_order_that_they_say():
    data = segments(
        '<segment state="final"><source>One.</source><target order="3">Раз.</target></segment>'
        "<ignorable><source> </source></ignorable>"
        '<segment state="final"><source>Two.</source><target order="1">Два.</target></segment>'
    )
    assert read(data)["1"].target == "Два. Раз."


def test_a_unit_of_which_a_part_is_translated_is_left_and_reported():
    data = segments(
        '<segment state="final"><source>One.</source><target>Раз.</target></segment>\n'
        "<segment><source>Two.</source></segment>"
    )
    returned, [problem] = read_xliff(data, "back.xlf")
    [unit] = returned.units
    assert (unit.target, unit.state) == ("", "missing")
    assert (problem.code, problem.severity) == ("R015", Severity.WARNING)
    line = data[: data.index(b"<unit")].count(b"\n") + 1
    assert str(problem.place) == f"back.xlf:{line}:1"
    assert unit.where == f"line {line}"


def test_marks_and_paired_codes_are_text_and_placeholders_are_none():
    data = changed(
        FILE,
        (
            "Сделано.",
            'Сде<mrk id="m1" type="term">ла</mrk><!-- x --><pc id="1">н</pc><ph id="2"/>о.',
        ),
    )
    assert read(data)["end.1"].target == "Сделано."


def test_matches_modules_and_extensions_of_others_are_passed_over():
    match = (
        '<mtc:matches xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0">'
        '<mtc:match ref="#1"><source>Done.</source><target>Готово.</target></mtc:match>'
        '</mtc:matches><my:x xmlns:my="urn:my"><my:segment/></my:x><notes>'
    )
    data = changed(FILE, ("<notes>", match), ("</file>", "</file><?tool x?>"))
    assert read(data)["end.1"].target == "Сделано."
    assert len(read(data)) == len(STATEMENT.units)


def test_groups_are_passed_through_and_dropped_units_are_just_not_there():
    data = changed(FILE, ('<unit id="title"', '<group id="g"><unit id="title"'))
    start, end = data.index(b'<unit id="pre.1"'), data.index(b'<unit id="4.a_2F')
    data = data[:start] + b"</group>" + data[end:]
    assert list(read(data)) == ["title", "4.a/heading", "4.a", "end.1"]


def test_notes_of_a_translator_are_remarks_with_an_id_that_stays():
    note = '<notes><note appliesTo="target">Which lake?</note>'
    marked = '<mrk id="m1" type="comment" value="Odd.">Сделано</mrk>.'
    data = changed(FILE, ("<notes>", note), ("Сделано.", marked))
    unit = read(data)["end.1"]
    assert [comment.text for comment in unit.comments] == ["Which lake?", "Odd."]
    assert unit.comments == read(data)["end.1"].comments
    assert isinstance(unit.comments[0], Comment)


def test_a_file_of_another_program_has_no_manifest_and_its_own_ids():
    data = without_lines(FILE, "mda:")
    returned, problems = read_xliff(data, "back.xlf")
    assert (returned.manifest, problems) == (None, [])
    assert returned.target_language == "ru"


@pytest.mark.parametrize(("old", "new"), [('{"title"', '["title"'), ('"approved"', "7")])
def test_a_manifest_that_was_edited_is_none(old, new):
    assert read_xliff(changed(FILE, (old, new)), "back.xlf")[0].manifest is None


def test_version_2_0_is_read_too():
    assert len(read(changed(FILE, ('version="2.1"', 'version="2.0"')))) == len(STATEMENT.units)


@pytest.mark.parametrize("attribute", ['srcLang="en"', 'trgLang="ru"'])
def test_a_file_without_its_languages_is_refused(attribute):
    returned, [problem] = read_xliff(changed(FILE, (attribute, "")), "back.xlf")
    assert returned is None
    assert (problem.code, str(problem.place)) == ("R014", "back.xlf:2:1")


def test_a_bitext_without_terms_has_no_glossaries():
    data = write_xliff(dataclasses.replace(STATEMENT, terms=()))
    assert find("//gls:*", etree.fromstring(data)) == []
    check_grammar(data, "xliff")
