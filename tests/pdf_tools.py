"""Read PDF files with veraPDF, which scripts/verapdf.py starts.

scripts/setup.sh installs it. A missing one fails the tests that ask for it, unless
BRIEFGEN_SKIP=pdf-tools skips all of these.
"""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "scripts" / "verapdf.py"

FEWEST_CHECKS = 40
"""Any file has more to look at; fewer are no reading of it."""


def validate(files: Iterable[Path]) -> dict[Path, list[str]]:
    """Return what veraPDF finds wrong with each file, as PDF/UA-1 and as PDF/A-3a."""
    files = list(files)
    done = subprocess.run(
        [sys.executable, SCRIPT, "ua1,3a", *files], capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 1):
        pytest.fail(f"{done.stderr}: run `make setup-test`, or set BRIEFGEN_SKIP=pdf-tools")
    found: dict[Path, list[str]] = {path: [] for path in files}
    read = []
    for line in done.stdout.splitlines():
        flavour, *rest = line.split("\t")
        if flavour:
            path = Path(rest[0])
            read.append((flavour, path))
            assert int(rest[1]) >= FEWEST_CHECKS
        else:
            found[path].append(f"{read[-1][0]} {': '.join(rest)}")
    assert sorted(read) == sorted((flavour, path) for flavour in ("ua1", "3a") for path in files)
    return found
