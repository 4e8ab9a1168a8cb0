"""What `build --since` is given: a path from here, or else a git revision; one line if neither."""

import shutil

import pytest

from tests.pipeline.small import replace, write
from tests.revisions import commit, git

MINUTES = "content/ferry/minutes.yaml"
RUSSIAN = "content/ferry/minutes.ru.yaml"
TABLE = "output/ferry/staff/table-changes.en-ru.html"
PLACE = "content/packs/ferry.yaml:7:5"


@pytest.fixture
def redline(cli):
    """The small project: at v1 its ports close a ferry line, in old/ they sell it."""
    write(cli.root, "templates/kinds/table.yaml", "only: true\n")
    replace(cli.root, "templates/kinds/table.html.j2", "{{ cell.text }}",
            "{% for run in cell.runs %}{{ run.text }}|{% endfor %}")  # fmt: skip
    replace(cli.root, MINUTES, "open a ferry line", "close a ferry line")
    commit(cli.root, "v1")
    text = (cli.root / MINUTES).read_text()
    replace(cli.root, MINUTES, "close a ferry line", "open a ferry line")
    write(cli.root, "old/minutes.yaml", text.replace("close", "sell"))
    return cli


def build(cli, since):
    return cli("build", "--since", since, "-j", "0", "--output-format", "concise")


def before(cli, since):
    """Return which word of the paragraph that has changed is the earlier version's."""
    code, _, err = build(cli, since)
    assert code == 0, err
    page = (cli.root / TABLE).read_text()
    return next(word for word in ("close", "sell") if f"|{word} |" in page)


@pytest.mark.parametrize("since", ["v1", "main", "HEAD", "main~0"])
def test_a_revision_or_tag_is_one_of_the_project_s_repository(redline, since):
    assert before(redline, since) == "close"


@pytest.mark.parametrize("since", ["old", "old/", "old/minutes.yaml", "./old/../old/minutes.yaml"])
def test_a_file_or_folder_is_read_where_it_is(redline, since):
    assert before(redline, since) == "sell"


def test_a_path_is_taken_from_the_folder_one_works_in(redline, tmp_path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    (redline.root / "old").rename(tmp_path / "sent")
    monkeypatch.chdir(tmp_path / "elsewhere")
    code, _, _ = redline(
        "build", "--root", redline.root, "--since", "../sent/minutes.yaml", "-j", "0"
    )
    assert code == 0
    assert "|sell |" in (redline.root / TABLE).read_text()


def test_a_translation_alone_does_not_say_who_might_read_it_then(redline):
    """So it is compared for those alone who may read everything, or with its source beside it."""
    ours, sent = redline.root / "old/minutes.yaml", redline.root / "sent"
    text = (redline.root / RUSSIAN).read_text()
    write(redline.root, "sent/minutes.ru.yaml", text.replace("паромную", "другую"))
    code, _, err = build(redline, "sent/minutes.ru.yaml")
    assert code == 0, err
    replace(redline.root, "content/packs/ferry.yaml", "audiences: [staff]", "audiences: [public]")
    code, _, err = build(redline, "sent/minutes.ru.yaml")
    assert code == 1
    assert "A212 'minutes.ru.yaml' is a translation alone" in err
    shutil.copy(ours, sent / "minutes.yaml")
    assert build(redline, "sent/minutes.ru.yaml")[0] == 0


def test_a_path_comes_before_a_branch_of_its_name(redline):
    git(redline.root, "branch", "old")
    assert before(redline, "old") == "sell"
    (redline.root / "old").rename(redline.root / "moved")
    assert before(redline, "old") == "close"


@pytest.mark.parametrize(
    ("since", "code", "says"),
    [
        ("v9", "A211", "there is no file and no git revision 'v9'"),
        ("none/minutes.yaml", "A211", "there is no file and no git revision 'none/minutes.yaml'"),
        ("", "A211", "there is no file and no git revision ''"),
        ("a" * 5000, "A211", "there is no file and no git revision 'aaa"),
        ("content/packs", "A211", "'content/packs' has none of the summit's outcome documents"),
        ("content/ferry/summit.yaml", "A212", "content/ferry/summit.yaml, line 1: "),
        ("/dev/null", "G003", "null is not a regular file"),
    ],
)
def test_what_is_neither_is_said_in_one_line_where_the_table_is_ordered(redline, since, code, says):
    replace(redline.root, "content/packs/ferry.yaml", "languages: [[en, ru]]",
            "languages: [[en, ru], [ru, en]]")  # fmt: skip
    exit_code, out, err = build(redline, since)
    assert (exit_code, out) == (1, "")
    [line] = [line for line in err.splitlines() if line.startswith(PLACE)]
    assert line.startswith(f"{PLACE}: error {code} {says}")
    assert not (redline.root / TABLE).exists()


def test_without_a_repository_a_revision_is_none(redline, monkeypatch):
    (redline.root / ".git").rename(redline.root / "git")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", "/")
    assert "A211" in build(redline, "v1")[2]
    assert "not a git repository" in build(redline, "v1")[2]


@pytest.mark.parametrize("since", ["v1", "main", "old", "old/minutes.yaml"])
def test_nothing_has_changed_until_the_earlier_version_has(redline, since):
    assert build(redline, since)[0] == 0
    assert build(redline, since) == (0, "", "ferry: nothing has changed\n")
    text = (redline.root / "old/minutes.yaml").read_text()
    write(redline.root, "old/minutes.yaml", text.replace("sell", "lend"))
    git(redline.root, "commit", "--quiet", "--all", "--message", "v2")
    git(redline.root, "tag", "--force", "v1")
    assert "nothing has changed" not in build(redline, since)[2]


def test_a_pack_that_orders_changes_is_built_again_when_they_are_others(redline):
    replace(redline.root, "content/packs/ferry.yaml", "    formats: [html]",
            "    formats: [html]\n    only: {since: HEAD}")  # fmt: skip
    quiet = ("build", "-j", "0")
    assert redline(*quiet)[0] == 0
    assert redline(*quiet) == (0, "", "ferry: nothing has changed\n")
    replace(redline.root, MINUTES, "open a", "sell a")
    commit(redline.root, "v2")
    replace(redline.root, MINUTES, "sell a", "open a")
    assert "nothing has changed" not in redline(*quiet)[2]
    assert "|sell |" in (redline.root / TABLE).read_text()
    assert redline(*quiet) == (0, "", "ferry: nothing has changed\n")


def test_a_file_that_gets_a_revision_s_name_is_a_change(redline):
    assert before(redline, "v1") == "close"
    (redline.root / "old").rename(redline.root / "v1")
    assert before(redline, "v1") == "sell"
