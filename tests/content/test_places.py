"""One YAML file: text stays text, every value has its place, every mistake its code."""

from __future__ import annotations

import functools
import unicodedata
from typing import Annotated, Any, Literal, get_args

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import Field, field_validator, model_validator

from briefgen.content.model import (
    Brief,
    Document,
    Glossary,
    Item,
    Localized,
    Located,
    Model,
    Pack,
    Status,
    Summit,
    Targets,
    Text,
)
from briefgen.content.places import read_model
from briefgen.content.tree import read_tree
from briefgen.content.validation import FORMS
from briefgen.diagnostics import Diagnostic, Place, has_errors
from briefgen.project import Config
from tests.content.meeting import BRIEF, GLOSSARY, PACK, STATEMENT, SUMMIT, changed, shown
from tests.work import cpu_seconds


class Note(Model):
    """A file for these tests."""

    text: Text = "none"
    words: tuple[Text, ...] = ()
    count: Annotated[int, Field(ge=1, le=9)] = 1
    loud: bool = False
    side: Literal["left", "right"] = "left"
    names: Localized | None = None
    even: int = 0
    pairs: Annotated[tuple[str, ...], Field(max_length=1)] = ()
    range: tuple[int, int] = (1, 2)
    three: Annotated[tuple[str, ...], Field(min_length=3)] = ("a", "b", "c")
    long: Annotated[str, Field(min_length=3)] = "abc"

    @field_validator("even")
    @classmethod
    def _even(cls, value: int) -> int:
        if value % 2:
            raise ValueError("an odd number")
        return value


def read(text: str | bytes, **budgets: int) -> tuple[Located[Note] | None, list[Diagnostic]]:
    raw = text.encode() if isinstance(text, str) else text
    return read_model(Note, raw, "note.yaml", Config(**budgets))


def value(text: str | bytes) -> Note:
    located, problems = read(text)
    assert problems == []
    assert located is not None
    return located.value


# --- text stays text -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "scalar",
    [
        "NO",
        "no",
        "yes",
        "true",
        "null",
        "~",
        "12:30",
        "1.10",
        "010",
        "0x1F",
        "1e3",
        ".inf",
        "2025-10-09",
        "1_000",
        "=",
        "<<",
        "9" * 1999,
        "-",
        "один",
    ],
)
def test_a_plain_scalar_stays_the_text_it_is(scalar):
    if scalar == "-":
        scalar = "'-'"
    assert value(f"text: {scalar}").text == scalar.strip("'")


def test_a_number_of_five_thousand_digits_is_a_text_that_no_line_can_hold():
    tree, problems = read_tree(b"text: " + b"9" * 5000, "note.yaml", Config())
    assert tree is not None
    assert tree.value == {"text": "9" * 5000}
    assert shown(problems) == ["Y014 note.yaml:1:7"]
    assert shown(read(b"count: " + b"9" * 5000)[1]) == ["Y014 note.yaml:1:8", "C004 note.yaml:1:8"]


def test_a_number_is_one_only_where_the_model_wants_one():
    assert value("count: 7\nwords: [7]") == Note(count=7, words=("7",))


def test_nothing_after_a_key_is_as_if_the_key_were_not_there():
    assert value("text:\nwords:\n") == Note()


def test_byte_order_mark_and_line_ends_make_no_difference():
    plain = "text: >-\n  a\n  b\nwords:\n- 'c\n\n  d'\n- |\n  e\n  f\n"
    expected = value(plain)
    assert expected.words == ("c\nd", "e\nf")
    assert value(b"\xef\xbb\xbf" + plain.encode()) == expected
    assert value(plain.replace("\n", "\r\n")) == expected
    assert value(plain.replace("\n", "\r")) == expected


def test_composed_and_decomposed_letters_come_out_alike():
    assert value("text: cafe\u0301 \u0438\u0306").text == "caf\u00e9 \u0439"


