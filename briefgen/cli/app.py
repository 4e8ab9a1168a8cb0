"""Declare the command line: its commands, their options and their help.

Only click is imported here, so that help comes at once. A command's own module is
imported when it runs: briefgen/cli/commands/<name>.py.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import click

from briefgen import __version__
from briefgen.errors import BriefgenError, UsageError

EXIT_PROBLEMS, EXIT_USAGE, EXIT_INTERRUPTED, EXIT_TERMINATED = 1, 2, 130, 143

CONTEXT: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class _TerminatedError(BaseException):
    """SIGTERM came. Not an Exception: nothing but :func:`run` may stop it."""


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code; nothing is raised but bugs."""
    previous = signal.signal(signal.SIGTERM, _terminate)
    try:
        code = app.main(
            list(arguments), prog_name="briefgen", standalone_mode=False, obj=list(arguments)
        )
        sys.stdout.flush()
    except click.ClickException as error:
        if isinstance(error, click.exceptions.NoArgsIsHelpError):
            error.show()
        else:
            _say_error(_in_our_words(error))
        return EXIT_USAGE
    except BriefgenError as error:
        _say_error(str(error))
        return EXIT_USAGE if isinstance(error, UsageError) else EXIT_PROBLEMS
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains
        return EXIT_PROBLEMS
    except (KeyboardInterrupt, click.Abort) as error:
        _let_go(error)
        return EXIT_INTERRUPTED
    except _TerminatedError as error:
        _let_go(error)
        return EXIT_TERMINATED
    finally:
        signal.signal(signal.SIGTERM, previous)
    return int(code or 0)


def _say_error(message: str) -> None:
    from briefgen.cli.report import error_line, wants_color  # noqa: PLC0415 - help doesn't need it

    color = wants_color(sys.stderr)
    line = error_line(message)
    click.echo(line if color else click.unstyle(line), err=True, color=color)


def _in_our_words(error: click.ClickException) -> str:
    """Return what click says of a command line as all our errors are written."""
    message = error.format_message().strip().removesuffix(".")
    message = message[:1].lower() + message[1:].replace(". Did you mean", "; did you mean")
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None or message.endswith("?"):
        return message
    return f"{message}; see `{context.command_path} --help`"


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise _TerminatedError


def _let_go(error: BaseException | None) -> None:
    """Free what was under way when a signal came, in silence.

    An object that was only half made may fail as it is freed, a ZipFile of CPython 3.11 does,
    and Python would print that as a mistake.
    """
    previous, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        while error is not None:
            traceback.clear_frames(error.__traceback__)
            error = error.__cause__ or error.__context__
    finally:
        sys.unraisablehook = previous


def _bug(error: Exception) -> str:
    """Return where an exception that nobody expected came from, without its words.

    They may quote content of any level, and what is written here may be a log.
    """
    where = "".join(traceback.format_tb(error.__traceback__))
    return f"{where}{type(error).__name__}: a mistake in briefgen; --show-all says more"


def _run(command: str, **options: Any) -> int:
    """Import a command's module and run it."""
    try:
        Path.cwd()
    except OSError as error:
        raise UsageError("the current folder is gone: change to one that is there") from error
    from briefgen.project import ConfigurationError  # noqa: PLC0415 - help doesn't need it

    try:
        code: int = importlib.import_module(f"briefgen.cli.commands.{command}").run(**options)
    except ConfigurationError as error:
        from briefgen.cli.report import report_settings  # noqa: PLC0415 - nor what goes well

        report_settings(error, options.get("output_format", "full"))
        return EXIT_USAGE
    except (BriefgenError, click.ClickException, BrokenPipeError):
        raise
    except Exception as error:
        from briefgen.cli.report import shows_all  # noqa: PLC0415 - nor what goes well

        if shows_all(sys.stderr):
            raise
        click.echo(_bug(error), err=True)
        return EXIT_PROBLEMS
    return code


# --- options that several commands have ------------------------------------------------

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

TRANSLATION_FORMATS = ("docx", "xliff", "tmx", "tbx", "po")
"""The names in briefgen/translation/formats.py, which is slow to import."""

SHOW_ALL = "briefgen.show_all"
"""The key of click's context under which it is said that texts of all levels may be quoted."""

_packs = click.argument("packs", metavar="[PACK]...", nargs=-1)
_root: Decorator = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of the project.  [default: the current one]",
)
_show_all: Decorator = click.option(
    "--show-all",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=lambda context, _option, value: context.meta.update({SHOW_ALL: value}),
    help="Quote texts of every level of handling, also where nobody sees a terminal.  [default:"
    " of what is above the lowest level, file, line and code]",
)
_output_format: Decorator = click.option(
    "--output-format",
    type=click.Choice(["full", "concise", "json", "github"]),
    default="full",
    show_default=True,
    help="How problems are written: with the source line; one line each; as JSON on standard"
    " output; as annotations of a GitHub workflow.",
)


