"""Each check finds what it is for, says where, and holds its tongue about what is right."""

import re

import pytest

from briefgen.languages import plain_profile
from briefgen.translation.checks.dates import dates_in
from briefgen.translation.checks.table import AMONG, AMONG_PAIRS, CHECKS, CODES
from briefgen.translation.checks.writing import make_writing
from tests.translation.checks.pairs import SUMMIT, check, found, mend, term

TERMS = [
    term("sustainable development", "устойчивое развитие", forbidden=("долговечн* развитие",)),
    term("Eurasian Development Bank (EDB)", "Евразийский банк развития (ЕАБР)"),
]

WRONG = [
    ("L101", "They met in Dushanbe.", "They met in Dushanbe today."),
    ("L102", "They met.", "Они вcтретились."),
    ("L104", "They met.", "Они встре\u00adтились."),
    ("L105", "They met there.", "Они  встретились там."),
    ("L105", "They met there.", "Они встретились , там."),
    ("L105", "They met, there.", "Они встретились,там."),
    ("L105", "They met. There.", "Они встретились.Там."),
    ("L105", "They (met) there.", "Они ( встретились) там."),
    ("L106", "See No. 5.", "См. № 5."),
    ("L106", "On 9 October", "9 октября"),
    ("L106", "A. B. Ivanov", "А. Б.\u00a0Иванов"),
    ("L111", "They (or some) met.", "Они (или некоторые встретились."),
    ("L111", "The summit “Lake” met.", "Встреча «Озеро прошла."),
    ("L112", "The summit “Lake” met.", "Встреча “Озеро” прошла."),
    ("L112", "The summit “Lake” met.", 'Встреча "Озеро" прошла.'),
    ("L113", "Peace — for all.", "Мир - для всех."),
    ("L113", "Peace — for all.", "Мир—для всех."),
    ("L113", "In 2025–2027.", "В 2025-2027 годах."),
    ("L114", "They met.", "Они встретились;"),
    ("L114", "To meet,", "Встретиться"),
    ("L114", "To meet; and", "Встретиться и"),
    ("L115", "They met.", "Они они встретились."),
    ("L121", "In 2027.", "В 2028 году."),
    ("L121", "Five of 12.", "Пять из тринадцати."),
    ("L121", "1,250 pages.", "1\u00a0520 страниц."),
    ("L121", "5 million people.", "5\u00a0млрд человек."),
    ("L121", "5 billion people.", "5\u00a0человек."),
    ("L121", "2.4 million people.", "2.4\u00a0млн человек."),
    ("L121", "1,250 pages.", "1,250 страниц."),
    ("L122", "On 9 October.", "9\u00a0ноября."),
    ("L122", "In October 2025.", "В ноябре 2025\u00a0г."),
    ("L121", "By 5 per cent.", "На 5."),
    ("L121", "Of 5.", "Из 5\u00a0%."),
    ("L121", "Some $5 million.", "Около 5\u00a0млн евро."),
    ("L121", "Five million US dollars.", "Пять миллионов рублей."),
    ("L131", "For sustainable development.", "Для прочного роста."),
    ("L131", "With the EDB.", "С этим банком."),
    ("L133", "Kassym-Jomart Tokayev spoke.", "Выступил Касым Токаев."),
    ("L133", "The President of Kazakhstan spoke.", "Выступил Премьер-министр Казахстана."),
    ("L133", "The UN Charter.", "Устав СНГ."),
    ("L141", "Dear {name}.", "Уважаемый."),
    ("L142", "See www.un.org.", "См. www.un.com."),
    ("L142", "See A/RES/70/1.", "См. A/RES/71/1."),
    ("L143", "(a) They met.", "Они встретились."),
    ("L143", "1. They met.", "2. Они встретились."),
    ("L143", "(a) peace; (b) trade;", "а) мир; в) торговля;"),
    ("L143", "(a) peace; (b) trade;", "б) мир; а) торговля;"),
    ("L143", "(i) peace; (ii) trade;", "i) мир; iii) торговля;"),
    ("L144", "They [shall] meet.", "Они встречаются."),
    ("L145", "They met. They spoke.", "Они встретились и говорили."),
    ("L146", "They met in the capital of the country next door.", "Они встретились там."),
    ("L147", "Lake Meeting", "Lake Meeting"),
    ("L151", "They did not meet.", "Они встретились."),
    ("L151", "They met.", "Они не встретились."),
    ("L151", "They met. None spoke.", "Они не встретились. Никто не говорил."),
    ("L152", "They met for sustainable growth.", "Они встретились ради sustainable роста."),
]

