"""A whole person or animal, standing, moving or sitting."""

from __future__ import annotations

from random import Random

from data.artists.kawaii.bodies import measure
from data.artists.kawaii.clothes import torso
from data.artists.kawaii.colours import mix
from data.artists.kawaii.furniture import ride, table
from data.artists.kawaii.hair_back import BACK
from data.artists.kawaii.heads import head
from data.artists.kawaii.limbs import arm, hand, legs
from data.artists.kawaii.looks import Look
from data.artists.kawaii.pen import Pen, place, sprite
from data.artists.kawaii.poses import POSES
from data.artists.kawaii.props import HELD, PROPS, TWO_HANDS
from data.artists.text import words


def person(p: Pen, r: Random, k: Look, tall: float, pose: str = "", prop: str | None = None) -> None:
    """A whole figure, feet at (0, 0)."""
    b = measure(r, k, tall)
    if prop is None:
        held = HELD.get(k.age, HELD["child"])
        prop = r.choice(held) if r.random() < 0.55 else ""
        pose = "" if prop else pose
    if not pose:
        free = words("wave cheer out hips hip1 stand walk walk run jump sit think stand")
        calm = words("wave out hips hip1 stand walk walk sit think stand stand")
        pose = r.choice(
            words("sit sit sit cheer out wave")
            if k.age == "baby"
            else calm
            if k.age in ("adult", "elderly") and r.random() < 0.8
            else free
        )
        sits = pose == "sit" or r.random() < 0.15
        if prop:
            pose = "both" if prop in TWO_HANDS else "low" if prop in ("case", "bag", "stick") else "item"
            pose = "sitboth" if sits and pose == "both" else pose
    left, right, feet = POSES[pose]
    sits = pose.startswith("sit")
    turn = r.choice([0, 0, 0, 0.3, -0.3, 0.5, 0.9] if pose not in ("walk", "run") else [0.5, 0.9, 0.3])
    if sits:
        p.tag(f'<g transform="translate(0 {-b.hip_y * 0.55:.1f})">')
    bent = k.age == "elderly" and not sits and r.random() < 0.4
    pal = {**k.pal, "h": k.hair}
    if not sits:
        legs(p, k, b, feet, False)
    if bent:
        p.tag(f'<g transform="rotate({r.uniform(6, 15):.1f} 0 {b.hip_y:.1f})">')
    if not k.species and k.hat not in ("hood", "hijab"):
        sprite(p, BACK[k.back], turn * -b.rx * 0.08, b.head_y, b.rx * (-1 if turn > 0.2 else 1), b.ry, pal)
    if "satchel" in k.marks:
        p.path(
            place(
                "M -1.15 .1 Q -1.15 -.1 -.8 -.1 L .8 -.1 Q 1.15 -.1 1.15 .1 L 1.1 1 L -1.1 1 Z",
                0,
                b.shoulder_y,
                b.sh * 1.1,
                b.hip_y - b.shoulder_y,
            ),
            "#c8384e" if r.random() < 0.5 else pal["t"],
        )
    if "neck" in k.marks:
        p.limb(
            f"M 0 {b.head_y + b.ry * 0.7:.1f} L 0 {b.shoulder_y + b.aw * 0.2:.1f}",
            mix(k.skin, "#a8503c", 0.12),
            b.ry * 0.42,
        )
    torso(p, k, b)
    if "satchel" in k.marks:
        for side in (-1, 1):
            p.stroke(
                f"M {side * b.sh * 0.6:.1f} {b.shoulder_y + 1:.1f} L {side * b.sh * 0.7:.1f} {b.hip_y * 1.35:.1f}",
                pal["t"],
                b.aw * 0.25,
            )
    if sits:
        legs(p, k, b, feet, True)
    ends = [(side, a, arm(p, k, b, side, a)) for side, a in ((-1, left), (1, right)) if a[1] >= 0.1]
    head(p, r, k, b.head_y, b.rx, b.ry, turn)
    ends += [(side, a, arm(p, k, b, side, a)) for side, a in ((-1, left), (1, right)) if a[1] < 0.1]
    hx, hy = next(e[2] for e in ends if e[0] == 1)
    size = (
        b.ry
        * (0.72 if prop in TWO_HANDS else 0.85)
        * (1.0 if k.age in ("baby", "child") else 0.92)
        * r.uniform(0.85, 1.2)
    )
    if prop == "stick":
        sprite(p, PROPS[prop], hx, hy, size, -hy / 1.62, pal)
    elif prop:
        two = pose in ("both", "sitboth")
        sprite(
            p,
            PROPS[prop],
            0 if two else hx,
            hy - (size * 0.3 if two else 0),
            size * (1 if prop != "teddy" else 0.85),
            size,
            pal,
        )
    for side, _, (x, y) in ends:
        hand(p, k, b, x, y, side)
    if not sits and not bent and not prop and "free" not in k.marks and r.random() < 0.33:
        (table if r.random() < 0.5 else ride)(p, r, k, b)
    if bent:
        p.tag("</g>")
    if sits:
        p.tag("</g>")
