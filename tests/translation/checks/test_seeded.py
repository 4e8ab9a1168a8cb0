"""Two hundred defects, twenty kinds of ten each, sown into the Russian Declaration.

Nothing is random: the n-th defect of a kind goes into the n-th text that can have it. It is
found if the check that it is for finds it, and doesn't find it in the text without it.
"""

import re

import pytest

from scripts import declaration
from tests.translation.checks.pairs import SUMMIT, check, term

pytestmark = pytest.mark.usefixtures("word_tools")

TERMS = [
    term("human rights", "права человека"),
    term("fundamental freedoms", "основные свободы"),
    term("United Nations", "Организация Объединённых Наций", also=("Объединённые Нации",)),
    term("equal protection", "равная защита"),
    term("social security", "социальное обеспечение"),
    term("common people", "люди", also=("люд*",), forbidden=("народонаселени*",)),
    term("discrimination", "дискриминация"),
    term("punishment", "наказание"),
    term("property", "имущество", also=("имуществен*",)),
    term("religion", "религия", also=("религиоз*",)),
    term("education", "образование"),
]  # fmt: skip

EACH = 10


def of_text(pattern, new):
    """Return what exchanges the first match of a pattern in the translation."""

    def sow(source, target):
        changed = re.sub(pattern, new, target, count=1)
        return (source, target, changed) if changed != target else None

    return sow


def of_both(source_end, target_end, defect):
    """Return what adds something to both texts, and to the translation something wrong."""

    def sow(source, target):
        if not source.endswith(".") or not target.endswith("."):
            return None
        return tuple(
            text[:-1] + end + "."
            for text, end in ((source, source_end), (target, target_end), (target, defect))
        )

    return sow


def half(source, target):
    return (source, target, target[: len(target) // 2]) if len(source) > 120 else None


def copied(source, target):
    return (source, target, source) if " " in source else None


A_TERM = (
    r"(?i)прав\w* человека|основн\w+ свобод\w*|дискриминаци\w+|образовани\w+"
    r"|наказани\w+|религи\w+"
)

KINDS = {
    "not translated": ({"L101", "L147"}, copied),
    "a Latin letter in a word": ({"L102"}, of_text(r"(?<=[а-я])о(?=[а-я])", "o")),
    "an invisible character": ({"L104"}, of_text(r"(?<=[а-я]{3}) ", " \u200b")),
    "a doubled space": ({"L105"}, of_text(r"(?<=,) ", "  ")),
    "a space before a comma": ({"L105"}, of_text(r"(?<=[а-я]),", " ,")),
    "an unpaired mark": ({"L111"}, of_text(r"\b([а-я]{7,})\b", r"«\1")),
    "straight quotation marks": ({"L112"}, of_text(r"\b([а-я]{7,})\b", r'"\1"')),
    "another mark at the end": ({"L114"}, of_text(r"\.$", ";")),
    "a word twice": ({"L115"}, of_text(r"\b([а-я]{4,})\b", r"\1 \1")),
    "another number": ({"L121"}, of_both(" in 1966", " в 1966 году", " в 1969 году")),
    "a number left out": ({"L121"}, of_both(" (1,250 pages)", " (1250 страниц)", " (страницы)")),
    "another date": ({"L122"}, of_both(" on 10 December", " 10 декабря", " 10 октября")),
    "a term said otherwise": ({"L131"}, of_text(A_TERM, "нечто")),
    "a forbidden word": ({"L132"}, of_text(r"\b[а-я]{9,}\b", "народонаселением")),
    "an office left out": (
        {"L133"},
        of_both(
            ", said the President of Kazakhstan",
            ", сказал Президент Казахстана",
            ", сказал Премьер-министр Казахстана",
        ),
    ),
    "a placeholder left out": ({"L141"}, of_both(" ({country})", " ({country})", "")),
    "another symbol": ({"L142"}, of_both(" (A/RES/217)", " (A/RES/217)", " (A/RES/271)")),
    "a sub-number left out": (
        {"L143"},
        of_both(": (a) here; (b) abroad", ": а) здесь; б) за рубежом", ": а) здесь; за рубежом"),
    ),
    "a square bracket left out": ({"L144"}, of_both(" [always]", " [всегда]", " [всегда")),
    "cut short": ({"L146"}, half),
}
"""Kind → the codes that it must be found by, and what sows it: (source, good, bad) or None."""


def sow(kind):
    """Return the texts with a kind's defects, ten of them: (id, source, good, bad)."""
    _, defect = KINDS[kind]
    russian = declaration.segments("rus")
    english = declaration.segments("eng").items()
    made = ((key, defect(text, russian[key])) for key, text in english)
    return [(key, *texts) for key, texts in made if texts][:EACH]


def codes_of(key, source, target):
    return {p.code for p in check([(key, source, target)], terms=TERMS, summit=SUMMIT)}


def found(kind):
    """Return the ids of the texts in which a kind's defect is found by the checks for it."""
    codes, _ = KINDS[kind]
    return [
        key
        for key, source, good, bad in sow(kind)
        if codes <= codes_of(key, source, bad) - codes_of(key, source, good)
    ]


def test_there_are_twenty_kinds_of_ten_defects():
    assert len(KINDS) == 20
    assert {kind: len(sow(kind)) for kind in KINDS} == dict.fromkeys(KINDS, EACH)


def test_at_least_95_percent_of_200_defects_are_found_and_the_docs_say_how_many(checkout):
    numbers = {kind: len(found(kind)) for kind in KINDS}
    missed = {kind: number for kind, number in numbers.items() if number < EACH}
    assert sum(numbers.values()) >= 190, missed
    page = (checkout / "docs" / "translation.md").read_text(encoding="utf-8")
    assert f"{sum(numbers.values())} of 200 are found" in page, missed
