"""Read a .docx with lxml: what a test looks at."""

import io
import zipfile

from lxml import etree

from briefgen.writers.docx.xml import NAMESPACES
from tests.writers.docx.word_checks import find_faults

W = f"{{{NAMESPACES['w']}}}"


class WordDocument:
    def __init__(self, data, problems=()):
        self.data = data
        self.problems = problems
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.styles = {
            style.get(W + "styleId"): style for style in self.part("styles").iter(W + "style")
        }

    def part(self, name):
        return etree.fromstring(self.archive.read(f"word/{name}.xml"))

    def xpath(self, expression, part="document"):
        return self.part(part).xpath(expression, namespaces=NAMESPACES)

    def name(self, identifier):
        return self.styles[identifier].find(W + "name").get(W + "val")

    def style(self, name):
        """Return a style's own properties as XML without namespaces."""
        (found,) = [
            style for style in self.styles.values() if self.name(style.get(W + "styleId")) == name
        ]
        return plain(found)

    def names(self, kind):
        return [
            self.name(key) for key, style in self.styles.items() if style.get(W + "type") == kind
        ]

    def listing(self, part="document"):
        """Return "style | text" per paragraph; ``[Style:text]`` marks a character style."""
        return [
            f"{self._paragraph_style(paragraph)} | {self._text(paragraph)}"
            for paragraph in self.part(part).iter(W + "p")
        ]

    def _paragraph_style(self, paragraph):
        return self.name(paragraph.find(f"{W}pPr/{W}pStyle").get(W + "val"))

    def _text(self, paragraph):
        pieces = []
        for run in paragraph.iter(W + "r"):
            text = "".join(map(seen, run))
            style = run.find(f"{W}rPr/{W}rStyle")
            if text and style is not None:
                text = f"[{self.name(style.get(W + 'val'))}:{text}]"
            pieces.append(text)
        return "".join(pieces)

    def stories(self):
        """Return the roots of the parts that hold paragraphs."""
        return [
            etree.fromstring(self.archive.read(name))
            for name in self.archive.namelist()
            if name.startswith(("word/document", "word/header", "word/footer", "word/footnotes"))
            and name.endswith(".xml")
        ]

    def direct_formatting(self):
        """Return what paragraphs, runs, tables, rows and cells say outside their styles.

        Which list and section a paragraph is in, the language and direction of a run, the
        place, width and words of a table and its cells are what they are, not their look.
        """
        meaning = {
            *("pStyle", "numPr", "sectPr", "rStyle", "rtl", "lang"),
            *("tblStyle", "bidiVisual", "tblW", "tblInd", "tblLayout", "tblLook"),
            *("tblCaption", "tblDescription", "cantSplit", "tblHeader"),
            *("tcW", "gridSpan", "vMerge"),
        }
        holders = ("pPr", "rPr", "tblPr", "tblPrEx", "trPr", "tcPr")
        return [
            etree.QName(said).localname
            for story in self.stories()
            for properties in story.iter(*(W + name for name in holders))
            for said in properties
            if etree.QName(said).localname not in meaning
        ]

    def properties(self, identifier):
        """Return what a style says by itself: (element, attribute) → value."""
        style = self.styles[identifier]
        return {
            (said.tag, key): value
            for properties in (*style.iterfind(W + "pPr"), *style.iterfind(W + "rPr"))
            for said in properties
            for key, value in said.attrib.items() or [(W + "val", plain(said) or "1")]
        }

    def idle(self):
        """Return what styles say though those that they are based on say it already."""
        found = []
        for identifier, style in self.styles.items():
            inherited = {}
            base = style.find(W + "basedOn")
            while base is not None:
                inherited = self.properties(base.get(W + "val")) | inherited
                base = self.styles[base.get(W + "val")].find(W + "basedOn")
            own = self.properties(identifier)
            tags = {tag for tag, _ in own}
            again = {W + "jc"} if W + "bidi" in tags else set()
            again |= {W + "ind"} if W + "numPr" in tags else set()
            lines = {W + "line", W + "lineRule"}  # of one of them the other says what it means
            found += [
                f"{self.name(identifier)}: {etree.QName(tag).localname}"
                for (tag, key), value in own.items()
                if tag not in again and inherited.get((tag, key)) == value
                if key not in lines
                or all(own.get((tag, k)) == inherited.get((tag, k)) for k in lines)
            ]
        return found

    def languages(self):
        """Return the language of each run of text, None where one doesn't say it."""
        runs = (run for story in self.stories() for run in story.iter(W + "r"))
        found = []
        for run in runs:
            if run.find(W + "t") is not None:
                language = run.find(f"{W}rPr/{W}lang")
                is_rtl = run.find(f"{W}rPr/{W}rtl") is not None
                attribute = W + ("bidi" if is_rtl else "val")
                found.append(None if language is None else language.get(attribute))
        return found

    def codes(self):
        return [problem.diagnostic.code for problem in self.problems]

    def check(self):
        """Assert what validators don't see and every document must hold."""
        assert find_faults(self.data) == []


def seen(element):
    """Return what stands for an element of a run: its text, or a sign for what isn't text."""
    signs = {"tab": "→", "br": "↵", "noBreakHyphen": "‑", "footnoteReference": "†"}
    name = etree.QName(element).localname
    if name == "instrText":
        return "{" + element.text.strip() + "}"
    return signs.get(name) or ((element.text or "") if name == "t" else "")


def plain(element):
    """Return an element's children as XML with neither namespaces nor prefixes."""
    text = "".join(etree.tostring(child).decode() for child in element)
    for prefix, uri in NAMESPACES.items():
        text = text.replace(f' xmlns:{prefix}="{uri}"', "").replace(f"{prefix}:", "")
    return text
