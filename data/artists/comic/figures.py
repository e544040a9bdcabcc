"""The whole figure, from the hair behind it to what it holds."""

from __future__ import annotations

from data.artists.comic.bodies import Sizes, layout, lean_of, sizes
from data.artists.comic.casting import person
from data.artists.comic.geometry import Point, box, ray, straight
from data.artists.comic.hair_back import hair_back
from data.artists.comic.heads import head
from data.artists.comic.limbs import arm, legs
from data.artists.comic.palette import BRIGHT, SOBER
from data.artists.comic.pen import Pen
from data.artists.comic.person import Person
from data.artists.comic.poses import POSES
from data.artists.comic.skulls import outline
from data.artists.comic.things import thing
from data.artists.comic.trunks import pack, trunk

CANE_POSES = ("stand", "wave", "hips", "point")


def figure(pen: Pen, p: Person) -> None:
    """The whole figure with the hip at the origin, 200 tall when it stands."""
    z = sizes(p)
    bones, low, _ = layout(p)
    thick = p.style.limb * (1 + 0.25 * p.youth) * (1.12 if not p.woman and p.youth < 0.3 else 1)
    width = z.torso * 0.17 * thick
    arms = _arm_bones(p, z, width)
    if p.pose == "sit":
        _seat(pen, z, width, low)
    lean = lean_of(p)
    pen.open(f"rotate({lean:.1f})")
    if "pack" in p.marks:
        pack(pen, p, z)
    tilt = -lean * 0.8 + pen.source.uniform(-6, 6)
    cx, cy = (z.shoulder * 0.3 if p.side else 0), -z.torso - z.neck - z.head * 0.46
    nod = f"rotate({tilt:.1f} {cx:.1f} {cy + z.head * 0.4:.1f})"
    if not p.beast:
        pen.open(nod)
        hair_back(pen, p, cx, cy, z.head / 2, max(a for a, _ in outline(p)))
        pen.close()
    if POSES[p.pose].side:
        arm(pen, p, arms[0], width, -1)
    pen.close()
    if p.beast and p.beast not in ("frog", "bear"):
        tail = [(0, -4), (-z.hip * 1.5, z.torso * 0.1), (-z.hip * 2.1, -z.torso * 0.35)]
        pen.limb(tail, width * 0.5, p.skin, True)
    legs(pen, p, bones, z.torso * 0.22 * thick)
    pen.open(f"rotate({lean:.1f})")
    trunk(pen, p, z)
    above = [i for i in (0, 1) if arms[i][2][1] < -z.torso * 1.0 and p.pose == "think"]
    for i in (0, 1):
        if not (POSES[p.pose].side and i == 0) and i not in above:
            arm(pen, p, arms[i], width, 1 if i else -1)
    if p.hold == "stick":
        if p.pose in CANE_POSES:
            _cane(pen, arms[1][2], width, low, lean)
    elif p.hold and not p.carry and p.pose not in ("crawl", "think"):
        _held(pen, p, z, arms, width)
    pen.open(nod)
    head(pen, p, cx, cy, z.head / 2, False)
    pen.close()
    for i in above:
        arm(pen, p, arms[i], width, 1)
    if p.carry:
        _bundle(pen, p, z, width)
    pen.close()


def _arm_bones(p: Person, z: Sizes, width: float) -> list[list[Point]]:
    side, arms = POSES[p.pose].side, POSES[p.pose].arms
    if p.hold == "stick" and p.pose in CANE_POSES:
        arms = (arms[0] if p.pose != "wave" else (14, 6), (24, 42))
    reach = z.torso * (0.53 if p.youth < 0.4 else 0.46) * (1.05 if p.ratio > 3.6 else 0.85)
    bones = []
    for k, (upper, lower) in zip((-1, 1), arms, strict=True):
        sign = 1 if side else k
        start = (k * (z.shoulder - width * 0.45 if not side else z.shoulder * 0.25), -z.torso * 0.97 + width * 0.62)
        elbow = ray(start, upper, reach, sign)
        bones.append([start, elbow, ray(elbow, lower, reach * 0.9, sign)])
    return bones


def _seat(pen: Pen, z: Sizes, width: float, low: float) -> None:
    colour, left, right = pen.source.choice(BRIGHT + SOBER), -z.hip * 1.6, z.hip * 1.8
    pen.path(straight(box(left, width * 0.9, right, low)), colour)
    if pen.source.random() < 0.6:
        pen.limb([(-z.hip * 1.5, low), (-z.hip * 1.5, -z.torso * 0.7)], width * 0.5, colour)


def _held(pen: Pen, p: Person, z: Sizes, arms: list[list[Point]], width: float) -> None:
    i = pen.source.randint(0, 1) if p.pose not in ("wave", "point", "hips") else 0
    x, y = arms[i][2] if p.pose != "hold" else (0, -z.torso * 0.42)
    unit, side = max(z.torso * 0.2, width * 0.9), -1 if i == 0 else 1
    thing(pen, p.hold, x, y + width * 0.3, unit, side, (p.colours[2], p.colours[1]))


def _cane(pen: Pen, grip: Point, width: float, low: float, lean: float) -> None:
    x, y = grip
    pen.open(f"translate({x:.1f} {y:.1f}) rotate({-lean:.1f})")
    tip = (width * 0.4, max(10, low - y - x * 0.25))
    pen.limb([(-width * 0.6, 0), (width * 0.3, -width * 0.4), tip], width * 0.4, "#7a4f2d")
    pen.close()


def _bundle(pen: Pen, p: Person, z: Sizes, width: float) -> None:
    """A baby in the grown-up's arms."""
    sh, torso = z.shoulder, z.torso
    small = person(pen.source, "baby", p.style.name)
    small.skin, small.hat = p.skin, ""
    k = pen.source.choice((-1, 1))
    pen.open(f"translate({k * sh * 0.2:.1f} {-torso * 0.45:.1f}) rotate({-k * 58})")
    pen.oval(0, torso * 0.25, torso * 0.28, torso * 0.48, small.colours[0])
    head(pen, small, 0, -torso * 0.22, torso * 0.26)
    pen.close()
    pen.limb([(k * sh, -torso * 0.3), (-k * sh * 0.35, -torso * 0.1)], width, p.colours[0])
