"""Say what an author got wrong: a code, a place, a sentence and a way out.

Diagnostics are values. A stage returns them beside its result and goes on, so
that one run reports everything; nothing here prints (see briefgen/cli/report.py)
and nothing here decides an exit code.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """How much a diagnostic weighs: an error fails the build, the others don't."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of one line in a file.

    ``file`` is a POSIX path relative to the project root (``package:…`` for a file
    the package carries); ``line`` and ``column`` count from 1, in characters;
    ``length`` is how many characters the caret underlines. Line 0 is the file as a whole,
    where it has no lines: a PDF.
    """

    file: str
    line: int = 1
    column: int = 1
    length: int = 1

    def __str__(self) -> str:
        file = printable(self.file)
        return f"{file}:{self.line}:{self.column}" if self.line else file


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem, or one thing worth knowing.

    ``code`` is a key of :data:`CODES`; ``message`` says what is wrong, ``hint`` what
    to do next; ``related`` names further places with a few words each, such as the
    template line that printed a content item. What message and hint quote stands at these
    places and at those that it is ``about``; where they don't tell, ``handling`` is its level,
    None where that is unknown (briefgen/content/levels.py).
    """

    code: str
    message: str
    place: Place | None = None
    hint: str | None = None
    related: tuple[tuple[str, Place], ...] = ()
    severity: Severity = Severity.ERROR
    about: tuple[Place, ...] = ()
    handling: str | None = None

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise KeyError(f"diagnostic code {self.code} is not in CODES")


ANY_LEVEL = "any"
"""The handling of what may be of any level: it counts as the highest."""


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Return whether any of the diagnostics fails a build."""
    return any(d.severity is Severity.ERROR for d in diagnostics)


_REPEATS = 10
"""How often a file gets one warning before the rest is only counted."""

_FIRST = 3
"""How many further places of a repeated warning are named."""


def folded(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return diagnostics with each warning that a file gets again and again as one, in order.

    The one has the first place, the count and the next places. Warnings are alike that share
    code, severity, file and hint. Errors are not folded, since each has to be mended, but for
    those in a file without lines, such as a Word table: they say in ``related`` where they are.
    """
    alike: dict[tuple[object, ...], list[int]] = {}
    for index, found in enumerate(diagnostics):
        lineless = _has_no_lines(found) and found.related
        foldable = found.severity is not Severity.ERROR or lineless
        repeats = found.place is not None and foldable
        alike.setdefault(_likeness(found) if repeats else (index,), []).append(index)
    told: dict[int, Diagnostic] = {}
    for indexes in alike.values():
        same = [diagnostics[index] for index in indexes]
        told |= zip(indexes, same if len(same) <= _REPEATS else [_fold(same)], strict=False)
    return [told[index] for index in sorted(told)]


def _likeness(found: Diagnostic) -> tuple[object, ...]:
    file = found.place.file if found.place else None
    return found.code, found.severity, file, found.hint


def _has_no_lines(found: Diagnostic) -> bool:
    return found.place is not None and found.place == Place(found.place.file)


def _fold(same: Sequence[Diagnostic]) -> Diagnostic:
    following = same[1 : _FIRST + 1]
    words = [f.related[0][0] for f in following if f.related and _has_no_lines(f)]
    lines = [str(found.place.line) for found in following if found.place]
    *places, last = words if len(words) == len(following) else ["lines " + lines[0], *lines[1:]]
    message = (
        f"{same[0].message}; {len(same):,} like this: the next in {', '.join(places)} and {last}"
    )
    every = "--output-format json lists all of them"
    hint = f"{same[0].hint}; {every}" if same[0].hint else every
    return replace(same[0], message=message, hint=hint)


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return "did you mean 'x'?" for the known word nearest to ``word``, else None."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean '{close[0]}'?" if close else None


def too_large(file: str, limit: int) -> Diagnostic:
    """Return what is said of a file from outside that has more bytes than are read."""
    message = f"{file} is larger than {limit:,} bytes"
    return Diagnostic("G004", message, Place(file), "split it, or take out what isn't text")


def shortened(text: str) -> str:
    """Return a text for a message: its first 59 characters and "…" where it has more than 60."""
    return text if len(text) <= 60 else f"{text[:59]}…"


def printable(text: str) -> str:
    """Return a text in which what is invisible, or drives a terminal or log, is named.

    File names may hold anything: line feeds, which begin a command of a workflow; controls; and
    bytes that are no text.
    """
    if text.isprintable():
        return text
    return "".join(f"<U+{ord(c):04X}>" if acts(c) else c for c in text)


