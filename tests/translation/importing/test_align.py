"""A second language on the keys that are there: by number, then heading, then length."""

import pytest

from briefgen.content.model import Document, Segment
from briefgen.translation.importing.align import Bead, align
from tests.translation.importing.test_command import PLAN, importer
from tests.translation.importing.texts import read
from tests.work import cpu_seconds

__all__ = ["importer"]

LONG = "The parties agree to count the birds of the lake every spring and to publish the result."
SHORT = "They welcome the rain that fell in April."
MIDDLE = "A commission of both sides meets in Shore twice a year, in May and in September."


def document(paragraphs, preamble=(), closing=(), headings=()):
    """Return a document with these texts; ``headings`` by the number of the paragraph."""

    def segments(prefix, texts):
        return [
            Segment(key=f"{prefix}{n}", text=text, handling="public",
                    heading=dict(headings).get(n) if not prefix else None)
            for n, text in enumerate(texts, 1)
        ]  # fmt: skip

    return Document(
        id="plan",
        language="en",
        status="authentic",
        title="Plan",
        preamble=segments("pre.", preamble),
        paragraphs=segments("", paragraphs),
        closing=segments("end.", closing),
    )


def beads(source, text, **hints):
    """Return ``keys = lines`` for each bead, with what found it."""
    _, made = read(text, **hints)
    return [
        f"{'+'.join(s.key for s in bead.sources)} = "
        f"{'+'.join(str(b.line.number) for b in bead.targets)} {bead.by}"
        for bead in align(source, made.segments())
    ]


def test_numbers_decide_where_both_have_them():
    source = document([LONG, SHORT, MIDDLE])
    text = f"Plan\n1. {LONG}\n2. {SHORT}\n3. {MIDDLE}\n"
    assert beads(source, text) == ["1 = 2 number", "2 = 3 number", "3 = 4 number"]


def test_what_has_no_number_goes_by_length():
    source = document([LONG], preamble=[LONG, SHORT], closing=[SHORT])
    text = f"Plan\n{LONG}\n{SHORT}\n1. {LONG}\n{SHORT}\n"
    assert beads(source, text) == [
        "pre.1 = 2 length", "pre.2 = 3 length", "1 = 4 number", "end.1 = 5 length",
    ]  # fmt: skip


def test_two_for_one_and_one_for_two_are_found_by_their_lengths():
    source = document([LONG], preamble=[f"{LONG} {MIDDLE}", SHORT, SHORT, LONG])
    text = f"Plan\n{LONG}\n{MIDDLE}\n{SHORT} {SHORT}\n{LONG}\n1. {LONG}\n"
    assert beads(source, text) == [
        "pre.1 = 2+3 length", "pre.2+pre.3 = 4 length", "pre.4 = 5 length", "1 = 6 number",
    ]  # fmt: skip


def test_a_number_that_is_missing_beside_a_long_paragraph_is_two_for_one():
    source = document([LONG, SHORT, MIDDLE, LONG])
    text = f"Plan\n1. {LONG}\n2. {SHORT} {MIDDLE}\n4. {LONG}\n"
    assert beads(source, text) == ["1 = 2 number", "2+3 = 3 length", "4 = 4 number"]


def test_numbers_that_are_one_more_from_a_paragraph_on_give_way_to_lengths():
    source = document([MIDDLE, LONG + " " + MIDDLE, SHORT, LONG, SHORT])
    texts = [MIDDLE, LONG, MIDDLE, SHORT, LONG, SHORT]
    text = "\n".join(["Plan", *(f"{n}. {words}" for n, words in enumerate(texts, 1))])
    assert beads(source, text) == [
        "1 = 2 number", "2 = 3+4 length", "3 = 5 length", "4 = 6 length", "5 = 7 length",
    ]  # fmt: skip
    less = "\n".join(
        ["Plan", *(f"{n}. {words}" for n, words in enumerate(texts[:2] + texts[3:], 1))]
    )
    assert beads(document([MIDDLE, LONG, MIDDLE, SHORT, LONG, SHORT]), less)[-1] == "6 = 6 length"


def test_numbers_hold_where_lengths_say_nothing_clear():
    source = document([LONG, LONG, LONG, LONG])
    text = "\n".join(["Plan", *(f"{n}. {LONG}" for n in range(1, 6))])
    assert beads(source, text)[:4] == [f"{n} = {n + 1} number" for n in range(1, 5)]


def test_headings_keep_texts_without_numbers_apart():
    source = document([SHORT, SHORT, SHORT, SHORT], headings=[(1, "Water"), (3, "Trade")])
    text = f"Plan\nWater\n11. {SHORT}\nTrade\n12. {SHORT}\n13. {SHORT}\n"
    found = beads(source, text)
    assert found[-2:] == ["3 = 5 heading", "4 = 6 heading"]
    assert all(not bead.startswith(("3", "4")) for bead in found[:-2])


def test_paragraphs_that_were_merely_counted_go_by_length_not_by_their_count():
    source = document([LONG, SHORT, MIDDLE])
    _, made = read(f"Plan\n{LONG}\n{SHORT} {MIDDLE}\n", unnumbered=True)
    found = align(source, made.segments(), numbered=False)
    assert [[s.key for s in bead.sources] for bead in found] == [["1"], ["2", "3"]]


def test_a_text_that_is_much_longer_than_its_source_makes_one_expect_is_odd():
    source = document([LONG, MIDDLE, LONG, MIDDLE, LONG])
    texts = [LONG, MIDDLE, SHORT[:20], MIDDLE, LONG * 3]
    lines = [f"{n}. {text * 2}" for n, text in enumerate(texts, 1)]
    _, made = read("\n".join(["Plan", *lines]))
    assert [b.sources[0].key for b in align(source, made.segments()) if b.odd] == ["3", "5"]


