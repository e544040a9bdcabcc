"""Where the joints of a figure are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from data.characters.curves import Point, between
from data.characters.person import Person
from data.characters.style import Style

Pair = tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class Placed:
    """Joints of one figure, left before right; `x` is its middle, `half` half the width of its shoulders."""

    x: float
    top: float
    shoulder: float
    hip: float
    ground: float
    half: float
    arm: float  # length
    elbows: Pair
    hands: Pair
    knees: Pair
    feet: Pair

    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the whole figure, roughly."""
        xs = [point[0] for point in (*self.hands, *self.feet, *self.knees, *self.elbows)]
        low = min(point[1] for point in self.hands)
        wide = max(0.85, self.half)
        return (
            min(*xs, self.x - wide) - 0.15,
            min(low - 0.15, self.top),
            max(*xs, self.x + wide) + 0.15,
            self.ground,
        )


def place(who: Person, style: Style, x: float, ground: float) -> Placed:
    """The joints of a figure on the ground at (x, ground)."""
    body = who.body
    legs = body.heads * float(np.interp(body.heads, (2.4, 4.5, 7.4), (0.27, 0.38, 0.47)))
    drop = {"floor": 0.88, "cross": 0.85, "stool": 0.45}.get(who.pose, 0.0) * legs
    top = ground - body.heads + drop
    shoulder = top + (1 + body.neck * style.neck if style.neck else 0.95)
    hip = ground - legs + drop
    half = body.shoulders / 2 * style.shoulders * (1 + 0.4 * (who.girth - 1))
    arm = 0.37 * body.heads * (0.82 if who.body.years < 5 or style.chibi else 1.0)
    arms = [_arm(who, style, side, (x, shoulder, hip), half, arm) for side in (-1, 1)]
    legs_of = [_leg(who, style, side, (x, hip, ground), half, legs) for side in (-1, 1)]
    return Placed(
        x, top, shoulder, hip, ground, half, arm,
        elbows=(arms[0][0], arms[1][0]), hands=(arms[0][1], arms[1][1]),
        knees=(legs_of[0][0], legs_of[1][0]), feet=(legs_of[0][1], legs_of[1][1]),
    )  # fmt: skip


def hold_hands(placed: Sequence[Placed]) -> list[Placed]:
    """The same figures, each with a hand in its neighbour's."""
    found = list(placed)
    for index in range(len(found) - 1):
        left, right = found[index], found[index + 1]
        y = (left.shoulder + 0.75 * left.arm + right.shoulder + 0.75 * right.arm) / 2
        x = (left.x + left.half + right.x - right.half) / 2
        found[index] = _reaching(left, 1, (x, y))
        found[index + 1] = _reaching(right, 0, (x, y))
    return found


def start_of_arm(at: Placed, index: int, limb: float) -> Point:
    """The shoulder joint."""
    return at.x + (-1, 1)[index] * (at.half - 0.35 * limb), at.shoulder + 0.12 + 0.15 * limb


def _reaching(at: Placed, index: int, target: Point) -> Placed:
    middle = between(start_of_arm(at, index, 0.2), target, 0.5)
    elbow = (middle[0], middle[1] + 0.06 * at.arm)
    if index == 0:
        return replace(at, elbows=(elbow, at.elbows[1]), hands=(target, at.hands[1]))
    return replace(at, elbows=(at.elbows[0], elbow), hands=(at.hands[0], target))


def _arm(who: Person, style: Style, side: int, spine: tuple[float, float, float], half: float, length: float) -> Pair:
    x, shoulder, hip = spine
    start = (x + side * (half - 0.3 * who.body.limb), shoulder + 0.12)
    gesture, angle = who.gesture, who.arms[0 if side < 0 else 1]
    if gesture == "one hip":
        gesture = "hips" if side == who.facing else "free"
    if gesture == "present":
        gesture, angle = ("present", 1.0) if side == who.facing else ("free", 0.2)
    match gesture:
        case "hips":
            elbow = (start[0] + side * 0.42 * length, start[1] + 0.36 * length)
            return elbow, (x + side * 0.85 * half, max(hip - 0.1, start[1] + 0.4 * length))
        case "clasped":
            elbow = (start[0] + side * 0.14 * length, start[1] + 0.42 * length)
            return elbow, (x + side * 0.08, shoulder + 0.55 * (hip - shoulder))
        case "raised":
            # Short arms must go past a large head.
            angle = float(np.interp(who.body.heads, (2.5, 4.5, 7.0), (1.9, 2.2, 2.7)))
        case "present":
            elbow = (start[0] + side * 0.4 * length, start[1] + 0.32 * length)
            return elbow, (elbow[0] + side * 0.35 * length, elbow[1] - 0.3 * length)
    bend = angle + (0.2 + 0.3 * style.bend) * math.copysign(1, angle - 0.75)
    elbow = (start[0] + side * math.sin(angle) * length / 2, start[1] + math.cos(angle) * length / 2)
    return elbow, (elbow[0] + side * math.sin(bend) * length / 2, elbow[1] + math.cos(bend) * length / 2)


def _leg(who: Person, style: Style, side: int, spine: tuple[float, float, float], half: float, legs: float) -> Pair:
    x, hip, ground = spine
    way, sole = who.facing, ground - 0.08
    front = side == way
    match who.pose:
        case "walk":
            if front:
                return (x + way * 0.24 * legs, hip + 0.48 * legs), (x + way * 0.36 * legs, sole)
            return (x - way * 0.02 * legs, hip + 0.52 * legs), (x - way * 0.34 * legs, sole - 0.1 * legs)
        case "run":
            if front:
                return (x + way * 0.42 * legs, hip + 0.3 * legs), (x + way * 0.46 * legs, hip + 0.78 * legs)
            return (x - way * 0.08 * legs, hip + 0.5 * legs), (x - way * 0.5 * legs, sole - 0.12 * legs)
        case "floor":
            if who.body.years < 3:  # small children sit with their legs straight before them
                out = x + side * 0.5 * half
                return (out + side * 0.25 * legs, hip - 0.05 * legs), (out + side * 0.5 * legs, sole)
            shift = 0.0 if front else 0.14 * legs
            knee = (x + way * (0.3 * legs + shift), hip - 0.34 * legs)
            return knee, (x + way * (0.62 * legs + shift), sole)
        case "cross":
            return (x + side * (0.4 * half + 0.5 * legs), sole - 0.06), (x - side * 0.15 * legs, sole)
        case "stool":
            ahead = x + way * 0.44 * legs + (0.0 if front else -way * 0.12 * legs)
            return (ahead, hip + 0.05), (ahead + way * 0.02 * legs, sole)
        case "lean":
            if front:
                return (x + side * 0.45 * half, hip + 0.5 * legs), (x + side * 0.4 * half, sole)
            return (x + side * 0.75 * half, hip + 0.46 * legs), (x + side * (0.5 * half + 0.25 * legs), sole)
    foot = x + side * half * (0.34 + 0.4 * who.stance)
    start = x + side * 0.4 * half
    return ((start + foot) / 2 + side * 0.07 * style.bend, (hip + ground) / 2), (foot, sole)
