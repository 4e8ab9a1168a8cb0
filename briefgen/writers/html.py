"""Turn a document, its stylesheets and assets into one self-contained HTML file.

The stylesheet is the one that the PDF is made with; what only a screen needs stands in
its ``@media screen`` rules. What a page in a browser has on top, such as a skip link, is made
here, with the words that the template's ``meta`` elements give; without words it is left out.
"""

from __future__ import annotations

import base64
import copy
import posixpath
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import cssselect2
import tinycss2
from tinycss2.serializer import serialize_string_value

from briefgen.grid import lay_out, spans
from briefgen.pipeline.job import Metadata, Stylesheet, Version

Digits = Mapping[int, int]
"""Digit from 0 to 9 → the language's own, as ``str.translate`` has it."""

_DIGITS = "0123456789"

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"
"""A browser that honours it can't be made to fetch anything by what the file holds."""

_TYPES = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8", "image/jpeg"),
    (b"RIFF", "image/webp"),
    (b"\x00\x01\x00\x00", "font/ttf"),
    (b"OTTO", "font/otf"),
    (b"wOFF", "font/woff"),
    (b"wOF2", "font/woff2"),
)

_OWN_STYLES = """\
.skip-link { position: absolute; inset-inline-start: 0; top: 0; padding: 0.5rem 1rem }
.skip-link:not(:focus) { clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }
.versions { font-size: 0.9rem }
.versions a { display: inline-block; margin-inline-end: 1rem; text-decoration: underline }
[role="doc-backlink"] { text-decoration: underline }
.permalink { margin-inline-start: 0.4em; text-decoration: none; opacity: 0 }
.permalink::before { content: "#" }
.permalink:focus, :hover > .permalink, :target > .permalink { opacity: 1 }
@media (hover: none) { .permalink { opacity: 1 } }
@media print {
  .skip-link, .versions, .permalink, [role="doc-backlink"] { display: none }
  [data-number]::before { content: attr(data-number) "\\a0" }
  thead { break-inside: avoid; break-after: avoid }
}
"""
"""How what this writer adds looks, before the document's own stylesheets, which may say more.

Browsers have no ``target-counter()``: where they print contents, sections are numbered instead.
"""


def write_html(
    root: Element,
    stylesheets: tuple[Stylesheet, ...],
    assets: Mapping[str, bytes],
    metadata: Metadata,
    versions: tuple[Version, ...] = (),
) -> bytes:
    """Return the document as HTML in UTF-8, with styles and images inside.

    ``versions`` are the files of the same document that it links to. Footnotes become a list
    at the end with links both ways (DPUB-ARIA 1.0, doc-noteref and doc-endnotes), since a screen
    has no page to put them under.
    """
    page = copy.deepcopy(root)
    words = {meta.get("name", ""): meta.get("content", "") for meta in page.iterfind("head/meta")}
    _replace_head(page, stylesheets, assets, metadata)
    for image in page.iter("img"):
        image.set("src", _data_url(assets[unquote(image.attrib["src"])]))
    own = words.get("digits", "")
    digits = str.maketrans(_DIGITS, own if len(own) == len(_DIGITS) else _DIGITS)
    _move_footnotes(page, digits)
    for table in page.iter("table"):
        _label_cells(table)
    _number_contents(page, digits)
    _add_permalinks(page, words.get("permalink", ""))
    _add_versions(page, versions, words.get("versions", ""))
    _add_skip_link(page, words.get("skip-link", ""))
    text = ElementTree.tostring(page, encoding="unicode", method="html")
    return f"<!DOCTYPE html>\n{text}\n".encode()


def _replace_head(
    page: Element,
    stylesheets: tuple[Stylesheet, ...],
    assets: Mapping[str, bytes],
    metadata: Metadata,
) -> None:
    old = page.find("head")
    if old is not None:
        page.remove(old)
    head = Element("head")
    page.insert(0, head)
    SubElement(head, "meta", {"charset": "utf-8"})
    SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY})
    SubElement(head, "title").text = metadata.discreet or metadata.title
    if metadata.discreet:
        SubElement(head, "meta", {"name": "robots", "content": "noindex"})
    else:
        SubElement(head, "meta", {"name": "description", "content": metadata.subject})
    SubElement(head, "meta", {"name": "dcterms.date", "content": metadata.date})
    strings = _named_strings(page, stylesheets)
    sheets = (_stand_alone(sheet, assets, strings).strip() for sheet in stylesheets)
    css = "\n".join((_OWN_STYLES, *sheets))
    # "</style" would end the element early (HTML, 13.2.5.3); CSS reads "\3c" as "<".
    SubElement(head, "style").text = re.sub(r"</(?=style)", r"\\3c /", css, flags=re.IGNORECASE)


