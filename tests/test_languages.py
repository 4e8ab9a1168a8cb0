"""briefgen/languages.py: how each language writes dates, numbers and names."""

import dataclasses
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from briefgen.diagnostics import Severity
from briefgen.languages import ProfileFile, lookup, make_profile, plain_profile, read_profiles
from briefgen.project import Config, Project, list_templates

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """The profiles that the package carries, read from a project that has none."""
    project = Project(tmp_path_factory.mktemp("empty"), Config(), "briefgen.toml")
    profiles, problems = read_profiles(project, list_templates(project, "locale"))
    assert problems == []
    return profiles


def read(tmp_path: Path, tag: str, text: str):
    folder = tmp_path / "templates" / "locale" / tag
    folder.mkdir(parents=True)
    (folder / "profile.yaml").write_text(text, encoding="utf-8")
    return read_profiles(Project(tmp_path, Config(), "briefgen.toml"), [tag])


@pytest.mark.parametrize(
    ("tag", "year", "month", "day"),
    [
        ("en", "2027", "October_2025", "9_October 2025"),
        ("ru", "2027_г.", "октябрь 2025_г.", "9_октября 2025_г."),
        ("kk", "2027_ж.", "2025_ж. қазан", "2025_ж. 9_қазан"),
        ("ky", "2027-ж.", "2025-ж., октябрь", "2025-ж., 9-октябрь"),
        ("tg", "2027", "октябри соли_2025", "9_октябри соли_2025"),
        ("uz-Latn", "2027-yil", "2025-yil oktabr", "2025-yil 9-oktabr"),
        ("tk", "2027", "oktýabr_2025", "9_oktýabr_2025"),
        ("fa", "۲۰۲۷", "اکتبر_۲۰۲۵", "۹_اکتبر_۲۰۲۵"),
        ("ar", "2027", "أكتوبر_2025", "9_أكتوبر_2025"),
        ("fr", "2027", "octobre_2025", "9_octobre 2025"),
        ("es", "2027", "octubre de_2025", "9_de_octubre de_2025"),
        ("pt", "2027", "outubro de_2025", "9_de_outubro de_2025"),
        ("de", "2027", "Oktober_2025", "9._Oktober 2025"),
        ("tr", "2027", "Ekim_2025", "9_Ekim 2025"),
        ("it", "2027", "ottobre_2025", "9_ottobre 2025"),
    ],
)
def test_a_date_is_written_as_far_as_it_is_known(shipped, tag, year, month, day):
    written = [shipped[tag].date(iso) for iso in ("2027", "2025-10", "2025-10-09")]
    assert written == [text.replace("_", NBSP) for text in (year, month, day)]


@pytest.mark.parametrize(
    ("tag", "same_month", "same_year", "other"),
    [
        (
            "en",
            "9–10_October 2025",
            "30_September – 1_October 2025",
            "31_December 2025 – 1_January 2026",
        ),
        (
            "ru",
            "9–10_октября 2025_г.",
            "30_сентября – 1_октября 2025_г.",
            "31_декабря 2025_г. – 1_января 2026_г.",
        ),
        (
            "kk",
            "2025_ж. 9–10_қазан",
            "2025_ж. 30_қыркүйек – 1_қазан",
            "2025_ж. 31_желтоқсан – 2026_ж. 1_қаңтар",
        ),
    ],
)
def test_a_range_says_once_what_its_days_share(shipped, tag, same_month, same_year, other):
    ranges = [
        ("2025-10-09", "2025-10-10"),
        ("2025-09-30", "2025-10-01"),
        ("2025-12-31", "2026-01-01"),
    ]
    written = [shipped[tag].date_range(start, end) for start, end in ranges]
    assert written == [text.replace("_", NBSP) for text in (same_month, same_year, other)]


@pytest.mark.parametrize("end", [None, "2025-10-09"])
def test_a_range_of_one_day_is_that_day(shipped, end):
    assert shipped["en"].date_range("2025-10-09", end) == f"9{NBSP}October 2025"


def test_a_range_of_partial_dates_names_both(shipped):
    assert shipped["en"].date_range("2025", "2027") == "2025 – 2027"


@pytest.mark.parametrize("iso", ["", "soon", "2025-13", "2025-02-30", "2025-10-09-01"])
def test_what_is_no_date_is_refused(shipped, iso):
    with pytest.raises(ValueError, match=r"month|day|isoformat|date"):
        shipped["ru"].date(iso)


def test_every_shipped_language_writes_every_day_of_a_leap_year_differently(shipped):
    days = [date.fromordinal(date(2024, 1, 1).toordinal() + n).isoformat() for n in range(366)]
    for profile in shipped.values():
        assert len({profile.date(day) for day in days}) == 366


def test_arabic_script_runs_from_right_to_left(shipped):
    right_to_left = {tag for tag, profile in shipped.items() if profile.direction == "rtl"}
    assert right_to_left == {"fa", "ar"}


