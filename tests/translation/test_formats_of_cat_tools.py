"""XLIFF, TMX, TBX and PO: what holds for all of them."""

import dataclasses
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.translation.hashes import manifest_of
from briefgen.translation.model import STATES
from briefgen.translation.po import is_po, read_po, write_po
from briefgen.translation.tbx import is_tbx, read_tbx, write_tbx
from briefgen.translation.tmx import is_tmx, read_tmx, write_tmx
from briefgen.translation.xliff import is_xliff, read_xliff, write_xliff
from tests.translation.exchange import STATEMENT, check_grammar, make, make_term, make_unit

WRITERS = {"xliff": write_xliff, "tmx": write_tmx, "tbx": write_tbx, "po": write_po}
READERS = {"xliff": read_xliff, "tmx": read_tmx, "po": read_po}
ALL_READERS = {**READERS, "tbx": read_tbx}
TELLERS = {"xliff": is_xliff, "tmx": is_tmx, "tbx": is_tbx, "po": is_po}
XML = ("xliff", "tmx", "tbx")
LANGUAGES = ("ru", "kk", "fa", "ar")

AWKWARD = [
    "]]>", "<b>&amp;", '"\\"', "\\n", "\r\n", "\r", "\n", "\t", " ", "\x00", "\x01", "\x0b",
    "\x1c", "\x85", "\N{NO-BREAK SPACE}", "\N{SOFT HYPHEN}", "\N{ZERO WIDTH NON-JOINER}",
    "\N{RIGHT-TO-LEFT EMBEDDING}", "\N{FIRST STRONG ISOLATE}", "\N{LINE SEPARATOR}",
    "\N{PARAGRAPH SEPARATOR}", "\ufeff", "\ufffe", "\uffff", "й", unicodedata.normalize("NFD", "й"),
    "U+0001", "_2F_", "#~ msgid", "می\N{ZERO WIDTH NON-JOINER}شود", "\U0001f3d4", "\U0010ffff",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(AWKWARD) | st.text(max_size=8), max_size=6).map("".join)
SOME = TEXTS.filter(bool)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_any_text_comes_back_byte_for_byte(name, language):
    @given(st.lists(st.tuples(SOME, SOME | st.none()), min_size=1, max_size=4))
    @settings(max_examples=40, deadline=None)
    def check(texts):
        bitext = make(
            [make_unit(f"{n}.a/heading", *pair) for n, pair in enumerate(texts)], language
        )
        returned, problems = READERS[name](WRITERS[name](bitext), "back")
        assert problems == []
        assert [(u.id, u.source, u.target) for u in returned.units] == [
            (u.id, u.source, u.target or "") for u in bitext.units
        ]
        assert [u.state for u in returned.units] == [u.state for u in bitext.units]
        assert returned.manifest == manifest_of(bitext)
        assert (returned.source_language, returned.target_language) == ("en", language)

    check()


@given(SOME, SOME | st.none(), TEXTS)
@settings(max_examples=100, deadline=None)
def test_any_term_comes_back_byte_for_byte(source, target, note):
    made = make([make_term("9-plus", source, target, note), make_term("lake", "lake", "озеро")])
    data = write_tbx(made)
    returned, problems = read_tbx(data, "back.tbx")
    assert problems == []
    assert [(u.id, u.source, u.target) for u in returned.units] == [
        (u.id, u.source, u.target or "") for u in made.units
    ]
    assert returned.manifest == manifest_of(made)
    check_grammar(data, "tbx")


@pytest.mark.parametrize("name", ["xliff", "tmx"])
@given(st.lists(st.tuples(SOME, SOME | st.none()), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_any_text_stands_in_a_file_that_keeps_its_standard(name, texts):
    units = [make_unit(f"{n}.a/heading", *pair) for n, pair in enumerate(texts)]
    check_grammar(WRITERS[name](make(units)), name)


@pytest.mark.parametrize("name", READERS)
def test_a_text_as_long_as_a_book_comes_back(name):
    long = "Длинный текст, в котором всё по порядку. " * 50_000
    returned, _ = READERS[name](WRITERS[name](make([make_unit("1", "Short.", long)])), "back")
    assert returned.units[0].target == long


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("state", [state for state in STATES if state != "missing"])
def test_every_state_comes_back(name, state):
    bitext = make([make_unit("1", "Trade grows.", "Торговля растёт.", state)])
    returned, _ = READERS[name](WRITERS[name](bitext), "back")
    assert returned.units[0].state == state


@pytest.mark.parametrize("name", XML)
def test_a_file_keeps_the_grammar_of_its_standard(name):
    check_grammar(WRITERS[name](STATEMENT), name)


@pytest.mark.parametrize("name", WRITERS)
def test_equal_bitexts_are_equal_bytes(name):
    assert WRITERS[name](STATEMENT) == WRITERS[name](dataclasses.replace(STATEMENT))


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_is_told_by_what_is_in_it(name):
    data = WRITERS[name](STATEMENT)
    assert [teller for teller, tells in TELLERS.items() if tells(data)] == [name]


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"<html/>", b"id: lake\n", b"<!DOCTYPE x [<!ENTITY a 'b'>]><tmx/>"]
)
def test_other_files_are_told_from_all_of_them(data):
    assert not any(tells(data) for tells in TELLERS.values())


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "windows-1251"])
def test_the_encodings_that_other_programs_write_are_read(name, encoding):
    text = WRITERS[name](STATEMENT).decode().replace("UTF-8", encoding.removesuffix("-sig"), 1)
    data = text.replace("\N{NO-BREAK SPACE}", "&#160;").encode(encoding)
    assert TELLERS[name](data)
    assert ALL_READERS[name](data, "back") == ALL_READERS[name](WRITERS[name](STATEMENT), "back")


