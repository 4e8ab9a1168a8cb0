"""Turn the names of styles into their places in Word's pane of styles, and what follows them.

A style that an author would choose is offered there; the others are out of the way. What the
styles look like is the business of briefgen/writers/docx/styles.py.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from briefgen.writers.docx.xml import value

_CHOSEN = "<w:qFormat/>"
_WHEN_USED = "<w:unhideWhenUsed/>"
_HIDDEN = "<w:semiHidden/>"

_PLACES: tuple[tuple[str, int, str], ...] = (
    (r"Normal", 0, _CHOSEN),
    (r"Body Text", 1, _CHOSEN),
    (r"heading \d", 9, _CHOSEN),
    (r"Title", 10, _CHOSEN),
    (r"Subtitle", 11, _CHOSEN),
    (r"List (Bullet|Number|Continue)( \d)?", 12, _CHOSEN),
    (r"Emphasis", 20, _CHOSEN),
    (r"Strong", 22, _CHOSEN),
    (r"Quote", 29, _CHOSEN),
    (r"caption", 35, _CHOSEN),
    (r"toc \d|TOC Heading", 39, _WHEN_USED),
    (r"header|footer|footnote \w+|Hyperlink", 99, _WHEN_USED),
    (r"Text|Spacing .*|.* (Before|After)|(Top|Bottom) (Left|Center|Right)", 99, _HIDDEN),
    (r".*", 14, _CHOSEN),
)
"""Names, their priority in the pane, and whether they are offered (ISO/IEC 29500-1, 17.7.4.19)."""

_FOLLOWED_BY: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"Title", ("Subtitle", "Body Text")),
    (r"(TOC )?heading|Subtitle|caption", ("Body Text",)),
    (r"Definition Term", ("Definition",)),
)
"""Beginnings of names, and the style of the next paragraph: the first that there is."""

_PLACED = re.compile(r".* (Keep|First|Last|Mixed)")

LATENT = (
    '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1"'
    ' w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
)
"""Word's own styles stay out of the way as long as a document has none of them (17.7.4.5)."""


def pane_place(name: str, *, variant: bool) -> str:
    """Return what says where a style stands in the pane; ``variant`` keeps it out."""
    if variant:
        return value("uiPriority", 99) + _HIDDEN
    priority, offered = next(
        (priority, offered) for pattern, priority, offered in _PLACES if re.fullmatch(pattern, name)
    )
    return value("uiPriority", priority) + offered


def next_style(name: str, base: str, names: Collection[str]) -> str:
    """Return the name of the style that Word gives the next paragraph, "" for the same.

    A style that says where in its container a paragraph stands is followed by its ``base``.
    """
    for pattern, followers in _FOLLOWED_BY:
        if re.match(pattern, name, re.IGNORECASE):
            return next((follower for follower in followers if follower in names), "")
    return base if _PLACED.fullmatch(name) else ""
