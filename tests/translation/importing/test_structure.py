"""The shapes that outcome documents come in: what is what, under which key, and what is told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.translation.importing.texts import keyed, read, shown, told
from tests.work import is_linear

DECLARATION = """\
Лента новостей
Вчера в Береговом прошла встреча:
– приняты два документа.

ДЕКЛАРАЦИЯ
Второй встречи у озера

Участники встречи,
признавая значение озера,
заявляют о следующем:

I. Вода
1. Стороны создают комиссию.
2. Стороны до 1 марта 2027 года:
а) публикуют данные;
б) создают реестр, который включает:
i) озёра;
ii) реки;
в) открывают посты:
– на севере;
– на юге.
II. Торговля
3. Торговля растёт.
Берег, 5 мая 2030 г.
За Северное королевство
___________
///агентство, 6 мая 2030 г.
"""


def test_a_declaration_is_told_from_the_article_before_it_and_has_its_parts():
    _, made = read(DECLARATION)
    assert made.title == "ДЕКЛАРАЦИЯ Второй встречи у озера"
    assert shown(made) == [
        "article: Лента новостей",
        "article: Вчера в Береговом прошла встреча:",
        "article: – приняты два документа.",
        "title: ДЕКЛАРАЦИЯ Второй встречи у озера",
        "pre.1: Участники встречи,",
        "pre.2: признавая значение озера,",
        "pre.3: заявляют о следующем:",
        "# I. Вода",
        "1: Стороны создают комиссию.",
        "2: Стороны до 1 марта 2027 года:",
        "2.a: публикуют данные;",
        "2.b: создают реестр, который включает:",
        "2.b.i: озёра;",
        "2.b.ii: реки;",
        "2.c: открывают посты:",
        "2.c.1: на севере;",
        "2.c.2: на юге.",
        "# II. Торговля",
        "3: Торговля растёт.",
        "end.1: Берег, 5 мая 2030 г.",
        "end.2: За Северное королевство",
        "end.3: ___________",
        "agency footer: ///агентство, 6 мая 2030 г.",
    ]
    assert told(made.problems) == ["I212 5"]


def test_what_is_left_out_is_told_with_its_lines():
    _, made = read(DECLARATION)
    assert [(p.code, p.message) for p in made.problems] == [
        ("I209", "lines 1 to 3: article, not in the document"),
        (
            "I212",
            "“ДЕКЛАРАЦИЯ Второй встречи у озера” is taken as the title, not “Лента новостей”",
        ),
        ("I209", "line 27: agency footer, not in the document"),
    ]


def body(*lines: str) -> str:
    return "\n".join(["Statement of the Lake", "They met.", *lines, ""])


@pytest.mark.parametrize(
    "lines",
    [
        ("1. One.", "2. Two.", "3. Three."),
        ("1) One.", "2) Two.", "3) Three."),
        ("1, One.", "2,Two.", "3,  Three."),
        ("(1) One.", "(2) Two.", "(3)Three."),
        ("1.One.", "2) Two.", "3,Three."),
        ("١. One.", "٢. Two.", "٣. Three."),
        ("\N{NO-BREAK SPACE}1.\N{NO-BREAK SPACE}One.", "2.\tTwo.", "§ 3. Three."),
    ],
    ids=["dot", "bracket", "comma", "brackets", "mixed", "arabic-indic", "odd-spaces"],
)
def test_numbers_are_read_however_they_are_written(lines):
    _, made = read(body(*lines))
    assert keyed(made) == {"pre.1": "They met.", "1": "One.", "2": "Two.", "3": "Three."}
    assert told(made.problems) == []


def test_two_hundred_no_break_spaces_and_unicode_hyphens_stay_as_they_are():
    text = "six\N{HYPHEN}party" + "\N{NO-BREAK SPACE}" * 200 + "work  here."
    _, made = read(body(f"1. {text}", "2. Two."))
    assert keyed(made)["1"] == text


def test_a_text_that_begins_with_a_decimal_is_no_number():
    _, made = read(body("1. One.", "2. Two.", "1.5 million trees.", "3. Three."))
    assert keyed(made)["2"] == "Two.\n1.5 million trees."
    assert told(made.problems) == ["I203 5", "I204 5"]


def test_numbers_of_several_levels_count_under_their_paragraph():
    _, made = read(body("1. One:", "1.1. a;", "1.2 b:", "1.2.1 deep;", "1.3 c.", "2. Two."))
    assert list(keyed(made)) == ["pre.1", "1", "1.1", "1.2", "1.2.1", "1.3", "2"]


def test_a_number_that_continues_nothing_is_text():
    _, made = read(body("1. One.", "40. Forty.", "2. Two.", "b) no list.", "3. Three."))
    assert keyed(made)["1"] == "One.\n40. Forty."
    assert keyed(made)["2"] == "Two.\nb) no list."
    assert told(made.problems) == ["I203 4", "I204 4", "I203 6", "I204 6"]


def test_a_gap_is_told_where_the_numbers_go_on_after_it():
    _, made = read(body("1. One.", "2. Two.", "4. Four.", "5. Five."))
    assert list(keyed(made)) == ["pre.1", "1", "2", "4", "5"]
    assert told(made.problems) == ["I201 5"]
    assert "no number 3 before 4" in made.problems[0].message


def test_a_gap_before_the_last_number_is_told_though_another_text_follows():
    text = body("1. One.", "3. Three.") + "\nAnnex\n1. First.\n2. Second.\n"
    _, made = read(text, which=1)
    assert keyed(made)["3"] == "Three."
    assert told(made.problems) == ["I201 4", "I207 6"]


def test_a_text_that_begins_in_the_middle_says_what_is_missing():
    _, made = read(body("7. Seven.", "8. Eight.", "9. Nine."))
    assert list(keyed(made)) == ["pre.1", "7", "8", "9"]
    assert "no numbers 1 to 6 before 7" in made.problems[0].message


def test_a_number_that_comes_twice_is_told_and_loses_no_words():
    _, made = read(body("1. One.", "2. Two.", "2. Again.", "3. Three."))
    assert keyed(made)["2"] == "Two.\n2. Again."
    assert told(made.problems) == ["I202 5", "I204 5"]


def test_a_list_in_the_numbers_of_the_paragraphs_belongs_to_the_one_that_announces_it():
    _, made = read(body("1. One.", "2. They:", "1) plant;", "2) water.", "3. Three."))
    assert list(keyed(made)) == ["pre.1", "1", "2", "2.1", "2.2", "3"]


def test_letters_go_on_past_those_that_have_a_mark_whether_counted_or_not():
    letters = "абвгдежзик"
    lines = [f"{letter}) item;" for letter in letters]
    _, made = read(body("1. They:", *lines, "2. Two."))
    assert list(keyed(made))[2:-1] == [f"1.{key}" for key in "abcdefghij"]
    assert told(made.problems) == []


@pytest.mark.parametrize(
    ("language", "letters"),
    [
        ("ar", ["(أ)", "(ب)", "(ج)", "(د)", "(هـ)", "(و)"]),
        ("fa", ["الف)", "ب)", "ج)", "د)", "ه)", "و)"]),
        ("fa", ["الف)", "ب)", "پ)", "ت)", "ث)", "ج)"]),
        ("kk", ["а)", "ә)", "б)", "в)", "г)", "ғ)"]),
        ("kk", ["а)", "б)", "в)", "г)", "д)", "е)"]),
    ],
)
def test_letters_count_in_the_alphabets_of_the_language(language, letters):
    lines = [f"{letter} x;" for letter in letters]
    _, made = read(body("1. They:", *lines, "2. Two."), language=language)
    assert list(keyed(made))[2:-1] == [f"1.{key}" for key in "abcdef"]
    assert told(made.problems) == []


def test_i_after_h_is_a_letter_and_i_at_the_start_a_number():
    letters = [f"({letter}) item;" for letter in "abcdefghij"]
    _, made = read(body("1. They:", *letters, "2. We:", "(i) x;", "(ii) y."))
    assert [*keyed(made)][9:] == ["1.h", "1.i", "1.j", "2", "2.i", "2.ii"]


def test_bullets_that_finish_a_sentence_are_its_sub_items():
    _, made = read(body("1. They agree:", "• to plant,", "• to water.", "2. Two."))
    assert list(keyed(made)) == ["pre.1", "1", "1.1", "1.2", "2"]
    assert keyed(made)["1.1"] == "to plant,"


def test_a_heading_at_the_end_of_the_paragraph_before_is_the_next_one_s():
    text = body("I. Water", "1. One. II. Trade of the Lake", "2. Two. XX. Not next")
    _, made = read(text)
    assert "# II. Trade of the Lake" in shown(made)
    assert keyed(made)["1"] == "One."
    assert keyed(made)["2"] == "Two. XX. Not next"


def test_a_heading_at_the_end_of_a_paragraph_is_no_number_where_none_are_counted():
    _, made = read("They met. I. Shore, 5 May 2030\n", unnumbered=True)
    assert shown(made) == ["1: They met.", "end.1: I. Shore, 5 May 2030"]


def test_headings_without_numbers_are_those_of_the_paragraph_after_them():
    _, made = read(body("Water", "1. One.", "Trade", "Roads", "2. Two."))
    assert shown(made)[2:] == ["# Water", "1: One.", "# Trade\nRoads", "2: Two."]


def test_ordinals_count_where_there_are_no_numbers_and_stay_in_the_text():
    text = body("First, we plant.", "Second, we water.", "Third: we wait.")
    _, made = read(text, ordinals={1: ("one", "first*"), 2: ("second*",), 3: ("third*",)})
    assert keyed(made) == {
        "pre.1": "They met.",
        "1": "First, we plant.",
        "2": "Second, we water.",
        "3": "Third: we wait.",
    }


def test_a_text_without_numbers_is_an_error_that_says_how_to_count_it():
    text = "Statement\nRecognising the lake,\nWelcoming rain,\nDecide to plant.\nAnd to water.\n"
    _, made = read(text)
    assert [(p.code, p.place.line, p.severity) for p in made.problems] == [("I208", 1, "error")]
    assert made.segments() == ()
    _, made = read(text, unnumbered=True)
    assert shown(made) == [
        "title: Statement",
        "pre.1: Recognising the lake,",
        "pre.2: Welcoming rain,",
        "1: Decide to plant.",
        "2: And to water.",
    ]


def test_footnotes_page_headers_and_barcodes_of_pdf_text_are_set_apart():
    page = "Lake Statement 2030/12"
    text = "\f".join(
        [
            f"{page}\nStatement of the Lake\nThey met.\n1. One is a long\n",
            f"{page}\n- 2 -\nparagraph.\n2. Two.\n¹ See there.\n*2512345*\n25-12345 (E)\n",
            f"{page}\n3\n3. Three.\n",
        ]
    )
    _, made = read(text)
    assert keyed(made) == {
        "pre.1": "They met.",
        "1": "One is a long paragraph.",
        "2": "Two.",
        "3": "Three.",
    }
    assert told(made.problems) == ["I210 9"]
    assert sum(block.kind == "page matter" for block in made.blocks) == 7


def test_wrapped_lines_are_one_paragraph_with_a_space_between():
    text = """\
