"""Say which computed values of CSS Word can't have, and report the declarations behind them.

WORD lists what the Word writer writes: properties, kinds of elements, and the values that are
the same or have something near them in Word. What isn't in it has no counterpart, whatever
its value. How a counterpart is written is in properties.py, flow.py, tables.py, inline.py and
pages.py; which declaration decides what in briefgen/style/rules.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from math import inf
from typing import Any

from briefgen.diagnostics import Diagnostic, Severity
from briefgen.markup.vocabulary import INLINE
from briefgen.style.model import Declaration, Page, Rule, Subject

# Kinds of subject

_KINDS = {
    **dict.fromkeys(INLINE - {"img", "br"}, "inline"),
    **dict.fromkeys(("head", "title", "meta", "br", "@footnote", "@note-area"), "nothing"),
    "html": "canvas",
    "body": "body",
    **dict.fromkeys(("ul", "ol"), "list"),
    **dict.fromkeys(("col", "colgroup"), "column"),
    **dict.fromkeys(("thead", "tbody", "tfoot"), "group"),
    **dict.fromkeys(("th", "td"), "cell"),
    "li": "item",
    "table": "table",
    "caption": "caption",
    "tr": "row",
    "img": "image",
    "figure": "figure",
    "hr": "line",
    "@page": "sheet",
}
"""Tag or margin box → kind; any other element is a block, any other box a margin box."""

_ROLES = {"doc-toc": "contents", "doc-footnote": "note"}
_SILENT = {"html", "ul", "ol", "table", "thead", "tbody", "tfoot", "tr", "hr"}
"""Elements whose generated text Word doesn't get."""

_PSEUDO = {"before": "generated", "after": "generated", "marker": "marker"}


def _kind(subject: Subject) -> str:
    if subject.tag.startswith("@"):
        if subject.pseudo not in {"", "first"}:
            return "other page"
        running = re.fullmatch("@(top|bottom)-(left|center|right)", subject.tag)
        return _KINDS.get(subject.tag) or ("running" if running else "side")
    if subject.pseudo in {"before", "after"} and (
        subject.tag in _SILENT or subject.role == "doc-toc"
    ):
        return "silent"
    if subject.pseudo:
        return _PSEUDO.get(subject.pseudo, "part")
    return _ROLES.get(subject.role) or _KINDS.get(subject.tag, "block")


# Values

Same = Callable[[Any], bool]
"""Whether a computed value has a counterpart."""


def _any(_value: Any) -> bool:
    return True


def _nothing(value: Any) -> bool:
    """Return whether a value asks for nothing: none, no length, or one without bounds."""
    if isinstance(value, tuple) and not hasattr(value, "unit"):
        return all(map(_nothing, value))
    return getattr(value, "value", value) in (None, "none", "auto", "normal", "", 0, inf)


def _among(*values: object) -> Same:
    return lambda value: value in values


def _is_full(length: Any) -> bool:
    return bool(length == (100, "%"))


def _is_length(value: Any) -> bool:
    return getattr(value, "unit", "%") != "%"


def _counts_for_itself(counters: Any) -> bool:
    return counters == "none" or {"page", "list-item"}.isdisjoint(name for name, _ in counters)


def _has_name(style: Any) -> bool:
    return isinstance(style, str)


def _words(*names: str) -> Same:
    """Return whether all words of a value are among the names."""
    return lambda value: value == "none" or {*value} <= {*names}


def _tokens(*kinds: str) -> Same:
    """Return whether generated content is of tokens of some kinds alone.

    A kind with a name after it is of this name alone: ``counter() page``. An empty string, which
    shows nothing, is allowed everywhere.
    """

    def same(value: Any) -> bool:
        return isinstance(value, str) or all(
            not said or kind in kinds or f"{kind} {said[_NAMED.get(kind, 0)]}" in kinds
            for kind, said in value
        )

    return same


_is_heard = _tokens("string", "attr()", "content()")

_NAMED = {"string()": 1, "target-counter()": 1, "target-text()": 1}
"""Kind of token → where its name stands in what it says, if not at the start."""

_FIELDS = ("counter() page", "counter() pages", "string() first", "string() last")
_TARGETS = ("leader()", "quote", "target-counter() page", "target-text() content")


def _is_note_number(content: Any) -> bool:
    """Return whether content is a note's number, in whatever digits: Word's have its own."""
    return isinstance(content, str) or all(
        (kind, said) == ("string", ". ") or (kind == "counter()" and said[0] == "footnote")
        for kind, said in content
    )


