"""No summit, language or audience is a special case: neither in the code nor in the base.

Comments and docstrings may give examples; what runs may not know any of these names.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECTS = (ROOT, ROOT / "tests" / "projects" / "flyway")
MODULES = sorted((ROOT / "briefgen").rglob("*.py"))
TEMPLATES = sorted(
    path
    for folder in ("base", "kinds")
    for path in (ROOT / "templates" / folder).iterdir()
    if path.suffix in (".j2", ".css")
)

# A meeting has a chair, whoever reads about it.
AUDIENCES = {
    path.parent.name for root in PROJECTS for path in root.glob("templates/audiences/*/*.yaml")
} - {"chair"}
SUMMITS = {path.parent.name for root in PROJECTS for path in root.glob("content/*/summit.yaml")}
LANGUAGES = {path.name for path in (ROOT / "templates" / "locale").iterdir()}
LANGUAGES -= {"tr", "pt"}  # also an element of HTML, and points
PLACES = re.compile(
    r"dushanbe|central.?asia|russia|tajik|kazakh|kyrgyz|uzbek|turkmen|persia|душанбе|\bflyway",
    re.IGNORECASE,
)

# Tables of a format's own names for what languages need: quotation marks, kinds of numbers.
# Examples in the help of the command line are what a reader of the README has before them.
TABLES = {ROOT / "briefgen" / "writers" / "docx" / f"{name}.py" for name in ("languages", "lists")}
EXAMPLES = re.compile(r"briefgen \w+ .*")


def strings(path: Path) -> Iterator[str]:
    """Yield the names and texts in a module, without docstrings and examples of help."""
    tree = ast.parse(path.read_text())
    docstrings = {
        id(node.value) for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            text = node.value if isinstance(node.value, str) else node.value.decode("latin-1")
            if id(node) not in docstrings and not EXAMPLES.fullmatch(text):
                yield text
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def code(path: Path) -> str:
    """Return a template or stylesheet without its comments."""
    return re.sub(r"\{#.*?#\}|/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_code_knows_no_summit_audience_or_language(path):
    known = AUDIENCES | SUMMITS
    assert {text for text in strings(path) if text in known} == set()
    if path not in TABLES:
        assert {text for text in strings(path) if text in LANGUAGES or PLACES.search(text)} == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_base_and_the_kinds_know_no_summit_audience_or_language(path):
    text = code(path)
    names = "|".join(map(re.escape, sorted(AUDIENCES | SUMMITS)))
    assert re.findall(rf"[\"'/.#](?:{names})\b", text) == []
    assert PLACES.findall(text) == []
    assert re.findall(r"view\.(?:audience|language)\b\s*(?:[=!]=|in\b)", text) == []
    assert re.findall(rf"lang\b[^;{{}}\n]*[\"'](?:{'|'.join(LANGUAGES)})[\"']", text) == []


def test_names_are_found_where_they_are(tmp_path):
    module = tmp_path / "module.py"
    module.write_text('"""press"""\nif audience == "press" or place == "Dushanbe":\n    x.kk\n')
    assert {"press", "Dushanbe", "kk"} <= set(strings(module))
    assert "press" in AUDIENCES
    assert {"dushanbe-2025", "flyway-2026"} == SUMMITS
    assert {"en", "ru", "kk", "fa"} <= LANGUAGES
    assert len(MODULES) > 50
    assert len(TEMPLATES) > 5
