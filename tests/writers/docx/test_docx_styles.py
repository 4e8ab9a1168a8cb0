"""Styles stand on each other and in Word's pane so that an author can work with them."""

from tests.writers.docx.word_document import W

HEADINGS = (
    "<h2>A</h2><h2>B</h2><section class='box'><h2>C</h2><p>D</p></section>"
    "<h2 class='late'>E <em>f</em></h2><p>G <em>h</em></p><p class='big'>I <em>j</em></p>"
)
LOOKS = """
h2 { color: #112233; margin: 20pt 0 6pt; line-height: 1.2 } em { font-size: 0.8em }
.box { background: #eeeeee; padding: 5pt } .box h2 { font-size: 12pt } .late { margin-top: 60pt }
.big { font-size: 20pt }
"""


def base(document, name):
    (found,) = [key for key in document.styles if document.name(key) == name]
    return document.name(document.styles[found].find(W + "basedOn").get(W + "val"))


def test_a_variant_says_only_what_it_changes(word):
    """So that what a Word user changes in Heading 2 changes in every heading."""
    document = word(HEADINGS, LOOKS)
    assert document.idle() == []
    for name in ("Heading 2 in Box", "Heading 2 Late"):
        assert base(document, name) == "heading 2"
        assert "<color" not in document.style(name)
    assert '<spacing before="1200"/>' in document.style("Heading 2 Late")


def test_what_says_nothing_new_is_seen(word):
    document = word("<p>A</p>", "p { color: #112233 }")
    (properties,) = document.styles["Normal"].iterfind(W + "rPr")
    document.styles["BodyText"].append(properties.__copy__())
    assert "Body Text: rFonts" in document.idle()


def test_a_variant_of_a_character_style_is_based_on_it(word):
    document = word(HEADINGS, LOOKS)
    assert base(document, "Emphasis in Big") == "Emphasis"
    assert document.style("Emphasis in Big").endswith('<rPr><sz val="32"/><szCs val="32"/></rPr>')
    document = word(
        '<p><b/>A <span class="n">1</span></p><h2>B <span class="n">2</span></h2>'.replace(
            "<b/>", ""
        ),
        ".n { font-weight: bold; color: #ff0000 }",
    )
    assert base(document, "N in Heading 2") == "Default Paragraph Font", "it can't unsay bold"


def test_the_pane_offers_what_an_author_would_choose(word):
    document = word(
        HEADINGS + "<h1>A</h1><ul><li>B</li></ul><p class='bottom-line'>C</p>"
        "<p><a href='https://example.org'>D</a></p><hr/><blockquote>E</blockquote>",
        LOOKS + "@page { @top-left { content: 'x' } @top-right { content: 'y'; color: #ff0000 } }",
    )
    offered = {
        document.name(key)
        for key, style in document.styles.items()
        if style.find(W + "qFormat") is not None
    }
    assert {
        "Normal",
        "heading 1",
        "heading 2",
        "Body Text",
        "List Bullet",
        "Bottom Line",
    } <= offered
    assert {"Emphasis", "Quote", "Big"} <= offered
    hidden = {
        document.name(key)
        for key, style in document.styles.items()
        if style.find(W + "semiHidden") is not None
    }
    assert {"Heading 2 in Box", "Heading 2 Late", "Emphasis in Big", "Top Right"} <= hidden
    assert not offered & hidden
    assert {"header", "footer", "Hyperlink"}.isdisjoint(offered | hidden)
    (latent,) = document.xpath("//w:latentStyles", "styles")
    assert latent.get(W + "defSemiHidden") == "1"
    assert latent.getprevious().tag == W + "docDefaults"


def test_each_style_says_what_follows_it(word):
    document = word(
        HEADINGS + "<p class='title'>T</p><p role='doc-subtitle'>S</p><dl><dt>A</dt><dd>B</dd></dl>"
        "<p class='bottom-line'>C</p><table><caption>D</caption><tbody><tr><td>E</td></tr></tbody>"
        "</table><ul><li>F</li><li>G</li><li>H</li></ul><p>I</p>",
        LOOKS + "li { margin: 0 } ul { margin: 0 0 30pt }",
    )
    following = {
        document.name(key): document.name(style.find(W + "next").get(W + "val"))
        for key, style in document.styles.items()
        if style.find(W + "next") is not None
    }
    assert following == {
        "heading 2": "Body Text",
        "Heading 2 in Box": "Body Text",
        "Heading 2 Late": "Body Text",
        "Title": "Subtitle",
        "Subtitle": "Body Text",
        "Definition Term": "Definition",
        "caption": "Body Text",
        "List Bullet Last": "List Bullet",
    }
