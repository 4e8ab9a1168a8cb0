"""Turn stylesheets into the rules that a document's elements and pages meet.

The cascade's answer for an element is in briefgen/style/cascade.py; this says which rule
it came from, for messages and listings. What a declaration is worth in a format is the
business of its writer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import product
from typing import Any, TypeVar
from xml.etree.ElementTree import Element

import tinycss2
from cssselect2 import ElementWrapper, SelectorError, compile_selector_list
from tinycss2.ast import FunctionBlock, LiteralToken, WhitespaceToken

from briefgen.build.job import Stylesheet
from briefgen.diagnostics import Place
from briefgen.style.model import Declaration, Rule, Styles, Subject

T = TypeVar("T")
Judge = Callable[[Rule, Declaration, Subject], T | None]

_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_MOST_VALUES = 64
"""How often ``var()`` is replaced in a value: custom properties may go round in circles."""

_COVERING = ("background", "font", "list-style", "outline", "text-decoration")
"""Shorthands that reset every property whose name begins with theirs."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A rule with what it takes to see whom it meets.

    ``selectors`` are those of an element's rule; of a page's, ``subject`` says which.
    """

    rule: Rule
    important: frozenset[Declaration]
    selectors: tuple[Any, ...] = ()
    subject: Subject | None = None


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

    def judge(self, judge: Judge[T]) -> Iterator[T]:
        """Yield what a judge says of declarations that decide how something looks.

        ``judge`` gets a rule, one of its declarations with every ``var()`` replaced, and
        what it is about; where it returns None, nothing is yielded. Each declaration is
        yielded once at most. Elements are looked for only where a judge has something to
        say of what a selector may mean.
        """
        for read in self._reads:
            for declaration in read.rule.declarations:
                if declaration.name.startswith("--"):
                    continue
                said = next(self._said(read, declaration, judge), None)
                if said is not None:
                    yield said

    def meeting(self) -> Iterator[tuple[Rule, list[tuple[Subject, Element]]]]:
        """Yield each rule that something meets, with what it is about and the element.

        A page's rule has the root for its element.
        """
        for read in self._reads:
            met = [
                (subject, element.etree_element)
                for subject, element in self._met(read, set(self._subjects(read)))
                if not self._hides(element)
            ]
            if met:
                yield read.rule, met

    def _said(self, read: _Read, declaration: Declaration, judge: Judge[T]) -> Iterator[T]:
        values = [declaration]
        if "var(" in declaration.value:
            values = [replace(declaration, value=text) for text in self._values(declaration.value)]
        suspects = {
            subject
            for subject, value in product(self._subjects(read), values)
            if judge(read.rule, value, subject) is not None
        }
        for subject, element in self._met(read, suspects) if suspects else ():
            if self._hides(element) and declaration.name != "display":
                continue
            if self._wins(read, declaration, subject, element):
                value = replace(declaration, value=self._resolved(declaration.value, element))
                if (said := judge(read.rule, value, subject)) is not None:
                    yield said

    # What a selector may mean

    def _subjects(self, read: _Read) -> Iterable[Subject]:
        """Return at least what the rule is about in this document."""
        if read.subject is not None:
            return (read.subject,)
        return {
            replace(subject, pseudo=selector.pseudo_element or "")
            for selector in read.selectors
            for subject in self._candidates(selector)
        }

    def _candidates(self, selector: Any) -> Iterable[Subject]:
        if selector.class_name is not None:
            return self._by_class.get(selector.class_name, ())
        if selector.lower_local_name is not None:
            return self._by_tag.get(selector.lower_local_name, ())
        return self._by_class[""]

    @cached_property
    def _by_class(self) -> dict[str, set[Subject]]:
        """The subjects of each class; under "" those of all elements."""
        elements = self._tree.etree_element.iter()
        kinds = {(e.tag, e.get("role", ""), e.get("class", "")) for e in elements}
        found: dict[str, set[Subject]] = {"": set()}
        for tag, role, classes in kinds:
            for name in ("", *classes.split()):
                found.setdefault(name, set()).add(Subject(tag, role))
        return found

    @cached_property
    def _by_tag(self) -> dict[str, set[Subject]]:
        found: dict[str, set[Subject]] = {}
        for subject in self._by_class[""]:
            found.setdefault(subject.tag, set()).add(subject)
        return found

    def _values(self, value: str) -> list[str]:
        """Return what the value may be, for all that any rule gives to custom properties."""
        done: list[str] = []
        open_ = [value]
        for _ in range(_MOST_VALUES):
            if not open_:
                break
            text = open_.pop()
            if (found := _VARIABLE.search(text)) is None:
                done.append(text)
                continue
            given = [other.value for _, other in self._declaring(found[1])]
            given += [] if found[2] is None else [found[2].strip()]
            open_ += [text[: found.start()] + one + text[found.end() :] for one in given]
        return done + open_

    # What it does mean

    def _met(self, read: _Read, suspects: set[Subject]) -> Iterator[tuple[Subject, Any]]:
        """Yield the suspects that the rule meets, with their elements; a page's is the root."""
        if read.subject is not None:
            if read.subject.page in self._pages:
                yield read.subject, self._wrapped[0]
            return
        for element in self._wrapped:
            tag, role = element.etree_element.tag, element.etree_element.get("role", "")
            for selector in read.selectors:
                subject = Subject(tag, role, selector.pseudo_element or "")
                if subject in suspects and selector.test(element):
                    yield subject, element

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

    def _wins(self, read: _Read, declaration: Declaration, subject: Subject, element: Any) -> bool:
        """Return whether no other declaration of the property has more weight.

        (CSS Cascading 4, 6.4, without layers.)
        """
        weights = [
            (weight, other)
            for known, other in self._declaring(declaration.name)
            if (weight := self._weight(known, other, read, subject, element)) is not None
        ]
        return max(weights, key=lambda pair: pair[0])[1] is declaration

    def _weight(
        self, read: _Read, declaration: Declaration, mine: _Read, subject: Subject, element: Any
    ) -> tuple[bool, Any] | None:
        """Return the weight of a declaration for a subject, None where it isn't about it."""
        important = declaration in read.important
        if mine.subject is not None or read.subject is not None:
            return (important, ()) if read.subject == mine.subject else None
        weights = [
            selector.specificity
            for selector in read.selectors
            if (selector.pseudo_element or "") == subject.pseudo and selector.test(element)
        ]
        return (important, max(weights)) if weights else None

    def _declaring(self, name: str) -> list[tuple[_Read, Declaration]]:
        """Return the declarations of a property or of a shorthand of it, the last first."""
        names = {name, *(short for short in _COVERING if name.startswith(f"{short}-"))}
        found = [pair for each in names for pair in self._by_name.get(each, ())]
        return [(read, declaration) for _, read, declaration in sorted(found, key=_place_in_chain)]

    @cached_property
    def _by_name(self) -> dict[str, list[tuple[int, _Read, Declaration]]]:
        found: dict[str, list[tuple[int, _Read, Declaration]]] = {}
        number = 0
        for read in self._reads:
            for declaration in read.rule.declarations:
                number -= 1
                found.setdefault(declaration.name, []).append((number, read, declaration))
        return found

    def _resolved(self, value: str, element: Any) -> str:
        """Return the value with custom properties as the element has them (CSS Variables 1, 3)."""
        for _ in range(_MOST_VALUES):
            if (found := _VARIABLE.search(value)) is None:
                break
            own = self._custom(found[1], element)
            text = own if own is not None else (found[2] or "").strip()
            value = value[: found.start()] + text + value[found.end() :]
        return value

    def _custom(self, name: str, element: Any) -> str | None:
        while element is not None:
            weights = [
                (weight, other.value)
                for read, other in self._declaring(name)
                if (weight := self._weight(read, other, _ELEMENT, Subject(""), element))
            ]
            if weights:
                return max(weights, key=lambda pair: pair[0])[1]
            element = element.parent
        return None


