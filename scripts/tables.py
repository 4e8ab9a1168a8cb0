"""Turn tables in the code into those of docs/: the diagnostics and the vocabulary.

Run it after changing one of them: `.venv/bin/python scripts/tables.py`. Each stands between
two comments, `<!-- table: NAME -->` and `<!-- end -->`; all other words are by hand.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from briefgen import diagnostics
from briefgen.markup.vocabulary import BLOCK, GLOBAL_ATTRIBUTES, INLINE, ROLES, VOCABULARY, Rule

DOCS = Path(__file__).parents[1] / "docs"

_TABLE = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_GROUP = re.compile(r"^    # ([A-Z]): (.+)$", re.MULTILINE)


def write_codes() -> str:
    """Return every diagnostic code with what it is about, by the groups of the table CODES."""
    groups = dict(_GROUP.findall(inspect.getsource(diagnostics)))
    parts = []
    for letter, title in groups.items():
        codes = {c: about for c, about in diagnostics.CODES.items() if c[0] == letter}
        rows = "".join(f"| `{code}` | {about} |\n" for code, about in sorted(codes.items()))
        parts.append(
            f"## {letter}: {_plain(title)}\n\n| code | what it is about |\n|---|---|\n{rows}"
        )
    return "\n".join(parts)


def _plain(title: str) -> str:
    return title.replace(": ", ", ")


def write_vocabulary() -> str:
    """Return the elements of a document, those with one rule in one row."""
    rules: dict[Rule, list[str]] = {}
    for element, rule in VOCABULARY.items():
        rules.setdefault(rule, []).append(element)
    rows = "".join(
        f"| {_names(elements)} | {_content(rule)} | {_attributes(rule)} |\n"
        for rule, elements in rules.items()
    )
    return (
        f"| element | holds | attributes of its own |\n|---|---|---|\n{rows}\n"
        f"Every element may also have {_names(sorted(GLOBAL_ATTRIBUTES))}.\n\n"
        f"Blocks are {_names(sorted(BLOCK))}. Inline elements are {_names(sorted(INLINE))}.\n\n"
        f"Roles are {_names(sorted(ROLES))}.\n"
    )


_HOLDS = {
    "flow": "blocks",
    "phrasing": "text and inline elements",
    "mixed": "either blocks, or text and inline elements",
    "empty": "nothing",
    "text": "text",
    "only": "",
}


def _content(rule: Rule) -> str:
    words = [_HOLDS[rule.content], _names(sorted(rule.children))]
    return ", ".join(filter(None, words))


def _attributes(rule: Rule) -> str:
    needed, others = sorted(rule.required), sorted(rule.attributes - rule.required)
    return ", ".join([*(f"`{name}` (needed)" for name in needed), *map(_code, others)])


def _names(names: list[str]) -> str:
    return " ".join(map(_code, names))


def _code(name: str) -> str:
    return f"`{name}`"


TABLES: dict[str, Callable[[], str]] = {"codes": write_codes, "vocabulary": write_vocabulary}
"""Name in a page's comment → what stands after it."""


def pages() -> Iterator[tuple[Path, str]]:
    """Return each page of docs/ that has tables, with its text as it should be."""
    for path in sorted(DOCS.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if _TABLE.search(text):
            yield path, _TABLE.sub(lambda m: f"{m[1]}\n{TABLES[m[2]]()}\n{m[3]}", text)


def main() -> None:
    """Write the tables into the pages."""
    for path, text in pages():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
