"""Turn templates/locale/<tag>/profile.yaml into what one language needs to be printed.

Words of the interface are not here but in messages.po beside the profile, which
briefgen/markup/translations.py reads; looks belong in the stylesheets.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, StringConstraints, field_validator

from briefgen.audience.view import Direction
from briefgen.content.model import Country, Model, Tag, Text
from briefgen.content.places import read_yaml
from briefgen.content.sequence import write_letters
from briefgen.diagnostics import Diagnostic, Place, Severity
from briefgen.project import Project, find_template

if TYPE_CHECKING:
    from babel import Locale
    from babel.dates import DateTimeFormat

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

_SCRIPT = 4
"""How many letters the code of a script has."""

_DIGITS = {
    "latn": "",
    "adlm": "ADLAM ",
    "arab": "ARABIC-INDIC ",
    "arabext": "EXTENDED ARABIC-INDIC ",
    "beng": "BENGALI ",
    "cakm": "CHAKMA ",
    "deva": "DEVANAGARI ",
    "gujr": "GUJARATI ",
    "guru": "GURMUKHI ",
    "hmnp": "NYIAKENG PUACHUE HMONG ",
    "java": "JAVANESE ",
    "khmr": "KHMER ",
    "knda": "KANNADA ",
    "laoo": "LAO ",
    "mlym": "MALAYALAM ",
    "mong": "MONGOLIAN ",
    "mtei": "MEETEI MAYEK ",
    "mymr": "MYANMAR ",
    "nkoo": "NKO ",
    "olck": "OL CHIKI ",
    "orya": "ORIYA ",
    "tamldec": "TAMIL ",
    "telu": "TELUGU ",
    "thai": "THAI ",
    "tibt": "TIBETAN ",
    "vaii": "VAI ",
}
"""Numbering system of the CLDR (UTS 35, numbers, 1) → what Unicode calls its digits.

