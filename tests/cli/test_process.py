"""The command line as a process: real layout, signals, pipes, and the same bytes anywhere."""

import hashlib
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.pipeline.small import replace, write, write_project

BRIEFGEN = [sys.executable, "-m", "briefgen"]


@pytest.fixture
def root(tmp_path):
    return write_project(tmp_path / "project")


def briefgen(root, *arguments, **options):
    return subprocess.run(
        [*BRIEFGEN, *map(str, arguments)],
        cwd=options.pop("cwd", root),
        env={**os.environ, **options.pop("env", {})},
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def digests(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    """What a plain build on one worker gives."""
    root = write_project(tmp_path_factory.mktemp("reference") / "project")
    done = briefgen(root, "build", "-v", "-j", 1)
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 16), done.stderr
    return digests(root / "output")


@pytest.mark.parametrize(
    "options",
    [
        {"arguments": ("-j", 2)},
        {
            "arguments": ("-j", 0),
            "env": {"LC_ALL": "C", "TZ": "Asia/Dushanbe", "PYTHONHASHSEED": "7"},
        },
        {"arguments": (), "cwd": "content", "env": {"LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "0"}},
    ],
    ids=["two-workers", "in-process-other-locale", "other-folder"],
)
def test_the_same_bytes_come_out_however_it_is_built(root, reference, options):
    where = root / options.get("cwd", ".")
    done = briefgen(root, "build", *options["arguments"], cwd=where, env=options.get("env", {}))
    assert done.returncode == 0, done.stderr
    assert digests(root / "output") == reference


@pytest.fixture(autouse=True)
def heeded():
    """Processes of the tests heed Ctrl-C, also where the tests run in the background of a shell."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def start(root, *arguments, **options):
    return subprocess.Popen(
        [*BRIEFGEN, "build", *map(str, arguments)],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **options,
    )


def endless(root) -> None:
    """Make the layout of one document take far longer than any test waits."""
    words = "word and word " * 100_000
    write(root, "templates/kinds/table.css", f'td::before {{ content: "{words}" }}')
    replace(root, "content/packs/ferry.yaml", "formats: [html]", "formats: [pdf, html]")


def read(path):
    try:
        return Path(path).read_text()
    except OSError:  # the process has ended
        return ""


def lives(pid):
    return Path(f"/proc/{pid}").exists()


def children(pid):
    """Return the process ids of all descendants of a process."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            fields = read(folder / "stat").rpartition(")")[2].split() or "Z"
            if fields[0] != "Z":
                parents[int(folder.name)] = int(fields[1])
    found, new = set(), {pid}
    while new:
        new = {child for child, parent in parents.items() if parent in new} - found
        found |= new
    return found


def workers(pid):
    """Return the descendants that are workers, or the server that they come from."""
    return [child for child in children(pid) if "forkserver" in read(f"/proc/{child}/cmdline")]


def wait_for(condition, seconds=300):
    until = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.02)
    return value


def laid_out(process, count):
    """Wait until ``count`` documents are done."""
    for _ in range(count):
        assert "/" in process.stderr.readline()


NESTED = (
    "{% set ns = namespace(a=[1], b=[1]) %}{% for i in range(60) %}"
    "{% set ns.a = [ns.a, ns.a] %}{% set ns.b = [ns.b, ns.b] %}{% endfor %}"
    "{% if ns.a == ns.b %}x{% endif %}"
)
"""Two lists that Python compares in C for ever, whatever signals come."""


def computes(pid):
    """Return whether a process has computed for a second, in clock ticks, and goes on."""
    fields = read(f"/proc/{pid}/stat").rpartition(")")[2].split() or ["Z"]
    return fields[0] == "R" and int(fields[11]) > 100


@pytest.mark.parametrize(
    "command", [["check"], ["show", "ferry/staff/table.en-ru", "--stage", "markup"], ["build"]]
)
def test_ctrl_c_ends_whatever_a_template_does(root, command):
    replace(root, "templates/kinds/table.html.j2", "<table>", f"{NESTED}<table>")
    with subprocess.Popen([*BRIEFGEN, *command], cwd=root, stderr=subprocess.PIPE) as process:
        busy = wait_for(lambda: [pid for pid in workers(process.pid) if computes(pid)])
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 130
    wait_for(lambda: not any(map(lives, busy)))


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_build_that_is_stopped_leaves_nothing_behind_and_no_process(root, number, code):
    endless(root)
    with start(root, "-j", 2) as process:
        laid_out(process, 4)
        left = children(process.pid)
        assert left
        process.send_signal(number)
        _, err = process.communicate(timeout=300)
    assert process.returncode == code
    assert "Traceback" not in err
    assert list((root / "output").iterdir()) == []
    wait_for(lambda: not [pid for pid in left if lives(pid)])


def test_ctrl_c_reaches_the_whole_group_and_is_still_clean(root):
    endless(root)
    with start(root, "-j", 1) as process:
        laid_out(process, 1)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=300)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert list((root / "output").iterdir()) == []


