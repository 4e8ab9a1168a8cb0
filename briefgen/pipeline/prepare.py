"""Turn an entry of a plan into a job: select, render, parse, and gather what it refers to.

The stages do the work; here they are put in a row. Running the jobs and publishing what
they give is in briefgen/pipeline/build.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TypeVar
from xml.etree.ElementTree import Element

from briefgen.audience.as_json import view_as_json
from briefgen.audience.kinds import read_kinds
from briefgen.audience.model import Audience, Kind
from briefgen.audience.read import read_audiences
from briefgen.audience.select import select
from briefgen.audience.view import PENDING, ItemView, View
from briefgen.content.clearing import cleared
from briefgen.content.earlier import read_earlier
from briefgen.content.model import Earlier, Located, SummitContent
from briefgen.content.read import read_content
from briefgen.diagnostics import Diagnostic, Place, has_errors
from briefgen.languages import Profile, lookup, read_profiles
from briefgen.markup.document import Document, Origin
from briefgen.markup.parse import deserialize, serialize
from briefgen.pipeline.assets import AssetReader, check_fonts, resolve
from briefgen.pipeline.findings import Findings
from briefgen.pipeline.job import FORMATS, Fit, FitItem, Job, Metadata, Problem, Stylesheet, Version
from briefgen.pipeline.leaks import Secrets, fold, highest, leak, left_out
from briefgen.pipeline.left_off import find_left_off
from briefgen.pipeline.pending import find_pending
from briefgen.pipeline.plan import Entry, plan
from briefgen.pipeline.rendering import Rendered, Renderings
from briefgen.pipeline.texts import json_texts, xml_texts
from briefgen.pipeline.typed_spaces import TypedSpaces
from briefgen.project import (
    Project,
    find_links_out,
    find_template,
    list_templates,
    own_fonts,
    template_name,
)
from briefgen.style.fonts import has_letters

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plan:
    """A pack's documents, the summit they are about, and the file that orders them.

    ``handling`` is the highest level of anything that the summit's files hold.
    """

    pack: str
    file: str
    summit: SummitContent
    entries: tuple[Entry, ...]
    handling: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that is ready to be laid out.

    ``inputs`` are the files it was made from, by the paths that places use; ``secrets``
    the texts that its audience may not read; ``earlier`` is the version
    that it is compared with, None where it is with none; ``origins`` says where each element
    of the job's markup came from. The tree itself isn't kept: a thousand of them would fill
    half a gigabyte.
    """

    plan: Plan
    entry: Entry
    view: View
    title: str
    origins: tuple[Origin, ...]
    job: Job
    inputs: tuple[str, ...]
    secrets: Secrets
    earlier: Earlier | None = None

    @property
    def key(self) -> str:
        """Return ``<pack>/<name>``, which tells it from every other document."""
        return f"{self.plan.pack}/{self.entry.name}"

    def locate(self, problem: Problem) -> Diagnostic:
        """Return the diagnostic of a problem at its place in the author's files."""
        found = _locate(problem, self.origins, self.entry)
        return replace(found, handling=self.view.handling)


@dataclass(frozen=True, slots=True)
class _Rendering:
    """A document that is being rendered, and what for."""

    audience: Located[Audience]
    view: View
    earlier: Earlier | None
    wait: Callable[[], Rendered]


@dataclass(frozen=True, slots=True)
class Begun:
    """A document on its way: what was found wrong with it, and its rendering if there is one."""

    plan: Plan
    entry: Entry
    found: list[Diagnostic]
    rendering: _Rendering | None = None


