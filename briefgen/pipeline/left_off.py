"""Turn a rendered document into the items of its lists that its template doesn't print.

A list counts of which something is printed: the others are none of the document's parts. What is
left out of a document that is too long, is in briefgen/pipeline/fit.py.
"""

from __future__ import annotations

from dataclasses import fields

from briefgen.audience.view import BriefView, ItemView
from briefgen.diagnostics import Diagnostic, Severity
from briefgen.markup.document import Document

_MOST_NAMES = 8


def find_left_off(
    brief: BriefView | None, document: Document, template: str
) -> tuple[int, list[Diagnostic]]:
    """Return how many items are left off, and a remark that names them, without a place.

    ``template`` is the document's, as templates name each other.
    """
    shown = {origin.content for origin in document.origins}
    count, lists = 0, []
    for field in fields(brief) if brief is not None else ():
        value = getattr(brief, field.name)
        items = [i for i in value if isinstance(i, ItemView)] if isinstance(value, tuple) else []
        left = [item for item in items if item.place not in shown]
        if left and len(left) < len(items):
            count += len(left)
            lists.append(f"{len(left)} of {len(items)} {field.name} ({_names(left)})")
    if not lists:
        return 0, []
    hint = (
        "give an item a higher priority (1 goes first), or let the template"
        f" '{template}' print more (by `limits`, where it has them)"
    )
    message = f"its template leaves off {', '.join(lists)}"
    return count, [Diagnostic("P111", message, hint=hint, severity=Severity.INFO)]


def _names(items: list[ItemView]) -> str:
    names = [f"{item.id}, priority {item.priority}" for item in items]
    rest = len(names) - _MOST_NAMES
    return "; ".join(names[:_MOST_NAMES]) + (f" and {rest} more" if rest > 0 else "")
