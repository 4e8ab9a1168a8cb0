"""What goes wrong in systems like this one, and what happens instead: a row for each hazard.

A row attacks a small project through the command line and says what comes of it, or names the
tests that do it where it takes a whole pack, processes or Word files. `test_every_hazard_has_a_row`
holds the rows against the list's length, and the tests named against those that there are.
"""

import ast
import contextlib
import io
import os
import re
import shutil
import socket
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

from briefgen.cli.app import run
from briefgen.pipeline import calls
from tests.pipeline import small

LAST = 68
OUTSIDE = "Zymyrkok of the world outside"
"""What stands in a file beside the project, which nothing may read."""

NOTE = "templates/kinds/note.html.j2"
CSS = "templates/base/style.css"
MINUTES = "content/ferry/minutes.yaml"
SUMMIT = "content/ferry/summit.yaml"
BRIEF = "content/ferry/brief.yaml"
STAFF = "templates/audiences/staff/audience.yaml"

Attack = Callable[[Path], None]


@dataclass(frozen=True)
class Refused:
    """An attack that ends with a diagnostic of this code, in a file whose path ends so."""

    attack: Attack
    code: str
    file: str = ""


@dataclass(frozen=True)
class Harmless:
    """An attack after which the public note in English has one text, and not the other."""

    attack: Attack
    has: str = ""
    lacks: str = OUTSIDE


# --- attacks ---------------------------------------------------------------------------


def written(file: str, text: str | bytes) -> Attack:
    """Return an attack that writes a file."""
    return lambda root: small.write(root, file, text)


def changed(file: str, old: str, new: str) -> Attack:
    """Return an attack that changes words in a file."""
    return lambda root: small.replace(root, file, old, new)


def in_note(markup: str) -> Attack:
    """Return an attack that puts markup into the template, after the heading."""
    return changed(NOTE, "</h1>", f"</h1>{markup}")


def in_text(text: str, file: str = MINUTES, old: str = "Two ports open a ferry line.") -> Attack:
    """Return an attack that puts a YAML scalar in the place of a paragraph's text."""
    return changed(file, old, text)


def with_image(name: str, data: bytes) -> Attack:
    """Return an attack that puts a picture into the summit's folder and the template."""

    def attack(root: Path) -> None:
        small.write(root, f"content/ferry/{name}", data)
        in_note(f'<figure><img src="{name}" alt="x"/></figure>')(root)

    return attack


def linked(
    file: str, make: Callable[[Path, Path], None] = lambda link, to: link.symlink_to(to)
) -> Attack:
    """Return an attack that puts a way to the file outside in the place of one of the project."""

    def attack(root: Path) -> None:
        (root / file).unlink(missing_ok=True)
        make(root / file, root.parent / "outside.txt")

    return attack


def fifo(link: Path, _to: Path) -> None:
    """Make a pipe that nobody writes to."""
    os.mkfifo(link)


def fresh_file(name: str, text: str = "") -> Attack:
    """Return an attack that adds a second file."""
    return written(name, text)


def in_a_second(attack: Attack) -> Attack:
    """Return an attack on a project whose documents may take a second."""

    def attack_soon(root: Path) -> None:
        small.write(root, "briefgen.toml", small.FILES["briefgen.toml"] + "seconds = 1\n")
        attack(root)

    return attack_soon


def svg(inside: str, head: str = "") -> bytes:
    """Return an SVG image."""
    return (
        f'{head}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' width="9" height="9">{inside}</svg>'
    ).encode()


def nested(depth: int) -> str:
    """Return elements in elements."""
    return "<div>" * depth + "x" + "</div>" * depth


_BOMB = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_XXE = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
_DEEP = "[" * 5_000 + "]" * 5_000


def huge_picture(root: Path) -> None:
    """Put in a PNG of 169 million pixels in 21 kB."""
    size, row = 13_000, bytes(1 + 13_000 // 8)
    header = size.to_bytes(4, "big") * 2 + b"\x01\0\0\0\0"
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(row * size)), (b"IEND", b""))
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")
        for name, body in chunks
    )
    with_image("a.png", data)(root)


def long_document(root: Path) -> None:
    """Make the minutes ten thousand paragraphs long."""
    text = "".join(
        f'  - {{key: "{n}", handling: public, text: Sentence {n} is one of many.}}\n'
        for n in range(4, 10_001)
    )
    small.write(root, MINUTES, (root / MINUTES).read_text() + text)