class Preparer:
    """What the documents of some packs are made from, read once.

    ``findings`` says what is wrong with it, and which packs that concerns; the documents' own
    problems come with each of them, and ``is_sound`` is whether there is no error but those.
    ``profiles`` are those of the plans' and their summits' languages. With
    ``since``, the plans also have, for each document of a kind that can show it, one with what
    has changed since that version. With ``only_for``, nothing is said of what is above all
    of these audiences, and nothing depends on it.
    """

    def __init__(
        self,
        project: Project,
        packs: Iterable[str],
        since: str | None = None,
        only_for: Collection[str] = (),
        renderings: Renderings | None = None,
    ) -> None:
        self.findings = Findings()
        self._project = project
        level = _highest(project, only_for)
        content, found = read_content(project, tuple(packs), level)
        self._whole = {summit.folder: summit for summit in content.whole.values()}
        self.plans: list[Plan] = []
        for name, pack in sorted(content.packs.items()):
            entries, diagnostics = plan(name, pack)
            found += diagnostics
            if (summit := content.summits.get(pack.value.summit)) is not None:
                level = highest(self._whole[summit.folder], project.config.handling)
                self.plans.append(Plan(name, pack.file, summit, entries, level))
        for diagnostic in found:
            self.findings.add([diagnostic], self._concerned(diagnostic.place))
        known = list_templates(project, "audiences")  # others were said where the pack was read
        audiences = self._packs_by(lambda entry: {entry.audience}.intersection(known))
        self._audiences = self._read(read_audiences, audiences)
        self._kinds = self._read(read_kinds, self._packs_by(lambda entry: {entry.kind}))
        if since is not None:
            self.plans = [self._since(made, since) for made in self.plans]
        self.profiles = self._read(read_profiles, self._packs_by(_languages, _named))
        self._renderings = renderings or Renderings(project)
        self._typed_spaces = TypedSpaces(self.profiles)
        self._assets = AssetReader(project)
        everywhere = {made.pack for made in self.plans}
        self.findings.add([*find_links_out(project), *check_fonts(project)], everywhere)
        self.is_sound = not has_errors(self.findings.all())
        self._secrets: dict[tuple[str, str, str | None], Secrets] = {}
        self._cleared: dict[tuple[str, str], SummitContent] = {}
        self._earlier: dict[tuple[str, str], tuple[Earlier | None, list[Diagnostic]]] = {}

    @property
    def levels(self) -> Mapping[str, str]:
        """Return audience → its level of handling."""
        return {name: audience.value.handling for name, audience in self._audiences.items()}

    def _since(self, made: Plan, version: str) -> Plan:
        """Return a plan with the documents that show what has changed since a version."""
        entries = {entry.name: entry for entry in made.entries}
        for entry in made.entries:
            if self._kind(entry).only and entry.only.since in (None, version):
                changes = entry.since(version)
                entries[changes.name] = changes
        return replace(made, entries=tuple(entries[name] for name in sorted(entries)))

    def _kind(self, entry: Entry) -> Kind:
        return self._kinds[entry.kind][0] if entry.kind in self._kinds else Kind()

    def prepare(
        self, made: Plan, entry: Entry, siblings: Iterable[Entry] = ()
    ) -> tuple[Prepared | None, list[Diagnostic]]:
        """Return a document of a plan, or None and why there is none.

        ``siblings`` are the documents made with it, which its HTML file may link to.
        What a stage says without a place is said where the pack orders the document.
        """
        return self.finish(self.begin(made, entry), siblings)

    def begin(self, made: Plan, entry: Entry) -> Begun:
        """Begin to prepare a document: what its audience may read is on its way to be rendered."""
        audience = self._audiences.get(entry.audience)
        if audience is None or not self.profiles.keys() >= set(entry.languages):
            return Begun(made, entry, [])  # said when they were read
        if unprintable := self._without_font(entry):
            return Begun(made, entry, unprintable)
        earlier, found = self._read_earlier(made.summit, entry)
        view = None
        if not has_errors(found):
            view, diagnostics = self._select(made, entry, audience, earlier)
            found = [*found, *diagnostics]
        if view is None:
            return Begun(made, entry, found)
        rendered = self._begin_rendering(made.summit, entry, view)
        return Begun(made, entry, found, _Rendering(audience, view, earlier, rendered))

    def _begin_rendering(
        self, summit: SummitContent, entry: Entry, view: View, *, is_kept: bool = True
    ) -> Callable[[], Rendered]:
        name = template_name(self._project, entry.audience, entry.kind)
        path = find_template(self._project, name) if name is not None else None
        source = summit.summit.value.language
        return self._renderings.begin(
            view, tuple(self.profiles), source, path or "templates", is_kept=is_kept
        )

    def finish(
        self, begun: Begun, siblings: Iterable[Entry] = ()
    ) -> tuple[Prepared | None, list[Diagnostic]]:
        """Return a document that was begun, as :meth:`prepare` does."""
        entry, ready, found = begun.entry, None, begun.found
        if begun.rendering is not None:
            ready, found = self._finish(begun.plan, entry, begun.rendering, found)
        if ready is not None and "html" in entry.formats:
            versions = tuple(_versions(entry, siblings, self.profiles))
            ready = replace(ready, job=replace(ready.job, versions=versions))
        return ready, [d if d.place else _locate(Problem(d), (), entry) for d in found]

    def _finish(
        self, made: Plan, entry: Entry, rendering: _Rendering, before: list[Diagnostic]
    ) -> tuple[Prepared | None, list[Diagnostic]]:
        """Return a View as a document, or None and why there is none.

        What is said of it may quote the View, unless that is of its content's own places.
        """
        audience, view, earlier = rendering.audience, rendering.view, rendering.earlier
        rendered = rendering.wait()
        found = list(rendered.problems)
        if rendered.markup is None:
            return None, [*before, *_at_level(found, view)]
        document = deserialize(rendered.markup, rendered.origins)
        pending = find_pending(view, document)
        self._typed_spaces.keep(document.root)
        _say_varieties(document, made.summit.summit.value.varieties)
        job, problems, files = self._job(made, entry, rendering, document)
        found += [_locate(problem, document.origins, entry) for problem in problems]
        secrets = self._left_out(made.summit, audience.value.handling, entry.only.since)
        found += self._find_leaks(made, entry, job, secrets)
        found = [*before, *_at_level(found, view), *pending]
        read = {made.file, audience.file, *files, *_origin_files(document)}
        title, origins, inputs = document.title, document.origins, tuple(sorted(read))
        ready = Prepared(made, entry, view, title, origins, job, inputs, secrets, earlier)
        return (None if has_errors(found) else ready), found

    def _concerned(self, place: Place | None) -> set[str]:
        """Return the packs that something wrong in a file of content concerns."""
        root = f"{self._project.config.content}/"
        file = place.file if place is not None else ""
        folder, is_inside, _ = file.removeprefix(root).partition("/")
        if not (is_inside and file.startswith(root)):  # such as the glossary of all summits
            return {made.pack for made in self.plans}
        return {
            made.pack
            for made in self.plans
            if file == made.file or root + folder == made.summit.folder
        }

    def _packs_by(
        self,
        of_entry: Callable[[Entry], Iterable[str]],
        of_plan: Callable[[Plan], Iterable[str]] = lambda _plan: (),
    ) -> dict[str, set[str]]:
        """Return the packs that need something, by its name."""
        packs: dict[str, set[str]] = {}
        for made in self.plans:
            for name in {*of_plan(made)}.union(*map(of_entry, made.entries)):
                packs.setdefault(name, set()).add(made.pack)
        return packs

    def _read(
        self,
        read: Callable[[Project, Collection[str]], tuple[dict[str, T], list[Diagnostic]]],
        packs: Mapping[str, set[str]],
    ) -> dict[str, T]:
        """Return what is read of these names, which packs need."""
        values: dict[str, T] = {}
        for name in sorted(packs):
            value, found = read(self._project, (name,))
            values |= value
            self.findings.add(found, packs[name])
        return values

    def _without_font(self, entry: Entry) -> list[Diagnostic]:
        """Return what to say of a document's languages that no font has the letters of."""
        own = own_fonts(self._project)
        hint = "put one that has them into a folder, and name it as 'fonts' in briefgen.toml"
        return [
            Diagnostic(
                "A214", f"no font has the letters of the language '{tag}'", entry.place, hint
            )
            for tag in entry.languages
            if not has_letters(own, self.profiles[tag].autonym)
        ]

    def _read_earlier(
        self, summit: SummitContent, entry: Entry
    ) -> tuple[Earlier | None, list[Diagnostic]]:
        """Return the version that a document is compared with, None where it is with none.

        What is wrong with it is said where it is ordered, once for all documents of the order.
        """
        if entry.only.words and not self._kind(entry).only:
            return None, [_not_narrowed(entry)]
        if (since := entry.only.since) is None:
            return None, []
        key = (summit.folder, since)
        if key not in self._earlier:
            self._earlier[key] = read_earlier(self._project, summit, since)
        earlier, found = self._earlier[key]
        told = [d if d.place else replace(d, place=entry.place) for d in found]
        if earlier is None or earlier.has_levels or self._reads_all(entry):
            return earlier, told
        message = f"'{earlier.label}' is a translation alone: who might read it then isn't known"
        hint = "put the document of that time beside it, or name a folder of both"
        return None, [*told, Diagnostic("A212", message, entry.place, hint)]

    def _reads_all(self, entry: Entry) -> bool:
        level = self._audiences[entry.audience].value.handling
        return level == self._project.config.handling[-1]

    def _select(
        self, made: Plan, entry: Entry, audience: Located[Audience], earlier: Earlier | None
    ) -> tuple[View | None, list[Diagnostic]]:
        return select(
            self._clear(made.summit, audience.value.handling),
            entry.audience,
            audience,
            kind=entry.kind,
            languages=entry.languages,
            document=entry.document,
            scale=self._project.config.handling,
            profiles=self.profiles,
            only=entry.only,
            earlier=earlier,
            whole=self._whole[made.summit.folder],
        )

    def _clear(self, summit: SummitContent, level: str) -> SummitContent:
        """Return what an audience of a level may read, whoever else something is built for."""
        scale = self._project.config.handling
        if level not in scale:  # said when it is selected
            return summit
        key = (summit.folder, level)
        if key not in self._cleared:
            self._cleared[key] = cleared(summit, scale, scale.index(level))
        return self._cleared[key]

    def _job(
        self, made: Plan, entry: Entry, rendering: _Rendering, document: Document
    ) -> tuple[Job, list[Problem], list[str]]:
        """Return the job, what is wrong with its files, and the files' paths."""
        audience, view = rendering.audience.value, rendering.view
        sheets, diagnostics = self._assets.stylesheets(entry.kind, entry.audience, view.direction)
        kind, *kind_files = self._kinds.get(entry.kind, (Kind(),))
        template = template_name(self._project, entry.audience, entry.kind) or ""
        count, remarks = find_left_off(view.brief, document, template)
        diagnostics = [*diagnostics, *remarks]
        fit = _fit(kind, entry, view, document, count)
        reference = None
        if "docx" in entry.formats:
            reference, found = self._assets.reference(entry.kind, entry.audience)
            diagnostics = [*diagnostics, *found]
        sources: dict[str, int] = {}
        for index, element in enumerate(document.root.iter("*")):
            if element.tag == "img":
                sources.setdefault(element.attrib["src"], index)
        folder = made.summit.folder
        images, problems = self._assets.images(sources, folder)
        job = Job(
            name=entry.name,
            markup=serialize(document),
            stylesheets=(
                self._quotation_marks(view),
                self._counter_styles(view),
                *sheets.stylesheets,
            ),
            assets={**sheets.files, **images},
            formats=entry.formats,
            metadata=_metadata(
                view, document, is_public=view.handling == self._project.config.handling[0]
            ),
            embed_fonts=audience.fonts == "embed" or (audience.fonts is None and bool(fit)),
            fit=fit,
            source=_source(audience, entry, view),
            seconds=float(self._project.config.seconds),
            reference=reference,
            capitals=(capitals := self._capitals(view)),
            whole=_names(view) if capitals else (),
        )
        files = [*kind_files, *(sheet.path for sheet in sheets.stylesheets), *sheets.files]
        files += [path for source in sources if (path := resolve(source, folder))]
        files += [reference.path] if reference is not None else []
        return job, [*map(Problem, diagnostics), *problems], files

    def _quotation_marks(self, view: View) -> Stylesheet:
        """Return what ``q`` looks like in the View's languages; any stylesheet may say more."""
        rules = [_quotes(self.profiles[language.tag]) for language in view.languages]
        return Stylesheet("languages.css", "".join(rules).encode())

    def _counter_styles(self, view: View) -> Stylesheet:
        """Return the counter styles of the document's language (CSS Counter Styles 3, 2).

        It is a file of its own since languages that count alike have the same one.
        """
        return Stylesheet("counters.css", _counters(self.profiles[view.language]).encode())

    def _capitals(self, view: View) -> tuple[str, ...]:
        """Return the View's languages in which a capitalised word needn't be a name."""
        tags = (language.tag for language in view.languages)
        return tuple(tag for tag in tags if self.profiles[tag].divide_capitals)

    def _left_out(self, summit: SummitContent, level: str, since: str | None) -> Secrets:
        key = (summit.folder, level, since)
        if key not in self._secrets:
            earlier, _ = self._earlier.get((summit.folder, since or ""), (None, []))
            before = earlier.documents.values() if earlier is not None else ()
            whole, scale = self._whole[summit.folder], self._project.config.handling
            self._secrets[key] = left_out(whole, level, scale, before)
        return self._secrets[key]

    def _find_leaks(
        self, made: Plan, entry: Entry, job: Job, secrets: Secrets
    ) -> Iterator[Diagnostic]:
        """Yield where a job has text that its audience may not read.

        What it would have without anything above the audience is no such text, whatever else
        it may be the same as: names of months and countries, words of templates.
        """
        if not secrets:
            return
        places = {f"the document {entry.name}": tuple(xml_texts(job.markup))}
        if job.source is not None:
            places[f"the source in {entry.name}"] = tuple(json_texts(job.source))
        for where, texts in places.items():
            if there := secrets.within(texts):
                given = "\n".join(map(fold, self._given(made, entry)))
                if any(fold(secret) not in given for secret in there):
                    yield replace(leak(where), place=entry.place)

    def _given(self, made: Plan, entry: Entry) -> Iterator[str]:
        """Yield the texts of a document made from nothing above its audience's handling."""
        audience = self._audiences[entry.audience]
        whole, scale = self._whole[made.summit.folder], self._project.config.handling
        below = cleared(whole, scale, scale.index(audience.value.handling))
        plain = replace(entry, only=entry.only.model_copy(update={"since": None}))
        view, _ = self._select(replace(made, summit=below), plain, audience, None)
        if view is not None:
            yield from json_texts(view_as_json(view, places=False).encode())
            # Not kept: that it was looked at tells that there is something above.
            rendered = self._begin_rendering(below, entry, view, is_kept=False)()
            if rendered.markup is not None:
                yield from xml_texts(rendered.markup)


