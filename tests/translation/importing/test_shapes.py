"""Shapes that outcome documents come in beside the plain numbered one: titles, articles, lists."""

import pytest

from briefgen.translation.importing.formats import read_outside
from briefgen.translation.importing.structure import Hints, read_structure
from tests.translation.importing.test_formats import word
from tests.translation.importing.texts import keyed, read, shown, told

LONG = "The leaders met on the shore of the lake, and there they agreed to keep its water clean"


def paragraphs(number: int, mark: str = "") -> list[str]:
    return [f"{LONG} in year {n}.{mark}" for n in range(1, number + 1)]


ONE, TWO, LAST, MORE = paragraphs(4)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", f"Lake Accord\n\n{ONE}\n\nWater\n\n{TWO}\n\nTrade\n\n{LAST}\n"),
        ("a.txt", f"A/LAKE/73/7\n\nLake Accord\n\n{ONE}\n\nWater\n\n{TWO}\n\nTrade\n\n{LAST}\n"),
        ("a.md", f"# Lake Accord\n\n{ONE}\n\n## Water\n\n{TWO}\n\n---\n\n## Trade\n\n{LAST}\n"),
        ("a.md", f"---\ntitle: Lake Accord\n---\n{ONE}\n\n## Water\n\n{TWO}\n\n## Trade\n\n{LAST}"),
        ("a.html", f"<p class=title>Lake Accord<p>{ONE}<h2>Water</h2><p>{TWO}<h2>Trade</h2>{LAST}"),
        ("a.html", f"<h2>Lake Accord</h2>{ONE}<h3>Water</h3>{TWO}<h3>Trade</h3><p>{LAST}"),
        ("a.md", f"Lake Accord\n\n{ONE}\n\n# Water\n\n{TWO}\n\n# Trade\n\n{LAST}\n"),
        ("a.html", f"<h1>Lake Accord</h1><p>{ONE}<h2>Water</h2><p>{TWO}<h2>Trade</h2><p>{LAST}"),
    ],
)  # fmt: skip
def test_the_title_of_a_text_with_sub_headings_is_not_the_last_of_them(name, text):
    _, made = read(text, name, unnumbered=True)
    assert made.title == "Lake Accord"
    assert [line for line in shown(made) if line.startswith(("#", "1", "2", "3"))] == [
        f"1: {ONE}", "# Water", f"2: {TWO}", "# Trade", f"3: {LAST}",
    ]  # fmt: skip
    assert not [block for block in made.blocks if block.kind == "article"]


def test_the_one_heading_of_the_highest_level_is_the_title_though_a_line_stands_before_it():
    page = f"<p>Press room<h2>Lake Accord</h2><p>{ONE}<h3>Water</h3><p>{TWO}<h3>Trade</h3><p>{LAST}"
    _, made = read(page, "a.html", unnumbered=True)
    assert made.title == "Lake Accord"


NUMBERED = [f"{n}. {text}" for n, text in enumerate(paragraphs(3), 1)]


@pytest.mark.parametrize("body", [NUMBERED, ["Water", *NUMBERED[:1], "Trade", *NUMBERED[1:]], None])
@pytest.mark.parametrize(
    ("name", "heading"), [("a.txt", "{}"), ("a.md", "# {}"), ("a.md", "**{}**"),
                          ("a.html", "<h2>{}</h2>"), ("a.html", "<p><b>{}</b></p>")],
)  # fmt: skip
def test_news_before_a_text_are_not_its_title_and_what_is_passed_over_is_named(name, heading, body):
    title = "Declaration of the Lake"
    lines = [heading.format("News of the day"), "They met.", heading.format(title)]
    lines += body or [ONE, TWO, heading.format("Water"), LAST, heading.format("Trade"), MORE]
    if name == "a.html":
        lines = [line if line.startswith("<") else f"<p>{line}</p>" for line in lines]
    _, made = read("\n\n".join(lines), name, unnumbered=body is None)
    assert made.title == title
    [found] = [p for p in made.problems if p.code == "I212"]
    assert found.severity == "warning"
    assert found.message == f"“{title}” is taken as the title, not “News of the day”"
    assert f"“{title}" in found.hint


@pytest.mark.parametrize(("name", "mark"), [("a.txt", ""), ("a.md", "# ")])
def test_a_line_apart_before_the_one_that_names_the_kind_is_no_part_of_the_title(name, mark):
    text = "\n\n".join([f"{mark}News", f"{mark}Declaration of the Lake", "They met.", *NUMBERED])
    _, made = read(text, name)
    assert (made.title, told(made.problems)) == ("Declaration of the Lake", ["I212 3"])
    assert shown(made)[0] == "article: News"
    _, made = read(text, name, title="Declaration of the Lake")
    assert (made.title, told(made.problems)) == ("Declaration of the Lake", [])


