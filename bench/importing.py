"""Turn texts that others published into documents and translations, and time short and long ones.

`python -m bench.importing ROUNDS` prints as JSON the median seconds of the processor for each
format and number of paragraphs, from bytes to YAML.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial

import docx

from bench.timing import Call, medians
from briefgen.content.model import Document, Located
from briefgen.content.places import read_model
from briefgen.languages import plain_profile
from briefgen.project import Config
from briefgen.translation.importing.compose import Details, compose_document, compose_targets
from briefgen.translation.importing.formats import read_outside
from briefgen.translation.importing.structure import Hints, read_structure

PARAGRAPHS = 1_000
MANY_PARAGRAPHS = 10_000

_CONFIG = Config(yaml_bytes=100_000_000, yaml_nodes=10_000_000)
_DETAILS = Details("text", "en", "paraphrase", "document.schema.json", "public")


def main(rounds: int) -> None:
    """Time the formats in turns, then a translation onto the document's keys."""
    works: dict[str, Call] = {}
    for count in (PARAGRAPHS, MANY_PARAGRAPHS):
        lines = ["Statement", *(f"{number}. {_text(number)}" for number in range(1, count + 1))]
        made = {name: write(lines) for name, write in _WRITERS.items()}
        for name, data in made.items():
            works[f"{name} {count}"] = Call(partial(_import, data, f"text.{name}", count))
        raw = _import(made["txt"], "text.txt", count).encode()
        source, problems = read_model(Document, raw, "text.yaml", _CONFIG)
        if source is None:
            raise SystemExit(f"bench: {problems[0].message}")
        aligned = partial(_import, made["txt"], "text.txt", count, source=source)
        works[f"translation {count}"] = Call(aligned)
    print(json.dumps(medians(works, rounds)))


def _import(data: bytes, name: str, count: int, source: Located[Document] | None = None) -> str:
    """Return the YAML of a document, or of its translation; stop where paragraphs are lost."""
    reading, _ = read_outside(data, name)
    if reading is None:
        raise SystemExit(f"bench: {name} can't be read")
    hints = Hints(ways=plain_profile("en").conventions().counting)
    structure = read_structure(reading, hints)
    if source is None:
        text, _ = compose_document(reading, structure, _DETAILS, _CONFIG)
    else:
        text, _ = compose_targets(reading, structure, source, _DETAILS, _CONFIG)
    if text is None or len(structure.segments()) != count:
        raise SystemExit(f"bench: {name} lost paragraphs")
    return text


def _write_text(lines: Iterable[str]) -> bytes:
    return "\n\n".join(lines).encode()


def _write_html(lines: Iterable[str]) -> bytes:
    return "".join(f"<p>{line}</p>\n" for line in lines).encode()


def _write_docx(lines: Iterable[str]) -> bytes:
    document = docx.Document()
    for line in lines:
        document.element.body.add_p().add_r().text = line
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


_WRITERS: Mapping[str, Callable[[Iterable[str]], bytes]] = {
    "txt": _write_text,
    "md": _write_text,
    "html": _write_html,
    "docx": _write_docx,
}


def _text(number: int) -> str:
    """Return a paragraph of some 300 characters, no two of one length beside each other."""
    return "The parties agree to meet at the lake and to count what lives there. " * (
        3 + number % 3
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
