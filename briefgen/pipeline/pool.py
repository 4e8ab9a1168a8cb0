"""Turn a few processes into an Executor that loses one job when it loses one process.

What a job does is in briefgen/pipeline/worker.py; which jobs run, and what a lost one means
for the build, in briefgen/pipeline/run.py.

``concurrent.futures.ProcessPoolExecutor`` gives up all pending jobs when one process
dies. Here each of a few threads owns one
process and a pipe to it, so that a lost process is just the loss of what it was doing.
"""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_END_SECONDS = 5.0
_WAIT_SECONDS = 1.0


class WorkerLostError(BrokenExecutor):
    """The process that ran a job ended before it answered."""


class SerialExecutor(Executor):
    """An Executor that runs each call at once, in this process."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Return a Future that is done already."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class WorkerPool(Executor):
    """An Executor over processes forked from a server that has imported ``preload``.

    The server starts at once, in the background; a process when there is a call for it.
    ``initializer(*initargs)`` runs once in each process. A call whose process dies ends with
    WorkerLostError, or with TimeoutError where the system ended it for its CPU time
    (RLIMIT_CPU, setrlimit(2)), which is for ``initializer`` or the call to set. Only a process
    that doesn't answer in ``patience`` waits of a second each is killed here: waits, since a
    clock runs on while the machine is suspended. Either way the next call gets a new process
    and the other calls go on.
    """

    def __init__(
        self,
        workers: int,
        initializer: Callable[..., None],
        initargs: tuple[Any, ...] = (),
        *,
        preload: tuple[str, ...] = (),
        patience: int | None = None,
    ) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(list(preload))
        self._target = (initializer, initargs)
        self._patience = patience
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="briefgen")
        self._own = threading.local()
        self._workers: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = False
        forkserver.ensure_running()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Return the Future of ``fn(*args, **kwargs)`` in a process; fn must be importable."""
        return self._threads.submit(self._call, (fn, args, kwargs))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes once their calls are done (at once, after :meth:`kill`)."""
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)
        with self._lock:
            workers, self._workers = self._workers, set()
        for worker in workers:
            worker.end()

    def kill(self) -> None:
        """Kill the processes: every running call ends with WorkerLostError."""
        with self._lock:
            self._closed = True
            for worker in self._workers:
                worker.process.kill()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        """Wait for the calls, or, when an exception ends the block, kill the processes."""
        if kind is not None:
            self.kill()
        self.shutdown(cancel_futures=kind is not None)
        return None

    def _worker(self) -> _Worker:
        """Return this thread's process, started if there is none."""
        worker: _Worker | None = getattr(self._own, "worker", None)
        if worker is None:
            worker = _Worker(self._context, *self._target)
            with self._lock:
                if self._closed:
                    worker.process.kill()
                self._workers.add(worker)
            self._own.worker = worker
        return worker

    def _call(self, call: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]) -> Any:
        worker = self._worker()
        try:
            return worker.call(call, self._patience)
        except (WorkerLostError, TimeoutError):
            if not worker.is_whole:
                self._drop(worker)
            raise

    def _drop(self, worker: _Worker) -> None:
        self._own.worker = None
        with self._lock:
            self._workers.discard(worker)
        worker.process.kill()
        worker.end()


class _Worker:
    """A process and the pipe to it. ``is_whole`` is False once it can't take more calls."""

    def __init__(
        self,
        context: multiprocessing.context.ForkServerContext,
        initializer: Callable[..., None],
        initargs: tuple[Any, ...],
    ) -> None:
        self.is_whole = True
        self._pipe, theirs = context.Pipe()
        self.process: ForkServerProcess = context.Process(
            target=_serve, args=(theirs, initializer, initargs), daemon=True
        )
        with _allow_children():
            self.process.start()
        theirs.close()

    def call(self, call: tuple[Any, ...], patience: int | None) -> Any:
        """Return what a call gives, or raise what it raised, TimeoutError or WorkerLostError."""
        try:
            self._pipe.send(call)
            waits = itertools.count() if patience is None else range(patience)
            if not any(self._pipe.poll(_WAIT_SECONDS) for _ in waits):
                self.is_whole = False
                raise TimeoutError
            done, value = self._pipe.recv()
        except (EOFError, OSError) as error:
            if isinstance(error, TimeoutError):
                raise
            self.is_whole = False
            self.process.join(_END_SECONDS)
            if self.process.exitcode == -signal.SIGXCPU:
                raise TimeoutError from error
            raise WorkerLostError("the worker process ended") from error
        if done:
            return value
        raise value

    def end(self) -> None:
        """Close the pipe, which tells the process to end, and wait until it has."""
        self._pipe.close()
        self.process.join(_END_SECONDS)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()


@contextlib.contextmanager
def _allow_children() -> Iterator[None]:
    """Let a daemonic process, such as a Dask worker, start one.

    CPython 3.11 to 3.13 refuse that in ``BaseProcess.start``, lest the child be an orphan one
    day; ours end with their parent, whatever ends it.
    """
    config = multiprocessing.current_process()._config  # type: ignore[attr-defined]
    was, config["daemon"] = config.get("daemon", False), False
    try:
        yield
    finally:
        config["daemon"] = was


def _serve(pipe: Connection, initializer: Callable[..., None], initargs: tuple[Any, ...]) -> None:
    """Answer calls until the pipe closes: the main function of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    threading.Thread(target=_end_with_parent, daemon=True).start()
    failure: Exception | None = None
    try:
        initializer(*initargs)
    except Exception as error:
        failure = error
    while True:
        try:
            fn, args, kwargs = pipe.recv()
        except EOFError:
            return
        _answer(pipe, failure, fn, args, kwargs)


def _answer(
    pipe: Connection,
    failure: Exception | None,
    fn: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> None:
    try:
        if failure is not None:
            raise failure  # noqa: TRY301 - one place turns exceptions into answers
        answer = (True, fn(*args, **kwargs))
    except Exception as error:
        answer = (False, error)
    try:
        pipe.send(answer)
    except BrokenPipeError:
        return
    except Exception:
        pipe.send((False, RuntimeError(f"{type(answer[1]).__name__}: {answer[1]}")))


def _end_with_parent() -> None:
    """End this process as soon as the parent is gone, whatever it is doing."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
