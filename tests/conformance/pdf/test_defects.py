"""Defects sown into a good PDF, one by one: each is found, under its code, and told in words."""

import io
import re

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from briefgen.conformance.pdf.check import CHECKS, check_pdf
from tests.conformance.pdf.good import (
    codes,
    content,
    elements,
    parent,
    save,
)

DEFECTS = []


def defect(code, words):
    """Enter a function that spoils an open PDF, the code it should get and words of the message."""

    def enter(spoil):
        DEFECTS.append(pytest.param(spoil, code, words, id=spoil.__name__))
        return spoil

    return enter


def test_the_good_pdf_has_nothing_wrong(good):
    assert [found.message for found in check_pdf(good, "x.pdf")] == []


def test_saving_it_anew_spoils_nothing(good):
    with pikepdf.open(io.BytesIO(good)) as pdf:
        assert codes(save(pdf)) == []


# --- what the document says of itself --------------------------------------------------------


@defect("V110", "doesn't say that it is tagged")
def not_marked(pdf):
    del pdf.Root.MarkInfo


@defect("V110", "suspect")
def suspects(pdf):
    pdf.Root.MarkInfo.Suspects = True


@defect("V110", "no structure tree")
def no_structure_tree(pdf):
    del pdf.Root.StructTreeRoot


@defect("V111", "the XMP metadata has no title")
def no_title(pdf):
    replace_metadata(pdf, rb"<dc:title>.*?</dc:title>", b"")


@defect("V111", "'Another title', in XMP 'Joint statement'")
def two_titles(pdf):
    pdf.docinfo.Title = "Another title"


@defect("V111", "DisplayDocTitle")
def title_not_shown(pdf):
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


@defect("V112", "PDF/UA-1")
def no_pdfua_identifier(pdf):
    replace_metadata(pdf, rb"<pdfuaid:part>1</pdfuaid:part>", b"")


@defect("V112", "PDF/A-3a")
def another_conformance_level(pdf):
    replace_metadata(pdf, rb'pdfaid:conformance="A"', b'pdfaid:conformance="B"')


@defect("V112", "2 rdf:RDF")
def identifiers_in_two_packets(pdf):
    replace_metadata(
        pdf,
        rb"</x:xmpmeta>",
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>',
    )


@defect("V112", "no XMP metadata that can be read")
def metadata_is_no_xml(pdf):
    replace_metadata(pdf, rb"</x:xmpmeta>", b"")


def replace_metadata(pdf, old, new):
    data = pdf.Root.Metadata.read_bytes()
    changed = re.sub(old, new, data, flags=re.DOTALL)
    assert changed != data
    pdf.Root.Metadata.write(changed)


@defect("V113", "an entry Author: 'somebody'")
def author(pdf):
    pdf.docinfo.Author = "somebody"


@defect("V113", "the entry Subject is a path on a machine")
def path_in_the_information(pdf):
    pdf.docinfo.Subject = "from /home/somebody/drafts/statement.docx"


@defect("V114", "no labels")
def no_page_labels(pdf):
    del pdf.Root.PageLabels


@defect("V115", "ends before the heading 'Joint statement'")
def no_outline(pdf):
    del pdf.Root.Outlines


@defect("V115", "'Commerce' where the heading is 'Trade'")
def another_title_in_the_outline(pdf):
    pdf.Root.Outlines.First.First.Title = "Commerce"


@defect("V115", "an H2, is 1 deep")
def flat_outline(pdf):
    first = pdf.Root.Outlines.First
    first.Next = first.First
    del first.First, first.Last


# --- the file ---------------------------------------------------------------------------------


@defect("V105", "an action of the kind JavaScript")
def javascript(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


@defect("V105", "page 1 has an action of the kind Launch")
def launch(pdf):
    action = Dictionary(S=Name.GoTo, Next=Dictionary(S=Name.Launch, F=String("x.exe")))
    pdf.pages[0].obj.AA = Dictionary(O=action)


@defect("V105", "links to 'file:///home/somebody/draft.html'")
def link_to_a_local_file(pdf):
    external(pdf).A.URI = String("file:///home/somebody/draft.html")


@defect("V105", "XFA")
def xfa(pdf):
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=String("x"))


@defect("V106", "lacks a relationship")
def attachment_without_a_relationship(pdf):
    del attachment(pdf).AFRelationship


@defect("V106", "lacks a media type")
def attachment_without_a_media_type(pdf):
    del attachment(pdf).EF.F.Subtype


