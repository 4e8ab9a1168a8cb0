"""Turn the models into JSON Schema (draft 7), so that editors complete and check YAML.

An editor reads an unquoted ``key: 1`` as a number where briefgen reads text, so a schema
lets a number stand for text. What it can't say is checked by briefgen/content/checks.py.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from briefgen.audience.model import Audience, Kind
from briefgen.content.model import (
    Brief,
    BriefTargets,
    Document,
    Glossary,
    Pack,
    Summit,
    Targets,
)
from briefgen.content.validation import FORMS
from briefgen.languages import ProfileFile

MODELS: Mapping[str, type[BaseModel]] = {
    "audience": Audience,
    "brief": Brief,
    "brief-targets": BriefTargets,
    "document": Document,
    "glossary": Glossary,
    "kind": Kind,
    "pack": Pack,
    "profile": ProfileFile,
    "summit": Summit,
    "targets": Targets,
}
"""Name of a schema → the model of the file that it describes."""

# A paragraph's key and a year: what people write without quotes.
_NUMBERS = ("1", "2027")
_DRAFT = "http://json-schema.org/draft-07/schema#"


def write_schemas() -> dict[str, str]:
    """Return file name → text of the JSON Schema of each kind of YAML file."""
    return {
        f"{name}.schema.json": json.dumps(_schema(model), indent=2, ensure_ascii=False) + "\n"
        for name, model in MODELS.items()
    }


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    raw = model.model_json_schema(
        ref_template="#/definitions/{model}", schema_generator=GenerateJsonSchema
    )
    definitions = {name: _draft7(one) for name, one in raw.pop("$defs", {}).items()}
    schema = {"$schema": _DRAFT, **_draft7(raw)}
    if definitions:
        schema["definitions"] = definitions
    return schema


def _draft7(schema: Any) -> Any:
    """Return a schema in the words of draft 7, for YAML as an editor reads it."""
    if isinstance(schema, list):
        return [_draft7(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    # A default of null says that a key may be left out, which draft 7 says by `required`.
    result = {
        key: _draft7(value)
        for key, value in schema.items()
        if not (key == "default" and value is None)
    }
    if result.get("type") == "string" and "enum" not in result:
        result.update(_text(result.get("pattern", "")))
    if "patternProperties" in result:
        result["additionalProperties"] = False
    if isinstance(text := result.get("description"), str):
        result["description"] = inspect.cleandoc(text).replace("``", "`")
    return result


def _text(pattern: str) -> dict[str, Any]:
    """Return what to say of a text with this pattern, "" where it has none."""
    if choice := re.fullmatch(r"\^\(([a-z|]+)\)\$", pattern):
        return {"enum": choice[1].split("|")}
    described = {"description": FORMS[pattern]} if pattern in FORMS else {}
    looks_like_text = not any(re.search(pattern, number) for number in _NUMBERS)
    return described if looks_like_text else {**described, "type": ["string", "number"]}