@settings(max_examples=300)
@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("caf\u00e9: #no \u202e 'x' \"y\"\n\n\ttab")
@example("\x00\x85\u2028\ufeff\r\n")
def test_any_text_survives_reading_or_is_diagnosed(text):
    for allow_unicode in (False, True):
        raw = yaml.safe_dump({"text": text, "words": [text]}, allow_unicode=allow_unicode)
        tree, problems = read_tree(raw.encode(), "note.yaml", Config())
        if not problems:
            normal = unicodedata.normalize("NFC", text)
            assert tree is not None
            assert tree.value == {"text": normal, "words": [normal]}
        assert all(problem.place and problem.hint for problem in problems)


@settings(max_examples=200)
@given(st.binary() | st.text("ab:-[]{}'\"&*!|>%@`#?,\\ \n\t0", max_size=40).map(str.encode))
def test_no_bytes_whatever_raise_an_exception(raw):
    located, problems = read_model(Note, raw, "note.yaml", Config())
    assert located is not None or has_errors(problems)
    lines = raw.decode(errors="replace").count("\n") + raw.count(b"\r") + 1
    assert all(p.place is not None and 1 <= p.place.line <= lines for p in problems)


# --- places --------------------------------------------------------------------------------------


def test_places_count_characters_and_lie_under_the_value():
    located, _ = read("names: {en: 'é𝄞', ru: привет}  # 𝄞\nwords:\n  - one\n  - >-\n    two\n")
    assert located is not None
    assert located.place("names", "en") == Place("note.yaml", 1, 13, 4)
    assert located.place("names", "ru") == Place("note.yaml", 1, 23, 6)
    assert located.place("words", 0) == Place("note.yaml", 3, 5, 3)
    assert located.place("words", 1) == Place("note.yaml", 4, 5, 1)
    assert located.place("words", 1, "deeper") == located.place("words", 1)
    assert located.place() == Place("note.yaml", 1, 1, 1)
    assert set(located.places) >= {(), ("names",), ("words", 1)}
    assert len(located.places) == 7


def test_a_byte_order_mark_is_not_a_column():
    located, _ = read(b"\xef\xbb\xbftext: a")
    assert located is not None
    assert located.place("text").column == 7


# --- YAML that is wrong --------------------------------------------------------------------------

