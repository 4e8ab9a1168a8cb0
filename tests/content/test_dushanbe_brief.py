"""The Dushanbe brief: English items and their Russian versions agree and rest on the text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefgen.content.model import (
    INTERNAL_SECTIONS,
    Brief,
    BriefTargets,
    Commitment,
    Document,
    Item,
    Position,
    Question,
    Status,
    Summit,
    TargetItem,
    source_hash,
)

FOLDER = Path(__file__).parents[2] / "content" / "dushanbe-2025"

# Paragraphs in which the six countries, or some of them, undertake, agree or are ready to
# do something. The others (1, 2, 5 to 8, 14, 15, 29) hold views, appraisals and thanks.
COMMITTING = {str(n) for n in (3, 4, *range(9, 14), *range(16, 29))}


def load(name: str) -> Any:
    """Return a content file with every scalar as text."""
    return yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


@pytest.fixture(scope="module")
def brief() -> Brief:
    return Brief.model_validate(load("brief.yaml"))


@pytest.fixture(scope="module")
def russian() -> BriefTargets:
    return BriefTargets.model_validate(load("brief.ru.yaml"))


@pytest.fixture(scope="module")
def summit() -> Summit:
    return Summit.model_validate(load("summit.yaml"))


@pytest.fixture(scope="module")
def communique() -> dict[str, str]:
    """Return the communiqué's texts by key."""
    document = Document.model_validate(load("communique.yaml"))
    return {segment.key: segment.text for segment in document.segments()}


@pytest.fixture(scope="module")
def items(brief: Brief) -> list[Item]:
    return [item for _, item in brief.items()]


@pytest.fixture(scope="module")
def pairs(items: list[Item], russian: BriefTargets) -> list[tuple[Item, TargetItem]]:
    targets = {item.id: item for item in russian.items}
    return [(item, targets[item.id]) for item in items]


def english_words(item: Item) -> str:
    """Return all that a reader sees of an item in English."""
    question = item.question if isinstance(item, Question) else None
    when = item.when if isinstance(item, Commitment) else None
    return "\n".join(words for words in (item.text, question, when) if words)


def russian_words(item: TargetItem) -> str:
    """Return all that a reader sees of an item in Russian."""
    return "\n".join(words for words in (item.text, item.question, item.when) if words)


def test_the_status_claims_no_more_than_a_paraphrase_and_its_unofficial_translation(
    brief: Brief, russian: BriefTargets
) -> None:
    assert (brief.status, russian.status) == (Status.PARAPHRASE, Status.UNOFFICIAL_TRANSLATION)
    assert (brief.language, russian.language) == ("en", "ru")


def test_the_russian_items_are_the_english_ones_in_the_same_order(
    items: list[Item], russian: BriefTargets
) -> None:
    ids = [item.id for item in items]
    assert [item.id for item in russian.items] == ids
    assert len(set(ids)) == len(ids)


def test_every_russian_item_was_made_from_the_english_words_that_stand_now(
    pairs: list[tuple[Item, TargetItem]],
) -> None:
    stale = []
    for item, target in pairs:
        question = item.question if isinstance(item, Question) else None
        when = item.when if isinstance(item, Commitment) else None
        if target.source_hash != source_hash(item.text, question, when, None):
            stale.append(item.id)
        assert (target.question is None, target.when is None) == (question is None, when is None)
    assert stale == []


def test_the_citations_lead_to_the_29_paragraphs_and_leave_none_out(items: list[Item]) -> None:
    cited = {cite for item in items for cite in item.cites}
    assert cited == {str(number) for number in range(1, 30)}


def test_only_the_note_on_the_source_cites_no_paragraph(items: list[Item]) -> None:
    assert [item.id for item in items if not item.cites] == ["bg-source"]


def test_every_paragraph_that_commits_somebody_is_among_the_commitments(brief: Brief) -> None:
    assert {cite for item in brief.commitments for cite in item.cites} == COMMITTING


def test_what_is_said_or_answered_is_never_public(brief: Brief) -> None:
    public = [
        item.id
        for path, item in brief.items()
        if item.handling == "public"
        and (".".join(map(str, path[:-1])) in INTERNAL_SECTIONS or path[0] == "objectives")
    ]
    assert public == []


def test_handling_is_public_or_internal(items: list[Item]) -> None:
    assert {item.handling for item in items} == {"public", "internal"}


def test_items_name_only_themes_and_parties_of_the_summit(
    items: list[Item], summit: Summit
) -> None:
    parties = {*summit.countries, *(organisation.id for organisation in summit.organisations)}
    themes = {theme.id for theme in summit.themes}
    for item in items:
        assert set(item.themes) <= themes, item.id
        if isinstance(item, Position | Commitment):
            assert set(item.actors) <= parties, item.id


def test_every_number_in_english_is_in_russian_as_often(
    pairs: list[tuple[Item, TargetItem]],
) -> None:
    for item, target in pairs:
        numbers = sorted(re.findall(r"\d+", english_words(item)))
        assert sorted(re.findall(r"\d+", russian_words(target))) == numbers, item.id


def test_a_year_that_an_item_names_is_in_its_paragraphs_or_the_summits_own(
    items: list[Item], communique: dict[str, str], summit: Summit
) -> None:
    for item in items:
        cited = " ".join(communique[cite] for cite in item.cites)
        known = {summit.dates.start[:4], *re.findall(r"\d{4}", cited)}
        assert set(re.findall(r"\d{4}", english_words(item))) <= known, item.id


def test_a_deadline_is_a_year_that_its_paragraphs_name(
    brief: Brief, communique: dict[str, str]
) -> None:
    dated = [item for item in brief.commitments if item.deadline]
    assert [item.id for item in dated] == ["c-plan", "c-results"]
    for item in dated:
        assert any(str(item.deadline) in communique[cite] for cite in item.cites)


def test_the_timeline_runs_forward(brief: Brief) -> None:
    dates = [event.date for event in brief.timeline]
    assert dates == sorted(dates)


def test_the_first_key_messages_are_short_enough_for_one_page(brief: Brief) -> None:
    for item in brief.key_messages:
        assert len(item.text.split()) <= 30, item.id


def test_no_russian_word_mixes_the_two_alphabets(pairs: list[tuple[Item, TargetItem]]) -> None:
    mixed = re.compile(r"[A-Za-z][а-яёА-ЯЁ]|[а-яёА-ЯЁ][A-Za-z]")
    for _, target in pairs:
        assert not mixed.search(russian_words(target)), target.id


def test_russian_typography_has_its_own_quotes_and_bound_dashes(
    pairs: list[tuple[Item, TargetItem]],
) -> None:
    poor = re.compile(r"[\"“”'’]| [—–]|\d г\.|\d (?:года?|годы|годов|октября)\b|  |\.\.\.")
    for _, target in pairs:
        words = russian_words(target)
        assert not poor.search(words), (target.id, poor.search(words))
        assert words.count("«") == words.count("»"), target.id
