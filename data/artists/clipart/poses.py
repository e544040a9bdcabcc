"""The poses, and who takes which."""

from __future__ import annotations

# Pose: view, arms (upper, lower) near and far, legs near and far, spine lean;
# degrees from straight down, outward or forward.
POSES: dict[str, tuple[str, list[int], list[int], int]] = {
    "stand": ("front", [14, 6, 14, 6], [4, 2, 4, 2], 0),
    "wave": ("front", [120, 168, 14, 6], [5, 2, 5, 2], 0),
    "hips": ("front", [48, -52, 48, -52], [8, 5, 8, 5], 0),
    "cheer": ("front", [142, 166, 142, 166], [10, 6, 10, 6], 0),
    "jump": ("front", [128, 152, 118, 140], [34, -24, 44, -30], 4),
    "hold": ("front", [16, -74, 16, -74], [4, 2, 4, 2], 0),
    "show": ("front", [62, 112, 14, 4], [5, 3, 5, 3], 0),
    "point": ("front", [88, 96, 46, -50], [6, 4, 6, 4], 0),
    "walk": ("side", [-24, 4, 26, 52], [24, 10, -14, -36], 3),
    "run": ("side", [-52, 34, 52, 128], [62, -8, -22, -84], 12),
    "idle": ("side", [8, 34, -6, 8], [2, 0, -3, -4], 0),
    "sit": ("side", [28, 72, 20, 62], [86, 4, 80, 10], -2),
    "floor": ("side", [26, 66, -28, -10], [84, 80, 76, 88], -6),
    "give": ("side", [50, 84, 40, 70], [5, 0, -6, -8], 2),
    "plop": ("front", [30, -20, 42, 60], [68, 46, 68, 46], 0),
    "crawl": ("side", [-2, 6, 26, 22], [26, -80, -8, -84], 66),
    "raise": ("front", [150, 172, 40, -46], [7, 4, 7, 4], 3),
    "dance": ("front", [84, 140, 76, 30], [8, 4, 46, -18], 7),
}

POSE_FOR = {
    "baby": "plop plop plop crawl crawl stand cheer hold",
    "child": "stand wave cheer jump hold show walk run run idle sit floor give plop raise dance",
    "adult": "stand wave hips hold show point walk walk run idle sit give raise dance cheer",
    "elderly": "stand wave hold show walk walk idle sit give hips point",
}
