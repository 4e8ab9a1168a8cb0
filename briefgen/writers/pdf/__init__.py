"""Turn a laid-out document into PDF bytes."""

from briefgen.writers.pdf import tags  # noqa: F401 # takes the place of WeasyPrint's
from briefgen.writers.pdf.write import read_pagination, write_pdf

__all__ = ["read_pagination", "write_pdf"]
