"""Tables keep their headings, spans, widths and looks."""

import pytest
from lxml import etree

from tests.writers.docx.word_document import W, plain

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


@pytest.mark.parametrize(
    ("css", "whole"), [("", [1, 0, 0]), ("tr { break-inside: avoid }", [1, 1, 0])]
)
def test_no_row_is_kept_whole_that_could_leave_a_fifth_of_a_page_blank(word, css, whole):
    rows = "".join(f"<tr><td>{'word ' * words}</td></tr>" for words in (20, 100, 200))
    document = word(f"<table><tbody>{rows}</tbody></table>", CSS + css)
    count = "count(//w:tr[{}]/w:trPr/w:cantSplit)"
    assert [document.xpath(count.format(number)) for number in (1, 2, 3)] == whole


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


def test_the_widest_of_the_cells_says_the_width_but_in_a_fixed_layout(word):
    body = f"<table><tbody>{'<tr><td>A</td><td>B</td></tr>' * 3}</tbody></table>"
    css = CSS + "tr td:first-child { width: 80pt } tr:last-child td:first-child { width: 100pt }"
    assert widths(word(body, css)) == [2000, 6000]
    assert widths(word(body, f"{css} table {{ table-layout: fixed }}")) == [1600, 6400]


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


def body(*rows, head="", foot=""):
    """Return a table; a row is its cells' markup, or their texts with a bar between."""

    def group(name, rows):
        return f"<{name}>{''.join(f'<tr>{cells(row)}</tr>' for row in rows)}</{name}>"

    def cells(row):
        if row.startswith("<"):
            return row
        return "".join(f"<td>{text}</td>" for text in row.split("|"))

    head = "".join(f"<th scope='col'>{text}</th>" for text in head.split("|") if text)
    parts = [group("thead", [head]) if head else "", group("tbody", rows)]
    return f"<table>{''.join(parts)}{group('tfoot', [foot]) if foot else ''}</table>"


def conditional(document, name="Data Table"):
    """Return part of the table → what its style says of it, and what the table switches on."""
    (style,) = (s for s in document.styles.values() if document.name(s.get(W + "styleId")) == name)
    parts = {part.get(W + "type"): plain(part) for part in style.iterchildren(W + "tblStylePr")}
    (look,) = document.xpath("//w:tblLook")
    flags = {etree.QName(key).localname: value == "1" for key, value in look.attrib.items()}
    names = {"noHBand": "bands", "noVBand": "columns"}
    return parts, {names.get(key, key) for key in flags if flags[key] != (key in names)}


def line(side, size, color, style="single"):
    return f'<{side} val="{style}" sz="{size}" space="0" color="{color}"/>'


def test_lines_that_cells_share_are_those_of_the_table_s_style(word):
    css = "td { border-bottom: 0.5pt solid #cccccc } thead th { border: 0 solid #111111;"
    css += " border-width: 1pt 0; vertical-align: bottom }"
    document = word(body("A|B", "C|D", "E|F", head="X|Y"), CSS + css)
    top, bottom, inside = line("top", 8, "111111"), line("bottom", 4, "CCCCCC"), "insideH"
    borders = f"<tblBorders>{top}{bottom}{line(inside, 4, 'CCCCCC')}</tblBorders>"
    assert borders in document.style("Data Table")
    head = f"<tcBorders>{line('bottom', 8, '111111')}</tcBorders>"
    parts, switched = conditional(document)
    assert parts == {"firstRow": f'<tcPr>{head}<vAlign val="bottom"/></tcPr>'}
    assert switched == {"firstRow"}
    assert document.xpath("string(//w:tblLook/@w:val)") == "0620"
    assert document.direct_formatting() == []


def test_columns_and_last_rows_of_their_own_look_are_parts_of_the_style(word):
    css = "td, th { border: 0.5pt solid #cccccc } td:first-child { background: #ddeeff;"
    css += " border-right: 2pt solid #0000ff } thead th { background: #000080;"
    css += " border-left-style: hidden } tfoot td { border-top: 1.5pt double #ff0000 }"
    css += " thead th:first-child { border-right-style: hidden }"
    document = word(body("A|B|C", "D|E|F", head="X|Y|Z", foot="1|2|3"), CSS + css)
    parts, switched = conditional(document)
    assert switched == {"firstRow", "lastRow", "firstColumn"}
    assert '<insideV val="nil"/>' in parts["firstRow"]
    assert 'fill="000080"' in parts["firstRow"]
    assert parts["nwCell"] == '<tcPr><shd val="clear" color="auto" fill="000080"/></tcPr>'
    assert line("top", 4, "FF0000", "double") in parts["lastRow"]
    assert line("right", 16, "0000FF") in parts["firstCol"]
    assert document.xpath("count(//w:shd | //w:vAlign)") == 0


