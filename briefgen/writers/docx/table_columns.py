"""Turn what columns ask for into their widths (CSS 2, 17.5.2)."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from briefgen.writers.docx.session import Session
from briefgen.writers.docx.table_grid import TableGrid


def in_points(width: float | tuple[str, float] | None, whole: float) -> float | None:
    """Return a width in points, a percentage of the whole; None for ``auto``."""
    return whole * width[1] / 100 if isinstance(width, tuple) else width


def column_widths(session: Session, table: Element, grid: TableGrid, width: float) -> list[float]:
    """Return the columns' widths in points: what ``col`` says, else the widest of the cells.

    In a fixed layout the first row's cells alone count. ``width`` is the table's. Columns
    without a width share what is left: evenly in a fixed layout, else by the length of their
    text, as CSS 2, 17.5.2 leaves to the renderer.
    """
    columns = grid.columns
    widths: list[float | None] = []
    for column in table.iterfind("colgroup/col"):
        own = in_points(session.style(column).width, width)
        widths += [own] * max(1, int(column.get("span", "1")))
    widths = (widths + [None] * columns)[:columns]
    is_fixed = session.style(table).table_layout == "fixed"
    widest: dict[int, float] = {}
    for row in grid.rows[: 1 if is_fixed else None]:
        for _, cell in row.cells:
            if cell.style is not None and cell.columns == 1:
                own = in_points(cell.style.width, width)
                if own is not None:
                    widest[cell.column] = max(own, widest.get(cell.column, 0.0))
    widths = [widest.get(place) if own is None else own for place, own in enumerate(widths)]
    given = [own or 0.0 for own in widths]
    open_columns = [place for place, own in enumerate(widths) if own is None]
    left = width - sum(given)
    if open_columns:
        shares = [1.0] * columns
        if not is_fixed:
            shares = _text_shares(grid)
        whole = sum(shares[place] for place in open_columns)
        for place in open_columns:
            given[place] = max(left, 12.0 * len(open_columns)) * shares[place] / whole
    scale = width / sum(given)
    return [own * scale for own in given] if open_columns or scale < 1 else given


def _text_shares(grid: TableGrid) -> list[float]:
    """Return a weight per column: its longest word, or the root of its longest text."""
    shares = [4.0] * grid.columns
    for row in grid.rows:
        for element, place in row.cells:
            if place.style is not None and place.columns == 1:
                text = "".join(element.itertext())
                longest = max(map(len, text.split()), default=0)
                share = max(longest, (len(text) ** 0.5) * 3)
                shares[place.column] = max(shares[place.column], share)
    return shares
