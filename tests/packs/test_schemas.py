"""Every YAML file of all projects names a schema that is there, and keeps to it."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.packs.packs import ROOT

FILES = sorted(
    path
    for root in (ROOT, *(ROOT / "tests" / "projects").iterdir())
    for pattern in ("content/**/*.yaml", "templates/audiences/*/audience.yaml")
    for path in root.glob(pattern)
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_an_editor_finds_the_schema_and_nothing_to_complain_of(path: Path):
    text = path.read_text()
    schema = path.parent / re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)[1]
    jsonschema.validate(yaml.safe_load(text), json.loads(schema.read_text()))


def test_the_files_of_all_projects_are_looked_at():
    assert len(FILES) > 20
