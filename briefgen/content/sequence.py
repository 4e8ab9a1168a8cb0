"""Turn the keys of a document's part, one after the other, into what is out of sequence.

What else a document gets wrong is in briefgen/content/checks.py.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

_TENS = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")
_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_KASHIDA = "\u0640"
PARTS = ("pre", "end")
"""What the keys of a preamble and a closing begin with."""
_FURTHEST = 100
"""How far ahead of its place a key is looked for."""


class Fault(NamedTuple):
    """What is wrong with a key: message, hint."""

    message: str
    hint: str


class KeySequence:
    """The keys of one part: ``prefix`` is what they begin with, "" for plain numbers.

    Sub-items count as the first of them does: ``4.a``, ``4.1`` or ``4.i``.
    """

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._open: list[str] = []
        self._counts: dict[str, tuple[Callable[[int], str], int]] = {prefix: (str, 0)}

    def take(self, key: str) -> Fault | None:
        """Return what is wrong with the next key, or None. No key comes twice."""
        first = key.partition(".")[0]
        if first != self._prefix and (self._prefix or not first.isdecimal()):
            hint = "numbers go into paragraphs, pre.… into preamble, end.… into closing"
            return Fault(f"the key {key} does not belong here", hint)
        parent, _, label = key.rpartition(".")
        if key == self._prefix:  # the only paragraph of its part
            self._open = [key]
            return None
        if parent == self._prefix:
            self._open = [key]
        elif parent in self._open:
            self._open = [*self._open[: self._open.index(parent) + 1], key]
        else:
            hint = f"put it right after {parent} and its sub-items"
            return Fault(f"the key {key} does not stand under {parent}", hint)
        return self._count(key, parent, label)

    def _count(self, key: str, parent: str, label: str) -> Fault | None:
        """Return what is wrong with a key among its siblings."""
        write, count = self._counts.get(parent) or (_counting(label), 0)
        due = write(count + 1)
        ahead = range(1, count + _FURTHEST)
        found = count + 1
        if label != due:
            found = next((number for number in ahead if write(number) == label), found)
        self._counts[parent] = (write, max(count, found))
        if label == due:
            return None
        wanted = f"{parent}.{due}" if parent else due
        hint = "keys follow each other without a gap; nothing is left out"
        return Fault(f"the key {key} stands where {wanted} is next", hint)


def read_labels(keys: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Return how the last part of each key counts and its value.

    It counts in ``decimal``, ``roman`` or ``letters``, as the first of its siblings does; a label
    that doesn't is left out. ``pre`` and ``end`` count nothing.
    """
    ways: dict[str, Callable[[int], str]] = {}
    values: dict[str, tuple[str, int]] = {}
    for key in keys:
        parent, _, label = key.rpartition(".")
        if key in PARTS:
            continue
        way = ways.setdefault(parent, _counting(label))
        if value := _READERS[way](label):
            values[key] = (_WAYS[way], value)
    return values


def _counting(label: str) -> Callable[[int], str]:
    """Return how sub-items count of which the first has this label."""
    if label.isdecimal():
        return str
    is_roman = label == "i" or (len(label) > 1 and not label.strip("ivxlc"))
    return write_roman if is_roman else write_letters


def write_letters(number: int) -> str:
    """Return a number in letters: a to z, then aa."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def write_roman(number: int) -> str:
    """Return a number in small Roman numerals."""
    return "c" * (number // 100) + _TENS[number // 10 % 10] + _ONES[number % 10]


_ROMANS = {write_roman(number): number for number in range(1, 100)}


def _read_latin(label: str) -> int:
    """Return the number that letters from a to z are, 0 where they are others."""
    number = 0
    for letter in label:
        if not "a" <= letter <= "z":
            return 0
        number = 26 * number + ord(letter) - ord("a") + 1
    return number


_READERS: Mapping[Callable[[int], str], Callable[[str], int]] = {
    str: lambda label: int(label) if label.isdecimal() else 0,
    write_roman: lambda label: _ROMANS.get(label, 0),
    write_letters: _read_latin,
}
_WAYS: Mapping[Callable[[int], str], str] = {
    str: "decimal",
    write_roman: "roman",
    write_letters: "letters",
}


def read_letters(label: str, alphabets: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return what a label counts in each alphabet, and as a Roman number; capitals don't.

    An Arabic letter may be drawn out: ``هـ``.
    """
    label = unicodedata.normalize("NFC", label).replace(_KASHIDA, "")
    if label != label.lower():
        return {}
    values = {
        f"letter {way}": letters.index(label) + 1
        for way, letters in enumerate(alphabets)
        if label in letters
    }
    if (roman := _ROMANS.get(label)) is not None:
        values["roman"] = roman
    return values