_ELEMENT = _Read(Rule("", Place(""), ()), frozenset())


def _place_in_chain(found: tuple[int, _Read, Declaration]) -> int:
    return found[0]


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
            node.lower_at_keyword == "media" and _is_for_print(node.prelude)
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
    found = [
        (declaration.important, _declaration(declaration, path))
        for declaration in contents
        if declaration.type == "declaration"
    ]
    place = Place(path, node.source_line, node.source_column)
    rule = Rule(selector, place, tuple(declaration for _, declaration in found))
    return _Read(rule, frozenset(declaration for important, declaration in found if important))


def _declaration(node: Any, path: str) -> Declaration:
    name = node.name if node.name.startswith("--") else node.lower_name
    place = Place(path, node.source_line, node.source_column, len(node.name))
    return Declaration(name, _text(node.value), place)


def _text(tokens: Iterable[Any]) -> str:
    kept = [token for token in tokens if token.type != "comment"]
    return " ".join(tinycss2.serialize(kept).split())


def _is_for_print(prelude: Iterable[Any]) -> bool:
    """Return whether a media query holds for print, as WeasyPrint reads it: by media type."""
    types = [kind.strip() for kind in _text(prelude).lower().removeprefix("only ").split(",")]
    return not {"", "all", "print"}.isdisjoint(types) and not any(" " in kind for kind in types)
