"""Turn stylesheets into the rules that a document's elements and pages meet.

The cascade's answer for an element is in briefgen/style/cascade.py, and briefgen/style/engine.py
says which declarations it came from; here are their rules, for messages and listings. What a
declaration is worth in a format is the business of its writer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain, product
from typing import Any, TypeVar
from xml.etree.ElementTree import Element

import tinycss2
from cssselect2 import ElementWrapper, SelectorError, compile_selector_list
from tinycss2.ast import FunctionBlock, LiteralToken, WhitespaceToken

from briefgen.diagnostics import Place
from briefgen.pipeline.job import Stylesheet
from briefgen.style.engine import Cascade, Likeness, deciding, with_variables
from briefgen.style.model import Declaration, Rule, Styles, Subject
from briefgen.style.paths import is_for_print

T = TypeVar("T")
Computed = Mapping[str, Any]
"""A computed style of WeasyPrint's, or some of its values, by properties."""
Judge = Callable[[Rule, Declaration, Subject, Computed, Computed], T | None]


@dataclass(frozen=True, slots=True)
class _Read:
    """A rule with what it takes to see whom it meets.

    ``selectors`` are those of an element's rule; of a page's, ``subject`` says which.
    """

    rule: Rule
    selectors: tuple[Any, ...] = ()
    subject: Subject | None = None


_Deciding = tuple[tuple[int, int], Declaration, Subject, Computed, Any]
"""The numbers of a rule and of its declaration, that, what it is about, what it decides, and
the whole computed style."""


class Rules:
    """The rules of a document's stylesheets that hold for print, in order.

    ``tree`` is the document, or the few of its elements that selectors can tell apart
    (briefgen/style/paths.py), where what holds for one says enough.
    """

    def __init__(
        self, stylesheets: Sequence[Stylesheet], tree: Element | ElementWrapper, styles: Styles
    ) -> None:
        self._reads = [read for sheet in stylesheets for read in _read_sheet(sheet)]
        self._tree: Any = tree
        if not isinstance(tree, ElementWrapper):
            self._tree = ElementWrapper.from_html_root(tree)
        self._styles = styles

    def judge(self, judge: Judge[T], cascade: Cascade) -> Iterator[T]:
        """Yield what a judge says of declarations that decide how something looks, in order.

        ``judge`` gets a rule, one of its declarations with every ``var()`` replaced, what it
        is about, the computed values that it decides (briefgen/style/engine.py, ``deciding``)
        and the whole computed style; where it returns None, nothing is yielded. Each
        declaration is yielded once at most.
        """
        found: dict[tuple[int, int], T] = {}
        for place, declaration, subject, decided, style in self._deciding(cascade):
            if place in found or declaration.name.startswith("--"):
                continue
            shown = replace(declaration, value=with_variables(declaration.value, style))
            said = judge(self._reads[place[0]].rule, shown, subject, decided, style)
            if said is not None:
                found[place] = said
        for place in sorted(found):
            yield found[place]

    def meeting(self) -> Iterator[tuple[Rule, list[tuple[Subject, Element]]]]:
        """Yield each rule that something meets, with what it is about and the element.

        A page's rule has the root for its element.
        """
        for read in self._reads:
            met = [
                (subject, element.etree_element)
                for subject, element in self._met(read)
                if not self._hides(element)
            ]
            if met:
                yield read.rule, met

    def _deciding(self, cascade: Cascade) -> Iterator[_Deciding]:
        likeness, seen = Likeness(), set()
        for element in self._wrapped:
            own, hidden = element.etree_element, self._hides(element)
            for pseudo, style in cascade.computed(own):
                subject = Subject(own.tag, own.get("role", ""), pseudo)
                if (alike := (likeness.of(style), subject)) in seen:
                    continue
                seen.add(alike)
                for source, decided in deciding(style).items():
                    for place, declaration, _ in self._by_source.get(source, ()):
                        if declaration.name == "display" or not hidden:
                            yield place, declaration, subject, decided, style
        yield from self._deciding_pages(cascade)

    def _deciding_pages(self, cascade: Cascade) -> Iterator[_Deciding]:
        """Yield what decides on first and later pages, and all that is said of others."""
        for name, first in product(sorted(self._pages), (True, False)):
            kinds = {"", "first"} if first else {""}
            for style in cascade.page_styles(name, first=first).values():
                for source, decided in deciding(style).items():
                    for place, declaration, subject in self._by_source.get(source, ()):
                        if subject and subject.page in {"", name} and subject.pseudo in kinds:
                            yield place, declaration, subject, decided, style
        _, style = next(cascade.computed(self._wrapped[0].etree_element))
        for place, declaration, subject in chain.from_iterable(self._by_source.values()):
            if subject and subject.page in self._pages and subject.pseudo not in {"", "first"}:
                yield place, declaration, subject, {}, style

    @cached_property
    def _by_source(self) -> dict[Place, list[tuple[tuple[int, int], Declaration, Subject | None]]]:
        """What stands at a place; a rule for several kinds of pages stands there once for each."""
        found: dict[Place, list[tuple[tuple[int, int], Declaration, Subject | None]]] = {}
        for number, read in enumerate(self._reads):
            for index, declaration in enumerate(read.rule.declarations):
                source = replace(declaration.place, length=0)
                found.setdefault(source, []).append(((number, index), declaration, read.subject))
        return found

    def _met(self, read: _Read) -> Iterator[tuple[Subject, Any]]:
        """Yield what the rule meets, with its element; a page's is the root."""
        if read.subject is not None:
            if read.subject.page in self._pages:
                yield read.subject, self._wrapped[0]
            return
        for element in self._wrapped:
            tag, role = element.etree_element.tag, element.etree_element.get("role", "")
            for selector in read.selectors:
                if selector.test(element):
                    yield Subject(tag, role, selector.pseudo_element or ""), element

    @cached_property
    def _wrapped(self) -> list[Any]:
        """The elements as selectors want them, without those inside one that isn't displayed."""
        found: list[Any] = []
        hidden: set[Element] = set()
        for element in self._tree.iter_subtree():
            if element.parent is not None and element.parent.etree_element in hidden:
                hidden.add(element.etree_element)
                continue
            found.append(element)
            if self._hides(element):
                hidden.add(element.etree_element)
        return found

    def _hides(self, element: Any) -> bool:
        style = self._styles.of(element.etree_element, None)
        return style is not None and style.display == "none"

    @cached_property
    def _pages(self) -> set[str]:
        """The names of the pages that the document has, and "" for all."""
        styles = (self._styles.of(element.etree_element, None) for element in self._wrapped)
        return {"" if style.page == "auto" else style.page for style in styles if style} | {""}


