"""The glossary out as TBX and back in, from the command line."""

import re

import pytest

from tests.cli.conftest import Cli
from tests.content.meeting import SUMMIT, changed, write_project

OWN = "content/lake/glossary.yaml"
SHARED = "content/glossary.yaml"
GLOSSARY = """\
# What the lake calls things.
terms:
  - id: lake   # of the border
    names: {en: lake, ru: озеро}
    note: {en: "The one, on the border."}
  - id: shore
    names:
      en: >-
        shore of the lake
      # nobody has said it yet
  - id: boat
    names:
      en: boat

      ru: лодка
"""
EXPORT = ("translations", "export", "statement", "--target", "ru", "--format", "tbx", "-o", "t.tbx")
IMPORT = ("translations", "import", "t.tbx", "--output-format", "concise", "--show-all")


@pytest.fixture
def cli(tmp_path, monkeypatch, capsys):
    root = tmp_path / "project"
    shared = "terms: [{id: un, names: {en: UN, ru: ООН}}, {id: lake, names: {en: sea, ru: море}}]\n"
    write_project(root, {OWN: GLOSSARY, SHARED: shared})
    monkeypatch.chdir(root)
    made = Cli(root, capsys)
    assert made(*EXPORT) == (0, "t.tbx\n", "")
    return made


def edit(cli, *pairs, file="t.tbx"):
    """Change words of a file, each of which is there once."""
    text = (cli.root / file).read_text()
    for old, new in pairs:
        text = changed(text, old, new)
    (cli.root / file).write_text(text)


def translate(cli, name, translation):
    """Give a term that has none a translation."""
    section = '<langSec xml:lang="ru"><termSec><term>{}</term></termSec></langSec>'
    end = f"<term>{name}</term>\n          </termSec>\n        </langSec>"
    edit(cli, (end, end + section.format(translation)))


def codes(err):
    return re.findall(r"(?:error|warning) ([A-Z]\d+)", err)


def test_a_glossary_without_terms_in_the_source_language_is_not_written(cli):
    for file in (OWN, SHARED):
        (cli.root / file).write_text("terms: [{id: lake, names: {ru: озеро}}]\n")
    code, _, err = cli(*EXPORT[:-1], "none.tbx")
    assert (code, "the glossary has no terms in 'en'" in err) == (2, True)
    assert not (cli.root / "none.tbx").exists()


def test_the_summit_s_own_term_is_the_one_that_is_sent(cli):
    text = (cli.root / "t.tbx").read_text()
    assert text.count('id="term-lake"') == 1
    assert "море" not in text


def test_terms_that_nobody_touched_change_nothing(cli):
    assert cli(*IMPORT) == (0, "", f"{SHARED}: nothing changes\n{OWN}: nothing changes\n")


def test_terms_go_into_the_glossaries_that_have_them_and_no_other_line_changes(cli):
    translate(cli, "shore of the lake", "берег")
    edit(cli, ("лодка", "ладья: «Лада»"), ("ООН", "Объединённые Нации"))
    shared = (cli.root / SHARED).read_text()
    code, out, err = cli(*IMPORT, "--dry-run")
    assert (code, out.splitlines()) == (0, [
        "un     draft            Объединённые Нации",
        "shore  missing → draft  берег",
        "boat   draft            ладья: «Лада»",
    ])  # fmt: skip
    assert err == f"{SHARED}: not written (--dry-run)\n{OWN}: not written (--dry-run)\n"
    assert (cli.root / OWN).read_text() == GLOSSARY
    code, _, err = cli(*IMPORT)
    assert (code, err) == (0, f"{SHARED}: written\n{OWN}: written\n")
    new = changed(GLOSSARY, "shore of the lake\n", "shore of the lake\n      ru: берег\n")
    assert (cli.root / OWN).read_text() == changed(new, "лодка", '"ладья: «Лада»"')
    assert (cli.root / SHARED).read_text() == changed(shared, "ООН", "Объединённые Нации")
    assert cli(*IMPORT) == (0, "", f"{SHARED}: nothing changes\n{OWN}: nothing changes\n")


def test_a_term_that_both_have_changed_is_a_conflict_and_nothing_is_written(cli):
    edit(cli, ("лодка", "ладья"), ("озеро", "озерцо"))
    edit(cli, ("лодка", "судно"), file=OWN)
    ours = (cli.root / OWN).read_text()
    code, out, err = cli(*IMPORT)
    assert (code, out, codes(err)) == (1, "", ["R101"])
    assert f"{OWN}:15:11: error R101 boat: changed in the file" in err
    assert (cli.root / OWN).read_text() == ours


