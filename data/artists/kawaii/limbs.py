"""Legs, arms and hands."""

from __future__ import annotations

from data.artists.kawaii.bodies import Body
from data.artists.kawaii.colours import mix
from data.artists.kawaii.looks import Look
from data.artists.kawaii.pen import Pen, place
from data.artists.kawaii.poses import Arm, Legs
from data.artists.kawaii.wardrobe import WEAR


def legs(p: Pen, k: Look, b: Body, pose: Legs, front: bool) -> None:
    """Both legs with shoes; `front` for legs stretched towards the viewer."""
    bottom = WEAR.get(k.wear, (0, "romper", ""))[1]
    cover = {"pants": 1.0, "romper": 1.0, "shorts": 0.42}.get(bottom, 0.0)
    cloth = k.skin if k.wear == "bare" else k.pal["a"] if bottom == "romper" or k.wear == "overall" else k.pal["c"]
    bare = k.skin if k.age in ("baby", "child", "none") or bottom != "pencil" else mix(k.skin, "#4c4c54", 0.35)
    shoe = k.skin if k.wear == "bare" else k.pal["t"] if k.age in ("baby", "child") else k.pal["s"]
    for side, x, lift in ((-1, pose[0], pose[1]), (1, pose[2], pose[3])):
        hx, hy = side * b.hip * 0.5, b.hip_y * 1.02
        fx, fy = x * b.hip, b.hip_y * lift - b.lw * 0.35
        kx, ky = (hx + fx) / 2 + side * b.lw * (0.25 if front or lift > 0.2 else 0), (hy + fy) / 2
        p.limb(f"M {hx:.1f} {hy:.1f} Q {kx:.1f} {ky:.1f} {fx:.1f} {fy:.1f}", cloth if cover == 1 else bare, b.lw)
        if 0 < cover < 1:
            mx, my = hx + (kx - hx) * 0.9, hy + (ky - hy) * 0.9
            p.limb(f"M {hx:.1f} {hy:.1f} L {mx:.1f} {my:.1f}", cloth, b.lw * 1.25)
        if k.age != "baby" or k.pal["t"] != "#ffffff":
            out = b.lw * 0.2 * (side if pose[0] > -0.8 or front else 1)
            p.oval(
                fx + out,
                fy + b.lw * (0.1 if not front else 0),
                b.lw * (0.72 if not front else 0.6),
                b.lw * (0.45 if not front else 0.7),
                shoe if not (k.age == "baby" and k.wear == "romper") else cloth,
            )
            if k.age in ("adult", "elderly") and bottom in ("pencil", "qipao") and not front:
                p.path(place("M -.6 0 L -.35 0 L -.4 .5 L -.5 .5 Z", fx + out, fy, b.lw, b.lw), shoe)


def arm(p: Pen, k: Look, b: Body, side: int, pose: Arm) -> tuple[float, float]:
    """One arm with its sleeve; returns where the hand is."""
    sleeve, _, detail = WEAR.get(k.wear, (0.0, "", ""))
    sx, sy = side * b.sh * 0.86, b.shoulder_y + b.aw * 0.55
    hx, hy = sx + side * pose[0] * b.arm, sy + pose[1] * b.arm
    cx, cy = (sx + hx) / 2 + side * pose[2] * b.arm, (sy + hy) / 2 + abs(pose[2]) * b.arm * 0.25
    cloth = (
        "#ffffff" if detail in ("bib", "smock", "bowtie", "vest", "police") and k.pal["b"] != "#ffffff" else k.pal["a"]
    )
    cloth = mix(cloth, "#4a3040", 0.07) if k.wear != "bare" else k.skin
    p.limb(f"M {sx:.1f} {sy:.1f} Q {cx:.1f} {cy:.1f} {hx:.1f} {hy:.1f}", cloth if sleeve == 1 else k.skin, b.aw)
    if 0 < sleeve < 1:
        t = sleeve
        qx, qy = sx + (cx - sx) * t, sy + (cy - sy) * t
        ex = (1 - t) ** 2 * sx + 2 * t * (1 - t) * cx + t * t * hx
        ey = (1 - t) ** 2 * sy + 2 * t * (1 - t) * cy + t * t * hy
        p.limb(f"M {sx:.1f} {sy:.1f} Q {qx:.1f} {qy:.1f} {ex:.1f} {ey:.1f}", cloth, b.aw * 1.15)
    if detail in ("kimono", "hanbok", "kaftan"):
        p.path(
            (
                f"M {sx:.1f} {sy - b.aw * 0.4:.1f} L {hx:.1f} {hy - b.aw * 0.5:.1f} L {hx:.1f} {hy + b.aw:.1f} Q "
                f"{(sx + hx) / 2:.1f} {max(sy, hy) + b.aw * 0.9:.1f} {sx:.1f} {sy + b.aw * 0.7:.1f} Z"
            ),
            cloth,
        )
    return hx, hy


def hand(p: Pen, k: Look, b: Body, x: float, y: float, side: int) -> None:
    """One hand, with a thumb in the taller styles."""
    p.oval(x, y, b.aw * 0.55, b.aw * 0.55, k.skin)
    if p.style.heads[2] > 2.9:
        p.oval(x - side * b.aw * 0.4, y - b.aw * 0.3, b.aw * 0.2, b.aw * 0.25, k.skin, False)
