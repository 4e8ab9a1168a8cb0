"""Templates run in processes that can be stopped, and what came of them is kept."""

import pickle
from concurrent.futures import Future

import pytest

from briefgen.diagnostics import Diagnostic, Place, Severity
from briefgen.markup.document import Origin
from briefgen.pipeline import calls
from briefgen.pipeline.cache import Cache
from briefgen.pipeline.pool import SerialExecutor, WorkerLostError, WorkerPool
from briefgen.pipeline.prepare import Preparer
from briefgen.pipeline.rendering import Rendered, Renderings, decode, protected
from briefgen.project import find_project
from tests.pipeline.small import SECRET, SECRET_RU, replace, write, write_project

NESTED = (
    "{% set ns = namespace(a=[1], b=[1]) %}{% for i in range(60) %}"
    "{% set ns.a = [ns.a, ns.a] %}{% set ns.b = [ns.b, ns.b] %}{% endfor %}"
    "{% if ns.a == ns.b %}x{% endif %}"
)
"""Two lists that CPython compares in C for as long as the sun shines."""

SLICES = "{{ [1]|slice(10000000000)|list|length }}"
HEAP = (
    "{% set ns = namespace(all=[]) %}{% for i in range(90000) %}"
    '{% set ns.all = [ns.all, "x" * 900000 ~ i] %}{% endfor %}'
)


@pytest.fixture
def root(tmp_path):
    return write_project(tmp_path / "project")


def spoil(root, template, **config):
    """Put something into the template of the table."""
    replace(root, "templates/kinds/table.html.j2", "<table>", f"{template}<table>")
    lines = ['handling = ["public", "internal"]', *(f"{k} = {v}" for k, v in config.items())]
    write(root, "briefgen.toml", "\n".join(lines) + "\n")


def prepare(root, renderings=None):
    """Return which documents of the project could be made, and what is wrong."""
    preparer = Preparer(find_project(root), ["ferry"], renderings=renderings)
    made, found = {}, []
    for plan in preparer.plans:
        for entry in plan.entries:
            ready, problems = preparer.prepare(plan, entry)
            made[entry.name] = ready
            found += problems
    return made, found


class Counting(SerialExecutor):
    """An executor that keeps what it is given."""

    def __init__(self):
        self.given = []

    def submit(self, fn, /, *args, **kwargs):
        self.given.append(args)
        return super().submit(fn, *args, **kwargs)


# --- limits ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "config", "code", "line"),
    [
        (NESTED, {"seconds": 1}, "T006", 1),  # ended by the system: nobody knows the line
        (SLICES, {"seconds": 1}, "T006", None),
        (HEAP, {"seconds": 60, "memory_mb": 600}, "T007", None),
    ],
    ids=["in C", "in Python", "memory"],
)
def test_a_template_without_end_is_stopped_and_the_others_are_made(
    root, template, config, code, line
):
    spoil(root, template, **config)
    with protected(find_project(root)) as renderings:
        made, found = prepare(root, renderings)
    assert [name for name, ready in made.items() if ready is None] == ["staff/table.en-ru"]
    assert [d.code for d in found] == [code]
    assert found[0].place.file == "templates/kinds/table.html.j2"
    assert line in (None, found[0].place.line)


class Losing(SerialExecutor):
    """An executor whose processes end so many times."""

    def __init__(self, times):
        self.left = times

    def submit(self, fn, /, *args, **kwargs):
        if self.left == 0:
            return super().submit(fn, *args, **kwargs)
        self.left -= 1
        future = Future()
        future.set_exception(WorkerLostError("gone"))
        return future


@pytest.mark.parametrize(("times", "codes"), [(1, []), (2, ["T007"])])
def test_a_process_that_ends_costs_one_document_and_only_the_second_time(root, times, codes):
    made, found = prepare(root, Renderings(find_project(root), lambda: Losing(times)))
    assert [d.code for d in found] == codes
    assert list(made.values()).count(None) == len(codes)


# --- what a process gets ---------------------------------------------------------------------


def test_what_an_audience_may_not_read_is_sent_to_no_process(root):
    executor = Counting()
    prepare(root, Renderings(find_project(root), lambda: executor))
    for (draft,) in executor.given:
        sent = pickle.dumps(draft).decode("utf-8", "replace")
        assert (SECRET in sent or SECRET_RU in sent) == (draft.view.audience == "staff")


