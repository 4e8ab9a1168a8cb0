"""Turn a PDF's bytes into what is wrong with it for screen readers and for archives.

PDF/UA-1 (ISO 14289-1) by the failure conditions of the Matterhorn Protocol, some of what
PDF/A-3a (ISO 19005-3) asks, and what neither asks but readers need. Whether a text makes
sense, or a colour can be seen, only people can say.
"""

from __future__ import annotations

import io

import pikepdf

from briefgen.conformance.pdf import checks, elements, tables
from briefgen.conformance.pdf.objects import TooLargeError
from briefgen.conformance.pdf.read import read_pdf
from briefgen.conformance.table import Check, run, whole
from briefgen.diagnostics import Diagnostic

CHECKS = (
    Check("V104", checks.written_once, "write the file anew instead of adding to it"),
    Check("V102", checks.is_open, "save it without a password"),
    Check("V105", checks.does_nothing, "scripts, forms and actions other than links are left out"),
    Check("V106", checks.attachments_are_described, "say AFRelationship, Subtype and ModDate"),
    Check("V110", checks.is_tagged, "export it as tagged PDF"),
    Check("V111", checks.has_title, "a title belongs into dc:title, and DisplayDocTitle is true"),
    Check("V112", checks.says_what_it_conforms_to, "say pdfuaid:part 1, pdfaid:part 3 and A"),
    Check("V113", checks.says_no_more_than_allowed, "leave it out"),
    Check("V114", checks.pages_are_labelled, "number the pages as they are on paper"),
    Check("V115", checks.outline_has_the_headings, "make one item for each heading"),
    Check("V120", checks.everything_is_tagged_or_artifact, "tag it, or mark it as an artifact"),
    Check("V121", checks.artifacts_and_tags_are_apart, "end the one before the other begins"),
    Check("V122", checks.marked_content_is_in_the_structure, "tag it, or make it an artifact"),
    Check("V123", checks.parent_tree_agrees, "write the parent tree from the structure tree"),
    Check("V124", checks.tab_order_is_the_structure_s, "the page needs /Tabs /S"),
    Check("V125", elements.running_matter_is_artifact, "make headers and footers artifacts"),
    Check("V126", elements.order_is_that_of_the_page, "order the elements as they are read"),
    Check("V127", elements.leaders_are_artifacts, "make them artifacts"),
    Check("V130", checks.fonts_are_embedded, "embed a subset of the font"),
    Check("V131", checks.characters_are_known, "the font needs a ToUnicode map"),
    Check("V132", checks.glyphs_are_there, "take a font that has the character"),
    Check("V140", elements.roles_are_sound, "map it to one standard type"),
    Check("V141", elements.elements_hold_something, "leave the element out"),
    Check("V142", elements.languages_are_known, "say it as a BCP 47 tag, such as en or kk-Cyrl"),
    Check("V143", elements.text_is_in_its_language, "say its language in Lang of the element"),
    Check("V144", elements.headings_go_down_one_by_one, "begin with H1 and leave no level out"),
    Check("V145", elements.figures_are_described, "say in Alt what it shows"),
    Check("V146", elements.figures_are_where_they_say, "BBox is in points from the bottom left"),
    Check("V147", elements.lists_have_items, "a list is L/LI/Lbl and LBody"),
    Check("V148", elements.notes_have_an_id, "give each element an ID of its own"),
    Check("V149", elements.notes_are_reached, "tag each mark in the text as Reference"),
    Check("V150", elements.ids_are_listed, "list each ID in the IDTree"),
    Check("V151", tables.header_cells_have_a_scope, "say Row or Column"),
    Check("V152", tables.tables_are_regular, "check rows, ColSpan and RowSpan"),
    Check("V153", tables.a_table_is_one, "make it one Table; repeated headers are artifacts"),
    Check("V160", elements.annotations_are_tagged, "put each link into a Link element"),
    Check("V161", elements.links_say_where_they_lead, "say in words where the link leads"),
)
"""Every check, in the order of its findings."""


def check_pdf(data: bytes, file: str) -> list[Diagnostic]:
    """Return what is wrong with a PDF; ``file`` is the path that is told.

    A file that can't be read, or holds more than is looked at, is one diagnostic.
    """
    try:
        # Not recovered: what one reader mends another refuses.
        with pikepdf.open(_Bytes(data), attempt_recovery=False) as opened:
            pdf = read_pdf(opened, data)
            warnings = opened.get_warnings()
    except pikepdf.PasswordError:
        return [Diagnostic("V102", "the file can't be opened without a password", whole(file))]
    except TooLargeError as error:
        message = f"the file is too large to be checked: {error}"
        return [Diagnostic("V103", message, whole(file), "check a part of it")]
    except pikepdf.PdfError as error:
        return [_damaged(str(error), file)]
    if warnings:
        return [_damaged(str(warnings[0]), file)]
    return run(CHECKS, pdf, file)


class _Bytes(io.BytesIO):
    """The bytes of a file, as qpdf calls them in what it says."""

    def __repr__(self) -> str:
        return "of the file"


def _damaged(why: str, file: str) -> Diagnostic:
    return Diagnostic("V101", f"the file is damaged: {why}", whole(file), "write it anew")
