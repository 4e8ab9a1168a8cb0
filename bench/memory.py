"""Turn a worker's long day into two numbers: its peak memory after few and after many jobs.

`python -m bench.memory INPUTS FEW MANY` prints the peak resident set, in the system's own
unit, after FEW and after MANY documents in all formats. The peak, since it never goes down
by luck.
"""

from __future__ import annotations

import resource
import sys
from dataclasses import replace
from pathlib import Path

from bench.inputs import read_jobs
from briefgen.pipeline.worker import start, write


def main(inputs: Path, few: int, many: int) -> None:
    """Write the jobs again and again, each time with another title."""
    start()
    jobs = read_jobs(inputs)
    for number in range(1, many + 1):
        job = jobs[number % len(jobs)]
        markup = job.markup.replace(b"<title>", b"<title>%d " % number)
        if not write(replace(job, markup=markup)).files:
            raise SystemExit(f"bench: {job.name} gave no files")
        if number in (few, many):
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