def test_every_segment_and_every_paragraph_is_in_one_bead():
    source = document([LONG, SHORT, MIDDLE], preamble=[SHORT], closing=[SHORT, LONG])
    text = f"Plan\n{MIDDLE}\n{SHORT}\n1. {LONG}\n3. {SHORT}\n4. {LONG}\n5. {SHORT}\n"
    _, made = read(text)
    found = align(source, made.segments())
    assert [s.key for bead in found for s in bead.sources] == [s.key for s in source.segments()]
    assert [b.key for bead in found for b in bead.targets] == [b.key for b in made.segments()]


def test_paragraphs_without_numbers_take_work_that_grows_with_their_number():
    def seconds(size: int) -> float:
        texts = [(LONG, SHORT, MIDDLE)[n % 3] for n in range(size)]
        source = document([LONG], preamble=texts)
        _, made = read("\n".join(["Plan", *texts, f"1. {LONG}", ""]))
        beads: list[Bead] = []
        taken = cpu_seconds(lambda: beads.extend(align(source, made.segments())))
        assert all(bead.is_pair for bead in beads)
        return taken

    assert seconds(2000) < 20 * max(seconds(200), 0.02)


# --- on the command line -------------------------------------------------------------------

ODD = "\n".join(["Plan", "They met.", *(f"{n}. {LONG}" for n in range(1, 6)), ""])


def test_an_odd_length_is_told_at_the_line_of_the_text(importer):
    importer(importer.write("plan.txt", ODD), "--source")
    file = importer.write("ru.txt", ODD.replace(f"4. {LONG}", "4. They count."))
    _, _, err = importer(file, "--output-format", "concise", language="ru")
    assert "ru.txt:6:1: warning I305 the text for 4 is much longer or shorter" in err


def test_a_paragraph_that_was_divided_is_proposed_and_those_after_it_are_told(importer):
    source = [MIDDLE, f"{LONG} {MIDDLE}", SHORT, LONG]
    target = [MIDDLE, LONG, MIDDLE, SHORT, LONG]

    def text(title, words):
        return "\n".join([title, *(f"{n}. {line}" for n, line in enumerate(words, 1)), ""])

    importer(importer.write("plan.txt", text("Plan", source)), "--source")
    file = importer.write("ru.txt", text("План", target))
    _, _, err = importer(file, "--output-format", "concise", language="ru")
    told = [line for line in err.splitlines() if line.startswith("ru.txt:")]
    assert [line[: line.index(" ", 20)] for line in told] == [
        "ru.txt:3:1: warning I302", "ru.txt:5:1: warning I306", "ru.txt:6:1: warning I306",
    ]  # fmt: skip


def test_a_numbered_paragraph_that_was_found_by_its_length_is_told(importer):
    importer(importer.write("plan.txt", ODD), "--source")
    file = importer.write("ru.txt", "\n".join(["План", *[f"{LONG}"] * 5]))
    _, _, err = importer(file, "--unnumbered", "--output-format", "concise", language="ru")
    told = "warning I306 the text for 2 was found by its length, not its number"
    assert f"ru.txt:3:1: {told}" in err


FIRST, SECOND = "Они сажают деревья, и это занимает:", "год и «две» руки."
RUSSIAN = f"""\
План по озеру
Стороны договариваются:
Вода
1. {FIRST} {SECOND}
2. Они:
а) поливают их; б) ждут, пока дерево не вырастет выше человека.
Берег, 5 мая 2030 г.
"""


def test_two_for_one_is_proposed_in_the_file_and_never_assumed(importer):
    source = PLAN.replace("(b) wait.", "(b) wait until a tree has grown taller than a man.")
    importer(importer.write("plan.txt", source), "--source")
    code, _, err = importer(
        importer.write("ru.txt", RUSSIAN), "--output-format", "concise", language="ru"
    )
    assert code == 0
    assert "ru.txt:6:1: warning I302 2.a and 2.b may be rendered in line 6" in err
    made = importer.plan("plan.ru.yaml")
    assert "  # 2.a and 2.b may be in line 6: divide the text and write the keys here.\n" in made
    assert '"2.a"' not in made
    assert '"2.b"' not in made
    assert '- key: "2"' in made


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("2. Они:\n", "2. Они:\nа) да;\nб) нет;\nв) лишнее, чего в документе нет.\n"),
         "ru.txt:8:1: warning I303 no key fits the paragraph in line 8"),
        (("б) ждут.\n", ""),
         "content/lake/plan.yaml:29:5: warning I304 the text has no paragraph for 2.b"),
        (("Вода\n", ""), "ru.txt:3:1: warning I304 the text has no heading before 1"),
        (("2. Они:", "Леса\n2. Они:"), "ru.txt:6:1: warning I303 a heading before 2 that"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_at_its_place(importer, change, told):
    importer(importer.write("plan.txt", PLAN), "--source")
    text = RUSSIAN.replace("; б) ждут, пока дерево не вырастет выше человека.", ";\nб) ждут.")
    if "в) лишнее" in change[1]:
        text = text.replace("а) поливают их;\nб) ждут.\n", "")
    assert change[0] in text
    file = importer.write("ru.txt", text.replace(*change))
    code, _, err = importer(file, "--output-format", "concise", language="ru")
    assert code == 0
    assert [line for line in err.splitlines() if line.startswith(told)], err
