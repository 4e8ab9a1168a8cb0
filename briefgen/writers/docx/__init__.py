"""The DOCX writer: a document and its computed styles to WordprocessingML (ISO/IEC 29500)."""

from briefgen.writers.docx.write import write_docx

__all__ = ["write_docx"]
