"""Turn the lines of a reading into the parts of a text, with keys and an account of the rest.

Phases: what isn't text is set apart, items are counted (count.py), lines become paragraphs
(paragraphs.py), one text of the file is chosen, and its paragraphs get their parts from where
they stand.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from fnmatch import fnmatchcase
from itertools import groupby, islice, pairwise, takewhile

from briefgen.diagnostics import Diagnostic, Place, Severity
from briefgen.translation.importing.accounting import account, unread
from briefgen.translation.importing.articles import (
    count_articles,
    find_articles,
    with_headings,
)
from briefgen.translation.importing.count import count_items
from briefgen.translation.importing.markers import (
    Marker,
    read_marker,
    read_ordinal,
    with_lone_numbers,
)
from briefgen.translation.importing.model import (
    Block,
    Kind,
    Line,
    Piece,
    Reading,
    Structure,
    stretches,
    where,
)
from briefgen.translation.importing.notes import read_notes
from briefgen.translation.importing.paragraphs import (
    Paragraph,
    group_lines,
    joined_text,
    leads_to_items,
    roman_number,
    split_glued,
    whole_line,
    with_joint,
)
from briefgen.translation.importing.recognise import (
    ENDED,
    looks_aside,
    looks_like_agency,
    looks_like_date,
    looks_like_signature,
    page_matter,
)


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of a text beforehand.

    ``ways`` are the alphabets that sub-items may count in (Conventions.counting), ``ordinals``
    the words for each number (markers.read_ordinal), ``kinds`` those that outcome documents call
    themselves, ``*`` being any ending, ``openings`` the headings that open them. ``titles`` are
    what the text may be called; ``title`` is what the author says it is. ``text`` is which text
    of the file is meant, from 1, None for the one with the most paragraphs. ``unnumbered`` counts
    paragraphs where there are no numbers.
    """

    ways: Sequence[Sequence[str]] = ()
    ordinals: Mapping[int, Sequence[str]] = field(default_factory=dict)
    kinds: Sequence[str] = ()
    openings: Sequence[str] = ()
    titles: Sequence[str] = ()
    title: str | None = None
    text: int | None = None
    unnumbered: bool = False


def read_structure(reading: Reading, hints: Hints) -> Structure:
    """Return the parts of a reading. Nothing is dropped: what is in no part is a leftover."""
    reading, problems = read_notes(with_lone_numbers(reading))
    return _Reader(reading, hints, problems=problems).structure()


@dataclass(slots=True)
class _Draft:
    """A block that may get further pieces."""

    kind: Kind
    pieces: list[Piece]
    key: str
    heading: Block | None

    def block(self) -> Block:
        return Block(self.kind, tuple(self.pieces), self.key, self.heading)


