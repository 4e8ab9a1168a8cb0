"""Turn what pydantic finds wrong with a file into diagnostics in an author's words.

The models and their constraints are in briefgen/content/model.py; what one file says of
another is checked in briefgen/content/checks.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from briefgen.addresses import WEB
from briefgen.content.advice import lookalike
from briefgen.content.characters import latin_lookalike
from briefgen.content.model import Path
from briefgen.content.tree import COMMA, Tree, Value
from briefgen.diagnostics import Diagnostic, Place, did_you_mean, shortened

FORMS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "an identifier: lower-case letters, digits, single hyphens",
    r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2}|-[0-9]{3})?$": (
        "a language tag (BCP 47) such as en, uz-Latn or pt-BR"
    ),
    r"^[A-Z]{2}$": "a country code: two capital letters (ISO 3166-1 alpha-2)",
    r"^(pre|end|[0-9]+)(\.[0-9a-z]+)*$": "a paragraph's key such as 4, 4.a, pre.3 or end.1",
    r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$": (
        "a date such as 2027, 2025-10 or 2025-10-09"
    ),
    r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$": "a day such as 2025-10-09",
    r"^[A-Z][0-9]{3}$": "a check's code such as L145",
    WEB: "a web address that begins with https://",
    r"^[A-Za-z0-9][A-Za-z0-9._/-]*\.(png|jpe?g|webp|svg)$": (
        "the path of a PNG, JPEG, WebP or SVG image in the summit's folder"
    ),
    r"^(pdf|docx|html)$": "pdf, docx or html",
    r"^[^-/~\\:\s][^\\:\x00-\x1f]*$": (
        "a git revision, or the path of an older file or folder in the project"
    ),
}
"""Pattern of a constrained text → what such a text is."""


@dataclass(frozen=True, slots=True)
class _Finding:
    """One of pydantic's errors, at a path of the file.

    ``union`` is where a union stands whose branch the error is about, or None.
    """

    error: ErrorDetails
    path: Path
    on_key: bool
    union: Path | None

    @property
    def kind(self) -> str:
        return self.error["type"]


def explain(
    error: ValidationError, model: type[BaseModel], tree: Tree, file: str
) -> list[Diagnostic]:
    """Return one diagnostic for each thing wrong, in file order."""
    explainer = _Explainer(model, tree, file)
    located = [_locate(details, tree.value) for details in error.errors(include_url=False)]
    findings = _settle_lengths(list(_settle_unions(located)))
    diagnostics = [explainer.diagnostic(finding) for finding in findings]
    return sorted(diagnostics, key=lambda d: d.place or Place(file))


def _locate(details: ErrorDetails, value: Value) -> _Finding:
    """Return an error with its ``loc`` made a path of the file.

    ``loc`` also holds ``[key]`` and the names of a union's branches, which no path has.
    """
    path: Path = ()
    union: Path | None = None
    on_key = False
    for position, step in enumerate(details["loc"], 1):
        if isinstance(value, dict) and step in value:
            value = value[str(step)]
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        elif details["type"] == "missing" and position == len(details["loc"]):
            pass
        else:
            on_key = step == "[key]"
            union = union if on_key else path
            continue
        path = (*path, step)
    return _Finding(details, path, on_key, union)


def _settle_unions(findings: Iterable[_Finding]) -> Iterator[_Finding]:
    """Return the findings without those about branches that were never meant.

    pydantic reports every branch of a union. The one that was meant is the one that got
    past the value's type; where none did, the first stands for all.
    """
    unions: dict[Path, list[_Finding]] = {}
    for finding in findings:
        if finding.union is None:
            yield finding
        else:
            unions.setdefault(finding.union, []).append(finding)
    for path, group in unions.items():
        meant = [f for f in group if not (f.path == path and f.kind.endswith("_type"))]
        yield from meant or group[:1]


def _settle_lengths(findings: list[_Finding]) -> list[_Finding]:
    """Return the findings without those that a list is short of its faulty entries only.

    pydantic counts the entries that are sound. Each of the others has a finding of its
    own, so that never all findings are taken out.
    """
    return [f for f in findings if not (_is_long_enough(f) and _has_inner(f, findings))]


def _is_long_enough(finding: _Finding) -> bool:
    if finding.kind != "too_short":
        return False
    return len(finding.error["input"]) >= int(finding.error["ctx"]["min_length"])


def _has_inner(finding: _Finding, findings: Iterable[_Finding]) -> bool:
    depth = len(finding.path)
    return any(len(f.path) > depth and f.path[:depth] == finding.path for f in findings)


class _Explainer:
    """Words for the findings in one file."""

    def __init__(self, model: type[BaseModel], tree: Tree, file: str) -> None:
        self._model = model
        self._tree = tree
        self._file = file

    def diagnostic(self, finding: _Finding) -> Diagnostic:
        """Return the finding as a diagnostic."""
        words = _WORDS.get(finding.kind, _Explainer._other)
        return words(self, finding)

    def _missing(self, finding: _Finding) -> Diagnostic:
        key = finding.path[-1]
        if finding.path in self._tree.keys:
            return self._make("C005", f"'{key}' is empty", finding, "write its value after it")
        place = self._place(self._tree.values, finding.path[:-1])
        if isinstance(key, int):
            return Diagnostic("C001", f"{_name(finding.path)} is missing", place, "add it")
        return Diagnostic("C001", f"the key '{key}' is missing", place, f"add '{key}: …' here")

    def _unknown_key(self, finding: _Finding) -> Diagnostic:
        known = _fields_at(self._model, finding.path[:-1])
        hint = did_you_mean(str(finding.path[-1]), known) or f"known here: {', '.join(known)}"
        if finding.path in self._tree.after_text:
            hint = f"{COMMA}; or else: {hint}"
        place = self._place(self._tree.keys, finding.path)
        return Diagnostic("C002", f"unknown key '{finding.path[-1]}'", place, hint)

    def _kind(self, finding: _Finding) -> Diagnostic:
        name, given = _name(finding.path), finding.error["input"]
        if given is None:
            at = replace(finding, on_key=finding.path in self._tree.keys)
            return self._make("C005", f"{name} is empty", at, "write it, or take it out")
        wanted, hint = _KINDS[finding.kind]
        return self._make("C003", f"{name} must be {wanted}, not {_kind_of(given)}", finding, hint)

    def _pattern(self, finding: _Finding) -> Diagnostic:
        given = str(finding.error["input"])
        if found := latin_lookalike(given):
            return lookalike(given, *found, self._place_of(finding))
        pattern = finding.error["ctx"]["pattern"]
        form = FORMS.get(pattern, f"of the form {pattern}")
        hint = COMMA if finding.on_key and finding.path in self._tree.after_text else None
        return self._make("C004", f"{_quoted(given)} is not {form}", finding, hint)

    def _choice(self, finding: _Finding) -> Diagnostic:
        given = str(finding.error["input"])
        known = re.findall("'([^']*)'", finding.error["ctx"]["expected"])
        hint = did_you_mean(given, known) or f"one of: {', '.join(known)}"
        message = f"{_quoted(given)} is no value of {_name(finding.path)}"
        return self._make("C004", message, finding, hint)

    def _length(self, finding: _Finding) -> Diagnostic:
        given, context = finding.error["input"], finding.error["ctx"]
        name = _name(finding.path)
        if not given:
            message = f"{name} must not be empty"
            return self._make("C005", message, finding, "write it, or take it out")
        if finding.kind == "string_too_short":
            return self._other(finding)
        least = context.get("min_length")
        bound = f"at most {context['max_length']}" if least is None else f"at least {least}"
        noun = "entry" if bound.endswith(" 1") else "entries"
        message = f"{name} must have {bound} {noun}, not {len(given)}"
        return self._make("C004", message, finding, None)

    def _number(self, finding: _Finding) -> Diagnostic:
        context = finding.error.get("ctx", {})
        bounds = [
            words.format(context[bound]) for bound, words in _BOUNDS.items() if bound in context
        ]
        message = f"{_name(finding.path)} must be a whole number{''.join(bounds)}"
        given = _quoted(str(finding.error["input"]))
        return self._make("C004", f"{message}, not {given}", finding, None)

    def _other(self, finding: _Finding) -> Diagnostic:
        said = finding.error["msg"].removeprefix("Value error, ")
        message = f"{_name(finding.path)}: {said}"
        return self._make("C004", message, finding, None)

    def _make(self, code: str, message: str, finding: _Finding, hint: str | None) -> Diagnostic:
        return Diagnostic(code, message, self._place_of(finding), hint)

    def _place_of(self, finding: _Finding) -> Place:
        on_key = finding.on_key or finding.kind == "missing"
        return self._place(self._tree.keys if on_key else self._tree.values, finding.path)

    def _place(self, spots: Any, path: Path) -> Place:
        return Place(self._file, *spots[path])


_WORDS = {
    "missing": _Explainer._missing,
    "extra_forbidden": _Explainer._unknown_key,
    "string_pattern_mismatch": _Explainer._pattern,
    **dict.fromkeys(("enum", "literal_error"), _Explainer._choice),
    **dict.fromkeys(("too_short", "too_long", "string_too_short"), _Explainer._length),
    **dict.fromkeys(
        ("int_parsing", "int_parsing_size", "greater_than_equal", "less_than_equal"),
        _Explainer._number,
    ),
    **dict.fromkeys(
        ("tuple_type", "string_type", "dict_type", "model_type", "int_type", "bool_type"),
        _Explainer._kind,
    ),
    "bool_parsing": _Explainer._kind,
}

_KINDS = {
    "tuple_type": ("a list", "begin each entry with '- ', on a line of its own"),
    "string_type": ("text", None),
    "int_type": ("a whole number", None),
    **dict.fromkeys(("bool_type", "bool_parsing"), ("true or false", None)),
    "dict_type": ("a mapping", "write a key and a value for each, such as 'en: …'"),
    "model_type": ("a mapping", "write its keys on lines of their own, indented"),
}
_BOUNDS = {"ge": " from {}", "le": " up to {}"}


def _kind_of(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else _quoted(str(value))


def _name(path: Path) -> str:
    """Return what to call the value at a path."""
    if not path:
        return "the file"
    if isinstance(path[-1], int):
        return f"entry {path[-1] + 1} of {_name(path[:-1])}"
    return f"'{path[-1]}'"


def _quoted(text: str) -> str:
    return f"'{shortened(text)}'"


def _fields_at(model: type[BaseModel], path: Path) -> list[str]:
    """Return the keys that the model allows in the mapping at a path."""
    models = [model]
    for step in path:
        fields = [m.model_fields[step] for m in models if step in m.model_fields]
        if not isinstance(step, int):
            models = [inner for field in fields for inner in _models_in(field.annotation)]
    return [name for m in models for name in m.model_fields]


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)
