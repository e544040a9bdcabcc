"""Eyes, noses and mouths."""

from __future__ import annotations

from data.artists.clipart.looks import Look
from data.artists.clipart.palette import mix
from data.artists.clipart.pen import Pen


def eye(p: Pen, k: Look, x: float, y: float, z: float, side: int) -> None:
    """One eye; `side` says to which side its lashes go."""
    kind, ink = k["eyes"], "#151515"
    if kind == "dot":
        p.oval(x, y, z * 0.45, z * 0.52, ink, 0, False)
    elif kind == "oval":
        p.oval(x, y, z * 0.5, z * 0.95, ink, 0, False)
        p.oval(x + z * 0.15, y - z * 0.4, z * 0.18, z * 0.26, "#ffffff", 0, False)
    elif kind in ("white", "joined"):
        p.oval(
            x, y, z * (0.95 if kind == "white" else 1.1), z * (1 if kind == "white" else 1.45), "#ffffff", 0.7, False
        )
        p.oval(x + z * 0.25, y + z * 0.2, z * 0.42, z * 0.5, ink, 0, False)
    elif kind == "big":
        p.oval(x, y, z * 0.95, z * 1.2, "#ffffff", 0.7, False)
        p.oval(x, y + z * 0.1, z * 0.7, z * 0.95, k["iris"], 0, False)
        p.oval(x, y + z * 0.1, z * 0.38, z * 0.5, ink, 0, False)
        p.oval(x + z * 0.25, y - z * 0.35, z * 0.24, z * 0.28, "#ffffff", 0, False)
    elif kind == "almond":
        p.blob([(x - z, y), (x, y - z * 0.55), (x + z, y), (x, y + z * 0.45)], "#ffffff", False, 0.5, False)
        p.oval(x, y - z * 0.02, z * 0.42, z * 0.45, ink, 0, False)
    elif kind == "arc":
        p.stroke([(x - z * 0.8, y + z * 0.2), (x, y - z * 0.5), (x + z * 0.8, y + z * 0.2)], z * 0.38, ink)
    elif kind == "line":
        p.stroke([(x - z * 0.7, y), (x + z * 0.7, y + z * 0.05)], z * 0.34, ink)
    if k["lash"] and kind not in ("none", "line"):
        for q in (0.7, 1.2):
            p.stroke([(x + side * z * 0.5 * q, y - z * 0.6), (x + side * z * q, y - z * 1.15)], z * 0.22, ink)


def nose(p: Pen, k: Look, x: float, y: float, z: float, side: bool) -> None:
    """The nose."""
    kind, dark = k["nose"], mix(k["skin"], "#7a2a10", 0.25)
    if side and kind in ("ell", "shade", "dot", "none"):
        z = max(z, 0.04)
        p.blob([(x - z * 2, y - z * 1.6), (x + z * 1.1, y + z * 0.2), (x - z * 1.6, y + z * 0.7)], k["skin"], True, 0.8)
        p.oval(x - z * 2, y - z * 0.4, z * 1.5, z * 2, k["skin"], 0, False)
        return
    if kind == "bulb" or (side and kind in ("wide", "dot")):
        p.oval(x, y, z, z * 0.9, mix(k["skin"], "#e05030", 0.12), 0.8)
    elif kind == "wide":
        p.blob(
            [
                (x - z * 1.2, y + z * 0.4),
                (x - z * 0.4, y - z * 0.7),
                (x + z * 0.4, y - z * 0.7),
                (x + z * 1.2, y + z * 0.4),
                (x, y + z * 0.7),
            ],
            k["skin"],
            False,
            0.8,
        )
    elif kind == "hook":
        p.blob(
            [
                (x - z * 0.4, y - z * 1.5),
                (x + z * 1.1, y + z * 0.2),
                (x + z * 0.4, y + z * 0.8),
                (x - z * 0.5, y + z * 0.5),
            ],
            k["skin"],
            False,
            0.01,
        )
        p.stroke(
            [
                (x - z * 0.2, y - z * 1.5),
                (x + z * 1.1, y + z * 0.2),
                (x + z * 0.5, y + z * 0.8),
                (x - z * 0.4, y + z * 0.6),
            ],
            0.022,
        )
    elif kind == "ell":
        p.stroke(
            [(x, y - z * 1.2), (x + z * 0.7, y + z * 0.4), (x - z * 0.2, y + z * 0.6)],
            0.022,
            mix(dark, "#000000", 0.4),
            True,
        )
    elif kind == "shade":
        p.blob([(x - z * 0.1, y - z), (x + z * 0.8, y + z * 0.5), (x - z * 0.5, y + z * 0.5)], dark, True, 0, False)
    elif kind == "dot":
        p.oval(x, y, z * 0.55, z * 0.45, dark, 0, False)


def mouth(p: Pen, k: Look, x: float, y: float, z: float) -> None:
    """The mouth."""
    kind, red = k["mouth"], "#8e1f2b"
    if kind in ("open", "grin"):
        rim = [
            (x - z, y - z * 0.2),
            (x, y - z * 0.02),
            (x + z, y - z * 0.2),
            (x + z * 0.6, y + z * 0.55),
            (x, y + z * 0.8),
            (x - z * 0.6, y + z * 0.55),
        ]
        p.blob(rim, red if kind == "open" else "#ffffff", False, 0.8, False)
        if kind == "open":
            p.oval(x, y + z * 0.5, z * 0.45, z * 0.2, "#f07a80", 0, False)
            p.rect(x - z * 0.3, y - z * 0.03, z * (0.3 if k["who"] == "baby" else 0.6), z * 0.2, "#ffffff", 0)
        else:
            p.stroke([(x - z * 0.8, y + z * 0.2), (x, y + z * 0.32), (x + z * 0.8, y + z * 0.2)], 0.014)
    elif kind == "smirk":
        p.stroke([(x - z * 0.6, y + z * 0.1), (x + z * 0.2, y + z * 0.2), (x + z, y - z * 0.3)], 0.024)
    elif kind == "lips" and not k["young"] and k["sex"] == "f":
        p.blob(
            [
                (x - z * 0.8, y),
                (x - z * 0.2, y - z * 0.25),
                (x, y - z * 0.15),
                (x + z * 0.2, y - z * 0.25),
                (x + z * 0.8, y),
                (x, y + z * 0.4),
            ],
            "#c8323f",
            False,
            0.5,
        )
    elif kind == "flat":
        p.stroke([(x - z * 0.6, y), (x + z * 0.6, y - z * 0.08)], 0.024)
    elif kind == "cat":
        p.stroke(
            [(x - z * 0.6, y), (x - z * 0.3, y + z * 0.3), (x, y), (x + z * 0.3, y + z * 0.3), (x + z * 0.6, y)], 0.022
        )
    elif kind != "none":
        p.stroke([(x - z * 0.85, y - z * 0.15), (x, y + z * 0.38), (x + z * 0.85, y - z * 0.15)], 0.024)


def smiley(p: Pen, k: Look, y: float, z: float) -> None:
    """A face for a thing."""
    e = {**k, "eyes": "oval" if k["eyes"] == "none" else k["eyes"], "lash": False, "who": "child", "young": True}
    for q in (-1, 1):
        eye(p, e, q * 0.22, y, z, q)
    mouth(p, {**e, "mouth": "smile" if k["mouth"] == "none" else k["mouth"]}, 0, y + 0.24, 0.15)