def test_a_term_that_content_alone_has_changed_stays(cli):
    edit(cli, ("лодка", "судно"), file=OWN)
    assert cli(*IMPORT)[2] == f"{SHARED}: nothing changes\n{OWN}: nothing changes\n"


def test_a_term_emptied_or_renamed_in_the_file_is_told_and_content_keeps_its_own(cli):
    edit(cli, ("лодка", ""), (">lake<", ">pond<"))
    code, out, err = cli(*IMPORT)
    assert (code, out, codes(err)) == (0, "", ["R103", "R104"])
    assert (cli.root / OWN).read_text() == GLOSSARY


def test_terms_that_the_glossary_lacks_are_named_once_and_the_others_are_taken(cli):
    entry = (
        '<conceptEntry id="c{0}"><langSec xml:lang="en"><termSec><term>new {0}</term></termSec>'
        '</langSec><langSec xml:lang="ru"><termSec><term>н {0}</term></termSec></langSec>'
        "</conceptEntry>"
    )
    edit(cli, ("лодка", "ладья"), ("</body>", "".join(map(entry.format, range(10))) + "</body>"))
    code, out, err = cli(*IMPORT)
    assert (code, out, codes(err)) == (0, "boat  draft  ладья\n", ["R108"])
    assert "t.tbx:1:1: warning R108 not in the glossary: new 0, new 1, " in err
    assert "new 7 and 2 more" in err
    assert "new 0" not in (cli.root / OWN).read_text()


def test_a_term_base_of_another_program_fills_in_what_is_missing(cli):
    entry = """<conceptEntry id="{}"><langSec xml:lang="en-GB"><termSec><term>{}</term></termSec>
      </langSec><langSec xml:lang="ru-RU"><termSec><term>{}</term></termSec></langSec>
      </conceptEntry>"""
    terms = [("1", "shore  of the lake", "берег"), ("2", "boat", "ладья"), ("3", "oar", "весло")]
    (cli.root / "t.tbx").write_text(
        '<tbx type="TBX-Min" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">'
        f"<tbxHeader/><text><body>{''.join(entry.format(*t) for t in terms)}</body></text></tbx>"
    )
    code, _, err = cli(*IMPORT)
    assert (code, codes(err)) == (1, ["R004"])
    arguments = (*IMPORT, "--document", "statement", "--target", "ru")
    code, out, err = cli(*arguments)
    assert (code, out, codes(err)) == (0, "shore  missing → draft  берег\n", ["R108"])
    assert "not in the glossary: oar" in err
    assert cli(*arguments)[1] == ""


@pytest.mark.parametrize(
    ("pairs", "code", "words"),
    [
        ([("document: lake/glossary", "document: sea/glossary")], "R005", "sea/glossary"),
        ([("document: lake/glossary", "document: lake/statement")], "R005", "lake/statement"),
        ([('style="dca" xml:lang="en"', 'style="dca" xml:lang="kk"')], "R006", "from 'kk'"),
        ([("target-language: ru", "target-language: kk")], "R006", "into 'ru', not into 'kk'"),
        ([("</body>", "")], "R001", "no well-formed XML"),
        ([("<tbx ", '<!DOCTYPE tbx [<!ENTITY e "e">]><tbx ')], "R013", "declares entities"),
        ([("<tbx ", "<martif "), ("</tbx>", "</martif>")], "R012", "<martif>"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line_and_content_stays(cli, pairs, code, words):
    edit(cli, ("лодка", "ладья"), *pairs)
    status, out, err = cli(*IMPORT)
    assert (status, out, codes(err)) == (1, "", [code])
    assert re.search(rf"t\.tbx:\d+:\d+: error {code} .*{re.escape(words)}", err)
    assert (cli.root / OWN).read_text() == GLOSSARY


def test_terms_in_languages_that_the_summit_has_not_are_refused(cli):
    summit = changed(SUMMIT, "languages: [en, ru]", "languages: [en, kk]").replace("ru:", "kk:")
    (cli.root / "content/lake/summit.yaml").write_text(summit)
    code, _, err = cli(*IMPORT)
    assert (code, codes(err)) == (1, ["R006"])
    assert "the file is into 'ru'" in err


def test_a_term_that_no_file_may_hold_is_refused_and_content_stays(cli):
    edit(cli, ("лодка", "л" * 3000))
    code, _, err = cli(*IMPORT)
    assert (code, set(codes(err))) == (1, {"R114"})
    assert f"{OWN}:15:" in err
    assert (cli.root / OWN).read_text() == GLOSSARY
