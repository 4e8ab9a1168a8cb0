"""One element stands for all that selectors can't tell apart, and for no other."""

from xml.etree import ElementTree

import pytest

from briefgen.pipeline.job import Stylesheet
from briefgen.style.cascade import compute_styles
from briefgen.style.engine import AssetFetcher, Engine
from briefgen.style.paths import read_distinctions

TREE = """
<html lang="en" dir="ltr"><head/><body class="briefing"><h1 id="top">A</h1>
<p>1</p><p class="lead">2</p><p id="three">3</p><p lang="ru">4 <a href="#top">x</a><a>y</a></p>
<section><h2>B</h2><p>5</p><p class="lead wide">6</p></section>
<section class="annex"><h2>C</h2><p>7</p></section>
<ul><li>1<ul><li>only</li></ul></li><li>2</li><li class="last">3</li></ul>
<table><thead><tr><th>a</th><th scope="col">b</th></tr></thead><tbody>
<tr id="r1"><th>1</th><td dir="ltr">x</td></tr><tr id="r2"><th>2</th><td dir="rtl">x</td></tr>
<tr id="r3"><th>3</th><td colspan="2">x</td></tr><tr id="r4"><th>4</th><td/></tr>
<tr id="r5"><th>5</th><td dir="rtl" lang="fa">x</td></tr><tr id="r6"><th>6</th><td>x</td></tr>
</tbody></table></body></html>
"""

SELECTORS = [
    "p", "p.lead", ".wide.lead", "section p", "section > p", "h2 + p", "p.lead + p[id]",
    "h2:first-child", "p:last-child", "li:only-child", "*:not(:first-child)", "tr:nth-child(even)",
    "tr:nth-child(odd) td", "tr:nth-child(3n+1)", "tr:nth-child(-n+2)", "tr:nth-child(4)",
    "tr:nth-last-child(2)", "tr:nth-last-child(3n)", "#three", "tr#r3 td", "[id]", "[colspan='2']",
    "td[dir=RTL i]", "[lang|=ru]", ":lang(fa)", "p:lang(ru) a", "a:link", "a[href^='#']", ":root p",
    ":is(td, th):last-child", ":where(section.annex) p", "td:not([dir])", "ul ul li",
    "tr + tr > td",
    "p::before", "li::marker", "tbody :is(tr:nth-child(2), tr:nth-child(5)) > :first-child",
]  # fmt: skip

FAR = [
    "p ~ ul", "p:first-of-type", "section:has(.wide)", "td:empty", "tr:nth-child(2 of [id])",
    "p:nth-of-type(2)", "h1 + p + p",
]  # fmt: skip


@pytest.fixture(scope="module")
def engine():
    return Engine()


def cascade(engine, css, source=TREE):
    root = ElementTree.fromstring(source)
    made, problems = engine.cascade(root, (Stylesheet("s.css", css.encode()),), AssetFetcher({}))
    assert problems == []
    return root, made


def styles(engine, css):
    """Return every element's styles, those of its pseudo-elements among them."""
    root, made = cascade(engine, css)
    of = compute_styles(made).of
    return [
        (element.tag, *(of(element, pseudo) for pseudo in (None, "before", "after", "marker")))
        for element in root.iter()
    ]


@pytest.mark.parametrize("selector", [*SELECTORS, *FAR])
def test_elements_have_the_styles_that_they_have_without_stand_ins(engine, selector):
    css = f"{selector} {{ color: #123456; content: 'x' }}"
    everything = f"{css} :is(nothing ~ nothing) {{ color: red }}"
    _, made = cascade(engine, everything)
    assert made.standing_in == {}
    assert styles(engine, css) == styles(engine, everything)
    assert styles(engine, css) != styles(engine, ""), "the selector meets something"


@pytest.mark.parametrize("selector", SELECTORS)
def test_a_nested_rule_and_one_in_a_media_query_are_read_too(engine, selector):
    element, colons, pseudo = selector.partition("::")
    for css in (
        f"@media print {{ {selector} {{ color: #123456; content: 'x' }} }}",
        f":is(html, {element}) {{ &{colons}{pseudo} {{ color: #123456; content: 'x' }} }}",
    ):
        assert styles(engine, css) == styles(
            engine, f"{css} :is(nothing ~ nothing) {{ color: red }}"
        )


@pytest.mark.parametrize("selector", FAR)
def test_selectors_that_look_further_leave_every_element_for_itself(engine, selector):
    _, made = cascade(engine, f"{selector} {{ color: red }}")
    assert made.standing_in == {}


@pytest.mark.parametrize("media", ["screen", "only screen, speech"])
@pytest.mark.parametrize("selector", FAR)
def test_what_is_for_screens_tells_nothing_apart(engine, selector, media):
    css = f"@media {media} {{ {selector} {{ color: red }} }}"
    _, made = cascade(engine, css)
    assert made.standing_in
    assert styles(engine, css) == styles(engine, "")


def test_a_selector_of_elements_that_are_not_there_tells_nothing_apart(engine):
    _, made = cascade(engine, "video ~ p { color: red }")
    assert made.standing_in


ROWS = "".join(f'<tr id="p-{n}"><th>{n}</th><td lang="ru">x</td></tr>' for n in range(500))
TABLE = f'<html lang="en"><head/><body><table><tbody>{ROWS}</tbody></table></body></html>'


@pytest.mark.parametrize(
    ("css", "kinds"),
    [
        ("tr { color: red }", 1),
        ("tr:nth-child(even) { color: red }", 2),
        ("tr:first-child, tr:last-child { color: red } tr:nth-child(even) { color: blue }", 4),
        ("tr + tr { color: red }", 2),
        ("#p-7 { color: red }", 500),
    ],
)
def test_like_rows_have_one_that_stands_for_all(engine, css, kinds):
    root, made = cascade(engine, css, TABLE)
    rows = list(root.iter("tr"))
    assert len({id(made.alike(row)) for row in rows}) == kinds
    cells = [cell for row in rows for cell in row]
    assert len({id(made.alike(cell)) for cell in cells}) == 2 * kinds


def test_a_row_that_another_stands_for_can_be_linked_to(engine):
    source = TABLE.replace("</table>", '</table><p><a href="#p-499">to the end</a></p>')
    _, made = cascade(engine, "tr { height: 100pt }", source)
    pages = made.layout().pages
    assert set(pages[0].anchors).isdisjoint({"p-499"})
    assert "p-499" in pages[-1].anchors
    assert {f"p-{n}" for n in range(500)} == {name for page in pages for name in page.anchors}


def test_generated_content_of_attributes_is_each_element_s_own(engine):
    source = '<html lang="en"><head/><body><p id="x"/><p id="y"/></body></html>'
    root, made = cascade(engine, "p::before { content: attr(id) }", source)
    of = compute_styles(made).of
    assert [of(p, "before").content[0].value for p in root.iter("p")] == ["x", "y"]


def test_each_selector_of_a_list_is_read_for_itself():
    first, second = read_distinctions("video ~ p, td[dir] { color: red }")
    assert (first.names, first.everything) == ({"video", "p"}, True)
    assert (second.names, second.attributes, second.everything) == ({"td"}, {"dir"}, False)


def test_what_pages_and_faces_say_is_no_selector():
    css = "@page wide { size: A4; @top-left { color: #fff } } @font-face { font-family: X }"
    assert read_distinctions(css) == ()
