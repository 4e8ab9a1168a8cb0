"""What goes with an item, and what stays."""

from xml.etree import ElementTree

import pytest

from briefgen.pipeline.trim import removed, without


def tree(body):
    return ElementTree.fromstring(f"<html><body><main>{body}</main></body></html>")


def trimmed(body, *selectors):
    """Return the main part without the elements of the ids, and the indices of what is left."""
    root = tree(body)
    order = list(root.iter())
    numbers = [n for n, element in enumerate(order) if element.get("id") in selectors]
    copy, indices = without(root, numbers)
    assert ElementTree.tostring(root) == ElementTree.tostring(tree(body)), "the tree is as it was"
    assert [order[n].tag.replace("a", "?") for n in indices] == [
        e.tag.replace("a", "?") if e.tag != "span" else order[n].tag.replace("a", "?")
        for n, e in zip(indices, copy.iter(), strict=True)
    ]
    main = copy.find(".//main")
    return "".join(ElementTree.tostring(child, encoding="unicode") for child in main)


@pytest.mark.parametrize(
    ("body", "gone", "left"),
    [
        ('<ul><li id="a">A</li><li>B</li></ul>', "a", "<ul><li>B</li></ul>"),
        ('<section><h2>H</h2><ul><li id="a">A</li></ul></section><p>x</p>', "a", "<p>x</p>"),
        ('<section><h2>H</h2><p id="a">A</p><p>B</p></section>', "a",
         "<section><h2>H</h2><p>B</p></section>"),
        ('<p>One <span id="a">two</span> three</p>', "a", "<p>One  three</p>"),
        ('<p><span id="a">two</span> three</p>', "a", "<p> three</p>"),
        ('<p><em>x</em><span id="a">two</span>, three</p>', "a", "<p><em>x</em>, three</p>"),
        ('<section><h2>H</h2><p><span id="a">two</span></p></section>', "a", ""),
        ('<table><thead><tr/></thead><tbody><tr id="a"/><tr><td>B</td></tr></tbody></table>', "a",
         "<table><thead><tr /></thead><tbody><tr><td>B</td></tr></tbody></table>"),
        ('<table><tr><th>1</th><td id="a">A</td></tr><tr><td>B</td></tr></table>', "a",
         "<table><tr><td>B</td></tr></table>"),
        ('<table><caption>c</caption><tbody><tr id="a"><td>A</td></tr></tbody></table>', "a", ""),
        ('<table><tbody><tr><td><p id="a">A</p></td><td>B</td></tr></tbody></table>', "a",
         "<table><tbody><tr><td /><td>B</td></tr></tbody></table>"),
        ('<dl><dt>t</dt><dd id="a">A</dd><dt>u</dt><dd>B</dd></dl>', "a",
         "<dl><dt>u</dt><dd>B</dd></dl>"),
        ('<dl><dt>t</dt><dd id="a">A</dd><dd>B</dd></dl>', "a", "<dl><dt>t</dt><dd>B</dd></dl>"),
        ('<dl><dt>t</dt><dd>A</dd><dd id="a">B</dd></dl>', "a", "<dl><dt>t</dt><dd>A</dd></dl>"),
        ('<figure id="a"><img/></figure><section><img/><p id="b">B</p></section>', "ab",
         "<section><img /></section>"),
        ('<ol><li><a href="#a">A</a></li><li><a href="#b">B</a></li></ol><p id="a"/><p id="b"/>',
         "a", '<ol><li><a href="#b">B</a></li></ol><p id="b" />'),
        ('<p>see <a href="#a">there</a></p><p id="a">A</p>', "a", "<p>see <span>there</span></p>"),
    ],
)  # fmt: skip
def test_what_an_item_leaves_bare_goes_with_it(body, gone, left):
    assert trimmed(body, *gone) == left


def test_the_outermost_of_what_goes_is_named_once():
    root = tree('<section><h2>H</h2><ul><li id="a">A</li><li id="b">B</li></ul></section><p>x</p>')
    items = list(root.iter("li"))
    assert [e.tag for e in removed(root, items[:1])] == ["li"]
    assert [e.tag for e in removed(root, items)] == ["section"]


def test_the_main_part_stays_though_it_is_empty():
    assert trimmed('<p id="a">A</p>', "a") == ""