def _highest(project: Project, audiences: Collection[str]) -> str | None:
    """Return the highest level that any of these audiences may read; None for all levels.

    What is wrong with an audience is said where the packs' audiences are read.
    """
    scale = project.config.handling
    found, _ = read_audiences(project, set(audiences) & set(list_templates(project, "audiences")))
    levels = {audience.value.handling for audience in found.values()}
    if len(found) < len(set(audiences)) or not levels or not levels.issubset(scale):
        return None
    return max(levels, key=scale.index)


def _at_level(found: Iterable[Diagnostic], view: View) -> list[Diagnostic]:
    """Return what is said of a document with the level of what it may quote."""
    return [replace(diagnostic, handling=view.handling) for diagnostic in found]


def _not_narrowed(entry: Entry) -> Diagnostic:
    message = f"documents of the kind '{entry.kind}' can't be narrowed by 'only'"
    hint = f"order tables, or write 'only: true' into templates/kinds/{entry.kind}.yaml"
    return Diagnostic("A213", message, entry.place, hint)


def _languages(entry: Entry) -> Iterable[str]:
    return entry.languages


def _named(made: Plan) -> Iterable[str]:
    """Return the languages of a pack's summit, for the names of other versions."""
    return made.summit.summit.value.languages


def _names(view: View) -> tuple[str, ...]:
    """Return the capitalised words of the names that a View knows."""
    texts = [text for term in view.terms for text in term.names.values() if text]
    texts += [text for one in view.summit.participants for text in (one.party, one.name)]
    words = {word for text in texts for word in re.findall(r"\w+", text)}
    return tuple(sorted(word for word in words if word != word.lower()))


