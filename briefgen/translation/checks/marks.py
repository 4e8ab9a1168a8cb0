"""Turn a pair of texts into what is wrong with the translation's marks: quotes, dashes, ends."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator

from briefgen.translation.checks.model import Finding, Pair, Span

# --- brackets and quotation marks that have no partner ---------------------------------

_OPENERS = {
    ")": "(",
    "]": "[",
    "}": "{",
    "»": "«",
    "›": "‹",
    "”": "“„",
    "“": "„",
    "」": "「",
    "』": "『",
}
_MARK = re.compile(f"[{re.escape(''.join(_OPENERS) + ''.join(_OPENERS.values()))}]")
_LABEL = re.compile(r"(?:^|\s)[^\W_]{1,4}$")


def unpaired(pair: Pair) -> Iterator[Finding]:
    """Find brackets and quotation marks without a partner, whichever language's they are.

    The bracket of a label needs none: ``a)``. Single marks are apostrophes too often.
    """
    text, own = pair.target, pair.context.target.conventions.quotes
    waiting: list[tuple[str, int]] = []
    for found in _MARK.finditer(text):
        mark, index = found[0], found.start()
        if waiting and waiting[-1][0] in _OPENERS.get(mark, ""):
            waiting.pop()
        elif own[0] == own[1] == mark or _is_label(text, mark, index):
            continue
        elif mark in _OPENERS and mark != "“":
            yield _alone(mark, index)
        else:
            waiting.append((mark, index))
    for mark, index in waiting:
        yield _alone(mark, index)
    if text.count('"') % 2:
        yield _alone('"', text.rindex('"'))


def _is_label(text: str, mark: str, index: int) -> bool:
    return mark == ")" and _LABEL.search(text[max(0, index - 6) : index]) is not None


def _alone(mark: str, index: int) -> Finding:
    return Finding(f"'{mark}' has no partner", (index, index + 1))


# --- which quotation marks -------------------------------------------------------------

_QUOTES = re.compile('[«»„“”‟‹›"]')
_OPENS_AFTER = re.compile(r"(?:^|[\s(\[{—–/-])$")


def quotation_marks(pair: Pair) -> Iterator[Finding]:
    """Find quotation marks that aren't the language's; mended where all have partners."""
    text, own = pair.target, pair.context.target.conventions.quotes
    found = list(_QUOTES.finditer(text))
    if all(match[0] in own for match in found):
        return
    mended = _mended(text, [match.start() for match in found], own)
    for match in found:
        if match[0] not in own:
            fix = mended.get(match.start()) if mended else None
            hint = f"here they are {own[0]}…{own[1]}, and {own[2]}…{own[3]} inside"
            yield Finding(f"{match[0]} is another language's mark", match.span(), None, hint, fix)


def _mended(text: str, indices: list[int], own: tuple[str, ...]) -> dict[int, str] | None:
    """Return the mark that should stand at each index, None where they don't pair."""
    marks: dict[int, str] = {}
    depth, last, opens = 0, -1, False
    for index in indices:
        if last < 0 or last + 1 < index:
            opens = _OPENS_AFTER.search(text[max(0, index - 1) : index]) is not None
        last = index
        depth += 0 if opens else -1
        if depth < 0:
            return None
        marks[index] = own[min(2 * depth, 2) + (0 if opens else 1)]
        depth += 1 if opens else 0
    return marks if depth == 0 else None


# --- dashes ----------------------------------------------------------------------------

_DASH = re.compile(r"[-–—―]-?")
_YEARS = re.compile(r"(?<![\d-])\d{4}-(?=\d{4}(?![\d-]))")
_SPACES = " \u00a0"


def dashes(pair: Pair) -> Iterator[Finding]:
    """Find hyphens in the place of dashes, and dashes that the language doesn't write so."""
    text, known = pair.target, pair.context.target.conventions.dashes
    for found in _DASH.finditer(text) if known else ():
        mark, (start, end) = found[0], found.span()
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        if mark == "-" and _YEARS.match(text, max(0, start - 4)):
            yield Finding("a hyphen stands between two years", (start, end), fix="–")
        elif before and after and before in _SPACES and after in _SPACES:
            yield from _spaced(text, (start - 1, end + 1), known)
        elif mark in "—―" and before.isalpha() and after.isalpha() and mark not in known:
            yield _wrong_dash(mark, (start, end), known)


def _spaced(text: str, span: Span, known: tuple[str, ...]) -> Iterator[Finding]:
    """Find what is wrong with a dash or hyphen with spaces around it, and words around these."""
    start, end = span
    dash = text[start:end].replace("\u00a0", " ")
    if start > 0 and end < len(text):
        if dash[1] == "-":
            if text[start - 1].isalnum() or text[start - 1] in _CLOSING:
                yield Finding("a hyphen stands for a dash", span, fix=known[0])
        elif dash not in {way.replace("\u00a0", " ") for way in known}:
            yield _wrong_dash(dash, span, known)


def _wrong_dash(dash: str, span: Span, known: tuple[str, ...]) -> Finding:
    return Finding(f"'{dash}' is not how a dash is written here", span, fix=known[0])


# --- the end, and words that stand twice -----------------------------------------------

_ENDS = {
    **dict.fromkeys(".。।۔", "a full stop"),
    **dict.fromkeys("?؟", "a question mark"),
    "!": "an exclamation mark",
    ":": "a colon",
    **dict.fromkeys(";؛,،", "a comma or semicolon"),
    "…": "an ellipsis",
}
_CLOSING = '»”“"’›)] \u00a0'
_ABBREVIATION = re.compile(r"(?<!\w)[^\W\d_]{1,4}\.$")
_LAST = 10
_CONJUNCTION = re.compile(r"(?<=[;؛,،])\s+[^\W\d_]{1,4}$")


def end_marks(pair: Pair) -> Iterator[Finding]:
    """Find a text that ends with a mark of another kind than its source.

    The full stop of an abbreviation at the end can be both. An item of a list ends before
    its "; and"; which languages have a comma there, and which a semicolon, nobody asks.
    """
    source, target = _end(pair.source), _end(pair.target)
    ours, theirs = _ENDS.get(target[-1:]), _ENDS.get(source[-1:])
    if ours == theirs:
        return
    for kind, other, text in ((ours, theirs, target), (theirs, ours, source)):
        if kind == _ENDS["."] and other is None and _ABBREVIATION.search(text):
            return
    message = f"it ends with {ours or 'no mark'}, the source with {theirs or 'no mark'}"
    yield Finding(message, _last(pair.target), _last(pair.source))


def _end(text: str) -> str:
    """Return the last letters of a text with its mark, before brackets, quotes and conjunctions."""
    return _CONJUNCTION.sub("", text.rstrip(_CLOSING)[-_LAST:])


def _last(text: str) -> Span:
    return max(0, len(text) - 1), len(text)


_REPEATED = re.compile(r"(?<![\w-])([^\W\d_]{2,})[ \u00a0]+\1(?![\w-])", re.IGNORECASE)


def repeated_words(pair: Pair) -> Iterator[Finding]:
    """Find a word that stands twice on end, where the source has none."""
    stems = pair.target_stems
    if not any(map(operator.eq, stems, stems[1:])):
        return
    found = list(_REPEATED.finditer(pair.target))
    if found and not _REPEATED.search(pair.source):
        for match in found:
            yield Finding(f"'{match[1]}' stands twice", match.span())