def test_a_footer_has_the_looks_of_neither_stripes_nor_the_first_column(word):
    css = "tbody th { background: #ddeeff } tbody tr:nth-child(even) td { background: #eeeeee }"
    rows = ["<th scope='row'>A</th><td>B</td><td>C</td>"] * 4
    document = word(body(*rows, foot="1|2|3"), CSS + css)
    parts, switched = conditional(document)
    white = '<tcPr><shd val="clear" color="auto" fill="FFFFFF"/></tcPr>'
    assert parts["lastRow"] == parts["swCell"] == white
    assert switched == {"lastRow", "firstColumn", "bands"}
    assert document.direct_formatting() == []


def test_a_table_of_a_header_or_a_footer_alone_has_its_looks(word):
    css = "th { background: #ddeeff; vertical-align: bottom } td { background: #eeeeee }"
    css += " th, td { border-bottom: 1pt solid #123456 }"
    document = word(f"{body(head='A|B').replace('<tbody></tbody>', '')}", CSS + css)
    style = document.style("Data Table")
    assert 'fill="DDEEFF"/><vAlign val="bottom"/>' in style
    assert line("bottom", 8, "123456") in style
    assert document.direct_formatting() == []
    document = word("<table><tfoot><tr><td>A</td><td>B</td></tr></tfoot></table>", CSS + css)
    assert 'fill="EEEEEE"/>' in document.style("Data Table")
    assert document.direct_formatting() == []


def test_stripes_of_odd_rows_are_the_first_band_and_nothing_is_white_over_them(word):
    css = "tbody tr:nth-child(odd) { background: #eeeeee }"
    document = word(body("A|B", "C|D", "E|F", "G|H", "I|J"), CSS + css)
    parts, _ = conditional(document)
    assert parts == {"band1Horz": '<tcPr><shd val="clear" color="auto" fill="EEEEEE"/></tcPr>'}
    assert "FFFFFF" not in document.style("Data Table")
    assert document.direct_formatting() == []


def test_three_striped_rows_have_bands_too(word):
    css = "tbody tr:nth-child(even) { background: #eeeeee }"
    document = word(body("A|B", "C|D", "E|F"), CSS + css)
    assert list(conditional(document)[0]) == ["band2Horz"]
    assert document.direct_formatting() == []


def test_stripes_are_bands_of_the_style(word):
    css = "tbody tr:nth-child(even) { background: #eeeeee }"
    document = word(body("A|B", "C|D", "E|F", "G|H", head="X|Y"), CSS + css)
    parts, switched = conditional(document)
    assert parts == {"band2Horz": '<tcPr><shd val="clear" color="auto" fill="EEEEEE"/></tcPr>'}
    assert switched == {"firstRow", "bands"}
    assert '<tblStyleRowBandSize val="1"/>' in document.style("Data Table")
    assert document.direct_formatting() == []


def test_lines_below_every_other_row_are_bands_of_the_style(word):
    css = "tr:nth-child(2n + 1) td { border-bottom: 1pt solid #123456 }"
    document = word(body("A", "B", "C", "D", "E", "F"), CSS + css)
    parts, _ = conditional(document)
    assert (
        parts["band1Horz"] == f"<tcPr><tcBorders>{line('bottom', 8, '123456')}</tcBorders></tcPr>"
    )
    assert "insideH" not in document.style("Data Table")
    assert document.direct_formatting() == []


def test_a_table_from_right_to_left_begins_on_the_right(word):
    css = "td { border-right: 1pt solid #ff0000; padding: 0 9pt 0 4pt }"
    css += " td:last-child { border-left: 3pt solid #0000ff }"
    document = word(body("ا|ب"), CSS + css, html='lang="fa" dir="rtl"')
    style = document.style("Data Table")
    assert line("left", 8, "FF0000") + line("right", 24, "0000FF") in style
    assert line("insideV", 8, "FF0000") in style
    assert '<left w="80" type="dxa"/><bottom w="0" type="dxa"/><right w="80" type="dxa"/>' in style
    assert '<ind left="100"/>' in document.style("Table Text")


