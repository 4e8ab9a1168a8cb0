"""Turn what the stages say into what is wrong with each pack."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from briefgen.diagnostics import Diagnostic, Place, has_errors


class Findings:
    """Diagnostics, each with the packs that it concerns."""

    def __init__(self) -> None:
        self._found: list[tuple[Diagnostic, frozenset[str]]] = []

    def add(self, found: Iterable[Diagnostic], packs: Collection[str]) -> None:
        """Keep diagnostics that concern these packs."""
        concerned = frozenset(packs)
        self._found += [(diagnostic, concerned) for diagnostic in found]

    def all(self) -> tuple[Diagnostic, ...]:
        """Return all of them, each once."""
        return gather(diagnostic for diagnostic, _ in self._found)

    def of(self, pack: str) -> tuple[Diagnostic, ...]:
        """Return those of a pack, each once."""
        return gather(diagnostic for diagnostic, packs in self._found if pack in packs)

    def spare(self, pack: str) -> bool:
        """Return whether a pack has no errors, so that it may be published."""
        return not has_errors(self.of(pack))


def gather(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics, each once.

    Many documents print the same content: what they say alike, with the same place, is
    one problem, and the first says where it was printed. What is an error of one of them is one.
    """
    found: dict[tuple[str, str, Place | None], Diagnostic] = {}
    for diagnostic in diagnostics:
        key = (diagnostic.code, diagnostic.message, diagnostic.place)
        if key not in found or has_errors([diagnostic]) > has_errors([found[key]]):
            found[key] = diagnostic
    return tuple(found.values())
