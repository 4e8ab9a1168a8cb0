"""Turn a file that comes back from a translator into what becomes of the content's own file.

Content is only read here; the new bytes are put in their place by
briefgen/translation/write_back.py once nothing speaks against it.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.content.model import Content, Status, SummitContent
from briefgen.diagnostics import Diagnostic, Place, did_you_mean, has_errors
from briefgen.project import Project
from briefgen.translation.bitext import GLOSSARY, documents_of, make_bitext, make_glossary
from briefgen.translation.carried import is_language
from briefgen.translation.formats import find_format
from briefgen.translation.hashes import manifest_of
from briefgen.translation.merge import Merged, fill, find_copied, merge
from briefgen.translation.model import Bitext, LanguagePair, Manifest, Returned
from briefgen.translation.word_text import Revisions
from briefgen.translation.write_back import Target, Written, write_back
from briefgen.translation.write_terms import write_terms


def bring_back(
    project: Project, content: Content, data: bytes, file: str, revisions: Revisions
) -> tuple[Written | None, list[Diagnostic]]:
    """Return what a file changes, or None, and everything that is to be said of it.

    ``file`` is the name that places in it get. Where there is any error nothing is changed.
    """
    returned, problems = _read(data, file, revisions)
    if returned is None or returned.manifest is None:
        if not has_errors(problems):
            message = "nothing in the file says which document it is of"
            hint = "say it with --document and --target"
            problems.append(Diagnostic("R004", message, Place(file), hint))
        return None, problems
    found = _find_other_language(returned, returned.manifest, file) or _find(
        content, returned, returned.manifest, file
    )
    if isinstance(found, Diagnostic):
        return None, [*problems, found]
    if problem := find_copied(found[1], returned, returned.manifest, file):
        return None, [problem]
    merged = merge(found[1], returned, returned.manifest, file)
    return _written(project, found, returned.manifest, merged, problems)


def fill_in(
    project: Project, found: tuple[SummitContent, Bitext], data: bytes, file: str
) -> tuple[Written | None, list[Diagnostic]]:
    """Return what a file of another program fills in of a bitext, as :func:`bring_back` does.

    The file needn't say what it is of. Only texts that are missing are taken from it; a file of
    terms fills in the glossary of the bitext's summit.
    """
    summit, bitext = found
    manifest = manifest_of(bitext)
    returned, problems = _read(data, file, "fail", manifest.languages)
    if returned is None:
        return None, problems
    if returned.of_terms:
        bitext = make_glossary(summit, *manifest.languages)
        manifest = manifest_of(bitext)
    if problem := _find_other_language(returned, manifest, file) or find_copied(
        bitext, returned, manifest, file
    ):
        return None, [*problems, problem]
    merged = fill(bitext, returned, file)
    return _written(project, (summit, bitext), manifest, merged, problems)


def _written(
    project: Project,
    found: tuple[SummitContent, Bitext],
    manifest: Manifest,
    merged: Merged,
    problems: list[Diagnostic],
) -> tuple[Written | None, list[Diagnostic]]:
    problems = [*problems, *merged.diagnostics]
    if has_errors(problems):
        return None, problems
    summit, bitext = found
    if bitext.document.endswith(f"/{GLOSSARY}"):
        written, more = write_terms(project, summit, bitext, merged)
    else:
        target = Target(project, summit, bitext, manifest, Status.UNOFFICIAL_TRANSLATION)
        written, more = write_back(target, merged)
    problems += more
    return (None if has_errors(problems) else written), problems


def _read(
    data: bytes, file: str, revisions: Revisions, languages: LanguagePair | None = None
) -> tuple[Returned | None, list[Diagnostic]]:
    found = find_format(data)
    if found is None:
        message = "the file is of no format that translations come back in"
        hint = "save it in the format that it was exported in"
        return None, [Diagnostic("R001", message, Place(file), hint)]
    return found.read(data, file, revisions, languages)


def _find_other_language(returned: Returned, manifest: Manifest, file: str) -> Diagnostic | None:
    """Return what is wrong where a file's texts are in other languages than it was made with."""
    pairs = (
        (returned.source_language, manifest.source_language, "from"),
        (returned.target_language, manifest.target_language, "into"),
    )
    for said, meant, direction in pairs:
        if said is not None and not is_language(said, meant):
            message = f"the file is {direction} '{said}', not {direction} '{meant}'"
            hint = "export it again, for the language that is wanted"
            return Diagnostic("R006", message, Place(file), hint)
    return None


def _find(
    content: Content, returned: Returned, manifest: Manifest, file: str
) -> tuple[SummitContent, Bitext] | Diagnostic:
    """Return the summit and the bitext that a manifest names, or why there is none."""
    place = Place(file)
    known = {
        f"{summit.summit.value.id}/{document}": (summit, document)
        for summit in content.summits.values()
        for document in ((GLOSSARY,) if returned.of_terms else documents_of(summit))
    }
    if manifest.document not in known:
        message = f"the file is of '{manifest.document}', which is not in this project"
        hint = did_you_mean(manifest.document, known) or f"there is {', '.join(known)}"
        return Diagnostic("R005", message, place, hint)
    summit, document = known[manifest.document]
    languages = summit.summit.value.languages
    if returned.of_terms:
        bitext = make_glossary(summit, *manifest.languages)
        sources: Sequence[str] = languages
    else:
        bitext = make_bitext(summit, document, manifest.target_language)
        sources = (bitext.source_language,)
    if manifest.source_language not in sources:
        message = f"the file is from '{manifest.source_language}'"
        hint = f"{manifest.document} is written in {', '.join(sources)}: export it again"
        return Diagnostic("R006", message, place, hint)
    if (tag := manifest.target_language) not in languages or tag == bitext.source_language:
        targets = [name for name in languages if name != bitext.source_language]
        hint = f"{manifest.document} is translated into {', '.join(targets)}"
        return Diagnostic("R006", f"the file is into '{tag}'", place, hint)
    return summit, bitext
