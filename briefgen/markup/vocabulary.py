"""Say which elements and attributes a document may have: a table, and nothing else.

The names are HTML's and their meaning is HTML's; roles are DPUB-ARIA's. Every writer
has a rule for every row here, so what passes the gate comes out in all formats.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Content = Literal["flow", "phrasing", "mixed", "empty", "text", "only"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What an element may hold and carry.

    ``content``: ``flow`` (block elements only), ``phrasing`` (text and inline elements),
    ``mixed`` (either of the two, but not both; an ``li`` may end in nested lists after
    its text), ``empty``, ``text`` (text only), or ``only`` (the elements in
    ``children``). ``attributes`` come on top of :data:`GLOBAL_ATTRIBUTES`; those in
    ``required`` must be there.
    """

    content: Content
    attributes: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    children: frozenset[str] = frozenset()


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


GLOBAL_ATTRIBUTES = _set("id class lang dir role")

ROLES = _set(
    "doc-abstract doc-appendix doc-bibliography doc-endnotes doc-footnote doc-glossary"
    " doc-pagelist doc-subtitle doc-tip doc-toc note"
)

BLOCK = _set(
    "section article nav header footer main div aside p h1 h2 h3 h4 h5 h6 ul ol dl table"
    " figure blockquote hr img"
)
INLINE = _set("a em strong span sub sup br cite q abbr time code ins del img")

_FLOW = Rule("flow")
_PHRASING = Rule("phrasing")

VOCABULARY: dict[str, Rule] = {
    "html": Rule("only", children=_set("head body"), required=_set("lang")),
    "head": Rule("only", children=_set("title meta")),
    "title": Rule("text"),
    "meta": Rule("empty", _set("name content"), required=_set("name content")),
    "body": _FLOW,
    **dict.fromkeys(("section", "article", "nav", "header", "footer", "main"), _FLOW),
    **dict.fromkeys(("div", "aside", "blockquote"), Rule("mixed")),
    **dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6"), _PHRASING),
    "ul": Rule("only", children=_set("li")),
    "ol": Rule("only", _set("start"), children=_set("li")),
    "li": Rule("mixed"),
    "dl": Rule("only", children=_set("dt dd div")),
    "dt": _PHRASING,
    "dd": Rule("mixed"),
    "table": Rule("only", children=_set("caption colgroup thead tbody tfoot")),
    "caption": _PHRASING,
    "colgroup": Rule("only", children=_set("col")),
    "col": Rule("empty", _set("span")),
    **dict.fromkeys(("thead", "tbody", "tfoot"), Rule("only", children=_set("tr"))),
    "tr": Rule("only", children=_set("th td")),
    "th": Rule("mixed", _set("colspan rowspan scope"), required=_set("scope")),
    "td": Rule("mixed", _set("colspan rowspan")),
    "figure": Rule("flow", children=_set("figcaption")),
    "figcaption": Rule("mixed"),
    "img": Rule("empty", _set("src alt width height"), required=_set("src alt")),
    "hr": Rule("empty"),
    "br": Rule("empty"),
    "a": Rule("phrasing", _set("href aria-label"), required=_set("href")),
    "time": Rule("phrasing", _set("datetime")),
    "abbr": Rule("phrasing", _set("title")),
    **dict.fromkeys(
        ("em", "strong", "span", "sub", "sup", "cite", "q", "code", "ins", "del"), _PHRASING
    ),
}
"""Element → what it may hold and carry. A footnote is ``span role="doc-footnote"``."""
