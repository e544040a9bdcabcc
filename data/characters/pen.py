"""SVG elements in the finish of a style. Lengths are in heads; the picture scales them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from data.characters.style import Style, darker

Point = tuple[float, float]


class Pen:
    """Collects the elements of one picture."""

    def __init__(self, style: Style, source: random.Random) -> None:
        self.style = style
        self.source = source
        self._body: list[str] = []
        self.one_colour = style.finish in ("silhouette", "pictogram")
        self._defs: list[str] = []

    def shape(self, points: Sequence[Point], fill: str, *, smooth: bool = True, edge: bool = True) -> None:
        """A closed outline through `points`; smooth ones are Catmull-Rom splines (Catmull and Rom 1974)."""
        moved = [self._shake(point) for point in points]
        self._add(f'<path d="{_closed(moved) if smooth else _polygon(moved)}"', fill, edge)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: str, *, edge: bool = True) -> None:
        """An ellipse."""
        x, y = self._shake((x, y))
        self._add(f'<ellipse cx="{x:.3f}" cy="{y:.3f}" rx="{abs(rx):.3f}" ry="{abs(ry):.3f}"', fill, edge)

    def box(self, x: float, y: float, wide: float, high: float, radius: float, fill: str, *, edge: bool = True) -> None:
        """A rectangle with round corners, by its upper left corner."""
        size = f'width="{wide:.3f}" height="{high:.3f}" rx="{radius:.3f}"'
        self._add(f'<rect x="{x:.3f}" y="{y:.3f}" {size}', fill, edge)

    def limb(self, points: Sequence[Point], width: float, fill: str) -> None:
        """A thick line with an edge of its own, for arms and legs."""
        line = self._edge_width()
        if line:
            self.stroke(points, width + 2 * line, self.style.ink)
        self.stroke(points, width, self.paint(fill))

    def stroke(self, points: Sequence[Point], width: float, ink: str | None = None) -> None:
        """An open line; in the style's ink where none is given."""
        path = _open([self._shake(point) for point in points])
        colour = ink or self.style.ink
        self._body.append(
            f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width:.3f}" stroke-linecap="round" '
            'stroke-linejoin="round"/>'
        )

    def mark(self, x: float, y: float, rx: float, ry: float, fill: str) -> None:
        """A small filled ellipse that keeps its colour in every finish, and is left out of figures of one colour."""
        if not self.one_colour:
            self._body.append(f'<ellipse cx="{x:.3f}" cy="{y:.3f}" rx="{rx:.3f}" ry="{ry:.3f}" fill="{fill}"/>')

    def detail(self, points: Sequence[Point], width: float, ink: str | None = None) -> None:
        """A line inside a figure, left out of figures of one colour."""
        if not self.one_colour:
            self.stroke(points, width, ink)

    def paint(self, fill: str) -> str:
        """`fill` as this finish shows it."""
        match self.style.finish:
            case "silhouette" | "pictogram":
                return self.style.ink
            case "line":
                return "#ffffff"
            case "grey":
                red, green, blue = (int(fill[at : at + 2], 16) for at in (1, 3, 5))
                return "#" + f"{round(0.3 * red + 0.59 * green + 0.11 * blue):02x}" * 3
        return fill

    @contextmanager
    def moved(self, x: float, y: float, *, scale: float, angle: float) -> Iterator[None]:
        """Draw what follows with its origin at (x, y), `scale` times as large, turned by `angle` degrees."""
        self._body.append(f'<g transform="translate({x:.3f} {y:.3f}) rotate({angle:.1f}) scale({scale:.3f})">')
        yield
        self._body.append("</g>")

    def picture(self, box: tuple[float, float, float, float], background: str) -> str:
        """The SVG text of what was drawn, cut to `box` (x, y, width, height), over `background` elements."""
        x, y, wide, high = box
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x:.3f} {y:.3f} {wide:.3f} {high:.3f}" width="256" '
            f'height="256"><defs>{"".join(self._defs)}</defs>{background}{"".join(self._body)}</svg>'
        )

    def _add(self, start: str, fill: str, edge: bool) -> None:
        paint, line = self.paint(fill), self._edge_width() if edge else 0.0
        if self.style.finish in ("gradient", "shaded") and fill.startswith("#"):
            paint = self._gradient(fill)
        stroke = f' stroke="{self.style.ink}" stroke-width="{line:.3f}" stroke-linejoin="round"' if line else ""
        self._body.append(f'{start} fill="{paint}"{stroke}/>')

    def _gradient(self, fill: str) -> str:
        name = f"g{len(self._defs)}"
        dark = darker(fill, 0.72 if self.style.finish == "shaded" else 0.8)
        # A hard step looks like cel shading, a soft ramp like a gradient.
        places = (0.62, 0.63) if self.style.finish == "shaded" else (0.1, 1.0)
        stops = f'<stop offset="{places[0]}" stop-color="{fill}"/><stop offset="{places[1]}" stop-color="{dark}"/>'
        self._defs.append(f'<linearGradient id="{name}" x1="0" y1="0" x2="1" y2="0.35">{stops}</linearGradient>')
        return f"url(#{name})"

    def _edge_width(self) -> float:
        return 0.0 if self.one_colour else self.style.line / 100

    def _shake(self, point: Point) -> Point:
        wobble = self.style.wobble / 100
        if not wobble:
            return point
        return point[0] + self.source.gauss(0, wobble), point[1] + self.source.gauss(0, wobble)


def _polygon(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.3f} {y:.3f}" for x, y in points) + "Z"


def _closed(points: Sequence[Point]) -> str:
    count = len(points)
    text = f"M{points[0][0]:.3f} {points[0][1]:.3f}"
    for i in range(count):
        text += _curve(points[i - 1], points[i], points[(i + 1) % count], points[(i + 2) % count])
    return text + "Z"


def _open(points: Sequence[Point]) -> str:
    text = f"M{points[0][0]:.3f} {points[0][1]:.3f}"
    padded = [points[0], *points, points[-1]]
    for i in range(1, len(padded) - 2):
        text += _curve(*padded[i - 1 : i + 3])
    return text


def _curve(before: Point, start: Point, end: Point, after: Point) -> str:
    first = start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6
    second = end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6
    return f"C{first[0]:.3f} {first[1]:.3f} {second[0]:.3f} {second[1]:.3f} {end[0]:.3f} {end[1]:.3f}"
