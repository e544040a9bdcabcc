"""A whole standing, sitting or moving figure."""

from __future__ import annotations

from random import Random

from data.artists.shaded.animals import beast
from data.artists.shaded.art import Art
from data.artists.shaded.clothes import wear
from data.artists.shaded.hair_back import hair_back
from data.artists.shaded.hairdos import HAIR_OF
from data.artists.shaded.heads import head
from data.artists.shaded.limbs import arms, legs
from data.artists.shaded.outfits import Outfit, outfit_of
from data.artists.shaded.palette import BRIGHT, dark
from data.artists.shaded.people import Body, Look
from data.artists.shaded.props import PROPS, prop


def figure(a: Art, r: Random, b: Body, k: Look) -> None:
    """The head's middle is the origin and its height 1; the soles are at n - 0.5."""
    o = outfit_of(r, b)
    pose = "stand" if o.long > 0.8 and b.pose in ("run", "jump", "sit", "floor") else b.pose
    style = "none" if b.animal else r.choice(HAIR_OF[b.age, b.girl])
    if style in ("scarf", "kerchief", "bonnet"):
        b.turn *= 0.5
    bend = _bend(r, b)
    place = a.at
    nod = (
        place[0] + bend * place[2],
        place[1] + abs(bend) * 0.8 * place[2],
        place[2],
        place[3] + r.uniform(-9, 9) + bend * 30,
    )
    if not b.animal:
        a.at = nod
        hair_back(a, r, b, style)
        a.at = place
    if pose == "sit":
        _seat(a, r, o)
    if b.age == "child" and (o.top == "school" or r.random() < 0.1):
        a.box(-b.sh * 1.15, o.neck + 0.12, b.sh * 2.3, (b.n - 1) * 0.36, r.choice(BRIGHT), "back", 0.35)
    legs(a, r, b, o, pose)
    _trunk(a, b, o, bend)
    wear(a, r, b, o)
    arms(a, r, b, k, o, pose)
    a.at = nod
    if b.animal:
        beast(a, b, k)
    else:
        head(a, r, b, k, style)
    a.at = place
    if r.random() < 0.62:
        prop(a, r, b, r.choice(PROPS[b.age]), o.foot + 0.06)


def _bend(r: Random, b: Body) -> float:
    """How far the head leans out sideways, as it does with age."""
    if b.age == "elderly" or (b.age == "adult" and r.random() < 0.05):
        return r.choice([0, 0.12, 0.22]) * (1 if b.turn >= 0 else -1)
    return 0.0


def _seat(a: Art, r: Random, o: Outfit) -> None:
    hi, hip_y, leg = o.hi, o.hip, o.leg
    a.box(-hi * 1.5, hip_y + 0.05, hi * 3, 0.12, r.choice(["#a8703c", "#7a5a8a", "#4a6a8a"]), "back")
    for s in (-1, 1):
        a.box(s * hi * 1.3 - 0.06, hip_y + 0.15, 0.12, leg * 0.72, "#8a5a30", "back")


def _trunk(a: Art, b: Body, o: Outfit, bend: float) -> None:
    """The neck, and the top down to its hem."""
    neck = o.neck
    nw = (0.1 if b.young else 0.13 if b.girl else 0.17) * (1 if b.n > 3.6 else 0.8)
    a.tube(((bend, 0.3), (bend * 0.6, 0.5), (0, neck + 0.1)), nw, nw * 1.15, b.skin, "skin")
    a.ell(bend, 0.54, nw * 1.1, 0.1, dark(b.skin, 0.3), "shadow")
    tops = [(-nw * 1.1, neck - 0.02), (nw * 1.1, neck - 0.02), (b.sh * 0.86, neck + 0.08), (b.sh, neck + 0.2)]
    right = [
        (b.sh * 0.88, neck + 0.3 + 0.04 * (b.n - 1)),
        (o.wa, (neck + o.hip) * 0.52),
        (o.hi, o.hip),
        (o.flare, o.hem),
    ]
    a.blob(
        [*tops, *right, *[(-x, y) for x, y in reversed(right)], (-b.sh, neck + 0.2), (-b.sh * 0.86, neck + 0.08)],
        o.c1,
        "cloth",
    )
