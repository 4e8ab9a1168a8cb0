"""What an audience may not read is nowhere in its files, nor in what a build leaves behind.

Everything above the lowest handling of the made-up project has a word in it that means
nothing; the Dushanbe project gets such a word put into every item that is not public.
"""

import base64
import json
import re
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
import yaml

from briefgen.content.model import source_hash
from tests.packs.packs import (
    DOCUMENTS,
    PROJECTS,
    SCALES,
    Built,
    Document,
    briefgen,
    build,
    copy_project,
    laid_out,
    manifest,
)
from tests.reading import find_bag, pdf_text, squeeze

CHAIR = ("zymyrkok", "зымыркөк", "زیمیرکوک")
DELEGATION = ("tolkynsary", "толқынсары", "تولقین‌ساری")
FORBIDDEN = {
    "observers": CHAIR + DELEGATION,
    "translator": CHAIR + DELEGATION,
    "negotiators": CHAIR,
    "chair": (),
}
MADE_UP = [document for document in DOCUMENTS if document.pack == "flyway-2026"]


# --- taking files apart ----------------------------------------------------------------


def unpack(data: bytes) -> Iterator[bytes]:
    """Yield bytes and everything that is compressed or encoded somewhere in them.

    Streams of a PDF, members of a zip, ``data:`` URLs; wherever in a file they stand, so
    that a cache entry gives its secrets away as well.
    """
    yield data
    for match in re.finditer(rb"stream\r?\n", data):
        yield _inflate(data[match.end() :], zlib.MAX_WBITS)
    for match in re.finditer(rb"PK\x03\x04", data):
        header = data[match.start() : match.start() + 30]
        start = match.start() + 30 + sum(int.from_bytes(header[i : i + 2], "little")
                                         for i in (26, 28))  # fmt: skip
        yield from unpack(_inflate(data[start:], -zlib.MAX_WBITS))
    for match in re.finditer(rb"base64,([A-Za-z0-9+/=]+)", data):
        yield from unpack(base64.b64decode(match[1]))


def _inflate(data: bytes, window: int) -> bytes:
    try:
        return zlib.decompressobj(window).decompress(data)
    except zlib.error:
        return b""


def pdf_strings(path: Path) -> Iterator[str]:
    """Yield every string and name of a PDF's objects, and its pages' text."""
    with pikepdf.open(path) as pdf:
        for obj in [*pdf.objects, pdf.trailer]:
            yield from _strings(obj, 0)
    yield pdf_text(path)


def _strings(obj: object, depth: int) -> Iterator[str]:
    if isinstance(obj, pikepdf.String | pikepdf.Name):
        yield str(obj)
    elif isinstance(obj, pikepdf.Stream | pikepdf.Dictionary) and depth < 20:
        for key, value in obj.items():
            yield key
            if not (isinstance(value, pikepdf.Object) and value.is_indirect):
                yield from _strings(value, depth + 1)
    elif isinstance(obj, pikepdf.Array) and depth < 20:
        for value in obj:
            if not (isinstance(value, pikepdf.Object) and value.is_indirect):
                yield from _strings(value, depth + 1)


def words_in(data: bytes, words: tuple[str, ...]) -> set[str]:
    """Return the words that are somewhere in the bytes, in any encoding and case."""
    found = set()
    for part in unpack(data):
        for encoding in ("utf-8", "utf-16-be", "utf-16-le"):
            text = part.decode(encoding, "ignore").casefold()
            plain = text.replace("\u200c", "")
            found |= {w for w in words if w in text or w.replace("\u200c", "") in plain}
    return found


def words_in_pdf(path: Path, words: tuple[str, ...]) -> set[str]:
    """Return the words that are in a PDF, also those that are drawn from right to left."""
    found = words_in(path.read_bytes(), words)
    for text in pdf_strings(path):
        squeezed = squeeze(text).casefold()
        found |= {w for w in words if find_bag(squeezed, squeeze(w), 0) >= 0}
    return found


