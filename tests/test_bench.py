"""The benchmark writes what it has, and names what gave nothing; it measures nothing here."""

import json
import sys

import pytest

from bench import __main__ as bench
from bench import pdf
from briefgen.diagnostics import Diagnostic
from briefgen.pipeline.job import Problem, Result


def test_results_are_written_as_they_come_and_a_part_without_files_is_named(
    tmp_path, monkeypatch, capsys
):
    file = tmp_path / "bench.json"

    def stop(_bench):
        assert list(json.loads(file.read_text())) == ["worker-memory-360-to-60"]
        raise SystemExit("bench: many rows gave no files: took more than 120 seconds")

    monkeypatch.setattr(bench.Bench, "memory", lambda _: {"worker-memory-360-to-60": 1.0})
    monkeypatch.setattr(bench.Bench, "pdf", stop)
    monkeypatch.setattr(bench.Bench, "word", lambda _: {"word-table-to-pandoc": 9.0})
    parts = [word for part in ("memory", "pdf", "word") for word in ("--only", part)]
    monkeypatch.setattr(sys, "argv", ["bench", *parts, "--output", str(file)])
    assert bench.main() == 1
    written = json.loads(file.read_text())
    assert [row["holds"] for row in written.values()] == [True, False, False]
    assert "gave no files" in written["pdf"]["failed"]
    assert "pdf failed; word-table-to-pandoc is above its limit" in capsys.readouterr().err


def test_a_table_that_gave_no_files_is_named_and_not_timed(monkeypatch):
    found = Problem(Diagnostic("P102", "the document took more than 120 seconds"))
    monkeypatch.setattr(pdf, "write", lambda _job: Result({}, None, (found,)))
    monkeypatch.setattr(pdf, "start", lambda: None)
    monkeypatch.setattr(pdf, "Engine", lambda: None)
    monkeypatch.setattr(pdf, "read_jobs", lambda _inputs: [])
    monkeypatch.setattr(pdf, "job_with_table", lambda _inputs: bench_job())
    monkeypatch.setattr(pdf, "with_row_count", lambda job, _rows: job)
    with pytest.raises(SystemExit, match="few rows gave no files: the document took more"):
        pdf.main(None, 1)


def bench_job():
    from tests.pipeline.test_worker import job  # noqa: PLC0415 - it starts nothing here

    return job()
