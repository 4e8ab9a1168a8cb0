"""Turn a text into what tells it from other texts, whatever its spaces."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from briefgen.content.model import source_hash
from briefgen.translation.model import Bitext, Manifest, Unit


def text_hash(text: str) -> str:
    """Return the hash of one text: 16 hexadecimal digits, spaces folded as in content."""
    return source_hash(text)


def revision_of(units: Sequence[Unit]) -> str:
    """Return what tells these sources and targets from any others: 16 hexadecimal digits."""
    lines = (f"{u.id}\t{text_hash(u.source)}\t{text_hash(u.target or '')}" for u in units)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def manifest_of(bitext: Bitext) -> Manifest:
    """Return the manifest that a file made from a bitext carries."""
    sources: Mapping[str, str] = {unit.id: text_hash(unit.source) for unit in bitext.units}
    targets = {u.id: text_hash(u.target) for u in bitext.units if u.target is not None}
    return Manifest(
        bitext.document,
        bitext.source_language,
        bitext.target_language,
        bitext.revision,
        sources,
        targets,
        {unit.id: unit.state for unit in bitext.units},
    )


def comment_id(unit: str, author: str, text: str) -> str:
    """Return what tells a remark on a unit from any other: 16 hexadecimal digits."""
    return source_hash(unit, author or "-", text)
