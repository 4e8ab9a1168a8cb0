"""Turn a language's conventions into patterns that its texts are searched with.

The conventions are data, templates/locale/<tag>/profile.yaml; no language is named here.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal

from briefgen.languages import Conventions

SCRIPTS = {
    "Latn": "A-Za-zªºÀ-ÖØ-öø-ɏɐ-ʯḀ-ỿ",
    "Cyrl": "Ѐ-ԯᲀ-ᲈⷠ-ⷿꙀ-ꚟ",
    "Grek": "Ͱ-Ͽἀ-῿",
    "Arab": "ء-يٮ-ۓەۮ-ۯۺ-ۿݐ-ݿࢠ-ࣉﭐ-﷿ﹰ-ﻼ",
    "Hebr": "א-ת",
    "Armn": "Ա-և",
    "Geor": "Ⴀ-ჿᲐ-Ჿ",
    "Deva": "ऀ-ॿ",
    "Hans": "㐀-䶿一-鿿",
    "Hant": "㐀-䶿一-鿿",
    "Jpan": "぀-ヿ㐀-䶿一-鿿",
    "Kore": "가-힣",
}
"""Script by its code (ISO 15924) → the ranges of its letters (Unicode's blocks)."""

SPACES = " \u00a0\u202f\u2009"
"""The spaces that may stand in a line."""

LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>«»“”\"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b(?=[A-Za-z/.()-]*/[A-Za-z.()-]*\d)[A-Z][A-Za-z]*(?:/[A-Z0-9][A-Za-z0-9.()-]*)+"
)
"""An address, of the web or e-mail, or the symbol of a document, with a digit: ``A/RES/70/1``."""

_SIGNS = {
    "%": "%",
    "٪": "%",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "₽": "RUB",
    "₸": "KZT",
    "¥": "CNY",
}
"""Signs of units that mean the same in every language."""

_SIGN = re.compile(f"[{''.join(_SIGNS)}]")

THOUSAND = 1000
"""The least number whose word multiplies the digits before it."""

_NEAR = 30
_FAR = 40
_AFTER_NUMBER = re.compile(r"([^\W\d_]+|\d)[^\w%]{0,3}$")
_WORDS_BETWEEN = 3
"""A number, its magnitude and what kind of dollar may stand before a unit: 5 million US dollars."""

DIGITS = re.compile(r"\d\d*")
"""Digits on end. Python's ``re`` jumps to a pattern's first set, but not to a repeated one."""

ALIKE = ("Latn", "Cyrl", "Grek")
"""Scripts whose letters are mistaken for each other."""

Kind = Literal["magnitude", "negation", "stranger", "unit"]
"""What a word may be part of."""

_MARKS = "\u064b-\u0655\u0670"
_WORD = re.compile(r"[^\W\d_]+(?:\u200c[^\W\d_]+)*")
_NO_KINDS: frozenset[Kind] = frozenset()
_FIRST = re.compile(r"\*?[^\W\d_]+(?:\u200c[^\W\d_]+)*\u200c?\*?")
_STRIP = re.compile(f"[{_MARKS}]")
_SHORT = 3

REMEMBERED = 20_000
"""How many answers are remembered: a source comes again in each translation, words in each text."""


def has_links(text: str) -> bool:
    """Return whether it is worth looking for links in a text; looking takes much longer."""
    return "/" in text or "@" in text or "www." in text


