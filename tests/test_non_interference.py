"""What an audience gets doesn't depend on what it may not read (non-interference).

Twins are two projects that differ only above an audience's level, in anything that the JSON
Schemas let stand there. A build for the audience alone gives both the same files, manifests
and cache, and says the same.
"""

import contextlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import ndiff
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from briefgen.cli.app import run
from briefgen.content import read as reading
from briefgen.content.model import SummitContent, source_hash
from briefgen.content.schema import write_schemas
from briefgen.pipeline import calls
from briefgen.pipeline.cache import job_key
from briefgen.pipeline.prepare import Preparer
from briefgen.project import find_project
from tests.pipeline import small
from tests.schema_values import handled, values

SCHEMAS = {name.split(".")[0]: json.loads(text) for name, text in write_schemas().items()}
LEVELS = ("public", "internal", "restricted")
"""The project's; the public reads the first, the staff the second."""

FOLDER = "content/ferry"
BRIEF = f"{FOLDER}/brief.yaml"
MINUTES = f"{FOLDER}/minutes.yaml"


# --- the project that the twins share --------------------------------------------------

_NOTE = """\
<html lang="{{ view.language }}"><head><title>{{ view.summit.title }}</title></head><body>
<h1{{ at(view.summit) }}>{{ view.summit.title }}</h1>
{% if view.document %}{% for segment in view.document.segments %}
<p id="{{ segment.anchor }}"{{ at(segment) }}>{{ segment.text }}</p>{% endfor %}{% endif %}
{% for item in (view.brief.key_messages if view.brief else ()) %}
<p{{ at(item) }}>{{ item.text }}</p>
{% endfor %}</body></html>
"""

_MESSAGES = [
    {"id": "ferry", "handling": "public", "priority": 1, "cites": ["1"], "text": "A line opens."},
    {"id": "fares", "handling": "public", "priority": 2, "cites": ["2"], "text": "Fares stay."},
]
_RUSSIAN = {"line": "Открывается линия.", "ferry": "Линия открыта.", "fares": "Цены прежние."}


def _files() -> dict[str, Any]:
    """Return path → text or value of each file that the twins share."""
    text = {name: text for name, text in small.FILES.items() if not name.startswith(FOLDER)}
    text["briefgen.toml"] = f"handling = {json.dumps(LEVELS)}\n"
    text["templates/kinds/note.html.j2"] = _NOTE
    content: dict[str, Any] = {
        name: yaml.safe_load(text) for name, text in small.FILES.items() if name.startswith(FOLDER)
    }
    content[BRIEF]["key_messages"] = _MESSAGES
    words = {"line": content[BRIEF]["bottom_line"]["text"]}
    words |= {message["id"]: message["text"] for message in _MESSAGES}
    content[f"{FOLDER}/brief.ru.yaml"]["items"] = [
        {"id": name, "text": _RUSSIAN[name], "source_hash": source_hash(text)}
        for name, text in words.items()
    ]
    return {**text, **content}


def _write(root: Path, files: Mapping[str, Any]) -> None:
    for name, value in files.items():
        text = value if isinstance(value, str) else yaml.safe_dump(value, allow_unicode=True)
        small.write(root, name, text)


# --- what is above the audience --------------------------------------------------------


Files = dict[str, Any]


@st.composite
def hidden_parts(draw: Any, levels: tuple[str, ...]) -> Files:
    """Return the project's files with things of these levels wherever a schema lets them stand.

    Numbers of paragraphs aren't secret: those that are hidden follow all others, or have the
    number that the project gives them.
    """
    files: Files = json.loads(json.dumps(_files()))
    for schema, path, record in _LISTS:
        for number in range(draw(st.integers(0, 2))):
            thing = draw(values(record, SCHEMAS[schema]))
            thing["handling"] = draw(st.sampled_from(levels))
            if "key" in thing:
                start = {"preamble": "pre.1", "paragraphs": "4", "closing": "end.1"}[path[0]]
                thing["key"] = start.replace(start[-1], str(int(start[-1]) + number))
            else:
                thing["id"] = f"{'-'.join(path).replace('_', '-')}-{number}"
            _put(draw, files, schema, path, thing)
    if "internal" in levels:  # which the project's own paragraph 3 is
        third = draw(values(_RECORDS["document"], SCHEMAS["document"])) | {"key": "3"}
        files[MINUTES]["paragraphs"][2] = third | {"handling": draw(st.sampled_from(levels))}
    brief = SCHEMAS["brief"]
    for name in _INSIDE:
        if "internal" in levels and draw(st.booleans()):
            files[BRIEF][name] = draw(values(brief["properties"][name], brief))
    if draw(st.booleans()):
        files[f"{FOLDER}/annex.yaml"] = _hidden_document(draw, levels)
    return files


