"""A project as small as one can be, with templates of its own, and a writer that lays out nothing.

Its pack has six documents: a note for the public and for the staff in two languages, and a
table for the staff of both side by side, and a list of paragraphs.
"""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pikepdf

from briefgen.content.model import source_hash
from briefgen.pipeline.job import Job, Result

SECRET = "The envoy will offer a second ferry for nothing"
SECRET_RU = "Посланник предложит второй паром даром"
SENTENCES = {
    "1": ("Two ports open a ferry line.", "Два порта открывают паромную линию."),
    "2": ("Tickets cost the same in both.", "Билеты стоят в обоих одинаково."),
    "3": (SECRET, SECRET_RU),
}

_SUMMIT = """\
id: ferry
language: en
languages: [en, ru]
title: {en: Ferry meeting, ru: Встреча о пароме}
short_title: {en: Ferry, ru: Паром}
series: {en: Ferry meetings, ru: Встречи о пароме}
edition: 1
dates: {start: "2026-03-01"}
venues: [{city: {en: Port, ru: Порт}, country: XA}]
hosts: [XA]
countries: {XA: {en: Northland, ru: Нортландия}}
participants:
  - {country: XA, office: {en: Envoy, ru: Посланник}, name: {en: Ann, ru: Анна}}
themes: [{id: sea, title: {en: Sea, ru: Море}}]
sources: [{title: {en: Minutes, ru: Протокол}, publisher: Port, date: "2026"}]
"""

_BRIEF = """\
document: minutes
language: en
status: authentic
bottom_line: {id: line, handling: public, priority: 1, text: A ferry line opens.}
"""

_PACK = """\
summit: ferry
documents:
  - kinds: [note]
    audiences: [public, staff]
    languages: [en, ru]
    formats: [pdf, docx, html]
  - kinds: [table]
    audiences: [staff]
    languages: [[en, ru]]
    formats: [html]
"""

_NOTE = """\
<html lang="{{ view.language }}"><head><title>{{ view.summit.title }}</title></head><body>
<h1{{ at(view.summit) }}>{{ view.summit.title }}</h1>
{% for segment in view.document.segments %}<p{{ at(segment) }}>{{ segment.text }}</p>
{% endfor %}</body></html>
"""

_TABLE = """\
<html lang="{{ view.language }}"><head><title>{{ view.summit.title }}</title></head><body>
<table><tbody>{% for segment in view.document.segments %}
<tr{{ at(segment) }}>{% for cell in segment.cells %}<td lang="{{ cell.language.tag }}">
{{ cell.text }}</td>{% endfor %}</tr>{% endfor %}</tbody></table></body></html>
"""


def _handling(key: str) -> str:
    return "internal" if key == "3" else "public"


def _document() -> str:
    lines = ["id: minutes", "language: en", "status: authentic", "title: Minutes", "paragraphs:"]
    for key, (text, _) in SENTENCES.items():
        lines += [f'  - key: "{key}"', f"    handling: {_handling(key)}", f"    text: {text}"]
    return "\n".join(lines) + "\n"


def _targets() -> str:
    lines = ["document: minutes", "language: ru", "status: unofficial-translation"]
    lines += ["title: Протокол", "segments:"]
    for key, (source, text) in SENTENCES.items():
        lines += [f'  - key: "{key}"', f"    text: {text}"]
        lines += [f'    source_hash: "{source_hash(source)}"']
    return "\n".join(lines) + "\n"


def _brief_targets() -> str:
    words = source_hash("A ferry line opens.")
    return (
        "language: ru\nstatus: unofficial-translation\nitems:\n"
        f'  - {{id: line, text: Открывается паромная линия., source_hash: "{words}"}}\n'
    )


FILES: Mapping[str, str] = {
    "briefgen.toml": 'handling = ["public", "internal"]\n',
    "content/ferry/summit.yaml": _SUMMIT,
    "content/ferry/minutes.yaml": _document(),
    "content/ferry/minutes.ru.yaml": _targets(),
    "content/ferry/brief.yaml": _BRIEF,
    "content/ferry/brief.ru.yaml": _brief_targets(),
    "content/packs/ferry.yaml": _PACK,
    "templates/kinds/note.html.j2": _NOTE,
    "templates/kinds/table.html.j2": _TABLE,
    "templates/base/style.css": "p { margin: 0 }\n",
    "templates/audiences/public/audience.yaml": "title: {en: All, ru: Все}\nhandling: public\n",
    "templates/audiences/staff/audience.yaml": "title: {en: Us, ru: Мы}\nhandling: internal\n",
}

NAMES = (
    "public/note.en",
    "public/note.ru",
    "staff/note.en",
    "staff/note.ru",
    "staff/table.en-ru",
)


def write_project(root: Path, **changes: str) -> Path:
    """Write the project's files, and return its root."""
    for name, text in FILES.items():
        write(root, name, text)
    return root


def write(root: Path, name: str, text: str | bytes) -> None:
    """Write a file of the project."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)


def replace(root: Path, name: str, old: str, new: str) -> None:
    """Change words in a file of the project, which must be there."""
    text = (root / name).read_text()
    assert old in text
    write(root, name, text.replace(old, new))


def small_pdf(**information: str) -> bytes:
    """Return a PDF of one empty page that says something of itself."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    for name, text in information.items():
        pdf.docinfo[f"/{name}"] = text
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def write_quickly(job: Job) -> Result:
    """Return files that pass for documents: what the worker's ``write`` would, without layout."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        for part in ("[Content_Types].xml", "_rels/.rels"):
            package.writestr(zipfile.ZipInfo(part), "<Types/>")
        package.writestr(zipfile.ZipInfo("word/document.xml"), job.markup)
    made = {
        "pdf": small_pdf(Title=job.markup.decode()),
        "docx": archive.getvalue(),
        "html": b"<!DOCTYPE html>\n" + job.markup,
    }
    return Result({name: made[name] for name in job.formats}, 1, ())
