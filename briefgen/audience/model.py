"""Say what an audience is: the frozen model of templates/audiences/<name>/audience.yaml.

Looks belong in the audience's style.css, wording in its template blocks.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from briefgen.content.model import Identifier, Localized, Model

Parts = Annotated[tuple[Identifier, ...], Field(min_length=1)]


class Audience(Model):
    """Who reads a document, and what follows from it.

    ``handling`` is the highest level the audience may read; ``sections`` the parts of
    each kind in order: a kind that is listed gets no other part of the brief (a part is
    named as in brief.yaml, with hyphens); ``themes`` the themes it cares for, in its own
    order (None: all, in the summit's order); ``marking`` the words printed on every page
    when the highest handling in the document is the key (a level that is not there prints
    none); ``fonts`` whether Word documents carry their fonts or only name them (None: those
    of kinds with so many pages carry them, so that they keep to them on any machine); ``source``
    whether PDF files carry what they were made from, as far as this audience may read it.
    """

    title: Localized
    handling: str
    sections: dict[Identifier, Parts] = Field(default_factory=dict)
    themes: tuple[Identifier, ...] | None = None
    marking: dict[str, Localized] = Field(default_factory=dict)
    fonts: Literal["name", "embed"] | None = None
    source: Literal["omit", "embed"] = "omit"


class Kind(Model):
    """What a kind of document is held to: the model of templates/kinds/<kind>.yaml.

    ``pages`` is how many pages a document of it may have (None: as many as it takes).
    ``only`` is whether a pack may narrow it to some paragraphs or to what has changed: its
    template prints the rows of the View and the runs in them.
    """

    pages: Annotated[int, Field(ge=1, le=99)] | None = None
    only: bool = False
