"""Every property on every element changes the Word document, or is said, or is listed here."""

from fnmatch import fnmatch
from functools import cache, lru_cache
from xml.etree import ElementTree

import pytest
import tinycss2
from lxml import etree
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.css.tokens import InvalidValues
from weasyprint.css.validation.expanders import EXPANDERS
from weasyprint.css.validation.properties import validate_non_shorthand

from briefgen.markup.vocabulary import VOCABULARY
from briefgen.pipeline.job import Stylesheet
from briefgen.style.cascade import compute_styles
from briefgen.style.engine import AssetFetcher
from briefgen.style.rules import Rules
from briefgen.writers.docx import write_docx
from briefgen.writers.docx.counterparts import UNSEEN, without_counterpart
from briefgen.writers.docx.xml import NAMESPACES
from tests.writers.docx.conftest import BASE, METADATA
from tests.writers.docx.test_docx_counterparts import IMAGE
from tests.writers.docx.word_document import W, WordDocument

ASSETS = {"a": IMAGE}
R = f"{{{NAMESPACES['r']}}}"

KNOWN = {name.replace("_", "-") for name in INITIAL_VALUES} | set(EXPANDERS)
NOWHERE = f"{UNSEEN} flex* gap grid* inset* place-* unicode-bidi word-wrap"
NAMES = sorted(
    name for name in KNOWN if not any(fnmatch(name, pattern) for pattern in NOWHERE.split())
)

VALUES = (
    "33pt", "red", "0.5", "2", "3", "right", "center", "page", "dashed", "italic", "uppercase",
    "rtl", "super", "avoid", "'x'", "x", "both", "hidden", "collapse", "bottom", "none", "url(a)",
    "condensed", "rotate(9deg)", "padding-box", "clone", "discard", "hide", "'liga' 0", "bold",
    "small-caps", "jis78", "historical-forms", "fixed", "tabular-nums", "inline", "2dppx", "inside",
    "keep", "crop", "underline", "pre", "break-all",
)  # fmt: skip
"""Values of which each property gets the first that it takes and doesn't start with."""

OWN = {
    "background": "red",
    "border": "3pt solid red",
    "border-image": "url(a) 1",
    "box-shadow": "2pt 2pt red",
    "columns": "2",
    "counter-increment": "page 2",
    "counter-reset": "page 2",
    "display": "flex",
    "font": "bold 20pt 'PT Sans'",
    "font-family": "'PT Sans'",
    "hyphens": "auto",
    "letter-spacing": "2pt",
    "line-height": "30pt",
    "list-style": "lower-alpha",
    "list-style-type": "lower-alpha",
    "mask-border": "url(a) 1",
    "outline": "2pt solid red",
    "position": "relative",
    "string-set": "x 'y'",
    "text-decoration": "underline",
    **{f"border-{side}": "3pt solid red" for side in (
        "top", "right", "bottom", "left", "block", "inline", "block-start", "block-end",
        "inline-start", "inline-end")},
}  # fmt: skip