@defect("V106", "lacks a date")
def attachment_without_a_date(pdf):
    del attachment(pdf).EF.F.Params.ModDate


@defect("V106", "lacks an entry in the document's associated files")
def attachment_that_is_not_associated(pdf):
    del pdf.Root.AF


def attachment(pdf):
    return pdf.Root.AF[0]


# --- pages and fonts ----------------------------------------------------------------------------


@defect("V120", "page 1 shows text")
def untagged_text(pdf):
    change_content(pdf, rb"/Span\s*<<\s*/MCID 0\s*>>\s*BDC(.*?)EMC", rb"\1")


@defect("V120", "page 1 shows a drawing")
def untagged_rule(pdf):
    pdf.pages[0].contents_add(b"0 0 100 1 re f")


@defect("V121", "an artifact inside tagged content")
def artifact_in_tagged_content(pdf):
    change_content(pdf, rb"(/MCID 0\s*>>\s*BDC)(.*?)EMC", rb"\1 /Artifact BMC\2EMC EMC")


@defect("V121", "tagged content inside an artifact")
def tagged_content_in_an_artifact(pdf):
    change_content(pdf, rb"(/\w+\s*<<\s*/MCID 0\s*>>\s*BDC.*?EMC)", rb"/Artifact BMC \1 EMC")


@defect("V122", "page 1 has text that is marked but in no element: 'Joint statement'")
def marked_content_without_an_element(pdf):
    heading = elements(pdf, "H1")[0]
    above, number = parent(heading)
    del above.K[number]


@defect("V122", "page 1 has marked content 0 twice")
def the_same_mcid_twice(pdf):
    change_content(pdf, rb"/MCID 1\b", b"/MCID 0")


@defect("V122", "asks for marked content 999, which page 1 has not")
def an_element_without_its_content(pdf):
    elements(pdf, "H1")[0].K.append(999)


def change_content(pdf, old, new):
    data = content(pdf.pages[0])
    changed = re.sub(old, new, data, count=1, flags=re.DOTALL)
    assert changed != data
    pdf.pages[0].Contents.write(changed)


@defect("V123", "names other elements for 2 pieces of page 1")
def wrong_parent_tree(pdf):
    row = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    row[0], row[42] = row[42], row[0]


@defect("V123", "names other elements for")
def no_parent_tree(pdf):
    del pdf.Root.StructTreeRoot.ParentTree


@defect("V123", "an element H1 is in the structure tree more than once")
def an_element_twice(pdf):
    heading = elements(pdf, "H1")[0]
    heading.P.K.append(heading)


@defect("V124", "page 1 has links, but no tab order")
def no_tab_order(pdf):
    del pdf.pages[0].Tabs


@defect("V125", "'Joint statement' is tagged on 6 pages, first on page 1")
def header_tagged(pdf):
    """Each page's header becomes a paragraph."""
    document = elements(pdf, "Document")[0]
    nums = pdf.Root.StructTreeRoot.ParentTree.Nums
    for number, page in enumerate(pdf.pages):
        data = content(page)
        mark = max(map(int, re.findall(rb"/MCID (\d+)", data)), default=-1) + 1
        changed = re.sub(
            rb"/Artifact\s*<<[^>]*/Header[^>]*>>\s*BDC",
            b"/P <</MCID %d>> BDC" % mark,
            data,
        )
        assert changed != data
        page.Contents.write(changed)
        paragraph = pdf.make_indirect(
            Dictionary(S=Name.P, P=document, Pg=page.obj, K=Array([mark]))
        )
        document.K.append(paragraph)
        row = nums[2 * number + 1]
        row.extend([None] * (mark - len(row)))
        row.append(paragraph)


@defect("V126", "stands above the one that is read before it")
def another_order(pdf):
    document = elements(pdf, "Document")[0]
    heading = document.K[0]
    del document.K[0]
    document.K.insert(2, heading)


@defect("V127", "leaders are read aloud")
def leader_dots_tagged(pdf):
    link = elements(pdf, "Link")[0]
    data = content(pdf.pages[0])
    mark = iter(range(1000, 2000))
    changed, count = re.subn(
        rb"/Artifact\s*<<\s*/Type\s*/Layout\s*>>\s*BDC",
        lambda match: b"/Link <</MCID %d>> BDC" % next(mark),
        data,
    )
    pdf.pages[0].Contents.write(changed)
    link.K.extend(range(1000, 1000 + count))


