"""Turn this installation into words: what a result depends on besides its job.

The cheap signature that "nothing changed" rests on is in briefgen/pipeline/freshness.py.
"""

from __future__ import annotations

import hashlib
import platform
import re
from collections.abc import Iterable
from pathlib import Path

from briefgen import __version__
from briefgen.pipeline.freshness import hash_tree, installed, native_libraries

SHAPING_LIBRARIES = (
    "cssselect2", "fontpkg-amiri", "fontpkg-pt-sans", "fontpkg-pt-serif", "fonttools", "lxml",
    "pillow", "pydyf", "pyphen", "python-docx", "resvg-py", "tinycss2", "weasyprint",
)  # fmt: skip
"""Distributions whose version can change a document's bytes after the gate."""

_CODE = ("pipeline/cache.py", "pipeline/job.py", "pipeline/worker.py", "diagnostics.py", "markup",
         "style", "writers")  # fmt: skip
"""The modules that make a job into files and keep them, relative to the package."""


def versions() -> dict[str, str]:
    """Return name → version of briefgen, Python and the libraries that shape output."""
    found = {"briefgen": __version__, "python": platform.python_version()}
    for distribution in installed():
        name, _, version = distribution.rpartition("-")
        if (canonical := re.sub(r"[-_.]+", "-", name).lower()) in SHAPING_LIBRARIES:
            found[canonical] = version
    return dict(sorted(found.items()))


def fingerprint(root: Path, font_folders: Iterable[str]) -> str:
    """Return a digest of all versions, briefgen's code and the project's fonts."""
    package = Path(__file__).parent.parent
    code = hash_tree(str(package), _CODE)
    fonts = hash_tree(str(root), font_folders)
    digest = hashlib.sha256()
    for part in (versions(), native_libraries(), code, fonts):
        digest.update(repr(sorted(part.items())).encode())
    return digest.hexdigest()
