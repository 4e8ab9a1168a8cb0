"""Turn a tree of elements into everything that is wrong with it.

The vocabulary is the table in briefgen/markup/vocabulary.py; here is what a table can't
say. Reading XML is in briefgen/markup/parse.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from briefgen.diagnostics import Diagnostic, Place, did_you_mean
from briefgen.markup.attributes import Fault, find_faults
from briefgen.markup.document import Origin
from briefgen.markup.tables import find_uneven_rows
from briefgen.markup.vocabulary import BLOCK, INLINE, VOCABULARY, Rule

_LISTS = frozenset(("ul", "ol"))
_DL_GROUP = Rule("only", children=frozenset(("dt", "dd")))
_INSTEAD = {
    "b": "write <strong>",
    "i": "write <em>",
    "u": "write <em>, and say in the stylesheet how it looks",
    "font": "write <span> with a class",
    "small": "write <span> with a class",
    "style": "looks belong in a style.css",
    "link": "looks belong in a style.css",
    "script": "documents don't run programs",
    "svg": "name the file as the src of an <img>",
}
_ORDER = {
    "html": ("head", "body"),
    "table": ("caption", "colgroup", "thead", "tbody", "tfoot"),
}
_ONCE = {
    "html": ("head", "body"),
    "head": ("title",),
    "table": ("caption", "thead", "tfoot"),
    "figure": ("figcaption",),
}
_NEEDED = {
    "html": ("head", "body"),
    "head": ("title",),
    **dict.fromkeys(("ul", "ol"), ("li",)),
    **dict.fromkeys(("thead", "tbody", "tfoot"), ("tr",)),
}
_NOT_EMPTY = frozenset(("dl", "table", "tr"))
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

# Where a line may be broken: spaces, hyphens and dashes, soft hyphen, zero-width space,
# and between the characters of Chinese, Japanese, Korean and their like (UAX 14).
_UNBREAKABLE = (
    "[^\\s\\-\\u00ad\\u200b\\u2010\\u2012-\\u2014\\u1100-\\u11ff\\u2e80-\\ua4cf\\uac00-\\ud7af"
    "\\uf900-\\ufaff\\U00020000-\\U0003ffff]|[\\u00a0\\u202f\\u2060]"
)
_CONTROL = re.compile("[\\x7f-\\x9f]")


class _Found(NamedTuple):
    """A fault and the element that has it; ``inside`` says that its text is to blame."""

    element: Element
    fault: Fault
    inside: bool = False


def check(root: Element, origins: Sequence[Origin], unbroken: int) -> list[Diagnostic]:
    """Return everything that is wrong with a document, in document order.

    ``origins`` has where each element of ``root.iter()`` came from; ``unbroken`` is how
    many characters may stand without a place to break a line.
    """
    where = dict(zip(root.iter(), origins, strict=True))
    order = {element: index for index, element in enumerate(where)}
    checks = _Checks(unbroken)
    found = [*checks.root(root), *_find_ids(where), *_find_skipped_headings(where)]
    found.sort(key=lambda item: order[item.element])
    return [_diagnostic(item, where[item.element]) for item in found]


def _diagnostic(found: _Found, origin: Origin) -> Diagnostic:
    """Return a fault at the template's line; at the content's, where its text is to blame."""
    code, message, hint = found.fault
    if origin.content is None:
        return Diagnostic(code, message, origin.template, hint)
    if found.inside:
        related: tuple[tuple[str, Place], ...] = (("printed here", origin.template),)
        return Diagnostic(code, message, origin.content, hint, related)
    related = (("while printing this", origin.content),)
    return Diagnostic(code, message, origin.template, hint, related)


# --- elements in each other ------------------------------------------------------------


class _Checks:
    """Walks the tree; what an element may hold depends on what holds it."""

    def __init__(self, unbroken: int) -> None:
        self._unbroken = unbroken
        self._run = re.compile(f"(?:{_UNBREAKABLE}){{{unbroken + 1},}}")

    def root(self, root: Element) -> Iterator[_Found]:
        """Return what is wrong in the document."""
        if root.tag != "html":
            message = f"a document begins with <html>, not with <{root.tag}>"
            yield _Found(root, Fault("M004", message))
        yield from self._element(root, None, frozenset())

    def _element(
        self, element: Element, parent: Element | None, inside: frozenset[str]
    ) -> Iterator[_Found]:
        rule = _rule(element, parent)
        if rule is None:
            message = f"there is no element <{element.tag}> in documents"
            hint = _INSTEAD.get(element.tag) or did_you_mean(element.tag, VOCABULARY)
            yield _Found(element, Fault("M003", message, hint))
        else:
            for fault in find_faults(element, rule):
                yield _Found(element, fault)
            yield from _find_misplaced(element, rule)
            yield from self._text(element, rule)
            if element.tag == "table":
                yield from (_Found(row, fault) for row, fault in find_uneven_rows(element))
        kind = "doc-footnote" if element.get("role") == "doc-footnote" else element.tag
        if kind in ("a", "doc-footnote"):
            if kind in inside or (kind == "doc-footnote" and "a" in inside):
                outer = "footnote" if kind in inside and kind != "a" else "link"
                message = f"a {'link' if kind == 'a' else 'footnote'} may not be inside a {outer}"
                yield _Found(element, Fault("M004", message))
            inside |= {kind}
        for child in element:
            yield from self._element(child, element, inside)

    def _text(self, element: Element, rule: Rule) -> Iterator[_Found]:
        """Return what is wrong with the text of a block, its inline elements' included."""
        if element.tag in INLINE or rule.content not in ("phrasing", "mixed", "text"):
            return
        text = "".join(element.itertext())
        if (control := _CONTROL.search(text)) is not None:
            message = f"the control character U+{ord(control[0]):04X} can't be printed"
            fault = Fault("M018", message, "take it out of the text")
            yield _Found(element, fault, inside=True)
        if len(text) > self._unbroken and (run := self._run.search(text)) is not None:
            message = (
                f"no line can be broken in {len(run[0]):,} characters on end;"
                f" {self._unbroken:,} is the most"
            )
            fault = Fault("M017", message, "put spaces where it may be broken")
            yield _Found(element, fault, inside=True)


