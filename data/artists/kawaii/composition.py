"""Puts one figure, a pair, a group or a thing on the page."""

from __future__ import annotations

from random import Random

from data.artists.kawaii.babies import swaddled
from data.artists.kawaii.bodies import measure
from data.artists.kawaii.casting import beast, make
from data.artists.kawaii.hair_back import BACK
from data.artists.kawaii.heads import head
from data.artists.kawaii.pen import Pen, sprite
from data.artists.kawaii.person import person
from data.artists.kawaii.things import THINGS, thing
from data.artists.text import words

MARKS = (
    "l:#f7b53f:.3:M 0 -1 L 0 1|l:#f7b53f:.3:M -1 0 L 1 0",
    "p:#7fb7e6:M 0 -1 Q 1 .6 0 .8 Q -1 .6 0 -1 Z",
    "o:#8d6cc4:-.4 .7 .4 .3|l:#8d6cc4:.2:M -.05 .7 L -.05 -.9 Q .5 -.7 .6 -.2",
    "l:#e8574e:.22:M -.8 -.6 L -.3 0|l:#e8574e:.22:M 0 -1 L 0 -.2|l:#e8574e:.22:M .8 -.6 L .3 0",
    "p:#f7cf4a:M 0 -1 Q .15 -.15 1 0 Q .15 .15 0 1 Q -.15 .15 -1 0 Q -.15 -.15 0 -1 Z",
)


def group(p: Pen, r: Random, ages: list[str]) -> None:
    """Two or three figures of like age side by side."""
    tall, looks = r.uniform(105, 190 if len(ages) == 2 else 150), [make(r, p.style, age) for age in ages]
    p.zoom = tall / 200
    step = min(78.0, tall * 0.5)
    for i, k in enumerate(looks):
        k.marks.add("free")
        p.tag(
            f'<g transform="translate({128 + step * (i - (len(looks) - 1) / 2):.1f} {130 + tall / 2:.1f}) '
            f'scale({r.choice([-1, 1])} 1)">'
        )
        person(
            p,
            r,
            k,
            tall * r.uniform(0.9, 1.0),
            r.choice(words("stand wave walk hip1 item cheer both sit jump")),
            None if r.random() < 0.3 else "",
        )
        p.tag("</g>")


def compose(p: Pen, r: Random, who: str) -> None:
    """Put the figures on the page."""
    st, sway = p.style, r.choice([0, 0, 0, 0, r.uniform(-10, 10)])
    flip = -1 if r.random() < 0.5 else 1
    if who == "pair":
        big = make(r, st, "adult" if r.random() < 0.8 else "elderly")
        small = make(r, st, "child" if r.random() < 0.82 else "baby")
        tall = r.choice([r.uniform(120, 180), r.uniform(180, 214)])
        p.zoom = tall / 200
        foot, gap = 132 + tall * r.uniform(0.47, 0.51), tall * r.uniform(0.21, 0.28)
        for k, x, t in (
            (big, -gap, tall),
            (small, gap, tall * (r.uniform(0.56, 0.74) if small.age == "child" else r.uniform(0.42, 0.5))),
        ):
            p.tag(f'<g transform="translate({128 + flip * x:.1f} {foot:.1f}) scale({r.choice([-1, 1])} 1)">')
            k.marks.add("free")
            person(
                p,
                r,
                k,
                t,
                r.choice(words("stand wave walk hip1 item out both")) if r.random() < 0.7 else "",
                None if r.random() < 0.4 else "",
            )
            p.tag("</g>")
        return
    if who != "none" and r.random() < 0.1:
        other = {
            "elderly": ["adult", "elderly"],
            "adult": ["adult"],
            "child": ["child", "child", "baby"],
            "baby": ["baby"],
        }[who]
        group(p, r, [who] + [r.choice(other) for _ in range(r.choice([1, 1, 2]))])
        return
    k = beast(r, st) if who == "none" else make(r, st, who)
    crop = r.choices(["full", "half", "head"], [0.56, 0.24, 0.2])[0]
    if who == "none" and r.random() < 0.5:
        name, s = r.choice(list(THINGS)), r.uniform(38, 95)
        p.zoom = s / 80
        thing(p, r, k, name, 128, 128, s)
        for _ in range(r.choice([0, 0, 1, 2]) if s < 65 else 0):
            thing(p, r, beast(r, st), r.choice(list(THINGS)), r.choice([45, 211]), r.uniform(60, 200), s * 0.45)
        return
    if crop == "full":
        tall = r.choice([r.uniform(75, 140), r.uniform(150, 205), r.uniform(190, 212)])
        x, y = (
            128 + r.uniform(-1, 1) * (210 - tall) * 0.35,
            132 + tall * r.uniform(0.48, 0.5) + r.uniform(-1, 1) * (210 - tall) * 0.3,
        )
    elif crop == "half":
        tall = 215 / (1 - {"baby": 0.26, "child": 0.34, "none": 0.3}.get(who, 0.38) * (1 - 1 / k.heads))
        x, y = 128 + r.uniform(-18, 18), 36 + tall
    else:
        tall = r.uniform(55, 84) * 2 * k.heads
        x, y = 128 + r.uniform(-8, 8), 134 + tall * (1 - 0.5 / k.heads)
    p.zoom = min(1.5, max(0.55, tall / 200))
    p.tag(f'<g transform="translate({x:.1f} {y:.1f}) scale({flip} 1) rotate({sway:.1f} 0 {-tall / 2:.1f})">')
    if who == "baby" and crop == "full" and r.random() < 0.35:
        swaddled(p, r, k, tall * 0.95)
    elif crop == "head" and r.random() < 0.6:
        b, turn = measure(r, k, tall), r.choice([0, 0, 0.3, 0.5])
        if not k.species and k.hat not in ("hood", "hijab"):
            sprite(p, BACK[k.back], 0, b.head_y, b.rx, b.ry, {**k.pal, "h": k.hair})
        head(p, r, k, b.head_y, b.rx, b.ry, turn)
    else:
        person(
            p,
            r,
            k,
            tall,
            "" if crop == "full" else r.choice(words("stand wave hips both item think cheer out")),
            None if crop != "head" else "",
        )
    p.tag("</g>")
    if r.random() < 0.22:
        spec = r.choice(MARKS)
        for _ in range(r.choice([1, 2, 3])):
            sprite(p, spec, r.choice([r.uniform(16, 55), r.uniform(200, 240)]), r.uniform(18, 90), 9, 11, {})