def words_of(built: Built, document: Document, words: tuple[str, ...]) -> dict[str, set[str]]:
    """Return format → the words that are in a document's file."""
    return {
        "pdf": words_in_pdf(built.path(document, "pdf"), words),
        "docx": words_in(built.read(document, "docx"), words),
        "html": words_in(built.read(document, "html"), words),
    }


# --- the made-up project ----------------------------------------------------------------


@pytest.mark.parametrize("made_up", MADE_UP, ids=str)
def test_no_file_has_a_word_above_its_audience(built, made_up):
    words = FORBIDDEN[made_up.audience]
    assert words_of(built, made_up, words) == {"pdf": set(), "docx": set(), "html": set()}


@pytest.mark.parametrize("language", ["en", "kk", "fa"])
def test_the_words_are_found_where_they_may_be(built, language):
    place = ("en", "kk", "fa").index(language)
    chair = Document("flyway-2026", f"chair/briefing.{language}", "briefing", "chair", (language,))
    words = (CHAIR[place], DELEGATION[place])
    for found in words_of(built, chair, words).values():
        assert found == set(words)


def test_the_manifest_says_nothing_of_what_others_may_read(built):
    for path, entry in manifest(built, "flyway-2026").items():
        text = json.dumps(entry, ensure_ascii=False)
        assert not words_in(text.encode(), FORBIDDEN[path.partition("/")[0]])


def test_the_log_says_nothing_of_it(built):
    assert not words_in(built.log("flyway-2026").encode(), CHAIR + DELEGATION)


def test_a_build_for_the_lowest_audience_leaves_no_word_anywhere(tmp_path):
    """Neither in its output, with the manifest, nor in the cache, nor in any file's name.

    What is kept beside the cache to tell that nothing has changed names the project's own
    files, among them a picture; it stays where these are.
    """
    root, output = copy_project("flyway-2026", tmp_path / "project"), tmp_path / "output"
    done = build(root, output, "--audience", "observers", "-j", "1")
    cached = _files(root / ".briefgen" / "cache")
    assert len(laid_out(done)) == 9
    # What templates rendered, what was laid out, and LibreOffice's pages of three one-pagers.
    assert len(cached) == 9 + 9 + (3 if shutil.which("soffice") else 0)
    made = [*_files(output), *cached]
    for path in made:
        assert not words_in(str(path.relative_to(tmp_path)).encode(), CHAIR + DELEGATION)
        assert not words_in(path.read_bytes(), CHAIR + DELEGATION), path
    assert not words_in((done.stdout + done.stderr).encode(), CHAIR + DELEGATION)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_complaint_about_something_restricted_does_not_quote_it(tmp_path):
    """Annotations of a CI run are read by more people than the file is."""
    root = copy_project("flyway-2026", tmp_path / "project")
    brief = root / "content" / "flyway-2026" / "brief.yaml"
    text = brief.read_text()
    before = "«Зымыркөк» ұсынысын кім қолдайды."
    assert before in text
    brief.write_text(text.replace(before, "«Зымыркөк» ұсынысын кім ғана қолдайды."))
    for style in ("github", "json"):
        done = briefgen("check", "--root", root, "--output-format", style)
        assert done.returncode == 1
        assert "C014" in done.stdout + done.stderr
        assert not words_in((done.stdout + done.stderr).encode(), CHAIR)


def test_what_changes_above_an_audience_leaves_its_files_as_they_are(built, tmp_path):
    """The chair's words change in each language; only the chair's files do."""
    root, output = built.copy("flyway-2026", tmp_path)
    folder = root / "content" / "flyway-2026"
    for name in ("brief", "declaration", "work-plan"):
        for path in folder.glob(f"{name}*.yaml"):
            text = path.read_text()
            for word in ("Зымыркөк", "Zymyrkok", "زیمیرکوک"):
                text = text.replace(word, f"{word}!")
            path.write_text(text)
    for source in ("brief", "declaration", "work-plan"):
        renew_hashes(folder, source)
    chairs = {d.name for d in MADE_UP if d.audience == "chair"}
    assert laid_out(build(root, output)) == chairs
    changed = set()
    for document in MADE_UP:
        for extension in ("pdf", "docx", "html"):
            new = (output / "flyway-2026" / f"{document.name}.{extension}").read_bytes()
            if new != built.read(document, extension):
                changed.add(document.name)
        own = f"{document.audience}/manifest.json"
        new = (output / "flyway-2026" / own).read_bytes()
        was = (built.output("flyway-2026") / own).read_bytes()
        assert (new == was) == (document.audience != "chair")
    assert changed == chairs