AROUND = {
    "li": "<ul><li {}>A b</li><li>C</li></ul>",
    "ul": "<ul {}><li>A b</li><li>C</li></ul>",
    "ol": "<ol {}><li>A b</li><li>C</li></ol>",
    "dl": "<dl {}><dt>A b</dt><dd>B</dd></dl>",
    "dt": "<dl><dt {}>A b</dt><dd>B</dd></dl>",
    "dd": "<dl><dt>A</dt><dd {}>B c</dd></dl>",
    "hr": "<hr {}/>",
    "img": "<p>A <img {} src='a' alt='b' width='90' height='90'/></p>",
    "figure": "<figure {}><img src='a' alt='b'/></figure>",
    "figcaption": "<figure><img src='a' alt='b'/><figcaption {}>C d</figcaption></figure>",
    **dict.fromkeys(
        ("section", "article", "nav", "header", "footer", "main"),
        "<TAG {}><p>A b</p><p>C d</p></TAG>",
    ),
    **dict.fromkeys(
        ("div", "aside", "blockquote", "p", "h1", "h2", "h3", "h4", "h5", "h6"), "<TAG {}>A b</TAG>"
    ),
    **dict.fromkeys(
        ("em", "strong", "span", "sub", "sup", "cite", "q", "code", "ins", "del", "abbr", "time"),
        "<p>A <TAG {}>b c</TAG> d</p>",
    ),
    "a": "<p>A <a {} href='https://example.org/'>b c</a> d</p>",
    "footnote": "<p>A<span role='doc-footnote' {}>b c</span></p>",
}
TABLE = (
    "<table {table}><caption {caption}>A b</caption><colgroup {colgroup}><col {col}/><col/>"
    "</colgroup><thead {thead}><tr><th scope='col' {th}>B c</th><th scope='col'>C</th></tr></thead>"
    "<tbody {tbody}><tr {tr}><td {td}>D e</td><td>E</td></tr></tbody>"
    "<tfoot {tfoot}><tr><td>F g</td><td>G</td></tr></tfoot></table>"
)
IN_TABLES = ("table", "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "tfoot")
ELEMENTS = (*AROUND, *IN_TABLES)


def _section(name):
    if name in IN_TABLES:
        return TABLE.format_map({tag: f"id='{name}'" if tag == name else "" for tag in IN_TABLES})
    return AROUND[name].replace("TAG", name).format(f"id='{name}'")


BODY = "".join(f"<p>before {name}</p>{_section(name)}<p>after {name}</p>" for name in ELEMENTS)


def test_no_element_is_left_out():
    assert {*ELEMENTS, "html", "head", "title", "meta", "body", "br"} == {*VOCABULARY, "footnote"}


def _value(name):
    """Return a value that the property doesn't start with."""
    for value in (OWN[name],) if name in OWN else VALUES:
        try:
            found = _longhands(name, value)
        except InvalidValues:
            continue
        if any(given != INITIAL_VALUES.get(long) for long, given in found.items()):
            return value
    raise AssertionError(f"no value for {name}")


class Sections:
    """What a Word document has for each element, with all that it refers to written out."""

    def __init__(self, document):
        self._document = document
        self._styles, self._numbers = {}, {}
        numbers = etree.fromstring(document.archive.read("word/numbering.xml"))
        kinds = {
            kind.get(W + "abstractNumId"): self._seen(kind)
            for kind in numbers.iter(W + "abstractNum")
        }
        self._numbers = {
            number.get(W + "numId"): kinds[number.find(W + "abstractNumId").get(W + "val")]
            for number in numbers.iter(W + "num")
        }
        self._notes = {note.get(W + "id"): note for note in document.part("footnotes")}
        self.of, mine = {}, []
        for node in document.part("document")[0]:
            words = "".join(text.text or "" for text in node.iter(W + "t"))
            if words.startswith("before "):
                mine = self.of[words.removeprefix("before ")] = []
            mine.append(self._seen(node))

    def _seen(self, node):
        value = node.get(W + "val")
        if node.tag in {W + "pStyle", W + "rStyle", W + "tblStyle"}:
            return self._style(value)
        if node.tag == W + "numId":
            return self._numbers.get(value)
        if node.tag == W + "footnoteReference":
            return self._seen(self._notes[node.get(W + "id")])
        if node.tag in {W + "bookmarkStart", W + "bookmarkEnd", W + "nsid", W + "tmpl"}:
            return None
        said = {key: text for key, text in node.attrib.items() if key not in _NUMBERS}
        return node.tag, node.text, said, [self._seen(inner) for inner in node]

    def _style(self, identifier):
        """Return what a style says and what it inherits."""
        if identifier not in self._styles:
            style, found = self._document.styles[identifier], {}
            if (base := style.find(W + "basedOn")) is not None:
                found |= self._style(base.get(W + "val"))
            for holder in style:
                if holder.tag in {W + "pPr", W + "rPr"}:
                    for said in holder:
                        key = (holder.tag, said.tag)
                        found[key] = {**found.get(key, {}), "": self._seen(said), **said.attrib}
                elif holder.tag not in _NAMED:
                    found[holder.tag, holder.get(W + "type")] = self._seen(holder)
            self._styles[identifier] = found
        return self._styles[identifier]


_NUMBERS = {W + "id", W + "abstractNumId", "id", "name", R + "id", R + "embed"}
_NAMED = {
    W + tag for tag in ("name", "basedOn", "next", "link", "uiPriority", "qFormat", "aliases")
}


WITH = {
    "border-": "border: 1pt solid blue",
    "border-spacing": "border-collapse: separate",
    "table-layout": "width: 300pt",
}
"""What stands before properties whose names begin so, without which they say nothing."""


@pytest.fixture(scope="module")
def look(engine):
    """What elements look like with a declaration, who is reported, and how to write it."""

    @lru_cache(4)
    def make(around, declaration=""):
        root = ElementTree.fromstring(
            f'<html lang="en"><head><title>t</title></head><body>{BODY}</body></html>'
        )
        own = "\n".join(f"#{name} {{ {around}; {declaration} }}" for name in ELEMENTS)
        sheets = (Stylesheet("base.css", BASE.encode()), Stylesheet("own.css", own.encode()))
        cascade, _ = engine.cascade(root, sheets, AssetFetcher(ASSETS))
        styles = compute_styles(cascade)
        computed = {e.get("id"): cascade.style_for(cascade.alike(e)) for e in root.iter()}
        found = Rules(sheets, cascade.tree, styles).judge(without_counterpart(styles.page), cascade)
        words = (
            said.message for said in found if f"‘{declaration.partition(':')[0]}: " in said.message
        )
        reported = {said.rpartition("#")[2].rstrip("’)") for said in words}

        @cache
        def write():
            return Sections(WordDocument(*write_docx(root, styles, METADATA, ASSETS, None))).of

        return computed, reported, write

    return make


def _longhands(name, value):
    """Return what a declaration sets; raise InvalidValues where that isn't its value."""
    tokens = tinycss2.parse_component_value_list(value)
    tokens = [token for token in tokens if token.type != "whitespace"]
    found = EXPANDERS.get(name, validate_non_shorthand)(tokens, name, "file:///")
    return {long.replace("-", "_"): given for long, given in found}


_INLINE = "a abbr cite code del em ins q span strong sub sup time"
_ROWS = "thead tbody tfoot tr"
_LOOKS = "background* color direction font* letter-spacing line-height text-* white-space hyphens"

SILENT = (
    # It has no text, or text that has its own
    ("col colgroup img hr", f"{_LOOKS} vertical-align"),
    ("figure", "white-space"),
    ("thead", "font-weight"),
    # CSS doesn't know the property there
    (f"{_INLINE} img", "text-align* text-indent break-inside page-break-inside list-style* page"),
    (_INLINE, "height max-width width margin-block* margin-bottom margin-top"),
    (
        f"{_ROWS} col colgroup",
        "border* height margin* max-width padding* page width vertical-align",
    ),
    ("td th", "margin* page"),
    ("col colgroup hr", "break-inside page-break-inside"),
    ("article dl footer header main nav ol section table", "vertical-align"),
    ("*", "border-collapse border-spacing list-style* quotes table-layout"),
    ("footnote", "page"),
    # It stands in the text in any case, and is as high as it is raised in any case
    ("img", "display"),
    ("sup", "vertical-align"),
    # Word has them around a picture in a paragraph of its own, not in a line of text
    ("img", "margin-block* margin-bottom margin-top"),
    # Reported as the line that has the colour
    (f"{_INLINE} img footnote ol ul", "border*color"),
    # Word does so by itself, or as its user has set it: docs/templates.md says so
    ("ins del", f"{_LOOKS} vertical-align"),
    ("sub sup", "font-size"),
    ("tr", "break-inside page-break-inside"),
    ("*", "hyphenate-limit-chars orphans widows"),
    # Seen elsewhere: on pages
    ("*", "size string-set"),
)
"""Elements and properties of them that change nothing in Word, though nothing is said of it."""

REACHED = {
    "border-collapse": "table",
    "border-spacing": "table",
    "list-style": "ol ul li",
    "list-style-type": "ol ul li",
    "quotes": "q",
    "table-layout": "table",
}
"""Those that all elements have, and that show on some."""


PHYSICAL = {
    of(block="ttb", inline="ltr").replace("_", "-"): name.replace("_", "-")
    for name, of in PHYSICAL_FUNCTIONS.items()
}


def _may_be_silent(name, element):
    name = PHYSICAL.get(name, name)
    return element not in REACHED.get(name, "").split() and any(
        (elements == "*" or element in elements.split())
        and any(fnmatch(name, pattern) for pattern in patterns.split())
        for elements, patterns in SILENT
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_property_reaches_word_or_is_said(look, name):
    value = _value(name)
    around = next((said for start, said in reversed(WITH.items()) if name.startswith(start)), "")
    before, _, write = look(around)
    after, reported, write_changed = look(around, f"{name}: {value}")
    set_ = _longhands(name, value)
    silent = {
        element
        for element in ELEMENTS
        if element not in reported
        and any(before[element][one] != after[element][one] for one in set_)
    }
    silent = {element for element in silent if not _may_be_silent(name, element)}
    if silent:
        plain, found = write(), write_changed()
        silent = {element for element in silent if found.get(element) == plain[element]}
    assert silent == set(), f"{name}: {value}"