@pytest.mark.parametrize("unnumbered", [False, True])
@pytest.mark.parametrize(
    ("before", "after"),
    [("Map | Search", ""), ("Home › News", ""), ("", "(first draft)"), ("", "Paper.com"),
     ("Home > News >", "(translation)")],
)  # fmt: skip
def test_menus_addresses_and_brackets_beside_a_title_are_told_and_no_part_of_it(
    before, after, unnumbered
):
    title = "Declaration of the Lake"
    lines = [line for line in (before, title, after) if line]
    for joint in ("\n", "\n\n"):
        text = "\n\n".join([joint.join(lines), *([ONE, TWO] if unnumbered else NUMBERED)])
        _, made = read(text, unnumbered=unnumbered)
        assert made.title == title
        assert not [part for part in shown(made) if part.startswith(("#", "pre"))]
        kinds = {block.text: block.kind for block in made.blocks}
        assert all(kinds[line] in {"article", "note"} for line in (before, after) if line)


def test_words_in_quotation_marks_stay_in_a_title_and_a_line_alone_in_brackets_is_one():
    for title in ("Déclaration « Eau » de la mer\nÀ « Evian »", "(Declaration of the Lake)"):
        _, made = read("\n\n".join([title, *NUMBERED]))
        assert made.title == title.replace("\n", " ")


@pytest.mark.parametrize("date", ["14.12.2020", "14/12/2020", "2020-12-14"])
def test_a_date_in_digits_is_no_heading(date):
    _, made = read(f"Lake Accord\n\n{date}\n\n{ONE}\n\n{TWO}\n", unnumbered=True)
    assert f"# {date}" not in shown(made)
    assert next(block.kind for block in made.blocks if block.text == date) == "place and date"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ((f"JOINT DECLARATION{' OF THE LAKE STATES' * 8}",), None),
        (("Old declarations", "Declaration of the Lake", "They met."), "Declaration of the Lake"),
        (("JOINT DECLARATION", "The President, Ann Lee; and the Prime"), "JOINT DECLARATION"),
        (("JOINT DECLARATION", "PRÉAMBLE"), "JOINT DECLARATION"),
    ],
)
def test_long_titles_later_ones_and_beginnings_of_a_preamble_are_told_apart(lines, title):
    _, made = read("\n\n".join([*lines, *NUMBERED]), language="en")
    assert made.title == (title or lines[0])


def test_the_later_one_of_two_lines_that_name_their_kind_is_told():
    _, made = read("\n\n".join(["Old declarations", "Declaration of the Lake", *NUMBERED]))
    assert (made.title, told(made.problems)) == ("Old declarations", ["I212 1"])


def test_lines_of_a_title_that_name_no_kind_are_told():
    _, made = read("\n\n".join(["Archive", "The Lake and its States", *NUMBERED]))
    assert (made.title, told(made.problems)) == (
        "Archive The Lake and its States",
        ["I212 1", "I206 3"],
    )


def test_headings_of_one_level_that_name_no_kind_compete_and_are_named():
    parts = ["Our Lake", ONE, "Water", TWO, "Trade", LAST]
    text = "\n\n".join(part if part.endswith(".") else f"## {part}" for part in parts)
    _, made = read(text, "a.md", unnumbered=True)
    [found] = made.problems
    assert (found.code, found.severity, found.place.line) == ("I212", "warning", 1)
    assert found.message.endswith("not “Water”, “Trade”")


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_title_with_much_before_it_stops_and_shows_the_choices(name):
    text = f"{ONE}\n\n{TWO}\n\n{LAST}\n\nLake Accord\n\n{MORE}\n\nWater\n\nIt is clean.\n"
    _, made = read(text, name, unnumbered=True)
    [found] = [p for p in made.problems if p.code == "I212"]
    assert (found.severity, found.place.line) == ("error", 7)
    assert "“Lake Accord”, “Water”" in found.hint
    _, made = read(text, name, unnumbered=True, title="Lake Accord")
    assert "I212" not in [p.code for p in made.problems]


@pytest.mark.parametrize("text", ["Accord\n\nWe, the leaders, say:\n\n1. One.\n2. Two.\n"])
def test_the_first_paragraph_of_a_preamble_is_no_note(text):
    _, made = read(text)
    assert keyed(made)["pre.1"] == "We, the leaders, say:"


