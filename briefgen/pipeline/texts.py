"""Turn finished files and jobs into all the text in them, visible or not.

Which of it may be there is not asked here (briefgen/pipeline/leaks.py). A text that a file
breaks up, by lines, elements or pages, is whole in one of those that are yielded.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import cast
from urllib.parse import unquote, unquote_to_bytes

import lxml.etree
import lxml.html
import pikepdf
import pypdfium2

from briefgen.pipeline.job import Format, Job

UNREADABLE = (pikepdf.PdfError, pypdfium2.PdfiumError, lxml.etree.LxmlError, zipfile.BadZipFile)
"""What these functions raise for a file that is not what its format asks for."""


def job_texts(job: Job) -> Iterator[str]:
    """Yield all that a document is made from."""
    yield from xml_texts(job.markup)
    for sheet in job.stylesheets:
        yield from (sheet.path, sheet.text.decode("utf-8", "replace"))
    for name, data in job.assets.items():
        yield name
        yield from _attached(data)
    metadata = job.metadata
    yield from (job.name, metadata.title, metadata.subject, metadata.date, metadata.discreet)
    yield from metadata.keywords
    for version in job.versions:
        yield from (version.href, version.format, *(name for *_, name in version.languages))
    if job.source is not None:
        yield from json_texts(job.source)
    if job.reference is not None:
        yield job.reference.path
        yield from _docx_texts(job.reference.data)


def json_texts(data: bytes) -> Iterator[str]:
    """Yield the strings of a JSON file, its keys too. Raises ValueError."""
    return _strings(json.loads(data))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


# --- XML and HTML ------------------------------------------------------------------------

_PARSER = lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def xml_texts(xml: bytes) -> Iterator[str]:
    """Yield the text of an XML file, then each attribute, comment and instruction.

    Raises lxml.etree.LxmlError.
    """
    return _tree_texts(lxml.etree.fromstring(xml, _PARSER))


def _html_texts(data: bytes) -> Iterator[str]:
    return _tree_texts(lxml.html.document_fromstring(data.decode("utf-8", "replace")))


def _tree_texts(root: lxml.etree._Element) -> Iterator[str]:
    """Yield a tree's texts.

    Elements add nothing between the words, so that no markup parts a text; where text was
    inserted or deleted, what stood before and what stands now follow apart.
    """
    yield "".join(_find(root, "//text()"))
    for changed in ("ins", "del"):
        if root.xpath(f"boolean(//*[local-name() = '{changed}'])"):
            yield "".join(_find(root, f"//text()[not(ancestor::*[local-name() = '{changed}'])]"))
    for value in _find(root, "//@*"):
        yield from _attribute(value)
    for hidden in root.iter(lxml.etree.Comment, lxml.etree.ProcessingInstruction):
        yield hidden.text or ""


def _find(root: lxml.etree._Element, path: str) -> list[str]:
    return cast("list[str]", root.xpath(path))


def _attribute(value: str) -> Iterator[str]:
    """Yield an attribute's text; that of an image or the like, where the value is one."""
    if not value.startswith("data:"):
        yield from _said(value)
        return
    head, _, body = value.partition(",")
    with contextlib.suppress(binascii.Error):
        raw = unquote_to_bytes(body)
        yield from _attached(base64.b64decode(raw) if head.endswith(";base64") else raw)


def _said(value: str) -> Iterator[str]:
    """Yield a short text, and what it says where it may be a URL."""
    yield value
    if "%" in value:
        yield unquote(value)


_TEXT_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:[<{\[]|[^\0-\x08\x0e-\x1f\x80-\xff]{8})")


def _attached(data: bytes) -> Iterator[str]:
    """Yield the text of a file of any kind: XML, JSON, plain text; nothing of others."""
    if not _TEXT_BEGINS.match(data[:1000]):
        return
    for read in (xml_texts, json_texts):
        with contextlib.suppress(lxml.etree.LxmlError, ValueError):
            yield from read(data)
            return
    yield data.decode("utf-8", "replace")


# --- Word ----------------------------------------------------------------------------------


def _docx_texts(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        yield package.comment.decode("utf-8", "replace")
        for name in package.namelist():
            yield name
            yield from _attached(package.read(name))


# --- PDF (ISO 32000-1) -----------------------------------------------------------------


def _pdf_texts(data: bytes) -> Iterator[str]:
    """Yield the text of the pages, then every string and name, XMP and embedded files."""
    yield _page_text(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        plain = io.BytesIO()
        pdf.save(  # qpdf's own code takes it apart some ten times faster than Python could
            plain,
            qdf=True,
            static_id=True,
            fix_metadata_version=False,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.specialized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    yield from _object_texts(plain.getvalue())


def _page_text(data: bytes) -> str:
    """Return the text of all pages, which may go on from one to the next."""
    texts = []
    pdf = pypdfium2.PdfDocument(data)
    try:
        for page in pdf:
            text = page.get_textpage()
            texts.append(text.get_text_range())
            text.close()
            page.close()
    finally:
        pdf.close()
    return "\n".join(texts)


_STREAM = re.compile(rb"\bstream\n(.*?)\nendstream", re.DOTALL)
_STRING = re.compile(rb"\(((?:[^\\()]++|\\.)*+)\)|<([0-9a-fA-F]++)>", re.DOTALL)
_NAME = re.compile(rb"/([^\s()<>\[\]{}/%]++)")
_DRAWN = re.compile(rb"^%% Contents for page |/Subtype /Form\b", re.MULTILINE)
_SAID = re.compile(rb"/(?:ActualText|Alt|E)\s*(?=[(<])")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|\r?\n|(.))", re.DOTALL)
_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def _object_texts(plain: bytes) -> Iterator[str]:
    """Yield the texts of an uncompressed file's objects, and of the streams that are text."""
    objects: list[bytes] = []
    end = 0
    for match in _STREAM.finditer(plain):
        objects.append(plain[end : match.start()])
        end = match.end()
        if not _DRAWN.search(objects[-1], objects[-1].rfind(b"endobj")):
            yield from _attached(match[1])
        else:  # what it draws is the pages' text
            for said in _SAID.finditer(match[1]):
                if string := _STRING.match(match[1], said.end()):
                    yield _decode(string)
    rest = b"\n".join([*objects, plain[end:]])
    for string in _STRING.finditer(rest):
        yield from _said(_decode(string))
    for name in set(_NAME.findall(rest)):
        yield unquote_to_bytes(name.replace(b"#", b"%")).decode("utf-8", "replace")


def _decode(string: re.Match[bytes]) -> str:
    """Return a text string (7.9.2.2): UTF-16, UTF-8 or PDFDocEncoding."""
    if string[2] is not None:
        raw = bytes.fromhex(string[2].decode() + "0" * (len(string[2]) % 2))
    else:
        raw = _ESCAPE.sub(_unescape, string[1]) if b"\\" in string[1] else string[1]
    if raw.startswith((b"\xfe\xff", b"\xff\xfe")):
        return raw.decode("utf-16", "replace")
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw[3:].decode("utf-8", "replace")
    return raw.decode("pdfdoc", "replace")


def _unescape(escape: re.Match[bytes]) -> bytes:
    if escape[1] is not None:
        return bytes([int(escape[1], 8) & 0xFF])
    return _CONTROLS.get(escape[2], escape[2]) if escape[2] is not None else b""


FILE_TEXTS: Mapping[Format, Callable[[bytes], Iterator[str]]] = {
    "pdf": _pdf_texts,
    "docx": _docx_texts,
    "html": _html_texts,
}
"""Format → what yields the texts of a file of it; raises one of UNREADABLE."""
