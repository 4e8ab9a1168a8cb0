"""Turn a View into markup by the templates of its audience and kind.

A template sees a View and what briefgen/markup/given.py gives, nothing else. What the
markup may hold is the gate's matter (briefgen/markup/parse.py).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from jinja2 import BaseLoader, Environment, TemplateNotFound

from briefgen.audience.view import View
from briefgen.diagnostics import Diagnostic, Place, has_errors
from briefgen.languages import Profile
from briefgen.markup.failures import Unreadable, explain
from briefgen.markup.given import Given
from briefgen.markup.provenance import Files
from briefgen.markup.sandbox import Limits, TemplateEnvironment
from briefgen.markup.translations import tag_borrowed
from briefgen.project import Project, find_template, read_file, template_name

MOST_CHARACTERS = 50_000_000
LARGEST_TEMPLATE = 5_000_000


class Renderer:
    """Renders documents of one project, one after the other.

    ``profiles`` has every language of the Views. Templates are read and compiled once;
    a Renderer doesn't see later changes of them. It may be used in any thread, but by
    one at a time.
    """

    def __init__(
        self,
        project: Project,
        profiles: Mapping[str, Profile],
        *,
        characters: int = MOST_CHARACTERS,
    ) -> None:
        self._project = project
        self._characters = characters
        self._files = Files()
        self._loader = _Loader(project)
        self._environment = TemplateEnvironment(self._loader, self._files)
        self._given = Given(project, profiles, self._environment, self._files)

    def render(self, view: View, source: str | None = None) -> tuple[str | None, list[Diagnostic]]:
        """Return the markup of a document, or None and what is wrong.

        ``source`` is the language that interface words are borrowed from where the View's has none.
        The markup carries marks of where each element came from, which only
        :func:`briefgen.markup.parse.parse` understands.
        """
        name = template_name(self._project, view.audience, view.kind)
        if name is None:
            return None, [self._no_template(view)]
        self._given.begin(view.language, source)
        deadline = time.thread_time() + self._project.config.seconds
        self._environment.limits = Limits(deadline, self._characters)
        problems, text = self._given.problems, ""
        try:
            text = self._environment.overlay().get_template(name).render(view=view)
        except Exception as error:  # an author's mistake may raise anything
            problems += explain(error, self._loader.sources, view)
        if has_errors(problems):
            return None, problems
        return tag_borrowed(text, view.direction) + self._files.trailer(), problems

    def _no_template(self, view: View) -> Diagnostic:
        path = f"{self._project.config.templates}/kinds/{view.kind}.html.j2"
        message = f"the kind '{view.kind}' has no template"
        return Diagnostic("T002", message, Place(path), f"write {path}")


class _Loader(BaseLoader):
    """Reads a project's templates, then the package's; each file once.

    ``sources`` has the text of each template read so far, by its path.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._paths: dict[str, str] = {}
        self.sources: dict[str, str] = {}

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's text, its path, and whether it is up to date, which it is.

        Raise TemplateNotFound where there is none, and Unreadable with the problems of
        a file that can't be read.
        """
        del environment
        path = self._paths.get(template) or find_template(self._project, template)
        if path is None:
            raise TemplateNotFound(template)
        if path not in self.sources:
            self.sources[path] = self._read(path)
        self._paths[template] = path
        return self.sources[path], path, bool  # never asked: auto_reload is off

    def _read(self, path: str) -> str:
        raw, problems = read_file(self._project, path, limit=LARGEST_TEMPLATE)
        if raw is None:
            raise Unreadable(problems)
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            message = f"this template is not UTF-8: byte {error.start} can't be read"
            problem = Diagnostic("T008", message, Place(path, line), "save the file as UTF-8")
            raise Unreadable([problem]) from error
