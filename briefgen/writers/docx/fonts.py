"""Turn the families of a document into its font table, with their files in it on request.

Which family an element has is the cascade's answer; what a font file says of itself is
read in briefgen/style/fonts.py.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import unescape

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT

from briefgen.diagnostics import Diagnostic, Severity
from briefgen.files import read_named
from briefgen.style.model import Face, Style
from briefgen.writers.docx.package import WordPart
from briefgen.writers.docx.properties import font_name, word_family
from briefgen.writers.docx.xml import quoteattr, root, value

_OBFUSCATED = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_OBFUSCATED_BYTES = 32

_SLOTS = {
    (False, False): "embedRegular",
    (True, False): "embedBold",
    (False, True): "embedItalic",
    (True, True): "embedBoldItalic",
}
"""Bold and italic → the element that refers to the file (ISO/IEC 29500-1, 17.8.3.3 to 6)."""

_KINDS = {"serif": "roman", "sans-serif": "swiss", "system-ui": "swiss", "monospace": "modern"}
"""Generic family of CSS → that of Word (ISO/IEC 29500-1, 17.18.30 ST_FontFamily)."""

_NAMED = re.compile(r'<w:rFonts w:ascii="([^"]*)"')


class Faces:
    """The faces that are there, by family and by what Word tells apart in one."""

    def __init__(self, faces: Sequence[Face]) -> None:
        self.files = tuple(face.path for face in faces)
        self._by_name: dict[str, list[Face]] = {}
        for face in faces:
            for family in face.families:
                self._by_name.setdefault(family.casefold(), []).append(face)

    def of(self, family: str) -> dict[str, Face]:
        """Return the face in each of a family's four slots, as far as it has them.

        Of several weights, the one nearest to regular or bold; of equal ones the first.
        """
        slots: dict[str, list[Face]] = {name: [] for name in _SLOTS.values()}
        for face in self._by_name.get(family.casefold(), ()):
            slots[_SLOTS[face.weight >= 600, face.italic]].append(face)
        return {
            name: min(faces, key=lambda face: min(abs(face.weight - w) for w in (400, 700)))
            for name, faces in slots.items()
            if faces
        }

    def line_height(self, family: str) -> float:
        """Return how high its files make lines that nothing is said of, in ems; 0 for none."""
        return max((face.line_height for face in self.of(family).values()), default=0.0)


class FontTable:
    """The part that says what fonts a document uses (ISO/IEC 29500-1, 17.8.3.11)."""

    def __init__(self, faces: Faces, *, embeds: bool) -> None:
        self.part = WordPart("/word/fontTable.xml", CT.WML_FONT_TABLE)
        self.problems: list[Diagnostic] = []
        self._faces = faces
        self.embeds = embeds
        self._number = 0

    def write(self, styles_xml: str, styles: Iterable[Style]) -> None:
        """Write the fonts that the document's styles name.

        ``styles`` are looked through for each family's list: it says what may stand in for
        the family, and of what kind it is.
        """
        families = {unescape(name, {"&quot;": '"'}) for name in _NAMED.findall(styles_xml)}
        lists: dict[str, tuple[str, ...]] = {}
        for style in styles:
            lists.setdefault(font_name(style), style.font_family)
            if families <= lists.keys():
                break
        fonts = (self._font(name, lists.get(name, ())) for name in sorted(families))
        self.part.content = root("fonts", "".join(fonts))

    def _font(self, family: str, listed: tuple[str, ...]) -> str:
        """Return ``w:font`` (CT_Font); ``listed`` is the family's list in the stylesheet."""
        faces = self._faces.of(family)
        others = dict.fromkeys(map(word_family, listed))
        others.pop(family, None)
        kind = next((_KINDS[name] for name in listed if name in _KINDS), "auto")
        first = next(iter(faces.values()), None)
        pitch = "fixed" if first and first.is_monospaced else "variable"
        return (
            f"<w:font w:name={quoteattr(family)}>"
            f"{value('altName', ', '.join(others)) if others else ''}"
            f"{_panose(first)}{value('family', kind)}{value('pitch', pitch)}"
            f"{''.join(self._embedded(family, faces)) if self.embeds else ''}</w:font>"
        )

    def _embedded(self, family: str, faces: dict[str, Face]) -> Iterator[str]:
        """Yield the references to a family's files, in the order of the slots."""
        if not faces:
            self._problem(f"the family {family}: no file of its is among the fonts", _NO_FILE)
        for slot, face in faces.items():
            refusal = next((words for field, *words in _REFUSALS if not getattr(face, field)), None)
            if refusal:
                why, hint = refusal
                self._problem(f"{Path(face.path).name} of the family {family}: {why}", hint)
                continue
            data, key = _obfuscated(face.path)
            self._number += 1
            part = WordPart(f"/word/fonts/font{self._number}.odttf", _OBFUSCATED, data)
            relation = self.part.relate(part, RT.FONT)
            yield f'<w:{slot} r:id="{relation}" w:fontKey="{{{key}}}"/>'

    def _problem(self, words: str, hint: str) -> None:
        self.problems.append(
            Diagnostic("W106", f"can't embed {words}", hint=hint, severity=Severity.WARNING)
        )


_NO_FILE = "put its files into the project's fonts folder, or leave it to the reader's machine"
_REFUSALS = (
    ("may_embed", "it may not be embedded in documents that can be edited", "ask its maker"),
    ("is_truetype", "Word embeds TrueType outlines only, and its are CFF", "use its TTF files"),
)


def _panose(face: Face | None) -> str:
    return value("panose1", face.panose) if face and face.panose.strip("0") else ""


@lru_cache(maxsize=16)
def _obfuscated(path: str) -> tuple[bytes, str]:
    """Return a font file as Word keeps it, and its key: equal files have equal keys."""
    data = read_named(path)
    key = uuid.uuid5(uuid.NAMESPACE_OID, hashlib.sha256(data).hexdigest())
    return obfuscate(data, key), str(key).upper()


def obfuscate(data: bytes, key: uuid.UUID) -> bytes:
    """Return a font as Word keeps it, or the font again (ISO/IEC 29500-1, 17.8.1).

    The first 32 bytes are combined by XOR with the key's, last byte first, twice over.
    """
    mask = key.bytes[::-1] * 2
    head = bytes(byte ^ other for byte, other in zip(data, mask, strict=False))
    return head + data[_OBFUSCATED_BYTES:]
