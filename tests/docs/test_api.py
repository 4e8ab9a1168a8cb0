"""docs/api.md: its example runs, and the methods are those of the code."""

import inspect

import pytest

from briefgen.api import ImportRequest, Narrowing, Project
from briefgen.errors import UsageError
from tests.docs.markdown import Page, codes, rows

STATEMENT = """# Joint Statement

1. The two countries keep the river clean.

2. They meet again in 2027.
"""


@pytest.fixture
def page(checkout) -> Page:
    return Page(checkout / "docs" / "api.md")


@pytest.fixture
def small(demo) -> None:
    """The pack has one document, and the folder above it a text to import."""
    pack = demo / "content/packs/example.yaml"
    pack.write_text(
        "summit: example\ndocuments:\n  - {kinds: [one-pager], audiences: [press],"
        " languages: [en], formats: [html]}\n"
    )
    (demo.parent / "statement.md").write_text(STATEMENT)


def test_the_example_checks_builds_and_imports(page, small, demo, monkeypatch, capsys):
    monkeypatch.chdir(demo.parent)
    [block] = [block for block in page.blocks if "example" in block.options]
    exec(compile(block.text, "docs/api.md", "exec"), {})
    assert "press/one-pager.en.html" in capsys.readouterr().out
    written = (demo / "content/example/statement.yaml").read_text()
    assert "The two countries keep the river clean." in written


def test_the_table_has_the_methods_and_their_arguments(page):
    shown = {}
    for row in rows(page.text):
        name, _, arguments = codes(row[0])[0].rstrip(")").partition("(")
        shown[name.split(".")[1]] = [
            word.split("=")[0].strip("* ") for word in arguments.split(",")
        ]
    public = {name for name in vars(Project) if not name.startswith("_")} - {"folder"}
    assert shown.keys() == public
    for name, arguments in shown.items():
        known = inspect.signature(getattr(Project, name)).parameters
        assert arguments == [word for word in known if word != "self"]


def test_an_authors_mistake_is_a_diagnostic_with_a_place(small, demo):
    brief = demo / "content/example/brief.yaml"
    brief.write_text(brief.read_text().replace("bottom_line:", "bottom_lime:"))
    found = Project.open(demo).check()
    assert {"C001", "C002"} & {problem.code for problem in found}
    assert all(problem.place is not None for problem in found)


@pytest.mark.parametrize(
    "use",
    [
        lambda project, demo: project.check("exampel"),
        lambda project, demo: project.build(narrowing=Narrowing(audiences=frozenset({"pres"}))),
        lambda project, demo: project.build(output=demo / "content" / "inside"),
        lambda project, demo: project.import_text(
            ImportRequest(demo / "none.md", "example", "communique", "en", source=True)
        ),
    ],
)
def test_what_is_not_there_is_a_usage_error(use, small, demo):
    with pytest.raises(UsageError):
        use(Project.open(demo), demo)