Babel has the names of the systems, not their digits.
"""


# --- profile.yaml ----------------------------------------------------------------------

_FIELDS = re.compile(r"y+|M{1,4}|L{1,4}|d{1,2}")


def _check_pattern(pattern: str) -> str:
    """Return a CLDR date pattern of years, months and days (UTS 35), or raise ValueError."""
    if pattern.count("'") % 2:
        raise ValueError("a quotation mark is not closed")
    for letters in re.findall(r"[A-Za-z]+", re.sub(r"'[^']*'", " ", pattern)):
        if _FIELDS.sub("", letters):
            raise ValueError(
                f"'{letters}' is no field of a date: use y, MMMM, LLLL and d,"
                " and put words between single quotation marks"
            )
    return pattern


class _Patterns(Model):
    """Values that are CLDR date patterns, unless they join two."""

    @field_validator("*")
    @classmethod
    def _known_fields(cls, value: str, info: object) -> str:
        return value if getattr(info, "field_name", "") == "joint" else _check_pattern(value)


class DatePatterns(_Patterns):
    """How a date is written, by how much of it is known."""

    year: str
    month: str
    day: str


class RangePattern(_Patterns):
    """How a range of days is written: the first day, what joins the two, the last day."""

    start: str
    joint: str
    end: str


class RangePatterns(Model):
    """How a range of days is written, by what the two days share."""

    same_month: RangePattern
    same_year: RangePattern
    other: RangePattern


class MonthNames(Model):
    """Names of the months in a date, and alone where they differ."""

    in_date: tuple[Text, ...]
    alone: tuple[Text, ...] = ()

    @field_validator("in_date", "alone")
    @classmethod
    def _twelve(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len(value) != 12:
            raise ValueError(f"there are twelve months, not {len(value)}")
        return value


class NumberMarks(Model):
    """What stands between thousands, and before decimals."""

    group: Annotated[str, StringConstraints(min_length=1, max_length=1)]
    decimal: Annotated[str, StringConstraints(min_length=1, max_length=1)]


class ProfileFile(Model):
    """What a language's profile.yaml says; what it leaves out comes from the CLDR.

    ``cldr`` is the CLDR's locale where its name is not the tag. ``msgids`` says that the
    words in the templates are in this language already, so that it needs no catalogue.
    Dates are patterns of the CLDR (UTS 35, dates); ``first_day`` is how the first of a month
    is written in them: ``1er``. ``ordinals`` has a pattern such as
    ``{}th`` for each plural category of ordinals, ``other`` being the rest; ``digits`` are those of
    numbers that nobody typed, by the CLDR's name of their numbering system (``arabext``);
    ``subnumber`` the pattern for the number of a sub-item. ``quotes`` are the marks
    of ``q``, outside and inside. ``alphabet`` is the letters in order, with spaces between;
    ``sub_letters`` are further ones, written alike, that sub-items count in; the first of them
    is printed, where there is one.

    The rest is what translations are checked by (briefgen/translation/checks/). ``script``
    is the code of its letters (ISO 15924). ``dashes`` are those between two parts of a
    sentence, with the spaces around them; the first is the one to write. ``nobreak`` are
    patterns of words that no line may end between, nor a sentence: ``{number}``, ``{month}`` and
    ``{capital}`` stand for what they say. ``held`` are further ones, which documents keep
    together and nobody is told to type so. ``spaced`` are the marks that a space stands
    before. ``lookalikes`` are wrong letters, or runs of them, with the right ones.
    ``divide_capitals`` is whether a line may end within a capitalised word: only where ordinary
    nouns have capitals. ``length`` is how long a text is, at least and at most, against English.
    ``number_words`` are the words for numbers; ``*`` is any ending. ``units`` are the words
    for percent (``%``) and currencies (ISO 4217), as in ``number_words``; without them no units are
    compared. ``month_names`` are further names of the months by their number, which may stand
    beside the usual one: «كانون الثاني/يناير». ``outcome_words`` are what outcome documents call
    themselves, as in ``number_words``: an imported file's title is known by them.
    ``opening_words`` are headings of what comes first, which are no part of a title.
    ``negations`` are words that always negate,
    ``near_negations`` those that do so in some texts, in others not; ``*`` is any letters, also at
    the start. ``idle_negations`` look like them and don't negate: "not only". ``strangers`` are
    other languages' words with spaces between, by the language's tag: small words that often stay
    behind, and that this language doesn't have. Where a key is left out, nothing is looked for.
    """

    autonym: Text
    direction: Direction | None = None
    cldr: Text | None = None
    msgids: bool = False
    dates: DatePatterns | None = None
    ranges: RangePatterns | None = None
    months: MonthNames | None = None
    first_day: Text | None = None
    ordinals: dict[str, Text] = Field(default_factory=dict)
    digits: Text | None = None
    subnumber: Text = "({})"
    quotes: tuple[Text, ...] = ("“", "”", "‘", "’")
    alphabet: str = ""
    sub_letters: tuple[Text, ...] = ()
    countries: dict[Country, Text] = Field(default_factory=dict)
    languages: dict[Tag, Text] = Field(default_factory=dict)
    script: Annotated[str, StringConstraints(pattern=r"^[A-Z][a-z]{3}$")] | None = None
    numbers: NumberMarks | None = None
    dashes: tuple[Annotated[str, StringConstraints(min_length=1)], ...] = ()
    nobreak: tuple[Text, ...] = ()
    held: tuple[Text, ...] = ()
    spaced: str = ""
    lookalikes: dict[str, str] = Field(default_factory=dict)
    divide_capitals: bool = False
    length: tuple[float, ...] = ()
    number_words: dict[Annotated[int, Field(ge=0)], tuple[Text, ...]] = Field(default_factory=dict)
    units: dict[Annotated[str, StringConstraints(pattern=r"^(%|[A-Z]{3})$")], tuple[Text, ...]] = (
        Field(default_factory=dict)
    )
    month_names: dict[Annotated[int, Field(ge=1, le=12)], tuple[Text, ...]] = Field(
        default_factory=dict
    )
    outcome_words: tuple[Text, ...] = ()
    opening_words: tuple[Text, ...] = ()
    negations: tuple[Text, ...] = ()
    near_negations: tuple[Text, ...] = ()
    idle_negations: tuple[Text, ...] = ()
    strangers: dict[Tag, Text] = Field(default_factory=dict)

    @field_validator("quotes")
    @classmethod
    def _two_pairs(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len(value) != 4:
            raise ValueError(f"two pairs are four marks, not {len(value)}")
        return value

    @field_validator("digits")
    @classmethod
    def _known_digits(cls, value: str | None) -> str | None:
        if value is not None and value not in _DIGITS:
            raise ValueError(f"there are no digits '{value}': {', '.join(sorted(_DIGITS))}")
        return value

    @field_validator("length")
    @classmethod
    def _band(cls, value: tuple[float, ...]) -> tuple[float, ...]:
        if value and (len(value) != 2 or not 0 < value[0] <= value[1]):
            raise ValueError("a length is two numbers, the smaller one first")
        return value

    @field_validator("subnumber")
    @classmethod
    def _one_gap(cls, value: str) -> str:
        if value.count("{}") != 1:
            raise ValueError("the pattern must have '{}' once, where the number goes")
        return value


# --- a language in use -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Conventions:
    """What a language's texts are checked by, with the CLDR's where the profile says nothing.

    ``name`` is the language's name in English, in lower case. ``script`` is empty where
    nobody knows it. ``months`` are twelve tuples, the forms of each month's name.
    ``counting`` are the alphabets that sub-items may count in; ``quotes`` are without the spaces
    inside them. ``day_joints`` are the words between a day and its month, as in "1 de enero". The
    rest is as in ProfileFile.
    """

    tag: str
    name: str
    script: str
    group: str
    decimal: str
    months: tuple[tuple[str, ...], ...]
    quotes: tuple[str, ...]
    alphabet: tuple[str, ...]
    counting: tuple[tuple[str, ...], ...]
    dashes: tuple[str, ...]
    nobreak: tuple[str, ...]
    held: tuple[str, ...]
    spaced: str
    lookalikes: Mapping[str, str]
    length: tuple[float, ...]
    number_words: Mapping[int, tuple[str, ...]]
    units: Mapping[str, tuple[str, ...]]
    month_names: Mapping[int, tuple[str, ...]]
    outcome_words: tuple[str, ...]
    opening_words: tuple[str, ...]
    divide_capitals: bool
    day_joints: tuple[str, ...]
    negations: tuple[str, ...]
    near_negations: tuple[str, ...]
    idle_negations: tuple[str, ...]
    strangers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Profile:
    """A language: its direction, and how it writes dates, numbers and names.

    ``msgids`` says that the templates' own words are in this language. ``quotes`` are
    the marks of ``q``, outside and inside. ``divide_capitals`` says that a line may end within
    a capitalised word. ``digits`` are the ten from 0 to 9; ``sub_letters`` are what sub-items
    count in on the page, empty where these are the letters of their keys.
    """

    tag: str
    autonym: str
    direction: Direction
    msgids: bool
    quotes: tuple[str, ...]
    divide_capitals: bool
    digits: str
    sub_letters: tuple[str, ...]
    _file: ProfileFile = field(repr=False)
    _locale: Locale = field(repr=False)
    _letters: Mapping[str, int] = field(repr=False)
    _splitter: re.Pattern[str] = field(repr=False)
    plain: bool = False

    def date(self, iso: str) -> str:
        """Return a date in its long form; ``iso`` may stop at the year or the month.

        Raise ValueError where ``iso`` is no such date.
        """
        patterns = self._file.dates or _cldr_patterns(self._locale)
        pattern = (patterns.year, patterns.month, patterns.day)[min(iso.count("-"), 2)]
        return self._written(pattern, _day(iso))

    def date_range(self, start: str, end: str | None) -> str:
        """Return the days from ``start`` to ``end``; one day where ``end`` is None or equal.

        Raise ValueError where one of them is no date.
        """
        if end is None or end == start:
            return self.date(start)
        first, last = _day(start), _day(end)
        if (ranges := self._file.ranges) is None or len(start) < 10 or len(end) < 10:
            return f"{self.date(start)} – {self.date(end)}"
        if first.year != last.year:
            pattern = ranges.other
        else:
            pattern = ranges.same_month if first.month == last.month else ranges.same_year
        written = self._written(pattern.start, first), self._written(pattern.end, last)
        return pattern.joint.join(written)

    def country(self, code: str) -> str | None:
        """Return a country's name by its ISO 3166-1 code, or None where none is known."""
        return self._file.countries.get(code) or self._locale.territories.get(code)

    def language_name(self, tag: str) -> str:
        """Return a language's name in this language, or its tag where none is known."""
        if (name := self._file.languages.get(tag)) is not None:
            return name
        locale = _locale(tag)
        return (locale and locale.get_display_name(self._locale)) or tag

    def ordinal(self, number: int) -> str:
        """Return a number as an ordinal in digits: ``2nd``."""
        category = self._locale.ordinal_form(number)
        patterns = self._file.ordinals
        pattern = patterns.get(category, patterns.get("other", "{}"))
        return pattern.replace("{}", self.in_digits(str(number)))

    def number(self, value: float) -> str:
        """Return a number with this language's separators and digits."""
        from babel.numbers import format_decimal  # noqa: PLC0415 - slow to import

        locale = self._locale
        system = self._file.digits or locale.default_numbering_system
        known = system if system in locale.number_symbols else "latn"
        return self.in_digits(format_decimal(value, locale=locale, numbering_system=known))

    def in_digits(self, text: str) -> str:
        """Return text that was made, not typed, with this language's digits."""
        return text.translate(dict(zip(range(ord("0"), ord("9") + 1), self.digits, strict=True)))

    def sub_letter(self, number: int) -> str:
        """Return the letter of a sub-item; after the last letter two of them, as in CSS."""
        if not self.sub_letters:
            return write_letters(number)
        text = ""
        while number:
            number, rest = divmod(number - 1, len(self.sub_letters))
            text = self.sub_letters[rest] + text
        return text

    def subnumber(self, number: str) -> str:
        """Return the number of a sub-item as it is printed: ``(a)``."""
        return self._file.subnumber.replace("{}", number)

    def conventions(self) -> Conventions:
        """Return what texts in this language are checked by."""
        file, locale = self._file, self._locale
        marks = file.numbers or _cldr_marks(locale)
        return Conventions(
            tag=self.tag,
            name=str(locale.english_name).partition(" (")[0].lower(),
            script=file.script or _script(locale),
            group=marks.group,
            decimal=marks.decimal,
            months=_month_names(file, locale),
            quotes=tuple(mark.strip() for mark in file.quotes),
            alphabet=tuple(self._letters),
            counting=_counting(tuple(self._letters), file.sub_letters),
            dashes=file.dashes,
            nobreak=file.nobreak,
            held=file.held,
            spaced=file.spaced,
            lookalikes=file.lookalikes,
            length=file.length,
            number_words=file.number_words,
            units=file.units,
            month_names=file.month_names,
            outcome_words=file.outcome_words,
            opening_words=file.opening_words,
            divide_capitals=file.divide_capitals,
            negations=file.negations,
            near_negations=file.near_negations,
            idle_negations=file.idle_negations,
            strangers=file.strangers,
            day_joints=_day_joints(file.dates or _cldr_patterns(locale)),
        )

    def sort_key(self, text: str) -> tuple[tuple[int, ...], str]:
        """Return what names are sorted by: the language's alphabet, then the text itself.

        A letter with a mark that is not in the alphabet counts as the letter without.
        """
        plain = unicodedata.normalize("NFC", text.casefold())
        ranks: list[int] = []
        for letter in self._splitter.findall(plain):
            rank = self._letters.get(letter)
            if rank is None:
                base = unicodedata.normalize("NFD", letter)[0]
                rank = self._letters.get(base, len(self._letters) + ord(base))
            ranks.append(rank)
        return tuple(ranks), text

    def _written(self, pattern: str, day: datetime.date) -> str:
        from babel.dates import DateTimeFormat, parse_pattern  # noqa: PLC0415 - slow to import

        names = self._file.months
        months = (names.in_date, names.alone or names.in_date) if names else None
        values = _Values(DateTimeFormat(day, self._locale), months, day.month)
        if self._file.first_day and day.day == 1:
            values["d"] = self._file.first_day
        written = str(parse_pattern(pattern).format) % values
        return self.in_digits(unicodedata.normalize("NFC", written))


