"""Turn a job into files: the cascade once, then each format that the job asks for.

A pure function of the job's bytes and of the fonts given to ``start``. Which jobs there
are, where they run and where their files go is in briefgen/pipeline/build.py.
"""

from __future__ import annotations

import gc
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from briefgen.diagnostics import Diagnostic, Place, Severity
from briefgen.pipeline.blame import find_declaration
from briefgen.pipeline.calls import time_limit
from briefgen.pipeline.fit import Laid, fit
from briefgen.pipeline.images import is_damaged
from briefgen.pipeline.job import Format, Job, Problem, Result, Stylesheet
from briefgen.pipeline.paginate import paginate
from briefgen.style.cascade import compute_styles
from briefgen.style.engine import ASSETS, AssetFetcher, Cascade, Engine, log_messages
from briefgen.style.fonts import find_faces
from briefgen.style.model import Styles
from briefgen.style.rules import Rules
from briefgen.writers.docx import write_docx
from briefgen.writers.docx.counterparts import without_counterpart
from briefgen.writers.html import write_html
from briefgen.writers.pdf import read_pagination, write_pdf

COLLECT_AFTER_PAGES = 100
"""Layout makes cyclic garbage by the page; collecting it within a document costs a tenth
of the time, never collecting it costs memory without end."""


class _TimeUp(BaseException):
    """The job's time is over. Not an Exception: WeasyPrint catches those in places."""


class _Process:
    """What a worker process keeps between jobs."""

    engine: Engine | None = None
    font_folders: tuple[str, ...] = ()
    pages_since_collection = 0


def start(font_folders: tuple[str, ...] = ()) -> None:
    """Set up the process for jobs: fonts are found once. Run it before ``write``."""
    _Process.engine = Engine(font_folders)
    _Process.font_folders = font_folders
    gc.collect()
    gc.freeze()


def write(job: Job) -> Result:
    """Return the job's files and what is wrong with them; equal jobs give equal bytes.

    To be run in a process's main thread: :func:`briefgen.pipeline.calls.write` sees to that.

    A job with an error-level problem has no files. Nothing an author can write raises.
    """
    if _Process.engine is None:
        start()
    gc.disable()
    try:
        return _write_or_refuse(job, _Process.engine or Engine())
    finally:
        gc.enable()
        _collect()


_SHORTEN = "split the document, or look for a very long word, table or list"


def _write_or_refuse(job: Job, engine: Engine) -> Result:
    """Return a job's files, or the declaration of its stylesheets on which they fail."""
    try:
        with time_limit(job.seconds, _TimeUp):
            return _write(job, engine)
    except MemoryError:
        return _failed("P104", "needs more memory than a worker may take", _SHORTEN)
    except (Exception, _TimeUp) as raised:
        error: BaseException = raised
    try:
        if (found := _blame(job, engine, error)) is not None:
            return Result({}, None, (Problem(found),))
    except _TimeUp as raised:
        error = raised
    if isinstance(error, _TimeUp):
        return _failed("P102", f"took {_too_long(job)} to lay out", _SHORTEN)
    if isinstance(error, RecursionError):
        return _failed("P103", "is nested too deeply to lay out", "unnest lists, boxes or tables")
    raise error


def _failed(code: str, words: str, hint: str) -> Result:
    return Result({}, None, (Problem(Diagnostic(code, f"the document {words}", hint=hint)),))


def _too_long(job: Job) -> str:
    return f"more than {job.seconds:g} seconds of CPU time"


def _blame(job: Job, engine: Engine, error: BaseException) -> Diagnostic | None:
    """Return the declaration on which a job fails; raise _TimeUp where that isn't found in time.

    Each trial of a job that took too long has a twentieth of the time; trials of others have it
    together.
    """
    limit: AbstractContextManager[None]
    if isinstance(error, _TimeUp):
        limit, of_each, why = nullcontext(), job.seconds / 20, f"it takes {_too_long(job)}"
    else:
        limit, of_each, why = time_limit(job.seconds, _TimeUp), None, type(error).__name__

    def fails(tried: Job) -> bool:
        try:
            with nullcontext() if of_each is None else time_limit(of_each, _TimeUp):
                _write(tried, engine)
        except Exception as raised:
            return type(raised) is type(error)
        except _TimeUp:
            if of_each is None:
                raise
            return True
        return False

    with limit:
        return find_declaration(job, why, fails)


def _write(job: Job, engine: Engine) -> Result:
    whole = ElementTree.fromstring(job.markup)  # noqa: S314 # the gate's own canonical output
    fetcher = AssetFetcher(job.assets)
    with log_messages() as messages:
        laid = _lay_out(job, engine, whole, fetcher)
        files, found = _files(job, laid, laid.root if job.fit else whole)
    problems = [_undrawable(name, whole) for name, data in job.assets.items() if is_damaged(data)]
    problems += [*laid.problems, *(_in_whole(problem, laid.indices) for problem in found)]
    problems += [_denied(url, whole) for url in dict.fromkeys(fetcher.denied)]
    problems += [
        _logged(message, whole, job)
        for message in dict.fromkeys(messages)
        if not any(url in message for url in fetcher.denied)
    ]
    if any(problem.diagnostic.severity is Severity.ERROR for problem in problems):
        files = {}
    length = 0 if laid.document is None else len(laid.document.pages)
    _Process.pages_since_collection += length
    pages = length if "pdf" in job.formats else None
    return Result(files, pages, tuple(dict.fromkeys(problems)), laid.fitted)


