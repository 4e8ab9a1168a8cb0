"""Turn Jinja's sandbox into one with an end: of time, of output, of any one value.

Jinja's own keeps templates from Python's internals, not from `'%9999999999d' % 1`. What
templates are given to work with is in briefgen/markup/render.py.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, nodes, pass_context
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS
from jinja2.runtime import Context, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefgen.markup.marks import Marks
from briefgen.markup.provenance import Files

LONGEST_VALUE = 1_000_000
"""How many characters or items an operation may make."""

WIDEST = 1_000
"""How many characters a format may pad to."""

_MOST_BITS = 1_024
_REFUSED_FILTERS = (
    *("center", "indent", "wordwrap", "pprint", "tojson"),
    *("forceescape", "safe", "urlize", "xmlattr", "random"),
)
_PERCENT_FORMAT = re.compile(r"%(?:\([^)]*\))?[-+ #0]*(\*|\d*)(?:\.(\*|\d*))?")
_BRACE_FORMAT = re.compile(r"\{[^{}]*(?:\{|\})")
_DIGITS = re.compile(r"\d+")


class OutOfTime(Exception):  # noqa: N818 - it is a limit, no mistake of ours
    """A template takes longer than a document may."""


class OutOfRoom(Exception):  # noqa: N818 - it is a limit, no mistake of ours
    """A template makes more than a document may hold."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When a document's rendering ends: ``deadline`` by time.thread_time(), and its characters.

    CPU time, so that a suspended or busy machine ends none.
    """

    deadline: float
    characters: int

    def check_time(self) -> None:
        """Raise OutOfTime when the deadline is past."""
        if time.thread_time() > self.deadline:
            raise OutOfTime


class _Codes(BytecodeCache):
    """Compiled templates, kept in memory for as long as the environment lives.

    Templates themselves are made anew for each document, since Jinja keeps what an
    imported template's ``{% set %}`` came to, in whatever language that was.
    """

    def __init__(self) -> None:
        self._codes: dict[str, Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a bucket its code, if there is some."""
        bucket.code = self._codes.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a bucket's code."""
        self._codes[bucket.key] = bucket.code


class _Generator(CodeGenerator):
    """Compiles loops that look at the time, and a ``~`` that looks at the size."""

    def visit_Template(  # noqa: N802 - Jinja's own name
        self, node: nodes.Template, frame: Frame | None = None
    ) -> None:
        """Compile a template."""
        for loop in node.find_all(nodes.For):
            loop.iter = nodes.Filter(
                loop.iter, "_watched", [], [], None, None, lineno=loop.iter.lineno
            )
        super().visit_Template(node, frame)

    def visit_Concat(  # noqa: N802 - Jinja's own name
        self, node: nodes.Concat, frame: Frame
    ) -> None:
        """Compile a ``~``."""
        self.write("environment.joined((")
        for operand in node.nodes:
            self.visit(operand, frame)
            self.write(", ")
        self.write("))")


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox that asks its limits at every call, every turn of a loop, every piece.

    So it ends in any thread, without signals. ``limits`` are those of the document that
    is being rendered; ``files`` numbers the templates for their marks.
    """

    code_generator_class = _Generator
    intercepted_binops = frozenset(("+", "*", "**", "%"))
    limits: Limits

    def __init__(self, loader: BaseLoader, files: Files) -> None:
        super().__init__(
            loader=loader,
            extensions=["jinja2.ext.i18n", Marks],
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            bytecode_cache=_Codes(),
        )
        self.files = files
        for name in _REFUSED_FILTERS:
            del self.filters[name]
        del self.globals["lipsum"]
        self.filters["_watched"] = self._watched
        for name, check in _CHECKED_FILTERS.items():
            self.filters[name] = _checked(FILTERS[name], check)

    def concat(self, pieces: Iterable[str]) -> str:
        """Return the pieces that a template yields as one text, within the limits."""
        limits, size, parts = self.limits, 0, []
        for piece in pieces:
            size += len(piece)
            if size > limits.characters:
                raise OutOfRoom
            limits.check_time()
            parts.append(piece)
        return "".join(parts)

    def joined(self, parts: tuple[object, ...]) -> str:
        """Return what ``~`` makes of its operands."""
        text = markup_join(parts)
        _check_size(len(text))
        return text

    @pass_context
    def _watched(self, _context: Context, items: Iterable[object]) -> Iterator[object]:
        """Return the items of a loop, looking at the time before each.

        It takes Jinja's context so that it isn't called while a template is compiled.
        """
        for item in items:
            self.limits.check_time()
            yield item

    def call(
        __self,  # noqa: N805
        __context: Context,
        __obj: Any,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        """Return what a call in a template gives, unless that would be too much."""
        __self.limits.check_time()
        owner = getattr(__obj, "__self__", None)
        if isinstance(owner, str | bytes):
            _check_method(owner, getattr(__obj, "__name__", ""), args)
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Return left and right under an operator, unless that would be too much."""
        _CHECKED_OPERATORS[operator](left, right)
        return super().call_binop(context, operator, left, right)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """Return the safe stand-in for a text's ``format``, or None for anything else."""
        wrapped = super().wrap_str_format(value)
        if wrapped is not None:
            _check_brace_format(value.__self__)
        return wrapped


