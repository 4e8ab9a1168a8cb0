"""Defects sown into a good HTML file: each is found, under its code, with its line."""

import pytest

from briefgen.conformance.files import check_file
from briefgen.conformance.html import CHECKS

GOOD = """<!DOCTYPE html>
<html lang="en"><head><title>Joint statement</title>
<style>p { background: url("data:image/png;base64,AA=="); fill: url(#a) }</style></head><body>
<h1>Joint statement</h1><p>Also <span lang="ru">по-русски</span>, <a href="#trade">trade</a>.
<a href="https://example.org/">The organiser</a></p>
<h2 id="trade">Trade</h2><img src="data:image/png;base64,AA==" alt="Trade grew">
<table><tr><th scope="col">Year</th></tr><tr><td>2025</td></tr></table>
</body></html>"""

DEFECTS = [
    ("V111", "<title>Joint statement</title>", "<title> </title>", "the page has no title"),
    ("V142", '<html lang="en">', "<html>", "the page has no language (lang)"),
    ("V142", 'lang="ru"', 'lang="Russian language"',
     "'Russian language' is no language tag (line 4, span 'по-русски')"),
    ("V144", "<h1>Joint statement</h1>", "", "a heading h2 as the first (line 6, h2 'Trade')"),
    ("V144", '<h2 id="trade">Trade</h2>', '<h3 id="trade">Trade</h3>',
     "a heading h3 after h1 (line 6, h3 'Trade')"),
    ("V145", ' alt="Trade grew"', "", "an image has no alt (line 6, img)"),
    ("V148", "<h1>", '<h1 id="trade">', "the id 'trade' is taken 2 times"),
    ("V148", 'id="trade"', 'id="commerce"', ("a link leads to '#trade', which is not there"
     " (line 4, a 'trade')")),
    ("V151", ' scope="col"', "", "a header cell has no scope (line 7, th 'Year')"),
    ("V105", "<h1>", "<script>alert(1)</script><h1>", ("the page has a script (line 4, script"
     " 'alert(1)')")),
    ("V105", "<p>", '<p onclick="x()">', ("the page has a script (line 4, p 'Also по-русски, trade."
     " The organiser')")),
    ("V201", '<img src="data:image/png;base64,AA=="', '<img src="https://example.org/x.png"',
     "the page fetches 'https://example.org/x.png' (line 6, img)"),
    ("V201", "</head>", '<link rel="stylesheet" href="x.css"></head>',
     "the page fetches 'x.css' (line 3, link)"),
    ("V201", "url(#a)", "url(//example.org/a.svg)", "a stylesheet fetches '//example.org/a.svg'"),
    ("V201", "<style>", "<style>@import 'x.css';", "a stylesheet fetches '@import'"),
]  # fmt: skip


def findings(text: str) -> list[tuple[str, str]]:
    return [(found.code, found.message) for found in check_file(text.encode(), "x.html")]


def test_the_good_page_has_nothing_wrong():
    assert findings(GOOD) == []


@pytest.mark.parametrize(("code", "old", "new", "message"), DEFECTS)
def test_each_defect_is_found(code, old, new, message):
    assert GOOD.count(old) == 1
    assert findings(GOOD.replace(old, new)) == [(code, message)]


def test_each_check_has_a_defect_that_it_finds():
    assert {check.code for check in CHECKS} == {code for code, *_ in DEFECTS}


@pytest.mark.parametrize("text", ["<html>", "<!doctype html>\x00<<<>", "<html" + "<b>" * 5000])
def test_a_page_of_any_kind_is_read(text):
    assert all(code[0] == "V" for code, _ in findings(text))
