"""Review tables come back as people leave them: every row right, or said to be wrong."""

import pytest

from briefgen.translation.word_reader import read_table
from tests.content.meeting import STATEMENT, STATEMENT_RU, changed, write_project
from tests.translation.tables import COLUMNS, W, changes, codes, element, make_table, returned, take

RU = "content/lake/statement.ru.yaml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture
def project(tmp_path):
    return write_project(tmp_path)


@pytest.fixture
def table(project):
    return make_table(project)


def run(text, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def tracked(kind, text, inner="t", author="N. N."):
    return (
        f'<w:{kind} w:id="9" w:author="{author}" w:date="2030-05-06T07:08:09Z">'
        f"<w:r><w:{inner}>{text}</w:{inner}></w:r></w:{kind}>"
    )


def imported(project, table, revisions="fail"):
    """Return what the table changes, and the codes of what is said of it."""
    written, problems = returned(project, table.save(), revisions)
    return (None if written is None else changes(written)), codes(problems)


# --- nothing, or one cell ------------------------------------------------------------------


def test_a_table_that_nobody_touched_changes_nothing(project, table):
    assert imported(project, table) == ({}, [])


def test_a_new_translation_is_a_draft_unless_the_table_says_more(project, table):
    table.set("2", "target", "Снова встретятся.")
    table.set("1.a", "target", "По дороге.")
    table.set("1.a", "status", " Reviewed. ")
    assert imported(project, table) == (
        {"2": ("Снова встретятся.", "draft"), "1.a": ("По дороге.", "reviewed")},
        [],
    )


def test_a_status_alone_is_taken(project, table):
    table.set("2", "status", "approved")
    assert imported(project, table) == ({"2": ("Встретятся.", "approved")}, [])


def test_a_status_that_is_none_is_told(project, table):
    table.set("2", "status", "fertig")
    written, [problem] = returned(project, table.save())
    assert changes(written) == {}
    assert (problem.code, str(problem.place)) == ("R110", "back.docx:1:1")
    assert "row 7 (2)" in problem.message
    assert problem.hint == "it is draft, reviewed or approved"


# --- rows ----------------------------------------------------------------------------------


def test_a_deleted_row_is_told_and_content_keeps_its_text(project, table):
    table.table.remove(table.row("2"))
    written, [problem] = returned(project, table.save())
    assert changes(written) == {}
    assert (problem.code, problem.message) == ("R105", "not in the file any more: 2")


def test_rows_in_another_order_are_still_themselves(project, table):
    table.set("2", "target", "Снова.")
    rows = table.rows()
    for row in reversed(rows):
        table.table.remove(row)
        table.table.append(row)
    assert imported(project, table) == ({"2": ("Снова.", "draft")}, [])


def test_a_row_that_was_copied_counts_once(project, table):
    table.copy("2")
    assert imported(project, table) == ({}, [])


def test_a_row_that_stands_twice_with_two_texts_stops_the_import(project, table):
    table.set(table.copy("2"), "target", "Иначе.")
    assert imported(project, table) == (None, ["R106"])


def test_a_row_that_was_added_stops_the_import_and_shows_its_text(project, table):
    made = table.copy("2")
    for column in ("key", "source"):
        table.fill(made, column, "")
    table.set(made, "target", "Новое.")
    written, [problem] = returned(project, table.save())
    assert (written, problem.code) == (None, "R107")
    assert "“Новое.” belongs to nothing in content" in problem.message
    assert problem.related == (("row 8", problem.place),)


def test_an_empty_row_is_no_matter(project, table):
    made = table.copy("2")
    for column in ("key", "source", "target"):
        table.fill(made, column, "")
    assert imported(project, table) == ({}, [])


def test_cells_that_were_merged_over_rows_stop_the_import(project, table):
    for key, kind in (("1.a", "restart"), ("2", "continue")):
        table.cell(key, "target").find(f"{W}tcPr").append(element(f'<w:vMerge w:val="{kind}"/>'))
    written, [problem] = returned(project, table.save())
    assert (written, problem.code) == (None, "R109")
    assert problem.message == "rows 6 (1.a), 7 (2): cells were merged or split"


def test_a_row_that_was_merged_into_another_stops_the_import(project, table):
    other = table.cell("2", "key").findall(f"{W}p")
    table.cell("1.a", "key").extend(other)
    assert imported(project, table)[1] == ["R109"]


def test_a_row_whose_cells_were_split_stops_the_import(project, table):
    table.row("2").append(element("<w:tc><w:p/></w:tc>"))
    assert imported(project, table) == (None, ["R109"])


def test_a_table_that_was_split_in_two_is_read_whole(project, table):
    table.set("2", "target", "Снова.")
    second = element("<w:tbl><w:tblPr/><w:tblGrid/></w:tbl>")
    second.extend(table.rows()[4:])
    table.table.addnext(second)
    assert imported(project, table) == ({"2": ("Снова.", "draft")}, [])


@pytest.mark.parametrize(
    "lost",
    [
        {"hidden": True},
        {"hidden": True, "bookmark": True},
        {"hidden": True, "bookmark": True, "visible": True},
        {"bookmark": True, "visible": True},
    ],
)
def test_a_row_is_known_by_whatever_is_left_of_what_names_it(project, table, lost):
    table.set("2", "target", "Снова.")
    table.strip("2", **lost)
    assert imported(project, table) == ({"2": ("Снова.", "draft")}, [])


def test_a_bookmark_of_a_copied_row_names_it_still(project, table):
    made = table.copy("2")
    table.table.remove(table.row("2"))
    assert made.getparent() is not None
    table.strip("2", hidden=True, visible=False)
    for run_ in list(table.cell(made, "key").iter(f"{W}r")):
        run_.getparent().remove(run_)
    table.set(made, "target", "Снова.")
    assert imported(project, table) == ({"2": ("Снова.", "draft")}, [])


# --- columns -------------------------------------------------------------------------------


def move_columns(table, *order):
    """Put the cells of all rows, headings too, in this order of their columns."""
    for row in table.table.findall(f"{W}tr"):
        cells = row.findall(f"{W}tc")
        for cell in cells:
            row.remove(cell)
        row.extend(cells[COLUMNS[name]] for name in order)


def head(table, column, text):
    """Type a heading."""
    table.fill(table.table.find(f"{W}tr"), column, run(text))


@pytest.mark.parametrize(
    "order",
    [
        ("key", "target", "source", "status", "comment"),
        ("comment", "status", "target", "source", "key"),
    ],
)
def test_columns_in_another_order_are_still_themselves(project, table, order):
    table.set("2", "target", "Снова.")
    table.set("2", "status", "reviewed")
    move_columns(table, *order)
    assert imported(project, table) == ({"2": ("Снова.", "reviewed")}, [])


def test_a_heading_may_be_one_of_the_language_s_names_its_tag_or_anything(project, table):
    table.set("2", "target", "Снова.")
    for source, target in (("English", "русский"), ("en", "RU"), ("Original", "Перевод")):
        head(table, "source", source)
        head(table, "target", target)
        assert imported(project, table) == ({"2": ("Снова.", "draft")}, [])
    head(table, "target", "Русский")
    move_columns(table, "key", "target", "source", "status", "comment")
    assert imported(project, table) == ({"2": ("Снова.", "draft")}, [])


def test_a_table_without_headings_has_the_columns_as_they_were_exported(project, table):
    table.set("2", "target", "Снова.")
    table.table.remove(table.table.find(f"{W}tr"))
    assert imported(project, table) == ({"2": ("Снова.", "draft")}, [])


def test_texts_that_were_swapped_under_their_headings_are_refused_in_one_line(project, table):
    for row in table.rows():
        cells = row.findall(f"{W}tc")
        cells[COLUMNS["source"]].addprevious(cells[COLUMNS["target"]])
    code, message = refused(project, table.save())
    assert (code, message) == (
        "R017",
        "7 of the 7 translations are the same as their sources: nothing is imported",
    )


@pytest.mark.parametrize(
    ("lost", "told"),
    [
        (("status",), "status"),
        (("comment",), "comment"),
        (("status", "comment"), "status or comment"),
        (("key",), "key"),
        (("source",), "source"),
    ],
)
def test_columns_that_are_missing_are_said_once_and_the_others_taken(project, table, lost, told):
    table.set("2", "target", "Снова.")
    move_columns(table, *(name for name in COLUMNS if name not in lost))
    written, [problem] = returned(project, table.save())
    assert changes(written) == {"2": ("Снова.", "draft")}
    assert (problem.code, problem.message) == ("R016", f"the table has no {told} column")


def test_a_table_without_translations_is_refused(project, table):
    move_columns(table, "key", "source", "status", "comment")
    assert refused(project, table.save())[0] == "R016"


def test_a_column_of_one_s_own_is_left_out_and_said_and_a_language_s_second_refused(project, table):
    for row in table.table.findall(f"{W}tr"):
        row.append(element("<w:tc><w:p><w:r><w:t>Mine</w:t></w:r></w:p></w:tc>"))
    written, [problem] = returned(project, table.save())
    assert (changes(written), problem.code) == ({}, "R016")
    assert problem.message == "the table has a column “Mine”, which is left out"
    table.table.find(f"{W}tr")[-1][0][0][0].text = "Русский"
    assert refused(project, table.save()) == ("R016", "the table has another column “Русский”")


# --- cells ---------------------------------------------------------------------------------


def test_a_translation_typed_into_the_source_is_told_and_not_imported(project, table):
    table.set("2", "source", "Они встретятся снова.")
    written, [problem] = returned(project, table.save())
    assert changes(written) == {}
    assert (problem.code, str(problem.place)) == ("R103", "content/lake/statement.yaml:15:38")
    assert problem.related[0][0] == "row 7"


def test_a_target_that_was_emptied_is_told_and_kept(project, table):
    table.fill("2", "target", "")
    written, [problem] = returned(project, table.save())
    assert changes(written) == {}
    assert (problem.code, str(problem.place)) == ("R104", f"{RU}:12:20")


def test_paragraphs_of_a_cell_become_one_and_that_is_told(project, table):
    table.fill("2", "target", run("Раз."), "", run("Два."))
    assert imported(project, table) == ({"2": ("Раз. Два.", "draft")}, ["R111"])


def test_marks_that_are_elements_in_word_are_characters(project, table):
    inner = "<w:r><w:t>а</w:t><w:softHyphen/><w:t>б</w:t><w:noBreakHyphen/><w:t>в</w:t><w:tab/>"
    table.fill("2", "target", f"{inner}<w:t>г</w:t><w:br/><w:t>д</w:t></w:r>")
    assert imported(project, table) == ({"2": ("а\u00adб\u2011в г д", "draft")}, [])


def test_quotes_that_autocorrect_changed_are_a_change(project, table):
    table.set("2", "target", "«Встретятся».")
    assert imported(project, table) == ({"2": ("«Встретятся».", "draft")}, [])


def test_no_break_spaces_are_kept_in_what_is_new_and_alone_are_no_change(project, table):
    table.set("2", "target", "Встретятся\u00a05\u00a0мая.")
    table.set("1.a", "target", "По\u00a0дорогам.")
    assert imported(project, table) == ({"2": ("Встретятся\u00a05\u00a0мая.", "draft")}, [])


def test_a_field_is_its_result(project, table):
    code = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>5 мая</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    simple = '<w:fldSimple w:instr="TIME"><w:r><w:t> 2030</w:t></w:r></w:fldSimple>'
    table.fill("2", "target", run("До ") + code + simple + run("."))
    assert imported(project, table) == ({"2": ("До 5 мая 2030.", "draft")}, [])


def test_hidden_text_is_left_out_and_told(project, table):
    table.fill("2", "target", run("Видно.") + run("тайна", "<w:vanish/>"))
    written, [problem] = returned(project, table.save())
    assert changes(written) == {"2": ("Видно.", "draft")}
    assert (problem.code, "“тайна”" in problem.message) == ("R112", True)
    table.fill("2", "target", run("Видно.", '<w:vanish w:val="0"/>'))
    assert imported(project, table)[1] == []


def test_text_that_a_style_hides_is_left_out_too(project, table):
    style = b'<w:style w:type="character" w:styleId="X"><w:rPr><w:vanish/></w:rPr></w:style>'
    styles = table.parts["word/styles.xml"]
    table.parts["word/styles.xml"] = styles.replace(b"</w:styles>", style + b"</w:styles>")
    table.fill("2", "target", run("Видно.") + run("тайна", '<w:rStyle w:val="X"/>'))
    assert imported(project, table) == ({"2": ("Видно.", "draft")}, ["R112"])


def test_a_footnote_is_left_out_and_told_with_its_words(project, table):
    note = element('<w:footnotes><w:footnote w:id="2"><w:p/></w:footnote></w:footnotes>')
    note[0][0].append(element("<w:r><w:t>Сноска.</w:t></w:r>"))
    add_part(table, "footnotes", note)
    table.fill("2", "target", run("Текст") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    written, [problem] = returned(project, table.save())
    assert changes(written) == {"2": ("Текст", "draft")}
    assert (problem.code, "“Сноска.”" in problem.message) == ("R112", True)


def test_a_picture_in_a_translation_is_told(project, table):
    table.fill("2", "target", run("Текст") + "<w:r><w:drawing/></w:r>")
    assert imported(project, table) == ({"2": ("Текст", "draft")}, ["R112"])


@pytest.mark.parametrize(("column", "where"), [("target", ""), ("comment", ", comment")])
def test_a_table_inside_a_cell_is_left_out_and_said(project, table, column, where):
    inner = "<w:tr><w:tc><w:p><w:r><w:t>Внутри.</w:t></w:r></w:p></w:tc></w:tr>"
    table.cell("2", column).insert(1, element(f"<w:tbl>{inner}</w:tbl>"))
    written, [problem] = returned(project, table.save())
    assert changes(written) == {}
    assert (problem.code, problem.message) == ("R112", f"row 7 (2){where}: a table is left out")


def test_text_in_a_content_control_or_link_is_read_once(project, table):
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('раз ')}</w:sdtContent></w:sdt>"
    link = f"<w:hyperlink>{run('два')}</w:hyperlink>"
    table.fill("2", "target", control + link)
    assert imported(project, table) == ({"2": ("раз два", "draft")}, [])


def test_a_row_in_a_content_control_is_a_row(project, table):
    table.set("2", "target", "Снова.")
    row = table.row("2")
    control = element("<w:sdt><w:sdtPr/><w:sdtContent/></w:sdt>")
    row.addprevious(control)
    control[1].append(row)
    written, problems = returned(project, table.save())
    assert (changes(written), problems) == ({"2": ("Снова.", "draft")}, [])


# --- tracked changes -------------------------------------------------------------------------

EDITED = run("Встретятся") + tracked("ins", " снова") + tracked("del", " там", "delText") + run(".")


@pytest.mark.parametrize(
    ("revisions", "text"),
    [("accept", "Встретятся снова."), ("reject", "Встретятся там.")],
)
def test_tracked_changes_are_taken_as_asked(project, table, revisions, text):
    table.fill("2", "target", EDITED)
    assert imported(project, table, revisions) == ({"2": (text, "draft")}, [])


def test_tracked_changes_stop_the_import_and_are_told_with_who_made_them(project, table):
    table.fill("2", "target", EDITED, tracked("moveTo", "!", author="M. M."))
    written, problems = returned(project, table.save())
    problem = next(problem for problem in problems if problem.code == "R007")
    assert written is None
    assert problem.message == ("3 tracked changes are left, by M. M. 2030-05-06, N. N. 2030-05-06")
    assert "--revisions" in problem.hint


@pytest.mark.parametrize(("revisions", "text"), [("accept", "а"), ("reject", "ав")])
def test_an_insertion_inside_a_deletion_was_never_there(project, table, revisions, text):
    inside = tracked("ins", "б").replace("<w:t>", "<w:delText>").replace("</w:t>", "</w:delText>")
    deletion = tracked("del", "в", "delText").replace("</w:del>", f"{inside}</w:del>")
    table.fill("2", "target", run("а") + deletion)
    assert imported(project, table, revisions)[0] == {"2": (text, "draft")}


@pytest.mark.parametrize(("revisions", "text"), [("accept", "раздва"), ("reject", "раз два")])
def test_a_paragraph_mark_that_was_deleted_joins_two(project, table, revisions, text):
    mark = '<w:pPr><w:rPr><w:del w:id="3" w:author="N. N."/></w:rPr></w:pPr>'
    table.fill("2", "target", mark + run("раз"), run("два"))
    assert imported(project, table, revisions)[0] == {"2": (text, "draft")}


@pytest.mark.parametrize(("revisions", "told"), [("accept", ["R105"]), ("reject", [])])
def test_a_row_that_was_deleted_in_a_tracked_way_is_taken_as_asked(project, table, revisions, told):
    table.row("2").find(f"{W}trPr").append(element('<w:del w:id="3" w:author="N. N."/>'))
    assert imported(project, table, revisions) == ({}, told)
    assert "R007" in imported(project, table)[1]


# --- comments --------------------------------------------------------------------------------


def add_part(table, kind, root):
    from lxml import etree  # noqa: PLC0415 - only here

    table.parts[f"word/{kind}.xml"] = etree.tostring(root)
    table.relate(f"{OFFICE}/{kind}", f"{kind}.xml")


def commented(table):
    comments = element(
        '<w:comments><w:comment w:id="7" w:author="N. N." w:date="2030-05-06T07:08:09Z"><w:p/>'
        "</w:comment></w:comments>"
    )
    comments[0][0].append(element("<w:r><w:t>Точно?</w:t></w:r>"))
    add_part(table, "comments", comments)
    table.cell("2", "target")[-1].append(element('<w:r><w:commentReference w:id="7"/></w:r>'))
    table.fill("1 heading", "comment", run("Или «коммерция»."), run("Спросить."))


def test_comments_are_imported_once_however_often_they_come(project, table):
    commented(table)
    _, problems = take(project, table.save())
    assert problems == []
    first = (project.root / RU).read_text()
    assert first.startswith(STATEMENT_RU)
    assert first.removeprefix(STATEMENT_RU).count("- id:") == 3
    assert "unit: 1/heading" in first
    assert 'author: N. N.\n    date: "2030-05-06"\n    text: Точно?' in first
    take(project, table.save())
    assert (project.root / RU).read_text() == first


def test_comments_go_out_with_the_next_table_and_are_no_new_ones_then(project, table):
    commented(table)
    take(project, table.save())
    again = make_table(project)
    assert again.text("2", "comment") == "N. N.: Точно?"
    written, problems = returned(project, again.save())
    assert ({*written.files.values()}, problems) == ({None}, [])


# --- files that are something else -------------------------------------------------------------


def refused(project, data):
    before = {p: p.read_bytes() for p in project.root.rglob("*") if p.is_file()}
    written, problems = returned(project, data)
    assert written is None
    assert {p: p.read_bytes() for p in project.root.rglob("*") if p.is_file()} == before
    [problem] = problems
    assert problem.place.file == "back.docx"
    assert problem.hint
    return problem.code, problem.message


def test_a_word_file_that_is_no_table_is_refused(project, table):
    table.table.getparent().remove(table.table)
    assert refused(project, table.save())[0] == "R004"


def test_a_table_of_another_project_s_document_is_refused(project, table):
    name = "customXml/item1.xml"
    table.parts[name] = table.parts[name].replace(b"lake/statement", b"sea/statement")
    code, message = refused(project, table.save())
    assert (code, "'sea/statement'" in message) == ("R005", True)


def test_rows_of_another_document_s_table_are_refused(project, table):
    other = changed(STATEMENT, "They meet again.", "They part.")
    (project.root / "content/lake/statement.yaml").write_text(other)
    strange = make_table(project)
    (project.root / "content/lake/statement.yaml").write_text(STATEMENT)
    table.row("2").getparent().replace(table.row("2"), strange.row("2"))
    code, message = refused(project, table.save())
    assert (code, message) == ("R005", "from another table: row 7")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'target_language="ru"', b'target_language="kk"', "into 'kk'"),
        (b'target_language="ru"', b'target_language="en"', "into 'en'"),
        (b'source_language="en"', b'source_language="ru"', "from 'ru'"),
    ],
)
def test_a_table_of_another_language_is_refused(project, table, old, new, words):
    name = "customXml/item1.xml"
    table.parts[name] = table.parts[name].replace(old, new)
    code, message = refused(project, table.save())
    assert (code, words in message) == ("R006", True)


