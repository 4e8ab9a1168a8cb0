"""Turn colours of CSS Color 4 and 5 into those of screens, which Word has no others than.

What is transparent, and what a colour is composed on, is the business of
briefgen/style/cascade.py; PDF has colours of other spaces as they are.
"""

from __future__ import annotations

from typing import Any

RGB = tuple[float, float, float]
"""An sRGB colour, 0 to 1 each."""

_CIE = {"xyz-d50", "xyz-d65", "lab", "lch", "oklab", "oklch"}


def screen_color(color: Any) -> RGB:
    """Return the sRGB colour that comes nearest to one of tinycss2's.

    tinycss2 1.5 (color4.py) itself turns none but HSL and HWB into sRGB. Of a space of which
    nothing is known the coordinates are taken as they stand, as WeasyPrint does.
    """
    if color.space in {"hsl", "hwb"}:
        color = color.to("srgb")
    parts = tuple(part or 0.0 for part in color.coordinates)
    if color.space in _CIE:
        return _from_lab(*color.to("lab").coordinates)
    if color.space == "device-cmyk":
        cyan, magenta, yellow, black = parts
        parts = tuple((1 - ink) * (1 - black) for ink in (cyan, magenta, yellow))
    red, green, blue, *_ = (*parts, 0.0, 0.0)
    return _bound(red), _bound(green), _bound(blue)


def _bound(part: float) -> float:
    return min(1.0, max(0.0, part))


def _from_lab(lightness: float, a: float, b: float) -> RGB:
    """Return the nearest sRGB colour (CSS Color 4, 9.3 and 17); Lab's white is the screen's."""
    y = (lightness + 16) / 116
    x, y, z = (
        white * (part**3 if part > 6 / 29 else 3 * (6 / 29) ** 2 * (part - 4 / 29))
        for white, part in zip((0.95046, 1.0, 1.08906), (y + a / 500, y, y - b / 200), strict=True)
    )
    return (
        _encode(3.24097 * x - 1.53738 * y - 0.49861 * z),
        _encode(-0.96924 * x + 1.87597 * y + 0.04156 * z),
        _encode(0.05563 * x - 0.20398 * y + 1.05697 * z),
    )


def _encode(linear: float) -> float:
    linear = _bound(linear)
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
