"""The pen that collects shapes, and sprites, which are small drawings written as text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from data.artists.kawaii.colours import light, mix
from data.artists.kawaii.styles import Style

NUM = re.compile(r"-?\d*\.?\d+")


def place(template: str, x: float, y: float, sx: float, sy: float) -> str:
    """Unit path (absolute M L Q C only, so numbers alternate x and y) put on the page."""
    turn = [0]

    def one(match: re.Match[str]) -> str:
        turn[0] += 1
        return f"{x + float(match[0]) * sx:.1f}" if turn[0] % 2 else f"{y + float(match[0]) * sy:.1f}"

    return NUM.sub(one, template)


@dataclass
class Pen:
    """Collects shapes, so that they can be drawn twice: as a white sticker edge and as themselves."""

    style: Style
    zoom: float = 1.0
    ramp: tuple[str, str] = ("#26242a", "#ffffff")
    items: list[tuple[str, str, str, float]] = field(default_factory=list)
    defs: dict[str, str] = field(default_factory=dict)

    def paint(self, colour: str) -> str:
        """The colour as this style fills it."""
        if self.style.paint == "ink":
            return self.ramp[0] if light(colour) < 0.33 else self.ramp[1]
        if self.style.paint == "tone":
            return mix(self.ramp[0], self.ramp[1], min(1.0, light(colour) * 1.1))
        return colour

    def edge(self, colour: str) -> str:
        """The outline colour for a shape of this colour."""
        if self.style.line == "self":
            return mix(colour, "#6b3a2a", 0.38)
        return self.ramp[0] if self.style.paint in ("ink", "tone") else self.style.line or "none"

    def shape(self, geo: str, colour: str, line: bool = True) -> None:
        """Add a filled shape, given as an element without its fill, with an outline if `line`."""
        width = self.style.width * self.zoom if line and self.style.line else 0.0
        fill, edge = self.paint(colour), self.edge(colour) if width else "none"
        if self.style.paint == "grad" and line:
            key = "g" + fill[1:]
            stops = (
                f'<stop offset=".45" stop-color="{fill}"/><stop offset="1" stop-color="{mix(fill, "#8a4a5a", 0.22)}"/>'
            )
            self.defs[key] = f'<radialGradient id="{key}" cx=".4" cy=".35" r=".75">{stops}</radialGradient>'
            fill = f"url(#{key})"
        if self.style.paint == "off" and width:
            self.items.append(
                (f'{geo} transform="translate({2.5 * self.zoom:.1f} {2 * self.zoom:.1f})"', fill, "none", 0)
            )
            fill = "none"
        self.items.append((geo, fill, edge, width))

    def path(self, d: str, colour: str, line: bool = True) -> None:
        """Add a filled path."""
        self.shape(f'path d="{d}"', colour, line)

    def oval(self, x: float, y: float, rx: float, ry: float, colour: str, line: bool = True) -> None:
        """Add a filled ellipse."""
        self.shape(f'ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{abs(rx):.1f}" ry="{abs(ry):.1f}"', colour, line)

    def stroke(self, d: str, colour: str, width: float) -> None:
        """Add an open line without an outline."""
        self.items.append((f'path d="{d}"', "none", self.paint(colour), width))

    def limb(self, d: str, colour: str, width: float) -> None:
        """Add a thick line with an outline."""
        if self.style.line:
            self.items.append(
                (f'path d="{d}"', "none", self.edge(colour), width + 2 * self.style.width * self.zoom * 0.75)
            )
        elif self.style.paint == "grad":
            colour = mix(colour, "#8a4a5a", 0.1)
        self.items.append((f'path d="{d}"', "none", self.paint(colour), width))

    def tag(self, text: str) -> None:
        """Add raw SVG, such as the start or the end of a group."""
        self.items.append((text, "", "", -1))

    def svg(self, border: float = 0.0, edge: str = "#ffffff") -> str:
        """The shapes as SVG; with a border, as one silhouette in the colour `edge`."""
        out = []
        for geo, fill, stroke, width in self.items:
            if width < 0:
                out.append(geo)
                continue
            if border:
                fill, stroke, width = ("none" if fill == "none" else edge), edge, width + border
            mark = f'stroke="{stroke}" stroke-width="{width:.2f}" stroke-linecap="round" stroke-linejoin="round"'
            out.append(f'<{geo} fill="{fill}" {mark if width else ""}/>')
        return "".join(out)


def sprite(p: Pen, spec: str, x: float, y: float, sx: float, sy: float, pal: dict[str, str]) -> None:
    """Draw a small drawing that is written as text.

    Its parts, joined by "|", are o:colour:cx cy rx ry (q: without a line), p:colour:path (n: without a line) and
    l:colour:width:path (only a line). A colour is a key of `pal` or the colour itself.
    """
    for part in filter(None, spec.split("|")):
        kind, name, rest = part.split(":", 2)
        colour = pal.get(name, name)
        if kind in "oq":
            a, b, c, d = (float(v) for v in rest.split())
            p.oval(x + a * sx, y + b * sy, c * sx, d * sy, colour, kind == "o")
        elif kind == "l":
            width, d_text = rest.split(":")
            p.stroke(place(d_text, x, y, sx, sy), colour, float(width) * abs(sy))
        else:
            p.path(place(rest, x, y, sx, sy), colour, kind == "p")
