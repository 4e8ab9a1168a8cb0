"""Turn the scaffold into a project whose one pack has a thousand documents."""

from __future__ import annotations

import shutil
from pathlib import Path

import briefgen

AUDIENCES = 250
PACK = "many"


def write_project(folder: Path) -> None:
    """Write a project of 250 audiences × 2 kinds × 2 languages, in HTML alone.

    What matters is that there are a thousand outputs and some hundreds of inputs; how
    long the first build takes does not.
    """
    shutil.copytree(Path(briefgen.__file__).parent / "scaffold", folder)
    audiences = folder / "templates" / "audiences"
    names = [f"audience-{number}" for number in range(AUDIENCES)]
    for name in names:
        (audiences / name).mkdir()
        shutil.copy(audiences / "delegation" / "audience.yaml", audiences / name)
    (folder / "content" / "packs" / f"{PACK}.yaml").write_text(
        "summit: example\n"
        "documents:\n"
        "  - kinds: [briefing, one-pager]\n"
        f"    audiences: [{', '.join(names)}]\n"
        "    languages: [en, ru]\n"
        "    formats: [html]\n",
        encoding="utf-8",
    )
