"""Turn a long document in two translations into seconds: to read it, and to check it.

`python -m bench.checks PROJECT FOLDER ROUNDS` makes the document in FOLDER of the paragraphs
of the summits in PROJECT, whose summit has a source and two translations. It prints as JSON the
median seconds of the processor for each, with ten times the segments as well.
"""

from __future__ import annotations

import gc
import itertools
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import yaml

from briefgen.content.model import SummitContent, source_hash
from briefgen.content.read import read_content
from briefgen.languages import read_profiles
from briefgen.project import Project, find_project
from briefgen.translation.bitext import make_bitext
from briefgen.translation.checks.check import Checker
from briefgen.translation.checks.places import Texts

Result = TypeVar("Result")

SEGMENTS = 1_000
MANY_SEGMENTS = 10_000

_BUDGETS = "yaml_bytes = 100_000_000\nyaml_nodes = 1_000_000\n"


def main(original: Path, folder: Path, rounds: int) -> None:
    """Time reading and checking in turns."""
    projects = {
        count: write_project(find_project(original), folder / str(count), count)
        for count in (SEGMENTS, MANY_SEGMENTS)
    }
    samples: dict[str, list[float]] = {}
    for _ in range(rounds):
        for count, project in projects.items():
            taken, (content, _) = timed(partial(read_content, project))
            samples.setdefault(f"read {count}", []).append(taken)
            [summit] = content.summits.values()
            taken, found = timed(partial(check, project, summit))
            samples.setdefault(f"check {count}", []).append(taken)
            print(f"  {count} segments: {found} findings", file=sys.stderr, flush=True)
    print(json.dumps({name: statistics.median(taken) for name, taken in samples.items()}))


def timed(run: Callable[[], Result]) -> tuple[float, Result]:
    """Return the processor's seconds of a call, and what it returned."""
    gc.collect()
    begin = time.process_time()
    result = run()
    return time.process_time() - begin, result


def check(project: Project, summit: SummitContent) -> int:
    """Check a summit's translations, and return how much is wrong with them."""
    profiles, _ = read_profiles(project, summit.summit.value.languages)
    checker = Checker(profiles, locate=Texts(project).locate)
    return sum(1 for _ in checker.check(summit))


def write_project(original: Project, root: Path, count: int, levels: Sequence[str] = ()) -> Project:
    """Return a project with the original's facts and terms, and one document.

    Its segments have the ``levels`` of handling in turns, or the lowest.
    """
    content, _ = read_content(original)
    [summit] = content.summits.values()
    folder = root / "content" / Path(summit.folder).name
    folder.mkdir(parents=True)
    (root / "briefgen.toml").write_text(
        f"handling = {json.dumps(original.config.handling)}\n{_BUDGETS}", encoding="utf-8"
    )
    for name in ("summit.yaml", "glossary.yaml"):
        (folder / name).write_bytes((original.root / summit.folder / name).read_bytes())
    languages = [
        tag for tag in summit.summit.value.languages if tag != summit.summit.value.language
    ]
    rows = itertools.islice(_rows(summit, languages), count)
    numbered = [(str(number), *row) for number, row in enumerate(rows, 1)]
    head = {"id": "long", "language": summit.summit.value.language, "status": "paraphrase"}
    handling = itertools.cycle(levels or original.config.handling[:1])
    segments = [
        {"key": key, "handling": level, "text": text}
        for (key, text, _), level in zip(numbered, handling, strict=False)
    ]
    _write(folder / "long.yaml", {**head, "title": "Long", "paragraphs": segments})
    for index, language in enumerate(languages):
        head = {"document": "long", "language": language, "status": "paraphrase", "title": "Long"}
        targets = [
            {"key": key, "text": translated[index], "source_hash": source_hash(text)}
            for key, text, translated in numbered
        ]
        _write(folder / f"long.{language}.yaml", {**head, "segments": targets})
    return find_project(root)


def _rows(summit: SummitContent, languages: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield three paragraphs on end and their translations, with a number, without end."""
    bitexts = [
        [make_bitext(summit, document, language).units for language in languages]
        for document in summit.documents
    ]
    texts = [
        (units[0].source, [unit.target for unit in units if unit.target is not None])
        for bitext in bitexts
        for units in zip(*bitext, strict=True)
    ]
    full = [row for row in texts if len(row[1]) == len(languages)]
    for number in itertools.count():
        three = [full[(number + offset) % len(full)] for offset in range(3)]
        source = " ".join(text for text, _ in three)
        targets = [" ".join(made) for made in zip(*(made for _, made in three), strict=True)]
        yield f"{number} {source}", [f"{number} {target}" for target in targets]


def _write(path: Path, value: object) -> None:
    path.write_text(
        yaml.dump(value, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False),
        encoding="utf-8",
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