def _rule(element: Element, parent: Element | None) -> Rule | None:
    if element.tag == "div" and parent is not None and parent.tag == "dl":
        return _DL_GROUP
    return VOCABULARY.get(element.tag)


def _find_misplaced(element: Element, rule: Rule) -> Iterator[_Found]:
    """Return the children and the text that an element may not hold, or lacks."""
    if rule.content not in ("phrasing", "mixed", "text"):
        yield from _find_text(element)
    allowed = rule.children
    if rule.content in ("flow", "mixed"):
        allowed |= BLOCK
    if rule.content in ("phrasing", "mixed"):
        allowed |= INLINE
    for child in element:
        if child.tag not in allowed and child.tag in VOCABULARY:
            message = f"<{child.tag}> may not be in <{element.tag}>"
            yield _Found(child, Fault("M004", message, _holders(child.tag)))
    if rule.content == "mixed":
        yield from _find_mixture(element)
    yield from _find_count(element)


def _find_text(element: Element) -> Iterator[_Found]:
    texts = (element.text, *(child.tail for child in element))
    text = next((text for text in texts if text and text.strip(" \t\n\r\f")), None)
    if text is not None:
        shown = " ".join(text.split(" "))[:40].strip()
        message = f"there may be no text in <{element.tag}>: {shown!r}"
        hint = "put it into a <p>" if "p" in BLOCK and element.tag not in _NEEDED else None
        yield _Found(element, Fault("M005", message, hint))


def _holders(tag: str) -> str | None:
    """Return which elements an element belongs in, if they are few."""
    holders = [f"<{name}>" for name, rule in VOCABULARY.items() if tag in rule.children]
    return f"it belongs in {' or '.join(dict.fromkeys(holders))}" if holders else None


def _find_mixture(element: Element) -> Iterator[_Found]:
    """Return what is wrong where text and blocks meet: only an ``li`` may end in lists."""
    has_text = bool((element.text or "").strip(" \t\n\r\f"))
    block: Element | None = None
    for child in element:
        is_block = child.tag in BLOCK and child.tag not in INLINE
        if is_block and has_text and not (element.tag == "li" and child.tag in _LISTS):
            yield _mixture(element, child)
            return
        if is_block:
            block = child
        inline = child.tag in INLINE and child.tag != "img"
        text = inline or bool((child.tail or "").strip(" \t\n\r\f"))
        if text and block is not None:
            yield _mixture(element, block)
            return
        has_text = has_text or text


def _mixture(element: Element, block: Element) -> _Found:
    message = f"<{element.tag}> has text and a <{block.tag}> beside each other"
    return _Found(element, Fault("M004", message, "put the text into a <p>"))


def _find_count(element: Element) -> Iterator[_Found]:
    """Return what there is too little, too much or in another order than it must be."""
    tags = [child.tag for child in element]
    for tag in _NEEDED.get(element.tag, ()):
        if tag not in tags:
            yield _Found(element, Fault("M019", f"<{element.tag}> needs a <{tag}>"))
    blank = element.tag == "title" and not (element.text or "").strip()
    if blank or (element.tag in _NOT_EMPTY and not tags):
        yield _Found(
            element, Fault("M019", f"<{element.tag}> is empty", "leave it out, or fill it")
        )
    for tag in _ONCE.get(element.tag, ()):
        if tags.count(tag) > 1:
            message = f"there may be one <{tag}> in <{element.tag}>"
            yield _Found(element, Fault("M004", message))
    order = _ORDER.get(element.tag, ())
    ranks = [order.index(tag) for tag in tags if tag in order]
    if ranks != sorted(ranks):
        message = f"in <{element.tag}> come {', '.join(f'<{tag}>' for tag in order)}, in this order"
        yield _Found(element, Fault("M004", message))


# --- across the document ---------------------------------------------------------------


def _find_ids(elements: Iterable[Element]) -> Iterator[_Found]:
    """Return the ids that are taken, and the links that lead to none."""
    ids: dict[str, Element] = {}
    links: list[tuple[Element, str]] = []
    for element in elements:
        if (name := element.get("id")) is not None:
            if name in ids:
                yield _Found(element, Fault("M010", f"the id '{name}' is taken"))
            ids.setdefault(name, element)
        if element.tag == "a" and (target := element.get("href", "")).startswith("#"):
            links.append((element, unquote(target[1:])))
    for element, name in links:
        if name not in ids:
            hint = did_you_mean(name, ids) or "link only to what the document shows"
            yield _Found(element, Fault("M011", f"nothing has the id '{name}'", hint))


def _find_skipped_headings(elements: Iterable[Element]) -> Iterator[_Found]:
    level = 0
    for element in elements:
        if element.tag in _HEADINGS:
            found = _HEADINGS.index(element.tag) + 1
            if found > level + 1:
                message = f"<{element.tag}> comes where <h{level + 1}> is due"
                hint = "each heading is at most one level below the one before"
                yield _Found(element, Fault("M014", message, hint))
            level = found
