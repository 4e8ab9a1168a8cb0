"""Say which declarations of CSS have a counterpart in Word, and report those that haven't.

Every property that WeasyPrint knows is in one of three tables. How a counterpart is written
is in properties.py, flow.py, tables.py, inline.py and pages.py; which element meets which
rule in briefgen/style/rules.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from briefgen.diagnostics import Diagnostic, Severity
from briefgen.markup.vocabulary import INLINE
from briefgen.style.model import Declaration, Page, Rule, Subject
from briefgen.writers.docx.lists import LIST_STYLES

Clause = tuple[frozenset[str], str]
"""Kinds of subject, and the pattern of the values that are the same in Word for them."""

# Kinds of subject

_PARTS = {
    **dict.fromkeys(INLINE - {"img", "br"}, "inline"),
    **dict.fromkeys(("head", "title", "meta", "br"), "nothing"),
    "html": "canvas",
    "body": "body",
    **dict.fromkeys(("ul", "ol"), "list"),
    **dict.fromkeys(("col", "colgroup"), "column"),
    **dict.fromkeys(("thead", "tbody", "tfoot"), "group"),
    **dict.fromkeys(("th", "td"), "cell"),
    **dict.fromkeys(("@footnote", "@note-area"), "nothing"),
    "li": "item",
    "table": "table",
    "caption": "caption",
    "tr": "row",
    "img": "image",
    "figure": "figure",
    "hr": "line",
    "@page": "page",
}
"""Tag or margin box → kind; any other element is a block, any other box a margin box."""

_ROLES = {"doc-toc": "contents", "doc-footnote": "note"}
_SILENT = {"html", "ul", "ol", "table", "thead", "tbody", "tfoot", "tr", "hr"}
"""Elements whose generated text Word doesn't get."""

_PSEUDO = {"before": "generated", "after": "generated", "marker": "marker"}


def _kind(subject: Subject) -> str:
    if subject.tag.startswith("@") and _OTHER_PAGES.search(subject.pseudo):
        return "other page"
    if not subject.tag.startswith("@") and subject.pseudo:
        if subject.pseudo in {"before", "after"} and (
            subject.tag in _SILENT or subject.role == "doc-toc"
        ):
            return "silent"
        return _PSEUDO.get(subject.pseudo, "part")
    if subject.role in _ROLES:
        return _ROLES[subject.role]
    if subject.tag.startswith("@") and subject.tag not in _PARTS:
        return "running" if _RUNNING.fullmatch(subject.tag) else "side"
    return _PARTS.get(subject.tag, "block")


_RUNNING = re.compile("@(top|bottom)-(left|center|right)")
_OTHER_PAGES = re.compile(r"\b(left|right|blank|nth)\b")

# Values

_SAME = re.compile("initial|inherit|unset|revert|revert-layer")
"""Values that say nothing of their own."""

_ANY = ".*"
_NOTHING = r"(none|auto|normal|[-+]?0(\.0+)?[a-z%]*)"
_NONE = rf"{_NOTHING}([ /,]+{_NOTHING})*"
_UPRIGHT = rf"\S+ {_NOTHING}( \S+( {_NOTHING})?)?"
"""Four sides with nothing at the left and right."""
_PAPER = "transparent|white|#fff(fff)?"
_LENGTH = r"[-+]?[\d.]+[a-z%]*|calc\(.*\)"
_STYLES = "|".join(LIST_STYLES)
_WORDS = r"attr\([^()]*\)|\"[^\"]*\"|'[^']*'"
_FIELDS = r"string\([\w-]+(, ?(first|last))?\)|counter\((page|pages)\)"
_TARGETS = r"target-counter\(attr\([^()]*\), ?page\)|target-text\(attr\([^()]*\)(, ?content)?\)"
_ENTRIES = rf"leader\([^()]*\)|{_TARGETS}|(open|close|no-open|no-close)-quote"


def _all(values: str = _ANY) -> tuple[Clause, ...]:
    return ((frozenset(), values),)


def _for(kinds: str, values: str, others: str = _ANY) -> tuple[Clause, ...]:
    """Return the clauses for some kinds and for all others (an empty set)."""
    return ((frozenset(kinds.split(", ")), values), (frozenset(), others))


_FLOWING = "inline, generated"
_BOXLESS = "note, inline, generated, image, list, column, contents, canvas, body, running, page"
_SIDES = ("top", "right", "bottom", "left")
_LOGICAL = ("block-start", "block-end", "inline-start", "inline-end")
_ALL_SIDES = (*_SIDES, *_LOGICAL, "block", "inline")
_BREAKS = "auto|avoid|avoid-page|page|always|all|avoid-column"

