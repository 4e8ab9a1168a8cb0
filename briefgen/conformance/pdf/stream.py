"""Turn a page's content streams into its marked content (ISO 32000-1, 7.8 and 14.6).

Only what the checks ask is followed: text, where it starts, what is drawn, and in which
marked content it is. Widths of glyphs, clipping and colours are not.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from briefgen.conformance.pdf.fonts import UsedFont, read_font
from briefgen.conformance.pdf.model import Box, Chunk, Font, MarkId, ObjectId, shorten
from briefgen.conformance.pdf.objects import (
    TooLargeError,
    decode,
    get,
    get_integer,
    get_items,
    get_name,
    get_numbers,
    get_text,
    identity,
    to_numbers,
)

Matrix = tuple[float, ...]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)

_DEEPEST_FORM = 20
_MOST_BYTES = 8_000_000
_MOST_REPORTED = 20


def multiply(one: Matrix, other: Matrix) -> Matrix:
    """Return the matrix that does ``one`` and then ``other`` (8.3.4)."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def transform(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return a point in the space that a matrix leads to."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


@dataclass(slots=True)
class _Draft:
    """A chunk while it is read."""

    mark: MarkId
    language: str | None
    texts: list[str] = field(default_factory=list)
    origin: tuple[float, float] | None = None
    points: list[tuple[float, float]] = field(default_factory=list)
    is_drawn: bool = False

    def finished(self) -> Chunk:
        text = "".join(self.texts)
        return Chunk(
            self.mark, text, self.language, self.origin, around(self.points), self.is_drawn
        )


def around(points: Iterable[tuple[float, float]]) -> Box | None:
    """Return the smallest box around points, None where there are none."""
    points = list(points)
    if not points:
        return None
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


@dataclass(slots=True)
class _Sequence:
    """An open marked-content sequence: of a chunk, an artifact, or neither."""

    draft: _Draft | None = None
    is_artifact: bool = False
    replaced: bool = False


@dataclass(slots=True)
class _State:
    """What q saves and Q brings back, as far as it is followed."""

    matrix: Matrix = IDENTITY
    font: UsedFont | None = None
    leading: float = 0.0


