"""What a screen reader gets of a PDF: the tags, their order, languages and relations."""

import io

import pytest
from PIL import Image

from tests.redline import edits, paragraphs
from tests.tagged import Tag, read_content, read_tags
from tests.writers.pdf.pages import open_pdf

SMALL_PAGES = "@page { size: 80mm 60mm; margin: 10mm } "


@pytest.fixture
def tags():
    """Return the tags of a body; the PDF stays open as long as they are read."""
    opened = []

    def make(*arguments, **keywords):
        opened.append(open_pdf(*arguments, **keywords))
        return read_tags(opened[-1])

    yield make
    for pdf in opened:
        pdf.close()


def artifacts(pdf) -> list[tuple[int, str | None, str | None, str]]:
    """Return the artifacts that show text: page, type, subtype and text."""
    return [
        (number, properties.get("/Type"), properties.get("/Subtype"), text)
        for number, page in enumerate(pdf.pages, start=1)
        for properties, text in read_content(page).artifacts
        if text
    ]


def parents(pdf) -> dict:
    """Return the parent tree: the key of a page, form or link → its element or elements."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    return {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}


CONTENTS = """<nav role="doc-toc"><h2>a</h2>
<ol><li><a href="#x">b</a><ol><li><a href="#x">c</a></li></ol></li></ol></nav><p id="x">d</p>"""


# --- elements --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "outline"),
    [
        ("<section><h1>a</h1><p>b</p></section>", "Document(Sect(H1 P))"),
        ("<p>a <em>b</em> <strong>c</strong></p>", "Document(P(Em Strong))"),
        ('<p>a <span class="x">b</span></p>', "Document(P)"),
        ('<p>a <span lang="en">b</span></p>', "Document(P(Span))"),
        ("<p>a <ins>b</ins> <del>c</del></p>", "Document(P(Span Span))"),
        ("<blockquote><p>a</p></blockquote>", "Document(BlockQuote(P))"),
        ("<ul><li>a</li></ul>", "Document(L(LI(Lbl LBody)))"),
        ("<ul><li>a<ol><li>b</li></ol></li></ul>",
         "Document(L(LI(Lbl LBody(L(LI(Lbl LBody))))))"),
        ("<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>",
         "Document(L(LI(Lbl LBody) LI(Lbl LBody)))"),
        ("<dl><div><dt>a</dt><dd>b</dd></div></dl>", "Document(L(LI(Lbl LBody)))"),
        (CONTENTS,
         "Document(Sect(H2 TOC(TOCI(Lbl Reference(Link) TOC(TOCI(Lbl Reference(Link)))))) P)"),
        ('<p>a<span role="doc-footnote" style="float: footnote">b</span> c</p>',
         "Document(P(Reference Note(Lbl)))"),
        ("<div><p></p></div><p>a</p>", "Document(P)"),
        ("<hr/><p>a<br/>b</p>", "Document(P)"),
    ],
)  # fmt: skip
def test_each_element_is_what_the_standard_calls_it(tags, body, outline):
    assert tags(body).outline() == outline


def test_types_that_pdf_1_7_does_not_know_are_mapped_to_some_that_it_does():
    with open_pdf("<p><em>a</em></p>") as pdf:
        assert str(pdf.Root.StructTreeRoot.RoleMap.Em) == "/Span"


def test_a_list_says_how_it_is_numbered(tags):
    found = tags("<ul><li>a</li></ul><ol><li>b</li></ol>").find("L")
    assert [str(one.attributes["/ListNumbering"]) for one in found] == ["/Disc", "/Decimal"]


def test_an_abbreviation_says_what_it_stands_for(tags):
    [span] = tags('<p><abbr title="Shanghai Cooperation Organisation">SCO</abbr></p>').find("Span")
    assert str(span.dictionary.E) == "Shanghai Cooperation Organisation"


def test_what_has_changed_says_so_without_colours(tags):
    found = tags("<p><ins>b</ins> <del>c</del></p>").find("Span")
    decorations = [str(one.attributes["/TextDecorationType"]) for one in found]
    assert decorations == ["/Underline", "/LineThrough"]


def version(paragraph, gone):
    """Return a paragraph's text without what a text decoration says has no place in it."""
    kept = [
        kid.text if isinstance(kid, Tag) else kid
        for kid in paragraph.kids
        if not isinstance(kid, Tag) or str(kid.attributes["/TextDecorationType"]) != gone
    ]
    return "".join(kept)


