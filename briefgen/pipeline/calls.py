"""Name the worker's functions without importing them, and keep them out of threads.

A build hands these to other processes, where WeasyPrint is imported already; importing
briefgen/pipeline/worker.py beside them would cost this process the same again.
"""

from __future__ import annotations

import functools
import math
import os
import resource
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from briefgen.pipeline.job import Job, Result
from briefgen.pipeline.pool import WorkerPool

if TYPE_CHECKING:
    from briefgen.pipeline.rendering import Draft

MEMORY_MB = 2048
"""What a process may take whose build's project says nothing of it."""

PATIENCE = 20
"""How many times its limit of CPU time a call may wait for what takes none, such as the disk, or
for a processor on a busy machine."""

RENDER_GRACE = 2.0
"""The same for templates, which stop by themselves wherever Python runs."""

GRACE_SECONDS = 10.0
"""How much more CPU time a process of ours may take than a job, and the search for what it fails
on, have; then it is killed."""

PRELOAD = ("briefgen.pipeline.worker", "briefgen.pipeline.render_worker")
RENDER_PRELOAD = ("briefgen.pipeline.render_worker",)


def limit(memory_mb: int) -> None:
    """Set up a worker process of ours that can't take more memory than that.

    What asks for more gets a MemoryError, or ends the process; the machine goes on. The system
    itself ends it where a job takes so much more than its CPU time that it must hang in C.
    """
    _limit(resource.RLIMIT_AS, memory_mb * 2**20)
    _limit(resource.RLIMIT_CORE, 0)
    _Process.is_limited = True


def limit_and_start(font_folders: tuple[str, ...], memory_mb: int) -> None:
    """Set up a limited process for jobs: see :func:`limit` and :func:`start`."""
    limit(memory_mb)
    start(font_folders)


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most, hard))


class _Process:
    """What this process was set up with."""

    font_folders: tuple[str, ...] = ()
    is_limited = False


def start(font_folders: tuple[str, ...]) -> None:
    """Set this process up for jobs: see :func:`briefgen.pipeline.worker.start`."""
    _Process.font_folders = font_folders
    if _is_main_thread():
        from briefgen.pipeline import worker  # noqa: PLC0415 - see the module's docstring

        worker.start(font_folders)


def write(job: Job) -> Result:
    """Return a job's result: see :func:`briefgen.pipeline.worker.write`.

    In a thread of somebody's worker it runs in a child process: threads corrupt GLib's memory
    under Pango, and no limit of time or memory holds in one.
    """
    if not _is_main_thread():
        return _children(_Process.font_folders).submit(write, job).result()
    if _Process.is_limited:
        most = time.process_time() + 2 * job.seconds + GRACE_SECONDS
        _limit(resource.RLIMIT_CPU, math.ceil(most))
    from briefgen.pipeline import worker  # noqa: PLC0415 - see the module's docstring

    return worker.write(job)


def render(draft: Draft) -> bytes:
    """Return what comes of a draft: see :func:`briefgen.pipeline.render_worker.render`."""
    if not _is_main_thread():
        return _children(_Process.font_folders).submit(render, draft).result()
    if _Process.is_limited:
        seconds = draft.project.config.seconds
        _limit(resource.RLIMIT_CPU, math.ceil(time.process_time() + seconds + RENDER_GRACE))
    from briefgen.pipeline import render_worker  # noqa: PLC0415 - see the module's docstring

    return render_worker.render(draft)


@contextmanager
def time_limit(seconds: float, error: type[BaseException]) -> Iterator[None]:
    """Raise an error after so many seconds of this process's CPU time, in its main thread.

    Neither a suspended machine nor a busy one makes a document take longer by that clock.
    """

    def expire(_number: int, _frame: FrameType | None) -> None:
        raise error

    previous = signal.signal(signal.SIGPROF, expire)
    # Again each second: WeasyPrint 70 draws on when anything at all is raised in an SVG.
    signal.setitimer(signal.ITIMER_PROF, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)


def _is_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


_lock = threading.Lock()


def _children(font_folders: tuple[str, ...]) -> WorkerPool:
    """Return the child processes of this one, which end with it."""
    with _lock:
        return _make_children(font_folders)


@functools.cache
def _make_children(font_folders: tuple[str, ...]) -> WorkerPool:
    arguments = (font_folders, MEMORY_MB)
    return WorkerPool(os.cpu_count() or 1, limit_and_start, arguments, preload=PRELOAD)
