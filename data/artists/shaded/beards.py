"""Beards and moustaches."""

from __future__ import annotations

from data.artists.shaded.art import Art
from data.artists.shaded.palette import mix
from data.artists.shaded.people import Body

BEARDS = ["stubble", "full", "goatee", "tache", "tache+"]


def beard(a: Art, b: Body, kind: str, x0: float, my: float) -> None:
    """A beard of that kind about a mouth at (x0, my)."""
    col = mix(b.hair, b.skin, 0.6) if kind == "stubble" else b.hair
    if kind in ("stubble", "full"):
        w, low = b.hw, 0.5 if kind == "stubble" else 0.62
        pts = [
            (-w, 0.02),
            (-w * 0.93, 0.3),
            (-w * 0.5, low - 0.04),
            (x0 * 0.4, low),
            (w * 0.5, low - 0.04),
            (w * 0.93, 0.3),
            (w, 0.02),
            (w * 0.75, 0.16),
        ]
        a.blob(
            [*pts, (x0 + 0.13, my - 0.08), (x0, my - 0.07), (x0 - 0.13, my - 0.08), (-w * 0.75, 0.16)],
            col,
            "hair" if kind == "full" else "detail",
        )
        a.ell(x0, my, 0.09, 0.03, mix(b.skin, "#b0404a", 0.5), "detail")
    if kind == "goatee":
        a.blob(
            [(x0 - 0.1, my + 0.06), (x0 + 0.1, my + 0.06), (x0 + 0.06, my + 0.2), (x0 - 0.06, my + 0.2)], col, "hair"
        )
    if kind.startswith("tache"):
        u = 0.05 if kind == "tache+" else -0.03
        a.blob(
            [
                (x0, my - 0.085),
                (x0 + 0.1, my - 0.06),
                (x0 + 0.2, my - 0.02 - u),
                (x0, my - 0.025),
                (x0 - 0.2, my - 0.02 - u),
                (x0 - 0.1, my - 0.06),
            ],
            col,
            "hair",
        )
