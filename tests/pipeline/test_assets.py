"""References in, bytes out, and nothing from outside the project's root."""

import os

import pytest

from briefgen.pipeline.assets import AssetReader, check_fonts
from briefgen.project import Config, Project, package_templates
from tests.pipeline.small import write
from tests.pipeline.test_images import picture, saved

PNG = saved(picture(), "PNG")
TTF = b"\x00\x01\x00\x00 a font"


def sheet(project, css, name="templates/base/style.css"):
    write(project.root, name, css)
    sheets, found = AssetReader(project).stylesheets("note", "staff")
    return sheets, [(d.code, str(d.place)) for d in found]


def image(project, source, **files):
    images, problems = AssetReader(project).images({source: 7}, "content/ferry")
    assert all(problem.element == 7 for problem in problems)
    return images, [problem.diagnostic for problem in problems]


def test_the_chain_goes_from_what_all_share_to_what_is_an_audience_s_own(project):
    names = ["base/style.css", "kinds/note.css", "theme.css", "audiences/staff/style.css"]
    for name in names:
        write(project.root, f"templates/{name}", f"/* {name} */")
    write(project.root, "templates/audiences/other/style.css", "")
    sheets, found = AssetReader(project).stylesheets("note", "staff")
    assert [s.path for s in sheets.stylesheets] == [f"templates/{name}" for name in names]
    assert sheets.stylesheets[1].text == b"/* kinds/note.css */"
    assert found == []


def test_the_package_s_stylesheet_stands_in_for_one_that_the_project_lacks(project):
    sheets, _ = AssetReader(project).stylesheets("note", "staff")
    assert sheets.stylesheets[0].path == "package:base/style.css"
    assert sheets.stylesheets[0].text == (package_templates() / "base/style.css").read_bytes()


def test_a_document_from_right_to_left_has_its_running_heads_mirrored(project):
    sheets, _ = AssetReader(project).stylesheets("note", "staff", "rtl")
    base, mirrored = (sheet.text.decode() for sheet in sheets.stylesheets[:2])
    assert sheets.stylesheets[1].path == "package:base/rtl.css"
    for vertical in ("top", "bottom"):
        for side, other in (("left", "right"), ("right", "left")):
            content = _content(base, f"@{vertical}-{side}")
            assert content
            assert _content(mirrored, f"@{vertical}-{other}") == content


def _content(css: str, box: str) -> str:
    return css.partition(f"{box} {{")[2].partition("content: ")[2].partition(";")[0]


def test_an_audience_s_reference_is_read_once(project):
    path = "templates/audiences/staff/reference.docx"
    write(project.root, path, b"PK")
    reader = AssetReader(project)
    reference, found = reader.reference("note", "staff")
    assert (reference.path, reference.data, found) == (path, b"PK", [])
    assert reader.reference("note", "staff")[0] is reference
    assert reader.reference("note", "public") == (None, [])


def test_a_kind_s_own_reference_comes_before_the_audience_s(project):
    for name in ("reference.docx", "reference.table.docx"):
        write(project.root, f"templates/audiences/staff/{name}", name.encode())
    reader = AssetReader(project)
    assert reader.reference("table", "staff")[0].data == b"reference.table.docx"
    assert reader.reference("note", "staff")[0].data == b"reference.docx"


def test_a_reference_that_leads_out_of_the_project_is_refused_at_its_place(project, tmp_path):
    write(tmp_path, "elsewhere.docx", b"PK")
    path = project.root / "templates/audiences/staff/reference.docx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(tmp_path / "elsewhere.docx")
    reference, found = AssetReader(project).reference("note", "staff")
    assert reference is None
    assert [(d.code, str(d.place)) for d in found] == [
        ("G002", "templates/audiences/staff/reference.docx:1:1")
    ]


def test_fonts_and_images_are_read_from_the_stylesheet_s_folder(project):
    write(project.root, "templates/base/a b.ttf", TTF)
    write(project.root, "templates/logo.png", PNG)
    css = (
        "@font-face { font-family: A; src: url(a%20b.ttf) }\n"
        '@media print { p { background: url("../logo.png#x"), url(#y) } }'
    )
    sheets, found = sheet(project, css)
    assert found == []
    assert sheets.files == {"templates/base/a b.ttf": TTF, "templates/logo.png": PNG}


