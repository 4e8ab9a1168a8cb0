import contextlib
import math
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from briefgen.pipeline import pool as pool_module
from briefgen.pipeline.pool import SerialExecutor, WorkerLostError, WorkerPool, _answer, _serve


def start(_words="") -> None:
    pass


def start_badly() -> None:
    raise OSError("no fonts")


def add(a, b):
    return a + b


def pid() -> int:
    return os.getpid()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def sleep(seconds) -> str:
    time.sleep(seconds)
    return "slept"


def fail() -> None:
    raise ValueError("wrong")


def unpicklable():
    return lambda: None


@pytest.fixture(scope="module")
def pool():
    with WorkerPool(2, start, ("words",)) as workers:
        yield workers


def test_a_call_runs_in_another_process(pool):
    assert pool.submit(pid).result() != os.getpid()
    assert pool.submit(add, 1, b=2).result() == 3


def test_an_exception_comes_back_as_itself(pool):
    with pytest.raises(ValueError, match="wrong"):
        pool.submit(fail).result()


def test_an_answer_that_cannot_be_sent_is_an_error_and_the_process_stays(pool):
    with pytest.raises(RuntimeError):
        pool.submit(unpicklable).result()
    assert pool.submit(add, 1, 1).result() == 2


def test_a_killed_process_loses_its_own_call_and_no_other(pool):
    killed = pool.submit(die)
    others = [pool.submit(add, n, n) for n in range(8)]
    with pytest.raises(WorkerLostError):
        killed.result()
    assert [future.result() for future in others] == [2 * n for n in range(8)]


def burn() -> None:
    """Take CPU time for ever, in C, where no signal of Python's own arrives."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = math.ceil(time.process_time() + 0.1)
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))
    sum(range(10**15))


def test_a_call_that_takes_too_much_cpu_time_is_ended_and_the_next_one_runs():
    with WorkerPool(1, start) as slow:
        with pytest.raises(TimeoutError):
            slow.submit(burn).result()
        assert slow.submit(sleep, 0).result() == "slept"


def test_a_call_that_does_not_answer_in_so_many_waits_is_ended(monkeypatch):
    monkeypatch.setattr(pool_module, "_WAIT_SECONDS", 0.01)
    with WorkerPool(1, start, patience=3) as slow, pytest.raises(TimeoutError):
        slow.submit(sleep, 60).result()


def test_an_initializer_that_fails_answers_every_call():
    with WorkerPool(1, start_badly) as broken:
        for _ in range(2):
            with pytest.raises(OSError, match="no fonts"):
                broken.submit(add, 1, 1).result()


def test_a_pool_that_is_left_by_an_exception_kills_what_runs():
    futures = []
    with pytest.raises(KeyboardInterrupt):
        _leave(WorkerPool(1, start), futures)
    running, waiting = futures
    assert waiting.cancelled()
    assert isinstance(running.exception(), WorkerLostError)


def _leave(pool, futures) -> None:
    with pool:
        futures += [pool.submit(sleep, 60), pool.submit(sleep, 60)]
        while not multiprocessing.active_children():
            time.sleep(0.01)
        raise KeyboardInterrupt


def test_a_process_that_starts_after_the_kill_ends_too():
    left = WorkerPool(1, start)
    left.kill()
    with pytest.raises(WorkerLostError):
        left.submit(sleep, 60).result()
    left.shutdown()


PARENT = """
import multiprocessing, sys, time
from briefgen.pipeline.pool import WorkerPool
from tests_pool_calls import start, sleep
if __name__ == "__main__":
    pool = WorkerPool(1, start)
    pool.submit(sleep, 120)
    while not multiprocessing.active_children():
        time.sleep(0.01)
    print(*(worker.pid for worker in multiprocessing.active_children()), flush=True)
    time.sleep(120)
"""


def test_workers_end_when_the_parent_is_killed(tmp_path):
    calls = "import time\ndef start(): pass\ndef sleep(seconds): time.sleep(seconds)\n"
    (tmp_path / "tests_pool_calls.py").write_text(calls)
    (tmp_path / "parent.py").write_text(PARENT)
    with subprocess.Popen(
        [sys.executable, tmp_path / "parent.py"], stdout=subprocess.PIPE, text=True
    ) as parent:
        worker = int(parent.stdout.readline())
        os.kill(worker, 0)
        parent.kill()
    until = time.monotonic() + 300
    while _lives(worker):
        assert time.monotonic() < until, "the worker outlived its parent"
        time.sleep(0.05)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def answers(initializer, *calls):
    """Return what the loop of a worker process answers, run in this one."""
    ours, theirs = multiprocessing.Pipe()
    for fn, *arguments in calls:
        ours.send((fn, tuple(arguments), {}))
    handler = signal.getsignal(signal.SIGINT)
    try:
        with ours, theirs, threading_pipe(ours, len(calls)) as answered:
            _serve(theirs, initializer, ())
    finally:
        signal.signal(signal.SIGINT, handler)
    return answered


@contextlib.contextmanager
def threading_pipe(pipe, count):
    """Take answers in a thread, and close the pipe after the last: the loop's end."""
    answered = []

    def take():
        answered.extend(pipe.recv() for _ in range(count))
        pipe.close()

    thread = threading.Thread(target=take)
    thread.start()
    yield answered
    thread.join()


def test_the_loop_of_a_worker_answers_until_its_pipe_is_closed():
    done, failed, odd = answers(start, (add, 1, 2), (fail,), (unpicklable,))
    assert done == (True, 3)
    assert (failed[0], str(failed[1])) == (False, "wrong")
    assert (odd[0], type(odd[1])) == (False, RuntimeError)
    ((is_done, error),) = answers(start_badly, (add, 1, 2))
    assert (is_done, str(error)) == (False, "no fonts")


def test_a_worker_whose_parent_is_gone_ends_without_a_word():
    ours, theirs = multiprocessing.Pipe()
    ours.close()
    _answer(theirs, None, add, (1, 2), {})
    theirs.close()


def test_the_serial_executor_runs_a_call_at_once():
    serial = SerialExecutor()
    assert serial.submit(pid).result() == os.getpid()
    assert isinstance(serial.submit(fail).exception(), ValueError)
