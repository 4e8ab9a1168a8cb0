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


@pytest.mark.parametrize(
    ("source", "target", "languages"),
    [
        ("See decision No. 5 of it.", "Siehe Beschluss Nr. 5 dazu.", ("en", "de")),
        ("See decision No. 5 of it.", "Konseyin No. 5 kararına bakınız.", ("en", "tr")),
        ("La decisión No. 5 rige.", "Beschluss Nr. 5 gilt.", ("es", "de")),
        (
            "Article 5 (2) of 10 October is in force.",
            "Art. 5 Abs. 2 vom 10. Oktober gilt.",
            ("en", "de"),
        ),
        ("See paragraphs 5 and 6.", "См. пп. 5 и 6.", ("en", "ru")),
    ],
)
@pytest.mark.parametrize("space", [" ", "\u00a0"])
def test_no_sentence_ends_within_what_no_line_may_break(source, target, languages, space):
    source, target = source.replace(". ", f".{space}"), target.replace(". ", f".{space}")
    assert {"L145", "L151"}.isdisjoint(pairs.found(source, target, languages))


def test_a_sentence_may_end_where_a_line_may():
    assert "L145" in pairs.found(
        "See the text. It is in force.", "Siehe Text, der gilt.", ("en", "de")
    )
    assert "L151" in pairs.found("No. It is free.", "Es ist frei.", ("en", "de"))


@pytest.mark.parametrize(
    ("text", "language"),
    [("Se reunió el 9 de octubre.", "es"), ("Reuniu-se em 9 de outubro.", "pt")],
)
def test_each_space_of_a_pattern_is_held(text, language):
    mended = pairs.mend(text, language, source="It met on 9 October.")
    assert mended == text.replace("9 de o", "9\u00a0de\u00a0o")


@pytest.mark.parametrize(
    ("target", "language"),
    [
        ("La paix para les peuples.", "fr"),
        ("La pace por i popoli.", "it"),
        ("A paz sin os povos.", "pt"),
    ],
)
def test_small_words_of_a_neighbour_are_found(target, language):
    assert "L152" in pairs.found("Peace for the peoples.", target, ("en", language))
