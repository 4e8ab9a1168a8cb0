import dataclasses
import re
import subprocess

import pytest

from briefgen.audience.view import ActorView, CellText, CitationView, ItemView, OnlyView, VenueView
from briefgen.content.model import Status
from briefgen.diagnostics import Place
from briefgen.pipeline import paginate
from briefgen.translation.diff import Run
from tests.templates.meeting import (
    PLACE,
    SECTIONS,
    TAGS,
    headings,
    lay_out,
    make,
    make_brief,
    make_item,
    make_summit,
    make_view,
    renderer,
    text_of,
)

SCRIPTS = {
    **dict.fromkeys(("ru", "kk", "ky", "tg"), "\u0400-\u04ff"),
    **dict.fromkeys(("fa", "ar"), "\u0600-\u06ff"),
}


def find_all(document, path):
    return document.root.findall(path)


@pytest.mark.parametrize("language", TAGS)
@pytest.mark.parametrize("kind", SECTIONS)
def test_every_kind_renders_in_every_language(kind, language):
    document = make(make_view(kind, language))
    assert document.language == language
    assert len(headings(document)) >= 2


@pytest.mark.parametrize("language", SCRIPTS)
@pytest.mark.parametrize("kind", SECTIONS)
def test_no_letter_of_another_script_is_left(kind, language):
    text = text_of(make(make_view(kind, language))).replace("https://example.org/6", "")
    text = re.sub(r"\b(?:pre|end)\.1\b", "", text)
    assert re.findall(rf"[^\W\d_{SCRIPTS[language]}]+", text) == []


@pytest.mark.parametrize("kind", SECTIONS)
def test_an_audience_without_sections_gets_those_of_the_kind(kind):
    assert headings(make(make_view(kind, sections=())))


@pytest.mark.parametrize("kind", SECTIONS)
def test_a_meeting_of_which_only_facts_are_known_renders(kind):
    summit = make_summit(
        "word", chairs=(), outcomes=(), next_meeting=None, contact=None, participants=()
    )
    nothing = {"brief": None, "document": None, "themes": (), "terms": (), "marking": None}
    document = make(make_view(kind, summit=summit, **nothing))
    allowed = {"Contents", "Sources and status"}
    assert set(headings(document)) <= allowed


def test_a_part_with_nothing_to_print_has_no_heading():
    brief = make_brief("word", positions=(), questions=(), from_us=())
    found = headings(make(make_view(brief=brief)))
    assert "Positions of the parties" not in found
    assert "Questions and answers" not in found
    assert "Speaking points" in found


def test_parts_come_in_the_order_of_the_audience():
    document = make(make_view(sections=("watch", "background", "bottom-line")))
    assert headings(document) == [
        "What to watch",
        "Background",
        "Bottom line",
        "Sources and status",
    ]


def test_a_part_that_no_kind_knows_is_an_error_of_the_audience():
    markup, [problem] = renderer().render(make_view(sections=("watch", "wacth")))
    assert markup is None
    assert (problem.code, problem.place) == ("T013", PLACE)
    assert problem.hint == "did you mean 'watch'?"
    assert problem.related[0][1].file == "templates/base/page.html.j2"


def test_a_meeting_of_two_days_prints_both():
    summit = make_summit("word", end="2031-05-05")
    assert "4–5" in text_of(make(make_view(summit=summit)))


def test_a_city_that_is_a_country_is_named_once_and_a_place_is_named_first():
    venues = (VenueView("Harbour", "Harbour", "Old Hall"), VenueView("Inland", "Land", None))
    text = text_of(make(make_view(summit=make_summit("word", venues=venues))))
    assert "Old Hall, Harbour; Inland, Land, 4" in text


def test_hosts_are_named_where_nobody_chairs():
    text = text_of(make(make_view(summit=make_summit("word", chairs=()))))
    assert "Host word 1" in text


def test_a_document_from_right_to_left_says_so():
    root = make(make_view(language="fa")).root
    assert (root.get("lang"), root.get("dir")) == ("fa", "rtl")


@pytest.mark.parametrize("status", Status)
def test_each_status_is_said_on_the_cover_and_explained_at_the_end(status):
    view = make_view()
    document = make(
        dataclasses.replace(view, document=dataclasses.replace(view.document, status=status))
    )
    cover = document.root.find("body/header/p[@class='status']")
    notes = find_all(document, "body/footer/p")
    assert cover is not None
    assert "".join(cover.itertext())
    assert "".join(notes[0].itertext()).startswith("The outcome document is")