Statement of the Lake

The participants, who met in the town of Shore on the fifth of May,
and who care for the lake and for all of the birds that rest there,
have agreed:

1. The parties set up a commission that counts the birds of the lake
and publishes what it found in the first week of every year, and all
of it is open.

2. They meet again.
"""
    _, made = read(text)
    assert keyed(made)["1"].endswith("birds of the lake and publishes what it found in the first"
                                     " week of every year, and all of it is open.")  # fmt: skip
    assert list(keyed(made)) == ["pre.1", "1", "2"]


def test_a_hyphen_at_the_end_of_a_line_is_kept_and_told():
    first = "The participants, who met in the town of Shore for the first six-"
    second = "party talks on the lake, agree that they will meet in May"
    _, made = read(f"Statement\n\n1. {first}\n{second}\n\n2. Two.\n")
    assert keyed(made)["1"].startswith(f"{first}party talks")
    assert told(made.problems) == ["I206 3"]


def test_an_end_that_may_be_a_heading_is_told_and_stays():
    _, made = read(body("1. One. Trade of the Lake", "2. Two."))
    assert keyed(made)["1"] == "One. Trade of the Lake"
    assert told(made.problems) == ["I206 3"]


def test_a_title_whose_last_line_may_be_the_first_heading_is_told():
    _, made = read("STATEMENT\nOf the Lake\n1. One.\n2. Two.\n")
    assert (made.title, told(made.problems)) == ("STATEMENT Of the Lake", ["I206 2"])
    _, made = read("STATEMENT\nWater\n1. One.\nTrade\n2. Two.\n")
    assert (made.title, told(made.problems)) == ("STATEMENT", [])


TWO = """\
Statement of the Lake
They met.
1. One.
2. Two.
Shore, 5 May 2030

