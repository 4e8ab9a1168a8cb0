"""Turn a handling level into whether an audience may read what carries it.

Nothing here knows content: what carries a level is in briefgen/audience/outcome.py
and statements.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefgen.diagnostics import Diagnostic, Place, did_you_mean


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
        self.problems.append(unknown_level(level, self.scale, place))
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


def unknown_level(level: str, scale: tuple[str, ...], place: Place) -> Diagnostic:
    """Return the problem of a level that is not on the scale."""
    hint = did_you_mean(level, scale) or f"the levels are {', '.join(scale)}"
    return Diagnostic("A203", f"the handling '{level}' is not on the project's scale", place, hint)
