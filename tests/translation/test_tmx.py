"""TMX 1.4b: what is in a file, and what another program may make of it."""

from lxml import etree

from briefgen.translation.tmx import read_tmx, write_tmx
from tests.translation.exchange import STATEMENT, changed, make, make_unit, without_lines

FILE = write_tmx(STATEMENT)
FOREIGN = b"""\
<?xml version="1.0"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="EN-us" segtype="sentence"/><body>
<tu tuid="77"><note>Agreed.</note>
<tuv xml:lang="ru-RU"><note>Agreed.</note><seg>X<bpt i="1">&lt;b&gt;</bpt>Y<ept i="1"/>.</seg></tuv>
<tuv xml:lang="en"><seg>They <hi>met</hi>.</seg></tuv></tu>
<tu><tuv lang="en-US"><seg>Done.</seg></tuv><tuv lang="ru"><seg>Z.</seg></tuv></tu>
<tu><tuv xml:lang="ru"><seg>No source.</seg></tuv></tu>
</body></tmx>
"""


def test_the_header_says_all_that_the_standard_asks_for_and_no_time():
    header = etree.fromstring(FILE).find("header")
    assert set(header.attrib) == {
        "creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang",
        "datatype",
    }  # fmt: skip
    assert (header.get("segtype"), header.get("srclang")) == ("paragraph", "en")


def test_a_unit_is_both_texts_and_without_a_target_the_source_alone():
    units = {unit.get("tuid"): unit for unit in etree.fromstring(FILE).iter("tu")}
    assert [seg.text for seg in units["end.1"].iter("seg")] == ["Done.", "Сделано."]
    assert [seg.text for seg in units["pre.1"].iter("seg")] == ["They met at the lake & agreed."]


def test_a_state_holds_for_as_long_as_the_text_is_the_same():
    returned, _ = read_tmx(changed(FILE, ("Заявление", "Декларация")), "back.tmx")
    assert (returned.units[0].id, returned.units[0].state) == ("title", None)
    returned, _ = read_tmx(FILE, "back.tmx")
    assert returned.units[0].state == "approved"


def test_a_file_of_another_program_has_sources_instead_of_ids():
    returned, problems = read_tmx(FOREIGN, "theirs.tmx")
    assert problems == []
    assert returned.manifest is None
    assert (returned.source_language, returned.target_language) == ("EN-us", "ru")
    assert [(u.id, u.source, u.target, u.state, u.where) for u in returned.units] == [
        (None, "They met.", "XY.", None, "line 4"),
        (None, "Done.", "Z.", None, "line 7"),
    ]


def test_equal_notes_are_one_remark():
    returned, _ = read_tmx(FOREIGN, "theirs.tmx")
    assert [comment.text for comment in returned.units[0].comments] == ["Agreed."]


def test_a_unit_may_name_a_source_language_of_its_own():
    german = '<tu srclang="de"><tuv xml:lang="de-AT"><seg>Fertig.</seg></tuv></tu></body>'
    returned, _ = read_tmx(changed(FILE, ("</body>", german)), "back.tmx")
    assert (returned.units[-1].source, returned.units[-1].state) == ("Fertig.", "missing")


def test_of_several_languages_the_manifests_is_taken_and_without_one_the_file_is_refused():
    more = '<tuv xml:lang="kk"><seg>Дайын.</seg></tuv></tu>'
    data = changed(FILE, ("</tu>", more))
    returned, _ = read_tmx(data, "back.tmx")
    assert [unit.target for unit in returned.units][-1] == "Сделано."
    returned, [problem] = read_tmx(without_lines(data, "x-briefgen"), "back.tmx")
    assert returned is None
    assert (problem.code, str(problem.place)) == ("R014", "back.tmx:3:1")


def test_texts_in_another_language_than_the_manifests_are_said_to_be_in_it():
    returned, problems = read_tmx(changed(FILE, ('lang="ru"', 'lang="kk"')), "back.tmx")
    assert (returned.target_language, problems) == ("kk", [])


def test_a_file_without_any_translation_is_in_the_manifests_language():
    returned, _ = read_tmx(without_lines(FILE, "[а-яё]".encode().decode()), "back.tmx")
    assert returned.target_language == "ru"


def test_of_several_languages_those_that_are_meant_are_taken():
    more = '<tuv xml:lang="kk"><seg>Дайын.</seg></tuv></tu>'
    data = without_lines(changed(FILE, ("</tu>", more)), "x-briefgen")
    data = changed(data, ('srclang="en"', 'srclang="*all*"'))
    returned, problems = read_tmx(data, "back.tmx", ("en", "kk"))
    assert (returned.source_language, returned.target_language, problems) == ("en", "kk", [])
    assert returned.units[-1].target == "Дайын."


def test_a_header_that_says_all_languages_leaves_it_to_the_manifest():
    data = changed(FILE, ('srclang="en"', 'srclang="*all*"'))
    returned, _ = read_tmx(data, "back.tmx")
    assert returned.source_language == "en"
    returned, [problem] = read_tmx(without_lines(data, "x-briefgen"), "back.tmx")
    assert problem.code == "R014"


def test_a_file_without_a_header_doesnt_say_its_languages():
    returned, [problem] = read_tmx(b'<tmx version="1.4">\n<body/></tmx>', "back.tmx")
    assert returned is None
    assert (problem.code, str(problem.place)) == ("R014", "back.tmx:1:1")


def test_a_character_that_xml_lacks_is_a_placeholder_with_its_number():
    data = write_tmx(make([make_unit("1", "a\x01b", "x")]))
    assert b'<seg>a<ph type="x-character">U+0001</ph>b</seg>' in data
    wrong = changed(data, ("U+0001", "U+FFFFFFFFF"))
    assert read_tmx(wrong, "back.tmx")[0].units[0].source == "a\N{REPLACEMENT CHARACTER}b"
