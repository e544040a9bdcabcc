"""The sub-styles: line, fill, eyes and proportions of each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """One sub-style: how lines, fills, eyes and proportions go."""

    line: str  # a colour, "self" (darker fill) or "" (none)
    width: float
    paint: str  # flat, grad, ink, tone, off
    eyes: tuple[str, ...]
    heads: tuple[float, float, float, float]  # baby, child, adult, elderly
    odd: float  # share of unnatural skins
    palette: str  # v, p or s
    blush: str


STYLES = {
    "line": Style("#2a2220", 4.2, "flat", ("dot", "dot", "arc", "oval"), (2.0, 2.25, 2.6, 2.45), 0.45, "v", "oval"),
    "soft": Style("self", 1.6, "flat", ("dot", "dot", "oval", "arc"), (2.3, 2.9, 3.8, 3.4), 0.03, "p", "circle"),
    "chibi": Style("#5a3c34", 2.6, "flat", ("big", "big", "shine", "arc"), (2.0, 2.2, 2.5, 2.35), 0.05, "v", "lines"),
    "ink": Style("#26242a", 3.0, "ink", ("dot", "oval", "arc", "dash"), (2.1, 2.5, 3.1, 2.8), 0.0, "v", "lines"),
    "tone": Style("#4a4a68", 2.4, "tone", ("oval", "shine", "arc"), (2.2, 2.7, 3.5, 3.1), 0.0, "s", "lines"),
    "puff": Style("", 0.0, "grad", ("shine", "dot", "oval"), (2.1, 2.4, 2.9, 2.7), 0.15, "p", "circle"),
    "print": Style("#40332f", 2.2, "off", ("dot", "dash", "arc", "oval"), (2.3, 3.0, 4.3, 3.7), 0.1, "s", "oval"),
}