class _Values(dict[str, object]):
    """The fields of a date pattern: the profile's names of months before the CLDR's."""

    def __init__(
        self,
        cldr: DateTimeFormat,
        months: tuple[tuple[str, ...], tuple[str, ...]] | None,
        month: int,
    ) -> None:
        own = {"MMMM": months[0][month - 1], "LLLL": months[1][month - 1]} if months else {}
        super().__init__(own)
        self._cldr = cldr

    def __missing__(self, name: str) -> object:
        return self._cldr[name]


def _day(iso: str) -> datetime.date:
    """Return the day, or the first of the month or year, that a partial ISO date names."""
    parts = iso.split("-")
    return datetime.date.fromisoformat("-".join((*parts, *("01", "01")[: 3 - len(parts)])))


def _day_joints(patterns: DatePatterns) -> tuple[str, ...]:
    """Return the words that stand between a day and its month, the ``'de'`` of ``d 'de' MMMM``."""
    return tuple(re.findall(r"d[^\w']*'(\w+)'[^\w']*[ML]", patterns.day))


@cache
def _cldr_patterns(locale: Locale) -> DatePatterns:
    """Return the CLDR's long forms, with no-break spaces between their fields."""
    skeletons = locale.datetime_skeletons
    patterns = {
        "year": str(skeletons.get("y", "y")),
        "month": str(skeletons.get("yMMMM", "MMMM y")),
        "day": str(locale.date_formats["long"]),
    }
    return DatePatterns.model_construct(
        None, **{name: pattern.replace(" ", NO_BREAK_SPACE) for name, pattern in patterns.items()}
    )


