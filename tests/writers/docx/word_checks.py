"""Find what is wrong in a .docx and no validator sees.

Word repairs such a file or leaves something out of it in silence. Whether the XML keeps to its
schema is the business of the validators (tests/word_tools.py).
"""

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator

from lxml import etree

from briefgen.writers.docx.xml import NAMESPACES

W, R, WP = (f"{{{NAMESPACES[prefix]}}}" for prefix in ("w", "r", "wp"))
STORIES = re.compile(r"word/(document|(header|footer)\d*|footnotes)\.xml")
NOT_OURS = re.compile(r"thumbnail|stylesWithEffects|customXml")
PROPERTIES = ("pPr", "rPr", "tblPr", "trPr", "tcPr")
OWNERS = {W + name.removesuffix("Pr"): W + name for name in PROPERTIES}


class Package:
    """The parts of a .docx: ``xml`` by name, ``stories`` alone, and the styles by their ids."""

    def __init__(self, data: bytes):
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.names = self.archive.namelist()
        self.xml = {
            name: etree.fromstring(self.archive.read(name))
            for name in self.names
            if name.endswith((".xml", ".rels"))
        }
        self.stories = {name: xml for name, xml in self.xml.items() if STORIES.fullmatch(name)}
        styles = self.xml["word/styles.xml"].iter(W + "style")
        self.styles = {style.get(W + "styleId"): style for style in styles}

    def all(self, *names: str) -> Iterator[etree._Element]:
        """Yield the elements of these names in all stories."""
        for story in self.stories.values():
            yield from story.iter(*(W + name for name in names))

    def values(self, *names: str) -> list[str]:
        """Return the values of the elements of these names in all stories."""
        return [element.get(W + "val") for element in self.all(*names)]


def find_faults(data: bytes) -> list[str]:
    """Return what is wrong, each with the rule's name in front."""
    package = Package(data)
    return [f"{rule.__name__}: {fault}" for rule in RULES for fault in rule(package)]


def entries(package: Package) -> Iterator[str]:
    yield from _repeated(package.names)
    if package.names != sorted(package.names):
        yield "not sorted"
    for entry in package.archive.infolist():
        if entry.date_time != (1980, 1, 1, 0, 0, 0):
            yield f"{entry.filename} is dated {entry.date_time}"


def content_types(package: Package) -> Iterator[str]:
    types = package.xml["[Content_Types].xml"]
    defaults = {e.get("Extension").lower() for e in types.iter("{*}Default")}
    overrides = {e.get("PartName").lstrip("/") for e in types.iter("{*}Override")}
    yield from (f"{name} is no part" for name in overrides - set(package.names))
    for name in set(package.names) - overrides - {"[Content_Types].xml"}:
        if name.rpartition(".")[2].lower() not in defaults:
            yield f"{name} has none"


def relationships(package: Package) -> Iterator[str]:
    """ECMA-376-2, 8.3: targets are relative to the folder of the part they belong to."""
    known: dict[str, set[str]] = {}
    for name in package.names:
        if name.endswith(".rels"):
            folder, file = posixpath.split(posixpath.dirname(name))[0], posixpath.basename(name)
            source = posixpath.join(folder, file.removesuffix(".rels"))
            known[source] = {r.get("Id") for r in package.xml[name]}
            yield from _repeated(r.get("Id") for r in package.xml[name])
            if source and source not in package.names:
                yield f"{name} belongs to no part"
            for relation in package.xml[name]:
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target")))
                if relation.get("TargetMode") != "External" and target[1:] not in package.names:
                    yield f"{name} leads to {target}, which is no part"
    for name, xml in package.xml.items():
        used = {v for e in xml.iter() for key, v in e.attrib.items() if key.startswith(R)}
        yield from (f"{name} uses {key}, which is none" for key in used - known.get(name, set()))


def styles(package: Package) -> Iterator[str]:
    names = [style.find(W + "name").get(W + "val").lower() for style in package.styles.values()]
    yield from _repeated(names)
    asked = {
        reference.get(W + "val")
        for style in package.styles.values()
        for reference in style.iter(W + "basedOn", W + "next", W + "link")
    }
    asked.update(package.values("pStyle", "rStyle", "tblStyle"))
    yield from (f"{name} is not defined" for name in asked - set(package.styles))
    for instruction in package.all("instrText"):
        named = re.match(r'\s*STYLEREF\s+(?:"([^"]+)"|(\S+))', instruction.text)
        if named and (named[1] or named[2]).lower() not in names:
            yield f"{instruction.text.strip()} names none"


def properties_first(package: Package) -> Iterator[str]:
    for element in package.all(*(name.removesuffix("Pr") for name in PROPERTIES)):
        found = [child.tag == OWNERS[element.tag] for child in element]
        if any(found[1:]):
            yield f"not first in {etree.QName(element).localname}"


def cells(package: Package) -> Iterator[str]:
    """ECMA-376-1, 17.4.65: a cell ends with a paragraph; a row has all columns of its grid."""
    for cell in package.all("tc"):
        if not len(cell) or cell[-1].tag != W + "p":
            yield "a cell doesn't end with a paragraph"
    for table in package.all("tbl"):
        columns = len(table.find(W + "tblGrid"))
        for row in table.iterchildren(W + "tr"):
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.iterchildren(W + "tc")]
            width = sum(1 if span is None else int(span.get(W + "val")) for span in spans)
            if width != columns:
                yield f"a row of {width} columns in a table of {columns}"