def test_accepting_all_changes_gives_the_new_text_and_rejecting_all_the_old(tags):
    pairs = [pair for pair in edits(250, seed=4) if any(pair)]
    css = "@page { size: 900mm 2000mm } html { font: 9pt 'PT Serif' }"  # a line each
    found = tags(paragraphs(pairs), css).find("P")
    assert [version(p, "/Underline") for p in found] == [before for before, _ in pairs]
    assert [version(p, "/LineThrough") for p in found] == [after for _, after in pairs]


# --- order -----------------------------------------------------------------------------


def test_text_is_read_in_the_order_of_the_document(tags):
    read = tags(
        '<p>a<span role="doc-footnote">b</span> c</p><p style="float: right">d</p><p>e</p>'
        "<table><tfoot><tr><td>h</td></tr></tfoot><tbody><tr><td>g</td></tr></tbody>"
        '<caption style="caption-side: bottom">f</caption></table>',
        "[role] { float: footnote } ::footnote-marker, ::footnote-call { content: '*' }",
    )
    assert read.text.replace(" ", "") == "a**bcdefgh"


def test_a_paragraph_over_two_pages_is_one(tags):
    lines = "<br/>".join(map(str, range(12)))
    read = tags(f"<p>{lines} <em>x<br/>y</em></p>", SMALL_PAGES)
    assert read.outline() == "Document(P(Em))"
    assert read.text == "".join(map(str, range(12))) + " xy"


def test_every_piece_of_content_has_its_element_or_is_an_artifact():
    body = "<h1>a</h1><p>b <em>c</em></p><table><thead><tr><th scope='col'>d</th></tr></thead>"
    body += "<tbody><tr><td>e</td></tr></tbody></table>"
    with open_pdf(body, "@page { @top-left { content: 'f' } } h1 { opacity: 0.5 }") as pdf:
        assert read_content(pdf.pages[0]).unmarked == ""
        assert read_tags(pdf).text == "ab cde"
        [form] = [
            form for form in pdf.pages[0].Resources.XObject.values() if "/StructParents" in form
        ]
        entries = parents(pdf)
        heading, emphasis = (tag.dictionary for tag in read_tags(pdf).find("H1", "Em"))
        assert entries[int(form.StructParents)][int(heading.K[0].MCID)] == heading
        assert entries[0][int(emphasis.K[0])] == emphasis


def test_what_is_drawn_from_right_to_left_says_how_it_is_read(tags):
    read = tags(
        '<ol dir="rtl"><li>1</li></ol><p lang="fa" dir="rtl">لگ‌لگ 2026 <em>آمد</em> abc</p>',
        "p { font-family: Amiri }",
    )
    assert read.text.replace(" ", "") == "1.1لگ‌لگ2026آمدabc"
    said = [str(span.dictionary.ActualText).strip() for span in read.find("Span")]
    assert said == ["1.", "1", "لگ‌لگ 2026", "آمد", "abc"]


def test_a_hyphen_at_the_end_of_a_line_is_no_part_of_the_word(tags):
    css = "p { width: 20mm; hyphens: auto }"
    words = "responsibility self-determination internationalization"
    read = tags(f'<p lang="en">{words}</p>', css, language="en")
    assert read.text.count("\u00ad") > 1
    assert read.text.replace("\u00ad", "").replace(" ", "") == words.replace(" ", "")


def test_a_hyphen_of_the_text_stays_one_at_the_end_of_a_line(tags):
    css = "p { width: 14mm; hyphens: auto; hyphenate-limit-chars: 20 }"
    assert tags('<p lang="en">self-determination</p>', css, language="en").text == (
        "self-determination"
    )


# --- languages -------------------------------------------------------------------------


def test_what_is_in_another_language_says_so_and_nothing_else_does(tags):
    read = tags(
        '<p>a</p><div lang="en"><p>b</p><p lang="en">c <span lang="fa">d</span></p>'
        '<ul lang="tg"><li>e</li></ul></div>'
    )
    assert [(tag.type, tag.language) for tag in read.walk() if tag.language] == [
        ("Div", "en"),
        ("Span", "fa"),
        ("L", "tg"),
    ]


# --- tables ----------------------------------------------------------------------------