def _diagnostics(command: Callable[..., Any]) -> Callable[..., Any]:
    return _output_format(_show_all(command))


_text_or_json: Decorator = click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How it is written.",
)
_revisions: Decorator = click.option(
    "--revisions",
    type=click.Choice(["accept", "reject", "fail"]),
    default="fail",
    show_default=True,
    help="What becomes of tracked changes in a Word file.",
)


class Command(click.Command):
    """A command with examples, which its help prints as they stand."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples after the options."""
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write(f"{' ' * formatter.current_indent}{example}\n")


class Group(click.Group):
    """A group that says of each command what its help begins with, whole."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands after the options."""
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, one.get_short_help_str(limit=1000)) for name, one in commands if one]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


@click.group(cls=Group, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="briefgen", message="%(prog)s %(version)s")
def app() -> None:
    """Turn structured summit content and templates into briefing packs.

    A pack is a set of documents (briefing, one-pager, bilingual table) per audience and
    language, as PDF, DOCX and HTML. Run a command with --help to see its examples.
    """


def _command(name: str, *examples: str) -> Decorator:
    return app.command(name, cls=Command, examples=examples)


_audiences = click.option(
    "--audience",
    "audiences",
    multiple=True,
    help="Only for this audience; nothing is said of what it may not read.",
)


@_command(
    "build",
    "briefgen build                             every pack",
    "briefgen build dushanbe-2025 -j 2          one pack, in two processes",
    "briefgen build --audience press --format pdf",
    "briefgen build --output /tmp/packs         somewhere else",
    "briefgen build --since HEAD~1              tables of what has changed since",
)
@_packs
@_root
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that gets the packs' folders.  [default: output/ in the project]",
)
@_audiences
@click.option("--kind", "kinds", multiple=True, help="Only this kind of document.")
@click.option(
    "--language",
    "languages",
    multiple=True,
    help="Only documents that show this language, or exactly these: en-ru.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["pdf", "docx", "html"]),
    help="Only this format.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(0),
    metavar="N",
    help="Lay out in N processes; 0: in this one.  [default: one per processor]",
)
@click.option(
    "--since",
    metavar="REVISION|FILE",
    help="Only tables, with what has changed since: a git revision, an older copy of a"
    " document or of its translation, or a folder of them.",
)
@click.option("--no-cache", "cache", flag_value=False, default=True, help="Lay out everything.")
@click.option(
    "--measure/--no-measure",
    default=True,
    show_default=True,
    envvar="BRIEFGEN_MEASURE",
    help="Count the pages of Word files of kinds with so many pages, where LibreOffice is there.",
)
@click.option("-v", "--verbose", is_flag=True, help="Also print the paths of files that changed.")
@_diagnostics
@click.pass_obj
def build(arguments: list[str], /, **options: Any) -> int:
    """Build packs: all of the project's, or those named.

    Writes output/PACK/AUDIENCE/KIND.LANGUAGE.FORMAT with a manifest.json, for the audience, and
    output/PACK/manifest.json, for whoever may read everything. All that
    `briefgen check` finds is found first; every pack without an error is then written, whole.
    A pack with an error stays as it was, and the exit code is 1.
    """
    return _run("build", arguments=arguments, **options)


@_command(
    "check",
    "briefgen check                             every pack",
    "briefgen check dushanbe-2025               one pack",
    "briefgen check --audience press            what the press may read",
    "briefgen check --fix --dry-run             what it would mend",
    "briefgen check --output-format github      in a GitHub workflow",
)
@_packs
@_root
@_audiences
@click.option(
    "--fix",
    is_flag=True,
    help="Mend what is safe in translations (spaces, quotation marks, dashes), show the"
    " difference, and check again.",
)
@click.option("--dry-run", is_flag=True, help="With --fix: only show the difference.")
@_diagnostics
def check(**options: Any) -> int:
    """Report what is wrong in content and templates, without laying anything out.

    Translations are checked text by text: numbers, dates, terms, names, marks, letters.
    """
    return _run("check", **options)


@_command(
    "list",
    "briefgen list",
    "briefgen list --output-format json | jq '.[].documents[].name'",
)
@_root
@_show_all
@_text_or_json
def list_packs(**options: Any) -> int:
    """List the packs and their documents."""
    return _run("list", **options)


@_command(
    "show",
    "briefgen show dushanbe-2025/press/briefing.en",
    "briefgen show --stage view dushanbe-2025/minister/one-pager.ru",
    "briefgen show --stage styles dushanbe-2025/press/briefing.en",
)
@click.argument("document", metavar="PACK/DOCUMENT")
@_root
@_show_all
@click.option(
    "--stage",
    type=click.Choice(["view", "markup", "style", "styles", "docx", "job"]),
    default="markup",
    show_default=True,
    help="Which value to print: what the template sees; what it made; what the stylesheets"
    " make of that; which Word styles come of each of their rules; the paragraphs in Word; all that"
    " the layout gets.",
)
def show(**options: Any) -> int:
    """Print a document at one stage on its way, to see where things come from.

    PACK/DOCUMENT is a name as `briefgen list` prints it.
    """
    return _run("show", **options)


