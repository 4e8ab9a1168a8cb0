"""Turn what is known of a PDF as a whole into what is wrong with it.

The document, its metadata, pages and fonts; its structure elements are in elements.py.
Each check yields a sentence for each mistake; docstrings name the failure conditions of the
Matterhorn Protocol 1.1 (PDF Association) that it looks for, or the standard's clause.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from briefgen.conformance.pdf.model import Font, Kid, Marked, MarkId, Page, Pdf, shorten

_UA, _A = "{http://www.aiim.org/pdfua/ns/id/}", "{http://www.aiim.org/pdfa/ns/id/}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"

INFORMATION = frozenset(["Title", "Subject", "Keywords", "CreationDate", "ModDate", "Producer"])
"""The only entries that a document's information may have: no author, no program's path."""

_MACHINE_PATH = re.compile(
    r"file:/|(?:^|[\s\"'(])(?:/(?:home|root|tmp|usr|var|Users)/|[A-Za-z]:\\)"
)
_HARMLESS = frozenset(["GoTo", "URI", "Named"])
_SAFE_URI = re.compile(r"(?:https?|mailto):", re.IGNORECASE)


# --- the file ------------------------------------------------------------------------------


def written_once(pdf: Pdf) -> Iterator[str]:
    """Earlier states of a file that was saved again are still in it (ISO 32000-1, 7.5.6)."""
    expected = 2 if pdf.catalog.is_linearized else 1
    if not 1 <= pdf.catalog.ends <= expected:
        yield f"the file ends {pdf.catalog.ends} times instead of {expected}"


def is_open(pdf: Pdf) -> Iterator[str]:
    """ISO 19005-3, 6.1.3: archives take no encryption at all."""
    if pdf.catalog.is_encrypted:
        yield "the file is encrypted"


def does_nothing(pdf: Pdf) -> Iterator[str]:
    """25-001, and ISO 19005-3, 6.4.2 and 6.5.1: no XFA, no scripts, no programs started."""
    if pdf.catalog.has_xfa:
        yield "the file has an XFA form"
    for action in pdf.actions:
        if action.kind not in _HARMLESS:
            yield f"{action.where} has an action of the kind {action.kind}"
        elif action.kind == "URI" and not _SAFE_URI.match(action.target):
            yield f"{action.where} links to '{shorten(action.target)}', which is no web address"


def attachments_are_described(pdf: Pdf) -> Iterator[str]:
    """21-001, and ISO 19005-3, 6.8: what an embedded file is, and how it belongs here."""
    for file in pdf.attachments:
        lacking = {
            "a relationship": file.relationship,
            "a media type": file.media_type,
            "a date": file.has_date,
            "an entry in the document's associated files": file.is_associated,
        }
        for what in (name for name, given in lacking.items() if not given):
            yield f"the attachment '{shorten(file.name)}' lacks {what}"


# --- what the document says of itself --------------------------------------------------------


def is_tagged(pdf: Pdf) -> Iterator[str]:
    """01-007, and ISO 14289-1, 7.1: marked as tagged, with a structure tree, not suspect."""
    if not pdf.catalog.is_marked:
        yield "the file doesn't say that it is tagged (MarkInfo)"
    if pdf.catalog.is_suspect:
        yield "the file says that its tags are suspect"
    if not pdf.catalog.has_structure or not pdf.elements:
        yield "the file has no structure tree"


def has_title(pdf: Pdf) -> Iterator[str]:
    """06-003, 07-001 and 07-002, and ISO 19005-3, 6.6.3: one title, and it is shown."""
    shown = pdf.packet.values.get(_TITLE, "") if pdf.packet else ""
    if not shown.strip():
        yield "the XMP metadata has no title"
    elif "Title" in pdf.information and pdf.information["Title"].strip() != shown.strip():
        yield f"the title is '{shorten(pdf.information['Title'])}', in XMP '{shorten(shown)}'"
    if not pdf.catalog.shows_title:
        yield "the window shows the file's name instead of its title (DisplayDocTitle)"


def says_what_it_conforms_to(pdf: Pdf) -> Iterator[str]:
    """06-001 and 06-002, and ISO 19005-3, 6.6.4: both identifiers in one packet."""
    if pdf.packet is None:
        yield "the file has no XMP metadata that can be read"
        return
    if pdf.packet.roots != 1:
        yield f"the XMP metadata has {pdf.packet.roots} rdf:RDF elements: readers see one"
    values = pdf.packet.values
    if values.get(f"{_UA}part") != "1":
        yield "the XMP metadata doesn't say that the file is PDF/UA-1"
    if (values.get(f"{_A}part"), values.get(f"{_A}conformance")) != ("3", "A"):
        yield "the XMP metadata doesn't say that the file is PDF/A-3a"


def says_no_more_than_allowed(pdf: Pdf) -> Iterator[str]:
    """No author, no path of the machine that made it: for readers these say nothing."""
    for key, value in pdf.information.items():
        if key not in INFORMATION:
            yield f"the document's information has an entry {key}: '{shorten(value)}'"
    texts = {
        **{f"the entry {key}": value for key, value in pdf.information.items()},
        **({f"XMP's {k}": v for k, v in pdf.packet.values.items()} if pdf.packet else {}),
        **{f"the name of the attachment '{f.name}'": f.name for f in pdf.attachments},
    }
    for where, text in texts.items():
        if _MACHINE_PATH.search(text):
            yield f"{where} is a path on a machine: '{shorten(text)}'"


def pages_are_labelled(pdf: Pdf) -> Iterator[str]:
    """ISO 32000-1, 12.4.2: what a page is called on paper and on the screen is the same."""
    if pdf.pages and not pdf.catalog.has_page_labels:
        yield "the pages have no labels (PageLabels)"


def outline_has_the_headings(pdf: Pdf) -> Iterator[str]:
    """ISO 14289-1, 7.17: an outline, whose items are the headings, in order and as deep."""
    headings = [
        (pdf.text(element), int(element.type[1]))
        for element in pdf.of_type("H1", "H2", "H3", "H4", "H5", "H6")
    ]
    items = [(item.title, item.depth) for item in pdf.outline]
    for number, (text, level) in enumerate(headings):
        if number >= len(items):
            yield f"the outline ends before the heading '{shorten(text)}'"
            return
        title, depth = items[number]
        if _letters(title) != _letters(text):
            yield f"the outline has '{shorten(title)}' where the heading is '{shorten(text)}'"
            return
        if depth != level:
            yield f"the heading '{shorten(text)}', an H{level}, is {depth} deep in the outline"
    if len(items) > len(headings) and headings:
        title = items[len(headings)][0]
        yield f"the outline has '{shorten(title)}', which is no heading"


def _letters(text: str) -> Counter[str]:
    """Return a text's letters and digits without their order, which is that of glyphs."""
    return Counter(character for character in text.casefold() if character.isalnum())