@pytest.mark.parametrize(
    "address",
    [
        "http://x.example/a.png", "https://x.example", "ftp://x.example/a", "//x.example/a.png",
        "file:///etc/passwd", "FILE:/etc/passwd", "data:image/svg+xml,x", "data:image/png;base64,",
        "javascript:x", "/etc/passwd", "../../../etc/passwd", "..%2f..%2f..%2fetc/passwd",
        "%252e%252e/%252e%252e/%252e%252e/etc/passwd", "a.png?x", "../..", "a\\\\b.png", "a%00.png",
        "http:%2f%2fx.example", "",
    ],
)  # fmt: skip
def test_an_address_outside_the_project_is_refused_where_it_stands(project, address):
    _, found = sheet(project, f'p {{ color: red;\n  background: url("{address}") }}')
    assert found == [("S203", "templates/base/style.css:2:19")]


@pytest.mark.parametrize(
    "css",
    [
        'p { background: image-set("http://x.example/a.png" 1x) }',
        'p { background: src("http://x.example/a.png") }',
        "@page { @top-left { content: url(http://x.example/a.png) } }",
        "@font-face { src: url(http://x.example/a.ttf) }",
        "@media print { @supports (a: b) { p { mask: url(http://x.example) } } }",
        "p:has(a) { --x: { y: url(http://x.example) } }",
    ],
)
def test_an_address_is_found_wherever_css_takes_one(project, css):
    _, found = sheet(project, css)
    assert [code for code, _ in found] == ["S203"]


@pytest.mark.parametrize(
    "css", ["@import 'other.css';", "@import url(http://x.example);", "@import;"]
)
def test_a_stylesheet_can_t_load_another(project, css):
    _, found = sheet(project, f"/* */ {css}")
    assert [code for code, _ in found] == ["S202"]
    assert found[0][1].startswith("templates/base/style.css:1:")


DEEP = 3_000


@pytest.mark.parametrize(
    ("css", "place"),
    [
        ("p{" * DEEP + "color: red" + "}" * DEEP, "1:102"),
        ("@media print {\n" * DEEP + "}" * DEEP, "51:14"),
        ("p { width: calc(" + "(" * DEEP + "1px" + ")" * DEEP + ") }", "1:65"),
        ("p" + ":not(" * DEEP + "a" + ")" * DEEP + " {}", "1:253"),
        ("p" + "[" * DEEP, "1:52"),
        ("p {\n" + "".join(f"--a{i}: var(--a{i + 1});" for i in range(DEEP)) + "}", "2:1"),
    ],
)
def test_what_is_nested_without_measure_is_refused_at_its_place(project, css, place):
    _, found = sheet(project, css)
    assert found == [("S206", f"templates/base/style.css:{place}")]


@pytest.mark.parametrize(
    "css",
    [
        "@media print { section { &.a { p { width: calc(1px * (2 + (3 - 1))) } } } }",
        "".join(f"p {{ --a{i}: var(--a{i + 1}) }}" for i in range(40)),
        "p { --a: var(--b); --b: var(--a) }",  # CSS itself takes a circle for nothing
    ],
)
def test_what_authors_nest_is_taken(project, css):
    assert sheet(project, css)[1] == []


@pytest.mark.parametrize(
    "css",
    [
        "p::before { content: attr(id url) }",
        "p::before { content: 'a' Attr( id  URL, 'b' ) }",
        "p { background: attr(id url), none }",
        "@media print { p { q { list-style-image: attr(id url) } } }",
        "@page { @top-left { content: attr(id url) } }",
        "p { --x: attr(id url) }",
    ],
)
def test_an_attribute_makes_no_url(project, css):
    _, found = sheet(project, css)
    column = css.lower().index("attr(") + 1
    assert found == [("S207", f"templates/base/style.css:1:{column}")]


@pytest.mark.parametrize(
    "css",
    [
        "a::after { content: target-counter(attr(href url), page) }",
        "a { -weasy-link: attr(href url); anchor: attr(id) }",
        "td::before { content: attr(data-label) ': ' attr(title string, 'url') }",
    ],
)
def test_an_attribute_says_where_a_link_leads_or_what_is_printed(project, css):
    assert sheet(project, css)[1] == []


