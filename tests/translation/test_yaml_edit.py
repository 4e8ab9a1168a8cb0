"""YAML in which one value is exchanged: every other byte stays."""

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from briefgen.translation.yaml_edit import YamlText

FILE = """\
# A comment at the top.
title:   Old   # beside it

segments:
  # before the first
  - key: "1"
    text: >-
      A long text that is folded over
      two lines.

    # inside an entry
    source_hash: "abc"

  - {key: 2, text: flowing, source_hash: x}   # a flow
  - key: '3'
    text: "quoted"
    source_hash: 'y'
# the end
"""


def edited(change, text=FILE):
    made = YamlText(text.encode())
    change(made, made.entries("segments", "key"))
    return made.edited().decode()


def test_without_changes_every_byte_stays():
    for text in (FILE, "\ufeff" + FILE, FILE.replace("\n", "\r\n"), FILE.rstrip("\n")):
        assert edited(lambda *_: None, text) == text


def test_a_folded_text_stays_folded_and_nothing_else_moves():
    new = edited(lambda text, entries: text.set(entries["1"], "text", "Short."))
    old = "      A long text that is folded over\n      two lines.\n"
    assert new == FILE.replace(old, "      Short.\n")


def test_a_long_text_is_folded_at_the_width_of_the_file():
    words = " ".join(["word"] * 30)
    new = edited(lambda text, entries: text.set(entries["3"], "text", words))
    added = [line for line in new.splitlines() if "word" in line]
    assert "    text: >-\n      word" in new
    assert all(50 < len(line) <= 60 for line in added[:-1])
    assert yaml.safe_load(new)["segments"][2]["text"] == words


def test_values_are_exchanged_where_they_stand():
    def change(text, entries):
        text.set(text.top, "title", "New: one")
        text.set(entries["2"], "text", "running, on")
        text.set(entries["3"], "source_hash", "0123456789012345")

    assert edited(change) == FILE.replace("Old ", '"New: one" ').replace(
        "flowing", '"running, on"'
    ).replace("'y'", '"0123456789012345"')


def test_a_value_that_is_not_there_yet_is_put_after_another():
    def change(text, entries):
        text.set(entries["1"], "state", "reviewed", after="source_hash")
        text.set(entries["2"], "state", "draft", after="source_hash")
        text.set(entries["3"], "heading", "Title")

    assert edited(change) == FILE.replace('"abc"\n', '"abc"\n    state: reviewed\n').replace(
        "source_hash: x}", "source_hash: x, state: draft}"
    ).replace("key: '3'\n", "key: '3'\n    heading: Title\n")


def test_a_new_entry_comes_after_another_or_first():
    entry = {"key": "1.a", "text": "New."}

    def after(text, entries):
        text.add("segments", entry, entries["1"])

    new = '  - key: "1.a"\n    text: New.\n'
    assert edited(after) == FILE.replace('"abc"\n', '"abc"\n' + new)
    first = edited(lambda text, _: text.add("segments", entry, None))
    assert first == FILE.replace('  - key: "1"\n', new + '  - key: "1"\n')


def test_entries_fill_an_empty_list_or_make_one():
    def add(text, _):
        text.add("segments", {"key": "1", "text": "a"}, None)
        text.add("segments", {"key": "2", "text": "b"}, None)

    made = 'segments:\n  - key: "1"\n    text: a\n  - key: "2"\n    text: b\n'
    assert edited(add, "title: x\nsegments: []\n") == f"title: x\n{made}"
    assert edited(add, "title: x") == f"title: x\n{made}"


def test_a_flow_list_takes_flow_entries():
    new = edited(
        lambda text, entries: text.add("segments", {"key": "1.a", "text": "б"}, entries["1"]),
        "segments: [{key: 1, text: a}, {key: 2, text: b}]\n",
    )
    assert new == 'segments: [{key: 1, text: a}, {"key": "1.a", "text": "б"}, {key: 2, text: b}]\n'


# ⟦ and ⟧ stand around what a change of the text takes the place of.
NASTY = f"""\
%YAML 1.1
---
# At the head: é, ⛰, a no-break space\u00a0here.
title:\t⟦Old⟧  \t# tabs on both sides

anchored: &all  {{a: [1, "two  ", 'thr''ee'],   b : ~ }}
alias: *all
long: all on one line{" and on" * 20}
kept: >+
   odd  spaces

     and a deeper line

"quoted key" :   !!str 'it''s'
segments:
-   key: "1"   # the dash stands at the margin
    text: ⟦>-
      Folded over
      lines.⟧

    # inside an entry
# at the margin, inside an entry
    source_hash: "abc"\t# after a tab
- {{key: "2",text: ⟦flowing⟧,   source_hash: x}}   # a flow, and spaces at the end  \n\

- key: "3"
  text: ⟦|2-
     literal
      and deeper⟧
  source_hash: !!str abc  \n\
-
  key: "4"
  # before the value
  text:
    # still before it
    ⟦on a line of its own
    and the next⟧
  source_hash: 'y'
-   key:   "5"
    text:   ⟦"in quotes, with \\
      a break"⟧   # after it
    source_hash: y  # the end"""
