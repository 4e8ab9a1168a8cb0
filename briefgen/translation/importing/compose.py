"""Turn a text in its parts into the file of a document, or of its translation.

What the parts are is in structure.py, what renders what in align.py, how YAML is written in
write.py.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefgen.content.model import Document, Located, Segment, Targets, source_hash
from briefgen.content.places import read_model
from briefgen.diagnostics import Diagnostic, Severity
from briefgen.project import Config
from briefgen.translation.importing.align import Bead, align
from briefgen.translation.importing.model import (
    SEGMENTS,
    Block,
    Reading,
    Structure,
    stretches,
    where,
)
from briefgen.translation.importing.write import Entry, check_words, write_yaml

_SHOWN = 5
"""How many stretches of lines of a kind are named."""

_LISTS = {"pre": "preamble", "end": "closing"}


@dataclass(frozen=True, slots=True)
class Details:
    """What the text itself doesn't say: names, ``handling`` of every segment, the schema's path.

    ``numbered`` says whether the keys are the text's own numbers.
    """

    document: str
    language: str
    status: str
    schema: str
    handling: str = ""
    date: str | None = None
    numbered: bool = True


def compose_document(
    reading: Reading, structure: Structure, details: Details, config: Config
) -> tuple[str | None, list[Diagnostic]]:
    """Return the YAML of a document in its source language, or None and why there is none."""
    problems = [*check_words(reading, structure.segments(), config)]
    head = {"id": details.document} | _head(structure, details)
    if details.date:
        head["date"] = details.date
    lists: dict[str, list[Entry]] = {"preamble": [], "paragraphs": [], "closing": []}
    for block in structure.segments():
        fields = {"key": block.key}
        if block.heading is not None:
            fields["heading"] = block.heading.text
        fields |= {"handling": details.handling, "text": block.text}
        lists[_LISTS.get(block.key.partition(".")[0], "paragraphs")].append(Entry(fields))
    text = write_yaml(_comments(reading, structure, details), head, lists)
    made, found = read_model(Document, text.encode(), details.document, config)
    if made is not None:
        _assert_same(
            {block.key: block.text for block in structure.segments()},
            {segment.key: segment.text for segment in made.value.segments()},
        )
    return _whole(text, problems, found, reading)


def compose_targets(
    reading: Reading,
    structure: Structure,
    source: Located[Document],
    details: Details,
    config: Config,
) -> tuple[str | None, list[Diagnostic]]:
    """Return the YAML of a document's translation, or None and why there is none."""
    problems = [*check_words(reading, structure.segments(), config)]
    beads = align(source.value, structure.segments(), numbered=details.numbered)
    problems += _doubts(reading, source, beads)
    head = {"document": details.document, **_head(structure, details)}
    head["title_source_hash"] = source_hash(source.value.title)
    entries = list(_entries(reading, beads))
    text = write_yaml(_comments(reading, structure, details), head, {"segments": entries})
    made, found = read_model(Targets, text.encode(), details.document, config)
    if made is not None:
        _assert_same(
            {bead.sources[0].key: bead.targets[0].text for bead in beads if bead.is_pair},
            {segment.key: segment.text for segment in made.value.segments},
        )
    return _whole(text, problems, found, reading)


def _head(structure: Structure, details: Details) -> dict[str, str]:
    return {
        "language": details.language,
        "status": details.status,
        "title": structure.title or "",
    }


def _comments(reading: Reading, structure: Structure, details: Details) -> Iterator[str]:
    yield f"yaml-language-server: $schema={details.schema}"
    yield f"Imported from {reading.file.rpartition('/')[2]}."
    left: dict[str, list[str]] = {}
    for first, last in stretches(structure.blocks):
        if first.kind not in SEGMENTS | {"title"}:
            left.setdefault(first.kind, []).append(where(reading.unit, first.line, last.last))
    for kind, places in left.items():
        more = f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
        yield f"Not in this file: {kind}, {', '.join(places[:_SHOWN])}{more}."


