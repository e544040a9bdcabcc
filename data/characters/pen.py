"""SVG elements in the finish of a style. Lengths are in heads; the picture scales them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from data.characters.curves import Point, band, closed, opened, polygon
from data.characters.style import Style, darker, lightness, mixed


class Pen:
    """Collects the elements of one picture."""

    def __init__(self, style: Style, source: random.Random) -> None:
        self.style = style
        self.source = source
        self._body: list[str] = []
        self._rim: list[str] = []  # the same figures, white and wider, behind them all
        self.one_colour = style.finish in ("silhouette", "pictogram")
        self._defs: list[str] = []
        self._fills: dict[str, str] = {}

    @property
    def fine(self) -> float:
        """Width of a line inside a figure, in heads; styles without contours have one, too."""
        return max(0.018, min(0.045, self.style.line / 100))

    def shape(self, points: Sequence[Point], fill: str, *, smooth: bool = True, edge: bool = True) -> None:
        """A closed outline through `points`."""
        moved = [self._shake(point) for point in points]
        self._add(f'<path d="{closed(moved) if smooth else polygon(moved)}"', fill, edge)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: str, *, edge: bool = True) -> None:
        """An ellipse."""
        x, y = self._shake((x, y))
        self._add(f'<ellipse cx="{x:.3f}" cy="{y:.3f}" rx="{abs(rx):.3f}" ry="{abs(ry):.3f}"', fill, edge)

    def box(self, x: float, y: float, wide: float, high: float, radius: float, fill: str, *, edge: bool = True) -> None:
        """A rectangle with round corners, by its upper left corner."""
        size = f'width="{wide:.3f}" height="{high:.3f}" rx="{radius:.3f}"'
        self._add(f'<rect x="{x:.3f}" y="{y:.3f}" {size}', fill, edge)

    def limb(self, points: Sequence[Point], width: float, fill: str, *, end: float | None = None) -> None:
        """A thick line with an edge of its own, for arms and legs; it narrows to `end` where that is given."""
        if end is not None and self.style.limb_form == "taper":
            self.shape(band(points, width, end), fill, smooth=False)
            return
        line = self._edge_width()
        points = [self._shake(point) for point in points]
        if line:
            self._stroke(points, width + 2 * line, self._ink(fill))
        self._stroke(points, width, self.paint(fill))
        if self.style.finish == "glossy":
            shift = [(x - 0.16 * width, y - 0.08 * width) for x, y in points]
            self._stroke(shift, width * 0.3, mixed(fill, "#ffffff", 0.35))

    def stroke(self, points: Sequence[Point], width: float, ink: str | None = None) -> None:
        """An open line; in the style's ink where none is given."""
        self._stroke([self._shake(point) for point in points], width, ink or self.style.ink)

    def mark(self, x: float, y: float, rx: float, ry: float, fill: str) -> None:
        """A small filled ellipse that keeps its colour in every finish, and is left out of figures of one colour."""
        if not self.one_colour:
            self._body.append(
                f'<ellipse cx="{x:.3f}" cy="{y:.3f}" rx="{rx:.3f}" ry="{ry:.3f}" fill="{self._toned(fill)}"/>'
            )

    def patch(self, points: Sequence[Point], fill: str, *, smooth: bool = True) -> None:
        """As `mark`, of any form."""
        if not self.one_colour:
            self._body.append(f'<path d="{closed(points) if smooth else polygon(points)}" fill="{self._toned(fill)}"/>')

    def detail(self, points: Sequence[Point], width: float, ink: str | None = None) -> None:
        """A line inside a figure, left out of figures of one colour."""
        if not self.one_colour:
            self.stroke(points, width, ink and self._toned(ink))

    def soft(self, x: float, y: float, rx: float, ry: float, fill: str, strength: float) -> None:
        """A spot that fades out: a shine or a shadow."""
        if self.one_colour:
            return
        name = self._define(
            f"radialGradient|{fill}{strength}",
            f'<stop offset="0" stop-color="{fill}" stop-opacity="{strength}"/>'
            f'<stop offset="1" stop-color="{fill}" stop-opacity="0"/>',
        )
        self._body.append(f'<ellipse cx="{x:.3f}" cy="{y:.3f}" rx="{rx:.3f}" ry="{ry:.3f}" fill="{name}"/>')

    def shine(self, x: float, y: float, rx: float, ry: float) -> None:
        """A highlight, in glossy finish only."""
        if self.style.finish == "glossy":
            self.soft(x, y, rx, ry, "#ffffff", 0.5)

    def paint(self, fill: str) -> str:
        """`fill` as this finish shows it."""
        match self.style.finish:
            case "silhouette" | "pictogram":
                return self.style.ink
            case "line":
                return self.style.ink if self.style.blacks and lightness(fill) < 0.25 else "#ffffff"
            case "grey":
                red, green, blue = (int(fill[at : at + 2], 16) for at in (1, 3, 5))
                return "#" + f"{round(36 + 0.86 * (0.3 * red + 0.59 * green + 0.11 * blue)):02x}" * 3
        return fill

    def apart(self, fill: str) -> str:
        """`fill`, darker where no contour would part it from more of the same colour."""
        return fill if self.style.line or self.one_colour else darker(fill, 0.87)

    @contextmanager
    def moved(self, x: float, y: float, *, scale: float, angle: float) -> Iterator[None]:
        """Draw what follows with its origin at (x, y), `scale` times as large, turned by `angle` degrees."""
        self._group(f"translate({x:.3f} {y:.3f}) rotate({angle:.1f}) scale({scale:.3f})")
        yield
        self._end_group()

    @contextmanager
    def turned(self, x: float, y: float, angle: float) -> Iterator[None]:
        """Draw what follows turned by `angle` degrees about (x, y)."""
        self._group(f"rotate({angle:.1f} {x:.3f} {y:.3f})")
        yield
        self._end_group()

    def picture(self, box: tuple[float, float, float, float], background: str) -> str:
        """The SVG text of what was drawn, cut to `box` (x, y, width, height), over `background` elements."""
        x, y, wide, high = box
        crisp = ' shape-rendering="crispEdges"' if self.style.finish == "pixel" else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x:.3f} {y:.3f} {wide:.3f} {high:.3f}" width="256" '
            f'height="256"{crisp}><defs>{"".join(self._defs)}</defs>{background}{"".join(self._rim)}{"".join(self._body)}</svg>'
        )

    def _group(self, transform: str) -> None:
        for elements in (self._body, self._rim):
            elements.append(f'<g transform="{transform}">')

    def _end_group(self) -> None:
        for elements in (self._body, self._rim):
            elements.append("</g>")

    def _stroke(self, points: Sequence[Point], width: float, ink: str) -> None:
        start, ends = f'<path d="{opened(points)}" fill="none"', 'stroke-linecap="round" stroke-linejoin="round"/>'
        self._body.append(f'{start} stroke="{ink}" stroke-width="{width:.3f}" {ends}')
        if self.style.rim:
            self._rim.append(f'{start} stroke="#fff" stroke-width="{width + 2 * self.style.rim:.3f}" {ends}')

    def _add(self, start: str, fill: str, edge: bool) -> None:
        paint, line = self.paint(fill), self._edge_width() if edge else 0.0
        if self.style.rim:
            wide = line + 2 * self.style.rim
            self._rim.append(f'{start} fill="#fff" stroke="#fff" stroke-width="{wide:.3f}" stroke-linejoin="round"/>')
        if self.style.finish in ("gradient", "shaded", "glossy"):
            paint = self._gradient(fill)
        stroke = f' stroke="{self._ink(fill)}" stroke-width="{line:.3f}" stroke-linejoin="round"' if line else ""
        if self.style.finish == "sketch" and line:
            # A pencil goes over a contour more than once, and never quite the same way.
            self._body.append(f'{start} fill="{paint}"/>')
            for _ in range(2):
                x, y, angle = (self.source.gauss(0, size) for size in (0.014, 0.014, 0.15))
                self._body.append(
                    f'{start} fill="none"{stroke} transform="translate({x:.3f} {y:.3f}) rotate({angle:.2f})"/>'
                )
            return
        self._body.append(f'{start} fill="{paint}"{stroke}/>')

    def _gradient(self, fill: str) -> str:
        stops: tuple[tuple[float, str], ...]
        match self.style.finish:
            case "glossy":
                stops = ((0.0, mixed(fill, "#ffffff", 0.3)), (0.55, fill), (1.0, darker(fill, 0.8)))
                kind = 'radialGradient cx="0.42" cy="0.35" r="0.75"'
            case "shaded":  # a hard step looks like cel shading
                stops = ((0.62, fill), (0.63, darker(fill, 0.72)))
                kind = 'linearGradient x1="0" y1="0" x2="1" y2="0.35"'
            case _:
                stops = ((0.1, fill), (1.0, darker(fill, 0.8)))
                kind = 'linearGradient x1="0" y1="0" x2="1" y2="0.35"'
        return self._define(
            f"{kind}|{fill}", "".join(f'<stop offset="{at}" stop-color="{colour}"/>' for at, colour in stops)
        )

    def _define(self, key: str, stops: str) -> str:
        if key not in self._fills:
            name, kind = f"g{len(self._defs)}", key.split("|")[0]
            tag, _, rest = kind.partition(" ")
            self._defs.append(f'<{tag} id="{name}" {rest}>{stops}</{tag}>')
            self._fills[key] = f"url(#{name})"
        return self._fills[key]

    def _ink(self, fill: str) -> str:
        return darker(fill, 0.55) if self.style.toned else self.style.ink

    def _toned(self, fill: str) -> str:
        return self.paint(fill) if self.style.finish == "grey" else fill

    def _edge_width(self) -> float:
        return 0.0 if self.one_colour else self.style.line / 100

    def _shake(self, point: Point) -> Point:
        wobble = self.style.wobble / 100
        if not wobble:
            return point
        return point[0] + self.source.gauss(0, wobble), point[1] + self.source.gauss(0, wobble)