# --- pages --------------------------------------------------------------------------------


def everything_is_tagged_or_artifact(pdf: Pdf) -> Iterator[str]:
    """01-005: real content is in the structure, all else is an artifact."""
    for page in pdf.pages:
        for what in page.untagged:
            yield f"page {page.number} shows {what}, neither tagged nor an artifact"


def artifacts_and_tags_are_apart(pdf: Pdf) -> Iterator[str]:
    """01-003 and 01-004: neither is inside the other."""
    for page in pdf.pages:
        for what in page.badly_nested:
            yield f"page {page.number} has {what}"


def marked_content_is_in_the_structure(pdf: Pdf) -> Iterator[str]:
    """01-005: each MCID of a page belongs to one element, and is there once."""
    owners = Counter(mark for element in pdf.elements for mark in _marks(element.kids))
    for page in pdf.pages:
        for number in page.repeated_marks:
            yield f"page {page.number} has marked content {number} twice"
        for mark, chunk in page.chunks.items():
            if owners[mark] == 0 and chunk.is_drawn:
                yield (
                    f"page {page.number} has text that is marked but in no element:"
                    f" '{shorten(chunk.text)}'"
                )
    for mark, count in owners.items():
        if pdf.chunk(mark) is None:
            yield f"an element asks for marked content {mark[2]}, which page {mark[0]} has not"
        elif count > 1:
            yield f"marked content {mark[2]} of page {mark[0]} is in {count} elements"


def parent_tree_agrees(pdf: Pdf) -> Iterator[str]:
    """ISO 32000-1, 14.7.4.4: from content to its element is the way back."""
    for name in pdf.loops:
        yield f"an element {name} is in the structure tree more than once"
    wrong: Counter[int] = Counter()
    for element in pdf.elements:
        for page_number, form, number in _marks(element.kids):
            if form != (0, 0) or not 1 <= page_number <= len(pdf.pages):
                continue
            row = pdf.page_parents.get(_key(pdf.pages[page_number - 1]), ())
            if not 0 <= number < len(row) or row[number] != element.object:
                wrong[page_number] += 1
    for page_number, count in sorted(wrong.items()):
        yield f"the parent tree names other elements for {count} pieces of page {page_number}"


def _marks(kids: Iterable[Kid]) -> Iterator[MarkId]:
    return (kid.mark for kid in kids if isinstance(kid, Marked))


def _key(page: Page) -> int:
    return -1 if page.parents_key is None else page.parents_key


def tab_order_is_the_structure_s(pdf: Pdf) -> Iterator[str]:
    """28-008 and 28-009: on pages with annotations, the Tab key follows the structure."""
    for page in pdf.pages:
        if page.annotations and page.tab_order != "S":
            yield f"page {page.number} has links, but no tab order by structure (Tabs)"


# --- fonts --------------------------------------------------------------------------------


def _fonts(pdf: Pdf) -> Iterator[tuple[int, Font]]:
    """Yield each font that shows text, with its page; one with the same fault only once."""
    seen = set()
    for page in pdf.pages:
        for font in page.fonts:
            fault = (font.name, font.is_embedded, bool(font.undefined), bool(font.unmapped))
            if fault not in seen:
                seen.add(fault)
                yield page.number, font


def fonts_are_embedded(pdf: Pdf) -> Iterator[str]:
    """31-009: the page looks the same on every machine."""
    for page, font in _fonts(pdf):
        if not font.is_embedded:
            yield f"the font {font.name} is not embedded (page {page})"


def characters_are_known(pdf: Pdf) -> Iterator[str]:
    """10-001 and 31-027: each glyph stands for characters that can be read aloud."""
    for page, font in _fonts(pdf):
        if font.unmapped:
            yield f"{font.unmapped} glyphs of {font.name} stand for no character (page {page})"


def glyphs_are_there(pdf: Pdf) -> Iterator[str]:
    """31-030: no box where a letter should be."""
    for page, font in _fonts(pdf):
        if font.undefined:
            yield f"page {page} shows {font.undefined} characters that {font.name} has no glyph for"