_NOTES = """\
::footnote-call { content: counter(footnote, digits) }
::footnote-marker { content: counter(footnote, digits) ". " }
"""


def _string(text: str) -> str:
    """Return text as a string of CSS."""
    return '"' + text.replace("\\", r"\\").replace('"', r"\"") + '"'


def _counters(profile: Profile) -> str:
    """Return ``digits`` and ``sub-letters``, which any stylesheet may name."""
    digits, notes = "extends decimal", ""
    if not profile.digits.isascii():
        digits = f"numeric; symbols: {' '.join(map(_string, profile.digits))}"
        notes = _NOTES
    letters = "extends lower-alpha"
    if profile.sub_letters:
        letters = f"alphabetic; symbols: {' '.join(map(_string, profile.sub_letters))}"
    before, after = profile.subnumber("\0").split("\0")
    return (
        f"@counter-style digits {{ system: {digits} }}\n"
        f"@counter-style sub-letters {{ system: {letters};"
        f" prefix: {_string(before)}; suffix: {_string(f'{after} ')} }}\n{notes}"
    )


def _quotes(profile: Profile) -> str:
    marks = [*map(_string, profile.quotes)]
    outside, inside = " ".join(marks[:2]), " ".join(marks[2:])
    selector = f"q:lang({profile.tag})"
    return f"{selector} {{ quotes: {outside} }}\nq {selector} {{ quotes: {inside} }}\n"