def test_a_killed_build_leaves_no_process_and_the_next_one_equals_a_clean_one(root, reference):
    endless(root)
    with start(root, "-j", 2) as process:
        laid_out(process, 4)
        left = children(process.pid)
        process.kill()
    wait_for(lambda: not [pid for pid in left if lives(pid)])
    (root / "templates/kinds/table.css").unlink()
    write_project(root)
    assert briefgen(root, "build").returncode == 0
    assert digests(root / "output") == reference


def test_a_worker_that_is_killed_costs_nothing_but_its_time(root, reference):
    with start(root, "-j", 1) as process:
        laid_out(process, 1)
        server, *rest = sorted(workers(process.pid))
        worker = next(iter(children(server)), None) or rest[-1]
        os.kill(worker, signal.SIGKILL)
        _, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    assert digests(root / "output") == reference


def test_a_document_whose_time_is_over_fails_alone(root):
    endless(root)
    write(root, "briefgen.toml", 'handling = ["public", "internal"]\nseconds = 2\n')
    done = briefgen(root, "build", "-j", 2, "--output-format", "concise")
    assert done.returncode == 1
    # What is endless is looked for in the stylesheet, as long as a busy machine lets it.
    assert re.search(r"error (P102 staff/table.en-ru:|S102 )", done.stderr)
    assert done.stderr.count("[") == 5
    assert done.stdout == ""


def test_a_reader_that_goes_away_is_no_traceback(root):
    with subprocess.Popen(
        [*BRIEFGEN, "list"], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        process.stdout.close()
        err = process.stderr.read()
    assert process.returncode == 1
    assert err == ""


@pytest.mark.parametrize(
    "command", ["", "build", "check", "list", "show", "init", "schema", "clean"]
)
def test_help_has_examples_and_imports_nothing_slow(root, command):
    code = (
        "import sys; from briefgen.cli import main\n"
        "sys.argv = ['briefgen', *sys.argv[1:]]; main()\n"
        "slow = {'yaml', 'jinja2', 'pydantic', 'rich', 'weasyprint', 'lxml', 'babel', 'docx'}\n"
        "sys.exit(f'imported {slow & set(sys.modules)}' if slow & set(sys.modules) else 0)"
    )
    words = [command] if command else []
    done = subprocess.run(
        [sys.executable, "-c", code, *words, "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Usage: briefgen")
    assert ("Examples:\n  briefgen " in done.stdout) == bool(command)


def test_completion_for_the_shell_works(root):
    env = {"_BRIEFGEN_COMPLETE": "bash_complete", "COMP_WORDS": "briefgen ch", "COMP_CWORD": "1"}
    done = briefgen(root, env=env)
    assert done.stdout == "plain,check\n"


def test_a_terminal_gets_a_bar_with_the_documents(root):
    master, slave = pty.openpty()
    with subprocess.Popen(
        [*BRIEFGEN, "build", "-v", "-j", "1"],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=slave,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    ) as process:
        os.close(slave)
        seen = b""
        while chunk := _read(master):
            seen += chunk
        out = process.stdout.read()
    os.close(master)
    assert process.returncode == 0
    assert len(out.splitlines()) == 16
    assert b"ferry/" in seen
    assert b"5/5" in seen
    assert "5 documents · 13 files · ".encode() in seen


def _read(handle):
    try:
        return os.read(handle, 65536)
    except OSError:  # the other end of the terminal is closed
        return b""


def test_the_reference_is_what_the_help_says(checkout):
    done = subprocess.run(
        [sys.executable, "-m", "briefgen.cli.reference"], capture_output=True, text=True, check=True
    )
    assert (checkout / "docs/cli.md").read_text() == done.stdout, (
        "run: python -m briefgen.cli.reference > docs/cli.md"
    )


@pytest.mark.parametrize("command", ["build", "check", "schema"])
def test_a_current_folder_that_is_gone_is_said_in_one_line(tmp_path, command):
    folder = tmp_path / "gone"
    folder.mkdir()
    program = """
import os, sys
from briefgen.cli import main
os.rmdir(os.getcwd())
sys.exit(main())
"""
    done = subprocess.run(
        [sys.executable, "-c", program, command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    words = "error: the current folder is gone: change to one that is there\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", words)
