"""Turn codes, identifiers and words in many languages into words in a View's language.

What an audience may read is decided in briefgen/audience/select.py, before anything
is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from briefgen.audience.model import Audience
from briefgen.audience.view import ActorView, LanguageView, pending_mark
from briefgen.content.advice import STALE, accept
from briefgen.content.model import Located, Organisation, Status, SummitContent
from briefgen.content.sequence import PARTS, read_labels
from briefgen.diagnostics import Diagnostic, Place, Severity
from briefgen.languages import Profile, lookup, plain_profile
from briefgen.project import PACKAGE


@dataclass(slots=True)
class Naming:
    """Names in one language, and the problems met while looking for them.

    ``profile`` is the language's; ``profiles`` those of all languages of the View. ``labels`` are
    the numbers of paragraphs as they are printed, by key.
    """

    content: SummitContent
    profile: Profile
    profiles: Mapping[str, Profile]
    problems: list[Diagnostic] = field(default_factory=list)
    _pending: dict[Diagnostic, int] = field(default_factory=dict)
    _actors: dict[str, ActorView] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def report(
        self,
        code: str,
        message: str,
        place: Place,
        hint: str | None = None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Add a problem."""
        self.problems.append(Diagnostic(code, message, place, hint, severity=severity))

    @property
    def pending(self) -> tuple[Diagnostic, ...]:
        """Return what is wrong with words once they are printed, in the order of their marks."""
        return tuple(self._pending)

    def pend(self, code: str, message: str, place: Place, hint: str | None = None) -> str:
        """Return the mark for words that are an error of the documents that print them."""
        diagnostic = Diagnostic(code, message, place, hint)
        return pending_mark(self._pending.setdefault(diagnostic, len(self._pending)))

    def stale(self, targets: Located[Any], names_it: str, place: Place) -> str:
        """Return the mark for a translation that no longer renders its source.

        ``names_it`` is as for :func:`~briefgen.content.advice.accept`; ``place`` is its hash's.
        """
        return self.pend("C014", STALE, place, accept(targets, names_it))

    def words(self, texts: Mapping[str, str], located: Located[Any], *path: str | int) -> str:
        """Return the words in the View's language, or the mark of an error: there are none."""
        tag = self.profile.tag
        text = next((texts[name] for name in lookup(tag) if name in texts), None)
        if text is None:
            what = next((part for part in reversed(path) if isinstance(part, str)), "text")
            message = f"'{what}' has no words in the language '{tag}'"
            return self.pend("A207", message, located.place(*path), f"add '{tag}: …' here")
        return text

    def voice(self, audience: Located[Audience]) -> Naming:
        """Return what names things in the language that an audience's own words are in.

        That is this language, but where an audience of the package, which nobody can edit,
        or one in a language without a profile has no title in it: then the summit's.
        """
        titles, tags = audience.value.title, (self.content.summit.value.language, *self.profiles)
        if any(tag in titles for tag in lookup(self.profile.tag)) or not (
            self.profile.plain or audience.file.startswith(PACKAGE)
        ):
            return self
        others = (self.profiles[tag] for tag in tags if tag in titles and tag in self.profiles)
        other = next(others, None) or plain_profile(next(iter(titles)))
        return Naming(self.content, other, self.profiles, self.problems, self._pending)

    def optional(
        self, texts: Mapping[str, str] | None, located: Located[Any], *path: str | int
    ) -> str | None:
        """Return the words in the View's language, or None where nothing was written."""
        return None if texts is None else self.words(texts, located, *path)

    def number_paragraphs(self, document: Iterable[str], keys: Iterable[str]) -> None:
        """Enter what is printed for some keys; ``document`` has all of those beside them.

        How sub-items count is known by the first of them, which may not be among the keys.
        """
        read = read_labels(document)
        for key in keys:
            wholes = accumulate(key.split("."), "{}.{}".format)
            parts = [self._label(whole, read.get(whole)) for whole in wholes]
            self.labels[key] = ".".join(part for part in parts if part not in PARTS)

    def _label(self, key: str, value: tuple[str, int] | None) -> str:
        """Return the last part of a key as it is printed."""
        way, number = value or ("", 0)
        if way == "letters":
            return self.profile.sub_letter(number)
        return self.profile.in_digits(key.rpartition(".")[2])

    def country(self, code: str, place: Place) -> str:
        """Return a country's name: the summit's own, else the language's."""
        summit = self.content.summit
        if code in summit.value.countries:
            return self.words(summit.value.countries[code], summit, "countries", code)
        if (name := self.profile.country(code)) is not None:
            return name
        hint = f"name it under 'countries' in {summit.file}"
        self.report("A208", f"no name is known for the country '{code}'", place, hint)
        return code

    def actor(self, identifier: str, place: Place) -> ActorView:
        """Return a country or organisation by its code or id."""
        if identifier not in self._actors:
            self._actors[identifier] = self._actor(identifier, place)
        return self._actors[identifier]

    def _actor(self, identifier: str, place: Place) -> ActorView:
        summit = self.content.summit
        for index, organisation in enumerate(summit.value.organisations):
            if organisation.id == identifier:
                return self._organisation(organisation, index)
        if identifier.isupper():
            name = self.country(identifier, place)
            return ActorView(identifier, name, name)
        hint = f"list it under 'organisations' in {summit.file}"
        self.report("A208", f"there is no organisation '{identifier}'", place, hint)
        return ActorView(identifier, identifier, identifier)

    def _organisation(self, organisation: Organisation, index: int) -> ActorView:
        summit, path = self.content.summit, ("organisations", index)
        name = self.words(organisation.name, summit, *path, "name")
        short = self.optional(organisation.short, summit, *path, "short")
        return ActorView(organisation.id, name, short or name)

    def language(
        self, tag: str, status: Status | None = None, title: str | None = None
    ) -> LanguageView:
        """Return a language as the View's language calls it."""
        profile = self.profiles.get(tag) or plain_profile(tag)
        name = self.profile.language_name(tag)
        return LanguageView(tag, profile.direction, name, profile.autonym, status, title)