def _is_paper(color: Any) -> bool:
    return bool(color.alpha == 0 or (color.space == "srgb" and {*color.coordinates} == {1}))


# What Word has

UNSEEN = (
    # of PDF outlines, forms, screens: not on paper
    "anchor appearance bookmark-label bookmark-level bookmark-state color-scheme image-rendering "
    "lang "
    # Word does so by itself
    "box-sizing footnote-policy overflow-wrap "
    # seen only through another property, which is reported itself
    "align-content align-items align-self justify-content justify-items justify-self order "
    "background-attachment background-origin background-position background-repeat "
    "background-size object-position transform-origin border-image-outset border-image-repeat "
    "border-image-slice border-image-width mask-border-mode mask-border-outset "
    "mask-border-repeat mask-border-slice mask-border-width block-ellipsis clear clip "
    "text-overflow column-fill column-gap column-span row-gap column-rule-color "
    "column-rule-style column-rule-width flex-basis flex-direction flex-grow flex-shrink "
    "flex-wrap grid-auto-columns grid-auto-flow grid-auto-rows grid-column-end "
    "grid-column-start grid-row-end grid-row-start grid-template-areas grid-template-columns "
    "grid-template-rows bottom left right top z-index outline-color outline-offset "
    "outline-width text-decoration-thickness text-underline-offset"
)
"""Properties that make no difference to what is seen in Word."""

_BOXLESS = "image list column contents canvas body running sheet note"
_FLOWING = "inline generated"
_AVOID = ("avoid", "avoid-page", "avoid-column")
_MARGINS, _PADDINGS, _WIDTHS, _STYLES, _COLORS = (
    " ".join(pattern.format(side) for side in ("top", "right", "bottom", "left"))
    for pattern in ("margin-{}", "padding-{}", "border-{}-width", "border-{}-style",
                    "border-{}-color")
)  # fmt: skip

WORD: tuple[tuple[str, str, Same], ...] = (
    # Text
    ("color direction font-family font-size font-style font-weight letter-spacing", "", _any),
    ("hyphenate-limit-chars orphans quotes text-align-all white-space widows", "", _any),
    ("font-variant-caps", "", _among("normal", "small-caps", "all-small-caps")),
    ("hyphens", _FLOWING, _among("none", "manual")),
    ("line-height", _FLOWING, _among("normal", 0, 1)),
    ("hyphens line-height", "", _any),
    ("text-decoration-line", "", _words("underline", "line-through")),
    ("text-indent", "list item note figure running sheet", _nothing),
    ("text-indent", "", _any),
    ("text-transform", "", _among("none", "uppercase")),
    ("unicode-bidi", "", _among("embed", "isolate", "plaintext")),
    ("vertical-align", "cell running", _among("top", "middle", "bottom")),
    ("vertical-align", _FLOWING, lambda raised: not isinstance(raised, str)),
    ("vertical-align", "image", _nothing),
    ("vertical-align", "", _any),
    # Boxes
    ("margin-left margin-right", f"{_FLOWING} image note running canvas", _nothing),
    (_MARGINS, "note running canvas", _nothing),
    (_MARGINS, "", _any),
    (_PADDINGS, f"{_FLOWING} note image table column canvas running sheet", _nothing),
    (_PADDINGS, "", _any),
    (f"{_WIDTHS} {_STYLES}", f"{_FLOWING} {_BOXLESS}", _nothing),
    (f"{_WIDTHS} {_STYLES} {_COLORS}", "", _any),
    ("background-color", _BOXLESS, _is_paper),
    ("background-color", "", _any),
    ("border-collapse table-layout", "", _any),
    ("border-spacing", "", lambda lengths: lengths[0] == lengths[1]),
    ("display", f"{_FLOWING} note", _words("none", "inline", "flow", "contents")),
    ("display", "image nothing", _any),
    ("display", "item", lambda display: "list-item" in display or "none" in display),
    ("display", "table", _words("none", "block", "table")),
    ("display", "row", _words("none", "table-row")),
    ("display", "caption", _words("none", "table-caption")),
    ("display", "column group cell", lambda display: display[0].startswith("table-")),
    ("display", "", _words("none", "block", "flow", "flow-root", "contents")),
    ("float", "inline note", _among("footnote")),
    ("width", "table column cell", _any),
    ("width max-width", "image inline group row", _any),  # CSS has none in three of them either
    ("width max-width", "", _is_full),
    ("height", "image line", _is_length),
    ("height", "inline column group", _any),  # CSS has none there either
    # Fragmentation
    ("break-before", "group caption", _among(*_AVOID)),
    ("break-after", "group caption row", _among(*_AVOID)),
    ("break-before break-after", "", _among("page", "always", "all", *_AVOID)),
    ("break-inside", "group", _nothing),
    ("page", "item caption", _nothing),
    ("break-inside page size", "", _any),
    # Lists, generated content
    ("list-style-type", "", _has_name),
    ("content", "running", _tokens("string", "attr()", *_FIELDS)),
    ("content", "generated", _tokens("string", "attr()", *_TARGETS)),
    ("content", "marker", _tokens("string", "attr()")),
    ("content", "", _tokens()),
    ("string-set", "", lambda named: named == "none" or all(_is_heard(each) for _, each in named)),
)
"""Properties, kinds of subjects (none: all), and which of their computed values Word has, or
something near them. The first entry of a property and a kind decides; what isn't here has no
counterpart."""

