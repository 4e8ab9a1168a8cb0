"""Turn a text in a second language into translations of a document's segments.

By number first, then by heading, then by length (Gale and Church, "A Program for Aligning
Sentences in Bilingual Corpora", 1993). One for one is taken; two for one and one for two
are proposed, never assumed. Where one text has a number more, and lengths say clearly that
others mean other paragraphs from there on, lengths decide.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from briefgen.content.model import Document, Segment
from briefgen.translation.importing.model import Block

_SHORT = 40
"""Characters below which lengths say nothing."""

_ENOUGH = 3
"""Pairs that are enough to know how long a text is in the other language."""


@dataclass(frozen=True, slots=True)
class Bead:
    """Segments of the source beside paragraphs of the text; one of the two may be empty.

    ``by`` says how they were found: ``number``, ``heading`` or ``length``. ``odd`` is set
    where the one is much longer or shorter than the other.
    """

    sources: tuple[Segment, ...]
    targets: tuple[Block, ...]
    by: str
    odd: bool = False

    @property
    def is_pair(self) -> bool:
        """Return whether it is one for one."""
        return len(self.sources) == len(self.targets) == 1


def align(document: Document, targets: Sequence[Block], *, numbered: bool = True) -> list[Bead]:
    """Return the beads of a document and a text's segments, each of these in one, in order.

    ``numbered`` says whether the keys of the text's are its own numbers, or a mere count.
    """
    sources = list(document.segments())
    anchors = list(_anchors(sources, targets)) if numbered else []
    ratio = _ratio(sources, targets, anchors)
    beads: list[Bead] = []
    i = j = 0
    for k, m in [*anchors, (len(sources), len(targets))]:
        beads += _between(sources[i:k], targets[j:m], ratio)
        if k < len(sources):
            pair = Bead((sources[k],), (targets[m],), "number")
            beads.append(pair)
        i, j = k + 1, m + 1
    beads = _examined(beads, ratio)
    if numbered and sum(map(_has_number, sources)) != sum(map(_has_number, targets)):
        whole = _ratio(sources, targets, [])
        others = list(_between(sources, targets, whole))
        if _unlikely(others, whole) + _CLEARLY < _unlikely(beads, whole):
            return [_marked(_by_number(bead), whole) for bead in others]
    return beads


def _ratio(
    sources: Sequence[Segment], targets: Sequence[Block], anchors: Sequence[tuple[int, int]]
) -> float:
    """Return how many characters of the text go for one of the source's.

    The median of the pairs with one number that are long enough; else of all together.
    """
    pairs = [(len(sources[k].text), len(targets[m].text)) for k, m in anchors]
    ratios = [target / source for source, target in pairs if source >= _SHORT]
    whole = sum(len(segment.text) for segment in sources)
    ratio = (
        median(ratios)
        if len(ratios) >= _ENOUGH
        else sum(len(block.text) for block in targets) / max(1, whole)
    )
    return min(10.0, max(0.1, ratio))


def _is_numbered(key: str) -> bool:
    return key[0].isdecimal()


def _has_number(paragraph: Segment | Block) -> bool:
    return _is_numbered(paragraph.key)


def _anchors(sources: Sequence[Segment], targets: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Yield the indexes of segments and paragraphs with one number, both going up."""
    places = {block.key: index for index, block in enumerate(targets) if _is_numbered(block.key)}
    last = -1
    for index, segment in enumerate(sources):
        place = places.get(segment.key, -1)
        if place > last:
            yield index, place
            last = place


# --- where there are no numbers --------------------------------------------------------------


def _between(sources: Sequence[Segment], targets: Sequence[Block], ratio: float) -> Iterator[Bead]:
    """Yield the beads of what is between two numbers: each part of a document by itself."""
    for part in ("pre", "", "end"):
        own = [segment for segment in sources if _part(segment.key) == part]
        others = [block for block in targets if _part(block.key) == part]
        yield from _by_headings(own, others, ratio)


def _part(key: str) -> str:
    return "" if _is_numbered(key) else key.partition(".")[0]


def _by_headings(
    sources: Sequence[Segment], targets: Sequence[Block], ratio: float
) -> Iterator[Bead]:
    """Yield the beads between one heading and the next, where both have as many."""
    heads = [index for index, segment in enumerate(sources) if segment.heading]
    others = [index for index, block in enumerate(targets) if block.heading]
    if not heads or len(heads) != len(others):
        yield from _by_length(sources, targets, ratio, "length")
        return
    starts = [(0, 0), *zip(heads, others, strict=True)]
    ends = [*zip(heads, others, strict=True), (len(sources), len(targets))]
    for number, ((i, j), (k, m)) in enumerate(zip(starts, ends, strict=True)):
        yield from _by_length(sources[i:k], targets[j:m], ratio, "heading" if number else "length")


