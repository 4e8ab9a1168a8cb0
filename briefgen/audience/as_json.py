"""Turn a View into JSON: what a document is made from, for other programs."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from briefgen.audience.view import PENDING, View
from briefgen.diagnostics import Place


def view_as_json(view: View, *, places: bool) -> str:
    """Return a View as JSON; ``places`` is whether it says where authors wrote each thing.

    Words that are missing are null.
    """
    return json.dumps(_plain(view, places), ensure_ascii=False, indent=1)


def _plain(value: Any, places: bool) -> Any:
    if isinstance(value, Place):
        return str(value)
    if isinstance(value, str):
        return PENDING.sub("", value) or (None if value else value)
    if isinstance(value, tuple):
        return [_plain(item, places) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item, places) for key, item in value.items()}
    if not dataclasses.is_dataclass(value):
        return value
    return {
        field.name: _plain(getattr(value, field.name), places)
        for field in dataclasses.fields(value)
        if field.name != "pending"
        and (places or field.name not in ("place", "marking_place", "section_places"))
    }