def test_a_file_that_is_not_there_or_no_file_is_refused(project):
    os.mkfifo(project.root / "pipe")
    (project.root / "link").symlink_to("/etc/hostname")
    for name in ("missing.ttf", "pipe", "link", "templates"):
        _, found = sheet(project, f"p {{ background: url(../../{name}) }}")
        assert found == [("S204", "templates/base/style.css:1:17")]


def test_a_file_that_is_neither_font_nor_picture_is_refused(project):
    for data in (b"wOF2", b"text", b"wOFF"):
        write(project.root, "templates/base/a.woff2", data)
        _, found = sheet(project, "p { background: url(a.woff2) }")
        assert found == [("S205", "templates/base/style.css:1:17")]


def test_a_picture_of_a_stylesheet_has_the_limits_of_any_other(project):
    write(
        project.root,
        "templates/base/a.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>',
    )
    _, found = sheet(project, "p { background: url(a.svg) }")
    assert found == [("B505", "templates/base/style.css:1:17")]


def test_a_stylesheet_that_is_not_utf_8_is_refused_at_its_line(project):
    sheets, found = sheet(project, b"p {}\n/* \xe9 */")
    assert found == [("S201", "templates/base/style.css:2:1")]
    assert sheets.stylesheets == ()


def test_a_stylesheet_that_leads_out_of_the_project_is_refused(project):
    (project.root / "templates").mkdir()
    (project.root / "templates/theme.css").symlink_to("/etc/hostname")
    _, found = AssetReader(project).stylesheets("note", "staff")
    assert [d.code for d in found] == ["G002"]


def test_an_image_is_read_from_the_summit_s_folder_by_its_plain_name(project):
    write(project.root, "content/ferry/a map.png", PNG)
    images, found = image(project, "a%20map.png")
    assert (images, found) == ({"a map.png": PNG}, [])


@pytest.mark.parametrize(
    "source",
    ["http://x.example/a.png", "file:///etc/passwd", "/etc/passwd", "../other/a.png", "data:,x"],
)
def test_an_image_from_elsewhere_is_refused(project, source):
    write(project.root, "content/other/a.png", PNG)
    images, (found,) = image(project, source)
    assert (images, found.code) == ({}, "B501")


def test_an_image_that_is_missing_or_wrong_says_why(project):
    _, (missing,) = image(project, "a.png")
    assert missing.code == "B501"
    assert "content/ferry/a.png" in missing.message
    write(project.root, "content/ferry/a.png", b"%!PS")
    _, (wrong,) = image(project, "a.png")
    assert (wrong.code, "PNG, JPEG" in wrong.hint) == ("B502", True)


def test_the_images_of_one_document_have_a_budget_together(project):
    small = Project(project.root, Config(job_pixels=15), "briefgen.toml")
    for name in ("a.png", "b.png"):
        write(project.root, f"content/ferry/{name}", PNG)
    reader = AssetReader(small)
    assert reader.images({"a.png": 1}, "content/ferry")[1] == []
    _, (problem,) = reader.images({"a.png": 1, "b.png": 2}, "content/ferry")
    assert (problem.diagnostic.code, problem.element) == ("B503", None)
    assert "16 pixels together" in problem.diagnostic.message


def test_a_file_is_read_once(project):
    write(project.root, "content/ferry/a.png", PNG)
    write(project.root, "templates/base/style.css", "p {}")
    reader = AssetReader(project)

    def read():
        return reader.images({"a.png": 1}, "content/ferry"), reader.stylesheets("note", "staff")

    first = read()
    (project.root / "content/ferry/a.png").unlink()
    (project.root / "templates/base/style.css").write_text("q {}")
    assert (
        reader.images({"a.png": 1}, "content/ferry"),
        reader.stylesheets("note", "staff"),
    ) == first


def test_a_file_among_the_fonts_that_is_none_is_said(project, tmp_path):
    with_fonts = Project(project.root, Config(fonts=("fonts",)), "briefgen.toml")
    assert check_fonts(with_fonts) == []
    write(project.root, "fonts/OFL.txt", b"a licence")
    write(project.root, "fonts/a.ttf", TTF)
    write(tmp_path, "outside.ttf", TTF)
    (project.root / "fonts/b.otf").symlink_to(tmp_path / "outside.ttf")
    found = check_fonts(with_fonts)
    assert [(d.code, str(d.place)) for d in found] == [
        ("B506", "fonts/a.ttf:1:1"),
        ("G002", "fonts/b.otf:1:1"),
    ]
