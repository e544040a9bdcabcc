"""What a thing is drawn with: its colours, and the friendly face it may have."""

from __future__ import annotations

from dataclasses import dataclass

from data.artists.shaded.art import Art


@dataclass(frozen=True)
class Kit:
    """Three bright colours, and whether a thing that may have a face has one."""

    c: str
    c2: str
    c3: str
    face: bool


def friendly(a: Art, y: float) -> None:
    """Two eyes at the height `y` over a smile."""
    for s in (-1, 1):
        a.ell(s * 0.2, y, 0.055, 0.07, "#1a1418", "detail")
        a.ell(s * 0.2 - 0.015, y - 0.025, 0.018, 0.02, "#ffffff", "detail")
    a.line([(-0.1, y + 0.13), (0, y + 0.19), (0.1, y + 0.13)], "#3a1c20", 0.03)
