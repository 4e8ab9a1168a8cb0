"""TBX: the terms of a glossary, out and in."""

from lxml import etree

from briefgen.translation.hashes import manifest_of
from briefgen.translation.tbx import read_tbx, write_tbx
from tests.translation.exchange import GLOSSARY, changed, without_lines

FILE = write_tbx(GLOSSARY)
FOREIGN = """\
<?xml version="1.0"?>
<tbx type="TBX-Min" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
  xmlns:min="http://www.tbxinfo.net/ns/min"><tbxHeader/><text><body>
<conceptEntry id="c1"><min:subjectField>water</min:subjectField>
<langSec xml:lang="ru-RU"><termSec><term>водо<hi>ём</hi></term></termSec>
<termSec><term>озеро</term></termSec></langSec>
<langSec xml:lang="en-GB"><termSec><term>body of water</term></termSec></langSec></conceptEntry>
<conceptEntry><langSec xml:lang="ru"><termSec><term>река</term></termSec></langSec></conceptEntry>
</body></text></tbx>
"""


def test_a_term_is_a_concept_with_a_section_for_each_language():
    [lake, nine, silent] = etree.fromstring(FILE).iter("{*}conceptEntry")
    assert [node.text for node in lake.iter("{*}term")] == ["lake", "озеро"]
    assert lake.findtext("{*}note") == "the one on the border"
    assert nine.get("id") == "term-9-plus"  # an xs:ID may not begin with a digit
    assert len(silent.findall("{*}langSec")) == 1


def test_terms_come_back_with_their_languages_and_what_they_were():
    returned, problems = read_tbx(FILE, "back.tbx")
    assert problems == []
    assert [(u.id, u.source, u.target) for u in returned.units] == [
        (u.id, u.source, u.target or "") for u in GLOSSARY.units
    ]
    assert (returned.source_language, returned.target_language) == ("en", "ru")
    assert (returned.manifest, returned.of_terms) == (manifest_of(GLOSSARY), True)


def test_terms_of_the_other_style_are_read_with_the_first_name_of_each_language():
    returned, problems = read_tbx(FOREIGN.encode(), "theirs.tbx")
    assert problems == []
    [unit] = returned.units
    assert (unit.id, unit.source, unit.target) == (None, "body of water", "водоём")
    assert (returned.target_language, returned.manifest) == ("ru", None)


def test_of_several_languages_that_of_the_export_is_meant():
    more = '<langSec xml:lang="kk"><termSec><term>көл</term></termSec></langSec></conceptEntry>'
    data = changed(FILE, ("</conceptEntry>", more))
    returned, problems = read_tbx(data, "back.tbx")
    assert (returned.units[0].target, problems) == ("озеро", [])
    returned, [problem] = read_tbx(without_lines(data, "<p>"), "back.tbx")
    assert returned is None
    assert (problem.code, str(problem.place)) == ("R014", "back.tbx:2:1")
    returned, _ = read_tbx(without_lines(data, "<p>"), "back.tbx", ("en", "kk"))
    assert (returned.units[0].target, returned.target_language) == ("көл", "kk")


def test_a_file_without_its_language_is_refused():
    returned, [problem] = read_tbx(changed(FILE, (' xml:lang="en">\n  <tbxH', ">\n  <tbxH")), "f")
    assert returned is None
    assert problem.code == "R014"