def _whole(
    text: str, problems: list[Diagnostic], found: Sequence[Diagnostic], reading: Reading
) -> tuple[str | None, list[Diagnostic]]:
    """Return the text unless something is wrong with it; what told its place already isn't told."""
    told = {problem.code for problem in problems}
    for problem in found:
        if problem.code not in told:
            place = reading.place(reading.lines[0])
            problems.append(Diagnostic(problem.code, problem.message, place, problem.hint))
    wrong = any(problem.severity is Severity.ERROR for problem in problems)
    return (None if wrong else text), problems


def _assert_same(wanted: Mapping[str, str], found: Mapping[str, str]) -> None:
    """Raise ValueError unless what was written reads back as it is; content is in NFC."""
    for key, text in wanted.items():
        if unicodedata.normalize("NFC", text) != found.get(key):
            raise ValueError(f"the text of {key} doesn't read back from YAML")


# --- a translation's entries ---------------------------------------------------------------


def _entries(reading: Reading, beads: Sequence[Bead]) -> Iterator[Entry]:
    for bead in beads:
        if bead.is_pair:
            [segment], [block] = bead.sources, bead.targets
            fields = {"key": segment.key}
            if segment.heading and block.heading is not None:
                fields["heading"] = block.heading.text
            hash_now = source_hash(segment.heading, segment.text)
            yield Entry(fields | {"text": block.text, "source_hash": hash_now})
        else:
            yield Entry({}, (_proposal(reading, bead),))


def _proposal(reading: Reading, bead: Bead) -> str:
    keys, lines = _keys(bead.sources), _lines(reading, bead.targets)
    if not bead.targets:
        return f"{keys} is not in the text."
    if not bead.sources:
        return f"The text has more in {lines}."
    return f"{keys} may be in {lines}: divide the text and write the keys here."


def _keys(segments: Sequence[Segment]) -> str:
    return " and ".join(segment.key for segment in segments)


def _lines(reading: Reading, blocks: Sequence[Block]) -> str:
    return f"{reading.unit} " + " and ".join(str(block.line.number) for block in blocks)


def _doubts(
    reading: Reading, source: Located[Document], beads: Sequence[Bead]
) -> Iterator[Diagnostic]:
    """Yield what isn't one for one, and what is but looks wrong."""
    places = {
        segment.key: source.place(part, index)
        for part in ("preamble", "paragraphs", "closing")
        for index, segment in enumerate(getattr(source.value, part))
    }
    for bead in beads:
        related = tuple(("the source", places[segment.key]) for segment in bead.sources)
        code, message, hint = _doubt(reading, bead)
        if code:
            place = reading.place(bead.targets[0].line) if bead.targets else related[0][1]
            warning = Severity.WARNING
            yield Diagnostic(code, message, place, hint, related, severity=warning)


def _doubt(reading: Reading, bead: Bead) -> tuple[str, str, str]:
    """Return code, message and hint for a bead; an empty code where all is well."""
    keys = _keys(bead.sources)
    if bead.is_pair:
        return _doubt_of_pair(keys, bead)
    if not bead.targets:
        return "I304", f"the text has no paragraph for {keys}", "translate it in the file"
    lines = _lines(reading, bead.targets)
    if not bead.sources:
        return "I303", f"no key fits the paragraph in {lines}", "see whether the source lacks it"
    hint = "neither is written: divide the text between the keys in the file"
    return "I302", f"{keys} may be rendered in {lines}", hint


def _doubt_of_pair(keys: str, bead: Bead) -> tuple[str, str, str]:
    if bead.by != "number" and keys[0].isdecimal():
        hint = "see whether it is the right one"
        return "I306", f"the text for {keys} was found by its {bead.by}, not its number", hint
    heading = bool(bead.sources[0].heading)
    if bead.odd:
        hint = "see whether the numbers of the two texts mean the same paragraphs"
        return "I305", f"the text for {keys} is much longer or shorter than its source", hint
    if heading and bead.targets[0].heading is None:
        return "I304", f"the text has no heading before {keys}", "translate it in the file"
    if bead.targets[0].heading is not None and not heading:
        hint = "it isn't written: the source has no heading there"
        return "I303", f"a heading before {keys} that the source doesn't have", hint
    return "", "", ""
