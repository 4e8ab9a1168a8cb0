"""Turn a document into the text of one of the values on its way."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import click

from briefgen.audience.as_json import view_as_json
from briefgen.cli.projects import choose_packs, renderings_of
from briefgen.cli.report import report, to_concise
from briefgen.diagnostics import did_you_mean
from briefgen.errors import UsageError
from briefgen.markup.vocabulary import BLOCK, INLINE
from briefgen.pipeline import calls
from briefgen.pipeline.cache import job_key
from briefgen.pipeline.fingerprint import fingerprint
from briefgen.pipeline.plan import Entry
from briefgen.pipeline.prepare import Plan, Prepared, Preparer
from briefgen.project import Project, find_project, own_fonts
from briefgen.style.model import Color, Style, Styles


def run(document: str, root: Path | None, stage: str) -> int:
    """Print the value of a stage, and return the exit code."""
    project = find_project(root or Path.cwd())
    pack, _, name = document.partition("/")
    prepared = None
    with renderings_of(project) as renderings:
        preparer = Preparer(project, choose_packs(project, (pack,)), renderings=renderings)
        found = list(preparer.findings.all())
        for made in preparer.plans:
            prepared, diagnostics = preparer.prepare(made, _entry(made, name))
            found += diagnostics
    if prepared is None:
        report(project, found, "full")
        return 1
    for line in _STAGES[stage](project, prepared):
        click.echo(line)
    return 0


def _entry(made: Plan, name: str) -> Entry:
    entries = {entry.name: entry for entry in made.entries}
    if name not in entries:
        hint = did_you_mean(name, entries) or "`briefgen list` prints them all"
        raise UsageError(f"the pack '{made.pack}' has no document '{name}'; {hint}")
    return entries[name]


def _view(_project: Project, prepared: Prepared) -> Iterator[str]:
    yield view_as_json(prepared.view, places=True)


def _markup(_project: Project, prepared: Prepared) -> Iterator[str]:
    root = ElementTree.fromstring(prepared.job.markup)  # noqa: S314 - the gate's own output
    _indent(root)
    yield ElementTree.tostring(root, encoding="unicode")


def _indent(element: Element, level: int = 0) -> None:
    """Put each block on a line of its own; text, and what stands in text, stays as it is."""
    texts = (element.text, *(child.tail for child in element))
    if len(element) == 0 or any(text and text.strip() for text in texts):
        return
    if any(child.tag in INLINE - BLOCK for child in element):
        return
    element.text = "\n" + "  " * (level + 1)
    for child in element:
        child.tail = element.text
        _indent(child, level + 1)
    element[-1].tail = "\n" + "  " * level


def _job(project: Project, prepared: Prepared) -> Iterator[str]:
    job = prepared.job
    yield f"name {job.name}"
    yield f"key {job_key(job, fingerprint(project.root, project.config.fonts))}"
    yield f"formats {' '.join(job.formats)}"
    yield f"fonts {'embedded' if job.embed_fonts else 'named'} in Word"
    yield f"markup {len(job.markup)} bytes"
    yield from (f"stylesheet {sheet.path} {len(sheet.text)} bytes" for sheet in job.stylesheets)
    if job.reference is not None:
        yield f"reference {job.reference.path} {len(job.reference.data)} bytes"
    if job.source is not None:
        yield f"source {len(job.source)} bytes"
    yield from (f"asset {name} {len(data)} bytes" for name, data in sorted(job.assets.items()))
    for field in dataclasses.fields(job.metadata):
        yield f"metadata {field.name} {getattr(job.metadata, field.name)!r}"


def _computed(project: Project, prepared: Prepared) -> tuple[Element, Styles]:
    """Return the document's tree and what its stylesheets make of it."""
    from briefgen.style.cascade import compute_styles  # noqa: PLC0415 - it brings WeasyPrint
    from briefgen.style.engine import AssetFetcher, Engine  # noqa: PLC0415

    root = ElementTree.fromstring(prepared.job.markup)  # noqa: S314 - the gate's own output
    engine = Engine(own_fonts(project))
    fetcher = AssetFetcher(prepared.job.assets)
    cascade, _ = engine.cascade(root, prepared.job.stylesheets, fetcher)
    return root, compute_styles(cascade)