REFUSED: Mapping[int, Mapping[str, Refused]] = {
    1: {
        "img": Refused(in_note('<img src="file:///etc/passwd" alt="x"/>'), "M013", NOTE),
        "object": Refused(in_note('<object data="file:///etc/passwd"></object>'), "M003", NOTE),
        "embed": Refused(in_note('<embed src="file:///etc/passwd"/>'), "M003", NOTE),
        "font": Refused(
            written(CSS, "@font-face { font-family: x; src: url(file:///etc/passwd) }"), "S203", CSS
        ),
        "css": Refused(written(CSS, "p { background: url(file:///etc/passwd) }"), "S203", CSS),
    },
    2: {
        "link": Refused(in_note('<link rel="attachment" href="file:///etc/passwd"/>'), "M", NOTE),
        "a": Refused(in_note('<p><a rel="attachment" href="#x">x</a></p>'), "M", NOTE),
    },
    3: {
        "file": Refused(written(CSS, "@import 'file:///etc/passwd';"), "S202", CSS),
        "http": Refused(written(CSS, "@import url(http://x.example/a.css);"), "S202", CSS),
    },
    4: {
        scheme: Refused(written(CSS, f"p {{ background: url({scheme}x.example/a) }}"), "S203", CSS)
        for scheme in ("http://", "https://", "ftp://", "//", "http://169.254.169.254/")
    },
    6: {
        "image": Refused(with_image("a.svg", svg('<image href="file:///etc/passwd"/>')), "B505"),
        "import": Refused(
            with_image("a.svg", svg("<style>@import url(http://x.example)</style>")), "B505"
        ),
        "data": Refused(
            with_image("a.svg", svg('<image xlink:href="data:image/svg+xml;base64,PHN2Zy8+"/>')),
            "B505",
        ),
    },
    7: {
        "bomb": Refused(with_image("a.svg", svg("<text>&b;</text>", _BOMB)), "B505"),
        "xxe": Refused(with_image("a.svg", svg("<text>&x;</text>", _XXE)), "B505"),
    },
    8: {
        "eps": Refused(with_image("a.png", b"%!PS-Adobe-3.0 EPSF-3.0\n"), "B502"),
        "psd": Refused(with_image("a.png", b"8BPS\0\1" + bytes(40)), "B502"),
        "bdf": Refused(with_image("a.png", b"STARTFONT 2.1\n"), "B502"),
    },
    9: {
        "base": Refused(in_note('<base href="file:///etc/"/>'), "M003", NOTE),
        "once": Refused(in_note('<img src="%2e%2e/%2e%2e/outside.txt" alt="x"/>'), "M013"),
        "twice": Refused(in_note('<img src="%252e%252e/outside.txt" alt="x"/>'), "M013"),
        "css": Refused(written(CSS, "p { background: url(%2e%2e/%2e%2e/%2e%2e/a.png) }"), "S203"),
    },
    10: {
        "template": Refused(linked(NOTE), "G002", NOTE),
        "stylesheet": Refused(linked(CSS), "G002", CSS),
        "content": Refused(linked(MINUTES), "G002", MINUTES),
        "audience": Refused(linked(STAFF), "G002", STAFF),
    },
    11: {
        "content": Refused(linked(MINUTES, fifo), "G003", MINUTES),
        "stylesheet": Refused(linked(CSS, fifo), "G003", CSS),
        "template": Refused(linked(NOTE, fifo), "G003", NOTE),
        "device": Refused(
            linked(MINUTES, lambda link, _: link.symlink_to("/dev/zero")), "G", MINUTES
        ),
    },
    12: {
        address: Refused(in_note(f'<p><a href="{address}">x</a></p>'), "M012", NOTE)
        for address in (
            "other.html",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "/x",
            "//x.example",
        )
    },
    13: {
        expression: Refused(in_note("{{ " + expression + " }}"), "T00", NOTE)
        for expression in (
            "view.__class__.__mro__",
            "view|attr('__class__')",
            "'{0.__class__}'.format(view)",
            "''.__class__",
            "self._TemplateReference__context",
        )
    },
    16: {
        "attribute": Refused(in_note("<p lang={{ view.language }}>x</p>"), "T009", NOTE),
        "style": Refused(in_note("<style>{{ view.summit.title }}</style>"), "T009", NOTE),
    },
    17: {
        "name": Refused(in_note("{{ veiw.language }}"), "T003", NOTE),
        "field": Refused(changed(NOTE, "segment.text", "segment.txet"), "T003"),
    },
    18: {
        "format": Refused(in_note("{{ '%1000000000d'|format(1) }}"), "T00", NOTE),
        "loops": Refused(
            in_a_second(
                in_note(
                    "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}"
                )
            ),
            "T00",
            NOTE,
        ),
    },
    20: {"key": Refused(changed(MINUTES, "title:", "id: minutes\ntitle:"), "Y004", MINUTES)},
    21: {
        "scalar": Refused(in_text("!!python/name:os.system"), "Y005", MINUTES),
        "sequence": Refused(in_text("!!python/tuple [1]"), "Y005", MINUTES),
        "mapping": Refused(in_text("!!python/object:os.X {a: b}"), "Y005", MINUTES),
    },
    22: {
        "alias": Refused(in_text("&a [x]\n    heading: *a"), "Y006", MINUTES),
        "itself": Refused(in_text("&a [*a]"), "Y006", MINUTES),
        "depth": Refused(in_text(_DEEP), "Y007", MINUTES),
    },
    24: {
        "null": Refused(in_text('"a\\0b"'), "Y002", MINUTES),
        "control": Refused(in_text("a\x1bb"), "Y00", MINUTES),
    },
    25: {
        "latin": Refused(
            written(MINUTES, "title: Dushanb\xe9\n".encode("latin-1")), "Y001", MINUTES
        ),
        "utf-16": Refused(written(MINUTES, "title: x\n".encode("utf-16")), "Y001", MINUTES),
    },
    28: {
        "case": Refused(fresh_file("content/ferry/Minutes.yaml", "id: x"), "C017"),
        "form": Refused(
            lambda root: [
                small.write(root, f"content/ferry/{name}.yaml", "id: x")
                for name in ("caf\u00e9", "cafe\u0301")
            ],
            "C017",
        ),
    },
    29: {"override": Refused(in_text("Two \u202eports open."), "Y013", MINUTES)},
    30: {
        "handling": Refused(changed(MINUTES, "internal", "int\u0435rnal"), "Y015", MINUTES),
        "audience": Refused(
            changed("content/packs/ferry.yaml", "[public, staff]", "[publi\u0441]"), "Y015"
        ),
    },
    33: {"word": Refused(in_text("x" * 100_000), "Y014", MINUTES)},
    34: {"elements": Refused(in_note(nested(500)), "M016", NOTE)},
    35: {
        "file": Refused(written(MINUTES, ""), "Y010", MINUTES),
        "audience": Refused(
            lambda root: [
                changed(MINUTES, "handling: public", "handling: internal")(root),
                changed(BRIEF, "handling: public", "handling: internal")(root),
                small.write(
                    root, MINUTES, (root / MINUTES).read_text().replace("public", "internal")
                ),
            ],
            "A210",
        ),
    },
    37: {"pixels": Refused(huge_picture, "B503")},
    53: {
        "device": Refused(
            lambda root: (root / "content/packs/ferry.yaml").rename(
                root / "content/packs/con.yaml"
            ),
            "B101",
        ),
    },
}