def _named_strings(page: Element, stylesheets: tuple[Stylesheet, ...]) -> dict[str, str]:
    """Return the first value of each CSS named string, for browsers, which have no ``string()``.

    (CSS Generated Content for Paged Media 3, 1.1.)
    """
    tree = cssselect2.ElementWrapper.from_html_root(page)
    found: dict[str, str] = {}
    for sheet in stylesheets:
        css = sheet.text.decode("utf-8", "replace")
        if "string-set" not in css.lower():
            continue
        for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
            for tokens in _string_sets(rule):
                selector = tinycss2.serialize(rule.prelude).strip()
                if (first := tree.query(selector)) is not None:
                    name, *values = tokens
                    found[name.value] = _string(values, first.etree_element)
    return found


def _string_sets(rule: tinycss2.ast.Node) -> Iterator[list[tinycss2.ast.Node]]:
    """Yield the values of ``string-set`` in a rule, without white space."""
    if rule.type != "qualified-rule":
        return
    for declaration in tinycss2.parse_blocks_contents(rule.content):
        if declaration.type == "declaration" and declaration.lower_name == "string-set":
            tokens = [token for token in declaration.value if token.type != "whitespace"]
            if len(tokens) > 1:
                yield tokens


def _string(values: list[tinycss2.ast.Node], element: Element) -> str:
    content = " ".join("".join(element.itertext()).split())
    return "".join(value.value if value.type == "string" else content for value in values)


def _stand_alone(sheet: Stylesheet, assets: Mapping[str, bytes], strings: Mapping[str, str]) -> str:
    """Return a stylesheet that needs no other file and no ``string()``."""
    css = sheet.text.decode("utf-8", "replace").removeprefix("\ufeff")
    if not re.search(r"(url|string)\(", css, re.IGNORECASE):
        return css
    folder = posixpath.dirname(sheet.path)
    values = tinycss2.parse_component_value_list(css)
    _replace(values, folder, assets, strings)
    return str(tinycss2.serialize(values))


def _replace(
    values: list[tinycss2.ast.Node],
    folder: str,
    assets: Mapping[str, bytes],
    strings: Mapping[str, str],
) -> None:
    """Write assets into url(x) and url("x"), which CSS Syntax 3 reads as different tokens.

    ``string(x)`` becomes the string.
    """
    for place, value in enumerate(values):
        inner = getattr(value, "content", None) or getattr(value, "arguments", None)
        if isinstance(inner, list):
            _replace(inner, folder, assets, strings)
        if isinstance(value, tinycss2.ast.URLToken):
            _replace_url(value, folder, assets)
        elif isinstance(value, tinycss2.ast.FunctionBlock) and value.lower_name == "url":
            _replace_url(value.arguments[0], folder, assets)
        elif isinstance(value, tinycss2.ast.FunctionBlock) and value.lower_name == "string":
            text = strings.get(tinycss2.serialize(value.arguments[:1]).strip(), "")
            quoted = f'"{serialize_string_value(text)}"'
            values[place] = tinycss2.ast.StringToken(
                value.source_line, value.source_column, text, quoted
            )


def _replace_url(token: tinycss2.ast.Node, folder: str, assets: Mapping[str, bytes]) -> None:
    name = posixpath.normpath(posixpath.join(folder, unquote(token.value)))
    if name in assets:
        quoted = f'"{_data_url(assets[name])}"'
        is_url = isinstance(token, tinycss2.ast.URLToken)
        token.representation = f"url({quoted})" if is_url else quoted


def _data_url(data: bytes) -> str:
    kind = next((kind for magic, kind in _TYPES if data.startswith(magic)), "image/svg+xml")
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"


def _move_footnotes(page: Element, digits: Digits) -> None:
    notes = [element for element in page.iter("span") if element.get("role") == "doc-footnote"]
    body = page.find("body")
    if not notes or body is None:
        return
    # Within the text's landmark, so that they are found by those who go from one to the next.
    main = page.find(".//main")
    place = body if main is None else main
    section = SubElement(place, "section", {"role": "doc-endnotes", "class": "endnotes"})
    items = SubElement(section, "ol")
    for number, note in enumerate(notes, start=1):
        item = SubElement(items, "li", {"id": f"note-{number}"})
        item.text = note.text
        item.extend(note)
        _append_text(item, " ")
        back = SubElement(item, "a", {"href": f"#note-{number}-ref", "role": "doc-backlink"})
        back.text = "↩"
        _become_reference(note, number, digits)