REACHES: dict[str, tuple[Clause, ...]] = {
    # Text
    **dict.fromkeys(
        ("color", "direction", "font-family", "font-size", "font-style", "font-weight"), _all()
    ),
    "font": _all("(?!.*(condensed|expanded)).*"),
    **dict.fromkeys(
        ("font-variant", "font-variant-caps"), _all("none|normal|small-caps|all-small-caps")
    ),
    **dict.fromkeys(("letter-spacing", "orphans", "quotes", "widows"), _all()),
    "hyphens": _for(_FLOWING, "none|manual"),
    "hyphenate-limit-chars": _all(),  # as far as Word goes: its own dictionaries have limits
    **dict.fromkeys(
        ("text-decoration", "text-decoration-line"),
        _all("((none|underline|line-through|solid|auto|currentcolor) ?)+"),
    ),
    **dict.fromkeys(("text-align", "text-align-all"), _all("start|end|left|right|center|justify")),
    "line-height": _for(_FLOWING, r"normal|0|1(\.0*)?"),
    "text-indent": _for("list, item, note, figure, running, page", _NONE, rf"({_LENGTH})"),
    "text-transform": _all("none|uppercase"),
    "unicode-bidi": _all("normal|embed|isolate|plaintext"),
    "vertical-align": (
        (frozenset(("cell", "running")), "top|middle|bottom|baseline"),
        (frozenset(("inline", "generated")), f"baseline|super|sub|{_LENGTH}"),
        (frozenset(("image",)), "baseline"),
        (frozenset(), _ANY),
    ),
    "white-space": _all(),
    # Boxes
    "margin": (
        (frozenset(("inline", "generated", "image")), f"{_NONE}|{_UPRIGHT}"),
        (frozenset(("note", "running", "canvas")), _NONE),
        (frozenset(), _ANY),
    ),
    **dict.fromkeys(
        ("margin-left", "margin-right", *(f"margin-inline{end}" for end in ("", "-start", "-end"))),
        _for("inline, generated, image, note, running, canvas", _NONE),
    ),
    **dict.fromkeys(
        ("margin-top", "margin-bottom", "margin-block", "margin-block-start", "margin-block-end"),
        _for("note, running, canvas", _NONE),  # inline boxes have none, in CSS either
    ),
    **dict.fromkeys(
        ("padding", *(f"padding-{side}" for side in _ALL_SIDES)),
        _for(f"note, {_FLOWING}, image, table, column, canvas, running, page", _NONE),
    ),
    **{
        name: _for(_BOXLESS, rf"{_NONE}|.*\b(none|hidden)\b.*|(0[a-z]* .*)")
        for name in ("border", *(f"border-{side}" for side in _ALL_SIDES))
    },
    "background": _for(
        _BOXLESS.replace("note, inline, generated, ", "note, "),
        f"{_NONE}|{_PAPER}",
        r"(?!.*(url|gradient|image)\().*",
    ),
    "background-color": _for(
        _BOXLESS.replace("note, inline, generated, ", "note, "), f"{_NONE}|{_PAPER}"
    ),
    "table-layout": _all(),
    "border-collapse": _all(),
    "border-spacing": _all(rf"({_LENGTH})"),
    "display": (
        (frozenset(("inline", "generated", "note")), "none|inline|contents"),
        (frozenset(("image", "nothing")), _ANY),
        (frozenset(("item",)), "none|list-item"),
        (frozenset(("table",)), "none|table"),
        (frozenset(("row", "caption")), "none|table-.*"),
        (frozenset(("column", "group", "cell")), "table-.*"),
        (frozenset(), "none|block|flow-root|contents|block flow.*"),
    ),
    "float": _for("inline, note", "none|footnote", "none"),
    "width": (
        (frozenset(("table", "column", "cell", "image")), _ANY),
        (frozenset(("inline", "group", "row")), _ANY),  # CSS has no width there either
        (frozenset(), f"{_NONE}|100%"),
    ),
    "height": (
        (frozenset(("image", "line")), "(?!.*%).*"),
        (frozenset(("inline", "column", "group")), _ANY),  # CSS has no height there either
        (frozenset(), _NONE),
    ),
    "max-width": (
        (frozenset(("image", "inline", "group", "row")), _ANY),
        (frozenset(), f"{_NONE}|100%"),
    ),
    # Fragmentation
    **dict.fromkeys(
        ("break-before", "page-break-before"), _for("group, caption", "auto|avoid.*", _BREAKS)
    ),
    **dict.fromkeys(
        ("break-after", "page-break-after"), _for("group, caption, row", "auto|avoid.*", _BREAKS)
    ),
    **dict.fromkeys(("break-inside", "page-break-inside"), _for("group", "auto")),
    # Pages, lists, generated content
    "page": _for("item, caption", "auto"),
    "size": _all(),
    "list-style-type": _all(f"none|{_STYLES}"),
    "list-style": _all(f"((none|outside|{_STYLES}) ?)+"),
    "content": (
        (frozenset(("running",)), f"none|normal|(({_WORDS}|{_FIELDS}) ?)+"),
        (frozenset(("side", "silent")), "none|normal"),
        (frozenset(("generated",)), f"none|normal|(({_WORDS}|{_ENTRIES}) ?)+"),
        (frozenset(("marker",)), f"none|normal|(({_WORDS}) ?)+"),
        (frozenset(), "none|normal"),
    ),
    "string-set": _all(rf"none|([\w-]+( ({_WORDS}|content\([^()]*\)))+[ ,]*)+"),
}
"""Property → what of it reaches Word; the first clause of a subject's kind decides."""