def test_the_language_that_prevails_is_named():
    view = make_view(language="en")
    document = dataclasses.replace(view.document, prevails=view.languages[0])
    assert "The word text prevails." in text_of(make(dataclasses.replace(view, document=document)))


def test_an_abbreviated_date_gets_no_second_full_stop():
    for kind in SECTIONS:
        assert ".." not in text_of(make(make_view(kind, "ru")))


# --- citations ---------------------------------------------------------------------------


def test_citations_lead_to_the_paragraphs_of_the_annex():
    document = make(make_view(sections=("key-messages", "document")))
    links = find_all(document, ".//a[@class='cite']")
    assert {(link.get("href"), link.text) for link in links} == {
        ("#p-1", "¶\u00a01"),
        ("#p-pre.1", "preamble 1"),
    }


def test_citations_lead_to_the_themes_where_there_is_no_annex():
    document = make(make_view(sections=("key-messages", "themes")))
    assert {a.get("href") for a in find_all(document, ".//section[@id='key-messages']//a")} == {
        "#p-1"
    }
    assert document.root.find(".//li[@id='p-1']") is not None


def test_citations_of_what_is_not_printed_are_words():
    document = make(make_view(sections=("key-messages",)))
    assert find_all(document, ".//a[@class='cite']") == []
    assert len(find_all(document, ".//span[@class='cite']")) == 14


def test_the_closing_is_cited_in_words():
    item = make_item("word", "only", cites=(CitationView("end.1", "p-end.1"),))
    document = make(
        make_view(sections=("background",), brief=make_brief("word", background=(item,)))
    )
    assert "closing 1" in text_of(document)


KEYS = ("3", "pre.1", "9", "13")
RUN = tuple(CitationView(key, f"p-{key}") for key in KEYS)
ROWS = {
    "en": ("¶~3, 9, 13,~preamble 1", "paragraphs 3, 9 and 13, preamble 1"),
    "ru": ("пп.~3, 9, 13,~преамбула~1", "пункты 3, 9 и 13, преамбула 1"),
    "kk": ("3, 9, 13-т.,~кіріспе~1", "3, 9 және 13-тармақтар, кіріспе 1"),
    "tg": ("бандҳои~3, 9, 13,~муқаддима~1", "бандҳои 3, 9 ва 13, муқаддима 1"),
    "ar": ("الفقرات~3، 9، 13،~الديباجة~1", "الفقرات 3، 9 و13، الديباجة 1"),
}


def make_cited(cites, language="en", sections=("background",)):
    brief = make_brief("word", background=(make_item("word", "only", cites=cites),))
    return make(make_view(language=language, sections=sections, brief=brief))


@pytest.mark.parametrize(("language", "printed", "read"), [(tag, *ROWS[tag]) for tag in ROWS])
def test_several_citations_have_one_sign_and_are_read_aloud_as_a_list(language, printed, read):
    (row,) = find_all(make_cited(RUN, language), ".//abbr")
    assert "".join(row.itertext()).strip() == printed.replace("~", "\u00a0")
    assert row.get("title") == read


NUMBERS = {
    "fa": {"4.b": "۴.ب", "4.b.ii": "۴.ب.ii", "pre.3": "۳"},
    "ar": {"4.b": "4.ب", "4.b.ii": "4.ب.ii", "pre.3": "3"},
    "kk": {"4.b": "4.ә", "4.b.ii": "4.ә.ii", "pre.3": "3"},
}


@pytest.mark.parametrize(
    ("language", "row", "read"),
    [
        ("fa", "بندهای~۴.ب، ۴.ب.ii>،~دیباچه~۳", "بندهای ۴.ب و ۴.ب.ii، دیباچه ۳"),
        ("ar", "الفقرتان~4.ب، 4.ب.ii>،~الديباجة~3", "الفقرتان 4.ب و4.ب.ii، الديباجة 3"),
        ("kk", "4.ә, 4.ә.ii-т.,~кіріспе~3", "4.ә және 4.ә.ii-тармақтар, кіріспе 3"),
    ],
)
def test_citations_are_printed_and_read_in_the_languages_digits_and_letters(language, row, read):
    cites = tuple(CitationView(key, f"p-{key}") for key in NUMBERS[language])
    brief = make_brief("word", background=(make_item("word", "only", cites=cites),))
    view = make_view(
        language=language, sections=("background",), brief=brief, labels=NUMBERS[language]
    )
    (found,) = find_all(make(view), ".//abbr")
    row = row.replace("~", "\u00a0").replace(">", "\N{RIGHT-TO-LEFT MARK}")
    assert "".join(found.itertext()).strip() == row
    assert found.get("title") == read
    assert found.find(".//span[@dir]") is None