def acts(character: str) -> bool:
    """Return whether a character is a control, formats text, ends a line or is half of one."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")


# code → what it is about, in a few words: the table that docs/diagnostics.md is
# generated from. A code keeps its meaning for ever; a new meaning takes a new code.
CODES: dict[str, str] = {
    # G: project and configuration
    "G001": "a file is missing or can't be read",
    "G002": "a path leads out of the project, or is a URL",
    "G003": "a path is no regular file",
    "G004": "a file is larger than its budget",
    "G005": "the configuration is no TOML",
    "G006": "the configuration has an unknown key",
    "G007": "a setting has a value that can't be used",
    # Y: YAML as text
    "Y001": "a file is not UTF-8",
    "Y002": "a control character in the text",
    "Y003": "the YAML can't be understood",
    "Y004": "a key stands twice in one mapping",
    "Y005": "an explicit YAML tag",
    "Y006": "a YAML anchor or alias",
    "Y007": "YAML nested deeper than its budget",
    "Y008": "more YAML nodes than their budget",
    "Y009": "several YAML documents in one file",
    "Y010": "an empty file",
    "Y011": "the top of a file is no mapping",
    "Y012": "a key that is not text",
    "Y013": "an unpaired bidirectional control",
    "Y014": "a run of characters that no line can be broken in",
    "Y015": "letters of another script that look alike in an identifier",
    "Y016": "words in a flow mapping that are a key without a value",
    "Y017": "a text that a '#' in it ends",
    # C: content: the model and what its parts say of each other
    "C001": "a key is missing",
    "C002": "an unknown key",
    "C003": "a value of the wrong kind",
    "C004": "a value that is not of the form it must have",
    "C005": "an empty value",
    "C006": "a citation of a paragraph that is not there",
    "C007": "an unknown theme",
    "C008": "an unknown actor",
    "C009": "an unknown handling level",
    "C010": "an unknown language",
    "C011": "a key or id that is taken",
    "C012": "paragraph keys out of sequence",
    "C013": "a translation of something that is not there",
    "C014": "a translation whose source has changed",
    "C015": "something is not translated",
    "C016": "a name inside a file that differs from the file's",
    "C017": "file names that differ only by case or normalisation",
    "C018": "words that lack one of the summit's languages",
    "C019": "an unexpected file",
    "C020": "an unknown document",
    "C021": "no summit",
    "C022": "a meeting that ends before it starts",
    "C023": "a statement that its section keeps from the level it names",
    "C024": "a text that also stands where a lower level reads it",
    # L: translations: what a text and its translation say of each other
    "L101": "a text in another script than its language's",
    "L102": "a word with letters of two scripts",
    "L103": "letters that stand for others of the language",
    "L104": "a character that nobody sees",
    "L105": "a space too many, or one that is missing",
    "L106": "a space at which a line may end, though it should not",
    "L111": "a bracket or quotation mark without a partner",
    "L112": "quotation marks of another language",
    "L113": "a hyphen in the place of a dash, or another language's dash",
    "L114": "a text that ends with another mark than its source",
    "L115": "a word that stands twice on end",
    "L121": "numbers that differ",
    "L122": "dates that differ",
    "L131": "a term that the translation doesn't say as the glossary does",
    "L132": "a word that the glossary forbids",
    "L133": "a participant, office or organisation that the translation doesn't name",
    "L141": "placeholders or markup that differ",
    "L142": "addresses or symbols of documents that differ",
    "L143": "sub-numbers that differ",
    "L144": "square brackets that differ",
    "L145": "another number of sentences",
    "L146": "a text much longer or shorter than its source",
    "L147": "a translation that is the same as its source",
    "L148": "one source with two translations",
    "L149": "two sources with one translation",
    "L151": "a negation that one text has and the other hasn't",
    "L152": "a word left in another language",
    "L153": "a name that is spelt otherwise elsewhere in the translation",
    "L191": "a check that is silenced, and finds nothing",
    "L192": "a check that is silenced, and is none",
    # A: audiences and packs
    "A001": "an unknown summit",
    "A002": "an unknown audience",
    "A003": "an unknown kind of document",
    "A004": "two documents with one output path",
    "A005": "an unknown pack",
    "A201": "a language without a profile",
    "A202": "a locale that the CLDR doesn't have",
    "A204": "a theme that the summit doesn't have",
    "A205": "an outcome document that the summit doesn't have",
    "A206": "something that a document needs is not translated",
    "A207": "words that lack the document's language",
    "A208": "an actor without a name",
    "A209": "a statement left out for want of a translation",
    "A210": "nothing is left for an audience",
    "A211": "an earlier version that is not there",
    "A212": "an earlier version that can't be read",
    "A213": "a kind of document that can't be narrowed",
    "A214": "a language whose script no font has",
    # I: import: texts from outside
    "I101": "a file to import that is no text, Markdown, HTML or Word document",
    "I102": "a file to import in an encoding that can't be told",
    "I103": "a file to import without any text",
    "I104": "a Word file to import that can't be opened",
    "I105": "a Word file to import with tracked changes",
    "I106": "text of a file to import that readers don't see",
    "I201": "a gap in the numbers of a text",
    "I202": "a number that a text has twice",
    "I203": "what looks like a number and continues no list",
    "I204": "a paragraph without a number among those with one",
    "I205": "words of a text that are in no part of it",
    "I206": "what may be a heading, and may be none",
    "I207": "several texts in one file",
    "I208": "a text without numbered paragraphs",
    "I209": "words of a file that aren't the document's",
    "I210": "a footnote, which content has no place for",
    "I211": "a text without a title",
    "I212": "a title that isn't the only heading which may be one",
    "I213": "a paragraph after the last number",
    "I214": "a raised number that leads to no footnote",
    "I301": "a file that is there already and says something else",
    "I302": "paragraphs that may render each other, two for one",
    "I303": "a paragraph of a text that no key fits",
    "I304": "a key that a text has no paragraph for",
    "I305": "a paragraph much longer or shorter than its source",
    "I306": "a numbered paragraph that was found by heading or length",
    # T: templates
    "T001": "a template that can't be understood",
    "T002": "a template that is not there",
    "T003": "a template uses something that is not there",
    "T004": "a template does what templates may not",
    "T005": "a template fails while it runs",
    "T006": "a template takes longer than a document may",
    "T007": "a template makes more than a document may hold",
    "T008": "a template is not UTF-8",
    "T009": "content where a template may not put it",
    "T010": "a language without a catalogue of interface words",
    "T011": "interface words that are not translated",
    "T012": "a catalogue that can't be understood",
    "T013": "a part that the kind of document doesn't have",
    # M: markup: the gate
    "M001": "the markup is not well-formed",
    "M002": "a document type, entity or processing instruction",
    "M003": "an unknown element",
    "M004": "an element where it may not be",
    "M005": "text where none may be",
    "M006": "an unknown attribute",
    "M007": "a required attribute is missing",
    "M008": "an attribute's value is not what it must be",
    "M009": "an unknown role",
    "M010": "an id that is taken",
    "M011": "a link that leads nowhere",
    "M012": "a link to what may not be linked",
    "M013": "an image that is not of the project",
    "M014": "headings that skip a level",
    "M015": "rows of a table with different numbers of columns",
    "M016": "elements nested too deeply",
    "M017": "a run of characters that no line can be broken in",
    "M018": "a control character",
    "M019": "a required element is missing",
    # S: stylesheets
    "S101": "a rule or declaration that CSS does not know",
    "S102": "a declaration in a stylesheet with which a document can't be laid out",
    "S201": "a stylesheet that is not UTF-8",
    "S202": "a stylesheet that loads another",
    "S203": "a stylesheet's reference to something outside the project",
    "S204": "a stylesheet's reference to a file that can't be read",
    "S205": "a stylesheet's reference to a file of no known format",
    "S206": "a stylesheet whose rules, brackets or variables are nested too deeply",
    "S207": "attr() in a stylesheet that would make a URL of an attribute",
    # W: Word documents
    "W101": "an element that the Word writer has no rule for",
    "W102": "an image that Word can't hold",
    "W103": "a declaration in a stylesheet that Word has no counterpart for",
    "W105": "a link to a place that is not in the document",
    "W106": "a font that can't be embedded in a Word document",
    "W201": "a reference.docx that can't be read",
    "W202": "a reference.docx that carries more than looks, text and pictures",
    "W203": "a reference.docx that refers to something outside itself",
    "W204": "comments or tracked changes in a reference.docx",
    "W205": "a style that a reference.docx lacks",
    "W206": "a text of every page that a reference.docx doesn't show",
    # P: pages: layout and PDF
    "P101": "layout found something it can't draw as asked",
    "P102": "layout takes longer than a document may",
    "P103": "a document is nested too deeply for layout",
    "P104": "layout needs more memory than a worker may take",
    "P105": "a resource outside the document's own files",
    "P106": "a character that no font has",
    "P107": "an image that can't be drawn",
    "P108": "a document longer than the pages of its kind",
    "P109": "an item left out, so that the document fits its pages",
    "P110": "a document that leaves much of its pages empty",
    "P111": "items that a template leaves off the page",
    # R: translations that come back
    "R001": "a file that can't be read as translations",
    "R002": "a file of translations that carries macros, objects or fields that fetch",
    "R003": "a file of translations that refers to something outside itself",
    "R004": "a file that doesn't say which document it is of",
    "R005": "translations of another document",
    "R006": "translations from or into another language",
    "R007": "tracked changes that nobody has settled",
    "R012": "a file of translations in another format or version",
    "R013": "a document type or an entity in a file of translations",
    "R014": "a file of translations that doesn't say its languages",
    "R015": "a unit of which only a part is translated",
    "R016": "columns of a review table that are missing, doubled or unknown",
    "R017": "a file of translations most of which are their sources",
    "R101": "a translation that was changed both in the file and in content",
    "R102": "a translation of a source that has changed since the file was made",
    "R103": "a source that was edited in the file",
    "R104": "a translation that was emptied in the file",
    "R105": "texts that the file has no more",
    "R106": "a text that stands twice in the file, translated differently",
    "R107": "a text in the file that belongs to nothing in content",
    "R108": "terms in the file that the glossary doesn't have",
    "R109": "cells of a review table that were merged or split",
    "R110": "a status that is none",
    "R111": "paragraphs that were joined into one",
    "R112": "something in a translation that is left out",
    "R113": "a translation that waits for its other parts",
    "R114": "translations that would make a file wrong",
    # B: build
    "B101": "a name that some file systems refuse",
    "B201": "a document that took longer than the time limit",
    "B202": "a document that ended the worker process",
    "B203": "a document that the writers failed on",
    "B301": "a damaged cache entry",
    "B401": "a file that is not what its format asks for",
    "B402": "text above the audience's handling",
    "B403": "a file that refers to something outside itself",
    "B404": "a Word document longer than the pages of its kind",
    "B501": "an image that is not in the summit's folder",
    "B502": "an image of no known format",
    "B503": "an image with too many pixels",
    "B504": "a damaged image",
    "B505": "an SVG image that does more than draw",
    "B506": "a font file that is none, or a damaged one",
    # V: verifying finished files
    "V101": "a file that can't be read as what it says it is",
    "V102": "an encrypted file",
    "V103": "a file that is too large to be checked",
    "V104": "a file that was saved on top of itself",
    "V105": "a file that does something when it is opened or clicked",
    "V106": "an attachment that doesn't say what it is",
    "V110": "a file that isn't tagged",
    "V111": "a title that is missing, differs or isn't shown",
    "V112": "a file that doesn't say which standards it keeps",
    "V113": "metadata that say more than they may",
    "V114": "pages without labels",
    "V115": "an outline that differs from the headings",
    "V120": "content that is neither tagged nor an artifact",
    "V121": "an artifact in tagged content, or the reverse",
    "V122": "marked content that is in no structure element, or in several",
    "V123": "a parent tree that differs from the structure tree",
    "V124": "links without a tab order",
    "V125": "a header or footer of pages that is read aloud",
    "V126": "an order of reading that is not that of the page",
    "V127": "leaders that are read aloud",
    "V130": "a font that isn't embedded",
    "V131": "glyphs that stand for no character",
    "V132": "a character that is shown as a missing glyph",
    "V140": "a structure type that is none of the standard's",
    "V141": "a structure element with nothing in it",
    "V142": "no language, or one that is no language tag",
    "V143": "text in a script that its language isn't written in",
    "V144": "headings that skip a level",
    "V145": "a figure without a text in its place",
    "V146": "a figure that isn't where its bounding box says",
    "V147": "a list that isn't made of items with bodies",
    "V148": "an ID that is missing or taken",
    "V149": "a note that nothing refers to",
    "V150": "an ID that can't be looked up",
    "V151": "a header cell without a scope",
    "V152": "a table that isn't regular",
    "V153": "one table tagged as several",
    "V160": "a link that isn't tagged",
    "V161": "a link that doesn't say where it leads",
    "V201": "a file that fetches something when it is opened",
    "V202": "a part of a Word file that is not there",
    "V203": "a bookmark that is there twice, or has no end",
    "V204": "a field that doesn't begin and end in turn",
    "V205": "a cell that doesn't end in a paragraph",
}

PLAIN = frozenset(
    [
        # the project's own names and budgets
        "Y003", "Y007", "Y008", "Y009", "Y010", "Y011", "Y012", "Y017",
        # what a template, catalogue or stylesheet says itself, and budgets
        "T001", "T006", "T007", "T008", "T009", "T010", "T012", "T013",
        "S101", "S102", "S201", "S202", "S203", "S204", "S205", "S206", "S207",
        "W103", "W106", "W201", "W202", "W203", "W204", "W205", "W206",
        # sizes of documents
        "P102", "P103", "P104", "P110",
        "B201", "B202", "B301", "B402", "B404", "B503",
        # levels, and never what they keep from whom
        "C024",
        # formats, languages and numbers of files from outside
        "I101", "R004", "R006", "R013", "R014", "R017",
    ]
)  # fmt: skip
"""Codes whose message and hint are our words, whatever the content: they quote none of it."""
