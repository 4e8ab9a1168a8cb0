"""Turn a pair of texts into what its words say otherwise: a negation, a word of another language.

Both go by closed lists in the languages' profiles; no lexicon is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefgen.translation.checks.model import Finding, Pair
from briefgen.translation.checks.structure import sentences_of
from briefgen.translation.checks.writing import LINK, Writing, has_links

_WORD = re.compile(r"(?<![\w'’ʻʼ-])[^\W\d_]{2,}(?![\w'’ʻʼ-])")
_SHORTEST = 4


def negations(pair: Pair) -> Iterator[Finding]:
    """Find a negation that only one of the texts has.

    Sentences are compared one by one where both texts have as many, else the texts. What one text
    says by a sure negation the other may say by a word that negates less surely, such as "without";
    in the translation these must be more than in the source, where they say something else.
    """
    source, target = pair.context.source, pair.context.target
    if not source.conventions.negations or not target.conventions.negations:
        return
    negates = ("negation" in pair.source_kinds, "negation" in pair.target_kinds)
    if not any(negates):
        return
    theirs, ours = sentences_of(pair.source, source), sentences_of(pair.target, target)
    if len(theirs) != len(ours):
        theirs, ours = [(0, len(pair.source))], [(0, len(pair.target))]
    for there, here in zip(theirs, ours, strict=True):
        said, made = pair.source[slice(*there)], pair.target[slice(*here)]
        lost = source.negation(said) if negates[0] else None
        added = target.negation(made) if negates[1] else None
        if lost and not added and _count(target, made) <= _count(source, said):
            span = there[0] + lost.start(), there[0] + lost.end()
            yield Finding(f"'{lost[0]}' is not in the translation: nothing negates", here, span)
        elif added and not lost and not _count(source, said):
            span = here[0] + added.start(), here[0] + added.end()
            yield Finding(f"'{added[0]}' negates, and nothing in the source does", span, there)


def _count(writing: Writing, text: str) -> int:
    """Return how many words of a text may negate."""
    return len(writing.near_negation.findall(text)) if writing.near_negation else 0


def left_words(pair: Pair) -> Iterator[Finding]:
    """Find words of another language: of the profile's lists, or the source's in its own script.

    Names are no such words, nor is anything else with a capital letter.
    """
    source, target = pair.context.source, pair.context.target
    own, theirs = target.letters, source.letters
    is_other = source.conventions.script != target.conventions.script
    is_other = is_other and bool(own and theirs and theirs.search(pair.target))
    if not is_other and "stranger" not in pair.target_kinds:
        return
    links = LINK.finditer(pair.target) if has_links(pair.target) else ()
    hidden = [range(*link.span()) for link in links]
    for match in _WORD.finditer(pair.target):
        word = match[0]
        if word != word.lower() or any(match.start() in link for link in hidden):
            continue
        if tag := target.strangers.get(word):
            yield Finding(f"'{word}' is a word of another language ({tag})", match.span())
        elif (
            is_other and own and theirs and len(word) >= _SHORTEST and not own.fullmatch(word)
            and theirs.fullmatch(word)
            and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", pair.source)
        ):  # fmt: skip
            yield Finding(f"'{word}' was left as it is in the source", match.span())