def bookmarks(package: Package) -> Iterator[str]:
    """ECMA-376-1, 17.13.6: unique names and ids, and an end after each start."""
    marks = list(package.all("bookmarkStart"))
    names = [mark.get(W + "name") for mark in marks]
    yield from _repeated(name.lower() for name in names)
    yield from _repeated(mark.get(W + "id") for mark in marks)
    yield from (f"{name} is too long" for name in names if len(name) > 40)
    for name, story in package.stories.items():
        is_open: set[str] = set()
        for mark in story.iter(W + "bookmarkStart", W + "bookmarkEnd"):
            number = mark.get(W + "id")
            if mark.tag == W + "bookmarkStart":
                is_open.add(number)
            elif number in is_open:
                is_open.remove(number)
            else:
                yield f"{name}: end {number} has no start"
        yield from (f"{name}: start {number} has no end" for number in sorted(is_open))
    asked = {link.get(W + "anchor") for link in package.all("hyperlink")} - {None}
    for instruction in package.all("instrText"):
        if named := re.match(r"\s*(?:PAGEREF|REF|NOTEREF)\s+(\S+)", instruction.text):
            asked.add(named[1])
    yield from (f"{name} is not there" for name in sorted(asked - set(names)))


def fields(package: Package) -> Iterator[str]:
    """ECMA-376-1, 17.16.18: begin, instructions, separate, result, end; properly nested."""
    for name, story in package.stories.items():
        stack: list[list] = []
        for mark in story.iter(W + "fldChar", W + "instrText"):
            kind = mark.get(W + "fldCharType", "instruction")
            place = [next(mark.iterancestors(W + tag), None) for tag in ("hyperlink", "tc")]
            if kind == "begin":
                stack.append([place, False])
            elif not stack:
                yield f"{name}: {kind} outside a field"
            elif stack[-1][1] and kind in ("separate", "instruction"):
                yield f"{name}: {kind} in a field's result"
            elif kind == "separate":
                stack[-1][1] = True
            elif kind == "end" and stack.pop()[0] != place:
                yield f"{name}: a field ends in another link or cell than it begins in"
        yield from (f"{name}: a field has no end" for _ in stack)


def notes(package: Package) -> Iterator[str]:
    """ECMA-376-1, 17.11: each note is referred to once; the separators are in the settings."""
    asked = [mark.get(W + "id") for mark in package.all("footnoteReference")]
    found = [(note.get(W + "id"), note.get(W + "type")) for note in package.all("footnote")]
    yield from _repeated(number for number, _ in found)
    yield from _repeated(asked)
    own = {number for number, kind in found if kind is None}
    yield from (f"{number} has no note or no mark" for number in sorted(own ^ set(asked)))
    separators = {number for number, kind in found if kind is not None}
    settings = package.xml["word/settings.xml"].iterfind(f"{W}footnotePr/{W}footnote")
    if separators != {note.get(W + "id") for note in settings}:
        yield "separators are not those of the settings"


def drawings(package: Package) -> Iterator[str]:
    found = [d.get("id") for story in package.stories.values() for d in story.iter(WP + "docPr")]
    yield from _repeated(found)


def numbering(package: Package) -> Iterator[str]:
    part = package.xml.get("word/numbering.xml", etree.Element("none"))
    lists = {e.get(W + "abstractNumId") for e in part.iter(W + "abstractNum")}
    numbers = {e.get(W + "numId"): e[0].get(W + "val") for e in part.iter(W + "num")}
    asked = {e.get(W + "val") for e in package.xml["word/styles.xml"].iter(W + "numId")}
    asked.update(package.values("numId"))
    yield from (f"{number} is not defined" for number in sorted(asked - set(numbers) - {"0"}))
    yield from (f"list {key} is not defined" for key in set(numbers.values()) - lists)


def traces(package: Package) -> Iterator[str]:
    """What python-docx's own template brings along."""
    yield from filter(NOT_OURS.search, package.names)
    core = package.archive.read("docProps/core.xml").decode()
    yield from (word for word in ("python-docx", "2013-") if word in core)
    settings = package.xml["word/settings.xml"]
    modes = [
        setting.get(W + "val")
        for setting in settings.iter(W + "compatSetting")
        if setting.get(W + "name") == "compatibilityMode"
    ]
    if modes != ["15"]:
        yield f"compatibility mode {modes}"
    for name in ("word/styles.xml", *package.stories):
        themed = {k for e in package.xml[name].iter() for k in e.attrib if k.endswith("Theme")}
        yield from (f"{name}: {key}" for key in themed)


def _repeated(values: Iterable[str]) -> list[str]:
    return [f"{value} is repeated" for value, count in Counter(values).items() if count > 1]


RULES = (
    entries,
    content_types,
    relationships,
    styles,
    properties_first,
    cells,
    bookmarks,
    fields,
    notes,
    drawings,
    numbering,
    traces,
)