_PLAIN: dict[str, Same] = {
    "column-count": _among("auto", 1),
    "text-align-last": _among("auto", "start"),
    **dict.fromkeys(("counter-increment", "counter-reset"), _counts_for_itself),
    **dict.fromkeys(("font-kerning", "font-variant-ligatures"), _among("normal")),
    "content": _is_note_number,
    **dict.fromkeys(("image-orientation", "object-fit", "opacity"), _among()),
}
"""Property without a counterpart → values that ask for nothing of Word, where those are others
than none and no length."""

_LITTLE = {
    "side": "content",
    "silent": "content",
    "marker": "content|font-(?!weight).*|letter-spacing|text-(transform|decoration).*",
}
"""Kinds of which not all is seen in PDF either, or that Word lacks as a whole → what is told."""

_HINTS = {
    "side": "Word has headers and footers only: put it into @top-… or @bottom-…",
    "other page": "pages look alike in Word, but for the first of the document",
    "display": "in Word it stands as its element ordinarily does",
    "float": "in Word it stands in the text, where it comes in the markup",
    "list-style-image": "in Word the list has another marker",
    "list-style-position": "in Word the list has another marker",
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
Computed = Mapping[str, Any]
Judge = Callable[[Rule, Declaration, Subject, Computed, Computed], Diagnostic | None]


def without_counterpart(pages: Pages) -> Judge:
    """Return the judge of a document's declarations: what Word can't have, None otherwise.

    ``pages`` gives the pages' sizes: a first page may repeat what holds for all.
    """

    def judge(
        rule: Rule, declaration: Declaration, subject: Subject, decided: Computed, style: Computed
    ) -> Diagnostic | None:
        hint = next(_hints(subject, decided, style, pages), None)
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


def _hints(subject: Subject, decided: Computed, style: Computed, pages: Pages) -> Iterator[str]:
    """Yield what happens in Word instead of each value that it doesn't have."""
    kind = _kind(subject)
    if kind == "other page":
        yield _HINTS[kind]
    for name, value in decided.items():
        if not _same(name, kind)(_seen(name, value, style)):
            yield _HINTS.get(kind) or _HINTS.get(name, _HINT)
    if subject.pseudo == "first" and {"size", "margin-left", "margin-right"} & {*decided}:
        first, later = pages(subject.page, True), pages(subject.page, False)
        if _across(first) != _across(later):
            yield _HINTS[":first"]


def _seen(name: str, value: Any, style: Computed) -> Any:
    """Return what is to be seen of a value where others have been decided."""
    if name in _STYLES.split():  # of a line without a width, nothing
        return style[name.replace("-", "_").replace("style", "width")]
    if name == "text-align-last" and value == style["text_align_all"] != "justify":
        return "auto"
    return value


def _across(page: Page) -> tuple[float, ...]:
    return page.width, page.height, page.margin.left, page.margin.right


@cache
def _same(name: str, kind: str) -> Same:
    """Return which values of a property have their counterpart on a kind of subject."""
    if kind == "nothing" or name in UNSEEN.split():
        return _any
    if kind in _LITTLE and not re.fullmatch(_LITTLE[kind], name):
        return _any
    for names, kinds, same in WORD if kind != "part" else ():
        if name in names.split() and (not kinds or kind in kinds.split()):
            return same if kind != "marker" or name == "content" else _nothing
    return _PLAIN.get(name, _nothing)
