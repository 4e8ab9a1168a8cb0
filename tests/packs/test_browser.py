"""Every HTML file as Chromium shows it: axe finds nothing, and no telephone scrolls sideways."""

import pytest

from tests import browser
from tests.packs.packs import DOCUMENTS, ROOT


def test_axe_finds_nothing_and_nothing_scrolls_sideways(in_browser, document):
    assert in_browser[str(document)] == []


def test_nor_in_the_documents_in_tajik(in_browser):
    others = {name: wrong for name, wrong in in_browser.items() if name not in map(str, DOCUMENTS)}
    assert len(others) == 4
    assert not any(others.values())


NARROW_TABLE = """(() => {
  const rows = [...document.querySelectorAll(".bilingual tbody tr")];
  const row = rows.find(row => row.cells[0].matches("td[id]:empty"));
  return [...row.cells].map(cell => [cell.offsetHeight, cell.getClientRects().length,
    parseFloat(getComputedStyle(cell).marginTop)]);
})()"""


@pytest.mark.usefixtures("browser")
def test_a_row_without_a_number_has_no_blank_on_a_telephone_and_can_be_led_to(built, tmp_path):
    path = built.output("dushanbe-2025") / "analyst" / "bilingual-table.en-ru.html"
    with browser.open_page(tmp_path) as page:
        page.show(path)
        page.look(390, "light")
        number, first, second = page.ask(NARROW_TABLE)
    assert number == [0, 1, 0]
    assert (first[1:], second[2] > 0) == ([1, 0], True)


WORDS_WIDER = """[...document.querySelectorAll(".facts th")].filter(
  cell => cell.scrollWidth > cell.clientWidth || cell.offsetHeight > 40).map(
  cell => cell.textContent)"""


@pytest.mark.usefixtures("browser")
def test_a_column_is_as_wide_as_its_longest_word(tmp_path):
    row = f"<tr><th>{'Председательствующие' * 2}</th><td>x</td></tr>"
    style = (ROOT / "templates" / "base" / "style.css").read_text()
    path = tmp_path / "page.html"
    path.write_text(f"""<!DOCTYPE html><meta charset="utf-8"><style>{style}</style>
        <table class="facts"><colgroup><col class="term"><col></colgroup>{row}</table>""")
    with browser.open_page(tmp_path / "profile") as page:
        page.show(path)
        page.look(1280, "light")
        assert page.ask(WORDS_WIDER) == []


@pytest.mark.usefixtures("browser")
def test_what_is_wrong_in_a_page_is_found(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("""<!DOCTYPE html><html lang="en"><head><title>A page</title><style>
        @media (prefers-color-scheme: dark) { p { color: #222; background: #000 } }
        @media (max-width: 350px) { h1 { width: 400px } }
        </style></head><body><main><h1>A</h1><ul role="doc-bibliography"><li>B</li></ul>
        <p>Contrast</p><div><a class="cite" href="#x" aria-label="paragraph 3">para. three</a>
        <a href="#x" id="x" aria-label="Elsewhere">Other words</a></div></main></body></html>""")
    found = inspect_one(page)
    assert [said.partition(": ")[0] for said in found if "aria-allowed-role" in said] == [
        "1280 px, light",
        "390 px, light",
    ]
    assert [said.partition(": ")[0] for said in found if "color-contrast" in said] == [
        "1280 px, dark",
        "390 px, dark",
    ]
    named = [said for said in found if "label-content-name-mismatch" in said]
    assert len(named) == 2
    assert all("#x" in said and ".cite" not in said for said in named)
    assert found[-1].startswith("320 px: scrolls sideways, 4")


def test_a_missing_browser_fails_and_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(pytest.fail.Exception, match="missing: run `make setup-test`"):
        inspect_one(tmp_path / "page.html")


def inspect_one(path):
    return browser.inspect([path], path.parent / "profile")[path]