ROWS = "".join(f'<tr><th scope="row">{n}</th><td>x{n}</td></tr>' for n in range(40))
LONG_TABLE = f"""<table><caption>c</caption>
<thead><tr><th scope="col">No.</th><th scope="col">What</th></tr></thead>
<tbody>{ROWS}</tbody><tfoot><tr><td>f1</td><td>f2</td></tr></tfoot></table>"""


def test_a_table_over_many_pages_is_one_whose_header_is_read_once(tags):
    with open_pdf(LONG_TABLE, SMALL_PAGES) as pdf:
        assert len(pdf.pages) > 5
        read = read_tags(pdf)
        rows = " ".join(["TR(TH TD)"] * 40)
        outline = f"Document(Table(Caption THead(TR(TH TH)) TBody({rows}) TFoot(TR(TD TD))))"
        assert read.outline() == outline
        shown = [text for _, _, _, text in artifacts(pdf)]
        assert shown.count("No.") == shown.count("f1") == len(pdf.pages) - 1
        assert {kind for _, kind, _, _ in artifacts(pdf)} == {"/Pagination"}


def test_each_cell_names_the_headers_over_and_beside_it(tags):
    read = tags(
        '<table><thead><tr><th scope="col" rowspan="2">a</th><th scope="colgroup" colspan="2">b'
        '</th></tr><tr><th scope="col">c</th><th scope="col">d</th></tr></thead><tbody>'
        '<tr><th scope="row" rowspan="2">e</th><td>1</td><td>2</td></tr><tr><td></td><td>4</td>'
        '</tr><tr><th scope="row">f</th><td colspan="2">5</td></tr></tbody></table>'
    )
    names = {str(th.dictionary.ID): th.text for th in read.find("TH")}
    scopes = {th.text: str(th.attributes["/Scope"]) for th in read.find("TH")}
    assert scopes == dict.fromkeys("abcd", "/Column") | dict.fromkeys("ef", "/Row")
    cells = [
        (td.text, "".join(names[str(name)] for name in td.attributes["/Headers"]))
        for td in read.find("TD")
    ]
    assert cells == [("1", "ebc"), ("2", "ebd"), ("", "ebc"), ("4", "ebd"), ("5", "fbcd")]
    assert [int(td.attributes.get("/ColSpan", 1)) for td in read.find("TD")] == [1, 1, 1, 1, 2]
    assert [int(th.attributes.get("/RowSpan", 1)) for th in read.find("TH")] == [2, 1, 1, 1, 2, 1]


def test_headers_and_notes_are_found_by_their_identifiers():
    note = '<p>a<span role="doc-footnote" style="float: footnote">b</span></p>'
    with open_pdf(LONG_TABLE + note) as pdf:
        names = pdf.Root.StructTreeRoot.IDTree.Names
        tree = {str(names[at]): names[at + 1] for at in range(0, len(names), 2)}
        found = read_tags(pdf).find("TH", "Note")
        assert list(tree) == sorted(tree)
        assert len(tree) == len(found) == 43
        assert all(tree[str(one.dictionary.ID)] == one.dictionary for one in found)


# --- artifacts -------------------------------------------------------------------------


def test_running_headers_and_footers_are_artifacts():
    css = "@page { @top-left { content: 'up' } @bottom-right { content: counter(page) }"
    css += "@left-middle { content: 'side' } }"
    with open_pdf("<p>a</p>", css) as pdf:
        assert sorted(artifacts(pdf), key=str) == [
            (1, "/Pagination", "/Footer", "1"),
            (1, "/Pagination", "/Header", "up"),
            (1, "/Pagination", None, "side"),
        ]
        assert read_tags(pdf).text == "a"


def test_leader_dots_are_artifacts_and_page_numbers_are_not():
    css = "a::after { content: leader('.') target-counter(attr(href), page) }"
    with open_pdf('<p><a href="#b">a</a></p><h1 id="b">b</h1>', css) as pdf:
        assert read_tags(pdf).text == "a1b"
        assert {(kind, text) for _, kind, _, text in artifacts(pdf)} == {("/Layout", ".")}


# --- links and figures -----------------------------------------------------------------