_PRIORS = {(1, 1): 0.89, (1, 0): 0.0099, (0, 1): 0.0099, (2, 1): 0.089, (1, 2): 0.089}
"""How often so many segments are rendered by so many (Gale and Church, table 5)."""

_VARIANCE = 6.8
_CLEARLY = math.log(1000)
"""How much likelier lengths must be than numbers, where the two texts differ in these."""

_WIDTH = 50
"""How far from the diagonal beads are looked for, beyond the difference of the two lengths."""


def _by_length(
    sources: Sequence[Segment], targets: Sequence[Block], ratio: float, by: str
) -> list[Bead]:
    """Return the beads that are likeliest by the lengths of their texts, in order."""
    rows, columns = len(sources), len(targets)
    one = [len(segment.text) for segment in sources]
    other = [len(block.text) for block in targets]
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    reach = _WIDTH + abs(rows - columns)
    for i in range(rows + 1):
        middle = i * columns // max(1, rows)
        for j in range(max(0, middle - reach), min(columns, middle + reach) + 1):
            for step, prior in _PRIORS.items():
                before = (i - step[0], j - step[1])
                if before not in best:
                    continue
                cost = best[before][0] - math.log(prior)
                cost += _cost(sum(one[before[0] : i]), sum(other[before[1] : j]), ratio)
                if (i, j) not in best or cost < best[i, j][0]:
                    best[i, j] = (cost, step)
    beads = []
    i, j = rows, columns
    while (i, j) != (0, 0):
        step = best[i, j][1]
        k, m = i - step[0], j - step[1]
        beads.append(Bead(tuple(sources[k:i]), tuple(targets[m:j]), by))
        i, j = k, m
    return beads[::-1]


def _cost(source: int, target: int, ratio: float) -> float:
    """Return how unlikely two lengths are for a text and its translation: -log of a chance."""
    if not source or not target:
        return 3.0
    mean = (source + target / ratio) / 2
    delta = (target - source * ratio) / math.sqrt(mean * ratio * _VARIANCE)
    chance = math.erfc(abs(delta) / math.sqrt(2))
    return -math.log(max(chance, 1e-12))


def _by_number(bead: Bead) -> Bead:
    """Return a bead that was found by lengths, or by its number if that says the same."""
    agrees = bead.is_pair and bead.sources[0].key == bead.targets[0].key
    return replace(bead, by="number") if agrees and _has_number(bead.sources[0]) else bead


def _unlikely(beads: Iterable[Bead], ratio: float) -> float:
    """Return how unlikely it is that all beads are as they are: -log of a chance."""
    total = 0.0
    for bead in beads:
        source = sum(len(segment.text) for segment in bead.sources)
        target = sum(len(block.text) for block in bead.targets)
        prior = _PRIORS.get((len(bead.sources), len(bead.targets)), _PRIORS[1, 0])
        total += _cost(source, target, ratio) - math.log(prior)
    return total


# --- what the lengths say of the numbers -----------------------------------------------------


def _examined(beads: Sequence[Bead], ratio: float) -> list[Bead]:
    """Return the beads with odd lengths marked, and with what may be two for one put together.

    Where a number is missing on one side and the paragraph beside it is about as long as
    both on the other, they may belong together.
    """
    examined: list[Bead] = []
    for bead in beads:
        before = examined[-1] if examined else None
        if before is not None and before.is_pair and _belongs(before, bead, ratio):
            joined = Bead(before.sources + bead.sources, before.targets + bead.targets, "length")
            examined[-1] = joined
        else:
            examined.append(bead)
    return [_marked(bead, ratio) for bead in examined]


def _belongs(pair: Bead, lone: Bead, ratio: float) -> bool:
    """Return whether a bead with an empty side fits to the pair before it."""
    sources = pair.sources + lone.sources
    is_short = sum(len(segment.text) for segment in sources) < _SHORT
    if len(lone.sources) + len(lone.targets) != 1 or is_short:
        return False
    alone = _misfit(pair.sources, pair.targets, ratio)
    together = _misfit(sources, pair.targets + lone.targets, ratio)
    return alone > math.log(1.4) and together < alone / 2


def _misfit(sources: Sequence[Segment], targets: Sequence[Block], ratio: float) -> float:
    source = sum(len(segment.text) for segment in sources)
    target = sum(len(block.text) for block in targets)
    return abs(math.log(max(1, target) / max(1.0, source * ratio)))


def _marked(bead: Bead, ratio: float) -> Bead:
    if not bead.is_pair or len(bead.sources[0].text) < _SHORT:
        return bead
    odd = _misfit(bead.sources, bead.targets, ratio) > math.log(2)
    return Bead(bead.sources, bead.targets, bead.by, odd)
