"""Turn a tree into few: one element for each path that its stylesheets can tell apart.

Of a table's ten thousand rows a stylesheet knows the first, the last, the odd and the even.
Matching selectors costs most of a cascade, so it is done for one of each. What a path is
follows from the selectors themselves: attributes they name, positions they count. Where
one looks further (``~``, ``:has()``, ``:empty``, positions by type), every element is a
path of its own. What the selectors give is the business of briefgen/style/engine.py.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, repeat
from typing import Any
from xml.etree.ElementTree import Element

import tinycss2
from cssselect2 import ElementWrapper
from tinycss2.ast import Node
from tinycss2.nth import parse_nth

_ALWAYS = ("class", "lang", "style")
"""Attributes that tell elements apart whatever the selectors say: WeasyPrint reads the last
two itself."""

_POSITIONS = {"first-child": ("nth", 0, 1), "last-child": ("nth-last", 0, 1)}

_PLAIN = frozenset(
    ["root", "scope", "link", "any-link", "visited", "hover", "active", "focus", "target"]
)
"""Pseudo-classes that a path decides, or that nothing printed ever is."""

_INSIDE = frozenset(["is", "not", "where", "matches"])
"""Functions whose arguments are selectors of the same element."""


@dataclass(slots=True)
class Distinctions:
    """What selectors look at beside names and classes.

    ``names`` are the elements that must be there for them to meet anything;
    ``attributes`` are told apart by value; ``positions`` are ``("nth" or "nth-last", a,
    b)`` for every ``an+b`` that is counted; ``neighbours`` is whether the element before
    matters, ``everything`` whether no two elements are surely alike.
    """

    names: frozenset[str] = frozenset()
    attributes: set[str] = field(default_factory=set)
    positions: set[tuple[str, int, int]] = field(default_factory=set)
    neighbours: bool = False
    everything: bool = False


def read_distinctions(css: str) -> tuple[Distinctions, ...]:
    """Return what each selector of a stylesheet looks at."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return tuple(
        _read_selector(selector, Distinctions(_names(selector)))
        for prelude in _preludes(rules)
        for selector in _split(prelude)
    )


def unite(selectors: Iterable[Distinctions], tags: Collection[str]) -> Distinctions:
    """Return what all selectors together look at in a tree that has elements of these names."""
    found = Distinctions()
    for selector in selectors:
        if selector.names.issubset(tags):
            found.attributes |= selector.attributes
            found.positions |= selector.positions
            found.neighbours |= selector.neighbours
            found.everything |= selector.everything
    return found


def _preludes(rules: Iterable[Node]) -> Iterator[Sequence[Node]]:
    """Yield what stands before the braces of all style rules, nested ones included."""
    for rule in rules:
        if rule.type == "qualified-rule":
            yield rule.prelude
            yield from _preludes(tinycss2.parse_blocks_contents(rule.content))
        elif rule.type == "at-rule" and rule.content and _holds_on_paper(rule):
            yield from _preludes(tinycss2.parse_rule_list(rule.content))


def _holds_on_paper(rule: Any) -> bool:
    """Return whether rules in an at-rule meet elements: what is for screens alone doesn't."""
    name = rule.lower_at_keyword
    return name != "page" and (name != "media" or is_for_print(rule.prelude))


def is_for_print(prelude: Iterable[Any]) -> bool:
    """Return whether a media query holds for print, as WeasyPrint reads it: by media type."""
    kept = (token for token in prelude if token.type != "comment")
    query = " ".join(tinycss2.serialize(kept).split()).lower()
    types = [kind.strip() for kind in query.removeprefix("only ").split(",")]
    return not {"", "all", "print"}.isdisjoint(types) and not any(" " in kind for kind in types)


def _split(prelude: Sequence[Node]) -> list[list[Node]]:
    selectors: list[list[Node]] = [[]]
    for part in prelude:
        if part == ",":
            selectors.append([])
        else:
            selectors[-1].append(part)
    return selectors


def _names(selector: Sequence[Node]) -> frozenset[str]:
    """Return the names of elements in a selector, but for those inside functions."""
    before = [None, *selector[:-1]]
    return frozenset(
        token.lower_value
        for last, token in zip(before, selector, strict=True)
        if token.type == "ident" and (last is None or last not in (":", "."))
    )


def _read_selector(selector: Sequence[Node], found: Distinctions) -> Distinctions:
    if sum(part == "+" for part in selector) > 1:
        found.everything = True
    last: Node | None = None
    for part in selector:
        if part.type == "hash":
            found.attributes.add("id")
        elif part.type == "[] block":
            names = (inner.lower_value for inner in part.content if inner.type == "ident")
            found.attributes.update(islice(names, 1))
        elif part == "+":
            found.neighbours = True
        elif part == "~":
            found.everything = True
        elif part.type == "ident" and last is not None and last == ":":
            _read_pseudo_class(part.lower_value, found)
        elif part.type == "function":
            _read_function(part, found)
        last = None if part == ":" == last else part  # what follows "::" is no element's
    return found