_FILE = {"brief": BRIEF, "document": MINUTES}
_LISTS = [
    (schema, path[:-1], record)
    for schema in _FILE
    for path, record in handled(SCHEMAS[schema], SCHEMAS[schema])
    if path[-1] == "*"
]
_RECORDS = {schema: record for schema, _, record in _LISTS}
_INSIDE = ("owner", "cleared")
"""What says of itself that it is known inside alone."""


def _put(draw: Any, files: Files, schema: str, path: tuple[str, ...], thing: Files) -> None:
    """Put a hidden thing into its list, and sometimes its translation, with a remark."""
    *above, last = path
    holder = files[_FILE[schema]]
    for step in above:
        holder = holder.setdefault(step, {})
    entries = holder.setdefault(last, [])
    at = len(entries) if schema == "document" else draw(st.integers(0, len(entries)))
    entries.insert(at, thing)
    if draw(st.booleans()):
        name, made = ("brief-targets", "items") if schema == "brief" else ("targets", "segments")
        root = SCHEMAS[name]
        known = "id" if schema == "brief" else "key"
        entry = root["properties"][made]["items"]
        target = draw(values(entry, root)) | {known: thing[known]}
        translation = files[_FILE[schema].replace(".yaml", ".ru.yaml")]
        translation[made].insert(draw(st.integers(0, len(translation[made]))), target)
        remark = draw(values(root["properties"]["comments"]["items"], root))
        translation.setdefault("comments", []).append(remark | {"unit": thing[known]})


def _hidden_document(draw: Any, levels: tuple[str, ...]) -> Files:
    """Return an outcome document of which the audience may read nothing."""
    value = draw(values(SCHEMAS["document"], SCHEMAS["document"])) | {"id": "annex"}
    for part in ("preamble", "paragraphs", "closing"):
        for segment in value.get(part, ()):
            segment["handling"] = draw(st.sampled_from(levels))
    return {**value, "language": "en"}


# --- building for the audience alone ---------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """All that somebody sees who gets what is made for an audience, and watches it made."""

    exit_code: int
    said: str
    files: Mapping[str, bytes]
    cache: Mapping[str, bytes]


def _build(root: Path, audience: str) -> Seen:
    words = ["--root", str(root), "--audience", audience]
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        exit_code = run(["check", *words, "--output-format", "json"])
        exit_code |= run(["build", *words, "-j", "0", "-v", "--output", str(root / "output")])
    said = re.sub(r"\b\d+ s\b", "", (out.getvalue() + err.getvalue()).replace(str(root), ""))
    cache = _tree(root / ".briefgen" / "cache")
    return Seen(exit_code, said, _tree(root / "output"), cache)


def differences(one: Seen, other: Seen) -> list[str]:
    """Return what differs between what two builds show."""
    told = [] if one.exit_code == other.exit_code else [f"exit code {one.exit_code}"]
    told += [line for line in ndiff(one.said.splitlines(), other.said.splitlines())
             if line[0] in "+-"]  # fmt: skip
    for name in ("files", "cache"):
        mine, theirs = getattr(one, name), getattr(other, name)
        paths = sorted({*mine, *theirs} - {"ferry/manifest.json"})
        told += [f"{name}: {path}" for path in paths if mine.get(path) != theirs.get(path)]
    return told


def _tree(folder: Path) -> dict[str, bytes]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@pytest.fixture
def seen(tmp_path, monkeypatch):
    """Build files for an audience, each time in a new place; nothing is laid out."""
    monkeypatch.setattr(calls, "write", small.write_quickly)
    monkeypatch.setattr(calls, "start", lambda folders: None)
    built = iter(range(1_000_000))

    def build(files: Files, audience: str = "public") -> Seen:
        root = tmp_path / str(next(built))
        _write(root, files)
        return _build(root, audience)

    return build


often = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),  # shrinking builds for minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow,
                           HealthCheck.data_too_large],
)  # fmt: skip

ABOVE = {"public": ("internal", "restricted", "unheard-of"), "staff": ("restricted", "unheard-of")}


@pytest.mark.parametrize("audience", ABOVE)
def test_what_is_above_an_audience_changes_nothing_for_it(seen, audience):
    alone = seen(_files(), audience)
    assert alone.exit_code == 0
    assert f"ferry/{audience}/note.en.pdf" in alone.files

    @often
    @given(files=hidden_parts(ABOVE[audience]))
    def hold(files):
        assert differences(seen(files, audience), alone) == []

    hold()


def _jobs(root: Path, files: Files, audience: str) -> dict[str, str]:
    """Return name → the cache's key of each document that an audience gets in a build for all."""
    _write(root, files)
    preparer = Preparer(find_project(root), ("ferry",))
    ready = [
        preparer.prepare(plan, entry)[0]
        for plan in preparer.plans
        for entry in plan.entries
        if entry.audience == audience
    ]
    return {document.entry.name: job_key(document.job, "") for document in ready if document}