def _cldr_marks(locale: Locale) -> NumberMarks:
    symbols = locale.number_symbols["latn"]
    return NumberMarks(group=str(symbols["group"])[0], decimal=str(symbols["decimal"])[0])


def _script(locale: Locale) -> str:
    """Return the script that a locale is written in, as the CLDR's likely subtags say."""
    from babel.core import get_global  # noqa: PLC0415 - slow to import

    likely = get_global("likely_subtags").get(locale.language, "").split("_")
    return locale.script or next((part for part in likely if len(part) == 4), "")


def _month_names(file: ProfileFile, locale: Locale) -> tuple[tuple[str, ...], ...]:
    if file.months is not None:
        sets = [file.months.in_date, file.months.alone or file.months.in_date]
    else:
        wide = [locale.months[context]["wide"] for context in ("format", "stand-alone")]
        sets = [tuple(str(names[month]) for month in range(1, 13)) for names in wide]
    return tuple(tuple(dict.fromkeys(forms)) for forms in zip(*sets, strict=True))


# --- reading ---------------------------------------------------------------------------


def read_profiles(
    project: Project, tags: Collection[str]
) -> tuple[dict[str, Profile], list[Diagnostic]]:
    """Return the profiles of the languages by tag, and what is wrong with those left out."""
    profiles: dict[str, Profile] = {}
    problems: list[Diagnostic] = []
    for tag in sorted(set(tags)):
        profile, found = _read_profile(project, tag)
        problems += found
        if profile is not None:
            profiles[tag] = profile
    return profiles, problems


