"""Read Word documents with programs by others: validators, LibreOffice, pandoc.

scripts/setup.sh installs them. A missing one fails the tests that ask for it, unless
BRIEFGEN_SKIP=word-tools skips all of these. What the documents should hold is the business of
the test modules.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import fontpkg_amiri
import fontpkg_pt_sans
import fontpkg_pt_serif
import pypandoc
import pytest

NPM = Path(sys.prefix) / "word-tools" / "node_modules" / "@xarsh"
FONTS = [
    Path(package.__file__).parent / "files"
    for package in (fontpkg_amiri, fontpkg_pt_sans, fontpkg_pt_serif)
]
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>{dirs}<cachedir>{cache}</cachedir></fontconfig>
"""


def find_program(name: str, *folders: Path) -> str:
    """Return the path of a program in one of the folders or on the PATH, or fail the test."""
    path = os.pathsep.join([*map(str, folders), os.environ["PATH"]])
    found = shutil.which(name, path=path)
    if found is None:
        pytest.fail(f"{name} is missing: run `make setup-test`, or set BRIEFGEN_SKIP=word-tools")
    return found


def validate(documents: Iterable[Path], folder: Path) -> None:
    """Write what the validators find wrong with each document into ``folder``/name.json.

    Both are asked for the newest Word. The answer is validator → list of what is wrong.
    """
    documents = list(documents)
    audited = _audit(documents)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for document, errors in zip(documents, pool.map(ask_sdk, documents), strict=True):
            found = {"Open XML SDK": errors, "openxml-audit": audited[document]}
            (folder / f"{document.stem}.json").write_text(json.dumps(found))


def ask_sdk(document: Path) -> list[str]:
    program = find_program("ooxml-validator", NPM / "ooxml-validator-linux-x64")
    done = subprocess.run(
        [program, document, "Microsoft365"],
        # Without it the SDK asks for libicu.
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        capture_output=True,
        check=False,
    )
    report = json.loads(done.stdout)
    assert report["ok"] == (not report["errors"])
    return [f"{e['path']} {e['xPath']}: {e['description']}" for e in report["errors"]]


def _audit(documents: list[Path]) -> dict[Path, list[str]]:
    program = find_program("openxml-audit", Path(sys.executable).parent)
    [folder] = {document.parent for document in documents}
    done = subprocess.run(
        [program, "--quiet", "--recursive", "--format", "microsoft365", "--output", "json", folder],
        capture_output=True,
        check=False,
    )
    reports = {Path(report["file"]): report for report in json.loads(done.stdout)}
    return {
        document: [json.dumps(error) for error in reports[document]["errors"]]
        for document in documents
    }


def convert(
    documents: Iterable[Path],
    folder: Path,
    fonts: Iterable[Path] = (),
    packaged: Iterable[Path] = FONTS,
    to: str = "pdf",
) -> None:
    """Turn documents into PDFs, or files of another format, by LibreOffice, into ``folder``.

    It has the fonts of these folders, ours and others, and none of the system's.
    """
    dirs = "".join(f"<dir>{name}</dir>" for name in [*packaged, *fonts])
    (folder / "fonts.conf").write_text(FONTS_CONF.format(dirs=dirs, cache=folder / "cache"))
    subprocess.run(
        [find_program("soffice"), f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", to, "--outdir", folder, *sorted(documents)],
        env={**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")},
        capture_output=True,
        check=True,
        timeout=600,
    )  # fmt: skip


def find_pandoc() -> str:
    """Return the path of the pandoc that comes with pypandoc-binary."""
    return find_program("pandoc", Path(pypandoc.get_pandoc_path()).parent)


def read_by_pandoc(document: Path) -> dict:
    """Return a Word document as pandoc understands it: its own tree, as JSON."""
    command = [find_pandoc(), "--to", "json", document]
    done = subprocess.run(command, capture_output=True, check=True)
    return json.loads(done.stdout)
