"""Turn a font dictionary into the characters that its codes stand for (9.5 to 9.10)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pikepdf import Name

from briefgen.conformance.pdf.model import Font
from briefgen.conformance.pdf.objects import decode, get, get_items, get_name

_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf", re.DOTALL)
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_WIDEST_RANGE = 65_536
_MOST_CODES = 200_000
_CMAP_BYTES = 4_000_000


@dataclass(slots=True)
class UsedFont:
    """A font while a page's text is read: it counts what it could not say.

    ``width`` is the bytes of a code; ``characters`` is code → text; in a font that is
    ``composite`` glyph 0 is .notdef.
    """

    name: str
    is_embedded: bool
    width: int
    characters: Mapping[int, str]
    is_composite: bool
    shown: int = 0
    undefined: int = 0
    unmapped: int = 0

    def text(self, shown: bytes) -> str:
        """Return the text of a shown string."""
        parts = []
        for start in range(0, len(shown), self.width):
            code = int.from_bytes(shown[start : start + self.width])
            self.shown += 1
            if code == 0 and self.is_composite:
                self.undefined += 1
            character = self.characters.get(code)
            if character is None:
                self.unmapped += 1
            else:
                parts.append(character)
        return "".join(parts)

    def on_another_page(self) -> UsedFont:
        """Return the same font, with nothing shown yet."""
        return replace(self, shown=0, undefined=0, unmapped=0)

    def counted(self) -> Font:
        """Return what was found out about it."""
        return Font(self.name, self.is_embedded, self.undefined, self.unmapped)


def read_font(font: Any) -> UsedFont:
    """Return a font as its dictionary describes it, whatever that is."""
    descendant = next(iter(get_items(font, "/DescendantFonts")), None)
    described = font if descendant is None else descendant
    descriptor = get(described, "/FontDescriptor")
    own = get_name(font, "/Subtype") == "Type3"  # its glyphs are in the file itself
    return UsedFont(
        name=get_name(font, "/BaseFont").rpartition("+")[2] or "without a name",
        is_embedded=own or any(get(descriptor, key) is not None for key in _FILES),
        width=1 if descendant is None else 2,
        characters=_characters(font, is_composite=descendant is not None),
        is_composite=descendant is not None,
    )


def _characters(font: Any, *, is_composite: bool) -> dict[int, str]:
    to_unicode = get(font, "/ToUnicode")
    if to_unicode is not None:
        return dict(itertools.islice(_read_cmap(decode(to_unicode, _CMAP_BYTES)), _MOST_CODES))
    if is_composite or get(font, "/Encoding") is None:
        return {}
    codec = "mac-roman" if get(font, "/Encoding") == Name.MacRomanEncoding else "cp1252"
    return {code: bytes([code]).decode(codec, "ignore") for code in range(256)}


def _read_cmap(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield code and text of a ToUnicode CMap (9.10.3)."""
    for kind, block in _BLOCK.findall(data):
        tokens = list(_TOKEN.finditer(block))
        if kind == b"bfchar":
            for code, text in zip(tokens[::2], tokens[1::2], strict=False):
                yield _number(code), _text(_number(text), text)
        else:
            yield from _ranges(tokens)


def _ranges(tokens: list[re.Match[bytes]]) -> Iterator[tuple[int, str]]:
    rest = iter(tokens)
    for first in rest:
        last, target = next(rest, None), next(rest, None)
        if last is None or target is None:
            return
        codes = range(_number(first), min(_number(last), _number(first) + _WIDEST_RANGE) + 1)
        if target[2]:
            for code, text in zip(codes, _until_bracket(rest), strict=False):
                yield code, _text(_number(text), text)
        else:
            for offset, code in enumerate(codes):
                yield code, _text(_number(target) + offset, target)


def _until_bracket(tokens: Iterator[re.Match[bytes]]) -> list[re.Match[bytes]]:
    found = []
    for token in tokens:
        if token[3]:
            break
        found.append(token)
    return found


def _number(token: re.Match[bytes]) -> int:
    return int(b"".join((token[1] or b"").split()) or b"0", 16)


def _text(number: int, token: re.Match[bytes]) -> str:
    """Return a number's UTF-16 text, in as many bytes as the token has."""
    length = len(b"".join((token[1] or b"").split())) // 2
    length = max(length, 1)
    data: bytes = (number % 256**length).to_bytes(length)
    return data.decode("utf-16-be", "replace")
