"""Turn bitexts into the formats of CAT tools and back, and time few units and ten times as many.

`python -m bench.exchange ROUNDS` prints as JSON the median seconds of the processor for each format
and number of units, written and read.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

from briefgen.diagnostics import Place
from briefgen.translation.hashes import revision_of
from briefgen.translation.model import Bitext, Term, Unit
from briefgen.translation.po import read_po, write_po
from briefgen.translation.tmx import read_tmx, write_tmx
from briefgen.translation.xliff import read_xliff, write_xliff

UNITS = 1_000
MANY_UNITS = 10_000
TERMS = 200

_WORDS = ("trade", "water", "road", "border", "energy", "science", "tourism", "labour")
_FORMATS = {
    "xliff": (write_xliff, read_xliff),
    "tmx": (write_tmx, read_tmx),
    "po": (write_po, read_po),
}


def main(rounds: int) -> None:
    """Time the formats in turns."""
    bitexts = [_make(count) for count in (UNITS, MANY_UNITS)]
    work: dict[str, Callable[[], object]] = {
        f"{name} {len(bitext.units)}": partial(_travel, name, bitext)
        for name in _FORMATS
        for bitext in bitexts
    }
    samples: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, run in work.items():
            begin = time.process_time()
            run()
            samples[name].append(time.process_time() - begin)
            print(f"  {name} {samples[name][-1]:.3f} s", file=sys.stderr, flush=True)
    print(json.dumps({name: statistics.median(taken) for name, taken in samples.items()}))


def _travel(name: str, bitext: Bitext) -> None:
    write, read = _FORMATS[name]
    returned, _ = read(write(bitext), name)
    if returned is None or len(returned.units) != len(bitext.units):
        raise SystemExit(f"bench: {name} lost units")


def _make(count: int) -> Bitext:
    place = Place("content/long/document.yaml")
    units = tuple(
        Unit(str(number), str(number), _text(number), _text(number + 1), "draft", place, place)
        for number in range(count)
    )
    terms = tuple(
        Term(f"term-{number}", f"{_WORDS[number % len(_WORDS)]} {number}", "term")
        for number in range(TERMS)
    )
    revision = revision_of(units)
    return Bitext("long/document", "Document", "aa", "bb", revision, units, terms)


def _text(number: int) -> str:
    """Return a paragraph of some 300 characters, with a term of the glossary now and then."""
    word = _WORDS[number % len(_WORDS)]
    return f"{word} {number} is what they agreed on at the border of {word} & more. " * 5


if __name__ == "__main__":
    main(int(sys.argv[1]))
