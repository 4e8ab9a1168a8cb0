"""Texts that an audience may not read: which they are, and that no channel of a file hides one."""

import base64
import io
import zipfile

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from briefgen.content.read import read_content
from briefgen.pipeline.job import Job, Metadata, Result
from briefgen.pipeline.leaks import Secrets, leak, left_out
from briefgen.pipeline.verify import verify
from briefgen.project import find_project
from tests.pipeline.small import SECRET, SECRET_RU, replace, write_project

SCALE = ("public", "internal")
JOB = Job("public/note.en", b"<html><p>A ferry line opens.</p></html>", (), {}, ("pdf",),
          Metadata("Ferry", "", "en", "2026"))  # fmt: skip
SECRETS = Secrets([SECRET, SECRET_RU])


def found(name, data, secrets=SECRETS, job=JOB):
    return [(d.code, d.message) for d in verify(Result({name: data}, 1, ()), secrets, job)]


FOUND = {
    name: [("B402", f"the {name.upper()} file holds text that is above the audience's handling")]
    for name in ("pdf", "docx", "html")
}

# --- PDF ---------------------------------------------------------------------------------


def pdf(change=lambda pdf, page: None, **options):
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(900, 400))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
    change(made, page.obj)
    out = io.BytesIO()
    made.save(out, fix_metadata_version=False, **options)
    return out.getvalue()


def drawn(*lines):
    text = b"".join(f"({line}) Tj 0 -14 Td ".encode() for line in lines)
    return b"BT /F1 12 Tf 20 300 Td " + text + b"ET"


def over_two_pages(made, page):
    page.Contents = made.make_stream(drawn(SECRET[:21]))
    other = made.add_blank_page(page_size=(900, 400)).obj
    other.Resources = page.Resources
    other.Contents = made.make_stream(drawn(SECRET[21:]))


def element(made, **entries):
    made.Root.StructTreeRoot = made.make_indirect(
        Dictionary(Type=Name.StructTreeRoot, K=Dictionary(S=Name.P, **entries))
    )


def attached(made, name, data):
    made.attachments[name] = pikepdf.AttachedFileSpec(made, data, filename=name)


def titled(made, title):
    with made.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(title, 0))


def xmp(made, text):
    made.Root.Metadata = made.make_stream(
        f'<?xpacket begin=""?><x xmlns="adobe:ns:meta/"><d>{text}</d></x>'.encode(),
        Type=Name.Metadata, Subtype=Name.XML,
    )  # fmt: skip


def destined(made, page):
    made.Root.Names = Dictionary(
        Dests=Dictionary(Names=Array([SECRET.replace(" ", "-"), Array([page, Name.Fit])]))
    )


def annotated(made, page):
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))
    link.A = Dictionary(S=Name.URI, URI=f"https://x.example/{SECRET.replace(' ', '%20')}")
    page.Annots = Array([link])


CHANNELS = {
    "page text": lambda m, p: p.__setattr__("Contents", m.make_stream(drawn(SECRET))),
    "lines": lambda m, p: p.__setattr__(
        "Contents", m.make_stream(drawn(SECRET[:13], SECRET[13:25] + "-", SECRET[25:]))
    ),
    "capitals": lambda m, p: p.__setattr__("Contents", m.make_stream(drawn(SECRET.upper()))),
    "pages": over_two_pages,
    "marked content": lambda m, p: p.__setattr__(
        "Contents", m.make_stream(f"/Span <</ActualText ({SECRET})>> BDC EMC".encode())
    ),
    "actual text": lambda m, p: element(m, ActualText=SECRET_RU),
    "alternative text": lambda m, p: element(m, Alt=SECRET),
    "expansion": lambda m, p: element(m, E=SECRET),
    "title of an element": lambda m, p: element(m, T=SECRET),
    "bookmark": lambda m, p: titled(m, SECRET_RU),
    "information": lambda m, p: m.docinfo.__setitem__("/Keywords", SECRET),
    "xmp": lambda m, p: xmp(m, SECRET_RU),
    "attachment": lambda m, p: attached(m, "a.json", f'{{"a": ["{SECRET}"]}}'.encode()),
    "escaped attachment": lambda m, p: attached(
        m, "a.json", ('{"a": "' + SECRET_RU.encode("ascii", "backslashreplace").decode() + '"}')
        .encode()),
    "plain attachment": lambda m, p: attached(m, "a.txt", SECRET.encode()),
    "name of an attachment": lambda m, p: attached(m, f"{SECRET}.txt", b"nothing here"),
    "destination": destined,
    "name": lambda m, p: m.Root.__setitem__(Name(f"/{SECRET}"), True),
    "link": annotated,
}  # fmt: skip


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_secret_in_any_channel_of_a_pdf_is_found(channel):
    for options in ({}, {"object_stream_mode": pikepdf.ObjectStreamMode.generate}):
        data = pdf(CHANNELS[channel], **options)
        if not options and channel in ("page text", "bookmark", "xmp"):
            assert SECRET.encode() not in data
        assert found("pdf", data) == FOUND["pdf"]


