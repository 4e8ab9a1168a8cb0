"""Say what templates are given beside the View: filters and functions in its language.

The words of the interface are read in briefgen/markup/translations.py, dates and names
written in briefgen/languages.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from gettext import NullTranslations
from typing import Any, cast

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from briefgen.diagnostics import Diagnostic, Place, Severity, did_you_mean
from briefgen.languages import Profile, read_profiles
from briefgen.markup.failures import running_place
from briefgen.markup.provenance import Files
from briefgen.markup.sandbox import TemplateEnvironment
from briefgen.markup.translations import catalogue_file, has_catalogue, read_translations
from briefgen.project import Project, list_templates


class Given:
    """What the templates of one environment are given, for one document after the other.

    ``problems`` are those of the present document.
    """

    def __init__(
        self,
        project: Project,
        profiles: Mapping[str, Profile],
        environment: TemplateEnvironment,
        files: Files,
    ) -> None:
        self._project = project
        self._profiles = profiles
        self._environment = environment
        self._files = files
        self._language = ""
        self._translations: dict[
            tuple[str, str | None], tuple[NullTranslations, list[Diagnostic]]
        ] = {}
        self._missed: set[str] = set()
        self.problems: list[Diagnostic] = []
        environment.globals.update(at=self.at, date_range=self.date_range)
        environment.filters.update(
            date=self.date,
            country=self.country,
            ordinal=self.ordinal,
            number=self.number,
            language_name=self.language_name,
        )

    def begin(self, language: str, source: str | None = None) -> None:
        """Begin a document in a language that has a profile.

        Words that this lacks are those of ``source``, the content's own language, or else
        those of the templates.
        """
        self._language = language
        self._missed = set()
        key = (language, source)
        if key not in self._translations:
            others = partial(self._others, language, source)
            self._translations[key] = read_translations(
                self._project, self._profiles[language], others, self._miss
            )
        words, problems = self._translations[key]
        self.problems = list(problems)
        self._environment.globals["profile"] = self._profiles[language]
        self._environment.install_gettext_callables(  # type: ignore[attr-defined]
            words.gettext,
            words.ngettext,
            newstyle=True,
            pgettext=words.pgettext,
            npgettext=words.npgettext,
        )
        own, given = self._profiles[language], cast(dict[str, Any], self._environment.globals)
        for name in ("gettext", "ngettext", "pgettext", "npgettext"):
            given[name] = _in_digits(own, given[name])

    def _others(self, language: str, source: str | None) -> list[Profile]:
        """Return the languages that words may be borrowed from."""
        own = self._profiles.get(source or "")
        names = list_templates(self._project, "locale")
        shipped = read_profiles(self._project, names)[0].values()
        found = [own] if own is not None and own.tag != language else []
        return [*found, *(profile for profile in shipped if profile.msgids)]

    def _miss(self, message: str, blank: bool) -> None:
        """Report a message that the catalogue lacks, at the line that prints it.

        The words of a language that nobody has begun are missing as a whole, once.
        """
        tag, file = self._language, catalogue_file(self._project, self._language)
        severity = Severity.WARNING
        place: Place | None = Place(file)
        if blank or not has_catalogue(self._project, tag):
            code = "T010"
            what = f"the interface words in the language '{tag}' are not all translated"
            hint = f"fill in {file}; 'briefgen languages add {tag}' writes one without words"
            if self._profiles[tag].plain:
                return  # said where the profile was looked for
        else:
            code, severity, place = "T011", Severity.ERROR, running_place()
            what = f"the words {message!r} are not translated into the language '{tag}'"
            hint = f"add 'msgid' and 'msgstr' for them to {file}"
        if what not in self._missed:
            self._missed.add(what)
            self.problems.append(Diagnostic(code, what, place, hint, severity=severity))

    # --- functions -----------------------------------------------------------------

    def at(self, thing: object) -> Markup:
        """Return the attribute that says which content an element prints.

        ``thing`` is a Place, or anything with one as its ``place``.
        """
        place = thing if isinstance(thing, Place) else getattr(thing, "place", None)
        if not isinstance(place, Place):
            raise TypeError("at() wants something of the View that has a place")
        return Markup(self._files.content_mark(place))  # noqa: S704 - numbers only

    def date_range(self, start: str, end: str | None = None) -> str:
        """Return the days from ``start`` to ``end`` in the document's language."""
        return self._profile(None).date_range(_iso(start), end)

    # --- filters -------------------------------------------------------------------
    # Each may be told another language. They take Jinja's context so that none is
    # called while a template is compiled, once for documents in any language.

    @pass_context
    def date(self, _context: Context, iso: str, language: str | None = None) -> str:
        """Return a date in its long form."""
        return self._profile(language).date(_iso(iso))

    @pass_context
    def country(self, _context: Context, code: str, language: str | None = None) -> str:
        """Return a country's name by its ISO 3166-1 code."""
        name = self._profile(language).country(code)
        if name is None:
            raise ValueError(f"no name is known for the country {code!r}")
        return name

    @pass_context
    def ordinal(self, _context: Context, number: int, language: str | None = None) -> str:
        """Return a number as an ordinal in digits."""
        return self._profile(language).ordinal(number)

    @pass_context
    def number(self, _context: Context, value: float, language: str | None = None) -> str:
        """Return a number with the language's separators."""
        return self._profile(language).number(value)

    @pass_context
    def language_name(self, _context: Context, tag: str, language: str | None = None) -> str:
        """Return the name of the language ``tag``."""
        return self._profile(language).language_name(tag)

    def _profile(self, language: str | None) -> Profile:
        tag = language or self._language
        if tag not in self._profiles:
            hint = did_you_mean(tag, self._profiles)
            raise ValueError(f"the language {tag!r} has no profile" + (f"; {hint}" if hint else ""))
        return self._profiles[tag]


def _in_digits(profile: Profile, words: Callable[..., str]) -> Callable[..., str]:
    """Return a function for words in which numbers have the language's own digits."""

    @pass_context
    def call(context: Context, *texts: Any, **variables: object) -> str:
        if isinstance(texts[-1], int):
            variables.setdefault("num", texts[-1])
        written = {
            name: profile.in_digits(str(value)) if type(value) is int else value
            for name, value in variables.items()
        }
        return words(context, *texts, **written)

    return call


def _iso(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a date is wanted, such as '2025-10-09', not {value!r}")
    return value