def test_processes_give_what_this_one_gives(root):
    with protected(find_project(root)) as renderings:
        there, found = prepare(root, renderings)
    here, _ = prepare(root)
    assert found == []
    assert {name: ready.job for name, ready in there.items()} == {
        name: ready.job for name, ready in here.items()
    }


# --- what is kept ---------------------------------------------------------------------------


def test_what_was_rendered_once_starts_no_process(root, tmp_path, monkeypatch):
    cache, project = Cache(tmp_path / "cache"), find_project(root)
    first = Counting()
    made, _ = prepare(root, Renderings(project, lambda: first, cache))
    monkeypatch.setattr(WorkerPool, "__init__", None)
    again, found = prepare(root, Renderings(project, lambda: pytest.fail("started"), cache))
    assert (len(first.given), found) == (len(made), [])
    assert [r.job for r in again.values()] == [r.job for r in made.values()]
    assert [r.origins for r in again.values()] == [r.origins for r in made.values()]


@pytest.mark.parametrize(
    "file", ["templates/kinds/table.html.j2", "content/ferry/minutes.yaml", "briefgen.toml"]
)
def test_another_view_template_or_setting_is_rendered_anew(root, tmp_path, file):
    cache = Cache(tmp_path / "cache")
    prepare(root, Renderings(find_project(root), cache=cache))
    changes = {"table": ("<tbody>", '<tbody class="x">'), "minutes": ("Two", "Three")}
    if file == "briefgen.toml":
        write(root, file, 'handling = ["public", "internal"]\nunbroken = 1999\n')
    else:
        key = "table" if "table" in file else "minutes"
        replace(root, file, *changes[key])
    executor = Counting()
    prepare(root, Renderings(find_project(root), lambda: executor, cache))
    assert executor.given


def test_a_document_with_a_mistake_is_not_kept(root, tmp_path):
    spoil(root, "{{ nothing }}")
    renderings = Renderings(find_project(root), cache=Cache(tmp_path / "cache"))
    assert [[d.code for d in prepare(root, renderings)[1]] for _ in range(2)] == [["T003"]] * 2


def test_a_damaged_entry_is_rendered_anew_and_said(root, tmp_path):
    cache = Cache(tmp_path / "cache")
    prepare(root, Renderings(find_project(root), cache=cache))
    for path in (tmp_path / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1])
    made, found = prepare(root, Renderings(find_project(root), cache=cache))
    assert {d.code for d in found} == {"B301"}
    assert None not in made.values()
    assert prepare(root, Renderings(find_project(root), cache=cache))[1] == []


def test_what_is_kept_comes_back_as_it_was():
    place = Place("a.j2", 3, 4, 5)
    problem = Diagnostic("T010", "x", None, "y", (("here", place),), Severity.WARNING)
    origins = (Origin(place, None), Origin(place, Place("b.yaml")))
    for rendered in (
        Rendered(b"<html />\n", origins, (problem,)),
        Rendered(b"", (), ()),
        Rendered(None, (), (problem,)),
    ):
        for known in ((), (place,)):
            assert decode(rendered.encode(known), known) == rendered


def test_what_only_moves_in_its_file_is_not_rendered_anew(root, tmp_path):
    cache = Cache(tmp_path / "cache")
    prepare(root, Renderings(find_project(root), cache=cache))
    replace(root, "content/ferry/minutes.yaml", "paragraphs:", "\n\nparagraphs:")
    executor = Counting()
    made, _ = prepare(root, Renderings(find_project(root), lambda: executor, cache))
    assert executor.given == []
    assert made["public/note.en"].origins == prepare(root)[0]["public/note.en"].origins


def test_in_a_thread_a_document_is_rendered_by_a_child_process(root, monkeypatch):
    asked = []
    monkeypatch.setattr(calls, "_is_main_thread", lambda: False)
    monkeypatch.setattr(calls, "_children", lambda folders: asked.append(folders) or _Answering())
    assert calls.render("draft") == b"answer"
    assert asked


class _Answering:
    def submit(self, fn, draft):
        future = Future()
        future.set_result(b"answer")
        return future
