"""A small made-up meeting that has nothing wrong with it, for tests to break."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from briefgen.content.model import source_hash
from briefgen.diagnostics import Diagnostic
from briefgen.project import Config, Project

SUMMIT = """\
id: lake
language: en
languages: [en, ru]
title: {en: The Lake Meeting, ru: Встреча у озера}
short_title: {en: Lake, ru: Озеро}
series: {en: Lake Meetings, ru: Встречи у озера}
edition: 1
dates: {start: 2030-05-04, end: 2030-05-05}
venues: [{city: {en: Shore, ru: Берег}, country: KZ}]
hosts: [KZ]
chairs: [KZ]
participants:
  - country: KZ
    office: {en: President, ru: Президент}
    name: {en: A. B., ru: А. Б.}
  - organisation: un
    office: {en: Envoy, ru: Посланник}
    name: {en: C. D., ru: В. Г.}
organisations:
  - id: un
    name: {en: United Nations, ru: ООН}
themes:
  - {id: trade, title: {en: Trade, ru: Торговля}}
outcomes:
  - {title: {en: Statement, ru: Заявление}, document: statement}
sources:
  - {title: {en: Text, ru: Текст}, publisher: Office, date: 2030-05}
"""

STATEMENT = """\
id: statement
language: en
status: paraphrase
title: Statement
preamble:
  - {key: pre.1, handling: public, text: They met.}
paragraphs:
  - key: 1
    heading: Trade
    themes: [trade]
    actors: [KZ, un]
    handling: public
    text: Trade grows.
  - {key: 1.a, handling: internal, text: By road.}
  - {key: 2, handling: public, text: They meet again.}
closing:
  - {key: end.1, handling: public, text: Done.}
"""

STATEMENT_RU = f"""\
document: statement
language: ru
status: unofficial-translation
title: Заявление
segments:
  - {{key: pre.1, text: Встретились., source_hash: {source_hash("They met.")}}}
  - key: 1
    heading: Торговля
    text: Торговля растёт.
    source_hash: {source_hash("Trade", "Trade grows.")}
  - {{key: 1.a, text: По дорогам., source_hash: {source_hash("By road.")}}}
  - {{key: 2, text: Встретятся., source_hash: {source_hash("They meet again.")}}}
  - {{key: end.1, text: Всё., source_hash: {source_hash("Done.")}}}
"""

BRIEF = """\
document: statement
language: en
status: paraphrase
owner: {en: Desk, ru: Отдел}
bottom_line: {id: bottom, handling: public, priority: 1, cites: [1], text: It went well.}
questions:
  - id: why
    handling: internal
    priority: 2
    cites: [1.a]
    themes: [trade]
    question: Why roads?
    text: They are there.
commitments:
  - id: meet
    handling: public
    priority: 3
    actors: [KZ]
    when: next year
    text: To meet again.
figures:
  - {id: map, handling: public, priority: 4, text: A map., alt: The lake., file: map.png}
"""

BRIEF_RU = f"""\
language: ru
status: unofficial-translation
items:
  - {{id: bottom, text: Удачно., source_hash: {source_hash("It went well.")}}}
  - id: why
    question: Почему дороги?
    text: Они есть.
    source_hash: {source_hash("They are there.", "Why roads?")}
  - id: meet
    when: в будущем году
    text: Встретиться.
    source_hash: {source_hash("To meet again.", "next year")}
  - {{id: map, text: Карта., alt: Озеро., source_hash: {source_hash("A map.", "The lake.")}}}
"""

GLOSSARY = "terms: [{id: lake, names: {en: lake, ru: озеро}}]\n"

PACK = """\
summit: lake
documents:
  - kinds: [sheet]
    audiences: [guests]
    languages: [en, [en, ru]]
    formats: [pdf, html]
"""

AUDIENCE = """\
title: {en: Guests, ru: Гости}
handling: public
sections: {sheet: [bottom-line]}
marking: {internal: {en: For guests, ru: Для гостей}}
"""

FILES: Mapping[str, str] = {
    "briefgen.toml": "",
    "content/glossary.yaml": GLOSSARY,
    "content/lake/summit.yaml": SUMMIT,
    "content/lake/statement.yaml": STATEMENT,
    "content/lake/statement.ru.yaml": STATEMENT_RU,
    "content/lake/brief.yaml": BRIEF,
    "content/lake/brief.ru.yaml": BRIEF_RU,
    "content/lake/glossary.yaml": GLOSSARY,
    "content/lake/map.png": "not looked into here",
    "content/packs/may.yaml": PACK,
    "templates/kinds/sheet.html.j2": "",
    "templates/audiences/guests/audience.yaml": AUDIENCE,
    "templates/audiences/guests/card.html.j2": "",
}


def write_project(root: Path, changes: Mapping[str, str | bytes | None] = {}) -> Project:
    """Return the meeting's project in a folder; a change of None leaves a file out."""
    for name, text in {**FILES, **changes}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is not None:
            path.write_bytes(text.encode() if isinstance(text, str) else text)
    return Project(root, Config(), "briefgen.toml")


def changed(text: str, old: str, new: str) -> str:
    """Return a text with one stretch exchanged, which must be there once."""
    assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
    return text.replace(old, new)


def shown(problems: Iterable[Diagnostic]) -> list[str]:
    """Return code and place of each diagnostic."""
    return [f"{problem.code} {problem.place}" for problem in problems]
