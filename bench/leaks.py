"""Turn a document of which half is above the audience into the seconds it takes to keep it there.

`python -m bench.leaks PROJECT FOLDER ROUNDS` makes the document of bench/checks.py in FOLDER with
every second segment at the highest level. It prints as JSON the median seconds of the processor
to read and check it and to look for what the lowest level may not read in a page with the rest,
with ten times the segments as well.
"""

from __future__ import annotations

import json
import statistics
import sys
from functools import partial
from pathlib import Path

from bench.checks import MANY_SEGMENTS, SEGMENTS, check, timed, write_project
from briefgen.content.read import read_content
from briefgen.pipeline.leaks import left_out
from briefgen.pipeline.texts import FILE_TEXTS
from briefgen.project import Project, find_project


def main(original: Path, folder: Path, rounds: int) -> None:
    """Time projects in turns."""
    project = find_project(original)
    levels = (project.config.handling[0], project.config.handling[-1])
    samples: dict[str, list[float]] = {}
    projects = {
        count: write_project(project, folder / str(count), count, levels)
        for count in (SEGMENTS, MANY_SEGMENTS)
    }
    for _ in range(rounds):
        for count, made in projects.items():
            page = _page(made)
            taken, found = timed(partial(_keep, made, page))
            samples.setdefault(f"keep {count}", []).append(taken)
            print(
                f"  {count} segments: {taken:.3f} s, {found} secrets", file=sys.stderr, flush=True
            )
    print(json.dumps({name: statistics.median(taken) for name, taken in samples.items()}))


def _page(project: Project) -> bytes:
    """Return a page with what the lowest level may read."""
    level = project.config.handling[0]
    [summit] = read_content(project, level=level)[0].summits.values()
    [versions] = summit.documents.values()
    texts = [segment.text for segment in versions.source.value.segments()]
    texts += [s.text for made in versions.targets.values() for s in made.value.segments]
    return "".join(f"<p>{text}</p>\n" for text in texts).encode()


def _keep(project: Project, page: bytes) -> int:
    """Read and check a project, look for its secrets in a page, and return how many there are."""
    [summit] = read_content(project)[0].summits.values()
    check(project, summit)
    secrets = left_out(summit, project.config.handling[0], project.config.handling)
    if secrets.within(FILE_TEXTS["html"](page)):
        raise SystemExit("bench: what may be read counts as secret")
    return sum(1 for _ in secrets)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
