"""Turn Word files into their numbers of pages, by LibreOffice where there is one.

A Word file has no pages of its own: the program that opens it lays it out. LibreOffice
gets the fonts that the PDF was laid out with, through fontconfig, and no other.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from briefgen.pipeline.cache import Cache
from briefgen.pipeline.job import Result
from briefgen.style.fontconfig import fontconfig_file

PROGRAMS = ("soffice", "libreoffice")
SECONDS_EACH, SECONDS_TO_START = 20, 60


def count_pages(
    files: Mapping[str, bytes],
    fonts: tuple[str, ...],
    cache: Cache | None,
    on_start: Callable[[int], object],
) -> Mapping[str, int]:
    """Return the number of pages of each Word file, by the names given.

    ``fonts`` are the project's font folders; ``on_start`` hears how many files LibreOffice
    is started for. What can't be measured is left out: all of them where there is no
    LibreOffice, those that it fails on or takes too long for.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None or not files:
        return {}
    keys = {name: _key(data, program, fonts) for name, data in files.items()}
    known = {name: pages for name, key in keys.items() if (pages := _cached(cache, key))}
    unknown = [name for name in files if name not in known]
    if unknown:
        on_start(len(unknown))
    for name, pages in _measure(program, {n: files[n] for n in unknown}, fonts).items():
        known[name] = pages
        if cache is not None:
            cache.put(keys[name], Result({}, pages, ()))
    return known


def _key(data: bytes, program: str, fonts: Sequence[str]) -> str:
    """Return the name under which a file's pages are kept: another LibreOffice, another name."""
    real = Path(program).resolve()
    parts = ("word-pages", str(real), str(real.stat().st_mtime_ns), *fonts)
    return hashlib.sha256("\0".join(parts).encode() + b"\0" + data).hexdigest()


def _cached(cache: Cache | None, key: str) -> int | None:
    result, _damaged = (None, False) if cache is None else cache.get(key)
    return None if result is None else result.pages


def _measure(program: str, files: Mapping[str, bytes], fonts: tuple[str, ...]) -> Mapping[str, int]:
    """Return the pages of the files that one call of LibreOffice turned into PDF."""
    if not files:
        return {}
    with tempfile.TemporaryDirectory(prefix="briefgen-word-") as name:
        folder = Path(name)
        paths = [folder / f"{number}.docx" for number in range(len(files))]
        for path, data in zip(paths, files.values(), strict=True):
            path.write_bytes(data)
        words = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        words += ["--convert-to", "pdf", "--outdir", name, *map(str, paths)]
        environment = {**os.environ, "FONTCONFIG_FILE": str(fontconfig_file(fonts))}
        # What it has finished when it fails or its time is up counts.
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(  # noqa: S603 # the program is on PATH, the paths are our own
                words,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=SECONDS_TO_START + SECONDS_EACH * len(files),
            )
        pages = [_pages(path.with_suffix(".pdf")) for path in paths]
    return {name: count for name, count in zip(files, pages, strict=True) if count is not None}


def _pages(path: Path) -> int | None:
    import pikepdf  # noqa: PLC0415 - most builds count nothing

    try:
        with pikepdf.open(path) as pdf:
            return len(pdf.pages)
    except (OSError, pikepdf.PdfError):
        return None
