"""Two hundred defects, twenty kinds of ten each, sown into the Russian Declaration.

Nothing is random: the n-th defect of a kind goes into the n-th text that can have it.
"""

import re
from functools import cache

import pytest

from scripts import declaration
from tests.translation.checks.pairs import check, term

pytestmark = pytest.mark.usefixtures("word_tools")

TERMS = [
    term("human rights", "права человека"),
    term("fundamental freedoms", "основные свободы"),
    term("United Nations", "Организация Объединённых Наций", also=("Объединённые Нации",)),
    term("equal protection", "равная защита"),
    term("social security", "социальное обеспечение"),
    term("common people", "люди", also=("люд*",)),
    term("discrimination", "дискриминация"),
    term("punishment", "наказание"),
    term("property", "имущество", also=("имуществен*",)),
    term("religion", "религия", also=("религиоз*",)),
    term("education", "образование"),
]  # fmt: skip

EACH = 10


def of_text(pattern, new):
    """Return a kind that exchanges the first match of a pattern in the translation."""

    def sow(source, target):
        changed = re.sub(pattern, new, target, count=1)
        return (source, changed) if changed != target else None

    return sow


def of_both(source_end, target_end, defect):
    """Return a kind that adds something to both texts, and to the translation a wrong one."""

    def sow(source, target):
        if not source.endswith(".") or not target.endswith("."):
            return None
        good = source[:-1] + source_end + ".", target[:-1] + target_end + "."
        return (*good, target[:-1] + defect + ".")

    return sow


def half(source, target):
    return (source, target[: len(target) // 3]) if len(source) > 120 else None


def without_first_sentence(source, target):
    first, stop, rest = target.partition(". ")
    return (source, rest) if stop and len(first) > 40 else None


KINDS = {
    "a Latin letter in a word": of_text(r"(?<=[а-я])о(?=[а-я])", "o"),
    "not translated": lambda source, target: (source, source) if " " in source else None,
    "an invisible character": of_text(r"(?<=[а-я]{3}) ", " \u200b"),
    "a doubled space": of_text(r"(?<=,) ", "  "),
    "a space before a comma": of_text(r"(?<=[а-я]),", " ,"),
    "no space after a comma": of_text(r", (?=[а-я])", ","),
    "an unpaired bracket": of_text(r"(?<=\w) (?=\w)", " ("),
    "straight quotation marks": of_text(r"\b([а-я]{7,})\b", r'"\1"'),
    "an unpaired quotation mark": of_text(r"\b([а-я]{7,})\b", r"«\1"),
    "a hyphen for a dash": of_text(r"(?<=\w) и (?=\w)", " - "),
    "another mark at the end": of_text(r"\.$", ";"),
    "a word twice": of_text(r"\b([а-я]{4,})\b", r"\1 \1"),
    "another number": of_both(" in 1966", " в 1966 году", " в 1969 году"),
    "a number left out": of_both(", of 1,250 pages", ", из 1250 страниц", ", из страниц"),
    "another day": of_both(" on 10 December", " 10 декабря", " 12 декабря"),
    "another month": of_both(" on 10 December", " 10 декабря", " 10 октября"),
    "another symbol of a document": of_both(
        " (A/RES/217)", " (A/RES/217)", " (A/RES/271)"
    ),
    "an address left out": of_both(" (www.un.org)", " (www.un.org)", ""),
    "cut short": half,
    "a term said otherwise": of_text(
        r"(?i)прав\w* человека|основн\w+ свобод\w*|дискриминаци\w+|образовани\w+"
        r"|наказани\w+|религи\w+",
        "нечто",
    ),
}  # fmt: skip


def pairs():
    russian = declaration.segments("rus")
    english = declaration.segments("eng")
    return [(key, text, russian[key]) for key, text in english.items()]


@cache
def before() -> frozenset[str]:
    """Return what is found in the Declaration as it is."""
    return frozenset(p.message for p in check(pairs(), terms=TERMS))


def sow(kind):
    """Return the texts with a kind's defects, ten of them: (id, source, good, bad)."""
    sown = []
    for key, source, target in pairs():
        if made := KINDS[kind](source, target):
            source_now, *good, bad = made
            sown.append((key, source_now, good[0] if good else target, bad))
    return sown[:EACH]


def codes_of(key, source, target):
    problems = check([(key, source, target)], terms=TERMS)
    return {p.code for p in problems if p.severity != "info"}


def detected(kind):
    """Return the ids of the texts in which the defect is found, and no more than before is not."""
    return [
        key
        for key, source, good, bad in sow(kind)
        if codes_of(key, source, bad) - codes_of(key, source, good)
    ]


def test_there_are_twenty_kinds_of_ten_defects():
    assert len(KINDS) == 20
    assert {kind: len(sow(kind)) for kind in KINDS} == dict.fromkeys(KINDS, EACH)


def test_at_least_95_percent_of_200_defects_are_found_and_the_docs_say_how_many(checkout):
    numbers = {kind: len(detected(kind)) for kind in KINDS}
    missed = {kind: number for kind, number in numbers.items() if number < EACH}
    assert sum(numbers.values()) >= 190, missed
    page = (checkout / "docs" / "translation.md").read_text(encoding="utf-8")
    assert f"{sum(numbers.values())} of 200 are found" in page
