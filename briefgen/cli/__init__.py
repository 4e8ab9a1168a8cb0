"""Turn a command line into an exit code: the answer at once, if nothing has changed.

Nothing slow is imported here. The commands are declared in briefgen/cli/app.py, and what
each of them does is in briefgen/cli/commands/.

Exit codes: 0 done, 1 problems in content, templates or build, 2 usage or configuration,
130 interrupted, 143 terminated.
"""

from __future__ import annotations

import sys

from briefgen.pipeline import freshness


def main() -> int:
    """Run the command line of this process and return its exit code."""
    arguments = sys.argv[1:]
    warnings = freshness.recall(arguments) if arguments[:1] == ["build"] else None
    if warnings is not None:
        print(*warnings, "nothing has changed", sep="\n", file=sys.stderr)  # noqa: T201 - click is slow
        return 0
    from briefgen.cli.app import run  # noqa: PLC0415 - click takes longer than the answer above

    return run(arguments)
