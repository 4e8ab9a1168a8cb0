"""A PDF with nothing wrong, for all tests of what is wrong in others."""

import pytest

from tests.conformance.pdf.good import good_pdf


@pytest.fixture(scope="session")
def good(shared) -> bytes:
    """The bytes of a PDF with nothing wrong."""
    return good_pdf(shared)