def renew_hashes(folder: Path, source: str) -> None:
    """Write the hash of each source text into the translations made from it."""
    hashes = dict(_hashes(yaml.safe_load((folder / f"{source}.yaml").read_text())))
    for path in folder.glob(f"{source}.*.yaml"):
        target = yaml.safe_load(path.read_text())
        for entry in target.get("segments") or target["items"]:
            entry["source_hash"] = hashes[entry.get("key") or entry["id"]]
        path.write_text(yaml.safe_dump(target, allow_unicode=True, sort_keys=False))


def _hashes(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if "handling" in value:
            names = ("heading", "text") if "key" in value else ("text", "question", "when", "alt")
            words = (value.get(name) for name in names)
            yield value.get("key") or value["id"], source_hash(*words)
        for inner in value.values():
            yield from _hashes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _hashes(inner)


# --- Dushanbe ---------------------------------------------------------------------------

WORD = "Zymyrkok"


@pytest.fixture(scope="module")
def marked(tmp_path_factory) -> Built:
    """The Dushanbe project with the word in every item that is not public, as built."""
    folder = tmp_path_factory.mktemp("marked")
    built = Built(folder)
    root = copy_project("dushanbe-2025", built.root("dushanbe-2025"))
    summit = root / "content" / "dushanbe-2025"
    brief = yaml.safe_load((summit / "brief.yaml").read_text())
    hidden = dict(_mark(brief, ""))
    assert len(hidden) > 20
    (summit / "brief.yaml").write_text(yaml.safe_dump(brief, allow_unicode=True, sort_keys=False))
    target = yaml.safe_load((summit / "brief.ru.yaml").read_text())
    for item in target["items"]:
        if item["id"] in hidden:
            item["text"] += f" {WORD}."
    path = summit / "brief.ru.yaml"
    path.write_text(yaml.safe_dump(target, allow_unicode=True, sort_keys=False))
    renew_hashes(summit, "brief")
    output = built.output("dushanbe-2025").parent
    build(root, output, "--audience", "press", "--audience", "translator")
    build(root, output, "--audience", "analyst", "--kind", "briefing")
    return built


def _mark(value: object, section: str) -> Iterator[tuple[str, str]]:
    """Put the word into every item that is not public, and yield the items' ids."""
    never_public = section in ("speaking_points", "lines_to_take", "questions")
    if isinstance(value, dict) and "handling" in value:
        if never_public or value["handling"] != SCALES["dushanbe-2025"][0]:
            value["text"] += f" {WORD}."
            yield value["id"], section
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _mark(inner, section or key)
    elif isinstance(value, list):
        for inner in value:
            yield from _mark(inner, section)


def test_the_press_and_translators_read_nothing_internal_of_dushanbe(marked):
    below = [d for d in DOCUMENTS if d.pack in PROJECTS and d.audience in ("press", "translator")
             and d.pack == "dushanbe-2025"]  # fmt: skip
    assert len(below) == 5
    for document in below:
        found = words_of(marked, document, (WORD.casefold(),))
        assert found == {"pdf": set(), "docx": set(), "html": set()}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_analysts_read_what_is_internal_of_dushanbe(marked, language):
    name = f"analyst/briefing.{language}"
    document = Document("dushanbe-2025", name, "briefing", "analyst", (language,))
    assert all(words_of(marked, document, (WORD.casefold(),)).values())
