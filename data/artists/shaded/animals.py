"""Animals: the heads that take the place of a person's."""

from __future__ import annotations

from data.artists.shaded.art import Art
from data.artists.shaded.palette import dark, light, mix
from data.artists.shaded.people import Body, Look

BEASTS = {
    "cat": "#8a8a90",
    "bear": "#9a6238",
    "rabbit": "#e8e0da",
    "dog": "#c89858",
    "pig": "#f2a8a8",
    "mouse": "#b0a8b0",
    "panda": "#fafafa",
    "fox": "#e07830",
    "frog": "#6ab850",
    "owl": "#8a6a4a",
}


def beast(a: Art, b: Body, k: Look) -> None:
    """An animal's head in the place of a person's."""
    kind, c, w = b.animal, b.skin, b.hw
    edge = "#2a2426" if kind == "panda" else c
    _ears(a, kind, c, w, edge)
    a.ell(0, 0, w * 1.15, 0.48, c, "skin")
    if kind == "panda":
        for s in (-1, 1):
            a.ell(s * 0.2, -0.03, 0.11, 0.14, edge, "detail", d=s * 20)
    if kind not in ("frog", "owl"):
        a.ell(0, 0.2, w * 0.5, 0.19, light(c, 0.6), "skin")
    ey = -0.4 if kind == "frog" else -0.05
    for s in (-1, 1):
        if kind == "owl":
            a.ell(s * 0.2, ey, 0.18, 0.18, "#fdf6e0", "detail")
        q = 0.05 if k.eye in ("dot", "arc") else 0.075
        a.ell(s * (0.2 if kind != "frog" else w * 0.6), ey, q, q * 1.15, "#1a1414", "detail")
        a.ell(s * (0.2 if kind != "frog" else w * 0.6) - 0.02, ey - 0.03, 0.022, 0.022, "#ffffff", "detail")
    if kind == "owl":
        a.put([(-0.08, 0.08), (0.08, 0.08), (0, 0.24)], "#e8a030", "detail")
    else:
        _muzzle(a, kind)


def _ears(a: Art, kind: str, c: str, w: float, edge: str) -> None:
    for s in (-1, 1):
        if kind in ("cat", "fox", "owl"):
            a.put([(s * w * 0.95, -0.15), (s * w * 0.85, -0.68), (s * w * 0.25, -0.4)], c)
            a.put([(s * w * 0.85, -0.25), (s * w * 0.8, -0.56), (s * w * 0.45, -0.4)], mix(c, "#f2a0a8", 0.6), "detail")
        elif kind == "rabbit":
            a.ell(s * w * 0.45, -0.75, 0.12, 0.42, c, d=s * 8)
            a.ell(s * w * 0.45, -0.75, 0.06, 0.3, "#f2b0b4", "detail", d=s * 8)
        elif kind == "dog":
            a.ell(s * w * 1.05, 0.0, 0.15, 0.36, dark(c, 0.35), d=-s * 14)
        elif kind == "frog":
            a.ell(s * w * 0.6, -0.42, 0.18, 0.18, c)
        else:
            q = 0.26 if kind == "mouse" else 0.17
            a.ell(s * w * 0.85, -0.38, q, q, edge)
            a.ell(s * w * 0.85, -0.38, q * 0.55, q * 0.55, mix(edge, "#f2a0a8", 0.4), "detail")


def _muzzle(a: Art, kind: str) -> None:
    if kind == "pig":
        a.ell(0, 0.16, 0.16, 0.11, "#e88890", "detail")
    else:
        a.ell(0, 0.12, 0.075, 0.05, "#d87078" if kind in ("rabbit", "cat", "mouse") else "#2a1c1c", "detail")
    a.line([(-0.12, 0.24), (-0.06, 0.29), (0, 0.2), (0.06, 0.29), (0.12, 0.24)], "#3a2020", 0.022)