@pytest.mark.parametrize("name", READERS)
def test_what_goes_out_beside_the_texts_never_comes_back_as_a_remark(name):
    returned, _ = READERS[name](WRITERS[name](STATEMENT), "back")
    assert {unit.comments for unit in returned.units} == {()}
    assert b"A. B.: why?" in WRITERS[name](STATEMENT)
    assert b"of the shore" in WRITERS[name](STATEMENT)


# --- files that can't be used ------------------------------------------------------------

BOMB = """<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"""


def only(found):
    """Return the one diagnostic of a file that was refused."""
    returned, [problem] = found
    assert returned is None
    return problem


@pytest.mark.parametrize("name", XML)
def test_a_file_cut_short_is_refused_where_it_ends(name):
    data = WRITERS[name](STATEMENT)[:-30]
    problem = only(ALL_READERS[name](data, "in.xml"))
    assert (problem.code, problem.place.file) == ("R001", "in.xml")
    assert problem.place.line == data.count(b"\n") + 1


def test_a_po_file_cut_short_is_refused():
    data = write_po(STATEMENT)
    problem = only(read_po(data[: data.rindex(b'"')], "in.po"))
    assert problem.code == "R001"
    assert problem.place.line == data.count(b"\n")


@pytest.mark.parametrize("name", XML)
def test_bytes_that_are_no_xml_are_refused(name):
    for data in (b"", b"\xff\xfe\x00", b"id: lake\n", b"\x00" * 100):
        assert only(ALL_READERS[name](data, "in.xml")).code == "R001"


@pytest.mark.parametrize("name", XML)
def test_a_document_type_that_declares_anything_is_refused_unread(name):
    data = WRITERS[name](STATEMENT).replace(b"?>\n", b"?>\n" + BOMB.encode(), 1)
    problem = only(ALL_READERS[name](data, "in.xml"))
    assert (problem.code, str(problem.place)) == ("R013", "in.xml:1:1")


@pytest.mark.parametrize("name", XML)
def test_a_document_type_that_declares_anything_says_all_the_same_what_the_file_is(name):
    declaration = f'<!DOCTYPE {name} [<!ENTITY a "b">]>'.encode()
    assert TELLERS[name](WRITERS[name](STATEMENT).replace(b"?>\n", b"?>\n" + declaration, 1))


@pytest.mark.parametrize("name", XML)
def test_an_entity_of_an_outer_document_type_is_refused(name):
    data = WRITERS[name](STATEMENT).replace(b"?>\n", b'?>\n<!DOCTYPE x SYSTEM "file:///x">', 1)
    returned, problems = ALL_READERS[name](data, "in.xml")
    assert returned is not None
    assert problems == []
    data = data.replace(b"</", b"&lake;</", 1)
    assert only(ALL_READERS[name](data, "in.xml")).code == "R013"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("xliff", b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"/>', "1.2"),
        ("xliff", b'<xliff version="9" xmlns="urn:oasis:names:tc:xliff:document:2.0"/>', "9"),
        ("tmx", b'<tmx version="1.1"/>', "version 1.1"),
        ("tbx", b'<martif type="TBX"/>', "<martif>"),
        ("tmx", b"<html/>", "<html>"),
    ],
)
def test_another_format_or_version_is_named(name, data, words):
    problem = only(ALL_READERS[name](data, "in.xml"))
    assert (problem.code, str(problem.place)) == ("R012", "in.xml:1:1")
    assert words in problem.message


def test_a_file_that_is_no_po_file_is_named():
    problem = only(read_po(b"/etc/passwd", "in.po"))
    assert (problem.code, problem.place.file) == ("R012", "in.po")


@pytest.mark.parametrize("name", ALL_READERS)
def test_a_file_beyond_all_measure_is_refused_before_it_is_parsed(name, monkeypatch):
    monkeypatch.setattr("briefgen.translation.xml.MAX_BYTES", 10)
    monkeypatch.setattr("briefgen.translation.po.MAX_BYTES", 10)
    problem = only(ALL_READERS[name](WRITERS[name](STATEMENT), "in.xml"))
    assert (problem.code, problem.place.file) == ("G004", "in.xml")


def test_xml_nested_beyond_all_measure_is_refused():
    data = write_xliff(STATEMENT).replace(b"Done.", b"<mrk>" * 5000 + b"</mrk>" * 5000)
    assert only(read_xliff(data, "in.xlf")).code == "R001"
