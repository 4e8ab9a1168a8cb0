"""Texts to import, read as the importer reads them, and shown so that tests can compare them."""

from collections.abc import Iterable

from briefgen.diagnostics import Diagnostic
from briefgen.translation.importing.accounting import count
from briefgen.translation.importing.formats import read_outside
from briefgen.translation.importing.model import Reading, Structure
from briefgen.translation.importing.structure import Hints, read_structure
from tests.translation.checks.pairs import profiles


def read(
    text: str | bytes,
    name: str = "text.txt",
    which: int | None = None,
    language: str = "ru",
    **hints,
) -> tuple[Reading, Structure]:
    """Return what the importer makes of a file, after its account of it has been checked."""
    data = text.encode() if isinstance(text, str) else text
    reading, problems = read_outside(data, name)
    assert reading is not None, problems
    known = profiles()
    ways = known[language].conventions().counting
    kinds = [word for tag in (language, "en") for word in known[tag].conventions().outcome_words]
    openings = known[language].conventions().opening_words
    hints = Hints(ways=ways, kinds=kinds, openings=openings, text=which, **hints)
    structure = read_structure(reading, hints)
    check_account(reading, structure)
    return reading, structure


def check_account(reading: Reading, structure: Structure) -> None:
    """Assert that every character of the text is in one span, and segments are exact."""
    assert "".join(reading.text[start:end] for start, end, _ in structure.spans) == reading.text
    assert sum(count(structure.spans).values()) == len(reading.text)
    kinds = [name for start, end, name in structure.spans for _ in range(start, end)]
    for block in structure.blocks:
        for piece in block.pieces:
            offsets = piece.line.offsets[piece.start : piece.end]
            assert {kinds[offset] for offset in offsets} <= {block.kind}
            raw = "".join(reading.text[offset] for offset in offsets)
            assert " ".join(raw.split()) == " ".join(piece.text.split())


def shown(structure: Structure) -> list[str]:
    """Return each block as ``key: text``, ``kind: text`` where it has no key; headings first."""
    lines = []
    for block in structure.blocks:
        if block.heading is not None:
            lines.append(f"# {block.heading.text}")
        lines.append(f"{block.key or block.kind}: {block.text}")
    return lines


def keyed(structure: Structure) -> dict[str, str]:
    """Return the texts of the segments by key."""
    return {block.key: block.text for block in structure.segments()}


def told(problems: Iterable[Diagnostic]) -> list[str]:
    """Return code and line of what was said, without what is merely left out."""
    return [f"{p.code} {p.place.line}" for p in problems if p.code != "I209"]
