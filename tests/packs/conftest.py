"""Both packs, built once for all tests and all processes of a test run."""

import json
import shutil
from pathlib import Path

import pytest

from tests.browser import inspect
from tests.once import once
from tests.packs.packs import (
    DOCUMENTS,
    PROJECTS,
    ROOT,
    Built,
    build,
    build_both,
    gather_word_documents,
)
from tests.pdf_tools import validate as validate_pdf
from tests.word_tools import convert, validate


def pytest_generate_tests(metafunc):
    """Give each test that asks for a ``document`` every document of both packs."""
    if "document" in metafunc.fixturenames:
        metafunc.parametrize("document", DOCUMENTS, ids=str)


@pytest.fixture(scope="session")
def built(shared) -> Built:
    """Both packs, built by the command line."""
    return Built(once(shared, "packs", build_both))


@pytest.fixture(scope="session")
def pages(shared) -> Path:
    """The folder of the documents in Tajik."""

    def make(folder: Path) -> None:
        shutil.copytree(ROOT / "tests" / "projects" / "glaciers", folder / "project")
        build(folder / "project", folder / "output")

    return once(shared, "tajik", make) / "output" / "glaciers-2031" / "experts"


@pytest.fixture(scope="session")
def in_browser(browser, shared, built, pages) -> dict[str, list[str]]:
    """What a browser finds wrong with each HTML file, by the documents' names."""

    def make(folder: Path) -> None:
        names = {built.path(document, "html"): str(document) for document in DOCUMENTS}
        names |= {path: path.stem for path in pages.glob("*.html")}
        found = {names[path]: wrong for path, wrong in inspect(names, folder / "profile").items()}
        (folder / "found.json").write_text(json.dumps(found))

    return json.loads((once(shared, "browser", make) / "found.json").read_text())


@pytest.fixture(scope="session")
def converted(word_tools, shared, built) -> Path:
    """The folder of all Word documents as LibreOffice's PDFs, by the documents' names."""

    def make(folder: Path) -> None:
        fonts = [built.root(pack) / "fonts" for pack in PROJECTS]
        convert(gather_word_documents(built, folder), folder, fonts)

    return once(shared, "libreoffice", make)


@pytest.fixture(scope="session")
def validated(word_tools, shared, built) -> Path:
    """The folder of what validators say of all Word documents, by the documents' names."""
    return once(
        shared,
        "validators",
        lambda folder: validate(gather_word_documents(built, folder), folder),
    )


@pytest.fixture(scope="session")
def verapdf(pdf_tools, shared, built) -> dict[str, list[str]]:
    """What veraPDF finds wrong with each PDF file, by the documents' names."""

    def make(folder: Path) -> None:
        paths = {built.path(document, "pdf"): str(document) for document in DOCUMENTS}
        found = {paths[path]: wrong for path, wrong in validate_pdf(paths).items()}
        (folder / "found.json").write_text(json.dumps(found))

    return json.loads((once(shared, "verapdf", make) / "found.json").read_text())