@pytest.mark.parametrize("note", ["* One member has divergent views.", "** One member differs."])
def test_a_footnote_with_a_star_is_named_as_lost_and_no_publisher_s_footer(note):
    star = note.partition(" ")[0]
    lines = ["Lake Accord", *paragraphs(2, star), note]
    _, made = read("\n\n".join(lines), unnumbered=True)
    assert shown(made)[-1] == f"footnote: {note}"
    assert [(p.code, p.severity) for p in made.problems] == [("I210", "warning")]


def test_inline_html_wrapped_emphasis_and_empty_headings_of_markdown_leave_no_characters():
    text = "# Plan\n\n1. <u>One</u> m<sup>2</sup> is *a\nlong run*.\n###\n2. Two.\n"
    _, made = read(text, "a.md")
    assert keyed(made) == {"1": "One m2 is a long run.", "2": "Two."}


def test_rules_of_a_plain_text_are_no_paragraphs():
    _, made = read("Plan\n-----\n1. One.\n* * *\n2. Two.\n")
    assert keyed(made) == {"1": "One.", "2": "Two."}
    assert told(made.problems) == []


def test_lines_that_hang_below_the_words_of_an_item_go_on_with_it():
    _, made = read("Plan\n1. They plant\n   trees.\n2. They\n(a) water\n    them;\n(b) wait.\n")
    assert keyed(made) == {"1": "They plant trees.", "2": "They", "2.a": "water them;",
                           "2.b": "wait."}  # fmt: skip


def test_items_that_all_have_the_number_one_are_counted_and_this_is_told():
    _, made = read("# Plan\n\n1. One.\n1. Two.\n1. Three.\n", "a.md")
    assert keyed(made) == {"1": "One.", "2": "Two.", "3": "Three."}
    assert told(made.problems) == ["I202 3"]


FEW = "\n\n".join(
    ["# Accord", ONE, "1. plant;\n2. water;\n3. wait;", TWO, "## Trade", LAST, MORE, "They end."]
)


def test_a_short_list_in_a_text_without_numbers_is_told_and_belongs_to_its_paragraph():
    _, made = read(FEW, "a.md")
    assert "I208 1" in told(made.problems)
    _, made = read(FEW, "a.md", unnumbered=True)
    assert list(keyed(made)) == ["1", "1.1", "1.2", "1.3", "2", "3", "4", "5"]
    assert told(made.problems) == []


def test_what_stands_after_the_last_number_is_never_the_closing_in_silence():
    _, made = read("Plan\n1. One.\n2. Two.\nThe end is here.\n")
    assert keyed(made)["end.1"] == "The end is here."
    assert told(made.problems) == ["I213 4"]


@pytest.mark.parametrize(
    ("word", "language"), [("Article", "en"), ("Статья", "ru"), ("Artículo", "en")]
)
@pytest.mark.parametrize(("name", "part"), [("a.txt", "{}"), ("a.md", "\n## {}\n")])
def test_numbers_that_begin_again_under_articles_are_theirs(word, language, name, part):
    title = "Charter of the Lake" if name == "a.txt" else "# Charter of the Lake\n"
    lines = [
        title, "The parties,",
        part.format(f"{word} 1"), part.format("Aims"), "1. One.\n2. Two:\n(a) x;\n(b) y.",
        part.format(f"{word} 2"), part.format("Members"), "All are members.",
        part.format(f"{word} 3"), "1. One.\n2. Two.",
        "\nShore, 5 May 2030",
    ]  # fmt: skip
    _, made = read("\n".join(lines), name, language=language)
    assert made.title == "Charter of the Lake"
    assert told(made.problems) == []
    body = shown(made)[2:]
    assert body == [
        f"1: {word} 1\nAims", "1.1: One.", "1.2: Two:", "1.2.a: x;", "1.2.b: y.",
        f"# {word} 2\nMembers", "2: All are members.",
        f"3: {word} 3", "3.1: One.", "3.2: Two.", "end.1: Shore, 5 May 2030",
    ]  # fmt: skip


def test_an_article_that_is_missing_is_told():
    parts = [f"Article {n}\n{LONG}." for n in (1, 2, 4)]
    _, made = read("\n".join(["Charter", *parts]))
    assert told(made.problems) == ["I201 6"]


ARTICLES = [
    ("{} I", "Aims", "{} {}", "They keep the river clean."),
    ("", "", "{} {}", "They share what they learn."),
    ("{} II", "Members", "{} {}", "All who live on the river are members."),
    ("", "", "{} {}", "They may leave after a year."),
]


