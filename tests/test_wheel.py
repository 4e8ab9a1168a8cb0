"""The package as users get it: the sdist, the wheel made from it, and a first project."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from briefgen import __version__

DOCUMENTS = {
    f"{audience}/{kind}.{languages}.{extension}"
    for audience, kind, languages in [
        *(
            (a, k, t)
            for a in ("delegation", "press")
            for k in ("briefing", "one-pager")
            for t in ("en", "ru")
        ),
        ("translator", "bilingual-table", "en-ru"),
    ]
    for extension in ("pdf", "docx", "html")
}


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command outside the checkout's environment and return what it printed."""
    hidden = ("PYTHON", "COVERAGE", "COV_", "BRIEFGEN", "VIRTUAL_ENV")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(hidden)}
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(checkout, tmp_path_factory):
    """The folder with the sdist and the wheel that was made from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--outdir",
        folder,
        checkout,
        cwd=folder,
    )
    return folder


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory):
    """The bin/ of an empty environment with the wheel and what it depends on.

    The dependencies are those of the environment that runs the tests. A folder that is
    put on the path by a .pth file has its own .pth files ignored, so the checkout, which
    is installed there in editable mode, can't be imported.
    """
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    [wheel] = built.glob("*.whl")
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        folder,
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        "--disable-pip-version-check",
        wheel,
        cwd=folder,
    )
    [packages] = folder.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin"


def test_the_wheel_has_the_package_its_templates_and_the_scaffold(built, checkout):
    [wheel] = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    below = {"templates": "briefgen/templates", "briefgen/scaffold": "briefgen/scaffold"}
    for source, target in below.items():
        files = [path for path in (checkout / source).rglob("*") if path.is_file()]
        assert files
        wanted = {f"{target}/{path.relative_to(checkout / source).as_posix()}" for path in files}
        assert wanted <= names
    metadata = f"briefgen-{__version__}.dist-info"
    assert {name.split("/")[0] for name in names} == {"briefgen", metadata}


def test_the_sdist_has_what_tests_and_setup_need(built):
    [sdist] = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames()}
    assert names >= {
        "LICENSE",
        "Makefile",
        "pyproject.toml",
        "requirements.txt",
        "scripts/setup.sh",
        "content/packs/dushanbe-2025.yaml",
        "tests/test_wheel.py",
    }
    assert not any(name.startswith((".venv", ".briefgen", "output/dushanbe")) for name in names)


def test_a_first_project_builds_from_the_wheel_alone(installed, tmp_path):
    python, briefgen = installed / "python", installed / "briefgen"
    where = run(python, "-c", "import briefgen; print(briefgen.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(installed.parent)

    run(briefgen, "init", "demo", cwd=tmp_path)
    project = tmp_path / "demo"
    run(briefgen, "build", cwd=project)
    output = project / "output" / "example"
    manifest = json.loads((output / "manifest.json").read_text())
    assert {file["path"] for file in manifest["files"]} == DOCUMENTS
    for name in DOCUMENTS:
        assert (output / name).stat().st_size > 1000


def test_a_first_project_has_nothing_to_mend_and_names_schemas_that_are_there(installed, tmp_path):
    run(installed / "briefgen", "init", "demo", cwd=tmp_path)
    project = tmp_path / "demo"
    found = run(installed / "briefgen", "check", "--output-format", "json", cwd=project)
    assert json.loads(found) == []
    for file in project.rglob("*.yaml"):
        marker, _, schema = file.read_text().split("\n", 1)[0].partition("$schema=")
        assert marker == "# yaml-language-server: "
        assert (file.parent / schema).is_file(), file
