"""Turn an element's attributes into what is wrong with them.

Links that lead nowhere and ids that are taken need the whole document: see
briefgen/markup/gate.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from briefgen.addresses import MAIL, WEB
from briefgen.diagnostics import did_you_mean
from briefgen.markup.vocabulary import GLOBAL_ATTRIBUTES, ROLES, Rule


class Fault(NamedTuple):
    """What is wrong with an element: code, message, hint."""

    code: str
    message: str
    hint: str | None = None


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PUBLISHED = re.compile(f"{WEB}|{MAIL}")
_FORMS = {
    "lang": (r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a BCP 47 language tag, such as 'ru'"),
    "dir": (r"ltr|rtl", "'ltr' or 'rtl'"),
    "id": (r"[A-Za-z][A-Za-z0-9._-]*", "a letter, then letters, digits, '.', '-' and '_'"),
    "class": (r"\s*[A-Za-z][\w-]*(\s+[A-Za-z][\w-]*)*\s*", "names with spaces between"),
    "scope": (r"(col|row)(group)?", "'col', 'row', 'colgroup' or 'rowgroup'"),
    "datetime": (r"\d{4}(-\d{2}(-\d{2})?)?", "an ISO date, such as '2025-10-09'"),
    "aria-label": (r"\s*\S.*", "what the link is called when it is read aloud"),
    "start": (r"\d{1,6}", "a whole number"),
    "span": (r"[1-9]\d{0,2}", "a whole number from 1 to 999"),
    "colspan": (r"[1-9]\d{0,2}", "a whole number from 1 to 999"),
    "rowspan": (r"[1-9]\d{0,4}", "a whole number from 1 to 99999"),
    "width": (r"[1-9]\d{0,4}", "a whole number of pixels"),
    "height": (r"[1-9]\d{0,4}", "a whole number of pixels"),
}
_PATTERNS = {name: (re.compile(form), words) for name, (form, words) in _FORMS.items()}
_ROLE_ELEMENTS = {"doc-footnote": "span", "doc-toc": "nav"}
_ELSEWHERE = {
    "style": "looks belong in the stylesheet: give the element a class",
    "align": "looks belong in the stylesheet: give the element a class",
    "xmlns": "leave it out: documents are in one vocabulary only",
    "xml:lang": "write 'lang'",
    "target": "leave it out: readers decide where a link opens",
}


def find_faults(element: Element, rule: Rule) -> Iterator[Fault]:
    """Return what is wrong with an element's attributes by themselves."""
    allowed = GLOBAL_ATTRIBUTES | rule.attributes | rule.required
    for name, value in element.items():
        if name not in allowed:
            hint = did_you_mean(name, allowed)
            if name.startswith("on"):
                hint = "documents don't run programs"
            message = f"<{element.tag}> has no attribute '{name}'"
            yield Fault("M006", message, _ELSEWHERE.get(name, hint))
        elif name in _PATTERNS:
            pattern, words = _PATTERNS[name]
            if not pattern.fullmatch(value):
                yield Fault("M008", f"{name}={value!r} on <{element.tag}> must be {words}")
        elif (find := _OWN.get(name)) is not None:
            yield from find(element, value)
    for name in sorted(rule.required.difference(element.keys())):
        yield Fault("M007", f"<{element.tag}> needs the attribute '{name}'")


def _find_role(element: Element, role: str) -> Iterator[Fault]:
    wanted = _ROLE_ELEMENTS.get(role, element.tag)
    if role not in ROLES:
        hint = did_you_mean(role, ROLES) or f"the roles are {', '.join(sorted(ROLES))}"
        yield Fault("M009", f"the role '{role}' is not known", hint)
    elif wanted != element.tag:
        message = f"the role '{role}' may not be on <{element.tag}>"
        yield Fault("M009", message, f"put it on <{wanted}>")


def _find_link(_element: Element, target: str) -> Iterator[Fault]:
    if not target.startswith("#") and not _PUBLISHED.fullmatch(target):
        message = f"a link may not lead to {target!r}"
        yield Fault("M012", message, "links are '#id', 'https://…' or 'mailto:…'")


def _find_source(_element: Element, source: str) -> Iterator[Fault]:
    path = source
    while (plain := unquote(path)) != path:
        path = plain
    parts = path.replace("\\", "/").split("/")
    if not path or _SCHEME.match(path) or parts[0] == "" or ".." in parts:
        message = f"{source!r} is no image of the project"
        yield Fault("M013", message, "name a file relative to the summit's folder")


_OWN: dict[str, Callable[[Element, str], Iterator[Fault]]] = {
    "role": _find_role,
    "href": _find_link,
    "src": _find_source,
}