def _append_text(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _become_reference(note: Element, number: int, digits: Digits) -> None:
    tail = note.tail
    note.clear()
    note.tail = tail
    note.tag = "sup"
    identifier = f"note-{number}"
    link = SubElement(
        note, "a", {"href": f"#{identifier}", "id": f"{identifier}-ref", "role": "doc-noteref"}
    )
    link.text = str(number).translate(digits)


def _label_cells(table: Element) -> None:
    """Give each cell that holds data its column's heading, which a telephone shows before it."""
    rows = table.findall("thead/tr")
    if len(rows) != 1 or table.find("tbody") is None:
        return
    cells = list(table.iterfind(".//th")) + list(table.iterfind(".//td"))
    if any("rowspan" in cell.attrib for cell in cells):
        return
    head, *body = lay_out((*rows, *table.iterfind("tbody/tr")), spans)
    labels = {column: _label(place.cell) for place in head for column in place.reach}
    for place in (place for row in body for place in row):
        cell = place.cell
        is_data = cell.tag == "td" and place.columns == 1 and (len(cell) > 0 or cell.text)
        if is_data and (label := labels.get(place.column)):
            cell.set("data-label", label)


def _label(cell: Element) -> str:
    """Return a heading's first line."""
    texts = [cell.text or ""]
    for child in cell:
        if child.tag == "br":
            break
        texts += ["".join(child.itertext()), child.tail or ""]
    return " ".join("".join(texts).split())


def _number_contents(page: Element, digits: Digits) -> None:
    """Give links of the contents, and headings they lead to, the number that is printed."""
    contents = page.find(".//nav[@role='doc-toc']")
    top = contents.find("ol") if contents is not None else None
    if top is not None:
        targets = {element.get("id"): element for element in page.iter() if element.get("id")}
        _number_items(top, "", targets, digits)


def _number_items(
    items: Element, before: str, targets: Mapping[str | None, Element], digits: Digits
) -> None:
    for place, item in enumerate(items, start=1):
        number = f"{before}{place}".translate(digits)
        link = item.find("a")
        target = targets.get(link.get("href", "")[1:]) if link is not None else None
        if link is not None and target is not None:
            heading = next((e for e in target.iter() if re.fullmatch("h[1-6]", e.tag)), target)
            link.set("data-number", number)
            heading.set("data-number", number)
        if (nested := item.find("ol")) is not None:
            _number_items(nested, f"{number}.", targets, digits)


def _add_permalinks(page: Element, words: str) -> None:
    """Let items, paragraphs, questions, positions and rows that have an id be pointed to."""
    places = (page.iterfind(f".//{tag}[@id]") for tag in ("p", "li", "dt", "dd", "th"))
    for element in list(chain.from_iterable(places)) if words else ():
        if not element.get("id", "").startswith("note-"):
            target = {"href": f"#{element.get('id')}", "class": "permalink", "aria-label": words}
            link = Element("a", target)
            blocks = (n for n, child in enumerate(element) if child.tag in ("ul", "ol"))
            place = next(blocks, len(element))
            if place:
                link.tail, element[place - 1].tail = None, (element[place - 1].tail or "").rstrip()
            element.insert(place, link)


def _add_versions(page: Element, versions: tuple[Version, ...], words: str) -> None:
    """Link to the other languages and formats, at the top of the page."""
    body = page.find("body")
    if not versions or not words or body is None:
        return
    nav = Element("nav", {"class": "versions", "aria-label": words})
    body.insert(0, nav)
    for version in versions:
        link = SubElement(nav, "a", {"href": version.href})
        for tag, direction, language in version.languages:
            if len(link):
                _append_text(link, " / ")
            SubElement(link, "span", {"lang": tag, "dir": direction}).text = language
        if version.format:
            # A name in Latin letters looks like those of languages, also on a page from the right.
            if version.languages:
                _append_text(link, " (")
            name = SubElement(link, "span", {"dir": "ltr"})
            name.text, name.tail = version.format, ")" if version.languages else None
        if len(version.languages) == 1:
            link.set("hreflang", version.languages[0][0])


def _add_skip_link(page: Element, words: str) -> None:
    body, main = page.find("body"), page.find(".//main")
    if not words or body is None or main is None:
        return
    main.set("id", main.get("id") or "main-text")
    link = Element("a", {"href": f"#{main.get('id')}", "class": "skip-link"})
    link.text = words
    body.insert(0, link)
