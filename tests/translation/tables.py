"""Review tables of the meeting of tests/content, to do to them what people do."""

import io
import re
import zipfile
from copy import deepcopy

from lxml import etree

from briefgen.content.read import read_content
from briefgen.translation.bitext import make_bitext
from briefgen.translation.bring_back import bring_back
from briefgen.translation.word_anchors import visible_key
from briefgen.translation.word_table import write_table

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NAMESPACE}}}"
COLUMNS = {"key": 0, "source": 1, "target": 2, "status": 3, "comment": 4}


def make_table(project, document="statement", language="ru"):
    """Return the table of a document of the project's only summit."""
    content, _ = read_content(project)
    [summit] = content.summits.values()
    return Table(write_table(make_bitext(summit, document, language)))


class Table:
    """A Word file whose first table is changed row by row."""

    def __init__(self, data):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.root = etree.fromstring(self.parts["word/document.xml"])
        self.table = self.root.find(f".//{W}tbl")

    def rows(self):
        return self.table.findall(f"{W}tr")[1:]

    def row(self, key):
        """Return the row with a visible key."""
        shown = (key, visible_key(key))
        return next(row for row in self.rows() if self.text(row, "key") in shown)

    def cell(self, key, column):
        row = self.row(key) if isinstance(key, str) else key
        return row.findall(f"{W}tc")[COLUMNS[column]]

    def text(self, key, column):
        cell = self.cell(key, column)
        runs = [r for r in cell.iter(f"{W}r") if r.find(f"{W}rPr/{W}vanish") is None]
        return "".join(t.text or "" for run in runs for t in run.iter(f"{W}t"))

    def set(self, key, column, text):
        """Type a text in place of a cell's."""
        self.fill(key, column, f"<w:r><w:t>{text}</w:t></w:r>")

    def fill(self, key, column, *paragraphs):
        """Put paragraphs of this XML in place of a cell's."""
        cell = self.cell(key, column)
        for paragraph in cell.findall(f"{W}p"):
            cell.remove(paragraph)
        cell.extend(map(element, (f"<w:p>{inner}</w:p>" for inner in paragraphs)))

    def copy(self, key):
        """Put a copy of a row after it, as Word and LibreOffice do."""
        row = self.row(key)
        made = deepcopy(row)
        for mark in made.iter(f"{W}bookmarkStart"):
            mark.set(f"{W}name", mark.get(f"{W}name") + "_Copy_1")
        row.addnext(made)
        return made

    def strip(self, key, *, hidden=False, bookmark=False, visible=False):
        """Take away what says which unit a row is."""
        cell = self.cell(key, "key")
        for run in list(cell.iter(f"{W}r")):
            if (run.find(f"{W}rPr/{W}vanish") is not None and hidden) or (
                run.find(f"{W}rPr/{W}vanish") is None and visible
            ):
                run.getparent().remove(run)
        for mark in list(cell.iter(f"{W}bookmarkStart")):
            if bookmark:
                mark.getparent().remove(mark)

    def relate(self, kind, target, mode=""):
        """Add a relationship to the document."""
        name = "word/_rels/document.xml.rels"
        entry = f'<Relationship Id="rId99" Type="{kind}" Target="{target}"{mode}/></Relationships>'
        self.parts[name] = self.parts[name].replace(b"</Relationships>", entry.encode())

    def save(self):
        parts = {**self.parts, "word/document.xml": etree.tostring(self.root, encoding="UTF-8")}
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return stream.getvalue()


def element(xml):
    return etree.fromstring(re.sub(r"^<[\w:]+", rf'\g<0> xmlns:w="{NAMESPACE}"', xml))


def returned(project, data, revisions="fail"):
    """Return what a file changes, and the code, weight and words of what is said of it."""
    content, _ = read_content(project)
    written, problems = bring_back(project, content, data, "back.docx", revisions)
    return written, problems


def changes(written):
    """Return unit → text and state of what changes."""
    before = {unit.id: (unit.target, unit.state) for unit in written.before.units}
    return {
        unit.id: (unit.target, unit.state)
        for unit in written.after.units
        if before[unit.id] != (unit.target, unit.state)
    }


def codes(problems):
    return [problem.code for problem in problems]


def take(project, data, revisions="fail"):
    """Import a file for good, and return what it changed."""
    written, problems = returned(project, data, revisions)
    assert written is not None, problems
    for name, raw in written.files.items():
        if raw is not None:
            (project.root / name).write_bytes(raw)
    return changes(written), problems
