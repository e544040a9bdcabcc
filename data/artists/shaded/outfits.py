"""What a figure wears, cut to the measures of its body."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from data.artists.shaded.palette import BRIGHT, SOBER, light
from data.artists.shaded.people import Body
from data.artists.shaded.wardrobe import ROBES, TOPS


@dataclass(frozen=True)
class Outfit:
    """Clothes with their two colours, and the heights and half widths of the body in them."""

    top: str
    c1: str
    c2: str
    long: float  # how far down the legs a robe reaches, 0 to 1
    bare: bool  # whether the lower legs are bare
    neck: float
    hip: float
    foot: float
    hi: float  # half the hips
    wa: float  # half the waist
    aw: float  # half an arm
    lw: float  # half a leg

    @property
    def leg(self) -> float:
        """How long the legs are."""
        return self.foot - self.hip

    @property
    def chest(self) -> float:
        """The height half way from the neck to the hips."""
        return (self.neck + self.hip) / 2

    @property
    def hem(self) -> float:
        """The height at which the top ends."""
        return self.hip + (self.leg * self.long if self.long else 0.12)

    @property
    def flare(self) -> float:
        """Half the width of the hem."""
        return self.hi * 1.05 if self.top == "kimono" else self.hi * (1 + 0.6 * min(1, self.long * 1.6))


def outfit_of(r: Random, b: Body) -> Outfit:
    """Clothes for the body; its cloth, which scarves and hats are of, is chosen with them."""
    rest = b.n - 1
    neck = 0.52 + (0.03 if b.young else 0.09) + 0.012 * rest
    top = r.choice(TOPS[b.age, b.girl])
    long = ROBES.get(top, 0.0)
    pal = BRIGHT if b.young else SOBER if r.random() < 0.75 else BRIGHT
    c1, c2 = r.choice(pal), r.choice(SOBER if not b.young or r.random() < 0.5 else BRIGHT)
    b.cloth = r.choice(pal)
    if top in ("romper", "hoodie") and r.random() < 0.5:
        c1 = light(c1, 0.45)
    hip_y = 0.5 + rest * {"baby": 0.62, "child": 0.53}.get(b.age, 0.46)
    hi = b.sh * ((1.05 if b.age == "baby" else 0.88) if b.young else (0.92 if b.girl else 0.76))
    wa = b.sh * (
        (1.12 if b.age == "baby" else 0.86)
        if b.young
        else r.choice([0.66, 0.72, 0.8])
        if b.girl
        else r.choice([0.76, 0.8, 1.02])
    )
    aw, lw = {"baby": (0.15, 0.19), "child": (0.1 + 0.01 * rest, 0.13 + 0.015 * rest)}.get(
        b.age, ((0.085 if b.girl else 0.1) + 0.014 * rest, 0.1 + 0.025 * rest)
    )
    bare = 0 < long < 0.8 or (b.young and top in ("tee", "motif", "stripes", "dots", "school") and r.random() < 0.65)
    return Outfit(top, c1, c2, long, bare, neck, hip_y, b.n - 0.56, hi, wa, aw, lw)