def test_a_pdf_without_a_secret_has_none():
    data = pdf(lambda m, p: p.__setattr__("Contents", m.make_stream(drawn("A ferry line opens."))))
    assert found("pdf", data) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [("pdf", b"%PDF-1.7\n(nothing)\n%%EOF\n"), ("docx", None), ("html", b"<p></html>")],
)
def test_what_can_t_be_searched_is_refused(name, data):
    if name == "docx":
        data = docx({"word/document.xml": b"<w><p></w>"})
        assert found(name, data) == []  # its text is searched as it stands
        return
    codes = [code for code, _ in found(name, data)]
    assert codes == (["B401"] if name == "pdf" else [])


# --- Word --------------------------------------------------------------------------------


def docx(parts, comment=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.comment = comment
        plain = dict.fromkeys(("[Content_Types].xml", "_rels/.rels", "word/document.xml"), b"<w/>")
        for name, data in {**plain, **parts}.items():
            package.writestr(name, data)
    return out.getvalue()


def part(name, text):
    return lambda: docx({name: text.encode()})


SPACED = SECRET.replace(" ", "\xa0")
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize(
    "made",
    [
        part("word/document.xml", f"<w><t>{SECRET[:9]}</t><t>{SECRET[9:]}</t></w>"),
        part("word/document.xml", f'<w descr="{SECRET}"/>'),
        part("word/document.xml", f"<w>{SPACED}</w>"),
        part("word/document.xml", f"<w><!-- {SECRET} --></w>"),
        part(
            "word/document.xml", f"<w {WORD}>{SECRET[:9]}<w:ins><t>in</t></w:ins>{SECRET[9:]}</w>"
        ),
        part("word/document.xml", f"<w>{SECRET}"),
        part("word/comments.xml", f"<c>{SECRET}</c>"),
        part("word/header1.xml", f"<c>{SECRET.upper()}</c>"),
        part("word/_rels/document.xml.rels", f'<r Target="https://x.example/{SECRET}"/>'),
        part("docProps/core.xml", f"<c>{SECRET}</c>"),
        part("docProps/custom.xml", f'<c name="{SECRET}"/>'),
        part("customXml/item1.xml", f"<c>{SECRET_RU}</c>"),
        part("word/media/image1.svg", f"<svg><title>{SECRET}</title></svg>"),
        part(f"word/media/{SECRET}.png", "\x89PNG"),
        lambda: docx({}, comment=SECRET.encode()),
    ],
)
def test_a_secret_in_any_channel_of_a_word_file_is_found(made):
    assert found("docx", made()) == FOUND["docx"]


# --- HTML --------------------------------------------------------------------------------


def html(body="", head=""):
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


SVG = base64.b64encode(f"<svg><desc>{SECRET}</desc></svg>".encode()).decode()


@pytest.mark.parametrize(
    "data",
    [
        html(f"<p>{SECRET}</p>"),
        html(f"<p>The envoy <em>will\u200b offer</em>\n{SECRET[21:]}</p>"),
        html(f"<p>{SECRET[:12]}<ins>x</ins>{SECRET[12:]}</p>"),
        html(f'<img alt="{SECRET}" src="data:,">'),
        html(f'<p aria-label="{SECRET}"></p>'),
        html(f"<!-- {SECRET} -->"),
        html(head=f'<meta name="description" content="{SECRET}">'),
        html(head=f"<title>{SECRET_RU}</title>"),
        html(head=f"<style>p::after {{ content: '{SECRET}' }}</style>"),
        html(head=f"<script>var a = '{SECRET}'</script>"),
        html(f'<img alt="" src="data:image/svg+xml;base64,{SVG}">'),
        html(f'<img alt="" src="data:image/svg+xml,%3Csvg%3E{SECRET}%3C/svg%3E">'),
    ],
)
def test_a_secret_in_any_channel_of_a_page_is_found(data):
    assert found("html", data) == FOUND["html"]


def test_a_leak_names_the_file_and_not_the_text():
    assert leak("the thing").message == "the thing holds text that is above the audience's handling"


# --- what is no leak ---------------------------------------------------------------------


@pytest.mark.parametrize("secret", ["A ferry line opens.", "opens. 3 A ferry", "Line, Ferry 2031"])
def test_words_that_a_document_was_made_of_are_no_leak_where_a_page_puts_them_together(secret):
    assert found("html", html(f"<p>{secret}</p>"), Secrets([secret])) == []
    data = pdf(lambda m, p: p.__setattr__("Contents", m.make_stream(drawn(secret))))
    assert found("pdf", data, Secrets([secret])) == []


# --- which texts are secret --------------------------------------------------------------


@pytest.fixture
def content(tmp_path):
    def read(*changes):
        root = write_project(tmp_path)
        for change in changes:
            replace(root, *change)
        read, problems = read_content(find_project(root))
        assert {d.code for d in problems} <= {"C014", "C015", "C023"}
        return read.summits["ferry"]

    return read


def test_what_an_audience_may_not_read_is_secret_in_every_language(content):
    assert set(left_out(content(), "public", SCALE)) == {SECRET, SECRET_RU}
    assert not left_out(content(), "internal", SCALE)


def test_a_part_is_as_secret_as_the_whole(content):
    part = '  - key: "3.a"\n    handling: public\n    text: It sails on Sundays only.\n'
    summit = content(("content/ferry/minutes.yaml", SECRET + "\n", f"{SECRET}\n{part}"))
    assert "It sails on Sundays only." in set(left_out(summit, "public", SCALE))


@pytest.mark.parametrize(
    "public", ["Tickets cost the same in both.", "Ferry meeting", "Встреча о пароме"]
)
def test_a_text_that_also_stands_in_something_public_is_no_secret(content, public):
    summit = content(("content/ferry/minutes.yaml", SECRET, public))
    assert set(left_out(summit, "public", SCALE)) == {SECRET_RU}


def test_words_too_short_to_be_told_from_others_are_no_secret(content):
    summit = content(("content/ferry/minutes.yaml", SECRET, "Second ferr"))
    assert set(left_out(summit, "public", SCALE)) == {SECRET_RU}


def test_the_title_of_a_document_of_which_nothing_may_be_read_is_secret(content):
    summit = content(
        ("content/ferry/minutes.yaml", "title: Minutes", "title: Minutes of a quarrel"),
        ("content/ferry/minutes.yaml", "handling: public", "handling: internal"),
    )
    assert "Minutes of a quarrel" in set(left_out(summit, "public", SCALE))


def test_nothing_of_a_document_is_less_secret_than_itself(content):
    title = "language: en\nhandling: internal\nstatus: authentic\ntitle: Minutes of a quarrel"
    summit = content(("content/ferry/minutes.yaml",
                      "language: en\nstatus: authentic\ntitle: Minutes", title))  # fmt: skip
    secrets = set(left_out(summit, "public", SCALE))
    assert {"Minutes of a quarrel", "Two ports open a ferry line."} < secrets


def test_lines_to_take_are_never_for_the_lowest_level(content):
    more = (
        "lines_to_take:\n"
        "  - {id: price, handling: public, priority: 1, text: We do not talk about prices.}\n"
    )
    line = "bottom_line: {id: line, handling: public, priority: 1, text: A ferry line opens.}\n"
    summit = content(("content/ferry/brief.yaml", line, line + more))
    assert "We do not talk about prices." in set(left_out(summit, "public", SCALE))


def test_a_summit_without_a_brief_has_only_its_documents(tmp_path):
    root = write_project(tmp_path)
    (root / "content/ferry/brief.yaml").unlink()
    (root / "content/ferry/brief.ru.yaml").unlink()
    summit = read_content(find_project(root))[0].summits["ferry"]
    assert len(set(left_out(summit, "public", SCALE))) == 2


# --- all at once -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["The  EN\u00advoy\u200b will of-\nfer", "the\ufb00envoywilloffer"]
)
def test_neither_breaks_nor_hyphens_nor_ligatures_hide_a_secret(text):
    secrets = Secrets(["The envoy will offer", "The ffenvoy will offer"])
    assert len(secrets.within([text])) == 1


def test_secrets_that_begin_alike_or_stand_in_each_other_are_told_apart():
    head = "The participants agreed to the following measures: "
    secrets = Secrets([head + "one", head + "one and two", head + "three", "measures: one and two"])
    assert set(secrets.within([head + "one and two"])) == {
        head + "one", head + "one and two", "measures: one and two"
    }  # fmt: skip
    assert secrets.within([head + "four", "one and"]) == ()
