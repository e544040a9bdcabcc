"""How limbs are held in each pose."""

from __future__ import annotations

# upper arm, forearm (left, right), thigh, shin (left, right): degrees out from straight down
POSES: dict[str, tuple[float, ...]] = {
    "stand": (14, 7, 14, 7, 4, 2, 4, 2), "wave": (15, 8, 118, 165, 5, 2, 5, 2), "hips": (48, -38, 48, -38, 8, 4, 8, 4),
    "walk": (28, 5, 24, 40, 20, 12, 10, -2), "run": (62, 120, 50, 5, 42, 4, 24, 62),
    "jump": (138, 160, 138, 160, 38, -12, 38, -12),
    "hold": (16, -48, 16, -48, 4, 2, 4, 2), "show": (14, 6, 34, 105, 6, 3, 6, 3),
    "cheer": (150, 172, 150, 172, 6, 3, 6, 3),
    "sit": (22, -20, 26, 20, 34, 2, 34, 2), "floor": (28, 8, 28, 8, 74, 58, 74, 58),
    "think": (18, -40, 26, -150, 5, 2, 5, 2),
}  # fmt: skip