def _lay_out(job: Job, engine: Engine, whole: Element, fetcher: AssetFetcher) -> Laid:
    is_paged = job.fit is not None or _needs_layout(job, whole)

    def lay_out(
        root: Element, more: tuple[Stylesheet, ...] = (), indices: Sequence[int] = ()
    ) -> Laid:
        cascade, said = engine.cascade(root, job.stylesheets + more, fetcher)
        document = cascade.layout(job.capitals, job.whole) if is_paged else None
        return Laid(root, indices, cascade, document, problems=tuple(map(Problem, said)))

    if job.fit:
        return fit(job.name, whole, job.fit, lambda root, kept: lay_out(root, (), kept))
    return paginate(whole, lay_out) if is_paged else lay_out(whole)


def _in_whole(problem: Problem, indices: Sequence[int]) -> Problem:
    """Return a problem with a tree of which items were left out, as one with the whole."""
    if problem.element is None or not indices:
        return problem
    return replace(problem, element=indices[problem.element])


def _files(job: Job, laid: Laid, screen: Element) -> tuple[dict[Format, bytes], list[Problem]]:
    """Return the files; ``screen`` is the tree for HTML, which has no pages."""
    files: dict[Format, bytes] = {}
    problems: list[Problem] = []
    if laid.document is not None and "pdf" in job.formats:
        files["pdf"] = write_pdf(laid.document, job.metadata, job.source)
    if "docx" in job.formats:
        styles = compute_styles(laid.cascade)
        files["docx"], found = write_docx(
            laid.root,
            styles,
            job.metadata,
            job.assets,
            None if laid.document is None else read_pagination(laid.document),
            faces=find_faces(_Process.font_folders),
            embed_fonts=job.embed_fonts,
            reference=job.reference,
        )
        refused = [problem.diagnostic for problem in laid.problems]
        problems += [*found, *_without_counterpart(job, laid.cascade, styles, refused)]
    if "html" in job.formats:
        files["html"] = write_html(screen, job.stylesheets, job.assets, job.metadata, job.versions)
    return files, problems


def _without_counterpart(
    job: Job, cascade: Cascade, styles: Styles, refused: Sequence[Diagnostic]
) -> Iterator[Problem]:
    """Yield the declarations that look like nothing in Word, but for those CSS itself refuses."""
    known = {(d.place.file, d.place.line, d.place.column) for d in refused if d.place}
    judge = without_counterpart(styles.page)
    rules = Rules(job.stylesheets, cascade.tree, styles)
    for found in rules.judge(judge, cascade):
        if found.place and (found.place.file, found.place.line, found.place.column) not in known:
            yield Problem(found)


def _needs_layout(job: Job, root: Element) -> bool:
    """Return whether pages are wanted: for a PDF, or for the page numbers of a Word contents."""
    if "pdf" in job.formats:
        return True
    return "docx" in job.formats and root.find(".//nav[@role='doc-toc']") is not None


_GLYPH = re.compile(r"^\.notdef glyph rendered .*\(U\+([0-9A-F]{4,6})\)", re.DOTALL)
_IMAGE = re.compile(rf"^Failed to (?:load image at '|render SVG image ){ASSETS}([^']*)")


def _logged(message: str, root: Element, job: Job) -> Problem:
    """Return the problem behind one of WeasyPrint's log messages, at the element it is about."""
    if glyph := _GLYPH.match(message):
        return _no_glyph(chr(int(glyph[1], 16)), root, job)
    if image := _IMAGE.match(message):
        return _undrawable(unquote(image[1]), root)
    return Problem(Diagnostic("P101", f"layout: {message}", severity=Severity.WARNING))


def _no_glyph(character: str, root: Element, job: Job) -> Problem:
    """Return the problem where the character is: in text, an SVG image or a stylesheet."""
    name = unicodedata.name(character, "unnamed")
    words = f"no font has the character U+{ord(character):04X} ({name})"
    hint = "write another character, or name a folder with a font that has it in briefgen.toml"
    index = _index(root, lambda element: character in "".join(_own_text(element)))
    drawn = [name for name, data in job.assets.items() if _svg_says(data, character)]
    if index is None and drawn:
        words += f", which {drawn[0]} draws"
        index = _source_index(root, drawn[0])
    place = None if index is not None else _place_in(job.stylesheets, character)
    return Problem(Diagnostic("P106", words, place, hint), index)


def _svg_says(data: bytes, character: str) -> bool:
    return data.startswith(b"<") and character.encode() in data


def _place_in(stylesheets: Sequence[Stylesheet], character: str) -> Place | None:
    """Return where stylesheets, the last one first, have a character as itself."""
    for sheet in reversed(stylesheets):
        before, found, _ = sheet.text.decode(errors="replace").partition(character)
        if found:
            start = before.rfind("\n") + 1
            return Place(sheet.path, before.count("\n") + 1, len(before) - start + 1)
    return None


def _undrawable(name: str, root: Element) -> Problem:
    hint = "save it again as PNG or SVG"
    return Problem(
        Diagnostic("P107", f"can't draw the image {name}", hint=hint), _source_index(root, name)
    )


def _denied(url: str, root: Element) -> Problem:
    name = unquote(url.removeprefix(ASSETS))
    hint = "only files of the project that the document itself names are read"
    return Problem(
        Diagnostic("P105", f"refused to fetch {name}", hint=hint), _source_index(root, name)
    )


def _source_index(root: Element, name: str) -> int | None:
    """Return the place in document order of the first element that shows a file."""
    return _index(root, lambda element: unquote(element.get("src", "")) == name)


def _index(root: Element, matches: Callable[[Element], bool]) -> int | None:
    """Return the place in document order of the first element that matches."""
    return next((index for index, element in enumerate(root.iter()) if matches(element)), None)


def _own_text(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def _collect() -> None:
    if _Process.pages_since_collection >= COLLECT_AFTER_PAGES:
        _Process.pages_since_collection = 0
        gc.collect()
