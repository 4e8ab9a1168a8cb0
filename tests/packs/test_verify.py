"""Every file of both packs: nothing keeps it from screen readers and archives."""

import pytest

from briefgen.conformance.files import check_file
from tests.packs.packs import PROJECTS, briefgen


@pytest.mark.parametrize("extension", ["pdf", "docx", "html"])
def test_nothing_is_wrong_with_it(built, document, extension):
    found = check_file(built.read(document, extension), document.name)
    assert [f"{d.code} {d.message}" for d in found] == []


@pytest.mark.parametrize("pack", PROJECTS)
def test_the_command_says_so_of_the_pack_s_manifest(built, pack):
    done = briefgen("verify", built.output(pack) / "manifest.json")
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1].endswith(" files: nothing wrong")