MARKS = str.maketrans("", "", "⟦⟧")
FORMS = {
    "as it is": str,
    "with a byte order mark": lambda text: f"\ufeff{text}",
    "with CR LF": lambda text: text.replace("\n", "\r\n"),
    "with other line ends in a text": lambda text: text.replace("two ", "two\u2028\u2029\x85\r "),
    "with a final line feed": lambda text: f"{text}\n",
}


@pytest.fixture(params=FORMS)
def nasty(request):
    return FORMS[request.param](NASTY)


def test_what_is_around_a_value_stays_byte_for_byte(nasty):
    for number, key in enumerate(["title", "1", "2", "3", "4", "5"]):
        pieces = re.split("[⟦⟧]", nasty)
        at = 2 * number + 1
        before, after = "".join(pieces[:at]), "".join(pieces[at + 1 :])

        def change(text, entries, key=key):
            if key == "title":
                text.set(text.top, key, "Новое")
            else:
                text.set(entries[key], "text", "Новое")

        new = edited(change, nasty.translate(MARKS))
        assert new.startswith(before)
        assert new.endswith(after)
        value = new[len(before) : len(new) - len(after)]
        assert re.fullmatch(r"(>-\s+)?Новое", value)


@pytest.mark.parametrize("key", ["1", "3", "4", "5"])
def test_a_new_value_is_a_new_line_and_no_other_changes(nasty, key):
    text = nasty.translate(MARKS)
    new = edited(lambda t, e: t.set(e[key], "state", "reviewed", after="source_hash"), text)
    assert added_lines(text, new) == [f"{'    ' if key in '15' else '  '}state: reviewed"]


@pytest.mark.parametrize("key", [None, "1", "2", "3", "4", "5"])
def test_a_new_entry_is_new_lines_and_no_other_changes(nasty, key):
    text = nasty.translate(MARKS)
    entry = {"key": "9", "text": "Новое"}
    new = edited(lambda t, e: t.add("segments", entry, e[key] if key else None), text)
    assert added_lines(text, new) == ['- key: "9"', "  text: Новое"]


def test_a_value_that_is_empty_is_filled_where_it_stands():
    new = edited(lambda text, e: text.set(e["1"], "text", "a"), 'segments:\n- key: "1"\n  text:\n')
    assert new == 'segments:\n- key: "1"\n  text: a\n'


def test_the_comment_beside_an_empty_list_stays_beside_it():
    text = "segments: []   # none yet\ntitle: x\n"
    new = edited(lambda made, _: made.add("segments", {"key": "1"}, None), text)
    assert new == 'segments:   # none yet\n  - key: "1"\ntitle: x\n'


def added_lines(old, new):
    """Return the lines that one text has more than another, which has all of its own in it."""
    was, now = re.split("\r?\n", old), re.split("\r?\n", new)
    count = len(now) - len(was)
    at = next(n for n, line in enumerate([*was, None]) if n == len(was) or line != now[n])
    for start in range(at, -1, -1):  # equal lines may stand beside the new ones
        if now[:start] + now[start + count :] == was:
            assert ("\r\n" in old) == ("\n" not in new.replace("\r\n", ""))
            return now[start : start + count]
    raise AssertionError(new)


@pytest.mark.parametrize("entry", ["1", "2", "3"])
@given(text=st.text(st.sampled_from("aб ش:#-'\"\\\u00a0\u200c,[]{}&*!|>%@`?=~\t01"), min_size=1))
def test_any_text_reads_back_as_it_was(entry, text):
    text = (text.strip() + " " + text.strip() * 9).strip()
    new = edited(lambda made, entries: made.set(entries[entry], "text", text))
    read = yaml.load(new, Loader=yaml.BaseLoader)
    assert [item["text"] for item in read["segments"] if item["key"] == entry] == [text]
    others = [item for item in read["segments"] if item["key"] != entry]
    before = yaml.load(FILE, Loader=yaml.BaseLoader)["segments"]
    assert others == [item for item in before if item["key"] != entry]
