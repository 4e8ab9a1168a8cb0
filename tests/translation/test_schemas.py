"""The files for translation tools, held against the schemas that others have made of the standards.

XLIFF: OASIS's XML Schema of the core, which 2.0 and 2.1 share (the modules' elements are let be
by it). TMX: the DTD of 1.4 by LISA OSCAR. PO: `msgfmt --check` of GNU gettext. scripts/setup.sh
takes the first two out of Debian's php-symfony-translation and omegat. No package has the schema of
TBX: there, as for what the others leave open, grammars/ has our own (exchange.check_grammar).
"""

import io
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from briefgen.content.read import read_content
from briefgen.project import find_project
from briefgen.translation.bitext import documents_of, make_bitext
from briefgen.translation.po import write_po
from briefgen.translation.tmx import write_tmx
from briefgen.translation.xliff import write_xliff
from tests.conftest import ROOT
from tests.translation.exchange import STATEMENT, make, make_unit
from tests.translation.test_formats_of_cat_tools import AWKWARD

DEBIAN = Path(sys.prefix) / "word-tools/debian/usr/share"

pytestmark = pytest.mark.usefixtures("word_tools")


def part(path):
    """Return the path of a file in Debian's packages."""
    if shutil.which("apt-get") is None:
        pytest.skip("the schemas are in packages of Debian's, which this isn't")
    found = DEBIAN / path
    assert found.exists(), f"{found} is missing: run `make setup-test`"
    return found


@pytest.fixture(scope="module")
def xliff(word_tools):
    core = part("php/Symfony/Component/Translation/Resources/schemas/xliff-core-2.0.xsd")
    tree = etree.parse(core)
    [imported] = tree.iter("{*}import")
    imported.set("schemaLocation", str(core.with_name("xml.xsd")))
    return etree.XMLSchema(tree)


@pytest.fixture(scope="module")
def tmx(word_tools):
    with zipfile.ZipFile(part("omegat/OmegaT.jar")) as archive:
        return etree.DTD(io.BytesIO(archive.read("schemas/tmx14.dtd")))


def bitexts():
    """Yield the documents of both projects in each of their languages, and made-up ones."""
    yield STATEMENT
    for language in ("kk", "fa", "ar"):
        awkward = [make_unit(f"{n}.a/heading", text, text) for n, text in enumerate(AWKWARD, 1)]
        yield make(awkward, language)
    for folder in (ROOT, ROOT / "tests/projects/flyway"):
        content, _ = read_content(find_project(folder))
        for summit in content.summits.values():
            for document in documents_of(summit):
                for language in (*summit.summit.value.languages, "zz"):
                    yield make_bitext(summit, document, language)


BITEXTS = [pytest.param(made, id=f"{made.document}-{made.target_language}") for made in bitexts()]


@pytest.mark.parametrize("bitext", BITEXTS)
def test_xliff_is_valid_by_the_schema_of_its_core(xliff, bitext):
    assert xliff.validate(etree.fromstring(write_xliff(bitext))), xliff.error_log


@pytest.mark.parametrize("bitext", BITEXTS)
def test_tmx_is_valid_by_its_dtd(tmx, bitext):
    assert tmx.validate(etree.fromstring(write_tmx(bitext))), tmx.error_log


@pytest.mark.parametrize("bitext", BITEXTS)
def test_gettext_misses_nothing_in_po_but_names_and_times(tmp_path, bitext):
    code, said = checked(tmp_path, write_po(bitext))
    missing = r"in\.po:3: warning: header field '([\w-]+)' missing in header\n"
    assert (code, re.sub(missing, "", said)) == (0, "")
    assert re.findall(missing, said) == ["PO-Revision-Date", "Last-Translator", "Language-Team"]


def test_what_breaks_a_standard_is_found(xliff, tmx, tmp_path):
    data = write_xliff(STATEMENT).replace(b'state="final"', b'state="done"')
    assert not xliff.validate(etree.fromstring(data))
    assert not tmx.validate(etree.fromstring(write_tmx(STATEMENT).replace(b"tuid=", b"id=")))
    assert checked(tmp_path, write_po(STATEMENT).replace(b'msgid "Done."', b"msgid Done."))[0] == 1


def checked(folder, data):
    """Return the exit code of `msgfmt --check` and what it says."""
    (folder / "in.po").write_bytes(data)
    arguments = ["msgfmt", "--check", "--output-file=/dev/null", "in.po"]
    done = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr
