"""Turn what the CLDR knows of a language, and all templates, into a profile and a catalogue.

What a profile says is read in briefgen/languages.py, what a catalogue says in
briefgen/markup/translations.py.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import click
from polib import POEntry, POFile
from pydantic import TypeAdapter, ValidationError

from briefgen.cli.files import write_whole
from briefgen.content.model import Tag
from briefgen.diagnostics import printable
from briefgen.errors import UsageError
from briefgen.languages import NO_BREAK_SPACE, lookup, write_profile
from briefgen.project import (
    PACKAGE,
    Project,
    find_project,
    find_template,
    list_templates,
    read_file,
)

_SCHEMA = "# yaml-language-server: $schema=../../../schemas/profile.schema.json\n"
_ABOUT = (
    "# What the CLDR knows of this language; \\_ is a no-break space. docs/templates.md\n"
    "# (Languages) lists the other keys: quotes, an alphabet, what texts are checked by.\n"
)


def run(root: Path | None, tag: str) -> int:
    """Write both files, print what to do next, return the exit code."""
    project = find_project(root or Path.cwd())
    try:
        TypeAdapter(Tag).validate_python(tag)
    except ValidationError as error:
        message = f"'{tag}' is not a language tag (BCP 47) such as en, uz-Latn or pt-BR"
        raise UsageError(message) from error
    catalogue = _catalogue(project, tag).encode()
    own = f"{project.config.templates}/locale/{tag}/messages.po"
    for name in lookup(tag):
        for kind in ("profile.yaml", "messages.po"):
            found = find_template(project, f"locale/{name}/{kind}")
            # A run that was killed may have left the catalogue without its profile.
            if found is not None and (found != own or read_file(project, own)[0] != catalogue):
                raise UsageError(f"the language '{tag}' has {found} already")
    folder = project.root / project.config.templates / "locale" / tag
    write_whole(folder / "messages.po", catalogue)
    write_whole(folder / "profile.yaml", _profile(tag).encode())
    shown = printable(str(folder.relative_to(project.root)))
    click.echo(
        f"{shown}/profile.yaml and {shown}/messages.po are there now. Next: fill in the"
        " catalogue; words that it lacks are printed in another language, tagged so.",
        err=True,
    )
    return 0


def _profile(tag: str) -> str:
    return _SCHEMA + _ABOUT + "".join(_lines(write_profile(tag)))


def _lines(values: dict[str, object], indent: str = "") -> Iterator[str]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield f"{indent}{key}:\n"
            yield from _lines(value, indent + "  ")
        else:
            text = json.dumps(value, ensure_ascii=False).replace(NO_BREAK_SPACE, "\\_")
            yield f"{indent}{key}: {text}\n"


def _catalogue(project: Project, tag: str) -> str:
    """Return a PO file with every message of the templates, none translated."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - slow to import
    from babel.messages.catalog import Catalog  # noqa: PLC0415 - slow to import

    try:
        forms = Catalog(locale=Locale.parse(tag, sep="-"))
    except (UnknownLocaleError, ValueError):
        forms = Catalog()
    file = POFile(wrapwidth=0)
    file.metadata = {
        "Project-Id-Version": "briefgen",
        "Language": tag.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": forms.plural_forms,
    }
    found: dict[tuple[str, str], POEntry] = {}
    for place, context, message in _messages(project):
        singular, plural = message if isinstance(message, tuple) else (message, "")
        entry = found.get((singular, context))
        if entry is None:
            entry = POEntry(msgid=singular, msgctxt=context or None, msgid_plural=plural)
            if plural:
                entry.msgstr_plural = dict.fromkeys(range(forms.num_plurals), "")
            if "%(" in singular:
                entry.flags.append("python-format")
            found[singular, context] = entry
        entry.occurrences.append(place)
    file.extend(found[key] for key in sorted(found, key=lambda key: (key[0].casefold(), key)))
    return str(file) + "\n"


def _messages(
    project: Project,
) -> Iterator[tuple[tuple[str, str], str, str | tuple[str, str]]]:
    """Yield where each message of the templates stands, its context, and it or both its forms."""
    from babel.messages.extract import extract  # noqa: PLC0415 - slow to import

    for path in _templates(project):
        raw, _ = read_file(project, path)
        if raw is None:
            continue  # said by briefgen check
        options = {"newstyle_gettext": "true", "silent": "true", "encoding": "utf-8-sig"}
        method = "jinja2.ext:babel_extract"
        for line, message, _, context in extract(method, io.BytesIO(raw), options=options):
            forms = (message[0], message[1]) if isinstance(message, tuple) else message
            yield (path.removeprefix(PACKAGE), str(line)), context or "", forms


def _templates(project: Project) -> Iterator[str]:
    """Yield the paths of all templates: the project's own and the package's."""
    audiences = (f"audiences/{name}" for name in list_templates(project, "audiences"))
    for folder in ("base", "kinds", *audiences):
        for name in list_templates(project, folder):
            if name.endswith(".j2"):
                both = (f"{folder}/{name}", f"{PACKAGE}{folder}/{name}")
                found = (find_template(project, path) for path in both)
                yield from dict.fromkeys(path for path in found if path is not None)
