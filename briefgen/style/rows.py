"""Let a row that is to stay whole break where keeping it so would leave much of a page blank.

``break-inside: avoid`` is a wish (CSS Fragmentation 3, 4.4): layout drops it for a row that is
higher than a page, and here for one that would leave a fifth of a page empty. How many lines
stay on each side is what ``orphans`` and ``widows`` say.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from weasyprint.formatting_structure.boxes import TableCellBox
from weasyprint.layout import block

BLANK = 0.2
"""Part of a page's height that no row leaves blank to stay whole."""


class Kept(str):
    """A row's value of ``break-inside`` that gives way."""

    __slots__ = ()


def let_break(rows: Iterable[Any]) -> None:
    """Have rows give way, by their computed styles."""
    for style in {id(style): style for style in rows}.values():
        style["break_inside"] = Kept(style["break_inside"])


_lay_out = block.block_container_layout
_avoids = block.avoid_page_break


def _lay_out_cell(context: Any, box: Any, bottom_space: float, *further: Any, **named: Any) -> Any:
    """Lay out a block, and note of a cell's row where it would leave the page if it moved.

    With it go the rows above that are kept with it.
    """
    done = _lay_out(context, box, bottom_space, *further, **named)
    if isinstance(box, TableCellBox):
        top, row = box.position_y, box.style.parent_style
        start, above, before = getattr(context, "row_kept", (top, top, None))
        if top != above:
            is_kept = (
                before is not None
                and above < top
                and (
                    _avoids(before["break_after"], context) or _avoids(row["break_before"], context)
                )
            )
            start = start if is_kept else top
        context.row_kept, context.row_end = (start, top, row), context.page_bottom - bottom_space
    return done


def _avoid_break(value: str, context: Any) -> bool:
    if isinstance(value, Kept):
        page = context.current_footnote_area.page
        start, *_ = context.row_kept
        if context.row_end - start > BLANK * page.height:
            return False
    return bool(_avoids(value, context))


block.block_container_layout = _lay_out_cell
block.avoid_page_break = _avoid_break