def test_a_link_says_where_it_leads_in_words_and_is_one_rectangle_a_line():
    body = '<p>a <a href="https://x.example/y">some <em>words</em><br/>of text</a></p>'
    with open_pdf(body) as pdf:
        [link] = read_tags(pdf).find("Link")
        assert link.outline() == "Link(Em)"
        assert len(link.links) == 2
        assert {str(one.Contents) for one in link.links} == {"some words of text"}
        annotations = list(pdf.pages[0].Annots)
        assert annotations == link.links
        entries = parents(pdf)
        assert [entries[int(one.StructParent)] for one in annotations] == [link.dictionary] * 2


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<p>Source. Agency, 2025 {}</p>", "Source. Agency, 2025"),
        ("<ul><li><cite>Title</cite>. {}</li><li>b</li></ul>", "Title ."),
        ("<table><tr><td>Agency</td><td>{}</td></tr></table>", "Agency"),
        ("<p>{}</p>", "https://x.example/a/b"),
        (f"<p>{'word ' * 99}{{}}</p>", f"{'word ' * 30}word \N{HORIZONTAL ELLIPSIS}"),
    ],
)
def test_a_link_that_shows_its_address_is_called_what_stands_around_it(body, words):
    link = '<a href="https://x.example/a/b">https://x.example/a/b</a>'
    with open_pdf(body.format(link)) as pdf:
        [tag] = read_tags(pdf).find("Link")
        assert str(tag.links[0].Contents) == words


def test_a_link_with_a_label_is_called_by_it_and_reads_as_it_is_printed():
    with open_pdf('<p><a href="#b" aria-label="paragraph 9">9</a></p><h1 id="b">b</h1>') as pdf:
        [tag] = read_tags(pdf).find("Link")
        assert str(tag.links[0].Contents) == "paragraph 9"
        assert tag.text == "9"


def test_a_row_of_links_that_is_abbreviated_says_what_it_stands_for():
    row = '<abbr title="paragraphs 1 and 2">¶ <a href="#b">1</a>, <a href="#b">2</a></abbr>'
    with open_pdf(f'<p>{row}</p><h1 id="b">b</h1>') as pdf:
        [span] = read_tags(pdf).find("Span")
        assert (str(span.dictionary.E), span.text) == ("paragraphs 1 and 2", "¶ 1, 2")


def test_a_link_in_a_repeated_header_leads_nowhere_the_second_time():
    table = LONG_TABLE.replace("What", '<a href="#t">What</a>').replace("<table>", "<table id='t'>")
    with open_pdf(table, SMALL_PAGES) as pdf:
        assert len(pdf.pages[0].Annots) == 1
        assert not any(page.get("/Annots") for page in list(pdf.pages)[1:])


@pytest.fixture(scope="module")
def image() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (8, 4), "red").save(stream, "PNG")
    return stream.getvalue()


def test_a_figure_has_its_alternative_and_its_place_on_the_page(tags, image):
    css = "@page { size: 100pt 200pt; margin: 10pt } body, figure { margin: 0 }"
    css += "img { width: 40pt; display: block; margin-left: 5pt }"
    body = '<figure><img src="a.png" alt="A river"/><figcaption>b</figcaption></figure>'
    read = tags(body, css, assets={"a.png": image})
    assert read.outline() == "Document(Div(Figure Caption))"
    [figure] = read.find("Figure")
    assert str(figure.dictionary.Alt) == "A river"
    assert [float(x) for x in figure.attributes["/BBox"]] == [15, 170, 55, 190]
    assert str(figure.attributes["/Placement"]) == "/Block"


def test_an_image_without_words_is_an_artifact(tags, image):
    assert tags('<p>a <img src="a.png" alt=""/></p>', assets={"a.png": image}).outline() == (
        "Document(P)"
    )


def test_no_image_is_smoothed_by_the_viewer(image):
    with open_pdf('<p><img src="a.png" alt="a"/></p>', assets={"a.png": image}) as pdf:
        [found] = [one for one in pdf.objects if _subtype(one) == "/Image"]
        assert found.Interpolate is False


def _subtype(one) -> str | None:
    return str(one.get("/Subtype")) if hasattr(one, "read_bytes") else None


def test_a_header_among_the_rows_is_over_those_that_follow_it(tags):
    read = tags(
        '<table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>1</td></tr>'
        '<tr><th scope="col">b</th></tr><tr><td>2</td></tr><tr><td>3</td></tr>'
        '<tr><th scope="col">c</th></tr><tr><td>4</td></tr></tbody></table>'
    )
    names = {str(th.dictionary.ID): th.text for th in read.find("TH")}
    cells = [
        (td.text, "".join(names[str(name)] for name in td.attributes["/Headers"]))
        for td in read.find("TD")
    ]
    assert cells == [("1", "a"), ("2", "ab"), ("3", "ab"), ("4", "ac")]
