"""A job in, its result's name out; what is kept comes back as it was, or not at all."""

import dataclasses
import os

import pytest

from briefgen.diagnostics import Diagnostic, Place, Severity
from briefgen.pipeline.cache import Cache, job_key
from briefgen.pipeline.job import Job, Metadata, Problem, Reference, Result, Stylesheet

JOB = Job(
    "x/note.en",
    b"<html/>",
    (Stylesheet("a.css", b"p {}"),),
    {"a.png": b"1"},
    ("pdf", "html"),
    Metadata("Title", "Subject", "en", "2026", ("sea",)),
)
WARNING = Diagnostic(
    "S101",
    "odd",
    Place("a.css", 1, 2, 3),
    "mend it",
    (("as here", Place("b", 4)),),
    Severity.WARNING,
)
RESULT = Result(
    {"html": b"<p>", "pdf": b"%PDF\n\0"}, 2, (Problem(WARNING), Problem(Diagnostic("P101", "x"), 5))
)


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "cache")


def test_a_result_comes_back_as_it_was(cache):
    cache.put("ab12", RESULT)
    assert cache.get("ab12") == (RESULT, False)


def test_what_was_never_put_is_not_there(cache):
    assert cache.get("ab12") == (None, False)


@pytest.mark.parametrize("damage", ["flip", "cut", "empty"])
def test_a_damaged_entry_is_reported_and_removed(cache, tmp_path, damage):
    cache.put("ab12", RESULT)
    path = tmp_path / "cache/ab/ab12"
    raw = path.read_bytes()
    path.write_bytes({"flip": raw[:-1] + b"\1", "cut": raw[:-4], "empty": b""}[damage])
    assert cache.get("ab12") == (None, True)
    assert cache.get("ab12") == (None, False)


def test_a_cache_that_can_t_be_written_is_no_failure(tmp_path):
    (tmp_path / "cache").write_text("a file")
    Cache(tmp_path / "cache").put("ab12", RESULT)
    assert Cache(tmp_path / "cache").get("ab12") == (None, False)


def test_an_entry_that_can_t_be_moved_into_place_leaves_nothing_behind(cache, tmp_path):
    (tmp_path / "cache/ab/ab12").mkdir(parents=True)
    cache.put("ab12", RESULT)
    assert [path.name for path in (tmp_path / "cache/ab").iterdir()] == ["ab12"]


def test_what_was_not_used_for_long_or_is_too_much_is_pruned(cache, tmp_path):
    for key, used in (("aa1", 100), ("bb2", 200), ("cc3", 300)):
        cache.put(key, RESULT)
        os.utime(tmp_path / "cache" / key[:2] / key, (used, used))
    day = 86_400 * 10**9
    size = (tmp_path / "cache/aa/aa1").stat().st_size

    def left():
        return sorted(path.name for path in (tmp_path / "cache").glob("*/*"))

    cache.prune(300 * 10**9, max_days=1)
    assert left() == ["aa1", "bb2", "cc3"]
    cache.prune(300 * 10**9, max_bytes=2 * size)
    assert left() == ["bb2", "cc3"]
    cache.prune(200 * 10**9 + 30 * day + 1)
    assert left() == ["cc3"]
    cache.prune(0, max_days=-1)
    assert left() == []


def test_what_is_no_entry_is_never_removed(cache, tmp_path):
    cache.put("aa1", RESULT)
    for name in ("letter.txt", "aa/letter.txt", "bb/aa1", "deep/er/aa1"):
        path = tmp_path / "cache" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a letter")
    cache.prune(10**20)
    left = [p for p in (tmp_path / "cache").rglob("*") if p.is_file()]
    assert sorted(path.read_text() for path in left) == ["a letter"] * 4


def test_using_an_entry_makes_it_young(cache, tmp_path):
    cache.put("ab12", RESULT)
    path = tmp_path / "cache/ab/ab12"
    os.utime(path, (1, 1))
    cache.get("ab12")
    assert path.stat().st_mtime > 1


CHANGES = {
    "name": "x/note.ru",
    "markup": b"<html />",
    "stylesheets": (Stylesheet("a.css", b"p { }"),),
    "assets": {"a.png": b"2"},
    "formats": ("pdf",),
    "metadata": Metadata("Title", "Subject", "en", "2026"),
    "embed_fonts": True,
    "source": b"{}",
    "reference": Reference("a.docx", b"PK"),
}


@pytest.mark.parametrize("field", CHANGES)
def test_every_field_of_a_job_changes_its_name(field):
    assert job_key(dataclasses.replace(JOB, **{field: CHANGES[field]}), "v1") != job_key(JOB, "v1")


def test_the_installation_changes_a_job_s_name_and_the_time_limit_does_not():
    assert job_key(JOB, "v1") != job_key(JOB, "v2")
    assert job_key(dataclasses.replace(JOB, seconds=1), "v1") == job_key(JOB, "v1")


def test_no_two_jobs_look_alike_by_moving_bytes_between_fields():
    split = [
        (Stylesheet("a", b"bc"),),
        (Stylesheet("ab", b"c"),),
        (Stylesheet("a", b""), Stylesheet("b", b"c")),
    ]
    jobs = [dataclasses.replace(JOB, stylesheets=sheets, assets={}) for sheets in split]
    jobs.append(dataclasses.replace(JOB, stylesheets=(), assets={"a": b"bc"}))
    assert len({job_key(job, "v1") for job in jobs}) == 4


def test_a_job_s_name_says_nothing_of_what_is_in_it():
    assert set(job_key(JOB, "v1")) <= set("0123456789abcdef")