def _style(project: Project, prepared: Prepared) -> Iterator[str]:
    """Yield each style once, under the elements that have it, then the pages."""
    root, styles = _computed(project, prepared)
    groups: dict[int, tuple[Style, dict[str, None]]] = {}
    for element in root.iter():
        if (style := styles.of(element, None)) is not None:
            classes = "".join(f".{name}" for name in element.get("class", "").split())
            groups.setdefault(id(style), (style, {}))[1][f"{element.tag}{classes}"] = None
    for style, selectors in groups.values():
        yield ", ".join(selectors)
        for field in dataclasses.fields(style):
            yield f"    {field.name} {_shown(getattr(style, field.name))}"
    for name in sorted({style.page for style, _ in groups.values()}):
        for first in (True, False):
            page = styles.page(name, first)
            yield f"@page {name}{':first' if first else ''}".rstrip()
            yield f"    size {page.width:g} {page.height:g}"
            yield f"    margin {_shown(page.margin)}"
            yield from (f"    @{box.name} {_shown(box.content)}" for box in page.boxes.values())


def _shown(value: object) -> str:
    """Return a value of a style in a line: colours as in CSS, what has parts with their names."""
    if isinstance(value, Color):
        return f"#{value.hex.lower()}"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value)) or "none"
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = (field.name for field in dataclasses.fields(value))
        return "(" + ", ".join(f"{name} {_shown(getattr(value, name))}" for name in names) + ")"
    words: dict[object, str] = {None: "none", True: "yes", False: "no"}
    return words[value] if value is None or isinstance(value, bool) else str(value) or "none"


def _word_styles(project: Project, prepared: Prepared) -> Iterator[str]:
    """Yield each rule that something meets with the Word styles that come of it, then the rest."""
    from briefgen.style.rules import Rules  # noqa: PLC0415 - it brings WeasyPrint
    from briefgen.writers.docx.trace import trace_styles  # noqa: PLC0415

    root, styles = _computed(project, prepared)
    traced = trace_styles(root, styles, prepared.job.assets)
    left = dict.fromkeys(traced.styles)
    for rule, met in Rules(prepared.job.stylesheets, root, styles).meeting():
        named = dict.fromkeys(
            one for subject, element in met for one in traced.of(subject, element)
        )
        yield f"{rule.place.file}:{rule.place.line}  {rule.selector}"
        yield from _by_kind(named)
        for one in named:
            left.pop(one, None)
    yield "without a rule of their own"
    yield from _by_kind(left)


def _by_kind(styles: Iterable[tuple[str, str]]) -> Iterator[str]:
    kinds: dict[str, list[str]] = {}
    for kind, name in styles:
        kinds.setdefault(kind, []).append(name)
    for kind, names in kinds.items():
        yield f"    {kind}: {', '.join(names)}"


def _docx(project: Project, prepared: Prepared) -> Iterator[str]:
    """Yield ``style | text`` of each paragraph, tables' cells included."""
    calls.start(own_fonts(project))
    result = calls.write(dataclasses.replace(prepared.job, formats=("docx",)))
    for problem in result.problems:
        yield to_concise(prepared.locate(problem))
    if "docx" in result.files:
        yield from _paragraphs(result.files["docx"])


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _paragraphs(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [package.read(f"word/{name}.xml") for name in ("styles", "document")]
    styles, document = map(ElementTree.fromstring, parts)
    names = {
        style.get(f"{_W}styleId"): name.get(f"{_W}val")
        for style in styles.iter(f"{_W}style")
        if (name := style.find(f"{_W}name")) is not None
    }
    for paragraph in document.iter(f"{_W}p"):
        chosen = paragraph.find(f"{_W}pPr/{_W}pStyle")
        style_name = None if chosen is None else names.get(chosen.get(f"{_W}val"))
        text = "".join(run.text or "" for run in paragraph.iter(f"{_W}t"))
        yield f"{style_name or 'Normal'} | {text}"


_STAGES: dict[str, Callable[[Project, Prepared], Iterator[str]]] = {
    "view": _view,
    "markup": _markup,
    "style": _style,
    "styles": _word_styles,
    "docx": _docx,
    "job": _job,
}
