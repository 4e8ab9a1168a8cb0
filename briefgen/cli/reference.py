"""Turn the command line's own help into docs/cli.md.

`python -m briefgen.cli.reference > docs/cli.md`; a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from briefgen.cli.app import CONTEXT, app

_HEAD = """\
# The command line

Made from the commands' own help by `python -m briefgen.cli.reference > docs/cli.md`.

Exit codes: 0 done, 1 problems in content, templates or build, 2 usage or configuration,
130 interrupted, 143 terminated. What a command is asked for goes to standard output (the
paths of written files, lists, JSON), everything else to standard error. `NO_COLOR` and
`FORCE_COLOR` decide about colours, a terminal otherwise. `BRIEFGEN_CACHE_DIR` names a
folder for the cache other than the project's `.briefgen/cache`.

Completion of commands and options in a shell, here bash (click documents the others):

    eval "$(_BRIEFGEN_COMPLETE=bash_source briefgen)"
"""


def write_reference() -> str:
    """Return docs/cli.md: the help of briefgen and of each command, as a terminal shows it."""
    return _HEAD + "".join(f"\n## {name}\n\n{_indent(text)}" for name, text in _helps())


def _helps() -> Iterator[tuple[str, str]]:
    context = click.Context(app, info_name="briefgen", terminal_width=90, **CONTEXT)
    yield "briefgen", app.get_help(context)
    yield from _helps_below(app, context, "briefgen")


def _helps_below(
    group: click.Group, context: click.Context, path: str
) -> Iterator[tuple[str, str]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            below = click.Context(command, parent=context, info_name=name, terminal_width=90)
            yield f"{path} {name}", command.get_help(below)
            if isinstance(command, click.Group):
                yield from _helps_below(command, below, f"{path} {name}")


def _indent(text: str) -> str:
    return "".join(f"    {line}".rstrip() + "\n" for line in text.splitlines())


if __name__ == "__main__":
    click.echo(write_reference(), nl=False)