@_command(
    "import",
    "briefgen import text.docx --summit riga-2027 --document statement --language en --source",
    "briefgen import page.html --summit riga-2027 --document statement --language lv",
    "briefgen import text.txt --summit riga-2027 --document statement --language lv --dry-run",
)
@click.argument(
    "file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--summit", required=True, metavar="ID", help="The summit's folder in content/.")
@click.option("--document", required=True, metavar="ID", help="The name of the document.")
@click.option("--language", required=True, metavar="TAG", help="The language of the text.")
@click.option(
    "--source",
    is_flag=True,
    help="The text is the document itself.  [default: a translation of the one that is there]",
)
@click.option(
    "--status",
    type=click.Choice(
        ["authentic", "official-translation", "unofficial-translation", "paraphrase",
         "machine-draft"]
    ),
    help="What the text is worth.  [default: paraphrase with --source, else"
    " unofficial-translation]",
)  # fmt: skip
@click.option("--handling", metavar="LEVEL", help="Who may read it.  [default: the lowest level]")
@click.option("--title", help="The title, or which line it is.  [default: found in the text]")
@click.option(
    "--text",
    type=click.IntRange(1),
    metavar="N",
    help="Which text, where the file has several.  [default: that with the most paragraphs]",
)
@click.option("--unnumbered", is_flag=True, help="Count paragraphs where the text has no numbers.")
@_revisions
@click.option(
    "--article",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what stands before the document to this file.",
)
@click.option("--force", is_flag=True, help="Overwrite a file that says something else.")
@click.option("--dry-run", is_flag=True, help="Print what would be written, and write nothing.")
@_root
@_diagnostics
def import_(**options: Any) -> int:
    """Turn a text that was published into a document with keys, or into its translation.

    FILE is plain text, Markdown, HTML or a Word document. A number counts only where it
    continues the sequence. Every character of the file is accounted for: what is in the
    document, and what isn't. A translation gets the keys of the document that is there, by
    number, then heading, then length; two for one is proposed in the file, never assumed.
    """
    return _run("import_", **options)


@_command(
    "reference",
    "briefgen reference minister                into the audience's folder",
    "briefgen reference minister --kind one-pager",
    "briefgen reference minister -o house.docx  somewhere else",
)
@click.argument("audience")
@click.option("--kind", help="For this kind of document alone: reference.KIND.docx.")
@_root
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write.  [default: reference.docx in the audience's folder of templates]",
)
@click.option("--force", is_flag=True, help="Overwrite a file that is there.")
def reference(**options: Any) -> int:
    """Write a Word file with all styles of an audience's documents, to restyle.

    Each style is shown under its own name, as the stylesheets make it. Saved as the
    audience's reference.docx, the file's styles, headers, footers and page set-up are those
    of the audience's Word documents from then on.
    """
    return _run("reference", **options)


@_command(
    "verify",
    "briefgen verify output/dushanbe-2025               a pack",
    "briefgen verify report.pdf annex.docx              any files",
    "briefgen verify --output-format json *.pdf | jq -r '.[].code' | sort | uniq -c",
)
@click.argument(
    "paths",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
)
@click.option(
    "--output-format",
    type=click.Choice(["full", "concise", "json"]),
    default="full",
    show_default=True,
    help="How findings are written: with what helps; one line each; as JSON on standard output.",
)
@_show_all
def verify(**options: Any) -> int:
    """Report what keeps finished files from screen readers and archives.

    FILE is a PDF, Word or HTML file, whoever made it, a folder, or a build's manifest.json.
    In a PDF are looked at the structure and its languages, what is drawn outside it, tables,
    figures, notes, links, the outline, fonts, metadata and attachments, for PDF/UA-1 and
    PDF/A-3a; in the others what is cheap to see. If anything is wrong, the exit code is 1.
    """
    return _run("verify", **options)


@_command("init", "briefgen init riga-2027 && cd riga-2027 && briefgen build")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def init(**options: Any) -> int:
    """Start a project in DIR: a made-up summit, a pack and an audience to change.

    Files that are there already are never overwritten.
    """
    return _run("init", **options)


@app.group("languages", cls=Group)
def languages() -> None:
    """Begin a language that briefgen doesn't have."""


def _complete_language(_ctx: click.Context, _param: click.Parameter, begun: str) -> list[str]:
    from babel.localedata import locale_identifiers  # noqa: PLC0415 - slow to import

    tags = (name.replace("_", "-") for name in locale_identifiers())
    return sorted(tag for tag in tags if tag.startswith(begun))


