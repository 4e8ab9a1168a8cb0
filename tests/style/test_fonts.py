"""Font files become faces: their names, weights, heights of lines and what may be done."""

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from briefgen.style.fonts import _package_folder, find_faces, font_folders, read_face

FONTS = Path(__file__).parents[1] / "projects" / "flyway" / "fonts"
REGULAR = FONTS / "IBMPlexSerif-Regular.ttf"


def changed(change, source=REGULAR):
    """Return a font's bytes after ``change`` has been at its tables."""
    font, stream = TTFont(source), io.BytesIO()
    change(font)
    font.save(stream)
    return stream.getvalue()


def test_a_project_s_faces_come_before_the_packaged_ones():
    faces = find_faces((str(FONTS),))
    assert [Path(face.path).name for face in faces[:4]] == [
        f"IBMPlexSerif-{style}.ttf" for style in ("Bold", "BoldItalic", "Italic", "Regular")
    ]
    assert [(face.weight, face.italic) for face in faces[:4]] == [
        (700, False), (700, True), (400, True), (400, False),
    ]  # fmt: skip
    packaged = list(dict.fromkeys(family for face in faces[4:] for family in face.families))
    assert packaged == ["PT Serif", "PT Sans", "Amiri"]
    assert all(face.may_embed and face.is_truetype for face in faces)


def test_the_height_of_lines_is_the_one_that_word_takes():
    """Amiri wants its typographic values used; IBM Plex Serif has larger Windows ones."""
    heights = {face.families[0]: face.line_height for face in find_faces((str(FONTS),))}
    assert heights == {
        "IBM Plex Serif": 1.436, "PT Serif": 1.325, "PT Sans": 1.294, "Amiri": 1.758,
    }  # fmt: skip


def test_a_gap_between_lines_is_part_of_their_height():
    def widen(font):
        font["hhea"].lineGap = 300

    assert read_face("a.ttf", changed(widen)).line_height == 1.6


@pytest.mark.parametrize(
    ("usage", "expected"),
    [(0, True), (2, False), (4, False), (8, True), (0x108, True), (0x200, False)],
)
def test_a_face_says_whether_it_may_travel_in_a_document(usage, expected):
    def restrict(font):
        font["OS/2"].fsType = usage

    assert read_face("a.ttf", changed(restrict)).may_embed is expected


def test_a_face_answers_to_its_typographic_family_too():
    def name(font):
        font["name"].setName("IBM Plex Serif Book", 1, 3, 1, 0x409)
        font["name"].setName("IBM Plex Serif", 16, 3, 1, 0x409)
        for record in list(font["name"].names):
            if record.nameID == 1 and record.platformID == 1:
                font["name"].names.remove(record)

    face = read_face("a.ttf", changed(name))
    assert face.families == ("IBM Plex Serif Book", "IBM Plex Serif")


def test_bytes_that_are_no_font_are_refused():
    data = REGULAR.read_bytes()
    for wrong in (b"", b"wOF2" + data[4:], b"\0\1\0\0" + b"x" * 40, data[:100]):
        with pytest.raises(ValueError, match="no TrueType or OpenType font"):
            read_face("a.ttf", wrong)
    with pytest.raises(ValueError, match="cut off"):
        read_face("a.ttf", data[:-1])


def test_what_lies_beside_the_fonts_is_passed_over(tmp_path):
    for name in ("OFL.txt", "broken.ttf"):
        (tmp_path / name).write_bytes(b"no font")
    below = tmp_path / "more"
    below.mkdir()
    (below / "A.TTF").write_bytes(REGULAR.read_bytes())
    own = [face.path for face in find_faces((str(tmp_path),)) if str(tmp_path) in face.path]
    assert own == [str(below / "A.TTF")]


def test_a_missing_font_package_is_said_by_name():
    assert len(font_folders(())) == 3
    with pytest.raises(ModuleNotFoundError, match="fontpkg_nowhere"):
        _package_folder("fontpkg_nowhere")
