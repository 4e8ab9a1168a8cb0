"""Both packs, built once for all tests and all processes of a test run."""

import os
from pathlib import Path

import pytest

from tests.packs.packs import DOCUMENTS, Built, build_both, convert_documents, once


def pytest_generate_tests(metafunc):
    """Give each test that asks for a ``document`` every document of both packs."""
    if "document" in metafunc.fixturenames:
        metafunc.parametrize("document", DOCUMENTS, ids=str)


@pytest.fixture(scope="session")
def shared(tmp_path_factory) -> Path:
    """A folder that is common to all processes of the test run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def built(shared) -> Built:
    """Both packs, built by the command line."""
    return Built(once(shared, "packs", build_both))


@pytest.fixture(scope="session")
def converted(shared, built) -> Path:
    """The folder of all Word documents as LibreOffice's PDFs, by the documents' names."""
    return once(shared, "libreoffice", lambda folder: convert_documents(built, folder))