RIGHT = [
    ("80th anniversary, in the 21st century.", "80-летие, в XXI\u00a0веке."),
    ("1,234.5 tonnes and 3.5 %", "1\u00a0234,5 тонны и 3,5\u00a0%"),
    ("Some 2.4 million people.", "Около 2\u00a0400\u00a0000 человек."),
    ("It has 2 parts and five chapters.", "В нём две части и 5 глав."),
    ("See paragraph 4.1.", "См. пункт 4.1."),
    ("From 5 to 10 million people.", "От 5\u00a0млн до 10\u00a0млн человек."),
    ("Five per cent, or 5.5 %.", "Пять процентов, или 5,5\u00a0%."),
    ("US$5 million and 3 billion euros.", "5\u00a0млн долл. и 3\u00a0млрд евро."),
    ("A high percentage.", "Высокая доля."),
    ("Without them, they can't meet.", "Встреча невозможна без них, без всех."),
    ("Not only they met.", "Встретились и не только они."),
    ("The eBay and iPhone firms met.", "Представители фирм eBay и iPhone встретились."),
    ("0.7 % of ODA/GNI.", "0,7\u00a0% ОПР/ВНД."),
    ("Under article 1 (c).", "По статье 1\u00a0c."),
    ("Under article 1 (c).", "По статье 1\u00a0c)."),
    ("On October 9, 2025.", "09.10.2025."),
    ("From 30 April to 1 May 2026.", "С 30\u00a0апреля по 1\u00a0мая 2026\u00a0г."),
    ("The President of Kazakhstan met.", "С Президентом Казахстана встретились."),
    ("Thanks to Kassym-Jomart Tokayev.", "Благодаря Касым-Жомарту Токаеву."),
    ("Of the United Nations.", "Организации Объединенных Наций."),
    ("With the EDB.", "С Евразийским банком развития."),
    ("For sustainable development.", "Ради устойчивого развития."),
    ("They met in 2025.", "Встреча прошла в 2025\u00a0г."),
    ("To meet in peace,", "Встретиться в мире; и"),
    ("To meet in peace; and", "Встретиться в мире,"),
    ("(a) peace; (b) trade;", "а) мир; б) торговля;"),
    ("(b) trade; (g) peace;", "б) торговля; ж) мир;"),
    ("(b) trade; (g) peace;", "б) торговля; ё) мир;"),
    ("(a) peace (and bread); (b) trade;", "a) мир (и хлеб); b) торговля;"),
    ("(i) peace; (iv) trade;", "i) мир; iv) торговля;"),
    ("He said “peace in “Lake””.", "Он сказал: «мир в „Озере“»."),
    ("See https://un.org/a,b.", "См. https://un.org/a,b."),
    ("Central Asia–Russia", "Центральная Азия\u00a0— Россия"),
    ("UN", "ООН"),
]


@pytest.mark.parametrize(("code", "source", "target"), WRONG)
def test_what_is_wrong_is_found_at_its_file_with_both_texts(code, source, target):
    problems = check([("4.a", source, target)], terms=TERMS, summit=SUMMIT)
    [problem] = [p for p in problems if p.code == code][:1]
    assert problem.message.startswith("4.a: ")
    assert problem.place.file == "text.xx.yaml"
    (one, source_place), (other, _) = problem.related
    assert one.removeprefix("source: ").strip("…") in source
    assert other.removeprefix("translation: ").strip("…") in target
    assert source_place.file == "text.yaml"


@pytest.mark.parametrize(("source", "target"), RIGHT)
def test_nothing_is_found_in_what_is_right(source, target):
    assert found(source, target, terms=TERMS, summit=SUMMIT) == []


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        ("ar", "(أ) السلام (ج) التجارة (هـ) الطريق", "(أ) السلام (د) التجارة (هـ) الطريق"),
        ("fa", "الف) صلح ج) تجارت ه) راه", "الف) صلح د) تجارت ه) راه"),
        ("fa", "الف) صلح پ) تجارت ث) راه", "ب) صلح پ) تجارت ث) راه"),
        ("kk", "а) бейбітшілік в) сауда д) жол", "а) бейбітшілік г) сауда е) жол"),
        ("kk", "а) бейбітшілік б) сауда г) жол", "а) бейбітшілік б) сауда е) жол"),
        ("uz-Latn", "a) tinchlik c) savdo e) yoʻl", "a) tinchlik c) savdo g) yoʻl"),
    ],
)
def test_sub_numbers_count_in_the_alphabets_of_the_language(language, right, wrong):
    source = "(a) peace (c) trade (e) roads"
    assert "L143" not in found(source, right, ("en", language))
    assert "L143" in found(source, wrong, ("en", language))


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        ("ar", "1 كانون الثاني/يناير 1942", "1 كانون الأول/ديسمبر 1942"),
        ("ar", "1 كانون الثاني 1942", "1 تشرين الثاني 1942"),
    ],
)
def test_a_month_may_have_two_names(language, right, wrong):
    assert "L122" not in found("1 January 1942", right, ("en", language))
    assert "L122" in found("1 January 1942", wrong, ("en", language))


