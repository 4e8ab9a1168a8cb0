"""Turn tables in the code into those of docs/: the diagnostics, the vocabulary, the checks.

Run it after changing one of them: `.venv/bin/python scripts/tables.py`. Each stands between
two comments, `<!-- table: NAME -->` and `<!-- end -->`; all other words are by hand.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from briefgen import diagnostics
from briefgen.diagnostics import Diagnostic, Severity
from briefgen.markup.vocabulary import BLOCK, GLOBAL_ATTRIBUTES, INLINE, ROLES, VOCABULARY, Rule
from briefgen.translation.checks.table import AMONG, CHECKS
from scripts import declaration

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


def write_checks() -> str:
    """Return every check of translations with its severity."""
    checks = [(check.code, check.severity) for check in CHECKS]
    checks += [(code, severity) for code, severity, _ in AMONG]
    rows = "".join(f"| `{c}` | {s} | {diagnostics.CODES[c]} |\n" for c, s in checks)
    return f"| code | severity | what is found |\n|---|---|---|\n{rows}"


def write_declaration() -> str | None:
    """Return what the checks find in the Universal Declaration, None where it isn't installed."""
    if not declaration.FOLDER.is_dir():
        return None
    total = len(declaration.segments("eng"))
    rows = [
        "| language | file | missing | segments with errors | with warnings | with information |",
        "|---|---|---|---|---|---|",
    ]
    for language, found in declaration.check().items():
        file = declaration.TRANSLATIONS[language]
        missing = total - len(declaration.segments(file).keys() & declaration.segments("eng"))
        counts = [len(segments_with(found, severity)) for severity in Severity]
        share = f"{counts[0]} ({100 * counts[0] / total:.1f} %)"
        rows.append(f"| {language} | `{file}` | {missing} | {share} | {counts[1]} | {counts[2]} |")
    return f"Of {total} segments:\n\n" + "\n".join(rows) + "\n"


def segments_with(found: Iterable[Diagnostic], severity: Severity) -> set[str]:
    """Return the segments in which checks of translations found something so severe."""
    checks = (d for d in found if d.code[0] == "L" and d.severity is severity)
    return {d.message.partition(":")[0] for d in checks}


TABLES: dict[str, Callable[[], str | None]] = {
    "checks": write_checks,
    "codes": write_codes,
    "declaration": write_declaration,
    "vocabulary": write_vocabulary,
}
"""Name in a page's comment → what stands after it, None for what stands there already."""


def pages() -> Iterator[tuple[Path, str]]:
    """Return each page of docs/ that has tables, with its text as it should be."""
    for path in sorted(DOCS.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if _TABLE.search(text):
            yield path, _TABLE.sub(_table, text)


def _table(found: re.Match[str]) -> str:
    written = TABLES[found[2]]()
    return found[0] if written is None else f"{found[1]}\n{written}\n{found[3]}"


def main() -> None:
    """Write the tables into the pages."""
    for path, text in pages():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
