"""Turn templates/locale/<tag>/messages.po into the interface words of one language.

How a language writes dates and names is in its profile (briefgen/languages.py).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from gettext import GNUTranslations, NullTranslations

from briefgen.diagnostics import Diagnostic, Place
from briefgen.languages import Profile, lookup
from briefgen.project import PACKAGE, Project, find_template, read_file

Missing = Callable[[str, bool], None]
"""What is called with a message that the catalogue lacks, and whether it has its msgid."""

_BEGIN, _END = "\ufdd0", "\ufdd1"
"""Noncharacters, which Unicode leaves to programs: the tag and the words are between them."""

_BORROWED = re.compile(f"{_BEGIN}([\\w-]+) ([lr])([^{_BEGIN}{_END}]*){_END}")
_NO_ELEMENTS = re.compile(r"""<title\b.*?</title>|<(?:[^<>"']|"[^"]*"|'[^']*')*>""", re.DOTALL)
_PLACEHOLDER = re.compile(r"(%\(\w+\)s)")
_LETTER = re.compile(r"[^\W\d_]")


def read_translations(
    project: Project, profile: Profile, others: Callable[[], Sequence[Profile]], missing: Missing
) -> tuple[NullTranslations, list[Diagnostic]]:
    """Return a language's interface words, and what is wrong with its catalogues.

    The project's catalogue goes before the package's, message by message. What both lack is
    missing, unless the templates' own words are in this language; it is borrowed from the
    first of the languages ``others`` that has it, and then needs :func:`tag_borrowed`.
    """
    if profile.msgids:
        return _read_own(project, profile, NullTranslations(), set())
    blank: set[str] = set()
    borrowed = _Borrowed(project, others, lambda message: missing(message, message in blank))
    return _read_own(project, profile, borrowed, blank)


def _read_own(
    project: Project, profile: Profile, last: NullTranslations, blank: set[str]
) -> tuple[NullTranslations, list[Diagnostic]]:
    """Return a language's words before those of ``last``; fill ``blank`` with empty messages."""
    translations, problems = last, []
    for path in reversed(list(_catalogues(project, profile.tag))):
        catalogue, found = _read_catalogue(project, path, blank)
        problems += found
        if catalogue is not None:
            catalogue.add_fallback(translations)
            translations = catalogue
    return translations, problems


def tag_borrowed(markup: str, direction: str) -> str:
    """Return markup whose borrowed words are in elements that say their language.

    Titles and attributes can't say it; ``direction`` is the document's.
    """
    if _BEGIN not in markup:
        return markup
    pieces, start = [], 0
    for found in _NO_ELEMENTS.finditer(markup):
        if _BEGIN in found[0]:
            pieces += [_tagged(markup[start : found.start()], direction)]
            pieces += [_BORROWED.sub(r"\3", found[0])]
            start = found.end()
    return "".join((*pieces, _tagged(markup[start:], direction)))


def _tagged(text: str, direction: str) -> str:
    def element(found: re.Match[str]) -> str:
        side = "" if direction[0] == found[2] else f' dir="{found[2]}t{"rl"[found[2] == "r"]}"'
        return f'<span lang="{found[1]}"{side}>{found[3]}</span>'

    return _BORROWED.sub(element, text)


def catalogue_file(project: Project, tag: str) -> str:
    """Return the path of a project's own catalogue for a language."""
    return f"{project.config.templates}/locale/{tag}/messages.po"


def has_catalogue(project: Project, tag: str) -> bool:
    """Return whether there is a catalogue for a language, the project's or the package's."""
    return any(_catalogues(project, tag))


def _catalogues(project: Project, tag: str) -> Iterator[str]:
    """Return the paths of a language's catalogues, the one to be asked first first."""
    for name in (f"locale/{name}/messages.po" for name in lookup(tag)):
        found = (find_template(project, name), find_template(project, PACKAGE + name))
        yield from dict.fromkeys(path for path in found if path is not None)


def _read_catalogue(
    project: Project, path: str, blank: set[str]
) -> tuple[GNUTranslations | None, list[Diagnostic]]:
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - slow to import
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415 - slow to import

    raw, problems = read_file(project, path, limit=project.config.yaml_bytes)
    if raw is None:
        return None, problems
    compiled = io.BytesIO()
    try:
        messages = read_po(io.BytesIO(raw), abort_invalid=True)
        for entry in messages:
            forms = (entry.string,) if isinstance(entry.string, str) else entry.string or ()
            if entry.fuzzy or not any(forms):
                entry.string = ""  # of a plural without forms Babel would write the msgid
                blank.add(entry.id if isinstance(entry.id, str) else entry.id[0])
        write_mo(compiled, messages)
        compiled.seek(0)
        return GNUTranslations(compiled), problems
    except PoFileError as error:
        message, line = f"this is no gettext catalogue: {error}", error.lineno + 1
    except (ValueError, LookupError) as error:
        message, line = f"this catalogue can't be used: {error}", 1
    hint = "msgid and msgstr alternate, each between double quotation marks"
    return None, [*problems, Diagnostic("T012", message, Place(path, line), hint)]


class _Nothing(NullTranslations):
    """Raises LookupError for each message."""

    def gettext(self, message: str) -> str:
        raise LookupError(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise LookupError(msgid1, msgid2, n)

    def pgettext(self, context: str, message: str) -> str:
        raise LookupError(context, message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        raise LookupError(context, msgid1, msgid2, n)


class _Borrowed(NullTranslations):
    """Says of each message that it is missing, and gives it in another language, marked so.

    The other languages are asked for, and read, when the first message is missing.
    """

    def __init__(
        self,
        project: Project,
        others: Callable[[], Sequence[Profile]],
        missing: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._project = project
        self._others = others
        self._missing = missing
        self._words: list[tuple[Profile, NullTranslations]] | None = None

    def gettext(self, message: str) -> str:
        return self._borrow(message, lambda words: words.gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._borrow(msgid1, lambda words: words.ngettext(msgid1, msgid2, n))

    def pgettext(self, context: str, message: str) -> str:
        return self._borrow(message, lambda words: words.pgettext(context, message))

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self._borrow(msgid1, lambda words: words.npgettext(context, msgid1, msgid2, n))

    def _borrow(self, message: str, ask: Callable[[NullTranslations], str]) -> str:
        self._missing(message)
        if self._words is None:
            self._words = [(other, self._read(other)) for other in self._others()]
        for other, words in self._words:
            try:
                return _marked(ask(words), other)
            except LookupError:
                continue
        return ask(NullTranslations())

    def _read(self, other: Profile) -> NullTranslations:
        last = NullTranslations() if other.msgids else _Nothing()
        return _read_own(self._project, other, last, set())[0]


def _marked(text: str, language: Profile) -> str:
    """Return words with marks around all in them that has letters, but for placeholders."""
    return "".join(
        part
        if _PLACEHOLDER.fullmatch(part) or not _LETTER.search(part)
        else f"{_BEGIN}{language.tag} {language.direction[0]}{part}{_END}"
        for part in _PLACEHOLDER.split(text)
    )
