"""Shapes as SVG text."""

from __future__ import annotations

from collections.abc import Sequence

from data.artists.shaded.art import Shape
from data.artists.shaded.geometry import Pt


def path(p: Sequence[Pt], close: bool = True) -> str:
    """The points as the `d` of a path."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in p) + ("Z" if close else "")


def stroke(s: Shape, col: str) -> str:
    """A line in the given colour, wide enough to be seen."""
    return (
        f'<path d="{path(s.pts, False)}" fill="none" stroke="{col}" stroke-width="{max(s.w, 0.7):.1f}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )
