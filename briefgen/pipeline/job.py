"""Say what a job is: everything one document is made from, as bytes, and what comes out.

``write(job) → Result`` (briefgen/pipeline/worker.py) is a pure function: equal jobs give
equal bytes on any machine with the same versions. Nothing here reads a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from briefgen.diagnostics import Diagnostic

Format = Literal["pdf", "docx", "html"]
FORMATS: tuple[Format, ...] = ("pdf", "docx", "html")


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """A CSS file: its POSIX path relative to the project root (``package:…``) and its bytes."""

    path: str
    text: bytes


@dataclass(frozen=True, slots=True)
class Reference:
    """A Word file whose styles, headers and page set-up win: its path, as a Stylesheet's."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Metadata:
    """What document properties may say, and nothing else (an allow-list).

    ``date`` is ISO (partial allowed) and comes from the content, never from a clock.
    ``discreet`` is what a browser shows in place of title and subject, in the names of tabs
    and in its history, where not everybody may read the document; "" where everybody may.
    """

    title: str
    subject: str
    language: str
    date: str
    keywords: tuple[str, ...] = ()
    discreet: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """Another file of the same document for the same audience, made in the same build.

    ``href`` is relative to the document's own file; ``format`` is named to readers and empty
    for a page; ``languages`` are the tag, direction and own name of each, none where they are
    the document's own.
    """

    href: str
    format: str
    languages: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FitItem:
    """An item that may be left out: its priority (1 is kept longest), and its elements.

    Elements are named by their index in document order.
    """

    priority: int
    elements: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """How many pages a document may have, and whether items may be left out for that.

    ``left_off`` is how many further ones of the same lists its template doesn't print.
    """

    pages: int
    drop: bool
    items: tuple[FitItem, ...]
    left_off: int = 0


@dataclass(frozen=True, slots=True)
class Fitted:
    """How a document was made to fit its pages.

    ``layouts`` is how often it was laid out for that; ``filled`` how much of the pages is
    used, 0 to 1; ``left_out`` the first element of each item that was left out.
    """

    pages: int
    layouts: int
    filled: float
    left_out: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """One document in one or more formats.

    ``name`` is the output path without its extension, relative to the pack's folder
    (``minister/briefing.en``). ``markup`` is the gate's canonical XHTML; ``assets`` are
    the images and fonts that markup and stylesheets refer to, by the name used in
    ``src`` or by their path relative to the root. ``embed_fonts`` is whether fonts travel
    in a Word document, as they do in a PDF; ``reference`` is for DOCX alone. ``fit`` is what
    a document of a kind with so many pages is held to. ``source`` is the View as JSON, where
    it travels in the PDF. ``capitals`` are the languages in which capitalised words may be
    divided at the end of a line, ``whole`` the words of names, which never are.
    ``versions`` are what its HTML file links to.
    """

    name: str
    markup: bytes
    stylesheets: tuple[Stylesheet, ...]
    assets: Mapping[str, bytes]
    formats: tuple[Format, ...]
    metadata: Metadata
    embed_fonts: bool = False
    fit: Fit | None = None
    source: bytes | None = None
    seconds: float = 120.0
    reference: Reference | None = None
    capitals: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True)
class Pagination:
    """What layout tells: how many pages there are, and on which each anchor stands, from 1."""

    total: int
    anchors: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Problem:
    """A worker's finding before it has a place in the author's files.

    ``element`` is the index of the element in document order, which the build turns
    into the template's and the content's place. A diagnostic that already has a place
    (a stylesheet's line) keeps it, and ``element`` says who asks for what is wrong there.
    ``related`` names further elements.
    """

    diagnostic: Diagnostic
    element: int | None = None
    related: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What a job gave: the bytes per format, pages (None without PDF), and problems.

    ``fitted`` says how its pages were kept to, where the job has a ``fit``.
    """

    files: Mapping[Format, bytes]
    pages: int | None
    problems: tuple[Problem, ...]
    fitted: Fitted | None = None