HARMLESS: Mapping[int, Mapping[str, Harmless]] = {
    14: {"braces": Harmless(in_text("'{{ 7*7 }} {% raw %}'"), "{{ 7*7 }} {% raw %}", "49")},
    15: {"script": Harmless(in_text("'<script>x</script>'"), "&lt;script&gt;", "<script")},
    19: {
        "segment": Harmless(
            in_note(
                "{% for s in view.document.segments if s.key == '3' %}"
                "<p>{{ s.text }}</p>{% endfor %}"
            ),
            lacks=small.SECRET,
        )
    },
    23: {
        text: Harmless(in_text(text), f">{text}<")
        for text in ("no", "010", "3.10", "1:30", "1e3", "0x1F", "~x", "2025-10-09", "5" * 1_500)
    },
    26: {
        "bom": Harmless(
            lambda root: _rewrite(root, lambda raw: b"\xef\xbb\xbf" + raw), "Two ports"
        ),
        "crlf": Harmless(
            lambda root: _rewrite(root, lambda raw: raw.replace(b"\n", b"\r\n")), "Two ports"
        ),
    },
    36: {"paragraphs": Harmless(long_document, "Sentence 10000 is one of many.")},
    27: {
        "nfc": Harmless(in_text("Caf\u00e9 opens."), "Caf\u00e9 opens."),
        "nfd": Harmless(in_text("Cafe\u0301 opens."), "Caf\u00e9 opens."),
    },
}


