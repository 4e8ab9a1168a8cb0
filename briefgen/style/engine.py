"""Turn a tree and stylesheets into WeasyPrint's cascade and, when asked, its layout.

The one module that touches WeasyPrint's private parts; tests/style/test_engine.py holds
the contract. What styles mean to a writer is in briefgen/style/cascade.py.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from itertools import chain
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import tinycss2
import weasyprint
import weasyprint.css
import weasyprint.css.validation
from cssselect2 import ElementWrapper
from weasyprint.css import resolve_var
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.counters import CounterStyle
from weasyprint.css.properties import INHERITED, INITIAL_VALUES
from weasyprint.document import Document
from weasyprint.formatting_structure.boxes import ParentBox
from weasyprint.images import Gradient
from weasyprint.layout import LayoutContext, block, inline
from weasyprint.layout.page import PageType, set_page_type_computed_styles
from weasyprint.text.constants import get_lang_quotes
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from briefgen.diagnostics import Diagnostic, Place, Severity
from briefgen.pipeline.job import Stylesheet
from briefgen.style.fontconfig import fontconfig_file
from briefgen.style.hyphens import Hyphenation, follow_lines
from briefgen.style.model import HYPHEN, WORD_JOINER
from briefgen.style.page_names import pulled_names
from briefgen.style.paths import Distinctions, Paths, read_distinctions, unite
from briefgen.style.rows import let_break

ASSETS = "file:///assets/"
SHEETS = "file:///sheets/"
"""Made-up roots: a ``src`` resolves under the first, a ``url()`` under the second."""

_LOGGER = logging.getLogger("weasyprint")
_POSITION = re.compile(r" at (\d+):(\d+)")
_HARMLESS = re.compile(r"^(Anchor defined twice|Unsupported marks value)")


class AssetFetcher(URLFetcher):  # type: ignore[misc] # untyped base
    """Serve the job's assets and nothing else: no file is opened, no socket made.

    ``denied`` gathers every refused URL, since WeasyPrint only logs a refusal and drops
    it altogether inside SVG.
    """

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.assets = assets
        self.denied: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return the asset that ``url`` names; raise ValueError for anything else."""
        del headers
        for root in (ASSETS, SHEETS):
            if url.startswith(root) and (name := unquote(url.removeprefix(root))) in self.assets:
                return URLFetcherResponse(url, self.assets[name])
        self.denied.append(url)
        raise ValueError(f"not an asset of this document: {url}")


def default_quotes(language: str) -> tuple[Sequence[str], Sequence[str]]:
    """Return the opening and the closing marks, outermost first, of ``quotes: auto``."""
    marks: tuple[Sequence[str], Sequence[str]] = get_lang_quotes(language)
    return marks


class _TreeHTML(weasyprint.HTML):  # type: ignore[misc] # untyped base
    """weasyprint.HTML over a tree that is already parsed.

    ``wrapper`` is the tree for selectors to match, where that isn't ``root`` itself.
    """

    def __init__(
        self, root: Element, fetcher: AssetFetcher, wrapper: ElementWrapper | None = None
    ) -> None:
        self.base_url = ASSETS
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = wrapper or ElementWrapper.from_html_root(root)
        self.etree_element = root

    def _ua_stylesheets(self, *arguments: bool) -> list[Any]:
        return [*super()._ua_stylesheets(*arguments), _automatic_hyphen()]


_FROM_ONE = (("list-item", 0),)
"""What lists reset where no stylesheet says otherwise; ``start`` is a presentational hint (HTML,
15.3.7), which WeasyPrint reads only along with all others."""


@cache
def _automatic_hyphen() -> Any:
    """Return the stylesheet of what ``hyphenate-character: auto`` is.

    CSS Text 4, 6.2.1, leaves the choice: WeasyPrint takes U+2010, which many fonts lack, so that
    the hyphen would be another font's. The word joiner in front of it is drawn as nothing and
    tells it from a hyphen of the text.
    """
    return weasyprint.CSS(string=f'html {{ hyphenate-character: "{HYPHEN}" }}')


