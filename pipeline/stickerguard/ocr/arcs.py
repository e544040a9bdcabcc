"""Text on an arc: a circle through the kernel of a bent line, and the line unrolled along it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import cos, hypot, pi, sqrt

import cv2
import numpy as np
import numpy.typing as npt

_BENT = 0.3
"""Sagitta, of the thickness, from which a straight crop cuts into the letters."""
_LONG = 2.5
"""Length, of the thickness, from which a bend is told from a blob."""
_UNEVEN, _UNEVEN_LONG = 0.15, 0.2
"""Mean distance, of the thickness, of the outer edge from its circle above which it is no arc; of a long one, whose
ends the detector rounds off, it may be more."""
_LONG_SPAN, _LONG_RADIUS = 2.0, 3.5
"""Radians, and radius in thicknesses, from which an arc is long: letters that bounce make none of these."""
_THIN = 25
"""Percentile of the thickness along the arc that is the thickness of the line."""
_CAPS = 0.06
"""Of the outer edge, at either end, that belongs to the ends of the line."""
_BINS = 24
_WIDEST = 5.6
"""Radians, from which a ring is no line with a beginning and an end."""
_STEPS = 4

Rgb = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Arc:
    """A bent band: `x`, `y` and `radius` of its middle line in pixels, `half` its half thickness.

    It reaches over `span` radians, half of them to each side of the angle `middle` (x axis 0, y axis pi / 2). The tops
    of its letters point away from the centre where `outward`.
    """

    x: float
    y: float
    radius: float
    half: float
    middle: float
    span: float

    @property
    def outward(self) -> bool:
        """Whether upright letters point away from the centre: those of an arc whose centre lies below it do."""
        return bool(np.sin(self.middle) <= 0)

    @property
    def length(self) -> float:
        """Along the middle line, in pixels."""
        return self.radius * self.span

    def scaled(self, factor: float) -> Arc:
        """The same arc in a picture `factor` times larger."""
        return replace(self, x=self.x * factor, y=self.y * factor, radius=self.radius * factor, half=self.half * factor)

    def moved(self, x: float, y: float) -> Arc:
        """The same arc shifted by (`x`, `y`)."""
        return replace(self, x=self.x + x, y=self.y + y)

    def grown(self, unclip: float) -> Arc:
        """With each side moved outwards by area * unclip / perimeter, as rectangles are."""
        thick = 2 * self.half
        by = self.length * thick * unclip / (2 * (self.length + thick))
        # Close to the centre there is no room for more.
        return replace(self, half=min(self.half + by, 0.95 * self.radius), span=self.span + 2 * by / self.radius)


def fit_arc(contour: npt.NDArray[np.integer]) -> Arc | None:
    """The arc, in pixels, that a kernel with this outline lies along; None where it is straight or no band.

    `contour` is integer [n, 2], points (x, y) around the kernel in the order of the outline, the last joined to the
    first, as `cv2.findContours` gives them without its axis of length 1; n > 0.

    Detectors fill the hollow of a bend, so only the outer edge tells where the line runs: its convex hull less the
    chord between its ends. How thick the line is shows where the hollow is filled least.
    """
    outer = _outer_edge(contour.astype(np.float64))
    circle = _circle(outer) if outer is not None else None
    if outer is None or circle is None:
        return None
    x, y, radius = circle
    left, top, width, height = cv2.boundingRect(contour.astype(np.int32))
    mask = np.zeros((height, width), np.uint8)
    cv2.fillPoly(mask, [np.asarray(contour - (left, top), dtype=np.int32)], (1,))
    ys, xs = np.nonzero(mask)
    away = np.hypot(xs + left - x, ys + top - y)
    angles = np.arctan2(ys + top - y, xs + left - x)
    middle = float(np.arctan2(np.sin(angles).mean(), np.cos(angles).mean()))
    around = (angles - middle + pi) % (2 * pi) - pi
    low, high = float(around.min()), float(around.max())
    span = high - low
    bins = np.minimum(((around - low) / max(span, 1e-6) * _BINS).astype(int), _BINS - 1)
    depth = np.full(_BINS, np.nan)
    for number in range(_BINS):
        inside = away[bins == number]
        if inside.size:
            depth[number] = radius - inside.min() + 1
    thick = float(np.nanpercentile(depth, _THIN))
    sagitta = radius * (1 - cos(min(span, 2 * pi) / 2))
    uneven = float(np.abs(np.hypot(outer[:, 0] - x, outer[:, 1] - y) - radius).mean())
    bent = sagitta >= _BENT * thick and (radius - thick / 2) * span >= _LONG * thick
    long = span >= _LONG_SPAN and radius >= _LONG_RADIUS * thick
    even = uneven <= (_UNEVEN_LONG if long else _UNEVEN) * thick + 0.5
    if np.isnan(depth).any() or span > _WIDEST or not bent or radius < thick or not even:
        return None
    return Arc(x, y, radius - thick / 2, thick / 2, middle + (low + high) / 2, span)


def _outer_edge(contour: Floats) -> Floats | None:
    """Points one pixel apart on the convex hull of `contour`, without its longest edge and what lies next to it."""
    hull = cv2.convexHull(contour.astype(np.float32))[:, 0].astype(np.float64)
    if len(hull) < 4:
        return None
    edges = np.hypot(*(np.roll(hull, -1, axis=0) - hull).T)
    start = int(edges.argmax()) + 1
    path = np.roll(hull, -start, axis=0)
    steps = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    cap = _CAPS * steps[-1]
    at = np.arange(cap, steps[-1] - cap, 1.0)
    if len(at) < 2 * _STEPS:
        return None
    return np.column_stack([np.interp(at, steps, path[:, 0]), np.interp(at, steps, path[:, 1])])


def _circle(points: Floats) -> tuple[float, float, float] | None:
    """Centre and radius: an algebraic fit (Kasa 1976), then Gauss-Newton steps on the distances to the circle."""
    origin = points.mean(axis=0)
    xy = points - origin
    try:
        design = np.column_stack([xy, np.ones(len(xy))])
        a, b, c = np.linalg.lstsq(design, (xy**2).sum(axis=1), rcond=None)[0]
        x, y, radius = float(a) / 2, float(b) / 2, sqrt(max(float(c) + float(a * a + b * b) / 4, 0.0))
        for _ in range(_STEPS):
            away = np.maximum(np.hypot(xy[:, 0] - x, xy[:, 1] - y), 1e-6)
            slopes = np.column_stack([(x - xy[:, 0]) / away, (y - xy[:, 1]) / away, -np.ones(len(xy))])
            step = np.linalg.lstsq(slopes, radius - away, rcond=None)[0]
            x, y, radius = x + float(step[0]), y + float(step[1]), radius + float(step[2])
    except np.linalg.LinAlgError:
        return None
    largest = 50 * float(np.abs(xy).max(initial=1.0))
    if not (0 < radius < largest and hypot(x, y) < largest):
        return None
    return float(origin[0]) + x, float(origin[1]) + y, radius


def unrolled(rgb: Rgb, arc: Arc) -> Rgb:
    """The band laid out straight and upright, uint8 [height, width, 3]."""
    height, width = max(1, round(2 * arc.half)), max(1, round(arc.length))
    turn = 1.0 if arc.outward else -1.0
    angles = arc.middle + turn * ((np.arange(width) + 0.5) / width - 0.5) * arc.span
    radii = arc.radius + turn * (arc.half - (np.arange(height) + 0.5) / height * 2 * arc.half)
    map_x = arc.x + radii[:, None] * np.cos(angles)[None]
    map_y = arc.y + radii[:, None] * np.sin(angles)[None]
    straight = cv2.remap(
        rgb, map_x.astype(np.float32), map_y.astype(np.float32), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(straight, dtype=np.uint8)
