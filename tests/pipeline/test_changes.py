"""Tables of what has changed are documents of their own, beside those of the pack."""

import json

import pytest

from briefgen.audience.clearance import Clearance
from briefgen.pipeline.freshness import digest_file
from briefgen.pipeline.plan import Narrowing
from briefgen.pipeline.prepare import Preparer
from tests.pipeline.small import SECRET, replace, write
from tests.revisions import commit, git

TABLE = "ferry/staff/table-changes.en-ru.html"
MINUTES = "content/ferry/minutes.yaml"


@pytest.fixture
def redline(small):
    """The small project, whose tables may be narrowed, with a version before today's."""
    write(small.root, "templates/kinds/table.yaml", "only: true\n")
    replace(small.root, MINUTES, "open a ferry line", "close a ferry line")
    commit(small.root, "v1")
    replace(small.root, MINUTES, "close a ferry line", "open a ferry line")
    return small


def since(small, version, **request):
    return small.build(narrowing=Narrowing(since=version), **request)


def test_only_tables_are_built_and_the_others_stay(redline):
    redline.build()
    before = redline.files()
    outcome = since(redline, "v1")
    assert outcome.diagnostics == ()
    assert outcome.documents == 1
    files = redline.files()
    assert before.keys() | {TABLE} == files.keys()
    manifest = json.loads(files["ferry/manifest.json"])
    entries = {entry["path"]: entry for entry in manifest["files"]}
    assert entries["staff/table-changes.en-ru.html"]["since"] == "v1"
    assert len(entries) == sum(not name.endswith("manifest.json") for name in files)
    assert all("since" not in e for path, e in entries.items() if "changes" not in path)


def test_the_next_build_takes_it_away(redline):
    since(redline, "v1")
    redline.build()
    assert TABLE not in redline.files()


def test_a_pack_may_order_it(redline):
    replace(redline.root, "content/packs/ferry.yaml", "  - kinds: [table]", """\
  - kinds: [table]
    audiences: [staff]
    languages: [[en, ru]]
    formats: [html]
    only: {since: v1}
  - kinds: [table]""")  # fmt: skip
    assert redline.build().diagnostics == ()
    assert TABLE in redline.files()
    assert "ferry/staff/table.en-ru.html" in redline.files()


def test_older_files_are_among_the_inputs(redline):
    text = (redline.root / MINUTES).read_text()
    write(redline.root, "old/minutes.yaml", text.replace("open a", "close a"))
    assert since(redline, "old").diagnostics == ()
    manifest = json.loads(redline.files()["ferry/manifest.json"])
    digest = manifest["files"][0]["inputs"]["old/minutes.yaml"]
    assert digest == digest_file(str(redline.root / "old/minutes.yaml"))


def test_the_manifest_names_the_commit_and_no_folder_of_the_machine(redline, tmp_path):
    since(redline, "v1")
    number = git(redline.root, "rev-parse", "v1")
    assert f"{number}:{MINUTES}" in redline.files()["ferry/manifest.json"].decode()
    text = (redline.root / MINUTES).read_text()
    write(tmp_path, "sent/minutes.yaml", text.replace("open a", "close a"))
    since(redline, str(tmp_path / "sent/minutes.yaml"))
    raw = redline.files()["ferry/manifest.json"].decode()
    assert str(tmp_path) not in raw
    [entry] = [e for e in json.loads(raw)["files"] if "since" in e]
    assert entry["since"] == "minutes.yaml"
    assert entry["inputs"]["minutes.yaml"] == digest_file(str(tmp_path / "sent/minutes.yaml"))


def test_a_kind_that_can_t_be_narrowed_says_so(small):
    replace(small.root, "content/packs/ferry.yaml", "  - kinds: [note]", """\
  - kinds: [note]
    audiences: [staff]
    languages: [en]
    formats: [html]
    only: {missing: true}
  - kinds: [note]""")  # fmt: skip
    [found] = small.build().diagnostics
    assert (found.code, str(found.place)) == ("A213", "content/packs/ferry.yaml:3:5")


@pytest.mark.parametrize(
    ("version", "code"), [("v9", "A211"), ("content/ferry/brief.yaml", "A212")]
)
def test_a_version_that_can_t_be_had_is_said_where_the_table_is_ordered(redline, version, code):
    [found] = since(redline, version).diagnostics
    assert (found.code, str(found.place)) == (code, "content/packs/ferry.yaml:7:5")
    assert TABLE not in redline.files()


def test_text_that_was_restricted_then_fails_the_build_where_it_slips_through(redline, monkeypatch):
    """The second line: the selection keeps such text from templates by itself."""
    monkeypatch.setattr(Clearance, "reads", lambda *_: True)
    monkeypatch.setattr(Preparer, "_clear", lambda _, summit, level: summit)
    write(redline.root, "templates/audiences/staff/audience.yaml", "title: {en: Us, ru: Мы}\n"
          "handling: public\n")  # fmt: skip
    replace(redline.root, MINUTES, SECRET, "Nothing is said of a second ferry")
    [found] = [d for d in since(redline, "v1").diagnostics if d.code == "B402"]
    assert str(found.place) == "content/packs/ferry.yaml:7:5"


def test_nothing_is_said_of_a_paragraph_of_an_unknown_level_to_an_audience_alone(redline):
    text = (redline.root / MINUTES).read_text()
    write(redline.root, MINUTES, f'{text}  - {{key: "4", handling: unheard-of, text: Hidden.}}\n')
    narrowing = Narrowing(since="v1", audiences=frozenset({"staff"}))
    assert redline.build(narrowing=narrowing).diagnostics == ()
    assert TABLE in redline.files()