def test_names_are_sorted_by_the_alphabet_of_the_language(shipped):
    kazakh = ["Өзбекстан", "Ресей", "Қазақстан", "Қырғызстан", "Әзербайжан", "Тәжікстан"]
    assert sorted(kazakh, key=shipped["kk"].sort_key) == [
        "Әзербайжан",
        "Қазақстан",
        "Қырғызстан",
        "Өзбекстан",
        "Ресей",
        "Тәжікстан",
    ]
    uzbek = ["Oʻzbekiston", "Zomin", "Ovrupo", "Shosh", "Samarqand"]
    in_order = ["Ovrupo", "Samarqand", "Zomin", "Oʻzbekiston", "Shosh"]
    assert sorted(uzbek, key=shipped["uz-Latn"].sort_key) == in_order


def test_a_letter_that_the_alphabet_lacks_is_sorted_as_its_base_or_last(shipped):
    names = ["Ялта", "Żory", "Paris", "Oslo", "Ōsaka"]
    in_order = ["Ōsaka", "Oslo", "Paris", "Żory", "Ялта"]
    assert sorted(names, key=shipped["en"].sort_key) == in_order


def test_countries_and_languages_are_named_in_the_language(shipped):
    assert shipped["ru"].country("TJ") == "Таджикистан"
    assert shipped["ru"].country("QZ") is None
    assert shipped["ru"].language_name("en") == "английский"
    assert shipped["en"].language_name("uz-Latn") == "Uzbek (Latin)"
    assert shipped["en"].language_name("qqq") == "qqq"


@pytest.mark.parametrize(
    ("tag", "second", "sixth"),
    [("en", "2nd", "6th"), ("ru", "2-й", "6-й"), ("kk", "2-ші", "6-шы"), ("tk", "2-nji", "6-njy")],
)
def test_ordinals_follow_the_languages_plural_rules(shipped, tag, second, sixth):
    assert (shipped[tag].ordinal(2), shipped[tag].ordinal(6)) == (second, sixth)


def test_numbers_have_the_languages_separators(shipped):
    assert shipped["en"].number(12345.5) == "12,345.5"
    assert shipped["ru"].number(12345.5) == f"12{NBSP}345,5"


def test_what_is_written_has_the_digits_of_the_language(shipped):
    persian = shipped["fa"]
    assert persian.number(12345.5) == "۱۲٬۳۴۵٫۵"
    assert persian.ordinal(21) == "۲۱م"
    assert persian.date_range("2025-10-09", "2025-10-10") == f"۹–۱۰{NBSP}اکتبر{NBSP}۲۰۲۵"
    assert shipped["ar"].number(12345.5) == "12,345.5"
    assert {shipped[tag].digits for tag in shipped if tag != "fa"} == {"0123456789"}


@pytest.mark.parametrize(("tag", "digits"), [("ar-EG", "٠١٢٣٤٥٦٧٨٩"), ("mr", "०१२३४५६७८९")])
def test_digits_are_those_that_the_cldr_says(tag, digits):
    assert plain_profile(tag).digits == digits


def test_a_project_chooses_the_digits(tmp_path):
    profiles, problems = read(tmp_path, "ar", "autonym: العربية\ndigits: arab\n")
    assert problems == []
    assert profiles["ar"].date("2025") == "٢٠٢٥"


@pytest.mark.parametrize(
    ("tag", "letters"),
    [
        ("en", "a b c d z aa ab"),
        ("ru", "а б в г я аа аб"),
        ("kk", "а ә б в я аа аә"),
        ("tg", "а б в г я аа аб"),
        ("ky", "а б в г я аа аб"),
        ("fa", "الف ب پ ت ی الفالف الفب"),
        ("ar", "أ ب ج د غ أأ أب"),
    ],
)
def test_sub_items_count_in_letters_of_the_language(shipped, tag, letters):
    profile = shipped[tag]
    last = len(profile.sub_letters) or 26
    numbers = (1, 2, 3, 4, last, last + 1, last + 2)
    assert " ".join(map(profile.sub_letter, numbers)) == letters


def test_the_number_of_a_sub_item_is_the_languages(shipped):
    assert shipped["en"].subnumber("a") == "(a)"
    assert shipped["ru"].subnumber("a") == "a)"


@pytest.mark.parametrize(
    ("tag", "autonym", "day"),
    [("uk", "українська", "9_жовтня_2025\u202fр."), ("xx", "xx", "2025-10-09")],
)
def test_a_language_without_a_profile_is_as_the_cldr_has_it(tmp_path, tag, autonym, day):
    profiles, [problem] = read_profiles(Project(tmp_path, Config(), "briefgen.toml"), [tag])
    assert (profiles[tag].autonym, profiles[tag].plain) == (autonym, True)
    assert profiles[tag].date("2025-10-09").replace(NBSP, "_") == day
    assert (problem.code, problem.severity) == ("A201", Severity.WARNING)
    assert str(problem.place) == f"templates/locale/{tag}/profile.yaml:1:1"
    assert problem.hint.startswith(f"'briefgen languages add {tag}' writes one")