def test_a_single_citation_beside_the_preamble_is_no_row():
    document = make_cited(RUN[:2])
    assert find_all(document, ".//abbr") == []
    assert "¶\u00a03,\u00a0preamble 1" in "".join(document.root.itertext())


def test_each_citation_of_a_row_is_a_link_with_a_name():
    keys = ("1", "2")
    cites = tuple(CitationView(key, "p-1") for key in keys)
    links = find_all(make_cited(cites, sections=("background", "document")), ".//abbr/a")
    assert [(link.text, link.get("aria-label")) for link in links] == [
        ("1", "paragraph 1"),
        ("2", "paragraph 2"),
    ]


# --- the briefing --------------------------------------------------------------------------


def test_contents_name_each_part_that_follows_and_the_page_it_is_on():
    view = make_view(sections=("bottom-line", "contents", "participants", "themes", "document"))
    links = find_all(make(view), ".//nav//a")
    assert [link.get("href") for link in links] == [
        "#participants", "#themes", "#theme-trade", "#theme-law", "#document", "#sources",
    ]  # fmt: skip


def test_page_numbers_in_the_contents_are_those_of_the_pages(tmp_path, monkeypatch):
    monkeypatch.setattr(paginate, "FULL_FROM", 1)
    view = make_view()
    pages = pdf_pages(lay_out(view).files["pdf"], tmp_path)
    entries = re.findall(r"^ *(\S.*?) *(?:\. *){4,}(\d+)$", pages[0], re.MULTILINE)
    titles = [link.text for link in find_all(make(view), ".//nav//a")]
    assert [title for title, _ in entries] == titles
    for title, number in entries:
        assert re.search(rf"^ *{re.escape(title)}$", pages[int(number) - 1], re.MULTILINE)


def test_a_paragraph_under_two_themes_is_printed_once_and_referred_to_once():
    document = make(make_view(sections=("themes", "document")))
    section = document.root.find(".//section[@id='themes']")
    assert len(section.findall(".//li")) == 3
    assert [a.get("href") for a in section.findall("p//a")] == ["#p-2"]


def test_sub_items_stand_under_their_paragraph_where_a_theme_has_both():
    view = make_view()
    law = dataclasses.replace(view.themes[1], segments=view.document.paragraphs)
    alone = dataclasses.replace(view.themes[1], segments=view.document.paragraphs[2:])
    for theme, path in ((law, "ul/li[@id='p-2']/ul/li[@id='p-2.1']"), (alone, "ul/li")):
        made = make(make_view(sections=("themes",), themes=(theme,)))
        section = made.root.find(".//section[@id='themes']")
        assert [item.get("id") for item in section.findall(path)] == ["p-2.1"]


def test_citations_hold_on_to_the_end_of_their_statement_and_to_each_other():
    items = make(make_view(sections=("objectives",))).root.findall(".//main//li")
    assert ["".join(item.itertext()) for item in items] == [
        "word word\u00a0\u00b6\u00a01,\u00a0preamble 1"
    ]


def test_positions_of_the_same_parties_stand_under_one_term():
    document = make(make_view(sections=("positions",)))
    terms = ["".join(term.itertext()) for term in find_all(document, ".//dt")]
    assert terms == ["All participants", "word 1"]
    assert len(find_all(document, ".//dd")) == 3