def _rewrite(root: Path, change: Callable[[bytes], bytes]) -> None:
    for path in (root / "content").rglob("*.yaml"):
        path.write_bytes(change(path.read_bytes()))


_ANYWHERE = "test_another_place_time_zone_locale_hash_seed_and_number_of_workers_give_equal_bytes"
ELSEWHERE: Mapping[int, tuple[str, ...]] = {
    18: ("cli/test_process.py::test_a_document_whose_time_is_over_fails_alone",),
    31: ("pipeline/test_leaks.py::test_neither_breaks_nor_hyphens_nor_ligatures_hide_a_secret",),
    41: (
        "translation/test_word_reader.py::test_tracked_changes_are_taken_as_asked",
        "translation/test_word_reader.py::test_comments_are_imported_once_however_often_they_come",
    ),
    42: (
        "translation/test_word_reader.py::test_a_row_that_was_deleted_in_a_tracked_way_is_taken_as_asked",
        "translation/test_word_reader.py::test_paragraphs_of_a_cell_become_one_and_that_is_told",
    ),
    44: ("translation/test_word_reader.py::test_hidden_text_is_left_out_and_told",),
    45: (
        "packs/test_leaks.py::test_no_file_has_a_word_above_its_audience",
        "pipeline/test_leaks.py::test_a_secret_in_any_channel_of_a_pdf_is_found",
        "pipeline/test_leaks.py::test_a_secret_in_any_channel_of_a_word_file_is_found",
        "pipeline/test_leaks.py::test_a_secret_in_any_channel_of_a_page_is_found",
    ),
    47: (
        "packs/test_leaks.py::test_what_changes_above_an_audience_leaves_its_files_as_they_are",
        "test_non_interference.py::test_what_is_above_an_audience_changes_nothing_for_it",
    ),
    48: ("pipeline/test_images.py::test_what_is_no_picture_is_dropped_and_the_pixels_stay",),
    49: (
        "packs/test_word_files.py::test_python_docx_reads_its_properties_and_nothing_of_who_made_it",
        "writers/docx/test_docx_package.py::test_properties_are_the_metadata_and_nothing_else",
    ),
    43: ("translation/test_merge.py::test_what_both_changed_is_a_conflict_at_both_places",),
    46: (
        "pipeline/test_leaks.py::test_a_part_is_as_secret_as_the_whole",
        "packs/test_leaks.py::test_a_build_for_the_lowest_audience_leaves_no_word_anywhere",
        "test_non_interference.py::test_what_is_above_an_audience_changes_nothing_for_it",
    ),
    50: ("packs/test_pdf_files.py::test_it_was_written_once_and_carries_nothing_else",),
    51: (
        "packs/test_same_text.py::test_pdf_has_the_paragraphs_of_html_and_nothing_but_running_text",
        "writers/docx/test_docx_blocks.py::test_nothing_hidden_is_written",
    ),
    52: ("cli/test_canaries.py::test_no_code_quotes_what_is_above_in_any_format",),
    54: (
        "pipeline/test_publish.py::test_a_symbolic_link_in_the_output_is_not_written_through",
        "pipeline/test_publish.py::test_a_link_in_the_place_of_a_file_is_replaced_not_followed",
    ),
    55: ("test_faults.py::test_a_kill_at_any_step_leaves_old_or_new_and_the_next_run_clears_up",),
    56: (
        "test_faults.py::test_a_full_disk_at_any_step_leaves_old_or_new_and_says_so",
        "test_faults.py::test_who_may_not_write_hears_so_before_anything_is_laid_out",
        "pipeline/test_publish.py::test_a_full_disk_leaves_what_was_there_and_no_temporary_file",
        "pipeline/test_publish.py::test_an_output_that_can_t_be_made_is_a_build_error",
    ),
    57: (
        "pipeline/test_publish.py::test_a_second_build_into_the_same_output_says_which_process_has_it",
        "pipeline/test_publish.py::test_a_second_build_waits_for_the_first",
    ),
    58: (
        "pipeline/test_pool.py::test_a_killed_process_loses_its_own_call_and_no_other",
        "cli/test_process.py::test_a_worker_that_is_killed_costs_nothing_but_its_time",
    ),
    59: (
        "pipeline/test_pool.py::test_workers_end_when_the_parent_is_killed",
        "cli/test_process.py::test_a_killed_build_leaves_no_process_and_the_next_one_equals_a_clean_one",
    ),
    60: ("pipeline/test_build.py::test_a_damaged_cache_entry_is_made_anew_with_a_warning",),
    61: (
        "pipeline/test_freshness.py::test_contents_decide_and_not_times",
        "test_faults.py::test_a_clock_in_1970_changes_nothing",
    ),
    62: ("pipeline/test_build.py::test_a_hand_edited_and_a_missing_file_are_restored",),
    63: (
        "pipeline/test_build.py::test_an_incremental_build_equals_a_clean_one",
        f"packs/test_rebuilding.py::{_ANYWHERE}",
    ),
    64: ("pipeline/test_freshness.py::test_whatever_changes_is_seen",),
    65: (
        "pipeline/test_worker.py::test_a_character_that_no_font_has_fails_at_its_element",
        "style/test_fonts.py::test_a_missing_font_package_is_said_by_name",
    ),
    66: (f"packs/test_rebuilding.py::{_ANYWHERE}",),
    67: (
        "cli/test_process.py::test_a_build_that_is_stopped_leaves_nothing_behind_and_no_process",
        "cli/test_process.py::test_a_reader_that_goes_away_is_no_traceback",
    ),
}
REASONS: Mapping[int, str] = {
    5: "no URL is ever opened (row 4), so none can redirect",
    32: "content has no CSV, and nothing is exported as CSV",
    68: "there is no preview server yet",
}


