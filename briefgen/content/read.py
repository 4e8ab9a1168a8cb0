"""Turn the files under content/ into Content: every summit and pack, with their places.

One file is read by briefgen/content/places.py; what files get wrong about each other is
in briefgen/content/checks.py.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from briefgen.content import checks
from briefgen.content.advice import unknown
from briefgen.content.clearing import cleared
from briefgen.content.model import (
    Brief,
    BriefTargets,
    Content,
    Document,
    DocumentVersions,
    Glossary,
    Located,
    Pack,
    Summit,
    SummitContent,
    Targets,
)
from briefgen.content.places import read_yaml
from briefgen.diagnostics import Diagnostic, Place, Severity, did_you_mean
from briefgen.files import list_names
from briefgen.project import Project, list_templates, read_file, template_kinds

ModelT = TypeVar("ModelT", bound=BaseModel)

_FILE = re.compile(r"(?P<stem>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\.(?P<tag>[A-Za-z0-9-]+))?\.yaml")
_RESERVED = ("summit", "brief", "glossary")
_PARAGRAPHS = re.compile(rb"^[\"']?paragraphs[\"']?\s*:", re.MULTILINE)


def read_content(
    project: Project, packs: Collection[str] | None = None, level: str | None = None
) -> tuple[Content, list[Diagnostic]]:
    """Return everything under content/ that can be read, and everything wrong with it.

    With ``packs``, only those packs and the summits that they name are read. What can't
    be read is left out of the Content and is in the diagnostics; so is a summit in which
    one name stands for two things, since what it says can't be told. With ``level``, what is
    above that level of handling is left out as well, and nothing is said of it but where a
    file can't be read.
    """
    reader = _Reader(project, level)
    found = reader.packs(packs)
    wanted = None if packs is None else {pack.value.summit for pack in found.values()}
    summits = reader.summits(wanted)
    reader.check_packs(found, summits)
    return Content(summits, found, reader.whole), reader.problems


@dataclass(slots=True)
class _Files:
    """The YAML files of a summit's folder by what their names say they are."""

    documents: dict[str, str] = field(default_factory=dict)
    targets: dict[str, dict[str, str]] = field(default_factory=dict)
    brief_targets: dict[str, str] = field(default_factory=dict)
    reserved: dict[str, str] = field(default_factory=dict)


