"""Turn bitexts into the formats that they travel in and back, and time few units and many.

`python -m bench.exchange ROUNDS` prints as JSON the median seconds of the processor for each format
and number of units, written and read.
"""

from __future__ import annotations

import json
import sys
from functools import partial

from bench.timing import Call, medians
from briefgen.diagnostics import Place
from briefgen.translation.formats import FORMATS, Read
from briefgen.translation.hashes import revision_of
from briefgen.translation.model import Bitext, Term, Unit

UNITS = 1_000
MANY_UNITS = 10_000
TERMS = 200

_WORDS = ("trade", "water", "road", "border", "energy", "science", "tourism", "labour")


def main(rounds: int) -> None:
    """Time the formats in turns."""
    bitexts = [_make(count) for count in (UNITS, MANY_UNITS)]
    works = {
        f"{name} {len(bitext.units)}": Call(partial(_travel, name, format_.read, bitext))
        for name, format_ in FORMATS.items()
        for bitext in bitexts
    }
    print(json.dumps(medians(works, rounds)))


def _travel(name: str, read: Read, bitext: Bitext) -> None:
    returned, _ = read(FORMATS[name].write(bitext), name, "fail", None)
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
