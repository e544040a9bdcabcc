"""Cut paper: flat areas that cast small shadows."""

from __future__ import annotations

from random import Random

from data.artists.shaded.art import Art
from data.artists.shaded.palette import light
from data.artists.shaded.svg import path, stroke


def ink_paper(art: Art, r: Random) -> str:
    """Layers of cut paper."""
    out: list[str] = []
    dx, dy = r.choice([-1, 1]) * r.uniform(1, 2.2), r.uniform(1.2, 2.6)
    for s in art.shapes:
        if s.tag in ("shadow", "gloss"):
            continue
        if s.w:
            out.append(stroke(s, s.col))
            continue
        d, k = path(s.pts), 0.4 if s.tag == "detail" else 1
        if s.tag != "blush":
            for q, w in ((1.25, 1.6), (0.7, 0.4)):
                out.append(
                    f'<path d="{d}" transform="translate({dx * q * k:.1f} {dy * q * k:.1f})" fill="#180c20" '
                    f'stroke="#180c20" stroke-width="{w * k:.1f}" opacity=".15"/>'
                )
        out.append(f'<path d="{d}" fill="{s.col}"/>')
        if s.tag in ("cloth", "hair", "skin"):
            out.append(f'<path d="{d}" fill="none" stroke="{light(s.col, 0.5)}" stroke-width=".6" opacity=".8"/>')
    return "".join(out)