class _Document(Document):  # type: ignore[misc] # untyped base
    """A Document laid out with the cascade that was computed before."""

    @classmethod
    def _build_layout_context(cls, html: _TreeHTML, *_arguments: object) -> Any:
        return html.context


_HAIR = 0.01
"""Pixels by which rounding may make notes seem higher than the area that grew with them."""

_update_footnote_area = LayoutContext._update_footnote_area


def _update_footnotes(context: Any) -> bool:
    """Return whether the notes of a page are higher than its stylesheet lets them be.

    WeasyPrint 70 (LayoutContext._update_footnote_area; its issue 2502) compares two sums of the
    same heights exactly, so that a padding in points moved each note to a page of its own. An
    area without a height or a greatest one grows with its notes.
    """
    overflows: bool = _update_footnote_area(context)
    area = context.current_footnote_area
    is_limited = area.style["height"] != "auto" or area.height > area.max_height - _HAIR
    return overflows and is_limited


LayoutContext._update_footnote_area = _update_footnotes


class _LinesWithNotes(LayoutContext):  # type: ignore[misc] # untyped base
    """A layout in which a note that is to stay with its line isn't on offer to be moved.

    WeasyPrint 70 (layout/block.py, _linebox_layout) makes room for a line by moving earlier notes
    to the next page, whatever their ``footnote-policy`` (CSS GCPM 3, 2.6). It shares all else with
    the layout that it stands for.
    """

    def __init__(self, whole: Any) -> None:
        self.__dict__ = whole.__dict__
        self._whole = whole

    @property
    def current_page_footnotes(self) -> list[Any]:
        notes = self.__dict__["current_page_footnotes"]
        return [note for note in notes if note.style["footnote_policy"] != "line"]

    def layout_footnote(self, footnote: Any) -> bool:
        overflows: bool = self._whole.layout_footnote(footnote)
        return overflows

    def unlayout_footnote(self, footnote: Any) -> None:
        self._whole.unlayout_footnote(footnote)

    def report_footnote(self, footnote: Any) -> None:
        self._whole.report_footnote(footnote)


_lay_out_lines = block._linebox_layout


def _lay_out_lines_with_notes(context: Any, *arguments: Any) -> Any:
    if not isinstance(context, _LinesWithNotes):
        context = _LinesWithNotes(context)
    return _lay_out_lines(context, *arguments)


block._linebox_layout = _lay_out_lines_with_notes


_draw_gradient = Gradient.draw


def _draw_in_its_box(gradient: Any, stream: Any, width: float, height: float, style: Any) -> None:
    """Draw a gradient no larger than it is.

    WeasyPrint 70 (images.py, Gradient.draw) lets the colours of its ends go on, so that one with
    ``background-size`` and ``no-repeat`` covered the page.
    """
    with stream.stacked():
        stream.rectangle(0, 0, width, height)
        stream.clip()
        stream.end()
        _draw_gradient(gradient, stream, width, height, style)


Gradient.draw = _draw_in_its_box


