"""Turn the contents list into Word's TOC field with its entries already written.

Word can build it anew from the headings; until then it shows what the document's own list
says. Where the page numbers come from is the build's business.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from xml.etree.ElementTree import Element

from briefgen.writers.docx.flow import Block, Flow, names_for, paragraph, write_block
from briefgen.writers.docx.session import Session
from briefgen.writers.docx.xml import escape

_LEADERS = {".": "dot", "-": "hyphen", "_": "underscore", "·": "middleDot"}


def write_contents(session: Session, element: Element, flow: Flow) -> list[Block]:
    """Return the blocks of ``nav role="doc-toc"``, the entries inside one TOC field."""
    flow = replace(flow, contents=True)
    levels = _levels(session, element)
    before: list[Block] = []
    entries: list[Block] = []
    for child in element:
        if child.tag in {"ol", "ul"}:
            entries += _entries(session, child, flow, levels[0])
        else:
            before += write_block(session, child, flow)
    if entries:
        entries[0].runs = _begin(levels) + entries[0].runs
        entries[-1].runs += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        first, last = (before or entries)[0], entries[-1]
        first.opening = _OPEN + first.opening
        last.closing += _CLOSE
    return before + entries


_OPEN = (
    '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
    "<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>"
)
_CLOSE = "</w:sdtContent></w:sdt>"


def _levels(session: Session, element: Element) -> tuple[int, int]:
    """Return the highest and the lowest level of the headings that a contents list leads to.

    Word builds the list anew from these: a document's title is a heading too, but not in it.
    """
    found = []
    for link in element.iter("a"):
        target = session.targets.get(link.get("href", "").removeprefix("#"))
        headings = () if target is None else (e for e in target.iter() if e.tag in _HEADINGS)
        found += [int(heading.tag[1]) for heading in islice(headings, 1)]
    return (min(found), max(found)) if found else (1, 3)


_HEADINGS = {f"h{level}" for level in range(1, 7)}


def _begin(levels: tuple[int, int]) -> str:
    first, last = levels
    instruction = escape(f' TOC \\o "{first}-{last}" \\h \\z \\u ')
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def _entries(session: Session, items: Element, flow: Flow, level: int) -> list[Block]:
    """Return the entries of one level and of those below it.

    ``level`` is that of the headings, since Word gives an entry built anew the style TOC of
    its heading's level.
    """
    style = session.style(items)
    flow = replace(
        flow,
        style=style,
        left=flow.left + style.margin.left + style.padding.left,
        right=flow.right + style.margin.right + style.padding.right,
    )
    blocks: list[Block] = []
    for item in items:
        nested = next((n for n, child in enumerate(item) if child.tag in {"ol", "ul"}), len(item))
        names = names_for(f"toc {min(level, 9)}", "", replace(flow, within=()))
        entry = paragraph(session, item, flow, names, nested)
        entry.frame = replace(entry.frame, tabs=_tabs(session, item, flow))
        blocks.append(entry)
        for child in item[nested:]:
            blocks += _entries(session, child, flow, level + 1)
    return blocks


def _tabs(session: Session, item: Element, flow: Flow) -> tuple[tuple[float, str, str], ...]:
    """Return the tab stop of the page number, where the entry's link has one."""
    link = item.find("a")
    after = None if link is None else session.pseudo(link, "after")
    leaders = [token.value for token in (after and after.content) or () if token.kind == "leader"]
    if not leaders:
        return ()
    return ((flow.width - flow.right, "right", _LEADERS.get(leaders[0].strip()[:1], "none")),)
