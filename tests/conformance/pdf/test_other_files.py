"""Files that are damaged, hostile, too large, or simply not ours: told, in time, never raised."""

import io
import random
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from briefgen.conformance import files
from briefgen.conformance.files import check_file
from briefgen.conformance.pdf import read
from briefgen.conformance.pdf.check import check_pdf
from tests.conformance.pdf.good import codes, save
from tests.writers.pdf.pages import make_pdf


def messages(data: bytes) -> list[str]:
    return [f"{d.code} {d.message}" for d in check_file(data, "x.pdf")]


@pytest.fixture
def plain():
    """A PDF with an empty page and no tags."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        yield pdf


def test_dots_between_the_words_of_a_line_are_no_leaders():
    line = " · ".join(f'<a href="#x">Part {number}</a>' for number in range(6))
    assert "V127" not in codes(make_pdf(f'<h1 id="x">Title</h1><p>{line}</p>', language="en"))


def test_a_pdf_without_tags_lacks_what_tagged_ones_have(plain):
    assert codes(save(plain)) == [
        "V110", "V110", "V111", "V111", "V112", "V114", "V142",
    ]  # fmt: skip


def test_what_is_no_pdf_is_said_to_be_none():
    for data in (b"", b"hello", b"\x00" * 2000):
        assert messages(data) == ["V101 the file is no PDF, Word or HTML file"]


@pytest.mark.parametrize("share", [0.01, 0.2, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_damaged(good, share):
    cut = good[: int(len(good) * share)]
    [message] = messages(cut)
    assert message.startswith("V101 the file is damaged: ")


def test_bytes_that_changed_are_told_or_make_no_difference(good):
    random.seed(4)
    for _ in range(40):
        data = bytearray(good)
        for _ in range(random.choice([1, 10, 100])):
            data[random.randrange(10, len(data))] = random.randrange(256)
        assert all(found.code[0] == "V" for found in check_pdf(bytes(data), "x.pdf"))


VALUES = [
    None, True, -1, 10**12, 1.5, String("x"), Name.X, Array(), Dictionary(),
    Array([1, String("x"), Name.N, None]),
]  # fmt: skip


def test_entries_of_any_type_are_read_in_every_place(good):
    """Each entry of each object is given a value of some other type."""
    random.seed(5)
    with pikepdf.open(io.BytesIO(good)) as pdf:
        numbers = [obj.objgen for obj in pdf.objects if isinstance(obj, Dictionary | Stream)]
    seen = set()
    for objgen in random.sample(numbers, 60):
        with pikepdf.open(io.BytesIO(good)) as pdf:
            obj = pdf.get_object(objgen)
            key = random.choice(sorted(set(obj.keys()) - {"/Length"}))
            obj[key] = random.choice(VALUES[1:])
            seen.update(codes(save(pdf)))
    assert all(code[0] == "V" for code in seen)
    assert len(seen) > 5


# --- loops, depth and size ----------------------------------------------------------------


def give_structure(pdf, root):
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=root))


def test_a_structure_tree_that_loops_is_read_once(plain):
    outer = plain.make_indirect(Dictionary(S=Name.Document))
    outer.K = plain.make_indirect(Dictionary(S=Name.Sect, P=outer, K=outer))
    give_structure(plain, outer)
    assert "V123 an element Document is in the structure tree more than once" in messages(
        save(plain)
    )


@pytest.mark.parametrize(
    ("depth", "message"),
    [
        (900, "V141 an element has nothing in it (Span)"),
        (20_000, "V103 the file is too large to be checked: the structure tree"),
    ],
)
def test_a_structure_tree_may_be_deep(plain, depth, message):
    element = plain.make_indirect(Dictionary(S=Name.Span))
    for _ in range(depth):
        element = plain.make_indirect(Dictionary(S=Name.Span, K=element))
    give_structure(plain, element)
    assert message in messages(save(plain))


def test_an_outline_that_loops_is_read_once(plain):
    first = plain.make_indirect(Dictionary(Title=String("a")))
    first.Next = first.First = first
    plain.Root.Outlines = plain.make_indirect(Dictionary(First=first))
    assert "V110" in codes(save(plain))


def test_a_name_tree_that_loops_is_read_once(plain):
    node = plain.make_indirect(Dictionary(Names=Array([String("a"), Dictionary()])))
    node.Kids = Array([node, node])
    plain.Root.Names = Dictionary(EmbeddedFiles=node)
    assert messages(save(plain)).count("V106 the attachment 'a' lacks a relationship") == 1


def test_actions_that_follow_each_other_in_a_circle_are_read_once(plain):
    action = plain.make_indirect(Dictionary(S=Name.Launch))
    action.Next = Array([action, Dictionary(S=Name.SubmitForm)])
    plain.Root.OpenAction = action
    assert [m for m in messages(save(plain)) if m.startswith("V105")] == [
        "V105 the document has an action of the kind Launch",
        "V105 the document has an action of the kind SubmitForm",
    ]


def test_a_form_that_draws_itself_is_drawn_once(plain):
    form = plain.make_stream(b"/F Do 0 0 1 1 re f", Type=Name.XObject, Subtype=Name.Form)
    form.Resources = Dictionary(XObject=Dictionary(F=form))
    page = plain.pages[0]
    page.Resources = Dictionary(XObject=Dictionary(F=form))
    page.contents_add(b"/F Do")
    assert [m for m in messages(save(plain)) if m.startswith("V120")] == [
        "V120 page 1 shows a drawing, neither tagged nor an artifact"
    ]


def test_a_stream_that_unpacks_to_gigabytes_is_not_unpacked(plain):
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"n " * 500_000) for _ in range(200)) + packer.flush()
    stream = plain.make_stream(b"")
    stream.write(packed, filter=Name.FlateDecode)
    plain.pages[0].Contents = stream
    assert messages(save(plain, compress_streams=False)) == [
        "V103 the file is too large to be checked: a stream"
    ]


def test_pages_that_all_draw_the_same_at_length_are_too_large(plain, monkeypatch):
    monkeypatch.setattr(read, "MOST_CONTENT_BYTES", 5000)
    plain.pages[0].Contents = plain.make_stream(b"n " * 1000)
    for _ in range(3):
        plain.pages.append(plain.pages[0])
    assert messages(save(plain)) == [
        "V103 the file is too large to be checked: the content of its pages"
    ]


def test_a_font_that_maps_all_codes_over_and_over_is_read_in_time(plain):
    cmap = b"1 beginbfrange\n" + b"<0000> <FFFF> <0041>\n" * 50_000 + b"endbfrange"
    font = Dictionary(Subtype=Name.Type0, DescendantFonts=Array([Dictionary()]))
    font.ToUnicode = plain.make_stream(cmap)
    plain.pages[0].Resources = Dictionary(Font=Dictionary(F=font))
    plain.pages[0].contents_add(b"BT /F 1 Tf <0001> Tj ET")
    assert "V120 page 1 shows text 'B', neither tagged nor an artifact" in messages(save(plain))


@pytest.mark.parametrize("limit", ["MOST_PAGES", "MOST_OBJECTS"])
def test_more_pages_or_objects_than_are_looked_at_are_too_large(plain, monkeypatch, limit):
    monkeypatch.setattr(read, limit, 1)
    plain.add_blank_page()
    [message] = messages(save(plain))
    assert message.startswith("V103 the file is too large to be checked: its ")


def test_more_bytes_than_are_looked_at_are_too_large(good, monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 1000)
    assert messages(good) == ["V103 the file is larger than 1,000 bytes"]


def test_metadata_with_entities_are_not_expanded(plain):
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    plain.Root.Metadata = plain.make_stream(bomb, Type=Name.Metadata, Subtype=Name.XML)
    assert "V112 the XMP metadata has 0 rdf:RDF elements: readers see one" in messages(save(plain))


def test_text_beyond_all_numbers_is_nowhere(plain):
    huge = b"1" + b"0" * 200 + b".5"  # a number; its square is none
    content = b"".join(
        b"%s 0 0 %s 0 0 cm /P <</MCID %d>> BDC BT 1 0 0 1 %s %s Tm /F 1 Tf (x) Tj ET EMC "
        % (huge, huge, n, huge, huge)
        for n in range(2)
    )
    document = plain.make_indirect(Dictionary(S=Name.Document, K=Array()))
    give_structure(plain, document)
    for _ in range(3):
        plain.add_blank_page()
    for page in plain.pages:
        page.contents_add(content)
        font = Dictionary(Subtype=Name.Type3, Encoding=Name.WinAnsiEncoding)
        page.Resources = Dictionary(Font=Dictionary(F=font))
        document.K.append(Dictionary(S=Name.P, Pg=page.obj, K=Array([0, 1])))
    found = codes(save(plain))
    assert "V123" in found
    assert "V125" not in found
