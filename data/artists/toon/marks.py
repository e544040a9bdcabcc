"""Marks on the face: cheeks, freckles, folds."""

from __future__ import annotations

from data.artists.toon.head import Head


def marks(head: Head, f: float, nose: float) -> None:
    """Draws what of these the person has."""
    pen, p, hw = head.pen, head.p, head.hw
    if p.turn == 1:
        return
    if "cheek" in p.cues:
        for s in (-1, 1):
            pen.ell(*head.at(s * 0.62 * head.wide(0.7) + f, head.ev + 0.16), hw * 0.15, hw * 0.11, "u", False)
    if "freckle" in p.cues:
        for s in (-1, 1):
            for k in (-0.08, 0.08, 0.0):
                pen.ell(*head.at(s * 0.5 + k + f, head.ev + 0.15 + abs(k) * 0.4), hw * 0.03, hw * 0.03, "q", False)
    if "fold" in p.cues:
        for s in (-1, 1):
            pen.line(head.pts([(s * 0.26 + f, nose), (s * 0.4 + f, nose + 0.07), (s * 0.4 + f, nose + 0.15)]), 0.6)
    if "furrow" in p.cues:
        for k in (0, 1):
            end, middle = head.ev * 0.5 - k * 0.06, head.ev * 0.46 - k * 0.06
            pen.line(head.pts([(-0.35 + f, end), (f, middle), (0.35 + f, end)]), 0.5)
    if "cleft" in p.cues:
        pen.line(head.pts([(f, 0.9), (f, 0.96)]), 0.7)