for _side in ("", *(f"{side}-" for side in _ALL_SIDES)):
    REACHES |= {
        f"border-{_side}{part}": REACHES["border"] if part != "color" else _all()
        for part in ("width", "style", "color")
    }

UNSEEN = frozenset(
    # of PDF outlines, forms, screens: not on paper
    ["anchor", "appearance", "bookmark-label", "bookmark-level", "bookmark-state", "color-scheme"]
    + ["image-rendering", "lang"]
    # Word does so by itself
    + ["box-sizing", "footnote-policy", "overflow-wrap", "word-wrap"]
    # seen only through another property, which is reported itself
    + ["align-content", "align-items", "align-self", "justify-content", "justify-items"]
    + ["justify-self", "order", "place-content", "place-items", "place-self"]
    + ["background-attachment", "background-origin", "background-position", "background-repeat"]
    + ["background-size", "object-position", "transform-origin"]
    + [f"border-image-{part}" for part in ("outset", "repeat", "slice", "width")]
    + [f"mask-border-{part}" for part in ("mode", "outset", "repeat", "slice", "width")]
    + ["block-ellipsis", "clear", "clip", "text-overflow"]
    + ["column-fill", "column-gap", "column-span", "gap", "row-gap"]
    + [f"column-rule{part}" for part in ("", "-color", "-style", "-width")]
    + ["grid-column-gap", "grid-gap", "grid-row-gap"]
    + [f"flex{part}" for part in ("", "-basis", "-direction", "-flow", "-grow", "-shrink", "-wrap")]
    + ["grid", "grid-area", "grid-auto-columns", "grid-auto-flow", "grid-auto-rows"]
    + ["grid-column", "grid-column-end", "grid-column-start", "grid-row", "grid-row-end"]
    + ["grid-row-start", "grid-template", "grid-template-areas", "grid-template-columns"]
    + ["grid-template-rows"]
    + ["bottom", "left", "right", "top", "inset", "inset-block", "inset-inline", "z-index"]
    + [f"inset-{side}" for side in _LOGICAL]
    + ["outline-color", "outline-offset", "outline-width"]
    + [f"text-decoration-{part}" for part in ("thickness",)]
    + ["text-underline-offset"]
)
"""Properties that make no difference to what is seen in Word."""

