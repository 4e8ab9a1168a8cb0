"""Turn what a file says beside its texts into names and values that any format has room for.

Where a format puts them is the business of its module.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeGuard

from briefgen.translation.hashes import text_hash
from briefgen.translation.model import STATES, LanguagePair, Manifest, State, Unit

_MAPPINGS = ("sources", "targets", "states")


def properties_of(manifest: Manifest) -> dict[str, str]:
    """Return a manifest as names and values, each of one line and in ASCII."""
    values: dict[str, str] = {
        "document": manifest.document,
        "source-language": manifest.source_language,
        "target-language": manifest.target_language,
        "revision": manifest.revision,
    }
    for name in _MAPPINGS:
        values[name] = json.dumps(dict(getattr(manifest, name)), separators=(",", ":"))
    return values


def manifest_from(properties: Mapping[str, str]) -> Manifest | None:
    """Return the manifest that these properties say, None where they don't say it whole."""
    try:
        sources, targets, states = (_texts(json.loads(properties[name])) for name in _MAPPINGS)
        return Manifest(
            properties["document"],
            properties["source-language"],
            properties["target-language"],
            properties["revision"],
            sources,
            targets,
            {unit: state for unit, state in states.items() if is_state(state)},
        )
    except (KeyError, ValueError, RecursionError):
        return None


def is_state(word: str | None) -> TypeGuard[State]:
    """Return whether a word is one of the states."""
    return word in STATES


def state_of(unit: str | None, target: str, manifest: Manifest | None) -> State | None:
    """Return how far a target is in a format whose programs don't say it, None if nobody knows.

    What was said when the file was made holds for as long as the text is the one of then.
    """
    if not target:
        return "missing"
    if unit is None or manifest is None or manifest.targets.get(unit) != text_hash(target):
        return None
    return manifest.states.get(unit)


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise ValueError("no mapping of texts")
    return value


def context_of(unit: Unit) -> Iterator[tuple[str, str]]:
    """Yield what helps a translator and never comes back: a name and one line of text each."""
    if unit.label:
        yield "label", unit.label
    yield "place", str(unit.place)
    yield "state", unit.state
    if unit.note:
        yield "note", _on_a_line(unit.note)
    for comment in unit.comments:
        yield "comment", _on_a_line(f"{comment.author}: {comment.text}".removeprefix(": "))


def _on_a_line(text: str) -> str:
    return " ".join(text.split())


def is_language(tag: str | None, other: str | None) -> bool:
    """Return whether two BCP 47 tags are one, or one names a region or script of the other."""
    first, second = sorted((f"{tag or ''}-".casefold(), f"{other or ''}-".casefold()), key=len)
    return first != "-" and second.startswith(first)


def find_target(tags: Iterable[str], source: str, meant: LanguagePair | None) -> str | None:
    """Return the target that is meant where the file has it, else the one that it has.

    None where there is none beside the source, or another still.
    """
    tags = set(tags)
    target = meant[1] if meant else None
    if any(is_language(tag, target) for tag in tags):
        return target
    others = sorted({tag for tag in tags if tag and not is_language(tag, source)}, key=len)
    is_one = all(is_language(tag, others[0]) for tag in others)
    return others[0] if others and is_one else target
