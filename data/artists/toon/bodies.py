"""The measures of a body, and where its parts lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from data.artists.toon.pen import Pen
from data.artists.toon.person import Person
from data.artists.toon.styles import AGES, STYLES


class Place(NamedTuple):
    """What a crop goes by: the middle, top and height of the head, and the hip."""

    x: float
    top: float
    head: float
    hip: float


@dataclass(frozen=True)
class Body:
    """One body that stands at (x, base)."""

    x: float
    base: float
    height: float
    head: float
    neck: float
    leg: float
    torso: float
    top: float  # of the torso
    hip: float
    shoulders: float  # half widths
    waist: float
    hips: float
    stoop: float
    arm_width: float
    leg_width: float

    @property
    def lean(self) -> float:
        """How far the shoulders are before the hips."""
        return self.stoop * 0.6

    @property
    def place(self) -> Place:
        """Where head and hip are."""
        drop = self.head * 0.12 if self.stoop else 0
        return Place(self.x + self.stoop, self.top - self.neck - self.head + drop, self.head, self.hip)


def measure(pen: Pen, p: Person, x: float, base: float) -> Body:
    """The measures of one person by age, sex and style."""
    st, k, man = STYLES[p.style], AGES.index(p.age), p.sex == "m"
    h = p.height / p.ratio
    neck = h * st.neck * {"baby": 0.0, "child": 0.06, "adult": 0.14, "elderly": 0.08}[p.age] * (0.8 if man else 1.1)
    rest = p.height - h - neck
    leg = rest * st.legs[k]
    torso = rest - leg
    hip = base - leg * {"floor": 0.25, "stool": 0.75}.get(p.legs, 1) - (leg * 0.35 if p.legs == "jump" else 0)
    shoulders = _shoulders(pen, p, h)
    fat = p.grown and pen.src.random() < 0.25
    arm = p.height * {"baby": 0.075, "child": 0.05, "adult": 0.045, "elderly": 0.043}[p.age] * st.limb
    return Body(
        x=x,
        base=base,
        height=p.height,
        head=h,
        neck=neck,
        leg=leg,
        torso=torso,
        top=hip - torso,
        hip=hip,
        shoulders=shoulders,
        waist=shoulders * (1.05 if not p.grown else 1.2 if fat else 0.8 if man else 0.72),
        hips=shoulders * (1.12 if not p.grown else 1.15 if fat else 0.8 if man else 1.08),
        stoop=shoulders * 0.55 if "stoop" in p.cues else 0.0,
        arm_width=arm,
        leg_width=arm * (1.25 if p.grown else 1.15),
    )


def _shoulders(pen: Pen, p: Person, h: float) -> float:
    man = p.sex == "m"
    slim = {"baby": 0.17, "child": 0.125, "adult": 0.125 if man else 0.1, "elderly": 0.115}[p.age]
    half = p.height * slim * STYLES[p.style].bulk * pen.src.uniform(0.88, 1.15)
    if p.style in ("bean", "bobble", "hose") and not p.grown:
        half = max(half, h * p.aspect * 0.33)
    half *= 0.8 if p.turn == 1 else 1
    if p.head == "pill":
        half = h * p.aspect * 0.5 * 1.02
    if p.style == "chin" and p.grown:
        half = max(half, h * p.aspect * (0.62 if man else 0.45))
    return half