# --- what an operation may come to -----------------------------------------------------


def _check_size(size: int) -> None:
    if size > LONGEST_VALUE:
        raise SecurityError(f"an operation may make {LONGEST_VALUE:,} characters or items at most")


def _check_width(width: int) -> None:
    if width > WIDEST:
        raise SecurityError(f"text may be padded to {WIDEST:,} characters at most")


def _check_sum(left: Any, right: Any) -> None:
    if hasattr(left, "__len__") and hasattr(right, "__len__"):
        _check_size(len(left) + len(right))


def _check_product(left: Any, right: Any) -> None:
    for one, other in ((left, right), (right, left)):
        if hasattr(one, "__len__") and isinstance(other, int):
            _check_size(len(one) * other)
    if isinstance(left, int) and isinstance(right, int):
        _check_bits(left.bit_length() + right.bit_length())


def _check_power(left: Any, right: Any) -> None:
    if isinstance(left, int) and isinstance(right, int):
        _check_bits(left.bit_length() * right)


def _check_bits(bits: int) -> None:
    if bits > _MOST_BITS:
        raise SecurityError(f"whole numbers may have {_MOST_BITS:,} bits at most")


def _check_percent_format(text: Any, _values: Any = None) -> None:
    if isinstance(text, str):
        _check_widths(number for found in _PERCENT_FORMAT.findall(text) for number in found)


def _check_brace_format(text: str) -> None:
    for field in _BRACE_FORMAT.findall(text.replace("{{", "").replace("}}", "")):
        _check_widths(("*",) if field.endswith("{") else _DIGITS.findall(field))


def _check_widths(widths: Iterable[str]) -> None:
    for width in widths:
        if width == "*":
            raise SecurityError("a format's width must be written in the format itself")
        _check_width(int(width or 0) if len(width) < 10 else WIDEST + 1)


def _check_method(owner: str | bytes, name: str, arguments: tuple[Any, ...]) -> None:
    """Raise SecurityError where a method of a text would make too much of it."""
    if name in ("center", "ljust", "rjust", "zfill", "expandtabs"):
        for argument in arguments:
            _check_width(argument if isinstance(argument, int) else 0)
    elif name == "replace" and isinstance(owner, str):
        _check_replace(owner, *arguments[:2])
    elif name == "join" and isinstance(owner, str):
        _check_join(arguments[0] if arguments else (), owner)
    elif name == "translate":
        raise SecurityError("texts can't be translated character by character")


def _check_replace(text: Any, old: Any = "", new: Any = "", count: Any = None) -> None:
    del count
    text, old, new = str(text), str(old), str(new)
    _check_size(len(text) + text.count(old) * len(new))


def _check_join(items: Any = (), d: Any = "", attribute: Any = None) -> None:
    del attribute
    separator = d
    if hasattr(items, "__len__"):
        _check_size(len(items) * len(str(separator)))
    else:
        _check_width(len(str(separator)))


def _checked(filter_: Callable[..., Any], check: Callable[..., None]) -> Callable[..., Any]:
    """Return a filter that asks ``check`` first, with what the template gives it."""
    skipped = 1 if hasattr(filter_, "jinja_pass_arg") else 0

    @wraps(filter_)
    def checked(*arguments: Any, **options: Any) -> Any:
        check(*arguments[skipped:], **options)
        return filter_(*arguments, **options)

    return checked


def _check_format_filter(text: Any, *_values: Any, **_named: Any) -> None:
    _check_percent_format(str(text))


_CHECKED_FILTERS: Mapping[str, Callable[..., None]] = {
    "format": _check_format_filter,
    "replace": _check_replace,
    "join": _check_join,
}
_CHECKED_OPERATORS: Mapping[str, Callable[[Any, Any], None]] = {
    "+": _check_sum,
    "*": _check_product,
    "**": _check_power,
    "%": _check_percent_format,
}
