"""Content in, a published pack out; what is laid out anew, and what a failure leaves."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from briefgen.audience.clearance import Clearance
from briefgen.content.model import source_hash
from briefgen.diagnostics import Diagnostic, Severity
from briefgen.errors import UsageError
from briefgen.pipeline import calls, freshness
from briefgen.pipeline.build import Request, build
from briefgen.pipeline.job import Problem, Result
from briefgen.pipeline.pool import SerialExecutor, WorkerLostError, WorkerPool
from briefgen.pipeline.prepare import Preparer
from briefgen.project import find_project
from tests.pipeline.small import NAMES, SECRET, SENTENCES, replace, write, write_quickly

ALL = tuple(f"ferry/{name}" for name in NAMES)
FILES = {
    "ferry/manifest.json",
    "ferry/public/manifest.json",
    "ferry/staff/manifest.json",
    *(f"ferry/{n}.{f}" for n in NAMES for f in ("pdf", "docx", "html") if "note" in n),
    "ferry/staff/table.en-ru.html",
}


def codes(outcome):
    return [d.code for d in outcome.diagnostics]


def places(outcome):
    return [str(d.place) for d in outcome.diagnostics]


def line_of(root, file, words):
    lines = (root / file).read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def test_a_pack_becomes_a_file_per_document_and_format_and_a_manifest(small):
    outcome = small.build()
    assert outcome.diagnostics == ()
    assert set(small.files()) == FILES
    assert outcome.laid_out == ALL
    assert {str(path.relative_to(small.output)) for path in outcome.written} == FILES


def test_the_progress_hears_of_every_document(small):
    small.build()
    small.build()
    told = small.progress.told
    assert told[0] == ("plan", 5)
    assert told.index(("start", ALL[0])) < told.index(("end", ALL[0], False))
    assert ("end", ALL[0], True) in told


def test_a_second_build_takes_everything_from_the_cache_and_writes_nothing(small):
    small.build()
    before = small.files()
    outcome = small.build()
    assert (outcome.laid_out, outcome.written, outcome.documents) == ((), (), 5)
    assert small.files() == before


def test_one_changed_paragraph_lays_out_only_the_documents_that_show_it(small):
    small.build()
    replace(small.root, "content/ferry/minutes.ru.yaml", SENTENCES["2"][1], "Билеты дёшевы.")
    outcome = small.build()
    assert outcome.laid_out == (
        "ferry/public/note.ru",
        "ferry/staff/note.ru",
        "ferry/staff/table.en-ru",
    )
    assert {path.suffix for path in outcome.written} == {".pdf", ".docx", ".html", ".json"}


def test_a_changed_internal_item_leaves_the_public_files_as_they_are(small):
    small.build()
    before = small.files()
    replace(small.root, "content/ferry/minutes.ru.yaml", "Посланник", "Посланница")
    outcome = small.build()
    assert outcome.laid_out == ("ferry/staff/note.ru", "ferry/staff/table.en-ru")
    public = {name: data for name, data in small.files().items() if "/public/" in name}
    assert public == {name: before[name] for name in public}


def test_a_changed_stylesheet_of_an_audience_touches_only_that_audience(small):
    small.build()
    write(small.root, "templates/audiences/staff/style.css", "p { color: navy }")
    assert all("/staff/" in name for name in small.build().laid_out)


def test_an_incremental_build_equals_a_clean_one(small):
    small.build()
    replace(small.root, "content/ferry/minutes.ru.yaml", SENTENCES["1"][1], "Паром пошёл.")
    small.build()
    incremental = small.files()
    small.build(output=small.root / "clean", cache=None)
    small.output = small.root / "clean"
    assert small.files() == incremental


def test_a_hand_edited_and_a_missing_file_are_restored(small):
    small.build()
    before = small.files()
    (small.output / "ferry/public/note.en.html").write_text("mine")
    (small.output / "ferry/public/note.en.pdf").unlink()
    outcome = small.build()
    assert outcome.laid_out == ()
    assert [path.name for path in outcome.written] == ["note.en.html", "note.en.pdf"]
    assert small.files() == before


def test_the_manifest_says_what_each_file_is_and_what_it_was_made_from(small):
    small.build()
    manifest = json.loads((small.output / "ferry/manifest.json").read_text())
    assert (manifest["format"], manifest["pack"], manifest["summit"]) == (1, "ferry", "ferry")
    assert {"briefgen", "python", "weasyprint", "lxml"} <= set(manifest["versions"])
    entry = next(e for e in manifest["files"] if e["path"] == "public/note.en.pdf")
    assert list(manifest["files"]) == sorted(manifest["files"], key=lambda e: e["path"])
    inputs = entry.pop("inputs")
    assert manifest["handling"] == "internal"
    own = json.loads((small.output / "ferry/public/manifest.json").read_text())
    assert (own["pack"], own["audience"], "handling" in own) == ("ferry", "public", False)
    assert {**entry, "path": "note.en.pdf"} in own["files"]
    assert "content/" not in json.dumps(own)
    assert len(entry.pop("markup")) == 64
    digest, size = entry.pop("sha256"), entry.pop("bytes")
    data = (small.output / "ferry/public/note.en.pdf").read_bytes()
    assert size == len(data)
    assert digest == freshness.digest_file(str(small.output / "ferry/public/note.en.pdf"))
    assert entry == {
        "audience": "public", "format": "pdf", "handling": "public", "kind": "note",
        "languages": ["en"], "marking": None, "pages": 1, "path": "public/note.en.pdf",
        "title": "Ferry meeting",
    }  # fmt: skip
    assert set(inputs) == {
        "content/ferry/minutes.yaml", "content/ferry/summit.yaml", "content/packs/ferry.yaml",
        "templates/audiences/public/audience.yaml", "templates/base/style.css",
        "templates/kinds/note.html.j2",
    }  # fmt: skip
    assert all(len(digest) == 64 for digest in inputs.values())


def test_the_manifest_names_no_folder_of_this_machine(small):
    small.build()
    assert str(small.root) not in (small.output / "ferry/manifest.json").read_text()


def test_a_narrowed_build_writes_only_that_and_keeps_the_rest(small):
    small.build()
    before = small.files()
    replace(small.root, "content/ferry/minutes.ru.yaml", SENTENCES["1"][1], "Паром пошёл.")
    outcome = small.build(only={"audiences": ["public"], "formats": ["html"]})
    assert outcome.laid_out == ("ferry/public/note.en", "ferry/public/note.ru")
    changed = {name for name, data in small.files().items() if data != before[name]}
    assert changed == {
        "ferry/public/note.ru.html", "ferry/public/manifest.json", "ferry/manifest.json",
    }  # fmt: skip
    assert set(small.files()) == FILES
    small.build()
    full = small.files()
    small.output = small.root / "clean"
    small.build()
    assert small.files() == full


def test_a_pack_of_which_nothing_is_wanted_is_left_alone(small):
    write(
        small.root,
        "content/packs/other.yaml",
        "summit: ferry\ndocuments:\n"
        "  - {kinds: [note], audiences: [public], languages: [en], formats: [html]}\n",
    )
    outcome = small.build(packs=("ferry", "other"), only={"audiences": ["staff"]})
    assert outcome.diagnostics == ()
    assert not (small.output / "other").exists()


def test_a_document_that_left_the_pack_is_removed_and_other_files_stay(small):
    small.build()
    write(small.root, "output/ferry/staff/mine.txt", "notes")
    replace(
        small.root, "content/packs/ferry.yaml", "audiences: [public, staff]", "audiences: [public]"
    )
    replace(small.root, "content/packs/ferry.yaml", "audiences: [staff]", "audiences: [public]")
    small.build()
    staff = [name for name in small.files() if "/staff/" in name]
    assert staff == ["ferry/staff/mine.txt"]


def test_everything_wrong_is_reported_at_once_and_nothing_is_published(small):
    small.build()
    before = small.files()
    replace(small.root, "content/ferry/minutes.ru.yaml", SENTENCES["1"][1], "Новое.")
    replace(small.root, "content/ferry/summit.yaml", "edition: 1", "edition: one")
    write(small.root, "templates/kinds/table.html.j2", "{{ nobody }}")
    assert len(codes(small.build())) == 1  # without a summit there are no documents
    replace(small.root, "content/ferry/summit.yaml", "edition: one", "edition: 1")
    write(small.root, "templates/audiences/public/style.css", "p { background: url(x.png) }")
    outcome = small.build()
    assert sorted({d.code[0] for d in outcome.diagnostics}) == ["S", "T"]
    assert outcome.written == ()
    assert small.files() == before


def second_pack(small, **of_port):
    """Add a pack of a summit of its own, with words of its translation replaced."""
    for name in ("summit", "minutes", "minutes.ru", "brief", "brief.ru"):
        text = (small.root / f"content/ferry/{name}.yaml").read_text()
        for old, new in of_port.get(name.replace(".", "_"), {}).items():
            assert old in text
            text = text.replace(old, new)
        write(small.root, f"content/port/{name}.yaml", text.replace("id: ferry", "id: port"))
    pack = (small.root / "content/packs/ferry.yaml").read_text()
    write(small.root, "content/packs/port.yaml", pack.replace("summit: ferry", "summit: port"))


@pytest.mark.parametrize(
    ("of_port", "code"),
    [
        ({"summit": {"edition: 1": "edition: one"}}, "C004"),
        ({"brief": {"handling: public": "handling: pubic"}}, "C009"),
        ({"minutes_ru": {"Билеты стоят": "Билеты стоят 5 рублей"}}, "L121"),
    ],
    ids=["a-summit-that-can-t-be-read", "a-document", "a-translation"],
)
def test_an_error_of_one_summit_keeps_the_packs_of_others_published(small, of_port, code):
    second_pack(small, **of_port)
    outcome = small.build(packs=("ferry", "port"))
    assert codes(outcome) == [code]
    assert list(outcome.published) == ["ferry"]
    assert set(small.files()) == FILES


def test_an_error_of_layout_keeps_only_its_pack_from_being_published(small, monkeypatch):
    second_pack(small, summit={"title: {en: Ferry": "title: {en: Harbour"})

    def fail(job):
        if b"Harbour" in job.markup and job.name == "staff/note.en":
            raise ZeroDivisionError
        return write_quickly(job)

    monkeypatch.setattr(calls, "write", fail)
    outcome = small.build(packs=("ferry", "port"))
    assert codes(outcome) == ["B203"]
    assert set(small.files()) == FILES


def test_what_both_packs_need_keeps_both_from_being_published(small):
    second_pack(small)
    write(small.root, "content/glossary.yaml", "terms: 5\n")
    outcome = small.build(packs=("ferry", "port"))
    assert (outcome.published, small.files()) == ({}, {})


def test_an_audience_with_errors_concerns_the_packs_that_have_documents_for_it(small):
    second_pack(small)
    pack = "summit: port\ndocuments:\n  - {kinds: [note], audiences: [public],"
    write(small.root, "content/packs/port.yaml", pack + " languages: [en], formats: [html]}\n")
    write(small.root, "templates/audiences/staff/audience.yaml", "handling: [\n")
    assert list(small.build(packs=("ferry", "port")).published) == ["port"]


def test_a_pack_that_can_not_be_read_keeps_no_other_from_being_published(small):
    second_pack(small)
    write(small.root, "content/packs/port.yaml", "summit: [\n")
    assert list(small.build(packs=("ferry", "port")).published) == ["ferry"]


def test_all_that_a_check_knows_is_known_before_anything_is_laid_out(small):
    second_pack(small, minutes_ru={"Билеты стоят": "Билеты стоят 5 рублей"})
    small.build(packs=("ferry", "port"))
    told = small.progress.told
    first = next(number for number, words in enumerate(told) if words[0] == "start")
    assert ("checked", ("L121",)) in told[:first]


def test_a_document_with_errors_does_not_keep_the_others_from_being_laid_out(small):
    write(small.root, "templates/kinds/table.html.j2", "<p>")
    outcome = small.build()
    assert outcome.laid_out == ALL[:4]
    assert ("end", "ferry/staff/table.en-ru", False) in small.progress.told
    assert (outcome.written, small.files()) == ((), {})


def test_text_that_slips_through_the_selection_is_found(small, monkeypatch):
    monkeypatch.setattr(Clearance, "reads", lambda *_: True)
    assert small.build().diagnostics == ()  # it had nothing to let through
    monkeypatch.setattr(Preparer, "_clear", lambda _, summit, level: summit)
    outcome = small.build()
    assert codes(outcome) == ["B402", "B402"]
    assert places(outcome)[0] == "content/packs/ferry.yaml:3:5"
    assert SECRET not in str(outcome.diagnostics)


@pytest.mark.parametrize(
    "words", ["Ferry meeting", "Two ports open a ferry line.", "Northland Envoy", "Port, Northland",
              "Minutes of 1 March 2026", "Paroles du gabarit", "{http://www.w3.org/1999/xhtml}",
              "Default Paragraph Font"]
)  # fmt: skip
def test_a_secret_that_is_the_same_as_what_all_may_read_fails_nothing(small, words):
    """Whoever guesses a text could make sure of it, by a template that says it."""
    note = small.root / "templates/kinds/note.html.j2"
    note.write_text(
        note.read_text().replace(
            "</body>", "<p>Port, {{ view.summit.hosts[0].name }} Envoy</p><p>Paroles du gabarit</p>"
            "<p>Minutes of {{ view.summit.start | date }}</p></body>")
    )  # fmt: skip
    replace(small.root, "content/ferry/minutes.yaml", SECRET, f'"{words}"')
    write(small.root, "content/ferry/minutes.ru.yaml",
          (small.root / "content/ferry/minutes.ru.yaml").read_text().replace(
              source_hash(SECRET), source_hash(words)))  # fmt: skip
    outcome = small.build(only={"languages": ["en"]})
    assert "B402" not in codes(outcome)


def test_text_that_only_a_writer_lets_out_is_found(small, monkeypatch):
    def leak(job):
        result = write_quickly(job)
        html = result.files["html"].replace(b"</body>", f"<p>{SECRET}</p></body>".encode())
        return Result({**result.files, "html": html}, 1, ())

    monkeypatch.setattr(calls, "write", leak)
    outcome = small.build()
    assert codes(outcome) == ["B402"]
    assert small.files() == {}


def test_a_problem_of_layout_stands_at_the_content_and_names_the_template(small, monkeypatch):
    def complain(job):
        found = Diagnostic("P106", "no font has it", hint="another")
        return Result({}, None, (Problem(found, 5), Problem(Diagnostic("P102", "too long"))))

    monkeypatch.setattr(calls, "write", complain)
    outcome = small.build(only={"audiences": ["public"], "languages": ["en"]})
    glyph, time_up = outcome.diagnostics
    line = line_of(small.root, "content/ferry/minutes.yaml", 'key: "1"')
    assert (glyph.place.file, glyph.place.line) == ("content/ferry/minutes.yaml", line)
    assert glyph.related[0][1].file == "templates/kinds/note.html.j2"
    assert str(time_up.place) == "content/packs/ferry.yaml:3:5"
    assert time_up.message == "public/note.en: too long"


def test_a_problem_in_an_element_that_prints_no_content_stands_at_the_template(small, monkeypatch):
    found = Problem(Diagnostic("P101", "odd", severity=Severity.WARNING), 3)
    monkeypatch.setattr(calls, "write", lambda job: Result(write_quickly(job).files, 1, (found,)))
    outcome = small.build(only={"kinds": ["table"]})
    assert places(outcome)[0].startswith("templates/kinds/table.html.j2:1:")


def test_what_many_documents_complain_of_alike_is_said_once(small):
    write(small.root, "templates/base/style.css", "@import 'x.css';")
    assert codes(small.build()) == ["S202"]


def raising(error):
    def write_badly(job):
        if job.name == "public/note.en":
            raise error
        return write_quickly(job)

    return write_badly


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (TimeoutError(), "B201", "more than 120 s of CPU time"),
        (WorkerLostError(), "B202", "ended, twice"),
        (ZeroDivisionError("oh"), "B203", "ZeroDivisionError: oh"),
    ],
)
def test_a_job_that_raises_is_one_problem_and_the_others_are_done(
    small, monkeypatch, error, code, words
):
    monkeypatch.setattr(calls, "write", raising(error))
    outcome = small.build()
    (found,) = outcome.diagnostics
    assert found.code == code
    assert str(found.place) == "content/packs/ferry.yaml:3:5"
    assert words in found.message
    assert small.files() == {}


def test_a_job_that_failed_is_not_kept_in_the_cache(small, monkeypatch):
    monkeypatch.setattr(calls, "write", raising(TimeoutError()))
    small.build()
    monkeypatch.setattr(calls, "write", write_quickly)
    outcome = small.build()
    assert outcome.laid_out == ("ferry/public/note.en",)
    assert set(small.files()) == FILES


def test_a_damaged_cache_entry_is_made_anew_with_a_warning(small):
    small.build()
    entry = max((small.root / "cache").glob("??/*"), key=lambda path: path.stat().st_size)
    data = bytearray(entry.read_bytes())
    data[-1] ^= 1
    entry.write_bytes(data)
    outcome = small.build()
    assert codes(outcome) == ["B301"]
    assert outcome.diagnostics[0].severity is Severity.WARNING
    assert str(outcome.diagnostics[0].place).startswith("content/packs/ferry.yaml:")
    assert len(outcome.laid_out) == 1
    assert codes(small.build()) == []


@pytest.mark.parametrize(
    ("only", "words"),
    [
        ({"audiences": ["pubic"]}, "no document has the audience 'pubic'; did you mean 'public'?"),
        ({"kinds": ["notes"]}, "the kind 'notes'; did you mean 'note'?"),
        ({"languages": ["kk"]}, "the language 'kk'; there are en, en-ru, ru"),
        ({"audiences": ["public"], "kinds": ["table"]}, "all of that at once"),
    ],
)
def test_a_narrowing_that_no_document_meets_is_a_usage_error(small, only, words):
    with pytest.raises(UsageError, match=words.replace("?", r"\?")):
        small.build(only=only)
    assert small.files() == {}


def test_a_language_is_that_of_a_column_or_of_the_whole_name(small):
    assert small.build(only={"languages": ["ru"]}).documents == 3
    assert small.build(only={"languages": ["en-ru"]}).documents == 1


def test_any_executor_does(small):
    class Counting(SerialExecutor):
        calls = 0

        def submit(self, fn, /, *args, **kwargs):
            self.calls += 1
            return super().submit(fn, *args, **kwargs)

    executor = Counting()
    small.build(executor)
    assert executor.calls == 5


def test_an_executor_of_threads_is_refused_by_its_name(small):
    class Threads(ThreadPoolExecutor):
        pass

    with Threads(1) as executor, pytest.raises(UsageError, match="Threads lays out in threads"):
        small.build(executor)
    assert small.files() == {}


def test_no_workers_means_this_process(small):
    project = find_project(small.root)
    outcome = build(project, Request(("ferry",), small.output, workers=0), small.progress)
    assert len(outcome.written) == len(FILES)


def test_a_worker_that_wants_too_much_memory_is_told_so(small):
    with WorkerPool(1, calls.limit_and_start, ((), 4096)) as pool:
        with pytest.raises(MemoryError):
            pool.submit(bytes, 2**33).result()
        assert pool.submit(len, b"123").result() == 3