def _read_profile(project: Project, tag: str) -> tuple[Profile | None, list[Diagnostic]]:
    names = (f"locale/{name}/profile.yaml" for name in lookup(tag))
    path = next((path for name in names if (path := find_template(project, name))), None)
    if path is None:
        missing = f"{project.config.templates}/locale/{tag}/profile.yaml"
        message = f"the language '{tag}' has no profile: it is printed as the CLDR has it"
        hint = f"'briefgen languages add {tag}' writes one, with a catalogue to translate"
        place = Place(missing)
        return plain_profile(tag), [
            Diagnostic("A201", message, place, hint, severity=Severity.WARNING)
        ]
    located, problems = read_yaml(project, ProfileFile, path)
    if located is None:
        return None, problems
    profile = make_profile(tag, located.value)
    if profile is None:
        field_name = "cldr" if located.value.cldr else "autonym"
        message = f"the CLDR has no locale '{located.value.cldr or tag}'"
        hint = "name a related locale that it has, as 'cldr: …'"
        problems.append(Diagnostic("A202", message, located.place(field_name), hint))
    return profile, problems


def lookup(tag: str) -> Iterator[str]:
    """Return a tag and the shorter ones that may stand for it (RFC 4647, 3.4): en-GB, en.

    A script is never left out: Uzbek in Latin letters is not served in others.
    """
    while True:
        yield tag
        shorter, _, last = tag.rpartition("-")
        if not shorter or (len(last) == _SCRIPT and last.isalpha()):
            return
        tag = shorter


