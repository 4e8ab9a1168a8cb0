"""The JSON Schemas: current, valid, and of one mind with the models about sample content."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from briefgen.content.schema import MODELS, write_schemas
from tests.content import meeting

ROOT = Path(__file__).parents[2]
SCHEMAS = {name: json.loads(text) for name, text in write_schemas().items()}

SAMPLES = {
    "audience": meeting.AUDIENCE,
    "brief": meeting.BRIEF,
    "brief-targets": meeting.BRIEF_RU,
    "document": meeting.STATEMENT,
    "glossary": meeting.GLOSSARY,
    "kind": "pages: 1\n",
    "pack": meeting.PACK,
    "profile": "autonym: English\n",
    "summit": meeting.SUMMIT,
    "targets": meeting.STATEMENT_RU,
}


class EditorLoader(yaml.SafeLoader):
    """YAML 1.2 as an editor's server reads it: numbers are numbers, dates and NO are text."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if not tag.endswith((":timestamp", ":bool"))]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), "tf")


def complaints(name: str, text: str) -> list[str]:
    value: Any = yaml.load(text, EditorLoader)
    validator = Draft7Validator(SCHEMAS[f"{name}.schema.json"])
    return [error.message for error in validator.iter_errors(value)]


def test_there_is_a_schema_for_every_model_and_a_sample_for_every_schema():
    assert {f"{name}.schema.json" for name in MODELS} == set(SCHEMAS)
    assert SAMPLES.keys() == MODELS.keys()


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one_of_draft_7(name):
    Draft7Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert not {"$defs", "prefixItems"} & {*re.findall(r'"(\S+)":', json.dumps(SCHEMAS[name]))}
    assert SCHEMAS[name]["description"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schemas_in_the_repository_are_current(name):
    committed = (ROOT / "schemas" / name).read_text()
    assert committed == write_schemas()[name], "write them again: briefgen schema --output schemas"


@pytest.mark.parametrize("name", SAMPLES)
def test_sound_content_passes(name):
    assert complaints(name, SAMPLES[name]) == []


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("content/*/summit.yaml", "summit"),
        ("content/*/communique.yaml", "document"),
        ("content/*/communique.*.yaml", "targets"),
        ("content/*/brief.yaml", "brief"),
        ("content/*/brief.*.yaml", "brief-targets"),
        ("content/*/glossary.yaml", "glossary"),
        ("content/packs/*.yaml", "pack"),
        ("templates/audiences/*/audience.yaml", "audience"),
        ("templates/kinds/*.yaml", "kind"),
        ("templates/locale/*/profile.yaml", "profile"),
    ],
)
def test_the_projects_own_files_pass_and_name_their_schema(pattern, name):
    files = sorted(ROOT.glob(pattern))
    assert files
    for file in files:
        text = file.read_text()
        assert complaints(name, text) == [], file
        modeline = text.partition("\n")[0].removeprefix("# yaml-language-server: $schema=")
        assert (file.parent / modeline).resolve() == ROOT / "schemas" / f"{name}.schema.json"


WRONG = {
    "an unknown key": ("pack", "summit: lake", "summit: lake\nnope: 1"),
    "a missing key": ("pack", "summit: lake\n", ""),
    "a capital in an identifier": ("pack", "summit: lake", "summit: Lake"),
    "an unknown format": ("pack", "[pdf, html]", "[pfd]"),
    "a wrong language": ("summit", "{en: Lake, ru: Озеро}", "{en: Lake, RUS: Озеро}"),
    "a number for a country": ("summit", "hosts: [KZ]", "hosts: [1]"),
    "an unknown status": ("document", "status: paraphrase", "status: mine"),
    "a list for a text": ("brief", "text: A map.", "text: [A map.]"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_a_model_refuses_an_editor_marks_too(name):
    schema, old, new = WRONG[name]
    assert complaints(schema, meeting.changed(SAMPLES[schema], old, new))


def test_a_number_may_stand_where_briefgen_reads_text():
    text = meeting.changed(SAMPLES["summit"], "date: 2030-05", "date: 2030")
    assert complaints("summit", text) == []
    text = meeting.changed(SAMPLES["document"], "title: Statement", "title: 2030")
    assert complaints("document", text) == []


def test_editors_are_told_what_a_text_must_be_and_which_formats_there_are():
    order = SCHEMAS["pack.schema.json"]["definitions"]["Order"]["properties"]
    assert order["formats"]["items"]["enum"] == ["pdf", "docx", "html"]
    assert order["kinds"]["items"]["description"].startswith("an identifier")