@dataclass(slots=True)
class _Reader:
    """Goes through the phases for one reading, and gathers blocks and problems."""

    reading: Reading
    hints: Hints
    paragraphs: list[Paragraph] = field(default_factory=list)
    drafts: list[_Draft] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    numbers: list[Sequence[int]] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    _passed_over: list[str] = field(default_factory=list)
    """The headings that might have been the title."""

    def structure(self) -> Structure:
        self.paragraphs = paragraphs = self._paragraphs()
        title = None
        if (chosen := self._choose(paragraphs)) is not None:
            before, own, after = chosen
            self._add_all("another text", before)
            title = self._divide(own)
            self._add_all("another text", after)
        self.blocks = [draft.block() for draft in self.drafts]
        self.blocks.sort(key=lambda block: block.line.offsets[block.pieces[0].start])
        spans = account(self.reading, self.blocks, self.numbers)
        self._report(spans)
        problems = sorted(self.problems, key=lambda problem: problem.place or Place(""))
        return Structure(tuple(self.blocks), title, spans, tuple(problems))

    # --- lines to paragraphs ---------------------------------------------------------------

    def _paragraphs(self) -> list[Paragraph]:
        lines = self.reading.lines
        markers: dict[int, Marker] = {}
        for index, line in enumerate(lines):
            plain = line.role == "body" and not line.heading
            marker = read_marker(line, self.hints.ways) if plain else None
            if marker is not None:
                markers[index] = marker
        markers = self._in_order(markers)
        articles = find_articles(lines, markers)
        apart = page_matter(lines, frozenset((*markers, *articles)))
        body = [(index, line) for index, line in enumerate(lines) if index not in apart]
        items, problems = count_items(self.reading, body, {} if articles else markers)
        if articles:
            items = count_articles(body, articles, markers)
        if not items and self.hints.ordinals:
            ordinals = {i: m for i, line in body if (m := read_ordinal(line, self.hints.ordinals))}
            items, problems = count_items(self.reading, body, ordinals)
        self.problems += (problem for _, problem in problems)
        for index, kind in apart.items():
            self._add(kind, [whole_line(lines[index])])
        self._tell_gaps(articles)
        paragraphs = with_headings(split_glued(group_lines(body, items)), articles)
        self._tell_doubts(paragraphs)
        return paragraphs

    def _in_order(self, markers: dict[int, Marker]) -> dict[int, Marker]:
        """Return the markers counted in order where every item of the file has the number 1."""
        styles = Counter(marker.style for marker in markers.values() if marker.decimal is not None)
        for style, times in styles.items():
            alike = [i for i, m in markers.items() if m.style == style and m.decimal is not None]
            if times < _ONES or any(markers[index].decimal != 1 for index in alike):
                continue
            message = f"{times} items have the number 1: they are counted in their order"
            hint = "see whether the file lost its numbers when it was saved"
            self._say("I202", message, self.reading.lines[alike[0]], hint, Severity.WARNING)
            counted = {
                index: replace(markers[index], readings={"decimal": number})
                for number, index in enumerate(alike, 1)
            }
            return markers | counted
        return markers

    def _tell_gaps(self, articles: Mapping[int, int]) -> None:
        for (_, before), (index, number) in pairwise(articles.items()):
            if number > before + 1:
                message = f"there is nothing between {before} and {number}"
                hint = "look for it in the file; the keys must follow each other"
                self._say("I201", message, self.reading.lines[index], hint, Severity.WARNING)

    def _tell_doubts(self, paragraphs: list[Paragraph]) -> None:
        """Say where a word or a heading can't be told from what is around it."""
        for paragraph, following in pairwise((*paragraphs, None)):
            for piece, goes_on in pairwise(paragraph.pieces if paragraph else ()):
                if goes_on.joint == "":
                    message = f"a word with a hyphen goes on after it: “{piece.text[-20:]}”"
                    hint = "the hyphen is kept: take it out if it only divides the word"
                    self._say("I206", message, piece.line, hint, Severity.INFO)
            numbered = following is not None and following.item is not None
            if paragraph is not None and numbered and paragraph.item is not None:
                found = _ENDS_LIKE_HEADING.search(paragraph.pieces[-1].text)
                if found and found[1][0].isupper():
                    message = f"“{found[1]}” may be a heading of the next paragraph"
                    hint = "it stays where it is: make it a heading in the file if it is one"
                    self._say("I206", message, paragraph.last, hint, Severity.INFO)

    # --- which text ------------------------------------------------------------------------

    def _choose(
        self, paragraphs: list[Paragraph]
    ) -> tuple[list[Paragraph], list[Paragraph], list[Paragraph]] | None:
        """Return the paragraphs before the text that is meant, its own, and those after."""
        sizes: dict[int, int] = {}
        for paragraph in paragraphs:
            if (item := paragraph.item) is not None and "." not in item.key:
                sizes[item.text] = sizes.get(item.text, 0) + 1
        if not sizes or (self.hints.unnumbered and self._has_few(paragraphs)):
            return self._unnumbered(paragraphs)
        if self._has_few(paragraphs):
            message = "most paragraphs of the text have no number"
            hint = "--unnumbered counts them all, with the numbered ones as lists in them"
            self._say("I208", message, paragraphs[0].line, hint, Severity.WARNING)
        wanted = max(sizes, key=lambda text: (sizes[text], -text))
        if self.hints.text is not None:
            wanted = self.hints.text - 1
        if wanted not in sizes:
            message = f"there is no text {wanted + 1} in the file"
            self._say("I207", message, paragraphs[0].line, f"it has {len(sizes)}", Severity.ERROR)
            return None
        starts = _starts(paragraphs, len(sizes))
        if len(sizes) > 1:
            self._tell_texts(paragraphs, starts, sizes, wanted)
        first = starts[wanted] if wanted else 0
        last = starts[wanted + 1] if wanted + 1 < len(starts) else len(paragraphs)
        return paragraphs[:first], paragraphs[first:last], paragraphs[last:]

    def _has_few(self, paragraphs: list[Paragraph]) -> bool:
        """Return whether numbers only make lists within a text that counts nothing."""
        items = [index for index, p in enumerate(paragraphs) if p.item is not None]
        others = [p for p in paragraphs if p.item is None and not p.heads]
        after = sum(p.item is None and not p.heads for p in paragraphs[items[-1] + 1 :])
        return len(items) < len(others) and after > _TAIL

    def _tell_texts(
        self, paragraphs: list[Paragraph], starts: list[int], sizes: dict[int, int], wanted: int
    ) -> None:
        for text, start in enumerate(starts):
            if text != wanted:
                message = f"another text with {sizes[text]} numbered paragraphs begins here"
                hint = f"text {wanted + 1} is taken; --text {text + 1} takes this one"
                self._say("I207", message, paragraphs[start].line, hint, Severity.WARNING)

    def _unnumbered(
        self, paragraphs: list[Paragraph]
    ) -> tuple[list[Paragraph], list[Paragraph], list[Paragraph]] | None:
        if not paragraphs:
            place = Place(self.reading.file)
            self.problems.append(Diagnostic("I103", "there is no text in the file", place, _WORDS))
            return None
        if not self.hints.unnumbered:
            message = "no paragraph of the text has a number"
            hint = "--unnumbered counts its paragraphs as they follow each other"
            self._say("I208", message, paragraphs[0].line, hint, Severity.ERROR)
            return None
        return [], paragraphs, []

    # --- the parts of a text ---------------------------------------------------------------

    def _divide(self, own: list[Paragraph]) -> str | None:
        """Add the blocks of a text and return its title, None where it has none."""
        items = [index for index, paragraph in enumerate(own) if paragraph.item is not None]
        if not items or (self.hints.unnumbered and self._has_few(own)):
            return self._divide_unnumbered(own)
        first, last = items[0], items[-1]
        leads = leads_to_items(own)
        headed = any(own[i].heads and leads[i] for i in range(first, last))
        title, headings = self._front(own[:first], headed=headed)
        self._middle(own[first : last + 1], headings)
        self._tail(own[last + 1 :])
        return title

    def _front(self, front: list[Paragraph], *, headed: bool) -> tuple[str | None, list[Paragraph]]:
        """Add what comes before the first number; return the title and that number's headings.

        ``headed`` says whether later paragraphs have headings.
        """
        start, end = self._title(front)
        if end == len(front) and end - start > 1:
            last = front[end - 1]
            named = self._names_kind(joined_text(front[start : end - 1]))
            is_title = self._names_kind(last.text) and not named
            if (headed and not is_title) or roman_number(last.text):
                end -= 1
            elif not _goes_on(last):
                message = "the last line of the title may be a heading"
                self._say("I206", message, last.line, "--title says what it is", Severity.INFO)
        self._article(front, start, end)
        title = self._title_block(front[start:end])
        rest = self._without_asides(front[end:])
        headings: list[Paragraph] = []
        while rest and rest[-1].heads and not looks_like_date(rest[-1].text):
            headings.insert(0, rest.pop())
        self._preamble(rest)
        return title, headings

    def _preamble(self, rest: list[Paragraph]) -> None:
        pending: list[Paragraph] = []
        number = 0
        for index, paragraph in enumerate(rest):
            is_note = index == 0 and len(rest) > 1 and paragraph.text.rstrip().endswith(":")
            heads = paragraph.level > 0 or self._opens(paragraph)
            if heads and index + 1 < len(rest):
                pending.append(paragraph)
            elif is_note and not rest[1].is_break and self._has_article():
                self._add("note", paragraph.pieces)
            elif paragraph.is_break and number and not pending:
                self._join(paragraph)
            else:
                number += 1
                kind: Kind = "place and date" if _is_date(paragraph) else "preamble"
                self._add(kind, paragraph.pieces, f"pre.{number}", pending)
                pending = []

    def _middle(self, paragraphs: list[Paragraph], headings: list[Paragraph]) -> None:
        pending = list(headings)
        leads = leads_to_items(paragraphs)
        for index, paragraph in enumerate(paragraphs):
            if (item := paragraph.item) is not None:
                kind: Kind = "sub-item" if "." in item.key else "paragraph"
                self._add(kind, paragraph.pieces, item.key, pending)
                self._number(paragraph)
                pending = []
            elif paragraph.heads and leads[index]:
                pending.append(paragraph)
            else:
                self._join(paragraph)

    def _tail(self, tail: list[Paragraph]) -> None:
        number, dated = 0, False
        for paragraph in tail:
            text = paragraph.text
            kind: Kind = "closing"
            if looks_like_agency(text) and (dated or not looks_like_date(text)):
                kind = "agency footer"
            elif looks_like_date(text):
                kind = "agency footer" if dated else "place and date"
                dated = True
            elif looks_like_signature(text):
                kind = "signature"
            elif dated:
                kind = "leftover"
            elif self.numbers:
                message = "a paragraph after the last number is taken as the closing"
                hint = "make it part of the last paragraph in the file that is written if it is"
                self._say("I213", message, paragraph.line, hint, Severity.WARNING)
            if kind in {"agency footer", "leftover"}:
                self._add(kind, paragraph.pieces)
            else:
                number += 1
                self._add(kind, paragraph.pieces, f"end.{number}")

    def _divide_unnumbered(self, own: list[Paragraph]) -> str | None:
        """Add the blocks of a text without numbers: paragraphs that end with a comma come first."""
        start, end = self._title(own)
        if end - start > 1 and not self._named(own) and own[end - 1].level == 0:
            later = any(_heads_alone(one) and not other.heads for one, other in pairwise(own[end:]))
            end -= later and not _goes_on(own[end - 1])
        self._article(own, start, end)
        title = self._title_block(own[start:end])
        rest = self._without_asides(own[end:])
        stop = len(rest)
        while stop and (looks_like_date(rest[stop - 1].text) or rest[stop - 1].heads):
            stop -= 1
        dated = begin = sum(1 for _ in takewhile(_is_date, rest[:stop]))
        while begin < stop and rest[begin].text.rstrip().endswith((",", "،")):
            begin += 1
        if begin < stop and begin > dated and rest[begin].text.rstrip().endswith(":"):
            begin += 1
        self._preamble(rest[:begin])
        pending: list[Paragraph] = []
        number = 0
        listed = 0
        for paragraph in rest[begin:stop]:
            listed = listed + 1 if paragraph.item is not None and number else 0
            if listed:
                self._add("sub-item", paragraph.pieces, f"{number}.{listed}", pending)
                self._number(paragraph)
                pending = []
            elif paragraph.heads or self._opens(paragraph):
                pending.append(paragraph)
            elif paragraph.is_break and number and not pending:
                self._join(paragraph)
            else:
                number += 1
                self._add("paragraph", paragraph.pieces, str(number), pending)
                pending = []
        self._tail(rest[stop:])
        return title

    # --- the title -------------------------------------------------------------------------

    def _title(self, front: list[Paragraph]) -> tuple[int, int]:
        """Return where the title starts and ends among the paragraphs before the numbers."""
        runs = self._title_runs(front)
        if not runs:
            sentence = front and front[0].item is None and self._names_kind(front[0].text)
            return 0, int(bool(sentence) and len(front[0].text) < _LONGEST)
        if (named := self._named(front)) is not None:
            return named
        if self.reading.title:
            return 0, 0
        whole, runs = runs, self._shortened(front, runs)
        levels = self._sub_levels(front)
        rivals = [
            run for run in runs
            if front[run[0]].level not in levels and not self._heads_first_item(front, run)
        ]  # fmt: skip
        named_runs = [run for run in runs if self._is_kind(front[slice(*run)])]
        own = [run for run in rivals if run in named_runs]
        kinds = own or [run for run in named_runs if front[run[0]].level not in levels]
        chosen = self._by_place(front, runs, levels)
        if kinds and chosen not in kinds:
            chosen = kinds[0]
        level = front[chosen[0]].level
        self._passed_over = [
            joined_text(front[slice(*run)])
            for run in rivals
            if run < chosen
            or (run != chosen and (run in kinds or runs != whole))
            or (run > chosen and chosen not in kinds and front[run[0]].level == level)
        ]
        return chosen

    def _title_runs(self, front: list[Paragraph]) -> list[tuple[int, int]]:
        """Return the runs that may be a title: without what opens a text, each said once.

        A line with a date may only where none without one says what kind of text it is.
        """
        undated = self._runs_of(front, _runs(front))
        if any(self._is_kind(front[slice(*run)]) for run in undated):
            return undated
        dated = frozenset(i for i, p in enumerate(front) if p.heads and self._names_kind(p.text))
        return self._runs_of(front, _runs(front, dated)) if dated else undated

    def _runs_of(
        self, front: list[Paragraph], runs: Iterable[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for start, end in runs:
            if start and _COMMA.search(front[start - 1].text):
                continue
            stop = next((i for i in range(start, end) if self._opens(front[i])), end)
            texts = [_letters(paragraph.text) for paragraph in front[start:stop]]
            again = [i for i, text in enumerate(texts) if text in texts[:i]]
            first = start + (again[0] if again else 0)
            cuts = [i for i in range(first + 1, stop) if self._parts(front[first : i + 1])]
            found += pairwise((first, *cuts, stop)) if stop > first else ()
        own = [run for run in found if not looks_aside(front[run[0]].text)]
        return own or found

    def _shortened(
        self, front: list[Paragraph], runs: list[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        """Return the runs; where none names a kind, those too long for a title in their parts.

        Parts are what has empty lines around it, or where that is too long itself, its lines.
        """
        if any(self._is_kind(front[slice(*run)]) for run in runs):
            return runs
        found: list[tuple[int, int]] = []
        for start, end in runs:
            inner = range(start + 1, end if not _is_short(front[start:end]) else start)
            cuts = [i for i in inner if front[i].line.after == "paragraph"]
            for first, last in pairwise((start, *cuts, end)):
                lines = [(i, i + 1) for i in range(first, last)]
                found += [(first, last)] if _is_short(front[first:last]) else lines
        return found

    def _is_kind(self, run: Sequence[Paragraph]) -> bool:
        """Return whether lines are no more than a title has, and name the kind of a text."""
        return _is_short(run) and self._names_kind(joined_text(run))

    def _parts(self, run: Sequence[Paragraph]) -> bool:
        """Return whether the last line of a run is no part of a title with those before it."""
        *before, last = run
        aside = looks_aside(last.text) != looks_aside(before[-1].text)
        if aside or last.line.after != "paragraph" or _goes_on(last):
            return aside
        capitals = before[-1].text.isupper() and not last.text.isupper()
        return self._names_kind(last.text) or (capitals and bool(re.search("[,;]", last.text)))

    def _opens(self, paragraph: Paragraph) -> bool:
        """Return whether a line is a heading of what comes first, such as "Preamble"."""
        text = _letters(paragraph.text)
        return paragraph.item is None and text in map(_letters, self.hints.openings)

    def _by_place(
        self, front: list[Paragraph], runs: list[tuple[int, int]], sub_levels: frozenset[int]
    ) -> tuple[int, int]:
        """Return which run is the title by where it stands and by its level as a heading."""
        leading = [run for run in runs if run[1] < len(front)] or runs
        if front[-1].item is None and len(front) < len(self.paragraphs):
            above = [run for run in leading if front[run[0]].level not in sub_levels]
            return (above or leading)[-1]
        levels = Counter(paragraph.level for paragraph in front if paragraph.level)
        top = min(levels, default=0)
        if levels[top] == 1 and (top == 1 or len(levels) > 1):
            return next((run for run in leading if front[run[0]].level == top), leading[0])
        return leading[0]

    def _sub_levels(self, front: list[Paragraph]) -> frozenset[int]:
        """Return the levels of headings that can't be the title: parts of a text have them.

        Before the first number these are the levels of the headings after it; in a text without
        numbers those of several headings, but for the highest.
        """
        later = self.paragraphs[len(front) :]
        if later:
            return frozenset(paragraph.level for paragraph in later if paragraph.level)
        levels = Counter(paragraph.level for paragraph in front if paragraph.level)
        top = min(levels, default=0)
        return frozenset(level for level, times in levels.items() if times > 1 and level != top)

    def _heads_first_item(self, front: list[Paragraph], run: tuple[int, int]) -> bool:
        """Return whether one line leads to the first number, as others do to later ones."""
        later = self.paragraphs[len(front) :]
        leads = pairwise(later)
        return run == (len(front) - 1, len(front)) and any(
            one.heads and other.item is not None for one, other in leads
        )

    def _names_kind(self, text: str) -> bool:
        """Return whether a heading has one of the words that outcome documents call themselves."""
        words = re.findall(r"\w+", _plain(text))
        forms = [_plain(form) for form in self.hints.kinds]
        return any(fnmatchcase(word, form) for word in words for form in forms)

    def _named(self, front: list[Paragraph]) -> tuple[int, int] | None:
        """Return which paragraphs are the title that the author, summit or file names, or None."""
        known = (self.hints.title, *self.hints.titles, self.reading.title)
        singles = ((i, i + 1) for i, p in enumerate(front) if p.item is None)
        spans = [*_runs(front), *singles]
        for name in filter(None, known):
            likely = [(_likeness(joined_text(front[i:j]), name), -i, j) for i, j in spans]
            best, start, end = max(likely, default=(0.0, 0, 0))
            if best >= _ALIKE:
                return -start, end
        return None

    def _has_article(self) -> bool:
        """Return whether a publisher's own words stand before the text, and so perhaps in it."""
        return any(draft.kind == "article" for draft in self.drafts)

    def _article(self, front: list[Paragraph], start: int, end: int) -> None:
        """Add what stands before the title; where that is much, say what else may be the title."""
        self._add_all("article", front[:start])
        words = sum(len(paragraph.text) for paragraph in front[:start])
        is_much = words * 3 > sum(len(line.text) for line in self.reading.lines)
        if self._named(front) or not (is_much or self._passed_over):
            return
        shown = _quoted(joined_text(front[i:j]) for i, j in _runs(front))
        hint = f"--title says which line is the title: {shown}"
        title = joined_text(front[start:end])
        severity = Severity.ERROR if is_much else Severity.WARNING
        message = f"more than a third of the file stands before “{title}”, its title"
        if not is_much:
            message = f"“{title}” is taken as the title, not {_quoted(self._passed_over)}"
        self._say("I212", message, front[start].line, hint, severity)

    def _without_asides(self, rest: list[Paragraph]) -> list[Paragraph]:
        """Add the lines right after a title that are no text as notes; return the others."""
        asides = list(takewhile(lambda p: p.item is None and looks_aside(p.text), rest))
        self._add_all("note", asides)
        return rest[len(asides) :]

    def _title_block(self, paragraphs: list[Paragraph]) -> str | None:
        found = joined_text(paragraphs) if paragraphs else self.reading.title
        doubtful = self._doubtful(paragraphs)
        if doubtful and not self._named(paragraphs):
            message = f"“{doubtful}” is taken as part of the title"
            hint = "--title says what the title is"
            self._say("I212", message, paragraphs[0].line, hint, Severity.WARNING)
        if paragraphs:
            self._add("title", [piece for p in paragraphs for piece in with_joint(p.pieces)])
        return self.hints.title or found or None

    def _doubtful(self, paragraphs: list[Paragraph]) -> str:
        """Return what of a title may be none of it: more than one beginning, square brackets."""
        texts = [paragraph.text for paragraph in paragraphs]
        if texts[1:] and not self._names_kind(texts[0]):
            return texts[0]
        again = (text for text in texts[1:] if self._names_kind(text.split()[0]))
        bracketed = _BRACKETED.search(joined_text(paragraphs))
        return next(again, bracketed[0] if bracketed else "")

    # --- blocks ----------------------------------------------------------------------------

    def _add(
        self,
        kind: Kind,
        pieces: Sequence[Piece],
        key: str = "",
        headings: Sequence[Paragraph] = (),
    ) -> None:
        heading = None
        if headings:
            parts = [piece for h in headings for piece in with_joint(h.pieces, "\n")]
            heading = Block("heading", tuple(parts))
        self.drafts.append(_Draft(kind, list(pieces), key, heading))

    def _add_all(self, kind: Kind, paragraphs: Iterable[Paragraph]) -> None:
        for paragraph in paragraphs:
            self._add(kind, paragraph.pieces)
            if paragraph.item is not None:
                self._number(paragraph)

    def _join(self, paragraph: Paragraph) -> None:
        """Add a paragraph without a number to the segment before it, after a line break."""
        before = self.drafts[-1]
        before.pieces += with_joint(paragraph.pieces, "\n")
        if not paragraph.is_break:
            message = f"a paragraph without a number is taken as part of {before.key}"
            hint = "give it a key of its own in the file that is written, if it is none"
            self._say("I204", message, paragraph.line, hint, Severity.WARNING)

    def _number(self, paragraph: Paragraph) -> None:
        """Enter the number of an item, which isn't part of its text."""
        offsets = paragraph.line.offsets[: paragraph.pieces[0].start]
        self.numbers.append(sorted({o for o in offsets if not self.reading.text[o].isspace()}))

    # --- what is told ----------------------------------------------------------------------

    def _report(self, spans: tuple[tuple[int, int, str], ...]) -> None:
        self._report_notes()
        for first, last in stretches(self.blocks):
            if (told := _LEFT_OUT.get(first.kind)) is not None:
                place = where(self.reading.unit, first.line, last.last)
                message = f"{place}: {first.kind}, not in the document"
                self._say(told[0], message, first.line, _OUT_HINTS.get(first.kind), told[1])
        lines = self.reading.lines
        starts = [line.offsets[0] for line in lines]
        lost = unread(self.reading, spans) if any(block.key for block in self.blocks) else []
        for offset, words in lost:
            line = lines[max(0, bisect_right(starts, offset) - 1)]
            self._say("I205", f"“{words[:40]}” is in no part", line, None, Severity.WARNING)

    def _report_notes(self) -> None:
        """Say of each footnote that it is lost, and of what it is one."""
        owners: dict[str, str] = {}
        for block in self.blocks:
            for part in (block, block.heading):
                names = [name for piece in part.pieces for name in piece.line.notes] if part else []
                owner = f"paragraph {block.key}" if block.key else f"the {block.kind}"
                if block.kind != "footnote":
                    owners |= {name: owner for name in names if name not in owners}
        notes = (block for block in self.blocks if block.kind == "footnote")
        for _, group in groupby(notes, key=lambda block: block.line.notes or block.line):
            first, *rest = group
            place = where(self.reading.unit, first.line, rest[-1].last if rest else first.last)
            owner = next((owners[n] for n in first.line.notes if n in owners), "")
            message = f"{place}: footnote{' of ' * bool(owner)}{owner}, not in the document"
            self._say("I210", message, first.line, _FOOTNOTE, Severity.WARNING)

    def _say(
        self, code: str, message: str, line: Line, hint: str | None, severity: Severity
    ) -> None:
        place = self.reading.place(line)
        self.problems.append(Diagnostic(code, message, place, hint, severity=severity))


_WORDS = "give a file with the text of the document"

_ENDS_LIKE_HEADING = re.compile(r"(?<=[.!?…])\s+(\w[^.!?:;,…]{3,60})$")

_LEFT_OUT: dict[Kind, tuple[str, Severity]] = {
    "article": ("I209", Severity.INFO),
    "note": ("I209", Severity.INFO),
    "agency footer": ("I209", Severity.INFO),
    "page matter": ("I209", Severity.INFO),
    "hidden text": ("I209", Severity.INFO),
    "another text": ("I209", Severity.INFO),
    "leftover": ("I205", Severity.WARNING),
}
"""The kinds that aren't in the document that is written, and how much that weighs."""

_FOOTNOTE = "content has no footnotes: put what it says into the paragraph if it matters"

_OUT_HINTS: dict[Kind, str] = {
    "article": "--title says which line is the title, if the document begins before it",
    "note": "it stands between the title and the text: add it to the preamble if it is part of it",
    "leftover": "it stands after the place and date: add it to the file if it is part of the text",
}


def _starts(paragraphs: list[Paragraph], texts: int) -> list[int]:
    """Return where each text of a file begins: with its title, where it has one."""
    firsts = [0] * texts
    lasts = [0] * texts
    for index, paragraph in enumerate(paragraphs):
        if (item := paragraph.item) is not None:
            firsts[item.text] = firsts[item.text] or index
            lasts[item.text] = index
    starts = [0]
    for before, first in zip(lasts, firsts[1:], strict=False):
        between = range(before + 1, first)
        dated = [i for i in between if looks_like_date(paragraphs[i].text)]
        rest = range(dated[-1] + 1 if dated else before + 1, first)
        heads = [i for i in rest if paragraphs[i].heads]
        starts.append(heads[0] if heads else rest.start)
    return starts


def _is_date(paragraph: Paragraph) -> bool:
    return looks_like_date(paragraph.text) and not ENDED.search(paragraph.text)


def _heads_alone(paragraph: Paragraph) -> bool:
    return paragraph.heads and (paragraph.level > 0 or not looks_like_date(paragraph.text))


def _plain(text: str) -> str:
    """Return a text without accents and capitals, which a heading may leave out."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _letters(text: str) -> str:
    return "".join(letter for letter in _plain(text) if letter.isalnum())


def _goes_on(paragraph: Paragraph) -> bool:
    """Return whether a line goes on with the title before it, in small letters."""
    text = paragraph.text.lstrip()
    return paragraph.item is None and text[:1].islower() and not ENDED.search(text)


def _is_short(run: Sequence[Paragraph]) -> bool:
    return len(run) <= _MOST_LINES and len(joined_text(run)) <= _MOST


def _runs(front: list[Paragraph], dated: frozenset[int] = frozenset()) -> Iterator[tuple[int, int]]:
    """Yield where paragraphs follow each other that may be a title, of one level each.

    ``dated`` are those that may be in one though they look like a date.
    """
    index = 0
    while index < len(front):
        end = index
        while end < len(front) and (
            ((_heads_alone(front[end]) or end in dated) and front[end].level == front[index].level)
            or (end > index and _goes_on(front[end]))
        ):
            end += 1
        if end > index:
            yield index, end
        index = max(end, index + 1)


_COMMA = re.compile(r"[,;،؛]\s*$")
"""The end of a line whose sentence goes on in the next one."""

_BRACKETED = re.compile(r"\[[^\]]*\]")

_ONES, _TAIL = 3, 2
"""Items that must all have the number 1, and paragraphs after the last one that make it a list."""

_ALIKE = 0.6
_LONGEST = 250
"""Characters of a sentence that may be a title."""

_MOST_LINES, _MOST = 6, 400
"""How many lines and characters a title has at most."""

_CHOICES = 6
"""How many lines are offered as the title."""


def _quoted(choices: Iterable[str]) -> str:
    return ", ".join(f"“{choice[:60]}”" for choice in islice(choices, _CHOICES))


def _likeness(text: str, name: str) -> float:
    """Return how like a line is to a name, from 0 to 1."""
    one, other = text.casefold(), name.casefold()
    if len(one) >= 3 * len(other):
        return 0.0
    matcher = SequenceMatcher(None, one, other)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0
