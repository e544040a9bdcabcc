"""Babies that lie wrapped or crawl."""

from __future__ import annotations

from random import Random

from data.artists.kawaii.colours import mix
from data.artists.kawaii.heads import head
from data.artists.kawaii.looks import Look
from data.artists.kawaii.pen import Pen, place, sprite


def swaddled(p: Pen, r: Random, k: Look, tall: float) -> None:
    """A baby lying wrapped, or crawling (side view); about `tall` wide, on y = 0."""
    h, cloth = tall * 0.24, k.pal["a"]
    pal = {**k.pal, "h": k.hair, "f": k.skin}
    k.hat, k.back = ("" if k.hat == "hood" else k.hat), "none"
    if r.random() < 0.45:
        p.tag(f'<g transform="translate(0 {-tall * 0.3:.1f}) rotate({r.choice([90, 0, 0, 30])})">')
        p.path(place("M -1 -1 Q -1.1 1 -.6 2.1 Q 0 2.6 .6 2.1 Q 1.1 1 1 -1 Z", 0, 0, h, h), cloth)
        p.oval(0, -h * 1.15, h * 1.25, h * 1.2, mix(cloth, "#ffffff", 0.3))
        sprite(p, "l:b:.14:M -.95 .2 Q 0 .9 .95 0|q:t:-.3 1.2 .15 .15|q:t:.35 1.5 .15 .15", 0, 0, h, h, pal)
        head(p, r, k, -h * 1.15, h, h * 0.95, 0)
        p.tag("</g>")
        return
    for x, w in ((-1.7, 0.5), (-1.0, 0.55), (0.4, 0.42), (0.9, 0.42)):
        p.limb(f"M {x * h * 0.8:.1f} {-h * 1.1:.1f} L {x * h:.1f} {-h * 0.25:.1f}", mix(cloth, "#4a3040", 0.1), w * h)
        p.oval(x * h + h * 0.1, -h * 0.16, h * 0.28, h * 0.2, k.skin)
    p.oval(-h * 0.5, -h * 1.2, h * 1.45, h * 0.8, cloth)
    p.oval(-h * 1.4, -h * 1.2, h * 0.75, h * 0.75, cloth, False)
    p.tag(f'<g transform="translate({h * 1.0:.1f} 0)">')
    head(p, r, k, -h * 2.0, h * 1.12, h * 1.0, r.choice([0, 0.3, 0.5]))
    p.tag("</g>")
