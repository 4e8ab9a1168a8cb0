"""Whatever a stylesheet does, a document is drawn or refused at one of its rules."""

import io

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from briefgen.pipeline import worker
from briefgen.pipeline.job import Job, Metadata, Stylesheet

BODY = """<section class="a"><h2>b</h2><p>c <em>d</em><span class="cites">e</span><span
role="doc-footnote">f</span> g</p><ul><li>h<ol><li>i</li></ol></li></ul></section><table><caption>j
</caption><thead><tr><th>k</th></tr></thead><tbody><tr><td>l<span class="cites">m</span></td></tr>
</tbody></table><figure><img src="x.png" alt="n"/><figcaption>o</figcaption></figure><p>p</p>"""
MARKUP = f'<html lang="en"><head><title>t</title></head><body>{BODY}</body></html>'

SELECTORS = [
    "*",
    "html",
    "body",
    ".a",
    "h2",
    "p",
    "em",
    ".cites",
    "[role]",
    "ul",
    "li",
    "ol",
    "table",
    "caption",
    "thead",
    "tr",
    "th",
    "td",
    "figure",
    "img",
    "figcaption",
    "p::before",
    "p::first-letter",
    "p::first-line",
    "li::marker",
    "h2::after",
    "::footnote-call",
]
LENGTHS = ["0", "9pt", "-30pt", "50%", "auto", "200mm", "1e5pt", "min-content"]
PROPERTIES = {
    "display": [
        "block",
        "inline",
        "inline-block",
        "flex",
        "grid",
        "table",
        "table-row",
        "table-cell",
        "list-item",
        "none",
    ],
    "float": ["left", "right", "footnote"],
    "position": ["relative", "absolute", "fixed", "running(x)"],
    "page": ["wide"],
    "break-before": ["page", "avoid", "left"],
    "break-after": ["page", "avoid"],
    "columns": ["2", "3 20pt"],
    "column-span": ["all"],
    "content": ['"x"', "url(x.png)", "counter(page)", "string(k)", 'leader(".")', "none"],
    "string-set": ["k content()", 'k "a" content(before)'],
    "list-style": ["square inside", "url(x.png)", "none"],
    "direction": ["rtl"],
    "white-space": ["nowrap"],
    "transform": ["scale(0)", "rotate(9deg)"],
    "counter-reset": ["page 5", "list-item 2"],
    "font-size": ["0", "60pt"],
    "line-height": ["0", "5"],
    "grid-template-columns": ["1fr 1fr", "min-content"],
    "background": ["url(x.png)", "linear-gradient(red, blue)"],
    "visibility": ["hidden", "collapse"],
    "orphans": ["9"],
    "border-collapse": ["separate", "collapse"],
    **dict.fromkeys(
        ["width", "height", "margin", "padding", "margin-top", "margin-left", "max-height"], LENGTHS
    ),
}
PAGES = ["", ":first", "wide", ":nth(2)"]
PAGE_RULES = [
    "size: 60mm 40mm",
    "size: A4 landscape",
    "margin: 0",
    "margin: 300mm",
    "columns: 2",
    "@top-left { content: url(x.png) }",
    "@top-left { content: element(x) }",
    "@bottom-left { content: string(k); display: flex }",
    "@top-center { content: content() }",
    "@footnote { max-height: 9pt }",
    "@footnote { columns: 2 }",
    "@footnote { position: absolute }",
]


@st.composite
def rules(draw):
    """Return a rule of an element or of a page."""
    if draw(st.integers(0, 4)) == 0:
        page, inside = draw(st.sampled_from(PAGES)), draw(st.sampled_from(PAGE_RULES))
        return f"@page {page} {{ {inside} }}"
    names = draw(st.lists(st.sampled_from(sorted(PROPERTIES)), min_size=1, max_size=3, unique=True))
    inside = "; ".join(f"{name}: {draw(st.sampled_from(PROPERTIES[name]))}" for name in names)
    return f"{draw(st.sampled_from(SELECTORS))} {{ {inside} }}"


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    return file.getvalue()


ASSETS = {"x.png": png()}


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(st.lists(rules(), min_size=1, max_size=6))
def test_a_document_is_drawn_or_refused_at_a_rule(written):
    css = "\n".join(written)
    formats = ("pdf", "docx", "html")
    job = Job("n", MARKUP.encode(), (Stylesheet("x.css", css.encode()),), ASSETS, formats,
              Metadata("t", "s", "en", "2025"), seconds=60)  # fmt: skip
    result = worker.write(job)
    assert set(result.files) == set(formats) or any(
        problem.diagnostic.place or problem.diagnostic.code.startswith("P1")
        for problem in result.problems
    )
