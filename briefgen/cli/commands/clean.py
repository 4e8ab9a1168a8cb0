"""Remove what the cache holds of earlier builds."""

from __future__ import annotations

import time
from pathlib import Path

from briefgen.cli.projects import cache_folder
from briefgen.pipeline.cache import MAX_DAYS, Cache
from briefgen.project import find_project


def run(root: Path | None, everything: bool) -> int:
    """Prune the cache, and return the exit code."""
    project = find_project(root or Path.cwd())
    cache = Cache(cache_folder(project))
    cache.prune(time.time_ns(), max_days=-1 if everything else MAX_DAYS)
    return 0
