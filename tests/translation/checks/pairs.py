"""A text and its translation, checked by the profiles that the package carries."""

from functools import cache
from pathlib import Path

from briefgen.content.model import Summit
from briefgen.diagnostics import Diagnostic, Place
from briefgen.languages import Profile, read_profiles
from briefgen.project import Config, Project, list_templates
from briefgen.translation.checks.check import Checker
from briefgen.translation.checks.silences import Silences
from briefgen.translation.model import Bitext, Term, Unit

SOURCE, TARGET = Place("text.yaml"), Place("text.xx.yaml")

SUMMIT = Summit.model_validate(
    {
        "id": "lake",
        "language": "en",
        "languages": ["en", "ru"],
        **{name: {"en": "Lake"} for name in ("title", "short_title", "series")},
        "edition": 1,
        "dates": {"start": "2030-05-04"},
        "venues": [{"city": {"en": "Shore"}, "country": "KZ"}],
        "hosts": ["KZ"],
        "participants": [
            {
                "country": "KZ",
                "office": {"en": "President of Kazakhstan", "ru": "Президент Казахстана"},
                "name": {"en": "Kassym-Jomart Tokayev", "ru": "Касым-Жомарт Токаев"},
            }
        ],
        "organisations": [
            {
                "id": "un",
                "name": {"en": "United Nations", "ru": "Организация Объединённых Наций"},
                "short": {"en": "UN", "ru": "ООН"},
            }
        ],
        "themes": [{"id": "trade", "title": {"en": "Trade"}}],
        "sources": [{"title": {"en": "Text"}, "publisher": "Office", "date": "2030"}],
    }
)


@cache
def profiles() -> dict[str, Profile]:
    project = Project(Path(__file__).parent, Config(), "briefgen.toml")
    return read_profiles(project, list_templates(project, "locale"))[0]


def bitext(pairs, languages=("en", "ru"), terms=()) -> Bitext:
    """Return a bitext of (id, source, target) triples."""
    units = tuple(Unit(i, i, one, other, "draft", SOURCE, TARGET) for i, one, other in pairs)
    return Bitext("lake/text", "Text", *languages, "0", units, tuple(terms))


def check(pairs, languages=("en", "ru"), terms=(), summit=None, **silences) -> list[Diagnostic]:
    checker = Checker(profiles())
    made = bitext(pairs, languages, terms)
    return list(checker.check_bitext(made, summit, Silences(**silences)))


def found(source, target, languages=("en", "ru"), terms=(), summit=None) -> list[str]:
    """Return the codes that one pair is found wrong by."""
    problems = check([("1", source, target)], languages, terms, summit)
    return [problem.code for problem in problems]


def mend(target, language="ru", source="…") -> str:
    """Return a translation with what is safe mended."""
    checker = Checker(profiles())
    made = bitext([("1", source, target)], ("en", language))
    list(checker.check_bitext(made, None, Silences()))
    return checker.mendings[0].new if checker.mendings else target


def term(source, target, **more) -> Term:
    return Term("term", source, target, **more)