@languages.command(
    "add",
    cls=Command,
    examples=(
        "briefgen languages add uk                  Ukrainian",
        "briefgen languages add sr-Latn             Serbian in Latin letters",
    ),
)
@click.argument("tag", metavar="TAG", shell_complete=_complete_language)
@_root
def add_language(**options: Any) -> int:
    """Write a profile and an empty catalogue of interface words for the language TAG.

    The profile has what the CLDR knows, to be corrected; the catalogue has every message of
    the project's and briefgen's templates, with its context. Both are written to
    locale/TAG/ in the project's templates. Files that are there already are never overwritten.
    """
    return _run("languages_add", **options)


@app.group("translations", cls=Group)
def translations() -> None:
    """Send texts to translators, take their work back, and see how far it is."""


@translations.command(
    "export",
    cls=Command,
    examples=(
        "briefgen translations export communique --target ru -o communique.ru.docx",
        "briefgen translations export dushanbe-2025/brief --target ru --format xliff -o brief.xlf",
        "briefgen translations export communique --target ru --format tbx -o terms.tbx",
    ),
)
@click.argument("document", metavar="[SUMMIT/]DOCUMENT")
@click.option("--target", "language", metavar="TAG", required=True, help="The language to fill in.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(TRANSLATION_FORMATS),
    default="docx",
    show_default=True,
    help="A table for Word, or a format of translation tools.",
)
@_root
@_show_all
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file to write.",
)
def export_translations(**options: Any) -> int:
    """Write a document and its translation, side by side, into a file for translators.

    DOCUMENT is the name of an outcome document, or `brief`. With `--format tbx`, the glossary
    of its summit is written in its place.
    """
    return _run("translations_export", **options)


@translations.command(
    "import",
    cls=Command,
    examples=(
        "briefgen translations import communique.ru.docx --dry-run",
        "briefgen translations import communique.ru.docx --revisions accept",
        "briefgen translations import terms.tbx",
        "briefgen translations import memory.tmx --document communique --target ru",
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--document",
    metavar="[SUMMIT/]DOCUMENT",
    help="What a file of another program is of: it fills in what is missing.",
)
@click.option("--target", "language", metavar="TAG", help="Which of its translations.")
@_root
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@_revisions
@_diagnostics
def import_translations(**options: Any) -> int:
    """Take a file that `export` has written back into content, or one of another program.

    What was translated since goes into the translation's file, terms of a TBX file into the
    glossary; all other lines stay as they are. Prints what changes. If a text was changed in
    the file and in content as well, or anything else is wrong, everything that is wrong is
    reported, nothing is written, and the exit code is 1.

    With --document and --target, only texts that are missing are taken, from units with the
    same source.
    """
    return _run("translations_import", **options)


@translations.command(
    "accept",
    cls=Command,
    examples=(
        "briefgen translations accept communique 5 --to ru --dry-run",
        "briefgen translations accept dushanbe-2025/communique title 5 12.a --to ru",
    ),
)
@click.argument("document", metavar="[SUMMIT/]DOCUMENT")
@click.argument("keys", nargs=-1, required=True, metavar="KEY...")
@click.option("--to", "language", metavar="TAG", required=True, help="Which of its translations.")
@_root
@_show_all
@click.option("--dry-run", is_flag=True, help="Only show what has changed in the sources.")
def accept_translations(**options: Any) -> int:
    """Accept translations whose sources have changed since: somebody has compared the two.

    Each KEY is that of a paragraph, `title`, or an item's id in the brief. Shows what has changed
    in its source, as far as the git repository knows, and the translation; then marks the
    translation as reviewed, and made from the source as it is now. No other line changes.
    """
    return _run("translations_accept", **options)


@translations.command(
    "status",
    cls=Command,
    examples=(
        "briefgen translations status",
        "briefgen translations status --output-format json",
    ),
)
@_root
@_show_all
@_text_or_json
def show_translations(**options: Any) -> int:
    """Count the texts of each document and language that are missing, stale, draft and so on.

    Stale is a translation whose source has changed since.
    """
    return _run("translations_status", **options)


@_command("schema", "briefgen schema --output schemas")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write the schemas to.  [default: one JSON on standard output]",
)
def schema(**options: Any) -> int:
    """Write JSON Schemas of the YAML files, for editors to complete and check."""
    return _run("schema", **options)


@_command("clean", "briefgen clean --all")
@_root
@click.option("--all", "everything", is_flag=True, help="Remove all results, however new.")
def clean(**options: Any) -> int:
    """Remove results of earlier builds from the cache.

    Without --all, those not used for 30 days, and the oldest above 2 GB, as every build
    does. The output isn't touched.
    """
    return _run("clean", **options)
