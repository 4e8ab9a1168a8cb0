"""Turn templates/locale/<tag>/messages.po into the interface words of one language.

How a language writes dates and names is in its profile (briefgen/languages.py).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from gettext import GNUTranslations, NullTranslations

from briefgen.diagnostics import Diagnostic, Place
from briefgen.languages import Profile
from briefgen.project import PACKAGE, Project, find_template, read_file

Missing = Callable[[str], None]
"""What is called with a message that the catalogue lacks."""


def read_translations(
    project: Project, profile: Profile, missing: Missing
) -> tuple[NullTranslations, list[Diagnostic]]:
    """Return a language's interface words, and what is wrong with its catalogues.

    The project's catalogue goes before the package's, message by message. Without both
    each message is missing, unless the templates' own words are in this language.
    """
    own = profile.msgids
    translations: NullTranslations = NullTranslations() if own else _Untranslated(missing)
    problems: list[Diagnostic] = []
    for path in reversed(list(_catalogues(project, profile.tag))):
        catalogue, found = _read_catalogue(project, path)
        problems += found
        if catalogue is not None:
            catalogue.add_fallback(translations)
            translations = catalogue
    return translations, problems


def catalogue_file(project: Project, tag: str) -> str:
    """Return the path of a project's own catalogue for a language."""
    return f"{project.config.templates}/locale/{tag}/messages.po"


def has_catalogue(project: Project, tag: str) -> bool:
    """Return whether there is a catalogue for a language, the project's or the package's."""
    return any(_catalogues(project, tag))


def _catalogues(project: Project, tag: str) -> Iterator[str]:
    """Return the paths of a language's catalogues, the one to be asked first first."""
    name = f"locale/{tag}/messages.po"
    first = find_template(project, name)
    if first is not None:
        yield first
        second = find_template(project, PACKAGE + name)
        if second is not None and second != first:
            yield second


def _read_catalogue(project: Project, path: str) -> tuple[GNUTranslations | None, list[Diagnostic]]:
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - slow to import
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415 - slow to import

    raw, problems = read_file(project, path, limit=project.config.yaml_bytes)
    if raw is None:
        return None, problems
    compiled = io.BytesIO()
    try:
        write_mo(compiled, read_po(io.BytesIO(raw), abort_invalid=True))
        compiled.seek(0)
        return GNUTranslations(compiled), problems
    except PoFileError as error:
        message, line = f"this is no gettext catalogue: {error}", error.lineno + 1
    except (ValueError, LookupError) as error:
        message, line = f"this catalogue can't be used: {error}", 1
    hint = "msgid and msgstr alternate, each between double quotation marks"
    return None, [*problems, Diagnostic("T012", message, Place(path, line), hint)]


class _Untranslated(NullTranslations):
    """Says of each message that it is missing, and gives it back as it is."""

    def __init__(self, missing: Missing) -> None:
        super().__init__()
        self._missing = missing

    def gettext(self, message: str) -> str:
        self._missing(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self._missing(msgid1)
        return super().ngettext(msgid1, msgid2, n)

    def pgettext(self, context: str, message: str) -> str:
        self._missing(message)
        return super().pgettext(context, message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        self._missing(msgid1)
        return super().npgettext(context, msgid1, msgid2, n)
