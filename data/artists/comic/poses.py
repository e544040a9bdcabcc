"""The poses: the angles of arms and legs in degrees from straight down."""

from __future__ import annotations

from typing import NamedTuple

Joint = tuple[float, float]


class Pose(NamedTuple):
    """One pose; each limb has the angle of its upper and of its lower half."""

    arms: tuple[Joint, Joint]
    legs: tuple[Joint, Joint]
    side: bool  # seen from the side
    lean: float


POSES = {
    "stand": Pose(((14, 6), (14, 6)), ((5, 3), (5, 3)), False, 0),
    "wave": Pose(((16, 8), (105, 165)), ((6, 3), (6, 3)), False, 0),
    "cheer": Pose(((118, 152), (118, 152)), ((10, 5), (10, 5)), False, 0),
    "hips": Pose(((48, -48), (48, -48)), ((9, 6), (9, 6)), False, 0),
    "hold": Pose(((22, -75), (22, -75)), ((5, 3), (5, 3)), False, 0),
    "point": Pose(((16, 6), (85, 92)), ((10, 5), (4, 2)), False, 0),
    "tilt": Pose(((40, 70), (40, 70)), ((4, 2), (14, 8)), False, -6),
    "think": Pose(((25, -80), (18, -148)), ((5, 3), (5, 3)), False, 0),
    "jump": Pose(((125, 150), (110, 140)), ((38, -20), (45, -35)), False, 4),
    "walk": Pose(((-22, -5), (28, 60)), ((-24, -34), (24, 14)), True, 3),
    "run": Pose(((-50, 30), (40, 120)), ((-35, -85), (55, 5)), True, 12),
    "sit": Pose(((30, 70), (34, 80)), ((86, 4), (80, -4)), True, 0),
    "floor": Pose(((28, 10), (28, 30)), ((58, 78), (58, 78)), False, 0),
    "crawl": Pose(((52, 66), (76, 60)), ((22, -80), (-8, -82)), True, 62),
    "squat": Pose(((30, 60), (40, 75)), ((60, -30), (60, -30)), False, 0),
    "lotus": Pose(((30, -30), (30, -30)), ((80, -84), (80, -84)), False, 0),
}  # fmt: skip
