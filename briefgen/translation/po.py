"""Turn a bitext into a PO file (GNU gettext), and such a file into what it brings back.

A unit's id is the context of its message, which keeps equal texts apart. A stale translation is
fuzzy, which is gettext's word for it; other states hold for as long as the text is the same.
"""

from __future__ import annotations

import codecs
import re

import polib

from briefgen.diagnostics import Diagnostic, Place
from briefgen.translation.carried import context_of, manifest_from, properties_of, state_of
from briefgen.translation.encodings import text_encoding
from briefgen.translation.hashes import comment_id, manifest_of
from briefgen.translation.model import (
    Bitext,
    Comment,
    Manifest,
    Returned,
    ReturnedUnit,
    State,
    Unit,
)
from briefgen.translation.xml import MAX_BYTES

_HEADER = "X-Briefgen-"
_SOURCE_LANGUAGE = "X-Source-Language"
"""What editors of PO files write for the language of the messages."""

_BEGINS = re.compile(rb'(?:\s*#[^\n]*\n|\s+)*msg(?:id|ctxt)\s*"')
_CHARSET = re.compile(rb"charset=([\w.:-]+)", re.ASCII)
_LINE = re.compile(r'(?:msg\w+(?:\[\d+\])?\s*)?"[^"\\]*(?:\\.[^"\\]*)*"\s*|\s*(?:#.*)?')
"""A line of a PO file as a whole: a string, after its keyword or not, or a comment."""


class _Lines(str):
    """The text of a PO file, whose lines end at line feeds alone.

    polib 1.2 asks a text for its lines, and Python would end them at U+2028 as well.
    """

    __slots__ = ()

    def splitlines(self, keepends: bool = False) -> list[str]:  # noqa: ARG002
        return self.split("\n")


def is_po(data: bytes) -> bool:
    """Return whether the bytes begin as a PO file does: comments, then a message."""
    return _BEGINS.match(data.removeprefix(codecs.BOM_UTF8)) is not None


# --- writing -----------------------------------------------------------------------------


def write_po(bitext: Bitext) -> bytes:
    """Return the bitext as a PO file, a message for each unit."""
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {
        "Project-Id-Version": bitext.document,
        "Language": bitext.target_language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        _SOURCE_LANGUAGE: bitext.source_language,
    }
    for name, value in properties_of(manifest_of(bitext)).items():
        catalogue.metadata[f"{_HEADER}{name.title()}"] = value
    catalogue.extend(_make_entry(unit) for unit in bitext.units)
    return str(catalogue).encode()


def _make_entry(unit: Unit) -> polib.POEntry:
    return polib.POEntry(
        msgctxt=unit.id,
        msgid=unit.source,
        msgstr=unit.target or "",
        comment="\n".join(f"{k}: {text}" for k, text in context_of(unit) if k != "place"),
        occurrences=[(unit.place.file, str(unit.place.line))],
        flags=["fuzzy"] if unit.state == "stale" else [],
    )


# --- reading -----------------------------------------------------------------------------


def read_po(data: bytes, file: str) -> tuple[Returned | None, list[Diagnostic]]:
    """Return what a PO file brings back, or None and why it can't be used.

    ``file`` is the name that places get. Obsolete messages are passed over.
    """
    catalogue, problem = _parse(data, file)
    if catalogue is None:
        return None, [problem] if problem else []
    metadata = {name.casefold(): value for name, value in catalogue.metadata.items()}
    prefix = _HEADER.casefold()
    manifest = manifest_from({key.removeprefix(prefix): text for key, text in metadata.items()})
    target = metadata.get("language") or (manifest.target_language if manifest else "")
    if not target:
        words = "the header doesn't say Language, the language of the translations"
        hint = "set it in the properties of the catalogue"
        return None, [Diagnostic("R014", words, Place(file), hint)]
    units = tuple(_read_entry(entry, manifest) for entry in catalogue if not entry.obsolete)
    source = metadata.get(_SOURCE_LANGUAGE.casefold()) or None
    return Returned(manifest, units, source, target), []


def _parse(data: bytes, file: str) -> tuple[polib.POFile | None, Diagnostic | None]:
    if len(data) > MAX_BYTES:
        words = f"the file has {len(data):,} bytes, more than {MAX_BYTES:,}"
        return None, Diagnostic("G004", words, Place(file), "export fewer units at a time")
    if not is_po(data):
        words = "the file doesn't begin with messages as a PO file does"
        return None, Diagnostic("R012", words, Place(file), "export it as PO")
    charset = _CHARSET.search(data)
    encoding = charset[1].decode() if charset and charset[1] != b"CHARSET" else "utf-8"
    hint = "export it again as PO in UTF-8; the file may be cut short"
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode(text_encoding(encoding))
        text = text.replace("\r\n", "\n")
    except (LookupError, UnicodeDecodeError):
        words = f"the file is not in {encoding}, as it says"
        return None, Diagnostic("R001", words, Place(file), hint)
    # polib takes the last letter of an open string for its quotation mark.
    lines = enumerate(text.split("\n"), start=1)
    line = next((number for number, line in lines if not _LINE.fullmatch(line)), 0)
    try:
        if not line:
            # The line feed makes sure that it can't be a path, which polib would open.
            return polib.pofile(_Lines(text + "\n")), None
    except (OSError, ValueError) as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) if at else 1
    words = "the line is none that a PO file can have here"
    return None, Diagnostic("R001", words, Place(file, line), hint)


def _read_entry(entry: polib.POEntry, manifest: Manifest | None) -> ReturnedUnit:
    identifier = entry.msgctxt or None
    state: State | None = state_of(identifier, entry.msgstr, manifest)
    if entry.fuzzy and entry.msgstr:
        state = "stale"
    elif state == "stale":  # somebody has looked at it since
        state = None
    remark = " ".join(entry.tcomment.split())
    comments = (Comment(comment_id(identifier or "", "", remark), "", "", remark),)
    return ReturnedUnit(
        identifier,
        entry.msgid,
        entry.msgstr,
        state,
        f"line {entry.linenum}",
        comments if remark else (),
    )
