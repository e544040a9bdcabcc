"""Pixels and mosaics, drawn from a grid of cells."""

from __future__ import annotations

from random import Random

from data.artists.shaded.art import Art
from data.artists.shaded.cells import Cell, grid_of
from data.artists.shaded.palette import dark, light
from data.artists.shaded.svg import path, stroke


def ink_pixel(art: Art, r: Random, n: int) -> str:
    """Pixel art of n by n, with or without an outline."""
    cells = grid_of(art, n, r.random() < 0.7)
    if r.random() < 0.6:
        _outline(cells, n, r.choice(["#1c1420", "#ffffff", "#2a2a50"]))
    out: list[str] = []
    for y in range(n):
        out += _row(cells, n, y)
    return f'<g transform="scale({256 / n:.4f})" shape-rendering="crispEdges">{"".join(out)}</g>'


def _outline(cells: dict[Cell, str], n: int, edge: str) -> None:
    """Put cells of the colour `edge` about all others."""
    for x, y in list(cells):
        for p in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
            if 0 <= p[0] < n and 0 <= p[1] < n:
                cells.setdefault(p, edge)


def _row(cells: dict[Cell, str], n: int, y: int) -> list[str]:
    """The cells of a row, a path for each run of one colour."""
    out, x = [], 0
    while x < n:
        c, k = cells.get((x, y)), x
        while x < n and cells.get((x, y)) == c:
            x += 1
        if c:
            out.append(f'<path fill="{c}" d="M{k} {y}h{x - k}v1h{k - x}z"/>')
    return out


def ink_mosaic(art: Art, r: Random, n: int) -> str:
    """A mosaic of n by n round or uneven tiles, under the fine marks."""
    out = [f'<g transform="scale({256 / n:.4f})">']
    round_ = r.random() < 0.35
    for (x, y), c in grid_of(art, n, False).items():
        t = r.uniform(-0.16, 0.16)
        f = light(c, t) if t > 0 else dark(c, -t)
        if round_:
            out.append(f'<circle cx="{x}.5" cy="{y}.5" r=".47" fill="{f}"/>')
        else:
            j = [r.uniform(0.02, 0.1) for _ in range(4)]
            out.append(
                f'<path fill="{f}" d="M{x + j[0]:.2f} {y + j[1]:.2f}L{x + 1 - j[2]:.2f} {y + j[3]:.2f}L'
                f"{x + 1 - j[1]:.2f} "
                f'{y + 1 - j[0]:.2f}L{x + j[3]:.2f} {y + 1 - j[2]:.2f}Z"/>'
            )
    big = [s for s in art.shapes if s.tag == "detail" or (s.w and s.tag != "gloss")]
    marks = "".join(stroke(s, s.col) if s.w else f'<path d="{path(s.pts)}" fill="{s.col}"/>' for s in big)
    return "".join(out) + "</g>" + marks