def _read_pseudo_class(name: str, found: Distinctions) -> None:
    if name in _POSITIONS:
        found.positions.add(_POSITIONS[name])
    elif name == "only-child":
        found.positions.update(_POSITIONS.values())
    elif name not in _PLAIN:
        found.everything = True


def _read_function(token: Any, found: Distinctions) -> None:
    name = token.lower_name
    if name in _INSIDE:
        for selector in _split(token.arguments):
            _read_selector(selector, found)
    elif name in {"nth-child", "nth-last-child"} and (steps := parse_nth(token.arguments)):
        found.positions.add((name.removesuffix("-child"), *steps))
    elif name != "lang":
        found.everything = True


class _Wrapper(ElementWrapper):  # type: ignore[misc] # untyped base
    """An element as selectors see it, for which a copy stands in the small tree.

    ``etree_element`` is the copy: attributes only. Children and siblings are the real ones.
    """

    def __init__(self, element: Element, copy: Element, parent: _Wrapper | None, index: int):
        super().__init__(copy, parent, index, None, in_html_document=True)
        self.etree_children = list(element)

    @property
    def previous(self) -> _Wrapper | None:
        """Return the sibling before, made when a selector asks for it."""
        if self.index == 0:
            return None
        sibling = self.etree_siblings[self.index - 1]
        return _Wrapper(sibling, sibling, self.parent, self.index - 1)

    @previous.setter
    def previous(self, value: None) -> None:
        """Take what the base class sets."""


class Paths(_Wrapper):
    """The root of a small tree that has one element for each path of a large one.

    Not for selectors that look at everything.

    ``iter_subtree`` goes through the small tree; ``standing_in`` is, for each element of
    the large tree, the one of the small tree that is matched in its place.
    """

    def __init__(self, root: Element, distinctions: Distinctions) -> None:
        self._distinctions = distinctions
        there = {name for element in root.iter() for name in element.attrib}
        self._attributes = sorted(there.intersection(distinctions.attributes.union(_ALWAYS)))
        super().__init__(root, self._copy(root), None, 0)
        self.standing_in: dict[Element, Element] = {root: self.etree_element}
        self._wrappers: list[_Wrapper] = [self]
        self._walk(root)

    def iter_subtree(self) -> Iterator[_Wrapper]:
        """Yield one element of each path, each after its parent."""
        yield from self._wrappers

    def _walk(self, root: Element) -> None:
        known: dict[tuple[object, ...], _Wrapper] = {}
        stack: list[tuple[Element, _Wrapper]] = [(root, self)]
        while stack:
            parent, wrapper = stack.pop()
            owner, children = id(wrapper), list(parent)
            before: tuple[object, ...] = ()
            for index, (child, places) in enumerate(
                zip(children, self._places(len(children)), strict=True)
            ):
                own = self._own(child)
                key = (owner, own, before, places)
                like = known.get(key)
                if like is None:
                    like = known[key] = self._add(child, wrapper, index)
                self.standing_in[child] = like.etree_element
                if self._distinctions.neighbours:
                    before = (own, places)
                if len(child):
                    stack.append((child, like))

    def _own(self, element: Element) -> tuple[object, ...]:
        get = element.attrib.get
        return (element.tag, "href" in element.attrib, *[get(name) for name in self._attributes])

    def _places(self, count: int) -> Iterable[tuple[bool, ...]]:
        """Return, for each of so many siblings, by which of the positions it counts."""
        columns = [
            [_counts(place if kind == "nth" else count - 1 - place, a, b) for place in range(count)]
            for kind, a, b in self._distinctions.positions
        ]
        return zip(*columns, strict=True) if columns else repeat((), count)

    def _add(self, element: Element, parent: _Wrapper, index: int) -> _Wrapper:
        copy = self._copy(element)
        parent.etree_element.append(copy)
        wrapper = _Wrapper(element, copy, parent, index)
        self._wrappers.append(wrapper)
        return wrapper

    def _copy(self, element: Element) -> Element:
        """Return an element without text and children, and without an id that tells nothing."""
        attributes = dict(element.attrib)
        if "id" not in self._distinctions.attributes:
            attributes.pop("id", None)
        return Element(element.tag, attributes)


def _counts(index: int, a: int, b: int) -> bool:
    """Return whether ``an+b`` counts the element at an index from 0 (Selectors 4, 13.3.1)."""
    steps = index + 1 - b
    return steps == 0 if a == 0 else steps % a == 0 and steps // a >= 0
