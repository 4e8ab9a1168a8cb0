"""How many pages the real documents take, which is part of what they are."""

import pytest

from briefgen.audience.read import read_audiences
from briefgen.audience.select import select
from briefgen.content.read import read_content
from briefgen.diagnostics import has_errors
from briefgen.languages import read_profiles
from briefgen.project import find_project
from tests.templates.meeting import ROOT, lay_out

PAGES = {"minister": range(3, 9), "analyst": range(6, 13), "press": range(2, 5)}
LANGUAGES = ("en", "ru")


@pytest.fixture(scope="module")
def view_of():
    """Return a function that selects a View of the real content."""
    project = find_project(ROOT)
    content, problems = read_content(project, ["dushanbe-2025"])
    assert not has_errors(problems)
    audiences, _ = read_audiences(project)
    profiles, _ = read_profiles(project, LANGUAGES)

    def view(kind, audience, *languages):
        found, problems = select(
            content.summits["dushanbe-2025"],
            audience,
            audiences[audience],
            kind=kind,
            languages=languages,
            document=None,
            scale=project.config.handling,
            profiles=profiles,
        )
        assert problems == []
        return found

    return view


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", PAGES)
def test_a_one_pager_is_one_page(view_of, audience, language):
    assert lay_out(view_of("one-pager", audience, language)).pages == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", PAGES)
def test_a_briefing_is_as_long_as_its_reader_expects(view_of, audience, language):
    assert lay_out(view_of("briefing", audience, language)).pages in PAGES[audience]


@pytest.mark.parametrize("audience", ["analyst", "translator"])
def test_a_bilingual_table_has_seven_pages_at_most(view_of, audience):
    assert 1 < lay_out(view_of("bilingual-table", audience, "en", "ru")).pages <= 7
