"""Jobs in, results out: the big ones first, a lost one once more."""

from concurrent.futures import Future

import pytest

from briefgen.pipeline import run
from briefgen.pipeline.job import Job, Metadata, Result
from briefgen.pipeline.pool import SerialExecutor, WorkerLostError
from briefgen.pipeline.run import Runner

DONE = Result({}, None, ())


def job(size=1, name="x"):
    return Job(name, b"." * size, (), {}, ("pdf",), Metadata("", "", "en", "2026"))


class Held(SerialExecutor):
    """An executor that holds its first job until :meth:`release`."""

    def __init__(self):
        self.names = []
        self.first = Future()

    def submit(self, fn, /, *args, **kwargs):
        self.names.append(args[0].name)
        return self.first if len(self.names) == 1 else super().submit(fn, *args, **kwargs)


def test_the_biggest_job_that_waits_is_next():
    executor = Held()
    started = []
    runner = Runner(executor, lambda _job: DONE, window=1, on_start=started.append)
    for size in (3, 1, 9, 5):
        assert list(runner.add(f"k{size}", job(size, str(size)))) == []
    executor.first.set_result(DONE)
    assert [ran.key for ran in runner.finish()] == ["k3", "k9", "k5", "k1"]
    assert executor.names == ["3", "9", "5", "1"]
    assert started == ["k3", "k9", "k5", "k1"]


def test_what_is_done_comes_back_while_more_is_added():
    executor = Held()
    runner = Runner(executor, len, window=2)
    list(runner.add("a", job()))
    executor.first.set_result(DONE)
    assert [ran.key for ran in runner.add("b", job())] == ["a"]


def test_no_more_jobs_wait_than_may(monkeypatch):
    monkeypatch.setattr(run, "AHEAD", 3)
    runner = Runner(SerialExecutor(), lambda _job: DONE, window=1)
    ran = [ran.key for key in "abcdefgh" for ran in runner.add(key, job())]
    assert len(ran) >= 4
    assert sorted([*ran, *(r.key for r in runner.finish())]) == list("abcdefgh")


def failing(times, error):
    left = [times]

    def write(_job):
        left[0] -= 1
        if left[0] >= 0:
            raise error
        return DONE

    return write


@pytest.mark.parametrize(("times", "outcome"), [(1, Result), (2, WorkerLostError)])
def test_a_lost_job_is_tried_once_more(times, outcome):
    runner = Runner(SerialExecutor(), failing(times, WorkerLostError("gone")), window=1)
    list(runner.add("a", job()))
    (ran,) = runner.finish()
    assert isinstance(ran.outcome, outcome)


def test_a_job_that_fails_otherwise_is_not_tried_again():
    runner = Runner(SerialExecutor(), failing(1, ValueError("no")), window=1)
    list(runner.add("a", job()))
    (ran,) = runner.finish()
    assert isinstance(ran.outcome, ValueError)


def test_what_is_no_error_but_an_end_ends_the_build():
    executor = Held()
    runner = Runner(executor, len, window=1)
    list(runner.add("a", job()))
    executor.first.set_exception(SystemExit())
    with pytest.raises(SystemExit):
        list(runner.finish())
