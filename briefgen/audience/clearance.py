"""Turn a handling level into whether an audience may read what carries it.

Nothing here knows content: what carries a level is in briefgen/audience/outcome.py
and statements.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefgen.content.advice import unknown
from briefgen.diagnostics import Diagnostic, Place

INSIDE = 1
"""The rank of what the lowest level may never read, whatever it says of itself."""


@dataclass(slots=True)
class Clearance:
    """How high an audience may read, and the highest that it has been given so far.

    ``scale`` is the levels, lowest first; ``ceiling`` and ``highest`` are indexes on it.
    """

    scale: tuple[str, ...]
    ceiling: int
    problems: list[Diagnostic]
    highest: int = 0

    def rank(self, level: str, place: Place) -> int:
        """Return a level's index on the scale; one that is not there is above them all."""
        if level in self.scale:
            return self.scale.index(level)
        self.problems.append(unknown("C009", "handling level", level, self.scale, place))
        return len(self.scale)

    def reads(self, rank: int) -> bool:
        """Return whether the audience may read what has this rank."""
        return rank <= self.ceiling

    def give(self, rank: int) -> None:
        """Keep account of something of this rank that the audience is given."""
        self.highest = max(self.highest, rank)

    @property
    def level(self) -> str:
        """Return the highest level of what the audience has been given."""
        return self.scale[self.highest]
