"""Turn jobs into results on an Executor: the biggest first, a lost one tried once more.

What a job is made of is in briefgen/pipeline/prepare.py, what becomes of its result in
briefgen/pipeline/build.py.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, field

from briefgen.pipeline.job import Job, Result

AHEAD = 64
"""Jobs that may wait: enough to choose from, without holding a thousand in memory."""

_TRIES = 2


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of a job: ``outcome`` is its result, or what it raised."""

    key: str
    job: Job
    outcome: Result | Exception


@dataclass(order=True, slots=True)
class _Waiting:
    weight: int
    key: str
    job: Job = field(compare=False)
    tries: int = field(default=0, compare=False)


class Runner:
    """Run jobs on an executor.

    At most ``window`` jobs are with the executor at a time, so that a big job that comes
    late still overtakes the small ones that wait; ``on_start`` hears the key of each job
    that it gets. ``write`` must be importable by its name when the executor has processes.
    """

    def __init__(
        self,
        executor: Executor,
        write: Callable[[Job], Result],
        *,
        window: int,
        on_start: Callable[[str], None] = lambda _key: None,
    ) -> None:
        self._executor = executor
        self._write = write
        self._window = window
        self._on_start = on_start
        self._waiting: list[_Waiting] = []
        self._running: dict[Future[Result], _Waiting] = {}

    def add(self, key: str, job: Job) -> Iterator[Ran]:
        """Take a job, and yield what is done by now, or has to be before more can wait."""
        heapq.heappush(self._waiting, _Waiting(-len(job.markup) * len(job.formats), key, job))
        yield from self._collect(timeout=0)
        self._fill()
        while len(self._waiting) >= AHEAD:
            yield from self._collect(timeout=None)
            self._fill()

    def finish(self) -> Iterator[Ran]:
        """Yield the rest as it gets done."""
        self._fill()
        while self._running:
            yield from self._collect(timeout=None)
            self._fill()

    def _fill(self) -> None:
        while self._waiting and len(self._running) < self._window:
            task = heapq.heappop(self._waiting)
            task.tries += 1
            self._on_start(task.key)
            self._running[self._executor.submit(self._write, task.job)] = task

    def _collect(self, timeout: float | None) -> Iterator[Ran]:
        done, _ = wait(self._running, timeout=timeout, return_when=FIRST_COMPLETED)
        for future in done:
            task = self._running.pop(future)
            error = future.exception()
            if isinstance(error, BrokenExecutor) and task.tries < _TRIES:
                heapq.heappush(self._waiting, task)
            elif error is None:
                yield Ran(task.key, task.job, future.result())
            elif isinstance(error, Exception):
                yield Ran(task.key, task.job, error)
            else:
                raise error
