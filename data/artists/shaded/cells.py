"""The picture as a grid of coloured cells."""

from __future__ import annotations

import math

from data.artists.shaded.art import Art, Shape
from data.artists.shaded.geometry import inside, span_of
from data.artists.shaded.palette import dark, light

Cell = tuple[int, int]


def grid_of(art: Art, n: int, shade: bool) -> dict[Cell, str]:
    """The picture as n by n cells; small marks keep at least a cell."""
    cells: dict[Cell, str] = {}
    for s in art.shapes:
        if s.tag in ("shadow", "gloss") or (s.tag == "blush" and n < 30):
            continue
        mine = _line(s, 256 / n) if s.w else _area(s, n)
        lit = shade and not s.w and len(mine) > 8 and s.tag != "detail"
        for x, y in mine:
            if 0 <= x < n and 0 <= y < n:
                cells[x, y] = _lit(s.col, x, y, mine) if lit else s.col
    return cells


def _line(s: Shape, q: float) -> set[Cell]:
    """The cells, `q` wide, that a line passes."""
    mine: set[Cell] = set()
    for (ax, ay), (bx, by) in zip(s.pts, s.pts[1:], strict=False):
        k = max(1, int(math.hypot(bx - ax, by - ay) / q * 2))
        mine |= {(int((ax + (bx - ax) * i / k) // q), int((ay + (by - ay) * i / k) // q)) for i in range(k + 1)}
    for x, y in list(mine) if s.w > q * 1.5 else []:
        mine |= {(x + 1, y), (x, y + 1)}
    return mine


def _area(s: Shape, n: int) -> set[Cell]:
    """The cells of n by n whose middle an area covers; one at least, unless it is a white glint."""
    q, mine = 256 / n, set()
    x0, y0, x1, y1 = span_of(s.pts)
    for y in range(max(0, int(y0 / q)), min(n, int(y1 / q) + 1)):
        for x in range(max(0, int(x0 / q)), min(n, int(x1 / q) + 1)):
            if inside(s.pts, (x + 0.5) * q, (y + 0.5) * q):
                mine.add((x, y))
    if not mine and s.col != "#ffffff":
        mine.add((int((x0 + x1) / 2 // q), int((y0 + y1) / 2 // q)))
    return mine


def _lit(c: str, x: int, y: int, mine: set[Cell]) -> str:
    """The colour of a cell lit from the upper left, among the cells of its shape."""
    if (x + 1, y) not in mine or (x, y + 1) not in mine:
        return dark(c, 0.22)
    return c if (x - 1, y) in mine else light(c, 0.25)
