"""Turn a JSON Schema into values that it allows, and find what in it carries a handling.

Only what the project's own schemas say is understood; anything else is a KeyError, so that
a schema that learns a new word doesn't make a test quietly narrower.
"""

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import strategies as st

Schema = Mapping[str, Any]

_SILENT = {"title", "description", "default", "minimum", "maximum", "maxLength", "$schema",
           "definitions", "additionalProperties", "uniqueItems", "minProperties"}  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщыэюяәғқңөұүһابپتثجچ 0123456789.,-%"
_WORDS = st.text(_LETTERS, min_size=1, max_size=40).filter(str.strip)


def values(schema: Schema, root: Schema) -> st.SearchStrategy[Any]:
    """Return what a schema allows; ``root`` is the file's, which has the definitions."""
    said = {key: value for key, value in schema.items() if key not in _SILENT}
    if "$ref" in said:
        return values(root["definitions"][said["$ref"].rpartition("/")[2]], root)
    if "anyOf" in said:
        choices = [one for one in said["anyOf"] if one.get("type") != "null"]  # may be left out
        return st.one_of([values(one, root) for one in choices])
    for word in ("enum", "const"):
        if word in said:
            return st.sampled_from(said[word]) if word == "enum" else st.just(said[word])
    kind = said.pop("type")
    return _KINDS["string" if isinstance(kind, list) else kind](said, schema, root)


def _string(said: dict[str, Any], schema: Schema, _root: Schema) -> st.SearchStrategy[str]:
    if (pattern := said.pop("pattern", None)) is None:
        return _WORDS
    text = st.from_regex(re.compile(pattern.replace(r"\S", "[!-~]"), re.ASCII), fullmatch=True)
    return text.filter(lambda value: _exists(value) and len(value) <= schema.get("maxLength", 200))


def _exists(text: str) -> bool:
    """Return whether a text isn't a date that the calendar lacks."""
    if not re.match(r"[0-9]{4}(-[0-9]{2})*$", text):
        return True
    try:
        datetime.date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True


def _array(said: dict[str, Any], _schema: Schema, root: Schema) -> st.SearchStrategy[list[Any]]:
    least = said.get("minItems", 0)
    return st.lists(values(said["items"], root), min_size=least, max_size=least + 2)


def _object(said: dict[str, Any], schema: Schema, root: Schema) -> st.SearchStrategy[Any]:
    if patterns := said.get("patternProperties"):
        [(pattern, inner)] = patterns.items()
        keys = _string({"pattern": pattern}, {}, root)
        least = schema.get("minProperties", 0)
        return st.dictionaries(keys, values(inner, root), min_size=least, max_size=least + 1)
    fields = {name: values(inner, root) for name, inner in said["properties"].items()}
    needed = {name: fields.pop(name) for name in said.get("required", ())}
    return st.fixed_dictionaries(needed, optional=fields)


def _integer(_said: object, schema: Schema, _root: Schema) -> st.SearchStrategy[int]:
    return st.integers(schema.get("minimum", 0), schema.get("maximum", 100))


_KINDS = {
    "string": _string,
    "array": _array,
    "object": _object,
    "integer": _integer,
    "boolean": lambda *_: st.booleans(),
}


def handled(schema: Schema, root: Schema, path: tuple[str, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of each list in a file whose entries carry a handling, with their schema.

    A single thing that carries one has a path too; what is in a list ends in ``"*"``.
    """
    if "$ref" in schema:
        schema = root["definitions"][schema["$ref"].rpartition("/")[2]]
    if path and "handling" in schema.get("properties", {}):
        yield path, schema
        return
    for one in schema.get("anyOf", ()):
        yield from handled(one, root, path)
    for name, inner in schema.get("properties", {}).items():
        yield from handled(inner, root, (*path, name))
    if "items" in schema:
        yield from handled(schema["items"], root, (*path, "*"))
