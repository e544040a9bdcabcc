"""The pictures: one figure, a grown-up with a child, or nobody."""

from __future__ import annotations

from data.artists.comic.animals import BEASTS, FURS
from data.artists.comic.bodies import layout, sizes
from data.artists.comic.casting import person
from data.artists.comic.eyes import eye_one
from data.artists.comic.figures import figure
from data.artists.comic.heads import head
from data.artists.comic.mouths import mouth
from data.artists.comic.palette import BRIGHT, SOBER, far, mix
from data.artists.comic.pen import Pen
from data.artists.comic.person import Person
from data.artists.comic.styles import STYLES
from data.artists.comic.things import FACED, PLAIN, thing
from data.artists.text import words


def place(pen: Pen, p: Person, x: float, bottom: float, k: float) -> None:
    """The figure scaled by k, its feet at `bottom`."""
    _, low, _ = layout(p)
    lw, pen.lw = pen.lw, pen.lw * min(1.5, max(0.55, k)) ** 0.6 / k
    flip = -1 if pen.source.random() < 0.5 else 1
    x -= 0 if p.pose != "crawl" else 42 * k * flip
    pen.open(f"translate({x:.1f} {bottom - low * k:.1f}) scale({k * flip:.3f} {k:.3f})")
    figure(pen, p)
    pen.close()
    pen.lw = lw


def alone(pen: Pen, p: Person) -> None:
    """One figure: whole, half or only its head."""
    s, crop = pen.source, pen.source.random() * (0.8 if p.carry else 1)
    hh, neck, torso, *_ = sizes(p)
    _, low, high = layout(p)
    if crop < 0.55 or p.pose == "crawl":
        tall = s.uniform(0.5, 0.95) if s.random() < 0.3 else s.uniform(0.85, 0.98)
        k = 222 * tall / (low - high + hh * 0.15)
        crawl = p.pose == "crawl"
        k = min(k, 1.9 if not crawl else 1.25)
        pen.open(f"rotate({s.uniform(-7, 7):.1f} 128 128)")
        x = 128 + s.uniform(-1, 1) * (1 - tall) * 110
        place(pen, p, x, 225 if crawl else 248 - (1 - tall) * s.uniform(0, 120), k)
        pen.close()
    elif crop < 0.8:
        p.marks -= {"bent"}
        if p.pose in ("floor", "squat", "sit", "lotus", "run", "jump", "walk"):
            p.pose = s.choice(("wave", "hold", "think", "hips", "stand"))
        _, low, _ = layout(p)
        k = s.uniform(195, 232) / (torso + neck + hh)
        place(pen, p, 128 + s.uniform(-15, 15), 256 + (low + s.uniform(-10, 10)) * k, k)
    else:
        k = s.uniform(150, 205) / hh
        lw, pen.lw = pen.lw * 1.25, pen.lw * 1.25
        if s.random() < 0.4:
            pen.open(f"rotate({s.uniform(-10, 10):.1f} 128 140) translate({128 + s.uniform(-8, 8):.1f} 142)")
            head(pen, p, 0, 0, hh * k / 2 * 0.95)
            pen.close()
        else:
            p.pose, p.marks = "stand", p.marks - {"bent"}
            _, low, high = layout(p)
            place(pen, p, 128 + s.uniform(-12, 12), 40 + hh * 0.12 * k + (low - high) * k, k)
        pen.lw = lw


def duo(pen: Pen, name: str) -> None:
    """A grown-up with a child."""
    s = pen.source
    big = person(s, "elderly" if s.random() < 0.25 else "adult", name)
    kid = person(s, "baby" if s.random() < 0.15 else "child", name)
    if s.random() < 0.7:
        kid.hair = kid.hair if far(kid.hair, big.skin) else "#1c1714"
        kid.skin, kid.hair = big.skin, (kid.hair if big.who == "elderly" else big.hair)
        first, second, third = (
            c if far(c, kid.skin) else other for c, other in zip(kid.colours, BRIGHT[1:4], strict=True)
        )
        kid.colours = first, second, third
    if s.random() < 0.2:
        big.carry, big.hold, big.pose, big.marks = True, "", "hold", big.marks - {"bent"}
        alone(pen, big)
        return
    for p in (big, kid):
        if p.pose in ("sit", "jump", "lotus", "run", "squat"):
            p.pose = s.choice(words("stand stand wave point walk hold"))
        p.hold = p.hold if s.random() < 0.5 else ""
    tall = s.uniform(0.75, 1.0)
    k = 222 * tall / (200 + 200 / big.ratio * 0.1)
    small = k * (s.uniform(0.5, 0.68) if kid.who == "child" else s.uniform(0.42, 0.5))
    ground, half = s.uniform(230, 248), s.choice((-1, 1))
    zoom = 1.0
    if s.random() < 0.3:
        zoom, ground = s.uniform(1.35, 1.6), 330.0
    gap = 46 * tall * zoom
    pair = [(big, 128 - half * gap * 0.85, k * zoom), (kid, 128 + half * gap, small * zoom)]
    for p, x, scale in pair if s.random() < 0.8 else pair[::-1]:
        place(pen, p, x, ground if zoom == 1 or p is big else ground - 55, scale)


def nobody(pen: Pen, name: str) -> None:
    """An animal, or a few things with or without a face."""
    s = pen.source
    pair = (s.choice(BRIGHT), s.choice(BRIGHT + SOBER))
    p = person(s, s.choice(("child", "adult")), name)
    p.marks, p.hat, p.side = p.marks & {"glasses", "blush"}, p.hat if s.random() < 0.3 else "", False
    p.eyes = s.choice(STYLES[name].eyes)
    if s.random() < 0.5:
        p.beast = s.choice(BEASTS)
        p.skin = s.choice(FURS)
        p.hair, p.cut, p.youth = mix(p.skin, "#3a2418", 0.45), "crop", s.uniform(0.5, 0.9)
        p.face = s.choice(("round", "egg"))
        p.ratio = s.uniform(2.2, 3.6)
        alone(pen, p)
        return
    many, faced = s.random() < 0.3, s.random() < 0.6
    spots = [(70.0, 90.0, 36.0), (180.0, 110.0, 34.0), (115.0, 195.0, 34.0)]
    if not many:
        spots = [(128.0, 138.0, s.uniform(40, 78))]
    for x, y, u in spots:
        item = s.choice(FACED if faced else PLAIN)
        tall = item in ("balloon", "umbrella", "kite", "guitar")
        u *= 0.5 if tall else 1
        pen.open(f"rotate({s.uniform(-10, 10):.1f} {x} {y})")
        thing(pen, item, x, y + (u * 1.2 if tall else 0), u, s.choice((-1, 1)), pair)
        if faced:
            p.nose, p.turn = "none", 0
            h, fy = u * s.uniform(0.9, 1.15), y - u * (0.12 if item != "robot" else 0.4)
            for k in (-1, 1):
                mood = s.choice(("", "happy", "")) if k < 0 else ""
                eye_one(pen, p, x + k * 0.36 * h, fy, h * 0.9, k, mood, "#3a2a20")
            p.mouth = "open" if p.mouth == "overbite" else p.mouth
            mouth(pen, p, x, fy + h * 0.38, h)
        pen.close()