class _Reader:
    """Reads the files of one project and gathers what is wrong with them."""

    def __init__(self, project: Project, level: str | None) -> None:
        self.problems: list[Diagnostic] = []
        self.whole: dict[str, SummitContent] = {}
        self._project = project
        scale = project.config.handling
        self._ceiling = scale.index(level) if level in scale else None
        self._root = project.config.content

    # --- packs --------------------------------------------------------------------------

    def packs(self, names: Collection[str] | None) -> Mapping[str, Located[Pack]]:
        """Return the packs of these names, or all of them."""
        folder = f"{self._root}/packs"
        files: dict[str, str] = {}
        for file in self._yaml_files(folder):
            match = _FILE.fullmatch(file)
            if match is None or match["tag"] is not None:
                self._unexpected(f"{folder}/{file}", "a pack is named <pack>.yaml")
            else:
                files[match["stem"]] = f"{folder}/{file}"
        for name in sorted(set(names or ()) - set(files)):
            self.problems.append(unknown("A005", "pack", name, files, Place(folder)))
        chosen = (file for name, file in files.items() if names is None or name in names)
        located = {Path(file).stem: self._model(Pack, file) for file in chosen}
        return {name: pack for name, pack in located.items() if pack}

    def check_packs(
        self, packs: Mapping[str, Located[Pack]], summits: Mapping[str, SummitContent]
    ) -> None:
        """Report what the packs ask for that is not there."""
        folders = self._summit_folders()
        offer = self._offer()
        for pack in packs.values():
            summit = pack.value.summit
            if summit not in folders:
                place = pack.place("summit")
                self.problems.append(unknown("A001", "summit", summit, folders, place))
            content = self.whole[summit] if summit in summits else None  # names aren't secret
            self.problems += checks.check_pack(pack, content, offer)

    def _offer(self) -> checks.Offer:
        names = list_templates(self._project, "audiences")
        own = {name: template_kinds(self._project, f"audiences/{name}") for name in names}
        return checks.Offer(template_kinds(self._project, "kinds"), own)

    # --- summits ------------------------------------------------------------------------

    def summits(self, wanted: Collection[str] | None) -> Mapping[str, SummitContent]:
        """Return the summits of these folders, or all of them."""
        folders = self._summit_folders()
        if not folders:
            hint = f"a summit is a folder in {self._root}/ with a summit.yaml"
            message = f"{self._root}/ holds no summit"
            self.problems.append(Diagnostic("C021", message, Place(self._root), hint))
        for file in self._yaml_files(self._root):
            if file != "glossary.yaml":
                self._unexpected(f"{self._root}/{file}", "a summit's files go into its folder")
        shared = self._glossary(self._root)
        summits = {
            folder: content
            for folder in self._chosen(folders, wanted)
            if (content := self._summit(folder, shared)) is not None
        }
        tags = [tag for content in summits.values() for tag in content.summit.value.languages]
        for glossary in shared:
            self.problems += checks.check_glossary(glossary, list(dict.fromkeys(tags)))
        return summits

    def _chosen(self, folders: list[str], wanted: Collection[str] | None) -> list[str]:
        """Return the folders of the summits wanted, also where the folder has another name."""
        if wanted is None:
            return folders
        missing = set(wanted).difference(folders)
        return [f for f in folders if f in wanted or (missing and self._id(f) in missing)]

    def _id(self, folder: str) -> str | None:
        """Return the id of the summit in a folder, or None where that can't be read."""
        file = f"{self._root}/{folder}/summit.yaml"
        summit, _ = read_yaml(self._project, Summit, file)
        return summit.value.id if summit else None

    def _summit_folders(self) -> list[str]:
        """Return the names of the folders in content/ that hold YAML."""
        return [
            name
            for name in self._names(self._root)
            if name != "packs"
            and any(file.endswith(".yaml") for file in self._names(f"{self._root}/{name}"))
        ]

    def _summit(self, folder: str, shared: tuple[Located[Glossary], ...]) -> SummitContent | None:
        path = f"{self._root}/{folder}"
        files = self._sort(path)
        sources = self._models(Document, files.documents)
        targets = {
            stem: self._models(Targets, files.targets.get(stem, {})) for stem in files.documents
        }
        brief = self._optional(Brief, files.reserved.get("brief"))
        brief_targets = self._models(BriefTargets, files.brief_targets)
        own = self._glossary(path)
        if "summit" not in files.reserved:
            hint = did_you_mean("summit.yaml", self._names(path))
            message = f"{path}/ has no summit.yaml"
            self.problems.append(Diagnostic("C021", message, Place(path), hint or "write one"))
        summit = self._optional(Summit, files.reserved.get("summit"))
        if summit is None:
            return None
        documents = {
            stem: DocumentVersions(source, targets[stem]) for stem, source in sources.items()
        }
        content = SummitContent(path, summit, documents, brief, brief_targets, (*shared, *own))
        self.whole[folder] = content
        if self._ceiling is not None:
            content = cleared(content, self._project.config.handling, self._ceiling)
        self._check_summit(content, folder, files, own)
        return None if checks.names_stand_twice(content) else content

    def _check_summit(
        self,
        content: SummitContent,
        folder: str,
        files: _Files,
        own: tuple[Located[Glossary], ...],
    ) -> None:
        names = checks.names_of(content.summit.value, self._project.config.handling)
        self.problems += checks.check_summit(content.summit, folder, files.documents)
        whole = self.whole[folder].documents
        for stem, versions in content.documents.items():
            keys = whole[stem].source
            self.problems += checks.check_document(versions.source, stem, names, keys)
            translated = files.targets.get(stem, {})
            self.problems += checks.check_languages(versions.source, translated, names, stem)
            for tag, targets in versions.targets.items():
                self.problems += checks.check_targets(versions.source, targets, tag, names)
        if (brief := content.brief) is not None:
            sources = {stem: versions.source for stem, versions in whole.items()}
            broken = files.documents.keys() - sources.keys()
            self.problems += checks.check_brief(brief, sources, broken, names)
            self.problems += checks.check_languages(brief, files.brief_targets, names, "brief")
            for tag, made in content.brief_targets.items():
                self.problems += checks.check_brief_targets(brief, made, tag, names)
            self._check_figures(content.folder, brief)
        for glossary in own:
            self.problems += checks.check_glossary(glossary, names.languages)

    def _check_figures(self, folder: str, brief: Located[Brief]) -> None:
        for index, figure in enumerate(brief.value.figures):
            _, problems = read_file(self._project, f"{folder}/{figure.file}")
            place = brief.place("figures", index, "file")
            self.problems += (replace(problem, place=place) for problem in problems)

    # --- files --------------------------------------------------------------------------

    def _sort(self, folder: str) -> _Files:
        """Return the files of a summit's folder sorted by what they are."""
        files = _Files()
        for name in self._yaml_files(folder):
            path = f"{folder}/{name}"
            match = _FILE.fullmatch(name)
            if match is None:
                self._unexpected(path, _NAMING)
                continue
            stem, tag = match["stem"], match["tag"]
            if tag is None and stem in _RESERVED:
                files.reserved[stem] = path
            elif tag is None and self._is_document(path, stem):
                files.documents[stem] = path
            elif tag is not None and stem == "brief":
                files.brief_targets[tag] = path
            elif tag is not None and stem not in _RESERVED:
                files.targets.setdefault(stem, {})[tag] = path
            else:
                self._unexpected(path, did_you_mean(stem, _RESERVED) or _NAMING)
        for stem in files.targets.keys() - files.documents.keys():
            for path in files.targets[stem].values():
                place = Place(path)
                self.problems.append(unknown("C020", "document", stem, files.documents, place))
        return files

    def _is_document(self, path: str, stem: str) -> bool:
        """Return whether a file is meant as a document, not as ``brief.yaml`` mistyped."""
        if did_you_mean(stem, _RESERVED) is None:
            return True
        raw, _ = read_file(self._project, path)
        return raw is not None and _PARAGRAPHS.search(raw) is not None

    def _yaml_files(self, folder: str) -> list[str]:
        """Return the names of a folder's YAML files, with collisions reported."""
        names: dict[str, str] = {}
        for name in self._names(folder):
            alike = unicodedata.normalize("NFC", name).casefold()
            if (first := names.setdefault(alike, name)) != name:
                message = f"{name} and {first} are one file on some systems"
                related = (("the other", Place(f"{folder}/{first}")),)
                place = Place(f"{folder}/{name}")
                hint = "rename one of the two"
                self.problems.append(Diagnostic("C017", message, place, hint, related))
            suffix = Path(name).suffix
            if suffix.lower() in (".yml", ".yaml") and suffix != ".yaml":
                self._unexpected(f"{folder}/{name}", "name it .yaml, or it is not read")
        return sorted(name for name in names.values() if name.endswith(".yaml"))

    def _names(self, folder: str) -> list[str]:
        return list_names(self._project.root, folder)

    def _unexpected(self, file: str, hint: str) -> None:
        self.problems.append(
            Diagnostic("C019", f"{file} is not read", Place(file), hint, severity=Severity.WARNING)
        )

    def _glossary(self, folder: str) -> tuple[Located[Glossary], ...]:
        if "glossary.yaml" not in self._names(folder):
            return ()
        glossary = self._model(Glossary, f"{folder}/glossary.yaml")
        return (glossary,) if glossary else ()

    def _models(
        self, model: type[ModelT], files: Mapping[str, str]
    ) -> Mapping[str, Located[ModelT]]:
        located = {name: self._model(model, file) for name, file in files.items()}
        return {name: value for name, value in located.items() if value}

    def _optional(self, model: type[ModelT], file: str | None) -> Located[ModelT] | None:
        return None if file is None else self._model(model, file)

    def _model(self, model: type[ModelT], file: str) -> Located[ModelT] | None:
        value, problems = read_yaml(self._project, model, file)
        self.problems += problems
        return value


_NAMING = "a document is named <document>.yaml, a translation <document>.<language>.yaml"
