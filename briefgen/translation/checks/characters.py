"""Turn a pair of texts into what is wrong with the translation's letters and spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefgen.content.characters import character_name
from briefgen.translation.checks.model import Finding, Pair
from briefgen.translation.checks.writing import ALIKE, LINK, SCRIPTS, SPACES

_LETTER = re.compile(r"[^\W\d_]")
_FEW_LETTERS = 10
_LEAST_SHARE = 0.6


def wrong_script(pair: Pair) -> Iterator[Finding]:
    """Find a text of which less than 60 % is in the script of its language."""
    if (letters := pair.context.target.letters) is None:
        return
    own = sum(map(len, letters.findall(pair.target)))
    if 2 * own > len(pair.target):
        return
    total = len(_LETTER.findall(LINK.sub("", pair.target)))
    if total >= _FEW_LETTERS and own < _LEAST_SHARE * total:
        script = pair.context.target.conventions.script
        yield Finding(
            f"{round(100 * own / total)} % of the letters are {script}", (0, len(pair.target))
        )


_MIXED = re.compile(
    "|".join(
        f"[{SCRIPTS[one]}][{SCRIPTS[other]}]" for one in ALIKE for other in ALIKE if one != other
    )
)
_WORD = re.compile(r"\w+")


def mixed_scripts(pair: Pair) -> Iterator[Finding]:
    """Find words with letters of two scripts."""
    if not pair.context.target.foreign.search(pair.target):
        return
    for word in _WORD.finditer(pair.target):
        if found := _MIXED.search(word[0]):
            names = " and ".join(character_name(letter) for letter in found[0])
            message = f"'{word[0]}' mixes scripts: {names}"
            yield Finding(message, word.span(), hint="type the whole word on one keyboard")


def lookalikes(pair: Pair) -> Iterator[Finding]:
    """Find letters that stand for others, as the language's profile has them."""
    writing = pair.context.target
    if writing.lookalikes is None:
        return
    for found in writing.lookalikes.finditer(pair.target):
        right = writing.conventions.lookalikes[found[0]]
        names = " ".join(character_name(letter) for letter in found[0])
        yield Finding(f"'{found[0]}' ({names}) stands for '{right}'", found.span())


_STRAY = re.compile("[\u00ad\u0640\u200b\u2060\ufeff]")
_JOINERS = re.compile("[\u200c\u200d]")


def stray_controls(pair: Pair) -> Iterator[Finding]:
    """Find characters that nobody sees: zero-width spaces, soft hyphens, kashidas.

    Joiners are letters' business where scripts join letters, and stray where they don't.
    """
    for found in _STRAY.finditer(pair.target):
        yield Finding(f"{character_name(found[0])} stands here", found.span(), hint="take it out")
    if pair.context.target.conventions.script in ALIKE:
        for found in _JOINERS.finditer(pair.target):
            name = character_name(found[0])
            yield Finding(f"{name} stands here", found.span(), hint="take it out")


_BEFORE = ",.;:!?،؛؟)]"
_ODD_SPACES = re.compile(
    rf"(?P<ends>^[{SPACES}]+|[{SPACES}]+$)"
    rf"|(?P<double>[{SPACES}]{{2,}})"
    rf"|(?P<before>(?<=\w)[{SPACES}](?=[{re.escape(_BEFORE)}](?![\w.])))"
    rf"|(?P<inside>(?<=[(\[])[{SPACES}])"
    r"|(?P<after>[,;!?،؛](?=[^\W\d_]))"
    r"|(?P<stop>(?<=[^\W\d_]{2})\.(?=[^\W\d_]{2}))"
)
# What all of these begin with or end on: looking for them one by one takes much longer.
_SUSPICIOUS = (
    re.compile(rf"[{SPACES}](?:[{SPACES}{re.escape(_BEFORE)}]|$)"),
    re.compile(rf"[(\[][{SPACES}]"),
    re.compile(r"[,;!?،؛.][^\W\d_]"),
)
_WHAT = {
    "ends": "a space at the end of the text",
    "double": "more than one space",
    "before": "a space before a mark",
    "inside": "a space after an opening bracket",
    "after": "no space after a mark",
    "stop": "no space after a full stop",
}


def spaces(pair: Pair) -> Iterator[Finding]:
    """Find spaces that are doubled, at the ends, before marks, or missing after them."""
    text, spaced = pair.target, pair.context.target.conventions.spaced
    if text[:1] not in SPACES and not any(pattern.search(text) for pattern in _SUSPICIOUS):
        return
    links: list[range] | None = None
    for found in _ODD_SPACES.finditer(text):
        kind, (start, end) = str(found.lastgroup), found.span()
        if kind == "before" and text[end] in spaced:
            continue
        if kind == "stop" and not (text[end].isupper() and text[start - 1].islower()):
            continue
        if kind in ("after", "stop"):
            if links is None:
                links = [range(*link.span()) for link in LINK.finditer(text)]
            if any(start in link for link in links):
                continue
        fixes = {"double": "\u00a0" if "\u00a0" in found[0] else " "}
        fix = found[0] + " " if kind in ("after", "stop") else fixes.get(kind, "")
        yield Finding(_WHAT[kind], (start, end), fix=fix)


def no_break_spaces(pair: Pair) -> Iterator[Finding]:
    """Find spaces at which a line may end, though the language's profile says it may not."""
    for start in pair.context.target.unbroken_spaces(pair.target):
        span = (start, start + 1)
        yield Finding("a line may end here", span, hint="type U+00A0", fix="\u00a0")