class _NoName(str):
    """The name of pages without one, which counts as a name nevertheless."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return True


_page_name = block.block_level_page_name


def _name_page(before: Any, after: Any) -> str | None:
    """Return the name of the pages that begin between two boxes, None where none begin.

    WeasyPrint 70 (layout/block.py, ``if page_name``) takes a return to pages without a name for
    no change, so that what followed a section on pages of its own stayed on these.
    """
    name: str | None = _page_name(before, after)
    return _NoName() if name == "" else name


block.block_level_page_name = _name_page


_box_first_letter = inline.first_letter_to_box


def _box_first_letter_once(box: Any, skip_stack: Any, style: Any) -> Any:
    """Give the first letter of a line its box, if an earlier layout of the page hasn't.

    WeasyPrint 70 (layout/inline.py, first_letter_to_box) puts the box that is there into another,
    with twice the margins, and fails where it floats.
    """
    first = next(iter(box.children), None)
    if isinstance(first, ParentBox) and str(first.element_tag).endswith("::first-letter"):
        return skip_stack
    return _box_first_letter(box, skip_stack, style)


inline.first_letter_to_box = _box_first_letter_once


class _Placed(int):
    """A declaration's importance or its rank in the cascade, with the place of the declaration.

    WeasyPrint keeps the rank beside each value that wins, so that its cascade also says which
    declaration won: there is no other to ask.
    """

    place: Place


_preprocess_declarations = weasyprint.css.preprocess_declarations
_declaration_precedence = weasyprint.css.declaration_precedence


def _read_with_places(base_url: Any, declarations: Any, prelude: Any = None) -> Iterator[Any]:
    declarations = list(declarations)
    if str(base_url).startswith(SHEETS):
        path = base_url.removeprefix(SHEETS)
        for one in declarations:
            if one.type == "declaration":
                one.important = _Placed(one.important)
                one.important.place = Place(path, one.source_line, one.source_column, length=0)
    yield from _preprocess_declarations(base_url, declarations, prelude)


def _rank_with_place(origin: str, importance: int) -> int:
    rank: int = _declaration_precedence(origin, importance)
    if isinstance(importance, _Placed):
        rank = _Placed(rank)
        rank.place = importance.place
    return rank


weasyprint.css.preprocess_declarations = _read_with_places
weasyprint.css.validation.preprocess_declarations = _read_with_places
weasyprint.css.declaration_precedence = _rank_with_place


_OF_ATTRIBUTES = {"anchor", "lang"}
"""Properties that WeasyPrint's own stylesheet takes from attributes, which tell all cells apart."""