@pytest.mark.parametrize(
    ("language", "right", "stranger"),
    [
        ("kk", "Елдер тұрақты даму үшін кездесті", "развития"),
        ("ky", "Өлкөлөр туруктуу өнүгүү үчүн жолугушту", "для"),
        ("tg", "Кишварҳо барои рушди устувор вохӯрданд", "который"),
        ("fr", "Les pays se sont réunis pour le développement", "desarrollo"),
        ("es", "Los países se reunieron para el desarrollo", "développement"),
        ("pt", "Os países reuniram-se para o desenvolvimento", "desarrollo"),
        ("it", "I paesi si sono riuniti per lo sviluppo", "desarrollo"),
        ("de", "Die Länder trafen sich zur Entwicklung", "development"),
        ("tr", "Ülkeler kalkınma için bir araya geldi", "development"),
        ("uz-Latn", "Mamlakatlar rivojlanish uchun uchrashdi", "için"),
        ("tk", "Ýurtlar ösüş üçin duşuşdy", "uchun"),
        ("fa", "کشورها برای توسعه دیدار کردند", "الذي"),
        ("ar", "اجتمعت البلدان من أجل التنمية", "برای"),
    ],
)
def test_one_word_of_another_language_is_found(language, right, stranger):
    source = "The countries met for development"
    assert not {"L151", "L152"} & set(found(source, right, ("en", language)))
    assert "L152" in found(source, f"{right} {stranger} ok", ("en", language))
    if (name := stranger.title()) != stranger:
        assert "L152" not in found(source, f"{right} {name}", ("en", language))


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        ("es", "5 millones de dólares, el 7 por ciento", "5 millones de euros, el 7 por ciento"),
        ("fr", "5 millions de dollars, 7 pour cent", "5 millions d’euros, 7 pour cent"),
        ("pt", "5 milhões de dólares, 7 por cento", "5 milhões de dólares, 7"),
        ("de", "5 Millionen US-Dollar, 7 Prozent", "5 Millionen Euro, 7 Prozent"),
        ("it", "5 milioni di dollari, 7 per cento", "5 milioni di euro, 7 per cento"),
        ("tr", "5 milyon dolar, yüzde 7", "5 milyon avro, yüzde 7"),
        ("kk", "5 млн доллар, 7 пайыз", "5 млн еуро, 7 пайыз"),
        ("ky", "5 млн доллар, 7 пайыз", "5 млн доллар, 7"),
        ("tg", "5 млн доллар, 7 фоиз", "5 млн евро, 7 фоиз"),
        ("uz-Latn", "5 mln dollar, 7 foiz", "5 mln yevro, 7 foiz"),
        ("tk", "5 mln dollar, 7 göterim", "5 mln ýewro, 7 göterim"),
        ("fa", "۵ میلیون دلار، ۷ درصد", "۵ میلیون یورو، ۷ درصد"),
        ("ar", "5 ملايين دولار، 7 في المائة", "5 ملايين يورو، 7 في المائة"),
    ],
)
def test_units_are_compared_in_every_language(language, right, wrong):
    source = "5 million dollars, 7 per cent"
    codes = {"L121"}
    assert not codes & set(found(source, right, ("en", language)))
    assert codes & set(found(source, wrong, ("en", language))) == codes


def test_a_word_may_stand_between_day_and_month_as_the_cldr_has_it():
    spanish = plain_profile("es")
    writing = make_writing(spanish.conventions())
    assert [(d.day, d.month) for d in dates_in("1 de enero de 1942", writing)] == [(1, 1)]


def test_a_forbidden_word_is_found_in_any_form():
    problems = check([("1", "Of growth.", "Долговечного развития.")], terms=TERMS)
    assert [p.code for p in problems] == ["L132"]
    assert problems[0].hint == "say 'устойчивое развитие'"


def test_a_forbidden_beginning_may_be_longer_than_the_stem_of_the_word():
    forbidden = term("people", "народ", forbidden=("народонаселени*",))
    problems = check([("1", "Of people.", "О народонаселении.")], terms=[forbidden])
    assert "L132" in {p.code for p in problems}
    assert check([("1", "Of people.", "О народе.")], terms=[forbidden]) == []