def _fit(kind: Kind, entry: Entry, view: View, document: Document, left_off: int) -> Fit | None:
    """Return what a document is held to, with its items and where the template printed them."""
    if kind.pages is None:
        return None
    priorities = {item.place: item.priority for item in _items(view)}
    printed: dict[Place, list[int]] = {}
    around: dict[Element, Place | None] = {document.root: None}
    for number, element in enumerate(document.root.iter()):
        place = document.origins[number].content
        if place is not None and place in priorities and place != around[element]:
            printed.setdefault(place, []).append(number)
        around.update(dict.fromkeys(element, place))
    items = (FitItem(priorities[place], tuple(found)) for place, found in printed.items())
    return Fit(kind.pages, entry.drop, tuple(items), left_off)


def _items(view: View) -> Iterator[ItemView]:
    """Yield the statements of the brief that a template could print."""
    for field in fields(view.brief) if view.brief is not None else ():
        value = getattr(view.brief, field.name)
        items = value if isinstance(value, tuple) else (value,)
        yield from (item for item in items if isinstance(item, ItemView))


def _versions(
    entry: Entry, siblings: Iterable[Entry], profiles: Mapping[str, Profile]
) -> Iterator[Version]:
    """Yield the other languages and formats of a document, for the same audience."""
    order = sorted(FORMATS, key=lambda name: name != "html")
    for other in siblings:
        if (other.audience, other.kind, other.only) != (entry.audience, entry.kind, entry.only):
            continue
        file = other.name.rpartition("/")[2]
        if other.name == entry.name:
            for name in entry.formats:
                if name != "html":
                    yield Version(f"{file}.{name}", _FORMAT_NAMES[name])
        elif profiles.keys() >= set(other.languages):
            form = next(name for name in order if name in other.formats)
            used = [profiles[tag] for tag in other.languages]
            languages = tuple((p.tag, p.direction, p.autonym) for p in used)
            label = "" if form == "html" else _FORMAT_NAMES[form]
            yield Version(f"{file}.{form}", label, languages)


