"""Mouths and beards."""

from __future__ import annotations

from data.artists.kawaii.colours import mix
from data.artists.kawaii.looks import Look
from data.artists.kawaii.pen import Pen, place

MOUTHS = {
    "smile": "M -1.5 0 Q 0 1.5 1.5 0",
    "cat": "M -1.5 -.1 Q -.8 1.2 0 0 Q .8 1.2 1.5 -.1",
    "flat": "M -1.1 .2 L 1.1 .2",
}


def whiskers(p: Pen, k: Look, x: float, y: float, rx: float, ry: float) -> None:
    """Beard, moustache and the like, mouth at y."""
    if "beard" in k.marks:
        d = "M -.96 -.35 Q -.9 1 0 1.05 Q .9 1 .96 -.35 Q .75 .1 .45 -.12 Q 0 -.28 -.45 -.12 Q -.75 .1 -.96 -.35 Z"
        p.path(place(d, x * 0.4, y, rx, ry * 0.62), k.hair)
    if "stubble" in k.marks:
        d = "M -.9 -.1 Q -.7 .72 0 .78 Q .7 .72 .9 -.1 Q .5 -.05 .4 -.2 Q 0 -.3 -.4 -.2 Q -.5 -.05 -.9 -.1 Z"
        p.path(place(d, x * 0.4, y, rx * 0.9, ry * 0.55), mix(k.skin, "#47506a", 0.32), False)
    if "goatee" in k.marks:
        p.oval(x, y + ry * 0.33, rx * 0.2, ry * 0.16, k.hair)
    if "moustache" in k.marks:
        d = "M 0 -.15 Q .5 -.35 .9 .3 Q .4 .25 0 .12 Q -.4 .25 -.9 .3 Q -.5 -.35 0 -.15 Z"
        p.path(place(d, x, y - ry * 0.06, rx * 0.5, ry * 0.45), k.hair)


def mouth(p: Pen, k: Look, x: float, y: float, s: float, ink: str) -> None:
    """The mouth at (x, y), of size `s`."""
    if "dummy" in k.marks:
        p.oval(x, y, s * 1.5, s * 1.1, k.pal["t"])
        p.oval(x, y, s * 0.6, s * 0.6, "#ffffff")
    elif k.mouth == "beak":
        p.path(place("M -2 0 Q 0 -1.8 2 0 Q 0 2 -2 0 Z", x, y - s, s, s), "#f59b3f")
    elif "lips" in k.marks and k.mouth != "open":
        p.path(place("M -1.4 0 Q -.6 -.9 0 -.4 Q .6 -.9 1.4 0 Q 0 1.5 -1.4 0 Z", x, y, s, s), "#c8384e", False)
    elif k.mouth in ("open", "grin"):
        p.path(
            place("M -1.6 -.3 Q 0 .1 1.6 -.3 Q 1.3 2 0 2 Q -1.3 2 -1.6 -.3 Z", x, y, s, s),
            "#a8343c" if "lips" not in k.marks else "#d8485e",
        )
        p.oval(x, y + s * 1.3, s * 0.8, s * 0.45, "#f08a8a", False)
        if k.mouth == "grin" or "gap" in k.marks:
            w = 0.45 if "gap" in k.marks else 1.2
            p.path(place(f"M -{w} -.15 L {w} -.15 L {w * 0.8} .5 L -{w * 0.8} .5 Z", x, y, s, s), "#ffffff", False)
    elif k.mouth == "o":
        p.oval(x, y + s * 0.3, s * 0.6, s * 0.75, "#a8343c")
    else:
        p.stroke(place(MOUTHS[k.mouth], x, y, s, s), ink, s * 0.55)
