"""The pen: every shape in one line and one colour mode."""

from __future__ import annotations

import colorsys
import random
from dataclasses import dataclass, field

from data.artists.comic.geometry import Point, smooth, straight
from data.artists.comic.palette import mix


@dataclass
class Pen:
    """Draws shapes in one colour mode with one line."""

    source: random.Random
    line: str
    lw: float
    mode: str
    spot: str
    out: list[str] = field(default_factory=list)
    clips: int = 0

    def tint(self, colour: str) -> str:
        """The colour as the colour mode shows it."""
        if colour == "none" or self.mode in ("flat", "cel"):
            return colour
        r, g, b = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        light = 0.3 * r + 0.6 * g + 0.1 * b
        hue, vivid, _ = colorsys.rgb_to_hsv(r, g, b)
        if self.mode == "outline":
            if vivid > 0.15 and light > 0.12 and not 0.02 < hue < 0.135:
                return mix(self.spot, "#ffffff", 0.6)
            return "#ffffff" if light > 0.16 else self.line
        if self.mode == "spot" and vivid > 0.55 and light > 0.2 and not 0.015 < hue < 0.14:
            return self.spot
        level = (20, 110, 175, 222, 255)[min(4, int(light * 5.6))]
        return f"#{level:02x}{level:02x}{level:02x}"

    def path(self, d: str, fill: str, edge: float = 1, shade: float = 0) -> None:
        """A path, filled, with an outline `edge` lines wide and, in the cel mode, a shadow."""
        colour = self.tint(fill)
        look = 'stroke-linejoin="round" stroke-linecap="round"'
        stroke = f'stroke="{self.line}" stroke-width="{self.lw * edge:.2f}" {look}'
        if shade and self.mode == "cel":
            self.clips += 1
            name = f"k{self.clips}"
            self.out.append(f'<clipPath id="{name}"><path d="{d}"/></clipPath>')
            self.out.append(f'<path d="{d}" fill="{mix(colour, "#402050", 0.22)}"/>')
            move = f"translate({-shade:.2f} {-shade * 0.4:.2f})"
            self.out.append(f'<g clip-path="url(#{name})"><path d="{d}" fill="{colour}" transform="{move}"/></g>')
            colour = "none"
        self.out.append(f'<path d="{d}" fill="{colour}" {stroke if edge else ""}/>')

    def oval(self, x: float, y: float, rx: float, ry: float, fill: str, edge: float = 1, shade: float = 0) -> None:
        """An ellipse about x, y."""
        k = 0.5523
        self.path(
            f"M{x - rx:.2f} {y:.2f}C{x - rx:.2f} {y - k * ry:.2f} {x - k * rx:.2f} {y - ry:.2f} {x:.2f} {y - ry:.2f}"
            f"C{x + k * rx:.2f} {y - ry:.2f} {x + rx:.2f} {y - k * ry:.2f} {x + rx:.2f} {y:.2f}"
            f"C{x + rx:.2f} {y + k * ry:.2f} {x + k * rx:.2f} {y + ry:.2f} {x:.2f} {y + ry:.2f}"
            f"C{x - k * rx:.2f} {y + ry:.2f} {x - rx:.2f} {y + k * ry:.2f} {x - rx:.2f} {y:.2f}Z",
            fill,
            edge,
            shade,
        )

    def stroke(self, points: list[Point], edge: float = 1, colour: str = "", curve: bool = True) -> None:
        """An open line through the points."""
        d = smooth(points, False) if curve else straight(points, False)
        tint = self.tint(colour) if colour else self.line
        look = f'stroke="{tint}" stroke-width="{self.lw * edge:.2f}" stroke-linecap="round" stroke-linejoin="round"'
        self.out.append(f'<path d="{d}" fill="none" {look}/>')

    def limb(self, points: list[Point], width: float, fill: str, curve: bool = False, cap: str = "round") -> None:
        """A thick outlined line: an arm, a leg, a handle."""
        d = smooth(points, False) if curve else straight(points, False)
        for w, c in ((width + 2 * self.lw * 0.9, self.line), (width, self.tint(fill))):
            look = f'stroke="{c}" stroke-width="{w:.2f}" stroke-linejoin="round" stroke-linecap="{cap}"'
            self.out.append(f'<path d="{d}" fill="none" {look}/>')

    def open(self, transform: str) -> None:
        """Open a group that is moved, turned or scaled."""
        self.out.append(f'<g transform="{transform}">')

    def close(self) -> None:
        """Close the group opened last."""
        self.out.append("</g>")