# --- Word files that come in -----------------------------------------------------------

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PLAIN = (
    f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>1. Two ports open a line.</w:t></w:r></w:p>'
    "</w:body></w:document>"
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override'
    ' PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relationships(*lines: str) -> str:
    """Return a part of relationships."""
    rows = "".join(f"<Relationship Id='r{n}' {line}/>" for n, line in enumerate(lines))
    ns = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{ns}">{rows}</Relationships>'


def word(parts: Mapping[str, str | bytes] = {}, *twice: str) -> bytes:
    """Return a Word file with these parts beside, or in the place of, those that it needs."""
    needed = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": relationships(f"Type='{_RELS}/officeDocument' Target='word/document.xml'"),
        "word/document.xml": _PLAIN,
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**needed, **parts}.items():
            archive.writestr(name, data)
        for name in twice:
            archive.writestr(name, _PLAIN)
    return file.getvalue()


def refers(kind: str, target: str, mode: str = "External") -> bytes:
    """Return a Word file whose document refers to something."""
    line = f"Type='{_RELS}/{kind}' Target='{target}' TargetMode='{mode}'"
    return word({"word/_rels/document.xml.rels": relationships(line)})


_WORD_BOMB = f"{_BOMB.replace('svg', 'w:document')}{_PLAIN.replace('Two', '&b;')}"
INCOMING: Mapping[int, Mapping[str, tuple[bytes, str]]] = {
    38: {
        "doctype": (word({"word/document.xml": f"<!DOCTYPE w:document>{_PLAIN}"}), "I104"),
        "bomb": (word({"word/document.xml": _WORD_BOMB}), "I104"),
    },
    39: {
        "bomb": (word({"word/document.xml": _PLAIN + " " * 30_000_000}), "I104"),
        "parts": (word({f"word/x{n}.xml": "<x/>" for n in range(2_001)}), "I104"),
        "up": (word({"../../x.xml": "<x/>"}), "I104"),
        "absolute": (word({"/etc/x.xml": "<x/>"}), "I104"),
    },
    40: {
        "image": (refers("image", "http://x.example/a.png"), "I104"),
        "template": (refers("attachedTemplate", "http://x.example/a.dotm"), "I104"),
        "ole": (refers("oleObject", "http://x.example/a.bin"), "I104"),
        "chunk": (refers("aFChunk", "x.html", "Internal"), "I104"),
        "macros": (word({"word/vbaProject.bin": b"x"}), "I104"),
    },
}


