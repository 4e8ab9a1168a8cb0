"""Turn works into seconds: calls and whole processes, in turns, in several rounds."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Work = Callable[[int], float]
"""Do in the round of that number what is measured, and return the seconds it took."""


@dataclass(frozen=True, slots=True)
class Command:
    """The work of a process, and how often one sample repeats it.

    ``make`` returns the command's words for a round; what it does itself is not timed.
    """

    make: Callable[[int], Sequence[str]]
    repeats: int = 1

    def __call__(self, number: int) -> float:
        """Return the seconds of one repeat."""
        words = self.make(number)
        begin = time.perf_counter()
        for _ in range(self.repeats):
            run(words)
        return (time.perf_counter() - begin) / self.repeats


@dataclass(frozen=True, slots=True)
class Call:
    """The work of a call in this process, by a clock: the processor's, or the wall's."""

    make: Callable[[], object]
    clock: Callable[[], float] = time.process_time

    def __call__(self, _number: int) -> float:
        """Return the seconds of the call."""
        begin = self.clock()
        self.make()
        return self.clock() - begin


def take_turns(works: Mapping[str, Work], rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each work in each round.

    Rounds go through all works in turn, so that a machine that slows down or speeds up
    meanwhile does so for each of them.
    """
    taken: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds):
        for name, work in works.items():
            taken[name].append(work(number))
            print(f"  {name} {taken[name][-1]:.3f} s", file=sys.stderr, flush=True)
    return taken


def medians(works: Mapping[str, Work], rounds: int) -> dict[str, float]:
    """Return the seconds of each work, as the median of the rounds."""
    taken = take_turns(works, rounds)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def run(words: Sequence[str], folder: Path | None = None) -> str:
    """Run a command and return what it printed; SystemExit with its errors if it failed."""
    done = subprocess.run(
        words, cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"bench: {' '.join(map(str, words))}\n{done.stderr}{done.stdout}")
    return done.stdout


def environment() -> dict[str, str]:
    """Return this process's environment with byte code written, as anywhere but in a test."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def briefgen(*arguments: str | Path) -> list[str]:
    """Return the words that call this environment's briefgen as a user does."""
    return [str(Path(sys.executable).with_name("briefgen")), *map(str, arguments)]


def python(*arguments: str | Path | int) -> list[str]:
    """Return the words that call this environment's Python."""
    return [sys.executable, *map(str, arguments)]
