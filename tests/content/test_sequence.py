"""Keys of paragraphs: each follows the one before, at every depth."""

from __future__ import annotations

import pytest

from briefgen.content.sequence import KeySequence, read_labels


def faults(keys: str, prefix: str = "") -> list[str]:
    """What is wrong with keys, in the order in which they stand."""
    sequence = KeySequence(prefix)
    return [fault.message for key in keys.split() if (fault := sequence.take(key))]


@pytest.mark.parametrize(
    ("keys", "prefix"),
    [
        ("1 2 3", ""),
        ("1 1.a 1.b 2 2.a", ""),
        ("1 1.a 1.a.1 1.a.2 1.b 1.b.1", ""),
        ("1 1.1 1.2 1.3 1.4 1.5 1.6 1.7 1.8 1.9 1.10", ""),
        ("1 " + " ".join(f"1.{letter}" for letter in "abcdefghijklmnopqrstuvwxyz") + " 1.aa", ""),
        ("1 1.a 1.a.i 1.a.ii 1.a.iii 1.a.iv 1.a.v 1.b 1.b.i", ""),
        ("1 1.i 1.ii 1.iii 1.iv 1.v 1.vi 1.vii 1.viii 1.ix 1.x 1.xi", ""),
        ("pre", "pre"),
        ("pre.1 pre.2 pre.2.a pre.2.b", "pre"),
        ("end.1 end.2", "end"),
    ],
)
def test_keys_that_follow_each_other_are_right(keys, prefix):
    assert faults(keys, prefix) == []


@pytest.mark.parametrize(
    ("keys", "prefix", "message"),
    [
        ("1 3", "", "the key 3 stands where 2 is next"),
        ("2 3", "", "the key 2 stands where 1 is next"),
        ("1 02", "", "the key 02 stands where 2 is next"),
        ("1 1.b", "", "the key 1.b stands where 1.a is next"),
        ("1 1.2", "", "the key 1.2 stands where 1.1 is next"),
        ("1 1.ii", "", "the key 1.ii stands where 1.i is next"),
        ("1 1.a 1.c 1.d", "", "the key 1.c stands where 1.b is next"),
        ("1 1.a 1.2", "", "the key 1.2 stands where 1.b is next"),
        ("1 1.1 1.3", "", "the key 1.3 stands where 1.2 is next"),
        ("1 1.a 1.a.2", "", "the key 1.a.2 stands where 1.a.1 is next"),
        ("1 1.i 1.iii", "", "the key 1.iii stands where 1.ii is next"),
        ("1 1.a 2 2.a 1.b", "", "the key 1.b does not stand under 1"),
        ("1 2.a", "", "the key 2.a does not stand under 2"),
        ("pre.1 pre.3", "pre", "the key pre.3 stands where pre.2 is next"),
        ("1", "pre", "the key 1 does not belong here"),
        ("end.1", "pre", "the key end.1 does not belong here"),
        ("1 pre.1", "", "the key pre.1 does not belong here"),
    ],
)
def test_a_key_out_of_sequence_is_said_once(keys, prefix, message):
    assert faults(keys, prefix) == [message]


def test_every_gap_is_said_and_no_key_after_it():
    assert faults("1 3 4 4.a 4.c 4.d 7 8") == [
        "the key 3 stands where 2 is next",
        "the key 4.c stands where 4.b is next",
        "the key 7 stands where 5 is next",
    ]
    assert faults("1 1.a 1.c 1.b 1.d") == [
        "the key 1.c stands where 1.b is next",
        "the key 1.b stands where 1.d is next",
    ]


def test_labels_are_read_as_the_first_of_their_siblings_counts():
    keys = ["pre.1", "1", "4.a", "4.i", "4.i.i", "4.i.v", "5.1", "5.a", "aa"]
    assert read_labels(keys) == {
        "pre.1": ("decimal", 1),
        "1": ("decimal", 1),
        "4.a": ("letters", 1),
        "4.i": ("letters", 9),
        "4.i.i": ("roman", 1),
        "4.i.v": ("roman", 5),
        "5.1": ("decimal", 1),
    }
