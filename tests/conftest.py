"""What all tests share: the checkout's folder, and no log message that nobody expected."""

import logging
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

SKIPPABLE = {
    "word-tools": "no other program reads the Word documents and translators' files",
    "pdf-tools": "veraPDF doesn't read the PDF files",
    "browser": "no browser shows the HTML files",
}
SKIPPED = os.environ.get("BRIEFGEN_SKIP", "").split()


def pytest_configure():
    """Refuse to skip what there isn't, since nothing would be skipped then."""
    if unknown := sorted(set(os.environ.get("BRIEFGEN_SKIP", "").split()) - set(SKIPPABLE)):
        can = ", ".join(SKIPPABLE)
        raise pytest.UsageError(f"BRIEFGEN_SKIP={unknown[0]}: only {can} can be skipped")


def pytest_terminal_summary(terminalreporter):
    """Say last what was not looked at."""
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    for name in SKIPPED:
        if count := sum(_reason(name) in reason for reason in skipped):
            terminalreporter.section(name, yellow=True)
            terminalreporter.write_line(f"{_reason(name)} ({count} tests skipped)")


def _reason(name: str) -> str:
    return f"BRIEFGEN_SKIP={name}: {SKIPPABLE[name]}"


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The checkout's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared(tmp_path_factory) -> Path:
    """A folder that is common to all processes of the test run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def word_tools() -> None:
    """Skip the tests for which other programs read Word documents, where asked to."""
    if "word-tools" in SKIPPED:
        pytest.skip(_reason("word-tools"))


@pytest.fixture(scope="session")
def pdf_tools() -> None:
    """Skip the tests for which veraPDF reads PDF files, where asked to."""
    if "pdf-tools" in SKIPPED:
        pytest.skip(_reason("pdf-tools"))


@pytest.fixture(scope="session")
def browser() -> None:
    """Skip the tests for which a browser shows HTML files, where asked to."""
    if "browser" in SKIPPED:
        pytest.skip(_reason("browser"))


@pytest.fixture(autouse=True)
def _no_unexpected_logs(caplog, request):
    """Fail a test that logs a warning or worse, unless it is marked with ``logs``."""
    yield
    if request.node.get_closest_marker("logs") is None:
        unexpected = [
            f"{record.name}: {record.getMessage()}"
            for record in caplog.get_records("call")
            if record.levelno >= logging.WARNING
        ]
        assert unexpected == []