def charter(chapter: str, article: str, numbers: str) -> list[tuple[int, str]]:
    """Return the level and text of each paragraph of a charter."""
    parts = [(1, "Charter of the River"), (0, "The members have agreed:")]
    for number, (division, name, head, text) in zip(numbers.split(), ARTICLES, strict=True):
        parts += [(2, division.format(chapter)), (2, name)] if division else []
        parts += [(3, head.format(article, number)), (0, text)]
    return parts


def of_word(parts):
    def fill(document):
        for level, text in parts:
            if level:
                document.add_heading(text, level - 1)
            else:
                document.add_paragraph(text)

    return word(fill)


def of_page(parts):
    tags = [(f"h{level}" if level else "p", text) for level, text in parts]
    return "\n".join(f"<{tag}>{text}</{tag}>" for tag, text in tags)


@pytest.mark.parametrize("numbers", ["1 2 3 4", "I II III IV"])
@pytest.mark.parametrize(("chapter", "article"), [("Chapter", "Article"), ("Глава", "Статья")])
@pytest.mark.parametrize(("name", "write"), [("a.html", of_page), ("a.docx", of_word)])
def test_chapters_in_roman_numbers_are_headings_between_the_articles(
    name, write, chapter, article, numbers
):
    _, made = read(write(charter(chapter, article, numbers)), name)
    one, two, three, four = numbers.split()
    assert shown(made) == [
        "title: Charter of the River",
        "pre.1: The members have agreed:",
        f"# {chapter} I\nAims\n{article} {one}",
        "1: They keep the river clean.",
        f"# {article} {two}",
        "2: They share what they learn.",
        f"# {chapter} II\nMembers\n{article} {three}",
        "3: All who live on the river are members.",
        f"# {article} {four}",
        "4: They may leave after a year.",
    ]
    assert told(made.problems) == []


@pytest.mark.parametrize("numbers", ["1 2 3", "I II III"])
def test_parts_past_which_the_numbers_of_paragraphs_go_on_are_headings(numbers):
    lines = ["Lake Accord"]
    for number, text in zip(numbers.split(), NUMBERED, strict=True):
        lines += [f"Chapter {number}", text]
    _, made = read("\n\n".join([*lines, "4. They end.", "Shore, 5 May 2030"]))
    assert list(keyed(made)) == ["1", "2", "3", "4", "end.1"]
    assert made.title == "Lake Accord"


@pytest.mark.parametrize("name", ["a.html", "a.docx"])
def test_the_title_that_the_author_gives_begins_the_text_of_a_page_and_of_word(name):
    parts = [(2, "River news"), (0, "They met."), (2, "Our river"), (0, "1. One."), (0, "2. Two.")]
    data = of_page(parts) if name == "a.html" else of_word(parts)
    _, made = read(data, name, title="Our river")
    assert shown(made) == [
        "article: River news", "article: They met.", "title: Our river", "1: One.", "2: Two.",
    ]  # fmt: skip
    assert told(made.problems) == []
    _, made = read(data, name, title="River news of the day")
    assert made.title == "River news of the day"
    assert shown(made)[0] == "title: River news"


OPENED = [
    (f"Lake Accord\nPreamble\n\n{ONE}\n\nTrade\n\n{TWO}\n", True, ["# Preamble", f"1: {ONE}"]),
    (f"Lake Accord\n\npreamble\n\n{ONE}\n\nTrade\n\n{TWO}\n", True, ["# preamble", f"1: {ONE}"]),
    (f"Lake Accord\nIntroduction\n1. {ONE}\n2. {TWO}\n", False, ["# Introduction", f"1: {ONE}"]),
    (f"Lake Accord\nLake shore, 4 May 2027\n\n{ONE}\n\n{TWO}\n", True, [f"1: {ONE}"]),
    (f"Lake accord\n(Unofficial)\nLAKE ACCORD\n1. {ONE}\n2. {TWO}\n", False, [f"1: {ONE}"]),
    (f"The lake accord of the two shores.\n\n{ONE}\n\n{TWO}\n", True, [f"1: {ONE}"]),
    (f"About us\nLake Accord\n1. {ONE}\nTrade\n2. {TWO}\n", False, [f"1: {ONE}"]),
    (f"Our news\nLake shore, 4 May 2027\nLake Accord\n1. {ONE}\nTrade\n2. {TWO}\n", False, []),
]


