"""Turn language tags into Word's ``w:lang``.

The words and the quotation marks of a language are not here; they come with the document.
"""

from __future__ import annotations

from babel.core import get_global


def word_language(tag: str) -> str:
    """Return a tag as Word's proofing tools want it, with a region: ``ru`` → ``ru-RU``.

    A tag that already has a region or that CLDR's likely subtags don't know stays as it is.
    """
    parts = tag.split("-")
    if any(len(part) == 2 and part.isupper() for part in parts[1:]):
        return tag
    likely = get_global("likely_subtags").get("_".join(parts)) or ""
    region = likely.split("_")[-1]
    return f"{tag}-{region}" if len(region) == 2 and region.isupper() else tag
