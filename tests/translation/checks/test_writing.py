"""A language's patterns: what a quick look at its words leaves out, no pattern finds."""

import itertools

import pytest

from briefgen.translation.checks.model import Context, Pair
from briefgen.translation.checks.numbers import number_differences
from briefgen.translation.checks.writing import make_writing
from tests.translation.checks import pairs

LANGUAGES = sorted(pairs.profiles())
ENDINGS = ("", "a", "\u0430\u0431", "\u0645\u06cc")


def writing(language):
    return make_writing(pairs.profiles()[language].conventions())


def texts(forms):
    """Return texts that hold each form, with any endings, in small letters and in capitals."""
    for form, ending in itertools.product(forms, ENDINGS):
        said = form.replace("*", ending)
        yield from (f"a {said} b", f"5 {said.upper()}, b", f"\u200c{said}\u200c a")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_that_a_pattern_finds_has_a_kind(language):
    known = writing(language)
    for text in texts(known.conventions.negations):
        assert known.negation(text) is None or "negation" in known.kinds(text), text
    units = [form for forms in known.conventions.units.values() for form in forms]
    for text in texts(units):
        assert not known.units_in(text) or known.has_units(text, known.kinds(text)), text
    for word in known.strangers:
        assert "stranger" in known.kinds(f"a {word} b"), word
    words = known.conventions.number_words.items()
    for text in texts([form for number, forms in words if number >= 1000 for form in forms]):
        found = (known.number_word(word) or 0 for word in text.casefold().split())
        assert max(found) < 1000 or "magnitude" in known.kinds(text), text


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Pay 5 million to 9 states.", "Заплатить 5 миллиардов 9 государствам."),
        ("It cost 1,250 in 2025.", "Это стоило 1,250 в 2025 году."),
    ],
)
def test_equal_digits_are_looked_at_where_they_may_be_worth_something_else(source, target):
    context = Context(writing("en"), writing("ru"))
    assert list(number_differences(Pair(source, target, context)))