@dataclass(frozen=True, eq=False)
class Writing:
    """A language's conventions as patterns, each made when it is first asked for."""

    conventions: Conventions
    _stem: Callable[[str], str] | None = field(repr=False)

    # --- words ----------------------------------------------------------------------

    def words(self, text: str) -> tuple[str, ...]:
        """Return the words of a text, in small letters and without their marks, in order.

        Words in links are none.
        """
        text = LINK.sub(" ", text) if has_links(text) else text
        return tuple(_WORD.findall(_STRIP.sub("", text.casefold())))

    def stems(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Return the stem of each word; the words where there are no stems."""
        return words if self._stem is None else tuple(map(self._stem, words))

    @lru_cache(maxsize=REMEMBERED)  # noqa: B019 - there are two or three languages
    def source_stems(self, text: str) -> tuple[str, ...]:
        """Return the :meth:`stems` of a text that comes again, in its next translation."""
        return self.stems(self.words(text))

    def starts(self, stems: Sequence[str]) -> Sequence[str]:
        """Return of each stem what it has in common with all words that are the same."""
        return stems if self._stem is not None else [stem[:_SHORT] for stem in stems]

    @lru_cache(maxsize=REMEMBERED)  # noqa: B019 - there are two or three languages
    def kinds(self, text: str) -> frozenset[Kind]:
        """Return the :meth:`kinds_of` the words of a text that comes again."""
        return self.kinds_of(self.words(text))

    def kinds_of(self, words: Sequence[str]) -> frozenset[Kind]:
        """Return what :meth:`words` may be part of; nothing else needs to be looked for.

        A word is asked about once, a text's words for much less than its patterns take.
        """
        return _NO_KINDS.union(*map(self._kinds_of, words))

    @lru_cache(maxsize=REMEMBERED)  # noqa: B019 - there are two or three languages
    def _kinds_of(self, word: str) -> frozenset[Kind]:
        return frozenset(kind for kind, first in self._first_words.items() if first.fullmatch(word))

    @cached_property
    def _first_words(self) -> Mapping[Kind, re.Pattern[str]]:
        """Return for each kind what matches the word that one of its forms begins with."""
        said = self.conventions
        units = tuple(form for forms in said.units.values() for form in forms)
        words = said.number_words.items()
        magnitudes = tuple(form for n, forms in words if n >= THOUSAND for form in forms)
        return {
            "magnitude": _first_word(magnitudes),
            "negation": _first_word(said.negations),
            "stranger": _first_word(tuple(self.strangers)),
            "unit": _first_word(units),
        }

    @lru_cache(maxsize=REMEMBERED)  # noqa: B019 - there are two or three languages
    def is_same(self, one: str, other: str) -> bool:
        """Return whether two words of :meth:`stems` are forms of one word.

        The first may end with ``*``, which is any ending.
        """
        if one == other or _begins(one, other):
            return True
        return self._stem is None and _shared(one, other, 1)

    @staticmethod
    @lru_cache(maxsize=REMEMBERED)
    def is_akin(one: str, other: str) -> bool:
        """Return whether two words of :meth:`stems` may be forms of one word.

        Their first three letters are the same, or they are. The first may end with ``*``.
        """
        return one == other or _shared(one, other, 2) or _begins(one, other)

    # --- letters --------------------------------------------------------------------

    @cached_property
    def letters(self) -> re.Pattern[str] | None:
        """Return what matches runs of the script's letters, None where it isn't known."""
        ranges = SCRIPTS.get(self.conventions.script)
        return re.compile(f"[{ranges}ʹ-ʿ]+") if ranges else None

    @cached_property
    def foreign(self) -> re.Pattern[str]:
        """Return what matches a letter that is mistaken for one of the language's script."""
        others = (SCRIPTS[code] for code in ALIKE if code != self.conventions.script)
        return re.compile(f"[{''.join(others)}]")

    @cached_property
    def lookalikes(self) -> re.Pattern[str] | None:
        """Return what matches the wrong letters, None where there are none."""
        wrong = sorted(self.conventions.lookalikes, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, wrong))) if wrong else None

    @cached_property
    def capital(self) -> str:
        """Return a pattern of one capital letter."""
        letters = {letter.upper() for letter in self.conventions.alphabet if len(letter) == 1}
        return f"[A-Z{''.join(sorted(letters))}]"

    @cached_property
    def nobreak(self) -> tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], ...], ...]]:
        """Return what matches a space at which no line may end, if what stands around it fits.

        For each pattern of the language, that is what matches the text before and after.
        """
        meanings = {"number": r"\d+", "capital": self.capital, "month": self.month_names}
        halves = [
            (" ".join(words[:index]), " ".join(words[index:]))
            for words in (pattern.split() for pattern in self.conventions.nobreak)
            for index in range(1, len(words))
        ]
        sides = [(_expand(one, meanings) + "$", _expand(other, meanings)) for one, other in halves]
        ends = "".join(self._end(before) for before, _ in halves)
        spaces = re.compile(f" (?<=[{ends}] )" if ends else "(?!)")
        return spaces, tuple((re.compile(before), re.compile(after)) for before, after in sides)

    def unbroken_spaces(self, text: str) -> Iterator[int]:
        """Yield where the spaces stand at which no line may end."""
        spaces, _ = self.nobreak
        for found in spaces.finditer(text):
            if self.is_unbroken(text, found.span()):
                yield found.start()

    def is_unbroken(self, text: str, space: tuple[int, int]) -> bool:
        """Return whether a space is within what no line may break: the one of "No. 5"."""
        start, end = space
        head, (_, sides) = text[max(0, start - _NEAR) : start], self.nobreak
        return any(before.search(head) and after.match(text, end) for before, after in sides)

    def _end(self, before: str) -> str:
        """Return what stands right before a space of a pattern, as a part of a set."""
        ends = {"{number}": r"\d", "{month}": r"\w", "{capital}": self.capital[1:-1]}
        return next((ends[end] for end in ends if before.endswith(end)), re.escape(before[-1:]))

    # --- numbers --------------------------------------------------------------------

    @cached_property
    def number(self) -> re.Pattern[str]:
        """Return what matches a number in digits, with the language's separators."""
        group, decimal = re.escape(self.conventions.group), re.escape(self.conventions.decimal)
        spaces = SPACES if self.conventions.group in SPACES else SPACES[1:]
        return re.compile(
            rf"\d(?:(?<!\d\d)\d{{0,2}}(?:[{group}{spaces}٬]\d{{3}})+(?!\d)(?:[{decimal}٫]\d+)?"
            rf"|\d*(?:[{decimal}٫]\d+)?)"
        )

    def value(self, number: str) -> float:
        """Return what a number that :attr:`number` matches is worth."""
        if number.isdigit():
            return int(number)
        whole, *decimals = re.split(f"[{re.escape(self.conventions.decimal)}٫]", number)
        digits = int(re.sub(r"\D", "", whole))
        return float(f"{digits}.{decimals[0]}") if decimals else digits

    def number_word(self, word: str) -> int | None:
        """Return the number that a word in lower case is for, None where it is none."""
        whole, starts = self._number_words
        if (number := whole.get(word)) is None and (found := starts.match(word)):
            return whole["*" + found[0]]
        return number

    @cached_property
    def _number_words(self) -> tuple[Mapping[str, int], re.Pattern[str]]:
        words = self.conventions.number_words.items()
        forms = {form.casefold(): number for number, said in words for form in said}
        starts = sorted((f[:-1] for f in forms if f.endswith("*")), key=len, reverse=True)
        whole = {(f"*{f[:-1]}" if f.endswith("*") else f): n for f, n in forms.items()}
        return whole, re.compile("|".join(map(re.escape, starts)) or r"(?!)")

    # --- negation, and other languages' words -------------------------------------------

    def negation(self, text: str) -> re.Match[str] | None:
        """Return the first word of a text that negates, None where there is none."""
        if self._negation is None:
            return None
        return next((m for m in self._negation.finditer(text) if m["sure"] is not None), None)

    @cached_property
    def _negation(self) -> re.Pattern[str] | None:
        said = self.conventions
        sure, idle = _words_pattern(said.negations), _words_pattern(said.idle_negations)
        if sure is None:
            return None
        before = f"{idle.pattern}|" if idle else ""
        return re.compile(f"{before}(?P<sure>{sure.pattern})", re.IGNORECASE)

    @cached_property
    def near_negation(self) -> re.Pattern[str] | None:
        """Return what matches a word that may negate, None where the profile has none."""
        return _words_pattern(self.conventions.near_negations)

    @cached_property
    def strangers(self) -> Mapping[str, str]:
        """Return words that the language doesn't have, and the language that does."""
        lists = self.conventions.strangers.items()
        return {word: tag for tag, words in lists for word in words.split()}

    # --- units ----------------------------------------------------------------------

    @cached_property
    def units(self) -> re.Pattern[str] | None:
        """Return what matches a unit's sign or word, None where the profile has no units."""
        if not self.conventions.units:
            return None
        signs = "|".join(map(re.escape, _SIGNS))
        return re.compile(rf"{signs}|(?<!\w)(?:{'|'.join(self._unit_forms)})(?!\w)", re.IGNORECASE)

    @cached_property
    def _unit_forms(self) -> Mapping[str, str]:
        """Return pattern → unit, the longest first."""
        forms = {
            _form_pattern(form): unit
            for unit, said in self.conventions.units.items()
            for form in said
        }
        return {form: forms[form] for form in sorted(forms, key=len, reverse=True)}

    @lru_cache(maxsize=REMEMBERED)  # noqa: B019 - there are two or three languages
    def _unit(self, words: str) -> str:
        known = self._unit_forms.items()
        found = (unit for form, unit in known if re.fullmatch(form, words, re.IGNORECASE))
        return _SIGNS.get(words) or next(found)

    def units_in(self, text: str) -> set[str]:
        """Return the units that a text has, be it beside a number or not."""
        return {self._unit(m[0]) for m in self.units.finditer(text)} if self.units else set()

    def has_units(self, text: str, kinds: frozenset[Kind]) -> bool:
        """Return whether it is worth looking for units in a text with words of these kinds."""
        return "unit" in kinds or _SIGN.search(text) is not None

    def measures(self, text: str) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield the units beside a number, in digits or in words, and where they stand."""
        for match in self.units.finditer(text) if self.units else ():
            before = text[: match.start()]
            is_beside = text[match.end() :].lstrip(SPACES)[:1].isdigit()
            for _ in range(_WORDS_BETWEEN):
                word = _AFTER_NUMBER.search(before[-_FAR:])
                if is_beside or word is None:
                    break
                is_beside = word[1].isdigit() or self.number_word(word[1].casefold()) is not None
                before = before[: -(min(len(before), _FAR) - word.start())]
            if is_beside:
                yield self._unit(match[0]), match.span()

    # --- dates ----------------------------------------------------------------------

    @cached_property
    def months(self) -> re.Pattern[str]:
        """Return what matches a month's name in any form, in the group m1 to m12."""
        named = [f"(?P<m{number}>{form})" for number, form in enumerate(self._month_forms, 1)]
        names = (*self.conventions.months, *self.conventions.month_names.values())
        initials = {form[0] for forms in names for form in forms}
        start = re.escape("".join(initials) + "".join(initials).swapcase())
        return re.compile(rf"(?<!\w)(?=[{start}])(?:{'|'.join(named)})(?!\w)")

    @cached_property
    def month_names(self) -> str:
        """Return a pattern of all months' names."""
        return rf"(?:{'|'.join(self._month_forms)})(?!\w)"

    @cached_property
    def _month_forms(self) -> list[str]:
        return [
            _month_forms(forms, self.conventions.month_names.get(number, ()))
            for number, forms in enumerate(self.conventions.months, 1)
        ]

    @cached_property
    def day_before(self) -> re.Pattern[str]:
        """Return what matches a day before a month's name: ``1``, ``1st``, ``1 de``."""
        joints = "".join(rf"|\s{re.escape(word)}" for word in self.conventions.day_joints)
        return re.compile(
            rf"(?<!\d)(\d{{1,2}})(?:[^\W\d_]{{1,3}}(?:\s[^\W\d_]{{2}})?{joints})?[\s.,-]{{0,2}}$"
        )


