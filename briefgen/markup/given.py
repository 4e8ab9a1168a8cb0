"""Say what templates are given beside the View: filters and functions in its language.

The words of the interface are read in briefgen/markup/translations.py, dates and names
written in briefgen/languages.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from gettext import NullTranslations

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from briefgen.diagnostics import Diagnostic, Place, did_you_mean
from briefgen.languages import Profile
from briefgen.markup.failures import running_place
from briefgen.markup.provenance import Files
from briefgen.markup.sandbox import TemplateEnvironment
from briefgen.markup.translations import catalogue_file, has_catalogue, read_translations
from briefgen.project import Project


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
        self._translations: dict[str, tuple[NullTranslations, list[Diagnostic]]] = {}
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

    def begin(self, language: str) -> None:
        """Begin a document in a language that has a profile."""
        self._language = language
        self._missed = set()
        if language not in self._translations:
            profile = self._profiles[language]
            self._translations[language] = read_translations(self._project, profile, self._miss)
        words, problems = self._translations[language]
        self.problems = list(problems)
        self._environment.globals["profile"] = self._profiles[language]
        self._environment.install_gettext_callables(  # type: ignore[attr-defined]
            words.gettext,
            words.ngettext,
            newstyle=True,
            pgettext=words.pgettext,
            npgettext=words.npgettext,
        )

    def _miss(self, message: str) -> None:
        """Report a message that the catalogue lacks, at the line that prints it."""
        tag, file = self._language, catalogue_file(self._project, self._language)
        if has_catalogue(self._project, tag):
            code = "T011"
            what = f"the words {message!r} are not translated into the language '{tag}'"
            hint = f"add 'msgid' and 'msgstr' for them to {file}"
        else:
            code, what = "T010", f"the language '{tag}' has no catalogue of interface words"
            hint = f"write {file}"
        if what not in self._missed:
            self._missed.add(what)
            self.problems.append(Diagnostic(code, what, running_place(), hint))

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


def _iso(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a date is wanted, such as '2025-10-09', not {value!r}")
    return value
