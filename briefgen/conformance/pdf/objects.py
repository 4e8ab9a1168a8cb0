"""Read values out of PDF objects that may hold anything at all (ISO 32000-1, 7.3).

Each function returns an empty value where the file has another type than it should.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

STREAM_BYTES = 64_000_000
"""The most bytes of one stream that are looked at, decoded."""

_OTHER_FILTERS_BYTES = 256_000


class TooLargeError(Exception):
    """A file holds more than is looked at; the text says of what."""


def get(obj: Any, key: Any) -> Any:
    """Return an entry of a dictionary or stream, by its key with a slash or as a Name.

    None where there is none.
    """
    is_held = isinstance(obj, Dictionary | Stream) and isinstance(key, str | Name)
    return obj.get(key) if is_held else None


def get_items(obj: Any, key: str) -> list[Any]:
    """Return the items of an array, or the one value that stands in place of it."""
    value = get(obj, key)
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def get_name(obj: Any, key: str) -> str:
    """Return a name without its slash."""
    value = get(obj, key)
    return to_text(value)[1:] if isinstance(value, Name) else ""


def get_text(obj: Any, key: str) -> str | None:
    """Return a text string, None where there is none."""
    value = get(obj, key)
    return to_text(value) if isinstance(value, String) else None


def to_text(value: Any) -> str:
    """Return a text string's text or a name with its slash, empty for anything else."""
    if isinstance(value, Name):  # names needn't be UTF-8
        return bytes(value).decode("utf-8", "replace")
    return str(value) if isinstance(value, String) else ""


def get_integer(obj: Any, key: str) -> int | None:
    """Return a whole number, None where there is none."""
    value = get(obj, key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def get_numbers(obj: Any, key: str) -> tuple[float, ...]:
    """Return an array of numbers, empty if anything else is in it."""
    return to_numbers(get(obj, key))


def to_numbers(value: Any) -> tuple[float, ...]:
    """Return an array's numbers, empty if anything else is in it."""
    items = list(value) if isinstance(value, Array | list) else []
    good = all(isinstance(item, int | float | Decimal) for item in items)
    return tuple(float(item) for item in items) if good else ()


def get_keys(obj: Any) -> list[str]:
    """Return the keys of a dictionary, with their slashes; those that are UTF-8."""
    keys = obj.keys() if isinstance(obj, Dictionary | Stream) else ()
    return [key for key in map(str, keys) if key == key.encode("utf-8", "replace").decode()]


def identity(obj: Any) -> tuple[int, int]:
    """Return an object's number and generation; (0, 0) for a direct object."""
    return obj.objgen if isinstance(obj, pikepdf.Object) else (0, 0)


def walk_tree(root: Any, leaves: str) -> Iterator[tuple[Any, Any]]:
    """Yield key and value of a name tree (leaves /Names) or number tree (/Nums), 7.9.6 and 7.9.7.

    A node that is there twice is read once, lest a tree that loops has no end.
    """
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if identity(node) in seen:
            continue
        if identity(node) != (0, 0):
            seen.add(identity(node))
        items = get_items(node, leaves)
        yield from zip(items[::2], items[1::2], strict=False)
        waiting += reversed(get_items(node, "/Kids"))


def decode(stream: Any, most: int = STREAM_BYTES) -> bytes:
    """Return a stream's bytes without its filters, empty for what is no stream.

    Raises TooLargeError for more than ``most``, before they fill the memory.
    """
    if not isinstance(stream, Stream):
        return b""
    raw = stream.read_raw_bytes()
    filters = get_items(stream, "/Filter")
    if not filters:
        return raw
    if filters != [Name.FlateDecode] or "/DecodeParms" in stream:
        if len(raw) > _OTHER_FILTERS_BYTES:
            raise TooLargeError("a stream")
        return stream.read_bytes()
    inflate = zlib.decompressobj()
    try:
        data = inflate.decompress(raw, most)
    except zlib.error as error:
        raise pikepdf.PdfError(f"a stream can't be inflated: {error}") from error
    if inflate.unconsumed_tail:
        raise TooLargeError("a stream")
    return data
