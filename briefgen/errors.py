"""The exceptions that briefgen raises, for mistakes that no author made.

    BriefgenError
    ├── UsageError        the command line or the configuration: exit code 2
    │   └── ConfigurationError  with the diagnostics of its settings (project.py)
    └── BuildError        the machine: a full disk, a lock, a lost worker: exit code 1

An author's mistake is never an exception: it is a Diagnostic (briefgen/diagnostics.py).
Only briefgen/cli turns these into words and exit codes.
"""

from __future__ import annotations


class BriefgenError(Exception):
    """Anything briefgen raises on purpose; its text is one line for the user."""


class UsageError(BriefgenError):
    """The command line or the project's configuration can't be used as it is."""


class BuildError(BriefgenError):
    """The build could not be carried out for a reason outside the content."""