# --- the rows --------------------------------------------------------------------------


@dataclass
class Seen:
    """What came of a command line."""

    code: int
    said: str
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def _no_network(*_: object) -> NoReturn:
    raise AssertionError("a socket was opened")


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> Path:
    """The small project after a good build."""
    root = small.write_project(tmp_path_factory.mktemp("good") / "project")
    small.write(root.parent, "outside.txt", OUTSIDE)
    with pytest.MonkeyPatch.context() as patch:
        _lay_nothing_out(patch)
        assert _run("build", "--root", str(root), "-j", "0")[0] == 0
    return root


def _lay_nothing_out(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(calls, "write", small.write_quickly)
    patch.setattr(calls, "start", lambda folders: None)


@pytest.fixture
def attacked(good, tmp_path, monkeypatch):
    """Attack the small project, and build it again; nothing is laid out."""
    _lay_nothing_out(monkeypatch)
    monkeypatch.setattr(socket.socket, "connect", _no_network)
    monkeypatch.setattr(socket, "getaddrinfo", _no_network)
    shutil.copytree(good.parent, tmp_path, dirs_exist_ok=True)
    root = tmp_path / "project"

    def attack(change: Attack, *command: str) -> Seen:
        before = _tree(root / "output")
        change(root)
        code, said = _run(*(command or ("build", "--root", str(root), "-j", "0")))
        return Seen(code, said, before, _tree(root / "output"))

    attack.root = root
    return attack


def _run(*words: str) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(words)
    return code, out.getvalue() + err.getvalue()


def rows(table: Mapping[int, Mapping[str, object]]) -> list[object]:
    """Return a parameter for each attack, named by its hazard."""
    return [
        pytest.param(row, id=f"{number}-{re.sub('[^a-z0-9]+', '-', name.casefold())[:30]}")
        for number, attacks in table.items()
        for name, row in attacks.items()
    ]


@pytest.mark.parametrize("row", rows(REFUSED))
def test_it_is_refused_at_its_place_and_what_was_published_stays(attacked, row):
    seen = attacked(row.attack)
    assert seen.code == 1, seen.said
    assert re.search(rf"error\[{row.code}\d*\]", seen.said), seen.said
    assert re.search(rf"--> .*{re.escape(row.file)}", seen.said)
    assert "Traceback" not in seen.said
    assert OUTSIDE not in seen.said
    assert seen.after == seen.before


@pytest.mark.parametrize("row", rows(HARMLESS))
def test_it_does_no_harm(attacked, row):
    build = (
        "build",
        "--root",
        str(attacked.root),
        "-j",
        "0",
        "--audience",
        "public",
        "--language",
        "en",
    )
    seen = attacked(row.attack, *build)  # its translations are stale
    assert seen.code == 0, seen.said
    [note] = [
        data.decode() for path, data in seen.after.items() if path.endswith("public/note.en.html")
    ]
    assert row.has in note
    assert row.lacks not in note


@pytest.mark.parametrize("row", rows(INCOMING))
def test_a_word_file_is_refused_before_it_is_read(attacked, tmp_path, row):
    data, code = row
    (tmp_path / "in.docx").write_bytes(data)
    content = _tree(attacked.root / "content")
    command = [
        "import",
        str(tmp_path / "in.docx"),
        "--root",
        str(attacked.root),
        "--summit",
        "ferry",
    ]
    seen = attacked(
        lambda root: None, *command, "--document", "talks", "--language", "en", "--source"
    )
    assert seen.code == 1, seen.said
    assert re.search(rf"error\[{code}\]", seen.said), seen.said
    assert _tree(attacked.root / "content") == content


def test_every_hazard_has_a_row():
    tables = [REFUSED, HARMLESS, INCOMING, ELSEWHERE, REASONS]
    assert sorted({number for table in tables for number in table}) == list(range(1, LAST + 1))
    named = [name for names in ELSEWHERE.values() for name in names]
    assert [name for name in named if not _is_there(name)] == []


def _is_there(name: str) -> bool:
    file, _, function = name.partition("::")
    tree = ast.parse((Path(__file__).parent / file).read_text())
    return any(isinstance(n, ast.FunctionDef) and n.name == function for n in ast.walk(tree))
