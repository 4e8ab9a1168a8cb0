"""Read a .docx with lxml: what a test looks at, and what must hold of every document."""

import io
import zipfile
from collections import Counter

from lxml import etree

from briefgen.writers.docx.xml import NAMESPACES

W, R, WP = (f"{{{NAMESPACES[prefix]}}}" for prefix in ("w", "r", "wp"))


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

    def codes(self):
        return [problem.diagnostic.code for problem in self.problems]

    def check(self):
        """Assert what validators don't see and every document must hold."""
        document = self.part("document")
        stories = [document] + [
            etree.fromstring(self.archive.read(name))
            for name in self.archive.namelist()
            if name.startswith(("word/header", "word/footer", "word/footnotes"))
        ]
        names = [self.name(key).lower() for key in self.styles]
        assert not repeated(names), "style names are unique"
        for style in self.styles.values():
            for reference in style.iter(W + "basedOn", W + "next"):
                assert reference.get(W + "val") in self.styles
        for story in stories:
            for reference in story.iter(W + "pStyle", W + "rStyle", W + "tblStyle"):
                assert reference.get(W + "val") in self.styles
            for cell in story.iter(W + "tc"):
                assert cell[-1].tag == W + "p", "a cell ends with a paragraph"
            for paragraph in story.iter(W + "p"):
                children = [child.tag for child in paragraph]
                assert children[:1] in ([W + "pPr"], []), "properties come first"
            depth = 0
            for mark in story.iter(W + "fldChar"):
                depth += {"begin": 1, "separate": 0, "end": -1}[mark.get(W + "fldCharType")]
                assert depth >= 0
            assert depth == 0, "fields are closed"
        bookmarks = [mark.get(W + "name") for mark in document.iter(W + "bookmarkStart")]
        ends = [mark.get(W + "id") for mark in document.iter(W + "bookmarkEnd")]
        assert not repeated(name.lower() for name in bookmarks)
        assert ends == [mark.get(W + "id") for mark in document.iter(W + "bookmarkStart")]
        assert {link.get(W + "anchor") for link in document.iter(W + "hyperlink")} <= {
            None,
            *bookmarks,
        }
        pictures = [picture.get("id") for picture in document.iter(WP + "docPr")]
        assert not repeated(pictures)
        numbers = set()
        if "word/numbering.xml" in self.archive.namelist():
            numbers = {number.get(W + "numId") for number in self.part("numbering").iter(W + "num")}
        assert {number.get(W + "val") for number in document.iter(W + "numId")} <= numbers
        self._check_relationships()

    def _check_relationships(self):
        for name in self.archive.namelist():
            if not name.startswith("word/") or not name.endswith(".xml"):
                continue
            used = {
                value
                for element in etree.fromstring(self.archive.read(name)).iter()
                for key, value in element.attrib.items()
                if key.startswith(R)
            }
            folder, _, file = name.rpartition("/")
            relations = f"{folder}/_rels/{file}.rels"
            known = set()
            if relations in self.archive.namelist():
                known = {
                    relation.get("Id")
                    for relation in etree.fromstring(self.archive.read(relations))
                }
            assert used <= known, name


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


def repeated(values):
    return [value for value, count in Counter(values).items() if count > 1]
