"""Turn font folders into the fontconfig file that lists them and no others.

Whoever draws text reads it: WeasyPrint (briefgen/style/engine.py), and LibreOffice where it
counts pages (briefgen/pipeline/word_pages.py). Which faces are in them is not asked here.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from briefgen.style.fonts import font_folders
from briefgen.style.model import GENERIC_FAMILIES


def fontconfig_file(own: tuple[str, ...]) -> Path:
    """Return a fontconfig file that lists the project's and the packaged fonts and no other.

    Without it the system's fonts leak in for any character or margin box that a named
    family doesn't cover, and the same content looks different on every machine.
    """
    lines = "".join(f"  <dir>{escape(folder)}</dir>\n" for folder in font_folders(own))
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "briefgen"
    text = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig>\n{lines}  <cachedir>{escape(str(cache / 'fontconfig'))}</cachedir>\n"
        + "".join(_alias(*pair) for pair in GENERIC_FAMILIES.items())
        + "</fontconfig>\n"
    )
    name = hashlib.sha256(text.encode()).hexdigest()[:16] + ".conf"
    try:
        return _write_once(cache / "fontconfig" / name, text)
    except OSError:  # no home to write to: fonts are scanned anew in every process
        return _write_once(Path(tempfile.mkdtemp(prefix="briefgen-")) / name, text)


def _alias(generic: str, family: str) -> str:
    families = f"<family>{family}</family><family>Amiri</family>"
    return f"  <alias><family>{generic}</family><prefer>{families}</prefer></alias>\n"


def _write_once(path: Path, text: str) -> Path:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    return path
