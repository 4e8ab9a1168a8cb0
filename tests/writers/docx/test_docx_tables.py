"""Tables keep their headings, spans, widths and looks."""

CSS = "table { width: 400pt; border-collapse: collapse } td, th { padding: 2pt 4pt }"
PLAIN = "<table><tbody><tr><td>A</td><td>B</td></tr></tbody></table>"


def widths(document):
    return [int(width) for width in document.xpath("//w:gridCol/@w:w")]


def test_heading_rows_repeat_and_short_rows_stay_whole(word):
    long = "word " * 3000
    document = word(
        "<table class='t'><thead><tr><th scope='col'>H</th></tr></thead><tbody>"
        f"<tr><th scope='row'>A</th></tr><tr><td>{long}</td></tr></tbody></table>",
        CSS,
    )
    rows = [[child.tag.split("}")[1] for child in row] for row in document.xpath("//w:tr/w:trPr")]
    assert rows == [["cantSplit", "tblHeader"], ["cantSplit"]]
    assert [line.split(" | ")[0] for line in document.listing()] == [
        "Table Heading",
        "Row Heading",
        "Table Text",
        "Spacing 1pt",
    ]
    assert "<keepNext/>" in document.style("Table Heading")
    assert document.names("table") == ["Normal Table", "T Table"]


def test_a_row_the_style_keeps_whole_may_be_taller(word):
    text = "word " * 450
    row = f"<tr><td>{text}</td></tr>"
    split = word(f"<table><tbody>{row}</tbody></table>", CSS)
    whole = word(f"<table><tbody>{row}</tbody></table>", CSS + "tr { break-inside: avoid }")
    assert split.xpath("count(//w:cantSplit)") == 0
    assert whole.xpath("count(//w:cantSplit)") == 1