def test_only_what_a_cell_has_of_its_own_is_said_at_the_cell(word):
    css = "td { border-bottom: 0.5pt solid #cccccc } .missing { background: #fdf0f0;"
    css += " vertical-align: bottom; border-left: 3pt solid #444444 }"
    rows = ["A|B", "<td>C</td><td class='missing'>D</td>", "E|F"]
    document = word(body(*rows), CSS + css)
    beside, own = line("right", 24, "444444"), line("left", 24, "444444")
    cells = [plain(cell).split('type="dxa"/>')[1] for cell in document.xpath("//w:tcPr")]
    shade = '<shd val="clear" color="auto" fill="FDF0F0"/><vAlign val="bottom"/>'
    assert cells == [
        *("", ""),
        *(f"<tcBorders>{beside}</tcBorders>", f"<tcBorders>{own}</tcBorders>{shade}"),
        *("", ""),
    ]


def test_a_line_that_one_cell_lacks_is_taken_from_both_sides(word):
    css = "td { border-bottom: 0.5pt solid #cccccc } .open { border-bottom-style: none }"
    document = word(body("<td class='open'>A</td><td>B</td>", "C|D", "E|F"), CSS + css)
    taken = [
        (place, [side.tag.split("}")[1] for side in cell.iter() if "nil" in side.values()])
        for place, cell in enumerate(document.xpath("//w:tc"))
        if cell.find(f".//{W}tcBorders") is not None
    ]
    assert taken == [(0, ["bottom"]), (2, ["top"])]


def test_a_cell_that_meets_one_with_a_line_of_its_own_says_its_whole_side(word):
    """Under the wide cell one line is other than usual: those on both sides say what is drawn."""
    css = "td { border-bottom: 1pt solid #999999 } .own { border-top: 2pt solid #ff0000 }"
    rows = ["<td colspan='2'>A</td>", "<td class='own'>B</td><td>C</td>", "D|E", "F|G", "H|I"]
    document = word(body(*rows), CSS + css)
    grey, red = line("{}", 8, "999999"), line("{}", 16, "FF0000")
    assert [plain(cell) for cell in document.xpath("//w:tcBorders")] == [
        *(grey.format("bottom"), red.format("top"), grey.format("top")),
    ]


def test_a_header_line_as_wide_as_others_and_of_another_colour_is_said_by_cells(word):
    """Of two lines as wide, the standard doesn't say which is drawn."""
    css = "td { border-bottom: 1pt solid #999999 } th { border-bottom: 1pt solid #ff0000 }"
    document = word(body("A", "B", "C", head="X"), CSS + css)
    red = line("{}", 8, "FF0000")
    lines = [plain(cell) for cell in document.xpath("//w:tcBorders")]
    assert lines == [red.format("bottom"), red.format("top")]


def test_no_line_crosses_a_cell_that_spans_rows(word):
    css = "td { border: 1pt solid #999999 } .wide { border-bottom: 3pt solid #ff0000 }"
    rows = ["<td rowspan='2'>A</td><td>B</td>", "<td>C</td>", "<td colspan='2' class='wide'>D</td>"]
    assert word(body(*rows), CSS + css).direct_formatting() == []
    rows = ["<td colspan='2' class='wide'>D</td>", "A|B", "C|D", "E|F"]
    document = word(body(*rows), CSS + css)
    lines = [plain(cell) for cell in document.xpath("//w:tcBorders")]
    below, above = line("bottom", 24, "FF0000"), line("top", 24, "FF0000")
    assert lines == [below, above, above]


def test_borders_and_backgrounds_of_rows_groups_and_tables_reach_the_cells(word):
    css = "table { background: #fefefe } tbody { border-bottom: 1pt solid #222222 }"
    css += " .r { border-bottom: 1pt dotted #333333; background: #dddddd }"
    rows = "<tr class='r'><td>A</td></tr><tr><td>B</td></tr><tr><td>C</td></tr>"
    document = word(f"<table><tbody>{rows}</tbody></table>", CSS + css)
    style = document.style("Data Table")
    assert '<shd val="clear" color="auto" fill="FEFEFE"/>' in style
    assert line("bottom", 8, "222222") in style
    assert document.xpath("//w:tcPr/w:shd/@w:fill") == ["DDDDDD"]
    dotted = [line(side, 8, "333333", "dotted") for side in ("bottom", "top")]
    assert [plain(cell) for cell in document.xpath("//w:tcBorders")] == dotted