@pytest.mark.parametrize("kept", [4, 60, 3000])
def test_a_truncated_file_is_refused(project, table, kept):
    assert refused(project, table.save()[:kept])[0] == "R001"


@pytest.mark.parametrize("data", [b"", b"text", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_file_of_no_such_format_is_refused(project, data):
    assert refused(project, data)[0] == "R001"


def test_a_bomb_is_refused_before_it_is_unpacked(project, table):
    table.parts["word/media/a.png"] = bytes(5_000_000)
    assert "unpacks to" in refused(project, table.save())[1]


def test_a_document_type_is_refused(project, table):
    table.parts["word/styles.xml"] = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    code, message = refused(project, table.save())
    assert (code, "document type" in message) == ("R001", True)


def test_macros_and_what_lies_outside_are_refused(project, table):
    table.relate("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "v.bin")
    assert refused(project, table.save())[0] == "R002"
    other = make_table(project)
    other.relate(f"{OFFICE}/attachedTemplate", "http://x.example/a", ' TargetMode="External"')
    assert refused(project, other.save())[0] == "R003"
    linked = make_table(project)
    linked.relate(f"{OFFICE}/hyperlink", "https://x.example/a", ' TargetMode="External"')
    assert imported(project, linked) == ({}, [])


@pytest.mark.parametrize("code", ["DDEAUTO c:\\\\a.exe", " INCLUDETEXT x", "dde a b"])
def test_fields_that_fetch_are_refused(project, table, code):
    table.fill("2", "target", f"<w:r><w:instrText>{code}</w:instrText></w:r>")
    assert refused(project, table.save())[0] == "R002"


def test_without_the_custom_xml_part_properties_and_rows_say_the_same(project, table):
    whole, _ = read_table(table.save(), "a.docx", "fail")
    name = "word/_rels/document.xml.rels"
    table.parts[name] = table.parts[name].replace(b"relationships/customXml", b"relationships/no")
    table.parts.pop("customXml/item1.xml")
    poor, problems = read_table(table.save(), "a.docx", "fail")
    assert (poor, problems) == (whole, [])