WRONG = {
    "Latin-1": ("text: a\ntext2: caf\xe9".encode("latin-1"), "Y001 note.yaml:2:11"),
    "UTF-16": ("text: a".encode("utf-16"), "Y001 note.yaml:1:1"),
    "NUL": ("text: a\x00b", "Y002 note.yaml:1:8"),
    "a control character after a CRLF": ("text: a\r\nx: \x07", "Y002 note.yaml:2:4"),
    "Unicode's line separator": ("text: a\u2028b", "Y002 note.yaml:1:8"),
    "an escaped NUL": ('text: "a\\0b"', "Y002 note.yaml:1:7"),
    "a colon in a text": ("text: one: two", "Y003 note.yaml:1:10"),
    "a quote in quotes": ("text: 'it's'", "Y003 note.yaml:1:11"),
    "an open quote": ("text: 'it\nwords: []\n", "Y003 note.yaml:1:7"),
    "an open list": ("words: [a, b\ntext: c\n", "Y003 note.yaml:1:8"),
    "an open mapping": ("names: {en: a\n", "Y003 note.yaml:1:8"),
    "a tab": ("words:\n\t- a", "Y003 note.yaml:2:1"),
    "an at sign": ("text: @home", "Y003 note.yaml:1:7"),
    "asterisks": ("text: **bold**", "Y003 note.yaml:1:8"),
    "a backslash": ('text: "\\q"', "Y003 note.yaml:1:8"),
    "an entry beside a key": ("text: - a", "Y003 note.yaml:1:7"),
    "a key in a list": ("words:\n  - a\n  text: b", "Y003 note.yaml:3:3"),
    "a line that goes on at the margin": ("text: #\nno\n", "Y003 note.yaml:2:3"),
    "a bracket": ("text: ]", "Y003 note.yaml:1:7"),
    "something after the end": ("{text: a} b", "Y003 note.yaml:1:11"),
    "an unknown escape code": ('text: "\\ud800"', "Y003 note.yaml:1:10"),
    "an unknown directive": ("%NOPE\n---\ntext: a", "Y003 note.yaml:1:6"),
    "a key twice": ("text: a\nwords: []\ntext: b", "Y004 note.yaml:3:1"),
    "a key twice, once quoted": ('text: a\n"text": b', "Y004 note.yaml:2:1"),
    "a tag on a scalar": ("text: !!python/name:os.system x", "Y005 note.yaml:1:7"),
    "a tag on a sequence": ("words: !!python/object/apply:os.system [ls]", "Y005 note.yaml:1:8"),
    "a tag on a mapping": ("names: !!python/object:x.Y {en: a}", "Y005 note.yaml:1:8"),
    "a tag on a key": ("!!str text: a", "Y005 note.yaml:1:1"),
    "a local tag": ("text: !mine a", "Y005 note.yaml:1:7"),
    "an anchor": ("text: &a b", "Y006 note.yaml:1:7"),
    "an alias": ("text: *a", "Y006 note.yaml:1:7"),
    "an alias at the top": ("*a", "Y006 note.yaml:1:1"),
    "itself as its member": ("words: &a [*a]", "Y006 note.yaml:1:8"),
    "two documents": ("text: a\n---\ntext: b", "Y009 note.yaml:2:1"),
    "no bytes": ("", "Y010 note.yaml:1:1"),
    "a comment only": ("# nothing\n", "Y010 note.yaml:1:1"),
    "an empty document": ("---\n", "Y010 note.yaml:1:1"),
    "a list at the top": ("- text", "Y011 note.yaml:1:1"),
    "a text at the top": ("text", "Y011 note.yaml:1:1"),
    "a list as a key": ("? [a]\n: b", "Y012 note.yaml:1:3"),
    "a template's braces": ("text: {{ x }}", "Y012 note.yaml:1:8"),
    "no key": ("'': a", "Y012 note.yaml:1:1"),
    "an open embedding": ("text: a\u202eb", "Y013 note.yaml:1:7"),
    "an open isolate by escape": ('text: "a\\u2067b"', "Y013 note.yaml:1:7"),
    "a pop too many": ("text: a\u2069b", "Y013 note.yaml:1:7"),
    "crossed controls": ("text: \u202a\u2066a\u202c\u2069", "Y013 note.yaml:1:7"),
    "a comma in a flow mapping": ("{text: We meet, but in Rome.}", "Y016 note.yaml:1:17"),
    "a comma before a known key": ("{text: We meet, words}", "Y016 note.yaml:1:17"),
    "a comma in two languages": ("names: {en: Nusa, Bali, fr: Nusa, Bali}", "Y016 note.yaml:1:19"),
    "a comma and a line": ("names: {en: Nusa,\n  or so\n  Bali}", "Y016 note.yaml:2:3"),
    "a number sign in a text": ("text: Agreement #5 stands\n", "Y017 note.yaml:1:7"),
    "an endless word": ("text: " + "a" * 2001, "Y014 note.yaml:1:7"),
    "words that nothing divides": ("text: " + "a\u00a0" * 1500, "Y014 note.yaml:1:7"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_with_the_yaml_has_a_code_a_place_and_a_hint(name):
    text, expected = WRONG[name]
    _, problems = read(text)
    assert shown(problems)[:1] == [expected]
    assert problems[0].hint
    assert problems[0].message[0] != "<"


@pytest.mark.parametrize(
    "text",
    [
        "{text: We meet, but in Rome.}",
        "{text: We meet, words}",
        "{text: One, two, three}",
        "names: {en: Nusa Dua, Bali, fr: Nusa Dua, Bali}",
    ],
)
def test_words_after_a_comma_in_a_flow_mapping_are_told_to_be_quoted_and_nothing_else(text):
    _, problems = read(text)
    assert {problem.code for problem in problems} == {"Y016"}
    assert all("in quotes" in (problem.hint or "") for problem in problems)


@pytest.mark.parametrize(
    "text", ["{text: We ask, namely: peace}", "names: {en: In Bali, Java: both}"]
)
def test_words_before_a_colon_in_a_flow_mapping_are_told_to_be_quoted_too(text):
    _, problems = read(text)
    assert problems
    assert "in quotes" in (problems[0].hint or "")


def test_a_comma_in_quotes_or_in_a_block_and_an_empty_key_with_a_colon_are_fine():
    assert value("{text: 'We meet, but in Rome.', words: , side: left}").text == (
        "We meet, but in Rome."
    )
    assert value("text: We meet, but in Rome.  # a comment, #1 of many\n").words == ()


@pytest.mark.parametrize("end", [":", ": ''", ": a"])
def test_an_unknown_key_is_refused_with_or_without_a_value(end):
    assert shown(read(f"text: a\nbogus{end}\n")[1]) == ["C002 note.yaml:2:1"]


def test_a_language_without_words_is_no_language_without_a_word_of_it():
    assert shown(read("names: {en: a, ru: }")[1]) == ["C005 note.yaml:1:16"]
    assert shown(read("names:\n  en: a\n  Bali:\n")[1]) == [
        "C004 note.yaml:3:3",
        "C005 note.yaml:3:3",
    ]


def test_the_offset_of_the_byte_that_is_not_utf8_is_told():
    _, problems = read(b"text: ab\xe9")
    assert "byte 8 (0xE9)" in problems[0].message
    _, problems = read("text: a".encode("utf-16"))
    assert "UTF-16" in (problems[0].hint or "")


def test_a_doubled_key_names_the_first_and_its_own_keys_are_not_doubles():
    text = "names: {en: a}\nnames: {en: b}\nnames: {en: c}\n"
    _, problems = read(text)
    assert shown(problems) == ["Y004 note.yaml:2:1", "Y004 note.yaml:3:1"]
    assert problems[0].related == (("first here", Place("note.yaml", 1, 1, 5)),)


def test_problems_of_text_and_of_the_model_come_together():
    _, problems = read("text: !!str a\ntext: b\nnope: 1\nwords: c\nnames: {en: \u202e}\n")
    assert shown(problems) == [
        "Y005 note.yaml:1:7",
        "Y004 note.yaml:2:1",
        "Y013 note.yaml:5:13",
        "C002 note.yaml:3:1",
        "C003 note.yaml:4:8",
    ]


def test_paired_controls_long_texts_and_scripts_without_spaces_are_fine():
    arabic = "\u2067\u0627\u2069 \u202ba\u202c"
    located, problems = read(
        f"text: {arabic}\nwords: ['{'word ' * 1000}', {'汉' * 3000}, {'co-op-' * 600}]"
    )
    assert problems == []
    assert located is not None
    assert located.value.text == arabic


def test_control_characters_are_reported_ten_at_most():
    assert len(read("text: " + "\x01" * 50)[1]) == 10


def test_a_file_with_a_thousand_problems_is_given_up_after_a_hundred():
    text = "".join(f"k{n}: !!str a\n" for n in range(1000))
    assert len(read(text)[1]) == 101


# --- budgets -------------------------------------------------------------------------------------


def bomb() -> str:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    return "\n".join(lines)


BOMBS = {
    "aliases of aliases": (bomb(), "Y006 note.yaml:1:5"),
    "lists in lists": ("words: " + "[" * 5000 + "]" * 5000, "Y007 note.yaml:1:57"),
    "mappings in mappings": (
        "".join("  " * n + "a:\n" for n in range(1000)),
        "Y007 note.yaml:51:101",
    ),
    "keys in keys": ("? " * 5000, "Y012 note.yaml:1:3"),
    "many nodes": ("words:\n" + "- a\n" * 1_000_000, "Y008 note.yaml:199999:3"),
    "many keys": ("".join(f"k{n}: a\n" for n in range(300_000)), "Y008 note.yaml:100000:9"),
    "an endless text": ("text: " + "a" * 4_900_000, "Y014 note.yaml:1:7"),
    "many long words": ("text: " + ("a" * 1999 + " ") * 2400, None),
}


@functools.cache
def longest_seconds():
    return min(cpu_seconds(lambda: read("words:\n" + "- a\n" * 199_000)) for _ in range(2))


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_takes_no_more_work_than_the_longest_file_that_may_be(name):
    text, expected = BOMBS[name]
    assert shown(read(text)[1])[:1] == ([expected] if expected else [])
    assert min(cpu_seconds(lambda: read(text)) for _ in range(2)) < 3 * longest_seconds()


def test_the_budgets_are_the_projects():
    assert shown(read("words: [a, b]", yaml_nodes=4)[1]) == ["Y008 note.yaml:1:12"]
    assert shown(read("words: [a]", yaml_depth=1)[1]) == ["Y007 note.yaml:1:8"]
    assert shown(read("text: abcdef", unbroken=5)[1]) == ["Y014 note.yaml:1:7"]
    assert read("words: [a, b]", yaml_nodes=5, yaml_depth=2)[1] == []


# --- the model's complaints ----------------------------------------------------------------------

MODEL_MISTAKES: dict[str, tuple[type[Model], str, str, str, str, str, str | None]] = {
    # name: (model, text, what is there, what is put there, code and place, message, hint)
    "a missing key": (
        Pack,
        PACK,
        "    formats: [pdf, html]\n",
        "",
        "C001 f:3:5",
        "the key 'formats' is missing",
        "add 'formats: …' here",
    ),
    "a missing key at the top": (
        Pack,
        PACK,
        "summit: lake\n",
        "",
        "C001 f:1:1",
        "the key 'summit' is missing",
        "add 'summit: …' here",
    ),
    "a key with nothing after it": (
        Pack,
        PACK,
        "summit: lake",
        "summit:",
        "C005 f:1:1",
        "'summit' is empty",
        "write its value after it",
    ),
    "an unknown key": (
        Pack,
        PACK,
        "kinds:",
        "kind:",
        "C002 f:3:5",
        "unknown key 'kind'",
        "did you mean 'kinds'?",
    ),
    "an unknown key like no other": (
        Pack,
        PACK,
        "summit: lake",
        "summit: lake\nzzz: 1",
        "C002 f:2:1",
        "unknown key 'zzz'",
        "known here: summit, documents",
    ),
    "a text for a list": (
        Pack,
        PACK,
        "[sheet]",
        "sheet",
        "C003 f:3:12",
        "'kinds' must be a list, not 'sheet'",
        "begin each entry with '- ', on a line of its own",
    ),
    "a list for a text": (
        Pack,
        PACK,
        "[sheet]",
        "[[sheet]]",
        "C003 f:3:13",
        "entry 1 of 'kinds' must be text, not a list",
        None,
    ),
    "a mapping for a text": (
        Pack,
        PACK,
        "summit: lake",
        "summit: {a: b}",
        "C003 f:1:9",
        "'summit' must be text, not a mapping",
        None,
    ),
    "a text for a text per language": (
        Summit,
        SUMMIT,
        "{en: Lake, ru: Озеро}",
        "Lake",
        "C003 f:5:14",
        "'short_title' must be a mapping, not 'Lake'",
        "write a key and a value for each, such as 'en: …'",
    ),
    "a text for a mapping": (
        Summit,
        SUMMIT,
        "{start: 2030-05-04, end: 2030-05-05}",
        "2030",
        "C003 f:8:8",
        "'dates' must be a mapping, not '2030'",
        "write its keys on lines of their own, indented",
    ),
    "a capital in an identifier": (
        Pack,
        PACK,
        "summit: lake",
        "summit: Lake",
        "C004 f:1:9",
        "'Lake' is not an identifier: lower-case letters, digits, single hyphens",
        None,
    ),
    "a language tag with an underscore": (
        Pack,
        PACK,
        "[en, [en, ru]]",
        "[en_GB]",
        "C004 f:5:17",
        "'en_GB' is not a language tag (BCP 47) such as en, uz-Latn or pt-BR",
        None,
    ),
    "a language tag in a list of lists": (
        Pack,
        PACK,
        "[en, [en, ru]]",
        "[en, [en, RU]]",
        "C004 f:5:26",
        "'RU' is not a language tag (BCP 47) such as en, uz-Latn or pt-BR",
        None,
    ),
    "a mapping in a union": (
        Pack,
        PACK,
        "[en, [en, ru]]",
        "[{en: ru}]",
        "C003 f:5:17",
        "entry 1 of 'languages' must be text, not a mapping",
        None,
    ),
    "a language tag as a key": (
        Summit,
        SUMMIT,
        "{en: Lake, ru: Озеро}",
        "{en: Lake, RU: Озеро}",
        "C004 f:5:25",
        "'RU' is not a language tag (BCP 47) such as en, uz-Latn or pt-BR",
        None,
    ),
    "a country in small letters": (
        Summit,
        SUMMIT,
        "hosts: [KZ]",
        "hosts: [kz]",
        "C004 f:10:9",
        "'kz' is not a country code: two capital letters (ISO 3166-1 alpha-2)",
        None,
    ),
    "an unknown status": (
        Document,
        STATEMENT,
        "status: paraphrase",
        "status: paraphrased",
        "C004 f:3:9",
        "'paraphrased' is no value of 'status'",
        "did you mean 'paraphrase'?",
    ),
    "a status like no other": (
        Document,
        STATEMENT,
        "status: paraphrase",
        "status: x",
        "C004 f:3:9",
        "'x' is no value of 'status'",
        f"one of: {', '.join(Status)}",
    ),
    "a day that is not on the calendar": (
        Summit,
        SUMMIT,
        "date: 2030-05}",
        "date: 2030-02-30}",
        "C004 f:27:61",
        "'date': there is no 2030-02-30 in the calendar",
        None,
    ),
    "a date in words": (
        Summit,
        SUMMIT,
        "date: 2030-05}",
        "date: May 2030}",
        "C004 f:27:61",
        "'May 2030' is not a date such as 2027, 2025-10 or 2025-10-09",
        None,
    ),
    "a year nought": (
        Summit,
        SUMMIT,
        "date: 2030-05}",
        "date: 0000}",
        "C004 f:27:61",
        "'date': there is no 0000 in the calendar",
        None,
    ),
    "words for a number": (
        Summit,
        SUMMIT,
        "edition: 1",
        "edition: first",
        "C004 f:7:10",
        "'edition' must be a whole number, not 'first'",
        None,
    ),
    "a number out of bounds": (
        Brief,
        BRIEF,
        "priority: 2",
        "priority: 10",
        "C004 f:9:15",
        "'priority' must be a whole number up to 9, not '10'",
        None,
    ),
    "a number below its bounds": (
        Brief,
        BRIEF,
        "priority: 2",
        "priority: 0",
        "C004 f:9:15",
        "'priority' must be a whole number from 1, not '0'",
        None,
    ),
    "a number of two thousand digits": (
        Brief,
        BRIEF,
        "priority: 2",
        "priority: " + "2" * 1999,
        "C004 f:9:15",
        f"'priority' must be a whole number up to 9, not '{'2' * 59}…'",
        None,
    ),
    "an empty text": (
        Brief,
        BRIEF,
        "text: A map.",
        "text: ''",
        "C005 f:22:52",
        "'text' must not be empty",
        "write it, or take it out",
    ),
    "an empty list": (
        Brief,
        BRIEF,
        "    actors: [KZ]\n",
        "    actors: []\n",
        "C005 f:18:13",
        "'actors' must not be empty",
        "write it, or take it out",
    ),
    "an address without https": (
        Summit,
        SUMMIT,
        "date: 2030-05}",
        "date: 2030-05, url: 'http://a'}",
        "C004 f:27:75",
        "'http://a' is not a web address that begins with https://",
        None,
    ),
    "a look-alike in an identifier": (
        Pack,
        PACK,
        "[guests]",
        "[guеsts]",
        "Y015 f:4:17",
        "'guеsts' has U+0435 CYRILLIC SMALL LETTER IE in it, which looks like a Latin letter",
        "type 'guests' in Latin letters",
    ),
    "a word of another script": (
        Pack,
        PACK,
        "[guests]",
        "[гости]",
        "C004 f:4:17",
        "'гости' is not an identifier: lower-case letters, digits, single hyphens",
        None,
    ),
    "an identifier that is too long": (
        Pack,
        PACK,
        "summit: lake",
        "summit: " + "a" * 65,
        "C004 f:1:9",
        "'summit': String should have at most 64 characters",
        None,
    ),
    "a glossary of texts": (
        Glossary,
        GLOSSARY,
        "{id: lake, names: {en: lake, ru: озеро}}",
        "lake",
        "C003 f:1:9",
        "entry 1 of 'terms' must be a mapping, not 'lake'",
        "write its keys on lines of their own, indented",
    ),
}


@pytest.mark.parametrize("name", MODEL_MISTAKES)
def test_what_a_model_refuses_is_said_once_and_in_plain_words(name):
    model, text, old, new, place, message, hint = MODEL_MISTAKES[name]
    located, problems = read_model(model, changed(text, old, new).encode(), "f", Config())
    assert located is None
    relevant = [p for p in problems if f"{p.code} {p.place}" == place]
    assert [(p.message, p.hint) for p in relevant] == [(message, hint)], problems
    assert len(problems) == (2 if name == "an unknown key" else 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("loud: maybe", "'loud' must be true or false, not 'maybe'"),
        ("loud: [a]", "'loud' must be true or false, not a list"),
        ("count: [a]", "'count' must be a whole number, not a list"),
        ("side: lft", "'lft' is no value of 'side'"),
        ("even: 3", "'even': an odd number"),
        ("words:\n- a\n-\n", "entry 2 of 'words' is empty"),
        ("pairs: [a, b]", "'pairs' must have at most 1 entry, not 2"),
        ("range: ['1']", "entry 2 of 'range' is missing"),
        ("range: [x, '2']", "entry 1 of 'range' must be a whole number, not 'x'"),
        ("three: [a, b]", "'three' must have at least 3 entries, not 2"),
        ("three: [a, b, [c]]", "entry 3 of 'three' must be text, not a list"),
        ("long: ab", "'long': String should have at least 3 characters"),
    ],
)
def test_other_kinds_of_values_are_explained_too(text, message):
    assert [problem.message for problem in read(text)[1]] == [message]


def test_what_a_whole_file_gets_wrong_stands_at_its_top():
    class Pair(Model):
        one: int
        two: int

        @model_validator(mode="after")
        def _in_order(self) -> Pair:
            if self.two < self.one:
                raise ValueError("two comes before one")
            return self

    _, problems = read_model(Pair, b"# a comment\none: 2\ntwo: 1", "f", Config())
    assert shown(problems) == ["C004 f:2:1"]
    assert problems[0].message == "the file: two comes before one"


def test_a_form_without_words_is_shown_as_its_pattern():
    class Coded(Model):
        code: Annotated[str, Field(pattern="^x$")]

    _, problems = read_model(Coded, b"code: y", "f", Config())
    assert [problem.message for problem in problems] == ["'y' is not of the form ^x$"]


def patterns(node: Any) -> set[str]:
    """Return every pattern in a JSON Schema."""
    if isinstance(node, dict):
        own = {node["pattern"]} if isinstance(node.get("pattern"), str) else set()
        own |= set(node.get("patternProperties", {}))
        return own.union(*map(patterns, node.values()))
    return set().union(*map(patterns, node)) if isinstance(node, list) else set()


@pytest.mark.parametrize("model", [Summit, Document, Targets, Brief, Glossary, Pack])
def test_every_pattern_of_the_models_has_words(model):
    assert patterns(model.model_json_schema()) <= FORMS.keys()
    assert get_args(Item.model_fields["cites"].annotation)


@pytest.mark.parametrize("blank", [" ", "\t"])
def test_megabytes_of_blanks_are_read_in_one_go(blank: str) -> None:
    # A search that began anew at each of them would take hours.
    tree, problems = read_tree(f"a: b\n#{blank * 4_000_000}\nc: d\n".encode(), "x.yaml", Config())
    assert not problems
    assert tree is not None
    assert tree.value == {"a": "b", "c": "d"}
