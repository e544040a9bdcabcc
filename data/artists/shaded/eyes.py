"""Eyes with their lashes, brows and wrinkles."""

from __future__ import annotations

from random import Random

from data.artists.shaded.art import Art
from data.artists.shaded.palette import dark, lum, mix
from data.artists.shaded.people import Body, Look


def eyes(a: Art, r: Random, b: Body, k: Look, x0: float, y: float) -> None:
    """Both eyes about `x0` at the height `y`; in profile the one that is seen."""
    gap, size = {"baby": (0.2, 1.2), "child": (0.185, 1.12)}.get(b.age, (0.16, 0.72 if not k.chibi else 0.82))
    ink, iris = (
        dark(b.hair, 0.75) if b.age != "elderly" else "#33302f",
        r.choice(["#3a2416", "#4a2f1c", "#2f5f8a", "#4c7a4a", "#6a4a2a"]),
    )
    wink = k.eye == "arc" and r.random() < 0.6
    for side in (-1, 1):
        if b.profile and side != (1 if b.turn > 0 else -1):
            continue
        x, e = x0 + side * gap * (1 - 0.25 * abs(b.turn)), size * 0.055
        if b.profile:
            x = b.turn * b.hw * 0.62
        if lum(b.skin) < 0.42 and k.eye in ("dot", "oval", "arc") and not wink:
            a.ell(x, y, e * 1.5, e * 1.45, "#fdf8f0", "detail")
        if wink:
            a.line([(x - e * 1.2, y + e * 0.4), (x, y - e * 0.6), (x + e * 1.2, y + e * 0.4)], ink, 0.03)
        else:
            _eye(a, b, k.eye, (x, y, e), ink, iris)
        if b.girl and not (k.eye in ("dot", "arc") and b.age == "baby") and r.random() < (0.3 if b.young else 0.85):
            _lashes(a, side, (x, y, e), ink)
        if b.age != "baby" or k.eye == "iris":
            w = 0.02 if b.young or b.girl else 0.035
            up = y - size * 0.13 + (0.01 if b.young else 0)
            a.line(
                [(x - side * 0.07, up), (x + side * 0.02, up - 0.03), (x + side * 0.09, up)], mix(b.hair, ink, 0.4), w
            )
        if b.age == "elderly" or (b.age == "adult" and r.random() < 0.25):
            _wrinkles(a, b, side, x, y)


def _eye(a: Art, b: Body, kind: str, at: tuple[float, float, float], ink: str, iris: str) -> None:
    x, y, e = at
    if kind in ("dot", "arc"):
        a.ell(x, y, e * 0.72, e * 0.9, ink, "detail")
    elif kind == "oval":
        a.ell(x, y, e * 0.85, e * 1.35, ink, "detail")
        a.ell(x - e * 0.25, y - e * 0.5, e * 0.3, e * 0.4, "#ffffff", "detail")
    elif kind == "gloss":
        a.ell(x, y, e * 1.3, e * 1.5, "#ffffff", "detail")
        a.ell(x + b.turn * 0.01, y + e * 0.1, e, e * 1.25, iris, "detail")
        a.ell(x + b.turn * 0.01, y + e * 0.2, e * 0.55, e * 0.7, "#150e0e", "detail")
        a.ell(x - e * 0.35, y - e * 0.45, e * 0.35, e * 0.4, "#ffffff", "detail")
    else:
        h = 1.1 if b.young else 0.75
        a.blob(
            [(x - e * 1.5, y + e * 0.1), (x, y - e * h), (x + e * 1.5, y), (x, y + e * h * 0.8)],
            "#fdfaf4",
            "detail",
        )
        a.ell(x, y - e * 0.05, e * 0.75, e * 0.8 * min(1, h), iris, "detail")
        a.ell(x, y - e * 0.05, e * 0.36, e * 0.4, "#100c0c", "detail")
        a.ell(x - e * 0.25, y - e * 0.3, e * 0.2, e * 0.2, "#ffffff", "detail")
        a.line([(x - e * 1.6, y + e * 0.1), (x, y - e * h * 1.05), (x + e * 1.6, y - e * 0.1)], ink, 0.02)


def _lashes(a: Art, side: int, at: tuple[float, float, float], ink: str) -> None:
    x, y, e = at
    a.line([(x + side * e, y - e * 0.6), (x + side * e * 2, y - e * 1.3)], ink, 0.018)
    a.line([(x + side * e * 1.1, y - e * 0.1), (x + side * e * 2.1, y - e * 0.6)], ink, 0.018)


def _wrinkles(a: Art, b: Body, side: int, x: float, y: float) -> None:
    a.line([(x - 0.05, y + 0.075), (x, y + 0.09), (x + 0.05, y + 0.075)], dark(b.skin, 0.35), 0.012)
    if b.age == "elderly":
        for dy in (-0.03, 0, 0.03):
            a.line([(x + side * 0.1, y + dy * 0.5), (x + side * 0.15, y + dy * 1.5)], dark(b.skin, 0.35), 0.01)