class Likeness:
    """Which computed styles have the same declarations, and so do those that they inherit from.

    A table has as many styles as cells; a few kinds of them differ.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], int] = {}
        self._of: dict[int, int] = {}

    def of(self, style: Any) -> int:
        """Return a number that a style shares with those like it; the style has to live on."""
        if style is None:
            return -1
        if (number := self._of.get(id(style))) is None:
            own = (
                (name, id(value), id(getattr(rank, "place", None)))
                for name, (value, (rank, *_)) in style.cascaded.items()
                if name not in _OF_ATTRIBUTES
            )
            key = (self.of(style.parent_style), style["direction"], *own)
            number = self._of[id(style)] = self._known.setdefault(key, len(self._known))
        return number


def deciding(style: Any) -> dict[Place, dict[str, Any]]:
    """Return what each declaration decides in a computed style: longhands and their values.

    Declarations are named by their places, of no length; logical properties by the physical
    ones that they are. A value that changes nothing, since it is inherited or what the property
    starts with, is left out, but for that of ``display``, which elements have of their own.
    """
    weights = {name: weight for name, (_, weight) in style.cascaded.items()}
    for name, logical_of in PHYSICAL_FUNCTIONS.items():
        weight = weights.pop(logical_of(block="ttb", inline=style["direction"]), None)
        if weight is not None and (name not in weights or weight >= weights[name]):
            weights[name] = weight
    found: dict[Place, dict[str, Any]] = {}
    with log_messages():  # what is wrong with a value is reported where it is used
        for name, (rank, *_) in weights.items():
            if not isinstance(rank, _Placed):
                continue
            decided = found.setdefault(rank.place, {})
            value = style[name]
            value = tuple(value) if isinstance(value, list) else value
            if name == "display" or value != _unchanged(style, name):
                decided[name.replace("_", "-")] = value
    return found


def _unchanged(style: Any, name: str) -> Any:
    """Return the value that a property has where nothing is said of it."""
    inherits = name in INHERITED or name == "page"
    if inherits and style.parent_style is not None:
        return style.parent_style[name]
    return INITIAL_VALUES.get(name)


def with_variables(value: str, style: Any) -> str:
    """Return a value with each ``var()`` as a style has it; as it is where it has none."""
    if "var(" not in value:
        return value
    whole: list[Any] = []
    with log_messages():  # what they lack is reported where they are used
        for token in tinycss2.parse_component_value_list(value):
            resolved = resolve_var(style, token, style.parent_style)
            whole += [token] if resolved is None else resolved
    return " ".join(str(tinycss2.serialize(whole)).split()) or value


@dataclass(frozen=True)
class Cascade:
    """WeasyPrint's answer for one document, before layout.

    ``tree`` is what selectors were matched against: one element for each path, or all.
    ``page_names`` are those of elements that go along with what they are kept with.
    """

    html: _TreeHTML
    style_for: Any
    tree: ElementWrapper
    standing_in: Mapping[Element, Element]
    page_names: Mapping[Element, str]
    fonts: _Fonts
    options: dict[str, Any]

    def alike(self, element: Element) -> Element:
        """Return the element whose styles those of an element are, as far as selectors go."""
        return self.standing_in.get(element, element)

    def computed(self, element: Element) -> Iterator[tuple[str, Any]]:
        """Yield WeasyPrint's computed style of an element ("") and of its pseudo-elements."""
        alike, styles = self.alike(element), self.style_for.get_computed_styles()
        for pseudo in ("", *sorted(self._pseudos.get(alike, ()))):
            yield pseudo, styles[alike, pseudo or None]

    @cached_property
    def _pseudos(self) -> dict[Element, set[str]]:
        found: dict[Element, set[str]] = {}
        for element, pseudo in self.style_for.get_computed_styles():
            if pseudo and isinstance(element, Element):
                found.setdefault(element, set()).add(pseudo)
        return found

    def counted(self, name: str, number: int) -> tuple[str, str, str]:
        """Return a number in a counter style, between what a marker has before and after it.

        A style that nobody has declared is ``decimal`` (CSS Counter Styles 3, 2).
        """
        counters = self.fonts.counters
        style = counters.resolve_counter(name) or counters.resolve_counter("decimal")
        number_text = counters.render_value(number, counter_name=name)
        before, after = (style[side] for side in ("prefix", "suffix"))
        return before[1] if before else "", number_text, after[1] if after else ". "

    def layout(self, capitals: Collection[str] = (), whole: Collection[str] = ()) -> Document:
        """Return the paginated document: what WeasyPrint's ``HTML.render`` returns.

        ``capitals`` are the languages in which capitalised words may be divided, ``whole``
        words that no line divides.
        """
        self._give_each_its_style()
        self.html.context.dictionaries = hyphenation = Hyphenation(capitals, whole)
        with _unbroken_ranges(self.html.etree_element), follow_lines(hyphenation):
            document = _Document._render(
                self.html, self.fonts.configuration, self.fonts.counters, {}, dict(self.options)
            )
        for page in document.pages:
            page.bookmarks = [
                (level, label.replace(WORD_JOINER, ""), *rest)
                for level, label, *rest in page.bookmarks
            ]
        return document

    def _give_each_its_style(self) -> None:
        """Enter each element with the style of the one that stood in for it.

        One with an id has a copy, which says where the links to it lead, and a list that starts
        elsewhere one that says so.
        """
        styles = self.style_for.get_computed_styles()
        kinds: dict[Element, list[tuple[str | None, Any]]] = {}
        for (element, pseudo), style in styles.items():
            kinds.setdefault(element, []).append((pseudo, style))
        for element, stand_in in self.standing_in.items():
            for pseudo, style in kinds[stand_in]:
                styles[element, pseudo] = style
            if (identifier := element.get("id")) and styles[element, None]["anchor"] != identifier:
                self._change(element, "anchor", identifier)
                self.html.context.target_collector.collect_anchor(identifier)
        let_break(
            styles[row, None] for group in self.html.etree_element.iter("tbody") for row in group
        )
        for element, name in self.page_names.items():
            self._change(element, "page", name)
        for element in self.html.etree_element.iter("ol"):
            start = element.get("start")
            if start and styles[element, None]["counter_reset"] == _FROM_ONE:
                self._change(element, "counter_reset", (("list-item", int(start) - 1),))

    def _change(self, element: Element, name: str, value: object) -> None:
        """Enter an element with a style of its own, of which one property is another."""
        styles = self.style_for.get_computed_styles()
        style = styles[element, None]
        for each in INITIAL_VALUES:  # what is computed before is copied
            style[each]
        styles[element, None] = changed = style.copy()
        changed[name] = value

    def page_styles(self, name: str, *, first: bool) -> dict[str | None, Any]:
        """Return the computed styles of a page, by pseudo-element (None: the page box).

        A later page is one of all that no ``:nth()`` picks: its number isn't whole.
        """
        groups = ((name, 0.5),) if name else ()
        page_type = PageType(None, False, name, 0 if first else 0.5, groups)
        set_page_type_computed_styles(page_type, self.html, self.style_for)
        keys = [key for key in self.style_for.get_computed_styles() if key[0] == page_type]
        return {pseudo: self.style_for(page_type, pseudo) for _, pseudo in keys}


