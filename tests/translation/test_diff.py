"""Two versions of a text become what was kept, inserted and deleted, word by word."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefgen.translation.diff import Part, diff_words, fold, pair_parts
from tests.redline import edits, redline, versions
from tests.work import is_linear

BRACKETS = {"kept": "{}", "deleted": "[-{}-]", "inserted": "[+{}+]"}


def marked(before, after):
    """Return the runs in one line, as `git diff --word-diff` has them."""
    return "".join(BRACKETS[run.change].format(run.text) for run in diff_words(before, after))


@pytest.mark.parametrize(
    ("before", "after", "runs"),
    [
        (
            "They meet once a year.",
            "They meet twice a year.",
            "They meet [-once -][+twice +]a year.",
        ),
        ("a b", "a b c", "a b[+ c+]"),
        ("a b c", "a b", "a b[- c-]"),
        ("x y", "x, y", "x[- -][+, +]y"),
        ("", "new", "[+new+]"),
        ("old", "", "[-old-]"),
        ("same", "same", "same"),
        ("1,000 t", "1,200 t", "[-1,000 -][+1,200 +]t"),
        ("2\u00a0000 т", "3\u00a0000 т", "[-2\u00a0000 -][+3\u00a0000 +]т"),
        ("don’t go", "do go", "[-don’t -][+do +]go"),
        ("oʻzbek tili", "oʻzbek va rus tili", "oʻzbek [+va rus +]tili"),
        ("sides agreed, then", "parties met, then", "[-sides agreed-][+parties met+], then"),
        ("ظرف ۴۸ ساعت می‌گویند", "ظرف ۷۲ ساعت می‌گویند", "ظرف [-۴۸ -][+۷۲ +]ساعت می‌گویند"),
        ("می‌گویند", "می‌گوید", "[-می‌گویند-][+می‌گوید+]"),
        ("كِتاب جديد", "كِتاب قديم", "كِتاب [-جديد-][+قديم+]"),
    ],
)
def test_words_are_compared_in_any_script(before, after, runs):
    assert marked(before, after) == runs


def test_a_lone_comma_between_two_changes_belongs_to_them():
    assert marked("red, small car", "blue, large car") == "[-red, small -][+blue, large +]car"


@pytest.mark.parametrize("other", ["a\u00a0b", "a  b", "a\tb"])
def test_a_space_of_another_kind_is_no_change(other):
    assert {run.change for run in diff_words("a b", other)} == {"kept"}


def test_letters_that_are_composed_otherwise_are_the_same():
    assert {run.change for run in diff_words("n\u0303 й", "ñ и\u0306")} == {"kept"}


texts = st.text(st.sampled_from("ab ,.—1\u0643\u0650\u200c\u00a0"), max_size=30)


@given(texts, texts)
@example(" a", "a ")
def test_both_versions_can_be_read_from_the_runs(before, after):
    runs = diff_words(before, after)
    old = "".join(run.text for run in runs if run.change != "inserted")
    new = "".join(run.text for run in runs if run.change != "deleted")
    assert new == after
    assert fold(old) == fold(before)


@pytest.mark.parametrize(
    ("before", "after", "runs"),
    [
        ("peace, and", "peace and", "peace[-,-] and"),
        ("x. z", "x , z", "x[-.-][+ ,+] z"),
        ("x. z", "x ,z", "x[+ ,+][-. -]z"),
    ],
)
def test_two_changes_do_not_meet_in_a_space(before, after, runs):
    assert marked(before, after) == runs


def test_accepting_all_in_markup_gives_the_new_text_and_rejecting_all_the_old():
    pairs = edits(4000, seed=1)
    assert [versions(p) for p in redline(pairs).root.iter("p")] == pairs


def test_long_texts_without_a_word_in_common_take_work_that_grows_with_their_length():
    def compare(words: int) -> None:
        before, after = ("".join(f"{word}{n} " for n in range(words)) for word in ("a", "b"))
        assert [run.change for run in diff_words(before, after)] == ["deleted", "inserted"]

    assert is_linear(compare, 2000)


# --- paragraphs ------------------------------------------------------------------------


def pairs(before, after):
    """Return what became of each paragraph: old key, new key, moved."""
    old, new = ([Part(*p) for p in enumerated(texts)] for texts in (before, after))
    return [
        (
            None if pair.before is None else old[pair.before].key,
            None if pair.after is None else new[pair.after].key,
            pair.moved,
        )
        for pair in pair_parts(old, new)
    ]


def enumerated(texts):
    return ((str(number), text) for number, text in enumerate(texts, start=1))


A, B, C, D = "Water is shared.", "Trade will grow fast.", "Roads are built.", "Doors open early."


def test_an_inserted_paragraph_changes_no_other():
    assert pairs([A, B, C], [A, D, B, C]) == [
        ("1", "1", False), (None, "2", False), ("2", "3", False), ("3", "4", False),
    ]  # fmt: skip


def test_a_deleted_paragraph_stands_where_it_stood():
    assert pairs([A, B, C], [A, C]) == [("1", "1", False), ("2", None, False), ("3", "2", False)]
    assert pairs([A, B], [B]) == [("1", None, False), ("2", "1", False)]


def test_a_paragraph_that_is_mended_and_renumbered_is_known_by_its_words():
    mended = "Trade will grow very fast."
    assert pairs([A, B], [A, D, mended]) == [
        ("1", "1", False), (None, "2", False), ("2", "3", False),
    ]  # fmt: skip


def test_a_paragraph_that_is_written_anew_is_known_by_its_key():
    assert pairs([A, B, C], [A, "Nothing stays.", C]) == [
        ("1", "1", False), ("2", "2", False), ("3", "3", False),
    ]  # fmt: skip


def test_a_paragraph_that_others_went_past_has_moved():
    assert pairs([A, B, C, D], [D, A, B, C]) == [
        ("4", "1", True), ("1", "2", False), ("2", "3", False), ("3", "4", False),
    ]  # fmt: skip


def test_equal_paragraphs_are_kept_apart_by_their_keys():
    assert pairs([A, B, A], [A, A]) == [("1", "1", False), ("2", None, False), ("3", "2", False)]


@given(st.lists(st.sampled_from([A, B, C, D, "x"])), st.lists(st.sampled_from([A, B, C, D, "y"])))
def test_every_paragraph_of_both_versions_is_in_one_pair(before, after):
    found = pair_parts(*([Part(*p) for p in enumerated(texts)] for texts in (before, after)))
    assert [pair.after for pair in found if pair.after is not None] == list(range(len(after)))
    assert sorted(p.before for p in found if p.before is not None) == list(range(len(before)))


@pytest.mark.parametrize("order", [1, -1])
def test_paragraphs_are_paired_with_work_that_grows_with_their_number(order):
    def pair(paragraphs: int) -> None:
        numbers = range(paragraphs)
        before = [Part(str(n), f"Paragraph {n} says word{n} and thing{n}.") for n in numbers]
        after = [Part(part.key, f"{part.text} More.") for part in before][::order]
        found = pair_parts(before, after)
        assert order != 1 or all(pair.before == pair.after for pair in found)

    assert is_linear(pair, 2500)
