"""The soft ink, with gradients over every area, and clay, its glossy kin."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from data.artists.shaded.art import Art, Shape
from data.artists.shaded.geometry import span_of
from data.artists.shaded.palette import dark, light
from data.artists.shaded.svg import path, stroke


@dataclass
class Light:
    """How the light falls in one picture, with the gradients made so far by what they are for: id and SVG."""

    clay: bool
    rim: str  # "", "own" or a colour
    lx: float
    hot: float
    deep: float
    defs: dict[str, tuple[str, str]] = field(default_factory=dict)

    def gradient(self, c: str, small: bool) -> str:
        """The fill of an area of the colour; a `small` one changes little across it."""
        key = c + str(small)
        if key not in self.defs:
            a, z = (self.hot * 0.4, self.deep * 0.4) if small else (self.hot, self.deep)
            name = f"g{len(self.defs)}"
            self.defs[key] = (
                name,
                f'<radialGradient id="{name}" cx="{self.lx}" cy=".28" r=".85">'
                f'<stop offset="0" stop-color="{light(c, a)}"/><stop offset=".5" stop-color="{c}"/>'
                f'<stop offset="1" stop-color="{dark(c, z)}"/></radialGradient>',
            )
        return f"url(#{self.defs[key][0]})"

    def fade(self, name: str, c: str) -> str:
        """A fill of the colour that fades out to the edge."""
        self.defs[name] = (
            name,
            f'<radialGradient id="{name}"><stop offset="0" stop-color="{c}" stop-opacity=".75"/>'
            f'<stop offset="1" stop-color="{c}" stop-opacity="0"/></radialGradient>',
        )
        return f"url(#{name})"


def ink_soft(art: Art, r: Random) -> str:
    """Soft shading."""
    rim = "" if r.random() < 0.5 else r.choice(["#3a2430", "own"])
    return _render(art, Light(False, rim, r.choice([0.32, 0.68]), r.uniform(0.2, 0.4), r.uniform(0.25, 0.45)))


def ink_clay(art: Art, r: Random) -> str:
    """Clay, with strong shading and highlights."""
    return _render(art, Light(True, "", r.choice([0.32, 0.68]), 0.55, 0.5))


def _render(art: Art, at: Light) -> str:
    out: list[str] = []
    for i, s in enumerate(art.shapes):
        if s.w:
            out.append(stroke(s, s.col))
        elif s.tag == "blush":
            out.append(f'<path d="{path(s.pts)}" fill="{at.fade(f"b{i}", s.col)}"/>')
        elif s.tag == "shadow":
            out.append(f'<path d="{path(s.pts)}" fill="{s.col}" opacity=".45"/>')
        else:
            out += _area(s, at)
    return "<defs>" + "".join(text for _, text in at.defs.values()) + "</defs>" + "".join(out)


def _area(s: Shape, at: Light) -> list[str]:
    """An area with its shadow before it and, of clay, its highlight after it."""
    x0, y0, x1, y1 = span_of(s.pts)
    w, h, out = x1 - x0, y1 - y0, []
    if s.tag in ("skin", "cloth", "hair") and w > 14:
        d = 2 if at.clay else 1.4
        out.append(
            f'<path d="{path(s.pts)}" transform="translate({(0.5 - at.lx) * d * 4:.1f} {d})" fill="#20102a" '
            'opacity=".16"/>'
        )
    edge = ""
    if at.rim and s.tag != "detail":
        edge = f' stroke="{dark(s.col, 0.5) if at.rim == "own" else at.rim}" stroke-width="1.2"'
    fill = s.col if s.tag == "detail" else at.gradient(s.col, s.tag == "back")
    out.append(f'<path d="{path(s.pts)}" fill="{fill}"{edge}/>')
    round_ = min(w, h) > 9 and w < 150 and max(w, h) < 2.2 * min(w, h)
    if at.clay and round_ and s.tag not in ("detail", "back", "cloth"):
        out.append(
            f'<ellipse cx="{x0 + w * at.lx:.1f}" cy="{y0 + h * 0.2:.1f}" rx="{w * 0.13:.1f}" '
            f'ry="{h * 0.07:.1f}" fill="#fff" opacity=".5"/>'
        )
    return out
