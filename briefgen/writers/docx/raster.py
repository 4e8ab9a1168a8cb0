"""Turn an SVG into pixels, in a process of its own: a program to be run by its path.

resvg-py 0.5 aborts the process where a picture asks for more memory than there is (a pattern a
million pixels wide) and can't be interrupted where one asks for more time. A limited process
makes an error of either. What an SVG may hold is checked before, in
briefgen/writers/docx/images.py.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence

SECONDS = 10
MEGABYTES = 1024


def draw_svg(
    svg: str, width: int, height: int, fonts: Sequence[str], generic: Mapping[str, str]
) -> bytes:
    """Return a PNG of an SVG that fits into ``width`` × ``height`` pixels.

    Text is set in the font files ``fonts`` and no other; ``generic`` says what family
    serif and sans-serif are. Raise ValueError where it can't be drawn, or not within
    10 seconds of the processor and 1 GiB.
    """
    drawing = {
        "svg_string": svg,
        "width": width,
        "height": height,
        "dpi": 96,
        "skip_system_fonts": True,
        "font_files": list(fonts),
        "font_family": generic["serif"],
        "serif_family": generic["serif"],
        "sans_serif_family": generic["sans-serif"],
    }
    done = subprocess.run(  # noqa: S603 - this file, by this interpreter
        [sys.executable, "-I", __file__, str(SECONDS)],
        input=json.dumps(drawing).encode(),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise ValueError("it can't be drawn, or takes too much time or memory")
    return done.stdout


def _main() -> None:
    import resvg_py  # noqa: PLC0415 - not in the process that asks

    seconds = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 2**20, MEGABYTES * 2**20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(resvg_py.svg_to_bytes(**json.load(sys.stdin)))


if __name__ == "__main__":
    _main()
