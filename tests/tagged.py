"""Read a tagged PDF the way a screen reader does: from its structure tree to its text.

It knows nothing of the writer. What the tree should hold is the business of the test modules.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf


@dataclass
class Tag:
    """A structure element: ``kids`` are tags, texts of marked content and links' rectangles."""

    type: str
    dictionary: pikepdf.Dictionary
    kids: list = field(default_factory=list)

    def __str__(self) -> str:
        return f"<{self.type}>{self.text}</{self.type}>"

    @property
    def language(self) -> str | None:
        """Its own /Lang."""
        return str(self.dictionary.Lang) if "/Lang" in self.dictionary else None

    @property
    def text(self) -> str:
        """All text below it, in reading order; its own /ActualText in place of that."""
        if "/ActualText" in self.dictionary:
            return str(self.dictionary.ActualText)
        return "".join(
            kid.text if isinstance(kid, Tag) else kid
            for kid in self.kids
            if isinstance(kid, Tag | str)
        )

    @property
    def links(self) -> list[pikepdf.Dictionary]:
        """The annotations that it holds itself."""
        return [kid for kid in self.kids if isinstance(kid, pikepdf.Dictionary)]

    @property
    def attributes(self) -> dict[str, object]:
        """What its attribute objects say, of all owners."""
        objects = _each(self.dictionary, "/A")
        return {key: value for one in objects for key, value in one.items() if key != "/O"}

    def walk(self) -> Iterator["Tag"]:
        """Yield it and the tags below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.walk()

    def find(self, *types: str) -> list["Tag"]:
        """Return the tags of these types, in reading order."""
        return [tag for tag in self.walk() if tag.type in types]

    def outline(self) -> str:
        """Return the tree without its text: ``P(Link Em)``."""
        inner = " ".join(kid.outline() for kid in self.kids if isinstance(kid, Tag))
        return f"{self.type}({inner})" if inner else self.type


@dataclass
class Content:
    """The text of a content stream: of each piece of marked content, and of artifacts.

    ``artifacts`` are the properties and the text of each. ``unmarked`` is text that is neither.
    """

    marked: dict[int, str] = field(default_factory=lambda: defaultdict(str))
    artifacts: list[tuple[dict[str, str], str]] = field(default_factory=list)
    unmarked: str = ""


def read_tags(pdf: pikepdf.Pdf) -> Tag:
    """Return the tree of a tagged PDF from its one root element."""
    contents = {page.objgen: read_content(page) for page in pdf.pages}
    root = pdf.Root.StructTreeRoot.K
    return _read(root[0] if isinstance(root, pikepdf.Array) else root, None, contents)


def _read(element: pikepdf.Dictionary, page, contents) -> Tag:
    page = element.get("/Pg", page)
    tag = Tag(str(element.S)[1:], element)
    for kid in _each(element, "/K"):
        if isinstance(kid, int):
            tag.kids.append(contents[page.objgen].marked[kid])
        elif kid.get("/Type") == "/MCR":
            stream = kid.get("/Stm", kid.get("/Pg", page))
            if stream.objgen not in contents:
                contents[stream.objgen] = read_content(stream)
            tag.kids.append(contents[stream.objgen].marked[int(kid.MCID)])
        elif kid.get("/Type") == "/OBJR":
            tag.kids.append(kid.Obj)
        else:
            tag.kids.append(_read(kid, page, contents))
    return tag


def _each(dictionary: pikepdf.Dictionary, key: str) -> list:
    """Return the items of an entry that may be one item, an array of them, or missing."""
    found = dictionary.get(key)
    if found is None:
        return []
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def read_content(page: pikepdf.Page | pikepdf.Object) -> Content:
    """Return the text of a page or of a form, without what other forms draw on it."""
    found = Content()
    resources = page.Resources
    fonts = {name: _to_unicode(font) for name, font in resources.get("/Font", {}).items()}
    nesting: list[int | list | None] = []
    font: dict[str, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BMC" | "BDC":
                nesting.append(_opened(operands))
            case "EMC":
                closed = nesting.pop()
                if isinstance(closed, list):
                    found.artifacts.append((closed[0], closed[1]))
            case "Tf":
                font = fonts[str(operands[0])]
            case "Tj" | "TJ":
                text = _text(operands[0], font)
                inner = next((one for one in reversed(nesting) if one is not None), None)
                if isinstance(inner, list):
                    inner[1] += text
                elif inner is None:
                    found.unmarked += text
                else:
                    found.marked[inner] += text
    return found


def _opened(operands) -> int | list | None:
    properties = operands[1] if len(operands) > 1 else {}
    if operands[0] == "/Artifact":
        return [{str(key): str(value) for key, value in properties.items()}, ""]
    return int(properties["/MCID"]) if "/MCID" in properties else None


def _text(shown, font: dict[str, str]) -> str:
    strings = [bytes(part) for part in (shown if isinstance(shown, pikepdf.Array) else [shown])
               if isinstance(part, pikepdf.String)]  # fmt: skip
    return "".join(
        font[string[at : at + 2].hex()] for string in strings for at in range(0, len(string), 2)
    )


def _to_unicode(font: pikepdf.Dictionary) -> dict[str, str]:
    cmap = font.ToUnicode.read_bytes().decode()
    return {
        code.lower(): bytes.fromhex(text).decode("utf-16-be")
        for code, text in re.findall(r"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]*)>", cmap)
    }