def test_the_wider_border_wins_and_a_hidden_one_hides(word):
    css = "td { border: 1pt solid #000000 } .thick { border-top: 2pt solid #ff0000 }"
    css += " .none { border-bottom-style: hidden }"
    document = word(body("A", "<td class='thick'>B</td>"), CSS + css)
    assert line("insideH", 16, "FF0000") in document.style("Data Table")
    document = word(body("<td class='none'>A</td>", "<td class='thick'>B</td>"), CSS + css)
    assert "insideH" not in document.style("Data Table")


def test_room_that_a_cell_has_beyond_the_others_is_its_paragraphs(word):
    css = "td { padding: 2pt 4pt } .far { padding: 5pt 6pt 9pt 20pt }"
    table = body("A|<b>", "<td class='far'>B</td><td>C</td>").replace("<b>", "D")
    document = word(table, css)
    assert '<top w="40" type="dxa"/><left w="80" type="dxa"/>' in document.style("Data Table")
    assert '<ind left="320" right="40"' in document.style("Far")
    assert 'before="60" after="140"' in document.style("Far")
    assert document.direct_formatting() == []
    inner = "<td class='far'><table><tbody><tr><td>E</td></tr></tbody></table></td>"
    document = word(body("A", inner), css)
    assert [line.split(" | ")[0] for line in document.listing()[1:4]] == [
        *("Spacing 3pt", "Table Text", "Spacing 7pt"),
    ]


def test_borders_that_do_not_collapse_stand_apart(word):
    css = "table { border: 1pt solid #111111; border-spacing: 6pt } td { padding: 0 }"
    css += " .b { border: 2pt solid #222222 }"
    document = word(body("<td class='b'>A</td><td>B</td>"), css)
    style = document.style("Data Table")
    assert '<tblCellSpacing w="60" type="dxa"/>' in style
    assert style.count('color="111111"') == 4
    assert [len(cell) for cell in document.xpath("//w:tcBorders")] == [4]


def test_like_tables_share_a_style_and_others_have_the_next_name(word):
    css = "td { border-bottom: 1pt solid #111111 } .x td { border-color: #222222 }"
    one = body("A|B", "C|D")
    two = one.replace("<table>", "<table class='k'>")
    three = one.replace("<table>", "<table class='k'>")
    document = word(f"{two}{three}<section class='x'>{two}</section>", CSS + css)
    assert document.names("table")[1:] == ["K Table", "K Table in X"]


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
    assert [line.split(" | ")[1] for line in document.listing()] == ["A", ""]
    assert document.xpath("count(//w:tbl)") == 1


def test_cells_of_text_alone_differ_in_nothing_but_their_text(word):
    css = CSS + "td.g::before { content: attr(id) '! ' } td.s { white-space: pre-wrap }"
    document = word(
        "<table><tbody>"
        "<tr id='r1'><td>A  &amp; b</td><td class='g' id='x'>C</td><td class='s'>D  e</td></tr>"
        "<tr id='r2'><td> B &lt; c </td><td class='g' id='y'>C</td><td class='s'>F  g</td></tr>"
        "<tr><td>co\u00adop</td><td class='g' id='z'>C</td><td class='s'>H</td></tr>"
        "</tbody></table>",
        css,
    )
    assert [line.split(" | ")[1] for line in document.listing()] == [
        *("A & b", "x! C", "D e"),
        *("B < c", "y! C", "F g"),
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


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        ("", ""),
        ("tr:first-child { break-after: avoid }", "a"),
        ("tr:last-child { break-before: avoid }", "b"),
        ("table { break-inside: avoid }", "ab"),
    ],
)
def test_rows_stay_together_where_the_style_says_so(word, css, kept):
    rows = "".join(f"<tr><td>{text}</td></tr>" for text in "abc")
    document = word(f"<table><tbody>{rows}</tbody></table>", css)
    lines = [line.split(" | ") for line in document.listing()]
    assert "".join(text for name, text in lines if "<keepNext/>" in document.style(name)) == kept