def _form_pattern(form: str) -> str:
    """Return a pattern of words with spaces between, in which ``*`` is any letters."""
    return r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in form.split())


def _first_word(forms: Sequence[str]) -> re.Pattern[str]:
    """Return what matches the word, as :meth:`Writing.words` has it, that a form begins with."""
    folded = (_FIRST.search(_STRIP.sub("", form.casefold())) for form in forms)
    ways = {re.escape(first[0]).replace(r"\*", ".*") for first in folded if first}
    joined = "|".join(sorted(ways)) or "(?!)"
    return re.compile(f"(?:.*\u200c)?(?:{joined})(?:\u200c.*)?", re.IGNORECASE)


def _words_pattern(forms: Sequence[str]) -> re.Pattern[str] | None:
    if not forms:
        return None
    ways = "|".join(map(_form_pattern, forms))
    initials = "".join(sorted({form[0] for form in forms}))
    start = "" if "*" in initials else f"(?=[{re.escape(initials)}])"
    return re.compile(rf"(?<!\w){start}(?:{ways})(?![\w{_MARKS}]|\.\s?\d)", re.IGNORECASE)


def _month_forms(forms: tuple[str, ...], others: tuple[str, ...]) -> str:
    """Return a pattern of a month's name, alone or with another: ``كانون الثاني/يناير``."""
    if not others:
        return _month_form(forms)
    ways = "|".join([_month_form(forms), *(_month_form((other,)) for other in others)])
    return rf"(?:{ways})(?:\s?/\s?(?:{ways}))?"