# Reading


@lru_cache(maxsize=64)
def _read_sheet(sheet: Stylesheet) -> tuple[_Read, ...]:
    nodes = tinycss2.parse_stylesheet(
        sheet.text.decode("utf-8-sig", "replace"), skip_comments=True, skip_whitespace=True
    )
    return tuple(_read_rules(nodes, sheet.path))


def _read_rules(nodes: Iterable[Any], path: str) -> Iterator[_Read]:
    for node in nodes:
        if node.type == "qualified-rule":
            yield from _element_rule(node, path, node.prelude, _text(node.prelude))
        elif node.type != "at-rule" or node.content is None:
            continue
        elif node.lower_at_keyword == "page":
            yield from _page_rules(node, path)
        elif node.lower_at_keyword == "layer" or (
            node.lower_at_keyword == "media" and is_for_print(node.prelude)
        ):
            yield from _read_rules(tinycss2.parse_rule_list(node.content), path)


def _element_rule(node: Any, path: str, prelude: list[Any], selector: str) -> Iterator[_Read]:
    """Yield a rule for elements and, after it, those nested in it (CSS Nesting 1)."""
    try:
        selectors = tuple(compile_selector_list(prelude))
    except SelectorError:
        return  # reported where WeasyPrint reads the sheet
    contents = tinycss2.parse_blocks_contents(node.content)
    yield replace(_read(node, path, selector, contents), selectors=selectors)
    for inner in contents:
        if inner.type == "qualified-rule":
            own = _text(inner.prelude)
            shown = own.replace("&", selector) if "&" in own else f"{selector} {own}"
            yield from _element_rule(inner, path, list(_nested(inner.prelude, prelude)), shown)


def _nested(prelude: Iterable[Any], outer: list[Any]) -> Iterator[Any]:
    """Yield a nested rule's selector with the outer one where it belongs."""
    parent = (LiteralToken(1, 1, ":"), FunctionBlock(1, 1, "is", outer))
    groups: list[list[Any]] = [[]]
    for node in prelude:
        if node == ",":
            groups.append([])
        else:
            groups[-1].append(node)
    for number, group in enumerate(groups):
        if number:
            yield LiteralToken(1, 1, ",")
        if not any(node == "&" for node in group):
            yield from (*parent, WhitespaceToken(1, 1, " "))
        for node in group:
            yield from parent if node == "&" else (node,)


_PAGE = re.compile(r"([\w-]*)((?::[\w-]+(?:\([^()]*\))?)*)")


def _page_rules(node: Any, path: str) -> Iterator[_Read]:
    """Yield a rule per page selector, and one for each of its margin boxes."""
    contents = tinycss2.parse_blocks_contents(node.content)
    for selector in _text(node.prelude).split(","):
        parts = _PAGE.fullmatch(selector.strip())
        if parts is None:
            continue
        pseudo = " ".join(parts[2].split(":")).strip().lower()
        subject = Subject("@page", pseudo=pseudo, page=parts[1])
        shown = f"@page {selector.strip()}".strip()
        yield replace(_read(node, path, shown, contents), subject=subject)
        for box in contents:
            if box.type == "at-rule" and box.content is not None:
                name = f"@{box.lower_at_keyword}"
                inner = tinycss2.parse_blocks_contents(box.content)
                read = _read(box, path, f"{shown} {name}", inner)
                yield replace(read, subject=replace(subject, tag=name))


def _read(node: Any, path: str, selector: str, contents: Iterable[Any]) -> _Read:
    found = tuple(_declaration(each, path) for each in contents if each.type == "declaration")
    return _Read(Rule(selector, Place(path, node.source_line, node.source_column), found))


def _declaration(node: Any, path: str) -> Declaration:
    name = node.name if node.name.startswith("--") else node.lower_name
    place = Place(path, node.source_line, node.source_column, len(node.name))
    return Declaration(name, _text(node.value), place)


def _text(tokens: Iterable[Any]) -> str:
    kept = [token for token in tokens if token.type != "comment"]
    return " ".join(tinycss2.serialize(kept).split())