def make_profile(tag: str, file: ProfileFile) -> Profile | None:
    """Return the profile of a language, or None where the CLDR doesn't know its locale."""
    locale = _locale(file.cldr or tag)
    return None if locale is None else _profile(tag, file, locale)


def _locale(tag: str) -> Locale | None:
    """Return the CLDR's locale of a tag, None where it has none."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - slow to import

    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
    return _root() if str(locale) == "root" else locale


def _root() -> Locale:
    """Return the CLDR's root, with data of its own.

    Babel 2.18 writes the aliases that it resolves into the data of a locale: into the root's, which
    all others start from, so that October would be M10 in each that is loaded afterwards.
    """
    from babel import Locale  # noqa: PLC0415 - slow to import

    root = Locale("root")
    _ = root.text_direction  # loads the data, which would not be copied otherwise
    return deepcopy(root)


def _counting(own: tuple[str, ...], others: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return the alphabets that sub-items may count in: a to z, the language's own, and others.

    Letters with a mark (``й``, ``ё``) are passed over by some, so the language's own is there
    with them and without.
    """
    plain = tuple(letter for letter in own if not unicodedata.decomposition(letter[0]))
    latin = tuple(map(chr, range(ord("a"), ord("z") + 1)))
    written = map(_split, others)
    return tuple(dict.fromkeys(letters for letters in (latin, own, plain, *written) if letters))


def _split(letters: str) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", letters).split())


def _ten_digits(system: str) -> str:
    """Return the digits of a numbering system, the Latin ones where it isn't made of ten."""
    first = ord(unicodedata.lookup(f"{_DIGITS.get(system, '')}DIGIT ZERO"))
    return "".join(map(chr, range(first, first + 10)))


def _profile(tag: str, file: ProfileFile, locale: Locale) -> Profile:
    direction: Direction = "rtl" if locale.text_direction == "rtl" else "ltr"
    letters = unicodedata.normalize("NFC", file.alphabet.casefold()).split()
    longest = sorted(letters, key=len, reverse=True)
    return Profile(
        tag=tag,
        autonym=file.autonym,
        direction=file.direction or direction,
        msgids=file.msgids,
        quotes=file.quotes,
        divide_capitals=file.divide_capitals,
        digits=_ten_digits(file.digits or locale.default_numbering_system),
        sub_letters=_split(file.sub_letters[0]) if file.sub_letters else (),
        _file=file,
        _locale=locale,
        _letters={letter: rank for rank, letter in enumerate(letters)},
        _splitter=re.compile("|".join((*map(re.escape, longest), r"[^\W_]"))),
    )


def write_profile(tag: str) -> dict[str, object]:
    """Return what the CLDR has for a profile.yaml: the keys that a language is likely to change."""
    profile = plain_profile(tag)
    locale = profile._locale
    patterns = profile._file.dates or _cldr_patterns(locale)
    marks, script = _cldr_marks(locale), _script(locale)
    return {
        "autonym": profile.autonym,
        **({"direction": "rtl"} if profile.direction == "rtl" else {}),
        **({"cldr": str(locale)} if str(locale).replace("_", "-") != tag else {}),
        "dates": {"year": patterns.year, "month": patterns.month, "day": patterns.day},
        **({"script": script} if script else {}),
        "numbers": {"group": marks.group, "decimal": marks.decimal},
    }


def plain_profile(tag: str) -> Profile:
    """Return a language as the CLDR alone knows it, by its root where it knows nothing.

    The root's dates are as in ISO 8601, which the CLDR writes "2025 M10 9".
    """
    if (locale := _locale(tag)) is not None:
        made = _profile(tag, ProfileFile(autonym=locale.get_display_name() or tag), locale)
    else:
        dates = DatePatterns(year="y", month="y-MM", day="y-MM-dd")
        made = _profile(tag, ProfileFile(autonym=tag, dates=dates), _root())
    return replace(made, plain=True)
