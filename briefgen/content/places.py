"""Turn a YAML file into one of the models, with the place of each of its values.

The file alone: what the content's files say of each other is checked in
briefgen/content/checks.py, and which files there are is read in briefgen/content/read.py.
"""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from briefgen.content.model import Located
from briefgen.content.tree import Places, read_tree
from briefgen.content.validation import explain
from briefgen.diagnostics import Diagnostic
from briefgen.project import Config, Project, read_file

ModelT = TypeVar("ModelT", bound=BaseModel)


def read_yaml(
    project: Project, model_class: type[ModelT], file: str
) -> tuple[Located[ModelT] | None, list[Diagnostic]]:
    """Return the model in a file of the project, or None and what is wrong with it.

    ``file`` is a path for :func:`~briefgen.project.read_file`.
    """
    raw, problems = read_file(project, file, limit=project.config.yaml_bytes)
    if raw is None:
        return None, problems
    return read_model(model_class, raw, file, project.config)


def read_model(
    model_class: type[ModelT], raw: bytes, file: str, config: Config
) -> tuple[Located[ModelT] | None, list[Diagnostic]]:
    """Return the model that YAML bytes hold, or None, and everything wrong with them.

    ``file`` is the name that places get. A model comes back together with errors where
    these don't touch its shape, such as a doubled key: whoever goes on looks at both.
    """
    tree, problems = read_tree(raw, file, config)
    if tree is None:
        return None, problems
    try:
        model = model_class.model_validate(tree.value)
    except ValidationError as error:
        return None, problems + explain(error, model_class, tree, file)
    return Located(model, file, Places(file, tree.values)), problems
