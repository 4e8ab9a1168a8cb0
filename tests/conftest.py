"""What all tests share: the checkout's folder, and no log message that nobody expected."""

import logging
import os
from pathlib import Path

import pytest

from tests.word_tools import IS_SKIPPED, REASON

ROOT = Path(__file__).parents[1]


def pytest_configure():
    """Refuse to skip what there isn't, since nothing would be skipped then."""
    if (asked := os.environ.get("BRIEFGEN_SKIP", "")) not in ("", "word-tools"):
        raise pytest.UsageError(f"BRIEFGEN_SKIP={asked}: only word-tools can be skipped")


def pytest_terminal_summary(terminalreporter):
    """Say last what was not looked at."""
    skipped = terminalreporter.stats.get("skipped", [])
    if count := sum(REASON in str(report.longrepr) for report in skipped):
        terminalreporter.section("word tools", yellow=True)
        terminalreporter.write_line(f"{REASON} ({count} tests skipped)")


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
    if IS_SKIPPED:
        pytest.skip(REASON)


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
