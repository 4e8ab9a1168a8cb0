"""Turn jobs into PDF in this very process: the cost of tuned layouts and of nothing else.

`python -m bench.bare INPUTS`.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from bench.inputs import read_jobs
from briefgen.pipeline.worker import start, write


def main(inputs: Path) -> None:
    """Lay every job out and throw the bytes away."""
    start()
    for job in read_jobs(inputs):
        if not write(replace(job, formats=("pdf",))).files:
            raise SystemExit(f"bench: {job.name} gave no PDF")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
