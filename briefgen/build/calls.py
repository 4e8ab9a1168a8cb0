"""Name the worker's functions without importing them.

A build hands these to other processes, where WeasyPrint is imported already; importing
briefgen/build/worker.py beside them would cost this process the same again.
"""

from __future__ import annotations

from briefgen.build.job import Job, Result

PRELOAD = ("briefgen.build.worker",)


def start(font_folders: tuple[str, ...]) -> None:
    """Set up a worker process: see :func:`briefgen.build.worker.start`."""
    from briefgen.build import worker  # noqa: PLC0415 - see the module's docstring

    worker.start(font_folders)


def write(job: Job) -> Result:
    """Return a job's result: see :func:`briefgen.build.worker.write`."""
    from briefgen.build import worker  # noqa: PLC0415 - see the module's docstring

    return worker.write(job)
