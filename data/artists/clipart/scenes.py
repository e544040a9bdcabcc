"""Backgrounds, and the place of the drawing in the picture."""

from __future__ import annotations

import random

from data.artists.clipart.palette import mix
from data.artists.clipart.styles import Style


def scene(s: Style, r: random.Random) -> str:
    """The background, perhaps none."""
    kind = r.choice(["", "", "", "", "plain", "plain", "room", "park", "street", "disc"])
    soft = (
        mix(r.choice(s.cloth), "#ffffff", r.uniform(0.35, 0.85))
        if s.fill not in ("white", "mono")
        else r.choice(["#ffffff", "#ffffff", "#f3efe4"])
    )
    c2 = mix(soft, "#5a6a4a", 0.2)
    full = f'<rect width="256" height="256" fill="{soft}"/>'
    if kind == "room":
        return (
            full
            + f'<rect y="196" width="256" height="60" fill="{c2}"/>'
            + '<rect x="24" y="28" width="56" height="62" fill="#ffffff" opacity=".7"/>'
        )
    if kind == "park":
        hill = '<path d="M0 190Q70 150 140 186T256 180V256H0Z" fill="#8fcf7a"/>'
        if s.fill == "white":
            hill = '<path d="M0 190Q70 150 140 186T256 180" fill="none" stroke="#555"/>'
        return full + hill + f'<circle cx="{r.randint(20, 230)}" cy="36" r="20" fill="#fff3b0"/>'
    if kind == "street":
        blocks = "".join(
            f'<rect x="{x}" y="{r.randint(30, 120)}" width="50" height="226" fill="{c2}" opacity=".6"/>'
            for x in range(0, 256, 58)
        )
        return full + blocks + f'<rect y="222" width="256" height="34" fill="{mix(c2, "#000000", 0.25)}"/>'
    if kind == "disc":
        return f'<circle cx="128" cy="128" r="122" fill="{soft}"/>'
    return full if kind else ""


def frame(box: list[float], r: random.Random, fill: float) -> str:
    """The transform that puts the box into the picture."""
    w, h = max(box[2] - box[0], 1), max(box[3] - box[1], 1)
    k = 256 * fill / max(w, h)
    slack = max(0.0, (256 - max(w, h) * k) / 2)
    tx = 128 - k * (box[0] + w / 2) + r.uniform(-slack, slack) * 0.7
    ty = 128 - k * (box[1] + h / 2) + r.uniform(-slack, slack) * 0.7
    turn = r.uniform(-9, 9) if r.random() < 0.25 else 0
    mirror = "translate(256 0) scale(-1 1) " if r.random() < 0.5 else ""
    return f"{mirror}rotate({turn:.1f} 128 128) translate({tx:.2f} {ty:.2f}) scale({k:.4f})"