class PageReader:
    """Reads the content of one page; its results are in its attributes afterwards.

    ``bytes`` is how much was read, forms as often as they are drawn.
    """

    def __init__(self, number: int, fonts: dict[ObjectId, UsedFont]) -> None:
        self.chunks: dict[MarkId, _Draft] = {}
        self.untagged: list[str] = []
        self.badly_nested: list[str] = []
        self.repeated_marks: list[int] = []
        self.used: dict[ObjectId, UsedFont] = {}
        self._number = number
        self._fonts = fonts
        self._form: ObjectId = (0, 0)
        self._resources: Any = None
        self._forms: list[ObjectId] = []
        self._states = [_State()]
        self._open: list[_Sequence] = []
        self._text = self._line = IDENTITY
        self._path: list[tuple[float, float]] = []
        self.bytes = 0

    def read(self, page: pikepdf.Page) -> None:
        """Read all content of the page."""
        self._resources = page.resources
        data = b"\n".join(decode(part) for part in get_items(page.obj, "/Contents"))
        self._run(data)

    def finished(self) -> dict[MarkId, Chunk]:
        """Return the marked content by its place."""
        return {mark: draft.finished() for mark, draft in self.chunks.items()}

    def counted_fonts(self) -> tuple[Font, ...]:
        """Return the fonts that show text."""
        return tuple(font.counted() for font in self.used.values() if font.shown)

    def _run(self, data: bytes) -> None:
        self.bytes += len(data)
        if self.bytes > _MOST_BYTES:
            raise TooLargeError(f"the content of page {self._number}")
        # A stream of its own document: nothing is added to the one that is read.
        with pikepdf.new() as scratch:
            for instruction in _parse(pikepdf.Stream(scratch, data)):
                if (act := _ACTS.get(bytes(instruction.operator))) is not None:
                    act(self, list(instruction.operands))

    # --- graphics state -----------------------------------------------------------------

    @property
    def _state(self) -> _State:
        return self._states[-1]

    def save(self, _operands: list[Any]) -> None:
        state = self._state
        self._states.append(_State(state.matrix, state.font, state.leading))

    def restore(self, _operands: list[Any]) -> None:
        if len(self._states) > 1:
            self._states.pop()

    def concatenate(self, operands: list[Any]) -> None:
        if len(matrix := to_numbers(operands)) == 6:
            self._state.matrix = multiply(matrix, self._state.matrix)

    # --- marked content -----------------------------------------------------------------

    def begin(self, operands: list[Any]) -> None:
        """Open a sequence: BMC and BDC (14.6.1)."""
        tag = operands[0] if operands else None
        properties = self._properties(operands[1]) if len(operands) > 1 else None
        number = get_integer(properties, "/MCID")
        sequence = _Sequence(is_artifact=tag == Name.Artifact)
        if number is not None:
            sequence.draft = self._start(number, get_text(properties, "/Lang"))
        inside = self._innermost()
        if inside is not None and (sequence.is_artifact or sequence.draft is not None):
            outer = "an artifact" if inside.is_artifact else "tagged content"
            inner = "an artifact" if sequence.is_artifact else "tagged content"
            if len(self.badly_nested) < _MOST_REPORTED:
                self.badly_nested.append(f"{inner} inside {outer}")
        self._open.append(sequence)
        actual = get_text(properties, "/ActualText")
        if actual is not None and (found := self._innermost()) is not None and found.draft:
            found.draft.texts.append(actual)
            sequence.replaced = True

    def _properties(self, operand: Any) -> Any:
        if isinstance(operand, Name):
            return get(get(self._resources, "/Properties"), operand)
        return operand if isinstance(operand, Dictionary) else None

    def _start(self, number: int, language: str | None) -> _Draft:
        mark = (self._number, self._form, number)
        if mark in self.chunks:
            self.repeated_marks.append(number)
        return self.chunks.setdefault(mark, _Draft(mark, language))

    def end(self, _operands: list[Any]) -> None:
        """Close the innermost sequence: EMC."""
        if self._open:
            self._open.pop()

    def _innermost(self) -> _Sequence | None:
        """Return the open sequence that says what content is: part of an element, or none."""
        for sequence in reversed(self._open):
            if sequence.is_artifact or sequence.draft is not None:
                return sequence
        return None

    # --- what is shown --------------------------------------------------------------------

    def _show(self, what: str, points: Iterable[tuple[float, float]] = (), text: str = "") -> None:
        sequence = self._innermost()
        if sequence is None:
            if len(self.untagged) < _MOST_REPORTED:
                self.untagged.append(f"{what} '{shorten(text)}'" if text.strip() else what)
        elif (draft := sequence.draft) is not None:
            draft.is_drawn = True
            draft.points += points
            if text:
                if draft.origin is None:
                    x, y = transform(multiply(self._text, self._state.matrix), 0, 0)
                    draft.origin = (x, y) if math.isfinite(x + y) else None
                if not any(each.replaced for each in self._open):
                    draft.texts.append(text)

    def begin_text(self, _operands: list[Any]) -> None:
        self._text = self._line = IDENTITY

    def set_font(self, operands: list[Any]) -> None:
        font = get(get(self._resources, "/Font"), operands[0] if operands else None)
        key = identity(font)
        if key == (0, 0) or key not in self._fonts:
            self._fonts[key] = read_font(font)
        self._state.font = self.used.setdefault(key, self._fonts[key].on_another_page())

    def set_leading(self, operands: list[Any]) -> None:
        if numbers := to_numbers(operands):
            self._state.leading = numbers[0]

    def set_text_matrix(self, operands: list[Any]) -> None:
        if len(matrix := to_numbers(operands)) == 6:
            self._text = self._line = matrix

    def move_text(self, operands: list[Any]) -> None:
        if len(numbers := to_numbers(operands)) == 2:
            self._line = multiply((1, 0, 0, 1, *numbers), self._line)
            self._text = self._line

    def move_text_and_lead(self, operands: list[Any]) -> None:
        if len(numbers := to_numbers(operands)) == 2:
            self._state.leading = -numbers[1]
        self.move_text(operands)

    def next_line(self, _operands: list[Any]) -> None:
        self.move_text([0, -self._state.leading])

    def show_text(self, operands: list[Any]) -> None:
        """Show the strings of Tj and TJ, and the last operand of the others."""
        last = operands[-1] if operands else None
        strings = list(last) if isinstance(last, Array) else [last]
        shown = b"".join(bytes(part) for part in strings if isinstance(part, String))
        font = self._state.font
        if font is None or not shown:
            return
        self._show("text", text=font.text(shown))

    def show_on_next_line(self, operands: list[Any]) -> None:
        self.next_line([])
        self.show_text(operands)

    def add_points(self, operands: list[Any]) -> None:
        """Take up the points of m, l, c, v and y."""
        numbers = to_numbers(operands)
        for x, y in zip(numbers[::2], numbers[1::2], strict=False):
            self._path.append(transform(self._state.matrix, x, y))

    def add_rectangle(self, operands: list[Any]) -> None:
        if len(numbers := to_numbers(operands)) == 4:
            x, y, width, height = numbers
            for corner in ((x, y), (x + width, y), (x, y + height), (x + width, y + height)):
                self._path.append(transform(self._state.matrix, *corner))

    def paint(self, _operands: list[Any]) -> None:
        self._show("a drawing", self._path)
        self._path = []

    def drop_path(self, _operands: list[Any]) -> None:
        self._path = []

    def paint_image(self, _operands: list[Any] | None = None) -> None:
        corners = ((0, 0), (1, 0), (0, 1), (1, 1))
        self._show("an image", [transform(self._state.matrix, *corner) for corner in corners])

    def shade(self, _operands: list[Any]) -> None:
        self._show("a shading")

    def paint_object(self, operands: list[Any]) -> None:
        """Show an image, or a form XObject, whose content is read in its turn: Do (8.10)."""
        found = get(get(self._resources, "/XObject"), operands[0] if operands else None)
        if get_name(found, "/Subtype") == "Image":
            self.paint_image()
        elif get_name(found, "/Subtype") == "Form":
            self._paint_form(found)

    def _paint_form(self, form: Any) -> None:
        key = identity(form)
        if key in self._forms or len(self._forms) > _DEEPEST_FORM:
            return
        outside = self._resources, self._form, self._states, self._text, self._line
        matrix = get_numbers(form, "/Matrix") or IDENTITY
        whole = multiply(matrix, self._state.matrix) if len(matrix) == 6 else self._state.matrix
        self._states = [_State(whole, self._state.font, self._state.leading)]
        self._resources = get(form, "/Resources") or self._resources
        self._form = key
        self._forms.append(key)
        self._run(decode(form))
        self._forms.pop()
        self._resources, self._form, self._states, self._text, self._line = outside


