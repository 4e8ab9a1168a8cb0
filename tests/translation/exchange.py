"""Bitexts for the tests of the formats, and what the standards ask of their files."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lxml import etree

from briefgen.diagnostics import Place
from briefgen.translation.hashes import revision_of
from briefgen.translation.model import Bitext, Comment, State, Term, Unit

GRAMMARS = Path(__file__).parent / "grammars"
PLACE = Place("content/lake/statement.yaml", 3)

TERMS = (
    Term("lake", "lake", "озеро", "the one on the border"),
    Term("9-plus", "Nine Plus", "«Девять плюс»"),
    Term("silent", "silence", None),
)


def make_unit(
    identifier: str, source: str, target: str | None = None, state: State | None = None
) -> Unit:
    state = state or ("missing" if target is None else "draft")
    label = identifier.partition("/")[0]
    return Unit(identifier, label, source, target, state, PLACE, PLACE)


def make_term(identifier: str, source: str, target: str | None, note: str = "") -> Unit:
    return replace(make_unit(identifier, source, target), note=note)


def make(units: Sequence[Unit], language: str = "ru", terms: tuple[Term, ...] = TERMS) -> Bitext:
    title = "Statement of the Lake Meeting"
    revision = revision_of(units)
    return Bitext("lake/statement", title, "en", language, revision, tuple(units), terms)


STATEMENT = make(
    [
        make_unit("title", "Statement", "Заявление", "approved"),
        make_unit("pre.1", "They met at the lake & agreed."),
        make_unit("4.a/heading", "Two lakes", "Два озера", "reviewed"),
        Unit(
            "4.a", "4.a", "Silence\N{NO-BREAK SPACE}is kept.", "Молчание хранится.", "stale",
            PLACE, PLACE, "of the\nshore", (Comment("0" * 16, "A. B.", "2030-05-04", "why?"),),
        ),
        make_unit("end.1", "Done.", "Сделано."),
    ]
)  # fmt: skip

GLOSSARY = make([make_term(term.id, term.source, term.target, term.note) for term in TERMS])


def check_grammar(data: bytes, name: str) -> None:
    """Fail where a file breaks the grammar of its standard, or has an id twice."""
    root = etree.fromstring(data)
    grammar = etree.RelaxNG(etree.parse(GRAMMARS / f"{name}.rng"))
    assert grammar.validate(root), grammar.error_log
    ids = Counter(root.xpath("//@id | //@tuid"))
    assert [identifier for identifier, count in ids.items() if count > 1] == []


def changed(data: bytes, *pairs: tuple[str, str]) -> bytes:
    """Return a file with each of the words changed; each must be there."""
    text = data.decode()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text.encode()


def without_lines(data: bytes, pattern: str) -> bytes:
    """Return a file without the lines that match."""
    kept = [line for line in data.splitlines(True) if not re.search(pattern.encode(), line)]
    assert len(kept) < len(data.splitlines())
    return b"".join(kept)