@defect("V130", "is not embedded")
def font_not_embedded(pdf):
    descriptor = font(pdf).DescendantFonts[0].FontDescriptor
    for key in ("/FontFile2", "/FontFile3"):
        if key in descriptor:
            del descriptor[key]


@defect("V131", "stand for no character")
def no_tounicode(pdf):
    del font(pdf).ToUnicode


@defect("V132", "page 1 shows 1 characters that PT-Serif-Bold has no glyph for")
def missing_glyph(pdf):
    change_content(pdf, rb"(/MCID 0\s*>>\s*BDC.*?\[)<\w{4}>", rb"\1<0000>")


def font(pdf):
    return next(iter(pdf.pages[0].Resources.Font.values()))


# --- the structure ----------------------------------------------------------------------------


@defect("V140", "the type Sidebar is mapped to none")
def unknown_type(pdf):
    elements(pdf, "P")[0].S = Name.Sidebar


@defect("V140", "the type Em is mapped only in a circle")
def circular_role_map(pdf):
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(Em=Name.Strong, Strong=Name.Em)


@defect("V140", "gives the standard type P another meaning, H1")
def standard_type_remapped(pdf):
    pdf.Root.StructTreeRoot.RoleMap.P = Name.H1


@defect("V141", "an element has nothing in it (page 1, Document/P)")
def empty_element(pdf):
    document = elements(pdf, "Document")[0]
    paragraph = Dictionary(S=Name.P, P=document, Pg=pdf.pages[0].obj, K=Array())
    document.K.append(pdf.make_indirect(paragraph))


@defect("V142", "the document has no language")
def no_language(pdf):
    del pdf.Root.Lang


@defect("V142", "'Russian language' is no language tag (page 1, Document/P/Span ")
def language_by_name(pdf):
    pdf.Root.Lang = String("English language")
    elements(pdf, "Span")[0].Lang = String("Russian language")


@defect("V143", "text in the script Cyrl is said to be 'en'")
def span_without_its_language(pdf):
    del elements(pdf, "Span")[0].Lang


@defect("V143", "text in the script Latn is said to be 'ru'")
def wrong_document_language(pdf):
    pdf.Root.Lang = String("ru")


@defect("V144", "a heading H3 after H1")
def skipped_heading(pdf):
    elements(pdf, "H2")[0].S = Name.H3


@defect("V144", "a heading H2 as the first")
def no_first_heading(pdf):
    elements(pdf, "H1")[0].S = Name.H2


@defect("V145", "a figure has no text in its place")
def no_alt(pdf):
    del elements(pdf, "Figure")[0].Alt


@defect("V146", "bounding box is outside its page")
def bbox_outside_the_page(pdf):
    move_box(pdf, 1000)


@defect("V146", "drawn elsewhere than in its bounding box")
def bbox_elsewhere(pdf):
    move_box(pdf, -60)


@defect("V146", "no bounding box")
def no_bbox(pdf):
    del elements(pdf, "Figure")[0].A[0].BBox


def move_box(pdf, by):
    figure = elements(pdf, "Figure")[0]
    left, bottom, right, top = figure.A[0].BBox
    figure.A[0].BBox = Array([left, bottom + by, right, top + by])


@defect("V147", "P may not stand in L")
def paragraph_for_an_item(pdf):
    elements(pdf, "LI")[0].S = Name.P


@defect("V147", "an item of a list has no body")
def item_without_a_body(pdf):
    elements(pdf, "LBody")[0].S = Name.Lbl


@defect("V148", "the ID 'note-1' is that of several elements")
def one_id_for_two_notes(pdf):
    for note in elements(pdf, "Note"):
        note.ID = String("note-1")


@defect("V148", "a note has no ID")
def note_without_an_id(pdf):
    del elements(pdf, "Note")[0].ID


@defect("V149", "2 notes have 1 references")
def note_without_a_reference(pdf):
    elements(pdf, "Reference")[-1].S = Name.Span


@defect("V150", "is not in the IDTree")
def no_id_tree(pdf):
    del pdf.Root.StructTreeRoot.IDTree


@defect("V150", "a cell names the header 'nowhere'")
def header_that_is_not_there(pdf):
    elements(pdf, "TD")[0].A[0].Headers = Array([String("nowhere")])


# --- tables and links --------------------------------------------------------------------------


@defect("V151", "a header cell has no Scope (page 2, THead/TR/TH 'English')")
def no_scope(pdf):
    del elements(pdf, "TH")[1].A[0].Scope


