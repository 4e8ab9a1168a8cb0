"""What all tests share: the checkout's folder, and no log message that nobody expected."""

import logging
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The checkout's root folder."""
    return ROOT


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
