"""Turn a job into the name of its result on disk, and keep results under such names.

What else a result depends on (code, libraries, fonts) comes in as the fingerprint; how
that is made is in briefgen/pipeline/fingerprint.py.

An entry is the SHA-256 of what follows, a line feed, a JSON header and the files' bytes.
Nothing of it is trusted before the digest matches, and no code is ever loaded from it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import Any

from briefgen.diagnostics import Diagnostic, Place, Severity
from briefgen.files import list_names, read_named, walk
from briefgen.new_files import new_file, sweep
from briefgen.pipeline.job import FORMATS, Fitted, Format, Job, Problem, Result

MAX_BYTES = 2_000_000_000
MAX_DAYS = 30

_DIGEST = 64
_ENTRY = re.compile(r"([0-9a-f]{2})/\1[0-9a-f]*")
"""The name of an entry; nothing else in the folder is the cache's."""
_DAY_NS = 86_400 * 10**9


def job_key(job: Job, fingerprint: str) -> str:
    """Return the job's name: SHA-256 over its fields, each with its length before it.

    The lengths make the encoding unambiguous: no two jobs have the same one.
    """
    parts: list[bytes] = [fingerprint.encode(), job.name.encode(), job.markup]
    parts += [str(len(job.stylesheets)).encode()]
    for sheet in job.stylesheets:
        parts += [sheet.path.encode(), sheet.text]
    parts += [str(len(job.assets)).encode()]
    for name in sorted(job.assets):
        parts += [name.encode(), job.assets[name]]
    parts += [b"embed" if job.embed_fonts else b"name", repr(job.fit).encode()]
    references = [job.reference] if job.reference is not None else []
    parts += [str(len(references)).encode()]
    for reference in references:
        parts += [reference.path.encode(), reference.data]
    parts += [b"" if job.source is None else job.source]
    parts += [repr((job.capitals, job.whole)).encode()]
    metadata = job.metadata
    parts += [",".join(job.formats).encode(), metadata.title.encode(), metadata.subject.encode()]
    parts += [metadata.language.encode(), metadata.date.encode()]
    parts += [keyword.encode() for keyword in metadata.keywords]
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


class Cache:
    """Results on disk by :func:`job_key`, and other bytes by a digest of what they come of."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> tuple[Result | None, bool]:
        """Return the result, or None, and whether there was an entry that is damaged."""
        body, is_damaged = self.read(key)
        return None if body is None else _decode(body), is_damaged

    def read(self, key: str) -> tuple[bytes | None, bool]:
        """Return an entry's bytes, or None, and whether there was one that is damaged."""
        path = self._path(key)
        try:
            raw = read_named(path)
        except OSError:
            return None, False
        if hashlib.sha256(raw[_DIGEST + 1 :]).hexdigest().encode() != raw[:_DIGEST]:
            path.unlink(missing_ok=True)
            return None, True
        with contextlib.suppress(OSError):
            os.utime(path)
        return raw[_DIGEST + 1 :], False

    def put(self, key: str, result: Result) -> None:
        """Keep a result."""
        self.write(key, _encode(result))

    def write(self, key: str, body: bytes) -> None:
        """Keep an entry's bytes. A cache that can't be written is no reason to fail a build."""
        path = self._path(key)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with new_file(path.parent) as (file, new):
                file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
                file.flush()
                new.replace(path)

    def prune(self, now_ns: int, *, max_bytes: int = MAX_BYTES, max_days: int = MAX_DAYS) -> None:
        """Remove entries not used for ``max_days``, then the oldest above ``max_bytes``."""
        for name in list_names(self._folder):
            sweep(self._folder / name)
        entries = sorted(self._entries(), reverse=True)
        total = 0
        for used_ns, size, path in entries:
            total += size
            if total > max_bytes or now_ns - used_ns > max_days * _DAY_NS:
                path.unlink(missing_ok=True)

    def _entries(self) -> Iterator[tuple[int, int, Path]]:
        for name, _ in walk(self._folder, hidden=True):
            if not _ENTRY.fullmatch(name):
                continue  # not ours to remove
            path = self._folder / name
            with contextlib.suppress(OSError):
                status = path.stat()
                yield status.st_mtime_ns, status.st_size, path

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key


def _encode(result: Result) -> bytes:
    formats = [f for f in FORMATS if f in result.files]
    header = {
        "pages": result.pages,
        "files": [[f, len(result.files[f])] for f in formats],
        "problems": [_problem_to_json(p) for p in result.problems],
        "fitted": None if result.fitted is None else astuple(result.fitted),
    }
    return b"".join([json.dumps(header).encode(), b"\n", *(result.files[f] for f in formats)])


def _decode(body: bytes) -> Result:
    line, _, rest = body.partition(b"\n")
    header = json.loads(line)
    files: dict[Format, bytes] = {}
    for name, size in header["files"]:
        files[name], rest = rest[:size], rest[size:]
    problems = tuple(_problem_from_json(p) for p in header["problems"])
    fitted = None if header["fitted"] is None else _fitted_from_json(*header["fitted"])
    return Result(files, header["pages"], problems, fitted)


def _fitted_from_json(pages: int, layouts: int, filled: float, left_out: list[int]) -> Fitted:
    return Fitted(pages, layouts, filled, tuple(left_out))


def _problem_to_json(problem: Problem) -> dict[str, Any]:
    diagnostic = diagnostic_to_json(problem.diagnostic)
    return {**diagnostic, "element": problem.element, "elements": problem.related}


def diagnostic_to_json(d: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic as what JSON can hold."""
    return {
        "code": d.code,
        "message": d.message,
        "place": _place_to_json(d.place),
        "hint": d.hint,
        "related": [[words, _place_to_json(place)] for words, place in d.related],
        "severity": d.severity.value,
        "about": [_place_to_json(place) for place in d.about],
        "handling": d.handling,
    }


def _problem_from_json(value: dict[str, Any]) -> Problem:
    related = tuple((words, element) for words, element in value["elements"])
    return Problem(diagnostic_from_json(value), value["element"], related)


def diagnostic_from_json(value: dict[str, Any]) -> Diagnostic:
    """Return the diagnostic that was made into this."""
    return Diagnostic(
        value["code"],
        value["message"],
        Place(*value["place"]) if value["place"] else None,
        value["hint"],
        tuple((words, Place(*place)) for words, place in value["related"]),
        Severity(value["severity"]),
        tuple(Place(*place) for place in value["about"]),
        value["handling"],
    )


def _place_to_json(place: Place | None) -> list[Any] | None:
    return None if place is None else [place.file, place.line, place.column, place.length]
