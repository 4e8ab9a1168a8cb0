"""Turn competitors' seconds into ratios, and say which of them hold.

`python -m bench [--rounds 5] [--only NAME]… [--output bench.json]`. Every ratio is of two
medians from this one run. Exits with 1 if a ratio is above its limit.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import checks, exchange, importing, many, pdf
from bench.inputs import write_inputs
from bench.timing import Command, briefgen, medians, python, run

ROOT = Path(__file__).parents[1]
PACK = "dushanbe-2025"
LIMITS = {
    "cold-to-plain": 0.60,
    "cold-to-bare-layouts": 1.15,
    "two-workers-to-one": 0.60,
    "nothing-changed-to-python": 6.0,
    "nothing-changed-of-1000-to-python": 6.0,
    "worker-memory-360-to-60": 1.15,
    "word-table-to-docxtpl": 1.0,
    "word-table-to-pandoc": 0.15,
    "word-29000-rows-to-2900": 11.0,
    "exchange-10000-units-to-1000": 13.0,
    "import-10000-paragraphs-to-1000": 13.0,
    "checks-to-reading": 3.0,
    "checks-10000-segments-to-1000": 13.0,
    "leaks-10000-segments-to-1000": 12.0,
    "pdf-tagged-to-untagged": 1.35,
    "pdf-row-of-2900-to-of-290": 1.15,
    "pdf-table-to-auto-layout": 0.45,
    "pdf-megabytes-a-page": 1.0,
}
"""Name → the highest ratio that is good enough: of what to what, the name says.

cold: the whole pack, cache off, one worker, the whole process. plain: bench/plain.py.
bare layouts: bench/bare.py. python: `python -c pass`. word table: a bilingual table of
2,900 rows, from markup to the bytes of a DOCX (bench/word.py). exchange: units of a bitext, out
and in, in the worst of the formats (bench/exchange.py). import: paragraphs of a published text,
from its bytes to YAML, in the worst of the formats (bench/importing.py). checks: 10,000
segments in two translations, against reading these (bench/checks.py). leaks: to read and check
such a document, half of which is above its audience, and to look for that half in a page with the
rest (bench/leaks.py). pdf: bench/pdf.py;
tagged is also archived and mended, auto layout is WeasyPrint's own of the same table with no
rule for it.
"""


@dataclass(frozen=True, slots=True)
class Bench:
    """Where a run works, and how many rounds it takes."""

    folder: Path
    rounds: int

    def cold(self) -> dict[str, float]:
        """Return the ratios of a build from nothing, after one round that isn't counted."""
        project = self._project("cold")
        inputs = self.folder / "inputs"
        write_inputs(project, PACK, inputs)

        def build(workers: int) -> Callable[[int], Sequence[str]]:
            return lambda number: briefgen(
                "build",
                PACK,
                "--root",
                project,
                "--no-cache",
                "--no-measure",
                "-j",
                str(workers),
                "--output",
                self.folder / f"{workers}-{number}",
            )

        commands = {
            "one worker": Command(build(1)),
            "two workers": Command(build(2)),
            "bare": Command(lambda _: python("-m", "bench.bare", inputs)),
            "plain": Command(
                lambda number: python("-m", "bench.plain", inputs, self.folder / f"p-{number}")
            ),
        }
        for command in commands.values():  # fonts' and Python's caches on disk are made once
            run(command.make(-1))
        seconds = medians(commands, self.rounds)
        if _digest(self.folder / "1-0") != _digest(self.folder / "2-0"):
            raise SystemExit("bench: one worker and two gave different bytes")
        return {
            "cold-to-plain": seconds["one worker"] / seconds["plain"],
            "cold-to-bare-layouts": seconds["one worker"] / seconds["bare"],
            "two-workers-to-one": seconds["two workers"] / seconds["one worker"],
        }

    def nothing_changed(self) -> dict[str, float]:
        """Return the ratios of builds that find nothing to do."""
        project = self._project("unchanged")
        thousand = self.folder / "many"
        many.write_project(thousand)
        for root, pack in ((project, PACK), (thousand, many.PACK)):
            run(briefgen("build", pack), root)
        empty = Command(lambda _: python("-c", "pass"), repeats=10)
        seconds = medians(
            {
                "python": empty,
                PACK: Command(lambda _: briefgen("build", PACK, "--root", project), 10),
                "many": Command(lambda _: briefgen("build", many.PACK, "--root", thousand), 10),
            },
            self.rounds,
        )
        return {
            "nothing-changed-to-python": seconds[PACK] / seconds["python"],
            "nothing-changed-of-1000-to-python": seconds["many"] / seconds["python"],
        }

    def memory(self) -> dict[str, float]:
        """Return how much a worker has grown from its 60th document to its 360th."""
        inputs = self.folder / "memory"
        write_inputs(self._project("memory-project"), PACK, inputs)
        few, more = run(python("-m", "bench.memory", inputs, "60", "360")).split()
        return {"worker-memory-360-to-60": int(more) / int(few)}

    def word(self) -> dict[str, float]:
        """Return the ratios of a long table in Word."""
        inputs = self.folder / "word"
        write_inputs(self._project("word-project"), PACK, inputs)
        seconds = json.loads(run(python("-m", "bench.word", inputs, self.rounds)))
        ours = seconds["briefgen"]
        return {
            "word-table-to-docxtpl": ours / seconds["docxtpl"],
            "word-table-to-pandoc": ours / seconds["pandoc"],
            "word-29000-rows-to-2900": seconds["briefgen, ten times the rows"] / ours,
        }

    def exchange(self) -> dict[str, float]:
        """Return how much longer ten times as much travels, in the format that is worst at it."""
        units = json.loads(run(python("-m", "bench.exchange", str(self.rounds))))
        paragraphs = json.loads(run(python("-m", "bench.importing", str(self.rounds))))
        return {
            "exchange-10000-units-to-1000": _worst(units, exchange.UNITS, exchange.MANY_UNITS),
            "import-10000-paragraphs-to-1000": _worst(
                paragraphs, importing.PARAGRAPHS, importing.MANY_PARAGRAPHS
            ),
        }

    def checks(self) -> dict[str, float]:
        """Return the ratios of checking a long document in two translations."""
        project = ROOT / "tests" / "projects" / "flyway"
        folder = self.folder / "checks"
        taken = json.loads(run(python("-m", "bench.checks", project, folder, str(self.rounds))))
        few, many = f"check {checks.SEGMENTS}", f"check {checks.MANY_SEGMENTS}"
        return {
            "checks-to-reading": taken[many] / taken[f"read {checks.MANY_SEGMENTS}"],
            "checks-10000-segments-to-1000": taken[many] / taken[few],
        }

    def leaks(self) -> dict[str, float]:
        """Return how much longer it takes to keep ten times as much from an audience."""
        project = ROOT / "tests" / "projects" / "flyway"
        folder = self.folder / "leaks"
        taken = json.loads(run(python("-m", "bench.leaks", project, folder, str(self.rounds))))
        few, many = f"keep {checks.SEGMENTS}", f"keep {checks.MANY_SEGMENTS}"
        return {"leaks-10000-segments-to-1000": taken[many] / taken[few]}

    def pdf(self) -> dict[str, float]:
        """Return what tags cost, and the ratios of a long table on pages."""
        inputs = self.folder / "pdf"
        write_inputs(self._project("pdf-project"), PACK, inputs)
        taken = json.loads(run(python("-m", "bench.pdf", inputs, self.rounds)))
        rows = pdf.MANY_ROWS / pdf.FEW_ROWS
        return {
            "pdf-tagged-to-untagged": taken["tagged"] / taken["untagged"],
            "pdf-row-of-2900-to-of-290": taken["many rows"] / taken["few rows"] / rows,
            "pdf-table-to-auto-layout": taken["many rows"] / taken["many rows, plain"],
            "pdf-megabytes-a-page": taken["bytes a page"] / 1_000_000,
        }

    def _project(self, name: str) -> Path:
        """Return a copy of the pack's project, so that its caches are the bench's own."""
        folder = self.folder / name
        folder.mkdir()
        shutil.copy(ROOT / "briefgen.toml", folder)
        shutil.copytree(ROOT / "content", folder / "content")
        return folder


