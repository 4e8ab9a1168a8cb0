"""Turn commands into seconds: whole processes, in turns, the median of several rounds."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Command:
    """What is measured: a command and how often one sample repeats it.

    ``make`` returns the command's words for a round; what it does itself is not timed.
    """

    make: Callable[[int], Sequence[str]]
    repeats: int = 1


def medians(commands: Mapping[str, Command], rounds: int) -> dict[str, float]:
    """Return each command's seconds for one repeat, as the median of the rounds.

    Rounds go through all commands in turn, so that a machine that slows down or speeds
    up meanwhile does so for each of them.
    """
    samples: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds):
        for name, command in commands.items():
            words = command.make(number)
            start = time.perf_counter()
            for _ in range(command.repeats):
                run(words)
            samples[name].append((time.perf_counter() - start) / command.repeats)
            print(f"  {name} {samples[name][-1]:.3f} s", file=sys.stderr, flush=True)
    return {name: statistics.median(taken) for name, taken in samples.items()}


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