@pytest.mark.parametrize("audience", ABOVE)
def test_nor_does_it_change_what_an_audience_gets_beside_others(tmp_path, audience):
    """In a build for all, mistakes above an audience may keep a document from being made."""
    alone = _jobs(tmp_path / "alone", _files(), audience)
    assert len(alone) == {"public": 2, "staff": 3}[audience]
    made: list[str] = []

    @often
    @given(files=hidden_parts(ABOVE[audience][:-1]))
    def hold(files):
        jobs = _jobs(tmp_path / str(len(made)), files, audience)
        assert {name: alone[name] for name in jobs} == jobs
        made.extend(jobs)

    hold()
    assert len(made) > len(alone)


def _without_brief(level: str | None, about: str) -> Files:
    """Return the project's files with a brief of which all is of a level, or without one."""
    files: Files = {name: text for name, text in _files().items() if "brief" not in name}
    files["briefgen.toml"] = _files()["briefgen.toml"]
    if level is not None:
        line = {"id": "line", "handling": level, "priority": 1, "text": small.SECRET}
        signed = {"owner": {"en": "Desk", "ru": "Отдел"}, "bottom_line": line}
        files[BRIEF] = {"document": about, "language": "en", "status": "authentic", **signed}
        paragraph = {"key": "1", "handling": level, "text": small.SECRET}
        own = {"id": "annex", "title": "Annex", "language": "en", "status": "authentic"}
        files[f"{FOLDER}/annex.yaml"] = {**own, "paragraphs": [paragraph]}
    return files


@pytest.mark.parametrize("about", ["minutes", "annex"])
def test_a_brief_and_a_document_that_are_hidden_as_a_whole_choose_nothing(seen, tmp_path, about):
    """Which document is shown, and what lacks a translation, doesn't depend on them."""
    alone, hidden = _without_brief(None, ""), _without_brief("internal", about)
    assert differences(seen(hidden), seen(alone)) == []
    ours = _jobs(tmp_path / "alone", alone, "public")
    assert len(ours) == 2
    assert _jobs(tmp_path / "hidden", hidden, "public") == ours


def test_a_pack_may_name_a_document_that_one_of_its_audiences_may_not_read(seen):
    files = {**_without_brief("internal", "annex"), BRIEF: _files()[BRIEF]}
    files[f"{FOLDER}/brief.ru.yaml"] = _files()[f"{FOLDER}/brief.ru.yaml"]
    pack = "content/packs/ferry.yaml"
    order = "  - kinds: [note]\n"
    files[pack] = files[pack].replace(order, f"{order}    document: annex\n")
    assert "document: annex" in files[pack]
    assert seen(files).exit_code == 0


# --- a proof that can fail -------------------------------------------------------------


def _hidden(whole: SummitContent, left: SummitContent) -> list[str]:
    """Return the words of what was left out of a summit's content."""
    kept = {id(item) for _, item in left.brief.value.items()}
    return [item.text for _, item in whole.brief.value.items() if id(item) not in kept]


def _with_line(left: SummitContent, words: str) -> SummitContent:
    line = left.brief.value.bottom_line
    line = line.model_copy(update={"text": f"{line.text} {words}"})
    value = left.brief.value.model_copy(update={"bottom_line": line})
    return replace(left, brief=replace(left.brief, value=value))


def _sorted(whole: SummitContent, left: SummitContent) -> SummitContent:
    """Sort messages by where they stand among those that are hidden."""
    places = [item.id for item in whole.brief.value.key_messages]
    messages = sorted(left.brief.value.key_messages, key=lambda m: places.index(m.id) % 2)
    value = left.brief.value.model_copy(update={"key_messages": tuple(messages)})
    return replace(left, brief=replace(left.brief, value=value))


MUTANTS = {
    "nothing is taken out": lambda whole, left: whole,
    "a sort": _sorted,
    "a counter": lambda whole, left: _with_line(left, str(len(_hidden(whole, left)))),
    "a size": lambda whole, left: _with_line(left, "." * len("".join(_hidden(whole, left)))),
    "a hash": lambda whole, left: _with_line(left, source_hash(*_hidden(whole, left))),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_build_that_depends_on_what_is_hidden_is_caught(seen, monkeypatch, mutant):
    alone = seen(_files())
    clear = reading.cleared

    def mutated(whole, scale, ceiling):
        return MUTANTS[mutant](whole, clear(whole, scale, ceiling))

    monkeypatch.setattr(reading, "cleared", mutated)

    @often
    @given(files=hidden_parts(ABOVE["public"]))
    def hold(files):
        assert differences(seen(files), alone) == []

    with pytest.raises(AssertionError):
        hold()
