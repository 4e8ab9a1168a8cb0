"""Say which formats bitexts travel in, and tell a file's format by what is in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from briefgen.diagnostics import Diagnostic
from briefgen.translation.model import Bitext, LanguagePair, Returned
from briefgen.translation.po import is_po, read_po, write_po
from briefgen.translation.tbx import is_tbx, read_tbx, write_tbx
from briefgen.translation.tmx import is_tmx, read_tmx, write_tmx
from briefgen.translation.word_reader import is_table, read_table
from briefgen.translation.word_table import write_table
from briefgen.translation.word_text import Revisions
from briefgen.translation.xliff import is_xliff, read_xliff, write_xliff

Found = tuple[Returned | None, list[Diagnostic]]
Read = Callable[[bytes, str, Revisions, LanguagePair | None], Found]
"""Read a file's bytes, by its name, with a policy for tracked changes and, where they are known,
the languages of the source and the target."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how a bitext gets into it, and how it comes back.

    ``is_it`` says whether bytes are of the format, also where they are damaged; ``of_terms``
    that it is for the terms of a glossary.
    """

    write: Callable[[Bitext], bytes]
    read: Read
    is_it: Callable[[bytes], bool]
    of_terms: bool = False


def _tracked(read: Callable[[bytes, str, Revisions], Found]) -> Read:
    """Return the reader of a format that has tracked changes, and says its languages."""
    return lambda data, file, revisions, _languages: read(data, file, revisions)


def _paired(read: Callable[[bytes, str], Found]) -> Read:
    """Return the reader of a format that has two languages, and says which."""
    return lambda data, file, _revisions, _languages: read(data, file)


def _many(read: Callable[[bytes, str, LanguagePair | None], Found]) -> Read:
    """Return the reader of a format that may have many languages."""
    return lambda data, file, _revisions, languages: read(data, file, languages)


FORMATS: dict[str, Format] = {
    "docx": Format(write_table, _tracked(read_table), is_table),
    "xliff": Format(write_xliff, _paired(read_xliff), is_xliff),
    "tmx": Format(write_tmx, _many(read_tmx), is_tmx),
    "tbx": Format(write_tbx, _many(read_tbx), is_tbx, of_terms=True),
    "po": Format(write_po, _paired(read_po), is_po),
}
"""Name, as the command line has it → format."""


def find_format(data: bytes) -> Format | None:
    """Return the format of a file's bytes, or None where they are of none."""
    return next((format_ for format_ in FORMATS.values() if format_.is_it(data)), None)