_RANGE = re.compile("(?<=\\d)\u2013(?=\\d)")


@contextmanager
def _unbroken_ranges(root: Element) -> Iterator[None]:
    """Keep 2025\u20132027 on one line, where a line may end after the dash (UAX 14, class BA).

    A word joiner does it, which Pango draws as nothing: the text of a PDF is without it. In
    Word or a browser it would stand in the way of searching, so the tree gets it for layout
    only.
    """
    texts = [
        (element, slot, text)
        for element in root.iter()
        for slot in ("text", "tail")
        if (text := getattr(element, slot)) and _RANGE.search(text)
    ]
    try:
        for element, slot, text in texts:
            setattr(element, slot, _RANGE.sub(f"\u2013{WORD_JOINER}", text))
        yield
    finally:
        for element, slot, text in texts:
            setattr(element, slot, text)


@dataclass(slots=True)
class _Fonts:
    """A font configuration with the stylesheets parsed for it."""

    configuration: Any = field(default_factory=FontConfiguration)
    counters: Any = field(default_factory=CounterStyle)
    sheets: dict[tuple[str, str], tuple[Any, tuple[Diagnostic, ...]]] = field(default_factory=dict)


class Engine:
    """Fonts and parsed stylesheets of one process, paid for once.

    Stylesheets that declare ``@font-face`` or ``@counter-style`` change what others see,
    so each set of those has a configuration of its own: a document's look never depends
    on what the process made before.
    """

    def __init__(self, own_fonts: tuple[str, ...] = ()) -> None:
        self._fontconfig = str(fontconfig_file(own_fonts))
        self._fonts: dict[tuple[str, ...], _Fonts] = {(): self._find_fonts()}
        self._distinctions: dict[str, tuple[Distinctions, ...]] = {}

    def cascade(
        self, root: Element, stylesheets: tuple[Stylesheet, ...], fetcher: AssetFetcher
    ) -> tuple[Cascade, list[Diagnostic]]:
        """Return the cascade of a tree, and what the stylesheets hold that CSS doesn't know."""
        digests = [hashlib.sha256(sheet.text).hexdigest() for sheet in stylesheets]
        declaring = tuple(
            digest
            for sheet, digest in zip(stylesheets, digests, strict=True)
            if b"@font-face" in sheet.text or b"@counter-style" in sheet.text
        )
        if declaring not in self._fonts:
            self._fonts[declaring] = self._find_fonts()
        fonts = self._fonts[declaring]
        found: list[Diagnostic] = []
        parsed = []
        for sheet, digest in zip(stylesheets, digests, strict=True):
            key = (sheet.path, digest)
            if key not in fonts.sheets:
                fonts.sheets[key] = _parse(sheet, fonts, fetcher)
            css, diagnostics = fonts.sheets[key]
            parsed.append(css)
            found.extend(diagnostics)
        html = _TreeHTML(root, fetcher)
        small, standing_in = self._one_of_each_path(html, stylesheets, digests)
        options = {**weasyprint.DEFAULT_OPTIONS, "stylesheets": parsed}
        html.context = Document._build_layout_context(
            small, fonts.configuration, fonts.counters, {}, options
        )
        styles = html.context.style_for.get_computed_styles()
        styles[root, None] = styles[small.etree_element, None]  # which pages inherit from
        names: Mapping[Element, str] = {}
        if any("page" in getattr(style, "cascaded", ()) for style in styles.values()):
            names = pulled_names(root, lambda each: styles[standing_in.get(each, each), None])
        return Cascade(
            html,
            html.context.style_for,
            small.wrapper_element,
            standing_in,
            names,
            fonts,
            options,
        ), found

    def _one_of_each_path(
        self, html: _TreeHTML, stylesheets: Sequence[Stylesheet], digests: Sequence[str]
    ) -> tuple[_TreeHTML, Mapping[Element, Element]]:
        """Return a tree to match selectors against, and which of its elements stand for which."""
        for sheet, digest in zip(stylesheets, digests, strict=True):
            if digest not in self._distinctions:
                text = sheet.text.decode("utf-8", "replace")
                self._distinctions[digest] = read_distinctions(text)
        looked_at = unite(
            chain(_own_distinctions(), *(self._distinctions[digest] for digest in digests)),
            {element.tag for element in html.etree_element.iter()},
        )
        if looked_at.everything:
            return html, {}
        paths = Paths(html.etree_element, looked_at)
        return _TreeHTML(paths.etree_element, html.url_fetcher, paths), paths.standing_in

    def _find_fonts(self) -> _Fonts:
        # fontconfig reads the variable each time that a configuration is made.
        os.environ["FONTCONFIG_FILE"] = self._fontconfig
        return _Fonts()


