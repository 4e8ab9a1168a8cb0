"""Turn a summit's content into the View that one audience may read, in the languages asked for.

Nothing above the audience's handling gets further than this, neither into the View nor
into a diagnostic. How a View looks on paper is the templates' matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import accumulate

from briefgen.audience.changes import only_changed
from briefgen.audience.clearance import Clearance
from briefgen.audience.facts import view_summit, view_terms
from briefgen.audience.model import Audience
from briefgen.audience.naming import Naming
from briefgen.audience.outcome import (
    Readable,
    anchor,
    read_segments,
    view_document,
    with_segments,
)
from briefgen.audience.statements import Wanted, view_brief
from briefgen.audience.view import (
    BriefView,
    DocumentView,
    LanguageView,
    OnlyView,
    SegmentView,
    ThemeView,
    View,
)
from briefgen.content.advice import unknown
from briefgen.content.model import DocumentVersions, Earlier, Located, Only, SummitContent
from briefgen.diagnostics import Diagnostic, Place, Severity, did_you_mean, has_errors
from briefgen.languages import Profile


def select(  # noqa: PLR0913 - each is one thing that the caller decides
    content: SummitContent,
    name: str,
    audience: Located[Audience],
    *,
    kind: str,
    languages: tuple[str, ...],
    document: str | None,
    scale: tuple[str, ...],
    profiles: Mapping[str, Profile],
    only: Only | None = None,
    earlier: Earlier | None = None,
    whole: SummitContent | None = None,
) -> tuple[View | None, list[Diagnostic]]:
    """Return what the audience ``name`` may read of a summit, and what is wrong.

    ``languages`` has the document's own language first; ``document`` names the outcome
    document (None: the brief's, or the only one there is); ``scale`` is the levels of
    handling, lowest first; ``profiles`` has all languages. ``only`` says which paragraphs of
    the document are shown, ``earlier`` what it was, where those that changed are. ``whole`` is the
    content with what was left out of it before: it says which documents there are, how their
    paragraphs count, and what must not be shown of earlier versions. The View is
    None where anything is an error: a level that is not on the scale, an audience that nothing
    is left for. Words that a language lacks are an error of the documents that print them.
    """
    problems: list[Diagnostic] = []
    level = audience.value.handling
    if level not in scale:
        place = audience.place("handling")
        return None, [unknown("C009", "handling level", level, scale, place)]
    naming = Naming(content, profiles[languages[0]], profiles, problems)
    clearance = Clearance(scale, scale.index(level), problems)
    narrowing = (only or Only(), earlier, (whole or content).documents)
    selection = _Selection(naming, clearance, audience, languages, narrowing)
    view = selection.view(name, kind, document)
    return (None if has_errors(problems) else view), problems


def _is_wanted(row: SegmentView, only: Only, themes: Mapping[str, tuple[str, ...]]) -> bool:
    """Return whether a segment is one of those asked for.

    It is of a theme by itself or by what it is a part of; ``themes`` are those of all
    segments, by key.
    """
    if only.missing and (
        row.change == "deleted" or all(cell.text is not None for cell in row.cells)
    ):
        return False
    wholes = accumulate(row.key.split("."), "{}.{}".format)
    own = {theme for whole in wholes for theme in themes.get(whole, ())}
    return not only.themes or not own.union(row.themes).isdisjoint(only.themes)


class _Selection:
    """One selection under way."""

    def __init__(
        self,
        naming: Naming,
        clearance: Clearance,
        audience: Located[Audience],
        languages: tuple[str, ...],
        narrowing: tuple[Only, Earlier | None, Mapping[str, DocumentVersions]],
    ) -> None:
        self._content = naming.content
        self._naming = naming
        self._clearance = clearance
        self._audience = audience
        self._languages = languages
        self._only, self._earlier, self._whole = narrowing
        self._readable: dict[str, dict[str, Readable]] = {}

    def view(self, name: str, kind: str, document: str | None) -> View | None:
        """Return the View, or None where nothing is left to read."""
        naming, audience = self._naming, self._audience.value
        shown = self._document_id(document)
        document_view, languages = self._document(shown)
        sections = audience.sections.get(kind, ())
        brief = self._brief(shown, sections)
        if document_view is None and brief is None:
            self._report_nothing(name)
            return None
        level = self._clearance.level
        voice = naming.voice(self._audience)
        marking = voice.optional(audience.marking.get(level), self._audience, "marking", level)
        return View(
            kind=kind,
            audience=name,
            audience_title=voice.words(audience.title, self._audience, "title"),
            language=self._languages[0],
            direction=naming.profile.direction,
            languages=languages,
            sections=sections,
            handling=level,
            marking=marking,
            summit=view_summit(naming, tuple(filter(self._segments, self._content.documents))),
            document=document_view,
            brief=brief,
            themes=self._themes(document_view),
            terms=view_terms(naming, self._languages),
            section_places=tuple(
                self._audience.place("sections", kind, index) for index in range(len(sections))
            ),
            marking_place=self._audience.place("marking", level) if marking else None,
            audience_language=None if voice is naming else naming.language(voice.profile.tag),
            pending=naming.pending,
            labels=self._labels(document_view),
        )

    def _labels(self, document: DocumentView | None) -> dict[str, str]:
        """Return how the paragraphs are numbered that the audience may read, now or before."""
        rows = document.segments if document else ()
        readable = dict.fromkeys(key for keys in self._readable.values() for key in keys)
        before = dict.fromkeys(row.before for row in rows if row.before)
        return {key: self._naming.labels[key] for key in readable | before}

    def _report_nothing(self, name: str) -> None:
        if not has_errors(self._naming.problems):
            message = f"nothing is left for the audience '{name}'"
            hint = "every paragraph and statement is above its handling or outside its themes"
            self._naming.report("A210", message, self._audience.place("handling"), hint)

    # --- the outcome document ------------------------------------------------------

    def _document_id(self, asked: str | None) -> str | None:
        """Return which outcome document is shown, or None where there is none to show."""
        documents, brief = self._content.documents, self._content.brief
        if asked is None and brief is not None:
            asked = brief.value.document
        if asked is None and len(documents) == 1:
            return next(iter(documents))
        if asked in self._whole:
            return asked
        if asked is not None:
            message, hint = f"there is no document '{asked}'", did_you_mean(asked, documents)
        elif documents:
            message = "which of several documents is meant?"
            hint = f"name one with 'document: …': {', '.join(sorted(documents))}"
        else:
            return None
        self._naming.report("A205", message, self._content.summit.place(), hint)
        return None

    def _segments(self, document: str) -> dict[str, Readable]:
        if document not in self._readable:
            source = self._content.documents[document].source
            readable = read_segments(source, self._clearance)
            keys = (segment.key for segment in self._whole[document].source.value.segments())
            self._naming.number_paragraphs(keys, readable)
            self._readable[document] = readable
        return self._readable[document]

    def _document(self, shown: str | None) -> tuple[DocumentView | None, tuple[LanguageView, ...]]:
        if shown is None or shown not in self._content.documents:
            return None, tuple(map(self._naming.language, self._languages))
        versions, readable = self._content.documents[shown], self._segments(shown)
        view, languages = view_document(self._naming, versions, readable, self._languages)
        if view is not None and self._only.words:
            view = self._narrow(view, self._whole[shown])
        for segment in view.segments if view is not None else ():
            if segment.key in readable and segment.change != "deleted":
                self._clearance.give(readable[segment.key].rank)
        return view, languages

    def _narrow(self, view: DocumentView, versions: DocumentVersions) -> DocumentView:
        """Return a document with the segments that are asked for."""
        only, earlier = self._only, self._earlier
        themes = {segment.key: segment.themes for segment in view.segments}
        if earlier is not None:
            view = only_changed(self._naming, self._clearance, view, versions, earlier)
        summit = self._content.summit
        titles = tuple(
            self._naming.words(theme.title, summit, "themes", index, "title")
            for index, theme in enumerate(summit.value.themes)
            if theme.id in only.themes
        )
        view = with_segments(view, (row for row in view.segments if _is_wanted(row, only, themes)))
        since = earlier.label if earlier is not None else None
        return replace(view, only=OnlyView(titles, only.missing, since))

    # --- statements and themes -----------------------------------------------------

    def _brief(self, shown: str | None, sections: tuple[str, ...]) -> BriefView | None:
        if (brief := self._content.brief) is None:
            return None
        about = brief.value.document
        keys = self._segments(about) if about in self._content.documents else ()
        wanted = Wanted(
            anchors={key: anchor(key) if about == shown else "" for key in keys},
            sections=sections,
            themes=self._audience.value.themes,
            complete=len(self._languages) == 1,
        )
        return view_brief(self._naming, self._clearance, brief, wanted)

    def _themes(self, document: DocumentView | None) -> tuple[ThemeView, ...]:
        """Return the audience's themes, each with its segments; those without are left out."""
        summit = self._content.summit
        known = {theme.id: index for index, theme in enumerate(summit.value.themes)}
        wanted = self._audience.value.themes
        self._check_themes(known)
        views = []
        for theme in known if wanted is None else wanted:
            segments = tuple(
                segment
                for segment in (document.segments if document else ())
                if theme in segment.themes
            )
            if segments and theme in known:
                index = known[theme]
                title = summit.value.themes[index].title
                words = self._naming.words(title, summit, "themes", index, "title")
                views.append(ThemeView(theme, words, segments))
        return tuple(views)

    def _check_themes(self, known: Mapping[str, int]) -> None:
        """Warn of the audience's themes that look like a slip of the pen for this summit's.

        An audience may serve several summits, so a theme of another one is no mistake.
        """
        for index, theme in enumerate(self._audience.value.themes or ()):
            hint = did_you_mean(theme, known)
            if theme not in known and hint:
                place: Place = self._audience.place("themes", index)
                message = f"the summit has no theme '{theme}'"
                self._naming.report("A204", message, place, hint, Severity.WARNING)
