"""Name the worker's functions without importing them.

A build hands these to other processes, where WeasyPrint is imported already; importing
briefgen/build/worker.py beside them would cost this process the same again.
"""

from __future__ import annotations

import resource

from briefgen.build.job import Job, Result

PRELOAD = ("briefgen.build.worker",)


def limit_and_start(font_folders: tuple[str, ...], memory_mb: int) -> None:
    """Set up a worker process that can't take more memory than that.

    What asks for more gets a MemoryError, or ends the process; the machine goes on.
    """
    limit = memory_mb * 2**20
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    start(font_folders)


def start(font_folders: tuple[str, ...]) -> None:
    """Set this process up for jobs: see :func:`briefgen.build.worker.start`."""
    from briefgen.build import worker  # noqa: PLC0415 - see the module's docstring

    worker.start(font_folders)


def write(job: Job) -> Result:
    """Return a job's result: see :func:`briefgen.build.worker.write`."""
    from briefgen.build import worker  # noqa: PLC0415 - see the module's docstring

    return worker.write(job)
