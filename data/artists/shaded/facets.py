"""Facets: every area cut into lit and dark triangles."""

from __future__ import annotations

from random import Random

from data.artists.shaded.art import Art, Shape
from data.artists.shaded.geometry import span_of
from data.artists.shaded.palette import dark, light
from data.artists.shaded.svg import path, stroke


def ink_facet(art: Art, r: Random) -> str:
    """Large areas in facets, the rest flat."""
    out: list[str] = []
    for i, s in enumerate(art.shapes):
        x0, y0, x1, y1 = span_of(s.pts)
        if s.w:
            out.append(stroke(s, s.col))
        elif s.tag in ("detail", "blush", "shadow", "gloss") or max(x1 - x0, y1 - y0) < 7:
            out.append(
                f'<path d="{path(s.pts)}" fill="{s.col}" opacity="{0.4 if s.tag in ("blush", "shadow") else 1}"/>'
            )
        else:
            out += _cut(s, i, r)
    return "".join(out)


def _cut(s: Shape, i: int, r: Random) -> list[str]:
    """An area as triangles between its edge, a ring within and its middle's surroundings."""
    x0, y0, x1, y1 = span_of(s.pts)
    n = max(6, min(12, int((x1 - x0 + y1 - y0) / 9)))
    ring = [s.pts[int(len(s.pts) * j / n)] for j in range(n)]
    cx, cy = sum(p[0] for p in ring) / n + r.uniform(-2, 2), sum(p[1] for p in ring) / n + r.uniform(-2, 2)
    mid = [
        (
            cx + (p[0] + q[0] - 2 * cx) * 0.27 + r.uniform(-1, 1),
            cy + (p[1] + q[1] - 2 * cy) * 0.27 + r.uniform(-1, 1),
        )
        for p, q in zip(ring, [*ring[1:], ring[0]], strict=True)
    ]
    out = [
        f'<clipPath id="f{i}"><path d="{path(s.pts)}"/></clipPath><g clip-path="url(#f{i})"><path'
        f' d="{path(s.pts)}" fill="{s.col}"/>'
    ]
    for j in range(n):
        a, b, m, m2 = ring[j], ring[(j + 1) % n], mid[j], mid[j - 1]
        for t in ([a, b, m], [m2, a, m], [(cx, cy), m2, m]):
            gx, gy = sum(p[0] for p in t) / 3 - cx, sum(p[1] for p in t) / 3 - cy
            lit = -(gx * 0.6 + gy * 0.8) / (max(x1 - x0, y1 - y0) / 2) + r.uniform(-0.25, 0.25)
            c = light(s.col, min(0.5, lit * 0.5)) if lit > 0 else dark(s.col, min(0.5, -lit * 0.42))
            out.append(f'<path d="{path(t)}" fill="{c}" stroke="{c}" stroke-width=".4"/>')
    out.append("</g>")
    return out