_FORMAT_NAMES = {"pdf": "PDF", "docx": "Word"}


def _discreet_title(view: View, document: Document) -> str:
    """Return what the template calls the document where others may see it, else its marking."""
    metas = document.root.iterfind("head/meta[@name='discreet-title']")
    found = next((meta.get("content", "") for meta in metas), "")
    return found or view.marking or view.kind


def _say_varieties(document: Document, varieties: Iterable[str]) -> None:
    """Tag what a document has in a language with the variety that it is written in."""
    longer = {tag: variety for variety in varieties for tag in lookup(variety)}
    for element in document.root.iter() if longer else ():
        if (variety := longer.get(element.get("lang", ""))) is not None:
            element.set("lang", variety)


def _metadata(view: View, document: Document, *, is_public: bool) -> Metadata:
    cleared = view.brief.cleared if view.brief is not None else None
    published = view.document.date if view.document is not None else None
    return Metadata(
        title=document.title,
        subject=PENDING.sub("", view.summit.title),
        language=document.root.get("lang", view.language),
        date=cleared or published or view.summit.start,
        keywords=tuple(t.title for t in view.themes if not PENDING.search(t.title)),
        discreet="" if is_public else _discreet_title(view, document),
    )


def _source(audience: Audience, entry: Entry, view: View) -> bytes | None:
    """Return what travels in the PDF of an audience that wants it."""
    if audience.source == "omit" or "pdf" not in entry.formats:
        return None
    return view_as_json(view, places=False).encode()


def _origin_files(document: Document) -> Iterator[str]:
    for origin in document.origins:
        yield origin.template.file
        if origin.content is not None:
            yield origin.content.file


def _locate(problem: Problem, origins: Sequence[Origin], entry: Entry) -> Diagnostic:
    found = problem.diagnostic
    if found.place is not None:
        if problem.element is None:
            return found
        asked = ("asked for here", origins[problem.element].template)
        return replace(found, related=(*found.related, asked))
    named = ((words, origins[number]) for words, number in problem.related)
    related = tuple((words, origin.content or origin.template) for words, origin in named)
    found = replace(found, related=(*found.related, *related))
    if problem.element is None:
        return replace(found, place=entry.place, message=f"{entry.name}: {found.message}")
    origin = origins[problem.element]
    if origin.content is None:
        return replace(found, place=origin.template)
    printed = ("printed by the template here", origin.template)
    return replace(found, place=origin.content, related=(*found.related, printed))