def _parse(content: pikepdf.Stream) -> list[Any]:
    """Return the instructions of a content stream; raises PdfError for what is none."""
    try:
        with warnings.catch_warnings(action="error"):
            return list(pikepdf.parse_content_stream(content))
    except (TypeError, UserWarning) as error:  # operands of a wrong kind, no end
        raise pikepdf.PdfError(f"a content stream can't be read: {error}") from error


_Act = Callable[[PageReader, list[Any]], None]
_ACTS: dict[bytes, _Act] = {
    b"q": PageReader.save,
    b"Q": PageReader.restore,
    b"cm": PageReader.concatenate,
    b"BMC": PageReader.begin,
    b"BDC": PageReader.begin,
    b"EMC": PageReader.end,
    b"BT": PageReader.begin_text,
    b"Tf": PageReader.set_font,
    b"TL": PageReader.set_leading,
    b"Tm": PageReader.set_text_matrix,
    b"Td": PageReader.move_text,
    b"TD": PageReader.move_text_and_lead,
    b"T*": PageReader.next_line,
    b"Tj": PageReader.show_text,
    b"TJ": PageReader.show_text,
    b"'": PageReader.show_on_next_line,
    b'"': PageReader.show_on_next_line,
    b"re": PageReader.add_rectangle,
    b"Do": PageReader.paint_object,
    b"INLINE IMAGE": PageReader.paint_image,
    b"sh": PageReader.shade,
    b"n": PageReader.drop_path,
    **dict.fromkeys((b"m", b"l", b"c", b"v", b"y"), PageReader.add_points),
    **dict.fromkeys((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s"), PageReader.paint),
}