LACKING: dict[str, str] = {
    **dict.fromkeys(
        ["block-size", "inline-size", "min-block-size", "min-height", "min-inline-size"]
        + ["min-width", "max-block-size", "max-height", "max-inline-size"]
        + ["border-image", "border-image-source", "border-radius", "box-shadow", "mask-border"]
        + ["mask-border-source", "background-image", "bleed", "marks"]
        + [f"bleed-{side}" for side in _SIDES]
        + [f"border-{y}-{x}-radius" for y in ("top", "bottom") for x in ("left", "right")]
        + [f"border-{y}-{x}-radius" for y in ("start", "end") for x in ("start", "end")]
        + ["column-width", "continue", "counter-set", "font-feature-settings", "font-kerning"]
        + ["font-language-override", "font-variation-settings", "line-clamp", "margin-break"]
        + ["max-lines", "outline-style", "transform", "word-spacing", "hyphenate-limit-zone"]
        + [f"font-variant-{part}" for part in ("alternates", "east-asian", "ligatures")]
        + [f"font-variant-{part}" for part in ("numeric", "position")],
        _NONE,
    ),
    **dict.fromkeys(("columns", "column-count"), rf"{_NONE}|(auto ?|1 ?)+"),
    **dict.fromkeys(("counter-reset", "counter-increment"), r"(?!.*\b(page|list-item)\b).*"),
    "background-clip": "border-box",
    "box-decoration-break": "slice",
    "caption-side": "top",
    "empty-cells": "show",
    "font-stretch": "normal|100%",
    "footnote-display": "block",
    "hyphenate-character": "auto",
    "image-orientation": "from-image",
    "image-resolution": "1dppx|from-image|normal",
    "list-style-image": "none",
    "list-style-position": "outside",
    "object-fit": "fill",
    "opacity": r"1(\.0*)?|100%",
    "outline": rf"{_NONE}|.*\bnone\b.*",
    "overflow": "visible",
    "position": "static",
    "tab-size": "8",
    "text-align-last": "auto|start",
    "text-decoration-color": "currentcolor",
    "text-decoration-style": "solid",
    "visibility": "visible",
    "word-break": "normal|break-word",
}
"""Property without a counterpart → pattern of the values that ask for nothing."""

_MARKER = re.compile("font(-family|-size|-style|-variant.*)?|letter-spacing|text-(transform|dec.*)")
"""Properties that a list's marker has in PDF and doesn't in Word."""

_WIDTHS = re.compile("size|margin(-left|-right|-inline.*)?")

_HINTS = {
    "side": "Word has headers and footers only: put it into @top-… or @bottom-…",
    "other page": "pages look alike in Word, but for the first of the document",
    "display": "in Word it stands as its element ordinarily does",
    "float": "in Word it stands in the text, where it comes in the markup",
    "list-style": "in Word the list has another marker",
    "list-style-type": "in Word the list has another marker",
    "content": "in Word this text is missing: write it into the template",
    "string-set": "in Word this text is missing from the header or footer",
    "break-before": "in Word it is a page break, whatever the side",
    "break-after": "in Word it is a page break, whatever the side",
    "page": "in Word it stands on the pages of what is around it",
    ":first": "Word has one size and one left and right margin for all pages of a section",
}
_HINT = "in Word it looks as if this were not there; rules in @media screen are for HTML alone"

Pages = Callable[[str, bool], Page]


def without_counterpart(
    pages: Pages,
) -> Callable[[Rule, Declaration, Subject], Diagnostic | None]:
    """Return the judge of a document's declarations: what Word can't have, None otherwise.

    ``pages`` gives the pages' sizes: a first page may repeat what holds for all.
    """

    def judge(rule: Rule, declaration: Declaration, subject: Subject) -> Diagnostic | None:
        hint = _hint(declaration.name, declaration.value, subject)
        if hint is None and _WIDTHS.fullmatch(declaration.name) and subject.pseudo == "first":
            first, later = pages(subject.page, True), pages(subject.page, False)
            if _across(first) != _across(later):
                hint = _HINTS[":first"]
        if hint is None:
            return None
        shown = str(declaration)
        shown = shown if len(shown) <= 60 else f"{shown[:60]}…"
        return Diagnostic(
            "W103",
            f"Word has no counterpart for ‘{shown}’ (rule ‘{rule.selector}’)",
            declaration.place,
            hint,
            severity=Severity.WARNING,
        )

    return judge


def _across(page: Page) -> tuple[float, ...]:
    return page.width, page.height, page.margin.left, page.margin.right


@lru_cache(maxsize=4096)
def _hint(name: str, value: str, subject: Subject) -> str | None:
    """Return what happens in Word instead, None where the declaration has its counterpart."""
    kind = _kind(subject)
    value = value.lower()
    if kind == "nothing" or _SAME.fullmatch(value) or name in UNSEEN:
        return None
    if kind in {"side", "silent"}:
        name = "content" if name == "content" else ""
    elif kind == "marker" and name != "content":
        return _HINT if _MARKER.fullmatch(name) else None
    elif kind in {"other page", "part"}:
        return _HINTS.get(kind, _HINT)
    if name in LACKING:
        pattern = LACKING[name]
    elif name in REACHES:
        pattern = next(values for kinds, values in REACHES[name] if not kinds or kind in kinds)
    else:
        return None  # not a property of print: WeasyPrint passes it over or reports it
    if re.fullmatch(pattern, value):
        return None
    return _HINTS.get(kind) or _HINTS.get(name, _HINT)