def test_the_caption_comes_first_and_is_the_alternative_text(word):
    document = word(
        "<table><caption>Who and <em>what</em></caption><thead><tr><th scope='col'>A</th>"
        "<th scope='col'>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    )
    assert document.listing()[0] == "caption | Who and [Emphasis:what]"
    assert "<keepNext/>" in document.style("caption")
    assert document.xpath("//w:tblCaption/@w:val") == ["Who and what"]
    assert document.xpath("//w:tblDescription/@w:val") == ["A, B"]


def test_widths_are_said_three_times(word):
    document = word(
        "<table><colgroup><col class='a'/><col span='2' class='b'/></colgroup><tbody><tr>"
        "<td>A</td><td>B</td><td>C</td></tr></tbody></table>",
        CSS + ".a { width: 20% } .b { width: 160pt }",
    )
    assert widths(document) == [1600, 3200, 3200]
    assert document.xpath("//w:tcW/@w:w") == ["1600", "3200", "3200"]
    assert document.xpath("//w:tblLayout/@w:type") == ["fixed"]
    assert document.xpath("//w:tblW/@w:w") == ["8000"]


def test_a_fixed_layout_shares_what_is_left_evenly(word):
    document = word(
        "<table><colgroup><col class='a'/><col/><col/></colgroup><tbody><tr><td>A</td>"
        "<td>a much longer text than the other</td><td>C</td></tr></tbody></table>",
        CSS + "table { table-layout: fixed } .a { width: 100pt }",
    )
    assert widths(document) == [2000, 3000, 3000]


def test_an_automatic_layout_shares_by_the_length_of_the_text(word):
    document = word(
        "<table><tbody><tr><td>A</td><td>a much longer text than the other one</td></tr>"
        "<tr><td colspan='2'>a text over both that says nothing of either of them</td></tr>"
        "</tbody></table>",
        CSS,
    )
    first, second = widths(document)
    assert first + second == 8000
    assert second > 2 * first


def test_the_first_rows_cells_may_say_the_widths(word):
    document = word(PLAIN, CSS + "td:first-child { width: 25% }")
    assert widths(document) == [2000, 6000]


def test_columns_that_ask_for_too_much_are_scaled(word):
    document = word(
        "<table><colgroup><col/><col/></colgroup><tbody><tr><td>A</td><td>B</td></tr></tbody>"
        "</table>",
        CSS + "col { width: 400pt }",
    )
    assert widths(document) == [4000, 4000]


def test_spans_join_cells_across_and_down(word):
    document = word(
        "<table><tbody><tr><td rowspan='3'>A</td><td colspan='2'>B</td></tr>"
        "<tr><td>C</td><td rowspan='2'>D</td></tr><tr><td>E</td></tr></tbody></table>",
        CSS,
    )
    rows = [
        [
            (
                "".join(cell.itertext()),
                [child.tag.split("}")[1] for child in cell[0]].count("vMerge"),
            )
            for cell in row.iterchildren("{*}tc")
        ]
        for row in document.xpath("//w:tr")
    ]
    assert rows == [
        [("A", 1), ("B", 0)],
        [("", 1), ("C", 0), ("D", 1)],
        [("", 1), ("E", 0), ("", 1)],
    ]
    assert document.xpath("//w:gridSpan/@w:val") == ["2"]
    assert document.xpath("//w:vMerge/@w:val") == ["restart", "restart"]


def test_a_row_short_of_cells_is_filled(word):
    document = word(
        "<table><tbody><tr><td>A</td><td>B</td></tr><tr><td>C</td></tr></tbody></table>", CSS
    )
    assert document.xpath("count(//w:tr[2]/w:tc)") == 2


def test_borders_and_backgrounds_of_rows_and_groups_reach_the_cells(word):
    document = word(
        "<table><thead><tr><th scope='col'>H</th></tr></thead><tbody><tr><td>A</td></tr>"
        "<tr class='r'><td>B</td></tr><tr><td class='c'>C</td></tr></tbody></table>",
        CSS + "thead { background: #eeeeee; border-top: 2pt solid #111111;"
        " border-bottom: 1pt solid #222222 } .r { border-bottom: 1pt dotted #333333;"
        " background: #dddddd } .c { background: #cccccc; border-left: 3pt double #444444;"
        " padding: 9pt; vertical-align: middle }",
    )
    assert document.xpath("//w:tc/w:tcPr/w:shd/@w:fill") == ["EEEEEE", "DDDDDD", "CCCCCC"]
    borders = [
        [(side.tag.split("}")[1], side.values()[0]) for side in cell]
        for cell in document.xpath("//w:tcBorders")
    ]
    assert borders == [
        [("top", "single"), ("bottom", "single")],
        [("bottom", "dotted")],
        [("left", "double")],
    ]
    assert document.xpath("count(//w:tcMar)") == 3, "the style has the last cell's"
    assert document.xpath("//w:vAlign/@w:val")[-1] == "center"


def test_a_tables_own_borders_are_its_styles(word):
    document = word(PLAIN, CSS + "table { border: 1pt solid #abcdef }")
    assert document.style("Data Table").count('color="ABCDEF"') == 4


def test_tables_in_a_row_stay_two(word):
    document = word(PLAIN + PLAIN, CSS + "table { margin: 0 0 7pt }")
    assert [line.split(" | ")[0] for line in document.listing()].count("Spacing 7pt") == 1


def test_margins_of_a_table_go_to_its_neighbours(word):
    document = word(f"<p>x</p>{PLAIN}<p>y</p>", CSS + "table { margin: 20pt 0 30pt }")
    assert document.listing()[0] == "Body Text | x"
    assert 'after="400"' in document.style("Body Text")
    assert 'before="600"' in document.style("Body Text First")


def test_blocks_in_cells_are_blocks(word):
    document = word(
        "<table><tbody><tr><td class='key'><p>A</p><ul><li>B</li></ul></td><td><table><tbody>"
        "<tr><td>C</td></tr></tbody></table></td><td></td><td><ul></ul></td></tr></tbody></table>",
        CSS,
    )
    texts = [line.split(" | ") for line in document.listing()]
    assert [text for _, text in texts] == ["A", "B", "C", "", "", "", ""]
    assert texts[0][0].startswith("Key")


def test_rows_cells_and_tables_can_be_led_to(word):
    document = word(
        "<p><a href='#t'>t</a><a href='#r'>r</a><a href='#c'>c</a></p><table id='t'><tbody>"
        "<tr id='r'><td id='c'>A</td><td>B</td></tr></tbody></table>",
        CSS,
    )
    assert document.xpath("//w:body/w:bookmarkStart/@w:name") == ["t"]
    assert document.xpath("//w:tc//w:bookmarkStart/@w:name") == ["r", "c"]


def test_a_row_may_begin_a_page_and_stay_with_the_next(word):
    document = word(
        "<table><tbody><tr class='a'><td>A</td></tr><tr class='b'><td>B</td></tr></tbody></table>",
        CSS + ".a { break-after: avoid } .b { break-before: page }",
    )
    first, second = (line.split(" | ")[0] for line in document.listing()[:2])
    assert "<keepNext/>" in document.style(first)
    assert "<pageBreakBefore/>" in document.style(second)


def test_hidden_rows_and_empty_tables_are_left_out(word):
    document = word(
        "<table><tbody><tr><td>A</td></tr><tr class='no'><td>B</td></tr></tbody></table>"
        "<table><caption class='no'>x</caption></table>",
        CSS + ".no { display: none }",
    )
    assert [line.split(" | ")[1] for line in document.listing()] == ["A", "", ""]


def test_cells_of_text_alone_differ_in_nothing_but_their_text(word):
    css = CSS + "td.g::before { content: attr(id) '! ' } td.s { white-space: pre }"
    document = word(
        "<table><tbody>"
        "<tr id='r1'><td>A  &amp; b</td><td class='g' id='x'>C</td><td class='s'>D  e</td></tr>"
        "<tr id='r2'><td> B &lt; c </td><td class='g' id='y'>C</td><td class='s'>F  g</td></tr>"
        "<tr><td>co\u00adop</td><td class='g' id='z'>C</td><td class='s'>H</td></tr>"
        "</tbody></table>",
        css,
    )
    assert [line.split(" | ")[1] for line in document.listing()] == [
        *("A & b", "x! C", "D  e"),
        *("B < c", "y! C", "F  g"),
        *("coop", "z! C", "H"),
        "",
    ]
    assert document.xpath("//w:bookmarkStart/@w:name") == ["r1", "x", "r2", "y", "z"]


def test_many_rows_ask_for_few_styles(word):
    rows = "".join(
        f'<tr id="p-{n}"><th scope="row" class="key">{n}</th><td>A {n}</td>'
        f'<td lang="ru">Б {n}</td></tr>'
        for n in range(200)
    )
    document = word(f"<table><tbody>{rows}</tbody></table>", CSS)
    assert len(document.names("paragraph")) <= 8
    assert len(document.xpath("//w:tr")) == 200
