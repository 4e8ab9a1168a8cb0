"""Turn a document, its stylesheets and assets into one self-contained HTML file.

The stylesheet is the one that the PDF is made with; what only a screen needs stands in
its ``@media screen`` rules.
"""

from __future__ import annotations

import base64
import copy
import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import tinycss2

from briefgen.build.job import Metadata, Stylesheet

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


def write_html(
    root: Element,
    stylesheets: tuple[Stylesheet, ...],
    assets: Mapping[str, bytes],
    metadata: Metadata,
) -> bytes:
    """Return the document as HTML in UTF-8, with styles and images inside.

    Footnotes become a list at the end with links both ways (DPUB-ARIA 1.0, doc-noteref
    and doc-endnotes), since a screen has no page to put them under.
    """
    page = copy.deepcopy(root)
    _replace_head(page, stylesheets, assets, metadata)
    for image in page.iter("img"):
        image.set("src", _data_url(assets[unquote(image.attrib["src"])]))
    _move_footnotes(page)
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
    SubElement(head, "title").text = metadata.title
    SubElement(head, "meta", {"name": "description", "content": metadata.subject})
    SubElement(head, "meta", {"name": "dcterms.date", "content": metadata.date})
    css = "\n".join(_inline_urls(sheet, assets).strip() for sheet in stylesheets)
    # "</style" would end the element early (HTML, 13.2.5.3); CSS reads "\3c" as "<".
    SubElement(head, "style").text = re.sub(r"</(?=style)", r"\\3c /", css, flags=re.IGNORECASE)


def _inline_urls(sheet: Stylesheet, assets: Mapping[str, bytes]) -> str:
    css = sheet.text.decode("utf-8", "replace").removeprefix("\ufeff")
    if "url(" not in css.lower():
        return css
    folder = posixpath.dirname(sheet.path)
    values = tinycss2.parse_component_value_list(css)
    _replace_urls(values, folder, assets)
    return str(tinycss2.serialize(values))


def _replace_urls(values: list[object], folder: str, assets: Mapping[str, bytes]) -> None:
    """Write assets into url(x) and url("x"), which CSS Syntax 3 reads as different tokens."""
    for value in values:
        inner = getattr(value, "content", None) or getattr(value, "arguments", None)
        if isinstance(inner, list):
            _replace_urls(inner, folder, assets)
        if isinstance(value, tinycss2.ast.URLToken):
            _replace_url(value, folder, assets)
        elif isinstance(value, tinycss2.ast.FunctionBlock) and value.lower_name == "url":
            _replace_url(value.arguments[0], folder, assets)


def _replace_url(token: tinycss2.ast.Node, folder: str, assets: Mapping[str, bytes]) -> None:
    name = posixpath.normpath(posixpath.join(folder, unquote(token.value)))
    if name in assets:
        quoted = f'"{_data_url(assets[name])}"'
        is_url = isinstance(token, tinycss2.ast.URLToken)
        token.representation = f"url({quoted})" if is_url else quoted


def _data_url(data: bytes) -> str:
    kind = next((kind for magic, kind in _TYPES if data.startswith(magic)), "image/svg+xml")
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"


def _move_footnotes(page: Element) -> None:
    notes = [element for element in page.iter("span") if element.get("role") == "doc-footnote"]
    body = page.find("body")
    if not notes or body is None:
        return
    section = SubElement(body, "section", {"role": "doc-endnotes", "class": "endnotes"})
    items = SubElement(section, "ol")
    for number, note in enumerate(notes, start=1):
        item = SubElement(items, "li", {"id": f"note-{number}"})
        item.text = note.text
        item.extend(note)
        _append_text(item, " ")
        back = SubElement(item, "a", {"href": f"#note-{number}-ref", "role": "doc-backlink"})
        back.text = "↩"
        _become_reference(note, number)


def _append_text(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _become_reference(note: Element, number: int) -> None:
    tail = note.tail
    note.clear()
    note.tail = tail
    note.tag = "sup"
    identifier = f"note-{number}"
    link = SubElement(
        note, "a", {"href": f"#{identifier}", "id": f"{identifier}-ref", "role": "doc-noteref"}
    )
    link.text = str(number)