Plan of the Lake
It says:
1. First.
2. Second.
3. Third.
Shore, 6 May 2030
"""


def test_of_several_texts_the_one_with_most_paragraphs_is_taken_and_the_others_are_told():
    _, made = read(TWO)
    assert made.title == "Plan of the Lake"
    assert keyed(made)["3"] == "Third."
    assert told(made.problems) == ["I207 1"]
    assert "--text 1" in made.problems[0].hint
    _, first = read(TWO, which=1)
    assert first.title == "Statement of the Lake"
    assert list(keyed(first)) == ["pre.1", "1", "2", "end.1"]
    assert told(first.problems) == ["I207 7"]


def test_a_text_that_the_file_does_not_have_is_an_error():
    _, made = read(TWO, which=3)
    assert [(p.code, p.severity) for p in made.problems] == [("I207", "error")]
    assert made.segments() == ()


def test_a_title_that_is_known_decides_where_the_document_begins():
    text = "News of the day\nThere was a meeting.\nStatement\n1. One.\n2. Two.\n"
    _, made = read(text.replace("Statement", "The Lake"))
    assert (made.title, told(made.problems)) == ("News of the day", ["I212 1"])
    _, made = read(text, titles=["Statement of"])
    assert (made.title, told(made.problems)) == ("Statement", [])
    assert shown(made)[:2] == ["article: News of the day", "article: There was a meeting."]
    _, made = read(text, title="Statement")
    assert shown(made)[2] == "title: Statement"


@pytest.mark.parametrize(
    ("first", "second"),
    [("Declaration of the Heads", "of the Lake States"), ("Заявление глав", "государств озера")],
)
def test_a_title_goes_on_in_small_letters(first, second):
    _, made = read(f"{first}\n{second}\nThe parties,\n1. One.\n2. Two.\n")
    assert made.title == f"{first} {second}"
    assert keyed(made)["pre.1"] == "The parties,"
    _, made = read(f"{first}\n{second}\n1. One.\n2. Two.\n")
    assert (made.title, told(made.problems)) == (f"{first} {second}", [])


@pytest.mark.parametrize("line", ["شورا، ۵ مهٔ ۲۰۳۰", "الشاطئ، ٥ مايو ٢٠٣٠"])
def test_a_place_and_date_may_be_in_digits_of_any_script(line):
    _, made = read(f"بیانیه\n۱. یک.\n۲. دو.\n{line}\n")
    assert [block.text for block in made.blocks if block.kind == "place and date"] == [line]


@pytest.mark.parametrize("line", ["Page 2 of 2", "Стр. 2 из 12", "صفحه ۲ از ۵"])
def test_the_number_of_a_page_is_page_matter_though_it_comes_once(line):
    _, made = read(body("1. One.", "2. Two.") + f"Shore, 5 May 2030\nA. Lake\n{line}\n")
    assert [block.text for block in made.blocks if block.kind == "page matter"] == [line]


def test_prose_after_the_place_and_date_is_left_over_and_told():
    _, made = read(body("1. One.", "2. Two.", "Shore, 5 May 2030", "The rest is silence."))
    assert told(made.problems) == ["I205 6"]
    assert shown(made)[-1] == "leftover: The rest is silence."


PIECES = st.sampled_from(
    ["1. ", "2) ", "3,", "(a) ", "б) ", "ii) ", "– ", "I. ", "One.", "Title", "they:", "\f", "7",
     "Shore, 5 May 2030", "\N{NO-BREAK SPACE}", "\r\n", "\n", "\n\n", "[1] note", "© x", " ", "1.5"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=40), st.booleans())
def test_every_character_is_in_exactly_one_part(pieces, unnumbered):
    text = "".join(pieces).replace("\0", "").encode(errors="ignore").decode()
    if text.strip():
        read("\N{ZERO WIDTH NO-BREAK SPACE}x" + text, unnumbered=unnumbered)


def test_ten_thousand_paragraphs_take_work_that_grows_with_their_number():
    def work(paragraphs: int) -> None:
        lines = [f"{n}. Paragraph {n} says this.\n(a) and that;\n(b) and more." for n in
                 range(1, paragraphs + 1)]  # fmt: skip
        text = body(*lines)
        _, made = read(text)
        assert len(made.segments()) == 3 * paragraphs + 1

    assert is_linear(work, 2_500)


@pytest.mark.parametrize(
    "line", ["Title", "goes on", "(a) x", "1. One", "Shore, 5 May 2030", "– x", "I. One", "they:"]
)
def test_a_line_twenty_thousand_times_takes_work_that_grows_with_their_number(line):
    def work(lines: int) -> None:
        numbered = [f"{line} {n}" for n in range(lines)]
        read(body("1. One.", *numbered, "2. Two."), titles=["Statement"])
        read("\n".join([line] * lines), titles=["Statement"])

    assert is_linear(work, 5_000)