@cache
def _own_distinctions() -> tuple[Distinctions, ...]:
    """Return what the selectors of WeasyPrint's own stylesheet look at."""
    own = files("weasyprint").joinpath("css", "html5_ua.css")
    return read_distinctions(own.read_text(encoding="utf-8"))


def _parse(
    sheet: Stylesheet, fonts: _Fonts, fetcher: AssetFetcher
) -> tuple[Any, tuple[Diagnostic, ...]]:
    with log_messages() as messages:
        css = weasyprint.CSS(
            string=sheet.text.decode("utf-8", "replace"),
            base_url=SHEETS + sheet.path,
            url_fetcher=fetcher,
            font_config=fonts.configuration,
            counter_style=fonts.counters,
        )
    return css, tuple(_stylesheet_diagnostic(sheet.path, message) for message in messages)


def _stylesheet_diagnostic(path: str, message: str) -> Diagnostic:
    position = _POSITION.search(message)
    line, column = (int(position[1]), int(position[2])) if position else (1, 1)
    return Diagnostic(
        "S101",
        _POSITION.sub("", message).rstrip(".").replace("\n", " "),
        Place(path, line, column),
        hint="correct it, or move it into @media screen where only browsers read it",
        severity=Severity.WARNING,
    )


@contextmanager
def log_messages() -> Iterator[list[str]]:
    """Gather what WeasyPrint logs as a warning or worse, instead of printing it."""
    messages: list[str] = []

    class Gather(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if not _HARMLESS.match(text := record.getMessage()):
                messages.append(text)

    handlers, propagate, level = _LOGGER.handlers, _LOGGER.propagate, _LOGGER.level
    _LOGGER.handlers, _LOGGER.propagate = [Gather(logging.WARNING)], False
    _LOGGER.setLevel(logging.WARNING)
    try:
        yield messages
    finally:
        _LOGGER.handlers, _LOGGER.propagate = handlers, propagate
        _LOGGER.setLevel(level)
