"""Every HTML file as Chromium shows it: axe finds nothing, and no telephone scrolls sideways."""

import pytest

from tests import browser
from tests.packs.packs import DOCUMENTS


def test_axe_finds_nothing_and_nothing_scrolls_sideways(in_browser, document):
    assert in_browser[str(document)] == []


def test_nor_in_the_documents_in_tajik(in_browser):
    others = {name: wrong for name, wrong in in_browser.items() if name not in map(str, DOCUMENTS)}
    assert len(others) == 4
    assert not any(others.values())


@pytest.mark.usefixtures("browser")
def test_what_is_wrong_in_a_page_is_found(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("""<!DOCTYPE html><html lang="en"><head><title>A page</title><style>
        @media (prefers-color-scheme: dark) { p { color: #222; background: #000 } }
        @media (max-width: 350px) { h1 { width: 400px } }
        </style></head><body><main><h1>A</h1><ul role="doc-bibliography"><li>B</li></ul>
        <p>Contrast</p></main></body></html>""")
    found = inspect_one(page)
    assert [said.partition(": ")[0] for said in found if "aria-allowed-role" in said] == [
        "1280 px, light",
        "390 px, light",
    ]
    assert [said.partition(": ")[0] for said in found if "color-contrast" in said] == [
        "1280 px, dark",
        "390 px, dark",
    ]
    assert found[-1].startswith("320 px: scrolls sideways, 4")
    assert len(found) == 5


def test_a_missing_browser_fails_and_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(pytest.fail.Exception, match="missing: run `make setup-test`"):
        inspect_one(tmp_path / "page.html")


def inspect_one(path):
    return browser.inspect([path], path.parent / "profile")[path]
