"""A build depends on its input alone, and does again only what the change of input asks for."""

import pytest

from tests.packs.packs import DOCUMENTS, PROJECTS, build, laid_out, names_in


@pytest.fixture(params=PROJECTS)
def project(request, built, tmp_path):
    """A pack, and a copy of its project as it is after a build, with its cache."""
    return request.param, *built.copy(request.param, tmp_path)


@pytest.mark.parametrize("pack", PROJECTS)
def test_the_first_build_lays_out_every_document(built, pack):
    assert names_in(built.log(pack)) == {d.name for d in DOCUMENTS if d.pack == pack}


def test_another_place_time_zone_locale_hash_seed_and_number_of_workers_give_equal_bytes(
    built, project, tmp_path
):
    pack, root, _ = project
    other = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "LANG": ""}
    other["SOURCE_DATE_EPOCH"] = "86400"  # dates come from the content
    output = tmp_path / "elsewhere"
    done = build(root, output, "--no-cache", "-j", "1", cwd=tmp_path, env=other)
    assert laid_out(done) == {d.name for d in DOCUMENTS if d.pack == pack}
    old = {p.relative_to(built.output(pack)): p for p in built.output(pack).rglob("*.*")}
    new = {p.relative_to(output / pack): p for p in (output / pack).rglob("*.*")}
    assert old.keys() == new.keys()
    assert [str(p) for p in old if old[p].read_bytes() != new[p].read_bytes()] == []


def test_nothing_changed_lays_out_and_writes_nothing(project):
    _, root, output = project
    for _ in range(2):
        done = build(root, output)
        assert laid_out(done) == set()
        assert done.stdout == ""
    assert done.stderr.endswith("nothing has changed\n")


# What stands in which file, what comes in its place, and the documents that hold it.
CHANGES = {
    "dushanbe-2025": [
        (
            "communique.ru.yaml",
            ("за гостеприимство и высокий", "за радушие и высокий"),
            {
                "analyst/bilingual-table.en-ru",
                "analyst/briefing.ru",
                "analyst/one-pager.ru",  # in its source alone
                "translator/bilingual-table.en-ru",
            },
        ),
    ],
    "flyway-2026": [
        (
            "declaration.en.yaml",
            ("name five pilot sites", "choose five pilot sites"),
            {
                "chair/briefing.en",
                "negotiators/briefing.en",
                "observers/briefing.en",
                *("observers/one-pager.en", "observers/tracker.en"),  # in their source alone
                "translator/bilingual-table.en-fa",
                "translator/bilingual-table.kk-en",
                "translator/bilingual-table.kk-en-fa",
            },
        ),
        (
            "brief.fa.yaml",
            ("تخصیص دو میلیون", "پرداخت دو میلیون"),
            {
                *(f"{name}/briefing.fa" for name in ("chair", "negotiators", "observers")),
                *(f"{name}/tracker.fa" for name in ("chair", "negotiators", "observers")),
                "observers/one-pager.fa",  # in its source alone
            },
        ),
        (
            "work-plan.fa.yaml",
            ("سالی دو بار", "هر سال دو بار"),
            {"negotiators/bilingual-table.kk-en-fa"},
        ),
        (
            "brief.en.yaml",
            ("Who supports the proposal", "Who backs the proposal"),
            {"chair/briefing.en"},
        ),
    ],
}


def test_one_paragraph_changed_lays_out_only_the_documents_that_show_it(project):
    pack, root, output = project
    for file, words, wanted in CHANGES[pack]:
        path = root / "content" / pack / file
        text = path.read_text()
        old, new = words
        assert text.count(old) == 1
        path.write_text(text.replace(old, new))
        assert laid_out(build(root, output)) == wanted, file