def _month_form(forms: tuple[str, ...]) -> str:
    """Return a pattern of a month's name with its endings.

    A name that begins with a capital in the middle of a sentence is one of a language that
    has no endings on it. A short one has those alone that tell its forms from each other.
    """
    first = _STRIP.sub("", forms[0])
    if first[:1] != first[:1].lower():
        return re.escape(first)
    plain = {_STRIP.sub("", form).lower() for form in forms}
    letters = itertools.takewhile(lambda same: len(set(same)) == 1, zip(*plain, strict=False))
    start, has_endings = "".join(same[0] for same in letters), len(plain) > 1
    most = 5 if len(start) > _SHORT else (2 if has_endings else 0)
    least = 1 if len(start) < _SHORT and has_endings else 0
    ending = f"[^\\W\\d_]{{{least},{least or most}}}[{_MARKS}]?"
    return f"[{start[0]}{start[0].upper()}]{re.escape(start[1:])}{ending}"


def _expand(pattern: str, meanings: Mapping[str, str]) -> str:
    """Return a pattern of the profile as a regular expression."""
    parts = re.split(r"\{(\w+)\}", pattern)
    expanded = "".join(
        re.escape(part).replace(r"\ ", f"[{SPACES}]")
        if index % 2 == 0
        else meanings.get(part, "(?!)")
        for index, part in enumerate(parts)
    )
    begins = r"(?<!\w)" if pattern[:1].isalpha() or pattern.startswith("{capital}") else ""
    ends = r"(?!\w)" if pattern[-1:].isalpha() else ""
    return f"{begins}{expanded}{ends}"


def _begins(one: str, other: str) -> bool:
    return one[-1] == "*" and other.startswith(one[:-1])


def _shared(one: str, other: str, endings: int) -> bool:
    """Return whether two words begin alike, up to so many last letters of the shorter one."""
    shorter = min(len(one), len(other))
    least = max(_SHORT, shorter - endings)
    return shorter >= _SHORT and one[:least] == other[:least]


def make_writing(conventions: Conventions) -> Writing:
    """Return a language's patterns, with the stems of its words where Snowball has them."""
    import snowballstemmer  # noqa: PLC0415 - slow to import

    if conventions.name not in snowballstemmer.algorithms():
        return Writing(conventions, None)
    stem: Callable[[str], str] = snowballstemmer.stemmer(conventions.name).stemWord
    return Writing(conventions, lru_cache(maxsize=100_000)(stem))