def commitments(**changes):
    """Return the table of commitments: its caption or None, and its rows of text."""
    brief = dataclasses.replace(make_brief("word"), **changes)
    table = make(make_view(sections=("commitments",), brief=brief)).root.find(".//main//table")
    rows = [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")]
    return table.findtext("caption"), rows


def test_a_commitment_falls_due_in_words_on_a_date_or_at_a_dash_that_is_explained():
    caption, rows = commitments()
    assert caption == "A dash means that no date is set."
    assert [row[2:] for row in rows] == [
        ["Who", "By when"], ["All", "word"], ["word 1", "2032"], ["word 1", "\u2014"],
    ]  # fmt: skip


def test_no_column_stands_empty_where_no_commitment_has_a_date():
    caption, rows = commitments(commitments=(make_item("word", "undated"),))
    assert caption == "No date set."
    assert rows[0] == ["\u00b6", "What", "Who"]


@pytest.mark.parametrize(
    ("dates", "said", "columns"),
    [
        (["2031", *[None] * 3], "Word 1; no date set, unless shown.", ["\u00b6", "What"]),
        (["2031", *[None] * 2], "Word 1.", ["\u00b6", "What", "By when"]),
        (["2031"] * 4, "Word 1; 2031.", ["\u00b6", "What"]),
    ],
)
def test_what_nearly_all_rows_say_stands_in_the_caption_and_what_differs_in_its_row(
    dates, said, columns
):
    actors = (ActorView("AA", "word 1", "word 1"),)
    items = tuple(
        make_item("word", f"i{n}", actors=actors, deadline=date) for n, date in enumerate(dates)
    )
    caption, rows = commitments(commitments=items)
    assert (caption, rows[0]) == (said, columns)
    if caption.endswith("unless shown."):
        assert [row[1] for row in rows[1:3]] == ["word word 2031", "word word"]


def test_no_caption_explains_a_dash_that_is_not_there():
    caption, _ = commitments(commitments=(make_item("word", "by-date", deadline="2032"),))
    assert caption is None


def test_figures_have_their_alternative_text():
    figure = ItemView("f", "i-f", 1, "word", (), (), PLACE, file="chart.png", alt="rising line")
    view = make_view(sections=("figures",), brief=make_brief("word", figures=(figure,)))
    image = make(view).root.find(".//figure/img")
    assert (image.get("src"), image.get("alt")) == ("chart.png", "rising line")


def test_the_press_reads_commitments_by_theme_and_the_rest_after_them():
    document = make(make_view(audience="press", sections=("commitments",)))
    section = document.root.find(".//section[@id='commitments']")
    assert [child.tag for child in section] == ["h2", "h3", "ul", "h3", "ul", "ul"]
    assert "Fact sheet" in text_of(document)


def test_the_minister_reads_what_the_others_want():
    assert "What they want" in headings(make(make_view(audience="minister")))


# --- the one-pager -------------------------------------------------------------------------


def test_a_one_pager_prints_what_has_the_highest_priority_first():
    document = make(make_view("one-pager", sections=("key-messages",)))
    found = find_all(document, ".//section[@id='key-messages']//li")
    places = {origin.content for origin in document.origins if origin.content}
    assert len(found) == 4
    assert places == {PLACE}


def test_an_audience_changes_how_much_a_one_pager_prints():
    document = make(make_view("one-pager", audience="press", sections=("key-messages",)))
    assert len(find_all(document, ".//section[@id='key-messages']//li")) == 5


# --- the bilingual table --------------------------------------------------------------------


def test_a_bilingual_table_has_a_row_for_each_paragraph_and_a_cell_for_each_language():
    document = make(make_view("bilingual-table", "en", "ru", "fa", sections=("table",)))
    table = document.root.find(".//table")
    rows = [row for row in table.findall("tbody/tr") if row.get("class") != "heading"]
    assert [row[0].text for row in rows] == [None, "1", "2", "2.1", None]
    assert [[cell.get("dir") for cell in row[1:]] for row in rows][1] == ["ltr", "ltr", "rtl"]
    assert table.get("class") == "bilingual languages-3"
    assert len(table.findall("colgroup/col")) == len(table.findall("thead/tr/th")) == 4


def test_a_missing_translation_is_said_in_words():
    document = make(make_view("bilingual-table", "en", "ru", sections=("table",)))
    missing = find_all(document, ".//td[@class='missing']")
    assert [cell.text for cell in missing] == ["Translation missing"]
    assert missing[0].get("dir") == "ltr"


def test_a_heading_stands_in_the_column_of_its_language():
    document = make(make_view("bilingual-table", "en", "ru", sections=("table",)))
    row = document.root.find(".//tr[@class='heading']")
    assert [(cell.tag, cell.get("lang")) for cell in row] == [
        ("td", None), ("th", "en"), ("th", "ru"),
    ]  # fmt: skip


def test_a_paragraph_without_a_number_shows_no_key():
    view = make_view("bilingual-table", "en", "ru", sections=("table",))
    document = make(view)
    cell = document.root.find(f".//*[@id='{view.document.preamble[0].anchor}']")
    assert (cell.tag, cell.text) == ("td", None)
    assert "pre.1" not in text_of(document)


def test_terms_without_a_translation_say_so():
    document = make(make_view("bilingual-table", "en", "ru", sections=("glossary",)))
    rows = find_all(document, ".//table[@class='glossary']/tbody/tr")
    assert ["".join(row[1].itertext()) for row in rows] == ["слово", "Translation missing"]


def test_sub_items_are_indented_by_their_level():
    document = make(make_view("bilingual-table", "en", "ru", sections=("table",)))
    assert len(find_all(document, ".//td[@class='level-1']")) == 2


def test_a_review_copy_has_empty_columns_for_status_and_comment():
    document = make(make_view("review-table", "en", "ru", sections=("table",)))
    table = document.root.find(".//table")
    assert table.get("class") == "bilingual languages-2 review"
    assert [th.text for th in table.findall("thead/tr/th")][-2:] == ["Status", "Comment"]
    rows = [row for row in table.findall("tbody/tr") if row.get("class") != "heading"]
    assert {tuple(cell.text for cell in row[3:]) for row in rows} == {(None, None)}
    assert len(document.root.find(".//tr[@class='heading']")) == 5


def test_the_version_that_prevails_is_named_once_under_the_title():
    view = make_view("bilingual-table", "en", "ru", sections=("table",))
    prevailing = dataclasses.replace(view.document, prevails=view.languages[1])
    document = make(dataclasses.replace(view, document=prevailing))
    said = [p for p in document.root.iter("p") if "prevails" in "".join(p.itertext())]
    assert [p.get("class") for p in said] == ["status"]


def test_a_table_of_nothing_says_so():
    view = make_view("bilingual-table", "en", "ru", sections=("table",))
    none = dataclasses.replace(
        view.document, preamble=(), paragraphs=(), closing=(), only=OnlyView((), False, "v1")
    )
    document = make(dataclasses.replace(view, document=none))
    texts = ["".join(p.itertext()) for p in document.root.iter("p")]
    assert "Changes since v1." in texts
    assert "No paragraph is to be shown." in texts


def test_a_title_that_has_changed_stands_above_the_rows_though_none_has():
    view = make_view("bilingual-table", "en", "ru", sections=("table",))
    place, runs = view.document.place, (Run("deleted", "Draft "), Run("kept", "text"))
    titles = tuple(
        CellText(language, "text", None, place, runs) if language.tag == "en" else
        CellText(language, None, None, place)
        for language in view.languages
    )  # fmt: skip
    only = dataclasses.replace(
        view.document, preamble=(), paragraphs=(), closing=(), titles=titles,
        only=OnlyView((), False, "v1"),
    )  # fmt: skip
    document = make(dataclasses.replace(view, document=only))
    [row] = document.root.iterfind(".//tbody/tr")
    assert row.get("class") == "heading"
    assert [(th.get("lang"), th.find("del").text) for th in row.iter("th")] == [("en", "Draft ")]


def test_a_date_after_a_publisher_is_kept_from_its_name_where_text_runs_from_right_to_left():
    names = {tag: make_view("briefing", tag).summit.sources[0].publisher for tag in ("en", "fa")}
    assert f"{names['fa']}، \u200f۴ مهٔ ۲۰۳۱" in text_of(make(make_view("briefing", "fa")))
    assert f"{names['en']}, 4 May 2031" in text_of(make(make_view("briefing", "en")))


# --- pages ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SECTIONS)
def test_the_marking_is_on_every_page(kind, tmp_path):
    view = make_view(kind, marking="Eyes only")
    for page in pdf_pages(lay_out(view).files["pdf"], tmp_path):
        assert page.count("Eyes only") == 2


def test_the_marking_says_where_the_audience_has_it():
    place = Place("templates/audiences/reader/audience.yaml", 4, 3)
    document = make(make_view(marking_place=place))
    [found] = find_all(document, ".//p[@class='marking']")
    assert document.origins[list(document.root.iter()).index(found)].content == place


@pytest.mark.parametrize("kind", SECTIONS)
def test_documents_from_right_to_left_can_be_laid_out(kind):
    assert lay_out(make_view(kind, "fa", "en")).pages >= 1


def test_pages_say_which_of_how_many_they_are(tmp_path):
    pages = pdf_pages(lay_out(make_view()).files["pdf"], tmp_path)
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert re.search(rf"\b{number} ?/ ?{len(pages)}$", page.strip())


def pdf_pages(data, folder):
    """Return the text of each page, laid out as printed."""
    path = folder / "document.pdf"
    path.write_bytes(data)
    command = ["pdftotext", "-layout", "-enc", "UTF-8", str(path), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return text.split("\f")[:-1]


@pytest.mark.parametrize("name", ["word", "word 2031 y."])
def test_a_title_has_one_full_stop_between_its_parts(name):
    summit = make_summit("word", short_title=name)
    assert make(make_view(summit=summit)).title == f"{name.removesuffix('.')}. Briefing"


def test_a_tajik_citation_does_not_read_as_a_six():
    text = text_of(make(make_view(language="tg")))
    assert "банди 1" in text
    assert "б. 1" not in text