@pytest.mark.parametrize(
    ("tag", "written"),
    [("fr", "1er_janvier 2026"), ("it", "1º_gennaio 2026"), ("es", "1_de_enero de_2026")],
)
def test_the_first_of_a_month_is_written_as_the_language_does(shipped, tag, written):
    assert shipped[tag].date("2026-01-01") == written.replace("_", NBSP)


def test_a_region_is_served_by_the_languages_profile(tmp_path):
    profiles, problems = read_profiles(Project(tmp_path, Config(), "briefgen.toml"), ["en-GB"])
    assert problems == []
    assert (profiles["en-GB"].tag, profiles["en-GB"].msgids) == ("en-GB", True)


@pytest.mark.parametrize(
    ("tag", "tags"),
    [
        ("en", ["en"]),
        ("en-GB", ["en-GB", "en"]),
        ("uz-Latn-UZ", ["uz-Latn-UZ", "uz-Latn"]),
        ("kk-Arab", ["kk-Arab"]),
    ],
)
def test_a_shorter_tag_stands_for_a_longer_one_of_the_same_script(tag, tags):
    assert list(lookup(tag)) == tags


def test_a_project_may_bring_a_language_with_its_name_alone(tmp_path):
    profiles, problems = read(tmp_path, "de", "autonym: Deutsch\n")
    assert problems == []
    german = profiles["de"]
    assert german.date("2025-10-09") == f"9.{NBSP}Oktober{NBSP}2025"
    assert german.date("2025-10") == f"Oktober{NBSP}2025"
    assert german.date_range("2025-10-09", "2025-10-10").count(" – ") == 1
    assert german.ordinal(2) == "2"
    assert sorted(["b", "a"], key=german.sort_key) == ["a", "b"]


def test_a_project_overrides_a_shipped_profile(tmp_path):
    profiles, _ = read(tmp_path, "ru", "autonym: По-русски\ncountries: {KG: Кыргызстан}\n")
    assert profiles["ru"].autonym == "По-русски"
    assert profiles["ru"].country("KG") == "Кыргызстан"
    assert profiles["ru"].country("KZ") == "Казахстан"


def test_a_locale_that_the_cldr_lacks_is_told_at_its_line(tmp_path):
    _, [problem] = read(tmp_path, "xx", "autonym: X\ncldr: qq\n")
    assert (problem.code, problem.place.line) == ("A202", 2)
    assert "'qq'" in problem.message


def test_a_tag_that_the_cldr_lacks_may_borrow_a_locale(tmp_path):
    _, [problem] = read(tmp_path, "xxx", "autonym: X\n")
    assert problem.code == "A202"
    assert "cldr" in problem.hint
    profiles, _ = read(tmp_path / "borrowed", "xxx", "autonym: X\ncldr: tr\nlanguages: {en: İ}\n")
    assert profiles["xxx"].date("2025-10-09") == f"9{NBSP}Ekim{NBSP}2025"
    assert profiles["xxx"].language_name("en") == "İ"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('dates: {year: y, month: "MMMM y", day: "d MMMM Y"}', "'Y' is no field of a date"),
        ('dates: {year: "y год", month: "MMMM y", day: "d of MMMM"}', "'of' is no field of a date"),
        ('dates: {year: "y \'г", month: y, day: y}', "a quotation mark is not closed"),
        ("subnumber: '()'", "the pattern must have '{}' once"),
        ("digits: persian", "there are no digits 'persian': adlm, arab, arabext,"),
        ("months: {in_date: [a, b]}", "there are twelve months, not 2"),
        ("quotes: [a, b]", "two pairs are four marks, not 2"),
        ("autonyme: X", None),
    ],
)
def test_a_mistake_in_a_profile_is_told_at_its_line(tmp_path, text, words):
    profiles, problems = read(tmp_path, "en", f"autonym: English\n{text}\n")
    assert profiles == {}
    assert {problem.place.line for problem in problems} == {2}
    assert words is None or any(words in problem.message for problem in problems)


def test_unreadable_yaml_is_told_once(tmp_path):
    profiles, problems = read(tmp_path, "en", "autonym: [\n")
    assert profiles == {}
    assert len(problems) == 1


def test_a_language_may_be_named_without_any_profile():
    assert (plain_profile("ka").autonym, plain_profile("he").direction) == ("ქართული", "rtl")
    assert plain_profile("qqq").autonym == "qqq"


def test_a_profile_is_a_frozen_value():
    profile = make_profile("en", ProfileFile(autonym="English"))
    with pytest.raises(dataclasses.FrozenInstanceError):
        profile.tag = "ru"


@pytest.mark.parametrize(
    "profile",
    ["plain_profile('xx')", "make_profile('xx', ProfileFile(autonym='X', cldr='root'))"],
)
def test_a_tag_that_nobody_knows_leaves_other_languages_their_months(profile):
    code = (
        "from briefgen.languages import ProfileFile, make_profile, plain_profile\n"
        f"profile = {profile}\n"
        "profile.conventions(), profile.date('2025-10'), profile.language_name('de')\n"
        "print(plain_profile('ca').date('2025-10'), plain_profile('xx').date('2025-10-09'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["octubre", "del", "2025", "2025-10-09"]