@defect("V152", "row 2 has 2 columns, others 3")
def row_with_a_cell_less(pdf):
    row = elements(pdf, "TR")[1]
    del row.K[2]


@defect("V152", "TR stands outside")
def row_outside_a_table(pdf):
    elements(pdf, "THead")[0].S = Name.Sect


@defect("V153", "begins with the header of the one before it")
def two_tables(pdf):
    """What was one table goes on in a second one, with the header again."""
    table = elements(pdf, "Table")[0]
    above, number = parent(table)
    head, body = table.K
    rows = list(body.K)
    body.K = Array(rows[:20])
    second = pdf.make_indirect(Dictionary(S=Name.Table, P=above, K=Array()))
    copy = pdf.make_indirect(Dictionary(S=Name.THead, P=second, K=head.K))
    rest = pdf.make_indirect(Dictionary(S=Name.TBody, P=second, K=Array(rows[20:])))
    copy.K = Array([pdf.make_indirect(Dictionary(row)) for row in head.K])
    for row in copy.K:
        row.K = Array([pdf.make_indirect(Dictionary(cell)) for cell in row.K])
    second.K = Array([copy, rest])
    above.K.insert(number + 1, second)


@defect("V160", "is in no structure element")
def link_without_an_objr(pdf):
    link = elements(pdf, "Link")[-1]
    link.K = Array([kid for kid in link.K if isinstance(kid, int)])


@defect("V160", "is in Span instead of Link")
def link_tagged_as_span(pdf):
    elements(pdf, "Link")[-1].S = Name.Span


@defect("V160", "has another element in the parent tree")
def link_without_a_struct_parent(pdf):
    del external(pdf).StructParent


@defect("V161", "the Contents of a link are its target 'https://example.org/statement'")
def raw_link_contents(pdf):
    external(pdf).Contents = String("https://example.org/statement")


@defect("V161", "the Contents of a link are its target 'table'")
def raw_anchor_contents(pdf):
    internal = next(a for a in pdf.pages[0].Annots if "/A" not in a)
    internal.Contents = String("table")


@defect("V161", "a link to 'https://example.org/statement' has no Contents")
def no_link_contents(pdf):
    del external(pdf).Contents


def external(pdf):
    return next(a for a in pdf.pages[0].Annots if "/A" in a)


# --- each is found -----------------------------------------------------------------------------


@pytest.mark.parametrize(("spoil", "code", "words"), DEFECTS)
def test_it_is_found(good, spoil, code, words):
    with pikepdf.open(io.BytesIO(good)) as pdf:
        spoil(pdf)
        found = check_pdf(save(pdf), "x.pdf")
    assert words in " | ".join(d.message for d in found if d.code == code), found
    assert all(d.place.file == "x.pdf" and d.hint for d in found)


def test_a_second_end_of_the_file_is_found(good):
    later = good + b"\n" + good[good.rindex(b"startxref") :]
    assert [(d.code, d.message) for d in check_pdf(later, "x.pdf")] == [
        ("V104", "the file ends 2 times instead of 1")
    ]


def test_encryption_is_found_whether_or_not_the_file_opens(good):
    for user in ("", "secret"):
        with pikepdf.open(io.BytesIO(good)) as pdf:
            data = save(pdf, encryption=pikepdf.Encryption(owner="owner", user=user))
        assert codes(data) == ["V102"]


def test_each_check_has_a_defect_that_it_finds():
    sown = {param.values[1] for param in DEFECTS} | {"V102", "V104"}
    assert {check.code for check in CHECKS} == sown
    assert len(DEFECTS) >= 20


def test_many_findings_of_a_kind_are_counted(good):
    with pikepdf.open(io.BytesIO(good)) as pdf:
        for cell in elements(pdf, "TH"):
            del cell.A[0].Scope
        found = check_pdf(save(pdf), "x.pdf")
    assert [d.code for d in found] == ["V151"] * 10
    assert found[-1].message.endswith("; and 34 more of this kind")


def test_a_cell_over_two_rows_counts_in_both(good):
    with pikepdf.open(io.BytesIO(good)) as pdf:
        rows = elements(pdf, "TR")
        rows[1].K[1].A[0].RowSpan = 2
        assert "V152" in codes(save(pdf))
        del rows[2].K[1]
        assert "V152" not in codes(save(pdf))


def test_a_linearized_file_is_as_good(good):
    with pikepdf.open(io.BytesIO(good)) as pdf:
        assert codes(save(pdf, linearize=True)) == []
