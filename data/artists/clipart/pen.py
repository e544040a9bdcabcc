"""The pen: shapes in nested frames, written as SVG."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from data.artists.clipart.geometry import Pt, trace
from data.artists.clipart.palette import light, mix
from data.artists.clipart.styles import Style


@dataclass
class Pen:
    """Collects SVG shapes, drawn in the innermost of its nested frames."""

    style: Style
    lw: float
    out: list[str] = field(default_factory=list)
    defs: dict[str, str] = field(default_factory=dict)
    box: list[float] = field(default_factory=lambda: [9e9, 9e9, -9e9, -9e9])
    mats: list[tuple[float, ...]] = field(default_factory=lambda: [(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)])

    def push(self, x: float, y: float, k: float = 1.0, turn: float = 0.0, flip: bool = False) -> None:
        """Enter a frame at (x, y), scaled, turned and perhaps mirrored."""
        a, b, c, d, e, f = self.mats[-1]
        co, si, m = math.cos(math.radians(turn)) * k, math.sin(math.radians(turn)) * k, -1 if flip else 1
        p, q, r, s = co * m, si * m, -si, co
        moved = (a * x + c * y + e, b * x + d * y + f)
        self.mats.append((a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, *moved))

    def pop(self) -> None:
        """Leave the innermost frame."""
        self.mats.pop()

    def at(self, pts: list[Pt]) -> list[Pt]:
        """The points on the page; they widen the box."""
        a, b, c, d, e, f = self.mats[-1]
        done = [(a * x + c * y + e, b * x + d * y + f) for x, y in pts]
        for x, y in done:
            self.box = [min(self.box[0], x), min(self.box[1], y), max(self.box[2], x), max(self.box[3], y)]
        return done

    def tone(self, colour: str) -> str:
        """The colour as this style shows it."""
        kind = self.style.fill
        if kind == "white":
            return "#1c1c1c" if light(colour) < 0.2 else "#ffffff"
        return mix(self.style.tint, "#ffffff", light(colour) ** 1.25) if kind == "mono" else colour

    def paint(self, colour: str) -> str:
        """The filling of a shape: a colour or a gradient."""
        if self.style.fill not in ("grad", "gloss") or colour == "none":
            return "none" if colour == "none" else self.tone(colour)
        name, gloss = "g" + colour[1:], self.style.fill == "gloss"
        up, low = mix(colour, "#ffffff", 0.65 if gloss else 0.22), mix(colour, "#000000", 0.34 if gloss else 0.2)
        stops = (
            f'<stop offset="0" stop-color="{up}"/><stop offset=".5" stop-color="{colour}"/>'
            f'<stop offset="1" stop-color="{low}"/>'
        )
        if gloss:
            self.defs[name] = f'<radialGradient id="{name}" cx=".36" cy=".26" r=".8">{stops}</radialGradient>'
        else:
            self.defs[name] = f'<linearGradient id="{name}" x1="0" y1="0" x2="1" y2=".7">{stops}</linearGradient>'
        return f"url(#{name})"

    def blob(self, pts: list[Pt], fill: str, sharp: bool = False, line: float = 1.0, shade: bool = True) -> None:
        """A closed shape through the points."""
        d = trace(self.at(pts), True, sharp)
        paint = self.paint(fill) if shade else self.tone(fill)
        w = self.lw * line
        if self.style.bold and w > 0:
            self.out.append(
                f'<path d="{d}" transform="translate({w * 0.4:.2f} {w * 0.5:.2f})" fill="{self.style.ink}" '
                f'stroke="{self.style.ink}" stroke-width="{w:.2f}" stroke-linejoin="round"/>'
            )
        edge = f' stroke="{self.style.ink}" stroke-width="{w:.2f}" stroke-linejoin="round"' if w > 0 else ""
        self.out.append(f'<path d="{d}" fill="{paint}"{edge}/>')

    def oval(self, x: float, y: float, rx: float, ry: float, fill: str, line: float = 1.0, shade: bool = True) -> None:
        """An ellipse."""
        ring = [i * math.pi / 6 for i in range(12)]
        self.blob([(x + rx * math.cos(t), y + ry * math.sin(t)) for t in ring], fill, False, line, shade)

    def rect(self, x: float, y: float, w: float, h: float, fill: str, line: float = 1.0) -> None:
        """A rectangle."""
        self.blob([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], fill, True, line)

    def stroke(self, pts: list[Pt], width: float, colour: str = "", sharp: bool = False) -> None:
        """An open line."""
        a, b, *_ = self.mats[-1]
        ink = self.tone(colour) if colour else self.style.ink
        self.out.append(
            f'<path d="{trace(self.at(pts), False, sharp)}" fill="none" stroke="{ink}" stroke-linecap="round" '
            f'stroke-linejoin="round" stroke-width="{max(width * math.hypot(a, b), 0.3):.2f}"/>'
        )

    def tube(self, pts: list[Pt], wide: list[float], fill: str, line: float = 1.0) -> None:
        """A limb or band along the points, of the widths given."""
        left, right = [], []
        for i, (x, y) in enumerate(pts):
            (ax, ay), (bx, by) = pts[max(i - 1, 0)], pts[min(i + 1, len(pts) - 1)]
            n = math.hypot(bx - ax, by - ay) or 1
            nx, ny = -(by - ay) / n * wide[i], (bx - ax) / n * wide[i]
            left.append((x + nx, y + ny))
            right.append((x - nx, y - ny))
        self.blob(left + right[::-1], fill, False, line)
