"""Poses of arms and legs."""

from __future__ import annotations

# an arm: x (outwards) and y of the hand from its shoulder in arm lengths, elbow bend outwards
# the legs: x in hip widths and lift in leg lengths, left and right
Arm = tuple[float, float, float]
Legs = tuple[float, float, float, float]

DOWN: Arm = (0.25, 0.92, 0.1)
POSES: dict[str, tuple[Arm, Arm, Legs]] = {
    "stand": (DOWN, DOWN, (-0.5, 0, 0.5, 0)),
    "wave": (DOWN, (0.85, -0.55, 0.2), (-0.5, 0, 0.5, 0)),
    "cheer": ((0.75, -0.65, 0.15), (0.75, -0.65, 0.15), (-0.7, 0, 0.7, 0)),
    "out": ((0.9, 0.3, 0), (0.9, 0.3, 0), (-0.6, 0, 0.6, 0)),
    "hips": ((0.05, 0.6, 0.5), (0.05, 0.6, 0.5), (-0.6, 0, 0.6, 0)),
    "hip1": ((0.05, 0.6, 0.5), DOWN, (-0.5, 0, 0.6, 0)),
    "item": (DOWN, (0.6, 0.4, 0.2), (-0.5, 0, 0.5, 0)),
    "low": (DOWN, (0.35, 0.85, 0.1), (-0.5, 0, 0.5, 0)),
    "both": ((-0.35, 0.6, 0.35), (-0.35, 0.6, 0.35), (-0.5, 0, 0.5, 0)),
    "walk": ((0.5, 0.75, 0.1), (0.35, 0.8, 0.15), (-0.9, 0.12, 0.9, 0)),
    "run": ((0.7, 0.35, 0.3), (0.6, -0.1, 0.4), (-1.8, 0.45, 0.9, 0.05)),
    "jump": ((0.7, -0.7, 0.1), (0.7, -0.7, 0.1), (-1.1, 0.35, 1.1, 0.3)),
    "sit": (DOWN, DOWN, (-1.5, 0.55, 1.5, 0.55)),
    "sitboth": ((-0.35, 0.6, 0.35), (-0.35, 0.6, 0.35), (-1.5, 0.55, 1.5, 0.55)),
    "think": ((-0.2, 0.55, 0.4), (-0.35, 0.0, 0.5), (-0.5, 0, 0.5, 0)),
}