@pytest.mark.parametrize(("text", "unnumbered", "opening"), OPENED)
def test_what_opens_a_text_is_no_part_of_its_title(text, unnumbered, opening):
    _, made = read(text, "a.txt", language="en", unnumbered=unnumbered)
    assert made.title.casefold().removeprefix("about us ").startswith(("lake accord", "the lake"))
    assert "reamble" not in made.title
    assert "Introduction" not in made.title
    lines = shown(made)
    assert all(line in lines for line in opening)
    assert not [line for line in lines if line.startswith("# ") and "2027" in line]


MENU = ["Portal", "Main page", "About us", "For the press", "Photos", "First day", "Archive"]


@pytest.mark.parametrize("joint", ["\n", "\n\n"])
@pytest.mark.parametrize("unnumbered", [False, True])
def test_more_lines_than_a_title_has_are_a_menu_and_told(unnumbered, joint):
    title = "Declaration of the Lake"
    body = [ONE, TWO] if unnumbered else NUMBERED
    menu = [*MENU[:4], "Old declarations", *MENU[4:]]
    _, made = read("\n\n".join([joint.join(menu), title, *body]), unnumbered=unnumbered)
    assert made.title == title or made.title.startswith("Old declarations")
    assert "I212 " in " ".join(told(made.problems))
    _, made = read("\n\n".join([joint.join([*MENU, title]), *body]), unnumbered=unnumbered)
    assert made.title == title
    [found] = [p for p in made.problems if p.code == "I212"]
    assert "Portal" in found.message + found.hint
    kinds = {block.text: block.kind for block in made.blocks}
    assert {kinds[line] for line in MENU} == {"article"}


def test_a_line_that_names_its_kind_is_the_title_though_a_date_is_in_it():
    lines = ["News of the lake", "Joint declaration on its water (22 January 2003)", *NUMBERED]
    _, made = read("\n\n".join(lines))
    assert (made.title, told(made.problems)) == (lines[1], ["I212 3"])
    lines = ["Declaration of the Lake", "Declaration of 22 January 2003", *NUMBERED]
    _, made = read("\n\n".join(lines))
    assert made.title == lines[0]
    assert keyed(made)["pre.1"] == lines[1]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "Lake Accord\n1.\nThey plant.\n2. They water.\n3)\n4 trees are old.\n"),
        ("a.html", "<p>Lake Accord<p>1.<p>They plant.<p>2.<p>They water."),
        ("a.html", "<p>Lake Accord<table><tr><td>1.<td>They plant.<tr><td>2.<td>They water."),
    ],
)
def test_a_number_alone_on_its_line_is_that_of_the_next_one(name, text):
    _, made = read(text, name)
    texts = keyed(made)
    assert (made.title, texts["1"]) == ("Lake Accord", "They plant.")
    assert texts["2"].startswith("They water.")
    _, made = read("Lake Accord\n1. One.\n2.\n3. Three.\n")
    assert keyed(made)["1"].startswith("One.")


@pytest.mark.parametrize("comma", [",", "،", ";"])
def test_a_line_after_a_comma_goes_on_with_its_sentence_and_is_no_title(comma):
    head = "Declaration of the Lake"
    lines = [head, f"Whereas it is clean{comma}", "The States", "Proclaim this Declaration", ONE]
    _, made = read("\n\n".join([*lines, *NUMBERED]))
    assert made.title == head


@pytest.mark.parametrize(
    ("lines", "told_of"),
    [
        (["3 Lake declaration", "Declaration of the lake"], "Declaration of the lake"),
        (["Declaration of the lake [fr]"], "[fr]"),
        (["[Title] Declaration of the lake"], "[Title]"),
    ],
)
def test_a_title_with_two_beginnings_or_square_brackets_is_told(lines, told_of):
    text = "\n\n".join(["\n".join(lines), *NUMBERED])
    _, made = read(text)
    assert made.title == " ".join(lines)
    [found] = [p for p in made.problems if p.code == "I212"]
    assert (found.severity, told_of in found.message) == ("warning", True)
    _, made = read(text, title=" ".join(lines))
    assert "I212" not in " ".join(told(made.problems))


@pytest.mark.parametrize("title", ["RESOLUTION DU LAC", "DÉCLARATION DU LAC"])
def test_the_word_for_the_kind_may_lack_its_accents(title):
    lines = ["Déclaration du lac (16 Décembre 2017)", "Abuja, 16 Décembre 2017", title]
    kinds = Hints(kinds=["résolution*", "déclaration*"])
    reading, _ = read_outside("\n\n".join([*lines, *NUMBERED]).encode(), "a.txt")
    assert read_structure(reading, kinds).title == title