@pytest.mark.parametrize(
    ("language", "target", "letters"),
    [
        ("fa", "رييس", "'ي' (U+064A ARABIC LETTER YEH) stands for 'ی'"),
        ("kk", "ѳмір", "'ѳ' (U+0473 CYRILLIC SMALL LETTER FITA) stands for 'ө'"),
        ("uz-Latn", "o'zbek", "stands for 'oʻ'"),
        ("tg", "точикї", "stands for 'ӣ'"),
    ],
)
def test_letters_that_stand_for_others_are_the_profiles(language, target, letters):
    [problem, *_] = check([("1", "…", target + "…")], ("en", language))
    assert problem.code == "L103"
    assert letters in problem.message


def test_texts_are_compared_with_each_other():
    texts = [("1", "They met.", "Встретились."), ("2", "They met.", "Сошлись.")]
    assert [(p.code, p.message.partition(":")[0]) for p in check(texts)] == [("L148", "2")]
    texts = [("1", "They met.", "Встретились."), ("2", "All came.", "Встретились.")]
    assert [(p.code, p.message.partition(":")[0]) for p in check(texts)] == [("L149", "2")]


@pytest.mark.parametrize(
    ("language", "first", "right", "wrong"),
    [
        ("ru", "Выступил Касым Токаев.", "С речью Токаева согласны.", "С речью Такаева согласны."),
        ("ru", "Выступил Шавкат Мирзиёев.", "Это Мирзиёеву известно.", "Это Мирзияеву известно."),
        ("kk", "Сөз сөйлеген Садыр Жапаров.", "Бұл Жапаровқа белгілі.", "Бұл Жаперовқа белгілі."),
        ("fr", "Avec Emomali Rahmon.", "Que Rahmon le dise.", "Que Rohmon le dise."),
    ],
)
def test_a_name_that_is_spelt_otherwise_elsewhere_is_found(language, first, right, wrong):
    name = re.search(r"(\w+)\.$", first)[1]
    sources = "Then spoke {}.", "They agree with what {} said."
    for text, expected in ((right, []), (wrong, ["2"])):
        texts = [
            (str(n), s.format(name), t)
            for n, (s, t) in enumerate(zip(sources, (first, text), strict=True), 1)
        ]
        problems = [p for p in check(texts, ("en", language)) if p.code == "L153"]
        assert [p.message.partition(":")[0] for p in problems] == expected


def test_long_endings_make_no_other_spelling():
    texts = [
        ("1", "By this Declaration.", "Ve Beyannamesini kabul eder."),
        ("2", "In this Declaration.", "Ve Beyannamenin hükmü."),
    ]
    assert [p for p in check(texts, ("en", "tr")) if p.code == "L153"] == []


def test_names_of_one_country_in_several_words_are_no_two_spellings():
    texts = [
        ("1", "In the Republic of Kyrgyzstan.", "В Республике Кыргызстан."),
        ("2", "By the Kyrgyz Republic, Kyrgyzstan.", "Она, Кыргызская Республика."),
        ("3", "In Tajikistan, in Turkmenistan.", "Там, в Таджикистане, в Туркменистане."),
        ("4", "For Tajikistan, by Turkmenistan.", "Для Таджикистана, и Туркменистаном."),
    ]
    assert [p for p in check(texts) if p.code == "L153"] == []


def test_every_check_has_an_example_here():
    shown = {code for code, _, _ in WRONG} | {"L103", "L132", "L148", "L149", "L153"}
    assert shown == CODES
    assert len(CODES) == len(CHECKS) + len(AMONG) + len(AMONG_PAIRS)


@pytest.mark.parametrize(
    ("language", "target", "mended"),
    [
        ("ru", "Мир  - для всех , да.", "Мир\u00a0— для всех, да."),
        ("ru", 'Встреча "Озеро "Синее"" прошла.', "Встреча «Озеро „Синее“» прошла."),
        ("ru", "См. № 5 от 9 октября 2025 г.", "См. №\u00a05 от 9\u00a0октября 2025\u00a0г."),
        ("ru", "А. Б. Иванов", "А.\u00a0Б.\u00a0Иванов"),
        ("en", "«Lake», in 2025-2027", "“Lake”, in 2025–2027"),
        ("fa", '"دریا"', "«دریا»"),
        ("ru", 'Встреча "Озеро прошла.', 'Встреча "Озеро прошла.'),
    ],
)
def test_spaces_quotation_marks_and_dashes_are_mended_as_the_language_has_them(
    language, target, mended
):
    assert mend(target, language) == mended


def test_french_quotation_marks_and_high_punctuation_keep_their_spaces():
    pairs = [
        ("1", "They say “peace”: why?", "Ils disent «\u00a0paix\u00a0»\u00a0: pourquoi\u202f?")
    ]
    assert check(pairs, ("en", "fr")) == []
