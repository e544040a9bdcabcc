"""Measures of a body by age and style."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from data.artists.kawaii.looks import Look


@dataclass
class Body:
    """Measures of one figure, feet at (0, 0), y upwards negative."""

    tall: float
    rx: float
    ry: float
    head_y: float
    shoulder_y: float
    hip_y: float
    sh: float
    waist: float
    hip: float
    arm: float
    aw: float
    lw: float


def measure(r: Random, k: Look, tall: float) -> Body:
    """Measures of a figure `tall` high."""
    young, old = k.age in ("baby", "child", "none"), k.age == "elderly"
    ry = tall / k.heads / 2
    rx = ry * (r.uniform(1.02, 1.18) if young else r.uniform(0.86, 1.0))
    neck = ry * (0.12 if "neck" in k.marks else -0.1)
    shoulder = -tall + 2 * ry + neck
    share = {"baby": 0.3, "child": 0.4, "none": 0.32}.get(k.age, 0.44 if old else 0.5)
    sh = (
        ry
        * (0.6 + 0.15 * (k.heads - 2))
        * {"baby": 0.98, "child": 0.9, "none": 0.98}.get(k.age, 1.15 if k.sex == "m" else 0.98)
    )
    waist = sh * (
        1.18
        if k.age == "baby"
        else 1.05
        if young
        else r.uniform(0.9, 1.3)
        if k.sex == "m" or old
        else r.uniform(0.72, 0.95)
    )
    hip = sh * (1.2 if k.age == "baby" else 1.05 if young else 0.95 if k.sex == "m" else 1.05)
    arm = -shoulder * (0.42 if k.age == "baby" else 0.46) + ry * 0.12
    thick = (0.3 if young else 0.25) * ry * (0.8 + 0.1 * k.heads)
    return Body(tall, rx, ry, -tall + ry, shoulder, shoulder * share, sh, waist, hip, arm, thick, thick * 1.15)
