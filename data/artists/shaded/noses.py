"""Noses, from the front and in profile."""

from __future__ import annotations

from data.artists.shaded.art import Art
from data.artists.shaded.palette import dark, mix
from data.artists.shaded.people import Body, Look


def nose(a: Art, b: Body, k: Look, x0: float, ey: float, ny: float) -> None:
    """The nose about `x0`, its tip at the height `ny` and its root at `ey`."""
    shade, nk = dark(b.skin, 0.32), 0.6 if b.young else 1.0
    if b.profile:
        x, s = b.turn * b.hw, {"baby": 0.02, "child": 0.05}.get(b.age, 0.13)
        a.blob(
            [
                (x * 0.86, ny - 0.12),
                (x + b.turn * s, ny - 0.01),
                (x + b.turn * s * 0.4, ny + 0.05),
                (x * 0.84, ny + 0.05),
            ],
            b.skin,
            "skin",
        )
    elif k.nose == "dot":
        a.ell(x0 + b.turn * 0.03, ny, 0.028 * nk, 0.02 * nk, shade, "detail")
    elif k.nose == "bulb" or b.age == "elderly":
        a.ell(x0 + b.turn * 0.04, ny - 0.01, 0.07 * nk, 0.06 * nk, mix(b.skin, "#e06a5a", 0.25), "detail")
    elif k.nose == "hook":
        a.line([(x0 - 0.02, ny - 0.1 * nk), (x0 + 0.05 * nk, ny), (x0 - 0.03 * nk, ny + 0.02)], shade, 0.018)
    elif k.nose == "bridge" and not b.young:
        a.put([(x0 - 0.01, ey), (x0 + 0.07, ny + 0.01), (x0 - 0.05, ny + 0.02)], mix(b.skin, shade, 0.5), "detail")
    elif k.nose == "bridge":
        a.ell(x0, ny, 0.035, 0.02, mix(b.skin, shade, 0.6), "detail")
