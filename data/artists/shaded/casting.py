"""Who is in a picture, at the origin with the head's height as 1."""

from __future__ import annotations

from random import Random

from data.artists.shaded.animals import BEASTS
from data.artists.shaded.art import Art
from data.artists.shaded.babies import bundle, crawl
from data.artists.shaded.figures import figure
from data.artists.shaded.looks import body_of
from data.artists.shaded.people import Body, Look
from data.artists.shaded.things import thing


def cast(a: Art, r: Random, who: str, k: Look) -> Body | None:
    """Draw `who`; the body of a figure that can be cropped, if there is one."""
    if who == "none":
        return _nobody(a, r, k)
    if who == "pair":
        return _pair(a, r, k)
    b = body_of(r, k, who)
    if who == "baby" and r.random() < 0.2:
        crawl(a, r, b, k)
        return None
    figure(a, r, b, k)
    return b


def _nobody(a: Art, r: Random, k: Look) -> Body | None:
    """An animal that stands like a person, or a thing."""
    if r.random() < 0.32:
        kind = r.choice(list(BEASTS))
        b = body_of(r, k, r.choice(["child", "adult"]))
        b.animal, b.skin, b.turn, b.hw, b.n = kind, BEASTS[kind], 0, 0.5, min(b.n, 4.2)
        b.sh *= 0.9
        figure(a, r, b, k)
        return b
    thing(a, r)
    return None


def _pair(a: Art, r: Random, k: Look) -> Body | None:
    """An adult with a baby in arms, or beside a baby or a child."""
    if r.random() < 0.12 and not k.coarse:
        b = body_of(r, k, "adult", "hold")
        b.turn *= 0.4
        figure(a, r, b, k)
        bundle(a, r, b, k)
        return b if b.n > 5 else None
    big = body_of(
        r, k, r.choice(["adult", "adult", "adult", "elderly"]), r.choice(["stand", "wave", "walk", "hold", "show"])
    )
    small = body_of(
        r, k, r.choice(["child", "child", "child", "baby"]), r.choice(["stand", "wave", "walk", "cheer", "hold"])
    )
    side, ratio = r.choice([-1, 1]), r.uniform(0.5, 0.72) if small.age == "child" else r.uniform(0.36, 0.44)
    q = ratio * big.n / small.n
    figure(a, r, big, k)
    a.at = (side * (big.sh + small.sh * q + 0.55), (big.n - 0.5) - (small.n - 0.5) * q, q, 0)
    figure(a, r, small, k)
    return None