class Results:
    """Ratios by name, printed and written to a file as they come: a run takes an hour."""

    def __init__(self, file: Path) -> None:
        self.missed: list[str] = []
        self._file = file
        self._table: dict[str, Mapping[str, object]] = {}

    def add(self, ratios: Mapping[str, float]) -> None:
        """Take the ratios of a part."""
        for name, ratio in ratios.items():
            limit, holds = LIMITS[name], ratio <= LIMITS[name]
            self._table[name] = {"ratio": round(ratio, 3), "limit": limit, "holds": holds}
            verdict = "holds" if holds else "TOO HIGH"
            print(f"{name:36}{ratio:8.3f}  limit {limit:5.2f}  {verdict}", flush=True)
            self.missed += [] if holds else [f"{name} is above its limit"]
        self._write()

    def fail(self, part: str, words: str) -> None:
        """Take why a part has no ratios."""
        self._table[part] = {"failed": words, "holds": False}
        print(f"{part:36}  FAILED  {words}", flush=True)
        self.missed.append(f"{part} failed")
        self._write()

    def _write(self) -> None:
        self._file.write_text(json.dumps(self._table, indent=2) + "\n", encoding="utf-8")


def _worst(seconds: Mapping[str, float], few: int, many: int) -> float:
    """Return the highest ratio of ``NAME MANY`` to ``NAME FEW`` of any name."""
    names = {name.partition(" ")[0] for name in seconds}
    return max(seconds[f"{name} {many}"] / seconds[f"{name} {few}"] for name in names)


def _digest(folder: Path) -> str:
    """Return one hash of all files' names and bytes."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder)}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def main() -> int:
    """Run what is asked for, print the table, write the file, and return the exit code."""
    parts = {
        "cold": Bench.cold,
        "unchanged": Bench.nothing_changed,
        "memory": Bench.memory,
        "word": Bench.word,
        "exchange": Bench.exchange,
        "checks": Bench.checks,
        "leaks": Bench.leaks,
        "pdf": Bench.pdf,
    }
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="medians are of so many")
    parser.add_argument("--only", action="append", choices=parts, help="leave the others out")
    parser.add_argument("--output", type=Path, default=ROOT / "bench.json")
    arguments = parser.parse_args()
    results = Results(arguments.output)
    with tempfile.TemporaryDirectory(prefix="briefgen-bench-") as folder:
        for name in arguments.only or parts:
            print(f"{name}:", file=sys.stderr)
            try:
                results.add(parts[name](Bench(Path(folder), arguments.rounds)))
            except SystemExit as error:  # a work that failed, or gave no files: no time to tell
                results.fail(name, str(error))
    if results.missed:
        print(f"bench: {'; '.join(results.missed)}", file=sys.stderr)
    return 1 if results.missed else 0


if __name__ == "__main__":
    sys.exit(main())
